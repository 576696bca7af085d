#include "daemon/keep_dir.h"

#include "base/buf.h"
#include "base/mem.h"
#include "daemon/log.h"
#include "daemon/warc_bytes.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "jobtrend-"

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

static char *path_of(const char *dir, const char *name, const char *more)
{
	struct buf path = BUF_INIT;

	buf_printf(&path, "%s/%s%s", dir, name, more);
	return path.ptr;
}

static struct keep_loss *add_loss(struct keep_loss **list, const char *name)
{
	struct keep_loss *l = xcalloc(1, sizeof(*l));

	snprintf(l->name, sizeof(l->name), "%s", name);
	l->next = *list;
	*list = l;
	return l;
}

int64_t keep_whole_bytes(const char *path)
{
	struct error       err = ERROR_INIT;
	struct warc_bytes *b = warc_bytes_open(path, &err);
	enum bytes_status  status = BYTES_MORE;
	int64_t            whole = 0;

	if (!b)
		return -1;
	while (status == BYTES_MORE || status == BYTES_MEMBER) {
		warc_bytes_pass(b, warc_bytes_window(b).len);
		if (status == BYTES_MEMBER) { /* the one before is whole */
			warc_bytes_enter(b);
			whole = warc_bytes_offset(b);
		}
		status = warc_bytes_more(b, &err);
	}
	if (status == BYTES_END && warc_bytes_is_packed(b))
		whole = warc_bytes_size(b);
	warc_bytes_close(b);
	return status == BYTES_FAILED ? -1 : whole;
}

/* The folder's own entry: a name is on disk when that is. */
static void sync_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

void keep_finish(int fd, const char *dir, const char *name)
{
	char *open_path = path_of(dir, name, KEEP_OPEN);
	char *path = path_of(dir, name, "");

	if (fsync(fd) || rename(open_path, path))
		log_error("warc %s: not finished error=\"%s\"", open_path,
			  strerror(errno));
	close(fd);
	sync_dir(dir);
	free(open_path);
	free(path);
}

/* `name` without the suffix; its file is not in use by anybody. */
static void repair(const char *dir, const char *name, int fd,
		   struct keep_loss **out)
{
	char       *path = path_of(dir, name, KEEP_OPEN);
	int64_t     whole = keep_whole_bytes(path);
	struct stat st;

	if (whole < 0 || fstat(fd, &st)) {
		log_error("warc %s: not repaired error=\"%s\"", path,
			  strerror(errno));
		close(fd);
		free(path);
		return;
	}
	if (whole < st.st_size && !ftruncate(fd, whole)) {
		log_warning("warc %s: cut behind its last whole record "
			    "bytes=%lld of=%lld", path, (long long)whole,
			    (long long)st.st_size);
		add_loss(out, name)->from = whole;
	}
	if (whole) {
		keep_finish(fd, dir, name);
	} else { /* who has just begun it, and waits for the lock, begins another */
		(void)unlink(path);
		close(fd);
	}
	free(path);
}

void keep_repair(const char *dir, struct keep_loss **out)
{
	DIR           *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char *path, *name;
		int   fd;

		if (strncmp(e->d_name, PREFIX, strlen(PREFIX)) ||
		    !ends_with(e->d_name, KEEP_SUFFIX KEEP_OPEN))
			continue;
		path = path_of(dir, e->d_name, "");
		name = xstrndup(e->d_name,
				strlen(e->d_name) - strlen(KEEP_OPEN));
		fd = open(path, O_RDWR | O_CLOEXEC);
		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB))
			close(fd); /* somebody writes it */
		else if (fd >= 0)
			repair(dir, name, fd, out);
		free(name);
		free(path);
	}
	if (d)
		closedir(d);
}

void keep_find_old(const char *dir, const char *owner, int64_t before_s,
		   struct keep_loss **out)
{
	DIR           *d = opendir(dir);
	struct buf     end = BUF_INIT;
	struct dirent *e;

	buf_printf(&end, "-%s" KEEP_SUFFIX, owner);
	while (d && (e = readdir(d))) {
		struct stat st;
		char       *path;

		if (strncmp(e->d_name, PREFIX, strlen(PREFIX)) ||
		    !ends_with(e->d_name, end.ptr))
			continue;
		path = path_of(dir, e->d_name, "");
		if (!stat(path, &st) && st.st_mtime < before_s)
			add_loss(out, e->d_name)->is_old = true;
		free(path);
	}
	if (d)
		closedir(d);
	buf_deinit(&end);
}
