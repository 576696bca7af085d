/*
 * ashby.c - the public job posting API of Ashby.
 *
 * https://developers.ashbyhq.com/docs/public-job-posting-api (read 2026-11):
 * GET /posting-api/job-board/{name}?includeCompensation=true is {"jobs":
 * [...]}. Jobs with "isListed": false are reached by their link alone and
 * belong to no listing.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

static void add_location(struct arena *arena, const cJSON *place,
			 const cJSON *address, struct ad *ad)
{
	struct ad_location *l = text_add_location(arena, ad);
	const cJSON        *postal = json_get(address, "postalAddress");

	if (!postal)
		postal = address;
	l->text = json_text(arena, place);
	l->city = json_member_text(arena, postal, "addressLocality");
	l->region = json_member_text(arena, postal, "addressRegion");
	l->country = json_member_text(arena, postal, "addressCountry");
	l->postal = json_member_text(arena, postal, "postalCode");
}

static void put_locations(struct arena *arena, const cJSON *job, struct ad *ad)
{
	const cJSON *item;

	add_location(arena, json_get(job, "location"),
		     json_get(job, "address"), ad);
	cJSON_ArrayForEach(item, json_get(job, "secondaryLocations"))
	{
		add_location(arena, json_get(item, "location"),
			     json_get(item, "address"), ad);
	}
}

/* The range widened by each salary of `components` in the same terms. */
static void widen_pay(struct arena *arena, const cJSON *components,
		      struct ad_pay *pay)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, components)
	{
		struct ad_pay one = { 0 };

		if (!span_is(json_member(item, "compensationType"), "Salary"))
			continue;
		json_number(json_get(item, "minValue"), &one.min);
		json_number(json_get(item, "maxValue"), &one.max);
		text_currency(&one, json_member(item, "currencyCode"));
		one.period = text_pay_period(
			json_member_text(arena, item, "interval"));
		if (one.min <= 0 && one.max <= 0)
			continue;
		if (!pay->source.len) {
			*pay = one;
			pay->source = SPAN("stated");
		} else if (one.period == pay->period &&
			   strcmp(one.currency, pay->currency) == 0) {
			pay->min = one.min < pay->min ? one.min : pay->min;
			pay->max = one.max > pay->max ? one.max : pay->max;
		}
	}
}

/* The summary, else the tiers, which are for places or levels. */
static void put_pay(struct arena *arena, const cJSON *job, struct ad *ad)
{
	const cJSON *tier;

	widen_pay(arena, json_path(job, "compensation.summaryComponents"),
		  &ad->pay);
	if (ad->pay.source.len)
		return;
	cJSON_ArrayForEach(tier, json_path(job,
					   "compensation.compensationTiers"))
	{
		widen_pay(arena, json_get(tier, "components"), &ad->pay);
	}
}

static void add_job(const struct document *doc, const cJSON *job,
		    struct findings *out)
{
	struct arena *arena = &out->arena;
	struct ad    *ad;

	if (cJSON_IsFalse(json_get(job, "isListed")))
		return;
	ad = findings_add_ad(out);
	ad->native_id = json_member_text(arena, job, "id");
	ad->url = json_member_text(arena, job, "jobUrl");
	ad->apply_url = json_member_text(arena, job, "applyUrl");
	ad->title = json_member_text(arena, job, "title");
	ad->employer = board_employer(arena, doc, ad->url, 0);
	if (!ad->employer.len)
		ad->employer = board_employer(arena, doc, doc->url, 2);
	put_locations(arena, job, ad);
	ad->remote = text_remote(json_member(job, "workplaceType"));
	if (ad->remote == REMOTE_UNKNOWN &&
	    cJSON_IsTrue(json_get(job, "isRemote")))
		ad->remote = REMOTE_REMOTE;
	text_date(json_member(job, "publishedAt"), &ad->posted_at);
	text_date(json_member(job, "updatedAt"), &ad->updated_at);
	text_employment(arena, ad,
			json_member_text(arena, job, "employmentType"));
	ad->department = json_member_text(arena, job, "department");
	if (!ad->department.len)
		ad->department = json_member_text(arena, job, "team");
	put_pay(arena, job, ad);
	text_describe(arena, ad, json_member(job, "descriptionHtml"));
	if (!ad->description.len)
		text_describe_plain(arena, ad,
				    json_member(job, "descriptionPlain"));
}

static enum parse_status parse_ashby(const struct document *doc, struct findings *out,
			      struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	const cJSON      *jobs = json_get(root, "jobs");
	const cJSON      *job;
	enum parse_status status = PARSE_OK;

	if (!root)
		return PARSE_BROKEN;
	if (cJSON_IsArray(jobs)) {
		cJSON_ArrayForEach(job, jobs)
		{
			if (out->n_ads > PARSER_ADS_MAX)
				break;
			add_job(doc, job, out);
		}
	} else if (json_get(root, "jobUrl")) {
		add_job(doc, root, out);
	} else {
		status = board_not_mine(root, "\"jobs\" of ashby", err);
	}
	json_free(root);
	return status;
}

static int sniff_ashby(const struct document *doc)
{
	static const char *const keys[] = { "\"jobUrl\"", "\"title\"",
					    "\"publishedAt\"" };

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)))
		return 85;
	if (json_has_keys(doc, "{", NULL, 0) &&
	    board_is_host(doc->url, "ashbyhq.com"))
		return 80;
	return 0;
}

/* "acme", https://jobs.ashbyhq.com/acme, or an address of the API. */
static bool seed_ashby(struct span board, char *out, size_t size)
{
	static const char format[] = "https://api.ashbyhq.com/posting-api"
				     "/job-board/%.*s?includeCompensation=true";
	struct url_parts  u;
	bool              is_api;

	if (!url_split(board, &u))
		return board_print(out, size, format, board_slug(board));
	is_api = span_is(url_segment(u.path, 1), "job-board");
	if (!board_is_host(board, "ashbyhq.com")) /* one that is replayed */
		return is_api && board_copy(out, size, board);
	return board_print(out, size, format,
			   board_slug(url_segment(u.path, is_api ? 2 : 0)));
}

const struct parser parser_ashby = {
	.name = "ashby",
	.about = "Ashby's public job board API",
	.board = "slug or address",
	.spec = "https://developers.ashbyhq.com/docs/public-job-posting-api",
	.parse = parse_ashby,
	.sniff = sniff_ashby,
	.seed_url = seed_ashby,
	.hosts = "ashbyhq.com",
};
