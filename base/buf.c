#include "base/buf.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUF_FIRST 256 /* bytes of the first allocation */

void buf_deinit(struct buf *b)
{
	free(b->ptr);
	*b = (struct buf)BUF_INIT;
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->ptr)
		b->ptr[0] = '\0';
}

char *buf_reserve(struct buf *b, size_t bytes)
{
	size_t need = b->len + bytes + 1;

	if (need > b->cap) {
		size_t cap = b->cap ? b->cap * 2 : BUF_FIRST;

		b->cap = cap > need ? cap : need;
		b->ptr = xrealloc(b->ptr, b->cap);
	}
	return b->ptr + b->len;
}

void buf_commit(struct buf *b, size_t bytes)
{
	b->len += bytes;
	b->ptr[b->len] = '\0';
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
	char *to = buf_reserve(b, len);

	if (len)
		memcpy(to, bytes, len);
	buf_commit(b, len);
}

void buf_add_span(struct buf *b, struct span s)
{
	buf_add(b, s.ptr, s.len);
}

void buf_add_text(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_add_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	int     len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		return;
	va_start(args, format);
	vsnprintf(buf_reserve(b, (size_t)len), (size_t)len + 1, format, args);
	va_end(args);
	buf_commit(b, (size_t)len);
}

struct span buf_span(const struct buf *b)
{
	return (struct span){ b->ptr ? b->ptr : "", b->len };
}
