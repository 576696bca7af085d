/*
 * taxonomy_fixture.h - the shipped taxonomy, for unit tests that ask it.
 *
 * Read from share/taxonomy below the current folder, places left out: they
 * take most of the time and say nothing about words.
 */
#ifndef TESTS_SUPPORT_TAXONOMY_FIXTURE_H
#define TESTS_SUPPORT_TAXONOMY_FIXTURE_H

#include "base/mem.h"
#include "enrich/taxonomy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIXTURE_FILES_MAX 32

static inline struct span fixture_read(const char *name)
{
	char   path[256];
	FILE  *file;
	char  *text;
	long   size;

	snprintf(path, sizeof(path), "share/taxonomy/%s", name);
	file = fopen(path, "rb");
	if (!file)
		return (struct span){ NULL, 0 };
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	text = xmalloc((size_t)size + 1);
	size = (long)fread(text, 1, (size_t)size, file);
	fclose(file);
	return (struct span){ text, (size_t)size };
}

/* The caller's: taxonomy_free. Ends the program when there is none. */
static inline struct taxonomy *fixture_taxonomy(void)
{
	struct taxonomy_file        files[FIXTURE_FILES_MAX];
	struct error                err = ERROR_INIT;
	size_t                      n_parts, n = 0;
	const struct taxonomy_part *parts = taxonomy_parts(&n_parts);
	struct taxonomy            *t;

	for (size_t i = 0; i < n_parts && n < FIXTURE_FILES_MAX; i++) {
		if (strcmp(parts[i].name, "places.tsv")) {
			files[n].name = parts[i].name;
			files[n].text = fixture_read(parts[i].name);
			n += files[n].text.ptr != NULL;
		}
	}
	t = taxonomy_new(files, n, &err);
	if (!t) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	for (size_t i = 0; i < n; i++)
		free((char *)files[i].text.ptr);
	return t;
}

#endif
