/*
 * config.h - what the operator has decided: jobtrend.conf and sources.d/.
 *
 * Every key is a row of one sorted table (config_key_table.c): name, type,
 * default, unit, bounds and whether a reload changes it. Durations are text
 * with a unit ("250 ms", "30 s", "5 min", "2 h", "1 d"), sizes too
 * ("64 KiB", "32 MiB", "1 GiB", "4096 B").
 *
 * A configuration is immutable once loaded; a reload makes a new one.
 */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum keep_text { /* whose descriptions are stored */
	KEEP_TEXT_AI,   /* of ads that some definition takes in */
	KEEP_TEXT_ALL,
	KEEP_TEXT_NONE,
};

enum keep_raw { /* which documents are kept as they came */
	KEEP_RAW_OFF,
	KEEP_RAW_ALL,
	KEEP_RAW_ADS, /* those that hold ads */
};

enum log_level { /* as syslog orders them */
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

struct text_list {
	char **item; /* NUL-terminated */
	size_t n;
};

/* One `source "ID" { ... }` block. Absent texts are NULL. */
struct source_config {
	char   *id;       /* "greenhouse/acme" */
	char   *kind;     /* name of a parser, or "auto" */
	char   *url;      /* first address to visit; made from board when not given */
	char   *board;    /* slug or address of the board, as configured */
	char   *employer; /* of a single-employer board */
	char   *employer_size; /* as ad.employer_size: "51-200" */
	char   *post;     /* body of the first request */
	char   *sitemap, *sitemap_match; /* counts what the list should show */
	char   *token_url, *token_post; /* of {token:...} in headers */
	struct text_list headers; /* "Name: value" */
	int64_t refresh_s; /* an ad's page is good for so long */
	int64_t visit_every_s;
	int64_t backfill_months; /* 0: only what is there now */
	int64_t max_pages; /* of one run; a run that stops there is capped */
	bool    lists_all; /* false: an ad no longer listed has not ended */
	bool    is_enabled;
	char   *mapping; /* file of parsers/field_map.h; NULL: none */
	char   *mapping_options; /* what is in it: {"csv": ...} */
	char   *rules; /* JSON of parsers/site_rules.h; NULL: none */
	char   *file; /* where it was configured */
	int     line;
};

struct config {
	char *path; /* the file read; NULL: defaults alone */

	/* Who we are. */
	char *user_agent; /* complete: name, version and contact */
	char *agent;      /* product token robots.txt is matched with */
	char *contact;    /* URL or mail address */

	/* Where things are. NULL: not configured. */
	char *database; /* libpq conninfo, the credential's password added */
	char *state_dir; /* never NULL */
	char *taxonomy_dir;
	char *sources_dir;
	char *warc_dir; /* NULL: warc in state_dir */
	char *ca_file; /* trusted certificates; NULL: the system's */

	/* Fetching. */
	int64_t connections; /* transfers under way at a time, all hosts */
	int64_t connect_timeout_ms;
	int64_t request_timeout_ms; /* from start to last byte, all hops */
	int64_t low_speed_bytes; /* a second; slower for low_speed_ms: given up */
	int64_t low_speed_ms;
	int64_t max_redirects;
	int64_t max_response_bytes; /* as received, compressed */
	int64_t max_body_bytes;     /* after decompression */
	bool    is_http2;
	struct text_list exempt_hosts; /* "127.0.0.1:8080", "10.1.0.0/16" */

	/* Politeness. */
	int64_t per_host; /* requests at a time to one host */
	int64_t delay_ms; /* least pause between two requests to a host */
	int64_t delay_max_ms; /* the adapted pause stops growing here */
	double  delay_factor; /* pause as a multiple of the response time */
	int64_t crawl_delay_max_ms; /* a longer Crawl-delay counts as this */
	int64_t backoff_min_ms; /* first pause after a failure */
	int64_t backoff_max_ms;
	int64_t retries; /* of a page within a run */
	int64_t robots_max_age_ms;
	bool    is_robots_obeyed;
	bool    is_tdm_obeyed;

	/* Storing and running. */
	int64_t        visit_every_s; /* default of the sources */
	int64_t        parse_threads; /* 0: one a processor */
	int64_t        spool_max_bytes;
	int64_t        lease_ms; /* of a host */
	int64_t        store_batch; /* pages, or ads, of a transaction */
	int64_t        store_queue_bytes; /* outcomes waiting for the database */
	int64_t        store_wait_ms; /* a batch is sent after this at the latest */
	int64_t        fold_every_ms;
	int64_t        drain_timeout_ms; /* from SIGTERM to giving up */
	enum keep_text keep_text;
	enum keep_raw  keep_raw;
	int64_t        text_keep_s; /* of ads that are gone; 0: for good */
	int64_t        detail_keep_s; /* what they said before; 0: for good */
	int64_t        warc_max_bytes; /* of a file */
	int64_t        warc_age_s;     /* a file is finished after this */
	int64_t        warc_keep_s;    /* and removed after this; 0: never */
	enum log_level log_level;

	/* jobtrend-web. */
	int64_t          web_cache_bytes;
	int64_t          web_connections; /* of clients */
	struct text_list web_cors; /* origins; "*" is everybody */
	char            *web_dir; /* NULL: the installed one */
	int64_t          web_head_timeout_ms; /* for a request to arrive */
	char            *web_listen; /* "127.0.0.1:8080", "[::1]:8080" */
	int64_t          web_per_ip; /* 0: no limit */
	int64_t          web_pool; /* database connections */
	char            *web_prefix; /* NULL: none */
	int64_t          web_timeout_ms; /* of a query */

	struct source_config *sources; /* sorted by id */
	size_t                n_sources;
};

/*
 * Read `path`, then the *.conf files of its sources_dir in the order of their
 * names.
 *
 *   path  NULL: JOBTREND_SYSCONFDIR "/jobtrend/jobtrend.conf", which may be
 *         missing: then the defaults hold
 *
 * NULL with `err` "FILE:LINE: what is wrong": unknown key, wrong type or unit,
 * out of bounds, a source twice, a password in `database`. The password is
 * read from the credential database-password ($CREDENTIALS_DIRECTORY).
 */
struct config *config_load(const char *path, struct error *err);
void           config_free(struct config *c);

/* The source called `id`, borrowed from `c`, or NULL. */
const struct source_config *config_source(const struct config *c,
					   const char *id);

/*
 * Names of the keys that differ between `old` and `fresh` although a reload
 * cannot change them, separated by spaces, appended to `out`.
 */
void config_needs_restart(const struct config *old, const struct config *fresh,
			  struct buf *out);

/* The options of a source as the JSON object that source.options stores. */
void source_config_options(const struct source_config *s, struct buf *out);

/* A source as the JSON object of which jobtrend.sync_sources() takes an array. */
void source_config_put(const struct source_config *s, struct buf *out);

/* The table of keys as Markdown: what docs/operations.md shows. */
void config_print_table(struct buf *out);

/* "1500 ms" -> 1500. False when there is no unit or it is unknown. */
bool duration_parse(const char *text, int64_t *milliseconds);
/* "32 MiB" -> 33554432. kB, MB and GB are refused: they are ambiguous. */
bool size_parse(const char *text, int64_t *bytes);

#endif
