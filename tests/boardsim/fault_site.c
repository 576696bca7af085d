/*
 * fault_site.c - sitemaps, pages and rules of a site.
 */
#include "tests/boardsim/fault_play.h"

#include "base/mem.h"
#include "tests/boardsim/card.h"

#include <stdio.h>
#include <string.h>

/* ---- sites ------------------------------------------------------------------------------- */

static bool is_sitemap(const struct request *r)
{
	return strstr(r->path, "sitemap") != NULL;
}

void play_map_empty(const struct request *r, struct answer *a)
{
	if (is_sitemap(r))
		fault_become(a, 200, "application/xml",
		       "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/"
		       "schemas/sitemap/0.9\"></urlset>");
}

void play_map_html(const struct request *r, struct answer *a)
{
	if (is_sitemap(r))
		play_html(r, a);
}

void play_map_404(const struct request *r, struct answer *a)
{
	if (is_sitemap(r))
		fault_become(a, 404, "text/plain", "none");
}

void play_map_cut(const struct request *r, struct answer *a)
{
	if (is_sitemap(r))
		play_half_bytes(r, a);
}

/* The first of its addresses alone. */
void play_map_one(const struct request *r, struct answer *a)
{
	char *end = a->body.ptr ? strstr(a->body.ptr, "</url>") : NULL;

	if (!is_sitemap(r) || !end)
		return;
	a->body.len = (size_t)(end - a->body.ptr) + strlen("</url>");
	buf_add_text(&a->body, "</urlset>");
	a->is_bare = true;
}

/* Addresses that are other ones, of pages that are there. */
void play_map_moved(const struct request *r, struct answer *a)
{
	if (!is_sitemap(r))
		return;
	fault_become(a, 301, "text/plain", "");
	for (size_t b = 0; b < r->shelf->world->n_boards; b++) {
		const struct board *o = &r->shelf->world->boards[b];

		if (o->kind == SITE_MICRODATA && o->address != r->board->address &&
		    board_open_ads(r->shelf->world, o) >= 4)
			snprintf(a->location, sizeof(a->location),
				 "http://127.0.1.%d:%d/sitemap.xml", o->address,
				 r->shelf->port);
	}
}

static void page_status(const struct request *r, struct answer *a, unsigned code)
{
	if (fault_is_page(r))
		fault_become(a, code, "text/plain", "no\n");
}

void play_pages_403(const struct request *r, struct answer *a)
{
	page_status(r, a, 403);
}

void play_pages_500(const struct request *r, struct answer *a)
{
	page_status(r, a, 500);
}

void play_pages_home(const struct request *r, struct answer *a)
{
	if (fault_is_page(r)) {
		fault_become(a, 302, "text/plain", "");
		snprintf(a->location, sizeof(a->location),
			 "http://127.0.1.%d:%d/home", r->shelf->address,
			 r->shelf->port);
	} else if (!strcmp(r->path, "/home")) {
		fault_become(a, 200, "text/html",
		       "<html><body><h1>Welcome</h1></body></html>");
	}
}

static void replace(struct answer *a, const char *from, const char *to)
{
	struct buf  out = BUF_INIT;
	const char *at = a->body.ptr, *hit;

	while (at && (hit = strstr(at, from))) {
		buf_add(&out, at, (size_t)(hit - at));
		buf_add_text(&out, to);
		at = hit + strlen(from);
	}
	if (at)
		buf_add_text(&out, at);
	buf_deinit(&a->body);
	a->body = out;
	a->is_bare = true;
}

void play_pages_unmarked(const struct request *r, struct answer *a)
{
	if (fault_is_page(r))
		replace(a, "application/ld+json", "text/x-data");
}

void play_pages_broken(const struct request *r, struct answer *a)
{
	if (fault_is_page(r))
		replace(a, "\"@type\":\"JobPosting\",", "\"@type\":\"JobPosting\" \"");
}

void play_pages_placeless(const struct request *r, struct answer *a)
{
	if (fault_is_page(r))
		replace(a, "\"jobLocation\"", "\"jobLocationV2\"");
}

/* Whichever page is asked for, one and the same ad. */
void play_pages_same(const struct request *r, struct answer *a)
{
	const struct listing *l = r->shelf->n ? &r->shelf->listings[0] : NULL;

	if (!fault_is_page(r) || !l)
		return;
	buf_clear(&a->body);
	put_page(r->shelf, l->vacancy->number * 2 + (unsigned)l->again, &a->body);
	a->is_bare = true;
}

void play_robots_disallow(const struct request *r, struct answer *a)
{
	if (!strcmp(r->path, "/robots.txt"))
		fault_become(a, 200, "text/plain", "User-agent: *\nDisallow: /\n");
}

void play_robots_500(const struct request *r, struct answer *a)
{
	if (!strcmp(r->path, "/robots.txt"))
		fault_become(a, 500, "text/plain", "no\n");
}

void play_tdm_header(const struct request *r, struct answer *a)
{
	if (strcmp(r->path, "/robots.txt") == 0)
		return;
	a->is_bare = true;
	a->header = "TDM-Reservation";
	a->value = "1";
}

void play_tdm_file(const struct request *r, struct answer *a)
{
	if (strstr(r->path, "tdmrep.json"))
		fault_become(a, 200, "application/json",
		       "[{\"location\":\"*\",\"tdm-reservation\":1}]");
}

void play_map_double(const struct request *r, struct answer *a)
{
	struct buf  twice = BUF_INIT;
	const char *from = a->body.ptr ? strstr(a->body.ptr, "<url>") : NULL;
	const char *end = from ? strstr(from, "</urlset>") : NULL;

	if (!is_sitemap(r) || !end)
		return;
	buf_add(&twice, a->body.ptr, (size_t)(end - a->body.ptr));
	buf_add(&twice, from, (size_t)(end - from));
	buf_add_text(&twice, "</urlset>");
	buf_deinit(&a->body);
	a->body = twice;
	a->is_bare = true;
}

void play_part_500(const struct request *r, struct answer *a)
{
	if (strstr(r->path, "sitemap-1"))
		fault_become(a, 500, "text/plain", "no\n");
}

