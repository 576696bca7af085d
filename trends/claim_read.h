/*
 * claim_read.h - the three things a claim is made of: when, how much, of what.
 *
 * For claim.c. Each marks the words that it has understood.
 */
#ifndef TRENDS_CLAIM_READ_H
#define TRENDS_CLAIM_READ_H

#include "trends/claim.h"
#include "trends/claim_words.h"

/* A number in digits or words with what multiplies it: "1.3 million". */
struct amount {
	double value;    /* as said */
	double unit;     /* what multiplied it; 1 without */
	int    decimals; /* of the digits, before multiplying */
	int    sign;     /* as written: -1, 0, 1 */
	bool   is_word;  /* "twelve" */
};

/* The amount at *i, which moves behind it. */
bool claim_amount(const struct words *w, size_t *i, struct amount *out);

/* Mark [from, to) as understood. */
void claim_use(struct words *w, size_t from, size_t to);

/* Periods, bases and spans, by the calendar of `today`. */
void claim_read_times(struct words *w, int64_t today, struct claim *out);

/* "%" or its word at *i, which moves behind it. */
bool claim_percent(const struct words *w, size_t *i);

/* Is `a`, which ends before `to`, a number of postings? */
bool claim_is_count(const struct words *w, size_t to, const struct amount *a);

/* -1, 0, 1: the word of direction nearest to [from, to), those before it first,
 * at most `most` words away. */
int claim_direction(const struct words *w, size_t from, size_t to, size_t most);

/* How the words around the figure [from, to) bound it. */
enum claim_bound claim_bound_of(const struct words *w, size_t from, size_t to);

/* What rounding hides of `a`: half of its last digit. */
double claim_rounding(const struct amount *a);

/* low and high by f->bound; `slack`: what rounding hides, in the unit of
 * `value`, a magnitude. */
void claim_set_range(struct claim_figure *f, double value, double slack);

/* Words [from, to) are understood as `f`. True, also for what is said twice. */
bool claim_add_figure(struct words *w, size_t from, size_t to,
		      struct claim_figure *f, struct claim *out);

/* Changes told by two levels ("from 1,200 to 4,000"); false with `err` where
 * the words say the other direction. */
bool claim_read_levels(struct words *w, struct claim *out, struct error *err);

/* Figures with their kind; false with `err` on one that contradicts itself. */
bool claim_read_figures(struct words *w, struct claim *out, struct error *err);

/* Region, skill and measure; a place that is not known is a doubt. */
void claim_read_subject(struct words *w, struct span text,
			const struct taxonomy *t, struct claim *out);

/* Bases and years that no calendar has: after claim_read_times alone. */
void claim_doubt_times(const struct words *w, struct claim *out);

/* What else forbids to take the sentence as it was read: denials and other
 * jobs. After all else. */
void claim_doubt_rest(const struct words *w, struct claim *out);

/* Does a phrase of `sense` end right before `at`? Its first word in *from. */
bool claim_ends_before(const struct words *w, size_t at, enum sense sense,
		       size_t *from);

/* "one in four job ads", "every fifth ad", "out of 100 ads, 12" at *i, which
 * moves behind it. */
bool claim_part_of_jobs(struct words *w, size_t *i, struct claim *out);

/* "English": the language that most words are of. Static. */
const char *claim_language_name(const struct words *w);

/* A magnitude becomes a change downwards. */
void claim_turn_down(struct claim_figure *f);

#endif
