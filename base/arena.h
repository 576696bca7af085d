/*
 * arena.h - memory that is released all at once.
 *
 * Everything found in one document lives in one arena: nothing in it is freed
 * by itself, and pointers stay valid until arena_deinit.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/span.h"

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *head;
	size_t              used;  /* bytes of the newest block in use */
	size_t              total; /* bytes held, all blocks */
};

#define ARENA_INIT { NULL, 0, 0 }

void arena_deinit(struct arena *a); /* may be called twice */

/* Room at once for so many parts, NULs counted in `bytes`: for arenas of which
 * there are many, each filled once. */
void arena_expect(struct arena *a, size_t parts, size_t bytes);

void *arena_alloc(struct arena *a, size_t bytes); /* aligned, zeroed */
char *arena_strdup(struct arena *a, const char *text);
char *arena_strndup(struct arena *a, const char *text, size_t bytes);

/* A copy whose ptr is NUL-terminated; an absent span stays absent. */
struct span arena_span(struct arena *a, struct span s);

/* `fmt`-printed text. */
char *arena_printf(struct arena *a, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
