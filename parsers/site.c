/*
 * site.c - any site, by the rules in its source's block: site_rules.h.
 *
 * Gives what the rules name. Two things are told that a scraper would keep to
 * itself: a list in which the rules find no ad is not an empty board, unless
 * it says so in the words of `empty`, is a further page, or is an empty array;
 * and the page of an ad without a title has another template than the rules.
 * The ad of a list and that of its page are one by their id: the rules' own,
 * else the address of the page.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/json.h"
#include "parsers/site_field.h"
#include "parsers/text.h"
#include "parsers/url.h"

#include <stdlib.h>
#include <string.h>

struct visit {
	const struct document   *doc;
	const struct site_rules *rules;
	struct site_tree        *tree;
	struct findings         *out;
	struct error            *err;
	size_t                   n_titles; /* of this list */
};

static struct site_context context_of(struct visit *v, struct span address)
{
	return (struct site_context){ .tree = v->tree,
				      .arena = &v->out->arena,
				      .address = address };
}

/* A bound that was passed makes the document a broken one. */
static enum parse_status bounded(struct visit *v, const struct site_context *c)
{
	const char *problem = site_tree_problem(v->tree);

	if (!problem)
		problem = c->problem;
	if (!problem)
		return PARSE_OK;
	error_set(v->err, "expected %s on this page", problem);
	return PARSE_BROKEN;
}

/* ---- a list ---- */

/* What is not reached by a link of its own is said here. */
static void add_link(struct visit *v, struct ad *ad, struct span link,
		     bool is_ad)
{
	struct found_link *found;

	if (is_ad) {
		board_add_detail(v->out, ad, link, NULL);
		return;
	}
	found = findings_add_link(v->out);
	found->url = link;
	found->role = LINK_DETAIL;
	found->modified = ad->updated_at;
}

static enum parse_status add_entry(struct visit *v, struct site_node node)
{
	const struct site_page *page = &v->rules->list;
	struct site_context     c = context_of(v, (struct span){ NULL, 0 });
	bool       is_ad = page->field[SITE_TITLE].is_set;
	struct ad *ad = findings_add_ad(v->out);
	struct span link;

	site_fill_ad(&c, page, node, v->doc->fetched_at, ad);
	link = site_value(&c, node, &page->field[SITE_LINK]);
	link = url_resolve(c.arena, site_tree_base(v->tree), link);
	if (!link.len)
		link = ad->url;
	if (is_ad && !ad->url.len)
		ad->url = link;
	link = url_without_fragment(link);
	c.address = link;
	ad->native_id = site_value(&c, node, &page->field[SITE_ID]);
	v->n_titles += ad->title.len > 0;
	if (v->rules->detail.is_set && link.len && (ad->title.len || !is_ad)) {
		if (!ad->native_id.len)
			ad->native_id = link;
		add_link(v, ad, link, is_ad);
	}
	if (!is_ad)
		v->out->n_ads--; /* its page tells it */
	return bounded(v, &c);
}

/* Further pages may be empty: that is how some lists end. */
static bool is_further_page(const struct visit *v)
{
	const struct paging *p = &v->rules->list.paging;

	return p->by != PAGING_NONE && paging_at(p, v->doc) > p->first;
}

static enum parse_status nothing_found(struct visit *v, bool is_array)
{
	const struct site_page *page = &v->rules->list;

	if (is_array || is_further_page(v) ||
	    site_tree_says(v->tree, page->empty))
		return PARSE_OK;
	if (site_tree_problem(v->tree))
		error_set(v->err, "expected %s on this page",
			  site_tree_problem(v->tree));
	else
		error_set(v->err, "expected entries at %s%s%s%s, found none",
			  page->entries.text.ptr,
			  page->empty.len ? " or the words \"" : "",
			  page->empty.len ? page->empty.ptr : "",
			  page->empty.len ? "\"" : "");
	return site_tree_problem(v->tree) ? PARSE_BROKEN : PARSE_NOT_MINE;
}

static struct span escaped(struct arena *arena, struct span token)
{
	struct buf  out = BUF_INIT;
	struct span result;

	for (size_t i = 0; i < token.len; i++) {
		unsigned char c = (unsigned char)token.ptr[i];

		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || strchr("-_.~", c))
			buf_add_char(&out, (char)c);
		else
			buf_printf(&out, "%%%02X", c);
	}
	result = arena_span(arena, buf_span(&out));
	buf_deinit(&out);
	return result;
}

static void go_on(struct visit *v, size_t shown)
{
	const struct site_page *page = &v->rules->list;
	struct site_context     c = context_of(v, (struct span){ NULL, 0 });
	struct site_node        root = site_tree_root(v->tree);
	struct span             next = site_value(&c, root, &page->next);
	double                  total;

	if (text_number(site_value(&c, root, &page->total), &total, NULL) &&
	    total < 1e9)
		v->out->listed = (int64_t)total;
	if (page->has_token)
		paging_next_token(page->paging.param, v->doc,
				  v->doc->post.len
					  ? next
					  : escaped(&v->out->arena, next),
				  v->out);
	else if (next.len)
		paging_next_url(url_resolve(&v->out->arena,
					    site_tree_base(v->tree), next),
				v->out);
	else
		paging_next(&page->paging, v->doc, shown, v->out->listed,
			    v->out);
}

static enum parse_status parse_list(struct visit *v)
{
	const struct site_page *page = &v->rules->list;
	enum parse_status       status = PARSE_OK;
	struct site_node       *nodes;
	bool                    is_found;
	size_t n = site_tree_nodes(v->tree, &page->entries, &nodes, &is_found);

	if (!n)
		status = nothing_found(v, is_found);
	for (size_t i = 0; i < n && status == PARSE_OK; i++)
		status = add_entry(v, nodes[i]);
	if (status == PARSE_OK && n && !v->n_titles &&
	    page->field[SITE_TITLE].is_set) {
		error_set(v->err, "expected titles of %zu entries, found none",
			  n);
		status = PARSE_NOT_MINE;
	}
	if (status == PARSE_OK)
		go_on(v, n);
	free(nodes);
	return status;
}

/* ---- the page of an ad ---- */

/* The job that the page marks by schema.org, in any of its three forms. */
static enum parse_status read_schema(struct visit *v)
{
	size_t            first = v->out->n_ads;
	struct error      why = ERROR_INIT;
	enum parse_status status = parser_find(SPAN("html"))
					   ->parse(v->doc, v->out, &why);

	if (status == PARSE_OK && v->out->n_ads == first) {
		error_set(&why, "expected a JobPosting of schema.org, found "
				"none");
		status = PARSE_BROKEN;
	}
	if (status != PARSE_OK) {
		error_set(v->err, "%s", why.text);
		return status;
	}
	v->out->n_ads = first + 1; /* the others are "similar jobs" */
	return PARSE_OK;
}

/*
 * Lists that only point at pages, such as sitemaps, may point at other pages
 * too; those that told a title did not.
 */
static enum parse_status no_title(struct visit *v)
{
	error_set(v->err, "expected a title at %s, found none",
		  v->rules->detail.field[SITE_TITLE].n_at
			  ? v->rules->detail.field[SITE_TITLE].at[0].text.ptr
			  : "its place");
	return v->rules->list.field[SITE_TITLE].is_set ? PARSE_BROKEN
						       : PARSE_NOT_MINE;
}

static enum parse_status parse_detail(struct visit *v)
{
	const struct site_page *page = &v->rules->detail;
	const struct site_rule *id = page->field[SITE_ID].is_set
					     ? &page->field[SITE_ID]
					     : &v->rules->list.field[SITE_ID];
	struct span         address = url_without_fragment(v->doc->url);
	struct site_context c = context_of(v, address);
	struct site_node    root = site_tree_root(v->tree);
	struct ad          *ad;

	if (page->reads_schema) {
		enum parse_status status = read_schema(v);

		if (status != PARSE_OK)
			return status;
		ad = &v->out->ads[v->out->n_ads - 1];
	} else {
		ad = findings_add_ad(v->out);
	}
	site_fill_ad(&c, page, root, v->doc->fetched_at, ad);
	if (!ad->url.len)
		ad->url = address;
	ad->native_id = site_value(&c, root, id);
	if (!ad->native_id.len)
		ad->native_id = address;
	return ad->title.len ? bounded(v, &c) : no_title(v);
}

static struct site_rules *rules_of(const struct document *doc,
				   struct error *err)
{
	cJSON             *options = json_parse(doc->options, err);
	const cJSON       *json = json_get(options, "rules");
	struct site_rules *rules = NULL;
	char              *text = NULL;

	if (!json)
		error_set(err, "expected rules in the options of the source, "
			       "found none");
	else
		text = cJSON_PrintUnformatted(json);
	if (text)
		rules = site_rules_new(span_of(text), NULL, err);
	cJSON_free(text);
	json_free(options);
	return rules;
}

static enum parse_status parse_site(const struct document *doc,
				    struct findings *out, struct error *err)
{
	struct site_rules *rules = rules_of(doc, err);
	struct visit v = { .doc = doc, .rules = rules, .out = out, .err = err };
	bool         is_detail;
	enum parse_status status;

	if (!rules)
		return PARSE_NOT_MINE;
	is_detail = doc->is_detail && rules->detail.is_set;
	status = site_tree_new(doc, is_detail ? &rules->detail : &rules->list,
			       &v.tree, err);
	if (status == PARSE_OK)
		status = is_detail ? parse_detail(&v) : parse_list(&v);
	site_tree_free(v.tree);
	site_rules_free(rules);
	return status;
}

/* Rules cannot be told from a document: it is asked for by name alone. */
static int sniff(const struct document *doc)
{
	(void)doc;
	return 0;
}

const struct parser parser_site = {
	.name = "site",
	.about = "any site, by rules in its block",
	.board = "address of the list; rules in the block",
	.spec = "rules in the source's block: docs/sources.md, Any site",
	.parse = parse_site,
	.sniff = sniff,
};
