/*
 * jobtech.h - one ad of the Swedish public employment service, wherever it is
 * found: in a search, a stream, or a line of the archive.
 */
#ifndef PARSERS_JOBTECH_H
#define PARSERS_JOBTECH_H

#include "parsers/board_map.h"

/* Of one record, the document itself: for board_map_add and board_map_read. */
extern const struct board_map jobtech_record;

#endif
