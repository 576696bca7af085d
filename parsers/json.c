#include "parsers/json.h"

#include "base/buf.h"
#include "parsers/charset.h"
#include "parsers/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define EXACT_DIGITS 15 /* every integer of so many is exact in a double */
#define SNIFF_BYTES (256 * 1024) /* the first job is within */
#define EXACT_MAX 9007199254740992.0 /* 2^53 */

/* Past the closing quote of the string whose first byte is `at`. */
static const char *string_end(const char *at, const char *end)
{
	while ((at = memchr(at, '"', (size_t)(end - at)))) {
		const char *back = at;

		while (back[-1] == '\\')
			back--;
		at++;
		if ((at - 1 - back) % 2 == 0)
			return at;
	}
	return end;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What a look over the text tells before it is parsed. */
struct outline {
	size_t depth;      /* greatest nesting */
	bool   has_bignum; /* an integer of more than EXACT_DIGITS */
};

static struct outline look_over(struct span text)
{
	struct outline o = { 0, false };
	const char    *at = text.ptr;
	const char    *end = text.ptr + text.len;
	size_t         depth = 0;

	while (at < end) {
		char c = *at++;

		if (c == '"') {
			at = string_end(at, end);
		} else if (c == '{' || c == '[') {
			if (++depth > o.depth)
				o.depth = depth;
		} else if (c == '}' || c == ']') {
			depth -= depth > 0;
		} else if (is_digit(c)) {
			const char *first = at - 1;

			while (at < end && is_digit(*at))
				at++;
			o.has_bignum |= at - first > EXACT_DIGITS;
		}
	}
	return o;
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || (*at >= '\t' && *at <= '\r')))
		at++;
	return at;
}

static bool read_hex4(const char *at, const char *end, unsigned *out)
{
	*out = 0;
	if (end - at < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef";
		char        c = at[i] >= 'A' && at[i] <= 'F' ? at[i] | 0x20
							     : at[i];
		const char *digit = c ? strchr(digits, c) : NULL;

		if (!digit)
			return false;
		*out = *out * 16 + (unsigned)(digit - digits);
	}
	return true;
}

/*
 * What follows "\u". Half of a surrogate pair is grammatical and stands for
 * no character (RFC 8259, 8.2): it becomes U+FFFD.
 */
static const char *mend_unicode(const char *at, const char *end,
				struct buf *out)
{
	unsigned unit, low;
	size_t   n = 4;

	if (!read_hex4(at, end, &unit)) {
		buf_add_char(out, 'u');
		return at;
	}
	if (!unit) /* would end the text early */
		return at + 4;
	if (unit >= 0xD800 && unit < 0xDC00 && end - at >= 10 &&
	    at[4] == '\\' && at[5] == 'u' && read_hex4(at + 6, end, &low) &&
	    low >= 0xDC00 && low < 0xE000)
		n = 10;
	if (unit >= 0xD800 && unit < 0xE000 && n == 4) {
		buf_add_text(out, "\\ufffd");
	} else {
		buf_add_text(out, "\\u");
		buf_add(out, at, n);
	}
	return at + n;
}

/* Copy the string that begins after its quote; every escape made valid. */
static const char *mend_string(const char *at, const char *end,
			       struct buf *out)
{
	buf_add_char(out, '"');
	while (at < end && *at != '"') {
		unsigned char c = (unsigned char)*at++;

		if (c == '\\' && at < end) {
			char e = *at++;

			if (e == 'u') {
				at = mend_unicode(at, end, out);
			} else if (e && strchr("\"\\/bfnrt", e)) {
				buf_add_char(out, '\\');
				buf_add_char(out, e);
			} else { /* \' \- and the like: the character alone */
				buf_add_char(out, e);
			}
		} else if (c == '\n') {
			buf_add_text(out, "\\n");
		} else if (c < 0x20) {
			buf_add_char(out, ' ');
		} else {
			buf_add_char(out, (char)c);
		}
	}
	buf_add_char(out, '"');
	return at < end ? at + 1 : end;
}

static const char *skip_comment(const char *at, const char *end)
{
	struct span rest = { at, (size_t)(end - at) };
	const char *close = at[1] == '*' ? span_find(rest, "*/")
					 : memchr(at, '\n', rest.len);

	if (!close)
		return end;
	return close + (at[1] == '*' ? 2 : 1);
}

/* Digits that a double cannot hold become a string. */
static const char *mend_number(const char *at, const char *end,
			       struct buf *out)
{
	const char *first = at;
	size_t      digits;

	if (*at == '-')
		at++;
	while (at < end && is_digit(*at))
		at++;
	digits = (size_t)(at - first) - (*first == '-');
	if (digits > EXACT_DIGITS &&
	    (at == end || !strchr(".eE", *at) || !*at)) {
		buf_add_char(out, '"');
		buf_add(out, first, (size_t)(at - first));
		buf_add_char(out, '"');
		return at;
	}
	while (at < end && *at && strchr("0123456789.eE+-", *at))
		at++;
	buf_add(out, first, (size_t)(at - first));
	return at;
}

static void mend(struct span text, struct buf *out)
{
	const char *at = text.ptr;
	const char *end = text.ptr + text.len;

	buf_reserve(out, text.len + 64);
	while (at < end) {
		char c = *at;

		if (c == '"') {
			at = mend_string(at + 1, end, out);
		} else if (c == '-' || is_digit(c)) {
			at = mend_number(at, end, out);
		} else if (c == '/' && end - at > 1 &&
			   (at[1] == '/' || at[1] == '*')) {
			at = skip_comment(at, end);
		} else if (c == ',') {
			const char *next = skip_blanks(at + 1, end);

			if (next < end && *next != '}' && *next != ']' &&
			    *next != ',')
				buf_add_char(out, ',');
			at++;
		} else if (c == '\0') {
			at++;
		} else {
			buf_add_char(out, c);
			at++;
		}
	}
}

static size_t line_of(struct span text, const char *at)
{
	size_t line = 1;

	for (const char *p = text.ptr; p < at && p < text.ptr + text.len; p++)
		line += *p == '\n';
	return line;
}

/* What stands at the error, for the message: a few visible bytes. */
static void excerpt(struct span text, const char *at, char out[24])
{
	size_t n = 0;

	while (at < text.ptr + text.len && n < 20 && *at > ' ' && *at < 0x7F)
		out[n++] = *at++;
	out[n] = '\0';
}

static cJSON *parse(struct span text, struct error *err)
{
	const char *at = NULL;
	char        found[24];
	cJSON      *root = cJSON_ParseWithLengthOpts(text.ptr, text.len, &at,
						     false);

	if (root || !err)
		return root;
	if (!at || at >= text.ptr + text.len) {
		error_set(err, "line %zu: expected more JSON, got the end",
			  line_of(text, text.ptr + text.len));
		return NULL;
	}
	excerpt(text, at, found);
	error_set(err, "line %zu: expected JSON, got \"%s\"",
		  line_of(text, at), found);
	return NULL;
}

cJSON *json_parse(struct span text, struct error *err)
{
	struct outline o = look_over(text);
	struct buf     mended = BUF_INIT;
	cJSON         *root = NULL;

	if (!span_trim(text).len) {
		error_set(err, "expected JSON, got nothing");
		return NULL;
	}
	if (o.depth > PARSER_DEPTH_MAX) {
		error_set(err, "expected nesting up to %d, got %zu",
			  PARSER_DEPTH_MAX, o.depth);
		return NULL;
	}
	if (!o.has_bignum && !span_find(text, "\\u0000"))
		root = parse(text, err);
	if (!root) {
		mend(text, &mended);
		root = parse(buf_span(&mended), err);
	}
	if (root && err)
		err->text[0] = '\0';
	buf_deinit(&mended);
	return root;
}

cJSON *json_parse_document(const struct document *doc, struct error *err)
{
	struct buf  store = BUF_INIT;
	struct span text;
	cJSON      *root = NULL;

	if (charset_decode(doc, false, &store, &text, err))
		root = json_parse(text, err);
	buf_deinit(&store);
	return root;
}

bool json_has_keys(const struct document *doc, const char *opens,
		   const char *const *keys, size_t n)
{
	struct span s = doc->body;

	if (s.len > SNIFF_BYTES)
		s.len = SNIFF_BYTES;
	if (span_starts(s, "\xEF\xBB\xBF"))
		s = (struct span){ s.ptr + 3, s.len - 3 };
	s = span_trim(s);
	if (!s.len || !s.ptr[0] || !strchr(opens, s.ptr[0]))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!span_find(s, keys[i]))
			return false;
	}
	return true;
}

const cJSON *json_get(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

const cJSON *json_path(const cJSON *object, const char *path)
{
	char        key[64];
	const char *dot;

	while (object && (dot = strchr(path, '.'))) {
		snprintf(key, sizeof(key), "%.*s", (int)(dot - path), path);
		object = json_get(object, key);
		path = dot + 1;
	}
	return json_get(object, path);
}

struct span json_raw(const cJSON *value)
{
	if (!cJSON_IsString(value))
		return (struct span){ NULL, 0 };
	return span_of(value->valuestring);
}

struct span json_member(const cJSON *object, const char *key)
{
	return json_raw(json_get(object, key));
}

struct span json_text(struct arena *arena, const cJSON *value)
{
	if (cJSON_IsNumber(value)) {
		double n = value->valuedouble;

		if (n == floor(n) && fabs(n) < EXACT_MAX)
			return span_of(arena_printf(arena, "%.0f", n));
		return span_of(arena_printf(arena, "%.15g", n));
	}
	return text_line(arena, json_raw(value));
}

struct span json_member_text(struct arena *arena, const cJSON *object,
			     const char *key)
{
	return json_text(arena, json_get(object, key));
}

bool json_number(const cJSON *value, double *out)
{
	if (cJSON_IsNumber(value)) {
		*out = value->valuedouble;
		return isfinite(*out);
	}
	return cJSON_IsString(value) &&
	       text_number(json_raw(value), out, NULL);
}

bool json_whole(const cJSON *value, int64_t *out)
{
	double n;

	if (!json_number(value, &n) || n != floor(n) || fabs(n) > EXACT_MAX)
		return false;
	*out = (int64_t)n;
	return true;
}
