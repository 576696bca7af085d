/*
 * source_map.h - ids of sources to their keys in the database.
 *
 * Used by several threads at once; a source nobody knows yet is created. The
 * map has the connection to itself while a call runs.
 */
#ifndef CLI_SOURCE_MAP_H
#define CLI_SOURCE_MAP_H

#include "base/error.h"
#include "base/span.h"

#include <stddef.h>
#include <stdint.h>

struct database;
struct source_map;

/* `db` is borrowed and must not be used beside the map. */
struct source_map *source_map_new(struct database *db);
void               source_map_free(struct source_map *m);

/*
 * The key of the source `id`, which is created as one that only its ads or
 * runs name. 0 with `err`.
 */
int32_t source_map_get(struct source_map *m, struct span id, struct error *err);

struct source_line;
/*
 * The same for a source that documents name, not visits: it is created as `l`
 * says, and when it was well is unknown.
 */
int32_t source_map_get_unvisited(struct source_map *m,
				 const struct source_line *l,
				 struct error *err);

/* What a line of an archive says of a source; absent spans say nothing. */
struct source_line {
	struct span id, kind, employer, first_evidence;
};
bool source_map_put(struct source_map *m, const struct source_line *l,
		    struct error *err);

/*
 * A call waits for a database that is away; after SOURCE_MAP_AWAY_S it gives
 * up, and so do all later ones: what failed then is not the caller's fault.
 */
#define SOURCE_MAP_AWAY_S 900
bool source_map_is_lost(struct source_map *m);

/* Sources seen so far. */
size_t source_map_count(struct source_map *m);

/*
 * Run a statement of the caller's while no other thread uses the connection;
 * parameters as in database_run.
 */
bool source_map_run(struct source_map *m, const char *sql,
		    const char *const *params, size_t n, struct error *err);

#endif
