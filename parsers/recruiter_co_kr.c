/*
 * recruiter_co_kr.c - Career sites of Midas (Korea),
 * https://{name}.recruiter.co.kr/career/home. Undocumented; what their pages
 * ask for (2026-11), at one host for all sites, told apart by a header:
 *
 *   POST https://api-recruiter.recruiter.co.kr/position/v1/jobflex
 *   GET  https://api-recruiter.recruiter.co.kr/position/v2/jobflex/{id}
 *   prefix: {name}.recruiter.co.kr
 *
 * Its value stands in the address, from where the header is filled: the server
 * passes over it. Lists give id, title, what the job is classified as, and the
 * days from which and until which one may apply; their clock has no zone. The
 * details give the text, whose table may name the place (근무지). Not given: the
 * employer's name, pay.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/html_tag.h"
#include "parsers/html_text.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

#define API "https://api-recruiter.recruiter.co.kr/position/v1/jobflex"
#define PLACES_MAX 50 /* of one ad */

static const struct map_field fields[] = {
	{ "positionSn", MAP_ID },
	{ "title", MAP_TITLE },
	{ "companyName", MAP_EMPLOYER },
	{ "classificationCode", MAP_DEPARTMENT },
};

static const struct board_map map = {
	.what = "\"list\" of recruiter_co_kr",
	.list = "list",
	.single = "",
	.listed = "pagination.totalCount",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.paging = { .by = PAGING_NUMBER,
		    .param = "pageableRq.page",
		    .first = 1,
		    .size = 100 },
};

/* ---- places ---- */

static void add_place(struct span text, struct ad *ad, struct findings *out)
{
	for (size_t i = 0; i < ad->n_locations; i++) {
		if (text.len && span_is(ad->locations[i].text, text.ptr))
			return;
	}
	if (text.len && ad->n_locations < PLACES_MAX)
		text_add_location(&out->arena, ad)->text = text;
}

/* A text, or an object that has a name. */
static void add_region(const cJSON *value, struct ad *ad, struct findings *out)
{
	static const char *const names[] = { "regionName", "name", "cityName",
					     "siteName" };
	struct span text = json_text(&out->arena, value);

	for (size_t i = 0; i < ARRAY_LEN(names) && !text.len; i++)
		text = json_member_text(&out->arena, value, names[i]);
	add_place(text, ad, out);
}

/* The cell beside one that says "place of work", in the table of the text. */
static void add_told_places(struct span html, struct ad *ad,
			    struct findings *out)
{
	static const char *const labels[] = { "근무지", "근무지역", "근무 지역",
					      "근무장소", "근무 장소" };
	struct html_tag tag;
	bool            is_next = false;

	while (html_tag_next(&html, &tag)) {
		struct span cell;

		if (tag.is_end ||
		    !(html_tag_is(&tag, "td") || html_tag_is(&tag, "th")))
			continue;
		cell = html_to_line(&out->arena, html_inside(&html, &tag));
		if (is_next)
			add_place(cell, ad, out);
		is_next = false;
		for (size_t i = 0; i < ARRAY_LEN(labels); i++)
			is_next = is_next || span_is(cell, labels[i]);
	}
}

static void add_places(const cJSON *job, struct ad *ad, struct findings *out)
{
	static const char *const lists[] = { "regionList", "regionNameList",
					     "workPlaceList", "locationList" };
	static const char *const texts[] = { "regionName", "workPlaceName" };
	const cJSON *item;

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		cJSON_ArrayForEach(item, json_get(job, lists[i]))
		{
			add_region(item, ad, out);
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		add_place(json_member_text(&out->arena, job, texts[i]), ad,
			  out);
	if (!ad->n_locations)
		add_told_places(json_member(job, "jobDescription"), ad, out);
}

/* ---- the ads ---- */

/* Experience is told by the same word as the few kinds of employment. */
static void put_employment(struct span career, struct ad *ad,
			   struct findings *out)
{
	if (span_find(career, "INTERN") || span_find(career, "CONTRACT") ||
	    span_find(career, "PART"))
		text_employment(&out->arena, ad, career);
}

static void put_day(const cJSON *value, struct stamp *out)
{
	struct span s = json_raw(value);

	if (s.len > 10)
		s.len = 10;
	text_date(s, out);
}

static void finish(const cJSON *job, struct span site, bool is_list,
		   struct ad *ad, struct findings *out)
{
	struct span text = json_member(job, "jobDescription");
	struct span kind = json_member(job, "jobDescriptionType");

	put_day(json_get(job, "startDateTime"), &ad->posted_at);
	put_day(json_get(job, "endDateTime"), &ad->valid_through);
	put_employment(json_member(job, "careerType"), ad, out);
	add_places(job, ad, out);
	if (kind.len && !span_is(kind, "HTML"))
		text_describe_plain(&out->arena, ad, text);
	else
		text_describe(&out->arena, ad, text);
	if (!site.len || !ad->native_id.len)
		return;
	ad->url = span_of(arena_printf(
		&out->arena, "https://%.*s/career/jobs/%.*s", (int)site.len,
		site.ptr, (int)ad->native_id.len, ad->native_id.ptr));
	if (is_list && ad->title.len)
		board_add_detail(
			out, ad,
			span_of(arena_printf(
				&out->arena,
				"/position/v2/jobflex/%.*s?prefix=%.*s",
				(int)ad->native_id.len, ad->native_id.ptr,
				(int)site.len, site.ptr)),
			NULL);
}

static enum parse_status parse_recruiter(const struct document *doc,
					 struct findings *out,
					 struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	size_t            n = out->n_ads;
	struct url_parts  u = { 0 };
	enum parse_status status = PARSE_BROKEN;
	const cJSON      *list, *job;
	struct span       site;

	if (!root)
		return status;
	url_split(doc->url, &u);
	site = board_slug(url_query(u.query, "prefix"));
	list = json_get(root, "list");
	status = list || json_get(root, "title")
			 ? board_map_read(&map, root, doc, out, err)
			 : board_not_mine(root, map.what, err);
	if (status == PARSE_OK && !list) {
		if (!out->ads[n].native_id.len)
			out->ads[n].native_id =
				text_line(&out->arena, url_segment(u.path, 3));
		finish(root, site, false, &out->ads[n], out);
	} else if (status == PARSE_OK) {
		cJSON_ArrayForEach(job, list)
		{
			if (cJSON_IsObject(job) && n < out->n_ads)
				finish(job, site, true, &out->ads[n++], out);
		}
	}
	json_free(root);
	return status;
}

/* ---- which is it, and where ---- */

static int sniff_recruiter(const struct document *doc)
{
	static const char *const list[] = { "\"positionSn\"", "\"title\"" };
	static const char *const one[] = { "\"jobDescription\"",
					   "\"jobDescriptionType\"" };

	return json_has_keys(doc, "{", list, ARRAY_LEN(list)) ||
			       json_has_keys(doc, "{", one, ARRAY_LEN(one)) ||
			       span_find(doc->url, "/jobflex")
		       ? 86
		       : 0;
}

/* "acme", or any page of https://acme.recruiter.co.kr. */
static bool seed_recruiter(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size,
				   API "?prefix=%.*s.recruiter.co.kr",
				   board_slug(board));
	if (span_find(u.path, "/jobflex") && url_query(u.query, "prefix").len)
		return board_copy(out, size, board);
	return board_is_host(board, "recruiter.co.kr") &&
	       !board_is_host(board, "www.recruiter.co.kr") &&
	       !board_is_host(board, "api-recruiter.recruiter.co.kr") &&
	       board_print(out, size, API "?prefix=%.*s", u.authority);
}

const struct parser parser_recruiter_co_kr = {
	.name = "recruiter_co_kr",
	.about = "career sites of Midas, recruiter.co.kr (Korea)",
	.board = "slug or address",
	.spec = API,
	.parse = parse_recruiter,
	.sniff = sniff_recruiter,
	.seed_url = seed_recruiter,
	.seed_post = "{\"pageableRq\":{\"page\":1,\"size\":100,\"sort\":"
		     "[\"CREATED_DATE_TIME\"]},\"filter\":{\"keyword\":\"\","
		     "\"tagSnList\":[],\"jobGroupSnList\":[],"
		     "\"careerTypeList\":[],\"regionSnList\":[],"
		     "\"submissionStatusList\":[\"IN_SUBMISSION\"],"
		     "\"openStatusList\":[\"OPEN\"],"
		     "\"resumeLanguageTypeList\":[]}}",
	.headers = "prefix: {query:prefix}\nAccept: application/json",
	.hosts = "recruiter.co.kr",
};
