#include "cli/world_dictionary.h"

#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMS_FILE "skills.tsv"

struct copying {
	const char *const *words;
	size_t             n;
	size_t             dropped;
};

static bool is_dropped(const struct copying *c, const char *form, size_t len)
{
	for (size_t i = 0; i < c->n; i++) {
		if (strlen(c->words[i]) == len &&
		    !strncasecmp(c->words[i], form, len))
			return true;
	}
	return false;
}

/* The last column has the forms, with bars between them. */
static void put_forms(struct copying *c, const char *line, struct buf *out)
{
	const char *at = strrchr(line, '\t');
	bool        is_first = true;

	if (line[0] == '#' || !at) {
		buf_add_text(out, line);
		return;
	}
	buf_add(out, line, (size_t)(++at - line));
	while (*at && *at != '\n') {
		size_t len = strcspn(at, "|\n");

		if (is_dropped(c, at, len)) {
			c->dropped++;
		} else {
			buf_printf(out, "%s%.*s", is_first ? "" : "|", (int)len,
				   at);
			is_first = false;
		}
		at += len + (at[len] == '|');
	}
	buf_add_text(out, at);
}

static bool copy_file(struct copying *c, const char *from, const char *to,
		      const char *name, struct error *err)
{
	char       source[PATH_MAX], target[PATH_MAX];
	char      *line = NULL;
	size_t     room = 0;
	struct buf text = BUF_INIT;
	FILE      *in, *out;
	bool       ok;

	snprintf(source, sizeof(source), "%s/%s", from, name);
	snprintf(target, sizeof(target), "%s/%s", to, name);
	in = fopen(source, "r");
	out = fopen(target, "w");
	ok = in && out;
	while (ok && getline(&line, &room, in) > 0) {
		buf_clear(&text);
		if (c->n && !strcmp(name, FORMS_FILE))
			put_forms(c, line, &text);
		else
			buf_add_text(&text, line);
		ok = fwrite(text.ptr, 1, text.len, out) == text.len;
	}
	ok = ok && !ferror(in);
	if (out && fclose(out) != 0)
		ok = false;
	if (in)
		fclose(in);
	if (!ok)
		error_set(err, "%s: cannot be copied to %s", source, target);
	free(line);
	buf_deinit(&text);
	return ok;
}

static bool is_file(const char *dir, const char *name)
{
	char        path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool world_dictionary_write(const char *from, const char *to,
			    const char *const *words, size_t n,
			    struct error *err)
{
	struct copying c = { .words = words, .n = n };
	DIR           *dir = opendir(from);
	struct dirent *entry;
	bool           ok = dir && (mkdir(to, 0777) == 0 || errno == EEXIST);

	if (!ok)
		error_set(err, "%s: %s", dir ? to : from, strerror(errno));
	while (ok && (entry = readdir(dir))) {
		if (is_file(from, entry->d_name))
			ok = copy_file(&c, from, to, entry->d_name, err);
	}
	if (dir)
		closedir(dir);
	if (ok && c.dropped < n) {
		error_set(err, "%s/" FORMS_FILE ": expected %zu forms that "
			  "worlds are written with, found %zu", from, n,
			  c.dropped);
		ok = false;
	}
	return ok;
}

void world_dictionary_remove(const char *to)
{
	DIR           *dir = opendir(to);
	struct dirent *entry;
	char           path[PATH_MAX];

	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", to, entry->d_name);
		if (is_file(to, entry->d_name))
			unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(to);
}
