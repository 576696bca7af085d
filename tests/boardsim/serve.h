/*
 * serve.h - the boards of a world over HTTP on the loopback.
 */
#ifndef TESTS_BOARDSIM_SERVE_H
#define TESTS_BOARDSIM_SERVE_H

#include "base/error.h"
#include "tests/boardsim/world.h"

#include <stdbool.h>

/*
 * Serve each address (127.0.1.N) of the world's boards on `port` until SIGTERM
 * or SIGINT. Says "boardsim: serving ..." on standard output when ready. ETag,
 * Last-Modified, 304, gzip where asked for. False with `err` when an address
 * is taken.
 */
bool serve(const struct world *w, int port, struct error *err);

#endif
