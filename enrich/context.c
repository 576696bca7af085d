#include "enrich/context.h"

#include "base/mem.h"
#include "enrich/context_heading.h"
#include "enrich/tsv.h"

#include <string.h>

#define HEADING_BEFORE 16 /* bytes of bullet or number before a heading */
#define HEADING_AFTER 30  /* bytes that may follow one on its line */
#define HEADING_COLON 8   /* ... before a colon, wherever the heading began */
#define SECTION_LINE  12  /* bytes behind one that are no more than a part of it */
#define LANGUAGE_BYTES 300 /* of text that make its language sure */
#define HEADING_SHORT 9   /* bytes; "you have" begins many a sentence */

static bool is_letter_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

/*
 * Whether a heading may begin at `at`: nothing but bullets, numbers, brackets
 * and signs (bytes E2 and F0 begin most symbols) before it on its line.
 */
static bool begins_line(struct span text, uint32_t at, bool *is_bullet)
{
	uint32_t left = at;

	*is_bullet = false;
	while (left > 0 && text.ptr[left - 1] != '\n') {
		left--;
		if (at - left > HEADING_BEFORE)
			return false;
	}
	for (uint32_t i = left; i < at; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		/* one star is a bullet, two are bold letters */
		if (c == '-' || (c == '*' && text.ptr[i + 1] != '*' &&
				 (i == left || text.ptr[i - 1] != '*')))
			*is_bullet = true;
		if (c == 0xE2 || c == 0xE3 || c == 0xF0 || c == 0xEF) {
			while (i + 1 < at &&
			       ((unsigned char)text.ptr[i + 1] & 0xC0) == 0x80)
				i++;
			continue;
		}
		if (is_letter_byte((char)c))
			return false;
	}
	return true;
}

static bool is_after_sentence(struct span text, uint32_t at)
{
	while (at > 0 && text.ptr[at - 1] == ' ')
		at--;
	return at > 0 && strchr(".!?;)", text.ptr[at - 1]) != NULL;
}

/* A colon, also a full-width one, or a closing bracket of CJK headings. */
static bool is_colon(struct span text, uint32_t at)
{
	while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '*'))
		at++;
	if (at >= text.len)
		return false;
	if (text.ptr[at] == ':')
		return true;
	return text.len - at >= 3 && (!memcmp(text.ptr + at, "\xEF\xBC\x9A", 3) ||
				      !memcmp(text.ptr + at, "\xE3\x80\x91", 3) ||
				      !memcmp(text.ptr + at, "\xE3\x80\x95", 3));
}

/*
 * Bytes between `at` and the end of the line, and its last byte; more than
 * `most` when they are more, or hold a comma.
 */
static size_t rest_of_line(struct span text, uint32_t at, size_t most,
			   char *last)
{
	size_t left = text.len - at;
	size_t n = 0;

	*last = '\0';
	for (; n < left && text.ptr[at + n] != '\n'; n++) {
		if (n == most || text.ptr[at + n] == ',')
			return most + 1;
		if (text.ptr[at + n] != ' ')
			*last = text.ptr[at + n];
	}
	return n;
}

/* "Tasks * Bake * Sell", "Tasks • Bake": a list that has lost its lines. */
static bool leads_run_in(struct span text, const struct match *m)
{
	const char *at = text.ptr + m->end;
	size_t      left = text.len - m->end;

	if (left < 6 || at[0] != ' ' || text.ptr[m->start] < 'A' ||
	    text.ptr[m->start] > 'Z')
		return false;
	return !memcmp(at, " * ", 3) || !memcmp(at, " \xE2\x80\xA2 ", 5);
}

static bool is_heading(struct span text, const struct match *m, uint32_t context)
{
	bool   is_bullet, begins = begins_line(text, m->start, &is_bullet);
	char   last;
	size_t rest;

	if (leads_run_in(text, m))
		return true;

	if (is_colon(text, m->end))
		return begins || is_after_sentence(text, m->start);
	rest = rest_of_line(text, m->end,
			    begins ? HEADING_AFTER : HEADING_COLON, &last);
	/* "In all teams, you may be a good fit if you:" */
	if (last == ':' && rest <= HEADING_COLON)
		return true;
	if (!begins)
		return false;
	if (m->end - m->start <= HEADING_SHORT &&
	    (context == CONTEXT_REQUIREMENT || context == CONTEXT_DUTY ||
	     context == CONTEXT_BENEFIT))
		return rest <= 3 && last != '.' && last != ';' && !is_bullet;
	if (rest <= 3)
		return last != '.' && last != ';' && !is_bullet;
	return rest <= HEADING_AFTER && !is_bullet && last != '.' &&
	       last != ';' && last != '!';
}

/* "Project: depth from one camera" is said of its line, not of those below. */
static uint32_t section_end(struct span text, uint32_t at)
{
	const char *end;
	char        last;

	if (!is_colon(text, at) ||
	    rest_of_line(text, at, SECTION_LINE, &last) <= SECTION_LINE)
		return UINT32_MAX;
	end = memchr(text.ptr + at, '\n', text.len - at);
	if (!end || end + 1 == text.ptr + text.len ||
	    strchr("-*\xE2", end[1])) /* a list that it leads in */
		return UINT32_MAX;
	return (uint32_t)(end - text.ptr);
}

/* The longest of the forms that begin at one place decides. */
static void add_section(struct context_map *map, const struct match *m,
			uint32_t context)
{
	if (map->n_sections > 0 &&
	    map->sections[map->n_sections - 1].start == m->start)
		map->n_sections--;
	map->sections[map->n_sections++] =
		(struct section){ m->start, section_end(map->text, m->end),
				  (uint8_t)context };
}

/* "is the leading" says one thing, "leading" inside it says nothing. */
static void add_cue(struct context_map *map, const struct match *m,
		    const struct pattern *p)
{
	struct cue *last = map->n_cues ? &map->cues[map->n_cues - 1] : NULL;
	bool        is_subject = p->kind == PATTERN_SUBJECT;

	if (last && m->end <= last->end &&
	    (m->start > last->start || m->end < last->end))
		return;
	/* a form may stand in the tables of several languages */
	while (map->n_cues > 0 &&
	       map->cues[map->n_cues - 1].start == m->start &&
	       map->cues[map->n_cues - 1].end < m->end) {
		map->n_cues--;
		/* "our" begins the sentence of "our robots" too */
		is_subject |= map->cues[map->n_cues].is_subject &&
			      map->cues[map->n_cues].context == p->value;
	}
	map->cues[map->n_cues++] =
		(struct cue){ m->start, m->end, (uint8_t)p->value,
			      is_subject };
}

/*
 * Short cues mean other things in other languages ("program", "plus"); English
 * ones stand in ads of all languages.
 */
static bool is_spoken(const struct taxonomy *t, const struct pattern *p,
		      uint64_t languages)
{
	return is_spoken_in(t, p->spoken, languages) ||
	       !strcmp(pattern_languages(t, p), "en");
}

/* "Our robots ...", "- Write ...": only bullets and blanks before it. */
static bool begins_sentence(struct span text, const struct match *m)
{
	const char *at = text.ptr + m->start;
	bool        is_bullet;

	/* within a sentence, as most are */
	if (m->start > 1 && at[-1] == ' ' &&
	    (is_letter_byte(at[-2]) || at[-2] == ','))
		return false;
	return begins_line(text, m->start, &is_bullet) ||
	       is_after_sentence(text, m->start);
}

/* ---- groups: cues of a language below, what opens in it above ---- */

#define LANGUAGE_BITS 16
#define ALL_LANGUAGES ((1u << LANGUAGE_BITS) - 1)

/* English has a bit of its own; others may share theirs. */
static uint32_t language_bit(struct span language)
{
	if (span_is(language, "en") || language.len < 2)
		return 1;
	return 2u << ((unsigned char)language.ptr[0] * 31u +
		      (unsigned char)language.ptr[1]) % (LANGUAGE_BITS - 1);
}

uint32_t context_groups(const struct taxonomy *t, const struct pattern *p)
{
	struct span list = span_of(pattern_languages(t, p));
	uint32_t    bits = 0;

	if (span_is(list, "mul"))
		bits = ALL_LANGUAGES;
	while (list.len > 0)
		bits |= language_bit(tsv_word(&list, ','));
	if (p->kind == PATTERN_HEADING) /* in any language's ad */
		return ALL_LANGUAGES << LANGUAGE_BITS;
	if (p->kind == PATTERN_HINT || p->kind == PATTERN_MEANING)
		/* a sentence of hints stands alone */
		return bits | bits << LANGUAGE_BITS;
	return p->kind == PATTERN_SUBJECT ? bits << LANGUAGE_BITS : bits;
}

/* All that may be needed; what is not spoken, or begins nothing, is among it. */
static void scan(const struct taxonomy *t, const struct word_list *words,
		 const char *language, struct match_list *out)
{
	struct span primary = { language, strcspn(language, "-") };
	uint32_t    bits = ALL_LANGUAGES;

	if (language[0])
		bits = language_bit(SPAN("en")) | language_bit(primary);
	automaton_scan_words(t->automata[FORMS_CONTEXT], words, bits,
			     bits | bits << LANGUAGE_BITS, out);
}

static void count(const struct taxonomy *t, const struct match_list *matches,
		  size_t *n_sections, size_t *n_cues)
{
	*n_sections = *n_cues = 0;
	for (size_t i = 0; i < matches->n; i++) {
		bool is_heading = t->patterns[matches->items[i].id].kind ==
				  PATTERN_HEADING;

		*n_sections += is_heading;
		*n_cues += !is_heading;
	}
}

static void fill(const struct taxonomy *t, const struct match_list *matches,
		 const char *language, struct context_map *out)
{
	uint64_t languages = spoken_bits(&t->spoken, language);
	uint32_t line_end = 0;

	for (size_t i = 0; i < matches->n; i++) {
		const struct match   *m = &matches->items[i];
		const struct pattern *p = &t->patterns[m->id];

		if (p->kind != PATTERN_HEADING) {
			if (is_spoken(t, p, languages) &&
			    (p->kind == PATTERN_CUE ||
			     begins_sentence(out->text, m)))
				add_cue(out, m, p);
		} else if ((m->start >= line_end ||
			    (out->n_sections > 0 &&
			     out->sections[out->n_sections - 1].start ==
				     m->start)) &&
			   is_heading(out->text, m, p->value)) {
			add_section(out, m, p->value);
			line_end = m->end;
		}
	}
}

void context_map_make(const struct taxonomy *t, const struct word_list *words,
		      const char *language, struct arena *arena,
		      struct context_map *out)
{
	struct match_list matches = MATCH_LIST_INIT;
	const char *sure = words->text.len < LANGUAGE_BYTES ? "" : language;
	size_t            n_sections, n_cues;

	*out = (struct context_map){
		.text = words->text,
		.words = words,
		.taxonomy = t,
		.languages = spoken_bits(&t->spoken, language),
		.hint_groups = ALL_LANGUAGES,
		.sentence = { .first = UINT32_MAX },
	};
	if (language[0])
		out->hint_groups = language_bit((struct span){
			language, strcspn(language, "-") });
	scan(t, words, sure, &matches);
	count(t, &matches, &n_sections, &n_cues);
	out->sections = arena_alloc(arena, n_sections * sizeof(*out->sections));
	out->cues = arena_alloc(arena, n_cues * sizeof(*out->cues));
	fill(t, &matches, sure, out);
	context_end_sections(out, arena);
	match_list_deinit(&matches);
	out->first_requirement = UINT32_MAX;
	for (size_t i = out->n_cues; i-- > 0;) {
		if (out->cues[i].context == CONTEXT_REQUIREMENT)
			out->first_requirement = out->cues[i].start;
	}
}

void context_map_deinit(struct context_map *map)
{
	match_list_deinit(&map->sentence.hints);
	match_list_deinit(&map->heading.matches);
}
