/*
 * https://html.spec.whatwg.org/multipage/microdata.html,
 * https://www.w3.org/TR/rdfa-lite/. Where sites and specifications differ
 * (a title on a link: its address, says the specification) the sites win.
 */
#include "parsers/html_items.h"

#include "base/buf.h"
#include "base/mem.h"
#include "parsers/charset.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BLANKS " \t\r\n"
#define FRAMES_MAX PARSER_DEPTH_MAX
#define TEXT_MAX PARSER_BODY_MAX /* bytes of markup kept */

/* An open element that began an item or a property. */
struct frame {
	int    depth;
	cJSON *item;    /* the item within, or NULL */
	cJSON *outer;   /* the item around it */
	char  *props;   /* owned; NULL when no value is to be taken at its end */
	size_t from;    /* of its text */
	bool   has_text; /* of an item: its text counts when it has no more */
};

struct state {
	enum item_marks marks;
	htmlParserCtxt *parser;
	cJSON          *root;
	struct frame    frames[FRAMES_MAX];
	size_t          n_frames;
	cJSON          *item; /* innermost */
	size_t          n_texts; /* frames that want text */
	struct buf      text;
	int             depth;
	bool            is_too_deep;
};

/* libxml2 gives the names of attributes in lower case. */
static const char *attribute(const xmlChar **attrs, const char *name)
{
	for (; attrs && attrs[0]; attrs += 2) {
		if (attrs[0][0] == name[0] &&
		    strcmp((const char *)attrs[0], name) == 0)
			return attrs[1] ? (const char *)attrs[1] : "";
	}
	return NULL;
}

/* The properties that an ad is made of; others are passed over. */
static bool is_known(const char *name)
{
	static const char *const names[] = {
		"title", "name", "legalName", "url", "mainEntityOfPage",
		"identifier", "value", "propertyID", "hiringOrganization",
		"numberOfEmployees", "jobLocation", "address", "geo",
		"latitude", "longitude", "streetAddress", "addressLocality",
		"addressRegion", "addressCountry", "postalCode",
		"jobLocationType", "applicantLocationRequirements",
		"datePosted", "dateModified", "validThrough",
		"employmentType", "totalJobOpenings", "baseSalary",
		"estimatedSalary", "salaryCurrency", "currency", "minValue",
		"maxValue", "unitText", "unitCode", "employmentUnit",
		"industry", "inLanguage", "description", "responsibilities",
		"qualifications", "skills", "experienceRequirements",
		"educationRequirements", "mainEntity", "itemListElement",
		"item",
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static const char *local_name(const char *name)
{
	const char *colon = strrchr(name, ':');
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : colon ? colon + 1 : name;
}

/* Move ownership of `value` into `item`; a second value makes an array. */
static void put(cJSON *item, const char *name, cJSON *value)
{
	cJSON *there, *array;

	name = local_name(name);
	there = cJSON_GetObjectItemCaseSensitive(item, name);
	if (name[0] != '@' && !is_known(name)) {
		cJSON_Delete(value);
	} else if (!there) {
		cJSON_AddItemToObject(item, name, value);
	} else if (cJSON_IsArray(there)) {
		cJSON_AddItemToArray(there, value);
	} else {
		array = cJSON_CreateArray();
		cJSON_AddItemToArray(array,
				     cJSON_DetachItemViaPointer(item, there));
		cJSON_AddItemToArray(array, value);
		cJSON_AddItemToObject(item, name, array);
	}
}

/* The value for each of the names in "title name". */
static void put_each(cJSON *item, const char *names, const char *value)
{
	while (*names) {
		size_t n = strcspn(names, BLANKS);

		if (n) {
			char *name = xstrndup(names, n);

			put(item, name, cJSON_CreateString(value));
			free(name);
		}
		names += n + strspn(names + n, BLANKS);
	}
}

static cJSON *new_item(const char *types)
{
	cJSON *item = cJSON_CreateObject();

	while (*types) {
		size_t n = strcspn(types, BLANKS);

		if (n) {
			char *type = xstrndup(types, n);

			put(item, "@type", cJSON_CreateString(type));
			free(type);
		}
		types += n + strspn(types + n, BLANKS);
	}
	return item;
}

static bool is_address_prop(const char *props)
{
	static const char *const names[] = { "url", "sameAs", "image", "logo",
					     "schema:url", "mainEntityOfPage" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(props, names[i]) == 0)
			return true;
	}
	return false;
}

/* The value that an attribute gives, or NULL: then it is the text. */
static const char *attribute_value(const char *element, const xmlChar **attrs,
				   const char *props)
{
	static const char *const links[] = { "href", "src", "resource" };
	const char *value = attribute(attrs, "content");

	if (value)
		return value;
	if (strcasecmp(element, "time") == 0)
		return attribute(attrs, "datetime");
	if (strcasecmp(element, "data") == 0 ||
	    strcasecmp(element, "meter") == 0)
		return attribute(attrs, "value");
	if (strcasecmp(element, "link") != 0 && !is_address_prop(props))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(links); i++) {
		value = attribute(attrs, links[i]);
		if (value)
			return value;
	}
	return NULL;
}

static struct frame *push(struct state *s)
{
	struct frame *f;

	if (s->n_frames == FRAMES_MAX)
		return NULL;
	f = &s->frames[s->n_frames++];
	*f = (struct frame){ .depth = s->depth, .outer = s->item };
	return f;
}

static void open_item(struct state *s, const char *types, const char *props)
{
	struct frame *f = push(s);
	size_t        n = props ? strcspn(props, BLANKS) : 0;
	cJSON        *item;
	char         *name;

	if (!f)
		return;
	item = new_item(types);
	name = xstrndup(props ? props : "", n);
	if (s->item && is_known(local_name(name)))
		put(s->item, name, item);
	else
		cJSON_AddItemToArray(s->root, item);
	free(name);
	f->item = item;
	s->item = item;
	f->has_text = props != NULL;
	f->from = s->text.len;
	s->n_texts += f->has_text;
}

static void open_property(struct state *s, const char *element,
			  const xmlChar **attrs, const char *props)
{
	const char   *value = attribute_value(element, attrs, props);
	struct frame *f;

	if (!s->item)
		return;
	if (value) {
		put_each(s->item, props, value);
		return;
	}
	f = push(s);
	if (!f)
		return;
	f->props = xstrdup(props);
	f->from = s->text.len;
	s->n_texts++;
}

/* In a list the title is the link to the job, and no other mark says so. */
static void put_title_link(struct state *s, const xmlChar **attrs)
{
	const struct frame *f =
		s->n_frames ? &s->frames[s->n_frames - 1] : NULL;
	const char *href = attribute(attrs, "href");

	if (f && f->props && href && s->item &&
	    strcmp(local_name(f->props), "title") == 0 &&
	    !json_get(s->item, "@link"))
		put(s->item, "@link", cJSON_CreateString(href));
}

static void on_start(void *arg, const xmlChar *name, const xmlChar **attrs)
{
	struct state *s = arg;
	bool          is_rdfa = s->marks == MARKS_RDFA;
	const char   *element = (const char *)name;
	const char   *props = attribute(attrs, is_rdfa ? "property" : "itemprop");
	const char   *types = attribute(attrs, is_rdfa ? "typeof" : "itemtype");

	if (++s->depth > PARSER_DEPTH_MAX) {
		s->is_too_deep = true;
		xmlStopParser(s->parser);
		return;
	}
	if (s->n_texts && s->text.len < TEXT_MAX)
		buf_printf(&s->text, "<%s>", element);
	if (!is_rdfa && !types && attribute(attrs, "itemscope"))
		types = "";
	if (types)
		open_item(s, types, props);
	else if (props)
		open_property(s, element, attrs, props);
	if (strcmp(element, "a") == 0)
		put_title_link(s, attrs);
}

/* An item without properties is what its text says: a place, an employer. */
static bool says_nothing(const cJSON *item)
{
	const cJSON *first = item->child;

	return !first || (!first->next && strcmp(first->string, "@type") == 0);
}

static void close_frame(struct state *s, struct frame *f)
{
	const char *text = s->text.len ? buf_span(&s->text).ptr + f->from : "";

	if (f->props)
		put_each(f->outer, f->props, text);
	else if (f->has_text && says_nothing(f->item))
		put_each(f->item, "name", text);
	if (f->props || f->has_text) {
		s->n_texts--;
		if (!s->n_texts)
			buf_clear(&s->text);
	}
	free(f->props);
	s->item = f->outer;
}

static void on_end(void *arg, const xmlChar *name)
{
	struct state *s = arg;

	while (s->n_frames && s->frames[s->n_frames - 1].depth >= s->depth)
		close_frame(s, &s->frames[--s->n_frames]);
	if (s->n_texts && s->text.len < TEXT_MAX &&
	    strcmp((const char *)name, "br") != 0)
		buf_printf(&s->text, "</%s>", (const char *)name);
	s->depth--;
}

static void on_text(void *arg, const xmlChar *text, int len)
{
	struct state *s = arg;

	if (!s->n_texts || s->text.len >= TEXT_MAX)
		return;
	for (int i = 0; i < len; i++) { /* text again within our markup */
		if (text[i] == '<')
			buf_add_text(&s->text, "&lt;");
		else if (text[i] == '&')
			buf_add_text(&s->text, "&amp;");
		else
			buf_add_char(&s->text, (char)text[i]);
	}
}

static void parse(struct state *s, struct span text)
{
	htmlSAXHandler handler = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
	};

	s->parser = htmlCreateMemoryParserCtxt(text.ptr, (int)text.len);
	if (!s->parser)
		return;
	/* the page is UTF-8 by now, whatever its <meta> says */
	htmlCtxtUseOptions(s->parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR |
					      HTML_PARSE_NOWARNING |
					      HTML_PARSE_IGNORE_ENC);
	xmlSwitchEncoding(s->parser, XML_CHAR_ENCODING_UTF8);
	*s->parser->sax = handler;
	s->parser->userData = s;
	htmlParseDocument(s->parser);
	if (s->parser->myDoc)
		xmlFreeDoc(s->parser->myDoc);
	htmlFreeParserCtxt(s->parser);
	s->parser = NULL;
}

cJSON *html_items(struct span page, enum item_marks marks, struct error *err)
{
	struct state *s = xcalloc(1, sizeof(*s));
	struct buf    clean = BUF_INIT;
	cJSON        *root;

	s->marks = marks;
	s->root = cJSON_CreateArray();
	parse(s, charset_clean_xml(page, &clean));
	while (s->n_frames)
		close_frame(s, &s->frames[--s->n_frames]);
	root = s->root;
	if (s->is_too_deep) {
		error_set(err, "expected nesting up to %d, got more",
			  PARSER_DEPTH_MAX);
		cJSON_Delete(root);
		root = NULL;
	}
	buf_deinit(&s->text);
	buf_deinit(&clean);
	free(s);
	return root;
}
