/*
 * cmd_probe.c - `jobtrendctl probe`: what kind of source an address is.
 *
 *   address -> page -> boards, feeds, sitemaps that it names -> their pages
 *                \-> "Careers" -> page -> ...          (PAGES_MAX in all)
 *
 * Each source found is visited once. When there is none, a page that repeats
 * something with links gives a draft of rules.
 */
#include "cli/careers.h"
#include "cli/command.h"
#include "cli/probe_report.h"
#include "cli/recognise.h"
#include "cli/session.h"
#include "cli/trial.h"

#include "base/mem.h"
#include "parsers/site_guess.h"
#include "parsers/url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define PAGES_MAX    6  /* that are looked around in */
#define HOPS_MAX     2  /* from the address given */
#define LINKS_MAX    3  /* "Careers" links followed of one page */
#define VISITS_MAX   24 /* requests of all guesses */
#define SITEMAPS_MAX 3  /* of one robots.txt */
#define CHILDREN_MAX 2  /* of one sitemap index */

struct page {
	char url[GUESS_URL_SIZE];
	int  hops;
};

struct probe {
	struct session   *session;
	struct visitor   *visitor;
	struct report    *report;
	struct guess_list guesses;
	size_t            n_tried; /* guesses so far, in their order */
	int               n_visits;
	struct page       page[PAGES_MAX];
	size_t            n_pages;
	char              last_host[256];
	struct site_draft draft; /* of the first page that gives one */
	char              draft_url[GUESS_URL_SIZE];
};

/* ---- politeness ---- */

/* The pause that a host is owed when it was asked just now. */
static void be_polite(struct probe *p, const char *url)
{
	struct url_parts u;
	char             host[256] = "";

	if (url_split(span_of(url), &u))
		snprintf(host, sizeof(host), "%.*s", (int)u.authority.len,
			 u.authority.ptr);
	if (strcmp(host, p->last_host) == 0)
		uv_sleep((unsigned)p->session->config->delay_ms);
	memcpy(p->last_host, host, sizeof(host));
}

static bool visit(struct probe *p, const char *url, const char *kind,
		  struct trial *t, struct error *err)
{
	struct trial_request request = { .url = url, .kind = kind };

	if (p->n_visits++ == VISITS_MAX) {
		error_set(err, "expected up to %d requests", VISITS_MAX);
		return false;
	}
	be_polite(p, url);
	return trial_run(p->visitor, &request, t, err);
}

/* ---- sitemaps ---- */

static size_t count_roles(const struct findings *f, enum link_role role)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_links; i++)
		n += f->links[i].role == role;
	return n;
}

/* A page of those that a sitemap names, by its address most likely an ad. */
static const struct found_link *likely_ad(const struct findings *f, size_t *n)
{
	const struct found_link *found = NULL;

	*n = 0;
	for (size_t i = 0; i < f->n_links; i++) {
		const struct found_link *l = &f->links[i];

		if (l->role == LINK_SITEMAP || !careers_in_address(l->url))
			continue;
		++*n;
		/* the longest is no overview */
		if (!found || l->url.len > found->url.len)
			found = l;
	}
	return found;
}

static void try_sitemap(struct probe *p, const struct guess *g, int depth);

/* Those of an index whose names speak of jobs. */
static void try_children(struct probe *p, const struct findings *f)
{
	int n = 0;

	for (size_t i = 0; i < f->n_links && n < CHILDREN_MAX; i++) {
		const struct found_link *l = &f->links[i];
		struct guess             g = { .parser = parser_find(
						       SPAN("sitemap")),
					       .why = "sitemap of jobs" };

		if (l->role != LINK_SITEMAP || l->url.len >= GUESS_URL_SIZE ||
		    !careers_in_address(l->url))
			continue;
		n++;
		memcpy(g.url, l->url.ptr, l->url.len);
		try_sitemap(p, &g, 1);
	}
}

/* A sitemap is a source when the pages that it names mark their jobs. */
static void try_sitemap(struct probe *p, const struct guess *g, int depth)
{
	struct trial             t = TRIAL_INIT, sample = TRIAL_INIT;
	struct error             err = ERROR_INIT;
	const struct found_link *ad;
	size_t                   n = 0;
	char                    *url = NULL;

	if (!visit(p, g->url, "sitemap", &t, &err))
		goto out;
	ad = likely_ad(&t.found, &n);
	if (ad) {
		url = xstrndup(ad->url.ptr, ad->url.len);
		if (visit(p, url, "html", &sample, &err) &&
		    sample.found.n_ads)
			report_sitemap(p->report, g, &sample, n);
	} else if (!depth && count_roles(&t.found, LINK_SITEMAP)) {
		try_children(p, &t.found);
	}
out:
	free(url);
	trial_deinit(&t);
	trial_deinit(&sample);
}

static void add_sitemap(struct probe *p, struct span url, const char *why)
{
	guess_add(&p->guesses, parser_find(SPAN("sitemap")), url,
		  (struct span){ NULL, 0 }, why);
}

/* Of many those that speak of jobs, else the first. */
static void find_sitemaps(struct probe *p, const char *base)
{
	size_t n = visitor_sitemaps(p->visitor);
	int    added = 0;
	struct arena arena = ARENA_INIT;
	struct span  usual;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < n && added < SITEMAPS_MAX; i++) {
			struct span url = visitor_sitemap(p->visitor, i);

			if (careers_in_address(url) != (pass == 0))
				continue;
			added++;
			add_sitemap(p, url, "sitemap named in robots.txt");
		}
	}
	usual = url_resolve(&arena, span_of(base), SPAN("/sitemap.xml"));
	if (!n && usual.len)
		add_sitemap(p, usual, "sitemap at its usual place");
	arena_deinit(&arena);
}

/* ---- guesses ---- */

static bool is_sitemap(const struct guess *g)
{
	return g->parser && strcmp(g->parser->name, "sitemap") == 0;
}

static void try_guess(struct probe *p, const struct guess *g)
{
	struct trial t = TRIAL_INIT;
	struct error err = ERROR_INIT;

	if (is_sitemap(g)) {
		try_sitemap(p, g, 0);
		return;
	}
	if (visit(p, g->url, g->parser ? g->parser->name : "auto", &t, &err) &&
	    (t.found.n_ads || t.found.n_links || t.found.listed == 0))
		report_source(p->report, g, &t);
	else if (g->is_sure)
		report_unread(p->report, g,
			      err.text[0] ? err.text
					  : "expected ads, found none");
	trial_deinit(&t);
}

/* All that were found since; sitemaps only when nothing else is a source. */
static void try_guesses(struct probe *p, bool with_sitemaps)
{
	for (; p->n_tried < p->guesses.n; p->n_tried++) {
		struct guess g = p->guesses.guess[p->n_tried];

		if (!is_sitemap(&g) || with_sitemaps)
			try_guess(p, &g);
	}
}

/* ---- pages ---- */

static void add_page(struct probe *p, struct span url, int hops)
{
	struct page *page = &p->page[p->n_pages];

	if (p->n_pages == PAGES_MAX || url.len >= sizeof(page->url))
		return;
	for (size_t i = 0; i < p->n_pages; i++) {
		if (span_is(url, p->page[i].url))
			return;
	}
	memcpy(page->url, url.ptr, url.len);
	page->url[url.len] = '\0';
	page->hops = hops;
	p->n_pages++;
}

static void find_pages(struct probe *p, const struct trial *t, int hops)
{
	struct arena arena = ARENA_INIT;
	struct span  links[LINKS_MAX];
	size_t       n;

	if (hops == HOPS_MAX)
		return;
	n = careers_links(buf_span(&t->document.body), t->document.url.ptr,
			  &arena, links, LINKS_MAX);
	for (size_t i = 0; i < n; i++)
		add_page(p, links[i], hops + 1);
	arena_deinit(&arena);
}

static void draft_rules(struct probe *p, const struct trial *t)
{
	struct document doc = {
		.body = buf_span(&t->document.body),
		.url = buf_span(&t->document.url),
		.content_type = buf_span(&t->document.content_type),
		.fetched_at = t->document.fetched_at,
	};
	struct site_draft draft;

	if (p->draft.n || !site_guess(&doc, &draft))
		return;
	p->draft = draft;
	snprintf(p->draft_url, sizeof(p->draft_url), "%s",
		 t->document.url.ptr);
}

/* Is the document a source as it is: a feed, a list, a page with jobs? */
static bool is_source(const struct trial *t)
{
	const char *kind = t->parser ? t->parser->name : "";

	return t->found.n_ads > 0 ||
	       (t->found.n_links > 0 && strcmp(kind, "html") != 0 &&
		strcmp(kind, "sitemap") != 0);
}

static void look_around(struct probe *p, const struct page *page,
			const struct trial *t)
{
	struct span body = buf_span(&t->document.body);

	recognise_address(t->document.url.ptr, &p->guesses);
	recognise_page(body, t->document.url.ptr, &p->guesses);
	recognise_own_domain(body, t->document.url.ptr, &p->guesses);
	find_sitemaps(p, t->document.url.ptr);
	find_pages(p, t, page->hops);
	/* what is further in is likelier a list */
	if (page->hops || careers_in_address(buf_span(&t->document.url)))
		draft_rules(p, t);
}

/* One page; false when it did not come. */
static bool try_page(struct probe *p, const struct page *page)
{
	struct guess g = { .why = page->hops ? "page that it leads to"
					     : "the address itself" };
	struct trial t = TRIAL_INIT;
	struct error err = ERROR_INIT;
	bool         ok = visit(p, page->url, "auto", &t, &err);

	snprintf(g.url, sizeof(g.url), "%s", page->url);
	if (!t.document.body.len && !page->hops)
		complain(p->session->command, "%s: %s", page->url,
			 err.text[0] ? err.text : "the document is empty");
	if (ok && is_source(&t))
		report_source(p->report, &g, &t);
	else if (ok && t.parser && strcmp(t.parser->name, "sitemap") == 0)
		add_sitemap(p, span_of(page->url), g.why);
	if (t.document.body.len && t.document.url.len)
		look_around(p, page, &t);
	ok = t.document.body.len > 0;
	trial_deinit(&t);
	return ok;
}

static void probe_pages(struct probe *p, const char *url)
{
	recognise_address(url, &p->guesses);
	try_guesses(p, false);
	add_page(p, span_of(url), 0);
	for (size_t i = 0; i < p->n_pages && !report_count(p->report); i++) {
		struct page page = p->page[i];

		try_page(p, &page);
		try_guesses(p, false);
	}
	if (!report_count(p->report)) {
		p->n_tried = 0;
		for (; p->n_tried < p->guesses.n; p->n_tried++) {
			struct guess g = p->guesses.guess[p->n_tried];

			if (is_sitemap(&g))
				try_guess(p, &g);
		}
	}
	if (!report_count(p->report) && p->draft.n)
		report_draft(p->report, p->draft_url, &p->draft);
}

static int probe(struct session *s, const char *url)
{
	struct probe p = { .session = s };
	struct error err = ERROR_INIT;
	size_t       found;

	p.visitor = visitor_open(s->config, &err);
	if (!p.visitor) {
		complain(s->command, "%s", err.text);
		return EXIT_FAILED;
	}
	p.report = report_open(s->format);
	probe_pages(&p, url);
	visitor_close(p.visitor);
	found = report_count(p.report);
	if (!report_close(p.report))
		complain(s->command,
			 "%s: expected a board, feed, sitemap or page with "
			 "ads, found none",
			 url);
	return found ? EXIT_DONE : EXIT_FAILED;
}

static int run_probe(int argc, char **argv)
{
	struct session      s = { .command = argv[0] };
	const struct option options[] = {
		{ "--config", OPTION_TEXT, &s.config_path, "@file" },
		{ "--format", OPTION_TEXT, &s.format_name, "table json" },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code;

	if (n < 0)
		return EXIT_USAGE;
	if (n != 1)
		return complain_usage(argv[0], "expected one address, got %d",
				      n);
	if ((strncmp(argv[1], "http://", 7) &&
	     strncmp(argv[1], "https://", 8)) ||
	    strlen(argv[1]) >= GUESS_URL_SIZE)
		return complain_usage(
			argv[0],
			"expected an address (https://...), got \"%.200s\"",
			argv[1]);
	code = session_configure(&s);
	if (code == EXIT_DONE)
		code = probe(&s, argv[1]);
	session_close(&s);
	return code;
}

const struct command command_probe = {
	.name = "probe",
	.usage = "[--config FILE] [--format table|json] URL",
	.summary = "find out what kind of source an address is",
	.help = "Asks for the address, recognises what came, and looks for "
		"boards that the page\n"
		"names in its links, frames and scripts, for feeds and for "
		"sitemaps with jobs; when\n"
		"there is none it follows its links to \"Careers\", two hops "
		"and six pages at most.\n"
		"Each source found is shown with the number of its ads, a "
		"sample and the block to\n"
		"paste into sources.d/. A page that repeats something with "
		"links, but is of no\n"
		"kind, gives a draft of rules: a guess, to be tried with "
		"`source test FILE.conf`.\n"
		"\n"
		"Nothing is stored. robots.txt, the limits, the pause between "
		"requests and the\n"
		"refusal of private addresses hold as for the daemon. The "
		"exit code is 1 when\n"
		"nothing could be read.\n"
		"\n"
		"  --config FILE   the configuration\n"
		"  --format F      table (default) or json\n",
	.run = run_probe,
};
