/*
 * server.h - HTTP: who is let in, what is asked, who answers.
 *
 * Threads of libmicrohttpd read requests and send answers; what needs the
 * database waits aside (suspended) while a worker of the pool asks it.
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "base/error.h"

struct config;
struct server;

/* Listens; NULL with `err`. `config` is borrowed. */
struct server *server_open(const struct config *config, const char *conninfo,
			   struct error *err);
/* Requests under way are answered first, new ones are not taken. */
void           server_close(struct server *s);

/* Every second: hang up on the slow. */
void server_tick(struct server *s);

/* Where it listens, "http://127.0.0.1:8080/". Borrowed. */
const char *server_address(const struct server *s);

#endif
