#include "parsers/csv_reader.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "parsers/charset.h"

#include <stdlib.h>
#include <string.h>

/* Where within a record one is. */
enum place {
	AT_START, /* of a cell */
	PLAIN,
	QUOTED,
	BEHIND_QUOTE, /* the cell has ended, or a quote is doubled */
};

struct csv_reader {
	struct csv_dialect     dialect;
	struct charset_stream *charset;
	struct buf             text;
	size_t                 from; /* of the record, in text */
	size_t                 at;   /* scanned so far */
	enum place             place;
	int64_t                line;
	int                    to_skip; /* lines */
	bool                   is_last;
};

struct csv_reader *csv_reader_new(const struct csv_dialect *dialect,
				  struct error *err)
{
	struct csv_reader     *r;
	struct charset_stream *charset =
		charset_stream_new(dialect->charset, err);

	if (!charset)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	r->dialect = *dialect;
	r->charset = charset;
	r->to_skip = dialect->skip;
	r->line = 1;
	return r;
}

void csv_reader_free(struct csv_reader *r)
{
	if (!r)
		return;
	buf_deinit(&r->text);
	charset_stream_free(r->charset);
	free(r);
}

void csv_reader_feed(struct csv_reader *r, struct span bytes, bool is_last)
{
	if (r->from) {
		r->text.len -= r->from;
		memmove(r->text.ptr, r->text.ptr + r->from, r->text.len);
		r->at -= r->from;
		r->from = 0;
	}
	charset_stream_add(r->charset, bytes, is_last, &r->text);
	r->is_last = r->is_last || is_last;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static char delimiter_of(const struct csv_dialect *d)
{
	return d->delimiter ? d->delimiter : ',';
}

/* The place behind the byte `c`, which is no line end outside of quotes. */
static enum place step(const struct csv_dialect *d, enum place place, char c)
{
	switch (place) {
	case QUOTED:
		return c == d->quote ? BEHIND_QUOTE : QUOTED;
	case BEHIND_QUOTE:
		if (c == d->quote)
			return QUOTED;
		return c == delimiter_of(d) ? AT_START : PLAIN;
	case AT_START:
		if (c == d->quote && d->quote)
			return QUOTED;
		return c == delimiter_of(d) ? AT_START : PLAIN;
	case PLAIN:
	default:
		return c == delimiter_of(d) ? AT_START : PLAIN;
	}
}

/* On to the end of the record; false when it lies behind the text. */
static bool scan(struct csv_reader *r)
{
	const char *text = r->text.ptr;
	const char *quote;

	while (r->at < r->text.len) {
		char c = text[r->at];

		if (r->place == QUOTED) {
			quote = memchr(text + r->at, r->dialect.quote,
				       r->text.len - r->at);
			r->at = quote ? (size_t)(quote - text) + 1
				      : r->text.len;
			if (quote)
				r->place = BEHIND_QUOTE;
			continue;
		}
		if (is_line_end(c))
			return true;
		r->place = step(&r->dialect, r->place, c);
		r->at++;
	}
	return false;
}

/* Bytes of the line end at `at`; 0 when more must be fed to know. */
static size_t line_end_len(const struct csv_reader *r, size_t at)
{
	if (r->text.ptr[at] == '\n')
		return 1;
	if (at + 1 < r->text.len)
		return r->text.ptr[at + 1] == '\n' ? 2 : 1;
	return r->is_last ? 1 : 0;
}

static int64_t count_lines(struct span s)
{
	int64_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\n' ||
		    (s.ptr[i] == '\r' && !(i + 1 < s.len && s.ptr[i + 1] == '\n')))
			n++;
	}
	return n;
}

/* Lines before the header may hold single quotes: they are lines, not records. */
static bool scan_line(struct csv_reader *r)
{
	while (r->at < r->text.len && !is_line_end(r->text.ptr[r->at]))
		r->at++;
	return r->at < r->text.len;
}

static enum csv_status too_long(const struct csv_reader *r, struct error *err)
{
	error_set(err, "line %lld: expected a record of up to %d bytes, got "
		       "more%s",
		  (long long)r->line, CSV_RECORD_MAX,
		  r->place == QUOTED ? " behind a quote that does not close"
				     : "");
	return CSV_BROKEN;
}

/* The record that ends at r->at, where a line end of `end_len` bytes stands. */
static struct span take(struct csv_reader *r, size_t end_len, int64_t *line)
{
	struct span record = { r->text.ptr + r->from, r->at - r->from };

	if (line)
		*line = r->line;
	r->line += count_lines(record) + 1;
	r->at += end_len;
	r->from = r->at;
	r->place = AT_START;
	return record;
}

enum csv_status csv_reader_next(struct csv_reader *r, struct span *record,
				int64_t *line, struct error *err)
{
	for (;;) {
		bool   is_skipped = r->to_skip > 0;
		bool   has_end = is_skipped ? scan_line(r) : scan(r);
		size_t end_len = has_end ? line_end_len(r, r->at) : 0;

		if (r->at - r->from > CSV_RECORD_MAX)
			return too_long(r, err);
		if (!end_len && !r->is_last)
			return CSV_MORE;
		if (!end_len && r->from == r->text.len)
			return CSV_END;
		if (!end_len && r->place == QUOTED) {
			error_set(err, "line %lld: expected a quote that "
				       "closes, got the end",
				  (long long)r->line);
			return CSV_BROKEN;
		}
		*record = take(r, end_len, line);
		if (is_skipped)
			r->to_skip--;
		else if (record->len)
			return CSV_RECORD;
	}
}

/* ---- cells ---- */

void csv_cells_deinit(struct csv_cells *c)
{
	free(c->at);
	buf_deinit(&c->text);
	*c = (struct csv_cells){ 0 };
}

static struct span *add_cell(struct csv_cells *c)
{
	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 32;
		c->at = xrealloc(c->at, c->cap * sizeof(*c->at));
	}
	return &c->at[c->n++];
}

/* A cell that begins with a quote: its text without quotes, into c->text. */
static struct span unquote(const struct csv_dialect *d, const char **at,
			   const char *end, struct csv_cells *c)
{
	enum place place = QUOTED;
	size_t     from = c->text.len;

	for ((*at)++; *at < end; (*at)++) {
		enum place was = place;
		char       b = **at;

		if (place == QUOTED) { /* up to the next quote at once */
			const char *quote = memchr(*at, d->quote,
						   (size_t)(end - *at));

			quote = quote ? quote : end;
			buf_add(&c->text, *at, (size_t)(quote - *at));
			*at = quote;
			if (quote == end)
				break;
			place = BEHIND_QUOTE;
			continue;
		}
		place = step(d, place, b);
		if (was != QUOTED && place == AT_START)
			break; /* at the delimiter */
		if (place != BEHIND_QUOTE)
			buf_add_char(&c->text, b);
	}
	return (struct span){ c->text.ptr + from, c->text.len - from };
}

bool csv_split(const struct csv_dialect *dialect, struct span record,
	       struct csv_cells *out, struct error *err)
{
	const char *at = record.ptr;
	const char *end = record.ptr + record.len;
	size_t      valid = utf8_valid_prefix(record);

	out->n = 0;
	buf_clear(&out->text);
	if (valid != record.len) {
		error_set(err, "expected UTF-8, got byte 0x%02X: name the "
			       "file's \"charset\" in its mapping",
			  (unsigned char)record.ptr[valid]);
		return false;
	}
	buf_reserve(&out->text, record.len + 1); /* so that cells stay put */
	for (;; at++) {
		struct span *cell;

		if (out->n == CSV_CELLS_MAX) {
			error_set(err, "expected up to %d cells, got more",
				  CSV_CELLS_MAX);
			return false;
		}
		cell = add_cell(out);
		if (at < end && dialect->quote && *at == dialect->quote) {
			*cell = unquote(dialect, &at, end, out);
		} else {
			const char *stop = memchr(at, delimiter_of(dialect),
						  (size_t)(end - at));

			stop = stop ? stop : end;
			*cell = (struct span){ at, (size_t)(stop - at) };
			at = stop;
		}
		if (at >= end)
			return true;
	}
}
