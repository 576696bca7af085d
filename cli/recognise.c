#include "cli/recognise.h"

#include "base/mem.h"
#include "parsers/html_text.h"
#include "parsers/url.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Addresses of boards as pages embed them; the board's name follows. Read off
 * the boards' own embedding instructions. */
static const struct {
	const char *before;
	const char *kind;
} embedded[] = {
	{ "api.ashbyhq.com/posting-api/job-board/", "ashby" },
	{ "api.lever.co/v0/postings/", "lever" },
	{ "boards-api.greenhouse.io/v1/boards/", "greenhouse" },
	{ "boards.greenhouse.io/embed/job_board/js?for=", "greenhouse" },
	{ "boards.greenhouse.io/embed/job_board?for=", "greenhouse" },
	{ "boards.greenhouse.io/", "greenhouse" },
	{ "boards.eu.greenhouse.io/", "greenhouse" },
	{ "job-boards.greenhouse.io/", "greenhouse" },
	{ "job-boards.eu.greenhouse.io/", "greenhouse" },
	{ "jobs.ashbyhq.com/", "ashby" },
	{ "jobs.lever.co/", "lever" },
};

bool guess_add(struct guess_list *list, const struct parser *parser,
	       struct span url, struct span board, const char *why)
{
	struct guess *g = &list->guess[list->n];

	if (list->n == GUESS_MAX || url.len >= GUESS_URL_SIZE ||
	    board.len >= sizeof(g->board))
		return false;
	for (size_t i = 0; i < list->n; i++) {
		if (span_is(url, list->guess[i].url))
			return false;
	}
	*g = (struct guess){ .parser = parser, .why = why };
	memcpy(g->url, url.ptr, url.len);
	if (board.len)
		memcpy(g->board, board.ptr, board.len);
	list->n++;
	return true;
}

static void add_board(struct guess_list *out, const struct parser *p,
		      struct span board, const char *why)
{
	char seed[GUESS_URL_SIZE];

	if (p && p->seed_url && p->seed_url(board, seed, sizeof(seed)))
		guess_add(out, p, span_of(seed), board, why);
}

/* Letters of a board's name in an address. */
static size_t slug_length(const char *p, const char *end)
{
	const char *start = p;

	while (p < end && (isalnum((unsigned char)*p) || strchr("-_.%", *p)) &&
	       *p)
		p++;
	return (size_t)(p - start);
}

/* The board's name in an address, so that the block to paste is short. */
static struct span board_in(struct span text)
{
	for (size_t i = 0; i < ARRAY_LEN(embedded); i++) {
		const char *at = span_find(text, embedded[i].before);
		const char *end = text.ptr + text.len;
		size_t      len;

		if (!at)
			continue;
		at += strlen(embedded[i].before);
		len = slug_length(at, end);
		if (len)
			return (struct span){ at, len };
	}
	return (struct span){ NULL, 0 };
}

void recognise_address(const char *url, struct guess_list *out)
{
	size_t               n;
	const struct parser *const *all = parser_all(&n);
	struct span          board = board_in(span_of(url));

	for (size_t i = 0; i < n; i++) {
		char seed[GUESS_URL_SIZE];

		if (all[i]->seed_url &&
		    all[i]->seed_url(span_of(url), seed, sizeof(seed)))
			guess_add(out, all[i], span_of(seed), board,
				  "address of a board");
	}
}

static void find_embedded(struct span html, struct guess_list *out)
{
	for (size_t i = 0; i < ARRAY_LEN(embedded); i++) {
		struct span rest = html;
		const char *at;

		while ((at = span_find(rest, embedded[i].before))) {
			const char *end = html.ptr + html.len;
			size_t      len;

			at += strlen(embedded[i].before);
			rest = (struct span){ at, (size_t)(end - at) };
			len = slug_length(at, end);
			if (!len || (len == 5 && !memcmp(at, "embed", 5)))
				continue;
			add_board(out, parser_find(span_of(embedded[i].kind)),
				  (struct span){ at, len }, "embedded board");
		}
	}
}

/* The value of `name="..."` in a tag. */
static struct span attribute(struct span tag, const char *name)
{
	const char *end = tag.ptr + tag.len;
	const char *at = span_find_nocase(tag, name);
	const char *stop;
	char        quote;

	if (!at)
		return (struct span){ NULL, 0 };
	at += strlen(name);
	while (at < end && (*at == '=' || *at == ' '))
		at++;
	if (at == end)
		return (struct span){ NULL, 0 };
	quote = *at == '"' || *at == '\'' ? *at++ : ' ';
	for (stop = at; stop < end && *stop != quote && *stop != '>'; stop++)
		;
	return (struct span){ at, (size_t)(stop - at) };
}

/* <link rel="alternate" type="application/rss+xml" href="..."> */
static void find_feeds(struct span html, const char *base,
		       struct guess_list *out)
{
	const char  *end = html.ptr + html.len;
	struct span  rest = html;
	struct arena arena = ARENA_INIT;
	const char  *at;

	while ((at = span_find_nocase(rest, "<link"))) {
		const char *stop = memchr(at, '>', (size_t)(end - at));
		struct span tag = { at, stop ? (size_t)(stop - at) : 0 };
		struct span type = attribute(tag, "type");
		struct span url;

		if (!stop)
			break;
		rest = (struct span){ stop, (size_t)(end - stop) };
		if (!span_find_nocase(type, "rss+xml") &&
		    !span_find_nocase(type, "atom+xml"))
			continue;
		url = html_unescape(&arena, attribute(tag, "href"));
		url = url_resolve(&arena, span_of(base), url);
		if (url.len)
			guess_add(out, NULL, url, (struct span){ NULL, 0 },
				  "feed named by the page");
	}
	arena_deinit(&arena);
}

void recognise_page(struct span html, const char *base, struct guess_list *out)
{
	find_embedded(html, out);
	find_feeds(html, base, out);
}
