/*
 * cmd_probe.c - `jobtrendctl probe`: what kind of source an address is.
 */
#include "cli/command.h"
#include "cli/recognise.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/trial.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/ad_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE 3 /* ads shown of each source */

struct probe {
	struct session   *session;
	struct visitor   *visitor;
	struct guess_list guesses;
	size_t            found; /* sources so far */
	struct buf        json;  /* of all sources */
};

static struct span location_of(const struct ad *ad)
{
	return ad->n_locations ? ad->locations[0].text : SPAN("-");
}

static void show_sample(const struct findings *f)
{
	for (size_t i = 0; i < f->n_ads && i < SAMPLE; i++) {
		const struct ad *ad = &f->ads[i];
		struct span      where = location_of(ad);
		struct span who = ad->employer.ptr ? ad->employer : SPAN("-");

		printf("  %.*s | %.*s | %.*s\n", (int)ad->title.len,
		       ad->title.ptr, (int)who.len, who.ptr, (int)where.len,
		       where.ptr);
	}
}

/* The employer, when all ads have the same. */
static char *sole_employer(const struct findings *f)
{
	for (size_t i = 0; i < f->n_ads; i++) {
		struct span a = f->ads[0].employer, b = f->ads[i].employer;

		if (!b.ptr || a.len != b.len || memcmp(a.ptr, b.ptr, a.len))
			return NULL;
	}
	if (!f->n_ads)
		return NULL;
	return xstrndup(f->ads[0].employer.ptr, f->ads[0].employer.len);
}

static void put_json(struct probe *p, const struct guess *g,
		     const struct trial *t, const char *block)
{
	struct buf *out = &p->json;

	json_open_object(out);
	json_put_text(out, "kind", t->parser->name);
	json_put_text(out, "url", g->url);
	json_put_text(out, "why", g->why);
	json_put_int(out, "ads", (int64_t)t->found.n_ads);
	if (t->found.listed >= 0)
		json_put_int(out, "listed", t->found.listed);
	json_put_int(out, "links", (int64_t)t->found.n_links);
	json_key(out, "sample");
	json_open_array(out);
	for (size_t i = 0; i < t->found.n_ads && i < SAMPLE; i++) {
		json_open_object(out);
		ad_write_json(&t->found.ads[i], out);
		json_close_object(out);
	}
	json_close_array(out);
	json_put_text(out, "config", block);
	json_close_object(out);
}

static void put_table(const struct guess *g, const struct trial *t,
		      const char *block)
{
	printf("%s (%s)\n%s\n%zu ads", t->parser->name, g->why, g->url,
	       t->found.n_ads);
	if (t->found.listed > (int64_t)t->found.n_ads)
		printf(" of %lld listed", (long long)t->found.listed);
	if (t->found.n_links)
		printf(", %zu links to follow", t->found.n_links);
	putchar('\n');
	show_sample(&t->found);
	printf("\n%s\n", block);
}

static void report(struct probe *p, const struct guess *g,
		   const struct trial *t)
{
	struct buf id = BUF_INIT, block = BUF_INIT;
	char      *employer = sole_employer(&t->found);

	source_id_for(&id, t->parser->name, g->board, g->url);
	source_block(&block, id.ptr, t->parser->name, g->board, g->url,
		     employer);
	if (p->session->format == OUTPUT_TABLE)
		put_table(g, t, block.ptr);
	else
		put_json(p, g, t, block.ptr);
	p->found++;
	free(employer);
	buf_deinit(&id);
	buf_deinit(&block);
}

/* One guess; a page that is no source itself may name further ones. */
static void try_guess(struct probe *p, size_t i, bool is_first)
{
	struct guess g = p->guesses.guess[i];
	struct trial t = TRIAL_INIT;
	struct error err = ERROR_INIT;
	struct trial_request request = {
		.url = g.url,
		.kind = g.parser ? g.parser->name : "auto",
	};
	bool ok = trial_run(p->visitor, &request, &t, &err);

	if (ok && (t.found.n_ads || t.found.n_links))
		report(p, &g, &t);
	else if (is_first && !t.document.body.len)
		complain(p->session->command, "%s: %s", g.url, err.text);
	if (!g.parser && t.document.body.len)
		recognise_page(buf_span(&t.document.body), t.document.url.ptr,
			       &p->guesses);
	if (is_first) {
		for (size_t s = 0; s < visitor_sitemaps(p->visitor); s++)
			guess_add(&p->guesses, parser_find(SPAN("sitemap")),
				  visitor_sitemap(p->visitor, s),
				  (struct span){ NULL, 0 },
				  "sitemap named in robots.txt");
	}
	trial_deinit(&t);
}

static int probe(struct session *s, const char *url)
{
	struct probe p = { .session = s };
	struct error err = ERROR_INIT;

	p.visitor = visitor_open(s->config, &err);
	if (!p.visitor) {
		complain(s->command, "%s", err.text);
		return EXIT_FAILED;
	}
	json_open_array(&p.json);
	recognise_address(url, &p.guesses);
	guess_add(&p.guesses, NULL, span_of(url), (struct span){ NULL, 0 },
		  "the address itself");
	for (size_t i = 0; i < p.guesses.n; i++)
		try_guess(&p, i, i == 0);
	json_close_array(&p.json);
	visitor_close(p.visitor);
	if (s->format != OUTPUT_TABLE)
		puts(p.json.ptr);
	else if (!p.found)
		complain(s->command,
			 "%s: expected a board, feed, sitemap or page with "
			 "ads, found none",
			 url);
	buf_deinit(&p.json);
	return p.found ? EXIT_DONE : EXIT_FAILED;
}

static int run_probe(int argc, char **argv)
{
	struct session      s = { .command = argv[0] };
	const struct option options[] = {
		{ "--config", OPTION_TEXT, &s.config_path },
		{ "--format", OPTION_TEXT, &s.format_name },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	int code;

	if (n < 0)
		return EXIT_USAGE;
	if (n != 1)
		return complain_usage(argv[0], "expected one address, got %d",
				      n);
	if (strncmp(argv[1], "http://", 7) && strncmp(argv[1], "https://", 8))
		return complain_usage(
			argv[0],
			"expected an address (https://...), got \"%s\"",
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
		"embeds (Greenhouse, Lever, Ashby), feeds that it names and "
		"sitemaps of its\n"
		"robots.txt. Each source found is shown with the number of its "
		"ads, a sample and\n"
		"the block to paste into sources.d/. Nothing is stored. "
		"robots.txt, the limits\n"
		"and the refusal of private addresses hold as for the daemon.\n"
		"\n"
		"  --config FILE   the configuration\n"
		"  --format F      table (default) or json\n",
	.run = run_probe,
};
