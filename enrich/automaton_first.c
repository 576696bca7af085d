#include "enrich/automaton_build.h"

#include "base/mem.h"

#include <stdlib.h>

/* ---- next words ---- */

static bool has_plural(const struct automaton_builder *b, uint32_t output)
{
	for (; output; output = b->outputs[output].next) {
		if (b->outputs[output].out.flags & FORM_PLURAL)
			return true;
	}
	return false;
}

/* Behind what letters may stand: a state, and the word that led there. */
struct before {
	struct automaton               *a;
	const struct automaton_builder *b;
	uint32_t                        state; /* and NEXT_LETTERS */
	uint64_t                        key;   /* 0: it is no first word */
};

static void add_next(const struct before *before, uint32_t letters)
{
	struct automaton *a = before->a;
	uint32_t          bit = next_bit(before->state, letters);

	a->nexts[bit / 32] |= 1u << bit % 32;
	if (before->state & NEXT_LETTERS)
		letters |= PAIR_LETTERS;
	if (before->key)
		a->filter->pairs[pair_index(key_hash(before->key), letters)] |=
			a->filter_bit;
}

/*
 * The words through `node` that may stand there. False when "*" comes so early
 * in one that they may begin with anything.
 */
static bool collect_next_words(const struct before *before, uint32_t node,
			       uint32_t letters, int depth)
{
	const struct automaton_builder *b = before->b;
	const struct node              *nodes = b->nodes;
	bool                            is_known = true;

	/* also where the word ends and where something else than a letter
	 * follows: at worst a walk for nothing */
	add_next(before, letters);
	if (depth == NEXT_WORD_MAX)
		return true;
	if (has_plural(b, nodes[node].outputs))
		add_next(before, letters | (uint32_t)'s' << 8 * depth);
	for (uint32_t c = nodes[node].child; c; c = nodes[c].next) {
		uint32_t letter = b->plain_of[nodes[c].class];

		if (nodes[c].class == CLASS_STAR)
			is_known = false;
		if (letter)
			is_known &= collect_next_words(
				before, c, letters | letter << 8 * depth,
				depth + 1);
	}
	return is_known;
}

/* ---- first words ---- */

struct first_words {
	const struct automaton_builder *b;
	struct automaton               *a;
	struct first_word              *items;
	size_t                          n, cap;
};

/* A word is `alone` in the filter when what follows it does not matter. */
static void add_first_word(struct first_words *w, struct first_word word,
			   bool alone)
{
	struct automaton *a = w->a;
	uint32_t          known = known_index(key_hash(word.key));

	a->filter->known[known] |= (uint8_t)(
		alone ? a->filter_bit : a->filter_bit * FILTER_LINK);
	if (w->n == w->cap) {
		w->cap = w->cap ? w->cap * 2 : 1024;
		w->items = xrealloc(w->items, w->cap * sizeof(*w->items));
	}
	w->items[w->n++] = word;
}

/* Whether a word that ends with `node` is only the beginning of phrases. */
static bool is_link(const struct first_words *w, uint32_t node, uint32_t state)
{
	const struct automaton_builder *b = w->b;

	for (uint32_t c = b->nodes[node].child; c; c = b->nodes[c].next) {
		uint16_t class = b->nodes[c].class;

		if (class != CLASS_SEPARATOR && !b->plain_of[class])
			return false;
	}
	return !b->nodes[node].outputs && !w->a->states[state].is_open;
}

/* The class of an ASCII letter or digit gives it back. */
static void note_plain_letters(struct automaton_builder *b)
{
	for (const char *c = PLAIN_LETTERS; *c; c++)
		b->plain_of[b->class_of[(unsigned char)*c]] = (unsigned char)*c;
	b->plain_of[CLASS_DEAD] = 0; /* letters that are in no form */
}

/* A word that ends with `node`, or goes on behind FIRST_WORD_MAX letters. */
static void add_ending(struct first_words *w, uint32_t node, uint32_t state,
		       uint64_t key, bool is_open)
{
	const struct node *nodes = w->b->nodes;
	bool               links = is_link(w, node, state);

	for (uint32_t c = nodes[node].child; links && c; c = nodes[c].next) {
		if (nodes[c].class == CLASS_SEPARATOR)
			collect_next_words(
				&(struct before){ w->a, w->b, state, key }, c,
				0, 0);
	}
	add_first_word(w, (struct first_word){
				  .key = key, .state = state,
				  .groups = nodes[node].groups,
				  .is_link = links, .is_open = is_open },
		       !links || is_open);
}

/* All first words through `node`, whose state is `state`. */
static void collect_first_words(struct first_words *w, uint32_t node,
				uint32_t state, uint64_t key, int depth)
{
	const struct node *nodes = w->b->nodes;
	bool               ends = nodes[node].outputs != 0;

	if (depth == FIRST_WORD_MAX) {
		bool is_known = collect_next_words(
			&(struct before){ w->a, w->b, state | NEXT_LETTERS, key },
			node, 0, 0);

		add_ending(w, node, state, key, !is_known);
		return;
	}
	for (uint32_t c = nodes[node].child; c; c = nodes[c].next) {
		uint16_t      class = nodes[c].class;
		unsigned char letter = w->b->plain_of[class];

		if (class == CLASS_STAR)
			automaton_add_stem(
				w->a, key, depth,
				w->a->states[state].base + class,
				nodes[c].groups);
		if (letter)
			collect_first_words(
				w, c, w->a->states[state].base + class,
				key | (uint64_t)letter << 8 * depth, depth + 1);
		else
			ends = true;
	}
	if (depth == 0)
		return;
	if (ends)
		add_ending(w, node, state, key, false);
	if (has_plural(w->b, nodes[node].outputs))
		add_first_word(w, (struct first_word){
			.key = key | (uint64_t)'s' << 8 * depth,
			.state = state, .groups = nodes[node].groups,
			.is_plural = true }, true);
}

/* Two of one key: a word, and the plural of a shorter one. The walk from before
 * the "s" takes both, but not where a longer word may have that key. */
static void merge_word(struct first_word *slot, const struct first_word *word)
{
	bool     is_both = slot->key != 0;
	uint32_t groups = slot->groups | word->groups;

	if (!is_both || word->is_plural)
		*slot = *word;
	if (is_both && slot->key >> 8 * (FIRST_WORD_MAX - 1))
		slot->state = WALK_ALL;
	slot->groups = groups;
}

static void make_first_words(struct automaton *a,
			     const struct automaton_builder *b)
{
	struct first_words w = { .b = b, .a = a };
	uint32_t           bits = 1;

	collect_first_words(&w, 0, 1, 0, 0);
	while ((size_t)1 << bits < w.n * 2)
		bits++;
	a->first_shift = 64 - bits;
	a->n_first = (size_t)1 << bits;
	a->first = xcalloc(a->n_first, sizeof(*a->first));
	for (size_t i = 0; i < w.n; i++) {
		struct first_word *slot = first_word_slot(a, w.items[i].key);

		merge_word(slot, &w.items[i]);
	}
	free(w.items);
}

static void add_next_words(struct automaton *a,
			   const struct automaton_builder *b, uint32_t node,
			   uint32_t state)
{
	const struct node *nodes = b->nodes;
	uint32_t           base = a->states[state].base;

	for (uint32_t c = nodes[node].child; c; c = nodes[c].next) {
		if (nodes[c].class == CLASS_SEPARATOR)
			a->states[state].is_open = !collect_next_words(
				&(struct before){ a, b, state, 0 }, c, 0, 0);
		add_next_words(a, b, c, base + nodes[c].class);
	}
}

void automaton_make_first(struct automaton *a, struct automaton_builder *b)
{
	note_plain_letters(b);
	a->nexts = xcalloc((1 << NEXT_BITS) / 32, sizeof(*a->nexts));
	add_next_words(a, b, 0, 1);
	make_first_words(a, b);
}
