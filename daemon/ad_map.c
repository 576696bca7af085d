#include "daemon/ad_map.h"

#include "base/mem.h"

#include <stdlib.h>

static size_t slot_of(const struct ad_map *t, uint32_t source, int64_t ad_id)
{
	size_t at = ((uint64_t)ad_id * 0x9e3779b97f4a7c15u + source) &
		    (t->n_slots - 1);

	while (t->slots[at].source && (t->slots[at].source != source + 1 ||
				       t->slots[at].ad_id != ad_id))
		at = (at + 1) & (t->n_slots - 1);
	return at;
}

void ad_map_put(struct ad_map *t, uint32_t source, int64_t ad_id,
		uint32_t value)
{
	struct ad_slot *old = t->slots;
	size_t          n = t->n_slots;

	if (2 * (t->n + 1) > n) {
		t->n_slots = n ? 2 * n : 1024;
		t->slots = xcalloc(t->n_slots, sizeof(*t->slots));
		for (size_t i = 0; i < n; i++) {
			if (old[i].source)
				t->slots[slot_of(t, old[i].source - 1,
						 old[i].ad_id)] = old[i];
		}
		free(old);
	}
	t->slots[slot_of(t, source, ad_id)] =
		(struct ad_slot){ ad_id, source + 1, value };
	t->n++;
}

bool ad_map_get(const struct ad_map *t, uint32_t source, int64_t ad_id,
		uint32_t *value)
{
	const struct ad_slot *s;

	if (!t->n)
		return false;
	s = &t->slots[slot_of(t, source, ad_id)];
	*value = s->value;
	return s->source != 0;
}

void ad_map_deinit(struct ad_map *t)
{
	free(t->slots);
	*t = (struct ad_map){ .n = 0 };
}
