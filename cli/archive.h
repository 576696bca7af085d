/*
 * archive.h - one line of an archive: a source, a run or an ad with when it
 * was seen.
 *
 *   {"type":"source","id":"greenhouse/acme","kind":"greenhouse",
 *    "employer":"Acme","first_evidence":"2023-05-01"}
 *   {"type":"run","source":"greenhouse/acme","at":"2025-01-03T06:00:00Z",
 *    "state":"ok","listed":412,"fetched":412}
 *   {"type":"ad","source":"greenhouse/acme","native_id":"123",
 *    "first_seen":"2025-01-03T06:00:00Z","last_seen":"2025-03-01T06:00:00Z",
 *    "gone_at":"2025-03-04T06:00:00Z", ...the fields of an ad}
 *
 * A run that took its time says when it ended ("ended_at").
 */
#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/hash.h"
#include "cli/source_map.h"
#include "parsers/ad.h"

enum archive_type {
	ARCHIVE_SOURCE,
	ARCHIVE_RUN,
	ARCHIVE_AD,
};

struct archive_run {
	int64_t     at, ended_at; /* microseconds since 1970; ended_at 0: at */
	struct span state;
	int64_t     listed, fetched; /* -1: not said */
};

struct archive_line {
	enum archive_type  type;
	struct source_line source; /* id is set for all types */
	struct archive_run run;
	struct ad          ad;
	int64_t            first_seen, last_seen; /* microseconds since 1970 */
	int64_t            gone_at;    /* 0: still there on last_seen */
	struct span        raw_sha256; /* SHA256_SIZE bytes, or absent */
};

/* What a bare ad, as `extract` writes it, does not say itself. */
struct archive_default {
	const char *source;  /* NULL: the ad must say */
	int64_t     seen_at; /* microseconds; 0: the line is an archive's */
};

/*
 * Texts lie in `arena`. False with `err` naming the member, what was expected
 * and what was found.
 */
bool archive_read(struct span line, const struct archive_default *otherwise,
		  struct arena *arena, struct archive_line *out,
		  struct error *err);

/* Has an ad its key, a title and times that can be? False with `err`. */
bool archive_check_ad(const struct archive_line *l, struct error *err);

#endif
