#include "daemon/warc_http.h"

#include "daemon/inflate.h"

#include <string.h>

struct head {
	struct span content_encoding, transfer_encoding, content_type;
};

void http_work_deinit(struct http_work *w)
{
	buf_deinit(&w->chunks);
	buf_deinit(&w->body);
}

/* "HTTP/1.1 200 OK", "HTTP/2 200" */
static int parse_status(struct span line)
{
	const char *at = memchr(line.ptr, ' ', line.len);
	int         status = 0;

	if (!span_starts(line, "HTTP/") || !at ||
	    line.len - (size_t)(at - line.ptr) < 4)
		return 0;
	for (int i = 1; i <= 3; i++) {
		if (at[i] < '0' || at[i] > '9')
			return 0;
		status = status * 10 + (at[i] - '0');
	}
	return status;
}

static void keep(struct head *h, struct span name, struct span value)
{
	if (span_is_nocase(name, "content-encoding"))
		h->content_encoding = value;
	else if (span_is_nocase(name, "transfer-encoding"))
		h->transfer_encoding = value;
	else if (span_is_nocase(name, "content-type"))
		h->content_type = value;
}

/* The head's fields; `rest` begins behind the empty line then. */
static void read_head(struct span *rest, struct head *h)
{
	struct span line;

	while (span_take_line(rest, &line) && line.len) {
		const char *colon = memchr(line.ptr, ':', line.len);

		if (!colon)
			continue;
		keep(h, (struct span){ line.ptr, (size_t)(colon - line.ptr) },
		     span_trim((struct span){
			     colon + 1,
			     (size_t)(line.ptr + line.len - colon - 1) }));
	}
}

/* A chunk's size in hexadecimal digits (RFC 9112 7.1); false if it is none. */
static bool chunk_size(struct span line, size_t *out)
{
	size_t i = 0;

	*out = 0;
	for (; i < line.len && i < 8; i++) {
		char c = line.ptr[i];

		if (c >= '0' && c <= '9')
			*out = *out * 16 + (size_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			*out = *out * 16 + (size_t)((c | 0x20) - 'a' + 10);
		else
			break;
	}
	return i && (i == line.len || strchr("; \t", line.ptr[i]));
}

/*
 * False when the body is not in chunks: many archives undo them and leave the
 * header. A body whose last chunks were cut off is taken as far as it goes.
 */
static bool undo_chunks(struct span body, struct buf *out)
{
	struct span line;
	size_t      n;

	buf_clear(out);
	while (span_take_line(&body, &line)) {
		if (!line.len && out->len)
			continue; /* the end of a chunk */
		if (!chunk_size(line, &n))
			return out->len > 0;
		if (!n)
			return true;
		n = n < body.len ? n : body.len;
		buf_add(out, body.ptr, n);
		body.ptr += n;
		body.len -= n;
	}
	return out->len > 0;
}

/* The header may have outlived the encoding: gzip says what it is. */
static bool is_encoded(struct span payload, struct span encoding)
{
	if (!encoding.len || span_is_nocase(encoding, "identity"))
		return false;
	if (span_is_nocase(encoding, "gzip") ||
	    span_is_nocase(encoding, "x-gzip"))
		return inflate_is_gzip(payload);
	if (span_is_nocase(encoding, "zstd"))
		return span_starts(payload, "\x28\xb5\x2f\xfd");
	return true;
}

/* brotli and deflate have no magic number: text that does not decode is text. */
static bool looks_like_text(struct span body)
{
	struct span s = span_trim(body);

	return s.len && (s.ptr[0] == '<' || s.ptr[0] == '{' || s.ptr[0] == '[');
}

static bool undo_encoding(struct span encoding, size_t max, struct http_work *w,
			  struct http_response *out, struct error *err)
{
	enum inflate_status status;

	out->body = out->payload;
	if (is_encoded(out->payload, encoding)) {
		if (span_is_nocase(encoding, "x-gzip"))
			encoding = SPAN("gzip");
		status = inflate_body(out->payload, encoding, max, &w->body,
				      err);
		if (status == INFLATE_OK)
			out->body = w->body.ptr ? buf_span(&w->body) : SPAN("");
		else if (status == INFLATE_TOO_LARGE ||
			 !looks_like_text(out->payload))
			return false;
	}
	if (inflate_is_gzip(out->body)) { /* sitemap.xml.gz */
		struct buf twice = BUF_INIT;

		if (inflate_body(out->body, SPAN("gzip"), max, &twice, err) !=
		    INFLATE_OK) {
			buf_deinit(&twice);
			return false;
		}
		buf_deinit(&w->body);
		w->body = twice;
		out->body = w->body.ptr ? buf_span(&w->body) : SPAN("");
	}
	err->text[0] = '\0';
	return true;
}

bool http_response_read(struct span block, size_t max, struct http_work *w,
			struct http_response *out, struct error *err)
{
	struct head h = { .content_type = { NULL, 0 } };
	struct span rest = block, line = SPAN("");

	*out = (struct http_response){ .status = 0 };
	if (span_take_line(&rest, &line))
		out->status = parse_status(line);
	if (!out->status) {
		error_set(err, "expected HTTP/1.1 and a status, found %s",
			  block.len ? "something else" : "nothing");
		return false;
	}
	read_head(&rest, &h);
	out->content_type = h.content_type;
	out->payload = rest;
	if (span_find_nocase(h.transfer_encoding, "chunked") &&
	    undo_chunks(rest, &w->chunks))
		out->payload = buf_span(&w->chunks);
	return undo_encoding(h.content_encoding, max, w, out, err);
}
