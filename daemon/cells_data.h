/*
 * cells_data.h - what cells are counted from, read out of the database.
 */
#ifndef DAEMON_CELLS_DATA_H
#define DAEMON_CELLS_DATA_H

#include "base/buf.h"
#include "base/error.h"
#include "daemon/ad_map.h"
#include "daemon/cells_read.h"
#include "trends/cell.h"

#include <stdbool.h>
#include <stdint.h>

struct database;

/* What is to be brought up to date. */
enum cells_scope {
	CELLS_ALL,     /* everything; the standard set is found */
	CELLS_CHANGED, /* what has become stale */
	CELLS_NEWEST,  /* of that only cells of its newest months */
};

struct needed_month {
	bool   is_needed, is_packed;
	size_t n_patches; /* ads that changed since it was packed */
};

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
	int64_t       pack_form; /* fact_pack_form() */
	/* Whose rows are needed, from first_month on. */
	int32_t             first_month; /* year * 12 + month - 1 */
	struct needed_month *months;
	size_t              n_months;
	size_t              n_read; /* of them not found packed */
	struct ad_map       patches; /* ads whose packed rows are not as they were */
	bool                is_repacked; /* something stands in pack_fresh */
	int64_t             ads;
	enum cells_scope    scope;
	struct cell_series *wanted;
	bool               *covered;
	bool          is_empty; /* nothing was ever observed */
};

/*
 * Read all that is needed: of everything, or of what has become stale. In a
 * transaction of the caller's. False with `err`; deinit is due in any case.
 */
bool cells_data_read(struct cells_data *d, struct database *db,
		     enum cells_scope scope, struct error *err);
void cells_data_deinit(struct cells_data *d);

/* Index of a source, or n_sources. */
size_t      cells_data_source(const struct cells_data *d, int64_t source_id);

/* Which series and coverage, and of which days; cells_data_read() calls it. */
bool cells_read_due(struct cells_data *d, struct database *db,
		    struct error *err);

/* The ads and postings; cells_data_read() calls it. */
bool cells_read_facts(struct cells_data *d, struct database *db,
		      struct error *err);

/* cells_packs.c: find which months are needed; add those that are packed (each
 * row to `complete`, with `arg`, before); and pack the others, into pack_fresh. */
typedef void complete_fn(struct fact_row *row, void *arg);

void cells_find_months(struct cells_data *d);
bool cells_unpack(struct cells_data *d, struct database *db,
		  complete_fn *complete, void *arg, struct error *err);
bool cells_pack(struct cells_data *d, struct database *db, struct error *err);
/* Is a day of a month that is read unpacked, or of one that is packed? */
bool cells_reads_day(const struct cells_data *d, int32_t day);
bool cells_patches_day(const struct cells_data *d, int32_t day);
/* The month a day lies in; NULL: of none that is needed. */
struct needed_month *cells_month(const struct cells_data *d, int32_t day);

/* Needed months, as a list in SQL. */
void cells_put_needed(const struct cells_data *d, struct buf *sql);

/* cells_patches.c: find what changed since months were packed, into `patches` and
 * the table patch_due. */
bool cells_find_patches(struct cells_data *d, struct database *db,
			struct error *err);
/* The index of a dictionary by its number. */
uint8_t cells_data_taxonomy(struct cells_data *d, int16_t id);
/* The first day of a needed month, or behind them. */
int32_t cells_month_day(const struct cells_data *d, size_t month);

#endif
