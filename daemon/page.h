/*
 * page.h - one page of the frontier and what a visit to it gave.
 */
#ifndef DAEMON_PAGE_H
#define DAEMON_PAGE_H

#include "base/arena.h"
#include "daemon/fetch.h"
#include "daemon/outcome.h"

#include <stdint.h>

#define HOST_MAX 300 /* bytes of a host key with the NUL: name and port */

/* As loaded; texts lie in `arena`, NULL when absent. */
struct page {
	struct page   *next;
	struct arena   arena;
	int32_t        source_id;
	int64_t        page_id;
	int64_t        run_id;
	int64_t        due_at; /* microseconds since 1970 */
	enum link_role role;
	int            depth;
	int            attempts; /* made before, in this run */
	const char    *url;
	const char    *post; /* body of the request; NULL: GET */
	const char    *kind;
	const char    *employer;
	const char    *source; /* its id */
	const char    *source_kind;
	const char    *source_url; /* as configured; NULL: none */
	const char    *options; /* of the source, JSON; NULL: none */
	const char    *etag;
	const char    *last_modified;
	struct span    body_sha256;
	bool           is_kept; /* that body, in a WARC file */
	struct span    ad_digest;
	int64_t        ads_hash; /* of what it showed last time; 0: nothing */
	int32_t        filled[4]; /* as stated.h has it, of last time */
	struct trail   trail;
	int64_t        fetched_at; /* last time; 0: never */
	int64_t        planned;    /* pages of the run when it was loaded */
	int64_t        max_pages;  /* of a run */
	int            backfill_months;
	int64_t        refresh_s; /* an ad's page is good for so long */
};

void page_free(struct page *p);

/* The key of the host table: lower case, without the scheme's own port. */
bool page_host(struct span url, char out[HOST_MAX]);

#endif
