/*
 * icims.c - The pages of a career site of iCIMS, as they are shown in the
 * frame that the employer's page has (?in_iframe=1; read 2026-11).
 *
 * /jobs/search?ss=1&in_iframe=1 lists jobs as cards, "Page 1 of 3", on with
 * &pr=1; /jobs/{number}/{words}/job?in_iframe=1 is one job with a JobPosting
 * of schema.org, else with the headings and texts that a reader sees. Without
 * in_iframe=1 both are empty frames. What a card says are labels and values,
 * chosen by the employer; a place is "US-IL-Chicago", several are parted by
 * "|". Few cards have a day, and the beginning of the text.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/html_text.h"
#include "parsers/kinds.h"
#include "parsers/paging.h"
#include "parsers/text.h"

#include <stdlib.h>
#include <string.h>

#define SNIFF_BYTES (512 * 1024)
#define PLACES_MAX 200 /* of one ad */
#define PAGES_MAX 10000
#define MENTIONS_MAX 100 /* of "Page " that are looked at */

/* ---- what a label says ---- */

static bool is_capital(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* "US-IL-Chicago", "USA-Remote", "IN": a code of a country stands first. */
static void put_parts(struct arena *arena, struct ad_location *l)
{
	struct span s = l->text;
	size_t      n = 0, from;

	while (n < s.len && is_capital(s.ptr[n]))
		n++;
	if (n < 2 || n > 3 || (n < s.len && s.ptr[n] != '-'))
		return;
	l->country = text_line(arena, (struct span){ s.ptr, n });
	from = ++n;
	while (n < s.len && is_capital(s.ptr[n]))
		n++;
	if (n <= from || n > from + 3 || (n < s.len && s.ptr[n] != '-'))
		return;
	l->region = text_line(arena, (struct span){ s.ptr + from, n - from });
	if (n + 1 < s.len)
		l->city = text_line(arena, (struct span){ s.ptr + n + 1,
							  s.len - n - 1 });
}

static void put_places(struct arena *arena, struct span value, struct ad *ad)
{
	while (value.len && ad->n_locations < PLACES_MAX) {
		const char *bar = memchr(value.ptr, '|', value.len);
		size_t      len = bar ? (size_t)(bar - value.ptr) : value.len;
		struct span text =
			text_line(arena, (struct span){ value.ptr, len });

		if (text.len) {
			struct ad_location *l = text_add_location(arena, ad);

			l->text = text;
			put_parts(arena, l);
		}
		len += bar != NULL;
		value.ptr += len;
		value.len -= len;
	}
}

static void put_value(const struct document *doc, struct arena *arena,
		      struct span label, struct span value, struct ad *ad)
{
	if (!value.len)
		return;
	if (span_find_nocase(label, "location") && !ad->n_locations)
		put_places(arena, value, ad);
	else if (span_find_nocase(label, "remote"))
		ad->remote = text_remote(value);
	else if (span_find_nocase(label, "posted"))
		text_date_seen(value, doc->fetched_at, &ad->posted_at);
	else if (span_find_nocase(label, "category") && !ad->department.len)
		ad->department = value;
	else if (span_is_nocase(label, "type") ||
		 span_find_nocase(label, "position type") ||
		 span_find_nocase(label, "employment type"))
		text_employment(arena, ad, value);
	else if (span_is_nocase(label, "id") ||
		 span_is_nocase(label, "job id") ||
		 span_find_nocase(label, "requisition"))
		ad->requisition_id = value;
}

static bool is_label(const struct html_tag *tag)
{
	return !tag->is_end && (html_has_class(tag->text, "field-label") ||
				html_has_class(tag->text,
					       "iCIMS_JobHeaderField"));
}

/* Beside the words for those who listen there is one that all can see. */
static bool is_place_label(struct span text)
{
	return span_is_nocase(text, "job locations") ||
	       span_is_nocase(text, "job location");
}

static bool is_value(const struct html_tag *tag)
{
	return !tag->is_end &&
	       (html_tag_is(tag, "span") || html_tag_is(tag, "dd"));
}

/* A label, then the element behind it; all that `card` has. */
static void read_labels(const struct document *doc, struct span card,
			struct arena *arena, struct ad *ad)
{
	struct html_tag tag;
	struct span     label = { NULL, 0 };

	while (html_tag_next(&card, &tag)) {
		if (is_label(&tag)) {
			label = html_to_line(arena, html_inside(&card, &tag));
		} else if (!tag.is_end &&
			   html_has_class(tag.text, "iCIMS_JobLocation")) {
			put_value(doc, arena, SPAN("location"),
				  html_to_line(arena, html_inside(&card, &tag)),
				  ad);
		} else if (!tag.is_end && html_tag_is(&tag, "div") &&
			   html_has_class(tag.text, "description")) {
			text_describe(arena, ad, html_inside(&card, &tag));
		} else if (is_value(&tag)) {
			struct span value = html_to_line(
				arena, html_inside(&card, &tag));
			bool is_place = !label.len && is_place_label(value);

			if (label.len)
				put_value(doc, arena, label, value, ad);
			label = is_place ? value : (struct span){ NULL, 0 };
			/* what "4 days ago" shows when it is pointed at */
			if (ad->posted_at.precision != STAMP_TIME)
				text_date_month_first(
					html_attribute(tag.text, "title"),
					&ad->posted_at);
		} else if (!tag.is_end && html_tag_is(&tag, "a")) {
			label = (struct span){ NULL, 0 }; /* "Job Title" */
		}
	}
}

/* ---- a list ---- */

/* "8214" of /jobs/8214/payroll-tax-specialist/job; absent for any other. */
static struct span number_of(struct span path)
{
	struct span number = url_segment(path, 1);

	if (!span_is(url_segment(path, 0), "jobs"))
		return (struct span){ NULL, 0 };
	for (size_t i = 0; i < number.len; i++) {
		if (number.ptr[i] < '0' || number.ptr[i] > '9')
			return (struct span){ NULL, 0 };
	}
	return number;
}

/* The words within the link, without the label for those who listen. */
static struct span title_of(struct arena *arena, struct span link)
{
	struct span     rest = link;
	struct html_tag tag;

	while (html_tag_next(&rest, &tag)) {
		if (is_label(&tag))
			html_inside(&rest, &tag);
		else if (!tag.is_end && tag.name.len == 2 &&
			 (tag.name.ptr[0] == 'h' || tag.name.ptr[0] == 'H'))
			return html_to_line(arena, html_inside(&rest, &tag));
	}
	return html_to_line(arena, rest.len ? rest : link);
}

static void add_job(const struct document *doc, struct span href,
		    struct span link, struct span card, struct findings *out)
{
	struct arena    *arena = &out->arena;
	struct span      url = url_resolve(arena, doc->url,
					   html_unescape(arena, href));
	struct url_parts u;
	struct span      number;
	struct ad       *ad;

	if (!url.len) /* of a page that came without its address */
		url = text_line_of_html(arena, href);
	number = number_of(url_split(url, &u) ? u.path : url);
	if (!number.len)
		return;
	ad = findings_add_ad(out);
	ad->native_id = text_line(arena, number);
	ad->url = url;
	ad->title = title_of(arena, link);
	read_labels(doc, card, arena, ad);
	board_add_detail(out, ad,
			 paging_set_query(arena, url, "in_iframe", SPAN("1")),
			 NULL);
}

/* A card begins with its <li>, on older sites with a row of the table. */
static bool begins_card(const struct html_tag *tag)
{
	return !tag->is_end &&
	       (html_has_class(tag->text, "iCIMS_JobCardItem") ||
		html_has_class(tag->text, "iCIMS_JobsTable") ||
		html_has_class(tag->text, "iCIMS_JobListingRow") ||
		html_has_class(tag->text, "row"));
}

/* Its link, and the piece of the page from its first tag to the next card. */
struct card {
	const char *from;
	struct span href, link;
};

static void finish_card(const struct document *doc, struct card *c,
			const char *to, struct findings *out)
{
	if (c->from && c->link.ptr)
		add_job(doc, c->href, c->link,
			(struct span){ c->from, (size_t)(to - c->from) }, out);
	*c = (struct card){ .from = to };
}

static size_t read_list(const struct document *doc, struct span page,
			struct findings *out)
{
	struct span     rest = page;
	struct card     card = { .from = NULL };
	struct html_tag tag;
	size_t          first = out->n_ads;

	while (html_tag_next(&rest, &tag) &&
	       out->n_ads - first <= PARSER_ADS_MAX) {
		if (begins_card(&tag)) {
			finish_card(doc, &card, tag.text.ptr, out);
		} else if (!tag.is_end && html_tag_is(&tag, "a") &&
			   html_has_class(tag.text, "iCIMS_Anchor") &&
			   !card.link.ptr) {
			card.href = html_attribute(tag.text, "href");
			card.link = html_inside(&rest, &tag);
		}
	}
	finish_card(doc, &card, page.ptr + page.len, out);
	return out->n_ads - first;
}

/* "Page 2 of 7" tells 7, also where tags part the words; 0: not told. */
static long pages_of(struct span page)
{
	struct span rest = page;
	struct buf  line = BUF_INIT;
	const char *at, *of;
	long        last = 0;

	for (int n = 0; n < MENTIONS_MAX && !last; n++) {
		struct span near;

		if (!(at = span_find(rest, "Page ")))
			break;
		near = (struct span){ at, (size_t)(page.ptr + page.len - at) };
		rest = (struct span){ at + 5, near.len - 5 };
		near.len = near.len < 300 ? near.len : 300;
		buf_clear(&line);
		html_to_text(near, &line);
		of = line.len ? strstr(line.ptr, " of ") : NULL;
		if (of && of - line.ptr < 12)
			last = strtol(of + 4, NULL, 10);
	}
	buf_deinit(&line);
	return last > 0 && last <= PAGES_MAX ? last : 0;
}

/* ---- a job ---- */

static void read_job(const struct document *doc, struct span page,
		     struct findings *out)
{
	struct span     rest = page;
	struct html_tag tag;
	struct buf      html = BUF_INIT;
	struct ad       ad = { 0 };

	while (html_tag_next(&rest, &tag)) {
		if (tag.is_end)
			continue;
		if (html_tag_is(&tag, "h1") && !ad.title.len)
			ad.title = html_to_line(&out->arena,
						html_inside(&rest, &tag));
		else if (html_has_class(tag.text, "iCIMS_InfoField_Job") ||
			 html_has_class(tag.text, "iCIMS_InfoMsg_Job")) {
			bool is_heading = tag.name.len == 2;

			buf_add_text(&html, is_heading ? "<h3>" : "<div>");
			buf_add_span(&html, html_inside(&rest, &tag));
			buf_add_text(&html, is_heading ? "</h3>" : "</div>");
		}
	}
	if (ad.title.len && html.len) {
		read_labels(doc, page, &out->arena, &ad);
		text_describe(&out->arena, &ad, buf_span(&html));
		*findings_add_ad(out) = ad;
	}
	buf_deinit(&html);
}

static enum parse_status parse_job(const struct document *doc,
				   struct span page, struct span number,
				   struct findings *out, struct error *err)
{
	size_t            first = out->n_ads;
	enum parse_status status = parser_html.parse(doc, out, err);
	const char       *query = memchr(doc->url.ptr, '?', doc->url.len);
	struct ad        *ad;

	if (status != PARSE_OK)
		return status;
	if (out->n_ads == first)
		read_job(doc, page, out);
	if (out->n_ads != first + 1)
		return PARSE_OK;
	ad = &out->ads[first];
	ad->native_id = text_line(&out->arena, number);
	if (!ad->url.len || span_find(ad->url, "in_iframe="))
		ad->url = text_line(&out->arena,
				    (struct span){ doc->url.ptr,
						   query ? (size_t)(query -
								    doc->url.ptr)
							 : doc->url.len });
	return PARSE_OK;
}

static enum parse_status parse_icims(const struct document *doc,
				     struct findings *out, struct error *err)
{
	static const struct paging paging = { .by = PAGING_NUMBER,
					      .param = "pr" };
	enum parse_status status = PARSE_OK;
	struct buf        store = BUF_INIT;
	struct span       page, number = { NULL, 0 };
	struct url_parts  u;
	size_t            shown;

	if (!charset_decode(doc, true, &store, &page, err)) {
		status = PARSE_BROKEN;
		goto out;
	}
	if (url_split(doc->url, &u))
		number = number_of(u.path);
	if (number.len) {
		status = parse_job(doc, page, number, out, err);
		goto out;
	}
	if (!span_find(page, "iCIMS_")) {
		error_set(err, "expected a page of icims, got another");
		status = PARSE_NOT_MINE;
		goto out;
	}
	shown = read_list(doc, page, out);
	if (paging_at(&paging, doc) + 1 < pages_of(page))
		paging_next(&paging, doc, shown, -1, out);
out:
	buf_deinit(&store);
	return status;
}

static int sniff_icims(const struct document *doc)
{
	struct span head = doc->body;

	if (head.len > SNIFF_BYTES)
		head.len = SNIFF_BYTES;
	return span_starts(span_trim(head), "<") &&
			       (span_find(head, "iCIMS_JobCardItem") ||
				span_find(head, "iCIMS_JobsTable") ||
				span_find(head, "iCIMS_ListingsPage") ||
				span_find(head, "class=\"iCIMS_Anchor\"") ||
				span_find(head, "iCIMS_JobContent"))
		       ? 70
		       : 0;
}

/* Any address of https://{site}.icims.com, or "careers-acme", its site. */
static bool seed_icims(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size,
				   "https://%.*s.icims.com/jobs/search"
				   "?ss=1&in_iframe=1",
				   board_slug(board));
	if (!board_is_host(board, "icims.com"))
		return span_is(url_segment(u.path, 0), "jobs") &&
		       span_is(url_segment(u.path, 1), "search") &&
		       url_query(u.query, "in_iframe").len &&
		       board_copy(out, size, board);
	if (span_is(u.authority, "www.icims.com"))
		return false;
	return board_print(out, size,
			   "https://%.*s/jobs/search?ss=1&in_iframe=1",
			   u.authority);
}

const struct parser parser_icims = {
	.name = "icims",
	.about = "career sites of iCIMS",
	.board = "name of the site, careers-acme; or address",
	.spec = "https://{site}.icims.com/jobs/search?ss=1&in_iframe=1",
	.parse = parse_icims,
	.sniff = sniff_icims,
	.seed_url = seed_icims,
	.hosts = "icims.com",
};
