/*
 * rippling.c - The Job Board API of Rippling.
 *
 * https://developer.rippling.com/documentation/job-board-api (read 2026-11):
 * GET api.rippling.com/platform/api/ats/v1/board/{board}/jobs is an array, a
 * job once for each of its places, without texts; .../jobs/{uuid} one job with
 * all of it. The second version, ats.rippling.com/api/v2/board/{board}/jobs
 * ?page=0&pageSize=50, is {"items", "page", "totalItems", "totalPages"} and
 * says of each place how one works there.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "uuid", MAP_ID },
	{ "url", MAP_URL },
	{ "name", MAP_TITLE },
	{ "companyName", MAP_EMPLOYER },
	{ "workLocation.label", MAP_PLACE },
	{ "workLocations", MAP_MORE_PLACES },
	{ "department.label", MAP_DEPARTMENT },
	{ "department.name", MAP_DEPARTMENT },
	{ "createdOn", MAP_POSTED },
	{ "employmentType.id", MAP_EMPLOYMENT },
	{ "payRangeDetails.0.currency", MAP_CURRENCY },
	{ "payRangeDetails.0.frequency", MAP_PAY_PERIOD },
	{ "description.role", MAP_HTML },
	{ "description.company", MAP_HTML },
};

static const struct map_field item_fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "name", MAP_TITLE },
	{ "department.name", MAP_DEPARTMENT },
	{ "language", MAP_LANGUAGE },
};

/* A range for each place or level: from the least to the most of those in
 * the first one's currency and period. */
static void put_pay(const cJSON *job, struct ad *ad)
{
	const cJSON *ranges = json_get(job, "payRangeDetails");
	const cJSON *first = cJSON_IsArray(ranges) ? ranges->child : NULL;
	const cJSON *range;

	cJSON_ArrayForEach(range, ranges)
	{
		double min = 0, max = 0;

		if (!cJSON_Compare(json_get(range, "currency"),
				   json_get(first, "currency"), true) ||
		    !cJSON_Compare(json_get(range, "frequency"),
				   json_get(first, "frequency"), true))
			continue;
		json_number(json_get(range, "rangeStart"), &min);
		json_number(json_get(range, "rangeEnd"), &max);
		if (min > 0 && (ad->pay.min <= 0 || min < ad->pay.min))
			ad->pay.min = min;
		if (max > ad->pay.max)
			ad->pay.max = max;
	}
	if (ad->pay.min > 0 || ad->pay.max > 0)
		ad->pay.source = SPAN("stated");
	else
		ad->pay = (struct ad_pay){ 0 };
}

static void put_job(const struct document *doc, const cJSON *root,
		    const cJSON *job, struct ad *ad, struct findings *out)
{
	struct url_parts u;

	put_pay(job, ad);
	if (!ad->employer.len && url_split(doc->url, &u) &&
	    span_is(url_segment(u.path, 4), "board"))
		ad->employer = board_employer(&out->arena, doc, doc->url, 5);
	(void)root;
}

/* Alike places say alike; "remote here, in the office there" says neither. */
static void put_item(const struct document *doc, const cJSON *root,
		     const cJSON *item, struct ad *ad, struct findings *out)
{
	struct arena    *arena = &out->arena;
	const cJSON     *place;
	enum remote_kind all = REMOTE_UNKNOWN;
	size_t           n = 0;

	(void)root;
	cJSON_ArrayForEach(place, json_get(item, "locations"))
	{
		struct ad_location *l;
		enum remote_kind    kind =
			text_remote(json_member(place, "workplaceType"));

		if (ad->n_locations == 200)
			break;
		l = text_add_location(arena, ad);
		l->text = json_member_text(arena, place, "name");
		l->city = json_member_text(arena, place, "city");
		l->region = json_member_text(arena, place, "state");
		l->country = json_member_text(arena, place, "country");
		text_compose_location(arena, l);
		all = n++ && all != kind ? REMOTE_UNKNOWN : kind;
	}
	ad->remote = all;
	ad->employer = board_employer(arena, doc, doc->url, 3);
}

static const struct board_map list = {
	.what = "jobs of rippling",
	.list = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.detail = "/platform/api/ats/v1/board/{5}/jobs/{uuid}",
	.each = put_job,
};

static const struct board_map items = {
	.what = "\"items\" of rippling",
	.list = "items",
	.listed = "totalItems",
	.fields = item_fields,
	.n_fields = ARRAY_LEN(item_fields),
	.paging = { .by = PAGING_NUMBER, .param = "page", .size = 50 },
	.detail = "https://api.rippling.com/platform/api/ats/v1/board/{3}"
		  "/jobs/{id}",
	.each = put_item,
};

static const struct board_map one = {
	.what = "a job of rippling",
	.list = "",
	.single = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_job,
};

static enum parse_status parse_rippling(const struct document *doc,
					struct findings *out,
					struct error *err)
{
	cJSON                  *root = json_parse_document(doc, err);
	const struct board_map *map = json_get(root, "items")  ? &items
				      : json_get(root, "uuid") ? &one
							       : &list;
	enum parse_status       status = PARSE_BROKEN;

	if (root)
		status = board_map_read(map, root, doc, out, err);
	json_free(root);
	return status;
}

static int sniff_rippling(const struct document *doc)
{
	static const char *const jobs[] = { "\"uuid\"", "\"workLocation" };
	static const char *const pages[] = { "\"items\"", "\"totalItems\"",
					     "\"workplaceType\"" };

	if (json_has_keys(doc, "[{", jobs, ARRAY_LEN(jobs)) ||
	    json_has_keys(doc, "{", pages, ARRAY_LEN(pages)))
		return 86;
	return json_has_keys(doc, "[{", NULL, 0) &&
			       board_is_host(doc->url, "rippling.com")
		       ? 80
		       : 0;
}

/*
 * "acme", https://ats.rippling.com[/en-GB]/acme/jobs[/...], also under
 * ats.us1., or an address of either API.
 */
static bool seed_rippling(struct span board, char *out, size_t size)
{
	static const char format[] = "https://api.rippling.com/platform/api"
				     "/ats/v1/board/%.*s/jobs";
	struct url_parts  u;
	struct span       first;

	if (!url_split(board, &u))
		return board_print(out, size, format, board_slug(board));
	first = url_segment(u.path, 0);
	if (span_is(first, "platform") || span_is(first, "api"))
		return board_copy(out, size, board);
	if (!board_is_host(board, "rippling.com") ||
	    !span_starts(u.authority, "ats."))
		return false;
	if (first.len == 5 && first.ptr[2] == '-')
		first = url_segment(u.path, 1);
	return board_print(out, size, format, board_slug(first));
}

const struct parser parser_rippling = {
	.name = "rippling",
	.about = "Rippling's public job board API",
	.board = "slug or address",
	.spec = "https://developer.rippling.com/documentation/job-board-api",
	.parse = parse_rippling,
	.sniff = sniff_rippling,
	.seed_url = seed_rippling,
	.hosts = "rippling.com",
};
