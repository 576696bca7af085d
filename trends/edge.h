/*
 * edge.h - what visits that lie days apart move across the edges of windows:
 * jobtrend.edge_days_of() in SQL.
 */
#ifndef TRENDS_EDGE_H
#define TRENDS_EDGE_H

#include "trends/panel.h"

/* Days of both windows that count, [begin, end), from their starts. */
struct kept_days {
	int32_t begin, end;
};

/*
 * The days of `kept` that remain when what would count births of more days in
 * one window than in the other is left out at the edges.
 *
 *   kept     what is not blind already; not empty
 *   is_thin  visits lie clearly closer in one window
 */
struct kept_days edge_trim(const struct source_health *s, const struct window *w,
			   struct kept_days kept, bool is_thin);

#endif
