/*
 * duplicate.h - are two ads of one job?
 *
 * The classes are those of Eurostat's web intelligence deduplication
 * challenge (statistics-awards.eu, FAQ, read 2026-11-22): full, the same ad
 * twice; semantic, the same job in other words or another language; temporal,
 * the same ad at another time; partial, one of the two says less. Ads of
 * different places are different jobs there and here.
 */
#ifndef ENRICH_DUPLICATE_H
#define ENRICH_DUPLICATE_H

#include "base/arena.h"
#include "enrich/facts.h"

/* An ad listed again within so many days goes on; later it is a new posting. */
#define RELIST_DAYS 30

enum duplicate_class {
	DUPLICATE_NONE,
	DUPLICATE_FULL,
	DUPLICATE_SEMANTIC,
	DUPLICATE_TEMPORAL,
	DUPLICATE_PARTIAL,
};

/* "none", "full", "semantic", "temporal", "partial". Static. */
const char *duplicate_class_name(enum duplicate_class class);

/* What counts of an ad. Texts and arrays are borrowed. */
struct duplicate_ad {
	uint64_t       source;      /* equal for ads of one source */
	uint64_t       employer;    /* hash of the employer's key; 0: unknown */
	uint64_t       requisition; /* hash of its id; 0: none */
	uint64_t       fingerprint; /* fingerprint_of() */
	struct sketch  sketch;
	const char    *role_family; /* as in facts: NULL unknown */
	const char    *seniority;
	char           language[12];
	struct region *regions;
	size_t         n_regions;
	uint32_t      *skills; /* named in any context; distinct, ascending */
	size_t         n_skills;
	struct ad_pay  pay;
	int64_t        first_s, last_s; /* seen, seconds since 1970 */
	/* of its source and language; NULL: not known */
	const struct sketch_common *common;
};

/*
 * Fill `out` with what `ad` and its facts say; the times and `common` are the
 * caller's to set. The ad's texts must live on; skills lie in `arena`.
 */
void duplicate_ad_of(const struct ad *ad, const struct facts *facts,
		     struct span source, struct arena *arena,
		     struct duplicate_ad *out);

/* How sure a pair is: the lower, the surer. A pair of class none has none. */
int duplicate_rank(const struct duplicate_ad *a, const struct duplicate_ad *b,
		   enum duplicate_class class);

/*
 * The class of a pair; which is which makes no difference. Never other than
 * none for different requisitions of one employer, for places of which
 * neither set holds the other, and for different seniority.
 */
enum duplicate_class duplicate_judge(const struct duplicate_ad *a,
				     const struct duplicate_ad *b);

/* Days from the end of the earlier to the beginning of the later; 0: both
 * were listed at some time. */
double duplicate_gap_days(const struct duplicate_ad *a,
			  const struct duplicate_ad *b);

#endif
