#include "parsers/site_guess.h"

#include "base/hash.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/charset.h"
#include "parsers/site_page.h"

#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LINKS_MAX   5000 /* of one page */
#define GROUPS_MAX  500
#define LEAST       3    /* entries of a list */
#define TITLE_LEAST 4    /* bytes of a link's text */
#define TITLE_MOST  160

/* Links at the same place of the same template. */
struct group {
	uint64_t key;
	xmlNode *first, *last; /* their links */
	size_t   n, score;
};

struct search {
	struct group group[GROUPS_MAX];
	size_t       n;
	xmlNode    **link; /* all that were looked at */
	uint64_t    *key;  /* of each */
	size_t       n_links;
};

/* ---- nodes ---- */

static bool is_named(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE &&
	       strcasecmp((const char *)n->name, name) == 0;
}

static xmlChar *attribute(xmlNode *n, const char *name)
{
	return xmlGetNoNsProp(n, (const xmlChar *)name);
}

/* The first class of an element: "job" of "job odd"; false without one. */
static bool class_of(xmlNode *n, char *out, size_t size)
{
	xmlChar    *all = attribute(n, "class");
	const char *at = all ? (const char *)all : "";
	size_t      len;

	at += strspn(at, " \t\r\n");
	len = strcspn(at, " \t\r\n");
	if (len >= size || memchr(at, '\'', len))
		len = 0;
	memcpy(out, at, len);
	out[len] = '\0';
	xmlFree(all);
	return len > 0;
}

/* Next in the order of the document, within `root`. */
static xmlNode *next_node(xmlNode *root, xmlNode *n)
{
	if (n->type == XML_ELEMENT_NODE && n->children)
		return n->children;
	while (n != root && !n->next)
		n = n->parent;
	return n == root ? NULL : n->next;
}

/* Menus, heads and feet are repeated too. */
static bool is_beside(const xmlNode *n)
{
	static const char *const names[] = { "nav", "header", "footer",
					     "aside", "form" };

	for (; n && n->type == XML_ELEMENT_NODE; n = n->parent) {
		for (size_t i = 0; i < ARRAY_LEN(names); i++) {
			if (is_named(n, names[i]))
				return true;
		}
	}
	return false;
}

/* Names and classes of a link and all above it. */
static uint64_t place_of(xmlNode *link)
{
	char     class[100];
	uint64_t key = 0;

	for (xmlNode *n = link; n && n->type == XML_ELEMENT_NODE;
	     n = n->parent) {
		class_of(n, class, sizeof(class));
		key = key * 31 + hash64(span_of((const char *)n->name));
		key = key * 31 + hash64(span_of(class));
	}
	return key;
}

/* ---- groups ---- */

static bool has_word(const char *text, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (span_find_nocase(span_of(text), list[i]))
			return true;
	}
	return false;
}

/* How much a link looks like one to an ad: 0 when it cannot be one. */
static size_t score_of(xmlNode *link)
{
	static const char *const words[] = {
		"job", "career", "position", "vacanc", "stelle", "emploi",
		"oferta", "empleo", "vaga", "opening", "annonce", "offre",
		"vacature", "stilling", "tjanst", "praca", "recruit",
	};
	xmlChar *href = attribute(link, "href");
	xmlChar *text = xmlNodeGetContent(link);
	size_t   len = span_trim(span_of((char *)text)).len, score = 0;

	if (href && *href != '#' && len >= TITLE_LEAST && len <= TITLE_MOST &&
	    strncasecmp((char *)href, "mailto:", 7) &&
	    strncasecmp((char *)href, "javascript:", 11))
		score = has_word((char *)href, words, ARRAY_LEN(words)) ? 4 : 1;
	xmlFree(href);
	xmlFree(text);
	return score;
}

static struct group *group_for(struct search *s, uint64_t key)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->group[i].key == key)
			return &s->group[i];
	}
	if (s->n == GROUPS_MAX)
		return NULL;
	s->group[s->n] = (struct group){ .key = key };
	return &s->group[s->n++];
}

static void gather(struct search *s, xmlNode *root)
{
	for (xmlNode *n = root; n && s->n_links < LINKS_MAX;
	     n = next_node(root, n)) {
		struct group *g;
		size_t        score;
		uint64_t      key;

		if (!is_named(n, "a") || is_beside(n) || !(score = score_of(n)))
			continue;
		key = place_of(n);
		g = group_for(s, key);
		if (!g)
			continue;
		if (!g->first)
			g->first = n;
		g->last = n;
		g->n++;
		g->score += score;
		s->link[s->n_links] = n;
		s->key[s->n_links++] = key;
	}
}

static const struct group *best_of(const struct search *s)
{
	const struct group *best = NULL;

	for (size_t i = 0; i < s->n; i++) {
		if (s->group[i].n >= LEAST &&
		    (!best || s->group[i].score > best->score))
			best = &s->group[i];
	}
	return best;
}

/* ---- the draft ---- */

static size_t links_within(const struct search *s, uint64_t key,
			   const xmlNode *above)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_links; i++) {
		const xmlNode *at = s->link[i];

		if (s->key[i] != key)
			continue;
		while (at && at != above)
			at = at->parent;
		n += at != NULL;
	}
	return n;
}

/* The largest element around a link that holds no other of its group. */
static xmlNode *entry_of(const struct search *s, const struct group *g)
{
	xmlNode *entry = g->first;

	while (entry->parent && entry->parent->type == XML_ELEMENT_NODE &&
	       links_within(s, g->key, entry->parent) == 1)
		entry = entry->parent;
	return entry;
}

static void put_step(xmlNode *n, char *out, size_t size)
{
	char class[100];

	if (class_of(n, class, sizeof(class)))
		snprintf(out, size,
			 "%s[contains(concat(' ', normalize-space(@class), "
			 "' '), ' %s ')]",
			 (const char *)n->name, class);
	else
		snprintf(out, size, "%s", (const char *)n->name);
}

static void put_entries(xmlNode *entry, struct site_draft *out)
{
	char     own[180], above[180];
	char     class[100];
	xmlNode *parent = entry->parent;

	put_step(entry, own, sizeof(own));
	if (class_of(entry, class, sizeof(class)) || !parent ||
	    parent->type != XML_ELEMENT_NODE) {
		snprintf(out->entries, sizeof(out->entries), "//%s", own);
		return;
	}
	put_step(parent, above, sizeof(above));
	snprintf(out->entries, sizeof(out->entries), "//%s/%s%s", above, own,
		 is_named(entry, "a") ? "" : "[.//a]");
}

/* An element below `entry` that a word of its class or name gives away. */
static void put_by_class(xmlNode *entry, const char *const *words, size_t n,
			 char *out, size_t size)
{
	char class[100], step[180];

	for (xmlNode *at = entry; at; at = next_node(entry, at)) {
		if (at == entry || at->type != XML_ELEMENT_NODE ||
		    !class_of(at, class, sizeof(class)) ||
		    !has_word(class, words, n))
			continue;
		put_step(at, step, sizeof(step));
		snprintf(out, size, ".//%s", step);
		return;
	}
}

static xmlNode *below(xmlNode *entry, const char *const *names, size_t n)
{
	for (xmlNode *at = entry; at; at = next_node(entry, at)) {
		for (size_t i = 0; i < n; i++) {
			if (is_named(at, names[i]))
				return at;
		}
	}
	return NULL;
}

static void put_fields(xmlNode *entry, struct site_draft *out)
{
	static const char *const heads[] = { "h1", "h2", "h3", "h4", "h5",
					     "h6" };
	static const char *const time[] = { "time" };
	static const char *const places[] = { "location", "place", "city",
					      "ort", "lieu", "ubica", "local",
					      "plaats", "where", "region" };
	static const char *const dates[] = { "date", "posted", "datum",
					     "fecha" };
	bool     is_link = is_named(entry, "a");
	xmlNode *head = below(entry, heads, ARRAY_LEN(heads));
	xmlNode *when = below(entry, time, ARRAY_LEN(time));
	xmlChar *instant = when ? attribute(when, "datetime") : NULL;

	snprintf(out->title, sizeof(out->title), head ? ".//%s" : "%s",
		 head      ? (const char *)head->name
		 : is_link ? "."
			   : ".//a");
	snprintf(out->url, sizeof(out->url), "%s",
		 is_link ? "@href" : ".//a/@href");
	put_by_class(entry, places, ARRAY_LEN(places), out->location,
		     sizeof(out->location));
	put_by_class(entry, dates, ARRAY_LEN(dates), out->posted_at,
		     sizeof(out->posted_at));
	if (when)
		snprintf(out->posted_at, sizeof(out->posted_at), "%s",
			 instant ? ".//time/@datetime" : ".//time");
	xmlFree(instant);
}

void site_draft_rules(const struct site_draft *d, struct buf *out)
{
	const struct {
		const char *name, *at;
	} fields[] = { { "title", d->title },
		       { "url", d->url },
		       { "location", d->location },
		       { "posted_at", d->posted_at } };

	json_open_object(out);
	json_key(out, "list");
	json_open_object(out);
	json_put_text(out, "entries", d->entries);
	json_key(out, "fields");
	json_open_object(out);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		if (!fields[i].at[0])
			continue;
		json_key(out, fields[i].name);
		json_open_object(out);
		json_key(out, "at");
		json_open_array(out);
		json_string(out, span_of(fields[i].at));
		json_close_array(out);
		json_close_object(out);
	}
	json_close_object(out);
	json_close_object(out);
	json_close_object(out);
}

/* How many ads the draft itself finds: what it is worth. */
static size_t try_draft(const struct document *doc, const struct site_draft *d)
{
	struct document with = *doc;
	struct findings found = FINDINGS_INIT;
	struct buf      options = BUF_INIT;
	size_t          n = 0;

	buf_add_text(&options, "{\"rules\":");
	site_draft_rules(d, &options);
	buf_add_char(&options, '}');
	with.options = buf_span(&options);
	if (parser_run(SPAN("site"), &with, &found, NULL, NULL) == PARSE_OK)
		n = found.n_ads;
	findings_deinit(&found);
	buf_deinit(&options);
	return n;
}

bool site_guess(const struct document *doc, struct site_draft *out)
{
	struct buf          store = BUF_INIT, clean = BUF_INIT;
	struct span         page;
	xmlDoc             *tree = NULL;
	struct search      *s = xcalloc(1, sizeof(*s));
	const struct group *best = NULL;

	*out = (struct site_draft){ .n = 0 };
	s->link = xcalloc(LINKS_MAX, sizeof(xmlNode *));
	s->key = xcalloc(LINKS_MAX, sizeof(*s->key));
	if (charset_decode(doc, true, &store, &page, NULL)) {
		page = charset_clean_xml(page, &clean);
		site_page_read(page, false, &tree, NULL);
	}
	if (tree && xmlDocGetRootElement(tree)) {
		gather(s, xmlDocGetRootElement(tree));
		best = best_of(s);
	}
	if (best) {
		xmlNode *entry = entry_of(s, best);

		put_entries(entry, out);
		put_fields(entry, out);
	}
	xmlFreeDoc(tree);
	buf_deinit(&clean);
	buf_deinit(&store);
	free(s->link);
	free(s->key);
	free(s);
	if (best)
		out->n = try_draft(doc, out);
	return out->n >= LEAST;
}
