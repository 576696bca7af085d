#include "base/arena.h"
#include "base/buf.h"
#include "base/byte_walk.h"
#include "base/error.h"
#include "base/fold.h"
#include "base/hash.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

static void json_places_commas_and_escapes(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	json_open_object(&b);
	json_put_text(&b, "a\"b", "line\nend\t\x01");
	json_put_int(&b, "n", -5);
	json_put_text(&b, "absent", NULL);
	json_key(&b, "list");
	json_open_array(&b);
	json_double(&b, 0.1);
	json_double(&b, NAN);
	json_bool(&b, true);
	json_open_object(&b);
	json_close_object(&b);
	json_close_array(&b);
	json_close_object(&b);

	assert_string_equal(b.ptr,
			    "{\"a\\\"b\":\"line\\nend\\t\\u0001\",\"n\":-5,"
			    "\"list\":[0.1,null,true,{}]}");
	buf_deinit(&b);
}

static void json_mends_broken_utf8(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	json_string(&b, SPAN("caf\xC3\xA9 \xFF \xED\xA0\x80"));

	assert_string_equal(b.ptr, "\"caf\xC3\xA9 \xEF\xBF\xBD "
				   "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
	buf_deinit(&b);
}

static const struct utf8_case {
	const char *name;
	const char *bytes;
	size_t      valid; /* bytes of the valid prefix */
	size_t      chars;
} utf8_cases[] = {
	{ "ASCII", "plain text of some length", 25, 25 },
	{ "two and three bytes", "M\xC3\xBCnchen \xE5\x8C\x97\xE4\xBA\xAC", 15,
	  10 },
	{ "four bytes", "\xF0\x9F\x98\x80!", 5, 2 },
	{ "overlong slash", "a\xC0\xAF", 1, 3 },
	{ "surrogate", "\xED\xA0\x80", 0, 3 },
	{ "beyond U+10FFFF", "\xF4\x90\x80\x80", 0, 4 },
	{ "cut in the middle", "ab\xE5\x8C", 2, 4 },
	{ "lone continuation", "\x80", 0, 1 },
};

static void utf8_is_measured(void **state)
{
	const struct utf8_case *c = *state;

	assert_int_equal(utf8_valid_prefix(span_of(c->bytes)), c->valid);
	assert_int_equal(utf8_length(span_of(c->bytes)), c->chars);
}

static void every_code_point_survives_writing(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		char        bytes[UTF8_MAX];
		const char *at = bytes;
		int         n;

		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		n = utf8_put(cp, bytes);
		assert_int_equal(utf8_next(&at, bytes + n), cp);
		assert_int_equal(at - bytes, n);
	}
}

static void spans_are_trimmed_and_compared(void **state)
{
	struct span s = span_trim(SPAN(" \t word \r\n"));

	(void)state;
	assert_true(span_is(s, "word"));
	assert_true(span_is_nocase(s, "WORD"));
	assert_true(span_starts_nocase(s, "Wo"));
	assert_false(span_starts(s, "words"));
	assert_ptr_equal(span_find(s, "rd"), s.ptr + 2);
	assert_null(span_find(s, "x"));
	assert_null(span_of(NULL).ptr);
	assert_int_equal(span_trim(SPAN("   ")).len, 0);
}

static void arena_blocks_do_not_overlap(void **state)
{
	struct arena a = ARENA_INIT;
	char        *kept[200];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
		kept[i] = arena_alloc(&a, 1 + i * 37);
		memset(kept[i], (int)i, 1 + i * 37);
	}
	for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
		for (size_t k = 0; k < 1 + i * 37; k++)
			assert_int_equal((unsigned char)kept[i][k], i);
	}
	assert_string_equal(arena_printf(&a, "%s-%d", "x", 7), "x-7");
	arena_deinit(&a);
	arena_deinit(&a);
}

static void hashes_are_the_published_ones(void **state)
{
	char hex[SHA256_HEX_SIZE];

	(void)state;
	/* FIPS 180-4 example, "abc" */
	sha256_hex(SPAN("abc"), hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
				 "b00361a396177a9cb410ff61f20015ad");
	assert_int_equal(key63(SPAN("abc")), 0x3a7816bf8f01cfea);
	assert_int_not_equal(hash64(SPAN("abc")),
			     hash64_seeded(SPAN("abc"), 1));
}

static void error_messages_are_cut_not_overrun(void **state)
{
	struct error err = ERROR_INIT;
	char         longer[2 * ERROR_SIZE];

	(void)state;
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	error_set(&err, "%s", longer);
	assert_int_equal(strlen(err.text), ERROR_SIZE - 1);
	error_set(&err, "expected %d", 7);
	error_prefix(&err, "line %d", 3);
	assert_string_equal(err.text, "line 3: expected 7");
	error_set(NULL, "nobody listens");
}

/* fold_text as it would be with fold_next alone. */
static void fold_slowly(struct span text, struct buf *out)
{
	struct fold_walk w = FOLD_WALK(text);
	bool             gap = false;

	while (w.at < w.end) {
		char           folded[FOLD_MAX];
		int            len;
		enum fold_kind kind = fold_next(&w, folded, &len);

		if (kind == FOLD_WORD && gap)
			buf_add_char(out, ' ');
		if (kind == FOLD_WORD)
			buf_add(out, folded, (size_t)len);
		gap = kind == FOLD_GAP    ? out->len > 0
		      : kind == FOLD_WORD ? false
					  : gap;
	}
}

/* Every code point, beside what may change what it becomes, whole and cut. */
static void whole_texts_fold_as_their_letters_do(void **state)
{
	static const char *const before[] = { "", "a", "A.", "1 ", "\xD0\xB6." };

	(void)state;
	for (uint32_t c = 0; c < 0x11000; c++) {
		char        text[32];
		struct span s = { text, 0 };
		struct buf  got = BUF_INIT, want = BUF_INIT;

		strcpy(text, before[c % ARRAY_LEN(before)]);
		s.len = strlen(text);
		s.len += (size_t)utf8_put(c, text + s.len);
		memcpy(text + s.len, ".b", 2);
		s.len += 2 - (c / 5 % 3);
		if (c % 11 == 0)
			s.len--; /* in the middle of a character */
		fold_text(s, sizeof(text) + FOLD_MAX, &got);
		fold_slowly(s, &want);
		assert_true(span_same(buf_span(&got), buf_span(&want)));
		buf_deinit(&want);
		buf_deinit(&got);
	}
}

/* One byte at a time, in the words of ctype.h of the C locale. */
static bool is_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* Every byte stands once at every place of a block, and in its last ones. */
static void bytes_are_found_as_one_by_one(void **state)
{
	char bytes[256 + 64];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 37);
	for (size_t len = 0; len <= sizeof(bytes); len += 1 + len / 8) {
		struct span      text = { bytes + sizeof(bytes) - len, len };
		struct byte_walk walk = byte_walk_of(text);
		const char      *end = text.ptr + len;

		for (size_t i = 0; i < len; i++) {
			const char *to = text.ptr + i, *past = to;

			while (to < end && !is_plain(*to))
				to++;
			while (past < end && is_plain(*past))
				past++;
			assert_ptr_equal(byte_walk_to(&walk, text.ptr + i,
						      byte_is_plain), to);
			assert_ptr_equal(byte_walk_past(&walk, text.ptr + i,
							byte_is_plain), past);
		}
		/* backwards as well: a walk may start anew anywhere */
		for (size_t i = len; i > 0; i--)
			assert_true(byte_walk_past(&walk, text.ptr + i - 1,
						   byte_is_plain) ==
					    text.ptr + i - 1 ||
				    is_plain(text.ptr[i - 1]));
		assert_ptr_equal(byte_walk_to(&walk, end, byte_is_plain), end);
	}
}

static void the_last_of_some_bytes_is_found(void **state)
{
	char bytes[80];

	(void)state;
	for (size_t at = 0; at < sizeof(bytes); at++) {
		memset(bytes, 'x', sizeof(bytes));
		bytes[at] = bytes[at / 2] = '\n';
		for (size_t n = 0; n <= sizeof(bytes); n++) {
			const char *want = n > at	? bytes + at
					   : n > at / 2 ? bytes + at / 2
							: NULL;

			assert_ptr_equal(bytes16_last(bytes, bytes + n, '\n'),
					 want);
			assert_null(bytes16_last(bytes + n, bytes + n, '\n'));
		}
	}
}

static void masks_are_the_same_on_any_processor(void **state)
{
	(void)state;
	for (unsigned bits = 0; bits < 0x10000; bits++) {
		bytes16 v = { 0 };

		for (int i = 0; i < 16; i++)
			v[i] = bits >> i & 1 ? -1 : 0;
		assert_int_equal(bytes16_mask(v), bits);
		assert_int_equal(bytes16_mask_anywhere(v), bits);
	}
}

/* Runs of every length at every place, with and without a byte beyond ASCII. */
static void letters_are_copied_small(void **state)
{
	char text[64 + BYTE_STEP];

	(void)state;
	for (size_t i = 0; i < 64 * 65; i++) {
		const char *at = text;
		char        got[64 + BYTE_STEP], want[64];
		size_t      n = 0, from = i / 65, to = i % 65;

		for (size_t k = 0; k < sizeof(text); k++)
			text[k] = k >= from && k < to ? "aZ9z0A"[k % 6]
						      : " -@[`{:/"[k % 8];
		if (i % 3 == 0)
			text[i % 64] = '\xC3';
		for (size_t k = 0; k < 64 && !(text[k] & 0x80); k++) {
			if (is_plain(text[k]))
				want[n++] = (char)(text[k] | 0x20);
		}
		assert_int_equal(byte_copy_plain(&at, got), n);
		assert_memory_equal(got, want, n);
		assert_int_equal(at - text, i % 3 ? 64 : i % 64);
	}
}

static void bits_are_of_bytes_before_the_end(void **state)
{
	char bytes[64];

	(void)state;
	memset(bytes, 'a', sizeof(bytes));
	bytes[3] = '\xE2';
	assert_true(byte_bits(bytes, bytes + 64, byte_is_letter) ==
		    ~UINT64_C(8));
	assert_true(byte_bits(bytes, bytes + 5, byte_is_letter) == 0x17);
	assert_true(byte_bits(bytes, bytes + 64, byte_is_high) == 8);
	assert_true(byte_bits(bytes, bytes, byte_is_letter) == 0);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(utf8_cases) + 13] = {
		[ARRAY_LEN(utf8_cases)] =
			cmocka_unit_test(json_places_commas_and_escapes),
		cmocka_unit_test(json_mends_broken_utf8),
		cmocka_unit_test(every_code_point_survives_writing),
		cmocka_unit_test(spans_are_trimmed_and_compared),
		cmocka_unit_test(arena_blocks_do_not_overlap),
		cmocka_unit_test(hashes_are_the_published_ones),
		cmocka_unit_test(error_messages_are_cut_not_overrun),
		cmocka_unit_test(bytes_are_found_as_one_by_one),
		cmocka_unit_test(bits_are_of_bytes_before_the_end),
		cmocka_unit_test(the_last_of_some_bytes_is_found),
		cmocka_unit_test(letters_are_copied_small),
		cmocka_unit_test(masks_are_the_same_on_any_processor),
		cmocka_unit_test(whole_texts_fold_as_their_letters_do),
	};

	for (size_t i = 0; i < ARRAY_LEN(utf8_cases); i++) {
		tests[i].name = utf8_cases[i].name;
		tests[i].test_func = utf8_is_measured;
		tests[i].initial_state = (void *)&utf8_cases[i];
	}
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
