#include "enrich/place_table.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>

uint32_t place_find_hash(const struct place_table *t, uint64_t hash)
{
	uint32_t mask = t->n_slots - 1;
	uint32_t tag = place_tag(hash);

	for (uint32_t i = (uint32_t)hash & mask;; i = (i + 1) & mask) {
		uint32_t slot = t->slots[i];
		uint32_t entry = slot & PLACE_ENTRY_MASK;

		if (slot == PLACE_NONE)
			return PLACE_NONE;
		if ((slot & ~PLACE_ENTRY_MASK) == tag &&
		    t->entries[entry].hash == hash)
			return entry;
	}
}

uint32_t place_find(const struct place_table *t, struct span folded,
		    uint64_t seed)
{
	return place_find_hash(t, hash64_seeded(folded, seed));
}

uint32_t place_area(const struct place_table *t, struct span code)
{
	uint32_t entry = place_find(t, code, PLACE_SEED_AREA);

	return entry == PLACE_NONE ? PLACE_NONE : t->entries[entry].place;
}

bool place_holds(const struct place_table *t, uint32_t a, uint32_t b)
{
	const struct place *area = &t->places[a];
	const struct place *inner = &t->places[b];

	if (area->kind == PLACE_PART)
		return inner->kind == PLACE_CITY &&
		       inner->division == area->division;
	return a != b && (inner->division == a || inner->country == a);
}

void place_table_free(struct place_table *t)
{
	if (!t)
		return;
	free(t->slots);
	free(t->entries);
	free(t->places);
	arena_deinit(&t->arena);
	free(t);
}

uint32_t place_next_area(const struct place_table *t, size_t *at)
{
	while (*at < t->n_places) {
		const struct place *p = &t->places[(*at)++];

		if (p->kind == PLACE_COUNTRY || p->kind == PLACE_DIVISION)
			return (uint32_t)(p - t->places);
	}
	return PLACE_NONE;
}

const char *place_name(const struct place_table *t, const char *code)
{
	uint32_t area = place_area(t, span_of(code));

	return area == PLACE_NONE ? NULL : t->places[area].name;
}

enum place_script place_script_of(uint32_t c)
{
	static const struct {
		uint32_t          first, last;
		enum place_script script;
	} scripts[] = {
		{ 0x0370, 0x03FF, SCRIPT_GREEK },
		{ 0x0400, 0x052F, SCRIPT_CYRILLIC },
		{ 0x0530, 0x058F, SCRIPT_ARMENIAN },
		{ 0x0590, 0x05FF, SCRIPT_HEBREW },
		{ 0x0600, 0x06FF, SCRIPT_ARABIC },
		{ 0x0900, 0x0DFF, SCRIPT_INDIAN },
		{ 0x0E00, 0x0E7F, SCRIPT_THAI },
		{ 0x10A0, 0x10FF, SCRIPT_GEORGIAN },
		{ 0x3040, 0x30FF, SCRIPT_KANA },
		{ 0xAC00, 0xD7A3, SCRIPT_HANGUL },
	};

	if (c < scripts[0].first)
		return SCRIPT_COMMON;
	for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
		if (c >= scripts[i].first && c <= scripts[i].last)
			return scripts[i].script;
	}
	return SCRIPT_COMMON;
}
