#include "parsers/charset.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

#define SNIFF_BYTES 1024 /* a declaration stands in the first kilobyte */

static bool is_label_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
}

/* The label after `key` ("charset", "encoding") and a '='. */
static bool label_after(struct span text, const char *key, char *label)
{
	const char *at = span_find_nocase(text, key);
	const char *end = text.ptr + text.len;
	size_t      n = 0;

	if (!at)
		return false;
	at += strlen(key);
	while (at < end && (*at == ' ' || *at == '=' || *at == '"' ||
			    *at == '\''))
		at++;
	while (at < end && is_label_char(*at) && n + 1 < CHARSET_LABEL_SIZE)
		label[n++] = *at++;
	label[n] = '\0';
	return n > 0;
}

bool charset_of_type(struct span content_type, char label[CHARSET_LABEL_SIZE])
{
	return content_type.len && label_after(content_type, "charset", label);
}

static bool bom_label(struct span body, char *label, size_t *bom)
{
	static const struct {
		const char *bytes;
		size_t      len;
		const char *label;
	} boms[] = {
		{ "\xEF\xBB\xBF", 3, "utf-8" },
		{ "\xFF\xFE", 2, "utf-16le" },
		{ "\xFE\xFF", 2, "utf-16be" },
	};

	for (size_t i = 0; i < ARRAY_LEN(boms); i++) {
		if (body.len >= boms[i].len &&
		    memcmp(body.ptr, boms[i].bytes, boms[i].len) == 0) {
			strcpy(label, boms[i].label);
			*bom = boms[i].len;
			return true;
		}
	}
	return false;
}

/* What the first kilobyte of the document says of itself. */
static bool declared_label(struct span body, char *label)
{
	struct span head = { body.ptr,
			     body.len < SNIFF_BYTES ? body.len : SNIFF_BYTES };
	const char *close;

	/* UTF-16 without a mark, known by the zeros of its first '<' or '{' */
	if (head.len >= 4 && !head.ptr[1] && head.ptr[0] && !head.ptr[3]) {
		strcpy(label, "utf-16le");
		return true;
	}
	if (head.len >= 4 && !head.ptr[0] && head.ptr[1] && !head.ptr[2]) {
		strcpy(label, "utf-16be");
		return true;
	}
	if (span_starts(span_trim(head), "<?xml")) {
		close = span_find(head, "?>");
		if (close)
			head.len = (size_t)(close - head.ptr);
		return label_after(head, "encoding", label);
	}
	if (!span_starts(span_trim(head), "<"))
		return false;
	return label_after(head, "charset", label);
}

static bool is_utf8_label(const char *label)
{
	struct span s = span_of(label);

	return span_is_nocase(s, "utf-8") || span_is_nocase(s, "utf8") ||
	       span_is_nocase(s, "us-ascii") || span_is_nocase(s, "ascii");
}

/* The Encoding Standard's reading of labels that ICU takes literally. */
static const char *icu_name(const char *label)
{
	static const struct {
		const char *label;
		const char *name;
	} names[] = {
		{ "iso-8859-1", "windows-1252" },
		{ "iso8859-1", "windows-1252" },
		{ "latin1", "windows-1252" },
		{ "iso-8859-9", "windows-1254" },
		{ "gb2312", "gb18030" },
		{ "gbk", "gb18030" },
		{ "shift_jis", "windows-31j" },
		{ "shift-jis", "windows-31j" },
		{ "ks_c_5601-1987", "windows-949" },
		{ "euc-kr", "windows-949" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (span_is_nocase(span_of(label), names[i].label))
			return names[i].name;
	}
	return label;
}

static bool convert(struct span body, const char *label, struct buf *store,
		    struct error *err)
{
	UErrorCode  rc = U_ZERO_ERROR;
	UConverter *from = ucnv_open(icu_name(label), &rc);
	UConverter *to = ucnv_open("UTF-8", &rc);
	const char *at = body.ptr;
	const char *end = body.ptr + body.len;
	UChar       pivot[1024];
	UChar      *source = pivot, *target = pivot;
	UBool       reset = 1;

	if (U_FAILURE(rc)) {
		error_set(err, "expected a known charset, got %s", label);
		ucnv_close(from);
		ucnv_close(to);
		return false;
	}
	do {
		char *room = buf_reserve(store, body.len + 64);
		char *put = room;
		char *stop = store->ptr + store->cap - 1;

		rc = U_ZERO_ERROR;
		ucnv_convertEx(to, from, &put, stop, &at, end, pivot, &source,
			       &target, pivot + ARRAY_LEN(pivot), reset, 1,
			       &rc);
		reset = 0;
		buf_commit(store, (size_t)(put - room));
	} while (rc == U_BUFFER_OVERFLOW_ERROR);
	ucnv_close(from);
	ucnv_close(to);
	if (U_FAILURE(rc)) {
		error_set(err, "expected text in %s, got %s", label,
			  u_errorName(rc));
		return false;
	}
	return true;
}

bool charset_decode(const struct document *doc, bool is_web,
		    struct buf *store, struct span *out, struct error *err)
{
	struct span body = doc->body;
	char        label[CHARSET_LABEL_SIZE] = "";
	size_t      bom = 0;
	bool        is_declared = bom_label(body, label, &bom);

	if (!is_declared)
		is_declared = charset_of_type(doc->content_type, label);
	if (!is_declared)
		is_declared = declared_label(body, label);
	body.ptr += bom;
	body.len -= bom;
	if (!is_declared && is_web && utf8_valid_prefix(body) != body.len)
		strcpy(label, "windows-1252");
	*out = body;
	if (!label[0] || is_utf8_label(label))
		return true;
	/* a declaration in ASCII letters that claims two bytes a letter */
	if (!bom && span_starts_nocase(span_of(label), "utf-16") && body.len &&
	    body.ptr[0] && body.len > 1 && body.ptr[1])
		return true;
	if (!convert(body, label, store, err))
		return false;
	*out = buf_span(store);
	return true;
}

/* ---- in pieces ---- */

#define BOM_MAX 3 /* bytes of the longest mark */

struct charset_stream {
	char        label[CHARSET_LABEL_SIZE]; /* "": bytes go through */
	UConverter *from, *to;         /* NULL while not needed */
	char        head[BOM_MAX];     /* held back until a mark can be told */
	size_t      n_head;
	bool        is_begun;
};

static bool open_converters(struct charset_stream *s, struct error *err)
{
	UErrorCode rc = U_ZERO_ERROR;

	s->from = ucnv_open(icu_name(s->label), &rc);
	s->to = ucnv_open("UTF-8", &rc);
	if (U_SUCCESS(rc))
		return true;
	error_set(err, "expected a known charset, got %s", s->label);
	return false;
}

struct charset_stream *charset_stream_new(const char *label, struct error *err)
{
	struct charset_stream *s = xcalloc(1, sizeof(*s));

	snprintf(s->label, sizeof(s->label), "%s", label);
	if (is_utf8_label(s->label))
		s->label[0] = '\0';
	if (s->label[0] && !open_converters(s, err)) {
		charset_stream_free(s);
		return NULL;
	}
	return s;
}

void charset_stream_free(struct charset_stream *s)
{
	if (!s)
		return;
	ucnv_close(s->from);
	ucnv_close(s->to);
	free(s);
}

/* What a mark says goes before what was told: it is in the bytes themselves. */
static size_t heed_bom(struct charset_stream *s)
{
	char   label[CHARSET_LABEL_SIZE];
	size_t bom = 0;

	if (!bom_label((struct span){ s->head, s->n_head }, label, &bom))
		return 0;
	ucnv_close(s->from);
	ucnv_close(s->to);
	s->from = s->to = NULL;
	strcpy(s->label, is_utf8_label(label) ? "" : label);
	if (s->label[0])
		open_converters(s, NULL); /* ICU has UTF-16 */
	return bom;
}

static void put_piece(struct charset_stream *s, struct span piece, bool is_last,
		      struct buf *out)
{
	const char *at = piece.ptr;
	const char *end = piece.ptr + piece.len;
	UErrorCode  rc;

	if (!s->from) {
		buf_add_span(out, piece);
		return;
	}
	do {
		UChar        pivot[1024];
		UChar       *target = pivot;
		const UChar *source = pivot;
		char        *room = buf_reserve(out, 4 * ARRAY_LEN(pivot));
		char        *put = room;
		UErrorCode   put_rc = U_ZERO_ERROR;

		rc = U_ZERO_ERROR;
		ucnv_toUnicode(s->from, &target, pivot + ARRAY_LEN(pivot), &at,
			       end, NULL, is_last, &rc);
		ucnv_fromUnicode(s->to, &put, room + 4 * ARRAY_LEN(pivot),
				 &source, target, NULL, 0, &put_rc);
		buf_commit(out, (size_t)(put - room));
	} while (rc == U_BUFFER_OVERFLOW_ERROR);
}

void charset_stream_add(struct charset_stream *s, struct span piece,
			bool is_last, struct buf *out)
{
	while (!s->is_begun && s->n_head < BOM_MAX && piece.len) {
		s->head[s->n_head++] = *piece.ptr++;
		piece.len--;
	}
	if (!s->is_begun && (s->n_head == BOM_MAX || is_last)) {
		size_t bom = heed_bom(s);

		s->is_begun = true;
		put_piece(s, (struct span){ s->head + bom, s->n_head - bom },
			  is_last && !piece.len, out);
	}
	if (s->is_begun && (piece.len || is_last))
		put_piece(s, piece, is_last, out);
}

static bool is_forbidden(unsigned char c)
{
	return c < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

#define ONES 0x0101010101010101u
#define TOPS 0x8080808080808080u

/* Eight bytes at a time: does any lie below 0x20 that may not? */
static bool has_forbidden(struct span s)
{
	size_t i = 0;

	while (i < s.len) {
		uint64_t word;

		if (s.len - i >= 8) {
			memcpy(&word, s.ptr + i, 8);
			if (!((word - ONES * 0x20) & ~word & TOPS)) {
				i += 8;
				continue;
			}
		}
		for (size_t stop = s.len - i < 8 ? s.len : i + 8; i < stop; i++) {
			if (is_forbidden((unsigned char)s.ptr[i]))
				return true;
		}
	}
	return false;
}

struct span charset_clean_xml(struct span text, struct buf *store)
{
	const char *at = text.ptr;
	const char *end = text.ptr + text.len;

	if (utf8_valid_prefix(text) == text.len && !has_forbidden(text))
		return text;
	buf_clear(store);
	while (at < end) {
		char     out[UTF8_MAX];
		uint32_t cp = utf8_next(&at, end);

		if (cp < 0x80 && is_forbidden((unsigned char)cp))
			cp = ' ';
		buf_add(store, out, (size_t)utf8_put(cp, out));
	}
	return buf_span(store);
}
