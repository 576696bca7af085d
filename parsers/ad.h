/*
 * ad.h - one job advertisement as one source shows it.
 *
 * Every text lies in the arena of the findings that hold the ad. Absent is
 * {NULL, 0}, STAMP_NONE, NULL or 0: nothing is ever guessed. Texts are valid
 * UTF-8 and plain: no markup, no entities. Key of an ad: (source, native_id).
 */
#ifndef PARSERS_AD_H
#define PARSERS_AD_H

#include "base/span.h"
#include "base/stamp.h"

#include <stdbool.h>
#include <stddef.h>

enum remote_kind {
	REMOTE_UNKNOWN,
	REMOTE_ONSITE,
	REMOTE_HYBRID,
	REMOTE_REMOTE,
};

/* "onsite", "hybrid", "remote"; NULL for unknown. Static. */
const char *remote_name(enum remote_kind kind);
/* The reverse; REMOTE_UNKNOWN for any other word. */
enum remote_kind remote_from_name(struct span name);

struct ad_location {
	struct span text; /* as printed on the board; always there */
	struct span street;
	struct span city;
	struct span region;
	struct span country; /* as stated: "US", "Germany", "DEU" */
	struct span postal;
	double      lat, lon; /* degrees, WGS 84 */
	bool        has_point;
};

enum pay_period {
	PAY_PERIOD_UNKNOWN,
	PAY_HOUR,
	PAY_DAY,
	PAY_WEEK,
	PAY_MONTH,
	PAY_YEAR,
	PAY_ONCE, /* a fixed price for the work */
};

/* "hour" ... "once"; NULL for unknown. Static. */
const char     *pay_period_name(enum pay_period period);
enum pay_period pay_period_from_name(struct span name);

struct ad_pay {
	double          min, max; /* in currency units; 0: not stated */
	char            currency[4]; /* ISO 4217, "" when not stated */
	enum pay_period period;
	struct span     source; /* "stated" | "text" | "predicted" by the board */
};

struct ad {
	struct span native_id;
	struct span url;
	struct span apply_url;
	struct span title;
	struct span employer;
	struct span employer_size; /* as stated: "51-200" */
	struct ad_location employer_seat; /* absent: no text */

	struct ad_location *locations;
	size_t              n_locations;
	enum remote_kind    remote; /* stated by a field of its own */
	struct span        *remote_regions; /* as stated */
	size_t              n_remote_regions;

	struct stamp posted_at; /* what the source claims */
	struct stamp updated_at;
	struct stamp valid_through;
	bool         is_closed; /* the source says that it takes no more */
	/*
	 * Only sighted here: a link of the findings leads to the document that
	 * says the rest. What is said here counts until that was read.
	 */
	bool         has_detail;
	struct span  detail_url; /* of that document; absent: not told */

	struct span  *employment_types; /* schema.org: FULL_TIME, ... */
	size_t        n_employment_types;
	int           openings; /* 0: not stated */
	struct ad_pay pay;
	struct span   requisition_id;
	struct span   department;
	struct span   industry; /* as stated */

	struct span description; /* plain text, paragraphs as blank lines */
	/* The bytes the description was made of; hashed for the record. */
	char        description_html_sha256[65]; /* hex, "" when absent */
	struct span language; /* BCP 47, when the source states it */

	/*
	 * What else is to be kept with it and given back: JSON, the text of an
	 * object whose members have none of the names above.
	 */
	struct span extra;
};

/*
 * A hash of every field above but updated_at: equal means that nothing of the
 * ad has changed, so it is touched and not rewritten.
 */
uint64_t ad_content_hash(const struct ad *ad);

#endif
