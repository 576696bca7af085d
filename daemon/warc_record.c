#include "daemon/warc_record.h"

#include "base/mem.h"
#include "base/stamp.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEVEL     6 /* of gzip: what tools that write WARC files choose */
#define VALUE_MAX 16384 /* bytes of a field: longer ones are left out */
#define USEC      1000000LL
#define MOMENT_SIZE 32

#define REVISIT_PROFILE \
	"http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

struct warc_packer {
	struct libdeflate_compressor *gzip;
	struct buf                    plain, block, fields;
};

struct warc_packer *warc_packer_new(void)
{
	struct warc_packer *p = xcalloc(1, sizeof(*p));

	p->gzip = libdeflate_alloc_compressor(LEVEL);
	if (!p->gzip)
		abort();
	return p;
}

void warc_packer_free(struct warc_packer *p)
{
	if (!p)
		return;
	buf_deinit(&p->fields);
	buf_deinit(&p->block);
	buf_deinit(&p->plain);
	libdeflate_free_compressor(p->gzip);
	free(p);
}

/* ---- values ---- */

/* RFC 3339 with the microseconds that WARC 1.1 allows. */
static void print_moment(int64_t at, char out[MOMENT_SIZE])
{
	char stamp[STAMP_SIZE];

	stamp_format(stamp_from_unix(at / USEC), stamp);
	if (strlen(stamp) == 20) /* ends in Z */
		stamp[19] = '\0';
	snprintf(out, MOMENT_SIZE, "%.19s.%06dZ", stamp, (int)(at % USEC));
}

static void print_hex(const unsigned char *bytes, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

/*
 * A name-based UUID (RFC 9562 5.8): the same document, the same name, so that
 * a record that is written again after a crash is not another one.
 */
static void make_id(const char *type, const struct warc_document *d,
		    char out[WARC_ID_SIZE])
{
	unsigned char h[SHA256_SIZE];
	char          x[2 * SHA256_SIZE + 1];
	struct buf    name = BUF_INIT;

	buf_printf(&name, "%s %lld ", type, (long long)d->at);
	buf_add_span(&name, d->source);
	buf_add_char(&name, ' ');
	buf_add_span(&name, d->url);
	buf_add_span(&name, d->body);
	sha256(buf_span(&name), h);
	buf_deinit(&name);
	h[6] = (unsigned char)((h[6] & 0x0f) | 0x80);
	h[8] = (unsigned char)((h[8] & 0x3f) | 0x80);
	print_hex(h, 16, x);
	snprintf(out, WARC_ID_SIZE, "<urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s>", x,
		 x + 8, x + 12, x + 16, x + 20);
}

/* A value that could end its line would begin another field. */
static void put_field(struct buf *out, const char *name, struct span value)
{
	if (!value.len || value.len > VALUE_MAX)
		return;
	for (size_t i = 0; i < value.len; i++) {
		if ((unsigned char)value.ptr[i] < 0x20 || value.ptr[i] == 0x7f)
			return;
	}
	buf_printf(out, "%s: ", name);
	buf_add_span(out, value);
	buf_add_text(out, "\r\n");
}

static void put_digest(struct buf *out, const char *name,
		       const unsigned char *sha)
{
	char hex[2 * SHA256_SIZE + 1];

	print_hex(sha, SHA256_SIZE, hex);
	buf_printf(out, "%s: sha256:%s\r\n", name, hex);
}

/* ---- a record ---- */

static void begin(struct warc_packer *p, const char *type, const char *id,
		  int64_t at)
{
	char moment[MOMENT_SIZE];

	print_moment(at, moment);
	buf_clear(&p->block);
	buf_clear(&p->fields);
	buf_printf(&p->fields,
		   "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: %s\r\n"
		   "WARC-Date: %s\r\n",
		   type, id, moment);
}

/* Fields, block and the end of the record as one gzip member. */
static void finish(struct warc_packer *p, const char *content_type,
		   struct buf *out)
{
	unsigned char sha[SHA256_SIZE];
	size_t        room, made;

	sha256(p->block.ptr ? buf_span(&p->block) : SPAN(""), sha);
	put_digest(&p->fields, "WARC-Block-Digest", sha);
	buf_printf(&p->fields,
		   "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n",
		   content_type, p->block.len);
	buf_clear(&p->plain);
	buf_add_span(&p->plain, buf_span(&p->fields));
	buf_add(&p->plain, p->block.ptr, p->block.len);
	buf_add_text(&p->plain, "\r\n\r\n");
	room = libdeflate_gzip_compress_bound(p->gzip, p->plain.len);
	made = libdeflate_gzip_compress(p->gzip, p->plain.ptr, p->plain.len,
					buf_reserve(out, room), room);
	buf_commit(out, made);
}

void warc_put_info(struct warc_packer *p, const char *name, int64_t at,
		   const char *software, struct buf *out)
{
	struct warc_document whole = { .at = at, .url = span_of(name) };
	char                 id[WARC_ID_SIZE];

	make_id("warcinfo", &whole, id);
	begin(p, "warcinfo", id, at);
	put_field(&p->fields, "WARC-Filename", span_of(name));
	put_field(&p->block, "software", span_of(software));
	put_field(&p->block, "format", SPAN("WARC File Format 1.1"));
	put_field(&p->block, "conformsTo",
		  SPAN("https://iipc.github.io/warc-specifications/"
		       "specifications/warc-format/warc-1.1/"));
	finish(p, "application/warc-fields", out);
}

/* ---- a document ---- */

/* The next line with its end. */
static struct span next_line(struct span *rest)
{
	const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
	size_t      n = end ? (size_t)(end + 1 - rest->ptr) : rest->len;
	struct span line = { rest->ptr, n };

	rest->ptr += n;
	rest->len -= n;
	return line;
}

static bool is_about_bytes(struct span line)
{
	return span_starts_nocase(line, "content-encoding:") ||
	       span_starts_nocase(line, "transfer-encoding:") ||
	       span_starts_nocase(line, "content-length:");
}

/*
 * Readers know HTTP/1.x messages alone (ISO 28500 6.3.2): the line of a later
 * version is written as one of 1.1, and WARC-Protocol says what it was.
 */
static void put_status(struct warc_packer *p, struct span line)
{
	const char *space = memchr(line.ptr, ' ', line.len);

	if (!space || span_starts(line, "HTTP/1.")) {
		buf_add_span(&p->block, line);
		return;
	}
	put_field(&p->fields, "WARC-Protocol",
		  span_starts(line, "HTTP/2") ? SPAN("h2") : SPAN("h3"));
	buf_add_text(&p->block, "HTTP/1.1");
	buf_add(&p->block, space, (size_t)(line.ptr + line.len - space));
}

static void put_head(struct warc_packer *p, const struct warc_document *d)
{
	struct span head = d->head;
	struct span line = next_line(&head);

	if (line.len) {
		put_status(p, line);
	} else {
		buf_add_text(&p->block, "HTTP/1.1 200 OK\r\n");
		put_field(&p->block, "Content-Type", d->content_type);
	}
	while ((line = next_line(&head)).len && span_trim(line).len) {
		if (is_about_bytes(line))
			buf_add_text(&p->block, "X-Crawl-");
		buf_add_span(&p->block, line);
	}
	buf_printf(&p->block, "Content-Length: %zu\r\n\r\n", d->body.len);
}

static void put_target(struct warc_packer *p, const struct warc_document *d)
{
	put_field(&p->fields, "WARC-Target-URI", d->url);
}

static void put_own(struct warc_packer *p, const struct warc_document *d)
{
	struct buf *f = &p->fields;

	put_field(f, "WARC-Jobtrend-Source", d->source);
	put_field(f, "WARC-Jobtrend-Source-Kind", d->source_kind);
	put_field(f, "WARC-Jobtrend-Kind", d->kind);
	put_field(f, "WARC-Jobtrend-Role", d->role);
	put_field(f, "WARC-Jobtrend-Employer", d->employer);
	put_field(f, "WARC-Jobtrend-Post", d->post);
	put_field(f, "WARC-Jobtrend-Options", d->options);
}

static void put_earlier(struct warc_packer *p, const struct warc_earlier *was)
{
	char moment[MOMENT_SIZE];

	put_field(&p->fields, "WARC-Profile", SPAN(REVISIT_PROFILE));
	put_field(&p->fields, "WARC-Refers-To", was->id);
	put_field(&p->fields, "WARC-Refers-To-Target-URI", was->url);
	if (!was->at)
		return;
	print_moment(was->at, moment);
	put_field(&p->fields, "WARC-Refers-To-Date", span_of(moment));
}

static void put_request(struct warc_packer *p, const struct warc_document *d,
			const char *response, struct buf *out)
{
	char id[WARC_ID_SIZE];

	if (!d->request.len)
		return;
	make_id("request", d, id);
	begin(p, "request", id, d->at);
	put_target(p, d);
	put_field(&p->fields, "WARC-Concurrent-To", span_of(response));
	buf_add_span(&p->block, d->request);
	finish(p, "application/http;msgtype=request", out);
}

void warc_put_document(struct warc_packer *p, const struct warc_document *d,
		       char id[WARC_ID_SIZE], struct buf *out)
{
	const char *type = d->earlier ? "revisit" : "response";

	make_id(type, d, id);
	begin(p, type, id, d->at);
	put_target(p, d);
	put_digest(&p->fields, "WARC-Payload-Digest", d->sha256);
	put_own(p, d);
	if (d->earlier)
		put_earlier(p, d->earlier);
	put_head(p, d);
	if (!d->earlier)
		buf_add_span(&p->block, d->body);
	finish(p, "application/http;msgtype=response", out);
	put_request(p, d, id, out);
}
