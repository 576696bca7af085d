#include "base/mem.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *or_die(void *ptr, size_t bytes)
{
	if (!ptr && bytes) {
		fprintf(stderr, "mem: out of memory: bytes=%zu\n", bytes);
		abort();
	}
	return ptr;
}

#define KEPT_MAX (4 * 1024 * 1024) /* bytes */

void mem_keep_freed(void)
{
	mallopt(M_MMAP_THRESHOLD, KEPT_MAX);
	mallopt(M_TRIM_THRESHOLD, KEPT_MAX);
}

void mem_give_back(void)
{
	malloc_trim(0);
}

void *xmalloc(size_t bytes)
{
	return or_die(malloc(bytes), bytes);
}

void *xcalloc(size_t n, size_t bytes)
{
	return or_die(calloc(n, bytes), n && bytes ? n : 0);
}

void *xrealloc(void *ptr, size_t bytes)
{
	return or_die(realloc(ptr, bytes), bytes);
}

char *xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *xstrndup(const char *text, size_t bytes)
{
	char *copy = xmalloc(bytes + 1);

	memcpy(copy, text, bytes);
	copy[bytes] = '\0';
	return copy;
}
