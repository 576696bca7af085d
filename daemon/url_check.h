/*
 * url_check.h - is this an address that may be asked for at all?
 */
#ifndef DAEMON_URL_CHECK_H
#define DAEMON_URL_CHECK_H

#include "base/error.h"

#include <stdbool.h>

#define URL_MAX 8192 /* bytes; longer ones are traps or mistakes */

/*
 * Absolute, http or https, with a host, without user and password (they would
 * be sent to whoever a link names), without spaces and control characters, up
 * to URL_MAX bytes. False with `err` otherwise.
 */
bool url_is_fetchable(const char *url, struct error *err);

/* Scheme, host and port are the same, as they are written. */
bool url_is_same_origin(const char *a, const char *b);

#endif
