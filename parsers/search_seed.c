#include "parsers/search_seed.h"

#include "parsers/url.h"

#include <stdio.h>
#include <string.h>

#define BOARD_MAX 1000 /* bytes */

static bool is_plain(unsigned char c, bool keeps_pairs)
{
	if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
		return true;
	/* '{' and '}' hold the names of keys, '%' what is escaped already */
	return c && strchr(keeps_pairs ? "-_.~,:/{}%&=" : "-_.~,:/", c);
}

bool search_escape(struct span text, bool keeps_pairs, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (n + 4 > size)
			return false;
		if (is_plain(c, keeps_pairs))
			out[n++] = (char)c;
		else
			n += (size_t)snprintf(out + n, size - n, "%%%02X", c);
	}
	if (n >= size)
		return false;
	out[n] = '\0';
	return true;
}

/* Is there a parameter of the name that `pair` begins with? */
static bool has_parameter(const char *url, struct span pair)
{
	const char *equal = memchr(pair.ptr, '=', pair.len);
	char        name[64];
	const char *query = strchr(url, '?');
	struct span value;

	if (!equal || (size_t)(equal - pair.ptr) >= sizeof(name))
		return true;
	memcpy(name, pair.ptr, (size_t)(equal - pair.ptr));
	name[equal - pair.ptr] = '\0';
	value = url_query(span_of(query ? query + 1 : ""), name);
	return value.ptr != NULL;
}

/* Appends "name=value" to the address. */
static bool append(char *url, size_t size, struct span pair)
{
	size_t n = strlen(url);
	int    added = snprintf(url + n, size - n, "%c%.*s",
				strchr(url, '?') ? '&' : '?', (int)pair.len,
				pair.ptr);

	return added > 0 && (size_t)added < size - n;
}

static bool append_fixed(const struct search_api *api, char *url, size_t size)
{
	const char *at = api->fixed ? api->fixed : "";

	while (*at) {
		struct span pair = { at, strcspn(at, "&") };

		if (!has_parameter(url, pair) && !append(url, size, pair))
			return false;
		at += pair.len + (at[pair.len] == '&');
	}
	return true;
}

bool search_seed(const struct search_api *api, struct span board, char *out,
		 size_t size)
{
	struct url_parts u;
	char             query[3 * BOARD_MAX], words[3 * BOARD_MAX + 64];
	int              n;
	bool             is_query;

	board = span_trim(board);
	if (!board.len || board.len > BOARD_MAX)
		return false;
	if (url_split(board, &u)) {
		if (!span_find(u.path, api->path) || board.len >= size)
			return false;
		memcpy(out, board.ptr, board.len);
		out[board.len] = '\0';
		return append_fixed(api, out, size);
	}
	if (span_find(board, "://"))
		return false;
	n = snprintf(out, size, "%s", api->base);
	if (n < 0 || (size_t)n >= size)
		return false;
	if (span_is(board, "*"))
		return append_fixed(api, out, size);
	is_query = memchr(board.ptr, '=', board.len) != NULL;
	if (!search_escape(board, is_query, query, sizeof(query)))
		return false;
	snprintf(words, sizeof(words), "%s%s%s", is_query ? "" : api->words,
		 is_query ? "" : "=", query);
	return append(out, size, span_of(words)) &&
	       append_fixed(api, out, size);
}
