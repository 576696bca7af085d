#include "parsers/site_value.h"

#include "base/buf.h"
#include "base/fold.h"
#include "parsers/site_selector.h"
#include "parsers/text.h"

#include <string.h>

#define VALUES_MAX 1000 /* of one field */

struct span site_line(struct arena *arena, struct site_text text)
{
	/* an item by itself is no list: without its dash */
	if (text.is_html && span_starts_nocase(text.text, "<li")) {
		const char *end = memchr(text.text.ptr, '>', text.text.len);
		size_t      tag = end ? (size_t)(end + 1 - text.text.ptr) : 0;

		text.text.ptr += tag;
		text.text.len -= tag;
	}
	return text.is_html ? text_line_of_html(arena, text.text)
			    : text_line(arena, text.text);
}

static void append(struct arena *arena, struct site_texts *list,
		   struct span text, bool is_html)
{
	if (!text.len || list->n == VALUES_MAX)
		return;
	if (list->n == list->cap) {
		size_t            cap = list->cap ? list->cap * 2 : 4;
		struct site_text *grown =
			arena_alloc(arena, cap * sizeof(*grown));

		if (list->n)
			memcpy(grown, list->item, list->n * sizeof(*grown));
		list->item = grown;
		list->cap = cap;
	}
	list->item[list->n++] = (struct site_text){ text, is_html };
}

/* ---- cutting ---- */

/* What the marks and the expression leave of a text; absent without them. */
static struct span cut(struct site_context *c, const struct site_rule *rule,
		       struct span text)
{
	const char *end = text.ptr + text.len, *at;
	struct span found = { NULL, 0 };

	if (rule->after.len) {
		at = span_find(text, rule->after.ptr);
		if (!at)
			return found;
		at += rule->after.len;
		text = (struct span){ at, (size_t)(end - at) };
	}
	if (rule->before.len) {
		at = span_find(text, rule->before.ptr);
		if (!at)
			return found;
		text.len = (size_t)(at - text.ptr);
	}
	if (!rule->match)
		return text;
	if (pattern_find(rule->match, text, &found) == PATTERN_TOO_LONG)
		c->problem = "regular expression that takes fewer steps";
	return found;
}

/* "Presencial (Madrid)" has "presencial": onsite. */
static struct span reword(const struct site_rule *rule, struct span text)
{
	struct buf  folded = BUF_INIT, sought = BUF_INIT;
	struct span result = text;

	if (!rule->n_means)
		return text;
	fold_text(text, text.len * 2 + 16, &folded);
	for (size_t i = 0; i < rule->n_means; i++) {
		struct span word = rule->means[i].text;

		buf_clear(&sought);
		fold_text(word, word.len * 2 + 16, &sought);
		if (sought.len && folded.len &&
		    span_find(buf_span(&folded), sought.ptr)) {
			result = rule->means[i].value;
			break;
		}
	}
	buf_deinit(&folded);
	buf_deinit(&sought);
	return result;
}

/* The parts of one text as values of their own. */
static void add_parts(struct site_context *c, const struct site_rule *rule,
		      struct site_text text, struct site_texts *out)
{
	struct span rest = text.text;
	const char *end = rest.ptr + rest.len;

	while (rest.len) {
		const char *at = rule->split.len
					 ? span_find(rest, rule->split.ptr)
					 : NULL;
		struct span part = { rest.ptr, (size_t)((at ? at : end) -
							rest.ptr) };

		append(c->arena, out,
		       span_trim(reword(rule, span_trim(part))),
		       text.is_html && !rule->n_means);
		if (!at)
			return;
		at += rule->split.len;
		rest = (struct span){ at, (size_t)(end - at) };
	}
}

static bool is_cut(const struct site_rule *rule)
{
	return rule->after.len || rule->before.len || rule->match ||
	       rule->split.len || rule->n_means;
}

static void refine(struct site_context *c, const struct site_rule *rule,
		   const struct site_texts *raw, struct site_texts *out)
{
	for (size_t i = 0; i < raw->n; i++) {
		struct site_text text = raw->item[i];

		/* marks are those that a reader sees */
		if (is_cut(rule) && text.is_html) {
			text.text = site_line(c->arena, text);
			text.is_html = false;
		}
		if (!text.text.len)
			continue;
		text.text = cut(c, rule, text.text);
		if (text.text.len)
			add_parts(c, rule, text, out);
	}
}

/* ---- templates ---- */

static void first_raw(struct site_context *c, struct site_node node,
		      const struct site_rule *rule, struct site_texts *raw)
{
	if (rule->value.len)
		append(c->arena, raw, rule->value, false);
	else if (rule->from.len)
		append(c->arena, raw, c->address, false);
	for (size_t i = 0; i < rule->n_at && !raw->n; i++)
		site_tree_texts(c->tree, node, &rule->at[i], rule->each,
				c->arena, raw);
}

/* What stands in braces: a selector of its own. */
static struct span place_holder(struct site_context *c, struct site_node node,
				struct span selector)
{
	struct site_selector s;
	struct site_texts    texts = { .n = 0 };

	if (!site_selector_compile(c->arena, selector,
				   node.json ? SITE_JSON : SITE_HTML, &s,
				   NULL))
		return (struct span){ NULL, 0 };
	site_tree_texts(c->tree, node, &s, (struct span){ NULL, 0 }, c->arena,
			&texts);
	site_selector_release(&s);
	return texts.n ? site_line(c->arena, texts.item[0])
		       : (struct span){ NULL, 0 };
}

/* The template with its braces filled; absent when one of them stays empty. */
static struct span fill(struct site_context *c, struct site_node node,
			struct span template, struct span own)
{
	struct buf  out = BUF_INIT;
	struct span result = { NULL, 0 };
	const char *at = template.ptr, *end = template.ptr + template.len;

	while (at < end) {
		const char *close = *at == '{' ? memchr(at, '}',
							(size_t)(end - at))
					       : NULL;
		struct span part = own;

		if (!close) {
			buf_add_char(&out, *at++);
			continue;
		}
		if (close > at + 1)
			part = place_holder(c, node, (struct span){
				at + 1, (size_t)(close - at - 1) });
		if (!part.len)
			goto out;
		buf_add_span(&out, part);
		at = close + 1;
	}
	result = arena_span(c->arena, buf_span(&out));
out:
	buf_deinit(&out);
	return result;
}

static bool needs_own(struct span template)
{
	return span_find(template, "{}") != NULL;
}

static void wrap(struct site_context *c, struct site_node node,
		 const struct site_rule *rule, struct site_texts *list)
{
	struct site_texts raw = *list;

	*list = (struct site_texts){ .n = 0 };
	if (!needs_own(rule->template))
		append(c->arena, list,
		       fill(c, node, rule->template, (struct span){ NULL, 0 }),
		       false);
	for (size_t i = 0; i < raw.n && needs_own(rule->template); i++)
		append(c->arena, list,
		       fill(c, node, rule->template,
			    site_line(c->arena, raw.item[i])),
		       false);
}

struct site_texts site_values(struct site_context *c, struct site_node node,
			      const struct site_rule *rule)
{
	struct site_texts raw = { .n = 0 }, out = { .n = 0 };

	if (!rule->is_set)
		return out;
	first_raw(c, node, rule, &raw);
	refine(c, rule, &raw, &out);
	if (rule->template.len)
		wrap(c, node, rule, &out);
	return out;
}

struct span site_value(struct site_context *c, struct site_node node,
		       const struct site_rule *rule)
{
	struct site_texts values = site_values(c, node, rule);

	for (size_t i = 0; i < values.n; i++) {
		struct span line = site_line(c->arena, values.item[i]);

		if (line.len)
			return line;
	}
	return (struct span){ NULL, 0 };
}
