/*
 * serve.h - the boards of a world over HTTP on the loopback.
 */
#ifndef TESTS_BOARDSIM_SERVE_H
#define TESTS_BOARDSIM_SERVE_H

#include "base/error.h"
#include "tests/boardsim/fault.h"

#include <stdbool.h>

/*
 * `lab` may be NULL: nothing goes wrong.
 *
 * Serve each address (127.0.1.N) of the world's boards on `port` until SIGTERM
 * or SIGINT. Says "boardsim: serving ..." on standard output when ready. ETag,
 * Last-Modified, 304, gzip where asked for. False with `err` when an address
 * is taken.
 */
bool serve(const struct world *w, const struct lab *lab, int port,
	   struct error *err);

#endif
