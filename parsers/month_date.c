/*
 * A date whose month is written out, or whose numbers say what they are: each
 * token is a number or a word, and a number is told by its neighbours (年, tháng)
 * or by its size.
 */
#include "parsers/month_date.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/mem.h"
#include "parsers/date_text.h"
#include "parsers/date_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 96   /* bytes; longer is no date */
#define TOKENS_MAX 16
#define THAI_ERA 543 /* years: 2569 is 2026 */

/* ---- tokens ---- */

struct token {
	char text[TEXT_MAX * 2];
	bool is_number;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Words and numbers of a folded text: "2026年3月" has four. */
static size_t tokenize(const char *at, struct token out[TOKENS_MAX])
{
	size_t n = 0;

	while (*at && n < TOKENS_MAX) {
		struct token *k = &out[n];
		size_t        len = 0;

		while (*at == ' ')
			at++;
		k->is_number = is_digit(*at);
		while (at[len] && at[len] != ' ' &&
		       is_digit(at[len]) == k->is_number)
			len++;
		if (!len)
			break;
		memcpy(k->text, at, len);
		k->text[len] = '\0';
		at += len;
		n++;
	}
	return *at ? 0 : n;
}

/* ---- parts ---- */

struct parts {
	int  day, month, year; /* 0: not seen yet */
	bool has_name; /* of the month */
	bool may_be_weekday; /* that name: "mar. 3 mars" */
	bool is_thai;
	bool has_point; /* behind the day: "12. listopada" */
};

/* What says which number stands before or behind it, and of which era. */
static const struct unit {
	const char *word;
	char        part; /* Y, M, D */
	bool        is_before; /* the word stands before its number */
	int         years; /* before the first of the era */
} units[] = {
	{ "年", 'Y', false, 0 },    { "년", 'Y', false, 0 },
	{ "月", 'M', false, 0 },    { "월", 'M', false, 0 },
	{ "日", 'D', false, 0 },    { "일", 'D', false, 0 },
	{ "号", 'D', false, 0 },    { "號", 'D', false, 0 },
	{ "ngay", 'D', true, 0 },   { "thang", 'M', true, 0 },
	{ "nam", 'Y', true, 0 },    { "令和", 'Y', true, 2018 },
	{ "平成", 'Y', true, 1988 }, { "民國", 'Y', true, 1911 },
	{ "th", 'M', true, 0 },
};

static const struct unit *unit_of(const struct token *k, bool is_before)
{
	for (size_t i = 0; k && i < ARRAY_LEN(units); i++) {
		size_t len = strlen(units[i].word);
		size_t n = strlen(k->text);

		/* a label may be written on: 更新于令和8年, 3日更新 */
		if (units[i].is_before == is_before && n >= len &&
		    !strcmp(is_before ? k->text + n - len : units[i].word,
			    is_before ? units[i].word : k->text))
			return &units[i];
		if (!is_before && units[i].is_before == is_before &&
		    !strncmp(k->text, units[i].word, len) &&
		    date_word_is_label(span_of(k->text + len)))
			return &units[i];
	}
	return NULL;
}

static bool set(int *part, int value)
{
	if (*part || value <= 0)
		return false;
	*part = value;
	return true;
}

static bool take_number(struct parts *p, const struct token *k,
			const struct token *last, const struct token *next)
{
	const struct unit *before = unit_of(last, true);
	const struct unit *behind = unit_of(next, false);
	const struct unit *u = before ? before : behind;
	size_t             digits = strlen(k->text);
	int                value = digits > 4 ? 0 : atoi(k->text);

	if (u && u->part != 'Y' && digits == 4) /* "Sept 9th 2025" */
		u = NULL;
	if (u && u->part == 'Y')
		return set(&p->year, value + u->years);
	if (u)
		return digits <= 2 &&
		       set(u->part == 'M' ? &p->month : &p->day, value);
	if (digits == 4)
		return set(&p->year, value);
	if (digits == 2 && p->day && p->has_name && !p->year)
		return set(&p->year, value + (p->is_thai ? 2500 : 2000));
	return digits <= 2 && set(&p->day, value);
}

static void put_month(struct parts *p, const struct token *k, int month)
{
	p->month = month;
	p->has_name = true;
	p->may_be_weekday = !p->day && date_word_is_filler(span_of(k->text));
	p->is_thai = strncmp(k->text, "\xE0\xB8", 2) == 0 ||
		     strncmp(k->text, "\xE0\xB9", 2) == 0;
}

/*
 * Of the names of months that begin with a day of the week the second counts.
 * *taken is 2 for a name of two words: "كانون الثاني", "มี.ค.".
 */
static bool take_word(struct parts *p, const struct token *k,
		      const struct token *next, size_t *taken)
{
	char two[TEXT_MAX * 4];
	int  month;

	*taken = 1;
	if (next && !next->is_number) {
		snprintf(two, sizeof(two), "%s%s", k->text, next->text);
		month = date_month_of(span_of(two));
		if (month && (unsigned char)two[0] >= 0xD8 &&
		    (!p->month || p->may_be_weekday)) {
			put_month(p, k, month);
			*taken = 2;
			return true;
		}
	}
	month = date_month_of(span_of(k->text));
	if (month && p->has_point && date_word_is_disputed(span_of(k->text)))
		return false;
	if (month && (!p->month || p->may_be_weekday)) {
		put_month(p, k, month);
		return true;
	}
	return unit_of(k, true) || unit_of(k, false) ||
	       date_word_is_filler(span_of(k->text)) ||
	       date_word_is_label(span_of(k->text));
}

/*
 * "2026. 3. 3.", a year, a month and a day as Korean and Hungarian have them,
 * and "3. 3. 2026" of Czech; words may stand before and behind.
 */
static bool take_dotted(struct parts *p, const struct token *k, size_t n,
			struct span text)
{
	size_t at = n, count = 0, len[3];

	for (size_t i = 0; i < n; i++) {
		if (k[i].is_number) {
			at = at == n ? i : at;
			if (count < 3 && i == at + count)
				len[count] = strlen(k[i].text);
			count++;
		} else if (!date_word_is_filler(span_of(k[i].text)) &&
			   !date_word_is_label(span_of(k[i].text))) {
			return false;
		}
	}
	if (count != 3 || at + 2 >= n || !k[at + 1].is_number ||
	    !k[at + 2].is_number || len[1] > 2 || !span_find(text, ". "))
		return false;
	*p = (struct parts){ .month = atoi(k[at + 1].text) };
	if (len[0] == 4 && len[2] <= 2) {
		p->year = atoi(k[at].text);
		p->day = atoi(k[at + 2].text);
	} else if (len[0] <= 2 && len[2] == 4) {
		p->day = atoi(k[at].text);
		p->year = atoi(k[at + 2].text);
	}
	return true;
}

/* "12. listopada": a number of one or two digits, a point, a letter. */
static bool has_point_behind_day(struct span text)
{
	for (size_t i = 1; i + 2 < text.len; i++) {
		if (text.ptr[i] == '.' && is_digit(text.ptr[i - 1]) &&
		    (i < 3 || !is_digit(text.ptr[i - 3])) &&
		    !is_digit(text.ptr[i + 1 + (text.ptr[i + 1] == ' ')]))
			return true;
	}
	return false;
}

static bool settle(struct parts *p, struct stamp *out)
{
	if (p->has_name && p->year >= 2400 && p->year < 2700)
		p->year -= THAI_ERA;
	if (p->month < 1 || p->month > 12 || p->day < 1 || p->year < 1900 ||
	    p->year > 2200 || p->day > civil_month_days(p->year, p->month))
		return false;
	*out = stamp_from_days(civil_to_days(p->year, p->month, p->day));
	return true;
}

static bool take_all(struct parts *p, const struct token *tokens, size_t n)
{
	bool   is_date = true;
	size_t taken;

	for (size_t i = 0; i < n && is_date; i += taken) {
		const struct token *next = i + 1 < n ? &tokens[i + 1] : NULL;

		taken = 1;
		is_date = tokens[i].is_number
				  ? take_number(p, &tokens[i],
						i ? &tokens[i - 1] : NULL, next)
				  : take_word(p, &tokens[i], next, &taken);
	}
	return is_date;
}

bool month_date_parse(struct span text, struct stamp *out)
{
	struct token tokens[TOKENS_MAX];
	struct buf   folded = BUF_INIT;
	struct parts p = { 0 };
	size_t       n;

	text = date_text_without_clock(text);
	if (!text.len || text.len > TEXT_MAX)
		return false;
	fold_text(text, TEXT_MAX, &folded);
	n = folded.len ? tokenize(folded.ptr, tokens) : 0;
	buf_deinit(&folded);
	p.has_point = has_point_behind_day(text);
	return n > 2 &&
	       (take_dotted(&p, tokens, n, text) || take_all(&p, tokens, n)) &&
	       settle(&p, out);
}

struct span month_date_unlabelled(struct span text, bool *is_english)
{
	struct buf  folded = BUF_INIT;
	struct span rest = text;
	char       *word, *left = NULL;
	bool        is_label;

	*is_english = true;
	while (rest.len && !is_digit(*rest.ptr)) {
		rest.ptr++;
		rest.len--;
	}
	if (rest.len == text.len || !rest.len || text.len - rest.len > TEXT_MAX)
		return (struct span){ NULL, 0 };
	fold_text((struct span){ text.ptr, text.len - rest.len }, TEXT_MAX,
		  &folded);
	word = folded.len ? strtok_r(folded.ptr, " ", &left) : NULL;
	is_label = word != NULL;
	for (; word && is_label; word = strtok_r(NULL, " ", &left)) {
		is_label = date_word_is_label(span_of(word)) ||
			   date_word_is_filler(span_of(word));
		*is_english &= date_word_is_english(span_of(word));
	}
	buf_deinit(&folded);
	return is_label ? rest : (struct span){ NULL, 0 };
}
