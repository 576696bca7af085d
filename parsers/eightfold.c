/*
 * eightfold.c - Career sites of Eightfold, under eightfold.ai or the names of
 * their employers. There is no public documentation; what is said here is what
 * their own pages ask for (read 2026-11).
 *
 *   /careers                        a page that names the employer's domain
 *   /api/apply/v2/jobs?domain=      the older list, and /api/apply/v2/jobs/ID
 *   /api/pcsx/search?domain=        the newer list, ten ads a page
 *   /api/pcsx/position_details      one ad of the newer
 *
 * A site answers one of the two lists and refuses the other (403), so the page
 * is visited first: it tells which. Lists give id, title, places, department,
 * date and where one works; details the text. The newer list ends at 2,000
 * ads whatever its total says. Not given: employment type, pay, employer.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/html_text.h"
#include "parsers/kinds.h"

#include <string.h>

#define NEW_LIST_MAX 2000 /* ads that /api/pcsx/search goes through */
#define DOMAIN_MAX 120

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "canonicalPositionUrl", MAP_URL },
	{ "publicUrl", MAP_URL },
	{ "positionUrl", MAP_URL },
	{ "posting_name", MAP_TITLE },
	{ "name", MAP_TITLE },
	{ "location", MAP_PLACE },
	{ "locations", MAP_MORE_PLACES },
	{ "t_create", MAP_POSTED },
	{ "postedTs", MAP_POSTED },
	{ "t_update", MAP_UPDATED },
	{ "department", MAP_DEPARTMENT },
	{ "display_job_id", MAP_REQUISITION },
	{ "ats_job_id", MAP_REQUISITION },
	{ "displayJobId", MAP_REQUISITION },
	{ "atsJobId", MAP_REQUISITION },
	{ "work_location_option", MAP_REMOTE_KIND },
	{ "workLocationOption", MAP_REMOTE_KIND },
	{ "job_description", MAP_HTML },
	{ "jobDescription", MAP_HTML },
};

static const struct board_map old_map = {
	.what = "\"positions\" of eightfold",
	.list = "positions",
	.listed = "count",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.paging = { .by = PAGING_OFFSET, .param = "start" },
};

/* What a page of the older kind shows at first; its list has it all. */
static const struct board_map shown_map = {
	.what = "\"positions\" of eightfold",
	.list = "positions",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static const struct board_map old_detail = {
	.what = "a position of eightfold",
	.list = "positions",
	.single = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static const struct board_map new_map = {
	.what = "\"data\" of eightfold",
	.list = "data.positions",
	.listed = "data.count",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.paging = { .by = PAGING_OFFSET,
		    .param = "start",
		    .most = NEW_LIST_MAX },
};

static const struct board_map new_detail = {
	.what = "\"data\" of eightfold",
	.list = "data.positions",
	.single = "data",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

/* ---- the lists ---- */

static void add_detail(struct ad *ad, struct span domain, bool is_new,
		       struct findings *out)
{
	const char *format = is_new ? "/api/pcsx/position_details"
				      "?position_id=%.*s&domain=%.*s&hl=en"
				    : "/api/apply/v2/jobs/%.*s?domain=%.*s";

	if (!ad->native_id.len || !domain.len || ad->description.len)
		return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	board_add_detail(out, ad,
			 span_of(arena_printf(&out->arena, format,
					      (int)ad->native_id.len,
					      ad->native_id.ptr,
					      (int)domain.len, domain.ptr)),
			 NULL);
#pragma GCC diagnostic pop
}

static void put_url(struct ad *ad, struct findings *out)
{
	if (!ad->url.len && ad->native_id.len)
		ad->url = span_of(arena_printf(&out->arena, "/careers/job/%.*s",
					       (int)ad->native_id.len,
					       ad->native_id.ptr));
}

static void finish(size_t first, struct span domain, bool is_new,
		   struct findings *out)
{
	for (size_t i = first; i < out->n_ads; i++) {
		put_url(&out->ads[i], out);
		add_detail(&out->ads[i], domain, is_new, out);
	}
}

static enum parse_status read_list(const cJSON *root, struct span domain,
				   const struct document *doc,
				   struct findings *out, struct error *err)
{
	size_t            first = out->n_ads;
	bool              is_new = cJSON_IsObject(json_get(root, "data"));
	bool              is_list = json_path(root, "data.positions") ||
				    json_get(root, "positions");
	enum parse_status status;

	if (!is_list && !is_new && !json_get(root, "name"))
		return board_not_mine(root, "\"positions\" of eightfold", err);
	status = board_map_read(is_new	? is_list ? &new_map : &new_detail
				: is_list ? &old_map
					  : &old_detail,
				root, doc, out, err);
	finish(first, is_list ? domain : (struct span){ NULL, 0 }, is_new, out);
	return status;
}

static enum parse_status parse_api(const struct document *doc,
				   struct findings *out, struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_BROKEN;
	struct url_parts  u = { 0 };
	struct span       domain;

	if (!root)
		return status;
	url_split(doc->url, &u);
	domain = url_query(u.query, "domain");
	if (!domain.len)
		domain = json_member_text(&out->arena, root, "domain");
	status = read_list(root, domain, doc, out, err);
	json_free(root);
	return status;
}

/* ---- the page ---- */

/* What stands between the quotes behind `mark`, when it can be a domain. */
static struct span domain_after(struct span page, const char *mark)
{
	const char *at = span_find(page, mark);
	const char *end = page.ptr + page.len;
	struct span value = { NULL, 0 };

	if (!at)
		return value;
	at += strlen(mark);
	while (at < end && strchr(" =:\"'", *at) && *at)
		at++;
	value.ptr = at;
	while (at < end && value.len < DOMAIN_MAX && *at &&
	       !strchr("\"'<>&; \r\n\t", *at)) {
		at++;
		value.len++;
	}
	return board_slug(value);
}

/* The escaped JSON of <code id="mark">; NULL when there is none. */
static cJSON *code_json(struct span page, const char *mark,
			struct findings *out)
{
	struct span  json = html_json_after(page, mark);
	const char  *end = span_find(json, "</code");
	struct error ignored = ERROR_INIT;

	if (!end)
		return NULL;
	json.len = (size_t)(end - json.ptr);
	return json_parse(html_unescape(&out->arena, json), &ignored);
}

/* The domain, and the ads that a page of the older kind shows at first. */
static struct span read_code(struct span page, const char *mark,
			     const struct document *doc, struct findings *out)
{
	struct error ignored = ERROR_INIT;
	size_t       first = out->n_ads;
	cJSON       *root = code_json(page, mark, out);
	struct span  domain = json_member_text(&out->arena, root, "domain");

	if (cJSON_IsArray(json_get(root, "positions"))) {
		board_map_read(&shown_map, root, doc, out, &ignored);
		finish(first, domain, false, out);
	}
	json_free(root);
	return board_slug(domain);
}

static void add_list(struct span domain, bool is_old, struct findings *out)
{
	struct found_link *link = findings_add_link(out);

	link->url = span_of(arena_printf(
		&out->arena, "%s?domain=%.*s&start=0%s",
		is_old ? "/api/apply/v2/jobs" : "/api/pcsx/search",
		(int)domain.len, domain.ptr,
		is_old ? "&num=100" : "&query=&location="));
	link->role = LINK_LIST;
}

/* The page of all careers: it names the domain, and links to the list. */
static enum parse_status parse_careers(const struct document *doc,
				       struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	struct span       page, domain;
	bool              is_old;

	if (!charset_decode(doc, true, &store, &page, err))
		goto out;
	is_old = span_find(page, "smartApplyData");
	domain = read_code(page, is_old ? "smartApplyData" : "pcsx-data", doc,
			   out);
	if (!domain.len)
		domain = domain_after(page, "_EF_GROUP_ID");
	if (!domain.len) {
		error_set(err, "expected the domain of an eightfold site, "
			       "got a page without it");
		status = PARSE_NOT_MINE;
		goto out;
	}
	add_list(arena_span(&out->arena, domain), is_old, out);
	status = PARSE_OK;
out:
	buf_deinit(&store);
	return status;
}

/* "123" of /careers/job/123-title. */
static struct span job_of(struct span url)
{
	struct url_parts u;
	struct span      id = { NULL, 0 };

	if (!url_split(url, &u) || !span_is(url_segment(u.path, 0), "careers") ||
	    !span_is(url_segment(u.path, 1), "job"))
		return id;
	id = url_segment(u.path, 2);
	for (size_t i = 0; i < id.len; i++) {
		if (id.ptr[i] < '0' || id.ptr[i] > '9')
			id.len = i;
	}
	return id;
}

static enum parse_status parse_eightfold(const struct document *doc,
					 struct findings *out,
					 struct error *err)
{
	struct span id = job_of(doc->url);

	if (!board_page_has(doc, "<"))
		return parse_api(doc, out, err);
	return id.len ? board_page(doc, id, out, err)
		      : parse_careers(doc, out, err);
}

/* ---- which is it, and where ---- */

static bool is_api(struct span url)
{
	return span_find(url, "/api/apply/v2/jobs") ||
	       span_find(url, "/api/pcsx/");
}

static int sniff_eightfold(const struct document *doc)
{
	static const char *const old_list[] = { "\"positions\"", "\"t_create\"" };
	static const char *const old_one[] = { "\"t_create\"", "\"ats_job_id\"" };
	static const char *const new_list[] = { "\"positions\"", "\"postedTs\"" };
	static const char *const new_one[] = { "\"jobDescription\"",
					       "\"displayJobId\"" };

	if (is_api(doc->url) && !board_page_has(doc, "<"))
		return 90;
	if (json_has_keys(doc, "{", old_list, ARRAY_LEN(old_list)) ||
	    json_has_keys(doc, "{", old_one, ARRAY_LEN(old_one)) ||
	    json_has_keys(doc, "{", new_list, ARRAY_LEN(new_list)) ||
	    json_has_keys(doc, "{", new_one, ARRAY_LEN(new_one)))
		return 86;
	return board_page_has(doc, "_EF_GROUP_ID") ||
			       board_page_has(doc, "id=\"smartApplyData\"") ||
			       board_page_has(doc, "id=\"pcsx-data\"")
		       ? 75
		       : 0;
}

/* "acme", or any address of the site: its page names what the lists need. */
static bool seed_eightfold(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct span      domain;

	if (!url_split(board, &u))
		return board_print(out, size,
				   "https://%.*s.eightfold.ai/careers",
				   board_slug(board));
	if (is_api(board))
		return board_copy(out, size, board);
	domain = board_slug(url_query(u.query, "domain"));
	if (!board_at_host(out, size, board, "/careers"))
		return false;
	return !domain.len ||
	       board_print(out + strlen(out), size - strlen(out),
			   "?domain=%.*s", domain);
}

const struct parser parser_eightfold = {
	.name = "eightfold",
	.about = "career sites of Eightfold",
	.board = "slug or address",
	.spec = "/api/apply/v2/jobs?domain={domain}",
	.parse = parse_eightfold,
	.sniff = sniff_eightfold,
	.seed_url = seed_eightfold,
	.hosts = "eightfold.ai",
};
