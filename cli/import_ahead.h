/*
 * import_ahead.h - ads are counted on a connection of their own while those
 * that follow are read and stored.
 */
#ifndef CLI_IMPORT_AHEAD_H
#define CLI_IMPORT_AHEAD_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct ahead;

/* conninfo is copied. has_room is called when ahead_has_room() may be true. */
struct ahead *ahead_open(uv_loop_t *loop, const char *conninfo,
			 void (*has_room)(void *arg), void *arg);
/*
 * So many more ads are stored, whose visits are known. What fails is left to
 * import_count(), which says why.
 */
void          ahead_stored(struct ahead *a, int64_t ads);
/*
 * False while so many are waiting that what is stored now would be counted only
 * when all is stored, by one core of those that there are.
 */
bool          ahead_has_room(const struct ahead *a);
/* What is being counted is, all the same: import_count() waits for it. */
void          ahead_close(struct ahead *a);

#endif
