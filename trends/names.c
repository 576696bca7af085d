#include "trends/names.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>

void names_deinit(struct names *t)
{
	buf_deinit(&t->bytes);
	free(t->ends);
	free(t->slots);
}

struct span names_get(const struct names *t, size_t i)
{
	size_t from = i ? t->ends[i - 1] : 0;

	return (struct span){ t->bytes.ptr + from, t->ends[i] - from };
}

static void names_grow(struct names *t)
{
	size_t n = t->n_slots ? 2 * t->n_slots : 1024;

	free(t->slots);
	t->slots = xcalloc(n, sizeof(*t->slots));
	t->n_slots = n;
	for (size_t i = 0; i < t->n; i++) {
		size_t at = hash64(names_get(t, i)) & (n - 1);

		while (t->slots[at])
			at = (at + 1) & (n - 1);
		t->slots[at] = (uint32_t)i + 1;
	}
}

static size_t name_slot(const struct names *t, struct span name)
{
	size_t at = hash64(name) & (t->n_slots - 1);

	while (t->slots[at] && !span_same(names_get(t, t->slots[at] - 1), name))
		at = (at + 1) & (t->n_slots - 1);
	return at;
}

uint32_t names_number(struct names *t, struct span name)
{
	size_t at;

	if (4 * (t->n + 1) > 3 * t->n_slots)
		names_grow(t);
	at = name_slot(t, name);
	if (t->slots[at])
		return t->slots[at] - 1;
	if (t->n == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 256;
		t->ends = xrealloc(t->ends, t->cap * sizeof(*t->ends));
	}
	buf_add_span(&t->bytes, name);
	t->ends[t->n] = t->bytes.len;
	t->slots[at] = (uint32_t)++t->n;
	return (uint32_t)t->n - 1;
}
