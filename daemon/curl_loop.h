/*
 * curl_loop.h - a libcurl multi handle driven by a libuv loop.
 *
 * For fetch.c alone: here libcurl's types are visible.
 */
#ifndef DAEMON_CURL_LOOP_H
#define DAEMON_CURL_LOOP_H

#include <curl/curl.h>
#include <stddef.h>
#include <uv.h>

struct curl_loop;

/* A transfer has ended: `easy` is out of the multi handle and the caller's. */
typedef void curl_ended_fn(CURL *easy, CURLcode code, void *arg);

/* NULL when libcurl cannot start. */
struct curl_loop *curl_loop_open(uv_loop_t *loop, curl_ended_fn *ended,
				 void *arg);
/* Closes all connections. No transfer may be under way. */
void curl_loop_close(struct curl_loop *c);

/* Connections kept open for reuse, at most. */
void curl_loop_keep(struct curl_loop *c, long connections);

/* `easy` opens and closes its sockets through curl_loop_socket and _shut. */
void curl_loop_add(struct curl_loop *c, CURL *easy);
void curl_loop_remove(struct curl_loop *c, CURL *easy);

/* For CURLOPT_OPENSOCKETFUNCTION, after the address was found good. */
curl_socket_t curl_loop_socket(struct curl_loop *c,
			       const struct curl_sockaddr *address);
/* For CURLOPT_CLOSESOCKETFUNCTION; `arg` is the curl_loop. */
int curl_loop_shut(void *arg, curl_socket_t fd);

#endif
