#include "daemon/config_secret.h"

#include "base/buf.h"
#include "base/mem.h"
#include "daemon/config.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CREDENTIAL "database-password"
#define SECRET_SIZE 1024 /* bytes with the NUL */

static bool is_uri(const char *conninfo)
{
	return strncmp(conninfo, "postgresql://", 13) == 0 ||
	       strncmp(conninfo, "postgres://", 11) == 0;
}

/* "password=" in either form, or "user:password@" in a URI. */
static bool has_password(const char *conninfo)
{
	struct span whole = span_of(conninfo);

	if (span_find_nocase(whole, "password"))
		return true;
	if (is_uri(conninfo)) {
		const char *user = strstr(conninfo, "://") + 3;
		size_t      authority = strcspn(user, "/?");
		const char *at = memchr(user, '@', authority);

		return at && memchr(user, ':', (size_t)(at - user));
	}
	return false;
}

/* One line without its end. False with `err` when the file is there but
 * cannot be read; an empty `secret` when there is none. */
static bool read_secret(char secret[SECRET_SIZE], struct error *err)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	struct buf  path = BUF_INIT;
	ssize_t     len = 0;
	int         fd;

	secret[0] = '\0';
	if (!folder || !*folder)
		return true;
	buf_printf(&path, "%s/%s", folder, CREDENTIAL);
	fd = open(path.ptr, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		len = read(fd, secret, SECRET_SIZE - 1);
		close(fd);
	}
	if (len < 0 || (fd < 0 && errno != ENOENT)) {
		error_set(err, "%s: %s", path.ptr, strerror(errno));
		buf_deinit(&path);
		return false;
	}
	buf_deinit(&path);
	secret[len] = '\0';
	secret[strcspn(secret, "\r\n")] = '\0';
	return true;
}

static void add_to_uri(struct buf *out, const char *secret)
{
	buf_add_text(out, strchr(out->ptr, '?') ? "&password=" : "?password=");
	for (const char *c = secret; *c; c++) {
		if (isalnum((unsigned char)*c))
			buf_add_char(out, *c);
		else
			buf_printf(out, "%%%02X", (unsigned char)*c);
	}
}

static void add_to_words(struct buf *out, const char *secret)
{
	buf_add_text(out, " password='");
	for (const char *c = secret; *c; c++) {
		if (*c == '\'' || *c == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, *c);
	}
	buf_add_char(out, '\'');
}

bool config_add_secret(struct config *c, struct error *err)
{
	char       secret[SECRET_SIZE];
	struct buf whole = BUF_INIT;

	if (c->database && has_password(c->database)) {
		error_set(err, "database: expected no password, found one; "
			       "it belongs in the credential %s", CREDENTIAL);
		return false;
	}
	if (!read_secret(secret, err))
		return false;
	if (!c->database || !secret[0])
		return true;
	buf_add_text(&whole, c->database);
	if (is_uri(c->database))
		add_to_uri(&whole, secret);
	else
		add_to_words(&whole, secret);
	free(c->database);
	c->database = whole.ptr;
	explicit_bzero(secret, sizeof(secret));
	return true;
}
