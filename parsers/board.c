#include "parsers/board.h"

#include "parsers/kinds.h"
#include "parsers/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SNIFF_BYTES (512 * 1024) /* of a page; its own scripts come first */

bool board_is_host(struct span url, const char *host)
{
	struct url_parts u;
	size_t           len = strlen(host);
	struct span      name;

	if (!url_split(url, &u))
		return false;
	name = u.authority;
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] == ':')
			name.len = i;
	}
	return name.len >= len &&
	       strncasecmp(name.ptr + name.len - len, host, len) == 0 &&
	       (name.len == len || name.ptr[name.len - len - 1] == '.');
}

struct span board_slug(struct span board)
{
	struct span s = span_trim(board);

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || c == '-' || c == '_' ||
		      c == '.' || c == '%'))
			return (struct span){ NULL, 0 };
	}
	return s.len ? s : (struct span){ NULL, 0 };
}

bool board_print(char *out, size_t size, const char *format, struct span slug)
{
	int n;

	if (!slug.len || slug.len > 256)
		return false;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	n = snprintf(out, size, format, (int)slug.len, slug.ptr);
#pragma GCC diagnostic pop
	return n > 0 && (size_t)n < size;
}

bool board_at_host(char *out, size_t size, struct span url, const char *path)
{
	struct url_parts u;
	int              n;

	if (!url_split(url, &u) || !u.authority.len || u.authority.len > 256)
		return false;
	n = snprintf(out, size, "%.*s://%.*s%s", (int)u.scheme.len,
		     u.scheme.ptr, (int)u.authority.len, u.authority.ptr, path);
	return n > 0 && (size_t)n < size;
}

bool board_aggregator_seed(const struct board_aggregator *a, struct span board,
			   char *out, size_t size)
{
	struct span      s = span_trim(board);
	struct url_parts u;
	struct arena     arena = ARENA_INIT;
	bool             ok;

	if (url_split(s, &u)) {
		bool is_api = span_starts(u.path, a->api);

		if (board_is_host(s, a->host))
			return board_copy(out, size,
					  is_api ? s : span_of(a->all));
		return is_api && span_starts(u.authority, "127.") &&
		       board_copy(out, size, s);
	}
	if (span_is_nocase(s, "all"))
		return board_copy(out, size, span_of(a->all));
	ok = a->search && s.len && !memchr(s.ptr, '/', s.len) &&
	     board_print(out, size, a->search, url_escape(&arena, s));
	arena_deinit(&arena);
	return ok;
}

bool board_on_host(char *out, size_t size, struct span url, const char *path)
{
	struct url_parts u;
	int              n;

	if (!url_split(url, &u) || u.authority.len > 256)
		return false;
	n = snprintf(out, size, "%.*s://%.*s%s", (int)u.scheme.len,
		     u.scheme.ptr, (int)u.authority.len, u.authority.ptr, path);
	return n > 0 && (size_t)n < size;
}

bool board_copy(char *out, size_t size, struct span url)
{
	struct span s = span_trim(url);

	if (s.len >= size)
		return false;
	memcpy(out, s.ptr, s.len);
	out[s.len] = '\0';
	return true;
}

struct span board_employer(struct arena *arena, const struct document *doc,
			   struct span url, size_t segment)
{
	struct url_parts u;

	if (doc->employer.len)
		return text_line(arena, doc->employer);
	if (!url_split(url, &u))
		return (struct span){ NULL, 0 };
	return text_line(arena, url_segment(u.path, segment));
}

bool board_page_has(const struct document *doc, const char *mark)
{
	struct span s = doc->body;

	if (s.len > SNIFF_BYTES)
		s.len = SNIFF_BYTES;
	if (span_starts(s, "\xEF\xBB\xBF"))
		s = (struct span){ s.ptr + 3, s.len - 3 };
	s = span_trim(s);
	return span_starts(s, "<") && span_find(s, mark);
}

enum parse_status board_page(const struct document *doc, struct span id,
			     struct findings *out, struct error *err)
{
	size_t            first = out->n_ads;
	enum parse_status status = parser_html.parse(doc, out, err);

	if (id.len && out->n_ads == first + 1)
		out->ads[first].native_id = text_line(&out->arena, id);
	return status;
}

enum parse_status board_not_mine(const cJSON *root, const char *what,
				 struct error *err)
{
	error_set(err, "expected %s, got %s", what,
		  cJSON_IsArray(root)    ? "an array"
		  : cJSON_IsObject(root) ? "an object without it"
					 : "a bare value");
	return PARSE_NOT_MINE;
}
