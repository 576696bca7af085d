/*
 * place_scan.c - a location string cut into the names that it holds.
 *
 *   text -> tokens (folded words, with what stands between them)
 *        -> items (the longest run of tokens that is a name)
 */
#include "enrich/place_postcode.h"

#include "base/mem.h"

#include <string.h>

#define PHRASE_MAX 7  /* words of a name */
#define RUN_CHARS_MAX 14 /* of a name in a text without spaces */

/* ---- words that are no names ---------------------------------------------- */

/* "and", "or" in the languages of ads: between places, never one. */
static const char *const joiners[] = {
	"&",   "a",    "albo",  "and", "atau",   "bzw", "dan",  "e",    "eller",
	"en",  "es",   "et",    "i",   "ja",     "lub", "nebo", "o",    "och",
	"of",  "og",   "oder",  "or",  "oppure", "oraz", "ou",  "plus", "samt",
	"sau", "seka", "si",    "sowie", "tai",  "u",   "und",  "vagy", "ve",
	"veya", "y",   "και",   "η",   "або",    "и",   "или",  "та",   "і",
	"או",  "او",   "और",    "या",  "및",     "또는", "혹은",
};

/* The same within a text without spaces, where they stand between names. */
static const char *const run_joiners[] = {
	"または", "もしくは", "及び", "或者", "以及", "และ", "หรือ",
	"和",     "或",       "及",   "与",   "與",   "と",  "や",
};

static bool is_joiner(const struct scanner *s, size_t i)
{
	const struct token *k = &s->tokens[i];
	struct span         word = place_token_span(s, i, i);

	if (!k->is_lower) /* "NY OR SF", but "Portland OR, USA" */
		return (span_is(word, "or") || span_is(word, "and")) &&
		       k->gap == GAP_SPACE && i && i + 1 < s->n_tokens &&
		       s->tokens[i + 1].gap == GAP_SPACE;
	for (size_t w = 0; w < ARRAY_LEN(joiners); w++) {
		if (span_is(word, joiners[w]))
			return true;
	}
	return false;
}

static void next_segment(struct scanner *s)
{
	if (s->segment + 1u < ARRAY_LEN(s->out->unknown))
		s->segment++;
	s->out->group_of[s->segment] = s->group;
}

static void next_group(struct scanner *s)
{
	s->group++;
	next_segment(s);
}

static void count(uint8_t *n)
{
	if (*n < UINT8_MAX)
		(*n)++;
}

static void count_unknown(struct scanner *s)
{
	count(&s->out->unknown[s->segment]);
}

/* ---- items ---------------------------------------------------------------- */

/* What kinds of things a chain of entries holds. */
struct chain_kinds {
	bool is_place, is_noise, is_word, is_after, is_street,
	     is_label;
	int  mode; /* -1: none */
};

static struct chain_kinds kinds_of(const struct place_table *t, uint32_t chain)
{
	struct chain_kinds k = { .mode = -1 };

	for (; chain != PLACE_NONE; chain = t->entries[chain].next) {
		const struct place *p = &t->places[t->entries[chain].place];

		switch ((enum place_kind)p->kind) {
		case PLACE_MODE: k.mode = (int)p->id; break;
		case PLACE_NOISE: k.is_noise = true; break;
		case PLACE_WORD: k.is_word = true; break;
		case PLACE_AFTER: k.is_after = true; break;
		case PLACE_STREET: k.is_street = true; break;
		case PLACE_LABEL: k.is_label = true; break;
		default: k.is_place = true; break;
		}
	}
	return k;
}

/* Does "in" of some language stand before token i? */
static bool is_in(const struct scanner *s, size_t i)
{
	static const char *const words[] = {
		"a", "aan", "at", "bei", "em", "en", "i", "im", "in", "na",
		"near", "para", "pa", "u", "v", "w", "в", "у", "ב", "في",
	};

	if (!i || !s->tokens[i - 1].is_lower)
		return false;
	for (size_t w = 0; w < ARRAY_LEN(words); w++) {
		if (span_is(place_token_span(s, i - 1, i - 1), words[w]))
			return true;
	}
	return false;
}

static bool has_number(const struct scanner *s, size_t from, size_t to)
{
	while (from < to && !s->tokens[from].has_digit)
		from++;
	return from < to;
}

/* What stands before "County" is no city, "Wright Patterson AFB" neither. */
static void flag_before(struct scanner *s, size_t first)
{
	struct place_items *items = s->out;

	for (size_t i = items->n; i-- && items->at[i].segment == s->segment;) {
		if (i + 1 < items->n && items->at[i].codes != PLACE_NONE)
			break;
		/* "Raleigh-1000 Centre Way" */
		if (has_number(s, items->at[i].token, first))
			break;
		items->at[i].is_before_after = true;
	}
}

/* The tokens first..last are a name, or words that we know. */
static void add_item(struct scanner *s, size_t first, size_t last,
		     uint32_t names, uint32_t codes)
{
	const struct token *k = &s->tokens[first];
	struct chain_kinds  kinds = kinds_of(s->t, names);
	struct place_item  *item;

	if (kinds.is_after && first && k->gap == GAP_SPACE) {
		flag_before(s, first);
		if (codes == PLACE_NONE)
			return; /* "Oxford Street", not the town of Street */
	}
	if (kinds.is_street && codes == PLACE_NONE)
		s->out->is_street[s->segment] = true;
	if (!kinds.is_place && kinds.mode < 0 && codes == PLACE_NONE) {
		if (!kinds.is_noise && !kinds.is_after && !kinds.is_street &&
		    !kinds.is_label)
			count_unknown(s);
		return;
	}
	if (s->out->n == PLACE_ITEMS_MAX)
		return;
	item = &s->out->at[s->out->n++];
	*item = (struct place_item){
		.names = names,
		.codes = codes,
		.group = s->group,
		.segment = s->segment,
		.token = (uint8_t)last,
		.words = (uint8_t)(last - first + 1),
		.is_capital = k->is_capital,
		.is_after_in = k->gap == GAP_SPACE && is_in(s, first),
		.is_bracketed = k->is_bracketed,
		.is_small_code = codes != PLACE_NONE && !k->is_upper,
		.script = k->script,
		.is_word = kinds.is_word || kinds.is_noise || kinds.is_after ||
			   kinds.is_street,
		.mode = (int8_t)kinds.mode,
		.place = PLACE_NONE,
	};
}

/* "AB" of "1012 AB Amsterdam" is a part of a Dutch postal code. */
static bool is_postal_suffix(const struct scanner *s, size_t i)
{
	return s->tokens[i].len == 2 && i && i + 1 < s->n_tokens &&
	       s->tokens[i].gap == GAP_SPACE && s->tokens[i - 1].has_digit &&
	       s->tokens[i - 1].len == 4 && s->tokens[i + 1].gap == GAP_SPACE;
}

/* "Va" of "Richmond, Va": all there is behind a comma. */
static bool is_small_code(const struct scanner *s, size_t i)
{
	const struct token *k = &s->tokens[i];

	return k->len == 2 && i && k->gap == GAP_SOFT && !k->has_digit &&
	       (i + 1 == s->n_tokens || s->tokens[i + 1].gap != GAP_SPACE);
}

/*
 * "sur" of "Neuilly-sur-Loire": what stands on either side is a part of a
 * town's name that we do not know, and no place by itself.
 */
static bool is_on_river(const struct scanner *s, size_t i)
{
	static const char *const words[] = { "sur", "sous", "les", "lez", "am",
					     "an",  "upon", "on",  "nad", "aan",
					     "sul", "sulla" };

	if (i + 1 >= s->n_tokens || !s->tokens[i].is_hyphened ||
	    !s->tokens[i].is_lower || !s->tokens[i + 1].is_hyphened)
		return false;
	for (size_t w = 0; w < ARRAY_LEN(words); w++) {
		if (span_is(place_token_span(s, i, i), words[w]))
			return true;
	}
	return false;
}

/* Is the name from `first` to `last` but an end of a longer one? */
static bool is_cut(const struct scanner *s, size_t first, size_t last)
{
	const struct token *k = &s->tokens[first];

	return (first && is_on_river(s, first - 1)) || is_on_river(s, last + 1) ||
	       (k->is_dotted && k->is_lower && k->len <= 3 &&
		s->tokens[first - 1].is_lower); /* "acme.us" */
}

/* The longest name that begins with token i; how many tokens it takes. */
static size_t take_phrase(struct scanner *s, size_t i)
{
	const struct token *k = &s->tokens[i];
	size_t              last = i;
	uint32_t            codes = PLACE_NONE;

	if (is_postal_suffix(s, i))
		return 1;
	while (last + 1 < s->n_tokens && last + 1 - i < PHRASE_MAX &&
	       s->tokens[last + 1].gap <= GAP_BRACKET &&
	       !s->tokens[last + 1].is_run)
		last++;
	for (;; last--) {
		uint32_t names = place_find(s->t, place_token_span(s, i, last),
					    PLACE_SEED_NAME);

		if (last == i && k->len >= 2 &&
		    (k->is_upper || is_small_code(s, i)))
			codes = place_find(s->t, place_token_span(s, i, i),
					   PLACE_SEED_CODE);
		/* "EST" is a time, not Estonia */
		if (k->len == 3 && codes != PLACE_NONE &&
		    names != PLACE_NONE && kinds_of(s->t, names).is_noise)
			codes = PLACE_NONE;
		if ((names != PLACE_NONE || codes != PLACE_NONE) &&
		    !is_cut(s, i, last)) {
			add_item(s, i, last, names, codes);
			return last - i + 1;
		}
		if (last == i)
			return 0;
	}
}

/* Bytes of the code point at `at`, in valid UTF-8 of ours. */
static size_t char_bytes(const char *at)
{
	unsigned char c = (unsigned char)*at;

	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* The longest name of two characters or more at the start of `rest`. */
static size_t run_match(const struct place_table *t, struct span rest,
			uint32_t *names)
{
	size_t ends[RUN_CHARS_MAX];
	size_t n = 0;

	for (size_t at = 0; at < rest.len && n < RUN_CHARS_MAX; n++) {
		at += char_bytes(rest.ptr + at);
		ends[n] = at <= rest.len ? at : rest.len;
	}
	while (n-- > 1) {
		*names = place_find(t, (struct span){ rest.ptr, ends[n] },
				    PLACE_SEED_NAME);
		if (*names != PLACE_NONE)
			return ends[n];
	}
	return 0;
}

/* Bytes of the "and" that `rest` begins with, 0 when it begins with none. */
static size_t run_joiner(struct span rest)
{
	for (size_t i = 0; i < ARRAY_LEN(run_joiners); i++) {
		if (span_starts(rest, run_joiners[i]))
			return strlen(run_joiners[i]);
	}
	return 0;
}

/* A character that ends the name of an administrative unit. */
static bool is_unit(struct span rest)
{
	static const char *const units[] = { "市", "省", "县", "縣", "区",
					     "區", "都", "府", "県", "시" };

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (span_starts(rest, units[i]))
			return true;
	}
	return false;
}

/* "로", "길": what stands before is a street's name, "테헤란로" not Tehran. */
static bool is_hangul_street(struct span rest)
{
	return span_starts(rest, "로") || span_starts(rest, "길") ||
	       span_starts(rest, "대로");
}

/*
 * Names within a token that has no spaces: 广东省深圳市, 東京都港区. In Hangul
 * words are divided, so a name stands at the start of one: 서울특별시.
 */
static void take_run(struct scanner *s, size_t i)
{
	struct span rest = place_token_span(s, i, i);
	bool        is_hangul_word = s->tokens[i].is_hangul;
	bool        is_first = true;

	while (rest.len) {
		uint32_t names = PLACE_NONE;
		size_t   taken = run_match(s->t, rest, &names);
		size_t   n = s->out->n;
		size_t   joiner = taken || is_first ? 0 : run_joiner(rest);

		if (taken && is_hangul_word &&
		    is_hangul_street((struct span){ rest.ptr + taken,
						    rest.len - taken }))
			return;
		if (taken)
			add_item(s, i, i, names, PLACE_NONE);
		if (s->out->n > n) {
			s->out->at[n].is_run = true;
			s->out->at[n].follows_run = !is_first;
			is_first = false;
		} else if (!taken && is_hangul_word && is_first) {
			count_unknown(s);
			return;
		}
		if (joiner) {
			next_group(s);
			taken = joiner;
			is_first = true;
		}
		if (!taken) {
			s->out->is_loose[s->segment] |= !is_unit(rest);
			taken = char_bytes(rest.ptr);
		}
		taken = taken < rest.len ? taken : rest.len;
		rest.ptr += taken;
		rest.len -= taken;
	}
}

/*
 * "anywhere in the US except CA, NY": the names behind the word, up to the end
 * of its part of the string, are where the work is not. Tokens to pass over, 0
 * when no such word stands at i.
 */
static size_t skip_exception(const struct scanner *s, size_t i)
{
	static const char *const words[] = { "except", "excluding", "excl",
					     "ausgenommen", "ausser", "hors",
					     "sauf", "excepto", "exceto",
					     "escluso", "behalve", "utom",
					     "кроме", "oprocz" };
	size_t n = 1;

	for (size_t w = 0; w < ARRAY_LEN(words); w++) {
		if (!span_is(place_token_span(s, i, i), words[w]))
			continue;
		while (i + n < s->n_tokens && s->tokens[i + n].gap < GAP_HARD &&
		       s->tokens[i + n].is_bracketed == s->tokens[i].is_bracketed)
			n++;
		return n;
	}
	return 0;
}

static void note_postcode(struct scanner *s, size_t i)
{
	struct place_postcode code = place_postcode_at(s, i);

	if (s->out->postal == PLACE_NONE && code.country)
		s->out->postal = place_area(s->t, span_of(code.country));
	if (s->out->postal_division == PLACE_NONE && code.division)
		s->out->postal_division =
			place_area(s->t, span_of(code.division));
}

static void find_items(struct scanner *s)
{
	for (size_t i = 0; i < s->n_tokens;) {
		const struct token *k = &s->tokens[i];
		size_t              taken = 0;

		if (k->gap == GAP_HARD)
			next_group(s);
		else if (k->gap >= GAP_BRACKET)
			next_segment(s);

		count(&s->out->words[s->segment]);
		if (i && is_joiner(s, i)) {
			next_group(s);
			i++;
			continue;
		}
		taken = i ? skip_exception(s, i) : 0;
		if (taken) {
			i += taken;
			continue;
		}
		if (!k->is_run)
			taken = take_phrase(s, i);
		if (!taken) {
			taken = 1;
			if (k->is_run || k->is_hangul)
				take_run(s, i);
			else if (!k->has_digit)
				count_unknown(s);
			else
				note_postcode(s, i);
		}
		i += taken;
	}
}

void place_scan(const struct place_table *t, struct span text,
		struct place_items *out)
{
	struct scanner s = { .t = t, .out = out };

	memset(out->unknown, 0, sizeof(out->unknown));
	memset(out->words, 0, sizeof(out->words));
	memset(out->is_street, 0, sizeof(out->is_street));
	memset(out->is_loose, 0, sizeof(out->is_loose));
	memset(out->group_of, 0, sizeof(out->group_of));
	out->n = 0;
	out->postal = PLACE_NONE;
	out->postal_division = PLACE_NONE;
	if (text.len > PLACE_TEXT_MAX)
		text.len = PLACE_TEXT_MAX;
	place_tokenize(&s, text);
	find_items(&s);
	out->n_segments = (uint16_t)(s.segment + 1);
}
