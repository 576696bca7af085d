#include "parsers/site_tree.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/mem.h"
#include "parsers/charset.h"
#include "parsers/html_text.h"
#include "parsers/json.h"
#include "parsers/site_page.h"
#include "parsers/url.h"

#include <assert.h>
#include <libxml/HTMLtree.h>
#include <libxml/xpath.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX  50000000 /* of XPath in one document; a second or two */
#define BYTES_MAX  (256 * 1024 * 1024) /* of the values of one document */
#define NODES_MAX  100000   /* that one selector may find */
#define VALUES_MAX 1000     /* of one field */
#define POINTER_KEY_MAX 256 /* bytes of one part of a pointer */

struct site_tree {
	struct buf       store, clean;
	struct span      text; /* of the document, UTF-8 */
	xmlDoc          *doc;
	xmlXPathContext *xpath;
	xmlBuffer       *dump;
	cJSON           *json;
	struct arena     arena;
	struct span      base;
	enum site_format format;
	size_t           bytes; /* of values so far */
	const char      *problem;
};

/* ---- building ---- */

static void stay_silent(void *arg, xmlErrorPtr problem)
{
	(void)arg;
	(void)problem;
}

static void open_xpath(struct site_tree *t)
{
	xmlXPathOrderDocElems(t->doc); /* results are sorted without search */
	t->xpath = xmlXPathNewContext(t->doc);
	assert(t->xpath);
	t->xpath->opLimit = STEPS_MAX;
	t->xpath->error = stay_silent;
	t->dump = xmlBufferCreate();
	assert(t->dump);
}

static xmlXPathObject *evaluate(struct site_tree *t, xmlNode *node,
				const struct site_selector *s)
{
	xmlXPathObject *result;

	if (t->problem)
		return NULL;
	t->xpath->node = node;
	result = xmlXPathCompiledEval(s->path, t->xpath);
	if (!result)
		t->problem = t->xpath->lastError.code ==
					     XML_XPATH_EXPRESSION_OK +
						     XPATH_OP_LIMIT_EXCEEDED
				     ? "XPath that takes fewer steps"
				     : "XPath that can be evaluated";
	return result;
}

/* <base href>, which holds for the addresses of the page. */
static void find_base(struct site_tree *t, struct span url)
{
	xmlNode *html = xmlDocGetRootElement(t->doc);
	xmlNode *head = html ? html->children : NULL;

	t->base = url;
	while (head && xmlStrcasecmp(head->name, (const xmlChar *)"head"))
		head = head->next;
	for (xmlNode *n = head ? head->children : NULL; n; n = n->next) {
		xmlChar    *href;
		struct span base;

		if (xmlStrcasecmp(n->name, (const xmlChar *)"base"))
			continue;
		href = xmlGetNoNsProp(n, (const xmlChar *)"href");
		base = url_resolve(&t->arena, url, span_of((char *)href));
		if (base.len)
			t->base = arena_span(&t->arena, base);
		xmlFree(href);
		return;
	}
}

/* The JSON that a page's element holds, or its text from a mark on. */
static struct span script_text(struct site_tree *t,
			       const struct site_page *page)
{
	struct span        text = t->text;
	xmlXPathObject    *found = NULL;
	xmlChar           *content;

	if (page->script.text.ptr)
		found = evaluate(t, (xmlNode *)t->doc, &page->script);
	if (page->script.text.ptr)
		text = (struct span){ NULL, 0 };
	for (int i = 0; found && found->nodesetval &&
			i < found->nodesetval->nodeNr && !text.ptr; i++) {
		content = xmlNodeGetContent(found->nodesetval->nodeTab[i]);
		text = arena_span(&t->arena, span_of((char *)content));
		xmlFree(content);
		if (page->script_after.len &&
		    !span_find(text, page->script_after.ptr))
			text.ptr = NULL;
	}
	xmlXPathFreeObject(found);
	if (text.ptr && page->script_after.len) {
		const char *at = span_find(text, page->script_after.ptr);
		const char *end = text.ptr + text.len;

		if (!at)
			return (struct span){ NULL, 0 };
		at += page->script_after.len;
		text = (struct span){ at, (size_t)(end - at) };
	}
	return text;
}

static enum parse_status read_script(struct site_tree *t,
				     const struct site_page *page,
				     struct error *err)
{
	struct span text = script_text(t, page);

	if (!text.ptr) {
		error_set(err, "expected JSON %s %s, found none",
			  page->script_after.len ? "after" : "in",
			  page->script_after.len ? page->script_after.ptr
						 : page->script.text.ptr);
		return PARSE_NOT_MINE;
	}
	t->json = json_parse(text, err); /* what scripts write too */
	return t->json ? PARSE_OK : PARSE_BROKEN;
}

static enum parse_status read_json(struct site_tree *t,
				   const struct document *doc,
				   struct error *err)
{
	struct span text = span_trim(t->text);

	if (text.len && text.ptr[0] == '<') {
		error_set(err, "expected JSON, found \"%.*s\"",
			  text.len < 40 ? (int)text.len : 40, text.ptr);
		return PARSE_NOT_MINE;
	}
	t->json = json_parse_document(doc, err);
	return t->json ? PARSE_OK : PARSE_BROKEN;
}

static enum parse_status build(struct site_tree *t,
			       const struct document *doc,
			       const struct site_page *page, struct error *err)
{
	bool is_embedded = page->format == SITE_JSON &&
			   (page->script.text.ptr || page->script_after.len);
	enum parse_status status;

	if (!charset_decode(doc, page->format != SITE_XML, &t->store, &t->text,
			    err))
		return PARSE_BROKEN;
	if (page->format == SITE_JSON && !is_embedded)
		return read_json(t, doc, err);
	t->text = charset_clean_xml(t->text, &t->clean);
	status = site_page_read(t->text, page->format == SITE_XML, &t->doc,
				err);
	if (status != PARSE_OK)
		return status;
	open_xpath(t);
	find_base(t, doc->url);
	return is_embedded ? read_script(t, page, err) : PARSE_OK;
}

enum parse_status site_tree_new(const struct document *doc,
				const struct site_page *page,
				struct site_tree **out, struct error *err)
{
	struct site_tree *t = xcalloc(1, sizeof(*t));
	enum parse_status status;

	t->format = page->format;
	t->base = doc->url;
	status = build(t, doc, page, err);
	*out = status == PARSE_OK ? t : NULL;
	if (status != PARSE_OK)
		site_tree_free(t);
	return status;
}

void site_tree_free(struct site_tree *t)
{
	if (!t)
		return;
	json_free(t->json);
	if (t->dump)
		xmlBufferFree(t->dump);
	xmlXPathFreeContext(t->xpath);
	xmlFreeDoc(t->doc);
	arena_deinit(&t->arena);
	buf_deinit(&t->clean);
	buf_deinit(&t->store);
	free(t);
}

struct site_node site_tree_root(const struct site_tree *t)
{
	if (t->json)
		return (struct site_node){ NULL, t->json };
	return (struct site_node){ t->doc, NULL };
}

struct span site_tree_base(const struct site_tree *t)
{
	return t->base;
}

const char *site_tree_problem(const struct site_tree *t)
{
	return t->problem;
}

/* ---- JSON Pointer ---- */

/* One part of a pointer, ~1 and ~0 decoded. */
static const cJSON *step(const cJSON *at, const char *part, size_t len)
{
	char   key[POINTER_KEY_MAX];
	size_t n = 0;

	for (size_t i = 0; i < len && n + 1 < sizeof(key); i++) {
		char c = part[i];

		if (c == '~' && i + 1 < len) {
			c = part[i + 1] == '1' ? '/' : '~';
			i++;
		}
		key[n++] = c;
	}
	key[n] = '\0';
	if (!cJSON_IsArray(at))
		return json_get(at, key);
	if (!n || n > 7 || strspn(key, "0123456789") != n)
		return NULL;
	return cJSON_GetArrayItem(at, atoi(key));
}

static const cJSON *follow(const cJSON *at, const char *pointer)
{
	while (at && *pointer == '/') {
		size_t len = strcspn(++pointer, "/");

		at = step(at, pointer, len);
		pointer += len;
	}
	return at;
}

static const cJSON *pointed(const struct site_tree *t, const cJSON *node,
			    const struct site_selector *s)
{
	return follow(s->is_from_root ? t->json : node, s->text.ptr);
}

/* ---- nodes ---- */

static size_t json_nodes(const cJSON *list, struct site_node **nodes)
{
	size_t       n = 0;
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
		n++;
	if (n > NODES_MAX)
		n = NODES_MAX;
	*nodes = xcalloc(n + 1, sizeof(**nodes));
	n = 0;
	cJSON_ArrayForEach(item, list)
	{
		if (n < NODES_MAX)
			(*nodes)[n++].json = item;
	}
	return n;
}

size_t site_tree_nodes(struct site_tree *t, const struct site_selector *s,
		       struct site_node **nodes, bool *found)
{
	xmlXPathObject *result;
	size_t          n = 0;

	*nodes = NULL;
	*found = false;
	if (t->json) {
		const cJSON *list = pointed(t, t->json, s);

		*found = cJSON_IsArray(list) || cJSON_IsObject(list);
		return *found ? json_nodes(list, nodes) : 0;
	}
	result = evaluate(t, (xmlNode *)t->doc, s);
	if (result && result->nodesetval && result->nodesetval->nodeNr > 0) {
		n = (size_t)result->nodesetval->nodeNr;
		if (n > NODES_MAX) {
			t->problem = "fewer entries";
			n = 0;
		}
		*nodes = xcalloc(n + 1, sizeof(**nodes));
		for (size_t i = 0; i < n; i++)
			(*nodes)[i].xml = result->nodesetval->nodeTab[i];
		*found = n > 0;
	}
	xmlXPathFreeObject(result);
	return n;
}

/* ---- values ---- */

static void add_text(struct site_tree *t, struct arena *arena,
		     struct site_texts *out, struct span text, bool is_html)
{
	if (!text.len || out->n == VALUES_MAX || t->problem)
		return;
	t->bytes += text.len;
	if (t->bytes > BYTES_MAX) {
		t->problem = "values of fewer bytes together";
		return;
	}
	if (out->n == out->cap) {
		size_t            cap = out->cap ? out->cap * 2 : 4;
		struct site_text *grown =
			arena_alloc(arena, cap * sizeof(*grown));

		if (out->n)
			memcpy(grown, out->item, out->n * sizeof(*grown));
		out->item = grown;
		out->cap = cap;
	}
	out->item[out->n++] =
		(struct site_text){ arena_span(arena, text), is_html };
}

static void add_json(struct site_tree *t, struct arena *arena,
		     struct site_texts *out, const cJSON *value)
{
	if (cJSON_IsBool(value))
		add_text(t, arena, out,
			 cJSON_IsTrue(value) ? SPAN("true") : SPAN("false"),
			 false);
	else if (cJSON_IsString(value))
		add_text(t, arena, out, json_raw(value), true);
	else if (cJSON_IsNumber(value))
		add_text(t, arena, out, json_text(arena, value), false);
}

static void json_texts(struct site_tree *t, const cJSON *node,
		       const struct site_selector *s, struct span each,
		       struct arena *arena, struct site_texts *out)
{
	const cJSON *value = pointed(t, node, s), *item;

	if (!cJSON_IsArray(value)) {
		add_json(t, arena, out, value);
		return;
	}
	cJSON_ArrayForEach(item, value)
		add_json(t, arena, out,
			 each.len ? follow(item, each.ptr) : item);
}

/* An element's own HTML; what else there is has text alone. */
static void add_node(struct site_tree *t, struct arena *arena,
		     struct site_texts *out, xmlNode *node)
{
	bool     is_element = node->type == XML_ELEMENT_NODE;
	xmlChar *content;

	if (is_element && t->format == SITE_XML && !xmlChildElementCount(node))
		is_element = false; /* HTML may be escaped in it */
	if (is_element) {
		xmlBufferEmpty(t->dump);
		htmlNodeDump(t->dump, t->doc, node);
		add_text(t, arena, out,
			 span_of((const char *)xmlBufferContent(t->dump)),
			 true);
		return;
	}
	content = xmlNodeGetContent(node);
	add_text(t, arena, out, span_of((char *)content),
		 t->format == SITE_XML && node->type == XML_ELEMENT_NODE);
	xmlFree(content);
}

static void xpath_texts(struct site_tree *t, xmlNode *node,
			const struct site_selector *s, struct arena *arena,
			struct site_texts *out)
{
	xmlXPathObject *found = evaluate(t, node, s);

	if (found && found->type == XPATH_NODESET) {
		for (int i = 0;
		     found->nodesetval && i < found->nodesetval->nodeNr &&
		     out->n < VALUES_MAX && !t->problem;
		     i++)
			add_node(t, arena, out, found->nodesetval->nodeTab[i]);
	} else if (found) {
		xmlChar *text = xmlXPathCastToString(found);

		add_text(t, arena, out, span_of((char *)text), false);
		xmlFree(text);
	}
	xmlXPathFreeObject(found);
}

void site_tree_texts(struct site_tree *t, struct site_node node,
		     const struct site_selector *s, struct span each,
		     struct arena *arena, struct site_texts *out)
{
	if (node.json)
		json_texts(t, node.json, s, each, arena, out);
	else
		xpath_texts(t, node.xml, s, arena, out);
}

bool site_tree_says(struct site_tree *t, struct span text)
{
	struct buf shown = BUF_INIT, folded = BUF_INIT, sought = BUF_INIT;
	bool       says;

	if (!text.len)
		return false;
	html_to_text(t->text, &shown);
	fold_text(buf_span(&shown), shown.len * 2 + 16, &folded);
	fold_text(text, text.len * 2 + 16, &sought);
	says = sought.len && folded.len &&
	       span_find(buf_span(&folded), sought.ptr) != NULL;
	buf_deinit(&shown);
	buf_deinit(&folded);
	buf_deinit(&sought);
	return says;
}
