/*
 * visit.h - fetch single documents for people, as carefully as the daemon.
 *
 * Limits, address checks and robots.txt are those of the configuration. Calls
 * wait until the document is there.
 */
#ifndef CLI_VISIT_H
#define CLI_VISIT_H

#include "base/buf.h"
#include "base/error.h"
#include "base/stamp.h"

struct config;
struct request_for;
struct visitor;

/* One document as it came. Owns its memory. */
struct visited {
	struct buf   body;         /* decoded */
	struct buf   url;          /* after redirects */
	struct buf   content_type; /* of the response, may be empty */
	struct stamp fetched_at;
	int          http_status;
	int64_t      elapsed_ms;
};

void visited_deinit(struct visited *v); /* may be called twice */

/* `c` is borrowed. NULL with `err`. */
struct visitor *visitor_open(const struct config *c, struct error *err);
void            visitor_close(struct visitor *v);

/*
 * Ask for a page of a source, with the headers and keys that it may have
 * (daemon/request.h). False with `err` naming what was expected and found: no
 * answer, not 200, refused by robots.txt, damaged. `out` is overwritten.
 */
bool visitor_get(struct visitor *v, const struct request_for *it,
		 struct visited *out, struct error *err);

/* Crawl-delay of the robots.txt of the last url's host; -1: none. */
int64_t visitor_crawl_delay_ms(const struct visitor *v);

/* Sitemap lines of the robots.txt of the last url's host; borrowed. */
size_t      visitor_sitemaps(const struct visitor *v);
struct span visitor_sitemap(const struct visitor *v, size_t i);

#endif
