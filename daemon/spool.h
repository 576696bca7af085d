/*
 * spool.h - results that wait on disk for the database.
 *
 * A folder of numbered files; each record is led by its length and checksum.
 * A record is readable as soon as spool_append returns, also after kill -9;
 * after a power cut the tail may be torn: it is recognised by its checksum and
 * cut off, and its pages, still due in the database, are fetched again.
 * Records may come out twice (after a crash); storing them is idempotent.
 */
#ifndef DAEMON_SPOOL_H
#define DAEMON_SPOOL_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPOOL_FILE_BYTES (16 * 1024 * 1024) /* a new file is begun after this */

struct spool;

/*
 * The spool in the folder `dir`, made when missing (0700), with what is in it.
 * NULL with `err` when it cannot be made or read.
 */
struct spool *spool_open(const char *dir, int64_t max_bytes,
			 struct error *err);
void          spool_close(struct spool *s); /* the files stay */

/* False with `err` when it is full or the disk refuses, which the log says
 * when it begins. */
bool spool_append(struct spool *s, struct span record, struct error *err);

/*
 * The oldest record not given out yet, into `out` (cleared first); false when
 * there is none. What is broken is passed over, and counted.
 */
bool spool_next(struct spool *s, struct buf *out);
/* All that was given out is stored: it is forgotten. */
void spool_forget(struct spool *s);
/* Give out again what was given out since spool_forget. */
void spool_rewind(struct spool *s);

bool     spool_is_empty(const struct spool *s); /* nothing to give out */
int64_t  spool_bytes(const struct spool *s);    /* on disk */
uint64_t spool_broken(const struct spool *s);   /* records passed over */

#endif
