/*
 * keep_dir.h - the folder of kept files: repair, age. For keep.c alone.
 */
#ifndef DAEMON_KEEP_DIR_H
#define DAEMON_KEEP_DIR_H

#include "daemon/keep.h"

#define KEEP_SUFFIX ".warc.gz"
#define KEEP_OPEN   ".open" /* behind the name while it is written */

/* A file of which the database must forget something. */
struct keep_loss {
	struct keep_loss *next;
	char              name[KEPT_NAME_SIZE];
	int64_t           from;  /* offset; 0: all of it */
	bool              is_old; /* to be removed then */
};

/*
 * Bytes of the file up to the end of its last whole member; -1 when it cannot
 * be read.
 */
int64_t keep_whole_bytes(const char *path);

/*
 * Files that a crash left open are cut behind their last whole member and get
 * their names. Files in use by others (flock) are left alone. What was cut is
 * added to *out.
 */
void keep_repair(const char *dir, struct keep_loss **out);

/* Finished files of `owner` that were last written before `before_s`. */
void keep_find_old(const char *dir, const char *owner, int64_t before_s,
		   struct keep_loss **out);

/* Written through to the disk, and its name changed to that it keeps. */
void keep_finish(int fd, const char *dir, const char *name);

#endif
