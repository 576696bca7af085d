/*
 * warc_read.h - the records of a WARC file, one after another.
 *
 * WARC 1.0 and 1.1 (ISO 28500:2009 and :2017), plain, gzip or zstd; see
 * https://iipc.github.io/warc-specifications/ (read 2026-11). Lines may end
 * in LF alone. Memory stays flat: a block is read as far as the caller wants
 * it and passed over else. A record that is not sound is refused (offset,
 * expected, found), and reading goes on with the next one: in packed
 * files at the next member, in plain ones at the next line "WARC/1.".
 */
#ifndef DAEMON_WARC_READ_H
#define DAEMON_WARC_READ_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

#define WARC_HEAD_MAX (64 * 1024) /* bytes of a record's own header */

struct warc_bytes;
struct warc_reader;

enum warc_type {
	WARC_OTHER, /* an extension: to be ignored (ISO 28500 5.5) */
	WARC_INFO,
	WARC_RESPONSE,
	WARC_RESOURCE,
	WARC_REQUEST,
	WARC_METADATA,
	WARC_REVISIT,
	WARC_CONVERSION,
	WARC_CONTINUATION,
};

/* Texts are borrowed from the head that they were read from. */
struct warc_head {
	enum warc_type type;
	struct span    id;           /* "<urn:uuid:...>" */
	struct span    url;          /* without angle brackets */
	struct span    content_type; /* of the block */
	struct span    block_digest;
	struct span    payload_digest;
	struct span    profile; /* of a revisit */
	struct span    refers_to;
	struct span    refers_to_url, refers_to_date;
	struct span    truncated;
	/* Of files that jobtrend wrote (warc_record.h). */
	struct span    source, source_kind, kind, role;
	struct span    employer, post, options;
	int64_t        at;     /* WARC-Date, microseconds since 1970 */
	int64_t        length; /* of the block, bytes */
};

/*
 * Read a record's header, from "WARC/1." up to and with the empty line. False
 * with `err`: "expected Content-Length, found none".
 */
bool warc_head_parse(struct span text, struct warc_head *out,
		     struct error *err);

/*
 * Bytes of `text` up to and with its first empty line; 0: there is none. None
 * is in its first `from` bytes.
 */
size_t warc_head_size(struct span text, size_t from);

struct warc_record {
	struct warc_head head;
	struct span      head_text; /* as it stands in the file */
	int64_t          offset;    /* of the record, or of its member */
	int64_t          index;     /* in the member, from 0 */
};

enum warc_status {
	WARC_RECORD,
	WARC_REFUSED, /* one was not sound; err says which and why */
	WARC_END,
	WARC_FAILED, /* cannot read on; err says why */
};

/* The bytes become the reader's. */
struct warc_reader *warc_reader_new(struct warc_bytes *bytes);
/* warc_bytes_open and that; NULL with `err`. */
struct warc_reader *warc_reader_open(const char *path, struct error *err);
void                warc_reader_free(struct warc_reader *r);

/* The next record; what is left of the last one is passed over. */
enum warc_status warc_next(struct warc_reader *r, struct warc_record *out,
			   struct error *err);

/*
 * The block of the last record, appended to `out`. A longer one than `max` is
 * refused, and so is a block that is cut or whose record does not end as it
 * should; the next warc_next goes on behind.
 */
enum warc_status warc_block(struct warc_reader *r, size_t max, struct buf *out,
			    struct error *err);

/* Of the last record, or of the one that was refused. */
int64_t warc_offset(const struct warc_reader *r);
int64_t warc_index(const struct warc_reader *r);

/* Go to a record by its offset and index. False where that cannot be done. */
bool warc_seek(struct warc_reader *r, int64_t offset, int64_t index);
bool warc_can_seek(const struct warc_reader *r);

int64_t warc_read_bytes(const struct warc_reader *r); /* of the file, so far */
int64_t warc_size(const struct warc_reader *r);       /* -1: unknown */

#endif
