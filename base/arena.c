#include "base/arena.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_FIRST 2048           /* bytes of the first block */
#define ARENA_ROUNDING 16          /* bytes; parts begin at multiples of it */
#define ARENA_BLOCK_MAX (256 * 1024) /* blocks double up to here */

struct arena_block {
	struct arena_block *next;
	size_t              size; /* bytes in data */
	alignas(max_align_t) char data[];
};

void arena_deinit(struct arena *a)
{
	while (a->head) {
		struct arena_block *next = a->head->next;

		free(a->head);
		a->head = next;
	}
	*a = (struct arena)ARENA_INIT;
}

static void add_block(struct arena *a, size_t size)
{
	struct arena_block *block = xmalloc(sizeof(*block) + size);

	block->next = a->head;
	block->size = size;
	a->head = block;
	a->used = 0;
	a->total += size;
}

static void grow(struct arena *a, size_t bytes)
{
	size_t size = a->head ? a->head->size * 2 : ARENA_FIRST;

	if (size > ARENA_BLOCK_MAX)
		size = ARENA_BLOCK_MAX;
	add_block(a, size < bytes ? bytes : size);
}

void arena_expect(struct arena *a, size_t parts, size_t bytes)
{
	add_block(a, bytes + parts * ARENA_ROUNDING);
}

static void *take(struct arena *a, size_t bytes)
{
	size_t need = (bytes + ARENA_ROUNDING - 1) &
		      ~(size_t)(ARENA_ROUNDING - 1);
	void  *at;

	if (!a->head || a->head->size - a->used < need)
		grow(a, need);
	at = a->head->data + a->used;
	a->used += need;
	return at;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
	return memset(take(a, bytes), 0, bytes);
}

char *arena_strdup(struct arena *a, const char *text)
{
	return arena_strndup(a, text, strlen(text));
}

char *arena_strndup(struct arena *a, const char *text, size_t bytes)
{
	char *copy = take(a, bytes + 1);

	if (bytes)
		memcpy(copy, text, bytes);
	copy[bytes] = '\0';
	return copy;
}

struct span arena_span(struct arena *a, struct span s)
{
	if (!s.ptr)
		return s;
	return (struct span){ arena_strndup(a, s.ptr, s.len), s.len };
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list args;
	int     len;
	char   *text;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	text = take(a, len < 0 ? 1 : (size_t)len + 1);
	text[0] = '\0';
	if (len > 0) {
		va_start(args, format);
		vsnprintf(text, (size_t)len + 1, format, args);
		va_end(args);
	}
	return text;
}
