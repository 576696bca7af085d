#include "daemon/taxonomy_load.h"

#include "base/mem.h"
#include "daemon/shared.h"
#include "enrich/enrich.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void taxonomy_find(const char *configured, char *out, size_t size)
{
	const char *chosen = configured;

	if (!chosen || !*chosen)
		chosen = getenv("JOBTREND_TAXONOMY");
	if (!chosen || !*chosen)
		shared_find("share/taxonomy", out, size);
	else
		snprintf(out, size, "%s", chosen);
}

/* All of `file` into `out`; false with `err` "PATH: ...". */
static bool read_all(FILE *file, const char *path, struct buf *out,
		     struct error *err)
{
	struct stat st;
	size_t      expected, got;

	if (fstat(fileno(file), &st) || !S_ISREG(st.st_mode)) {
		error_set(err, "%s: expected a file", path);
		return false;
	}
	if (st.st_size > TAXONOMY_FILE_MAX) {
		error_set(err, "%s: expected at most %d bytes, found %lld",
			  path, TAXONOMY_FILE_MAX, (long long)st.st_size);
		return false;
	}
	expected = (size_t)st.st_size;
	got = fread(buf_reserve(out, expected), 1, expected, file);
	buf_commit(out, got);
	if (got != expected) {
		error_set(err, "%s: expected %zu bytes, found %zu", path,
			  expected, got);
		return false;
	}
	return true;
}

static bool read_part(const char *dir, const struct taxonomy_part *part,
		      struct buf *out, struct error *err)
{
	struct buf path = BUF_INIT;
	FILE      *file;
	bool       is_good;

	buf_printf(&path, "%s/%s", dir, part->name);
	file = fopen(path.ptr, "re");
	if (file) {
		is_good = read_all(file, path.ptr, out, err);
		fclose(file);
	} else {
		is_good = errno == ENOENT && !part->is_required;
		if (!is_good)
			error_set(err, "%s: %s", path.ptr, strerror(errno));
	}
	buf_deinit(&path);
	return is_good;
}

struct taxonomy *taxonomy_load(const char *dir, struct error *err)
{
	size_t                      n, n_read = 0;
	const struct taxonomy_part *parts = taxonomy_parts(&n);
	struct buf                 *texts = xcalloc(n, sizeof(*texts));
	struct taxonomy_file       *files = xcalloc(n, sizeof(*files));
	struct taxonomy            *t = NULL;
	bool                        is_good = true;

	for (size_t i = 0; i < n && is_good; i++) {
		is_good = read_part(dir, &parts[i], &texts[i], err);
		if (!texts[i].ptr)
			continue; /* not there */
		files[n_read].name = parts[i].name;
		files[n_read++].text = buf_span(&texts[i]);
	}
	if (is_good) {
		t = taxonomy_new(files, n_read, err);
		if (!t)
			error_prefix(err, "%s", dir);
	}
	for (size_t i = 0; i < n; i++)
		buf_deinit(&texts[i]);
	free(files);
	free(texts);
	return t;
}
