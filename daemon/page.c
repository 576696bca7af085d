#include "daemon/page.h"

#include "parsers/url.h"

#include <stdlib.h>
#include <string.h>

void page_free(struct page *p)
{
	struct arena arena;

	if (!p)
		return;
	arena = p->arena; /* the page itself lies in it */
	arena_deinit(&arena);
}

static bool ends_with(struct span s, const char *tail)
{
	size_t n = strlen(tail);

	return s.len > n && !memcmp(s.ptr + s.len - n, tail, n);
}

bool page_host(struct span url, char out[HOST_MAX])
{
	struct url_parts u;
	bool             is_https;

	if (!url_split(url, &u))
		return false;
	is_https = span_is_nocase(u.scheme, "https");
	if (ends_with(u.authority, is_https ? ":443" : ":80"))
		u.authority.len -= is_https ? 4 : 3;
	if (!u.authority.len || u.authority.len >= HOST_MAX)
		return false;
	for (size_t i = 0; i < u.authority.len; i++) {
		char c = u.authority.ptr[i];

		out[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	out[u.authority.len] = '\0';
	return true;
}
