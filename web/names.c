#include "web/names.h"

#include "base/mem.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LETTERS_MAX 64 /* longer names are compared as far as that */
#define LETTERS_OFF 2  /* more is another word */

struct list {
	struct name *items;
	size_t       n, cap;
};

struct names {
	atomic_int   refs;
	struct arena arena;
	struct list  lists[NAME_KINDS];
};

struct names *names_new(void)
{
	struct names *n = xcalloc(1, sizeof(*n));

	atomic_init(&n->refs, 1);
	return n;
}

struct names *names_ref(struct names *n)
{
	atomic_fetch_add(&n->refs, 1);
	return n;
}

void names_unref(struct names *n)
{
	if (!n || atomic_fetch_sub(&n->refs, 1) != 1)
		return;
	for (int kind = 0; kind < NAME_KINDS; kind++)
		free(n->lists[kind].items);
	arena_deinit(&n->arena);
	free(n);
}

void names_add(struct names *n, enum name_kind kind, const char *id,
	       const char *name)
{
	struct list *l = &n->lists[kind];

	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 64;
		l->items = xrealloc(l->items, l->cap * sizeof(*l->items));
	}
	l->items[l->n++] = (struct name){ arena_strdup(&n->arena, id),
					  arena_strdup(&n->arena, name) };
}

size_t names_count(const struct names *n, enum name_kind kind)
{
	return n ? n->lists[kind].n : 0;
}

const struct name *names_at(const struct names *n, enum name_kind kind,
			    size_t i)
{
	return &n->lists[kind].items[i];
}

static int compare_id(const void *key, const void *item)
{
	return strcmp(key, ((const struct name *)item)->id);
}

const struct name *names_find(const struct names *n, enum name_kind kind,
			      const char *id)
{
	const struct list *l = n ? &n->lists[kind] : NULL;

	if (!l || !l->n)
		return NULL;
	return bsearch(id, l->items, l->n, sizeof(*l->items), compare_id);
}

/* ---- what may have been meant ---- */

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

int letters_apart(const char *a, const char *b, int most)
{
	int  rows[3][LETTERS_MAX + 1];
	int  n = (int)strnlen(a, LETTERS_MAX), m = (int)strnlen(b, LETTERS_MAX);
	int *before = rows[0], *last = rows[1], *row = rows[2];

	if (abs(n - m) > most)
		return most + 1;
	for (int j = 0; j <= m; j++)
		last[j] = j;
	for (int i = 1; i <= n; i++) {
		int *spare = before, closest = row[0] = i;

		for (int j = 1; j <= m; j++) {
			int is_other = lower(a[i - 1]) != lower(b[j - 1]);

			row[j] = least(least(last[j], row[j - 1]) + 1,
				       last[j - 1] + is_other);
			if (i > 1 && j > 1 &&
			    lower(a[i - 1]) == lower(b[j - 2]) &&
			    lower(a[i - 2]) == lower(b[j - 1]))
				row[j] = least(row[j], before[j - 2] + 1);
			closest = least(closest, row[j]);
		}
		if (closest > most)
			return most + 1;
		before = last;
		last = row;
		row = spare;
	}
	return least(last[m], most + 1);
}

/* 0 is the same; NEVER is something else altogether. */
enum { NEVER = 9 };

static int distance(const struct name *name, const char *text, size_t len)
{
	const char *names[] = { name->id, name->name };
	int         best = NEVER;

	/* Of two letters every other word of two is two letters off. */
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		int most = len < 4 ? 0 : len < 7 ? 1 : LETTERS_OFF;
		int apart = letters_apart(names[i], text, most);

		if (apart <= most)
			best = least(best, apart);
		else if (len >= 3 && strncasecmp(names[i], text, len) == 0)
			best = least(best, LETTERS_OFF + 1);
	}
	return best;
}

size_t names_near(const struct names *n, enum name_kind kind, const char *text,
		  const struct name **out, size_t max)
{
	size_t found = 0, len = strlen(text);

	for (int wanted = 0; len && wanted <= LETTERS_OFF + 1; wanted++) {
		for (size_t i = 0; i < names_count(n, kind) && found < max;
		     i++) {
			const struct name *name = names_at(n, kind, i);

			if (distance(name, text, len) == wanted)
				out[found++] = name;
		}
		if (found && wanted == 0)
			break; /* that is it */
	}
	return found;
}
