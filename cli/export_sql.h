/*
 * export_sql.h - what `export` asks the database. All take the id of a source,
 * or NULL for all, as $1; rows come in one order.
 */
#ifndef CLI_EXPORT_SQL_H
#define CLI_EXPORT_SQL_H

/* id, kind, employer, first_evidence */
extern const char export_sources_sql[];
/* id, at, ended_at, state, listed, fetched */
extern const char export_runs_sql[];
/* id, first_seen, last_seen, gone_at, raw_sha256, the ad as JSON */
extern const char export_ads_sql[];
/* one column a field, named */
extern const char export_csv_sql[];

#endif
