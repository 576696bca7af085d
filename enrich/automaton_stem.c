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
	uint32_t     bit = stem_bit(key_hash(key));
	struct stem *stem;

	a->stem_bits[bit / 32] |= 1u << bit % 32;
	if (a->n_stems * 2 >= a->stem_slots)
		grow(a);
	stem = stem_slot(a, key);
	a->n_stems += !stem->key;
	stem->key = key;
	return stem;
}

void automaton_add_stem(struct automaton *a, uint64_t key, int letters,
			uint32_t groups)
{
	uint32_t bit = star_bit(key, letters < STAR_LONG ? STAR_SHORT
							 : STAR_LONG);

	if (letters >= STAR_SHORT)
		a->stars[bit / 32] |= 1u << bit % 32;
	else
		memset(a->stars, 0xFF, sizeof(a->stars));
	take(a, key)->groups |= groups;
	if (letters > STAR_LONG)
		take(a, key & UINT64_MAX >> (64 - 8 * STAR_LONG))->longer |=
			groups;
	a->stem_lengths |= 1u << letters | 1u << STAR_LONG;
}

bool automaton_has_stem(const struct automaton *a, uint64_t key,
			uint32_t groups)
{
	for (uint32_t left = a->stem_lengths; left; left &= left - 1) {
		int letters = __builtin_ctz(left);
		uint64_t stem = key & UINT64_MAX >> (64 - 8 * letters);
		uint32_t bit = stem_bit(key_hash(stem)), longer = 0;

		if (a->stem_bits[bit / 32] >> bit % 32 & 1) {
			const struct stem *found = stem_slot(a, stem);

			if (found->groups & groups)
				return true;
			longer = found->longer & groups;
		}
		if (letters == STAR_LONG && !longer)
			return false;
	}
	return false;
}
