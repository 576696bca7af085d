#include "enrich/context_meaning.h"

#include "base/mem.h"
#include "enrich/context_weights.h"

#include <stdio.h>
#include <string.h>

/* Where a meaning stands; each has weights of its own there. */
enum place {
	PLACE_IN, /* the sentence, but for the mention */
	PLACE_LEFT,
	PLACE_RIGHT,
	PLACE_HEADING,
	N_PLACES,
};

static const char *const place_names[N_PLACES] = { "m", "ml", "mr", "mh" };

#define NAME_SIZE (MEANING_NAME_MAX + 4)

static struct span name_of(const struct taxonomy *t, enum place place,
			   size_t meaning, char out[NAME_SIZE])
{
	int n = snprintf(out, NAME_SIZE, "%s %s", place_names[place],
			 t->meanings[meaning]);

	return (struct span){ out, (size_t)n };
}

void context_meanings_find(struct taxonomy *t)
{
	char name[NAME_SIZE];

	t->meaning_weights = xcalloc(t->n_meanings * N_PLACES + 1,
				     sizeof(*t->meaning_weights));
	for (size_t i = 0; i < t->n_meanings; i++) {
		for (enum place p = 0; p < N_PLACES; p++)
			t->meaning_weights[i * N_PLACES + p] =
				context_weights_named(t, name_of(t, p, i, name));
	}
}

/* ---- what is there ---- */

static void set(struct meanings *out, uint32_t meaning)
{
	out->bits[meaning / 64] |= UINT64_C(1) << meaning % 64;
}

static bool is_meaning(const struct context_map *map, const struct match *m,
		       uint32_t *out)
{
	const struct pattern *p = &map->taxonomy->patterns[m->id];

	*out = p->value;
	return p->kind == PATTERN_MEANING &&
	       is_spoken_in(map->taxonomy, p->spoken, map->languages);
}

/* Those of the sentence, before and behind the mention. */
static void around(const struct context_map *map, const struct evidence *e,
		   struct meanings *left, struct meanings *right)
{
	const struct context_sentence *s = &map->sentence;
	uint32_t                       meaning;

	*left = *right = (struct meanings){ { 0 } };
	for (size_t i = 0; i < s->hints.n; i++) {
		const struct match *m = &s->hints.items[i];
		uint32_t start = s->before + m->start, end = s->before + m->end;

		if (start < e->first || end > e->last ||
		    !is_meaning(map, m, &meaning))
			continue;
		if (end <= e->start)
			set(left, meaning);
		else if (start >= e->end)
			set(right, meaning);
	}
}

/* ---- weights and names ---- */

static void add(const struct taxonomy *t, const struct meanings *found,
		enum place place, int sums[N_MENTION_CONTEXTS])
{
	for (size_t k = 0; k < MEANINGS_MAX / 64; k++) {
		for (uint64_t left = found->bits[k]; left; left &= left - 1) {
			size_t i = k * 64 + (size_t)__builtin_ctzll(left);
			const struct context_word_weights *row =
				t->meaning_weights[i * N_PLACES + place];

			for (unsigned c = 0; row && c < N_MENTION_CONTEXTS - 1; c++)
				sums[c + 1] += row->weights[c];
		}
	}
}

static struct meanings both(const struct meanings *a, const struct meanings *b)
{
	struct meanings out;

	for (size_t k = 0; k < MEANINGS_MAX / 64; k++)
		out.bits[k] = a->bits[k] | b->bits[k];
	return out;
}

void context_meanings_heading(const struct context_map *map,
			      struct context_heading   *heading)
{
	uint32_t meaning;

	heading->meanings = (struct meanings){ { 0 } };
	heading->matches.n = 0;
	automaton_scan_groups(map->taxonomy->automata[FORMS_HINT],
			      heading->line, map->hint_groups, map->hint_groups,
			      &heading->matches);
	for (size_t i = 0; i < heading->matches.n; i++) {
		if (is_meaning(map, &heading->matches.items[i], &meaning))
			set(&heading->meanings, meaning);
	}
	add(map->taxonomy, &heading->meanings, PLACE_HEADING, heading->sums);
}

void context_meanings_own(const struct context_map *map,
			  const struct evidence *e,
			  int sums[N_MENTION_CONTEXTS])
{
	struct meanings left, right, all;

	around(map, e, &left, &right);
	all = both(&left, &right);
	add(map->taxonomy, &all, PLACE_IN, sums);
	add(map->taxonomy, &left, PLACE_LEFT, sums);
	add(map->taxonomy, &right, PLACE_RIGHT, sums);
}

static void give(const struct taxonomy *t, const struct meanings *found,
		 enum place place, context_name_fn *take, void *data)
{
	char name[NAME_SIZE];

	for (size_t i = 0; i < t->n_meanings; i++) {
		if (found->bits[i / 64] >> i % 64 & 1)
			take(data, name_of(t, place, i, name));
	}
}

void context_meanings_names(const struct context_map *map,
			    const struct evidence *e, context_name_fn *take,
			    void *data)
{
	const struct taxonomy *t = map->taxonomy;
	struct meanings        left, right, all;

	around(map, e, &left, &right);
	all = both(&left, &right);
	give(t, &all, PLACE_IN, take, data);
	give(t, &left, PLACE_LEFT, take, data);
	give(t, &right, PLACE_RIGHT, take, data);
	give(t, &map->heading.meanings, PLACE_HEADING, take, data);
}
