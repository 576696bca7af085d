/*
 * warc_fuzz.c - libFuzzer target for the reader of WARC files: the bytes are a
 * file, plain or packed. Every record that comes out lies in the file, and is
 * found again by its place. `make fuzz`.
 */
#include "base/buf.h"
#include "daemon/warc_bytes.h"
#include "daemon/warc_http.h"
#include "daemon/warc_read.h"

#include <stdlib.h>

#define BLOCK_MAX (64 * 1024)

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void read_response(struct span block)
{
	struct http_work     w = { .body = BUF_INIT };
	struct http_response r;
	struct error         err = ERROR_INIT;

	if (http_response_read(block, BLOCK_MAX, &w, &r, &err) &&
	    (r.status < 0 || r.status > 999 || r.body.len > BLOCK_MAX + block.len))
		abort();
	http_work_deinit(&w);
}

static void find_again(struct span file, const struct warc_record *was)
{
	struct warc_reader *r = warc_reader_new(warc_bytes_of(file));
	struct warc_record  now;
	struct error        err = ERROR_INIT;

	if (was->offset == 0 && warc_next(r, &now, &err) == WARC_FAILED)
		abort(); /* it was read before */
	if (warc_seek(r, was->offset, was->index) &&
	    warc_next(r, &now, &err) == WARC_RECORD &&
	    now.head.length != was->head.length)
		abort();
	warc_reader_free(r);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct span         file = { (const char *)bytes, len };
	struct warc_reader *r = warc_reader_new(warc_bytes_of(file));
	struct warc_record  record;
	struct error        err = ERROR_INIT;
	struct buf          block = BUF_INIT;
	enum warc_status    status;
	size_t              n = 0;

	do {
		status = warc_next(r, &record, &err);
		if (status == WARC_RECORD) {
			if (record.offset < 0 || (size_t)record.offset >= len)
				abort();
			if (++n == 1)
				find_again(file, &record);
			buf_clear(&block);
			status = warc_block(r, BLOCK_MAX, &block, &err);
			if (status == WARC_RECORD)
				read_response(block.ptr ? buf_span(&block)
							: SPAN(""));
		}
	} while (status == WARC_RECORD || status == WARC_REFUSED);
	if (status == WARC_FAILED && !err.text[0])
		abort(); /* it must say why */
	buf_deinit(&block);
	warc_reader_free(r);
	return 0;
}
