/*
 * past.h - registers of past ads: when one was published and when it ended.
 *
 * Public services publish what was announced over the years as one object an
 * ad. What of it is which field is said by a board_map, when the ad was there
 * by the members named here.
 */
#ifndef PARSERS_PAST_H
#define PARSERS_PAST_H

#include "parsers/board_map.h"

#define PAST_PATHS 3

struct past {
	const char             *spec; /* where the format is defined */
	const struct board_map *map;
	const char             *opens[PAST_PATHS]; /* the first that is there */
	const char             *closes[PAST_PATHS]; /* last day it is shown */
	const char             *removed; /* when it was taken away; or NULL */
	const char             *is_removed; /* true: `removed` counts; or NULL */
	/* What the map cannot say; or NULL. */
	void (*finish)(struct arena *arena, const cJSON *object, struct ad *ad);
};

/* Announcements of the federal government of the United States. */
extern const struct past past_usajobs;
/* Ads of the Swedish public employment service. */
extern const struct past past_jobtech;

/* When an ad was there; seconds since 1970, UTC. */
struct past_times {
	int64_t first_seen, last_seen;
	int64_t gone_at; /* 0: not said, or not before `now` */
};

/*
 * Add the ad of one object to `out`, and say when it was there. `now`: when
 * the register was fetched: what it tells of later days is not known yet.
 * False with `err` when it is no ad of this register or tells no beginning.
 */
bool past_read(const struct past *p, const cJSON *object, int64_t now,
	       struct findings *out, struct past_times *times,
	       struct error *err);

#endif
