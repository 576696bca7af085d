#include "cli/json_records.h"

#include "base/mem.h"
#include "cli/stream.h"

#include <stdlib.h>
#include <string.h>

struct json_records {
	struct import_reader reader;
	struct stream       *stream;
	int64_t              number;  /* of the last value */
	size_t               scanned; /* of the window: belongs to the value */
	int                  depth;   /* of the open brackets */
	bool                 is_string, is_escaped;
	bool                 is_skipping; /* the value is too long */
};

static struct json_records *of(struct import_reader *r)
{
	return (struct json_records *)r;
}

/* Between values: white space, commas, the brackets of a list, a BOM. */
static bool is_between(unsigned char c)
{
	return c && strchr(" \t\r\n,[]\xEF\xBB\xBF", c);
}

/* To the beginning of a value; false at the end or when reading failed. */
static bool skip_between(struct json_records *r, bool *failed,
			 struct error *err)
{
	bool more = true;

	while (more) {
		struct span w = stream_window(r->stream);
		size_t      n = 0;

		while (n < w.len && is_between((unsigned char)w.ptr[n]))
			n++;
		stream_skip(r->stream, n);
		if (n < w.len)
			return true;
		*failed = !stream_fill(r->stream, &more, err);
		if (*failed)
			return false;
	}
	return false;
}

/*
 * One more byte of the value; true when it ends behind it. No string goes over
 * the end of a line: one that seems to was never closed.
 */
static bool take_byte(struct json_records *r, char c)
{
	if (r->is_string) {
		bool was_escaped = r->is_escaped;

		r->is_escaped = !was_escaped && c == '\\';
		if (c == '\n' || (c == '"' && !was_escaped))
			r->is_string = false;
		return false;
	}
	if (c == '"')
		r->is_string = true;
	r->depth += (c == '{' || c == '[') - (c == '}' || c == ']');
	return r->depth <= 0 && (c == '}' || c == ']' || c == ',' || c == '\n');
}

/* Bytes of the window that are the value, as far as it is there. */
static size_t scan(struct json_records *r, struct span w, bool *ended)
{
	size_t at = r->scanned;

	*ended = false;
	while (at < w.len && !*ended) {
		bool is_next = at && w.ptr[at] == '{' && w.ptr[at - 1] == '\n';

		*ended = is_next || take_byte(r, w.ptr[at]);
		at += !is_next;
	}
	return at;
}

static enum item_status give(struct json_records *r, struct span value,
			     struct span *item, struct error *err)
{
	bool is_long = r->is_skipping || value.len > RECORD_MAX_BYTES;

	stream_skip(r->stream, value.len);
	r->scanned = 0;
	r->depth = 0;
	r->is_string = r->is_escaped = r->is_skipping = false;
	r->number++;
	*item = value;
	if (is_long)
		error_set(err, "expected at most 32 MiB in a record, found more");
	return is_long ? ITEM_REFUSED : ITEM_OK;
}

static enum item_status next_value(struct import_reader *reader,
				   struct span *item, struct error *err)
{
	struct json_records *r = of(reader);
	bool                 more = true, failed = false, ended = false;
	struct span          w;

	if (!skip_between(r, &failed, err))
		return failed ? ITEM_BROKEN : ITEM_END;
	for (;;) {
		w = stream_window(r->stream);
		r->scanned = scan(r, w, &ended);
		if (ended || !more)
			break;
		if (r->scanned > RECORD_MAX_BYTES) {
			r->is_skipping = true;
			stream_skip(r->stream, r->scanned - 1);
			r->scanned = 1; /* the byte before may be a line end */
		}
		if (!stream_fill(r->stream, &more, err))
			return ITEM_BROKEN;
	}
	w.len = r->scanned;
	return give(r, w, item, err);
}

static int64_t place(const struct import_reader *r)
{
	return ((const struct json_records *)r)->number;
}

static void print_place(int64_t number, struct buf *out)
{
	buf_printf(out, ": record %lld", (long long)number);
}

static int64_t bytes_read(const struct import_reader *r)
{
	return stream_read(((const struct json_records *)r)->stream);
}

static int64_t bytes_whole(const struct import_reader *r)
{
	return stream_size(((const struct json_records *)r)->stream);
}

static void close_records(struct import_reader *r)
{
	stream_close(of(r)->stream);
	free(r);
}

static const struct import_reader_type type = {
	.next = next_value,
	.place = place,
	.print_place = print_place,
	.read = bytes_read,
	.size = bytes_whole,
	.close = close_records,
};

struct import_reader *json_records_open(const char *path, struct error *err)
{
	struct stream       *stream = stream_open(path, err);
	struct json_records *r;

	if (!stream)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	r->reader.type = &type;
	r->stream = stream;
	return &r->reader;
}
