#include "cli/import_reader.h"

#include "base/mem.h"
#include "cli/lines.h"

#include <stdlib.h>

struct line_reader {
	struct import_reader reader;
	struct lines        *lines;
};

static struct lines *lines_of(const struct import_reader *r)
{
	return ((const struct line_reader *)r)->lines;
}

static enum item_status next_line(struct import_reader *r, struct span *item,
				  struct error *err)
{
	switch (lines_next(lines_of(r), item, err)) {
	case LINE_OK:
		return ITEM_OK;
	case LINE_TOO_LONG:
		error_set(err, "expected at most 32 MiB in a line, found more");
		return ITEM_REFUSED;
	case LINE_END:
		return ITEM_END;
	default:
		return ITEM_BROKEN;
	}
}

static int64_t line_place(const struct import_reader *r)
{
	return lines_number(lines_of(r));
}

static void print_line_place(int64_t place, struct buf *out)
{
	buf_printf(out, ":%lld", (long long)place);
}

static int64_t line_read(const struct import_reader *r)
{
	return lines_read(lines_of(r));
}

static int64_t line_size(const struct import_reader *r)
{
	return lines_size(lines_of(r));
}

static void close_lines(struct import_reader *r)
{
	lines_close(lines_of(r));
	free(r);
}

static const struct import_reader_type line_reader_type = {
	.next = next_line,
	.place = line_place,
	.print_place = print_line_place,
	.read = line_read,
	.size = line_size,
	.close = close_lines,
};

struct import_reader *line_reader_open(const char *path, struct error *err)
{
	struct lines       *lines = lines_open(path, err);
	struct line_reader *r;

	if (!lines)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	r->reader.type = &line_reader_type;
	r->lines = lines;
	return &r->reader;
}
