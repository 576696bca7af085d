/*
 * market_part.h - what the files that make a market share among themselves.
 */
#ifndef WORLDS_MARKET_PART_H
#define WORLDS_MARKET_PART_H

#include "worlds/market.h"

enum market_decision { /* each has a stream of chance of its own */
	OF_MARKET = 20,
	OF_DATES,
	OF_GROWTH,
	OF_FIRM,
	OF_DAY,
	OF_WATCH,
	OF_ORDER,
	OF_COPY,
	OF_SIGHT,
	OF_MOVE,
	OF_CUT,
	OF_NUMBER,
	OF_NEWEST,
	OF_WIDTH,
	OF_INTAKE,
};

/* The sources of a market that has its employers: who is seen when. */
void make_sources(struct market *m);

#endif
