#include "parsers/html_tag.h"

#include "base/mem.h"

#include <string.h>
#include <strings.h>

#define GAP_MAX 120 /* bytes between a marker and its JSON */

static bool is_name_char(char c)
{
	return c && !strchr(" \t\r\n\f=/>\"'", c);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The bracket that closes the tag at `at`; those in quoted values do not. */
static const char *tag_end(const char *at, const char *end)
{
	char quote = 0;

	for (; at < end; at++) {
		if (quote)
			quote = *at == quote ? 0 : quote;
		else if (*at == '>')
			return at;
		else if ((*at == '"' || *at == '\'') && at[-1] == '=')
			quote = *at;
	}
	return NULL;
}

static void skip_to(struct span *rest, const char *at)
{
	rest->len -= (size_t)(at - rest->ptr);
	rest->ptr = at;
}

/* Behind "</script", or at the end; memchr is what makes it fast. */
static void skip_element(struct span *rest, struct span name)
{
	const char *at = rest->ptr, *end = at + rest->len;

	while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
		at++;
		if ((size_t)(end - at) > name.len && *at == '/' &&
		    strncasecmp(at + 1, name.ptr, name.len) == 0) {
			skip_to(rest, at + 1 + name.len);
			return;
		}
	}
	skip_to(rest, end);
}

static void skip_comment(struct span *rest)
{
	const char *at = span_find(*rest, "-->");

	skip_to(rest, at ? at + 3 : rest->ptr + rest->len);
}

bool html_tag_next(struct span *rest, struct html_tag *out)
{
	const char *at, *end, *close;

	if (!rest->len)
		return false;
	end = rest->ptr + rest->len;
	while ((at = rest->len ? memchr(rest->ptr, '<', rest->len) : NULL)) {
		skip_to(rest, at + 1);
		if (span_starts(*rest, "!--")) {
			skip_comment(rest);
			continue;
		}
		out->is_end = rest->len && rest->ptr[0] == '/';
		out->name = (struct span){ at + 1 + out->is_end, 0 };
		if (out->name.ptr >= end || !is_letter(*out->name.ptr))
			continue;
		close = tag_end(at + 1, end);
		if (!close)
			break;
		while (out->name.ptr + out->name.len < close &&
		       is_name_char(out->name.ptr[out->name.len]))
			out->name.len++;
		out->text = (struct span){ at, (size_t)(close - at) };
		skip_to(rest, close + 1);
		if (!out->is_end && (html_tag_is(out, "script") ||
				     html_tag_is(out, "style")))
			skip_element(rest, out->name);
		return true;
	}
	skip_to(rest, end);
	return false;
}

bool html_tag_is(const struct html_tag *tag, const char *name)
{
	return span_is_nocase(tag->name, name);
}

struct span html_attribute(struct span tag, const char *name)
{
	const char *at = tag.ptr + 1, *end = tag.ptr + tag.len;

	while (at < end && is_name_char(*at))
		at++;
	while (at < end) {
		struct span key, value = { at, 0 };
		char        quote = ' ';

		while (at < end && !is_name_char(*at))
			at++;
		key.ptr = at;
		while (at < end && is_name_char(*at))
			at++;
		key.len = (size_t)(at - key.ptr);
		while (at < end && (*at == ' ' || *at == '='))
			quote = *at++ == '=' ? '=' : quote;
		if (quote == '=') {
			quote = at < end && (*at == '"' || *at == '\'') ? *at++
									: ' ';
			value.ptr = at;
			while (at < end && *at != quote &&
			       (quote != ' ' || *at != '>'))
				at++;
			value.len = (size_t)(at - value.ptr);
			at += at < end && quote != ' ';
		}
		if (span_is_nocase(key, name))
			return value;
	}
	return (struct span){ NULL, 0 };
}

bool html_has_class(struct span tag, const char *word)
{
	struct span rest = html_attribute(tag, "class");

	while (rest.len) {
		struct span one = { rest.ptr, 0 };

		while (one.len < rest.len && !strchr(" \t\r\n", one.ptr[one.len]))
			one.len++;
		if (span_is(one, word))
			return true;
		skip_to(&rest, one.ptr + one.len + (one.len < rest.len));
	}
	return false;
}

struct span html_inside(struct span *rest, const struct html_tag *open)
{
	struct span     inside = *rest;
	struct html_tag tag;
	size_t          depth = 1;

	while (html_tag_next(rest, &tag)) {
		if (tag.name.len != open->name.len ||
		    strncasecmp(tag.name.ptr, open->name.ptr, tag.name.len) != 0)
			continue;
		depth = tag.is_end ? depth - 1 : depth + 1;
		if (!depth) {
			inside.len = (size_t)(tag.text.ptr - inside.ptr);
			return inside;
		}
	}
	return inside;
}

struct span html_json_after(struct span page, const char *marker)
{
	const char *at = span_find(page, marker);
	const char *end = page.ptr + page.len;

	if (!at)
		return (struct span){ NULL, 0 };
	at += strlen(marker);
	for (int n = 0; n < GAP_MAX && at + n < end; n++) {
		if (at[n] == '{' || at[n] == '[')
			return (struct span){ at + n,
					      (size_t)(end - at) - (size_t)n };
	}
	return (struct span){ NULL, 0 };
}
