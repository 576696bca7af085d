#include "parsers/site_selector.h"

#include "base/mem.h"

#include <assert.h>
#include <libxml/xpath.h>
#include <string.h>

#define SELECTOR_MAX 1024 /* bytes; bounds how deep an XPath nests */

/* XPath 1.0, section 4, and the tests of nodes of section 2.3. */
static const char *const functions[] = {
	"boolean", "ceiling", "comment", "concat", "contains", "count",
	"false", "floor", "id", "lang", "last", "local-name", "name",
	"namespace-uri", "node", "normalize-space", "not", "number",
	"position", "processing-instruction", "round", "starts-with",
	"string", "string-length", "substring", "substring-after",
	"substring-before", "sum", "text", "translate", "true",
	/* operators that may stand before a bracket */
	"and", "div", "mod", "or",
};

static bool is_function(struct span name)
{
	for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
		if (span_is(name, functions[i]))
			return true;
	}
	return false;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
	       (unsigned char)c >= 0x80;
}

/*
 * What libxml2 only finds out on a page: functions, variables and prefixes
 * that do not exist. NULL when there is none of them.
 */
static const char *unknown_in(const char *at)
{
	while (*at) {
		const char *name = at;

		if (*at == '\'' || *at == '"') {
			at = strchr(at + 1, *at);
			if (!at)
				return "a string without end";
			at++;
			continue;
		}
		if (*at == '$')
			return "a variable";
		while (is_name_char(*at))
			at++;
		if (at == name) {
			at += *at == ':' && at[1] == ':' ? 2 : 1;
			continue;
		}
		if (*at == ':' && at[1] != ':')
			return "a prefix (use local-name())";
		if (*at == '(' &&
		    !is_function((struct span){ name, (size_t)(at - name) }))
			return "a function that XPath 1.0 has not";
	}
	return NULL;
}

static void stay_silent(void *arg, xmlErrorPtr problem)
{
	(void)arg;
	(void)problem;
}

static bool compile_path(struct site_selector *s, struct error *err)
{
	xmlXPathContext *context = xmlXPathNewContext(NULL);
	const char      *unknown = unknown_in(s->text.ptr);

	assert(context);
	context->error = stay_silent;
	if (!unknown)
		s->path = xmlXPathCtxtCompile(context,
					      (const xmlChar *)s->text.ptr);
	xmlXPathFreeContext(context);
	if (s->path)
		return true;
	error_set(err, "expected an XPath, found %s%s\"%.300s\"",
		  unknown ? unknown : "", unknown ? ": " : "", s->text.ptr);
	return false;
}

/* RFC 6901: "" or /a/b with ~0 for ~ and ~1 for /; "#" before: from the root. */
static bool check_pointer(struct site_selector *s, struct error *err)
{
	const char *at = s->text.ptr;

	s->is_from_root = *at == '#';
	if (s->is_from_root)
		s->text = (struct span){ ++at, s->text.len - 1 };
	if (!*at || *at == '/') {
		while ((at = strchr(at, '~')) &&
		       (at[1] == '0' || at[1] == '1'))
			at++;
		if (!at)
			return true;
	}
	error_set(err, "expected a JSON Pointer (/a/b), found \"%.300s\"",
		  s->text.ptr);
	return false;
}

bool site_selector_compile(struct arena *arena, struct span text,
			   enum site_format format, struct site_selector *out,
			   struct error *err)
{
	*out = (struct site_selector){ .path = NULL };
	if (!text.ptr || text.len > SELECTOR_MAX ||
	    (!text.len && format != SITE_JSON)) {
		error_set(err, "expected %s of at most %d bytes, found %s",
			  format == SITE_JSON ? "a JSON Pointer" : "an XPath",
			  SELECTOR_MAX, text.len ? "more" : "nothing");
		return false;
	}
	out->text = arena_span(arena, text);
	return format == SITE_JSON ? check_pointer(out, err)
				   : compile_path(out, err);
}

void site_selector_release(struct site_selector *s)
{
	if (s->path)
		xmlXPathFreeCompExpr(s->path);
	s->path = NULL;
}
