#include "tests/boardsim/documents.h"

#include "base/mem.h"
#include "tests/boardsim/card.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void shelf_init(struct shelf *s, const struct world *w, int address, int port)
{
	size_t room = 0;

	*s = (struct shelf){ w, address, port, NULL, 0 };
	for (size_t b = 0; b < w->n_boards; b++) {
		if (w->boards[b].address != address)
			continue;
		for (size_t n = 0; n < w->n_vacancies; n++) {
			struct listing l[2];
			size_t         many = world_listings(
                                w, &w->boards[b], &w->vacancies[n], l);

			for (size_t k = 0; k < many; k++) {
				if (l[k].from > w->last_day || l[k].to <= w->last_day)
					continue;
				if (s->n == room) {
					room = room ? room * 2 : 64;
					s->listings = xrealloc(s->listings,
						room * sizeof(*s->listings));
				}
				s->listings[s->n++] = l[k];
			}
		}
	}
}

void shelf_deinit(struct shelf *s)
{
	free(s->listings);
	s->listings = NULL;
	s->n = 0;
}

const char *shelf_document(const struct shelf *s, const char *path,
			   unsigned offset, struct buf *out)
{
	char     slug[64], id[64];
	unsigned number;

	if (!strcmp(path, "/robots.txt")) {
		buf_printf(out, "User-agent: *\nDisallow: /admin/\n"
				"Sitemap: http://127.0.1.%d:%d/sitemap.xml\n",
			   s->address, s->port);
		return "text/plain";
	}
	if (sscanf(path, "/v1/boards/%63[^/]/jobs%63s", slug, id) == 1)
		return put_board(s, slug, GREENHOUSE, out);
	if (sscanf(path, "/v0/postings/%63[^/?]", slug) == 1)
		return put_board(s, slug, LEVER, out);
	if (sscanf(path, "/posting-api/job-board/%63[^/?]", slug) == 1)
		return put_board(s, slug, ASHBY, out);
	if (sscanf(path, "/v1/companies/%63[^/]/postings/%63s", slug, id) == 2)
		return put_posting(s, slug, id, out);
	if (sscanf(path, "/v1/companies/%63[^/]/postings", slug) == 1)
		return put_postings(s, slug, offset, -1, out);
	if (sscanf(path, "/api/v1/items/%u", &number) == 1)
		return put_thread(s, number, out);
	if (sscanf(path, "/jobs/%u", &number) == 1)
		return put_page(s, number, out);
	if (!strcmp(path, "/jobs.rss") || !strcmp(path, "/jobs.atom"))
		return put_feed(s, path[6] == 'r', out);
	if (!strcmp(path, "/sitemap.xml"))
		return put_sitemap(s, out);
	if (sscanf(path, "/sitemap-%u.xml.gz", &number) == 1)
		return put_sitemap_part(s, number, out);
	return NULL;
}
