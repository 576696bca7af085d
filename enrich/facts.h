/*
 * facts.h - what enrichment finds in an ad.
 *
 * Texts and arrays lie in the arena given to enrich_ad.
 */
#ifndef ENRICH_FACTS_H
#define ENRICH_FACTS_H

#include "enrich/agency.h"
#include "enrich/sketch.h"
#include "parsers/ad.h"

#include <stdint.h>

enum mention_field {
	FIELD_TITLE,
	FIELD_DESCRIPTION,
};

/* Where in an ad a skill is named: decides whether the ad asks for it. */
enum mention_context {
	CONTEXT_TITLE,       /* in the title */
	CONTEXT_REQUIREMENT, /* what the person must or should bring */
	CONTEXT_DUTY,        /* what the person will do */
	CONTEXT_PRODUCT,     /* what the employer makes or sells */
	CONTEXT_COMPANY,     /* company blurb */
	CONTEXT_HIRING,      /* notice about AI in the hiring process */
	CONTEXT_BENEFIT,     /* what the person gets */
	CONTEXT_PROHIBITION, /* "do not use ChatGPT to apply" */
	N_MENTION_CONTEXTS,
};

/* "title", "requirement", ... Static. */
const char *mention_context_name(enum mention_context context);

/* Counts as asked for: title, requirement or duty. */
bool mention_is_demand(enum mention_context context);

struct mention {
	uint32_t             skill; /* index in the taxonomy, not the SQL key */
	enum mention_field   field;
	uint32_t             start; /* characters (code points), inclusive */
	uint32_t             end;   /* exclusive */
	enum mention_context context;
	uint8_t              paragraph; /* in facts.paragraphs, from 1; 0: none */
	struct span          surface;   /* as written in the ad */
};

#define PARAGRAPHS_MAX 3 /* weak ones of an ad that are kept */

struct weak_paragraph {
	uint64_t hash;       /* of its letters and the employer's key */
	uint32_t start, end; /* characters: its first and last mention */
};

/* What an ad means when some of its weak paragraphs are the employer's story. */
struct ad_reading {
	uint64_t    definitions;
	uint32_t   *skills; /* as in facts */
	size_t      n_skills;
	const char *role_family;
};

enum region_basis {
	BASIS_STATED,       /* the ad names the place */
	BASIS_REMOTE_BOUND, /* remote work limited to the place */
	BASIS_SEAT,         /* where the employer sits; nothing better known */
};

/* "stated", "remote_bound", "employer_seat". Static. */
const char *region_basis_name(enum region_basis basis);

#define REGION_CODE_SIZE 8 /* "US-CA", "GB-ENG", with the NUL */

struct region {
	char        code[REGION_CODE_SIZE]; /* ISO 3166-2, else 3166-1 */
	struct span city;                   /* English name; absent: unknown */
	int64_t     city_id;                /* GeoNames id, 0: unknown */
	enum region_basis basis;
};

struct facts {
	/*
	 * The ad without its contacts (contact.h): what the facts are read from,
	 * what offsets of mentions refer to, and all that may be kept of it.
	 */
	struct ad ad;

	uint64_t definitions; /* bit i: definition i of the taxonomy holds */

	struct mention *mentions; /* by field, then start */
	size_t          n_mentions;
	uint32_t       *skills; /* distinct, asked for; ascending */
	size_t          n_skills;

	/*
	 * Paragraphs that ask for skills on weak evidence. One that stands in
	 * other ads under titles of other kinds is the employer's story;
	 * readings[mask] is what the ad means when those of `mask` (bit i:
	 * paragraphs[i]) are, readings[0] is what these facts say. NULL
	 * without such paragraphs.
	 */
	struct weak_paragraph paragraphs[PARAGRAPHS_MAX];
	size_t                n_paragraphs;
	uint64_t              title_key; /* of the kind of job; 0: of AI, or
					  * unknown */
	struct ad_reading    *readings;

	struct region   *regions; /* distinct */
	size_t           n_regions;
	enum remote_kind remote;
	struct span     *remote_regions; /* ISO codes, "world" for anywhere */
	size_t           n_remote_regions;

	const char   *role_family; /* "machine-learning-engineer"; NULL */
	const char   *seniority; /* intern|junior|mid|senior|lead|manager|executive */
	char          language[12]; /* BCP 47, "" unknown */
	char          industry;     /* ISIC Rev. 4 section A..U, 0 unknown */
	struct ad_pay pay;
	struct stamp  posted_at;
	struct stamp  valid_through;

	struct span employer_key; /* "acme" for Acme, Inc. */
	enum agency_basis agency; /* by what the employer is one */
	const char       *size_band; /* "51-200" employees; NULL unknown */
	int               openings;  /* stated, else what the text says; 0 */
	uint64_t    fingerprint;  /* equal for exact duplicates; 0: too little */
	struct sketch sketch;     /* alike for near duplicates */
};

/* Take the paragraphs of `mask` for the employer's story. */
void facts_settle(struct facts *facts, unsigned mask);

#endif
