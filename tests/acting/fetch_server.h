/*
 * fetch_server.h - a server on the loopback that answers well or badly.
 *
 * It shares the loop with what is tested; what it answers to a path is a row
 * of a table in fetch_server.c.
 */
#ifndef TESTS_ACTING_FETCH_SERVER_H
#define TESTS_ACTING_FETCH_SERVER_H

#include "base/buf.h"

#include <uv.h>

struct guest;

struct fetch_server {
	uv_loop_t    *loop; /* borrowed */
	uv_tcp_t      tcp;
	int           port;
	int           connections; /* so far */
	struct guest *guests;
	struct buf    last_request;
};

/* Listens on a free port of 127.0.0.1. */
void fetch_server_open(struct fetch_server *s, uv_loop_t *loop);
/* Hangs up on everybody. */
void fetch_server_hang_up(struct fetch_server *s);
/* Handles end when the loop runs. */
void fetch_server_close(struct fetch_server *s);

#endif
