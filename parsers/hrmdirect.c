/*
 * hrmdirect.c - HRM Direct, the job boards of ClearCompany (United States), as
 * the pages show themselves (2026-11):
 *
 *   https://{name}.hrmdirect.com/employment/job-openings.php?search=true
 *   https://{name}.hrmdirect.com/employment/job-opening.php?req={id}
 *
 * The list has a row for every place of a job: id, title, and such columns as
 * the employer shows, by class department, town, state and country, and days
 * with the month first. Details give the text, place and kind of employment.
 * Links of titles are often not closed.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

#define BEHIND_MAX 100 /* rows among which the same job is looked for */

/* "1" of job-opening.php?req=1&req_loc=2#job. */
static struct span job_of(struct span url)
{
	const char *at = span_find(url, "job-opening.php?");
	struct span query;

	if (!at)
		return (struct span){ NULL, 0 };
	at += strlen("job-opening.php?");
	query = (struct span){ at, url.len - (size_t)(at - url.ptr) };
	at = memchr(query.ptr, '#', query.len);
	if (at)
		query.len = (size_t)(at - query.ptr);
	return board_slug(url_query(query, "req"));
}

/* Without "&#job", with which links end. */
static struct span address(struct arena *arena, struct span href)
{
	struct span url = url_without_fragment(text_line_of_html(arena, href));

	while (url.len && url.ptr[url.len - 1] == '&')
		url.len--;
	return text_line(arena, url);
}

/* ---- the list ---- */

struct row {
	struct span        id, url, title, department;
	struct ad_location place;
	struct stamp       posted;
};

struct list {
	struct findings *out;
	struct span      rest; /* of the page */
	size_t           first;
	int64_t          rows;
	struct span      employer;
};

static bool is_cell(const struct html_tag *tag)
{
	return html_tag_is(tag, "td") || html_tag_is(tag, "th");
}

/*
 * Up to the next cell or the end of the row, whichever tags are open; the
 * address of the first link within goes to *href.
 */
static struct span take_cell(struct span *rest, struct span *href)
{
	struct span     inside = *rest, before = *rest;
	struct html_tag tag;

	while (html_tag_next(rest, &tag)) {
		if (is_cell(&tag) || html_tag_is(&tag, "tr")) {
			inside.len = (size_t)(tag.text.ptr - inside.ptr);
			if (!tag.is_end || html_tag_is(&tag, "tr"))
				*rest = before; /* seen again */
			return inside;
		}
		if (!href->len && html_tag_is(&tag, "a"))
			*href = html_attribute(tag.text, "href");
		before = *rest;
	}
	return inside;
}

static void take_column(struct row *row, struct span class, struct span text)
{
	if (html_has_class(class, "posTitle"))
		row->title = text;
	else if (html_has_class(class, "departments"))
		row->department = text;
	else if (html_has_class(class, "cities"))
		row->place.city = text;
	else if (html_has_class(class, "state") ||
		 html_has_class(class, "states"))
		row->place.region = text;
	else if (html_has_class(class, "countries"))
		row->place.country = text;
	else if (html_has_class(class, "offices"))
		row->place.text = text;
	else if (row->posted.precision == STAMP_NONE)
		text_date_month_first(text, &row->posted);
}

/* The ad of the same job, a few rows before; or a new one. */
static struct ad *ad_of(struct list *l, const struct row *row)
{
	struct findings *out = l->out;
	struct ad       *ad;

	for (size_t i = out->n_ads, n = 0; i > l->first && n < BEHIND_MAX;
	     i--, n++) {
		if (span_same(out->ads[i - 1].native_id, row->id))
			return &out->ads[i - 1];
	}
	if (out->n_ads > PARSER_ADS_MAX)
		return NULL;
	ad = findings_add_ad(out);
	ad->native_id = row->id;
	ad->url = row->url;
	ad->title = row->title;
	ad->department = row->department;
	ad->posted_at = row->posted;
	return ad;
}

static void end_row(struct list *l, struct row *row)
{
	struct ad *ad = row->id.len && row->title.len ? ad_of(l, row) : NULL;

	if (!ad)
		return;
	l->rows++;
	text_compose_location(&l->out->arena, &row->place);
	if (row->place.text.len) {
		if (ad->remote == REMOTE_UNKNOWN)
			ad->remote = text_remote(row->place.text);
		*text_add_location(&l->out->arena, ad) = row->place;
	}
}

static void take_row(struct list *l, struct span id)
{
	struct arena   *arena = &l->out->arena;
	struct row      row = { .id = text_line(arena, id) };
	struct span     before = l->rest;
	struct html_tag tag;

	while (html_tag_next(&l->rest, &tag)) {
		struct span href = { NULL, 0 }, cell;

		if (html_tag_is(&tag, "tr") || html_tag_is(&tag, "table")) {
			if (!tag.is_end)
				l->rest = before; /* the next row */
			break;
		}
		before = l->rest;
		if (tag.is_end || !is_cell(&tag))
			continue;
		cell = take_cell(&l->rest, &href);
		if (job_of(href).len && !row.url.len)
			row.url = address(arena, href);
		take_column(&row, tag.text, text_line_of_html(arena, cell));
		before = l->rest;
	}
	if (!row.id.len)
		row.id = text_line(arena, job_of(row.url));
	end_row(l, &row);
}

/* "Acme" of "Careers At Acme". */
static struct span name_of(struct span title)
{
	static const char *const before[] = { "careers at ", "jobs at ",
					      "employment at " };

	for (size_t i = 0; i < ARRAY_LEN(before); i++) {
		size_t len = strlen(before[i]);

		if (span_starts_nocase(title, before[i]))
			return (struct span){ title.ptr + len,
					      title.len - len };
	}
	return (struct span){ NULL, 0 };
}

static struct span employer_of(struct span page, const struct document *doc,
			       struct arena *arena)
{
	struct html_tag  tag;
	struct url_parts u;
	struct span      name, title = { NULL, 0 };
	const char      *dot;

	if (doc->employer.len)
		return text_line(arena, doc->employer);
	while (html_tag_next(&page, &tag) && !html_tag_is(&tag, "body")) {
		if (!tag.is_end && html_tag_is(&tag, "title"))
			title = text_line_of_html(arena,
						  html_inside(&page, &tag));
	}
	name = name_of(title);
	if (name.len || !board_is_host(doc->url, "hrmdirect.com") ||
	    !url_split(doc->url, &u))
		return name;
	dot = memchr(u.authority.ptr, '.', u.authority.len);
	return text_line(arena,
			 (struct span){ u.authority.ptr,
					(size_t)(dot - u.authority.ptr) });
}

static bool says_none(struct span page)
{
	static const char *const words[] = { "no openings", "no current",
					     "no open ", "no jobs",
					     "no positions",
					     "not currently" };

	if (!span_find(page, "reqResult") && !span_find(page, "job-openings"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (span_find_nocase(page, words[i]))
			return true;
	}
	return false;
}

static enum parse_status read_list(struct span page,
				   const struct document *doc,
				   struct findings *out, struct error *err)
{
	struct list     l = { .out = out, .rest = page, .first = out->n_ads };
	struct html_tag tag;

	l.employer = employer_of(page, doc, &out->arena);
	while (html_tag_next(&l.rest, &tag)) {
		struct span id = html_attribute(tag.text, "data-req-id");

		if (!tag.is_end && html_tag_is(&tag, "tr") && id.len)
			take_row(&l, id);
	}
	for (size_t i = l.first; i < out->n_ads; i++) {
		struct ad *ad = &out->ads[i];

		ad->employer = l.employer;
		board_add_detail(out, ad, ad->url, NULL);
	}
	out->listed = (int64_t)(out->n_ads - l.first);
	if (out->n_ads > l.first || says_none(page))
		return PARSE_OK;
	out->listed = -1;
	error_set(err, "expected a list of hrmdirect, got a page without it");
	return PARSE_NOT_MINE;
}

/* ---- the page of one job ---- */

/* What stands beside a label: "Location:", "Type of Hire:". */
static void take_value(struct ad *ad, struct span label, struct span value,
		       struct arena *arena)
{
	if (!value.len)
		return;
	if (span_starts_nocase(label, "location") && !ad->n_locations) {
		text_add_location(arena, ad)->text = value;
		ad->remote = text_remote(value);
	} else if (span_starts_nocase(label, "department")) {
		ad->department = value;
	} else if (span_starts_nocase(label, "job title") ||
		   span_starts_nocase(label, "position title") ||
		   span_starts_nocase(label, "title")) {
		ad->title = value;
	} else if (span_starts_nocase(label, "salary") ||
		   span_starts_nocase(label, "pay")) {
		text_pay_range(value, &ad->pay);
	} else {
		text_employment_known(arena, ad, value);
	}
}

static void read_fields(struct ad *ad, struct span page, struct arena *arena)
{
	struct span     label = { NULL, 0 };
	struct html_tag tag;

	while (html_tag_next(&page, &tag)) {
		struct span href = { NULL, 0 };

		if (tag.is_end)
			continue;
		if (html_has_class(tag.text, "jobDesc")) {
			text_describe(arena, ad, html_inside(&page, &tag));
		} else if (html_tag_is(&tag, "h1") ||
			   html_tag_is(&tag, "h2") ||
			   html_has_class(tag.text, "reqTitle")) {
			struct span text = text_line_of_html(
				arena, html_inside(&page, &tag));

			if (!ad->title.len)
				ad->title = text;
		} else if (html_tag_is(&tag, "td")) {
			struct span rest = page;
			struct span text = text_line_of_html(
				arena, take_cell(&rest, &href));

			if (html_has_class(tag.text, "viewFieldValue"))
				take_value(ad, label, text, arena);
			else if (text.len && text.len < 60)
				label = text;
		}
	}
}

static enum parse_status read_page(struct span page,
				   const struct document *doc,
				   struct findings       *out)
{
	struct ad *ad = findings_add_ad(out);

	ad->url = doc->url;
	ad->native_id = text_line(&out->arena, job_of(doc->url));
	ad->employer = employer_of(page, doc, &out->arena);
	read_fields(ad, page, &out->arena);
	return PARSE_OK;
}

static enum parse_status parse_hrmdirect(const struct document *doc,
					 struct findings       *out,
					 struct error          *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	struct span       page;

	if (!charset_decode(doc, true, &store, &page, err))
		status = PARSE_BROKEN;
	else if (!job_of(doc->url).len)
		status = read_list(page, doc, out, err);
	else if (span_find(page, "jobDesc") && !span_find(page, "JobPosting"))
		status = read_page(page, doc, out);
	else
		status = board_page(doc, job_of(doc->url), out, err);
	buf_deinit(&store);
	return status;
}

static int sniff_hrmdirect(const struct document *doc)
{
	if (board_page_has(doc, "data-req-id") &&
	    board_page_has(doc, "job-opening.php"))
		return 80;
	return board_is_host(doc->url, "hrmdirect.com") &&
			       board_page_has(doc, "<")
		       ? 75
		       : 0;
}

/* "acme", or any page of https://acme.hrmdirect.com. */
static bool seed_hrmdirect(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (!url_split(board, &u))
		return board_print(out, size,
				   "https://%.*s.hrmdirect.com/employment/"
				   "job-openings.php?search=true",
				   board_slug(board));
	if (!board_is_host(board, "hrmdirect.com") &&
	    !span_is(url_segment(u.path, 0), "employment"))
		return false;
	if (span_find(u.path, "job-openings.php") &&
	    url_query(u.query, "search").len)
		return board_copy(out, size, board);
	return board_at_host(out, size, board,
			     "/employment/job-openings.php?search=true");
}

const struct parser parser_hrmdirect = {
	.name = "hrmdirect",
	.about = "job boards of HRM Direct, ClearCompany (US)",
	.board = "slug or address",
	.spec = "https://{name}.hrmdirect.com/employment/job-openings.php",
	.parse = parse_hrmdirect,
	.sniff = sniff_hrmdirect,
	.seed_url = seed_hrmdirect,
	.hosts = "hrmdirect.com",
};
