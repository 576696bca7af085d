#include "bench/bench.h"

#include "base/json_out.h"
#include "base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

void bench_read_file(const char *path, struct buf *out)
{
	FILE  *f = fopen(path, "rb");
	size_t n;

	if (!f) {
		fprintf(stderr, "bench: %s: %s\n", path, strerror(errno));
		exit(1);
	}
	do {
		n = fread(buf_reserve(out, 65536), 1, 65536, f);
		buf_commit(out, n);
	} while (n);
	fclose(f);
}

void bench_read_lines(const char *path, struct text_lines *out)
{
	struct buf file = BUF_INIT;
	size_t     cap = 0;
	char      *save = NULL;

	*out = (struct text_lines){ 0 };
	bench_read_file(path, &file);
	for (char *line = file.len ? strtok_r(file.ptr, "\n", &save) : NULL;
	     line; line = strtok_r(NULL, "\n", &save)) {
		if (out->n == cap) {
			cap = cap ? cap * 2 : 1024;
			out->item = xrealloc(out->item,
					     cap * sizeof(*out->item));
		}
		out->item[out->n++] = xstrdup(line);
	}
	buf_deinit(&file);
	if (!out->n) {
		fprintf(stderr, "bench: %s: expected lines, got none\n", path);
		exit(1);
	}
}

void bench_free_lines(struct text_lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		free(lines->item[i]);
	free(lines->item);
	*lines = (struct text_lines){ 0 };
}

double bench_now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds_of(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

void bench_put_usage(struct buf *json, const char *key, double units)
{
	struct rusage use;
	double        cpu_s;

	getrusage(RUSAGE_SELF, &use);
	cpu_s = seconds_of(use.ru_utime) + seconds_of(use.ru_stime);
	json_put_double(json, key, units > 0 ? cpu_s * 1e6 / units : 0);
	json_put_double(json, "rss_mb", (double)use.ru_maxrss / 1024.0);
}
