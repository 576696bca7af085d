/*
 * ashby.c - the public job posting API of Ashby.
 *
 * https://developers.ashbyhq.com/docs/public-job-posting-api (read 2026-11):
 * GET /posting-api/job-board/{name}?includeCompensation=true is {"jobs":
 * [...]}. Jobs with "isListed": false are reached by their link alone and
 * belong to no listing.
 *
 * https://jobs.ashbyhq.com/{name} carries what it shows as window.__appData,
 * and asks /api/non-user-graphql for the same: without places by their parts
 * and, in the list, without text.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/kinds.h"
#include "parsers/pay_text.h"
#include "parsers/text.h"

#include <string.h>

#define TEAMS_MAX 500  /* that are looked through for one job */
#define PLACES_MAX 200 /* of one job */

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

/* ---- the page, and what it asks for ---- */

static const struct map_field shown_fields[] = {
	{ "id", MAP_ID },
	{ "title", MAP_TITLE },
	{ "locationName", MAP_PLACE },
	{ "publishedDate", MAP_POSTED },
	{ "updatedAt", MAP_UPDATED },
	{ "employmentType", MAP_EMPLOYMENT },
	{ "workplaceType", MAP_REMOTE_KIND },
	{ "departmentName", MAP_DEPARTMENT },
	{ "teamName", MAP_DEPARTMENT },
	{ "descriptionHtml", MAP_HTML },
};

/* The name of a team, which the page lists beside its jobs. */
static struct span team_of(struct arena *arena, const cJSON *root,
			   const cJSON *job)
{
	struct span  id = json_member(job, "teamId");
	const cJSON *team;
	size_t       n = 0;

	cJSON_ArrayForEach(team, json_get(root, "teams"))
	{
		if (n++ == TEAMS_MAX)
			break;
		if (id.len && span_same(json_member(team, "id"), id))
			return json_member_text(arena, team, "name");
	}
	return (struct span){ NULL, 0 };
}

static void each_shown(const struct document *doc, const cJSON *root,
		       const cJSON *job, struct ad *ad, struct findings *out)
{
	struct arena    *arena = &out->arena;
	const cJSON     *place;
	struct url_parts u;
	struct span      name = { NULL, 0 };

	cJSON_ArrayForEach(place, json_get(job, "secondaryLocations"))
	{
		struct span text = json_member_text(arena, place,
						    "locationName");

		if (text.len && ad->n_locations < PLACES_MAX)
			text_add_location(arena, ad)->text = text;
	}
	if (!ad->department.len)
		ad->department = team_of(arena, root, job);
	pay_text(json_member(job, "compensationTierSummary"), &ad->pay);
	if (url_split(doc->url, &u) && !span_is(url_segment(u.path, 0), "api"))
		name = url_segment(u.path, 0);
	if (!ad->employer.len)
		ad->employer = text_line(arena, name);
	if (name.len && board_slug(ad->native_id).len)
		ad->url = span_of(arena_printf(
			arena, "https://jobs.ashbyhq.com/%.*s/%.*s",
			(int)name.len, name.ptr, (int)ad->native_id.len,
			ad->native_id.ptr));
}

static const struct board_map shown_map = {
	.what = "\"jobPostings\" of ashby",
	.list = "jobPostings",
	.single = "",
	.fields = shown_fields,
	.n_fields = ARRAY_LEN(shown_fields),
	.each = each_shown,
};

/* The board or the job within an answer or a page's data; NULL for others. */
static const cJSON *shown_of(const cJSON *root)
{
	const cJSON *in = json_get(root, "data") ? json_get(root, "data") : root;
	const cJSON *board = json_get(in, "jobBoard");
	const cJSON *job = json_get(in, "jobPosting");

	return json_get(board, "jobPostings") ? board
	       : json_get(job, "title")	      ? job
					      : NULL;
}

/* Did the page show jobs? One without them says nothing of the board. */
static bool read_page(const struct document *doc, struct findings *out)
{
	size_t       first = out->n_ads;
	struct buf   store = BUF_INIT;
	struct error ignored = ERROR_INIT;
	struct span  page, json, id = { NULL, 0 };
	cJSON       *root = NULL;

	if (charset_decode(doc, true, &store, &page, &ignored)) {
		json = html_json_after(page, "window.__appData");
		root = json.len ? json_parse(json, &ignored) : NULL;
	}
	if (shown_of(root))
		board_map_read(&shown_map, shown_of(root), doc, out, &ignored);
	else
		board_page(doc, id, out, &ignored);
	json_free(root);
	buf_deinit(&store);
	return out->n_ads > first;
}

static enum parse_status parse_ashby(const struct document *doc, struct findings *out,
			      struct error *err)
{
	cJSON            *root;
	const cJSON      *jobs;
	const cJSON      *job;
	enum parse_status status = PARSE_OK;

	if (board_page_has(doc, "<") && read_page(doc, out))
		return PARSE_OK;
	root = json_parse_document(doc, err);
	jobs = cJSON_IsArray(root) && json_path(root, "0.jobUrl")
		       ? root
		       : json_get(root, "jobs");
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
	} else if (shown_of(root)) {
		status = board_map_read(&shown_map, shown_of(root), doc, out,
					err);
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

	static const char *const shown[] = { "\"jobBoard\"",
					     "\"jobPostings\"" };

	if (json_has_keys(doc, "{[", keys, ARRAY_LEN(keys)) ||
	    json_has_keys(doc, "{", shown, ARRAY_LEN(shown)))
		return 85;
	if (board_page_has(doc, "window.__appData") &&
	    board_page_has(doc, "\"jobPostings\""))
		return 78;
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
