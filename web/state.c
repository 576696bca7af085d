#include "web/state.h"

#include "base/mem.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

struct counted {
	struct state state;
	atomic_int   refs;
};

static struct counted *counted_of(struct state *s)
{
	return (struct counted *)((char *)s - offsetof(struct counted, state));
}

struct state *state_of(const struct table *row)
{
	struct counted *c = xcalloc(1, sizeof(*c));
	struct state   *s = &c->state;
	const struct {
		char  *to;
		size_t size;
	} fields[] = {
		{ s->version, sizeof(s->version) },
		{ s->updated, sizeof(s->updated) },
		{ s->last_year, sizeof(s->last_year) },
		{ s->dictionary, sizeof(s->dictionary) },
	};

	atomic_init(&c->refs, 1);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		const char *text = table_get(row, 0, i);

		snprintf(fields[i].to, fields[i].size, "%s", text ? text : "");
	}
	return s;
}

struct state *state_ref(struct state *s)
{
	atomic_fetch_add(&counted_of(s)->refs, 1);
	return s;
}

void state_unref(struct state *s)
{
	if (!s || atomic_fetch_sub(&counted_of(s)->refs, 1) != 1)
		return;
	names_unref(s->names);
	free(counted_of(s));
}
