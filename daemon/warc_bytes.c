#include "daemon/warc_bytes.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define RAW_BYTES  (256 * 1024) /* asked of the file at once */
#define TEXT_BYTES (256 * 1024) /* asked of the unpacker at once */
#define MAGIC_MAX  4
#define BACK_BYTES (1024 * 1024) /* what damaged data may have eaten at most */

enum packing {
	PACKING_UNKNOWN, /* nothing read yet */
	PACKING_NONE,
	PACKING_GZIP,
	PACKING_ZSTD,
};

struct warc_bytes {
	char        *path; /* for messages; NULL: memory */
	int          fd;   /* -1: memory */
	struct span  memory;
	bool         can_seek;
	enum packing packing;
	z_stream     gzip;
	ZSTD_DCtx   *zstd;
	bool         is_inside; /* a member is begun */
	struct buf   raw;
	size_t       raw_at;
	int64_t      raw_offset; /* in the file, of raw's first byte */
	int64_t      size;
	bool         is_ended; /* the file has no more bytes */
	int64_t      member;   /* offset of the member the window is of */
	struct buf   text;
	size_t       at;
};

static struct warc_bytes *bytes_new(void)
{
	struct warc_bytes *b = xcalloc(1, sizeof(*b));

	b->fd = -1;
	return b;
}

struct warc_bytes *warc_bytes_open(const char *path, struct error *err)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int  fd = is_stdin ? dup(STDIN_FILENO)
			   : open(path, O_RDONLY | O_CLOEXEC);
	struct stat        st;
	struct warc_bytes *b;

	if (fd < 0 || fstat(fd, &st) < 0) {
		error_set(err, "%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	if (S_ISDIR(st.st_mode)) {
		error_set(err, "%s: expected a file, found a directory", path);
		close(fd);
		return NULL;
	}
	b = bytes_new();
	b->path = xstrdup(is_stdin ? "standard input" : path);
	b->fd = fd;
	b->can_seek = S_ISREG(st.st_mode) && !is_stdin;
	b->size = S_ISREG(st.st_mode) ? (int64_t)st.st_size : -1;
	return b;
}

struct warc_bytes *warc_bytes_of(struct span file)
{
	struct warc_bytes *b = bytes_new();

	b->memory = file;
	b->can_seek = true;
	b->size = (int64_t)file.len;
	return b;
}

void warc_bytes_close(struct warc_bytes *b)
{
	if (!b)
		return;
	if (b->packing == PACKING_GZIP)
		inflateEnd(&b->gzip);
	ZSTD_freeDCtx(b->zstd);
	buf_deinit(&b->text);
	buf_deinit(&b->raw);
	if (b->fd >= 0)
		close(b->fd);
	free(b->path);
	free(b);
}

/* ---- the file ---- */

static ssize_t read_some(struct warc_bytes *b, char *to, size_t n)
{
	int64_t     at = b->raw_offset + (int64_t)b->raw.len;
	struct span rest;
	ssize_t     got;

	if (b->fd < 0) {
		rest = (struct span){ b->memory.ptr + at,
				      b->memory.len - (size_t)at };
		n = n < rest.len ? n : rest.len;
		if (n)
			memcpy(to, rest.ptr, n);
		return (ssize_t)n;
	}
	do {
		got = b->can_seek ? pread(b->fd, to, n, at)
				  : read(b->fd, to, n);
	} while (got < 0 && errno == EINTR);
	return got;
}

/* More raw bytes behind those not used yet. */
static bool read_raw(struct warc_bytes *b, struct error *err)
{
	ssize_t got;

	if (b->raw_at) {
		b->raw_offset += (int64_t)b->raw_at;
		b->raw.len -= b->raw_at;
		if (b->raw.len)
			memmove(b->raw.ptr, b->raw.ptr + b->raw_at, b->raw.len);
		b->raw_at = 0;
	}
	got = read_some(b, buf_reserve(&b->raw, RAW_BYTES), RAW_BYTES);
	if (got < 0) {
		error_set(err, "%s: %s", b->path, strerror(errno));
		return false;
	}
	buf_commit(&b->raw, (size_t)got);
	b->is_ended = got == 0;
	return true;
}

static struct span raw_left(const struct warc_bytes *b)
{
	if (!b->raw.ptr)
		return SPAN("");
	return (struct span){ b->raw.ptr + b->raw_at, b->raw.len - b->raw_at };
}

/* At least `n` raw bytes, if the file has them. */
static bool want_raw(struct warc_bytes *b, size_t n, struct error *err)
{
	while (raw_left(b).len < n && !b->is_ended) {
		if (!read_raw(b, err))
			return false;
	}
	return true;
}

/* ---- unpacking ---- */

static bool is_gzip(struct span s) /* RFC 1952 2.3: no reserved flag is set */
{
	return s.len >= MAGIC_MAX && !memcmp(s.ptr, "\x1f\x8b\x08", 3) &&
	       !(s.ptr[3] & 0xe0);
}

static bool is_zstd(struct span s) /* RFC 8878 3.1.1 */
{
	return s.len >= MAGIC_MAX && !memcmp(s.ptr, "\x28\xb5\x2f\xfd", 4);
}

static bool is_zstd_dictionary(struct span s)
{
	return s.len >= MAGIC_MAX && !memcmp(s.ptr, "\x5d\x2a\x4d\x18", 4);
}

static bool choose_packing(struct warc_bytes *b, struct error *err)
{
	struct span start = raw_left(b);

	b->packing = PACKING_NONE;
	if (is_zstd_dictionary(start)) {
		error_set(err, "expected gzip, plain records or zstd without "
			       "a dictionary, found a .warc.zst with one: "
			       "unpack it with `zstd -d` and that dictionary");
		return false;
	}
	if (is_gzip(start)) {
		memset(&b->gzip, 0, sizeof(b->gzip));
		if (inflateInit2(&b->gzip, 15 + 16) != Z_OK)
			abort();
		b->packing = PACKING_GZIP;
	} else if (is_zstd(start)) {
		b->zstd = ZSTD_createDCtx();
		if (!b->zstd)
			abort();
		b->packing = PACKING_ZSTD;
	}
	return true;
}

static enum bytes_status unpack_gzip(struct warc_bytes *b, struct error *err)
{
	struct span raw = raw_left(b);
	char       *to = buf_reserve(&b->text, TEXT_BYTES);
	int         rc;

	b->gzip.next_in = (unsigned char *)raw.ptr;
	b->gzip.avail_in = (uInt)raw.len;
	b->gzip.next_out = (unsigned char *)to;
	b->gzip.avail_out = TEXT_BYTES;
	rc = inflate(&b->gzip, Z_NO_FLUSH);
	b->raw_at += raw.len - b->gzip.avail_in;
	buf_commit(&b->text, TEXT_BYTES - b->gzip.avail_out);
	if (rc == Z_STREAM_END)
		b->is_inside = false;
	if (rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR)
		return BYTES_MORE;
	error_set(err, "expected gzip, found damaged data (%s)",
		  b->gzip.msg ? b->gzip.msg : "unknown");
	return BYTES_BROKEN;
}

static enum bytes_status unpack_zstd(struct warc_bytes *b, struct error *err)
{
	struct span    raw = raw_left(b);
	ZSTD_inBuffer  in = { raw.ptr, raw.len, 0 };
	ZSTD_outBuffer out = { buf_reserve(&b->text, TEXT_BYTES), TEXT_BYTES,
			       0 };
	size_t         rc = ZSTD_decompressStream(b->zstd, &out, &in);

	b->raw_at += in.pos;
	buf_commit(&b->text, out.pos);
	if (rc == 0)
		b->is_inside = false;
	if (!ZSTD_isError(rc))
		return BYTES_MORE;
	error_set(err, "expected zstd, found damaged data (%s)",
		  ZSTD_getErrorName(rc));
	return BYTES_BROKEN;
}

static void begin_member(struct warc_bytes *b)
{
	b->member = b->raw_offset + (int64_t)b->raw_at;
	b->is_inside = true;
	if (b->packing == PACKING_GZIP)
		inflateReset(&b->gzip);
	else if (b->packing == PACKING_ZSTD)
		ZSTD_DCtx_reset(b->zstd, ZSTD_reset_session_only);
}

static bool is_member_start(const struct warc_bytes *b, struct span s)
{
	return b->packing == PACKING_GZIP ? is_gzip(s) : is_zstd(s);
}

static enum bytes_status unpack(struct warc_bytes *b, struct error *err)
{
	size_t            before = b->text.len;
	enum bytes_status status = BYTES_MORE;

	while (status == BYTES_MORE && b->text.len == before && b->is_inside) {
		if (!want_raw(b, 1, err))
			return BYTES_FAILED;
		if (!raw_left(b).len) {
			error_set(err, "expected the rest of packed data, "
				       "found the end of the file");
			return BYTES_BROKEN;
		}
		status = b->packing == PACKING_GZIP ? unpack_gzip(b, err)
						    : unpack_zstd(b, err);
	}
	if (status == BYTES_MORE && b->text.len == before)
		return BYTES_MEMBER;
	return status;
}

static enum bytes_status copy_plain(struct warc_bytes *b, struct error *err)
{
	if (!want_raw(b, 1, err))
		return BYTES_FAILED;
	if (!raw_left(b).len)
		return BYTES_END;
	buf_add_span(&b->text, raw_left(b));
	b->raw_at = b->raw.len;
	return BYTES_MORE;
}

/* Bytes that were passed go. */
static void compact(struct warc_bytes *b)
{
	if (!b->at)
		return;
	if (b->packing == PACKING_NONE)
		b->member += (int64_t)b->at;
	b->text.len -= b->at;
	if (b->text.len)
		memmove(b->text.ptr, b->text.ptr + b->at, b->text.len);
	b->at = 0;
}

enum bytes_status warc_bytes_more(struct warc_bytes *b, struct error *err)
{
	compact(b);
	if (!want_raw(b, MAGIC_MAX, err))
		return BYTES_FAILED;
	if (b->packing == PACKING_UNKNOWN) {
		if (!choose_packing(b, err))
			return BYTES_FAILED;
		begin_member(b);
	}
	if (b->packing == PACKING_NONE)
		return copy_plain(b, err);
	if (b->is_inside)
		return unpack(b, err);
	return raw_left(b).len ? BYTES_MEMBER : BYTES_END;
}

void warc_bytes_enter(struct warc_bytes *b)
{
	struct error ignored = ERROR_INIT;

	buf_clear(&b->text);
	b->at = 0;
	if (b->packing == PACKING_NONE || b->is_inside ||
	    !want_raw(b, MAGIC_MAX, &ignored))
		return;
	/* What is no member fails as such when it is unpacked. */
	begin_member(b);
}

/* What was damaged may have eaten the beginning of the next member. */
static void go_back(struct warc_bytes *b)
{
	int64_t now = b->raw_offset + (int64_t)b->raw_at;
	int64_t from = b->member + 1;

	if (from < now - BACK_BYTES)
		from = now - BACK_BYTES;
	if (from >= b->raw_offset) {
		b->raw_at = (size_t)(from - b->raw_offset);
		if (b->raw_at > b->raw.len) /* the file has ended there */
			b->raw_at = b->raw.len;
	} else if (b->can_seek) {
		buf_clear(&b->raw);
		b->raw_at = 0;
		b->raw_offset = from;
		b->is_ended = false;
	}
}

bool warc_bytes_resync(struct warc_bytes *b, struct error *err)
{
	if (!warc_bytes_is_packed(b))
		return false;
	buf_clear(&b->text);
	b->at = 0;
	b->is_inside = false;
	if (!want_raw(b, 1, err)) /* the byte behind the member's first */
		return false;
	go_back(b);
	for (;;) {
		struct span left;

		if (!want_raw(b, MAGIC_MAX, err))
			return false;
		left = raw_left(b);
		if (left.len < MAGIC_MAX)
			return false;
		for (size_t i = 0; i + MAGIC_MAX <= left.len; i++) {
			struct span s = { left.ptr + i, left.len - i };

			if (!is_member_start(b, s))
				continue;
			b->raw_at += i;
			begin_member(b);
			return true;
		}
		b->raw_at += left.len - (MAGIC_MAX - 1);
	}
}

/* ---- places ---- */

struct span warc_bytes_window(const struct warc_bytes *b)
{
	if (!b->text.ptr)
		return SPAN("");
	return (struct span){ b->text.ptr + b->at, b->text.len - b->at };
}

void warc_bytes_pass(struct warc_bytes *b, size_t n)
{
	b->at += n;
}

int64_t warc_bytes_offset(const struct warc_bytes *b)
{
	bool is_plain = b->packing == PACKING_NONE;

	return b->member + (is_plain ? (int64_t)b->at : 0);
}

bool warc_bytes_is_packed(const struct warc_bytes *b)
{
	return b->packing == PACKING_GZIP || b->packing == PACKING_ZSTD;
}

bool warc_bytes_can_seek(const struct warc_bytes *b)
{
	return b->can_seek;
}

bool warc_bytes_seek(struct warc_bytes *b, int64_t offset)
{
	if (!b->can_seek || offset < 0 || offset > b->size)
		return false;
	buf_clear(&b->raw);
	buf_clear(&b->text);
	b->raw_at = b->at = 0;
	b->raw_offset = offset;
	b->is_ended = false;
	b->is_inside = false;
	if (b->packing == PACKING_UNKNOWN)
		return true;
	begin_member(b);
	return true;
}

int64_t warc_bytes_read(const struct warc_bytes *b)
{
	return b->raw_offset + (int64_t)b->raw_at;
}

int64_t warc_bytes_size(const struct warc_bytes *b)
{
	return b->size;
}
