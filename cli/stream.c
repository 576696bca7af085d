/*
 * stream.c - reading: file -> (inflate) -> bytes.
 */
#include "cli/stream.h"

#include "base/buf.h"
#include "base/mem.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define CHUNK (256 * 1024) /* bytes asked of the file or inflater at once */

enum packing {
	PACKING_UNKNOWN, /* nothing read yet */
	PACKING_NONE,
	PACKING_GZIP,
	PACKING_ZSTD,
};

struct stream {
	char          *path; /* as given, for messages */
	int            fd;
	enum packing   packing;
	z_stream       gzip;
	bool           gzip_ended; /* between two members */
	ZSTD_DStream  *zstd;
	unsigned char *raw; /* CHUNK bytes as read from the file */
	size_t         raw_at, raw_len;
	bool           is_ended; /* the file has no more bytes */
	struct buf     text;     /* unpacked and not yet given out */
	size_t         at;       /* of the next byte in `text` */
	int64_t        read, size;
};

struct stream *stream_open(const char *path, struct error *err)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int  fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat   st;
	struct stream *s;

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
	s = xcalloc(1, sizeof(*s));
	s->path = xstrdup(is_stdin ? "standard input" : path);
	s->fd = fd;
	s->size = S_ISREG(st.st_mode) ? (int64_t)st.st_size : -1;
	s->raw = xmalloc(CHUNK);
	return s;
}

void stream_close(struct stream *s)
{
	if (!s)
		return;
	buf_deinit(&s->text);
	if (s->packing == PACKING_GZIP)
		inflateEnd(&s->gzip);
	ZSTD_freeDStream(s->zstd);
	if (s->fd != STDIN_FILENO)
		close(s->fd);
	free(s->raw);
	free(s->path);
	free(s);
}

static bool read_raw(struct stream *s, struct error *err)
{
	ssize_t n;

	do {
		n = read(s->fd, s->raw, CHUNK);
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		error_set(err, "%s: %s", s->path, strerror(errno));
		return false;
	}
	s->raw_at = 0;
	s->raw_len = (size_t)n;
	s->read += n;
	s->is_ended = n == 0;
	return true;
}

/* By the magic numbers of RFC 1952 and RFC 8878. */
static void choose_packing(struct stream *s)
{
	const unsigned char *p = s->raw;

	s->packing = PACKING_NONE;
	if (s->raw_len >= 3 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8 &&
	    inflateInit2(&s->gzip, 15 + 16) == Z_OK)
		s->packing = PACKING_GZIP;
	else if (s->raw_len >= 4 && memcmp(p, "\x28\xB5\x2F\xFD", 4) == 0)
		s->packing = PACKING_ZSTD;
	if (s->packing == PACKING_ZSTD)
		s->zstd = ZSTD_createDStream();
}

static bool unpack_gzip(struct stream *s, struct error *err)
{
	char *to = buf_reserve(&s->text, CHUNK);
	int   rc;

	if (s->gzip_ended) { /* several members one after the other */
		inflateReset(&s->gzip);
		s->gzip_ended = false;
	}
	s->gzip.next_in = s->raw + s->raw_at;
	s->gzip.avail_in = (uInt)(s->raw_len - s->raw_at);
	s->gzip.next_out = (unsigned char *)to;
	s->gzip.avail_out = CHUNK;
	rc = inflate(&s->gzip, Z_NO_FLUSH);
	s->raw_at = s->raw_len - s->gzip.avail_in;
	buf_commit(&s->text, CHUNK - s->gzip.avail_out);
	s->gzip_ended = rc == Z_STREAM_END;
	if (rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR)
		return true;
	error_set(err, "%s: expected gzip, found damaged data near byte %lld",
		  s->path, (long long)s->read);
	return false;
}

static bool unpack_zstd(struct stream *s, struct error *err)
{
	ZSTD_inBuffer  in = { s->raw, s->raw_len, s->raw_at };
	ZSTD_outBuffer out = { buf_reserve(&s->text, CHUNK), CHUNK, 0 };
	size_t         rc = ZSTD_decompressStream(s->zstd, &out, &in);

	s->raw_at = in.pos;
	buf_commit(&s->text, out.pos);
	s->gzip_ended = rc == 0;
	if (!ZSTD_isError(rc))
		return true;
	error_set(err, "%s: expected zstd, found damaged data near byte %lld",
		  s->path, (long long)s->read);
	return false;
}

bool stream_fill(struct stream *s, bool *more, struct error *err)
{
	size_t before;

	if (s->at) { /* what was given out goes */
		memmove(s->text.ptr, s->text.ptr + s->at, s->text.len - s->at);
		s->text.len -= s->at;
		s->at = 0;
	}
	before = s->text.len;
	*more = true;
	while (s->text.len == before) {
		bool ok = true;

		if (s->raw_at == s->raw_len && !s->is_ended &&
		    !read_raw(s, err))
			return false;
		if (s->packing == PACKING_UNKNOWN && !s->is_ended)
			choose_packing(s);
		if (s->raw_at == s->raw_len && s->is_ended) {
			*more = false;
			if (s->packing <= PACKING_NONE || s->gzip_ended)
				return true;
			error_set(err, "%s: expected more data, found its end",
				  s->path);
			return false;
		}
		if (s->packing == PACKING_GZIP) {
			ok = unpack_gzip(s, err);
		} else if (s->packing == PACKING_ZSTD) {
			ok = unpack_zstd(s, err);
		} else {
			buf_add(&s->text, s->raw + s->raw_at,
				s->raw_len - s->raw_at);
			s->raw_at = s->raw_len;
		}
		if (!ok)
			return false;
	}
	return true;
}

struct span stream_window(const struct stream *s)
{
	return (struct span){ s->text.ptr ? s->text.ptr + s->at : "",
			      s->text.len - s->at };
}

void stream_skip(struct stream *s, size_t n)
{
	assert(n <= s->text.len - s->at);
	s->at += n;
}

bool stream_would_wait(const struct stream *s)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };

	if (s->size >= 0 || s->is_ended || s->raw_at < s->raw_len)
		return false;
	return poll(&p, 1, 0) == 0;
}

int64_t stream_read(const struct stream *s)
{
	return s->read;
}

int64_t stream_size(const struct stream *s)
{
	return s->size;
}

const char *stream_name(const struct stream *s)
{
	return s->path;
}
