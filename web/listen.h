/*
 * listen.h - the socket of a server.
 */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

#include "base/buf.h"
#include "base/error.h"

/*
 * Listens on "127.0.0.1:8080", "[::1]:8080" or "[::]:8080" (IPv4 too); port 0
 * is any free one. Appends the address as a URL to `url`. -1 with `err`.
 */
int listen_on(const char *address, struct buf *url, struct error *err);

#endif
