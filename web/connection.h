/*
 * connection.h - who is connected, and since when we wait for them.
 *
 * libmicrohttpd ends a connection on which nothing moves. One that sends a byte
 * now and then moves forever: here the whole of a request's head, and the whole
 * of an answer's way to the client, has a deadline.
 */
#ifndef WEB_CONNECTION_H
#define WEB_CONNECTION_H

#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>

#define HEAD_TIMEOUT_S                                         \
	20 /* idle, and from the first byte to the last header \
	    */
#define SEND_TIMEOUT_MS 120000 /* from the request to the end of the answer */

struct connections;

/* `head_timeout_ms`: idle, and from the first byte to the last header. */
struct connections *connections_new(int64_t head_timeout_ms);
void                connections_free(struct connections *c);

/* For MHD_OPTION_NOTIFY_CONNECTION; `arg` is the struct connections. */
void connections_on_change(void *arg, struct MHD_Connection *connection,
			   void                              **socket_context,
			   enum MHD_ConnectionNotificationCode code);

/* A request's head is complete; its answer has been sent. */
void connections_began(struct connections    *c,
		       struct MHD_Connection *connection);
void connections_ended(struct connections    *c,
		       struct MHD_Connection *connection);

/* Hang up on those who take too long; how many. Call it every second. */
size_t connections_expire(struct connections *c);

size_t connections_count(struct connections *c);

#endif
