#include "trends/claim.h"

#include "trends/claim_read.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *claim_kind_name(enum claim_kind kind)
{
	static const char *const names[] = { "change", "count", "share",
					     "days" };

	return names[kind];
}

#define KIND(kind) (1u << (kind))
#define KINDS_ALL  0xfu

/* In the order of the bits. */
static const struct {
	const char *name, *text;
	unsigned    kinds; /* of claims that need it */
} lacks[CLAIM_LACKS] = {
	{ "region", "where the postings are", KINDS_ALL },
	{ "skill", "which skill or kind of jobs", KINDS_ALL },
	{ "period", "when", KINDS_ALL },
	{ "year", "of which year; the latest was taken", KINDS_ALL },
	{ "base", "against which period; a year before was taken",
	  KIND(CLAIM_CHANGE) },
	{ "definition", "what counts as such a job", KINDS_ALL },
	{ "measure", "newly posted or open at a moment",
	  KIND(CLAIM_CHANGE) | KIND(CLAIM_COUNT) },
	{ "sources", "whose postings, and whether the same sources both times",
	  KINDS_ALL },
	{ "duplicates", "whether copies of one vacancy count once",
	  KIND(CLAIM_CHANGE) | KIND(CLAIM_COUNT) | KIND(CLAIM_SHARE) },
	{ "denominator", "whether all postings grew or fell as well",
	  KIND(CLAIM_CHANGE) },
	{ "coverage", "which part of all postings was looked at",
	  KIND(CLAIM_COUNT) },
	{ "event", "from which event to which, and for what part of the jobs",
	  KIND(CLAIM_DAYS) },
	{ "interval", "how sure", KINDS_ALL },
};

const char *claim_lack_name(int i)
{
	return lacks[i].name;
}

const char *claim_lack_text(int i)
{
	return lacks[i].text;
}

/* Pay is named, and no postings that could state it. */
static bool is_about_pay(const struct words *w)
{
	bool is_pay = false;

	for (size_t i = 0; i < w->n; i++) {
		const struct phrase *p;
		size_t               n;

		if ((p = words_find(w, i, SENSE_JOBS, &n)) && p->value > 0)
			return false;
		p = words_find(w, i, SENSE_PAY, &n);
		is_pay |= p && p->value <= 0;
	}
	return is_pay;
}

bool claim_parse(struct span text, const struct taxonomy *t, int64_t today,
		 struct claim *out, struct error *err)
{
	struct words *w;
	bool          is_read = false;

	*out = (struct claim){ .language = "en" };
	text = span_trim(text);
	if (text.len > CLAIM_TEXT_MAX) {
		error_set(err, "claim: expected at most %d bytes, found more",
			  CLAIM_TEXT_MAX);
		return false;
	}
	if (!text.len) {
		error_set(err, "claim: expected a sentence, found nothing");
		return false;
	}
	w = xmalloc(sizeof(*w)); /* too large for a thread's stack */
	words_init(w, text);
	out->language = w->language;
	if (is_about_pay(w)) {
		error_set(err, "claim: expected postings, a share of them or "
			       "days to fill, found pay; jobtrend.pay_trend "
			       "has what ads offer");
	} else {
		claim_read_times(w, today, out);
		claim_doubt_times(w, out);
		if (claim_read_levels(w, out, &out->doubts[CLAIM_FIGURE]))
			claim_read_figures(w, out, &out->doubts[CLAIM_FIGURE]);
		claim_read_subject(w, text, t, out);
		claim_doubt_rest(w, out);
		is_read = true;
	}
	words_deinit(w);
	free(w);
	return is_read;
}

void claim_replace(struct claim *c, enum claim_part part)
{
	c->doubts[part].text[0] = '\0';
	if (part == CLAIM_FIGURE)
		c->is_per_year = false;
}

/* "20% a year from 2020 to 2025" is 149 % over these years. */
static void compound(struct claim *c, struct claim_figure *f)
{
	if (!c->is_per_year || c->years < 2 || f->kind != CLAIM_CHANGE)
		return;
	f->value = pow(1 + f->value, c->years) - 1;
	f->low = pow(1 + f->low, c->years) - 1;
	f->high = pow(1 + f->high, c->years) - 1;
}

/* Spans and windows mean something else for each kind. */
static void settle_time(struct claim *c, enum claim_kind kind)
{
	int years = (c->window_days + 91) / 365;

	if (c->window_days && !c->period[0] && kind != CLAIM_DAYS)
		memcpy(c->period, c->window, sizeof(c->period));
	if (kind != CLAIM_CHANGE) {
		c->span_days = 0;
		return;
	}
	if (c->is_year_on_year && !c->years) {
		c->years = 1;
		c->span_days = 0;
	} else if (c->window_days && !c->years && !c->span_days) {
		if (years && abs(c->window_days - 365 * years) < 20) {
			c->years = years;
			c->said |= CLAIM_LACKS_BASE;
			if (years > 1 && strchr(c->period, '/'))
				memcpy(strchr(c->period, '/'), "/12", 4);
		} else {
			c->span_days = c->window_days;
		}
	}
	if (c->span_days)
		c->said |= CLAIM_LACKS_BASE;
}

static bool is_in_doubt(const struct claim *c, enum claim_part part,
			struct error *err)
{
	if (c->doubts[part].text[0])
		error_set(err, "%s", c->doubts[part].text);
	return c->doubts[part].text[0] != '\0';
}

bool claim_settle(struct claim *c, struct error *err)
{
	enum claim_kind kind;
	unsigned        asked = 0;

	if (is_in_doubt(c, CLAIM_FIGURE, err))
		return false;
	if (!c->n_figures) {
		error_set(err, "claim: expected a figure such as 321.7%%, 1.3 "
			       "million postings or 180 days to fill, found "
			       "none");
		return false;
	}
	if (c->n_figures > 1) {
		error_set(err,
			  "claim: expected one figure, found %zu: \"%.*s\" and "
			  "\"%.*s\"; give --change, --count, --share or --days",
			  c->n_figures, (int)c->figures[0].text.len,
			  c->figures[0].text.ptr, (int)c->figures[1].text.len,
			  c->figures[1].text.ptr);
		return false;
	}
	for (int part = CLAIM_PERIOD; part < CLAIM_PARTS; part++) {
		if (is_in_doubt(c, (enum claim_part)part, err))
			return false;
	}
	kind = c->figures[0].kind;
	settle_time(c, kind);
	compound(c, &c->figures[0]);
	c->said |= (c->region[0] ? CLAIM_LACKS_REGION : 0) |
		   (c->skill[0] ? CLAIM_LACKS_SKILL : 0) |
		   (c->period[0] ? CLAIM_LACKS_PERIOD : 0) |
		   (c->measure ? CLAIM_LACKS_MEASURE : 0) |
		   (c->measure && strcmp(c->measure, "share") == 0
			    ? CLAIM_LACKS_DENOMINATOR
			    : 0) |
		   (c->years ? CLAIM_LACKS_BASE : 0);
	for (int i = 0; i < CLAIM_LACKS; i++)
		asked |= lacks[i].kinds & KIND(kind) ? 1u << i : 0;
	/* A year is missed only where one was to be chosen. */
	asked &= ~(unsigned)CLAIM_LACKS_YEAR | (c->lacks & CLAIM_LACKS_YEAR);
	if (!(c->lacks & CLAIM_LACKS_YEAR))
		c->said |= CLAIM_LACKS_YEAR;
	c->lacks = asked & ~(c->said & ~(c->lacks & CLAIM_LACKS_YEAR));
	return true;
}
