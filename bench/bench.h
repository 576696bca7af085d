/*
 * bench.h - what the measuring programs share.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "base/buf.h"

#include <stddef.h>

struct text_lines {
	char **item;
	size_t n;
};

/* All of a file, or the end of the process with a message. */
void bench_read_file(const char *path, struct buf *out);
/* Its lines, without their ends. */
void bench_read_lines(const char *path, struct text_lines *out);
void bench_free_lines(struct text_lines *lines);

/* A clock that only goes forward, seconds. */
double bench_now_s(void);

/* Add "cpu_us_per_<unit>" and "rss_mb" of this process. */
void bench_put_usage(struct buf *json, const char *key, double units);

#endif
