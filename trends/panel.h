/*
 * panel.h - which sources can be compared over two windows, and how well they
 * were seen: what jobtrend.panel(), blind_days() and rhythm() say in SQL.
 *
 * Days count from 1970-01-01, UTC; windows are [from, to).
 */
#ifndef TRENDS_PANEL_H
#define TRENDS_PANEL_H

#include "trends/demand.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct window {
	int32_t from, to, base_from, base_to;
};

struct day_span {
	int32_t first, last; /* both belong to it */
};

struct visit_month {
	int32_t  month; /* its first day */
	uint32_t visits;
	uint32_t days; /* with a visit: bit 0 is the first of the month */
};

/* What is known of one source; spans and months ascend. Borrowed. */
struct source_health {
	int32_t                   first_day, last_day; /* of any visit */
	const struct day_span    *spans;               /* healthy days */
	size_t                    n_spans;
	const struct visit_month *visits; /* healthy ones */
	size_t                    n_visits;
	bool                      is_cut; /* its list shows a part, all along */
};

#define SOURCE_ABSENT 3 /* beside enum source_class: not visited in either */

/*
 * One source as two windows saw it. Days of windows are bits, counted from
 * their starts; NULL: none.
 */
struct panel_source {
	uint8_t   class; /* enum source_class, or SOURCE_ABSENT */
	int32_t   days;  /* of the longer window */
	uint64_t *blind; /* what one of them could not see */
	int32_t   alive_from, alive_to; /* days of its life in both of them */
	/* Of the base and of the period: for how many thousandths of a posting
	 * one that was born from the first day on stands, had the source been
	 * visited as long as any. */
	int32_t   first_day, weight[2];
	/* Of the base and of the period: days when the other window's visits
	 * lay clearly further apart, and days with a visit. */
	uint64_t *thin[2], *visited[2];
	bool      is_cut;
	int32_t   ok_days, known_days, base_ok_days, base_known_days;
};

/* An array of `n` for `n` sources. */
struct panel_source *panel_new(const struct source_health *sources, size_t n,
			       const struct window *w);
void                 panel_free(struct panel_source *panel, size_t n);

/*
 * The class of an ad of a source: that of the source, but for what one window
 * could not have seen SOURCE_MOVED where it had entered late or left by then,
 * else SOURCE_SICK. SOURCE_ABSENT: it does not count at all.
 *
 *   day                 of its flow, within the window that starts `from`
 *   first_day, last_day first and last sighting
 */
int panel_class(const struct panel_source *s, bool is_cur, int32_t from,
		int32_t day, int32_t first_day, int32_t last_day);

/* Only then panel_class() looks at more than the source. */
static inline bool panel_is_plain(const struct panel_source *s)
{
	return !s->blind && !s->thin[0] && !s->thin[1];
}

/* A day of a window, counted from its start, that one of the two did not see. */
static inline bool panel_is_blind(const struct panel_source *s, int32_t day)
{
	return s->blind && s->blind[day / 64] >> (day % 64) & 1;
}

/* Healthy and known days of a source in [from, to), for its coverage. */
struct covered {
	int64_t ok_days, known_days;
	bool    is_seen; /* at least one healthy day */
};

struct covered panel_cover(const struct source_health *s, int32_t from,
			   int32_t to);

#endif
