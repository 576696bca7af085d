/*
 * keep.h - raw documents kept as WARC files, by the threads that read them.
 *
 *   keeper_put (any thread) -> jobtrend-TIME-OWNER.warc.gz.open
 *                                   | large or old enough: fsync, rename
 *                                   v
 *                              jobtrend-TIME-OWNER.warc.gz -> (warc_keep) gone
 *
 * A record is in the file before its place is told to anybody, so the database
 * never points at something that was not written. A file that a crash left
 * open is cut behind its last whole member when the daemon starts again, and
 * what pointed behind that is forgotten. A disk that is full is said once:
 * documents are then read without being kept.
 */
#ifndef DAEMON_KEEP_H
#define DAEMON_KEEP_H

#include "base/error.h"
#include "daemon/warc_record.h"

#include <uv.h>

#define KEPT_NAME_SIZE 256 /* of a file, with the NUL */

struct config;
struct keeper;
struct link;

/* Where a document is: file in warc_dir, offset of its response record. */
struct kept {
	char    file[KEPT_NAME_SIZE]; /* "" when it is nowhere new */
	int64_t offset;
};

/*
 * Keep in the warc_dir of `c`, made when missing; `owner` tells this daemon's
 * files from those of others. NULL with `err`.
 */
struct keeper *keeper_open(const struct config *c, const char *owner,
			   struct error *err);

/* ---- of the loop; `k` may be NULL ---- */

/* From now on it may use the pool and the database; both borrowed. */
void keeper_start(struct keeper *k, uv_loop_t *loop, struct link *link);
/* New size, age and time to keep. */
void keeper_set_limits(struct keeper *k, const struct config *c);
/* Now and then: finish old files, repair, remove. */
void keeper_tick(struct keeper *k);
/* After the pool and the loop: the open file is finished. */
void keeper_close(struct keeper *k);

/* ---- of any thread ---- */

/* Whether a document is to be kept that holds ads, or holds none. */
bool keeper_wants(const struct keeper *k, bool has_ads);

/*
 * Write a document. `is_kept`: the database has it in some file, so that it is
 * only told that it was seen again. `p` is the thread's own.
 */
void keeper_put(struct keeper *k, struct warc_packer *p,
		struct warc_document *d, bool is_kept, struct kept *out);

#endif
