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

/*
 * A word of ASCII letters and digits is looked up whole (its first
 * FIRST_WORD_MAX bytes, in lower case, the first in the lowest byte) before
 * anything is walked: most words begin no form, and those that do have most
 * of their letters behind them then.
 */
#define PLAIN_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789"
#define FIRST_WORD_MAX 8 /* bytes */
#define STEM_LETTERS 4   /* a word may have a stem if its first letters do */
#define STATES_MAX ((1u << 20) - 1)
#define WALK_ALL STATES_MAX /* go letter by letter from the root */

struct first_word {
	uint64_t key;         /* 0: free */
	uint32_t state : 20;  /* behind the key, or WALK_ALL */
	uint32_t is_link : 1; /* nothing ends there and only a blank may follow */
	uint32_t is_open : 1; /* a longer word may go on with any letter */
	uint32_t is_plural : 1; /* state is that before the key's last "s" */
	uint32_t groups;      /* of all forms that begin so */
};

/* The letters before "*" in the first word of forms, where they are fewer than
 * FIRST_WORD_MAX. */
struct stem {
	uint64_t key;    /* as of a first word; 0: free */
	uint32_t groups; /* of the forms that have "*" behind it */
	uint32_t state;  /* behind the "*"; 0: none has it here */
	uint32_t lengths; /* STEM_LETTERS: bits of stems that begin so, in
			   * letters; of fewer: of its own */
};

/*
 * Automata that were built together share bytes that tell of most words of a
 * text that they begin no form, so that the text is read once for all of them.
 * A word may begin one alone, or only with the first letters of what follows: of
 * the next word, or of its own behind FIRST_WORD_MAX.
 */
#define KNOWN_BITS 16
#define STEM_BITS 16
#define PAIR_BITS 17
#define PAIR_LETTERS (1u << 24) /* the letters go on the word */
#define FILTER_ALONE 1 /* and up, by automaton */
#define FILTER_LINK 16
#define ALL_BITS (FILTER_LINK - 1)

struct word_filter {
	unsigned users;
	uint8_t known[1 << KNOWN_BITS]; /* alone, and with FILTER_LINK times the
					 * bit with others; by known_index */
	uint8_t pairs[1 << PAIR_BITS];  /* by pair_index */
	uint8_t stems[1 << STEM_BITS];  /* by stem_index */
	/* by the byte of ASCII behind a word: ALL_BITS where a form may go on,
	 * and where that is so whatever stands behind it */
	uint8_t asked[128], unasked[128];
};

/*
 * Most words of a text begin some phrase of the dictionary, and hardly any is
 * followed by that phrase's next word. So the first letters of what may follow
 * a blank are looked up, by the state before it, in bits that stay in the cache
 * when the states do not; so are those that go on a word of more than
 * FIRST_WORD_MAX.
 */
#define NEXT_WORD_MAX 3 /* bytes; a shorter word has zeros behind it */
#define NEXT_BITS 19
#define NEXT_LETTERS (1u << 20) /* with the state: no blank is between */

/* Eight bytes, so that a step is one load: most of them miss the cache. */
struct state {
	uint64_t base : 20;
	uint64_t check : 20;
	uint64_t outputs : 22; /* index of the first, 0 none */
	uint64_t has_star : 1; /* a CLASS_STAR child exists */
	uint64_t is_open : 1; /* behind a blank may come any letter */
};

#define NODES_MAX (400 * 1000) /* of the trie; the array has some gaps */

struct output {
	uint32_t id;
	uint32_t flags;
	uint32_t form; /* offset in forms; 0: no need to look at it */
	uint32_t is_last;
	uint32_t groups;
};

struct automaton {
	uint16_t       ascii[128];
	uint16_t       page_of[0x1100]; /* 256 code points each */
	uint16_t     (*pages)[256];
	size_t         n_pages;
	bool           is_plain[256]; /* ASCII letter or digit */
	struct first_word *first;
	size_t         n_first;     /* a power of two */
	uint32_t       first_shift; /* 64 less its logarithm */
	struct stem   *stems;
	size_t         n_stems, stem_slots; /* slots: a power of two */
	uint32_t       stem_shift;   /* 64 less its logarithm */
	uint32_t       stem_lengths; /* bits of the short ones that occur, in
				      * letters */
	struct word_filter *filter;  /* shared */
	uint8_t        filter_bit;   /* its own there */
	uint32_t      *nexts; /* bits by next_bit */
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

static inline uint64_t key_hash(uint64_t key)
{
	return key * 0x9E3779B97F4A7C15u;
}

/* Index in `known` of a word by the hash of its key. */
static inline uint32_t known_index(uint64_t hash)
{
	return (uint32_t)(hash >> (64 - KNOWN_BITS));
}

/* Index in `pairs` of letters behind a word by the hash of its key. */
static inline uint32_t pair_index(uint64_t hash, uint32_t letters)
{
	return (uint32_t)((hash >> 24 ^ letters) * 0x9E3779B97F4A7C15u >>
			  (64 - PAIR_BITS));
}

/* Index in `stems` of a word of that key. */
static inline uint32_t stem_index(uint64_t key)
{
	return (uint32_t)key * 0x9E3779B1u >> (32 - STEM_BITS);
}

/* Where the key of that hash is sought first. */
static inline struct first_word *first_word_home(const struct automaton *a,
						 uint64_t hash)
{
	return &a->first[hash >> a->first_shift];
}

/* Where the key is, or the free place for it: half of them are free. */
static inline struct first_word *first_word_slot(const struct automaton *a,
						 uint64_t key)
{
	size_t i = (size_t)(key_hash(key) >> a->first_shift);

	while (a->first[i].key && a->first[i].key != key)
		i = (i + 1) & (a->n_first - 1);
	return &a->first[i];
}

/* Index in `nexts` of the letters that follow the blank behind a state. */
static inline uint32_t next_bit(uint32_t state, uint32_t letters)
{
	uint64_t both = (uint64_t)state << 24 ^ letters;

	return (uint32_t)(both * 0x9E3779B97F4A7C15u >> (64 - NEXT_BITS));
}

/* Where the key of a stem is, or the free place for it. */
static inline struct stem *stem_slot(const struct automaton *a, uint64_t key)
{
	size_t i = (size_t)(key_hash(key) >> a->stem_shift);

	while (a->stems[i].key && a->stems[i].key != key)
		i = (i + 1) & (a->stem_slots - 1);
	return &a->stems[i];
}

/*
 * Note that a form of these groups has "*" behind the `letters` of `key`, and
 * `state` behind it (automaton_stem.c). free() stems.
 */
void automaton_add_stem(struct automaton *a, uint64_t key, int letters,
			uint32_t state, uint32_t groups);

/* The first `letters` of a key. */
static inline uint64_t key_of(uint64_t key, int letters)
{
	return key & UINT64_MAX >> (64 - 8 * letters);
}

/* Bits of the lengths of stems that a word of that key may have, in letters. */
static inline uint32_t stem_lengths(const struct automaton *a, uint64_t key)
{
	return a->stem_lengths | stem_slot(a, key_of(key, STEM_LETTERS))->lengths;
}

#endif
