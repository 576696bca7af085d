/*
 * teamtailor.c - The public feeds of a career site of Teamtailor.
 *
 * /jobs.json is JSON Feed 1.1 with a JobPosting of schema.org in each item,
 * /jobs.rss RSS with elements of https://teamtailor.com/locations (as sites
 * show them, read 2026-11; https://support.teamtailor.com names both). The
 * RSS goes on with ?offset=100&per_page=100. Both have the whole text; pay is
 * in neither, the way of working in the RSS alone.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/xml.h"

#include <string.h>

#define PAGE_SIZE 100
#define PLACES_MAX 200            /* of one ad */
#define TEXT_MAX (2 * 1024 * 1024) /* bytes of one element */

/* ---- JSON ---- */

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "_jobposting.hiringOrganization.name", MAP_EMPLOYER },
	{ "date_published", MAP_POSTED },
	{ "date_modified", MAP_UPDATED },
	{ "language", MAP_LANGUAGE },
	{ "_jobposting.jobLocation", MAP_PLACES },
	{ "_jobposting.jobLocationType", MAP_REMOTE_KIND },
	{ "_jobposting.employmentType", MAP_EMPLOYMENT },
	{ "_jobposting.validThrough", MAP_EXPIRES },
	{ "content_html", MAP_HTML },
	{ "_jobposting.description", MAP_HTML },
};

static const struct board_map map = {
	.what = "\"items\" of teamtailor",
	.list = "items",
	.employer = "title",
	.fields = fields,
	/* the text stands twice: the second is for those without the first */
	.n_fields = ARRAY_LEN(fields) - 1,
	.next = "next_url",
};

static const struct board_map map_of_posting = {
	.what = "\"items\" of teamtailor",
	.list = "items",
	.employer = "title",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.next = "next_url",
};

static enum parse_status parse_json(const struct document *doc,
				    struct findings *out, struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_BROKEN;
	bool has_content = json_path(root, "items.0.content_html");

	if (root)
		status = board_map_read(has_content ? &map : &map_of_posting,
					root, doc, out, err);
	json_free(root);
	return status;
}

/* ---- RSS ---- */

struct state {
	const struct document *doc;
	struct findings       *out;
	size_t                 first, shown;
	int                    depth, item_depth; /* 0: outside */
	bool                   is_rss;
	struct ad_location    *place; /* the one that is being told */
	struct buf             text;  /* of the innermost element */
};

static void reset(void *arg)
{
	struct state *s = arg;

	s->out->n_ads = s->first;
	s->shown = 0;
	s->depth = s->item_depth = 0;
	s->is_rss = false;
	s->place = NULL;
	buf_clear(&s->text);
}

static struct ad *current(const struct state *s)
{
	return &s->out->ads[s->out->n_ads - 1];
}

static void start(void *arg, const struct xml_element *e)
{
	struct state *s = arg;

	s->depth++;
	buf_clear(&s->text);
	if (s->depth == 1)
		s->is_rss = strcmp(e->name, "rss") == 0;
	if (!s->item_depth && strcmp(e->name, "item") == 0 &&
	    s->shown++ < PARSER_ADS_MAX) {
		s->item_depth = s->depth;
		findings_add_ad(s->out);
	} else if (s->item_depth && strcmp(e->name, "location") == 0 &&
		   current(s)->n_locations < PLACES_MAX) {
		s->place = text_add_location(&s->out->arena, current(s));
	}
}

static void text(void *arg, const char *bytes, size_t len)
{
	struct state *s = arg;

	if (s->item_depth && s->text.len + len <= TEXT_MAX)
		buf_add(&s->text, bytes, len);
}

/* The name is the employer's word for it, "HQ"; the town says where it is. */
static void put_place(struct state *s, const char *name, struct span value)
{
	const struct {
		const char  *name;
		struct span *field;
	} rows[] = {
		{ "name", &s->place->text },   { "address", &s->place->street },
		{ "zip", &s->place->postal },  { "city", &s->place->city },
		{ "country", &s->place->country },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(name, rows[i].name) == 0)
			*rows[i].field = value;
	}
	if (strcmp(name, "location") != 0)
		return;
	if (s->place->city.len)
		s->place->text = (struct span){ NULL, 0 };
	text_compose_location(&s->out->arena, s->place);
	s->place = NULL;
}

static enum remote_kind remote_of(struct span status)
{
	return span_is(status, "fully")    ? REMOTE_REMOTE
	       : span_is(status, "hybrid") ? REMOTE_HYBRID
	       : span_is(status, "none") || span_is(status, "onsite")
		       ? REMOTE_ONSITE
		       : REMOTE_UNKNOWN;
}

static void put_field(struct state *s, struct ad *ad, const char *name)
{
	struct arena *arena = &s->out->arena;
	struct span   raw = buf_span(&s->text);
	struct span   value = text_line(arena, raw);
	const struct {
		const char  *name;
		struct span *field;
	} rows[] = {
		{ "title", &ad->title },      { "link", &ad->url },
		{ "guid", &ad->native_id },   { "company_name", &ad->employer },
		{ "department", &ad->department },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(name, rows[i].name) == 0)
			*rows[i].field = value;
	}
	if (strcmp(name, "pubDate") == 0)
		text_date_seen(value, s->doc->fetched_at, &ad->posted_at);
	else if (strcmp(name, "remoteStatus") == 0)
		ad->remote = remote_of(value);
	else if (strcmp(name, "description") == 0)
		text_describe(arena, ad, raw);
}

static void end(void *arg, const char *name)
{
	struct state *s = arg;

	if (s->place)
		put_place(s, name,
			  text_line(&s->out->arena, buf_span(&s->text)));
	else if (s->item_depth && s->depth == s->item_depth + 1)
		put_field(s, current(s), name);
	if (s->depth == s->item_depth) {
		s->item_depth = 0;
		s->place = NULL;
	}
	buf_clear(&s->text);
	s->depth--;
}

static enum parse_status parse_rss(const struct document *doc,
				   struct findings *out, struct error *err)
{
	static const struct xml_events events = { reset, start, text, end };
	static const struct paging     paging = { .by = PAGING_OFFSET,
						  .param = "offset",
						  .size = PAGE_SIZE };
	struct state      s = { .doc = doc, .out = out, .first = out->n_ads };
	enum parse_status status = xml_walk(doc, &events, &s, err);

	if (status == PARSE_OK && !s.is_rss) {
		struct span root = xml_root_name(doc->body);

		error_set(err, "expected <rss> of teamtailor, got <%.*s>",
			  (int)(root.len < 40 ? root.len : 40),
			  root.ptr ? root.ptr : "");
		status = PARSE_NOT_MINE;
	}
	if (status == PARSE_OK)
		paging_next(&paging, doc, s.shown, -1, out);
	buf_deinit(&s.text);
	return status;
}

/* ---- either ---- */

static enum parse_status parse_teamtailor(const struct document *doc,
					  struct findings *out,
					  struct error *err)
{
	return json_has_keys(doc, "{[", NULL, 0) ? parse_json(doc, out, err)
						 : parse_rss(doc, out, err);
}

static int sniff_teamtailor(const struct document *doc)
{
	static const char *const keys[] = { "jsonfeed.org/version",
					    "\"_jobposting\"" };
	struct span head = doc->body;

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)))
		return 90;
	if (head.len > 4096)
		head.len = 4096;
	return span_is(xml_root_name(head), "rss") &&
			       span_find(head, "https://teamtailor.com/locations")
		       ? 97
		       : 0;
}

/* "acme", or any address of the career site, on whatever host. */
static bool seed_teamtailor(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size,
				   "https://%.*s.teamtailor.com/jobs.rss"
				   "?offset=0&per_page=100",
				   board_slug(board));
	if (span_is(url_segment(u.path, 0), "jobs.json") ||
	    (span_is(url_segment(u.path, 0), "jobs.rss") && u.query.len))
		return board_copy(out, size, board);
	return board_on_host(out, size, board,
			     "/jobs.rss?offset=0&per_page=100");
}

const struct parser parser_teamtailor = {
	.name = "teamtailor",
	.about = "feeds of career sites of Teamtailor",
	.board = "slug or address",
	.spec = "https://www.jsonfeed.org/version/1.1/, /jobs.rss",
	.parse = parse_teamtailor,
	.sniff = sniff_teamtailor,
	.seed_url = seed_teamtailor,
	.hosts = "teamtailor.com",
};
