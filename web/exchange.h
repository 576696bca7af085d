/*
 * exchange.h - one request, from its first line to the end of its answer; for
 * server.c and api.c alone.
 */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include "web/metrics.h"
#include "web/pool.h"
#include "web/reply.h"

#define BODY_MAX 16384 /* bytes that may be sent to us */

struct serving { /* what answers are made of */
	const struct config *config;
	struct pool         *pool;
	struct cache        *cache;
	struct metrics      *metrics;
	struct connections  *connections;
	struct body         *openapi, *openapi_gz;
	char                 openapi_tag[32]; /* without quotes */
};

struct exchange {
	struct serving        *serving;
	struct MHD_Connection *connection;
	char                  *uri; /* as it came; NULL: too long */
	const char            *method;
	struct arena           arena;
	struct target          target;
	struct buf             body;
	bool                   is_begun, is_body_too_large;
	int64_t                began_us;
	const char            *route; /* for the metrics; static */

	/* While the database is asked. */
	struct call     call;
	struct buf      key;
	struct question question;
	struct outcome  outcome;
	bool            is_asked, is_metrics;
};

enum MHD_Result exchange_send(struct exchange *x, const struct reply *r,
			      struct MHD_Response *response);
enum MHD_Result exchange_send_body(struct exchange *x, const struct reply *r,
				   struct body *body);
enum MHD_Result exchange_send_problem(struct exchange      *x,
				      const struct problem *p,
				      const char           *allow);
enum MHD_Result exchange_send_text(struct exchange *x, const char *type,
				   struct buf *text); /* taken */

bool exchange_is_get(const struct exchange *x); /* or HEAD */

/* `path` is what follows /api/v1/. */
enum MHD_Result api_answer(struct exchange *x, const char *path);
enum MHD_Result api_metrics(struct exchange *x);
/* The database has answered; the exchange goes on here. */
enum MHD_Result api_send_outcome(struct exchange *x);

#endif
