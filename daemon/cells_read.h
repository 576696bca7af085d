/*
 * cells_read.h - what is shared by all that reads rows for cells: lists that
 * grow, texts by number, a query copied out.
 */
#ifndef DAEMON_CELLS_READ_H
#define DAEMON_CELLS_READ_H

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"
#include "daemon/database.h"

#include <stdbool.h>
#include <stddef.h>

/* A text by number: skills, definitions, dictionaries. */
struct texts {
	struct buf bytes;
	size_t    *from; /* 1 + offset; 0: no such number */
	size_t     n;
};

void texts_put(struct texts *t, size_t number, struct span text);
/* Absent when there is none; borrowed until the next put. */
struct span texts_get(const struct texts *t, size_t number);
void        texts_deinit(struct texts *t);

/* `ptr` of `*cap` items of `size` bytes with room for one behind the `n`. */
void *cells_grown(void *ptr, size_t n, size_t *cap, size_t size);

/* Each row of `query` to `on_row`, as binary COPY has it. */
bool cells_copy_out(struct database *db, const char *query, copy_fn *on_row,
		    void *arg, struct error *err);

#endif
