#include "cli/recognise.h"

#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/html_tag.h"
#include "parsers/html_text.h"
#include "parsers/url.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define HOST_MAX        100   /* characters of one host of a parser */
#define MENTIONS_MAX    2000 /* of one host in one page that are looked at */
#define LABEL_LEAST     5     /* shorter names of kinds are words */
#define PAGE_MAX        (4 * 1024 * 1024) /* bytes that are searched */

bool guess_add(struct guess_list *list, const struct parser *parser,
	       struct span url, struct span board, const char *why)
{
	struct guess *g = &list->guess[list->n];

	if (list->n == GUESS_MAX || url.len >= GUESS_URL_SIZE ||
	    board.len >= sizeof(g->board))
		return false;
	for (size_t i = 0; i < list->n; i++) {
		if (span_is(url, list->guess[i].url) &&
		    list->guess[i].parser == parser)
			return false;
	}
	*g = (struct guess){ .parser = parser, .why = why };
	memcpy(g->url, url.ptr, url.len);
	if (board.len)
		memcpy(g->board, board.ptr, board.len);
	list->n++;
	return true;
}

/* ---- kinds by their hosts ---- */

/* The next of the hosts "a.com b.com" in *rest; false at their end. */
static bool next_host(const char **rest, char out[HOST_MAX])
{
	size_t len;

	*rest += strspn(*rest, " ");
	len = strcspn(*rest, " ");
	snprintf(out, HOST_MAX, "%.*s", (int)len, *rest);
	*rest += len;
	return len > 0;
}

static bool is_at_home(const struct parser *p, struct span url)
{
	const char *rest = p->hosts ? p->hosts : "";
	char        host[HOST_MAX];

	while (next_host(&rest, host)) {
		if (board_is_host(url, host))
			return true;
	}
	return false;
}

/* Does `slug` by itself lead to `seed`? Then a block may name it. */
static bool stands_for(const struct parser *p, struct span slug,
		       const char *seed)
{
	char again[GUESS_URL_SIZE];

	return slug.len && slug.len < 100 &&
	       p->seed_url(slug, again, sizeof(again)) &&
	       strcmp(again, seed) == 0;
}

/* The board's name in its address, so that the block to paste is short. */
static struct span board_in(const struct parser *p, struct span url,
			    const char *seed)
{
	static const char *const names[] = { "for", "board", "company", "c" };
	struct url_parts         u;
	struct span              part;

	if (!url_split(url, &u))
		return (struct span){ NULL, 0 };
	part = (struct span){ u.authority.ptr, 0 };
	while (part.len < u.authority.len && part.ptr[part.len] != '.')
		part.len++;
	if (stands_for(p, part, seed))
		return part;
	for (size_t i = 0; (part = url_segment(u.path, i)).len; i++) {
		if (stands_for(p, part, seed))
			return part;
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		part = url_query(u.query, names[i]);
		if (stands_for(p, part, seed))
			return part;
	}
	return (struct span){ NULL, 0 };
}

/* `url` as a board of `p`, when it is one. */
static void try_board(const struct parser *p, struct span url, const char *why,
		      bool is_sure, struct guess_list *out)
{
	char seed[GUESS_URL_SIZE];

	if (!p->seed_url || !p->seed_url(url, seed, sizeof(seed)))
		return;
	if (guess_add(out, p, span_of(seed), board_in(p, url, seed), why))
		out->guess[out->n - 1].is_sure = is_sure;
}

void recognise_address(const char *url, struct guess_list *out)
{
	size_t                      n;
	const struct parser *const *all = parser_all(&n);

	for (size_t i = 0; i < n; i++) {
		if (is_at_home(all[i], span_of(url)))
			try_board(all[i], span_of(url), "address of a board",
				  true, out);
	}
}

/* ---- addresses in pages ---- */

static bool is_host_char(char c)
{
	return isalnum((unsigned char)c) || c == '.' || c == '-';
}

static bool ends_address(char c)
{
	return (unsigned char)c <= ' ' || (c && strchr("\"'<>`()|^{}", c)) ||
	       c == '\\' || (unsigned char)c >= 0x7f;
}

/* What "%2F", "\/", "\u002F" and "&amp;" stand for in an address. */
static const struct {
	const char *written;
	char        meant;
} escapes[] = {
	{ "%2F", '/' },     { "%3A", ':' },   { "%3D", '=' },
	{ "%3F", '?' },     { "%26", '&' },   { "\\/", '/' },
	{ "\\u002F", '/' }, { "\\u0026", '&' }, { "&amp;", '&' },
	{ "&#x2F;", '/' },
};

/*
 * The address that goes on at `at` behind its host, as a browser would come to
 * know it. Only what was escaped as a whole has %2F for its slashes.
 */
static size_t unescape(const char *at, const char *end, bool is_escaped,
		       char *out, size_t size)
{
	size_t n = 0;

	while (at < end && n + 1 < size) {
		struct span rest = { at, (size_t)(end - at) };
		size_t      i = is_escaped ? 0 : 5;

		while (i < ARRAY_LEN(escapes) &&
		       !span_starts_nocase(rest, escapes[i].written))
			i++;
		if (i < ARRAY_LEN(escapes)) {
			out[n++] = escapes[i].meant;
			at += strlen(escapes[i].written);
		} else if (ends_address(*at) || (is_escaped && *at == '&')) {
			break;
		} else {
			out[n++] = *at++;
		}
	}
	while (n && strchr(".,;:", out[n - 1]))
		n--;
	out[n] = '\0';
	return n;
}

/* Scripts and pictures that many boards share: "static.lever.co/x.js". */
static bool is_shared_file(const char *url)
{
	static const char *const labels[] = { "static", "assets", "cdn",
					      "scripts", "images", "img",
					      "media" };
	struct url_parts u;
	const char      *slash, *end;

	if (!url_split(span_of(url), &u) || !u.path.len)
		return false;
	end = u.path.ptr + u.path.len;
	for (slash = end; slash > u.path.ptr && slash[-1] != '/'; slash--)
		;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		if (span_starts_nocase(u.authority, labels[i]))
			return memchr(slash, '.', (size_t)(end - slash)) !=
			       NULL;
	}
	return false;
}

/*
 * Is `url` no board of somebody's, but the whole of a service that a page
 * happens to link to: where its front page leads too?
 */
static bool is_whole_service(const struct parser *p, const char *host,
			     const char *url)
{
	char front[HOST_MAX + 16], all[GUESS_URL_SIZE], seed[GUESS_URL_SIZE];

	snprintf(front, sizeof(front), "https://%s/", host);
	return p->lists_newest ||
	       (p->seed_url(span_of(front), all, sizeof(all)) &&
		p->seed_url(span_of(url), seed, sizeof(seed)) &&
		strcmp(all, seed) == 0);
}

/* The address around the mention of `host` at `at`. */
static void try_mention(const struct parser *p, const char *host,
			struct span html, const char *at,
			struct guess_list *out)
{
	const char *from = at, *end = html.ptr + html.len;
	char        url[GUESS_URL_SIZE] = "https://";
	size_t      n = strlen(url);
	bool        is_escaped;

	while (from > html.ptr && is_host_char(from[-1]) && at - from < 100)
		from--;
	is_escaped = from > html.ptr && from[-1] == '%' && at - from >= 2 &&
		     strncasecmp(from, "2F", 2) == 0;
	if (is_escaped)
		from += 2;
	unescape(from, end, is_escaped, url + n, sizeof(url) - n);
	if (is_at_home(p, span_of(url)) && !is_shared_file(url) &&
	    !is_whole_service(p, host, url))
		try_board(p, span_of(url), "board that the page names", true,
			  out);
}

static void find_mentions(const struct parser *p, const char *host,
			  struct span html, struct guess_list *out)
{
	const char *end = html.ptr + html.len, *at;
	struct span rest = html;
	size_t      n = 0;

	while (n++ < MENTIONS_MAX && (at = span_find_nocase(rest, host))) {
		try_mention(p, host, html, at, out);
		at += strlen(host);
		rest = (struct span){ at, (size_t)(end - at) };
	}
}

static void find_boards(struct span html, struct guess_list *out)
{
	size_t                      n;
	const struct parser *const *all = parser_all(&n);
	char                        host[HOST_MAX];

	for (size_t i = 0; i < n; i++) {
		const char *rest = all[i]->hosts ? all[i]->hosts : "";

		while (all[i]->seed_url && next_host(&rest, host))
			find_mentions(all[i], host, html, out);
	}
}

/* ---- feeds ---- */

static bool is_feed_type(struct span type)
{
	return span_find_nocase(type, "rss+xml") ||
	       span_find_nocase(type, "atom+xml") ||
	       span_find_nocase(type, "feed+json") ||
	       span_is_nocase(span_trim(type), "application/json");
}

static bool is_alternate(struct span tag)
{
	return span_find_nocase(html_attribute(tag, "rel"), "alternate") &&
	       is_feed_type(html_attribute(tag, "type"));
}

/* <link rel="alternate" type="application/rss+xml" href="..."> */
static void find_feeds(struct span html, const char *base,
		       struct guess_list *out)
{
	struct arena    arena = ARENA_INIT;
	struct span     rest = html;
	struct html_tag tag;

	while (html_tag_next(&rest, &tag)) {
		struct span url;

		if (!html_tag_is(&tag, "link") || !is_alternate(tag.text))
			continue;
		url = html_unescape(&arena, html_attribute(tag.text, "href"));
		url = url_resolve(&arena, span_of(base), url);
		/* WordPress names its API for every page, and comments */
		if (url.len && !span_find(url, "/wp-json/") &&
		    !span_find(url, "/comments/feed"))
			guess_add(out, NULL, url, (struct span){ NULL, 0 },
				  "feed that the page names");
	}
	arena_deinit(&arena);
}

void recognise_page(struct span html, const char *base, struct guess_list *out)
{
	if (html.len > PAGE_MAX)
		html.len = PAGE_MAX;
	find_boards(html, out);
	find_feeds(html, base, out);
}

/* ---- boards under an employer's own name ---- */

/* "teamtailor" of "teamtailor.com": scripts and styles come from there. */
static bool speaks_of(struct span html, const struct parser *p)
{
	const char *rest = p->hosts ? p->hosts : "";
	char        host[HOST_MAX];

	while (next_host(&rest, host)) {
		char *dot = strrchr(host, '.'), *label;

		if (!dot)
			continue;
		*dot = '\0';
		label = strrchr(host, '.');
		label = label ? label + 1 : host;
		if (strlen(label) >= LABEL_LEAST &&
		    span_find_nocase(html, label))
			return true;
	}
	return false;
}

void recognise_own_domain(struct span html, const char *base,
			  struct guess_list *out)
{
	size_t                      n;
	const struct parser *const *all = parser_all(&n);

	if (html.len > PAGE_MAX)
		html.len = PAGE_MAX;
	for (size_t i = 0; i < n; i++) {
		if (all[i]->hosts && !is_at_home(all[i], span_of(base)) &&
		    speaks_of(html, all[i]))
			try_board(all[i], span_of(base),
				  "board under a name of its own", false, out);
	}
}
