#include "parsers/url.h"

#include "base/buf.h"

#include <string.h>

static bool is_scheme_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

/* Bytes of "scheme", 0 when the reference has none. */
static size_t scheme_len(struct span s)
{
	size_t n = 0;

	while (n < s.len && is_scheme_char(s.ptr[n]))
		n++;
	return n && n < s.len && s.ptr[n] == ':' ? n : 0;
}

/* Cut `s` before the first of three stops; what follows goes to *rest. */
static struct span cut3(struct span s, const char stops[3], struct span *rest)
{
	size_t n = 0;

	if (!s.len)
		s = SPAN("");
	while (n < s.len && s.ptr[n] != stops[0] && s.ptr[n] != stops[1] &&
	       s.ptr[n] != stops[2])
		n++;
	*rest = (struct span){ s.ptr + n, s.len - n };
	return (struct span){ s.ptr, n };
}

static struct span cut(struct span s, char stop, struct span *rest)
{
	const char *at = s.len ? memchr(s.ptr, stop, s.len) : NULL;
	size_t      n = at ? (size_t)(at - s.ptr) : s.len;

	if (!s.len)
		s = SPAN("");
	*rest = (struct span){ s.ptr + n, s.len - n };
	return (struct span){ s.ptr, n };
}

bool url_split(struct span url, struct url_parts *out)
{
	size_t      n = scheme_len(url);
	struct span rest;

	if (!n || url.len < n + 3 || memcmp(url.ptr + n, "://", 3) != 0)
		return false;
	out->scheme = (struct span){ url.ptr, n };
	rest = (struct span){ url.ptr + n + 3, url.len - n - 3 };
	out->authority = cut3(rest, "/?#", &rest);
	out->path = cut3(rest, "?#?", &rest);
	if (rest.len && rest.ptr[0] == '?') {
		rest.ptr++;
		rest.len--;
	} else {
		rest.len = 0;
	}
	out->query = cut(rest, '#', &rest);
	return out->authority.len > 0;
}

struct span url_without_fragment(struct span url)
{
	struct span rest;

	return cut(url, '#', &rest);
}

struct span url_segment(struct span path, size_t n)
{
	struct span rest = path;

	while (rest.len) {
		struct span segment;

		rest.ptr++;
		rest.len--;
		segment = cut(rest, '/', &rest);
		if (n-- == 0)
			return segment;
	}
	return (struct span){ NULL, 0 };
}

struct span url_query(struct span query, const char *name)
{
	size_t      len = strlen(name);
	struct span rest = query;

	while (rest.len) {
		struct span pair = cut(rest, '&', &rest);

		if (rest.len) {
			rest.ptr++;
			rest.len--;
		}
		if (pair.len > len && pair.ptr[len] == '=' &&
		    memcmp(pair.ptr, name, len) == 0)
			return (struct span){ pair.ptr + len + 1,
					      pair.len - len - 1 };
	}
	return (struct span){ NULL, 0 };
}

static bool is_clean(unsigned char c)
{
	return c > ' ' && c != 0x7F && c != '"' && c != '<' && c != '>';
}

/* Blanks and control characters have no place in an address. */
static void add_escaped(struct buf *b, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];

		if (c == '\t' || c == '\n' || c == '\r')
			continue; /* dropped (WHATWG URL 4.4) */
		if (is_clean(c))
			buf_add_char(b, s.ptr[i]);
		else
			buf_printf(b, "%%%02X", c);
	}
}

static bool is_dots(struct span segment, size_t n)
{
	return segment.len == n && memcmp(segment.ptr, "..", n) == 0;
}

/* Section 5.2.4, for a path that begins with '/'. */
static void add_path(struct buf *b, struct span path)
{
	size_t      root = b->len;
	struct span rest = path;

	while (rest.len) {
		struct span segment;
		bool        is_last;

		rest.ptr++;
		rest.len--;
		segment = cut(rest, '/', &rest);
		is_last = rest.len == 0;
		if (is_dots(segment, 2)) {
			while (b->len > root && b->ptr[--b->len] != '/')
				;
		} else if (!is_dots(segment, 1)) {
			buf_add_char(b, '/');
			add_escaped(b, segment);
			continue;
		}
		if (is_last)
			buf_add_char(b, '/');
	}
	if (b->len == root)
		buf_add_char(b, '/');
}

/* The path of the base up to its last '/', then the reference. */
static void add_merged(struct buf *b, struct span base, struct span path)
{
	struct buf merged = BUF_INIT;
	size_t     n = base.len;

	while (n && base.ptr[n - 1] != '/')
		n--;
	buf_add(&merged, base.ptr, n);
	if (!n)
		buf_add_char(&merged, '/');
	buf_add_span(&merged, path);
	add_path(b, buf_span(&merged));
	buf_deinit(&merged);
}

static void add_authority(struct buf *b, const struct url_parts *u)
{
	buf_add_span(b, u->scheme);
	buf_add_text(b, "://");
	buf_add_span(b, u->authority);
}

static bool is_web(struct span scheme)
{
	return span_is_nocase(scheme, "http") || span_is_nocase(scheme, "https");
}

/* A reference without scheme and authority. */
static void add_relative(struct buf *b, const struct url_parts *base,
			 struct span ref)
{
	struct span rest;
	struct span path = cut3(ref, "?#?", &rest);

	add_authority(b, base);
	if (path.len && path.ptr[0] == '/') {
		add_path(b, path);
	} else if (path.len) {
		add_merged(b, base->path, path);
	} else {
		add_path(b, base->path);
		if (!(rest.len && rest.ptr[0] == '?') && base->query.len) {
			buf_add_char(b, '?');
			add_escaped(b, base->query);
		}
	}
	add_escaped(b, rest);
}

/* Nearly all references: absolute, and nothing in them to escape. */
static bool is_final(struct span ref)
{
	struct url_parts u;

	if ((!span_starts(ref, "http://") && !span_starts(ref, "https://")) ||
	    !url_split(ref, &u))
		return false;
	for (size_t i = 0; i < ref.len; i++) {
		if (!is_clean((unsigned char)ref.ptr[i]))
			return false;
	}
	return true;
}

struct span url_resolve(struct arena *arena, struct span base_url,
			struct span reference)
{
	struct span      ref = span_trim(reference);
	struct span      none = { NULL, 0 };
	struct span      url = none;
	struct url_parts base, target;
	struct buf       b = BUF_INIT;
	bool             has_base;

	if (!ref.len || ref.len > URL_REFERENCE_MAX)
		return none;
	if (is_final(ref))
		return arena_span(arena, ref);
	has_base = url_split(base_url, &base);
	if (ref.len > 2 && ref.ptr[0] == '/' && ref.ptr[1] == '/') {
		if (!has_base)
			return none;
		buf_add_span(&b, base.scheme);
		buf_add_char(&b, ':');
		buf_add_span(&b, ref);
		url = url_resolve(arena, none, buf_span(&b));
		goto out;
	}
	if (scheme_len(ref)) {
		if (!url_split(ref, &target) || !is_web(target.scheme))
			goto out;
		add_escaped(&b, ref);
	} else {
		if (!has_base || !is_web(base.scheme))
			goto out;
		add_relative(&b, &base, ref);
	}
	url = arena_span(arena, buf_span(&b));
out:
	buf_deinit(&b);
	return url;
}

struct span url_escape(struct arena *arena, struct span text)
{
	static const char hex[] = "0123456789ABCDEF";
	char  *out = arena_alloc(arena, text.len * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || (c && strchr("-._~", c))) {
			out[n++] = (char)c;
			continue;
		}
		out[n++] = '%';
		out[n++] = hex[c >> 4];
		out[n++] = hex[c & 15];
	}
	return (struct span){ out, n };
}
