/*
 * robots.h - the Robots Exclusion Protocol (RFC 9309).
 *
 * Pure. What an answer other than 2xx to /robots.txt means is decided by the
 * caller: 4xx allows all, 5xx and no answer disallow all (RFC 9309 2.3.1).
 */
#ifndef DAEMON_ROBOTS_H
#define DAEMON_ROBOTS_H

#include "base/span.h"

#include <stdint.h>

#define ROBOTS_BODY_MAX (500 * 1024) /* bytes read of a file (RFC 9309 2.5) */
#define ROBOTS_SITEMAPS_MAX 1000

struct robots;

/*
 * The rules of `body` for the product token `agent` ("jobtrend"): all groups
 * that name it, else the groups of "*", else none. Never fails: what cannot
 * be read is skipped, and what follows the last line end within
 * ROBOTS_BODY_MAX is left out of longer files. Borrows nothing.
 */
struct robots *robots_new(struct span body, struct span agent);
void           robots_free(struct robots *r);

/* `url`: absolute, or a path with its query ("/jobs?page=2"). */
bool robots_allows(const struct robots *r, struct span url);

/* Crawl-delay of the same groups, the longest; -1 when there is none. */
int64_t robots_crawl_delay_ms(const struct robots *r);

/* Sitemap lines of the whole file, in its order, borrowed from `r`. */
size_t      robots_sitemaps(const struct robots *r);
struct span robots_sitemap(const struct robots *r, size_t i);

#endif
