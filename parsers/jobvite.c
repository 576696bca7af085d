/*
 * jobvite.c - Career sites of Jobvite, as the pages show themselves (2026-11):
 *
 *   https://jobs.jobvite.com/{name}/search?p=0   fifty jobs a page
 *   https://jobs.jobvite.com/{name}/jobs         some of every department
 *   https://jobs.jobvite.com/{name}/job/{id}     JSON-LD, or text alone
 *
 * {name} may be "careers/{name}". Lists give id, title, place, and department
 * where they are in groups; details the text and what JSON-LD says, whose
 * identifier is not the id of the address, which counts. Employers lay their
 * lists out in several ways; what they share are classes and addresses.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/kinds.h"
#include "parsers/paging.h"
#include "parsers/text.h"

#include <stdio.h>
#include <string.h>

#define HOME "https://jobs.jobvite.com/"
#define PLACE "jv-job-list-location"

static const struct paging paging = {
	.by = PAGING_NUMBER,
	.param = "p",
	.first = 0,
};

/* Which segment of `path` has the name of the employer. */
static size_t name_at(struct span path)
{
	return span_is(url_segment(path, 0), "careers") ? 1 : 0;
}

/* "oAb" of /acme/job/oAb. */
static struct span job_of(struct span url)
{
	struct url_parts u;
	struct span      path = url;
	size_t           at;

	if (url_split(url, &u))
		path = u.path;
	at = name_at(path) + 1;
	return span_is(url_segment(path, at), "job")
		       ? board_slug(url_segment(path, at + 1))
		       : (struct span){ NULL, 0 };
}

/* ---- the list ---- */

struct list {
	const struct document *doc;
	struct findings       *out;
	struct span            rest; /* of the page */
	size_t                 ad;   /* index + 1 of the row that is open */
	struct span            heading, department;
	struct span            range; /* "1-50 of 123" */
	struct span            employer;
};

/* "2 Locations" is how many there are, and not where. */
static bool is_count(struct span text)
{
	size_t digits = 0;

	while (digits < text.len && text.ptr[digits] >= '0' &&
	       text.ptr[digits] <= '9')
		digits++;
	return digits && span_starts_nocase((struct span){ text.ptr + digits,
							   text.len - digits },
					    " location");
}

static void add_place(struct list *l, struct ad *ad, struct span html)
{
	struct span text = text_line_of_html(&l->out->arena, html);

	if (!text.len || is_count(text) || ad->n_locations)
		return;
	text_add_location(&l->out->arena, ad)->text = text;
	if (ad->remote == REMOTE_UNKNOWN)
		ad->remote = text_remote(text);
}

/* The title, and in some layouts the place, within the link itself. */
static void take_inside(struct list *l, struct ad *ad, struct span inside)
{
	struct span     rest = inside, title = inside;
	struct html_tag tag;

	while (html_tag_next(&rest, &tag)) {
		if (tag.is_end || !html_has_class(tag.text, PLACE))
			continue;
		title.len = (size_t)(tag.text.ptr - inside.ptr);
		add_place(l, ad, html_inside(&rest, &tag));
		break;
	}
	ad->title = text_line_of_html(&l->out->arena, title);
}

static void take_link(struct list *l, const struct html_tag *tag)
{
	struct span href = text_line_of_html(
		&l->out->arena, html_attribute(tag->text, "href"));
	bool has_no_base = !l->doc->url.len && span_starts(href, "/");
	struct span id = job_of(href);
	struct ad  *ad;

	if (!id.len)
		return;
	if (l->out->n_ads > PARSER_ADS_MAX) {
		l->rest.len = 0;
		return;
	}
	ad = findings_add_ad(l->out);
	l->ad = l->out->n_ads;
	ad->native_id = text_line(&l->out->arena, id);
	ad->url = has_no_base ? url_resolve(&l->out->arena, SPAN(HOME), href)
			      : href;
	ad->employer = l->employer;
	ad->department = l->department;
	take_inside(l, ad, html_inside(&l->rest, tag));
}

static void take(struct list *l, const struct html_tag *tag)
{
	struct arena *arena = &l->out->arena;

	if (html_tag_is(tag, "a")) {
		take_link(l, tag);
	} else if (html_tag_is(tag, "h2") || html_tag_is(tag, "h3")) {
		l->heading = text_line_of_html(arena,
					       html_inside(&l->rest, tag));
	} else if (html_has_class(tag->text, "jv-job-list")) {
		l->department = l->heading;
		l->heading = (struct span){ NULL, 0 };
		l->ad = 0;
	} else if (html_has_class(tag->text, "jv-pagination-text")) {
		l->range = text_line_of_html(arena,
					     html_inside(&l->rest, tag));
	} else if (l->ad && html_has_class(tag->text, PLACE)) {
		add_place(l, &l->out->ads[l->ad - 1],
			  html_inside(&l->rest, tag));
	}
}

/* The last two numbers of "1-50 of 123"; false: there are not as many. */
static bool read_range(struct span range, int64_t *end, int64_t *total)
{
	int64_t n[3] = { 0, 0, 0 };
	size_t  count = 0;
	bool    in_number = false;

	for (size_t i = 0; i < range.len && i < 60; i++) {
		bool is_digit = range.ptr[i] >= '0' && range.ptr[i] <= '9';

		if (is_digit && !in_number && count++ == 3)
			return false;
		if (is_digit && n[count - 1] < 100000000)
			n[count - 1] = n[count - 1] * 10 + range.ptr[i] - '0';
		if (range.ptr[i] != ',') /* of thousands */
			in_number = is_digit;
	}
	*end = n[1];
	*total = n[2];
	return count == 3;
}

/* A page says so itself; a broken one is no list without jobs. */
static bool says_none(struct span page)
{
	static const char *const words[] = { "no jobs", "no positions",
					     "no openings", "no open ",
					     "no current ", "no results" };

	if (!span_find(page, "jv-"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (span_find_nocase(page, words[i]))
			return true;
	}
	return false;
}

static void finish(struct list *l, size_t first)
{
	int64_t end, total;
	bool    has_range = read_range(l->range, &end, &total);

	for (size_t i = first; i < l->out->n_ads; i++) {
		struct ad *ad = &l->out->ads[i];

		if (has_range) /* a search has no groups */
			ad->department = (struct span){ NULL, 0 };
		if (ad->title.len)
			board_add_detail(l->out, ad, ad->url, NULL);
	}
	if (!has_range)
		return;
	l->out->listed = total;
	if (end < total)
		paging_next(&paging, l->doc, l->out->n_ads - first, -1,
			    l->out);
}

static enum parse_status read_list(struct span page,
				   const struct document *doc,
				   struct findings *out, struct error *err)
{
	struct list      l = { .doc = doc, .out = out, .rest = page };
	size_t           first = out->n_ads;
	struct url_parts u = { 0 };
	struct html_tag  tag;

	url_split(doc->url, &u);
	l.employer = board_employer(&out->arena, doc, doc->url,
				    name_at(u.path));
	while (html_tag_next(&l.rest, &tag)) {
		if (!tag.is_end)
			take(&l, &tag);
	}
	finish(&l, first);
	if (out->n_ads > first)
		return PARSE_OK;
	if (says_none(page)) {
		out->listed = 0;
		return PARSE_OK;
	}
	error_set(err, "expected a list of jobvite, got a page without it");
	return PARSE_NOT_MINE;
}

/* ---- the page of one job ---- */

/* "Sales", the separator, then "San Jose, California". */
static void take_meta(struct ad *ad, struct span html, struct arena *arena)
{
	const char *at = span_find(html, "jv-inline-separator");
	const char *open = at, *end = html.ptr + html.len;
	struct span place;

	while (open && open > html.ptr && *open != '<')
		open--;
	if (open)
		ad->department = text_line_of_html(
			arena, (struct span){ html.ptr,
					      (size_t)(open - html.ptr) });
	place = open ? (struct span){ open, (size_t)(end - open) } : html;
	place = text_line_of_html(arena, place);
	if (span_starts(place, "|")) /* the separator is printed, too */
		place = span_trim((struct span){ place.ptr + 1, place.len - 1 });
	if (!place.len)
		return;
	text_add_location(arena, ad)->text = place;
	ad->remote = text_remote(place);
}

static enum parse_status read_page(struct span page,
				   const struct document *doc,
				   struct findings       *out)
{
	struct arena    *arena = &out->arena;
	struct ad       *ad = findings_add_ad(out);
	struct url_parts u = { 0 };
	struct html_tag  tag;

	url_split(doc->url, &u);
	ad->url = doc->url;
	ad->native_id = text_line(arena, job_of(doc->url));
	ad->employer = board_employer(arena, doc, doc->url, name_at(u.path));
	while (html_tag_next(&page, &tag)) {
		if (tag.is_end)
			continue;
		if (html_has_class(tag.text, "jv-header") && !ad->title.len)
			ad->title = text_line_of_html(
				arena, html_inside(&page, &tag));
		else if (html_has_class(tag.text, "jv-job-detail-meta") &&
			 !ad->n_locations)
			take_meta(ad, html_inside(&page, &tag), arena);
		else if (html_has_class(tag.text, "jv-job-detail-description"))
			text_describe(arena, ad, html_inside(&page, &tag));
	}
	return PARSE_OK;
}

static enum parse_status parse_jobvite(const struct document *doc,
				       struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	struct span       page;

	if (!charset_decode(doc, true, &store, &page, err))
		status = PARSE_BROKEN;
	else if (!job_of(doc->url).len &&
		 !span_find(page, "jv-job-detail-description"))
		status = read_list(page, doc, out, err);
	else if (span_find(page, "jv-job-detail-description") &&
		 !span_find(page, "JobPosting"))
		status = read_page(page, doc, out);
	else
		status = board_page(doc, job_of(doc->url), out, err);
	buf_deinit(&store);
	return status;
}

static int sniff_jobvite(const struct document *doc)
{
	return board_page_has(doc, "jv-job-") ||
			       board_page_has(doc, "jv-page-") ||
			       (board_is_host(doc->url, "jobs.jobvite.com") &&
				board_page_has(doc, "<"))
		       ? 75
		       : 0;
}

/*
 * "acme", "careers/acme", or any page of https://jobs.jobvite.com/acme; lists
 * with a search of their own stay as they are.
 */
static bool seed_jobvite(struct span board, char *out, size_t size)
{
	char             address[256];
	struct url_parts u;
	struct span      name;
	bool             has_careers;

	board = span_trim(board);
	if (!url_split(board, &u)) {
		if (!board.len || board.len > 200 || *board.ptr == '/')
			return false;
		snprintf(address, sizeof(address),
			 "https://jobs.jobvite.com/%.*s", (int)board.len,
			 board.ptr);
		board = span_of(address);
		if (!url_split(board, &u))
			return false;
	}
	has_careers = name_at(u.path) == 1;
	name = board_slug(url_segment(u.path, has_careers));
	if (!name.len || (!board_is_host(board, "jobvite.com") &&
			  !url_segment(u.path, has_careers + 1).len))
		return false;
	if (url_query(u.query, "c").len || url_query(u.query, "q").len ||
	    url_query(u.query, "l").len)
		return board_copy(out, size, board);
	return board_at_host(out, size, board,
			     has_careers ? "/careers/" : "/") &&
	       board_print(out + strlen(out), size - strlen(out),
			   "%.*s/search?p=0", name);
}

const struct parser parser_jobvite = {
	.name = "jobvite",
	.about = "career sites of Jobvite",
	.board = "slug or address",
	.spec = "https://jobs.jobvite.com/{name}/search",
	.parse = parse_jobvite,
	.sniff = sniff_jobvite,
	.seed_url = seed_jobvite,
	.hosts = "jobs.jobvite.com",
};
