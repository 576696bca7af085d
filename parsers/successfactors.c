/*
 * successfactors.c - The feeds of a career site of SAP SuccessFactors, which
 * stand on the employer's own host (as sites show them, read 2026-11).
 *
 * /googlefeed.xml, on some sites /sitemal.xml or /sitemap.xml, is RSS with the
 * elements of Google Base (g:location, g:employer, g:expiration_date) and has
 * all jobs, but no day of posting. /services/rss/job/ and .../category/ have
 * the day but no element for the place, 20 jobs a page. Titles end in the
 * place in brackets: "Weaver (Prato, PO, IT, 59100)" is city, state, ISO 3166
 * code and post code; they are kept as they are. A site without jobs lists one
 * with the number 0.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/kinds.h"
#include "parsers/paging.h"
#include "parsers/text.h"
#include "parsers/xml.h"

#include <stdio.h>
#include <string.h>

#define PARTS_MAX 8 /* of a place; more is no place */

static bool is_digits(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	}
	return s.len > 0;
}

static bool has_digit(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
			return true;
	}
	return false;
}

static bool is_code(struct span s)
{
	return s.len == 2 && s.ptr[0] >= 'A' && s.ptr[0] <= 'Z' &&
	       s.ptr[1] >= 'A' && s.ptr[1] <= 'Z';
}

/* "Prato, PO, IT, 59100" at its commas; how many, PARTS_MAX + 1: too many. */
static size_t parts_of(struct span place, struct span parts[PARTS_MAX])
{
	size_t n = 0;

	while (n < PARTS_MAX) {
		const char *comma = memchr(place.ptr, ',', place.len);
		size_t      len = comma ? (size_t)(comma - place.ptr)
					: place.len;

		parts[n++] = span_trim((struct span){ place.ptr, len });
		if (!comma)
			return n;
		place.ptr += len + 1;
		place.len -= len + 1;
	}
	return PARTS_MAX + 1;
}

/*
 * What the order of the parts says beyond doubt: "Dimona, IL" may be a state
 * or a country, "Chicago, IL, US" not.
 */
static void put_parts(struct arena *arena, struct ad_location *l)
{
	struct span parts[PARTS_MAX], postal = { NULL, 0 };
	size_t      n = l->text.len ? parts_of(l->text, parts) : 0;

	if (n < 3 || n > PARTS_MAX)
		return;
	if (has_digit(parts[n - 1]))
		postal = parts[--n];
	if (n < 3 || !is_code(parts[n - 1]))
		return;
	l->city = text_line(arena, parts[0]);
	l->country = text_line(arena, parts[n - 1]);
	l->postal = text_line(arena, postal);
}

/* The bracket that ends `title`, with what may be in brackets in it. */
static struct span last_bracket(struct span title)
{
	size_t at = title.len, depth = 0;

	if (!at || title.ptr[at - 1] != ')')
		return (struct span){ NULL, 0 };
	while (at-- > 0) {
		if (title.ptr[at] == ')')
			depth++;
		else if (title.ptr[at] == '(' && --depth == 0)
			return (struct span){ title.ptr + at + 1,
					      title.len - at - 2 };
	}
	return (struct span){ NULL, 0 };
}

/* "(m/f/d)" and "(Weekend, nights)" are none. */
static bool is_place(struct span text)
{
	struct span parts[PARTS_MAX];
	size_t      n = parts_of(text, parts);

	if (n < 2 || n > PARTS_MAX)
		return false;
	for (size_t i = 1; i < n; i++) {
		if (is_code(parts[i]))
			return true;
	}
	return n > 2;
}

/*
 * The place stays in the title: that is how the site writes it, on the page
 * of the job as well.
 */
static void put_place(struct arena *arena, struct ad *ad)
{
	struct span bracket = last_bracket(ad->title);
	bool        is_known = ad->n_locations && ad->locations[0].text.len;

	/* a title that is nothing but brackets is the title */
	if (!is_known && bracket.len && bracket.len + 2 < ad->title.len &&
	    is_place(bracket)) {
		if (!ad->n_locations)
			text_add_location(arena, ad);
		ad->locations[0].text = text_line(arena, bracket);
	}
	if (ad->n_locations)
		put_parts(arena, &ad->locations[0]);
}

/* /job/{words}/{number}/, with what tells where a reader came from. */
static void put_number(struct arena *arena, struct ad *ad)
{
	const char      *query = span_find(ad->url, "?");
	struct url_parts u;
	struct span      number = { NULL, 0 };

	if (query && span_find(ad->url, "utm_source="))
		ad->url = text_line(
			arena, (struct span){ ad->url.ptr,
					      (size_t)(query - ad->url.ptr) });
	if (!url_split(ad->url, &u))
		return;
	for (size_t i = 0; url_segment(u.path, i).len; i++)
		number = url_segment(u.path, i);
	if (is_digits(number))
		ad->native_id = text_line(arena, number);
}

static bool is_service(struct span url)
{
	struct url_parts u;

	return url_split(url, &u) &&
	       span_is(url_segment(u.path, 0), "services") &&
	       span_is(url_segment(u.path, 1), "rss");
}

static enum parse_status parse_successfactors(const struct document *doc,
					      struct findings *out,
					      struct error *err)
{
	static const struct paging paging = { .by = PAGING_OFFSET,
					      .param = "startrow",
					      .size = 20 };
	size_t            first = out->n_ads, kept = first;
	enum parse_status status = parser_rss.parse(doc, out, err);

	if (status != PARSE_OK)
		return status;
	if (is_service(doc->url))
		paging_next(&paging, doc, out->n_ads - first, -1, out);
	for (size_t i = first; i < out->n_ads; i++) {
		struct ad *ad = &out->ads[i];

		if (span_is(ad->native_id, "0")) /* there are none */
			continue;
		put_place(&out->arena, ad);
		put_number(&out->arena, ad);
		if (span_is(ad->department, "ATS_WEBFORM"))
			ad->department = (struct span){ NULL, 0 };
		out->ads[kept++] = *ad;
	}
	out->n_ads = kept;
	return PARSE_OK;
}

static int sniff_successfactors(const struct document *doc)
{
	struct span head = doc->body;

	if (head.len > 65536)
		head.len = 65536;
	if (!span_is(xml_root_name(head), "rss"))
		return 0;
	if (is_service(doc->url) || span_find(head, "utm_source=J2WRSS"))
		return 97;
	return span_find(head, "http://base.google.com/ns/1.0") &&
			       (span_find(head, "<g:job_function") ||
				span_find(head, "<g:expiration_date") ||
				span_find(head, "<g:employer"))
		       ? 97
		       : 0;
}

static bool is_feed(struct span url, struct span path)
{
	static const char *const names[] = { "googlefeed.xml", "sitemal.xml",
					     "sitemap.xml" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (span_is_nocase(url_segment(path, 0), names[i]))
			return true;
	}
	return is_service(url);
}

/*
 * Any address of the career site, on whatever host: its /googlefeed.xml; or a
 * feed itself. The older pages under successfactors.com/career have no feed.
 */
static bool seed_successfactors(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (!url_split(board, &u) || board_is_host(board, "successfactors.com") ||
	    board_is_host(board, "successfactors.eu"))
		return false;
	if (is_feed(board, u.path))
		return board_copy(out, size, board);
	return board_on_host(out, size, board, "/googlefeed.xml");
}

const struct parser parser_successfactors = {
	.name = "successfactors",
	.about = "feeds of career sites of SAP SuccessFactors",
	.board = "address",
	.spec = "/googlefeed.xml, /services/rss/job/",
	.parse = parse_successfactors,
	.sniff = sniff_successfactors,
	.seed_url = seed_successfactors,
	.hosts = "jobs2web.com successfactors.com successfactors.eu",
};
