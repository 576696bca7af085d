/*
 * lines.c - reading: file -> (inflate) -> text -> lines.
 */
#include "cli/lines.h"

#include "base/buf.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define CHUNK                                                           \
	(256 * 1024) /* bytes asked of the file or the inflater at once \
		      */

enum packing {
	PACKING_UNKNOWN, /* nothing read yet */
	PACKING_NONE,
	PACKING_GZIP,
	PACKING_ZSTD,
};

struct lines {
	char          *path; /* as given, for messages */
	int            fd;
	enum packing   packing;
	z_stream       gzip;
	bool           gzip_ended; /* between two members */
	ZSTD_DStream  *zstd;
	unsigned char *raw; /* CHUNK bytes as read from the file */
	size_t         raw_at, raw_len;
	bool           is_ended;    /* the file has no more bytes */
	struct buf     text;        /* unpacked and not yet given out */
	size_t         at;          /* of the next line in `text` */
	size_t         scanned;     /* no line end before this place */
	bool           is_skipping; /* inside a line that is too long */
	int64_t        number, read, size;
};

struct lines *lines_open(const char *path, struct error *err)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int  fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat   st;
	struct lines *l;

	if (fd < 0 || fstat(fd, &st) < 0) {
		error_set(err, "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (S_ISDIR(st.st_mode)) {
		error_set(err, "%s: expected a file, found a directory", path);
		if (!is_stdin)
			close(fd);
		return NULL;
	}
	l = xcalloc(1, sizeof(*l));
	l->path = xstrdup(is_stdin ? "standard input" : path);
	l->fd = fd;
	l->size = S_ISREG(st.st_mode) ? (int64_t)st.st_size : -1;
	l->raw = xmalloc(CHUNK);
	return l;
}

void lines_close(struct lines *l)
{
	if (!l)
		return;
	buf_deinit(&l->text);
	if (l->packing == PACKING_GZIP)
		inflateEnd(&l->gzip);
	ZSTD_freeDStream(l->zstd);
	if (l->fd != STDIN_FILENO)
		close(l->fd);
	free(l->raw);
	free(l->path);
	free(l);
}

static bool read_raw(struct lines *l, struct error *err)
{
	ssize_t n;

	do {
		n = read(l->fd, l->raw, CHUNK);
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		error_set(err, "%s: %s", l->path, strerror(errno));
		return false;
	}
	l->raw_at = 0;
	l->raw_len = (size_t)n;
	l->read += n;
	l->is_ended = n == 0;
	return true;
}

/* By the magic numbers of RFC 1952 and RFC 8878. */
static void choose_packing(struct lines *l)
{
	const unsigned char *p = l->raw;

	l->packing = PACKING_NONE;
	if (l->raw_len >= 3 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8 &&
	    inflateInit2(&l->gzip, 15 + 16) == Z_OK)
		l->packing = PACKING_GZIP;
	else if (l->raw_len >= 4 && memcmp(p, "\x28\xB5\x2F\xFD", 4) == 0)
		l->packing = PACKING_ZSTD;
	if (l->packing == PACKING_ZSTD)
		l->zstd = ZSTD_createDStream();
}

static bool unpack_gzip(struct lines *l, struct error *err)
{
	char *to = buf_reserve(&l->text, CHUNK);
	int   rc;

	if (l->gzip_ended) { /* several members one after the other */
		inflateReset(&l->gzip);
		l->gzip_ended = false;
	}
	l->gzip.next_in = l->raw + l->raw_at;
	l->gzip.avail_in = (uInt)(l->raw_len - l->raw_at);
	l->gzip.next_out = (unsigned char *)to;
	l->gzip.avail_out = CHUNK;
	rc = inflate(&l->gzip, Z_NO_FLUSH);
	l->raw_at = l->raw_len - l->gzip.avail_in;
	buf_commit(&l->text, CHUNK - l->gzip.avail_out);
	l->gzip_ended = rc == Z_STREAM_END;
	if (rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR)
		return true;
	error_set(err, "%s: expected gzip, found damaged data near byte %lld",
		  l->path, (long long)l->read);
	return false;
}

static bool unpack_zstd(struct lines *l, struct error *err)
{
	ZSTD_inBuffer  in = { l->raw, l->raw_len, l->raw_at };
	ZSTD_outBuffer out = { buf_reserve(&l->text, CHUNK), CHUNK, 0 };
	size_t         rc = ZSTD_decompressStream(l->zstd, &out, &in);

	l->raw_at = in.pos;
	buf_commit(&l->text, out.pos);
	l->gzip_ended = rc == 0;
	if (!ZSTD_isError(rc))
		return true;
	error_set(err, "%s: expected zstd, found damaged data near byte %lld",
		  l->path, (long long)l->read);
	return false;
}

/* Bring more text; *more is false when there is none. */
static bool fill(struct lines *l, bool *more, struct error *err)
{
	size_t before;

	if (l->at) { /* what was given out goes */
		memmove(l->text.ptr, l->text.ptr + l->at, l->text.len - l->at);
		l->text.len -= l->at;
		l->scanned -= l->at;
		l->at = 0;
	}
	before = l->text.len;
	*more = true;
	while (l->text.len == before) {
		bool ok = true;

		if (l->raw_at == l->raw_len && !l->is_ended &&
		    !read_raw(l, err))
			return false;
		if (l->packing == PACKING_UNKNOWN && !l->is_ended)
			choose_packing(l);
		if (l->raw_at == l->raw_len && l->is_ended) {
			*more = false;
			if (l->packing <= PACKING_NONE || l->gzip_ended)
				return true;
			error_set(err, "%s: expected more data, found its end",
				  l->path);
			return false;
		}
		if (l->packing == PACKING_GZIP) {
			ok = unpack_gzip(l, err);
		} else if (l->packing == PACKING_ZSTD) {
			ok = unpack_zstd(l, err);
		} else {
			buf_add(&l->text, l->raw + l->raw_at,
				l->raw_len - l->raw_at);
			l->raw_at = l->raw_len;
		}
		if (!ok)
			return false;
	}
	return true;
}

static enum line_status give(struct lines *l, size_t len, size_t with_end,
			     struct span *line)
{
	const char *start = l->text.ptr + l->at;
	bool        skipped = l->is_skipping || len > LINE_MAX_BYTES;

	l->at += with_end;
	l->scanned = l->at;
	l->number++;
	l->is_skipping = false;
	if (skipped)
		return LINE_TOO_LONG;
	if (len && start[len - 1] == '\r')
		len--;
	*line = (struct span){ start, len };
	return LINE_OK;
}

enum line_status lines_next(struct lines *l, struct span *line,
			    struct error *err)
{
	for (;;) {
		size_t      left = l->text.len - l->scanned;
		const char *end =
			left ? memchr(l->text.ptr + l->scanned, '\n', left)
			     : NULL;
		bool more;

		if (end) {
			size_t len = (size_t)(end - l->text.ptr) - l->at;

			return give(l, len, len + 1, line);
		}
		l->scanned = l->text.len;
		if (l->text.len - l->at > LINE_MAX_BYTES) {
			l->is_skipping = true;
			l->at = l->text.len;
		}
		if (!fill(l, &more, err))
			return LINE_BROKEN;
		if (!more) { /* the last line may lack its end */
			size_t len = l->text.len - l->at;

			if (!len && !l->is_skipping)
				return LINE_END;
			return give(l, len, len, line);
		}
	}
}

bool lines_would_wait(const struct lines *l)
{
	size_t        left = l->text.len - l->at;
	struct pollfd p = { .fd = l->fd, .events = POLLIN };

	if (l->size >= 0 || l->is_ended || l->raw_at < l->raw_len ||
	    (left && memchr(l->text.ptr + l->at, '\n', left)))
		return false;
	return poll(&p, 1, 0) == 0;
}

int64_t lines_number(const struct lines *l)
{
	return l->number;
}

int64_t lines_read(const struct lines *l)
{
	return l->read;
}

int64_t lines_size(const struct lines *l)
{
	return l->size;
}
