/*
 * workable.c - What the career pages of Workable are made from.
 *
 * https://help.workable.com/hc/en-us/articles/115012771647 (the widget; read
 * 2026-11): GET /api/v1/widget/accounts/{account}?details=true is {"name",
 * "jobs": [...]} with all texts, one object for each place of a job. The pages
 * themselves post to /api/v3/accounts/{account}/jobs for {"total", "results":
 * [...], "nextPage": "token"} without texts, and get
 * /api/v2/accounts/{account}/jobs/{shortcode} for one job. No employer there.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "shortcode", MAP_ID },
	{ "url", MAP_URL },
	{ "application_url", MAP_APPLY_URL },
	{ "title", MAP_TITLE },
	{ "locations", MAP_PLACES },
	{ "city", MAP_CITY },
	{ "state", MAP_REGION },
	{ "country", MAP_COUNTRY },
	{ "published_on", MAP_POSTED },
	{ "employment_type", MAP_EMPLOYMENT },
	{ "department", MAP_DEPARTMENT },
	{ "industry", MAP_INDUSTRY },
	{ "code", MAP_REQUISITION },
	{ "telecommuting", MAP_IS_REMOTE },
	{ "workplace_type", MAP_REMOTE_KIND },
	{ "description", MAP_HTML },
	{ "requirements", MAP_HTML },
	{ "benefits", MAP_HTML },
};

static const struct map_field page_fields[] = {
	{ "shortcode", MAP_ID },
	{ "title", MAP_TITLE },
	{ "locations", MAP_PLACES },
	{ "location.city", MAP_CITY },
	{ "location.region", MAP_REGION },
	{ "location.country", MAP_COUNTRY },
	{ "published", MAP_POSTED },
	{ "department", MAP_DEPARTMENT },
	{ "department.0", MAP_DEPARTMENT },
	{ "code", MAP_REQUISITION },
	{ "language", MAP_LANGUAGE },
	{ "remote", MAP_IS_REMOTE },
	{ "workplace", MAP_REMOTE_KIND },
	{ "description", MAP_HTML },
	{ "requirements", MAP_HTML },
	{ "benefits", MAP_HTML },
};

/* Of the API that wants a key, where "state" says whether it is published. */
static const struct map_field account_fields[] = {
	{ "shortcode", MAP_ID },
	{ "url", MAP_URL },
	{ "application_url", MAP_APPLY_URL },
	{ "title", MAP_TITLE },
	{ "location.location_str", MAP_PLACE },
	{ "location.city", MAP_CITY },
	{ "location.region", MAP_REGION },
	{ "location.country", MAP_COUNTRY },
	{ "location.zip_code", MAP_POSTAL },
	{ "location.telecommuting", MAP_IS_REMOTE },
	{ "location.workplace_type", MAP_REMOTE_KIND },
	{ "created_at", MAP_POSTED },
	{ "employment_type", MAP_EMPLOYMENT },
	{ "department", MAP_DEPARTMENT },
	{ "industry", MAP_INDUSTRY },
	{ "code", MAP_REQUISITION },
	{ "salary.salary_from", MAP_PAY_MIN },
	{ "salary.salary_to", MAP_PAY_MAX },
	{ "salary.salary_currency", MAP_CURRENCY },
	{ "full_description", MAP_HTML },
	{ "description", MAP_HTML },
};

/* "full", "part": half of what boards write elsewhere. */
static struct span type_of(struct span type)
{
	return span_is(type, "full")   ? SPAN("full-time")
	       : span_is(type, "part") ? SPAN("part-time")
				       : type;
}

/* Of /api/v3/accounts/{account}/jobs. */
static void put_job(const struct document *doc, const cJSON *root,
		    const cJSON *job, struct ad *ad, struct findings *out)
{
	struct url_parts u;
	struct span      account, code = ad->native_id;

	text_employment(&out->arena, ad,
			type_of(json_member_text(&out->arena, job, "type")));
	if (!url_split(doc->url, &u) ||
	    !span_is(url_segment(u.path, 2), "accounts") ||
	    !board_slug(code).len)
		return;
	account = url_segment(u.path, 3);
	ad->url = span_of(arena_printf(&out->arena, "/%.*s/j/%.*s/",
				       (int)account.len, account.ptr,
				       (int)code.len, code.ptr));
	ad->employer = board_employer(&out->arena, doc, doc->url, 3);
	if (json_get(root, "results"))
		board_add_detail(
			out, ad,
			span_of(arena_printf(&out->arena,
					     "/api/v2/accounts/%.*s/jobs/%.*s",
					     (int)account.len, account.ptr,
					     (int)code.len, code.ptr)),
			NULL);
}

static void put_paging(const struct document *doc, const cJSON *root,
		       struct findings *out)
{
	if (doc->post.len)
		paging_next_token("token", doc,
				  json_member(root, "nextPage"), out);
}

static const struct board_map widget = {
	.what = "\"jobs\" of workable",
	.list = "jobs",
	.employer = "name",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static const struct board_map account = {
	.what = "\"jobs\" of workable",
	.list = "jobs",
	.single = "",
	.next = "paging.next",
	.fields = account_fields,
	.n_fields = ARRAY_LEN(account_fields),
};

static const struct board_map page = {
	.what = "\"results\" of workable",
	.list = "results",
	.listed = "total",
	.fields = page_fields,
	.n_fields = ARRAY_LEN(page_fields),
	.each = put_job,
	.whole = put_paging,
};

static const struct board_map one = {
	.what = "a job of workable",
	.list = "",
	.single = "",
	.fields = page_fields,
	.n_fields = ARRAY_LEN(page_fields),
	.each = put_job,
};

static enum parse_status parse_workable(const struct document *doc,
					struct findings *out,
					struct error *err)
{
	cJSON                  *root = json_parse_document(doc, err);
	bool is_account = json_path(root, "jobs.0.location") ||
			  (json_get(root, "shortcode") &&
			   json_get(root, "shortlink"));
	const struct board_map *map = is_account		    ? &account
				      : json_get(root, "results")   ? &page
				      : json_get(root, "shortcode") ? &one
								    : &widget;
	enum parse_status       status = PARSE_BROKEN;

	if (root)
		status = board_map_read(map, root, doc, out, err);
	json_free(root);
	return status;
}

static int sniff_workable(const struct document *doc)
{
	static const char *const list[] = { "\"jobs\"", "\"shortcode\"" };
	static const char *const results[] = { "\"results\"",
					       "\"shortcode\"" };
	static const char *const single[] = { "\"shortcode\"", "\"title\"",
					      "\"workplace\"" };

	static const char *const bare[] = { "\"shortcode\"",
					    "\"application_url\"" };

	if (json_has_keys(doc, "[", bare, ARRAY_LEN(bare)) ||
	    json_has_keys(doc, "{", list, ARRAY_LEN(list)) ||
	    json_has_keys(doc, "{", results, ARRAY_LEN(results)) ||
	    json_has_keys(doc, "{", single, ARRAY_LEN(single)))
		return 86;
	return json_has_keys(doc, "{", NULL, 0) &&
			       board_is_host(doc->url, "apply.workable.com")
		       ? 80
		       : 0;
}

/*
 * "acme", https://apply.workable.com/acme[/...], https://acme.workable.com, or
 * an address of the API. jobs.workable.com names a company by another key.
 */
static bool seed_workable(struct span board, char *out, size_t size)
{
	static const char format[] = "https://apply.workable.com/api/v1/widget"
				     "/accounts/%.*s?details=true";
	struct url_parts  u;
	struct span       slug;

	if (!url_split(board, &u))
		return board_print(out, size, format, board_slug(board));
	if (span_is(url_segment(u.path, 0), "api"))
		return board_copy(out, size, board);
	if (board_is_host(board, "jobs.workable.com") ||
	    !board_is_host(board, "workable.com"))
		return false;
	slug = url_segment(u.path, 0);
	if (!board_is_host(board, "apply.workable.com"))
		slug = (struct span){ u.authority.ptr,
				      (size_t)(span_find(u.authority, ".") -
					       u.authority.ptr) };
	if (span_is(slug, "www") || span_is(slug, "workable"))
		return false;
	return board_print(out, size, format, board_slug(slug));
}

const struct parser parser_workable = {
	.name = "workable",
	.about = "career pages of Workable",
	.board = "slug or address",
	.spec = "https://apply.workable.com/api/v1/widget/accounts/",
	.parse = parse_workable,
	.sniff = sniff_workable,
	.seed_url = seed_workable,
	.hosts = "workable.com",
};
