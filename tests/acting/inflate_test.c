/* inflate_test.c - every coding, whole, damaged and hostile. */
#include "daemon/inflate.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <brotli/encode.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <zlib.h>
#include <zstd.h>

#define MAX (1 << 20)

/* A page of `len` bytes that shrinks as pages do. */
static void make_page(struct buf *out, size_t len)
{
	for (int i = 0; out->len < len; i++)
		buf_printf(out, "<li>Engineer %d in Berlin, %d EUR</li>\n", i,
			   i * 7919 % 100000);
	out->len = len;
}

typedef void encode_fn(struct span in, struct buf *out);

static void with_libdeflate(struct span in, struct buf *out, char format)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
	size_t room = in.len + 1000;
	char  *to = buf_reserve(out, room);
	size_t made = format == 'g'
		? libdeflate_gzip_compress(c, in.ptr, in.len, to, room)
		: format == 'z'
		? libdeflate_zlib_compress(c, in.ptr, in.len, to, room)
		: libdeflate_deflate_compress(c, in.ptr, in.len, to, room);

	assert_true(made > 0);
	buf_commit(out, made);
	libdeflate_free_compressor(c);
}

static void as_gzip(struct span in, struct buf *out)
{
	with_libdeflate(in, out, 'g');
}

static void as_zlib(struct span in, struct buf *out)
{
	with_libdeflate(in, out, 'z');
}

static void as_raw(struct span in, struct buf *out)
{
	with_libdeflate(in, out, 'r');
}

static void as_members(struct span in, struct buf *out)
{
	size_t half = in.len / 2;

	with_libdeflate((struct span){ in.ptr, half }, out, 'g');
	with_libdeflate((struct span){ in.ptr + half, in.len - half }, out,
			'g');
}

static void as_brotli(struct span in, struct buf *out)
{
	size_t   room = in.len + 1000;
	uint8_t *to = (uint8_t *)buf_reserve(out, room);

	assert_true(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, in.len,
					  (const uint8_t *)in.ptr, &room, to));
	buf_commit(out, room);
}

static void as_zstd(struct span in, struct buf *out)
{
	size_t room = ZSTD_compressBound(in.len);
	size_t made = ZSTD_compress(buf_reserve(out, room), room, in.ptr,
				    in.len, 3);

	assert_false(ZSTD_isError(made));
	buf_commit(out, made);
}

static void as_frames(struct span in, struct buf *out)
{
	size_t half = in.len / 2;

	as_zstd((struct span){ in.ptr, half }, out);
	as_zstd((struct span){ in.ptr + half, in.len - half }, out);
}

static void as_it_is(struct span in, struct buf *out)
{
	buf_add_span(out, in);
}

static void as_br_in_gzip(struct span in, struct buf *out)
{
	struct buf middle = BUF_INIT;

	as_brotli(in, &middle);
	as_gzip(buf_span(&middle), out);
	buf_deinit(&middle);
}

static const struct coding_case {
	const char *name;
	encode_fn  *encode;
	const char *header;
} codings[] = {
	{ "gzip",               as_gzip,       "gzip"      },
	{ "gzip in capitals",   as_gzip,       " GZIP "    },
	{ "x-gzip",             as_gzip,       "x-gzip"    },
	{ "gzip members",       as_members,    "gzip"      },
	{ "zlib",               as_zlib,       "deflate"   },
	{ "raw deflate",        as_raw,        "deflate"   },
	{ "brotli",             as_brotli,     "br"        },
	{ "zstd",               as_zstd,       "zstd"      },
	{ "zstd frames",        as_frames,     "zstd"      },
	{ "none",               as_it_is,      ""          },
	{ "identity",           as_it_is,      "identity"  },
	{ "two, one in another", as_br_in_gzip, "br, gzip" },
};

static void a_page_comes_back(void **state)
{
	const struct coding_case *c = *state;
	static const size_t       sizes[] = { 1, 100, 24000, 900000, MAX };

	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		struct buf   page = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
		struct error err = ERROR_INIT;

		make_page(&page, sizes[i]);
		c->encode(buf_span(&page), &packed);

		assert_int_equal(inflate_body(buf_span(&packed),
					      span_of(c->header), MAX, &out,
					      &err),
				 INFLATE_OK);
		assert_int_equal(out.len, page.len);
		assert_memory_equal(out.ptr, page.ptr, page.len);
		buf_deinit(&page);
		buf_deinit(&packed);
		buf_deinit(&out);
	}
}

static void one_byte_too_many_is_too_large(void **state)
{
	const struct coding_case *c = *state;
	struct buf   page = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
	struct error err = ERROR_INIT;

	make_page(&page, MAX + 1);
	c->encode(buf_span(&page), &packed);

	assert_int_equal(inflate_body(buf_span(&packed), span_of(c->header),
				      MAX, &out, &err),
			 INFLATE_TOO_LARGE);
	assert_string_equal(err.text, "expected at most 1048576 bytes after "
				      "decompression, found more");
	assert_int_equal(out.len, 0);
	buf_deinit(&page);
	buf_deinit(&packed);
	buf_deinit(&out);
}

/* Cut or changed anywhere: an answer, and never a crash. */
static void damage_is_found(void **state)
{
	const struct coding_case *c = *state;
	struct buf page = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
	size_t     whole;

	if (c->encode == as_it_is)
		goto out;
	make_page(&page, 5000);
	c->encode(buf_span(&page), &packed);
	whole = packed.len;
	for (size_t len = 1; len < whole; len++) {
		struct error err = ERROR_INIT;
		struct span  cut = { packed.ptr, len };

		if (c->encode == as_frames || c->encode == as_members)
			break; /* the first part alone is whole */
		assert_int_equal(inflate_body(cut, span_of(c->header), MAX,
					      &out, &err),
				 INFLATE_BROKEN);
		assert_int_equal(out.len, 0);
	}
	for (size_t i = 0; i < whole; i++) {
		struct error err = ERROR_INIT;

		packed.ptr[i] ^= 0x55;
		inflate_body(buf_span(&packed), span_of(c->header), MAX, &out,
			     &err);
		assert_true(out.len <= MAX);
		packed.ptr[i] ^= 0x55;
	}
out:
	buf_deinit(&page);
	buf_deinit(&packed);
	buf_deinit(&out);
}

/* Gigabytes of zeros in ten megabytes, as far as anyone can tell. */
static void make_bomb(struct buf *out)
{
	static char zeros[1 << 20];
	z_stream    z = { 0 };

	deflateInit2(&z, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY);
	for (int i = 0; i < 64; i++) {
		z.next_in = (Bytef *)zeros;
		z.avail_in = sizeof(zeros);
		while (z.avail_in) {
			z.next_out = (Bytef *)buf_reserve(out, 65536);
			z.avail_out = 65536;
			deflate(&z, Z_NO_FLUSH);
			buf_commit(out, 65536 - z.avail_out);
		}
	}
	deflateEnd(&z);
	/* More of the same follows; it is never reached. */
	buf_reserve(out, 10 << 20);
	while (out->len < 10 << 20)
		buf_add(out, out->ptr + out->len - 4096, 4096);
}

static void a_bomb_stops_at_the_bound(void **state)
{
	struct buf    bomb = BUF_INIT, out = BUF_INIT;
	struct error  err = ERROR_INIT;
	struct rusage before, after;

	(void)state;
	make_bomb(&bomb);
	getrusage(RUSAGE_SELF, &before);
	assert_int_equal(inflate_body(buf_span(&bomb), SPAN("gzip"), 32 << 20,
				      &out, &err),
			 INFLATE_TOO_LARGE);
	getrusage(RUSAGE_SELF, &after);

	assert_true(after.ru_utime.tv_sec - before.ru_utime.tv_sec <= 1);
	assert_true(out.cap <= (32u << 20) + 4096);
	buf_deinit(&bomb);
	buf_deinit(&out);
}

/* A frame that asks for 128 MiB of window is refused before it gets them. */
static void a_greedy_window_is_refused(void **state)
{
	static const char frame[] = "\x28\xb5\x2f\xfd\x00\x88" /* 2^27 */
				    "\x01\x00\x00";
	struct buf   out = BUF_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(inflate_body((struct span){ frame, 9 }, SPAN("zstd"),
				      MAX, &out, &err),
			 INFLATE_BROKEN);
	buf_deinit(&out);
}

static void what_nobody_asked_for_is_refused(void **state)
{
	struct buf   out = BUF_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(inflate_body(SPAN("x"), SPAN("compress"), MAX, &out,
				      &err),
			 INFLATE_UNSUPPORTED);
	assert_string_equal(err.text, "expected one of gzip, br, zstd, "
				      "deflate, found compress");
	assert_int_equal(inflate_body(SPAN("x"), SPAN("gzip,gzip,gzip,gzip"),
				      MAX, &out, &err),
			 INFLATE_UNSUPPORTED);
	assert_string_equal(err.text, "expected at most 3 encodings, found "
				      "gzip,gzip,gzip,gzip");
	buf_deinit(&out);
}

static void nothing_inflates_to_nothing(void **state)
{
	struct buf   out = BUF_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(inflate_body(SPAN(""), SPAN("gzip"), MAX, &out, &err),
			 INFLATE_OK);
	assert_int_equal(out.len, 0);
	assert_true(inflate_is_gzip(SPAN("\x1f\x8b\x08\x00")));
	assert_false(inflate_is_gzip(SPAN("\x1f\x8b")));
	assert_false(inflate_is_gzip(SPAN("<?xml")));
	buf_deinit(&out);
}

int main(void)
{
	enum { FIRST = 4, EACH = 3 };
	static void (*const each[EACH])(void **) = {
		a_page_comes_back, one_byte_too_many_is_too_large,
		damage_is_found,
	};
	static char names[EACH * ARRAY_LEN(codings)][64];
	static const char *const what[EACH] = { "comes back", "too large",
						"damaged" };
	struct CMUnitTest tests[FIRST + EACH * ARRAY_LEN(codings)] = {
		cmocka_unit_test(a_bomb_stops_at_the_bound),
		cmocka_unit_test(a_greedy_window_is_refused),
		cmocka_unit_test(what_nobody_asked_for_is_refused),
		cmocka_unit_test(nothing_inflates_to_nothing),
	};

	for (size_t i = 0; i < EACH * ARRAY_LEN(codings); i++) {
		const struct coding_case *c = &codings[i / EACH];

		snprintf(names[i], sizeof(names[i]), "%s %s", c->name,
			 what[i % EACH]);
		tests[FIRST + i].name = names[i];
		tests[FIRST + i].test_func = each[i % EACH];
		tests[FIRST + i].initial_state = (void *)c;
	}
	return cmocka_run_group_tests_name("inflate", tests, NULL, NULL);
}
