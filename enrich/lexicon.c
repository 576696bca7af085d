#include "enrich/lexicon.h"

#include "base/hash.h"
#include "base/mem.h"
#include "enrich/context.h"
#include "enrich/skill_tree.h"
#include "enrich/surface_key.h"
#include "enrich/tsv.h"

#include <string.h>

static const char *const seniority_names[] = {
	"intern", "junior", "mid", "senior", "lead", "manager", "executive",
};

const char *taxonomy_seniority(size_t index)
{
	return index < ARRAY_LEN(seniority_names) ? seniority_names[index] : NULL;
}

static const char *keep(struct taxonomy *t, struct span text)
{
	return arena_strndup(&t->arena, text.ptr, text.len);
}

/* ---- patterns ---- */

/* The languages of a row, as its column has them. */
static bool take_languages(struct taxonomy *t, const struct tsv *at,
			   struct span names, uint16_t *out, struct error *err)
{
	if (spoken_take(&t->spoken, names, &t->arena, out, err))
		return true;
	error_prefix(err, "%s line %zu", at->name, at->line);
	return false;
}

static struct pattern *add_pattern(struct taxonomy *t, struct pattern p)
{
	if (t->n_patterns == t->cap_patterns) {
		t->cap_patterns = t->cap_patterns ? t->cap_patterns * 2 : 1024;
		t->patterns = xrealloc(t->patterns,
				       t->cap_patterns * sizeof(*t->patterns));
	}
	t->patterns[t->n_patterns] = p;
	return &t->patterns[t->n_patterns++];
}

static bool is_in_table(const struct pattern *p, enum form_table table)
{
	bool is_context = p->kind == PATTERN_HEADING ||
			  p->kind == PATTERN_CUE || p->kind == PATTERN_SUBJECT;
	bool is_hint = p->kind == PATTERN_HINT || p->kind == PATTERN_MEANING;

	if (is_hint || table == FORMS_HINT)
		return is_hint && table == FORMS_HINT;
	switch (table) {
	case FORMS_SKILL:
		return p->kind < PATTERN_ROLE && !is_context &&
		       p->kind != PATTERN_TRADE;
	case FORMS_CONTEXT: return is_context;
	default: return true;
	}
}

/* One form with its signs. */
static bool add_form(struct taxonomy *t, struct automaton_builder *const *b,
		     struct span form, struct pattern p, struct error *err)
{
	/* "develops" is no duty, though "develop" is */
	unsigned flags = p.kind == PATTERN_CUE || p.kind == PATTERN_HINT ||
					 p.kind == PATTERN_MEANING
				 ? 0
				 : FORM_PLURAL;

	for (; form.len > 0 && strchr("=?@!", *form.ptr); form.ptr++, form.len--) {
		switch (*form.ptr) {
		case '=': flags |= FORM_CASE; break;
		case '?': p.is_unsure = true; break;
		case '@': p.is_local = true; break;
		case '!': flags &= ~(unsigned)FORM_PLURAL; break;
		}
	}
	if (p.kind == PATTERN_SKILL)
		p.key = surface_key_of(t, form);
	p.letters = form.len < UINT8_MAX ? (uint8_t)form.len : UINT8_MAX;
	for (unsigned i = 0; i < N_FORM_TABLES; i++) {
		if (i == FORMS_CONTEXT || i == FORMS_HINT)
			automaton_builder_group(b[i], context_groups(t, &p));
		if (is_in_table(&p, i) &&
		    !automaton_builder_add(b[i], form, flags,
					   (uint32_t)t->n_patterns, err))
			return false;
	}
	add_pattern(t, p);
	return true;
}

static bool add_forms(struct taxonomy *t, struct automaton_builder *const *b,
		      const struct tsv *at, struct span forms,
		      struct pattern p, struct error *err)
{
	while (forms.len > 0) {
		if (add_form(t, b, tsv_word(&forms, '|'), p, err))
			continue;
		error_prefix(err, "%s line %zu", at->name, at->line);
		return false;
	}
	return true;
}

/* ---- words of a column ---- */

struct word {
	const char *name;
	uint32_t    value;
};

static bool find_word(const struct word *words, size_t n, struct span name,
		      const struct tsv *at, uint32_t *out, struct error *err)
{
	for (size_t i = 0; i < n; i++) {
		if (span_is(name, words[i].name)) {
			*out = words[i].value;
			return true;
		}
	}
	error_set(err, "%s line %zu: expected one of %s ... %s, found \"%.*s\"",
		  at->name, at->line, words[0].name, words[n - 1].name,
		  (int)name.len, name.ptr);
	return false;
}

static const struct word contexts[] = {
	{ "benefit", CONTEXT_BENEFIT },
	{ "company", CONTEXT_COMPANY },
	{ "duty", CONTEXT_DUTY },
	{ "hiring", CONTEXT_HIRING },
	{ "not", CONTEXT_NOT },
	{ "notice", CONTEXT_NOTICE },
	{ "other", CONTEXT_OTHER },
	{ "product", CONTEXT_PRODUCT },
	{ "prohibition", CONTEXT_PROHIBITION },
	{ "requirement", CONTEXT_REQUIREMENT },
	{ "unasked", CONTEXT_UNASKED },
	{ "we", CONTEXT_WE },
	{ "you", CONTEXT_YOU },
};

/* ---- the files ---- */

static const struct word trap_kinds[] = {
	{ "ad", PATTERN_ELSEWHERE },
	{ "machine", PATTERN_MACHINE },
	{ "name", PATTERN_NEAR },
	{ "near", PATTERN_NEAR },
	{ "phrase", PATTERN_TRAP },
	{ "trade", PATTERN_TRADE },
	{ "with", PATTERN_WITH },
};

bool lexicon_read_traps(struct taxonomy *t, struct automaton_builder *const *b,
			struct span text, struct error *err)
{
	struct tsv      rows = { .name = "traps.tsv", .rest = text };
	struct span     f[4]; /* kind, surfaces, language, forms */
	uint32_t        n_rows = 0;
	enum tsv_status status;

	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		struct pattern p = { 0 };
		uint32_t       kind;

		if (!take_languages(t, &rows, f[2], &p.spoken, err) ||
		    !find_word(trap_kinds, ARRAY_LEN(trap_kinds), f[0], &rows,
			       &kind, err))
			return false;
		if (kind == PATTERN_TRADE)
			continue;
		p.kind = (uint8_t)kind;
		if (kind != PATTERN_TRAP && n_rows == TRAP_ROWS_MAX) {
			error_set(err, "traps.tsv line %zu: expected at most %d "
				  "rows that name surfaces", rows.line,
				  TRAP_ROWS_MAX);
			return false;
		}
		if (kind != PATTERN_TRAP)
			p.value = n_rows++;
		while (kind != PATTERN_TRAP && f[1].len > 0) {
			if (surface_key_add(t, tsv_word(&f[1], '|'), f[0], p.value, err))
				continue;
			error_prefix(err, "traps.tsv line %zu", rows.line);
			return false;
		}
		if (!add_forms(t, b, &rows, f[3], p, err))
			return false;
	}
	return status == TSV_END;
}

/* Set the bit of a trade at each skill of the list. */
static bool take_trade(struct taxonomy *t, struct span ids, uint32_t bit,
		       struct error *err)
{
	if (bit == TRADES_MAX) {
		error_set(err, "expected at most %d trades", TRADES_MAX);
		return false;
	}
	while (ids.len > 0) {
		struct span id = tsv_word(&ids, '|');
		long        skill = taxonomy_skill_index(t, id);

		if (skill < 0) {
			error_set(err, "expected the id of a skill, found "
				  "\"%.*s\"", (int)id.len, id.ptr);
			return false;
		}
		t->trades[skill] |= UINT64_C(1) << bit;
	}
	return true;
}

bool lexicon_read_trades(struct taxonomy *t, struct automaton_builder *const *b,
			 struct span text, struct error *err)
{
	struct tsv      rows = { .name = "traps.tsv", .rest = text };
	struct span     f[4]; /* kind, skills, languages, forms */
	struct pattern  p = { .kind = PATTERN_TRADE };
	enum tsv_status status;

	t->trades = xcalloc(t->n_skills + 1, sizeof(*t->trades));
	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		if (!span_is(f[0], "trade"))
			continue;
		if (!take_trade(t, f[1], p.value, err)) {
			error_prefix(err, "traps.tsv line %zu", rows.line);
			return false;
		}
		if (!take_languages(t, &rows, f[2], &p.spoken, err) ||
		    !add_forms(t, b, &rows, f[3], p, err))
			return false;
		p.value++;
	}
	return status == TSV_END;
}

static const struct word traits[] = {
	{ "adjacent", TRAIT_ADJACENT },
	{ "broad", TRAIT_BROAD },
	{ "build", TRAIT_BUILD },
	{ "core", TRAIT_CORE },
	{ "generative", TRAIT_GENERATIVE },
	{ "hiringlab", TRAIT_HIRINGLAB },
	{ "lightcast", TRAIT_LIGHTCAST },
	{ "tool", TRAIT_TOOL },
};

static bool read_traits(struct span list, const struct tsv *at, uint8_t *out,
			struct error *err)
{
	uint32_t bit;

	*out = 0;
	while (list.len > 0) {
		if (!find_word(traits, ARRAY_LEN(traits), tsv_word(&list, ','),
			       at, &bit, err))
			return false;
		*out |= (uint8_t)bit;
	}
	return true;
}

/* A row of skills.tsv but for its forms. */
static bool add_skill(struct taxonomy *t, const struct span f[6],
		      const struct tsv *at, struct error *err)
{
	size_t n = t->n_skills + 1;

	if (n > SKILLS_MAX) {
		error_set(err, "skills.tsv line %zu: expected at most %d skills",
			  at->line, SKILLS_MAX);
		return false;
	}
	if (!skill_id_is_sound(f[0], err)) {
		error_prefix(err, "skills.tsv line %zu", at->line);
		return false;
	}
	if (taxonomy_skill_index(t, f[0]) >= 0) {
		error_set(err, "skills.tsv line %zu: expected a new id, found "
			  "%.*s again", at->line, (int)f[0].len, f[0].ptr);
		return false;
	}
	t->skills = xrealloc(t->skills, n * sizeof(*t->skills));
	t->skill_hashes = xrealloc(t->skill_hashes,
				   n * sizeof(*t->skill_hashes));
	t->skill_hashes[n - 1] = (uint32_t)hash64(f[0]);
	t->traits = xrealloc(t->traits, n);
	if (!read_traits(f[4], at, &t->traits[n - 1], err))
		return false;
	t->skills[t->n_skills++] = (struct skill_entry){
		.id = keep(t, f[0]),
		.name = keep(t, f[1]),
		.cluster = keep(t, f[2]),
		.parents = keep(t, f[3]),
		.source = keep(t, f[5]),
		.is_core = t->traits[n - 1] & TRAIT_CORE,
	};
	return true;
}

bool lexicon_read_skills(struct taxonomy *t, struct automaton_builder *const *b,
			 struct span text, struct error *err)
{
	struct tsv      rows = { .name = "skills.tsv", .rest = text };
	struct span     f[7]; /* id, name, cluster, parents, traits, source, forms */
	enum tsv_status status;

	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		struct pattern p = { .kind = PATTERN_SKILL,
				     .value = (uint32_t)t->n_skills };

		if (!take_languages(t, &rows, SPAN("mul"), &p.spoken, err) ||
		    !add_skill(t, f, &rows, err) ||
		    !add_forms(t, b, &rows, f[6], p, err))
			return false;
	}
	if (status != TSV_END)
		return false;
	if (!skill_tree_check(t, err)) {
		error_prefix(err, "skills.tsv");
		return false;
	}
	return true;
}

bool lexicon_read_surfaces(struct taxonomy *t, struct automaton_builder *const *b,
			   struct span text, struct error *err)
{
	struct tsv      rows = { .name = "surfaces.tsv", .rest = text };
	struct span     f[3]; /* skill, languages, forms */
	enum tsv_status status;

	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		long           skill = taxonomy_skill_index(t, f[0]);
		struct pattern p = { .kind = PATTERN_SKILL,
				     .value = (uint32_t)skill };

		if (skill < 0) {
			error_set(err, "surfaces.tsv line %zu: expected the id "
				  "of a skill, found %.*s", rows.line,
				  (int)f[0].len, f[0].ptr);
			return false;
		}
		if (!take_languages(t, &rows, f[1], &p.spoken, err) ||
		    !add_forms(t, b, &rows, f[2], p, err))
			return false;
	}
	return status == TSV_END;
}

#define KIND_FIRST 0xFE /* an ending of the sentence's first word */
#define KIND_LAST 0xFF  /* ... of the sentence */

static const struct word cue_kinds[] = {
	{ "cue", PATTERN_CUE },
	{ "first", KIND_FIRST },
	{ "gig", PATTERN_GIG_CUE },
	{ "heading", PATTERN_HEADING },
	{ "hint", PATTERN_HINT },
	{ "last", KIND_LAST },
	{ "subject", PATTERN_SUBJECT },
};

static void add_endings(struct taxonomy *t, struct span forms,
			const struct pattern *p)
{
	while (forms.len > 0) {
		struct span form = tsv_word(&forms, '|');

		t->endings = xrealloc(t->endings, (t->n_endings + 1) *
							  sizeof(*t->endings));
		t->endings[t->n_endings++] = (struct ending){
			.form = arena_span(&t->arena, form),
			.tail = form.len ? form.ptr[form.len - 1] : '\0',
			.spoken = p->spoken,
			.context = (uint8_t)p->value,
			.is_last = p->kind == KIND_LAST,
		};
	}
}

bool lexicon_read_cues(struct taxonomy *t, struct automaton_builder *const *b,
		       struct span text, struct error *err)
{
	struct tsv      rows = { .name = "cues.tsv", .rest = text };
	struct span     f[4]; /* kind, context, languages, forms */
	enum tsv_status status;

	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		struct pattern p = { 0 };
		uint32_t       kind;

		if (!take_languages(t, &rows, f[2], &p.spoken, err) ||
		    !find_word(cue_kinds, ARRAY_LEN(cue_kinds), f[0], &rows,
			       &kind, err) ||
		    !find_word(contexts, ARRAY_LEN(contexts), f[1], &rows,
			       &p.value, err))
			return false;
		p.kind = (uint8_t)kind;
		if (kind == KIND_FIRST || kind == KIND_LAST)
			add_endings(t, f[3], &p);
		else if (!add_forms(t, b, &rows, f[3], p, err))
			return false;
	}
	return status == TSV_END;
}

/* Its index, a new one where need be; false when there are too many. */
static bool meaning_index(struct taxonomy *t, struct span name, uint32_t *out,
			  struct error *err)
{
	for (*out = 0; *out < t->n_meanings; ++*out) {
		if (span_is(name, t->meanings[*out]))
			return true;
	}
	if (t->n_meanings == MEANINGS_MAX || name.len > MEANING_NAME_MAX) {
		error_set(err, "expected at most %d meanings of at most %d bytes",
			  MEANINGS_MAX, MEANING_NAME_MAX);
		return false;
	}
	t->meanings = xrealloc(t->meanings,
			       (t->n_meanings + 1) * sizeof(*t->meanings));
	t->meanings[t->n_meanings++] = keep(t, name);
	return true;
}

bool lexicon_read_meanings(struct taxonomy *t, struct automaton_builder *const *b,
			   struct span text, struct error *err)
{
	struct tsv      rows = { .name = "meanings.tsv", .rest = text };
	struct span     f[3]; /* meaning, languages, forms */
	enum tsv_status status;

	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		struct pattern p = { .kind = PATTERN_MEANING };

		if (!meaning_index(t, f[0], &p.value, err)) {
			error_prefix(err, "meanings.tsv line %zu", rows.line);
			return false;
		}
		if (!take_languages(t, &rows, f[1], &p.spoken, err) ||
		    !add_forms(t, b, &rows, f[2], p, err))
			return false;
	}
	return status == TSV_END;
}

static const struct word title_kinds[] = {
	{ "gig", PATTERN_GIG },
	{ "gig-soft", PATTERN_GIG_SOFT },
	{ "head", PATTERN_HEAD },
	{ "lead", PATTERN_LEAD },
	{ "maybe", PATTERN_MAYBE },
	{ "plain", PATTERN_PLAIN },
	{ "role", PATTERN_ROLE },
	{ "role-broad", PATTERN_ROLE_BROAD },
	{ "seniority", PATTERN_SENIORITY },
	{ "topic", PATTERN_TOPIC },
};

static uint32_t family_index(struct taxonomy *t, struct span name)
{
	for (size_t i = 0; i < t->n_families; i++) {
		if (span_is(name, t->families[i]))
			return (uint32_t)i;
	}
	t->families = xrealloc(t->families,
			       (t->n_families + 1) * sizeof(*t->families));
	t->families[t->n_families] = keep(t, name);
	return (uint32_t)t->n_families++;
}

static bool title_value(struct taxonomy *t, uint32_t kind, struct span name,
			const struct tsv *at, uint32_t *out, struct error *err)
{
	struct word levels[ARRAY_LEN(seniority_names)];

	if (kind != PATTERN_SENIORITY) {
		*out = family_index(t, name);
		return true;
	}
	for (uint32_t i = 0; i < ARRAY_LEN(levels); i++)
		levels[i] = (struct word){ seniority_names[i], i };
	return find_word(levels, ARRAY_LEN(levels), name, at, out, err);
}

/* A row "about": skills that say which family a builder belongs to. */
static bool add_about(struct taxonomy *t, const struct tsv *at,
		      const struct span f[4], struct error *err)
{
	struct span ids = f[3];

	while (ids.len > 0) {
		struct span id = tsv_word(&ids, '|');
		long        skill = taxonomy_skill_index(t, id);

		if (skill < 0) {
			error_set(err, "%s line %zu: expected the id of a skill, "
				  "found %.*s", at->name, at->line, (int)id.len,
				  id.ptr);
			return false;
		}
		t->families_of[skill] = (uint16_t)(family_index(t, f[1]) + 1);
	}
	return true;
}

bool lexicon_read_titles(struct taxonomy *t, struct automaton_builder *const *b,
			 struct span text, struct error *err)
{
	struct tsv      rows = { .name = "titles.tsv", .rest = text };
	struct span     f[4]; /* kind, family or level, languages, forms */
	enum tsv_status status;

	t->families_of = xcalloc(t->n_skills + 1, sizeof(*t->families_of));
	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		struct pattern p = { 0 };
		uint32_t       kind;

		if (span_is(f[0], "about")) {
			if (!add_about(t, &rows, f, err))
				return false;
			continue;
		}
		if (!take_languages(t, &rows, f[2], &p.spoken, err) ||
		    !find_word(title_kinds, ARRAY_LEN(title_kinds), f[0], &rows,
			       &kind, err) ||
		    !title_value(t, kind, f[1], &rows, &p.value, err))
			return false;
		p.kind = (uint8_t)kind;
		if (!add_forms(t, b, &rows, f[3], p, err))
			return false;
	}
	return status == TSV_END;
}
