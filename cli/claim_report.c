#include "cli/claim_report.h"

#include "base/mem.h"
#include "trends/claim_json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <string.h>

#define FIGURE_SIZE 48

/* ---- words ---- */

static const char *text_of(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItem(object, name));
}

/* NAN: null or absent. */
static double number_of(const cJSON *object, const char *name)
{
	const cJSON *item = cJSON_GetObjectItem(object, name);

	return cJSON_IsNumber(item) ? item->valuedouble : NAN;
}

/* 3.217 as "+321.7 %" of a change; "1.3 million" stays digits. */
static const char *figure(const char *kind, double value, char out[FIGURE_SIZE])
{
	if (isnan(value))
		return "-";
	if (strcmp(kind, "change") == 0)
		snprintf(out, FIGURE_SIZE, "%+.1f %%", value * 100);
	else if (strcmp(kind, "share") == 0)
		snprintf(out, FIGURE_SIZE, "%.2f %%", value * 100);
	else if (strcmp(kind, "days") == 0)
		snprintf(out, FIGURE_SIZE, "%.1f days", value);
	else
		snprintf(out, FIGURE_SIZE, "%.0f postings", value);
	return out;
}

static const struct reason {
	const char *name, *text;
} reasons[] = {
	{ "span", "seasons and new sources are in it;\n               only a "
		  "whole number of years can be compared" },
	{ "lower_bound", "more than our sources show,\n               which "
			 "is a lower bound" },
	{ "no_base", "nothing was observed a year before" },
	{ "not_observed", "nothing was observed there then" },
	{ "not_counted", "how long postings stay open is not counted yet" },
	{ "suppressed_small", "fewer than 10 postings or 3 employers" },
	{ "too_few_ends", "fewer than 10 postings have ended" },
	{ "coverage_low", "outside our intervals, but too few days were "
			  "healthy to contradict" },
	{ "compared_low", "outside our intervals, but most of what is seen now "
			  "was not a year before" },
	{ "employers_moved", "outside our intervals, but employers moved to "
			     "sources that\n               cannot be compared" },
	{ "list_cut", "outside our intervals, but lists that are compared "
		      "never\n               show all that they have" },
	{ "one_employer", "outside our intervals, but one employer decides "
			  "them" },
	{ "single_source", "outside our intervals, but one source cannot "
			   "contradict a market" },
	{ "period_not_over", "outside our intervals, but the period is not "
			     "over" },
};

static const char *reason_text(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		if (strcmp(reasons[i].name, name) == 0)
			return reasons[i].text;
	}
	return name;
}

/* ---- the claim ---- */

static void print_range(const cJSON *answer, const char *kind, FILE *f)
{
	double low = number_of(answer, "low"), high = number_of(answer, "high");
	char   a[FIGURE_SIZE], b[FIGURE_SIZE];

	if (isnan(high))
		fprintf(f, " (%s and more)", figure(kind, low, a));
	else if (low < high)
		fprintf(f, " (%s to %s)", figure(kind, low, a),
			figure(kind, high, b));
}

static void print_period(const cJSON *answer, const char *kind, FILE *f)
{
	const char *period = text_of(answer, "period");
	int         years = (int)number_of(answer, "years");
	double      span = number_of(answer, "span_days");

	fprintf(f, "  period       %s", period ? period : "not said");
	if (!isnan(span))
		fprintf(f, ", a change within %.0f days", span);
	else if (strcmp(kind, "change") == 0 && years > 1)
		fprintf(f, ", against %d years before", years);
	else if (strcmp(kind, "change") == 0)
		fputs(", against a year before", f);
	fputc('\n', f);
}

static void print_claim(const struct claim_report *r, const cJSON *answer,
			FILE *f)
{
	static const char *const what[] = { "a change of ", "a level of ",
					    "a share of ", "a duration of " };
	const struct claim      *c = r->claim;
	const char              *kind = claim_kind_name(c->figures[0].kind);
	const char              *region = text_of(answer, "region");
	char                     a[FIGURE_SIZE];

	if (r->text.len)
		fprintf(f, "\"%.*s\"\n\n", (int)r->text.len, r->text.ptr);
	fprintf(f, "  claim        %s%s", what[c->figures[0].kind],
		figure(kind, number_of(answer, "claimed"), a));
	print_range(answer, kind, f);
	fprintf(f, "\n  region       %s", region);
	if (r->region_name)
		fprintf(f, " (%s)", r->region_name);
	if (c->place.len)
		fprintf(f, ", of which %.*s is a part", (int)c->place.len,
			c->place.ptr);
	fprintf(f, "\n  skill        %s%s\n", text_of(answer, "skill"),
		strcmp(text_of(answer, "skill"), "any") == 0
			? ": all AI postings of the definition"
			: "");
	print_period(answer, kind, f);
	if (c->figures[0].kind == CLAIM_DAYS)
		fputs("  measure      days that a posting stays open; nobody "
		      "sees who is hired\n",
		      f);
	else if (c->figures[0].kind != CLAIM_SHARE)
		fprintf(f, "  measure      %s\n",
			c->measure ? c->measure
				   : "not said; flow (newly posted) first");
	fprintf(f, "  definition   %s\n",
		r->definition ? r->definition : "not said; one-skill first");
}

static void print_lacks(const struct claim *c, FILE *f)
{
	bool is_first = true;

	for (int i = 0; i < CLAIM_LACKS; i++) {
		if (!(c->lacks >> i & 1))
			continue;
		fprintf(f, "%s%-11s %s\n",
			is_first ? "\n  not said     " : "               ",
			claim_lack_name(i), claim_lack_text(i));
		is_first = false;
	}
}

/* ---- the answer ---- */

static void print_verdict(const cJSON *answer, FILE *f)
{
	const char *reason = text_of(answer, "reason");

	fprintf(f, "\n  verdict      %s%s%s\n", text_of(answer, "verdict"),
		reason ? ": " : "", reason ? reason_text(reason) : "");
}

static void print_flags(const cJSON *reading, FILE *f)
{
	const cJSON *flag;

	cJSON_ArrayForEach(flag, cJSON_GetObjectItem(reading, "flags"))
		fprintf(f, " %s", cJSON_GetStringValue(flag));
}

static void print_readings(const cJSON *answer, const char *kind, FILE *f)
{
	const cJSON *reading;

	fputs("\n  our readings, with 95 % intervals (* the claim lies in "
	      "it)\n\n",
	      f);
	cJSON_ArrayForEach(reading, cJSON_GetObjectItem(answer, "readings"))
	{
		double value = number_of(reading, "value");
		double base = number_of(reading, "n_base");
		char   a[FIGURE_SIZE], b[FIGURE_SIZE], c[FIGURE_SIZE];

		fprintf(f, "  %c %-5s %-20s %-9s %14s",
			cJSON_IsTrue(cJSON_GetObjectItem(reading, "holds"))
				? '*'
				: ' ',
			text_of(reading, "measure"),
			text_of(reading, "definition"),
			text_of(reading, "period"), figure(kind, value, a));
		/* Both ends where the value is: of that there is no interval. */
		if (!isnan(value) && !isnan(number_of(reading, "lo")) &&
		    number_of(reading, "lo") != number_of(reading, "hi"))
			fprintf(f, "  (%s to %s)",
				figure(kind, number_of(reading, "lo"), b),
				isnan(number_of(reading, "hi"))
					? "no end"
					: figure(kind, number_of(reading, "hi"),
						 c));
		if (strcmp(kind, "count") != 0)
			fprintf(f, "  n %.0f",
				isnan(number_of(reading, "n"))
					? 0
					: number_of(reading, "n"));
		if (!isnan(base))
			fprintf(f, " of %s%.0f",
				strcmp(kind, "change") == 0 ? "base " : "",
				base);
		if (strcmp(text_of(reading, "skill"),
			   text_of(answer, "skill")) != 0)
			fprintf(f, "  %s", text_of(reading, "skill"));
		print_flags(reading, f);
		fputc('\n', f);
	}
}

/* ---- the bridge ---- */

static const struct part {
	const char *name, *text;
} parts[] = {
	{ "demand", "matched demand" },
	{ "counted", "what our sources show" },
	{ "sources", "sources that entered or left" },
	{ "health", "sources that failed" },
	{ "duplicates", "copies of one vacancy" },
	{ "context", "mentions that ask for nothing" },
	{ "definition", "another definition or dictionary" },
	{ "denominator", "all postings" },
	{ "quantile", "slower postings than the median" },
	{ "not_taken_apart", "naive counting, not taken apart" },
	{ "unexplained", "nothing that we see" },
};

/* "a factor of 1.2" */
static const char *factor(double log_points, char out[FIGURE_SIZE])
{
	snprintf(out, FIGURE_SIZE, "a factor of %.3g", exp(log_points));
	return out;
}

static void print_change_sentence(const cJSON *bridge, const char *claimed,
				  FILE *f)
{
	double demand = number_of(bridge, "demand");
	double left = number_of(bridge, "unexplained");
	double total = number_of(bridge, "claimed");

	fprintf(f, "\n  Of the claimed %s (%.4f log points) ", claimed, total);
	if (isnan(demand)) {
		fputs("no demand is measured;\n", f);
	} else {
		fprintf(f, "the matched demand\n  explains %+.4f, ", demand);
		fprintf(f,
			"and what naive counting of our own sources adds "
			"%+.4f;\n",
			total - left - demand);
	}
	fprintf(f, "  %+.4f log points are explained by nothing that we see.\n",
		left);
}

static void print_level_sentence(const cJSON *bridge, const char *claimed,
				 FILE *f)
{
	double counted = number_of(bridge, "counted");
	double left = number_of(bridge, "unexplained");
	double total = number_of(bridge, "claimed");
	char   a[FIGURE_SIZE], b[FIGURE_SIZE], c[FIGURE_SIZE];

	if (isnan(counted)) {
		fprintf(f,
			"\n  Nothing is measured that could explain the "
			"claimed %s.\n",
			claimed);
		return;
	}
	fprintf(f,
		"\n  The claimed %s are what we count by %s.\n"
		"  Other ways to count explain %s of it, nothing that we see "
		"%s.\n",
		claimed, factor(total - counted, a),
		factor(total - counted - left, b), factor(left, c));
}

static void print_bridge(const cJSON *answer, const char *kind, FILE *f)
{
	const cJSON *bridge = cJSON_GetObjectItem(answer, "bridge");
	const char  *nearest = text_of(bridge, "nearest_definition");
	char         claimed[FIGURE_SIZE];

	if (!cJSON_IsObject(bridge))
		return;
	fputs("\n  bridge to the claimed figure: log points\n", f);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		double value = number_of(bridge, parts[i].name);

		if (isnan(value))
			continue;
		fprintf(f, "    %-16s %+9.4f   %s", parts[i].name, value,
			parts[i].text);
		if (nearest && strcmp(parts[i].name, "definition") == 0)
			fprintf(f, " (%s)", nearest);
		fputc('\n', f);
	}
	fprintf(f, "    %-16s %+9.4f\n", "claimed",
		number_of(bridge, "claimed"));
	figure(kind, number_of(answer, "claimed"), claimed);
	if (strcmp(kind, "change") == 0)
		print_change_sentence(bridge, claimed, f);
	else
		print_level_sentence(bridge, claimed, f);
}

static void print_coverage(const cJSON *answer, FILE *f)
{
	const cJSON *first =
		cJSON_GetArrayItem(cJSON_GetObjectItem(answer, "readings"), 0);
	double needed = number_of(answer, "coverage_needed");
	double n = number_of(first, "n");
	char   a[FIGURE_SIZE];

	if (isnan(needed))
		return;
	fprintf(f,
		"\n  Our sources show %.0f such postings, duplicates joined: a "
		"lower bound.\n"
		"  %s would be there if these are %.4g %% of the market: to "
		"say so,\n"
		"  the part of all postings that our sources have would have "
		"to be known.\n",
		isnan(n) ? 0 : n,
		figure("count", number_of(answer, "claimed"), a), needed * 100);
}

void claim_report_print(const struct claim_report *r, FILE *f)
{
	cJSON      *answer = cJSON_Parse(r->answer);
	const char *kind = claim_kind_name(r->claim->figures[0].kind);

	print_claim(r, answer, f);
	print_verdict(answer, f);
	print_lacks(r->claim, f);
	print_readings(answer, kind, f);
	print_coverage(answer, f);
	print_bridge(answer, kind, f);
	cJSON_Delete(answer);
}

void claim_report_print_json(const struct claim_report *r, FILE *f)
{
	struct buf b = BUF_INIT;

	claim_json(r->claim, r->text, r->answer, &b);
	fwrite(b.ptr, 1, b.len, f);
	fputc('\n', f);
	buf_deinit(&b);
}
