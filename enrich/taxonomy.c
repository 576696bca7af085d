#include "enrich/taxonomy.h"

#include "base/hash.h"
#include "base/mem.h"
#include "enrich/contact.h"
#include "enrich/context_beside.h"
#include "enrich/context_meaning.h"
#include "enrich/context_weights.h"
#include "enrich/lexicon.h"
#include "enrich/place.h"
#include "enrich/place_table.h"
#include "enrich/published.h"
#include "enrich/rule_event.h"
#include "enrich/tsv.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFINITIONS_MAX 64 /* bits of facts.definitions */
#define RULE_EVENTS "rule_events.tsv"

static const struct taxonomy_part parts[] = {
	{ "VERSION", true },
	{ "cues.tsv", true },
	{ "definitions.tsv", true },
	{ "meanings.tsv", false },
	{ "places.tsv", false },
	{ "published.tsv", false },
	{ RULE_EVENTS, false },
	{ "skills.tsv", true },
	{ "surfaces.tsv", true },
	{ "titles.tsv", true },
	{ "traps.tsv", true },
	{ "weights.tsv", false },
};

const struct taxonomy_part *taxonomy_parts(size_t *n)
{
	*n = ARRAY_LEN(parts);
	return parts;
}

static struct span file_text(const struct taxonomy_file *files, size_t n,
			     const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(files[i].name, name))
			return files[i].text;
	}
	return (struct span){ NULL, 0 };
}

static bool has_parts(const struct taxonomy_file *files, size_t n,
		      struct error *err)
{
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!parts[i].is_required ||
		    file_text(files, n, parts[i].name).ptr)
			continue;
		error_set(err, "taxonomy: expected %s, found no such file",
			  parts[i].name);
		return false;
	}
	return true;
}

static bool add_definition(struct taxonomy *t, const struct span f[4],
			   struct error *err)
{
	size_t      n = t->n_definitions;
	const char *ids[DEFINITIONS_MAX];

	const struct rule_names names = { .ids = ids, .n_ids = n,
					  .sets = t->sets, .n_sets = t->n_sets };

	if (n == DEFINITIONS_MAX) {
		error_set(err, "expected at most %d definitions",
			  DEFINITIONS_MAX);
		return false;
	}
	for (size_t i = 0; i < n; i++)
		ids[i] = t->definitions[i].id;
	t->definitions = xrealloc(t->definitions,
				  (n + 1) * sizeof(*t->definitions));
	t->rules = xrealloc(t->rules, (n + 1) * sizeof(*t->rules));
	t->definitions[n] = (struct definition_entry){
		.id = arena_strndup(&t->arena, f[0].ptr, f[0].len),
		.version = atoi(arena_strndup(&t->arena, f[1].ptr, f[1].len)),
		.text = arena_strndup(&t->arena, f[3].ptr, f[3].len),
	};
	t->n_definitions++;
	return rule_parse(f[2], &names, &t->arena, &t->rules[n], err);
}

static bool read_definitions(struct taxonomy                 *t,
			     struct automaton_builder *const *b,
			     struct span text, struct error *err)
{
	struct tsv      rows = { .name = "definitions.tsv", .rest = text };
	struct span     f[4]; /* id, version, rule, text */
	enum tsv_status status;

	(void)b;
	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		if (add_definition(t, f, err))
			continue;
		error_prefix(err, "definitions.tsv line %zu", rows.line);
		return false;
	}
	return status == TSV_END;
}

static bool read_published(struct taxonomy                 *t,
			   struct automaton_builder *const *b, struct span text,
			   struct error *err)
{
	(void)b;
	return published_read(t, text, err);
}

static bool read_weights(struct taxonomy                 *t,
			 struct automaton_builder *const *b, struct span text,
			 struct error *err)
{
	(void)b;
	if (!context_weights_read(t, text, err))
		return false;
	context_meanings_find(t);
	context_beside_find(t);
	return true;
}

static bool read_places(struct taxonomy *t, struct span text, struct error *err)
{
	if (!text.ptr)
		return true;
	t->places = place_table_new(text, err);
	return t->places != NULL;
}

/* In the order in which they need each other. */
static const struct {
	const char      *name;
	lexicon_read_fn *read;
} readers[] = {
	{ "traps.tsv", lexicon_read_traps },
	{ "skills.tsv", lexicon_read_skills },
	{ "traps.tsv", lexicon_read_trades },
	{ "surfaces.tsv", lexicon_read_surfaces },
	{ "cues.tsv", lexicon_read_cues },
	{ "meanings.tsv", lexicon_read_meanings },
	{ "weights.tsv", read_weights },
	{ "titles.tsv", lexicon_read_titles },
	{ "published.tsv", read_published },
	{ "definitions.tsv", read_definitions },
};

static bool read_all(struct taxonomy *t, const struct taxonomy_file *files,
		     size_t n, struct error *err)
{
	struct automaton_builder *b[N_FORM_TABLES];
	bool                      is_good = true;

	for (size_t i = 0; i < N_FORM_TABLES; i++)
		b[i] = automaton_builder_new();
	for (size_t i = 0; i < ARRAY_LEN(readers) && is_good; i++)
		is_good = readers[i].read(
			t, b, file_text(files, n, readers[i].name), err);
	if (is_good)
		automaton_build_all(b, N_FORM_TABLES, t->automata);
	for (size_t i = 0; i < N_FORM_TABLES && !is_good; i++)
		automaton_builder_free(b[i]);
	return is_good;
}

static bool read_rule_events(struct taxonomy *t, struct span text,
			     struct error *err)
{
	return !text.ptr || rule_events_read(t, text, err);
}

/*
 * The date of the VERSION file and a hash of every byte that decides what is
 * read in an ad: a new law makes no ad be read again.
 */
static void set_version(struct taxonomy *t, const struct taxonomy_file *files,
			size_t n)
{
	struct span date = span_trim(file_text(files, n, "VERSION"));
	uint64_t    sum = 0;

	/* A sum, so that the order in which files are given does not count. */
	for (size_t i = 0; i < n; i++) {
		if (strcmp(files[i].name, RULE_EVENTS))
			sum += hash64_seeded(
				files[i].text, hash64(span_of(files[i].name)));
	}
	snprintf(t->version, sizeof(t->version), "%.*s+%08" PRIx32,
		 date.len < 40 ? (int)date.len : 40, date.ptr,
		 (uint32_t)(sum >> 32));
}

struct taxonomy *taxonomy_new(const struct taxonomy_file *files, size_t n,
			      struct error *err)
{
	struct taxonomy *t;

	if (!has_parts(files, n, err))
		return NULL;
	t = xcalloc(1, sizeof(*t));
	t->contacts = contact_cue_index_new();
	if (!read_all(t, files, n, err) ||
	    !read_places(t, file_text(files, n, "places.tsv"), err) ||
	    !read_rule_events(t, file_text(files, n, RULE_EVENTS), err)) {
		taxonomy_free(t);
		return NULL;
	}
	set_version(t, files, n);
	return t;
}

void taxonomy_free(struct taxonomy *t)
{
	if (!t)
		return;
	free(t->rule_events);
	place_table_free(t->places);
	contact_cue_index_free(t->contacts);
	for (size_t i = 0; i < N_FORM_TABLES; i++)
		automaton_free(t->automata[i]);
	free(t->weights);
	free(t->words);
	free(t->word_slots);
	free(t->meanings);
	free(t->meaning_weights);
	free(t->beside_weights);
	free(t->endings);
	free(t->keys);
	free(t->families);
	free(t->patterns);
	spoken_deinit(&t->spoken);
	free(t->rules);
	free(t->definitions);
	free(t->in_sets);
	free(t->trades);
	free(t->families_of);
	free(t->traits);
	free(t->skill_hashes);
	free(t->skills);
	arena_deinit(&t->arena);
	free(t);
}

long taxonomy_skill_index(const struct taxonomy *t, struct span id)
{
	uint32_t hash = (uint32_t)hash64(id);

	for (size_t i = 0; i < t->n_skills; i++) {
		if (t->skill_hashes[i] == hash && span_is(id, t->skills[i].id))
			return (long)i;
	}
	return -1;
}

const char *taxonomy_version(const struct taxonomy *t)
{
	return t->version;
}

bool taxonomy_next_area(const struct taxonomy *t, size_t *at,
			struct area_entry *out)
{
	uint32_t area = t->places ? place_next_area(t->places, at) : PLACE_NONE;

	if (area == PLACE_NONE)
		return false;
	out->code = t->places->places[area].code;
	out->name = t->places->places[area].name;
	return true;
}

const struct skill_entry *taxonomy_skills(const struct taxonomy *t, size_t *n)
{
	*n = t->n_skills;
	return t->skills;
}

const struct definition_entry *taxonomy_definitions(const struct taxonomy *t,
						    size_t *n)
{
	*n = t->n_definitions;
	return t->definitions;
}

const struct rule_event_entry *taxonomy_rule_events(const struct taxonomy *t,
						    size_t *n)
{
	*n = t->n_rule_events;
	return t->rule_events;
}
