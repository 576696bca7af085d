#include "daemon/spool.h"

#include "base/hash.h"
#include "base/mem.h"
#include "daemon/file.h"
#include "daemon/log.h"
#include "daemon/wire.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RECORD_MAGIC 0x4a545350U /* "JTSP" */
#define RECORD_HEAD 16 /* magic 4, length 4, XXH3 of the bytes 8 */
#define RECORD_MAX (256 * 1024 * 1024) /* bytes; longer is no record of ours */

struct place {
	uint64_t file;
	int64_t  offset;
};

struct spool {
	char        *dir;
	int64_t      max_bytes;
	int64_t      bytes; /* of all files */
	uint64_t     first; /* oldest file */
	uint64_t     last;  /* file that is appended to; first > last: none */
	int          write_fd;
	int64_t      write_size;
	struct place read;  /* what is given out next */
	int          read_fd;
	uint64_t     read_file; /* that read_fd is open on */
	struct place kept;  /* what spool_rewind goes back to */
	uint64_t     broken;
	bool         is_refusing; /* and has said so */
};

static void path_of(const struct spool *s, uint64_t file, struct buf *out)
{
	buf_clear(out);
	buf_printf(out, "%s/%08" PRIu64 ".spool", s->dir, file);
}

static int64_t file_size(const struct spool *s, uint64_t file)
{
	struct buf  path = BUF_INIT;
	struct stat st;
	int64_t     size = 0;

	path_of(s, file, &path);
	if (!stat(path.ptr, &st))
		size = st.st_size;
	buf_deinit(&path);
	return size;
}

static void remove_file(struct spool *s, uint64_t file)
{
	struct buf path = BUF_INIT;

	s->bytes -= file_size(s, file);
	path_of(s, file, &path);
	unlink(path.ptr);
	buf_deinit(&path);
}

/* Which files are there. */
static bool scan(struct spool *s, struct error *err)
{
	DIR           *dir = opendir(s->dir);
	struct dirent *entry;

	if (!dir) {
		error_set(err, "spool %s: %s", s->dir, strerror(errno));
		return false;
	}
	s->first = UINT64_MAX;
	while ((entry = readdir(dir))) {
		char    *end;
		uint64_t file = strtoull(entry->d_name, &end, 10);

		if (end == entry->d_name || strcmp(end, ".spool"))
			continue;
		if (file < s->first)
			s->first = file;
		if (file > s->last)
			s->last = file;
		s->bytes += file_size(s, file);
	}
	closedir(dir);
	if (s->first == UINT64_MAX) {
		s->first = 1;
		s->last = 0;
	}
	return true;
}

struct spool *spool_open(const char *dir, int64_t max_bytes, struct error *err)
{
	struct spool *s;

	if (mkdir(dir, 0700) && errno != EEXIST) {
		error_set(err, "spool %s: %s", dir, strerror(errno));
		return NULL;
	}
	s = xcalloc(1, sizeof(*s));
	s->dir = xstrdup(dir);
	s->max_bytes = max_bytes;
	s->write_fd = s->read_fd = -1;
	if (!scan(s, err)) {
		spool_close(s);
		return NULL;
	}
	s->read = s->kept = (struct place){ s->first, 0 };
	return s;
}

void spool_close(struct spool *s)
{
	if (!s)
		return;
	if (s->write_fd >= 0)
		close(s->write_fd);
	if (s->read_fd >= 0)
		close(s->read_fd);
	free(s->dir);
	free(s);
}

/* ---- writing ---- */

/* A file of our own: one that a crash may have torn is never appended to. */
static bool begin_file(struct spool *s, struct error *err)
{
	struct buf path = BUF_INIT;

	if (s->write_fd >= 0)
		close(s->write_fd);
	path_of(s, s->last + 1, &path);
	s->write_fd = open(path.ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			   0600);
	if (s->write_fd < 0)
		error_set(err, "spool %s: %s", path.ptr, strerror(errno));
	else
		s->last++;
	s->write_size = 0;
	buf_deinit(&path);
	return s->write_fd >= 0;
}

static bool append(struct spool *s, struct span record, struct error *err)
{
	struct buf head = BUF_INIT;
	int64_t    whole = (int64_t)record.len + RECORD_HEAD;
	bool       is_done;

	if (s->bytes + whole > s->max_bytes || record.len > RECORD_MAX) {
		error_set(err, "spool %s: full, %" PRId64 " bytes", s->dir,
			  s->bytes);
		return false;
	}
	if ((s->write_fd < 0 || s->write_size > SPOOL_FILE_BYTES) &&
	    !begin_file(s, err))
		return false;
	wire_put32(&head, RECORD_MAGIC);
	wire_put32(&head, (uint32_t)record.len);
	wire_put64(&head, hash64(record));
	is_done = file_write_all(s->write_fd, buf_span(&head)) &&
		  file_write_all(s->write_fd, record);
	buf_deinit(&head);
	if (is_done) {
		s->write_size += whole;
		s->bytes += whole;
		return true;
	}
	error_set(err, "spool %s: %s", s->dir, strerror(errno));
	/* What is torn goes, or the next record would follow it. */
	if (ftruncate(s->write_fd, s->write_size)) {
		close(s->write_fd);
		s->write_fd = -1;
	}
	return false;
}

bool spool_append(struct spool *s, struct span record, struct error *err)
{
	bool is_done = append(s, record, err);

	if (!is_done && !s->is_refusing)
		log_warning("spool: takes no more, fetching waits error=\"%s\"",
			    err->text);
	s->is_refusing = !is_done;
	return is_done;
}

/* ---- reading ---- */

static bool open_to_read(struct spool *s)
{
	struct buf path = BUF_INIT;

	if (s->read_fd >= 0 && s->read_file == s->read.file)
		return true;
	if (s->read_fd >= 0)
		close(s->read_fd);
	path_of(s, s->read.file, &path);
	s->read_fd = open(path.ptr, O_RDONLY | O_CLOEXEC);
	s->read_file = s->read.file;
	buf_deinit(&path);
	return s->read_fd >= 0;
}

static bool read_at(int fd, char *to, size_t n, int64_t offset)
{
	while (n) {
		ssize_t got = pread(fd, to, n, offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		to += got;
		n -= (size_t)got;
		offset += got;
	}
	return true;
}

/* The record at the reading place; false at the end and where it is torn. */
static bool read_record(struct spool *s, struct buf *out)
{
	char     head[RECORD_HEAD];
	uint32_t len;

	buf_clear(out);
	if (!open_to_read(s) ||
	    !read_at(s->read_fd, head, sizeof(head), s->read.offset))
		return false;
	len = wire_get32(head + 4);
	if (wire_get32(head) != RECORD_MAGIC || len > RECORD_MAX ||
	    s->read.offset + RECORD_HEAD + len > file_size(s, s->read.file))
		return false;
	if (!read_at(s->read_fd, buf_reserve(out, len), len,
		     s->read.offset + RECORD_HEAD))
		return false;
	buf_commit(out, len);
	if (hash64(buf_span(out)) != wire_get64(head + 8))
		return false;
	s->read.offset += RECORD_HEAD + len;
	return true;
}

bool spool_next(struct spool *s, struct buf *out)
{
	while (s->read.file <= s->last) {
		if (read_record(s, out))
			return true;
		/* Nothing after a torn record can be trusted. */
		if (s->read.offset < file_size(s, s->read.file))
			s->broken++;
		if (s->read.file == s->last && s->write_fd >= 0) {
			/* What comes now goes to a file of its own. */
			close(s->write_fd);
			s->write_fd = -1;
		}
		s->read = (struct place){ s->read.file + 1, 0 };
	}
	buf_clear(out);
	return false;
}

void spool_forget(struct spool *s)
{
	while (s->first < s->read.file && s->first <= s->last)
		remove_file(s, s->first++);
	/* The last file is done with when all of it was given out. */
	if (s->first == s->last && s->read.file == s->last &&
	    s->read.offset == file_size(s, s->last)) {
		if (s->write_fd >= 0)
			close(s->write_fd);
		s->write_fd = -1;
		remove_file(s, s->first++);
		s->read = (struct place){ s->first, 0 };
	}
	s->kept = s->read;
}

void spool_rewind(struct spool *s)
{
	s->read = s->kept;
}

bool spool_is_empty(const struct spool *s)
{
	return s->read.file > s->last;
}

int64_t spool_bytes(const struct spool *s)
{
	return s->bytes;
}

uint64_t spool_broken(const struct spool *s)
{
	return s->broken;
}
