/*
 * hrmos.c - Career pages of HRMOS (Japan), https://hrmos.co/pages/{name}/jobs,
 * as the pages show themselves (2026-11): a hundred cards a page, ?page=2, and
 * job pages with JSON-LD.
 *
 * Cards give id, title, a teaser, tags of which one is the place and some say
 * how one is employed; details the text, dates, employer, places and pay. The
 * identifier of the JSON-LD is not the one of the address, which counts.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

static const struct paging paging = {
	.by = PAGING_NUMBER,
	.param = "page",
	.first = 1,
	.size = 100,
};

/* "123" of /pages/acme/jobs/123; absent for the list itself. */
static struct span job_of(struct span url)
{
	struct url_parts u;
	struct span      path = url;

	if (url_split(url, &u))
		path = u.path;
	return span_is(url_segment(path, 0), "pages") &&
			       span_is(url_segment(path, 2), "jobs")
		       ? board_slug(url_segment(path, 3))
		       : (struct span){ NULL, 0 };
}

/* ---- the cards ---- */

struct cards {
	struct findings *out;
	struct span      rest; /* of the page */
	size_t           ad;   /* index + 1 of the card that is open */
	bool             in_tags;
	struct span      employer;
};

static struct span inside(struct cards *c, const struct html_tag *tag)
{
	return text_line_of_html(&c->out->arena, html_inside(&c->rest, tag));
}

static void take_link(struct cards *c, struct ad *ad, struct span href)
{
	if (ad->native_id.len || !job_of(href).len)
		return;
	ad->url = text_line_of_html(&c->out->arena, href);
	ad->native_id = text_line(&c->out->arena, job_of(href));
}

static void take_tag(struct cards *c, struct ad *ad,
		     const struct html_tag *tag)
{
	bool        is_place = html_has_class(tag->text, "sg-tag-location");
	struct span text = inside(c, tag);

	if (is_place && text.len)
		text_add_location(&c->out->arena, ad)->text = text;
	else
		text_employment_known(&c->out->arena, ad, text);
}

/* What belongs to the card that is open. */
static void take(struct cards *c, const struct html_tag *tag)
{
	struct ad *ad = &c->out->ads[c->ad - 1];

	if (html_tag_is(tag, "ul"))
		c->in_tags = html_has_class(tag->text, "sg-tags");
	else if (html_tag_is(tag, "a"))
		take_link(c, ad, html_attribute(tag->text, "href"));
	else if (html_tag_is(tag, "h2") && !ad->title.len)
		ad->title = inside(c, tag);
	else if (html_tag_is(tag, "span") &&
		 html_has_class(tag->text, "pg-list-cassette-body"))
		text_describe(&c->out->arena, ad, html_inside(&c->rest, tag));
	else if (html_tag_is(tag, "li") && c->in_tags)
		take_tag(c, ad, tag);
}

static void read_cards(struct cards *c)
{
	struct html_tag tag;

	while (html_tag_next(&c->rest, &tag)) {
		if (tag.is_end) {
			c->in_tags = c->in_tags && !html_tag_is(&tag, "ul");
		} else if (html_has_class(tag.text, "pg-list-cassette")) {
			if (c->out->n_ads > PARSER_ADS_MAX)
				return;
			findings_add_ad(c->out);
			c->ad = c->out->n_ads;
			c->in_tags = false;
		} else if (html_has_class(tag.text, "sg-corporate-name")) {
			c->employer = inside(c, &tag);
		} else if (c->ad) {
			take(c, &tag);
		}
	}
}

/* ---- the page ---- */

/* "Acme" of the heading "Acme すべての求人一覧". */
static struct span name_of(struct span heading, struct arena *arena)
{
	static const char *const rest[] = { "すべての求人一覧", "の求人一覧",
					    "求人一覧" };

	for (size_t i = 0; i < ARRAY_LEN(rest); i++) {
		const char *at = heading.len ? span_find(heading, rest[i])
					     : NULL;

		if (at)
			return text_line(arena,
					 (struct span){
						 heading.ptr,
						 (size_t)(at - heading.ptr) });
	}
	return heading;
}

/* "全 1,200 件中 100 件" */
static int64_t total_of(struct span page)
{
	const char *end = span_find(page, "件中");
	const char *at = end;
	double      n;

	while (at && at > page.ptr && end - at < 24 && *at != '>')
		at--;
	return at && text_number((struct span){ at, (size_t)(end - at) }, &n,
				 NULL)
		       ? (int64_t)n
		       : -1;
}

static void finish(const struct cards *c, size_t first)
{
	for (size_t i = first; i < c->out->n_ads; i++) {
		struct ad *ad = &c->out->ads[i];

		if (!ad->employer.len)
			ad->employer = c->employer;
		if (ad->title.len && ad->native_id.len)
			board_add_detail(c->out, ad, ad->url, NULL);
	}
}

static enum parse_status read_list(struct span page,
				   const struct document *doc,
				   struct findings *out, struct error *err)
{
	struct cards c = { .out = out, .rest = page };
	size_t       first = out->n_ads;

	read_cards(&c);
	c.employer = name_of(c.employer, &out->arena);
	finish(&c, first);
	out->listed = total_of(page);
	if (out->n_ads == first && span_find(page, "sg-unavailable-notifier"))
		out->listed = 0; /* nothing is public, says the page */
	paging_next(&paging, doc, out->n_ads - first, out->listed, out);
	if (out->n_ads > first || out->listed >= 0)
		return PARSE_OK;
	error_set(err, "expected a list of hrmos, got a page without it");
	return PARSE_NOT_MINE;
}

static enum parse_status parse_hrmos(const struct document *doc,
				     struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	struct span       page;

	if (job_of(doc->url).len)
		return board_page(doc, job_of(doc->url), out, err);
	if (charset_decode(doc, true, &store, &page, err))
		status = read_list(page, doc, out, err);
	buf_deinit(&store);
	return status;
}

static int sniff_hrmos(const struct document *doc)
{
	return board_page_has(doc, "pg-list-cassette") ||
			       board_page_has(doc, "sg-unavailable-notifier") ||
			       (board_is_host(doc->url, "hrmos.co") &&
				board_page_has(doc, "<"))
		       ? 75
		       : 0;
}

/* "acme", or any page of https://hrmos.co/pages/acme. */
static bool seed_hrmos(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct span      name = board_slug(board);

	if (!url_split(board, &u))
		return board_print(out, size, "https://hrmos.co/pages/%.*s/jobs",
				   name);
	name = board_slug(url_segment(u.path, 1));
	if (!span_is(url_segment(u.path, 0), "pages") || !name.len)
		return false;
	if (url_query(u.query, "category").len) /* a part of the list */
		return board_copy(out, size, board);
	return board_at_host(out, size, board, "/pages/") &&
	       board_print(out + strlen(out), size - strlen(out), "%.*s/jobs",
			   name);
}

const struct parser parser_hrmos = {
	.name = "hrmos",
	.about = "career pages of HRMOS (Japan)",
	.board = "slug or address",
	.spec = "https://hrmos.co/pages/{name}/jobs",
	.parse = parse_hrmos,
	.sniff = sniff_hrmos,
	.seed_url = seed_hrmos,
	.hosts = "hrmos.co",
};
