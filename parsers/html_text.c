#include "parsers/html_text.h"

#include "base/bytes16.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "parsers/html_entity.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

enum byte_class {
	PLAIN,
	SPACE,
	TAG,    /* '<' */
	ENTITY, /* '&' */
	HIGH,   /* not ASCII */
	CONTROL,
};

static const unsigned char class_of[256] = {
	[0 ... 8] = CONTROL,    [9 ... 13] = SPACE,    [14 ... 31] = CONTROL,
	[' '] = SPACE,          ['<'] = TAG,           ['&'] = ENTITY,
	[127] = CONTROL,        [128 ... 255] = HIGH,
};

/* What a tag does to the text around it. */
enum tag_effect {
	TAG_NONE,
	TAG_GAP,       /* a blank: cells of a table */
	TAG_BREAK,     /* one line end more */
	TAG_LINE,      /* begins a line */
	TAG_PARAGRAPH, /* parted by a blank line */
	TAG_ITEM,      /* a line that begins with "- " */
	TAG_DROP,      /* goes with everything in it */
};

static const struct tag_row {
	const char     *name;
	enum tag_effect effect;
} tags[] = {
	{ "address", TAG_LINE },        { "article", TAG_PARAGRAPH },
	{ "aside", TAG_PARAGRAPH },     { "blockquote", TAG_PARAGRAPH },
	{ "body", TAG_LINE },           { "br", TAG_BREAK },
	{ "dd", TAG_LINE },             { "div", TAG_LINE },
	{ "dl", TAG_PARAGRAPH },        { "dt", TAG_LINE },
	{ "fieldset", TAG_LINE },       { "figcaption", TAG_LINE },
	{ "figure", TAG_PARAGRAPH },    { "footer", TAG_PARAGRAPH },
	{ "form", TAG_LINE },           { "h1", TAG_PARAGRAPH },
	{ "h2", TAG_PARAGRAPH },        { "h3", TAG_PARAGRAPH },
	{ "h4", TAG_PARAGRAPH },        { "h5", TAG_PARAGRAPH },
	{ "h6", TAG_PARAGRAPH },        { "header", TAG_PARAGRAPH },
	{ "hr", TAG_PARAGRAPH },        { "html", TAG_LINE },
	{ "legend", TAG_LINE },         { "li", TAG_ITEM },
	{ "main", TAG_LINE },           { "menu", TAG_PARAGRAPH },
	{ "nav", TAG_PARAGRAPH },       { "ol", TAG_PARAGRAPH },
	{ "option", TAG_LINE },         { "p", TAG_PARAGRAPH },
	{ "pre", TAG_PARAGRAPH },       { "script", TAG_DROP },
	{ "section", TAG_PARAGRAPH },   { "style", TAG_DROP },
	{ "table", TAG_PARAGRAPH },     { "tbody", TAG_LINE },
	{ "td", TAG_GAP },              { "template", TAG_DROP },
	{ "textarea", TAG_LINE },       { "th", TAG_GAP },
	{ "thead", TAG_LINE },          { "title", TAG_LINE },
	{ "tr", TAG_LINE },             { "ul", TAG_PARAGRAPH },
};

struct writer {
	struct buf *out;
	char       *to, *stop;    /* the next byte, the end of the room */
	bool        has_text;     /* something was written */
	bool        blank;        /* a blank is owed */
	bool        bullet;       /* "- " is owed */
	int         lines;        /* line ends owed before the next text */
	int         items;        /* list items that are open */
	bool        keeps_lines;  /* the input has no markup: line ends count */
};

#define OWED_MAX 4 /* bytes: two line ends and "- " */

static void make_room(struct writer *w, size_t bytes)
{
	if (w->to)
		buf_commit(w->out, (size_t)(w->to - w->out->ptr) - w->out->len);
	w->to = buf_reserve(w->out, bytes);
	w->stop = w->out->ptr + w->out->cap - 1;
}

/* Write what is owed, then room for `bytes` more. */
static void pay(struct writer *w, size_t bytes)
{
	if ((size_t)(w->stop - w->to) < bytes + OWED_MAX)
		make_room(w, bytes + OWED_MAX);
	if (w->has_text) {
		for (int i = 0; i < w->lines; i++)
			*w->to++ = '\n';
		if (!w->lines && w->blank)
			*w->to++ = ' ';
	}
	if (w->bullet) {
		*w->to++ = '-';
		*w->to++ = ' ';
	}
	w->lines = 0;
	w->blank = false;
	w->bullet = false;
	w->has_text = true;
}

static void put_run(struct writer *w, const char *run, size_t len)
{
	pay(w, len);
	memcpy(w->to, run, len);
	w->to += len;
}

static void put_code_point(struct writer *w, uint32_t cp)
{
	if (cp == 0xA0 || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
	    cp == 0x3000 || (cp < 0x80 && class_of[cp] == SPACE)) {
		w->blank = true;
		return;
	}
	if (cp == 0xAD || cp == 0x200B || cp == 0xFEFF || cp < 0x20 ||
	    (cp >= 0x7F && cp < 0xA0)) /* seen by no reader */
		return;
	pay(w, UTF8_MAX);
	w->to += utf8_put(cp, w->to);
}

static void end_lines(struct writer *w, int lines)
{
	if (w->lines < lines)
		w->lines = lines;
}

/* Where the names of each first letter begin in `tags`; the end behind 'z'. */
static const unsigned char tags_from[] = {
	0, 3, 6, 6, 10, 10, 15, 15, 24, 24, 24, 24, 26, 28, 29, 31,
	33, 33, 33, 36, 45, 46, 46, 46, 46, 46, 46,
};
static_assert(ARRAY_LEN(tags) == 46, "tags_from counts the rows of tags");

static enum tag_effect effect_of(const char *name, size_t len)
{
	size_t letter = (size_t)((name[0] | 0x20) - 'a');

	for (size_t i = tags_from[letter]; i < tags_from[letter + 1]; i++) {
		const char *row = tags[i].name;
		size_t      k = 1;

		while (k < len && row[k] == (name[k] | 0x20)) /* or digit */
			k++;
		if (k == len && !row[k])
			return tags[i].effect;
	}
	return TAG_NONE;
}

/* Past the '>' that ends the tag; quoted values may hold one. */
static const char *tag_end(const char *at, const char *end)
{
	const char *plain, *quote;
	char        open = '\0';

	if (at < end && *at == '>')
		return at + 1;
	plain = memchr(at, '>', (size_t)(end - at));
	if (!plain)
		return end;
	quote = memchr(at, '=', (size_t)(plain - at));
	if (!quote) /* no attribute, no quotes */
		return plain + 1;
	for (const char *p = quote; p < end; p++) {
		if (open) {
			if (*p == open)
				open = '\0';
		} else if (*p == '>') {
			return p + 1;
		} else if ((*p == '"' || *p == '\'') && p[-1] == '=') {
			open = *p;
		}
	}
	return plain + 1; /* a quote that never ends: not one */
}

/* Past "</name", wherever that is; the end when it never comes. */
static const char *skip_element(const char *at, const char *end,
				const char *name, size_t len)
{
	while ((at = memchr(at, '<', (size_t)(end - at)))) {
		if ((size_t)(end - at) >= len + 2 && at[1] == '/' &&
		    strncasecmp(at + 2, name, len) == 0)
			return tag_end(at, end);
		at++;
	}
	return end;
}

static const char *skip_comment(const char *at, const char *end)
{
	struct span rest = { at + 4, (size_t)(end - at - 4) };
	const char *close = span_find(rest, "-->");

	if (close)
		return close + 3;
	return tag_end(at, end);
}

static void apply(struct writer *w, enum tag_effect effect, bool is_close)
{
	switch (effect) {
	case TAG_NONE:
	case TAG_DROP:
		break;
	case TAG_GAP:
		w->blank = true;
		break;
	case TAG_BREAK:
		if (w->lines < 2)
			w->lines++;
		break;
	case TAG_LINE:
		end_lines(w, 1);
		break;
	case TAG_PARAGRAPH:
		end_lines(w, w->items ? 1 : 2);
		break;
	case TAG_ITEM:
		end_lines(w, 1);
		w->bullet = !is_close;
		if (!is_close)
			w->items++;
		else if (w->items)
			w->items--;
		break;
	}
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The '<' at `at`: a tag, a comment, or just a character. */
static const char *take_tag(struct writer *w, const char *at, const char *end)
{
	const char     *name = at + 1;
	const char     *p;
	bool            is_close = name < end && *name == '/';
	enum tag_effect effect;

	if (end - at >= 4 && memcmp(at, "<!--", 4) == 0)
		return skip_comment(at, end);
	if (name < end && (*name == '!' || *name == '?'))
		return tag_end(at, end);
	name += is_close;
	if (name >= end || !is_letter(*name)) {
		put_run(w, "<", 1);
		return at + 1;
	}
	for (p = name; p < end && (is_letter(*p) || (*p >= '0' && *p <= '9'));)
		p++;
	effect = effect_of(name, (size_t)(p - name));
	/* an item that was never closed ends where its list ends */
	if (is_close && p - name == 2 && (name[1] | 0x20) == 'l' &&
	    effect == TAG_PARAGRAPH)
		w->items = 0;
	if (effect == TAG_DROP && !is_close)
		return skip_element(p, end, name, (size_t)(p - name));
	apply(w, effect, is_close);
	return tag_end(p, end);
}

static const char *take_entity(struct writer *w, const char *at,
			       const char *end)
{
	uint32_t cp;
	size_t   n = html_entity(at, end, &cp);

	if (!n) {
		put_run(w, "&", 1);
		return at + 1;
	}
	put_code_point(w, cp);
	return at + n;
}

/*
 * How many of sixteen bytes belong to a run: words parted by one blank. The
 * byte before is not a blank when the first one is; the byte behind is read.
 */
static unsigned run_of_16(const char *at)
{
	bytes16 v = bytes16_load(at), next = bytes16_load(at + 1);
	bytes16 stops = (v < 0x20) | (v == 0x7F) | (v == '<') | (v == '&') |
			((v == ' ') & (next == ' '));
	unsigned n = bytes16_any(stops) ? bytes16_first(stops) : 16;

	/* nor does a blank before what is no word */
	return n && at[n - 1] == ' ' &&
			       class_of[(unsigned char)at[n]] != PLAIN
		       ? n - 1
		       : n;
}

/* Copy the run that begins at `at` with a plain byte; returns its end. */
static const char *take_run(struct writer *w, const char *at, const char *end)
{
	char    *to;
	unsigned n = 16;

	pay(w, (size_t)(end - at));
	to = w->to;
	while (n == 16 && end - at > 16) {
		memcpy(to, at, 16);
		n = run_of_16(at);
		to += n;
		at += n;
	}
	while (n == 16 && at < end &&
	       (class_of[(unsigned char)*at] == PLAIN ||
		(*at == ' ' && at + 1 < end &&
		 class_of[(unsigned char)at[1]] == PLAIN)))
		*to++ = *at++;
	w->to = to;
	return at;
}

static const char *take_space(struct writer *w, const char *at)
{
	w->blank = true;
	if (w->keeps_lines && *at == '\n' && w->lines < 2)
		w->lines++;
	return at + 1;
}

static bool has_markup(const char *at, const char *end)
{
	while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
		at++;
		if (at < end && (is_letter(*at) || *at == '/'))
			return true;
	}
	return false;
}

void html_to_text(struct span html, struct buf *out)
{
	struct writer w = { .out = out };
	const char   *at = html.len ? html.ptr : "";
	const char   *end = at + html.len;

	w.keeps_lines = !has_markup(at, end);
	make_room(&w, html.len + OWED_MAX);
	while (at < end) {
		switch (class_of[(unsigned char)*at]) {
		case PLAIN:
			at = take_run(&w, at, end);
			break;
		case SPACE: at = take_space(&w, at); break;
		case TAG: at = take_tag(&w, at, end); break;
		case ENTITY: at = take_entity(&w, at, end); break;
		case HIGH: put_code_point(&w, utf8_next(&at, end)); break;
		default: at++; break;
		}
	}
	make_room(&w, 0); /* ends with a NUL, even when empty */
}

struct span html_to_line(struct arena *arena, struct span html)
{
	struct buf  text = BUF_INIT;
	struct span line;

	if (!html.ptr)
		return html;
	html_to_text(html, &text);
	line = arena_span(arena, buf_span(&text));
	for (char *p = (char *)line.ptr; p < line.ptr + line.len; p++) {
		if (*p == '\n')
			*p = ' ';
	}
	buf_deinit(&text);
	return line;
}

void html_unescape_into(struct span text, struct buf *out)
{
	const char *at = text.len ? text.ptr : "";
	const char *end = at + text.len;
	/* no reference is shorter than the character it stands for: "&#9" */
	char *start = buf_reserve(out, text.len);
	char *to = start;

	while (at < end) {
		uint32_t cp;
		size_t   n;

		to = bytes16_copy_until('&', &at, end, to);
		if (at == end)
			break;
		if (end - at >= 4 && at[2] == 't' && at[3] == ';' &&
		    (at[1] == 'l' || at[1] == 'g')) { /* most of them */
			*to++ = at[1] == 'l' ? '<' : '>';
			at += 4;
			continue;
		}
		n = html_entity(at, end, &cp);
		if (!n) {
			*to++ = *at++;
			continue;
		}
		if (cp < 0x80)
			*to++ = (char)cp;
		else
			to += utf8_put(cp, to);
		at += n;
	}
	buf_commit(out, (size_t)(to - start));
}

struct span html_unescape(struct arena *arena, struct span text)
{
	struct buf  plain = BUF_INIT;
	struct span copy;

	if (!text.ptr)
		return text;
	html_unescape_into(text, &plain);
	copy = arena_span(arena, buf_span(&plain));
	buf_deinit(&plain);
	return copy;
}
