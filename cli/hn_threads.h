/*
 * hn_threads.h - the threads that ask who is hiring, and since when.
 *
 * Filled by the thread that reads, asked by those that work.
 */
#ifndef CLI_HN_THREADS_H
#define CLI_HN_THREADS_H

#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

struct hn_threads;

struct hn_threads *hn_threads_new(void);
void               hn_threads_free(struct hn_threads *t);

/* `at`: seconds since 1970. The first time told counts. */
void hn_threads_put(struct hn_threads *t, int64_t id, int64_t at);

/* False when it is none that is known. */
bool hn_threads_get(struct hn_threads *t, int64_t id, int64_t *at);

#endif
