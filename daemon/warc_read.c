/*
 * warc_read.c - records out of bytes.
 *
 *   warc_next -> pass the rest -> blank lines -> head -> (warc_block)
 *        \____________\_______________\_________\____-> refuse -> find_next
 */
#include "daemon/warc_read.h"

#include "base/mem.h"
#include "daemon/warc_bytes.h"

#include <stdlib.h>
#include <string.h>

#define MARK        "WARC/1." /* a record begins with this */
#define MARK_LEN    7
#define IN_A_ROW    256 /* records refused: this is no WARC file */
#define MEMBERS_MAX 4096 /* tried in search of one; chance finds 8 a GB */

struct warc_reader {
	struct warc_bytes *bytes;
	struct buf         head;
	int64_t            left;   /* of the block */
	int64_t            length; /* of the block */
	int64_t            offset, index; /* of the record */
	int64_t            next_index;    /* in the member */
	bool               is_record; /* one has begun and may not have ended */
	bool               is_lost;   /* look for the beginning of one */
	bool               is_broken; /* not in what is left of this member */
	int                in_a_row;
};

struct warc_reader *warc_reader_new(struct warc_bytes *bytes)
{
	struct warc_reader *r = xcalloc(1, sizeof(*r));

	r->bytes = bytes;
	return r;
}

struct warc_reader *warc_reader_open(const char *path, struct error *err)
{
	struct warc_bytes *bytes = warc_bytes_open(path, err);

	return bytes ? warc_reader_new(bytes) : NULL;
}

void warc_reader_free(struct warc_reader *r)
{
	if (!r)
		return;
	buf_deinit(&r->head);
	warc_bytes_close(r->bytes);
	free(r);
}

/* ---- refusing ---- */

static enum warc_status refuse(struct warc_reader *r, struct error *err)
{
	r->is_record = false;
	if (++r->in_a_row < IN_A_ROW)
		return WARC_REFUSED;
	error_prefix(err, "%d records in a row are damaged, the last", IN_A_ROW);
	return WARC_FAILED;
}

/* The record cannot be passed over by its length: look for the next one. */
static enum warc_status refuse_lost(struct warc_reader *r, struct error *err)
{
	r->is_lost = true;
	return refuse(r, err);
}

/*
 * Its length is wrong: in a plain file it may have taken in those that follow,
 * so the search begins behind its own head.
 */
static enum warc_status refuse_length(struct warc_reader *r, struct error *err)
{
	if (!warc_bytes_is_packed(r->bytes) && warc_bytes_can_seek(r->bytes))
		warc_bytes_seek(r->bytes, r->offset + MARK_LEN);
	return refuse_lost(r, err);
}

static enum warc_status refuse_broken(struct warc_reader *r,
				      enum bytes_status status,
				      struct error *err)
{
	if (status == BYTES_FAILED)
		return WARC_FAILED;
	r->is_broken = true;
	return refuse_lost(r, err);
}

/* ---- bytes ---- */

static struct span window(const struct warc_reader *r)
{
	return warc_bytes_window(r->bytes);
}

static bool is_mark(const struct warc_reader *r)
{
	return span_starts(window(r), "WARC/");
}

/*
 * Into the next member, until there is enough to tell whether a record begins
 * there: BYTES_MEMBER then, else BYTES_MORE.
 */
static enum bytes_status enter(struct warc_reader *r, struct error *err)
{
	enum bytes_status status;

	warc_bytes_enter(r->bytes);
	r->next_index = 0;
	do {
		status = warc_bytes_more(r->bytes, err);
	} while (status == BYTES_MORE && window(r).len < MARK_LEN);
	if (status != BYTES_MORE && window(r).len)
		status = BYTES_MORE;
	return status == BYTES_MORE && is_mark(r) ? BYTES_MEMBER : status;
}

/*
 * Something in the window; BYTES_MEMBER when that is where another record
 * begins a member of its own.
 */
static enum bytes_status want(struct warc_reader *r, struct error *err)
{
	enum bytes_status status = BYTES_MORE;

	while (!window(r).len && status == BYTES_MORE) {
		status = warc_bytes_more(r->bytes, err);
		while (status == BYTES_MEMBER && !window(r).len)
			status = enter(r, err);
	}
	return status;
}

/* ---- from one record to the next ---- */

static enum warc_status refuse_cut(struct warc_reader *r,
				   enum bytes_status status, struct error *err)
{
	error_set(err, "expected a block of %lld bytes, found %lld before %s",
		  (long long)r->length, (long long)(r->length - r->left),
		  status == BYTES_END ? "the end of the file"
				      : "the next record");
	/* The reader stands at that record already. */
	return status == BYTES_MEMBER ? refuse(r, err) : refuse_length(r, err);
}

/* Read what is left of the block, into `out` if there is one. */
static enum warc_status read_rest(struct warc_reader *r, struct buf *out,
				  struct error *err)
{
	while (r->left) {
		enum bytes_status status = want(r, err);
		struct span       w = window(r);
		size_t            n;

		if (status == BYTES_BROKEN || status == BYTES_FAILED)
			return refuse_broken(r, status, err);
		if (status != BYTES_MORE)
			return refuse_cut(r, status, err);
		n = r->left < (int64_t)w.len ? (size_t)r->left : w.len;
		if (out)
			buf_add(out, w.ptr, n);
		warc_bytes_pass(r->bytes, n);
		r->left -= (int64_t)n;
	}
	return WARC_RECORD;
}

/*
 * Blank lines behind a block, and the end of its member with its checksum.
 * What follows else is more of the block than its length says.
 */
static enum warc_status read_end(struct warc_reader *r, struct error *err)
{
	for (;;) {
		struct span       w = window(r);
		size_t            n = 0;
		enum bytes_status status;

		while (n < w.len && (w.ptr[n] == '\r' || w.ptr[n] == '\n'))
			n++;
		warc_bytes_pass(r->bytes, n);
		if (n < w.len) {
			if (w.len - n < MARK_LEN) /* perhaps not all of it */
				warc_bytes_more(r->bytes, err);
			if (is_mark(r))
				return WARC_RECORD;
			error_set(err, "expected its end after a block of %lld "
				       "bytes, found more", (long long)r->length);
			return refuse_length(r, err);
		}
		status = warc_bytes_more(r->bytes, err);
		if (status == BYTES_BROKEN || status == BYTES_FAILED)
			return refuse_broken(r, status, err);
		if (status != BYTES_MORE)
			return WARC_RECORD; /* the member or the file ends */
	}
}

/* Pass lines until one begins a record; false when there is none in sight. */
static bool scan(struct warc_reader *r, bool *is_line)
{
	for (;;) {
		struct span w = window(r);
		const char *end = w.len ? memchr(w.ptr, '\n', w.len) : NULL;

		if (*is_line && is_mark(r))
			return true;
		if (*is_line && w.len < MARK_LEN)
			return false; /* perhaps not all of it */
		*is_line = end != NULL;
		warc_bytes_pass(r->bytes,
				end ? (size_t)(end + 1 - w.ptr) : w.len);
		if (!end)
			return false;
	}
}

/* To where a record begins, in a line of its own or in a member. */
static enum bytes_status find_next(struct warc_reader *r, struct error *err)
{
	bool is_line = false;
	int  tried = 0;

	while (!scan(r, &is_line)) {
		enum bytes_status status;

		if (r->is_broken) {
			if (!warc_bytes_resync(r->bytes, err))
				return BYTES_END;
			if (++tried == MEMBERS_MAX) {
				error_set(err, "expected a record, found %d "
					       "damaged members in a row",
					  tried);
				return BYTES_FAILED;
			}
			r->is_broken = false;
			r->next_index = 0;
			is_line = true;
		}
		status = warc_bytes_more(r->bytes, err);
		if (status == BYTES_MORE)
			continue;
		warc_bytes_pass(r->bytes, window(r).len);
		while (status == BYTES_MEMBER && !window(r).len)
			status = enter(r, err);
		is_line = true;
		if (status == BYTES_END || status == BYTES_FAILED)
			return status;
		r->is_broken = status == BYTES_BROKEN;
	}
	return BYTES_MORE;
}

/* ---- heads ---- */

static enum warc_status read_head(struct warc_reader *r, struct error *err)
{
	buf_clear(&r->head);
	for (;;) {
		size_t            before = r->head.len, end, n;
		enum bytes_status status = BYTES_MORE;
		struct span       w = window(r);

		if (!w.len || before)
			status = want(r, err);
		if (status == BYTES_BROKEN || status == BYTES_FAILED)
			return refuse_broken(r, status, err);
		if (status != BYTES_MORE) {
			error_set(err, "expected an empty line behind its "
				       "header, found %s",
				  status == BYTES_END ? "the end of the file"
						      : "the next record");
			return status == BYTES_END ? refuse_lost(r, err)
						   : refuse(r, err);
		}
		w = window(r);
		n = w.len < WARC_HEAD_MAX ? w.len : WARC_HEAD_MAX;
		buf_add(&r->head, w.ptr, n);
		end = warc_head_size(buf_span(&r->head), before);
		if (end && end <= WARC_HEAD_MAX) {
			warc_bytes_pass(r->bytes, end - before);
			r->head.len = end;
			return WARC_RECORD;
		}
		warc_bytes_pass(r->bytes, n);
		if (r->head.len >= WARC_HEAD_MAX) {
			error_set(err, "expected a header of at most %d bytes, "
				       "found more", WARC_HEAD_MAX);
			return refuse_lost(r, err);
		}
	}
}

static enum warc_status begin(struct warc_reader *r, struct warc_record *out,
			      struct error *err)
{
	enum warc_status status;

	r->offset = warc_bytes_offset(r->bytes);
	r->index = r->next_index++;
	if (!warc_bytes_is_packed(r->bytes))
		r->index = 0;
	r->is_lost = false;
	status = read_head(r, err);
	if (status != WARC_RECORD)
		return status;
	if (!warc_head_parse(buf_span(&r->head), &out->head, err))
		return refuse_lost(r, err);
	out->head_text = buf_span(&r->head);
	out->offset = r->offset;
	out->index = r->index;
	r->left = r->length = out->head.length;
	r->is_record = true;
	return WARC_RECORD;
}

enum warc_status warc_next(struct warc_reader *r, struct warc_record *out,
			   struct error *err)
{
	enum warc_status  status;
	enum bytes_status bytes;

	if (r->is_record) { /* the last one, if it was not read to its end */
		status = read_rest(r, NULL, err);
		if (status == WARC_RECORD)
			status = read_end(r, err);
		if (status != WARC_RECORD)
			return status;
		r->is_record = false;
	}
	bytes = r->is_lost ? find_next(r, err) : want(r, err);
	if (bytes == BYTES_END)
		return WARC_END;
	if (bytes == BYTES_BROKEN || bytes == BYTES_FAILED) {
		r->offset = warc_bytes_offset(r->bytes);
		return refuse_broken(r, bytes, err);
	}
	return begin(r, out, err);
}

enum warc_status warc_block(struct warc_reader *r, size_t max, struct buf *out,
			    struct error *err)
{
	size_t           before = out->len;
	enum warc_status status;

	if (r->left > (int64_t)max) {
		error_set(err, "expected a block of at most %zu bytes, found "
			       "%lld", max, (long long)r->left);
		return WARC_REFUSED; /* passed over by its length */
	}
	status = read_rest(r, out, err);
	if (status == WARC_RECORD)
		status = read_end(r, err);
	if (status == WARC_RECORD) {
		r->is_record = false;
		r->in_a_row = 0;
	} else {
		out->len = before;
	}
	return status;
}

/* ---- places ---- */

bool warc_can_seek(const struct warc_reader *r)
{
	return warc_bytes_can_seek(r->bytes);
}

bool warc_seek(struct warc_reader *r, int64_t offset, int64_t index)
{
	struct warc_record record;
	struct error       err = ERROR_INIT;

	if (!warc_bytes_seek(r->bytes, offset))
		return false;
	r->is_record = r->is_lost = r->is_broken = false;
	r->next_index = 0;
	while (r->next_index < index) { /* of several in a member */
		if (warc_next(r, &record, &err) != WARC_RECORD)
			return false;
	}
	return true;
}

int64_t warc_read_bytes(const struct warc_reader *r)
{
	return warc_bytes_read(r->bytes);
}

int64_t warc_size(const struct warc_reader *r)
{
	return warc_bytes_size(r->bytes);
}

int64_t warc_offset(const struct warc_reader *r)
{
	return r->offset;
}

int64_t warc_index(const struct warc_reader *r)
{
	return r->index;
}
