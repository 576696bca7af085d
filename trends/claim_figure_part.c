/*
 * claim_figure_part.c - shares told by two whole numbers.
 *
 * "one in four job ads", "jede fünfte Anzeige", "une offre sur dix", "out of
 * 100 postings, 12".
 */
#include "trends/claim_read.h"

#include "base/mem.h"

#define SLACK_WORD 0.05 /* of a figure in words */
#define NEAR       4    /* words between a figure and its noun */
#define FAR        8    /* words between the two numbers of a share */

static bool is_near_jobs(const struct words *w, size_t i)
{
	for (size_t k = 0; k <= NEAR && i + k < w->n; k++) {
		size_t n;

		if (words_find(w, i + k, SENSE_JOBS, &n))
			return true;
	}
	return false;
}

static bool add_share(struct words *w, size_t from, size_t to, double value,
		      struct claim *out)
{
	struct claim_figure f = {
		.kind = CLAIM_SHARE,
		.bound = claim_bound_of(w, from, to),
		.value = value,
	};

	claim_set_range(&f, value, SLACK_WORD * value);
	return claim_add_figure(w, from, to, &f, out);
}

static bool are_parts(const struct amount *part, const struct amount *all)
{
	return part->unit <= 1 && all->unit <= 1 && all->value <= 1000 &&
	       part->value > 0 && part->value < all->value;
}

/* "one in four ads", "une offre sur dix" */
static bool one_in(struct words *w, size_t *i, struct claim *out)
{
	size_t        at = *i;
	struct amount part, all;
	bool          is_jobs;

	if (!claim_amount(w, &at, &part))
		return false;
	is_jobs = words_take(w, &at, SENSE_JOBS) != NULL;
	if (!words_take(w, &at, SENSE_ONE_IN) || !claim_amount(w, &at, &all) ||
	    !are_parts(&part, &all) || (!is_jobs && !is_near_jobs(w, at)))
		return false;
	add_share(w, *i, at, part.value / all.value, out);
	*i = at;
	return true;
}

/* "out of 100 job postings, 12" */
static bool out_of(struct words *w, size_t *i, struct claim *out)
{
	size_t        at = *i, from;
	struct amount part, all;

	if (!claim_amount(w, &at, &all) ||
	    !claim_ends_before(w, *i, SENSE_OF, &from) || *i - from < 2 ||
	    !is_near_jobs(w, at))
		return false;
	for (size_t k = 0; k < FAR && at + k < w->n; k++) {
		size_t to = at + k;

		if (w->list[to].kind != WORD_NUMBER ||
		    !claim_amount(w, &to, &part))
			continue;
		if (!are_parts(&part, &all) || claim_percent(w, &to))
			return false;
		add_share(w, from, to, part.value / all.value, out);
		*i = to;
		return true;
	}
	return false;
}

bool claim_part_of_jobs(struct words *w, size_t *i, struct claim *out)
{
	size_t               at = *i;
	const struct phrase *every = words_take(w, &at, SENSE_EVERY);

	if (every && is_near_jobs(w, at)) {
		add_share(w, *i, at, every->value, out);
		*i = at;
		return true;
	}
	return one_in(w, i, out) || out_of(w, i, out);
}
