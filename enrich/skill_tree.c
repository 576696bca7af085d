#include "enrich/skill_tree.h"

#include "base/mem.h"
#include "enrich/tsv.h"

#include <stdlib.h>

bool skill_id_is_sound(struct span id, struct error *err)
{
	bool is_sound = id.len > 0 && id.len <= SKILL_ID_MAX;

	for (size_t i = 0; i < id.len && is_sound; i++) {
		char c = id.ptr[i];

		is_sound = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			   (c == '-' && i > 0 && i + 1 < id.len &&
			    id.ptr[i - 1] != '-');
	}
	if (!is_sound)
		error_set(err, "expected an id of a-z, 0-9 and hyphens inside, "
			       "at most %d bytes, found \"%.*s\"",
			  SKILL_ID_MAX, id.len < 80 ? (int)id.len : 80, id.ptr);
	return is_sound;
}

/* Indexes of the parents of skill `at`; their number, or -1 with `err`. */
static int parents_of(const struct taxonomy *t, size_t at,
		      size_t out[SKILL_PARENTS_MAX], struct error *err)
{
	struct span list = span_of(t->skills[at].parents);
	int         n = 0;

	while (list.len > 0) {
		struct span id = tsv_word(&list, ',');
		long        parent = taxonomy_skill_index(t, id);

		if (parent < 0) {
			error_set(err, "skill %s: expected the id of a skill as "
				  "its parent, found %.*s", t->skills[at].id,
				  (int)id.len, id.ptr);
			return -1;
		}
		if (n == SKILL_PARENTS_MAX) {
			error_set(err, "skill %s: expected at most %d parents",
				  t->skills[at].id, SKILL_PARENTS_MAX);
			return -1;
		}
		out[n++] = (size_t)parent;
	}
	return n;
}

/*
 * Walk up from the skills that have no children, taking each away once all its
 * children are gone (A. B. Kahn, 1962): what stays is in a cycle or above one.
 */
static size_t count_reached(const size_t (*parents)[SKILL_PARENTS_MAX],
			    const int *n_parents, size_t n, uint32_t *children)
{
	size_t *queue = xcalloc(n + 1, sizeof(*queue));
	size_t  head = 0, tail = 0;

	for (size_t i = 0; i < n; i++) {
		for (int k = 0; k < n_parents[i]; k++)
			children[parents[i][k]]++;
	}
	for (size_t i = 0; i < n; i++) {
		if (!children[i])
			queue[tail++] = i;
	}
	while (head < tail) {
		size_t at = queue[head++];

		for (int k = 0; k < n_parents[at]; k++) {
			if (--children[parents[at][k]] == 0)
				queue[tail++] = parents[at][k];
		}
	}
	free(queue);
	return tail;
}

bool skill_tree_check(const struct taxonomy *t, struct error *err)
{
	size_t    n = t->n_skills;
	size_t  (*parents)[SKILL_PARENTS_MAX] = xcalloc(n + 1, sizeof(*parents));
	int      *n_parents = xcalloc(n + 1, sizeof(*n_parents));
	uint32_t *children = xcalloc(n + 1, sizeof(*children));
	bool      is_sound = true;

	for (size_t i = 0; i < n && is_sound; i++) {
		n_parents[i] = parents_of(t, i, parents[i], err);
		is_sound = n_parents[i] >= 0;
	}
	if (is_sound &&
	    count_reached((const size_t(*)[SKILL_PARENTS_MAX])parents, n_parents,
			  n, children) < n) {
		size_t at = 0;

		while (!children[at])
			at++;
		error_set(err, "skill %s: expected parents without a cycle, "
			  "found one at or below it",
			  t->skills[at].id);
		is_sound = false;
	}
	free(children);
	free(n_parents);
	free(parents);
	return is_sound;
}
