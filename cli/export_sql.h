/*
 * export_sql.h - stored ads as their sources stated them. What `export` asks
 * takes the id of a source, or NULL for all, as $1; its rows come in one order.
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
/* the same, times in microseconds and dates in days since 1970 */
extern const char export_parquet_sql[];
/*
 * The ads of source $1 with ids from $2 to $3 that a dictionary before $4 has
 * read, $5 in particular unless NULL: the ad as JSON without its description,
 * that, content_hash, is_stub, fingerprint; and when there is no description,
 * as JSON pay and language, as integer[] the mentions that were found in it
 * (skill, start, end, context), as JSON the paragraphs of ad.readings, and the
 * bits of those that are the employer's story.
 */
extern const char reread_ads_sql[];

#endif
