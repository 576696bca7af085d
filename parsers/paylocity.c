/*
 * paylocity.c - Job boards of Paylocity (United States), as the pages show
 * themselves (2026-11):
 *
 *   https://recruiting.paylocity.com/recruiting/jobs/All/{guid}/{name}
 *       window.pageData = {"Jobs": [...], "ModuleTitle": ...}, all jobs at once
 *   https://recruiting.paylocity.com/Recruiting/Jobs/Details/{id}
 *
 * The list gives id, title, place, date, department, whether one works
 * elsewhere, and the employer; its text is the beginning of one and is left
 * out. Details give the text and the kind of employment, some as JSON-LD.
 * Not given: pay. Jobs that are marked as internal are not read.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>
#include <strings.h>

#define HOME "https://recruiting.paylocity.com/"
#define PAGE_DATA "window.pageData"
#define BULLET "\xE2\x80\xA2"
#define PARTS_MAX 8 /* of the line below the title */

static const struct map_field fields[] = {
	{ "JobId", MAP_ID },
	{ "JobTitle", MAP_TITLE },
	{ "JobLocation.Address", MAP_STREET },
	{ "JobLocation.City", MAP_CITY },
	{ "JobLocation.State", MAP_REGION },
	{ "JobLocation.Country", MAP_COUNTRY },
	{ "JobLocation.Zip", MAP_POSTAL },
	{ "PublishedDate", MAP_POSTED },
	{ "HiringDepartment", MAP_DEPARTMENT },
	{ "IsRemote", MAP_IS_REMOTE },
};

/* "Career Opportunities": what stands there when no name was entered. */
static bool is_heading(struct span name)
{
	static const char *const words[] = { "career", "opportunit", "openings",
					     "join our", "jobs at", "positions",
					     "employment" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (span_find_nocase(name, words[i]))
			return true;
	}
	return false;
}

static void finish(const struct document *doc, const cJSON *root,
		   const cJSON *job, struct ad *ad, struct findings *out)
{
	struct span      name = json_member_text(&out->arena, job,
						 "LocationName");
	enum remote_kind where = text_remote(name);
	struct url_parts u;

	if (is_heading(ad->employer) &&
	    span_same(ad->employer, json_member(root, "ModuleTitle")))
		ad->employer = text_line(&out->arena, doc->employer);
	if (where != REMOTE_UNKNOWN && ad->remote != REMOTE_REMOTE)
		ad->remote = where;
	if (!ad->n_locations && name.len)
		text_add_location(&out->arena, ad)->text = name;
	if (!ad->native_id.len ||
	    !url_split(doc->url.len ? doc->url : SPAN(HOME), &u))
		return;
	ad->url = span_of(arena_printf(
		&out->arena, "%.*s://%.*s/Recruiting/Jobs/Details/%.*s",
		(int)u.scheme.len, u.scheme.ptr, (int)u.authority.len,
		u.authority.ptr, (int)ad->native_id.len, ad->native_id.ptr));
	board_add_detail(out, ad, ad->url, NULL);
}

static const struct board_map map = {
	.what = "\"Jobs\" of paylocity",
	.list = "Jobs",
	.employer = "ModuleTitle",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = finish,
};

/* ---- the list ---- */

static void add_jobs(const cJSON *root, const struct document *doc,
		     struct findings *out)
{
	struct span  employer = json_member_text(&out->arena, root,
						 map.employer);
	const cJSON *job;

	out->listed = 0;
	cJSON_ArrayForEach(job, json_get(root, map.list))
	{
		if (!cJSON_IsObject(job) ||
		    cJSON_IsTrue(json_get(job, "IsInternal")))
			continue;
		if (out->n_ads > PARSER_ADS_MAX)
			return;
		board_map_add(&map, doc, root, employer, job, out);
		out->listed++;
	}
}

static enum parse_status read_list(struct span page,
				   const struct document *doc,
				   struct findings *out, struct error *err)
{
	struct span       json = html_json_after(page, PAGE_DATA);
	enum parse_status status = PARSE_BROKEN;
	cJSON            *root;

	if (!json.len) {
		error_set(err, "expected window.pageData of paylocity, "
			       "got a page without it");
		return PARSE_NOT_MINE;
	}
	root = json_parse(json, err);
	if (root && cJSON_IsArray(json_get(root, map.list))) {
		status = PARSE_OK;
		add_jobs(root, doc, out);
	} else if (root) {
		status = board_not_mine(root, map.what, err);
	}
	json_free(root);
	return status;
}

/* ---- the page of one job ---- */

/* "123" of /Recruiting/Jobs/Details/123, however its letters are cased. */
static struct span job_of(struct span url)
{
	struct url_parts u;

	if (!url_split(url, &u) ||
	    !span_starts_nocase(url_segment(u.path, 1), "jobs") ||
	    !span_starts_nocase(url_segment(u.path, 2), "details"))
		return (struct span){ NULL, 0 };
	return board_slug(url_segment(u.path, 3));
}

/* Pieces of "Hybrid Remote • New Providence, New Jersey • Research". */
static size_t split_line(struct span line, struct span parts[PARTS_MAX])
{
	size_t n = 0;

	while (line.len && n < PARTS_MAX) {
		const char *at = span_find(line, BULLET);
		size_t      len = at ? (size_t)(at - line.ptr) : line.len;
		size_t      skip = at ? len + strlen(BULLET) : len;

		parts[n] = span_trim((struct span){ line.ptr, len });
		n += parts[n].len > 0;
		line = (struct span){ line.ptr + skip, line.len - skip };
	}
	return n;
}

/* A town has its state behind a comma; without one the first part is it. */
static void take_line(struct ad *ad, struct span line, struct arena *arena)
{
	struct span parts[PARTS_MAX];
	size_t      n = split_line(line, parts), place = 0;

	if (!n)
		return;
	for (size_t i = n; i-- > 0;) {
		if (span_find(parts[i], ","))
			place = i;
	}
	ad->remote = text_remote(parts[0]);
	text_add_location(arena, ad)->text = parts[place];
	if (place + 1 < n)
		ad->department = parts[place + 1];
}

/* What stands below a heading: the next element. */
static struct span section(struct span *rest)
{
	struct html_tag tag;

	while (html_tag_next(rest, &tag)) {
		if (!tag.is_end)
			return html_inside(rest, &tag);
	}
	return (struct span){ NULL, 0 };
}

static void take_section(struct ad *ad, struct span *rest,
			 const struct html_tag *heading, struct arena *arena)
{
	struct span name = text_line_of_html(arena, html_inside(rest, heading));

	if (span_is(name, "Description"))
		text_describe(arena, ad, section(rest));
	else if (span_is(name, "Job Type"))
		text_employment(arena, ad,
				text_line_of_html(arena, section(rest)));
}

static enum parse_status read_page(struct span page,
				   const struct document *doc,
				   struct findings *out)
{
	struct arena   *arena = &out->arena;
	struct ad      *ad = findings_add_ad(out);
	struct html_tag tag;

	ad->url = doc->url;
	ad->native_id = text_line(arena, job_of(doc->url));
	ad->employer = text_line(arena, doc->employer);
	while (html_tag_next(&page, &tag)) {
		if (tag.is_end)
			continue;
		if (html_has_class(tag.text, "job-preview-title"))
			ad->title = text_line_of_html(
				arena, html_inside(&page, &tag));
		else if (html_has_class(tag.text, "preview-location"))
			take_line(ad,
				  text_line_of_html(arena,
						    html_inside(&page, &tag)),
				  arena);
		else if (html_has_class(tag.text, "job-listing-header"))
			take_section(ad, &page, &tag, arena);
	}
	return PARSE_OK;
}

static enum parse_status parse_page(struct span page,
				    const struct document *doc,
				    struct findings *out, struct error *err)
{
	if (span_find(page, "job-listing-header") &&
	    !span_find(page, "JobPosting"))
		return read_page(page, doc, out);
	return board_page(doc, job_of(doc->url), out, err);
}

static enum parse_status parse_paylocity(const struct document *doc,
					 struct findings       *out,
					 struct error          *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	struct span       page;

	if (charset_decode(doc, true, &store, &page, err))
		status = job_of(doc->url).len
				 ? parse_page(page, doc, out, err)
				 : read_list(page, doc, out, err);
	buf_deinit(&store);
	return status;
}

static int sniff_paylocity(const struct document *doc)
{
	if (board_page_has(doc, PAGE_DATA) &&
	    (board_page_has(doc, "\"JobTitle\"") ||
	     board_page_has(doc, "\"ModuleTitle\"")))
		return 85;
	if (board_page_has(doc, "job-preview-title") && job_of(doc->url).len)
		return 80;
	return board_is_host(doc->url, "recruiting.paylocity.com") &&
			       board_page_has(doc, "<")
		       ? 75
		       : 0;
}

static bool is_guid(struct span s)
{
	size_t dashes = 0;

	if (s.len != 36)
		return false;
	for (size_t i = 0; i < s.len; i++)
		dashes += s.ptr[i] == '-';
	return dashes == 4 && board_slug(s).len;
}

/* The board's number, or any list of it; one job does not tell its board. */
static bool seed_paylocity(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct span      guid = span_trim(board);

	if (!url_split(board, &u))
		return is_guid(guid) &&
		       board_print(out, size,
				   "https://recruiting.paylocity.com/recruiting/"
				   "jobs/All/%.*s",
				   guid);
	for (size_t i = 0; i < 6; i++) {
		guid = url_segment(u.path, i);
		if (is_guid(guid))
			return board_at_host(out, size, board,
					     "/recruiting/jobs/All/") &&
			       board_print(out + strlen(out),
					   size - strlen(out), "%.*s", guid);
	}
	return false;
}

const struct parser parser_paylocity = {
	.name = "paylocity",
	.about = "job boards of Paylocity (US)",
	.board = "number (GUID), or address",
	.spec = "https://recruiting.paylocity.com/recruiting/jobs/All/{guid}",
	.parse = parse_paylocity,
	.sniff = sniff_paylocity,
	.seed_url = seed_paylocity,
	.hosts = "recruiting.paylocity.com",
};
