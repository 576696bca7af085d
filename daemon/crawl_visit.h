/*
 * crawl_visit.h - what the files of the crawl share.
 */
#ifndef DAEMON_CRAWL_VISIT_H
#define DAEMON_CRAWL_VISIT_H

#include "daemon/crawl.h"

/* ---- crawl.c: ways for a visit to end ---- */

/* Nothing of the visit is under way any more; the page stays due. */
void crawl_settle(struct visit *v);
/* `of_run` is what it says of the whole visit; NULL: nothing. */
void crawl_fail(struct visit *v, const char *of_run, const char *error);
/* Again later in this run, if it was not tried too often. */
void crawl_retry(struct visit *v, const char *error);

/* fetch_done_fn and may_follow of a page. */
void crawl_on_fetched(struct fetched *result, void *arg);
bool crawl_may_follow(const char *url, void *arg);

int64_t crawl_now_usec(void);

/* ---- crawl_send.c ---- */

/* Ask for the page of `v`. */
void crawl_send(struct visit *v);
/* The token was not accepted. False when none was used. */
bool crawl_forget_token(struct visit *v);

/* ---- crawl_rules.c ---- */

void crawl_begin_rules(struct crawl *c, struct host *h);

#endif
