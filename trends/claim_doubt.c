/*
 * claim_doubt.c - what forbids to take a sentence as it was read.
 *
 * A denial turns a claim round, "since the pandemic" has no base in a calendar,
 * "nurse jobs" are none of ours. A wrong reading would be measured and judged,
 * so these are refused, by name, and can be given as options.
 */
#include "trends/claim_read.h"

#include "base/mem.h"

#include <string.h>

static int shown(struct span s)
{
	return s.len < 60 ? (int)s.len : 60;
}

const char *claim_language_name(const struct words *w)
{
	static const char *const names[][2] = {
		{ "de", "German" },	{ "fr", "French" },  { "es", "Spanish" },
		{ "pt", "Portuguese" }, { "zh", "Chinese" }, { "ja", "Japanese" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(names[i][0], w->language) == 0)
			return names[i][1];
	}
	return "English";
}

static void doubt_denial(const struct words *w, struct claim *out)
{
	for (size_t i = 0, n; i < w->n; i += n ? n : 1) {
		const struct phrase *p = words_find(w, i, SENSE_DENIAL, &n);
		struct span          said;

		if (!p || p->value > 0 || w->list[i].is_used)
			continue;
		said = words_span(w, i, i + n);
		error_set(&out->doubts[CLAIM_FIGURE],
			  "claim: expected what is so, found a denial: "
			  "\"%.*s\"; give --change, --count, --share or --days",
			  shown(said), said.ptr);
		return;
	}
}

/* "since ChatGPT", "fiscal 2025" */
void claim_doubt_times(const struct words *w, struct claim *out)
{
	for (size_t i = 0; i < w->n; i++) {
		size_t               n;
		const struct phrase *p = words_find(w, i, SENSE_SINCE, &n);
		struct span          raw = w->list[i].raw;

		if (p && p->value > 0 && !w->list[i].is_used && i + n < w->n &&
		    !w->list[i + n].is_used) {
			raw = words_span(w, i, i + n + 1);
			error_set(&out->doubts[CLAIM_PERIOD],
				  "claim: expected a year, quarter or month "
				  "as base, found \"%.*s\"; give --period for "
				  "a change within its year",
				  shown(raw), raw.ptr);
			return;
		}
		if (words_find(w, i, SENSE_FISCAL, &n) ||
		    (raw.len > 3 && (raw.ptr[0] == 'F' || raw.ptr[0] == 'f') &&
		     (raw.ptr[1] == 'Y' || raw.ptr[1] == 'y') &&
		     raw.ptr[2] >= '0' && raw.ptr[2] <= '9')) {
			error_set(&out->doubts[CLAIM_PERIOD],
				  "claim: expected a period of the calendar, "
				  "found a fiscal year: \"%.*s\"; give --period",
				  shown(raw), raw.ptr);
			return;
		}
	}
}

static bool is_explained(const struct words *w, size_t i)
{
	static const enum sense senses[] = {
		SENSE_ANY,     SENSE_JOBS,	SENSE_AI,    SENSE_FLOW,
		SENSE_STOCK,   SENSE_UP,	SENSE_DOWN,  SENSE_FACTOR,
		SENSE_FOLD,    SENSE_FRACTION,	SENSE_SHARE, SENSE_WORLD,
		SENSE_PLACE,   SENSE_MULTIPLY,	SENSE_NUMBER, SENSE_AT_LEAST,
		SENSE_ABOUT,   SENSE_DEFINED,	SENSE_UNIT, SENSE_DURATION,
		SENSE_HIRING,  SENSE_TAKES,
	};
	size_t n;

	if (w->list[i].kind != WORD_LETTERS || w->list[i].is_used)
		return true;
	for (size_t k = 0; k < ARRAY_LEN(senses); k++) {
		if (words_find(w, i, senses[k], &n))
			return true;
	}
	return false;
}

/* The word that says which jobs, and is none of ours: "nurse jobs", "demand for
 * nurses"; w->n: none. */
static size_t other_jobs(const struct words *w)
{
	size_t n;

	for (size_t i = 0; i < w->n; i++) {
		if (i && words_find(w, i, SENSE_JOBS, &n) &&
		    !words_find(w, i - 1, SENSE_JOBS, &n) &&
		    !is_explained(w, i - 1))
			return i - 1;
		if (span_is_nocase(w->list[i].raw, "demand") && i + 2 < w->n &&
		    span_is_nocase(w->list[i + 1].raw, "for") &&
		    !is_explained(w, i + 2))
			return i + 2;
	}
	return w->n;
}

/* Only English words are known well enough to miss one. */
static void doubt_skill(const struct words *w, struct claim *out)
{
	size_t      i;
	struct span raw;

	if (out->skill[0] || strcmp(w->language, "en") != 0 ||
	    (out->n_figures && out->figures[0].kind == CLAIM_DAYS))
		return;
	i = other_jobs(w);
	if (i < w->n) {
		raw = w->list[i].raw;
		error_set(&out->doubts[CLAIM_SKILL],
			  "skill: expected AI or a skill that is known, found "
			  "\"%.*s\"; give --skill",
			  shown(raw), raw.ptr);
	} else if (!words_have(w, SENSE_JOBS) && !words_have(w, SENSE_DURATION) &&
		   w->n > 3) {
		bool is_demand = false;

		for (i = 0; i < w->n; i++)
			is_demand |= span_is_nocase(w->list[i].raw, "demand") ||
				     span_is_nocase(w->list[i].raw, "hiring");
		if (!is_demand)
			error_set(&out->doubts[CLAIM_SKILL],
				  "skill: expected jobs, AI or a skill that is "
				  "known, found none; give --skill");
	}
}

void claim_doubt_rest(const struct words *w, struct claim *out)
{
	if (!out->doubts[CLAIM_FIGURE].text[0])
		doubt_denial(w, out);
	doubt_skill(w, out);
}
