/*
 * warc_bytes.h - the unpacked bytes of a WARC file, one window at a time.
 *
 * The file is plain, gzip (a member a record, as ISO 28500 annex D wants it,
 * or one for all) or zstd (frames, without a dictionary). The window never
 * reaches over the end of a member, so that whoever reads knows where one ends
 * and another begins; memory does not grow with the file or a record.
 */
#ifndef DAEMON_WARC_BYTES_H
#define DAEMON_WARC_BYTES_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct warc_bytes;

enum bytes_status {
	BYTES_MORE,   /* the window has grown */
	BYTES_MEMBER, /* the member ends behind the window */
	BYTES_END,    /* the file does */
	BYTES_BROKEN, /* packed data is damaged or cut; err says how */
	BYTES_FAILED, /* the file cannot be read; err says why */
};

/* "-" is standard input. NULL with `err`. */
struct warc_bytes *warc_bytes_open(const char *path, struct error *err);
/* Bytes in memory; borrowed. */
struct warc_bytes *warc_bytes_of(struct span file);
void               warc_bytes_close(struct warc_bytes *b);

/* What is unpacked and not yet passed; valid until the next call. */
struct span warc_bytes_window(const struct warc_bytes *b);
void        warc_bytes_pass(struct warc_bytes *b, size_t n);

/* Unpack some more behind the window. */
enum bytes_status warc_bytes_more(struct warc_bytes *b, struct error *err);

/* After BYTES_MEMBER, with an empty window: go into the next member. */
void warc_bytes_enter(struct warc_bytes *b);
/*
 * After BYTES_BROKEN: to the next place that looks like the beginning of a
 * member, behind the beginning of this one. False: there is none.
 */
bool warc_bytes_resync(struct warc_bytes *b, struct error *err);

/* Of the window in the file: the member's beginning, or its own if plain. */
int64_t warc_bytes_offset(const struct warc_bytes *b);
bool    warc_bytes_is_packed(const struct warc_bytes *b);
bool    warc_bytes_can_seek(const struct warc_bytes *b);
/* To a place that warc_bytes_offset told of. */
bool    warc_bytes_seek(struct warc_bytes *b, int64_t offset);
int64_t warc_bytes_read(const struct warc_bytes *b); /* of the file, so far */
int64_t warc_bytes_size(const struct warc_bytes *b); /* -1: unknown */

#endif
