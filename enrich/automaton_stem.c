#include "enrich/automaton_table.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_LEAST_BITS 6

/* Twice as many slots. */
static void grow(struct automaton *a)
{
	struct stem *old = a->stems;
	size_t       n = a->stem_slots;

	a->stem_shift = n ? a->stem_shift - 1 : 64 - SLOTS_LEAST_BITS;
	a->stem_slots = (size_t)1 << (64 - a->stem_shift);
	a->stems = xcalloc(a->stem_slots, sizeof(*a->stems));
	for (size_t i = 0; i < n; i++) {
		if (old[i].key)
			*stem_slot(a, old[i].key) = old[i];
	}
	free(old);
}

/* The stem of that key, a new one where need be. */
static struct stem *take(struct automaton *a, uint64_t key)
{
	struct stem *stem;

	if (a->n_stems * 2 >= a->stem_slots)
		grow(a);
	stem = stem_slot(a, key);
	a->n_stems += !stem->key;
	stem->key = key;
	return stem;
}

/* Words that begin with the letters of `key` may have a stem. */
static void let_through(struct automaton *a, uint64_t key, int letters)
{
	a->filter->stems[stem_index(key)] |= a->filter_bit;
	if (letters >= STEM_LETTERS)
		return;
	for (const char *c = PLAIN_LETTERS; *c; c++)
		let_through(a, key | (uint64_t)*c << 8 * letters, letters + 1);
}

void automaton_add_stem(struct automaton *a, uint64_t key, int letters,
			uint32_t state, uint32_t groups)
{
	struct stem *stem = take(a, key);

	stem->state = state;
	stem->groups |= groups;
	if (letters < STEM_LETTERS)
		a->stem_lengths |= 1u << letters;
	else
		take(a, key_of(key, STEM_LETTERS))->lengths |= 1u << letters;
	let_through(a, key, letters);
}
