/*
 * lines.c - a stream cut at its line ends.
 */
#include "cli/lines.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct lines {
	struct stream *stream;
	bool           is_skipping; /* inside a line that is too long */
	size_t         scanned;     /* no line end in so much of the window */
	int64_t        number;
};

struct lines *lines_open(const char *path, struct error *err)
{
	struct stream *s = stream_open(path, err);
	struct lines  *l;

	if (!s)
		return NULL;
	l = xcalloc(1, sizeof(*l));
	l->stream = s;
	return l;
}

void lines_close(struct lines *l)
{
	if (!l)
		return;
	stream_close(l->stream);
	free(l);
}

static enum line_status give(struct lines *l, size_t len, size_t with_end,
			     struct span *line)
{
	const char *start = stream_window(l->stream).ptr;
	bool        skipped = l->is_skipping || len > LINE_MAX_BYTES;

	stream_skip(l->stream, with_end);
	l->scanned = 0;
	l->number++;
	l->is_skipping = false;
	if (skipped)
		return LINE_TOO_LONG;
	if (len && start[len - 1] == '\r')
		len--;
	*line = (struct span){ start, len };
	return LINE_OK;
}

/* The end of the first line in the window, or NULL when it has none yet. */
static const char *line_end(struct lines *l, struct span window)
{
	size_t left = window.len - l->scanned;

	return left ? memchr(window.ptr + l->scanned, '\n', left) : NULL;
}

enum line_status lines_next(struct lines *l, struct span *line,
			    struct error *err)
{
	for (;;) {
		struct span window = stream_window(l->stream);
		const char *end = line_end(l, window);
		bool        more;

		if (end) {
			size_t len = (size_t)(end - window.ptr);

			return give(l, len, len + 1, line);
		}
		l->scanned = window.len;
		if (window.len > LINE_MAX_BYTES) {
			l->is_skipping = true;
			l->scanned = 0;
			stream_skip(l->stream, window.len);
		}
		if (!stream_fill(l->stream, &more, err))
			return LINE_BROKEN;
		if (!more) { /* the last line may lack its end */
			size_t len = stream_window(l->stream).len;

			if (!len && !l->is_skipping)
				return LINE_END;
			return give(l, len, len, line);
		}
	}
}

bool lines_would_wait(const struct lines *l)
{
	struct span window = stream_window(l->stream);

	return !(window.len && memchr(window.ptr, '\n', window.len)) &&
	       stream_would_wait(l->stream);
}

int64_t lines_number(const struct lines *l)
{
	return l->number;
}

int64_t lines_read(const struct lines *l)
{
	return stream_read(l->stream);
}

int64_t lines_size(const struct lines *l)
{
	return stream_size(l->stream);
}
