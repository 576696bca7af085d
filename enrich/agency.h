/*
 * agency.h - who places people with others: staffing firms, recruiters.
 *
 * Their ads count like others; but a vacancy may be theirs and their client's,
 * and "the employer" of the ad is not the one who employs.
 */
#ifndef ENRICH_AGENCY_H
#define ENRICH_AGENCY_H

#include "parsers/ad.h"

enum agency_basis {
	AGENCY_NONE,     /* nothing says so */
	AGENCY_NAME,     /* the employer's name */
	AGENCY_INDUSTRY, /* its stated industry */
	AGENCY_TEXT,     /* "our client is", "im Auftrag unseres Kunden" */
};

/* "name", "industry", "text"; NULL for none. Static. */
const char *agency_basis_name(enum agency_basis basis);

/* By what the ad is of an agency: the first in the order above that holds. */
enum agency_basis agency_of(const struct ad *ad);

/*
 * The employer proper of "Acme via Hays" and "Acme (via LinkedIn)"; the name
 * itself where nothing of the kind is in it. Borrowed from `name`.
 */
struct span agency_client(struct span name);

#endif
