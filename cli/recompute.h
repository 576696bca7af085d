/*
 * recompute.h - bring cells and series up to date, with progress.
 */
#ifndef CLI_RECOMPUTE_H
#define CLI_RECOMPUTE_H

#include "cli/session.h"
#include "daemon/cells.h"

/* threads: 0 for one a core. False after having complained. */
bool recompute_cells(struct session *s, bool is_all, int threads,
		     struct cells_result *out);

#endif
