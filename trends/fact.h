/*
 * fact.h - the ads and postings that cells are counted from, in memory.
 *
 * Compact rows with numbers for what repeats: sources, employers, places. Rows
 * are added in any order, then facts_seal() brings them into the order of days
 * and finds the rows of each region.
 *
 *   FACT_ALONE   an ad that is a posting by itself
 *   FACT_MEMBER  one of several ads of a posting
 *   FACT_JOINED  such a posting as a whole: for series, not for changes
 */
#ifndef TRENDS_FACT_H
#define TRENDS_FACT_H

#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fact_kind {
	FACT_ALONE,
	FACT_MEMBER,
	FACT_JOINED,
};

/* What a row says of a skill now, and what its first reading said. */
enum {
	SAID_ASKED = 1, /* asks, if a definition holds too */
	SAID_NAMED = 2, /* names it without asking */
	SAID_WAS_ASKED = 4,
	SAID_WAS_NAMED = 8,
};

/* A row and above it what it says. */
#define SAID_SHIFT 28
#define SAID_ROW   (((uint32_t)1 << SAID_SHIFT) - 1)
#define FACTS_MAX  ((size_t)1 << SAID_SHIFT)

/* What an earlier dictionary made of the text. */
struct fact_reading {
	uint64_t definitions;
	uint32_t skills; /* as in struct fact */
	uint16_t n_asked, n_named;
	bool     is_core; /* as in struct fact */
};

struct fact {
	uint64_t definitions;
	int64_t  ad; /* as the source's ad is numbered */
	int32_t  day;                 /* of its flow */
	int32_t  first_day, last_day; /* sightings; where they are needed */
	uint32_t source, employer, places, posting;
	uint32_t skills; /* where its skills begin, until sealed */
	uint16_t n_asked, n_named;
	uint8_t  kind;
	uint8_t  taxonomy; /* index; FACT_NO_TAXONOMY: none */
	bool     is_core;  /* names a core skill without asking for it */
	uint32_t earlier;  /* 1 + index of the first reading; 0: the same */
};

#define FACT_NO_TAXONOMY 255

/* A row as it comes. Spans are copied. */
struct fact_row {
	enum fact_kind kind;
	int32_t        day, first_day, last_day;
	uint32_t       source;    /* index of the caller's */
	struct span    employer;  /* "": unknown, then one for each source */
	int64_t        source_id; /* for the name of such an employer */
	int64_t        posting;   /* of members and joined ones */
	uint64_t       definitions;
	const int32_t *asked, *named; /* skills, as numbered by the database */
	size_t         n_asked, n_named;
	const struct span     *regions; /* as the ad has them */
	size_t                 n_regions;
	int64_t                ad;
	uint8_t                taxonomy;
	bool                   is_core; /* sure to name a core skill */
	/* As it was read first; NULL: as it is read now. */
	const struct fact_row *earlier; /* definitions and skills of it */
};

struct facts;

/* `core`: skills that make an ad one of AI when it merely names them. */
struct facts *facts_new(const int32_t *core, size_t n_core);
void          facts_free(struct facts *f);

void facts_add(struct facts *f, const struct fact_row *row);

/* The same where employer and regions have their numbers already. Regions are all
 * that the row lies in: the world, which comes first, and countries too. */
uint32_t facts_number_employer(struct facts *f, struct span name);
uint32_t facts_number_regions(struct facts *f, const struct span *codes,
			      size_t n);
void     facts_add_numbered(struct facts *f, const struct fact_row *row,
			    uint32_t employer, uint32_t places);

/*
 * A member of a posting of several ads, whenever it was seen: the posting was
 * there on `day` in that source.
 */
void facts_add_member(struct facts *f, int64_t posting, uint32_t source,
		      int32_t day);

/* The number of a region, also of one that no row lies in. Before sealing. */
size_t facts_add_region(struct facts *f, struct span code);

/* No more rows; they come into the order of days. From then on until they are
 * sealed: what a row names, n_asked and behind them n_named, and all members. */
void                      facts_order(struct facts *f);
const int32_t            *facts_said(const struct facts *f,
				     const struct fact  *row);
const struct fact_member *facts_all_members(const struct facts *f, size_t *n);
/* How the database numbers a posting of several ads. */
int64_t facts_posting_id(const struct facts *f, uint32_t posting);

/* No more rows. `weigh`: employers get the weights of the bootstrap. */
void facts_seal(struct facts *f, bool weigh);

size_t             facts_count(const struct facts *f);
const struct fact *facts_rows(const struct facts *f); /* by day */
/* The first row on `day` or later. */
size_t             facts_from_day(const struct facts *f, int32_t day);

/* One more than the highest skill of a row. */
int32_t         facts_skills(const struct facts *f);
/* What rows say of a skill (SAID_SHIFT), ascending by row; postings as a whole
 * are there only where they ask for it. Borrowed. */
const uint32_t *facts_of_skill(const struct facts *f, int32_t skill, size_t *n);

/* How the row was read first; NULL: as it is read now. */
const struct fact_reading *facts_earlier(const struct facts *f,
					 const struct fact  *row);

/* Regions that rows lie in: 0 is the world; countries of subdivisions too. */
size_t          facts_regions(const struct facts *f);
struct span     facts_region(const struct facts *f, size_t region);
/* Indexes of the rows of a region, ascending. Borrowed. */
const uint32_t *facts_of_region(const struct facts *f, size_t region,
				size_t *n);

/* The regions of a set of places. */
const uint32_t *facts_places(const struct facts *f, uint32_t places, size_t *n);

size_t         facts_employers(const struct facts *f);
struct span    facts_employer(const struct facts *f, uint32_t employer);
const uint8_t *facts_weights(const struct facts *f, uint32_t employer);
uint8_t        facts_group(const struct facts *f, uint32_t employer);

/* Postings of several ads, numbered by the first of their rows. */
size_t  facts_postings(const struct facts *f);
/* The first day on which a posting was seen; INT32_MAX: nobody said. */
int32_t facts_since(const struct facts *f, uint32_t posting);

/* Where a posting was seen: since when, in which sources. */
struct fact_member {
	uint32_t posting, source;
	int32_t  day;
};

const struct fact_member *facts_members(const struct facts *f, uint32_t posting,
					size_t *n);

#endif
