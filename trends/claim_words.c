#include "trends/claim_words.h"

#include "base/fold.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* ---- cutting ---- */

static bool is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

static bool is_dash(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
	       c == 0xFF5E || c == 0x301C || c == '~' || c == 0xFF0D;
}

static bool is_percent(uint32_t c)
{
	return c == '%' || c == 0xFF05 || c == 0x066A || c == 0xFE6A;
}

static bool is_currency(uint32_t c)
{
	return c == '$' || (c >= 0xA3 && c <= 0xA5) ||
	       (c >= 0x20A0 && c <= 0x20C0) || c == 0xFF04 || c == 0xFFE5;
}

static bool is_group_space(uint32_t c)
{
	return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

/* A point ends a sentence when no letter follows. */
static bool is_stop(uint32_t c, uint32_t after)
{
	return (c == '.' && (!after || is_group_space(after))) || c == ';' ||
	       c == ':' || c == '!' || c == '?' || c == 0x3002 || c == 0xFF0C ||
	       c == ',' || c == 0x3001;
}

struct cutter {
	const char *at, *end;
	size_t      n_chars; /* before `at` */
	uint32_t    before;  /* the character before `at`; ' ' at the start */
};

/* The character at *at, 0 at the end; *at moves. */
static uint32_t next(const char **at, const char *end)
{
	return *at < end ? utf8_next(at, end) : 0;
}

static uint32_t peek(const char *at, const char *end)
{
	return next(&at, end);
}

static void advance(struct cutter *c)
{
	c->before = next(&c->at, c->end);
	c->n_chars++;
}

static struct word *add_word(struct words *w, enum word_kind kind,
			     const struct cutter *c)
{
	struct word *word = &w->list[w->n];
	bool         is_first = w->n == 0;

	*word = (struct word){ .kind = kind, .first = c->n_chars };
	word->raw.ptr = c->at;
	word->is_tight = !is_first && !is_group_space(c->before);
	word->is_unspaced =
		kind == WORD_LETTERS && fold_is_unspaced(peek(c->at, c->end));
	if (!is_first && !(word->is_unspaced && word[-1].is_unspaced))
		buf_add_char(&w->folded, ' ');
	word->at = w->folded.len;
	w->n++;
	return word;
}

static int digits_ahead(const char *at, const char *end)
{
	int n = 0;

	while (is_digit(next(&at, end)))
		n++;
	return n;
}

/* "1 000 000": a space parts groups of three. */
static bool is_group(const struct word *word, const struct cutter *c)
{
	const char *behind = c->at, *start = c->at;

	while (start > word->raw.ptr && is_digit((unsigned char)start[-1]))
		start--;
	next(&behind, c->end);
	return digits_ahead(behind, c->end) == 3 && c->at - start <= 3;
}

static void cut_number(struct words *w, struct cutter *c, int sign)
{
	struct word *word = add_word(w, WORD_NUMBER, c);
	const char  *at;
	uint32_t     sign_behind;

	word->sign = sign;
	word->is_money = is_currency(c->before);
	while (c->at < c->end) {
		uint32_t    here = peek(c->at, c->end);
		const char *behind = c->at;
		uint32_t    after;

		next(&behind, c->end);
		after = peek(behind, c->end);
		if (is_digit(here) ||
		    ((here == '.' || here == ',' || here == '\'' ||
		      here == 0x2019) &&
		     is_digit(after)) ||
		    (is_group_space(here) && is_group(word, c)))
			advance(c);
		else
			break;
	}
	word->raw.len = (size_t)(c->at - word->raw.ptr);
	at = c->at;
	sign_behind = next(&at, c->end);
	if (is_group_space(sign_behind))
		sign_behind = next(&at, c->end);
	word->is_money |= is_currency(sign_behind);
	buf_add_char(&w->folded, '#');
}

static void cut_letters(struct words *w, struct cutter *c)
{
	struct word *word = add_word(w, WORD_LETTERS, c);

	word->is_upper = fold_is_upper(peek(c->at, c->end));
	while (c->at < c->end) {
		char           folded[FOLD_MAX];
		int            len = 0;
		uint32_t       here = peek(c->at, c->end);
		enum fold_kind kind = fold_char(here, folded, &len);

		if (here == '\'' || here == 0x2019 || kind == FOLD_GAP ||
		    (fold_is_unspaced(here) && c->at != word->raw.ptr))
			break;
		if (kind == FOLD_WORD)
			buf_add(&w->folded, folded, (size_t)len);
		advance(c);
		if (word->is_unspaced)
			break;
	}
	word->raw.len = (size_t)(c->at - word->raw.ptr);
}

/* One character that is neither number nor word. */
static void cut_sign(struct words *w, struct cutter *c, enum word_kind kind,
		     const char *folded)
{
	struct word *word = add_word(w, kind, c);

	advance(c);
	word->raw.len = (size_t)(c->at - word->raw.ptr);
	buf_add_text(&w->folded, folded);
}

static void cut_other(struct words *w, struct cutter *c)
{
	uint32_t    here = peek(c->at, c->end);
	const char *behind = c->at;
	uint32_t    after;

	next(&behind, c->end);
	after = peek(behind, c->end);
	if (is_percent(here)) {
		cut_sign(w, c, WORD_PERCENT, "%");
	} else if ((here == '+' || here == 0xFF0B || is_dash(here)) &&
		   is_digit(after) &&
		   (is_group_space(c->before) || c->before == '(' ||
		    c->before == '"')) {
		advance(c);
		cut_number(w, c, is_dash(here) ? -1 : 1);
	} else if (is_dash(here) && w->n &&
		   (is_digit(after) || is_group_space(after)) &&
		   (w->list[w->n - 1].kind == WORD_NUMBER ||
		    w->list[w->n - 1].kind == WORD_PERCENT)) {
		cut_sign(w, c, WORD_RANGE, "~");
	} else if (is_stop(here, after) && w->n) {
		cut_sign(w, c, WORD_STOP, ",");
	} else {
		advance(c);
	}
}

static void cut_word(struct words *w, struct cutter *c)
{
	char     folded[FOLD_MAX];
	int      len = 0;
	uint32_t here = peek(c->at, c->end);

	if (is_digit(here))
		cut_number(w, c, 0);
	else if (fold_char(here, folded, &len) == FOLD_WORD)
		cut_letters(w, c);
	else
		cut_other(w, c);
}

/* ---- numbers ---- */

/* Where the decimal sign of a number stands, or `len`. */
static size_t decimal_at(const struct words *w, const char *text, size_t len)
{
	size_t points = 0, commas = 0, last = len;
	char   decimal = w->is_comma_decimal ? ',' : '.';

	for (size_t i = 0; i < len; i++) {
		points += text[i] == '.';
		commas += text[i] == ',';
		if (text[i] == '.' || text[i] == ',')
			last = i;
	}
	if (points + commas == 0)
		return len;
	if (points && commas)
		return (text[last] == '.' ? points : commas) == 1 ? last : len;
	if (points + commas > 1)
		return len; /* 1,300,000 */
	/* One sign with three digits behind it means what the language does. */
	return len - last == 4 && text[last] != decimal && text[0] != '0'
		       ? len
		       : last;
}

double words_number(const struct words *w, size_t i, int *decimals)
{
	struct span raw = w->list[i].raw;
	const char *at = raw.ptr, *end = raw.ptr + raw.len;
	const char *point = at + decimal_at(w, at, raw.len);
	double      value = 0, unit = 1;

	*decimals = 0;
	while (at < end) {
		bool     is_behind = at > point;
		uint32_t c = next(&at, end);

		if (!is_digit(c))
			continue;
		c = c < 0x100 ? c - '0' : c - 0xFF10;
		if (is_behind) {
			unit /= 10;
			value += (double)c * unit;
			(*decimals)++;
		} else {
			value = value * 10 + (double)c;
		}
	}
	return value;
}

struct span words_span(const struct words *w, size_t from, size_t to)
{
	const struct word *a = &w->list[from], *b = &w->list[to - 1];

	return (struct span){ a->raw.ptr,
			      (size_t)(b->raw.ptr + b->raw.len - a->raw.ptr) };
}

/* ---- phrases ---- */

/* Words that the `len` bytes of `text` take at `i`; 0: they do not stand there.
 */
static size_t length_at(const struct words *w, size_t i, const char *text,
			size_t len)
{
	size_t      start = w->list[i].at, n = 0;
	const char *at = w->folded.ptr + start;

	if (w->folded.len - start < len || *at != *text ||
	    memcmp(at, text, len) != 0)
		return 0;
	while (i + n < w->n && w->list[i + n].at < start + len)
		n++;
	/* It ends where a word does. */
	if (at[len] != ' ' &&
	    !(i + n < w->n && w->list[i + n].at == start + len))
		return 0;
	return n;
}

/* The longest of the phrase's texts at `i`. */
static size_t phrase_length(const struct words *w, size_t i,
			    const struct phrase *p)
{
	size_t best = 0;

	for (const char *text = p->texts;;) {
		size_t len = strcspn(text, "|");
		size_t n = length_at(w, i, text, len);

		best = n > best ? n : best;
		if (!text[len])
			return best;
		text += len + 1;
	}
}

/* Chinese and Japanese share most of their words of numbers. */
static bool speaks(const char *language, const char *other)
{
	return !language || strcmp(other, "mul") == 0 ||
	       strcmp(language, other) == 0 ||
	       (strcmp(language, "ja") == 0 && strcmp(other, "zh") == 0);
}

/* The rows of a sense, [*from, *to). */
static const struct phrase *rows_of(enum sense sense, size_t *from, size_t *to)
{
	size_t               n, low = 0;
	bool                 is_time = sense >= SENSE_YEAR_ON_YEAR &&
				       sense <= SENSE_YEAR;
	const struct phrase *all = is_time ? phrase_times(&n) : phrase_all(&n);

	for (size_t high = n; low < high;) {
		size_t middle = (low + high) / 2;

		if (all[middle].sense < sense)
			low = middle + 1;
		else
			high = middle;
	}
	for (*from = *to = low; *to < n && all[*to].sense == sense; (*to)++)
		;
	return all;
}

const struct phrase *words_find(const struct words *w, size_t i,
				enum sense sense, size_t *n)
{
	size_t               from, to;
	const struct phrase *all = rows_of(sense, &from, &to), *best = NULL;

	*n = 0;
	for (size_t k = from; k < to && i < w->n; k++) {
		size_t len = speaks(w->language, all[k].language)
				     ? phrase_length(w, i, &all[k])
				     : 0;

		if (len > *n) {
			*n = len;
			best = &all[k];
		}
	}
	return best;
}

const struct phrase *words_take(const struct words *w, size_t *i,
				enum sense sense)
{
	size_t               n;
	const struct phrase *p = words_find(w, *i, sense, &n);

	*i += n;
	return p;
}

bool words_have(const struct words *w, enum sense sense)
{
	size_t n;

	for (size_t i = 0; i < w->n; i++) {
		if (words_find(w, i, sense, &n))
			return true;
	}
	return false;
}

bool words_have_duration(const struct words *w)
{
	if (words_have(w, SENSE_DURATION))
		return true;
	for (size_t i = 0; i < w->n; i++) {
		size_t               n;
		const struct phrase *p = words_find(w, i, SENSE_TAKES, &n);

		if (p && p->value == 0)
			return words_have(w, SENSE_HIRING);
	}
	return false;
}

static const char *const languages[] = { "en", "de", "fr", "es",
					 "pt", "zh", "ja" };

static void score_rows(const struct words *w, const struct phrase *rows,
		       size_t n_rows, size_t score[])
{
	for (size_t i = 0; i < w->n; i++) {
		for (size_t k = 0; k < n_rows; k++) {
			size_t n = phrase_length(w, i, &rows[k]);

			for (size_t l = 0; n && l < ARRAY_LEN(languages); l++)
				score[l] += strcmp(rows[k].language,
						   languages[l]) == 0
						    ? n
						    : 0;
		}
	}
}

static const char *language_of(const struct words *w)
{
	size_t score[ARRAY_LEN(languages)] = { 0 }, best = 0, n;
	const struct phrase *rows = phrase_times(&n);

	score_rows(w, rows, n, score);
	rows = phrase_all(&n);
	score_rows(w, rows, n, score);
	for (size_t l = 1; l < ARRAY_LEN(languages); l++)
		best = score[l] > score[best] ? l : best;
	return languages[best];
}

void words_init(struct words *w, struct span text)
{
	static const char *const english[] = { "en", "zh", "ja" };
	struct cutter            c = { text.ptr, text.ptr + text.len, 0, ' ' };

	w->folded = (struct buf)BUF_INIT;
	w->n = 0;
	w->language = NULL;
	while (c.at < c.end && w->n < CLAIM_WORDS_MAX)
		cut_word(w, &c);
	buf_add_char(&w->folded, ' '); /* never empty */
	w->language = language_of(w);
	w->is_comma_decimal = true;
	for (size_t i = 0; i < ARRAY_LEN(english); i++) {
		if (strcmp(w->language, english[i]) == 0)
			w->is_comma_decimal = false;
	}
}

void words_deinit(struct words *w)
{
	buf_deinit(&w->folded);
}
