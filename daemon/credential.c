#include "daemon/credential.h"

#include "base/buf.h"
#include "base/mem.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VARIABLE "JOBTREND_KEY_"
#define DATABASE "database-password" /* config_secret.c reads it */

extern char **environ;

struct credential {
	char *name, *value;
};

struct credentials {
	struct credential *item;
	size_t             n;
};

static void add(struct credentials *c, const char *name, size_t len,
		const char *value)
{
	c->item = xrealloc(c->item, (c->n + 1) * sizeof(*c->item));
	c->item[c->n++] = (struct credential){
		.name = xstrndup(name, len),
		.value = xstrdup(value),
	};
}

static bool is_name(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= CREDENTIAL_NAME_MAX && name[0] != '.';
}

static bool read_file(struct credentials *c, int folder, const char *name,
		      struct error *err)
{
	char        text[CREDENTIAL_MAX + 2];
	struct stat st;
	ssize_t     len = -1;
	int         fd = openat(folder, name, O_RDONLY | O_CLOEXEC);

	if (fd >= 0 && fstat(fd, &st) == 0 && !S_ISREG(st.st_mode)) {
		close(fd);
		return true;
	}
	if (fd >= 0) {
		len = read(fd, text, sizeof(text) - 1);
		close(fd);
	}
	if (len < 0) {
		error_set(err, "credential %s: %s", name, strerror(errno));
		return false;
	}
	text[len] = '\0';
	text[strcspn(text, "\r\n")] = '\0';
	if (strlen(text) > CREDENTIAL_MAX) {
		error_set(err, "credential %s: expected at most %d bytes",
			  name, CREDENTIAL_MAX);
		return false;
	}
	if (text[0])
		add(c, name, strlen(name), text);
	explicit_bzero(text, sizeof(text));
	return true;
}

static bool read_folder(struct credentials *c, const char *path,
			struct error *err)
{
	DIR           *folder = opendir(path);
	struct dirent *entry;
	bool           ok = true;

	if (!folder) {
		error_set(err, "credential: %s: %s", path, strerror(errno));
		return false;
	}
	while (ok && (entry = readdir(folder))) {
		if (is_name(entry->d_name) && strcmp(entry->d_name, DATABASE))
			ok = read_file(c, dirfd(folder), entry->d_name, err);
	}
	closedir(folder);
	return ok;
}

struct credentials *credentials_load(const char *folder,
				     char *const *environment,
				     struct error *err)
{
	struct credentials *c = xcalloc(1, sizeof(*c));

	if (folder && *folder && !read_folder(c, folder, err)) {
		credentials_free(c);
		return NULL;
	}
	for (char *const *e = environment; e && *e; e++) {
		const char *value = strchr(*e, '=');

		if (strncmp(*e, VARIABLE, strlen(VARIABLE)) == 0 && value &&
		    value[1] && strlen(value + 1) <= CREDENTIAL_MAX &&
		    !strpbrk(value + 1, "\r\n"))
			add(c, *e, (size_t)(value - *e), value + 1);
	}
	return c;
}

struct credentials *credentials_of_process(struct error *err)
{
	return credentials_load(getenv("CREDENTIALS_DIRECTORY"), environ, err);
}

void credentials_free(struct credentials *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++) {
		explicit_bzero(c->item[i].value, strlen(c->item[i].value));
		free(c->item[i].value);
		free(c->item[i].name);
	}
	free(c->item);
	free(c);
}

static const char *find(const struct credentials *c, const char *name)
{
	for (size_t i = 0; c && i < c->n; i++) {
		if (strcmp(c->item[i].name, name) == 0)
			return c->item[i].value;
	}
	return NULL;
}

void credential_variable(struct span name, char out[CREDENTIAL_VARIABLE_SIZE])
{
	size_t at = strlen(VARIABLE);

	memcpy(out, VARIABLE, at);
	for (size_t i = 0; i < name.len && i < CREDENTIAL_NAME_MAX; i++) {
		unsigned char letter = (unsigned char)name.ptr[i];

		out[at++] = letter == '-' ? '_' : (char)toupper(letter);
	}
	out[at] = '\0';
}

const char *credentials_find(const struct credentials *c, struct span name)
{
	char        text[CREDENTIAL_VARIABLE_SIZE] = "";
	const char *value;

	if (!name.len || name.len > CREDENTIAL_NAME_MAX)
		return NULL;
	memcpy(text, name.ptr, name.len);
	value = find(c, text);
	if (value)
		return value;
	credential_variable(name, text);
	return find(c, text);
}
