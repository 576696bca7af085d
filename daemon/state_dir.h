/*
 * state_dir.h - the daemon's own folder: who it is.
 */
#ifndef DAEMON_STATE_DIR_H
#define DAEMON_STATE_DIR_H

#include "base/error.h"

/*
 * The name of the daemon that lives in `dir` (made when missing): "HOST-"
 * and 16 hexadecimal digits, drawn once and kept in its file `owner`, so that
 * a daemon started again knows its leases. The caller's; NULL with `err`.
 */
char *state_dir_owner(const char *dir, struct error *err);

/* A name for one run only; the caller's. */
char *state_dir_guest(void);

#endif
