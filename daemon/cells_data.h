/*
 * cells_data.h - what cells are counted from, read out of the database.
 */
#ifndef DAEMON_CELLS_DATA_H
#define DAEMON_CELLS_DATA_H

#include "base/buf.h"
#include "base/error.h"
#include "daemon/cells_read.h"
#include "trends/cell.h"

#include <stdbool.h>
#include <stdint.h>

struct database;

struct cells_data {
	struct cell_inputs    in;
	int64_t              *source_ids; /* ascending, as in.sources */
	struct source_health *sources;
	struct day_span      *spans;
	struct visit_month   *visits;
	struct cell_window   *windows;
	char (*periods)[PERIOD_SIZE]; /* of each window */
	enum grain           *grains;
	size_t                windows_cap;
	struct cell_question *questions;
	size_t                questions_cap;
	struct cell_rule     *rules;
	uint32_t             *placed;
	size_t               *placed_from;
	uint8_t               definition_bits[DEFINITIONS_MAX + 1];
	int16_t               taxonomy_ids[64 * TAXONOMY_WORDS];
	size_t        n_taxonomy_ids; /* unknown ones behind the known */
	struct texts  skills, definitions, taxonomies, rule_regions;
	struct facts *facts;
	int64_t       ads;
	bool          is_all;
	struct cell_series *wanted;
	bool               *covered;
	bool          is_empty; /* nothing was ever observed */
};

/*
 * Read all that is needed: of everything, or of what has become stale. In a
 * transaction of the caller's. False with `err`; deinit is due in any case.
 */
bool cells_data_read(struct cells_data *d, struct database *db, bool is_all,
		     struct error *err);
void cells_data_deinit(struct cells_data *d);

/* Index of a source, or n_sources. */
size_t      cells_data_source(const struct cells_data *d, int64_t source_id);

/* Which series and coverage, and of which days; cells_data_read() calls it. */
bool cells_read_due(struct cells_data *d, struct database *db,
		    struct error *err);

/* The ads and postings; cells_data_read() calls it. */
bool cells_read_facts(struct cells_data *d, struct database *db,
		      struct error *err);

#endif
