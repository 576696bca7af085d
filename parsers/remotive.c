/*
 * remotive.c - GET /api/remote-jobs, all at once.
 * https://github.com/remotive-com/remote-jobs-api (read 2026-11)
 *
 * All jobs are remote; the place is where one may live. Gives id, address,
 * title, employer, category, kind of employment, when it was published, text in
 * HTML, pay as a text ("$150k - $230k"): its amounts. Not given: the end of an
 * ad. Ads appear a day late; more than four requests a day are not wanted.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "company_name", MAP_EMPLOYER },
	{ "candidate_required_location", MAP_PLACE },
	{ "publication_date", MAP_POSTED },
	{ "job_type", MAP_EMPLOYMENT },
	{ "category", MAP_DEPARTMENT },
	{ "description", MAP_HTML },
};

/*
 * "$40 - $60 /hour", "€50k": amounts count beside the sign of a currency,
 * whose country is open for most of them.
 */
static void each(const struct document *doc, const cJSON *root,
		 const cJSON *job, struct ad *ad, struct findings *out)
{
	static const struct {
		const char *sign;
		const char *currency; /* "": of several countries */
	} signs[] = {
		{ "€", "EUR" }, { "EUR", "EUR" }, { "£", "GBP" },
		{ "GBP", "GBP" }, { "USD", "USD" }, { "CAD", "CAD" },
		{ "AUD", "AUD" }, { "$", "" },
	};
	struct span salary = json_member(job, "salary");

	(void)doc;
	(void)root;
	(void)out;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		if (!salary.len || !span_find(salary, signs[i].sign))
			continue;
		if (text_pay_range(salary, &ad->pay)) {
			text_currency(&ad->pay, span_of(signs[i].currency));
			ad->pay.period = text_pay_period(salary);
			ad->pay.source = SPAN("stated");
		}
		return;
	}
}

static const struct board_map map = {
	.what = "\"jobs\" of remotive",
	.list = "jobs",
	.listed = "job-count",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.remote = REMOTE_REMOTE,
	.each = each,
};

static enum parse_status parse_remotive(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_remotive(const struct document *doc)
{
	static const char *const keys[] = { "\"candidate_required_location\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

/* "python", or any page of the site. */
static bool seed_remotive(struct span board, char *out, size_t size)
{
	static const struct board_aggregator a = {
		.host = "remotive.com",
		.api = "/api/remote-jobs",
		.all = "https://remotive.com/api/remote-jobs",
		.search = "https://remotive.com/api/remote-jobs?search=%.*s",
	};

	return board_aggregator_seed(&a, board, out, size);
}

const struct parser parser_remotive = {
	.name = "remotive",
	.spec = "https://github.com/remotive-com/remote-jobs-api",
	.parse = parse_remotive,
	.sniff = sniff_remotive,
	.seed_url = seed_remotive,
	.hosts = "remotive.com",
};
