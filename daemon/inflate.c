#include "daemon/inflate.h"

#include "base/mem.h"

#include <brotli/decode.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#define LAYERS_MAX 3
#define FIRST_GUESS 8     /* times the input: HTML and JSON shrink 5 to 10 */
#define ROOM_MIN (16 * 1024) /* bytes */
#define ZSTD_WINDOW_LOG_MAX 23 /* 8 MiB, what RFC 9659 allows on the web */

typedef enum inflate_status decode_fn(struct span body, size_t max,
				      struct buf *out, struct error *err);

static enum inflate_status too_large(size_t max, struct error *err)
{
	error_set(err, "expected at most %zu bytes after decompression, "
		       "found more", max);
	return INFLATE_TOO_LARGE;
}

static enum inflate_status broken(const char *encoding, struct error *err)
{
	error_set(err, "expected %s, found damaged or truncated data",
		  encoding);
	return INFLATE_BROKEN;
}

/* Bytes to offer a decoder first. The bound is never passed. */
static size_t first_room(size_t body_len, size_t max)
{
	size_t room = body_len > max / FIRST_GUESS ? max
						   : body_len * FIRST_GUESS;

	if (room < ROOM_MIN)
		room = ROOM_MIN;
	return room < max ? room : max;
}

/* Twice as much as before, or 0 when there was all the room already. */
static size_t next_room(size_t room, size_t max)
{
	if (room >= max)
		return 0;
	return room > max / 2 ? max : room * 2;
}

typedef enum libdeflate_result deflate_fn(struct libdeflate_decompressor *d,
					  const void *in, size_t in_len,
					  void *out, size_t room,
					  size_t *used, size_t *made);

/*
 * One stream with libdeflate, which wants the whole output at once: room is
 * doubled until it suffices, so a page costs one or two goes and a bomb
 * log2(max / ROOM_MIN) of them. Memory that no output reached is never touched.
 */
static enum libdeflate_result run_deflate(deflate_fn *decode,
					  struct libdeflate_decompressor *d,
					  struct span in, size_t max,
					  struct buf *out, size_t *used)
{
	size_t room = first_room(in.len, max);

	for (;;) {
		char                  *at = buf_reserve(out, room + 1);
		size_t                 made = 0;
		enum libdeflate_result rc;

		rc = decode(d, in.ptr, in.len, at, room, used, &made);
		if (rc == LIBDEFLATE_SUCCESS)
			buf_commit(out, made);
		if (rc != LIBDEFLATE_INSUFFICIENT_SPACE)
			return rc;
		room = next_room(room, max);
		if (!room)
			return rc;
	}
}

static enum inflate_status from_deflate(enum libdeflate_result rc, size_t max,
					const char *encoding,
					struct error *err)
{
	if (rc == LIBDEFLATE_SUCCESS)
		return INFLATE_OK;
	if (rc == LIBDEFLATE_INSUFFICIENT_SPACE)
		return too_large(max, err);
	return broken(encoding, err);
}

/* Members follow one another (RFC 1952 2.2); zero padding is tolerated. */
static enum inflate_status decode_gzip(struct span body, size_t max,
				       struct buf *out, struct error *err)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result          rc = LIBDEFLATE_BAD_DATA;
	struct span                     rest = body;

	if (!d)
		abort();
	while (inflate_is_gzip(rest)) {
		size_t used = 0;

		rc = run_deflate(libdeflate_gzip_decompress_ex, d, rest,
				 max - out->len, out, &used);
		if (rc != LIBDEFLATE_SUCCESS)
			break;
		rest.ptr += used;
		rest.len -= used;
	}
	libdeflate_free_decompressor(d);
	/* Servers are seen to append garbage; every browser ignores it. */
	return from_deflate(rc, max, "gzip", err);
}

/* "deflate" means zlib (RFC 9110 8.4.1.2), but some servers send it raw. */
static enum inflate_status decode_deflate(struct span body, size_t max,
					  struct buf *out, struct error *err)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result          rc;
	size_t                          used = 0;

	if (!d)
		abort();
	rc = run_deflate(libdeflate_zlib_decompress_ex, d, body, max, out,
			 &used);
	if (rc == LIBDEFLATE_BAD_DATA)
		rc = run_deflate(libdeflate_deflate_decompress_ex, d, body,
				 max, out, &used);
	libdeflate_free_decompressor(d);
	return from_deflate(rc, max, "deflate", err);
}

static enum inflate_status decode_brotli(struct span body, size_t max,
					 struct buf *out, struct error *err)
{
	BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL,
								NULL);
	BrotliDecoderResult rc = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
	const uint8_t      *in = (const uint8_t *)body.ptr;
	size_t              in_left = body.len;
	size_t              step = first_room(body.len, max);

	if (!state)
		abort();
	while (rc == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
		/* One byte over the bound tells "full" from "too much". */
		size_t   left = max - out->len + 1;
		size_t   room = step < left ? step : left;
		uint8_t *at = (uint8_t *)buf_reserve(out, room);
		size_t   at_left = room;

		rc = BrotliDecoderDecompressStream(state, &in_left, &in,
						   &at_left, &at, NULL);
		buf_commit(out, room - at_left);
		if (out->len > max)
			break;
		step = out->len > step ? out->len : step;
	}
	BrotliDecoderDestroyInstance(state);
	if (out->len > max)
		return too_large(max, err);
	return rc == BROTLI_DECODER_RESULT_SUCCESS ? INFLATE_OK
						   : broken("br", err);
}

static enum inflate_status decode_zstd(struct span body, size_t max,
				       struct buf *out, struct error *err)
{
	ZSTD_DCtx    *d = ZSTD_createDCtx();
	ZSTD_inBuffer in = { body.ptr, body.len, 0 };
	size_t        step = first_room(body.len, max);
	size_t        rc = 1; /* 0: a frame has ended */

	if (!d)
		abort();
	ZSTD_DCtx_setParameter(d, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX);
	while (out->len <= max) {
		size_t         left = max - out->len + 1;
		size_t         room = step < left ? step : left;
		ZSTD_outBuffer to = { buf_reserve(out, room), room, 0 };

		if (rc == 0 && in.pos == in.size)
			break;
		rc = ZSTD_decompressStream(d, &to, &in);
		if (ZSTD_isError(rc))
			break;
		buf_commit(out, to.pos);
		if (in.pos == in.size && to.pos < to.size)
			break; /* nothing left on either side */
		step = out->len > step ? out->len : step;
	}
	ZSTD_freeDCtx(d);
	if (out->len > max)
		return too_large(max, err);
	return rc == 0 ? INFLATE_OK : broken("zstd", err);
}

static enum inflate_status decode_identity(struct span body, size_t max,
					   struct buf *out, struct error *err)
{
	if (body.len > max)
		return too_large(max, err);
	buf_add_span(out, body);
	return INFLATE_OK;
}

static const struct coding {
	const char *name;
	decode_fn  *decode;
} codings[] = { /* sorted by name */
	{ "br",       decode_brotli   },
	{ "deflate",  decode_deflate  },
	{ "gzip",     decode_gzip     },
	{ "identity", decode_identity },
	{ "x-gzip",   decode_gzip     }, /* RFC 9110 8.4.1.3 */
	{ "zstd",     decode_zstd     },
};

static const struct coding *coding_find(struct span name)
{
	for (size_t i = 0; i < ARRAY_LEN(codings); i++) {
		if (span_is_nocase(name, codings[i].name))
			return &codings[i];
	}
	return NULL;
}

/* The list as it was applied: first to last. -1 with `err`. */
static int parse_encoding(struct span header,
			  const struct coding *layers[LAYERS_MAX],
			  struct error *err)
{
	const char *at = header.ptr, *end = at + header.len;
	int         n = 0;

	while (at < end) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		const char *stop = comma ? comma : end;
		struct span name =
			span_trim((struct span){ at, (size_t)(stop - at) });

		at = comma ? comma + 1 : end;
		if (!name.len)
			continue;
		if (n == LAYERS_MAX) {
			error_set(err, "expected at most %d encodings, found %.*s",
				  LAYERS_MAX, (int)header.len, header.ptr);
			return -1;
		}
		layers[n] = coding_find(name);
		if (!layers[n]) {
			error_set(err, "expected one of %s, found %.*s",
				  INFLATE_ACCEPT, (int)name.len, name.ptr);
			return -1;
		}
		n++;
	}
	if (!n)
		layers[n++] = coding_find(SPAN("identity"));
	return n;
}

enum inflate_status inflate_body(struct span body, struct span encoding,
				 size_t max, struct buf *out,
				 struct error *err)
{
	const struct coding *layers[LAYERS_MAX];
	enum inflate_status  status = INFLATE_OK;
	struct buf           middle = BUF_INIT;
	int                  n = parse_encoding(encoding, layers, err);

	buf_clear(out);
	if (n < 0)
		return INFLATE_UNSUPPORTED;
	if (!body.len)
		return INFLATE_OK; /* a 204 or HEAD may still name a coding */
	while (n-- > 0) { /* the last applied comes off first */
		status = layers[n]->decode(body, max, out, err);
		if (status != INFLATE_OK) {
			buf_clear(out);
			break;
		}
		if (n > 0) {
			struct buf was = middle;

			middle = *out;
			*out = was;
			buf_clear(out);
			body = buf_span(&middle);
		}
	}
	buf_deinit(&middle);
	return status;
}

bool inflate_is_gzip(struct span body)
{
	return body.len > 2 && memcmp(body.ptr, "\x1f\x8b\x08", 3) == 0;
}
