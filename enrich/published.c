#include "enrich/published.h"

#include "base/mem.h"
#include "enrich/tsv.h"

static bool is_known(const struct taxonomy *t, struct span id)
{
	for (size_t i = 0; i < t->n_sets; i++) {
		if (span_is(id, t->sets[i]))
			return true;
	}
	return false;
}

static bool refuse(const struct tsv *at, const char *expected, struct span found,
		   struct error *err)
{
	error_set(err, "%s line %zu: expected %s, found %.*s", at->name, at->line,
		  expected, (int)found.len, found.ptr);
	return false;
}

static bool add_set(struct taxonomy *t, const struct tsv *at,
		    const struct span f[3], struct error *err)
{
	struct span skills = f[2];

	if (!f[0].len || is_known(t, f[0]))
		return refuse(at, "a new id", f[0], err);
	if (!f[1].len)
		return refuse(at, "where it was published", f[1], err);
	if (t->n_sets == RULE_SETS_MAX) {
		error_set(err, "%s line %zu: expected at most %d lists", at->name,
			  at->line, RULE_SETS_MAX);
		return false;
	}
	do {
		struct span id = tsv_word(&skills, '|');
		long        skill = taxonomy_skill_index(t, id);

		if (skill < 0)
			return refuse(at, "a skill of skills.tsv", id, err);
		t->in_sets[skill] |= (uint16_t)(1u << t->n_sets);
	} while (skills.len > 0);
	t->sets[t->n_sets++] = arena_strndup(&t->arena, f[0].ptr, f[0].len);
	return true;
}

bool published_read(struct taxonomy *t, struct span text, struct error *err)
{
	struct tsv      rows = { .name = "published.tsv", .rest = text };
	struct span     f[3]; /* id, reference, skills */
	enum tsv_status status = TSV_END;

	t->in_sets = xcalloc(t->n_skills + 1, sizeof(*t->in_sets));
	while (text.ptr &&
	       (status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		if (!add_set(t, &rows, f, err))
			return false;
	}
	return status == TSV_END;
}
