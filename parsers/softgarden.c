/*
 * softgarden.c - softgarden (Germany), as its sites show themselves (2026-11):
 *
 *   https://{name}.career.softgarden.de/jobs.feed.json   DataFeed of JobPosting
 *   https://{name}.softgarden.io/de/vacancies            older boards: cards
 *   https://{name}.softgarden.io/job/{id}/...            JSON-LD
 *
 * The feed says all of every job. Cards give id, title, towns, employer and
 * day as far as the employer shows them, and all of them stand in one page.
 * The id is the one of the address: the identifier of older pages is the
 * employer's. Not read: widgets and the API, which robots.txt forbids.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/jobposting.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

#define IDS "complete_job_id_list"

/* "123" of /job/123/title, /jobs/123/title/ and ../job/123/title. */
static struct span job_of(struct span url)
{
	struct url_parts u;
	struct span      path = url;

	if (url_split(url, &u))
		path = u.path;
	for (size_t i = 0; i < 6; i++) {
		struct span name = url_segment(path, i);

		if (span_is(name, "job") || span_is(name, "jobs"))
			return board_slug(url_segment(path, i + 1));
	}
	return (struct span){ NULL, 0 };
}

static bool is_number(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	}
	return s.len > 0;
}

/* ---- the feed ---- */

/* Where there is no street or country, the feed has a dash. */
static void drop_dash(struct span *text)
{
	if (span_is(*text, "-"))
		*text = (struct span){ NULL, 0 };
}

static void finish_posting(struct ad *ad, struct arena *arena)
{
	struct span id = job_of(ad->url);

	if (is_number(id))
		ad->native_id = text_line(arena, id);
	for (size_t i = 0; i < ad->n_locations; i++) {
		struct ad_location *l = &ad->locations[i];

		drop_dash(&l->street);
		drop_dash(&l->city);
		drop_dash(&l->region);
		drop_dash(&l->country);
		drop_dash(&l->postal);
		l->text = (struct span){ NULL, 0 };
		text_compose_location(arena, l);
	}
}

static enum parse_status parse_feed(const struct document *doc,
				    struct findings *out, struct error *err)
{
	cJSON *root = json_parse_document(doc, err);
	size_t first = out->n_ads;

	if (!root)
		return PARSE_BROKEN;
	if (!cJSON_IsArray(json_get(root, "dataFeedElement"))) {
		enum parse_status status = board_not_mine(
			root, "\"dataFeedElement\" of softgarden", err);

		json_free(root);
		return status;
	}
	jobposting_collect(root, doc->fetched_at, out);
	for (size_t i = first; i < out->n_ads; i++)
		finish_posting(&out->ads[i], &out->arena);
	out->listed = cJSON_GetArraySize(json_get(root, "dataFeedElement"));
	json_free(root);
	return PARSE_OK;
}

/* ---- the cards ---- */

struct cards {
	const struct document *doc;
	struct findings       *out;
	struct span            rest; /* of the page */
	size_t                 ad;   /* index + 1 of the card that is open */
	struct span            field; /* class of the cell that is open */
	bool                   is_english;
};

/* "04.07.26"; English boards write "7/4/26", the month first. */
static void take_date(struct cards *c, struct ad *ad, struct span text)
{
	char   full[32];
	size_t year = text.len;

	while (year && text.ptr[year - 1] >= '0' && text.ptr[year - 1] <= '9')
		year--;
	if (text.len - year == 2 && text.len < sizeof(full) - 2) {
		memcpy(full, text.ptr, year);
		memcpy(full + year, "20", 2);
		memcpy(full + year + 2, text.ptr + year, 2);
		text = (struct span){ full, text.len + 2 };
	}
	if (c->is_english && span_find(text, "/"))
		text_date_month_first(text, &ad->posted_at);
	else
		text_date(text, &ad->posted_at);
}

static void take_link(struct cards *c, struct ad *ad,
		      const struct html_tag *tag)
{
	struct span href = html_attribute(tag->text, "href");

	if (ad->url.len || !is_number(job_of(href)))
		return;
	ad->native_id = text_line(&c->out->arena, job_of(href));
	ad->url = text_line_of_html(&c->out->arena, href);
	ad->title = text_line_of_html(&c->out->arena,
				      html_inside(&c->rest, tag));
}

static void take_cell(struct cards *c, struct ad *ad,
		      const struct html_tag *tag)
{
	struct span cell;

	if (html_has_class(tag->text, "title") ||
	    html_has_class(tag->text, "ProjectGeoLocationCity"))
		return; /* what is inside counts */
	cell = text_line_of_html(&c->out->arena, html_inside(&c->rest, tag));
	if (html_has_class(tag->text, "date"))
		take_date(c, ad, cell);
	else if (html_has_class(tag->text, "sg_company_id"))
		ad->employer = cell;
	else if (html_has_class(tag->text, "jobcategory"))
		ad->department = cell;
	else
		text_employment_known(&c->out->arena, ad, cell);
}

static void take(struct cards *c, const struct html_tag *tag)
{
	struct ad *ad = &c->out->ads[c->ad - 1];

	if (html_has_class(tag->text, "matchValue")) {
		take_cell(c, ad, tag);
	} else if (html_tag_is(tag, "a")) {
		take_link(c, ad, tag);
	} else if (html_has_class(tag->text, "location-view-item")) {
		struct span text = text_line_of_html(
			&c->out->arena, html_inside(&c->rest, tag));

		if (text.len)
			text_add_location(&c->out->arena, ad)->text = text;
	}
}

static void read_cards(struct cards *c)
{
	struct html_tag tag;

	while (html_tag_next(&c->rest, &tag)) {
		if (tag.is_end)
			continue;
		if (html_has_class(tag.text, "matchElement")) {
			if (c->out->n_ads > PARSER_ADS_MAX)
				return;
			findings_add_ad(c->out);
			c->ad = c->out->n_ads;
		} else if (c->ad) {
			take(c, &tag);
		}
	}
}

/* How many ids "complete_job_id_list = jobs_selected = [1, 2]" has; or -1. */
static int64_t count_ids(struct span page)
{
	struct span ids = html_json_after(page, IDS);
	int64_t     n = 0;
	bool        in_id = false;

	if (!ids.len)
		return -1;
	for (size_t i = 1; i < ids.len && ids.ptr[i] != ']'; i++) {
		bool is_digit = ids.ptr[i] >= '0' && ids.ptr[i] <= '9';

		n += is_digit && !in_id;
		in_id = is_digit;
	}
	return n;
}

static enum parse_status read_list(struct span page,
				   const struct document *doc,
				   struct findings *out, struct error *err)
{
	struct cards     c = { .doc = doc, .out = out, .rest = page };
	size_t           first = out->n_ads;
	struct url_parts u;

	c.is_english = url_split(doc->url, &u) &&
		       span_is(url_segment(u.path, 0), "en");
	read_cards(&c);
	for (size_t i = first; i < out->n_ads; i++) {
		struct ad *ad = &out->ads[i];

		if (ad->title.len && ad->native_id.len)
			board_add_detail(out, ad, ad->url, NULL);
	}
	out->listed = count_ids(page);
	if (out->n_ads > first || out->listed >= 0)
		return PARSE_OK;
	error_set(err, "expected a list of softgarden, got a page without it");
	return PARSE_NOT_MINE;
}

static enum parse_status parse_softgarden(const struct document *doc,
					  struct findings       *out,
					  struct error          *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	struct span       page;

	if (!board_page_has(doc, "<") || board_page_has(doc, "dataFeedElement"))
		return parse_feed(doc, out, err);
	if (is_number(job_of(doc->url)))
		return board_page(doc, job_of(doc->url), out, err);
	if (charset_decode(doc, true, &store, &page, err))
		status = read_list(page, doc, out, err);
	buf_deinit(&store);
	return status;
}

static int sniff_softgarden(const struct document *doc)
{
	static const char *const keys[] = { "\"dataFeedElement\"",
					    "JobPosting" };
	bool is_own = board_is_host(doc->url, "softgarden.io") ||
		      board_is_host(doc->url, "career.softgarden.de");

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)))
		return 92;
	if (board_page_has(doc, IDS) ||
	    (board_page_has(doc, "matchElement") &&
	     board_page_has(doc, "matchValue")))
		return 80;
	return is_own && board_page_has(doc, "<") ? 75 : 0;
}

/*
 * "acme", any page of https://acme.career.softgarden.de, of the older
 * https://acme.softgarden.io, or the feed at an employer's own name.
 */
static bool seed_softgarden(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct span      language;

	if (!url_split(board, &u))
		return board_print(
			out, size,
			"https://%.*s.career.softgarden.de/jobs.feed.json",
			board_slug(board));
	if (board_is_host(board, "career.softgarden.de") ||
	    span_find(u.path, "jobs.feed.json"))
		return board_at_host(out, size, board, "/jobs.feed.json");
	language = url_segment(u.path, 0);
	if (language.len != 2)
		language = SPAN("de");
	if (board_is_host(board, "softgarden.io") ||
	    span_is(url_segment(u.path, 1), "vacancies"))
		return board_at_host(out, size, board, "/") &&
		       board_print(out + strlen(out), size - strlen(out),
				   "%.*s/vacancies", board_slug(language));
	return false;
}

const struct parser parser_softgarden = {
	.name = "softgarden",
	.about = "career sites of softgarden (Germany)",
	.board = "slug or address",
	.spec = "https://{name}.career.softgarden.de/jobs.feed.json",
	.parse = parse_softgarden,
	.sniff = sniff_softgarden,
	.seed_url = seed_softgarden,
	.hosts = "softgarden.io softgarden.de",
};
