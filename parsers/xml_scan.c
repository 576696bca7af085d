#include "parsers/xml_scan.h"

#include "base/buf.h"
#include "base/bytes16.h"
#include "base/utf8.h"

#include <string.h>

#define DEPTH_MAX 64
#define NAMES_MAX 96      /* different names in a document */
#define NAME_SIZE 64      /* bytes with the NUL */
#define SPACES_MAX 24     /* namespaces */
#define URI_SIZE 160      /* bytes with the NUL */
#define ATTRIBUTES_MAX 32 /* of one element */
#define DECODED_MAX 4096  /* bytes of the attributes of one element */
#define PIECE_MAX 8000000 /* bytes; libxml2 ends at 10 million */

struct name {
	size_t      len; /* with the prefix */
	size_t      prefix_len;
	const char *uri; /* of an element; NULL: not looked up yet */
	char        text[NAME_SIZE]; /* as written: "dc:date" */
	char        local[NAME_SIZE];
};

struct space {
	struct span prefix; /* in the document; empty for the default */
	char        uri[URI_SIZE];
};

struct scan {
	const struct xml_events *events;
	void                    *arg;
	const char              *at, *end;
	bool                     is_unusual;
	bool                     has_root;
	struct buf               decoded; /* the text or attributes at hand */
	struct name             *open[DEPTH_MAX];
	size_t                   depth;
	size_t                   n_names, n_spaces;
	const xmlChar           *attributes[5 * ATTRIBUTES_MAX];
	struct name             *attribute_names[ATTRIBUTES_MAX];
	int                      n_attributes;
	struct space             spaces[SPACES_MAX];
	struct name              names[NAMES_MAX];
};

/* ---- letters ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name_char(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' ||
	       c == '.';
}

static size_t left(const struct scan *s)
{
	return (size_t)(s->end - s->at);
}

static bool is_at(const struct scan *s, char c)
{
	return s->at < s->end && *s->at == c;
}

static bool starts(const struct scan *s, const char *what)
{
	return span_starts((struct span){ s->at, left(s) }, what);
}

static size_t skip_blanks(struct scan *s)
{
	const char *from = s->at;

	while (s->at < s->end && is_blank(*s->at))
		s->at++;
	return (size_t)(s->at - from);
}

/* Past `close`; what is before it. Absent, and unusual, when it never comes. */
static struct span take_until(struct scan *s, const char *close)
{
	struct span rest = { s->at, left(s) };
	const char *stop = span_find(rest, close);

	if (!stop || stop - s->at > PIECE_MAX) {
		s->is_unusual = true;
		return (struct span){ NULL, 0 };
	}
	s->at = stop + strlen(close);
	return (struct span){ rest.ptr, (size_t)(stop - rest.ptr) };
}

/* ---- names ---- */

/* The name at s->at: one colon at most, within it. NULL when unusual. */
static struct name *take_name(struct scan *s)
{
	const char  *from = s->at, *colon = NULL;
	size_t       len;
	struct name *n;

	while (s->at < s->end && (is_name_char(*s->at) || *s->at == ':')) {
		if (*s->at == ':' && (colon || s->at + 1 == s->end ||
				      !is_name_start(s->at[1])))
			s->is_unusual = true;
		if (*s->at == ':')
			colon = s->at;
		s->at++;
	}
	len = (size_t)(s->at - from);
	for (size_t i = 0; i < s->n_names; i++) {
		n = &s->names[i];
		if (n->len == len && memcmp(n->text, from, len) == 0)
			return n;
	}
	if (s->is_unusual || !len || !is_name_start(*from) ||
	    len >= NAME_SIZE || s->n_names == NAMES_MAX) {
		s->is_unusual = true;
		return NULL;
	}
	n = &s->names[s->n_names++];
	n->uri = NULL;
	n->len = len;
	n->prefix_len = colon ? (size_t)(colon - from) : 0;
	memcpy(n->text, from, len);
	n->text[len] = '\0';
	strcpy(n->local, n->text + (colon ? n->prefix_len + 1 : 0));
	return n;
}

static const char *uri_of(const struct scan *s, const struct name *n)
{
	for (size_t i = 0; i < s->n_spaces; i++) {
		struct span prefix = s->spaces[i].prefix;

		if (prefix.len == n->prefix_len &&
		    memcmp(prefix.ptr, n->text, prefix.len) == 0)
			return s->spaces[i].uri;
	}
	return n->prefix_len ? NULL : "";
}

/* ---- texts ---- */

/* The number of "#65;" or "#x41;"; 0 when it is no character of XML. */
static uint32_t take_number(const char **at, const char *end)
{
	const char *p = *at + 1;
	uint32_t    base = 10, n = 0;

	if (p < end && *p == 'x') {
		base = 16;
		p++;
	}
	for (; p < end && *p != ';'; p++) {
		uint32_t d = *p >= '0' && *p <= '9'   ? (uint32_t)(*p - '0')
			     : *p >= 'a' && *p <= 'f' ? (uint32_t)(*p - 'a' + 10)
			     : *p >= 'A' && *p <= 'F' ? (uint32_t)(*p - 'A' + 10)
						      : 99;

		if (d >= base || n > 0x10FFFF)
			return 0;
		n = n * base + d;
	}
	if (p == end || n > 0x10FFFF || (n >= 0xD800 && n < 0xE000) ||
	    n == 0xFFFE || n == 0xFFFF ||
	    (n < 0x20 && n != '\t' && n != '\n' && n != '\r'))
		return 0;
	*at = p + 1;
	return n;
}

/* The character of the reference at *at; 0 when XML itself has none. */
static uint32_t take_reference(const char **at, const char *end)
{
	static const struct {
		const char *rest;
		size_t      len;
		uint32_t    code_point;
	} known[] = {
		{ "lt;", 3, '<' },   { "gt;", 3, '>' },    { "amp;", 4, '&' },
		{ "quot;", 5, '"' }, { "apos;", 5, '\'' },
	};
	const char *p = *at + 1;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if ((size_t)(end - p) >= known[i].len &&
		    memcmp(p, known[i].rest, known[i].len) == 0) {
			*at = p + known[i].len;
			return known[i].code_point;
		}
	}
	if (p < end && *p == '#') {
		*at = p;
		return take_number(at, end);
	}
	return 0;
}

/* Behind what s->decoded holds; the room for it must be there. */
static struct span decode(struct scan *s, struct span raw)
{
	const char *at = raw.ptr, *end = raw.ptr + raw.len;
	char       *start = buf_reserve(&s->decoded, raw.len), *to = start;

	for (;;) {
		uint32_t cp;

		to = bytes16_copy_until('&', &at, end, to);
		if (at == end)
			break;
		cp = take_reference(&at, end);
		if (!cp) {
			s->is_unusual = true;
			break;
		}
		to += utf8_put(cp, to);
	}
	buf_commit(&s->decoded, (size_t)(to - start));
	return (struct span){ start, (size_t)(to - start) };
}

static void put_text(struct scan *s, struct span run)
{
	const char *at = run.ptr, *end = run.ptr + run.len;

	while ((at = memchr(at, ']', (size_t)(end - at)))) {
		at++;
		if (end - at >= 2 && at[0] == ']' && at[1] == '>')
			s->is_unusual = true;
	}
	if (memchr(run.ptr, '&', run.len)) {
		buf_clear(&s->decoded);
		run = decode(s, run);
	}
	if (!s->is_unusual)
		s->events->text(s->arg, run.ptr, run.len);
}

static void take_text(struct scan *s)
{
	const char *stop = memchr(s->at, '<', left(s));
	struct span run = { s->at, (size_t)((stop ? stop : s->end) - s->at) };

	s->at += run.len;
	if (s->depth)
		put_text(s, run);
	else if (span_trim(run).len)
		s->is_unusual = true;
}

/* ---- tags ---- */

/* name = "value", with blanks as one likes; NULL when unusual. */
static struct name *take_pair(struct scan *s, struct span *value)
{
	struct name *n = take_name(s);
	const char  *stop;

	if (!n)
		return NULL;
	skip_blanks(s);
	if (!is_at(s, '='))
		goto unusual;
	s->at++;
	skip_blanks(s);
	if (!is_at(s, '"') && !is_at(s, '\''))
		goto unusual;
	stop = memchr(s->at + 1, *s->at, left(s) - 1);
	if (!stop || stop - s->at > PIECE_MAX)
		goto unusual;
	*value = (struct span){ s->at + 1, (size_t)(stop - s->at - 1) };
	s->at = stop + 1;
	return n;
unusual:
	s->is_unusual = true;
	return NULL;
}

static bool is_declaration(const struct name *n)
{
	return n->prefix_len ? n->prefix_len == 5 &&
				       memcmp(n->text, "xmlns", 5) == 0
			     : strcmp(n->text, "xmlns") == 0;
}

/* Only the root declares, so a name means the same all the way. */
static void declare(struct scan *s, const struct name *n, struct span uri)
{
	struct space *space = &s->spaces[s->n_spaces];
	struct span   prefix = { n->local, n->prefix_len ? strlen(n->local) : 0 };

	if (s->has_root || !uri.len || uri.len >= URI_SIZE ||
	    s->n_spaces == SPACES_MAX || memchr(uri.ptr, '&', uri.len) ||
	    span_starts_nocase(prefix, "xml") ||
	    span_find(uri, "www.w3.org/XML/1998/namespace") ||
	    span_find(uri, "www.w3.org/2000/xmlns")) {
		s->is_unusual = true;
		return;
	}
	for (size_t i = 0; i < s->n_spaces; i++) {
		if (s->spaces[i].prefix.len == prefix.len &&
		    memcmp(s->spaces[i].prefix.ptr, prefix.ptr, prefix.len) == 0)
			s->is_unusual = true; /* twice */
	}
	space->prefix = prefix;
	memcpy(space->uri, uri.ptr, uri.len);
	space->uri[uri.len] = '\0';
	s->n_spaces++;
}

static void add_attribute(struct scan *s, struct name *n, struct span value)
{
	const xmlChar **a = s->attributes + 5 * s->n_attributes;

	for (int i = 0; i < s->n_attributes; i++) {
		if (strcmp(s->attribute_names[i]->local, n->local) == 0)
			s->is_unusual = true; /* twice, or nearly */
	}
	if (memchr(value.ptr, '&', value.len)) {
		/* the values before must stay where they are */
		if (s->decoded.cap - s->decoded.len <= value.len) {
			s->is_unusual = true;
			return;
		}
		value = decode(s, value);
	}
	a[0] = (const xmlChar *)n->local;
	a[1] = n->prefix_len ? (const xmlChar *)n->text : NULL;
	a[2] = NULL;
	a[3] = (const xmlChar *)value.ptr;
	a[4] = a[3] + value.len;
	s->attribute_names[s->n_attributes++] = n;
}

static void take_attribute(struct scan *s)
{
	struct span  value;
	struct name *n = take_pair(s, &value);

	if (!n)
		return;
	if (s->n_attributes == ATTRIBUTES_MAX ||
	    memchr(value.ptr, '<', value.len) ||
	    memchr(value.ptr, '\n', value.len) ||
	    memchr(value.ptr, '\t', value.len))
		s->is_unusual = true;
	else if (is_declaration(n))
		declare(s, n, value);
	else
		add_attribute(s, n, value);
}

/* The attributes and the end of a start tag; *is_empty for "/>". */
static void take_attributes(struct scan *s, bool *is_empty)
{
	s->n_attributes = 0;
	*is_empty = false;
	if (is_at(s, '>')) {
		s->at++;
		return;
	}
	buf_clear(&s->decoded);
	buf_reserve(&s->decoded, DECODED_MAX);
	while (!s->is_unusual) {
		size_t blanks = skip_blanks(s);

		*is_empty = is_at(s, '/') && starts(s, "/>");
		if (*is_empty || is_at(s, '>')) {
			s->at += 1 + *is_empty;
			return;
		}
		if (!blanks || s->at == s->end)
			s->is_unusual = true;
		else
			take_attribute(s);
	}
}

/* Whether all prefixes are known is seen when the tag has been read. */
static void resolve(struct scan *s, struct name *n)
{
	if (!n->uri)
		n->uri = uri_of(s, n);
	if (!n->uri)
		s->is_unusual = true;
	for (int i = 0; i < s->n_attributes; i++) {
		const struct name *a = s->attribute_names[i];

		if (a->prefix_len && !uri_of(s, a) &&
		    !(a->prefix_len == 3 && memcmp(a->text, "xml", 3) == 0))
			s->is_unusual = true;
	}
}

static void take_start(struct scan *s)
{
	struct xml_element e;
	struct name       *n;
	bool               is_empty;

	s->at++;
	n = take_name(s);
	if (!n || s->depth == DEPTH_MAX || (s->has_root && !s->depth)) {
		s->is_unusual = true;
		return;
	}
	take_attributes(s, &is_empty);
	resolve(s, n);
	s->has_root = true;
	if (s->is_unusual)
		return;
	e = (struct xml_element){ n->local, n->uri, s->attributes,
				  s->n_attributes };
	s->events->start(s->arg, &e);
	if (is_empty)
		s->events->end(s->arg, n->local);
	else
		s->open[s->depth++] = n;
}

static void take_end(struct scan *s)
{
	const struct name *n = s->depth ? s->open[s->depth - 1] : NULL;

	s->at += 2;
	if (!n || left(s) <= n->len || memcmp(s->at, n->text, n->len) != 0) {
		s->is_unusual = true;
		return;
	}
	s->at += n->len;
	skip_blanks(s);
	if (!is_at(s, '>')) {
		s->is_unusual = true;
		return;
	}
	s->at++;
	s->depth--;
	s->events->end(s->arg, n->local);
}

/* ---- the rest ---- */

static void take_comment(struct scan *s)
{
	s->at += 4;
	take_until(s, "--");
	if (!is_at(s, '>'))
		s->is_unusual = true;
	s->at++;
}

static void take_cdata(struct scan *s)
{
	struct span text;

	s->at += 9;
	text = take_until(s, "]]>");
	if (!s->depth)
		s->is_unusual = true;
	if (!s->is_unusual && text.len)
		s->events->text(s->arg, text.ptr, text.len);
}

static void take_instruction(struct scan *s)
{
	const struct name *n;

	s->at += 2;
	n = take_name(s);
	if (!n || n->prefix_len || span_is_nocase(span_of(n->text), "xml") ||
	    (!starts(s, "?>") && !(s->at < s->end && is_blank(*s->at))))
		s->is_unusual = true;
	else
		take_until(s, "?>");
}

static bool is_label(struct span value)
{
	for (size_t i = 0; i < value.len; i++) {
		if (!is_name_char(value.ptr[i]))
			return false;
	}
	return value.len && is_name_start(*value.ptr) && *value.ptr != '_';
}

/* <?xml version="1.0" encoding="..." standalone="..."?>, where it is. */
static void take_declaration(struct scan *s)
{
	static const char *const keys[] = { "version", "encoding",
					    "standalone" };
	size_t next = 0;

	if (!starts(s, "<?xml ") && !starts(s, "<?xml\n"))
		return;
	s->at += 5;
	while (!s->is_unusual) {
		size_t             blanks = skip_blanks(s);
		struct span        value = { NULL, 0 };
		const struct name *n;

		if (starts(s, "?>") && next) {
			s->at += 2;
			return;
		}
		n = blanks ? take_pair(s, &value) : NULL;
		while (n && next && next < 3 && strcmp(n->text, keys[next]))
			next++;
		if (!n || next == 3 || strcmp(n->text, keys[next]) ||
		    (next == 0 && !span_is(value, "1.0")) ||
		    (next == 1 && !is_label(value)) ||
		    (next == 2 && !span_is(value, "yes") &&
		     !span_is(value, "no")))
			s->is_unusual = true;
		next++;
	}
}

static void take_markup(struct scan *s)
{
	char next = left(s) > 1 ? s->at[1] : '\0';

	if (next == '/')
		take_end(s);
	else if (next == '?')
		take_instruction(s);
	else if (next != '!')
		take_start(s);
	else if (starts(s, "<!--"))
		take_comment(s);
	else if (starts(s, "<![CDATA["))
		take_cdata(s);
	else
		s->is_unusual = true;
}

/* U+FFFE and U+FFFF are no characters of XML. */
static bool has_non_character(struct span text)
{
	const char *at = text.ptr, *end = text.ptr + text.len;

	while ((at = memchr(at, '\xEF', (size_t)(end - at)))) {
		if (end - at >= 3 && at[1] == '\xBF' &&
		    (at[2] == '\xBE' || at[2] == '\xBF'))
			return true;
		at++;
	}
	return false;
}

bool xml_scan(struct span text, const struct xml_events *events, void *arg)
{
	struct scan s;

	/* line ends other than LF are put in order by libxml2 */
	if (!text.len || memchr(text.ptr, '\r', text.len) ||
	    has_non_character(text))
		return false;
	memset(&s, 0, offsetof(struct scan, attributes));
	s.n_attributes = 0;
	s.events = events;
	s.arg = arg;
	s.at = text.ptr;
	s.end = text.ptr + text.len;
	events->reset(arg);
	take_declaration(&s);
	while (s.at < s.end && !s.is_unusual) {
		if (*s.at == '<')
			take_markup(&s);
		else
			take_text(&s);
	}
	buf_deinit(&s.decoded);
	return !s.is_unusual && s.has_root && !s.depth;
}
