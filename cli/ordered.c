/*
 * ordered.c - a ring of batches between one reader and some workers.
 *
 *   FREE -> (main reads lines) -> READY -> (worker) -> DONE -> (main writes)
 *    ^__________________________________________________________________/
 */
#include "cli/ordered.h"

#include "cli/command.h"
#include "cli/lines.h"

#include "base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define WORKERS_MAX     16
#define RING_PER_WORKER 3
#define BATCH_LINES     256
#define BATCH_BYTES     (512 * 1024)

enum batch_state {
	BATCH_FREE,
	BATCH_READY,
	BATCH_BUSY,
	BATCH_DONE,
};

struct line_ref {
	size_t  start, len;
	int64_t number;
};

struct batch {
	enum batch_state state;
	struct buf       text; /* the lines, one after the other */
	struct line_ref  lines[BATCH_LINES];
	size_t           n_lines;
	struct buf       out;
	struct buf       complaints; /* whole lines for standard error */
	bool             is_refused; /* some line was */
};

struct ring {
	const char   *name, *path;
	line_fn      *on_line;
	const void   *shared;
	bool          keeps_blank;
	filter_fn    *filter; /* NULL: none */
	void         *arg;
	struct buf    filtered;
	struct batch *batches;
	size_t        n;
	size_t        head; /* next to fill, counted on; slot is head % n */
	size_t        tail; /* next to write */
	size_t        next; /* next to work on */
	bool          is_closing;
	bool          is_refused;
	bool          is_unwritable;
	uv_mutex_t    lock;
	uv_cond_t     changed;
	uv_thread_t   workers[WORKERS_MAX];
	unsigned      n_workers;
};

static void work_on(struct ring *r, struct batch *b)
{
	for (size_t i = 0; i < b->n_lines; i++) {
		struct line_ref *l = &b->lines[i];
		struct span      line = { b->text.ptr + l->start, l->len };
		struct error     err = ERROR_INIT;
		size_t           before = b->out.len;

		if (r->on_line(line, r->shared, &b->out, &err))
			continue;
		b->out.len = before;
		b->is_refused = true;
		buf_printf(&b->complaints, "jobtrendctl: %s: %s:%lld: %s\n",
			   r->name, r->path, (long long)l->number, err.text);
	}
}

static void worker(void *arg)
{
	struct ring *r = arg;

	uv_mutex_lock(&r->lock);
	for (;;) {
		struct batch *b;

		while (r->next == r->head && !r->is_closing)
			uv_cond_wait(&r->changed, &r->lock);
		if (r->next == r->head)
			break;
		b = &r->batches[r->next++ % r->n];
		b->state = BATCH_BUSY;
		uv_mutex_unlock(&r->lock);
		work_on(r, b);
		uv_mutex_lock(&r->lock);
		b->state = BATCH_DONE;
		uv_cond_broadcast(&r->changed);
	}
	uv_mutex_unlock(&r->lock);
}

static void write_out(struct ring *r, struct span lines)
{
	if (r->filter) {
		buf_clear(&r->filtered);
		r->filter(lines, r->arg, &r->filtered);
		lines = buf_span(&r->filtered);
	}
	if (lines.len && fwrite(lines.ptr, 1, lines.len, stdout) != lines.len)
		r->is_unwritable = true;
}

/* Write the oldest batch, waiting for it. */
static void write_oldest(struct ring *r)
{
	struct batch *b = &r->batches[r->tail % r->n];

	uv_mutex_lock(&r->lock);
	while (b->state != BATCH_DONE)
		uv_cond_wait(&r->changed, &r->lock);
	uv_mutex_unlock(&r->lock);
	if (b->out.len)
		write_out(r, buf_span(&b->out));
	if (b->complaints.len) {
		fflush(stdout);
		fwrite(b->complaints.ptr, 1, b->complaints.len, stderr);
	}
	r->is_refused |= b->is_refused;
	b->state = BATCH_FREE;
	r->tail++;
}

static void write_all(struct ring *r)
{
	while (r->tail < r->head)
		write_oldest(r);
	fflush(stdout);
}

static struct batch *free_batch(struct ring *r)
{
	struct batch *b;

	if (r->head - r->tail == r->n)
		write_oldest(r);
	b = &r->batches[r->head % r->n];
	assert(b->state == BATCH_FREE);
	b->n_lines = 0;
	b->is_refused = false;
	buf_clear(&b->text);
	buf_clear(&b->out);
	buf_clear(&b->complaints);
	return b;
}

static void hand_over(struct ring *r, struct batch *b)
{
	uv_mutex_lock(&r->lock);
	b->state = BATCH_READY;
	r->head++;
	uv_cond_broadcast(&r->changed);
	uv_mutex_unlock(&r->lock);
}

static bool is_blank(struct span line)
{
	return span_trim(line).len == 0;
}

/* Lines until the batch is full or none is at hand. */
static enum line_status fill(struct ring *r, struct lines *l, struct batch *b,
			     struct error *err)
{
	while (b->n_lines < BATCH_LINES && b->text.len < BATCH_BYTES) {
		struct span      line;
		enum line_status status = lines_next(l, &line, err);

		if (status == LINE_END || status == LINE_BROKEN)
			return status;
		if (status == LINE_TOO_LONG) {
			b->is_refused = true;
			buf_printf(&b->complaints,
				   "jobtrendctl: %s: %s:%lld: expected at most "
				   "%d bytes in a line, found more\n",
				   r->name, r->path, (long long)lines_number(l),
				   LINE_MAX_BYTES);
		} else if (r->keeps_blank || !is_blank(line)) {
			b->lines[b->n_lines++] =
				(struct line_ref){ b->text.len, line.len,
						   lines_number(l) };
			buf_add_span(&b->text, line);
		}
		if (lines_would_wait(l))
			break;
	}
	return LINE_OK;
}

static void read_all(struct ring *r, struct lines *l)
{
	enum line_status status = LINE_OK;
	struct error     err = ERROR_INIT;

	while (status == LINE_OK && !r->is_unwritable) {
		struct batch *b = free_batch(r);

		status = fill(r, l, b, &err);
		hand_over(r, b);
		if (lines_would_wait(l))
			write_all(r); /* somebody waits for the answers */
	}
	write_all(r);
	if (r->filter)
		write_out(r, (struct span){ NULL, 0 });
	fflush(stdout);
	if (status == LINE_BROKEN) {
		complain(r->name, "%s", err.text);
		r->is_refused = true;
	}
}

static void start_workers(struct ring *r)
{
	unsigned n = uv_available_parallelism();

	uv_mutex_init(&r->lock);
	uv_cond_init(&r->changed);
	n = n > WORKERS_MAX ? WORKERS_MAX : n;
	r->n = n * RING_PER_WORKER;
	r->batches = xcalloc(r->n, sizeof(*r->batches));
	for (unsigned i = 0; i < n; i++) {
		if (uv_thread_create(&r->workers[i], worker, r))
			break;
		r->n_workers++;
	}
	assert(r->n_workers > 0);
}

static void stop_workers(struct ring *r)
{
	uv_mutex_lock(&r->lock);
	r->is_closing = true;
	uv_cond_broadcast(&r->changed);
	uv_mutex_unlock(&r->lock);
	for (unsigned i = 0; i < r->n_workers; i++)
		uv_thread_join(&r->workers[i]);
	for (size_t i = 0; i < r->n; i++) {
		buf_deinit(&r->batches[i].text);
		buf_deinit(&r->batches[i].out);
		buf_deinit(&r->batches[i].complaints);
	}
	free(r->batches);
	uv_cond_destroy(&r->changed);
	uv_mutex_destroy(&r->lock);
}

static int run(struct ring *r, const char *path)
{
	struct error  err = ERROR_INIT;
	struct lines *l = lines_open(path, &err);

	if (!l) {
		complain(r->name, "%s", err.text);
		return EXIT_FAILED;
	}
	start_workers(r);
	read_all(r, l);
	stop_workers(r);
	lines_close(l);
	buf_deinit(&r->filtered);
	return r->is_refused || r->is_unwritable ? EXIT_FAILED : EXIT_DONE;
}

static const char *name_of(const char *path)
{
	return strcmp(path, "-") == 0 ? "standard input" : path;
}

int ordered_run(const char *name, const char *path, bool keeps_blank,
		line_fn *on_line, const void *shared)
{
	struct ring r = {
		.name = name,
		.path = name_of(path),
		.on_line = on_line,
		.shared = shared,
		.keeps_blank = keeps_blank,
	};

	return run(&r, path);
}

int ordered_run_through(const char *name, const char *path, line_fn *on_line,
			const void *shared, filter_fn *filter, void *arg)
{
	struct ring r = {
		.name = name,
		.path = name_of(path),
		.on_line = on_line,
		.shared = shared,
		.filter = filter,
		.arg = arg,
	};

	return run(&r, path);
}
