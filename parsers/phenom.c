/*
 * phenom.c - Career sites of Phenom, under the names of their employers. There
 * is no public documentation; their pages carry what they show as JSON and ask
 * their own server for more (read 2026-11):
 *
 *   .../search-results?from=0&s=1   phApp.ddo, eagerLoadRefineSearch: ten ads
 *   POST /widgets                   {"refineSearch": {"totalHits", "data": ...
 *   .../job/{jobSeqNo}              phApp.ddo, jobDetail; JSON-LD
 *
 * A search page that does not carry its ads is followed by a post to /widgets;
 * sites that want a session for it answer that without ads. Lists give title,
 * place, date, category, kind of employment and a teaser; details the text and
 * what the employer's JSON-LD says. Sites whose lists are at /jobs are
 * Paradox's, not Phenom's.
 */
#include "base/buf.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/kinds.h"

#include <string.h>

#define WIDGET_SIZE "100" /* ads of one post */

#define PHENOM_FIELDS \
	{ "jobSeqNo", MAP_ID }, \
	{ "jobId", MAP_ID }, \
	{ "reqId", MAP_ID }, \
	{ "applyUrl", MAP_APPLY_URL }, \
	{ "title", MAP_TITLE }, \
	{ "companyName", MAP_EMPLOYER }, \
	{ "cityStateCountry", MAP_PLACE }, \
	{ "location", MAP_PLACE }, \
	{ "multi_location", MAP_MORE_PLACES }, \
	{ "city", MAP_CITY }, \
	{ "state", MAP_REGION }, \
	{ "country", MAP_COUNTRY }, \
	{ "postedDate", MAP_POSTED }, \
	{ "dateCreated", MAP_POSTED }, \
	{ "type", MAP_EMPLOYMENT }, \
	{ "checkRemote", MAP_REMOTE_KIND }, \
	{ "department", MAP_DEPARTMENT }, \
	{ "category", MAP_DEPARTMENT }, \
	{ "reqId", MAP_REQUISITION }, \
	{ "jobId", MAP_REQUISITION }

static const struct map_field list_fields[] = {
	PHENOM_FIELDS,
	{ "descriptionTeaser", MAP_HTML },
};

static const struct map_field job_fields[] = {
	PHENOM_FIELDS,
	{ "description", MAP_HTML },
};

static const struct board_map list_map = {
	.what = "\"jobs\" of phenom",
	.list = "data.jobs",
	.listed = "totalHits",
	.fields = list_fields,
	.n_fields = ARRAY_LEN(list_fields),
	.paging = { .by = PAGING_OFFSET, .param = "from" },
};

/* Of older installations. */
static const struct board_map bare_map = {
	.what = "\"jobs\" of phenom",
	.list = "jobs",
	.listed = "totalHits",
	.fields = list_fields,
	.n_fields = ARRAY_LEN(list_fields),
	.paging = { .by = PAGING_OFFSET, .param = "from" },
};

static const struct board_map job_map = {
	.what = "\"jobDetail\" of phenom",
	.list = "jobs",
	.single = "job",
	.fields = job_fields,
	.n_fields = ARRAY_LEN(job_fields),
};

/* ---- the list ---- */

/* What the pages of the site begin with, or "": relative to the list's. */
static struct span base_url(const cJSON *config)
{
	struct span base = json_member(config, "baseUrl");

	return span_starts_nocase(base, "http") ? base : SPAN("");
}

static void put_addresses(size_t first, struct span base, struct findings *out)
{
	for (size_t i = first; i < out->n_ads; i++) {
		struct ad *ad = &out->ads[i];

		if (!ad->native_id.len || !ad->title.len)
			continue;
		ad->url = span_of(arena_printf(&out->arena, "%.*sjob/%.*s",
					       (int)base.len, base.ptr,
					       (int)ad->native_id.len,
					       ad->native_id.ptr));
		board_add_detail(out, ad, ad->url, NULL);
	}
}

/* `root` has the answer of a search under one of two names. */
static enum parse_status read_list(const cJSON *root, struct span base,
				   const struct document *doc,
				   struct findings *out, struct error *err)
{
	const cJSON      *block = json_get(root, "refineSearch");
	size_t            first = out->n_ads;
	enum parse_status status;

	if (!block)
		block = json_get(root, "eagerLoadRefineSearch");
	if (!block)
		return board_not_mine(root, "\"refineSearch\" of phenom", err);
	status = board_map_read(json_get(block, "jobs") ? &bare_map : &list_map,
				block, doc, out, err);
	put_addresses(first, base, out);
	return status;
}

/* ---- the page ---- */

/* The JSON that the page gives to `name`, or NULL. */
static cJSON *page_json(struct span page, const char *name)
{
	struct error ignored = ERROR_INIT;
	struct span  json = html_json_after(page, name);

	return json.len ? json_parse(json, &ignored) : NULL;
}

static void post_member(struct buf *body, const cJSON *config, const char *from,
			const char *to)
{
	if (!json_member(config, from).len)
		return;
	json_key(body, to);
	json_string(body, json_member(config, from));
}

/* What a search page without ads asks for when it is shown. */
static void add_widgets(const cJSON *config, struct findings *out)
{
	struct buf         body = BUF_INIT;
	struct found_link *link = findings_add_link(out);

	json_open_object(&body);
	buf_add_text(&body, "\"ddoKey\":\"refineSearch\"");
	post_member(&body, config, "refNum", "refNum");
	post_member(&body, config, "locale", "lang");
	post_member(&body, config, "country", "country");
	post_member(&body, config, "siteType", "siteType");
	buf_add_text(&body, ",\"deviceType\":\"desktop\",\"pageName\":"
			    "\"search-results\",\"jobs\":true,\"counts\":true,"
			    "\"from\":0,\"size\":" WIDGET_SIZE);
	json_close_object(&body);
	link->url = json_text(&out->arena, json_get(config, "widgetApiEndpoint"));
	link->post = arena_span(&out->arena, buf_span(&body));
	link->role = LINK_LIST;
	buf_deinit(&body);
}

/* A page without ads: its search, or what its search asks for. */
static enum parse_status read_other(const cJSON *config,
				    const struct document *doc,
				    struct findings *out, struct error *err)
{
	struct span        base = base_url(config);
	struct found_link *link;

	if (span_find(doc->url, "search-results") &&
	    json_member(config, "widgetApiEndpoint").len) {
		add_widgets(config, out);
		return PARSE_OK;
	}
	if (!base.len || span_find(doc->url, "search-results")) {
		error_set(err, "expected the ads of a phenom site, got a page "
			       "without them");
		return PARSE_NOT_MINE;
	}
	link = findings_add_link(out);
	link->url = span_of(arena_printf(&out->arena,
					 "%.*ssearch-results?from=0&s=1",
					 (int)base.len, base.ptr));
	link->role = LINK_LIST;
	return PARSE_OK;
}

/* "SEQ" of ".../job/SEQ/title". */
static struct span job_of(struct span url)
{
	struct url_parts u;

	if (!url_split(url, &u))
		return (struct span){ NULL, 0 };
	for (size_t i = 0; i < 4; i++) {
		if (span_is(url_segment(u.path, i), "job"))
			return url_segment(u.path, i + 1);
	}
	return (struct span){ NULL, 0 };
}

/* What JSON-LD has no words for; the places are joined as of one key. */
static void complete(struct ad *ad, const struct ad *own)
{
	if (!ad->department.len)
		ad->department = own->department;
	if (!ad->requisition_id.len)
		ad->requisition_id = own->requisition_id;
	if (!ad->apply_url.len)
		ad->apply_url = own->apply_url;
	if (ad->remote == REMOTE_UNKNOWN)
		ad->remote = own->remote;
}

/* A job by its JSON-LD and the page's own JSON: either may be missing. */
static enum parse_status read_job(const cJSON *ddo, const struct document *doc,
				  struct findings *out, struct error *err)
{
	const cJSON      *data = json_path(ddo, "jobDetail.data");
	size_t            first = out->n_ads, own;
	struct span       id = json_raw(json_path(data, "job.jobSeqNo"));
	enum parse_status status;

	status = board_page(doc, id.len ? id : job_of(doc->url), out, err);
	own = out->n_ads;
	if (status != PARSE_OK || own > first + 1 ||
	    !cJSON_IsObject(json_get(data, "job")))
		return status;
	status = board_map_read(&job_map, data, doc, out, err);
	if (status == PARSE_OK)
		out->ads[own].url = doc->url;
	if (status == PARSE_OK && own > first)
		complete(&out->ads[first], &out->ads[own]);
	return status;
}

static enum parse_status parse_page(const struct document *doc,
				    struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	cJSON            *ddo = NULL, *config = NULL;
	struct span       page;

	if (!charset_decode(doc, true, &store, &page, err))
		goto out;
	ddo = page_json(page, "phApp.ddo");
	config = page_json(page, "phApp = phApp ||");
	if (json_get(ddo, "jobDetail") || job_of(doc->url).len)
		status = read_job(ddo, doc, out, err);
	else if (json_get(ddo, "eagerLoadRefineSearch"))
		status = read_list(ddo, base_url(config), doc, out, err);
	else
		status = read_other(config, doc, out, err);
out:
	json_free(config);
	json_free(ddo);
	buf_deinit(&store);
	return status;
}

static enum parse_status parse_phenom(const struct document *doc,
				      struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	cJSON            *root;

	if (board_page_has(doc, "<"))
		return parse_page(doc, out, err);
	root = json_parse_document(doc, err);
	if (root)
		status = read_list(root, SPAN(""), doc, out, err);
	json_free(root);
	return status;
}

/* ---- which is it, and where ---- */

static int sniff_phenom(const struct document *doc)
{
	static const char *const keys[] = { "\"refineSearch\"",
					    "\"totalHits\"" };

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)))
		return 86;
	return board_page_has(doc, "phApp.ddo") ||
			       board_page_has(doc, "phApp = phApp ||")
		       ? 75
		       : 0;
}

/*
 * Any address of the site. Its search is below the language that the visitor
 * is sent to, so that without one the first page is visited first.
 */
static bool seed_phenom(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct span      slug = board_slug(board), path;

	if (!url_split(board, &u)) /* "careers.acme.example" */
		return slug.len && memchr(slug.ptr, '.', slug.len) &&
		       board_print(out, size, "https://%.*s/", slug);
	if (span_find(board, "search-results"))
		return board_copy(out, size, board);
	path = url_segment(u.path, 0);
	if (span_is(path, "jobs"))
		return false;
	/* a language: "us/en", "global/en", "en" */
	if (path.len && path.len <= 6 && !span_is(path, "job"))
		path.len += url_segment(u.path, 1).len == 2 ? 3 : 0;
	else
		path.len = 0;
	if (!board_at_host(out, size, board, "/"))
		return false;
	return !path.len ||
	       board_print(out + strlen(out), size - strlen(out),
			   "%.*s/search-results?from=0&s=1", path);
}

const struct parser parser_phenom = {
	.name = "phenom",
	.about = "career sites of Phenom",
	.board = "host, or address",
	.spec = "/search-results, /widgets",
	.parse = parse_phenom,
	.sniff = sniff_phenom,
	.seed_url = seed_phenom,
	.hosts = "phenompeople.com",
};
