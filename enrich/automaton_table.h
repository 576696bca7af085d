/*
 * automaton_table.h - the tables that the builder makes and the scan reads.
 *
 * A trie over classes of folded code points, kept as a double array (J. Aoe,
 * 1989): the child of state s by class c is t = base[s] + c when check[t] is s.
 */
#ifndef ENRICH_AUTOMATON_TABLE_H
#define ENRICH_AUTOMATON_TABLE_H

#include "enrich/automaton.h"

/* Classes with a meaning of their own; letters follow. */
enum {
	CLASS_DEAD,      /* in no form */
	CLASS_SEPARATOR, /* a blank or hyphen */
	CLASS_IGNORED,   /* passed over */
	CLASS_STAR,      /* the rest of a word */
	CLASS_FIRST,
};

#define CLASS_MASK 0x3FFF /* of a letter's entry; the kind is above it */
#define KIND_SHIFT 14

/* Codes of the filter over the first characters of a word. */
#define FILTER_BITS 5
#define FILTER_LENGTH 4
enum {
	CODE_OTHER = 0,
	CODE_DIGIT = 27,
	CODE_SEPARATOR = 28,
	CODE_HIGH = 30, /* first byte of a longer code point */
};

/* Eight bytes, so that a step is one load: most of them miss the cache. */
struct state {
	uint64_t base : 20;
	uint64_t check : 20;
	uint64_t outputs : 22; /* index of the first, 0 none */
	uint64_t has_star : 1; /* a CLASS_STAR child exists */
};

#define STATES_MAX ((1u << 20) - 1)
#define NODES_MAX (400 * 1000) /* of the trie; the array has some gaps */

struct output {
	uint32_t id;
	uint32_t flags;
	uint32_t form; /* offset in forms; 0: no need to look at it */
	uint32_t is_last;
};

struct automaton {
	uint16_t       ascii[128];
	uint16_t       page_of[0x1100]; /* 256 code points each */
	uint16_t     (*pages)[256];
	size_t         n_pages;
	uint8_t        code[256];
	uint32_t       filter[1 << ((FILTER_LENGTH - 1) * FILTER_BITS)];
	struct state  *states;
	size_t         n_states;
	uint32_t      *root; /* child of the root by class */
	size_t         n_classes;
	struct output *outputs;
	size_t         n_outputs;
	char          *forms; /* NUL-terminated, as given */
	size_t         forms_len;
};

/* Class and kind of a code point. */
static inline uint16_t automaton_entry(const struct automaton *a, uint32_t c)
{
	if (c < 0x80)
		return a->ascii[c];
	return a->pages[a->page_of[c >> 8]][c & 0xFF];
}

#endif
