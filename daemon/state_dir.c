#include "daemon/state_dir.h"

#include "base/buf.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define OWNER_MAX 128 /* bytes of a name */

char *state_dir_guest(void)
{
	char       host[64] = "";
	struct buf name = BUF_INIT;
	uint64_t   number = 0;

	if (gethostname(host, sizeof(host) - 1))
		host[0] = '\0';
	if (getrandom(&number, sizeof(number), 0) != sizeof(number))
		number = (uint64_t)getpid();
	buf_printf(&name, "%s-%016" PRIx64, host[0] ? host : "host", number);
	return name.ptr;
}

/* Makes the folder and those above it. */
static bool make_dirs(const char *dir, struct error *err)
{
	char *path = xstrdup(dir);
	bool  is_done = true;

	for (char *at = path + 1; is_done; at++) {
		char c = *at;

		if (c && c != '/')
			continue;
		*at = '\0';
		if (mkdir(path, 0750) && errno != EEXIST) {
			error_set(err, "state folder %s: %s", path,
				  strerror(errno));
			is_done = false;
		}
		if (!c)
			break;
		*at = c;
	}
	free(path);
	return is_done;
}

static char *read_owner(const char *path)
{
	char    text[OWNER_MAX];
	int     fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return NULL;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return text[0] ? xstrdup(text) : NULL;
}

/* Whole or not at all: written aside, then put in place. */
static bool write_owner(const char *path, const char *owner)
{
	struct buf aside = BUF_INIT;
	int        fd;
	bool       is_done = false;

	buf_printf(&aside, "%s.new", path);
	fd = open(aside.ptr, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (fd >= 0) {
		is_done = dprintf(fd, "%s\n", owner) > 0 && !fsync(fd);
		close(fd);
		is_done = is_done && !rename(aside.ptr, path);
	}
	buf_deinit(&aside);
	return is_done;
}

char *state_dir_owner(const char *dir, struct error *err)
{
	struct buf path = BUF_INIT;
	char      *owner = NULL;

	if (!make_dirs(dir, err))
		return NULL;
	buf_printf(&path, "%s/owner", dir);
	owner = read_owner(path.ptr);
	if (!owner) {
		owner = state_dir_guest();
		if (!write_owner(path.ptr, owner)) {
			error_set(err, "%s: %s", path.ptr, strerror(errno));
			free(owner);
			owner = NULL;
		}
	}
	buf_deinit(&path);
	return owner;
}
