/*
 * manners.h - the pauses between requests when several hosts are asked at once.
 *
 * One request at a time to a host, and the daemon's pauses between two
 * (daemon/pace.h). May be used by several threads.
 */
#ifndef CLI_MANNERS_H
#define CLI_MANNERS_H

#include <stdint.h>

struct config;
struct manners;

struct manners *manners_new(const struct config *c);
void            manners_free(struct manners *m);

/* Wait until the host of `url` may be asked; manners_end is then due. A thread
 * asks one host at a time. */
void manners_begin(struct manners *m, const char *url);

/*
 *   http_status     0: no answer came
 *   crawl_delay_ms  of the host's robots.txt; -1: none
 */
void manners_end(struct manners *m, const char *url, int http_status,
		 int64_t elapsed_ms, int64_t crawl_delay_ms);

#endif
