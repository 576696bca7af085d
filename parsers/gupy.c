/*
 * gupy.c - Career pages of Gupy (Brazil), https://{name}.gupy.io/, and Gupy's
 * own portal. Both are undocumented; read from their pages 2026-11:
 *
 *   /           __NEXT_DATA__, props.pageProps.jobs: every published job
 *   /jobs/{id}  __NEXT_DATA__, props.pageProps.job: one of them
 *   https://portal.api.gupy.io/api/v1/jobs?careerPageName=&limit=&offset=
 *
 * Lists of a career page give id, title, department, place, kind of vacancy
 * and where one works; its job pages the four parts of the text and the dates.
 * The portal says both at once. Not given: pay. The street is passed over.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "jobUrl", MAP_URL },
	{ "title", MAP_TITLE },
	{ "name", MAP_TITLE },
	{ "careerPageName", MAP_EMPLOYER },
	{ "careerPage.name", MAP_EMPLOYER },
	{ "workplace.address.city", MAP_CITY },
	{ "workplace.address.state", MAP_REGION },
	{ "workplace.address.country", MAP_COUNTRY },
	{ "addressCity", MAP_CITY },
	{ "addressState", MAP_REGION },
	{ "addressCountry", MAP_COUNTRY },
	{ "city", MAP_CITY },
	{ "state", MAP_REGION },
	{ "country", MAP_COUNTRY },
	{ "publishedAt", MAP_POSTED },
	{ "publishedDate", MAP_POSTED },
	{ "expiresAt", MAP_EXPIRES },
	{ "registerEndDate", MAP_EXPIRES },
	{ "applicationDeadline", MAP_EXPIRES },
	{ "type", MAP_EMPLOYMENT },
	{ "jobType", MAP_EMPLOYMENT },
	{ "isRemoteWork", MAP_IS_REMOTE },
	{ "workplace.workplaceType", MAP_REMOTE_KIND },
	{ "workplaceType", MAP_REMOTE_KIND },
	{ "department", MAP_DEPARTMENT },
	{ "departmentName", MAP_DEPARTMENT },
	{ "code", MAP_REQUISITION },
	{ "description", MAP_HTML },
	{ "responsibilities", MAP_HTML },
	{ "prerequisites", MAP_HTML },
	{ "relevantExperiences", MAP_HTML },
};

static const struct board_map page_map = {
	.what = "\"jobs\" of gupy",
	.list = "jobs",
	.single = "job",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static const struct board_map portal_map = {
	.what = "\"data\" of gupy",
	.list = "data",
	.listed = "pagination.total",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.paging = { .by = PAGING_OFFSET, .param = "offset" },
};

/* The name that a career page goes by; every ad of it has it. */
static struct span employer_of(const cJSON *props, struct arena *arena)
{
	struct span name = json_text(
		arena, json_path(props, "careerPage.publicationName"));

	return name.len ? name
			: json_text(arena,
				    json_path(props, "careerPage.name"));
}

static void finish(struct ad *ad, struct span employer, bool is_list,
		   struct findings *out)
{
	if (!ad->employer.len)
		ad->employer = employer;
	if (ad->native_id.len)
		ad->url = span_of(arena_printf(&out->arena, "/jobs/%.*s",
					       (int)ad->native_id.len,
					       ad->native_id.ptr));
	if (is_list && ad->title.len)
		board_add_detail(out, ad, ad->url, NULL);
}

static enum parse_status read_props(const cJSON *props,
				    const struct document *doc,
				    struct findings *out, struct error *err)
{
	bool              is_list = !cJSON_IsObject(json_get(props, "job"));
	size_t            first = out->n_ads;
	struct span       employer = employer_of(props, &out->arena);
	struct url_parts  u;
	enum parse_status status = board_map_read(&page_map, props, doc, out,
						  err);

	if (status != PARSE_OK)
		return status;
	if (!is_list && !out->ads[first].native_id.len &&
	    url_split(doc->url, &u) && span_is(url_segment(u.path, 0), "jobs"))
		out->ads[first].native_id =
			text_line(&out->arena, url_segment(u.path, 1));
	for (size_t i = first; i < out->n_ads; i++)
		finish(&out->ads[i], employer, is_list, out);
	if (is_list)
		out->listed = cJSON_GetArraySize(json_get(props, "jobs"));
	return status;
}

static enum parse_status parse_page(const struct document *doc,
				    struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	cJSON            *root = NULL;
	struct span       page, json;

	if (!charset_decode(doc, true, &store, &page, err))
		goto out;
	json = html_json_after(page, "id=\"__NEXT_DATA__\"");
	if (!json.len) {
		error_set(err, "expected __NEXT_DATA__ of gupy, got a page "
			       "without it");
		status = PARSE_NOT_MINE;
		goto out;
	}
	root = json_parse(json, err);
	if (root)
		status = read_props(json_path(root, "props.pageProps"), doc,
				    out, err);
out:
	json_free(root);
	buf_deinit(&store);
	return status;
}

static enum parse_status parse_gupy(const struct document *doc,
				    struct findings *out, struct error *err)
{
	return board_page_has(doc, "<") ? parse_page(doc, out, err)
					: board_map_parse(&portal_map, doc,
							  out, err);
}

static int sniff_gupy(const struct document *doc)
{
	static const char *const keys[] = { "\"data\"", "\"careerPageName\"" };
	static const char *const bare[] = { "\"careerPageName\"",
					    "\"jobUrl\"" };

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ||
	    json_has_keys(doc, "[", bare, ARRAY_LEN(bare)))
		return 86;
	return board_page_has(doc, "__NEXT_DATA__") &&
			       (board_is_host(doc->url, "gupy.io") ||
				board_page_has(doc, "\"careerPage\""))
		       ? 75
		       : 0;
}

/* "acme", any address of https://acme.gupy.io, or a search of the portal. */
static bool seed_gupy(struct span board, char *out, size_t size)
{
	static const char *const own[] = { "www.gupy.io", "portal.gupy.io",
					   "suporte.gupy.io" };
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size, "https://%.*s.gupy.io/",
				   board_slug(board));
	if (span_starts(u.path, "/api/v1/jobs"))
		return board_copy(out, size, board);
	for (size_t i = 0; i < ARRAY_LEN(own); i++) {
		if (span_is_nocase(u.authority, own[i]))
			return false;
	}
	return (board_is_host(board, "gupy.io") || u.path.len <= 1) &&
	       board_at_host(out, size, board, "/");
}

const struct parser parser_gupy = {
	.name = "gupy",
	.about = "career pages and portal of Gupy (Brazil)",
	.board = "slug or address",
	.spec = "https://{name}.gupy.io/, props.pageProps.jobs",
	.parse = parse_gupy,
	.sniff = sniff_gupy,
	.seed_url = seed_gupy,
	.hosts = "gupy.io",
};
