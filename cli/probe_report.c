#include "cli/probe_report.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/secret.h"
#include "parsers/ad_json.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE 3 /* ads shown of each source */

struct report {
	enum output_format format;
	struct guess_list  told;
	size_t             n_read, n_said;
	struct buf         json;
};

/* What is said of one source. */
struct entry {
	const char            *kind, *url, *why;
	const struct findings *found; /* NULL: nothing was read */
	int64_t                n_pages; /* of a sitemap; -1: none */
	const char            *error; /* NULL: it was read */
	const char            *block;
};

struct report *report_open(enum output_format format)
{
	struct report *r = xcalloc(1, sizeof(*r));

	r->format = format;
	json_open_array(&r->json);
	return r;
}

bool report_close(struct report *r)
{
	bool has_said = r->n_said > 0;

	json_close_array(&r->json);
	if (r->format != OUTPUT_TABLE)
		puts(r->json.ptr);
	buf_deinit(&r->json);
	free(r);
	return has_said;
}

size_t report_count(const struct report *r)
{
	return r->n_read;
}

/* ---- saying ---- */

static void show_sample(const struct findings *f)
{
	for (size_t i = 0; i < f->n_ads && i < SAMPLE; i++) {
		const struct ad *ad = &f->ads[i];
		struct span      where = ad->n_locations
						 ? ad->locations[0].text
						 : SPAN("-");
		struct span who = ad->employer.ptr ? ad->employer : SPAN("-");

		printf("  %.*s | %.*s | %.*s\n", (int)ad->title.len,
		       ad->title.ptr, (int)who.len, who.ptr, (int)where.len,
		       where.ptr);
	}
}

static void say(const struct entry *e)
{
	printf("%s (%s)\n%s\n", e->kind, e->why, e->url);
	if (e->error)
		printf("recognised, but it could not be read: %s\n", e->error);
	else if (e->n_pages >= 0)
		printf("%lld pages that may be ads, one of them:\n",
		       (long long)e->n_pages);
	else
		printf("%zu ads", e->found->n_ads);
	if (!e->error && e->n_pages < 0) {
		if (e->found->listed > (int64_t)e->found->n_ads)
			printf(" of %lld listed", (long long)e->found->listed);
		if (e->found->n_links)
			printf(", %zu links to follow", e->found->n_links);
		putchar('\n');
	}
	if (e->found)
		show_sample(e->found);
	printf("\n%s\n", e->block);
}

static void put_json(struct report *r, const struct entry *e)
{
	struct buf *out = &r->json;

	json_open_object(out);
	json_put_text(out, "kind", e->kind);
	json_put_text(out, "url", e->url);
	json_put_text(out, "why", e->why);
	json_put_text(out, "error", e->error);
	if (e->n_pages >= 0)
		json_put_int(out, "pages", e->n_pages);
	if (e->found) {
		json_put_int(out, "ads", (int64_t)e->found->n_ads);
		if (e->found->listed >= 0)
			json_put_int(out, "listed", e->found->listed);
		json_put_int(out, "links", (int64_t)e->found->n_links);
		json_key(out, "sample");
		json_open_array(out);
		for (size_t i = 0; i < e->found->n_ads && i < SAMPLE; i++) {
			json_open_object(out);
			ad_write_json(&e->found->ads[i], out);
			json_close_object(out);
		}
		json_close_array(out);
	}
	json_put_text(out, "config", e->block);
	json_close_object(out);
}

static void tell(struct report *r, const struct entry *e)
{
	r->n_said++;
	if (r->format == OUTPUT_TABLE)
		say(e);
	else
		put_json(r, e);
	fflush(stdout);
}

/* ---- blocks ---- */

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

/* "{key:nav}": credential nav, or JOBTREND_KEY_NAV. */
static void put_keys_of(struct buf *out, const char *text)
{
	struct span next;

	for (; text && (next = secret_next(text)).len;
	     text = next.ptr + next.len) {
		const char *colon = memchr(next.ptr, ':', next.len);
		size_t      len;

		if (!colon || span_starts(next, "{token:"))
			continue;
		colon++;
		len = (size_t)(next.ptr + next.len - 1 - colon);
		buf_printf(out, "    # needs a key: credential file %.*s, or "
				"JOBTREND_KEY_",
			   (int)len, colon);
		for (size_t i = 0; i < len; i++)
			buf_add_char(out, colon[i] == '-'
						  ? '_'
						  : (char)toupper(
							    (unsigned char)
								    colon[i]));
		buf_add_text(out, " in the environment\n");
	}
}

static void put_keys(struct buf *out, const struct parser *p, const char *url)
{
	put_keys_of(out, url);
	if (!p)
		return;
	put_keys_of(out, p->headers);
	put_keys_of(out, p->seed_post);
}

/* The block, with what its kind asks for as comments before its end. */
static void make_block(struct buf *out, const struct guess *g,
		       const char *kind, const char *url, const char *employer)
{
	struct buf id = BUF_INIT, keys = BUF_INIT;

	source_id_for(&id, kind, g->board, url);
	source_block(out, id.ptr, kind, g->board, url, employer);
	put_keys(&keys, g->parser, g->url);
	if (keys.len && out->len > 2) {
		out->len -= 2; /* "}\n" */
		buf_add_span(out, buf_span(&keys));
		buf_add_text(out, "}\n");
	}
	buf_deinit(&keys);
	buf_deinit(&id);
}

static bool is_new(struct report *r, const struct guess *g)
{
	return guess_add(&r->told, g->parser, span_of(g->url),
			 (struct span){ NULL, 0 }, g->why);
}

/* Tells one source with its block. */
static void tell_with_block(struct report *r, const struct guess *g,
			    struct entry *e)
{
	struct buf block = BUF_INIT;
	char      *employer = e->found ? sole_employer(e->found) : NULL;

	make_block(&block, g, e->kind, e->url, employer);
	e->block = block.ptr;
	tell(r, e);
	free(employer);
	buf_deinit(&block);
}

void report_source(struct report *r, const struct guess *g,
		   const struct trial *t)
{
	struct entry e = { .kind = t->parser->name,
			   .url = g->url,
			   .why = g->why,
			   .found = &t->found,
			   .n_pages = -1 };
	struct guess as_read = *g;

	as_read.parser = t->parser;
	if (!is_new(r, &as_read))
		return;
	r->n_read++;
	tell_with_block(r, &as_read, &e);
}

void report_sitemap(struct report *r, const struct guess *g,
		    const struct trial *sample, size_t n)
{
	struct entry e = { .kind = "sitemap",
			   .url = g->url,
			   .why = g->why,
			   .found = &sample->found,
			   .n_pages = (int64_t)n };

	if (!is_new(r, g))
		return;
	r->n_read++;
	tell_with_block(r, g, &e);
}

void report_unread(struct report *r, const struct guess *g, const char *why)
{
	struct entry e = { .kind = g->parser->name,
			   .url = g->url,
			   .why = g->why,
			   .n_pages = -1,
			   .error = why };

	if (is_new(r, g))
		tell_with_block(r, g, &e);
}

/* ---- drafts ---- */

static void put_rule(struct buf *out, const char *key, const char *at)
{
	if (*at)
		buf_printf(out, "        %s = \"%s\"\n", key, at);
}

void report_draft(struct report *r, const char *url,
		  const struct site_draft *d)
{
	struct guess g = { .parser = parser_find(SPAN("site")),
			   .why = "a guess: the page repeats this" };
	struct buf   block = BUF_INIT, id = BUF_INIT;
	struct entry e = { .kind = "site",
			   .url = url,
			   .why = g.why,
			   .n_pages = -1,
			   .error = "a draft, to be tried and corrected with "
				    "`source test FILE.conf`" };

	source_id_for(&id, "site", NULL, url);
	buf_add_text(&block, "# A guess from what the page repeats: correct "
			     "it, then try it.\n");
	source_block(&block, id.ptr, "site", NULL, url, NULL);
	block.len -= 2; /* "}\n" */
	buf_add_text(&block, "    list {\n");
	put_rule(&block, "entries", d->entries);
	put_rule(&block, "title", d->title);
	put_rule(&block, "url", d->url);
	put_rule(&block, "location", d->location);
	put_rule(&block, "posted_at", d->posted_at);
	buf_add_text(&block, "    }\n}\n");
	e.block = block.ptr;
	tell(r, &e);
	buf_deinit(&block);
	buf_deinit(&id);
}
