#include "parsers/relative_date.h"

#include "base/fold.h"
#include "base/mem.h"
#include "parsers/date_words.h"
#include "parsers/relative_words.h"

#include <stdlib.h>
#include <string.h>

#define TOKENS_MAX 40
#define PHRASE_MAX 5     /* words of "the day before yesterday" */
#define UNKNOWN_MAX 4    /* other words beside a date: "Published on Acme" */
#define AMOUNT_MAX 2000 /* of days and longer units; more is a year, or a slip */
#define FAR_YEARS 100 /* no ad is told to be that old, or to last so long */

struct token {
	const char *at;
	size_t      len;
	bool        is_number;
	double      number;
	bool        is_used;
};

struct reader {
	char         folded[RELATIVE_TEXT_MAX * 2 + FOLD_MAX];
	size_t       len;
	struct token tokens[TOKENS_MAX];
	size_t       n;
	bool         is_open; /* "30+" */
};

/* What the words add up to. */
struct offset {
	double months;
	double seconds;
	int    direction; /* -1 past wins over 1 future */
	bool   is_found, has_direction;
	bool   is_open, may_be_open; /* "more than 30", "over 30 ... ago" */
	bool   is_behind; /* a number stands behind its unit: "Week 12" */
	int    unknown;
	bool   is_after_unknown; /* the word before is none of ours */
	bool   is_vague; /* "a few" */
	bool   is_too_much;
};

/* ---- words ---- */

static struct token *open_token(struct reader *r, bool is_number)
{
	struct token *k;

	if (r->n == TOKENS_MAX)
		return NULL;
	if (r->n) /* one space between, so that phrases are contiguous */
		r->folded[r->len++] = ' ';
	k = &r->tokens[r->n++];
	*k = (struct token){ .at = r->folded + r->len, .is_number = is_number };
	return k;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* "3日前" is a number and a word; "2.5" one number; "11:30" none. */
static bool tokenize(struct reader *r, struct span text)
{
	struct fold_walk w = FOLD_WALK(text);
	struct token    *k = NULL;
	char             folded[FOLD_MAX];
	int              len;

	while (w.at < w.end) {
		enum fold_kind kind = fold_next(&w, folded, &len);
		uint32_t       c = w.code_point;
		bool           is_inner = k && k->is_number && w.at < w.end &&
				is_digit((unsigned char)*w.at);

		if (kind == FOLD_NOTHING)
			continue;
		if (kind == FOLD_GAP) {
			if ((c == '+' && k) || c == '>' || c == 0x2265)
				r->is_open = true; /* "30d+", "> 30" */
			if (is_inner && (c == '.' || c == ',' || c == ':')) {
				r->folded[r->len++] = c == ':' ? ':' : '.';
				k->len++;
			} else {
				k = NULL;
			}
			continue;
		}
		if (!k || k->is_number != (is_digit((unsigned char)folded[0]) &&
					   len == 1))
			k = open_token(r, is_digit((unsigned char)folded[0]));
		if (!k)
			return false;
		memcpy(r->folded + r->len, folded, (size_t)len);
		r->len += (size_t)len;
		k->len += (size_t)len;
	}
	return true;
}

static void read_numbers(struct reader *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct token *k = &r->tokens[i];
		char          text[16];

		if (!k->is_number)
			continue;
		k->number = -1;
		if (k->len >= sizeof(text) || memchr(k->at, ':', k->len))
			continue;
		memcpy(text, k->at, k->len);
		text[k->len] = '\0';
		k->number = strtod(text, NULL);
	}
}

/* The longest phrase from token i; *taken tokens. */
static const struct relative_word *phrase_at(const struct reader *r, size_t i,
					     size_t *taken)
{
	size_t last = i + PHRASE_MAX <= r->n ? i + PHRASE_MAX : r->n;

	for (; last > i; last--) {
		const struct token *b = &r->tokens[last - 1];
		const struct relative_word *word;

		word = relative_word_find((struct span){
			r->tokens[i].at,
			(size_t)(b->at + b->len - r->tokens[i].at) });
		*taken = last - i;
		if (word)
			return word;
	}
	return NULL;
}

/* In scripts without spaces a word ends where the next begins: "小时前发布". */
static const struct relative_word *prefix_of(const struct token *k)
{
	for (size_t len = k->len; len > 2; len--) {
		const struct relative_word *word;

		if (len < k->len && ((unsigned char)k->at[len] & 0xC0) == 0x80)
			continue;
		word = relative_word_find((struct span){ k->at, len });
		if (word)
			return word;
	}
	return NULL;
}

/* ---- sums ---- */

static void add_unit(struct offset *o, enum relative_kind unit, double amount)
{
	static const double seconds[] = {
		[WORD_WEEK] = 7.0 * DAY_S, [WORD_DAY] = DAY_S,
		[WORD_HOUR] = 3600,	   [WORD_MINUTE] = 60,
		[WORD_SECOND] = 1,
	};

	o->is_too_much |= unit <= WORD_DAY && amount >= AMOUNT_MAX;
	if (unit == WORD_YEAR)
		o->months += 12 * amount;
	else if (unit == WORD_MONTH)
		o->months += amount;
	else
		o->seconds += seconds[unit] * amount;
	o->is_found = true;
}

static void set_direction(struct offset *o, int direction)
{
	if (direction == 0)
		return;
	o->has_direction = true;
	if (o->direction >= 0)
		o->direction = direction;
}

/* The number of a unit stands before it, in a few languages behind it. */
static double take_number(struct reader *r, size_t i, size_t taken,
			  double before)
{
	struct token *next = i + taken < r->n ? &r->tokens[i + taken] : NULL;

	if (before >= 0)
		return before;
	if (next && next->is_number && next->number >= 0 &&
	    (i + taken + 1 == r->n || !r->tokens[i + taken + 1].is_number)) {
		size_t ignored;
		const struct relative_word *after =
			i + taken + 1 < r->n ?
				phrase_at(r, i + taken + 1, &ignored) :
				NULL;

		if (!after || after->kind > WORD_SECOND) {
			next->is_used = true;
			return next->number;
		}
	}
	return -1;
}

/* One word that is not a number; `number` is the one before it, or -1. */
static void add_word(struct reader *r, struct offset *o,
		     const struct relative_word *word, size_t i, size_t taken,
		     double number, const struct relative_word **alone)
{
	switch (word->kind) {
	case WORD_OFFSET:
		add_unit(o, WORD_DAY, abs(word->value));
		set_direction(o, word->value < 0 ? -1 : word->value > 0);
		o->has_direction = true;
		break;
	case WORD_LAST_YEAR:
	case WORD_LAST_MONTH:
	case WORD_LAST_WEEK:
		/* Indonesian "4 bln lalu", four months ago; "bln lalu", last */
		add_unit(o, (enum relative_kind)(WORD_YEAR + word->kind -
						 WORD_LAST_YEAR),
			 number >= 0 ? number : 1);
		set_direction(o, -1);
		break;
	case WORD_DIRECTION:
		set_direction(o, word->direction);
		break;
	case WORD_OPEN:
		o->is_open = true;
		break;
	case WORD_VAGUE:
		o->is_vague = true;
		break;
	case WORD_NUMBER:
	case WORD_FILLER:
		break;
	default:
		set_direction(o, word->direction);
		o->is_behind |= number < 0;
		number = take_number(r, i, taken, number);
		/* "a few minutes ago" is still today, as far as one can know */
		if (o->is_vague && word->kind >= WORD_MINUTE)
			o->is_vague = false;
		if (number >= 0)
			add_unit(o, word->kind, number * word->value);
		else if (r->tokens[i].len > 2 && !o->is_after_unknown)
			*alone = word;
	}
}

/*
 * "over" and "peste" begin what lies ahead ("over 3 dagen"), unless a word of
 * the past is beside them: then they are "more than".
 */
static void note_over(const struct reader *r, size_t i, struct offset *o)
{
	const struct token *k = &r->tokens[i], *last = i ? k - 1 : NULL;
	struct span         word = { k->at, k->len };

	if (!span_is(word, "over") && !span_is(word, "peste"))
		return;
	o->may_be_open = true;
	if (last && (span_is((struct span){ last->at, last->len }, "for") ||
		     span_is((struct span){ last->at, last->len }, "acum")))
		o->is_open = true;
}

/* "30日以上前", "30일 이상": at least so many. */
static bool is_bound(const struct token *k)
{
	struct span word = { k->at, k->len };

	return span_find(word, "以上") || span_find(word, "이상");
}

static void add_up(struct reader *r, struct offset *o)
{
	const struct relative_word *alone = NULL; /* a unit without a number */
	double                      number = -1;

	for (size_t i = 0; i < r->n;) {
		struct token *k = &r->tokens[i];
		const struct relative_word *word;
		size_t taken = 1;

		if (k->is_number) {
			if (!k->is_used)
				number = k->number;
			i++;
			continue;
		}
		word = phrase_at(r, i, &taken);
		if (!word && (unsigned char)k->at[0] >= 0xE0) {
			taken = 1;
			word = prefix_of(k);
		}
		note_over(r, i, o);
		o->is_open |= is_bound(k);
		if (word && word->kind == WORD_NUMBER) {
			number = word->value;
			o->is_after_unknown = false;
		} else if (word) {
			add_word(r, o, word, i, taken, number, &alone);
			if (word->kind < WORD_DIRECTION)
				number = -1;
			o->is_after_unknown = false;
		} else {
			o->unknown++;
			o->is_after_unknown = !date_word_is_label(
				(struct span){ k->at, k->len });
			number = -1;
		}
		i += word ? taken : 1;
	}
	if (!o->is_found && alone)
		add_unit(o, alone->kind, alone->value);
}

/* ---- the day ---- */

static int64_t months_away(int64_t days, int64_t months)
{
	int64_t year;
	int     month, day, last;

	civil_from_days(days, &year, &month, &day);
	months += year * 12 + month - 1;
	month = (int)((months % 12 + 12) % 12) + 1; /* also before the year 0 */
	year = (months - month + 1) / 12;
	last = civil_month_days(year, month);
	return civil_to_days(year, month, day < last ? day : last);
}

bool relative_date_parse(struct span text, struct stamp base, struct stamp *out)
{
	struct reader r = { .n = 0 };
	struct offset o = { 0 };
	int64_t       local = base.at + (int64_t)base.offset_min * 60;
	int64_t       days;
	int           sign;

	if (!text.ptr || text.len > RELATIVE_TEXT_MAX || !tokenize(&r, text))
		return false;
	read_numbers(&r);
	add_up(&r, &o);
	if (!o.is_found || r.is_open || o.is_open || o.is_vague ||
	    o.is_too_much ||
	    (o.may_be_open && o.direction < 0) ||
	    (o.is_behind && !o.has_direction && r.n == 2 &&
	     r.tokens[1].is_number) ||
	    o.unknown > UNKNOWN_MAX ||
	    (o.unknown && !o.has_direction) ||
	    o.months > FAR_YEARS * 12.0 ||
	    o.seconds > FAR_YEARS * 366.0 * DAY_S)
		return false;
	sign = o.direction > 0 ? 1 : -1;
	days = local / DAY_S - (local % DAY_S < 0);
	local -= days * DAY_S; /* the time of day */
	if (o.months >= 1) /* first: "1 month, 1 week ago" */
		days = months_away(days, sign * (int64_t)o.months);
	local += sign * (int64_t)o.seconds;
	*out = stamp_from_days(days + local / DAY_S - (local % DAY_S < 0));
	return true;
}
