#include "enrich/taxonomy.h"

#include "base/hash.h"
#include "base/mem.h"
#include "enrich/place.h"
#include "enrich/tsv.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct taxonomy_part parts[] = {
	{ "VERSION", true },
	{ "skills.tsv", true },
	{ "definitions.tsv", true },
	{ "places.tsv", false },
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

static const char *keep(struct taxonomy *t, struct span text)
{
	return arena_strndup(&t->arena, text.ptr, text.len);
}

static bool read_skills(struct taxonomy *t, struct span text, struct error *err)
{
	struct tsv      rows = { .name = "skills.tsv", .rest = text };
	struct span     f[5];
	enum tsv_status status;

	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		struct skill_entry *s;

		t->skills = xrealloc(t->skills,
				     (t->n_skills + 1) * sizeof(*t->skills));
		s = &t->skills[t->n_skills++];
		*s = (struct skill_entry){
			.id = keep(t, f[0]),
			.name = keep(t, f[1]),
			.cluster = keep(t, f[2]),
			.is_core = span_is(f[3], "core"),
		};
	}
	return status == TSV_END;
}

static bool read_definitions(struct taxonomy *t, struct span text,
			     struct error *err)
{
	struct tsv      rows = { .name = "definitions.tsv", .rest = text };
	struct span     f[4];
	enum tsv_status status;

	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		struct definition_entry *d;

		t->definitions = xrealloc(t->definitions,
					  (t->n_definitions + 1) *
						  sizeof(*t->definitions));
		d = &t->definitions[t->n_definitions++];
		*d = (struct definition_entry){
			.id = keep(t, f[0]),
			.version = atoi(keep(t, f[1])),
			.text = keep(t, f[3]),
		};
	}
	return status == TSV_END;
}

static bool read_places(struct taxonomy *t, struct span text, struct error *err)
{
	if (!text.ptr)
		return true;
	t->places = place_table_new(text, err);
	return t->places != NULL;
}

/* The date of the VERSION file and a hash of every byte, in order of name. */
static void set_version(struct taxonomy *t, const struct taxonomy_file *files,
			size_t n)
{
	struct span date = span_trim(file_text(files, n, "VERSION"));
	uint64_t    sum = 0;

	/* A sum, so that the order in which files are given does not count. */
	for (size_t i = 0; i < n; i++)
		sum += hash64_seeded(files[i].text, hash64(span_of(files[i].name)));
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
	if (!read_skills(t, file_text(files, n, "skills.tsv"), err) ||
	    !read_definitions(t, file_text(files, n, "definitions.tsv"), err) ||
	    !read_places(t, file_text(files, n, "places.tsv"), err)) {
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
	place_table_free(t->places);
	free(t->definitions);
	free(t->skills);
	arena_deinit(&t->arena);
	free(t);
}

const char *taxonomy_version(const struct taxonomy *t)
{
	return t->version;
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
