/* warc_read_test.c - records, sound and hostile, however they are packed. */
#include "daemon/warc_read.h"

#include "base/mem.h"
#include "daemon/warc_bytes.h"
#include "daemon/warc_http.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <zstd.h>

enum packing {
	PLAIN,
	GZIP_EACH,
	GZIP_ALL,
	ZSTD_EACH,
};

#define HEAD(length, more)                                        \
	"WARC/1.0\r\nWARC-Type: response\r\n"                     \
	"WARC-Date: 2025-01-03T06:00:00Z\r\n"                     \
	"WARC-Target-URI: http://a.example/1\r\n" more            \
	"Content-Length: " length "\r\n\r\n"
#define END  "\r\n\r\n"
#define GOOD HEAD("5", "") "hello" END
#define GOOD_TEXT "response 5 hello\n"

static void pack(enum packing packing, struct span in, struct buf *out)
{
	size_t room = in.len + 1000, made;
	char  *to = buf_reserve(out, room);

	if (packing == PLAIN) {
		memcpy(to, in.ptr, in.len);
		made = in.len;
	} else if (packing == ZSTD_EACH) {
		made = ZSTD_compress(to, room, in.ptr, in.len, 3);
	} else {
		struct libdeflate_compressor *c =
			libdeflate_alloc_compressor(6);

		made = libdeflate_gzip_compress(c, in.ptr, in.len, to, room);
		libdeflate_free_compressor(c);
	}
	assert_true(made <= room && (made || !in.len));
	buf_commit(out, made);
}

static void pack_all(enum packing packing, const char *const *parts,
		     struct buf *out)
{
	struct buf whole = BUF_INIT;

	for (; *parts; parts++) {
		if (packing == GZIP_ALL)
			buf_add_text(&whole, *parts);
		else
			pack(packing, span_of(*parts), out);
	}
	if (packing == GZIP_ALL)
		pack(packing, buf_span(&whole), out);
	buf_deinit(&whole);
}

static const char *type_name(enum warc_type type)
{
	static const char *const names[] = {
		[WARC_OTHER] = "other",       [WARC_INFO] = "warcinfo",
		[WARC_RESPONSE] = "response", [WARC_RESOURCE] = "resource",
		[WARC_REQUEST] = "request",   [WARC_METADATA] = "metadata",
		[WARC_REVISIT] = "revisit",   [WARC_CONVERSION] = "conversion",
		[WARC_CONTINUATION] = "continuation",
	};

	return names[type];
}

/* What a reader says of the bytes, a line a record. */
static void read_all(struct span file, size_t max, struct buf *out)
{
	struct warc_reader *r = warc_reader_new(warc_bytes_of(file));
	struct buf          block = BUF_INIT;
	enum warc_status    status;

	for (;;) {
		struct warc_record record;
		struct error       err = ERROR_INIT;

		status = warc_next(r, &record, &err);
		buf_clear(&block);
		if (status == WARC_RECORD)
			status = warc_block(r, max, &block, &err);
		if (status == WARC_END)
			break;
		if (status == WARC_RECORD)
			buf_printf(out, "%s %lld %.*s\n",
				   type_name(record.head.type),
				   (long long)record.head.length,
				   (int)block.len, block.len ? block.ptr : "");
		else if (status == WARC_REFUSED)
			buf_printf(out, "record at offset %lld: %s\n",
				   (long long)warc_offset(r), err.text);
		if (status != WARC_FAILED)
			continue;
		buf_printf(out, "%s\n", err.text);
		break;
	}
	buf_deinit(&block);
	warc_reader_free(r);
}

static void expect(enum packing packing, const char *const *parts,
		   const char *want)
{
	struct buf file = BUF_INIT, got = BUF_INIT;

	pack_all(packing, parts, &file);
	read_all(buf_span(&file), 1000, &got);
	assert_string_equal(got.ptr ? got.ptr : "", want);
	buf_deinit(&file);
	buf_deinit(&got);
}

/* ---- sound ---- */

static void records_are_read_however_they_are_packed(void **state)
{
	static const char *const parts[] = {
		"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n"
		"WARC-Date: 2025-01-03T06:00:00.123456Z\r\n\r\na:b" END,
		GOOD,
		"WARC/1.1\nwarc-type: Request\nwarc-date: 2025-01-03\n"
		"content-length: 0\n\n\n\n",
		"WARC/1.0\r\nWARC-Type: mine\r\nContent-Length: 4\r\n"
		"X-Folded: a\r\n  WARC-Type: b\r\n"
		"WARC-Date: 2025-01-03T06:00:00Z\r\n\r\nab\r\n" END,
		NULL,
	};

	(void)state;
	for (enum packing p = PLAIN; p <= ZSTD_EACH; p++)
		expect(p, parts,
		       "warcinfo 3 a:b\n" GOOD_TEXT "request 0 \n"
		       "other 4 ab\r\n\n");
}

static void a_head_says_what_the_record_is(void **state)
{
	struct warc_head h;
	struct error     err = ERROR_INIT;

	(void)state;
	assert_true(warc_head_parse(
		SPAN("WARC/1.1\r\nWARC-Type: revisit\r\n"
		     "WARC-Target-URI: <http://a.example/1>\r\n"
		     "WARC-Date: 2025-01-03T06:00:00.1234567Z\r\n"
		     "WARC-Payload-Digest: sha256:AB\r\n"
		     "WARC-Refers-To-Target-URI: http://a.example/0\r\n"
		     "WARC-Jobtrend-Source: greenhouse/acme\r\n"
		     "Content-Length: 17\r\n\r\n"),
		&h, &err));
	assert_int_equal(h.type, WARC_REVISIT);
	assert_true(span_is(h.url, "http://a.example/1"));
	assert_true(span_is(h.source, "greenhouse/acme"));
	assert_true(span_is(h.refers_to_url, "http://a.example/0"));
	assert_int_equal(h.at, 1735884000123456LL);
	assert_int_equal(h.length, 17);
}

static void a_place_is_found_again(void **state)
{
	static const char *const parts[] = { GOOD, HEAD("3", "") "two" END,
					     HEAD("5", "") "three" END, NULL };

	(void)state;
	for (enum packing p = PLAIN; p <= ZSTD_EACH; p++) {
		struct buf          file = BUF_INIT, block = BUF_INIT;
		struct warc_reader *r;
		struct warc_record  a;
		struct error        err = ERROR_INIT;

		pack_all(p, parts, &file);
		r = warc_reader_new(warc_bytes_of(buf_span(&file)));
		assert_int_equal(warc_next(r, &a, &err), WARC_RECORD);
		assert_int_equal(warc_next(r, &a, &err), WARC_RECORD);
		assert_int_equal(warc_next(r, &a, &err), WARC_RECORD);
		assert_int_equal(a.index, p == GZIP_ALL ? 2 : 0);
		assert_true(warc_seek(r, a.offset, a.index));
		assert_int_equal(warc_next(r, &a, &err), WARC_RECORD);
		assert_int_equal(warc_block(r, 100, &block, &err), WARC_RECORD);
		assert_string_equal(block.ptr, "three");
		buf_deinit(&block);
		buf_deinit(&file);
		warc_reader_free(r);
	}
}

/* ---- hostile ---- */

#define AT(offset, text) "record at offset " offset ": " text "\n"

static const struct hostile {
	const char  *name;
	enum packing packing;
	const char  *parts[4];
	const char  *want;
} hostile[] = {
	{ "an empty file has no records", PLAIN, { "" }, "" },
	{ "text is no WARC file", PLAIN, { "hello\nworld\n" },
	  AT("0", "expected an empty line behind its header, found the end of "
		  "the file") },
	{ "a record of version 2 is passed over", GZIP_EACH,
	  { "WARC/2.0\r\nContent-Length: 2\r\n\r\nab" END, GOOD },
	  AT("0", "expected WARC/1.0 or WARC/1.1, found \"WARC/2.0\"")
	  GOOD_TEXT },
	{ "no Content-Length", PLAIN,
	  { "WARC/1.0\r\nWARC-Type: response\r\n\r\nhello" END, GOOD },
	  AT("0", "expected Content-Length, found none") GOOD_TEXT },
	{ "a Content-Length that is no number", PLAIN,
	  { HEAD("-5", "") "hello" END, GOOD },
	  AT("0", "expected Content-Length, found \"-5\"") GOOD_TEXT },
	{ "a Content-Length beyond all numbers", GZIP_EACH,
	  { HEAD("99999999999999999999", "") "hello" END, GOOD },
	  AT("0", "expected Content-Length, found "
		  "\"99999999999999999999\"") GOOD_TEXT },
	{ "no type", PLAIN, { "WARC/1.0\r\nContent-Length: 0\r\n\r\n" END, GOOD },
	  AT("0", "expected WARC-Type, found none") GOOD_TEXT },
	{ "no date", PLAIN,
	  { "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n" END,
	    GOOD },
	  AT("0", "expected WARC-Date, found none") GOOD_TEXT },
	{ "a line that is no field", PLAIN, { HEAD("5", "what\r\n") "hello" END,
					      GOOD },
	  AT("0", "expected \"Name: value\", found \"what\"") GOOD_TEXT },
	{ "a length that is too long ends with its member", GZIP_EACH,
	  { HEAD("500", "") "hello" END, GOOD },
	  AT("0", "expected a block of 500 bytes, found 9 before the next "
		  "record") GOOD_TEXT },
	{ "a length that is too long takes nothing with it", PLAIN,
	  { HEAD("160", "") "hello" END, GOOD, GOOD },
	  AT("0", "expected its end after a block of 160 bytes, found more")
	  GOOD_TEXT GOOD_TEXT },
	{ "a length beyond the file", PLAIN,
	  { HEAD("900", "") "hello" END, GOOD },
	  AT("0", "expected a block of 900 bytes, found 140 before the end of "
		  "the file") GOOD_TEXT },
	{ "a length that is too short", GZIP_EACH,
	  { HEAD("2", "") "hello" END, GOOD },
	  AT("0", "expected its end after a block of 2 bytes, found more")
	  GOOD_TEXT },
	{ "a length that is too short, plain", PLAIN,
	  { HEAD("2", "") "hello" END, GOOD },
	  AT("0", "expected its end after a block of 2 bytes, found more")
	  GOOD_TEXT },
	{ "a cut header", GZIP_EACH, { "WARC/1.0\r\nWARC-Type: resp", GOOD },
	  AT("0", "expected an empty line behind its header, found the next "
		  "record") GOOD_TEXT },
	{ "a block that is too long to hold is passed over", GZIP_EACH,
	  { HEAD("1001", "") "%1001", GOOD },
	  AT("0", "expected a block of at most 1000 bytes, found 1001")
	  GOOD_TEXT },
	{ "no blank lines between records", PLAIN,
	  { HEAD("5", "") "hello", GOOD }, GOOD_TEXT GOOD_TEXT },
	{ "a dictionary is refused", PLAIN, { "\x5d\x2a\x4d\x18\x01" },
	  "expected gzip, plain records or zstd without a dictionary, found a "
	  ".warc.zst with one: unpack it with `zstd -d` and that "
	  "dictionary\n" },
};

static void hostile_file(void **state)
{
	const struct hostile *h = *state;
	char                  filler[1001 + 400];
	const char           *parts[5] = { NULL };

	for (size_t i = 0; i < 4; i++)
		parts[i] = h->parts[i];
	if (parts[0] && strstr(parts[0], "%1001")) {
		size_t n = (size_t)(strstr(parts[0], "%1001") - parts[0]);

		memcpy(filler, parts[0], n);
		memset(filler + n, 'x', 1001);
		memcpy(filler + n + 1001, END, sizeof(END));
		parts[0] = filler;
	}
	expect(h->packing, parts, h->want);
}

/* Damage in the middle: the records before and after are there. */
static void damaged_member_costs_one_record(void **state)
{
	static const char *const parts[] = {
		GOOD, HEAD("20", "") "this one gets damage" END, GOOD, NULL };

	(void)state;
	for (enum packing p = GZIP_EACH; p <= ZSTD_EACH; p++) {
		struct buf file = BUF_INIT, got = BUF_INIT, first = BUF_INIT;

		if (p == GZIP_ALL)
			continue;
		pack(p, span_of(GOOD), &first);
		pack_all(p, parts, &file);
		file.ptr[first.len + 60] ^= 0x55;
		file.ptr[first.len + 61] ^= 0x2a;
		read_all(buf_span(&file), 1000, &got);
		assert_true(span_starts(buf_span(&got), GOOD_TEXT));
		assert_non_null(strstr(got.ptr + strlen(GOOD_TEXT),
				       GOOD_TEXT));
		assert_non_null(strstr(got.ptr, "record at offset "));
		buf_deinit(&first);
		buf_deinit(&file);
		buf_deinit(&got);
	}
}

/* Every prefix of a file gives its whole records and one refusal at most. */
static void a_cut_file_gives_what_is_whole(void **state)
{
	static const char *const parts[] = { GOOD, GOOD, NULL };

	(void)state;
	for (enum packing p = PLAIN; p <= ZSTD_EACH; p++) {
		struct buf file = BUF_INIT;

		pack_all(p, parts, &file);
		for (size_t n = 0; n < file.len; n++) {
			struct buf  got = BUF_INIT;
			struct span cut = { file.ptr, n };
			int         refused = 0, whole = 0;

			read_all(cut, 1000, &got);
			for (char *line = got.ptr; line && *line;
			     line = strchr(line, '\n') + 1) {
				whole += !strncmp(line, "response", 8);
				refused += strncmp(line, "response", 8) != 0;
			}
			assert_true(refused <= 1);
			assert_true(whole <= 2);
			if (p == GZIP_EACH && n > file.len / 2)
				assert_int_equal(whole, 1);
			buf_deinit(&got);
		}
		buf_deinit(&file);
	}
}

static void endless_header_is_refused_in_flat_memory(void **state)
{
	struct buf    text = BUF_INIT, file = BUF_INIT, got = BUF_INIT;
	struct rusage before, after;

	(void)state;
	buf_add_text(&text, "WARC/1.0\r\nX: ");
	memset(buf_reserve(&text, 64 << 20), 'a', 64 << 20);
	buf_commit(&text, 64 << 20);
	pack(GZIP_EACH, buf_span(&text), &file);
	buf_deinit(&text);
	pack(GZIP_EACH, span_of(GOOD), &file);
	getrusage(RUSAGE_SELF, &before);
	read_all(buf_span(&file), 1000, &got);
	getrusage(RUSAGE_SELF, &after);
	assert_string_equal(got.ptr,
			    AT("0", "expected a header of at most 65536 "
				    "bytes, found more") GOOD_TEXT);
	assert_true(after.ru_maxrss - before.ru_maxrss < 8 * 1024);
	buf_deinit(&file);
	buf_deinit(&got);
}

/* A gigabyte out of a megabyte is passed over without being held. */
static void a_bomb_is_passed_over(void **state)
{
	struct buf          text = BUF_INIT, file = BUF_INIT, got = BUF_INIT;
	struct warc_bytes  *bytes;
	size_t              n = 256 << 20;
	char                head[256];

	(void)state;
	snprintf(head, sizeof(head),
		 "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: "
		 "2025-01-03T06:00:00Z\r\nContent-Length: %zu\r\n\r\n", n);
	buf_add_text(&text, head);
	memset(buf_reserve(&text, n), 0, n);
	buf_commit(&text, n);
	pack(ZSTD_EACH, buf_span(&text), &file);
	buf_deinit(&text);
	pack(ZSTD_EACH, span_of(GOOD), &file);
	bytes = warc_bytes_of(buf_span(&file));
	warc_bytes_close(bytes);
	read_all(buf_span(&file), 1000, &got);
	assert_string_equal(got.ptr,
			    AT("0", "expected a block of at most 1000 bytes, "
				    "found 268435456") GOOD_TEXT);
	buf_deinit(&file);
	buf_deinit(&got);
}

static void rubbish_with_magic_numbers_ends(void **state)
{
	struct buf file = BUF_INIT, got = BUF_INIT;

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_add(&file, "\x1f\x8b\x08\x00", 4);
	read_all(buf_span(&file), 1000, &got);
	assert_non_null(strstr(got.ptr, "found 4096 damaged members in a row"));
	buf_deinit(&file);
	buf_deinit(&got);
}

/* ---- responses ---- */

static const struct response {
	const char *name, *block, *want; /* "status type body", or the error */
} responses[] = {
	{ "plain", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhi",
	  "200 text/html hi" },
	{ "LF alone", "HTTP/1.0 404\nContent-Type: a\n\nhi", "404 a hi" },
	{ "in chunks",
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	  "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "200  abcde" },
	{ "said to be in chunks",
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>abc</p>",
	  "200  <p>abc</p>" },
	{ "chunks cut off",
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc",
	  "200  abc" },
	{ "said to be gzip",
	  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>", "200  <p>" },
	{ "said to be br",
	  "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n<p>", "200  <p>" },
	{ "no body", "HTTP/1.1 204 No Content\r\n\r\n", "204  " },
	{ "no response", "hello", "expected HTTP/1.1 and a status, found "
				  "something else" },
	{ "nothing", "", "expected HTTP/1.1 and a status, found nothing" },
	{ "no status", "HTTP/1.1\r\n\r\n", "expected HTTP/1.1 and a status, "
					   "found something else" },
};

static void response_is_read(void **state)
{
	const struct response *c = *state;
	struct http_work       w = { .body = BUF_INIT };
	struct http_response   r;
	struct error           err = ERROR_INIT;
	struct buf             got = BUF_INIT;

	if (http_response_read(span_of(c->block), 1000, &w, &r, &err))
		buf_printf(&got, "%d %.*s %.*s", r.status,
			   (int)r.content_type.len,
			   r.content_type.len ? r.content_type.ptr : "",
			   (int)r.body.len, r.body.ptr);
	else
		buf_add_text(&got, err.text);
	assert_string_equal(got.ptr, c->want);
	buf_deinit(&got);
	http_work_deinit(&w);
}

static void encoded_body_is_bounded(void **state)
{
	struct buf           block = BUF_INIT, zeros = BUF_INIT;
	struct http_work     w = { .body = BUF_INIT };
	struct http_response r;
	struct error         err = ERROR_INIT;

	(void)state;
	buf_add_text(&block, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
	memset(buf_reserve(&zeros, 1 << 20), 0, 1 << 20);
	buf_commit(&zeros, 1 << 20);
	pack(GZIP_EACH, buf_span(&zeros), &block);
	assert_false(http_response_read(buf_span(&block), 1000, &w, &r, &err));
	assert_string_equal(err.text, "expected at most 1000 bytes after "
				      "decompression, found more");
	assert_true(http_response_read(buf_span(&block), 2 << 20, &w, &r,
				       &err));
	assert_int_equal(r.body.len, 1 << 20);
	buf_deinit(&block);
	buf_deinit(&zeros);
	http_work_deinit(&w);
}

int main(void)
{
	static const struct CMUnitTest fixed[] = {
		cmocka_unit_test(records_are_read_however_they_are_packed),
		cmocka_unit_test(a_head_says_what_the_record_is),
		cmocka_unit_test(a_place_is_found_again),
		cmocka_unit_test(damaged_member_costs_one_record),
		cmocka_unit_test(a_cut_file_gives_what_is_whole),
		cmocka_unit_test(endless_header_is_refused_in_flat_memory),
		cmocka_unit_test(a_bomb_is_passed_over),
		cmocka_unit_test(rubbish_with_magic_numbers_ends),
		cmocka_unit_test(encoded_body_is_bounded),
	};
	struct CMUnitTest tests[ARRAY_LEN(fixed) + ARRAY_LEN(hostile) +
				ARRAY_LEN(responses)] = { 0 };
	size_t            n = 0;

	for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
		tests[n++] = fixed[i];
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++)
		tests[n++] = (struct CMUnitTest){
			.name = hostile[i].name,
			.test_func = hostile_file,
			.initial_state = (void *)&hostile[i] };
	for (size_t i = 0; i < ARRAY_LEN(responses); i++)
		tests[n++] = (struct CMUnitTest){
			.name = responses[i].name,
			.test_func = response_is_read,
			.initial_state = (void *)&responses[i] };
	return cmocka_run_group_tests_name("warc_read", tests, NULL, NULL);
}
