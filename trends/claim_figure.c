/*
 * claim_figure.c - figures as people write them.
 *
 * A figure leaves open what its wording does: "321.7%" is anything that rounds
 * to it, "about a million" a tenth to each side, "more than tripled" no end.
 */
#include "trends/claim_read.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

#define SLACK_WORD  0.05 /* of a figure in words or of "a million" */
#define SLACK_ABOUT 0.10 /* "about", "nearly" */
#define AMOUNT_MAX  1e15 /* what is larger is no amount */
#define NEAR        4    /* words between a figure and its noun */
#define VERB_NEAR   16   /* words between a verb and "by a third" */

bool claim_percent(const struct words *w, size_t *i)
{
	if (*i < w->n && w->list[*i].kind == WORD_PERCENT) {
		(*i)++;
		return true;
	}
	return words_take(w, i, SENSE_PERCENT) != NULL;
}

bool claim_ends_before(const struct words *w, size_t at, enum sense sense,
		       size_t *from)
{
	for (size_t k = 4; k >= 1; k--) {
		size_t n;

		if (k <= at && words_find(w, at - k, sense, &n) && n == k) {
			*from = at - k;
			return true;
		}
	}
	return false;
}

/* "$1.3 million", "120,000 dollars" */
static bool is_money(const struct words *w, size_t from, size_t to)
{
	const struct phrase *p;
	size_t               n;

	if (w->list[from].is_money ||
	    ((p = words_find(w, to, SENSE_PAY, &n)) && p->value > 0))
		return true;
	return from && (p = words_find(w, from - 1, SENSE_PAY, &n)) && n == 1 &&
	       p->value > 0;
}

bool claim_amount(const struct words *w, size_t *i, struct amount *out)
{
	const struct phrase *p;
	size_t               from = *i;

	if (*i >= w->n || w->list[*i].is_used)
		return false;
	*out = (struct amount){ .unit = 1 };
	if (w->list[*i].kind == WORD_NUMBER) {
		out->sign = w->list[*i].sign;
		out->value = words_number(w, (*i)++, &out->decimals);
	} else {
		p = words_take(w, i, SENSE_NUMBER);
		out->is_word = true;
		if (!p && w->list[*i].is_unspaced)
			p = words_take(w, i, SENSE_MULTIPLY); /* 百万 */
		if (!p)
			return false;
		out->value = p->value;
	}
	for (int k = 0; k < 2 && (p = words_take(w, i, SENSE_MULTIPLY)); k++)
		out->unit *= p->value;
	return out->value * out->unit <= AMOUNT_MAX && !is_money(w, from, *i);
}

void claim_use(struct words *w, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < w->n; i++)
		w->list[i].is_used = true;
}

/* ---- wording ---- */

enum claim_bound claim_bound_of(const struct words *w, size_t from, size_t to)
{
	static const struct {
		enum sense       sense;
		enum claim_bound bound;
	} rows[] = {
		{ SENSE_AT_LEAST, CLAIM_AT_LEAST },
		{ SENSE_AT_MOST, CLAIM_AT_MOST },
		{ SENSE_NEARLY, CLAIM_NEARLY },
		{ SENSE_ABOUT, CLAIM_ABOUT },
	};
	size_t at, n;

	for (size_t k = 0; k < ARRAY_LEN(rows); k++) {
		if (claim_ends_before(w, from, rows[k].sense, &at))
			return rows[k].bound;
	}
	/* "20% or more", "20%以上" */
	if (words_find(w, to, SENSE_AT_LEAST, &n) &&
	    (w->list[to].is_unspaced || n == 2))
		return CLAIM_AT_LEAST;
	return CLAIM_EXACT;
}

/* "nahmen um 15 Prozent ab": half of a German verb at the end of its clause. */
static int ended_verb(const struct words *w, size_t i)
{
	struct span raw = w->list[i].raw;

	if (strcmp(w->language, "de") != 0 ||
	    (i + 1 < w->n && w->list[i + 1].kind != WORD_STOP))
		return 0;
	if (span_is(raw, "ab") || span_is(raw, "ein"))
		return -1;
	return span_is(raw, "zu") || span_is(raw, "an");
}

/* UP or DOWN at `i`, where the word is no part of "more than". */
static int direction_at(const struct words *w, size_t i)
{
	size_t n;
	int    ended = ended_verb(w, i);

	if (ended)
		return ended;

	if (words_find(w, i, SENSE_AT_LEAST, &n) ||
	    words_find(w, i, SENSE_AT_MOST, &n))
		return 0;
	if (words_find(w, i, SENSE_DOWN, &n))
		return -1;
	return words_find(w, i, SENSE_UP, &n) ? 1 : 0;
}

/* The word of direction nearest to the figure, those before it first. */
int claim_direction(const struct words *w, size_t from, size_t to,
		    size_t most)
{
	for (size_t k = 1; k <= most && k <= from; k++) {
		int found = direction_at(w, from - k);

		if (found)
			return found;
	}
	for (size_t k = 0; k < most && to + k < w->n; k++) {
		int found = direction_at(w, to + k);

		if (found)
			return found;
	}
	return 0;
}

/* "of all job postings" */
static bool is_part_of_jobs(const struct words *w, size_t to)
{
	size_t n;

	if (!words_find(w, to, SENSE_OF, &n))
		return false;
	for (size_t k = n; k <= n + NEAR && to + k < w->n; k++) {
		size_t ignored;

		if (words_find(w, to + k, SENSE_JOBS, &ignored))
			return true;
	}
	return false;
}

/* ---- what a figure leaves open ---- */

/* `slack`: what rounding hides, in the unit of `value`, a magnitude. */
void claim_set_range(struct claim_figure *f, double value, double slack)
{
	f->low = value - slack;
	f->high = value + slack;
	switch (f->bound) {
	case CLAIM_EXACT: break;
	case CLAIM_ABOUT:
		f->low = value * (1 - SLACK_ABOUT);
		f->high = value * (1 + SLACK_ABOUT);
		break;
	case CLAIM_NEARLY:
		f->low = value * (1 - SLACK_ABOUT);
		f->high = value;
		break;
	case CLAIM_AT_LEAST:
		f->low = value;
		f->high = INFINITY;
		break;
	case CLAIM_AT_MOST:
		f->low = 0;
		f->high = value;
		break;
	}
	f->low = f->low > 0 ? f->low : 0;
}

void claim_turn_down(struct claim_figure *f)
{
	double low = f->low;

	f->value = -f->value;
	f->low = f->high < 1 ? -f->high : -1;
	f->high = -low;
}

double claim_rounding(const struct amount *a)
{
	double half = 0.5 * pow(10, -a->decimals) * a->unit;

	return a->is_word ? SLACK_WORD * a->value * a->unit : half;
}

bool claim_add_figure(struct words *w, size_t from, size_t to,
		      struct claim_figure *f, struct claim *out)
{
	f->text = words_span(w, from, to);
	claim_use(w, from, to);
	for (size_t i = 0; i < out->n_figures; i++) {
		if (out->figures[i].kind == f->kind &&
		    out->figures[i].value == f->value)
			return true; /* said twice */
	}
	out->figures[out->n_figures++] = *f;
	return true;
}

/* ---- kinds ---- */

struct place_of_figure {
	size_t from, to; /* words */
};

/* `most`: the upper end when the claim has a range, else the value. */
static bool contradicts(const struct claim_figure *f, double most, int sign,
			int spoken, struct error *err)
{
	if (sign && spoken < 0) {
		error_set(err,
			  "claim: expected a fall by %g %% or a change of %g "
			  "%%, found both in one",
			  100 * f->value, -100 * f->value);
		return true;
	}
	if (sign < 0 && spoken > 0) {
		error_set(err,
			  "claim: expected a rise or a change of %g %%, found "
			  "both in one",
			  -100 * f->value);
		return true;
	}
	if ((sign < 0 || spoken < 0) && most > 1) {
		error_set(err,
			  "claim: expected a fall by at most 100 %%, found %g "
			  "%%",
			  100 * most);
		return true;
	}
	return false;
}

/* What stands behind the first number of a range: "20-30%", "20 to 30%". */
static bool take_range(const struct words *w, size_t *i, struct amount *upper)
{
	size_t        at = *i;
	struct amount a;

	claim_percent(w, &at);
	if (at < w->n && w->list[at].kind == WORD_RANGE)
		at++;
	else if (!words_take(w, &at, SENSE_UNTIL))
		return false;
	if (!claim_amount(w, &at, &a) || !claim_percent(w, &at))
		return false;
	*upper = a;
	*i = at;
	return true;
}

static bool is_share(const struct words *w, struct place_of_figure p, int sign,
		     int spoken)
{
	size_t at, n;
	bool   is_level = claim_ends_before(w, p.from, SENSE_UNTIL, &at);

	if (sign ||
	    (spoken && !is_level && p.from && claim_direction(w, p.from, p.to, 2)))
		return false;
	if (is_part_of_jobs(w, p.to))
		return true;
	if (words_have(w, SENSE_SHARE) && (!spoken || is_level))
		return true;
	/* 占全部岗位的3.5% */
	for (size_t k = 1; k <= 8 && k <= p.from; k++) {
		if (words_find(w, p.from - k, SENSE_SHARE, &n) && !spoken &&
		    w->list[p.from - k].is_unspaced)
			return true;
	}
	return false;
}

static bool percent_figure(struct words *w, struct place_of_figure p,
			   const struct amount *a, const struct amount *upper,
			   struct claim *out, struct error *err)
{
	int                 spoken = claim_direction(w, p.from, p.to, 12);
	struct claim_figure f = {
		.kind = CLAIM_CHANGE,
		.bound = claim_bound_of(w, p.from, p.to),
		.value = a->value * a->unit / 100,
	};
	double half = claim_rounding(a) / 100;
	double most = upper->unit > 0 ? upper->value * upper->unit / 100 : 0;
	size_t n, n_longer;

	if (most < f.value)
		most = f.value;
	if (is_share(w, p, a->sign, spoken)) {
		f.kind = CLAIM_SHARE;
		if (most > 1) {
			error_set(err,
				  "claim: expected a share of at most 100 %%, "
				  "found %g %%",
				  100 * most);
			return false;
		}
	} else if (contradicts(&f, most, a->sign,
			       a->sign ? claim_direction(w, p.from, p.to, 4) : spoken,
			       err)) {
		return false;
	}
	claim_set_range(&f, f.value, half);
	if (most > f.value) {
		f.high = most;
		f.low = f.value;
		f.value = (f.low + f.high) / 2;
	}
	if (f.kind == CLAIM_CHANGE && (a->sign < 0 || (!a->sign && spoken < 0)))
		claim_turn_down(&f);
	if (f.kind == CLAIM_CHANGE && !a->sign && !spoken)
		error_set(&out->doubts[CLAIM_FIGURE],
			  "claim: expected a rise or a fall by %g %%, found no "
			  "word of %s that says which; give --change",
			  most * 100, claim_language_name(w));
	/* "20% a year", and not "20% a year earlier" */
	words_find(w, p.to, SENSE_PER_YEAR, &n);
	words_find(w, p.to, SENSE_YEAR_ON_YEAR, &n_longer);
	out->is_per_year |= n && n >= n_longer;
	return claim_add_figure(w, p.from, p.to, &f, out);
}

/* Multiplied with `factor`. */
static bool factor_figure(struct words *w, struct place_of_figure p,
			  double factor, double slack, struct claim *out)
{
	struct claim_figure f = {
		.kind = CLAIM_CHANGE,
		.bound = claim_bound_of(w, p.from, p.to),
		.value = factor - 1,
	};

	if (factor < 1 && f.bound == CLAIM_AT_LEAST)
		f.bound = CLAIM_AT_MOST; /* more than halved */
	claim_set_range(&f, factor, slack);
	f.low -= 1;
	f.high -= 1;
	return claim_add_figure(w, p.from, p.to, &f, out);
}

static bool fold_figure(struct words *w, struct place_of_figure p,
			const struct amount *a, struct claim *out)
{
	double factor = a->value * a->unit;
	size_t at;
	bool   is_level = claim_ends_before(w, p.from, SENSE_UNTIL, &at);

	/* 增长3倍 adds three times what was there; 增至3倍 does not. */
	if (w->list[p.to - 1].is_unspaced && strcmp(w->language, "zh") == 0 &&
	    !is_level && claim_direction(w, p.from, p.from, 3) > 0)
		factor += 1;
	if (factor <= 0)
		return true;
	return factor_figure(w, p, factor,
			     a->is_word ? SLACK_WORD * factor : claim_rounding(a),
			     out);
}

static bool fraction_figure(struct words *w, struct place_of_figure p,
			    double value, struct claim *out)
{
	/* "by a third", "um ein Drittel": a verb may stand far before it. */
	bool is_by = p.from && (span_is_nocase(w->list[p.from - 1].raw, "by") ||
				span_is_nocase(w->list[p.from - 1].raw, "um"));
	int  spoken = claim_direction(w, p.from, p.to, is_by ? VERB_NEAR : 4);
	struct claim_figure f = {
		.kind = CLAIM_CHANGE,
		.bound = claim_bound_of(w, p.from, p.to),
		.value = value,
	};

	if (!spoken && is_part_of_jobs(w, p.to))
		f.kind = CLAIM_SHARE;
	else if (!spoken)
		return true;
	claim_set_range(&f, value, SLACK_WORD * value);
	if (spoken < 0)
		claim_turn_down(&f);
	return claim_add_figure(w, p.from, p.to, &f, out);
}

static bool count_figure(struct words *w, struct place_of_figure p,
			 const struct amount *a, struct claim *out,
			 struct error *err)
{
	double              value = a->value * a->unit;
	double              slack = SLACK_WORD * value;
	double              half = claim_rounding(a);
	struct claim_figure f = {
		.kind = CLAIM_COUNT,
		.bound = claim_bound_of(w, p.from, p.to),
		.value = value,
	};
	size_t by = p.from - 1;

	if (p.from &&
	    (span_is_nocase(w->list[by].raw, "by") ||
	     span_is_nocase(w->list[by].raw, "um")) &&
	    claim_direction(w, p.from, p.from, 3)) {
		error_set(err, "claim: expected a change in percent, found a "
			       "difference of postings; give --change");
		return false;
	}
	claim_set_range(&f, value, half < slack && !a->is_word ? half : slack);
	return claim_add_figure(w, p.from, p.to, &f, out);
}

/* Is it a number of postings? */
bool claim_is_count(const struct words *w, size_t to, const struct amount *a)
{
	if (a->is_word && a->unit <= 1 && a->value < 100)
		return false;
	if (a->unit >= 1000 || a->value >= 10000)
		return true;
	/* "GPT-4 jobs" */
	if (to > 1 && w->list[to - 1].is_tight && a->value < 100 &&
	    w->list[to - 2].kind == WORD_LETTERS && !w->list[to - 2].is_unspaced)
		return false;
	for (size_t k = 0; k <= NEAR && to + k < w->n; k++) {
		size_t n;

		if (w->list[to + k].kind != WORD_LETTERS)
			return false;
		if (words_find(w, to + k, SENSE_JOBS, &n))
			return true;
	}
	return false;
}

/* ---- reading ---- */

static bool number_figure(struct words *w, size_t *i, struct claim *out,
			  struct error *err)
{
	size_t                 from = *i;
	const struct phrase   *unit;
	struct amount          a, upper = { 0 };
	struct place_of_figure p = { .from = from };
	bool prefixed = words_take(w, i, SENSE_PERCENT_OF) != NULL;

	if (!prefixed && claim_part_of_jobs(w, i, out))
		return true;
	if (!claim_amount(w, i, &a)) {
		*i = from + 1;
		return true;
	}
	p.to = *i;
	if (words_take(w, &p.to, SENSE_POINTS)) {
		error_set(err, "claim: expected a change in percent, found "
			       "percentage points; give --change");
		return false;
	}
	if (prefixed || take_range(w, &p.to, &upper) || claim_percent(w, &p.to)) {
		*i = p.to;
		return percent_figure(w, p, &a, &upper, out, err);
	}
	if (words_take(w, &p.to, SENSE_FOLD)) {
		*i = p.to;
		return fold_figure(w, p, &a, out);
	}
	if ((unit = words_take(w, &p.to, SENSE_UNIT))) {
		struct claim_figure f = {
			.kind = CLAIM_DAYS,
			.bound = claim_bound_of(w, from, p.to),
			.value = a.value * a.unit * unit->value,
		};

		*i = p.to;
		if (!words_have_duration(w) || f.value <= 0)
			return true;
		/* "half a year" is told in halves, not in years. */
		claim_set_range(&f, f.value,
				0.5 * a.unit * unit->value *
					(a.is_word && a.value < 1
						 ? a.value
						 : pow(10, -a.decimals)));
		return claim_add_figure(w, from, p.to, &f, out);
	}
	return claim_is_count(w, p.to, &a) ? count_figure(w, p, &a, out, err) : true;
}

/* "stagnated": no change, within what words leave open. */
static void flat_figure(struct words *w, struct claim *out)
{
	struct claim_figure f = { .kind = CLAIM_CHANGE,
				  .low = -SLACK_WORD,
				  .high = SLACK_WORD };
	size_t              n;

	for (size_t i = 0; i < w->n && !out->n_figures; i++) {
		if (words_find(w, i, SENSE_FLAT, &n))
			claim_add_figure(w, i, i + n, &f, out);
	}
}

bool claim_read_figures(struct words *w, struct claim *out, struct error *err)
{
	for (size_t i = 0; i < w->n && out->n_figures < CLAIM_FIGURES_MAX;) {
		const struct phrase   *p;
		struct place_of_figure at = { .from = i, .to = i };
		size_t                 in_fraction, in_number;

		words_find(w, i, SENSE_FRACTION, &in_fraction);
		words_find(w, i, SENSE_NUMBER, &in_number);
		if (w->list[i].is_used) {
			i++;
		} else if ((p = words_take(w, &at.to, SENSE_FACTOR))) {
			factor_figure(w, at, p->value, SLACK_WORD * p->value,
				      out);
			i = at.to;
		} else if (in_fraction >= in_number &&
			   (p = words_take(w, &at.to, SENSE_FRACTION))) {
			fraction_figure(w, at, p->value, out);
			i = at.to;
		} else if (!number_figure(w, &i, out, err)) {
			return false;
		}
	}
	if (!out->n_figures && !out->doubts[CLAIM_FIGURE].text[0])
		flat_figure(w, out);
	return true;
}
