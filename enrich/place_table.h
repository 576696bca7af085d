/*
 * place_table.h - the gazetteer in memory, for the place_*.c files alone.
 *
 * Places lie in one array, areas (countries, divisions) before cities. Names
 * are kept as 64-bit hashes of their folded form only: 200,000 names cost 16
 * bytes each, and two names with one hash are not to be expected.
 */
#ifndef ENRICH_PLACE_TABLE_H
#define ENRICH_PLACE_TABLE_H

#include "enrich/place.h"

#define PLACE_NONE UINT32_MAX

enum place_kind {
	PLACE_GROUP, /* EU, LATAM: a list of countries */
	PLACE_MODE,  /* "remote", "hybrid": no place at all */
	PLACE_NOISE, /* "office", "area" */
	PLACE_WORD,  /* an ordinary word that is a town's name too */
	PLACE_AFTER, /* "county": what stands before it is not a city */
	PLACE_LABEL,  /* "Standort": a place follows it */
	PLACE_STREET, /* "rue", "via": what stands behind it is not a city */
	PLACE_COUNTRY,
	PLACE_DIVISION,
	PLACE_PART, /* of a division, whose code it has */
	PLACE_CITY,
};

enum place_mode {
	MODE_REMOTE,
	MODE_HYBRID,
	MODE_ONSITE,
	MODE_ANYWHERE,
};

struct place {
	const char *name; /* English; of a group its members' codes */
	char        code[REGION_CODE_SIZE]; /* of an area */
	uint32_t    country;  /* index; PLACE_NONE for what has none */
	uint32_t    division; /* index; PLACE_NONE when unknown */
	float       prior;    /* how likely the bare name means it, see .c */
	int32_t     id;       /* GeoNames id of a city; enum place_mode */
	uint8_t     kind;     /* enum place_kind */
	bool        is_online; /* country: many ads for its size */
	bool        is_postal; /* division: addresses end with its code */
};

struct place_entry {
	uint64_t hash;
	uint32_t place : 31;
	uint32_t is_own : 1; /* the place's first name, not one more */
	uint32_t next; /* entry of the same name, PLACE_NONE at the end */
};

struct place_table {
	struct arena        arena; /* names */
	struct place       *places;
	uint32_t            n_places, cap_places;
	struct place_entry *entries;
	uint32_t            n_entries, cap_entries;
	/* Open addressing. PLACE_NONE, or an entry in the low bits and some
	 * of its hash above, so that few others' entries are touched. */
	uint32_t           *slots;
	uint32_t            n_slots; /* a power of two */
};

/* Low bits of a slot are the entry, the others a part of its hash. */
#define PLACE_ENTRY_BITS 20
#define PLACE_ENTRY_MASK ((1u << PLACE_ENTRY_BITS) - 1)

static inline uint32_t place_tag(uint64_t hash)
{
	return (uint32_t)(hash >> 32) & ~PLACE_ENTRY_MASK;
}

/* The entry with this hash, PLACE_NONE when there is none. */
uint32_t place_find_hash(const struct place_table *t, uint64_t hash);

#define PLACE_SEED_NAME UINT64_C(0) /* written in any case */
#define PLACE_SEED_CODE UINT64_C(0x9E3779B97F4A7C15) /* in capitals only */
#define PLACE_SEED_AREA UINT64_C(0xC2B2AE3D27D4EB4F) /* ISO code, not folded */

/* First entry of the folded name, PLACE_NONE when there is none. */
uint32_t place_find(const struct place_table *t, struct span folded,
		    uint64_t seed);

/* The next country or division at or after *at; PLACE_NONE at the end. */
uint32_t place_next_area(const struct place_table *t, size_t *at);

/* The area with this ISO code, PLACE_NONE when there is none. */
uint32_t place_area(const struct place_table *t, struct span code);

/* Does area `a` hold place `b`? False for a place itself. A part is taken to
 * hold every city of its division: which ones it holds is not known. */
bool place_holds(const struct place_table *t, uint32_t a, uint32_t b);

/* What helps to read one string, known from elsewhere. */
struct place_context {
	uint32_t country;   /* the ad's, PLACE_NONE unknown */
	uint32_t seat;      /* the employer's country, PLACE_NONE unknown */
	bool     is_remote; /* the ad's own field says remote */
	bool     is_country_field; /* "CA" is Canada there */
	bool     is_prose; /* a title: most of its names are no places */
};

void place_locate_in(const struct place_table *t, struct span text,
		     const struct place_context *context, struct arena *arena,
		     struct place_result *out);

/* What a name is written in, as far as that says where it is. */
enum place_script {
	SCRIPT_COMMON, /* Latin, Han and others of many countries */
	SCRIPT_ARABIC,
	SCRIPT_ARMENIAN,
	SCRIPT_CYRILLIC,
	SCRIPT_GEORGIAN,
	SCRIPT_GREEK,
	SCRIPT_HANGUL,
	SCRIPT_HEBREW,
	SCRIPT_INDIAN,
	SCRIPT_KANA,
	SCRIPT_THAI,
};

/* The script of a code point, as far as it is one country's or a few's own. */
enum place_script place_script_of(uint32_t c);

/* A name found in a string. */
struct place_item {
	uint32_t names;     /* chain of entries, PLACE_NONE */
	uint32_t codes;     /* chain of entries for the capitals, PLACE_NONE */
	uint16_t group;     /* between | ; / and the like */
	uint16_t segment;   /* between commas too */
	uint8_t  words;
	uint8_t  token; /* its last, counted in the string */
	uint8_t  script;     /* enum place_script */
	bool     is_small_code; /* "Richmond, Va": its code needs support */
	bool     is_capital; /* begins so, or its script knows no case */
	bool     is_run;     /* within a text without spaces */
	bool     follows_run; /* right after another item of the same run */
	bool     is_word;    /* needs support */
	bool     is_after_in; /* "in Berlin", "à Paris" */
	bool     is_before_after; /* "Suffolk" of "Suffolk County" */
	bool     is_bracketed; /* "(Kalyani Nagar)" */
	int8_t   mode;       /* enum place_mode, -1 for a place */

	uint32_t place;    /* chosen; PLACE_NONE: refused */
	float    support;  /* what its neighbours gave it */
	bool     is_code;  /* chosen by its code */
	bool     is_absorbed; /* another item lies in it */
	bool     is_absorbed_here; /* one of its own group does */
};

struct place_items {
	struct place_item at[PLACE_ITEMS_MAX];
	size_t            n;
	/* Words of each segment that mean nothing to us. */
	uint8_t  unknown[PLACE_ITEMS_MAX * 4];
	uint8_t  words[PLACE_ITEMS_MAX * 4]; /* of each segment, all */
	bool     is_loose[PLACE_ITEMS_MAX * 4]; /* characters of no name */
	bool     is_street[PLACE_ITEMS_MAX * 4]; /* holds a street's name */
	uint16_t group_of[PLACE_ITEMS_MAX * 4]; /* of each segment */
	uint32_t postal; /* country whose postcode stands there, PLACE_NONE */
	uint32_t postal_division; /* that it lies in, PLACE_NONE: not known */
	uint16_t n_segments;
};

/* Cut `text` into names; nothing is chosen yet. */
void place_scan(const struct place_table *t, struct span text,
		struct place_items *out);
/* Choose for every item what it means, or that it means nothing. */
void place_choose(const struct place_table *t,
		  const struct place_context *context,
		  struct place_items *items);

#endif
