/*
 * warc_head.c - the named fields of a record (ISO 28500 section 5).
 */
#include "daemon/warc_read.h"

#include "base/mem.h"
#include "base/stamp.h"

#include <stddef.h>
#include <string.h>

#define USEC 1000000LL

static const struct type_name {
	const char    *name;
	enum warc_type type;
} types[] = {
	{ "warcinfo", WARC_INFO },
	{ "response", WARC_RESPONSE },
	{ "resource", WARC_RESOURCE },
	{ "request", WARC_REQUEST },
	{ "metadata", WARC_METADATA },
	{ "revisit", WARC_REVISIT },
	{ "conversion", WARC_CONVERSION },
	{ "continuation", WARC_CONTINUATION },
};

static const struct field {
	const char *name;
	size_t      offset; /* of a span in struct warc_head */
} fields[] = {
#define TO(member) offsetof(struct warc_head, member)
	{ "Content-Type", TO(content_type) },
	{ "WARC-Block-Digest", TO(block_digest) },
	{ "WARC-Jobtrend-Employer", TO(employer) },
	{ "WARC-Jobtrend-Kind", TO(kind) },
	{ "WARC-Jobtrend-Options", TO(options) },
	{ "WARC-Jobtrend-Post", TO(post) },
	{ "WARC-Jobtrend-Role", TO(role) },
	{ "WARC-Jobtrend-Source", TO(source) },
	{ "WARC-Jobtrend-Source-Kind", TO(source_kind) },
	{ "WARC-Payload-Digest", TO(payload_digest) },
	{ "WARC-Profile", TO(profile) },
	{ "WARC-Record-ID", TO(id) },
	{ "WARC-Refers-To", TO(refers_to) },
	{ "WARC-Refers-To-Date", TO(refers_to_date) },
	{ "WARC-Refers-To-Target-URI", TO(refers_to_url) },
	{ "WARC-Target-URI", TO(url) },
	{ "WARC-Truncated", TO(truncated) },
#undef TO
};

/* What is told only when it is missing or wrong. */
struct mandatory {
	struct span type, date, length;
};

/* Old writers put addresses in angle brackets (WARC 1.0, its erratum). */
static struct span without_brackets(struct span s)
{
	if (s.len >= 2 && s.ptr[0] == '<' && s.ptr[s.len - 1] == '>')
		return (struct span){ s.ptr + 1, s.len - 2 };
	return s;
}

static bool parse_length(struct span text, int64_t *out)
{
	*out = 0;
	if (!text.len || text.len > 18)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		*out = *out * 10 + (text.ptr[i] - '0');
	}
	return true;
}

/* Up to nine digits of a second (WARC 1.1); we keep six. */
static bool parse_date(struct span text, int64_t *out)
{
	struct stamp at;
	const char  *dot;
	int64_t      unit = USEC;

	if (!text.len || !stamp_parse_iso(text, &at))
		return false;
	*out = at.at * USEC;
	dot = memchr(text.ptr, '.', text.len);
	for (const char *p = dot ? dot + 1 : text.ptr + text.len;
	     p < text.ptr + text.len && *p >= '0' && *p <= '9' && unit > 1;
	     p++) {
		unit /= 10;
		*out += (*p - '0') * unit;
	}
	return true;
}

static void keep_field(struct span name, struct span value,
		       struct warc_head *out, struct mandatory *m)
{
	if (span_is_nocase(name, "WARC-Type"))
		m->type = value;
	else if (span_is_nocase(name, "WARC-Date"))
		m->date = value;
	else if (span_is_nocase(name, "Content-Length"))
		m->length = value;
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		if (span_is_nocase(name, fields[i].name))
			*(struct span *)((char *)out + fields[i].offset) =
				value;
	}
}

/* Shown in messages: printable, short. */
static struct span shown(struct span s, char out[48])
{
	size_t n = s.len < 40 ? s.len : 40;

	for (size_t i = 0; i < n; i++)
		out[i] = s.ptr[i] > ' ' && s.ptr[i] < 0x7f ? s.ptr[i] : '.';
	return (struct span){ out, n };
}

static bool complain_of(const char *what, struct span found, struct error *err)
{
	char        text[48];
	struct span s = shown(found, text);

	if (!found.ptr)
		error_set(err, "expected %s, found none", what);
	else
		error_set(err, "expected %s, found \"%.*s\"", what, (int)s.len,
			  s.ptr);
	return false;
}

static bool read_fields(struct span text, struct warc_head *out,
			struct mandatory *m, struct error *err)
{
	struct span line;

	while (span_take_line(&text, &line) && line.len) {
		const char *colon = memchr(line.ptr, ':', line.len);
		struct span name, value;

		if (line.ptr[0] == ' ' || line.ptr[0] == '\t')
			continue; /* folded: none of ours is long enough */
		if (!colon)
			return complain_of("\"Name: value\"", line, err);
		name = (struct span){ line.ptr, (size_t)(colon - line.ptr) };
		value = span_trim((struct span){
			colon + 1,
			(size_t)(line.ptr + line.len - colon - 1) });
		keep_field(span_trim(name), value, out, m);
	}
	return true;
}

size_t warc_head_size(struct span text, size_t from)
{
	for (size_t i = from > 3 ? from - 3 : 0; i + 1 < text.len; i++) {
		if (text.ptr[i] != '\n')
			continue;
		if (text.ptr[i + 1] == '\n')
			return i + 2;
		if (text.ptr[i + 1] == '\r' && i + 2 < text.len &&
		    text.ptr[i + 2] == '\n')
			return i + 3;
	}
	return 0;
}

bool warc_head_parse(struct span text, struct warc_head *out,
		     struct error *err)
{
	struct mandatory m = { .type = { NULL, 0 } };
	struct span      line = SPAN("");

	*out = (struct warc_head){ .type = WARC_OTHER };
	if (!span_take_line(&text, &line) ||
	    (!span_is(line, "WARC/1.0") && !span_is(line, "WARC/1.1")))
		return complain_of("WARC/1.0 or WARC/1.1", line, err);
	if (!read_fields(text, out, &m, err))
		return false;
	if (!m.type.len)
		return complain_of("WARC-Type", m.type, err);
	if (!parse_length(m.length, &out->length))
		return complain_of("Content-Length", m.length, err);
	if (!parse_date(m.date, &out->at))
		return complain_of("WARC-Date", m.date, err);
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		if (span_is_nocase(m.type, types[i].name))
			out->type = types[i].type;
	}
	out->url = without_brackets(out->url);
	return true;
}
