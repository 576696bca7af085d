/*
 * claim_levels.c - a change told by its two ends.
 *
 * "rose from 1,200 to 4,000 postings" is a change of +233 %; so is "to 4,000
 * from 1,200". Shares tell a change of the share: 1.7 % to 2.5 % is +47 %.
 */
#include "trends/claim_read.h"

#include "base/mem.h"

#include <math.h>

#define BETWEEN    8  /* words between the two: "from 1,200 ads in May 2024 to" */
#define VERB_NEAR  4  /* words between a verb and a level */
#define VERB_FAR   12
#define MANY       100 /* postings, where the noun stands elsewhere */
#define LEVELS_LOOSE 0.10 /* of a base that is "about", "more than" ... */

struct level {
	size_t        from, to; /* words, its preposition among them */
	size_t        at;       /* word of the figure */
	struct amount amount;
	bool          is_percent;
};

static bool is_word(const struct words *w, size_t i, const char *text)
{
	return i < w->n && span_is(w->list[i].raw, text);
}

/* An amount that nothing else has read yet, at *i, which moves behind it. */
static bool take_amount(const struct words *w, size_t *i, struct level *out)
{
	static const enum sense hedges[] = { SENSE_AT_LEAST, SENSE_AT_MOST,
					     SENSE_NEARLY, SENSE_ABOUT };
	size_t at = *i;

	for (size_t k = 0; k < ARRAY_LEN(hedges); k++) {
		if (words_take(w, &at, hedges[k]))
			break;
	}
	out->at = at;
	if (!claim_amount(w, &at, &out->amount) || out->amount.sign)
		return false;
	out->is_percent = claim_percent(w, &at);
	out->to = at;
	*i = at;
	return true;
}

/* "between 20 and 30%", "une hausse de 20 à 30 %" are ranges of one change. */
static bool opens_range(const struct words *w, const struct level *l)
{
	static const char *const words[] = { "between", "zwischen", "entre" };
	size_t                   n;

	for (size_t k = 0; k < ARRAY_LEN(words); k++) {
		if (span_is_nocase(w->list[l->from].raw, words[k]))
			return true;
	}
	return l->from && span_is_nocase(w->list[l->from].raw, "de") &&
	       (words_find(w, l->from - 1, SENSE_UP, &n) ||
		words_find(w, l->from - 1, SENSE_DOWN, &n));
}

/* "from 1,200", "to 4,000": a preposition and an amount. */
static bool take_level(const struct words *w, size_t i, enum sense sense,
		       struct level *out)
{
	size_t at = i;

	out->from = i;
	return words_take(w, &at, sense) && take_amount(w, &at, out);
}

/* 1,200件から: the amount first. */
static bool take_from_behind(const struct words *w, size_t i, struct level *out)
{
	size_t at = i;

	out->from = i;
	if (!take_amount(w, &at, out))
		return false;
	for (size_t k = 0; k < 3; k++, at++) {
		if (is_word(w, at, "か") && is_word(w, at + 1, "ら")) {
			out->to = at + 2;
			return true;
		}
	}
	return false;
}

static bool take_bare(const struct words *w, size_t i, struct level *out)
{
	out->from = i;
	return take_amount(w, &i, out);
}

/* The second end, at most BETWEEN words behind the first; no figure between. */
static bool find_level(const struct words *w, size_t i, const enum sense *sense,
		       struct level *out)
{
	for (size_t k = 0; k <= BETWEEN && i + k < w->n; k++) {
		bool is_found = sense ? take_level(w, i + k, *sense, out)
				      : take_bare(w, i + k, out);

		if (is_found)
			return true;
		if (w->list[i + k].kind == WORD_STOP ||
		    (w->list[i + k].kind == WORD_NUMBER &&
		     !w->list[i + k].is_used))
			return false;
	}
	return false;
}

static bool find_ends(const struct words *w, size_t i, struct level *base,
		      struct level *level)
{
	static const enum sense from = SENSE_FROM, until = SENSE_UNTIL;

	if (take_level(w, i, SENSE_FROM, base) &&
	    find_level(w, base->to, &until, level))
		return true;
	if (take_level(w, i, SENSE_UNTIL, level) &&
	    find_level(w, level->to, &from, base))
		return true;
	return take_from_behind(w, i, base) &&
	       find_level(w, base->to, NULL, level);
}

static double value_of(const struct level *l)
{
	return l->amount.value * l->amount.unit;
}

/* Levels of postings or of shares, and not of days or of the size of a team. */
static bool are_postings(const struct words *w, const struct level *a,
			 const struct level *b)
{
	const struct level *first = a->from < b->from ? a : b;
	const struct level *last = first == a ? b : a;
	size_t              n;

	if (a->is_percent || b->is_percent)
		return !opens_range(w, a);
	if (words_find(w, a->to, SENSE_UNIT, &n) ||
	    words_find(w, b->to, SENSE_UNIT, &n))
		return false;
	if (claim_is_count(w, a->to, &a->amount) ||
	    claim_is_count(w, b->to, &b->amount))
		return true;
	return words_have(w, SENSE_JOBS) &&
	       (fmax(value_of(a), value_of(b)) >= MANY ||
		claim_direction(w, first->from, last->to, VERB_NEAR));
}

/* What a level may be: low and high of *out, in its own unit. */
static void open_level(const struct words *w, const struct level *l,
		       struct claim_figure *out)
{
	double value = value_of(l);
	double half = claim_rounding(&l->amount);

	*out = (struct claim_figure){
		.bound = claim_bound_of(w, l->at, l->to),
		.value = value,
	};
	if (!l->is_percent && half > 0.05 * value)
		half = 0.05 * value;
	claim_set_range(out, value, half);
}

static bool goes_against(int spoken, double change, struct error *err)
{
	if (!spoken || change == 0 || (spoken > 0) == (change > 0))
		return false;
	error_set(err,
		  "claim: expected a %s, found levels that %s by %.1f %%",
		  spoken > 0 ? "rise" : "fall", spoken > 0 ? "fall" : "rise",
		  fabs(100 * change));
	return true;
}

static bool add_change(struct words *w, const struct level *a,
		       const struct level *b, struct claim *out,
		       struct error *err)
{
	const struct level *first = a->from < b->from ? a : b;
	const struct level *last = first == a ? b : a;
	struct claim_figure base, level, f = { .kind = CLAIM_CHANGE };

	if (value_of(a) <= 0) {
		error_set(err, "claim: expected a base above 0, found a change "
			       "from none, which has no ratio");
		return false;
	}
	open_level(w, a, &base);
	open_level(w, b, &level);
	f.value = level.value / base.value - 1;
	if (goes_against(claim_direction(w, first->from, last->to, VERB_FAR),
			 f.value, err))
		return false;
	if (base.bound == CLAIM_AT_LEAST || base.bound == CLAIM_AT_MOST) {
		base.low = base.value * (1 - LEVELS_LOOSE);
		base.high = base.value * (1 + LEVELS_LOOSE);
	}
	f.bound = level.bound != CLAIM_EXACT ? level.bound
		  : base.bound != CLAIM_EXACT ? CLAIM_ABOUT
					      : CLAIM_EXACT;
	f.low = level.low / base.high - 1;
	f.high = level.high / base.low - 1;
	if (a->is_percent || b->is_percent)
		out->measure = "share";
	return claim_add_figure(w, first->from, last->to, &f, out);
}

bool claim_read_levels(struct words *w, struct claim *out, struct error *err)
{
	for (size_t i = 0; i < w->n && out->n_figures < CLAIM_FIGURES_MAX; i++) {
		struct level base, level;

		if (w->list[i].is_used || !find_ends(w, i, &base, &level) ||
		    !are_postings(w, &base, &level))
			continue;
		if (!add_change(w, &base, &level, out, err))
			return false;
	}
	return true;
}
