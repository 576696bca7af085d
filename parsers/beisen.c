/*
 * beisen.c - Career sites of Beisen (China), https://{name}.zhiye.com/.
 * Undocumented; as the sites show themselves (2026-11).
 *
 *   a page with var BSGlobal = {"PortalId": ...}   leads to the list:
 *   POST /api/Jobad/GetJobAdPageList   {"Code": 200, "Count", "Data": [...]}
 *   /Social, /index                    the older sites: tables, lists in HTML
 *
 * The JSON gives id, title, towns, department, category, duties and demands,
 * kind of employment, pay where it is told (薪资), and dates, whose clock has
 * no zone, so that only the day counts. Older pages give id, title, place and
 * day; their job pages mark nothing, and their text is not read.
 */
#include "parsers/beisen_page.h"

#include "base/buf.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

#define PAGE_SIZE 100 /* ads of one post */

static const struct map_field fields[] = {
	{ "Id", MAP_ID },
	{ "JobAdId", MAP_ID },
	{ "JobAdName", MAP_TITLE },
	{ "LocNames", MAP_MORE_PLACES },
	{ "Kind", MAP_EMPLOYMENT },
	{ "HeadCount", MAP_OPENINGS },
	{ "Org", MAP_DEPARTMENT },
	{ "ClassificationOne", MAP_DEPARTMENT },
	{ "JobAdId", MAP_REQUISITION },
};

/* ---- one ad ---- */

/* "25K-50K 元/月", "1.5-2万", "300元/天": one unit holds for both ends. */
static void put_pay(struct span raw, struct ad_pay *pay)
{
	struct ad_pay told = { 0 };
	double        times = span_find(raw, "万")   ? 10000
			      : span_find(raw, "千") ? 1000
						     : 1;

	if (!text_pay_range(raw, &told) || told.max <= 0)
		return;
	if (times > 1 && told.max < 1000) {
		told.min *= times;
		told.max *= times;
	} else if (told.max >= 1000 && told.min < 1000 &&
		   span_find_nocase(raw, "k")) {
		told.min *= 1000;
	}
	told.period = span_find(raw, "时")   ? PAY_HOUR
		      : span_find(raw, "天") ? PAY_DAY
		      : span_find(raw, "日") ? PAY_DAY
		      : span_find(raw, "月") ? PAY_MONTH
		      : span_find(raw, "年") ? PAY_YEAR
					     : PAY_PERIOD_UNKNOWN;
	if (span_find(raw, "元"))
		text_currency(&told, SPAN("CNY"));
	told.source = SPAN("stated");
	*pay = told;
}

/* The day of "2026-08-20T16:36:37"; the year 1 means that there is none. */
static void put_day(const cJSON *value, struct stamp *out)
{
	struct span s = json_raw(value);

	if (s.len > 10)
		s.len = 10;
	text_date(s, out);
}

static void put_text(const cJSON *job, struct ad *ad, struct findings *out)
{
	static const char *const parts[] = { "Duty", "Require" };
	struct buf               all = BUF_INIT;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		struct span part = span_trim(json_member(job, parts[i]));

		if (all.len && part.len)
			buf_add_text(&all, "\n\n");
		buf_add_span(&all, part);
	}
	if (text_has_tags(buf_span(&all)))
		text_describe(&out->arena, ad, buf_span(&all));
	else
		text_describe_plain(&out->arena, ad, buf_span(&all));
	buf_deinit(&all);
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *job, struct ad *ad, struct findings *out)
{
	struct span category = json_member_text(&out->arena, job, "CategoryId");
	struct span address = json_member_text(&out->arena, job,
					       "DetailAddress");
	int64_t     status = 1;

	(void)doc;
	(void)root;
	if (!ad->n_locations && address.len)
		text_add_location(&out->arena, ad)->text = address;
	put_day(json_get(job, "PostDate"), &ad->posted_at);
	put_day(json_get(job, "ChangeDate"), &ad->updated_at);
	put_day(json_get(job, "EndTime"), &ad->valid_through);
	put_pay(json_member(job, "Salary"), &ad->pay);
	put_text(job, ad, out);
	ad->is_closed = json_whole(json_get(job, "Status"), &status) &&
			status != 1;
	if (ad->native_id.len)
		ad->url = span_of(arena_printf(
			&out->arena, "/%s/detail?jobAdId=%.*s",
			span_is(category, "2")	 ? "campus"
			: span_is(category, "3") ? "intern"
						 : "social",
			(int)ad->native_id.len, ad->native_id.ptr));
}

static const struct board_map map = {
	.what = "\"Data\" of beisen",
	.list = "Data",
	.listed = "Count",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
	.paging = { .by = PAGING_NUMBER,
		    .param = "PageIndex",
		    .size = PAGE_SIZE },
};

/* ---- the page of the newer sites ---- */

/* The list asks for fields by name; towns come only with their codes. */
static void add_list(struct span portal, struct findings *out)
{
	struct buf         body = BUF_INIT;
	struct found_link *link = findings_add_link(out);

	json_open_object(&body);
	json_put_int(&body, "PageIndex", 0);
	json_put_int(&body, "PageSize", PAGE_SIZE);
	json_put_text(&body, "KeyWords", "");
	json_put_int(&body, "SpecialType", 0);
	json_put_span(&body, "PortalId", portal.len ? portal : SPAN(""));
	buf_add_text(&body, ",\"DisplayFields\":[\"Category\",\"Kind\","
			    "\"LocId\",\"Org\",\"PostDate\",\"EndTime\","
			    "\"Salary\",\"ClassificationOne\"]");
	json_close_object(&body);
	link->url = SPAN("/api/Jobad/GetJobAdPageList");
	link->post = arena_span(&out->arena, buf_span(&body));
	link->role = LINK_LIST;
	buf_deinit(&body);
}

static enum parse_status parse_page(const struct document *doc,
				    struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	struct error      ignored = ERROR_INIT;
	struct span       page, json;
	cJSON            *site = NULL;

	if (!charset_decode(doc, true, &store, &page, err))
		goto out;
	json = html_json_after(page, "BSGlobal =");
	if (!json.len) {
		status = beisen_page(page, doc, out, err);
		goto out;
	}
	site = json_parse(json, &ignored);
	add_list(json_member_text(&out->arena, site, "PortalId"), out);
	status = PARSE_OK;
out:
	json_free(site);
	buf_deinit(&store);
	return status;
}

static enum parse_status parse_beisen(const struct document *doc,
				      struct findings *out, struct error *err)
{
	return board_page_has(doc, "<") ? parse_page(doc, out, err)
					: board_map_parse(&map, doc, out, err);
}

/* ---- which is it, and where ---- */

static int sniff_beisen(const struct document *doc)
{
	static const char *const keys[] = { "\"Data\"", "\"JobAdName\"" };

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)))
		return 86;
	if (span_find(doc->url, "/GetJobAdPageList"))
		return 80;
	return board_page_has(doc, "var BSGlobal") ||
			       board_page_has(doc, "new_zhiye_com")
		       ? 78
		       : 0;
}

/* "acme", or any page of https://acme.zhiye.com; older ones keep their path. */
static bool seed_beisen(struct span board, char *out, size_t size)
{
	static const char *const older[] = { "Social", "social", "index",
					     "SocialList", "CampusList",
					     "InternList", "Campus" };
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size, "https://%.*s.zhiye.com/",
				   board_slug(board));
	if (!board_is_host(board, "zhiye.com") && u.path.len > 1 &&
	    !span_find(u.path, "/GetJobAdPageList"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(older); i++) {
		if (span_is(url_segment(u.path, 0), older[i]) &&
		    !url_segment(u.path, 1).len)
			return board_copy(out, size, board);
	}
	return board_at_host(out, size, board, "/");
}

const struct parser parser_beisen = {
	.name = "beisen",
	.about = "career sites of Beisen (China)",
	.board = "slug or address",
	.spec = "https://{name}.zhiye.com/api/Jobad/GetJobAdPageList",
	.parse = parse_beisen,
	.sniff = sniff_beisen,
	.seed_url = seed_beisen,
	.hosts = "zhiye.com",
};
