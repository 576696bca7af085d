#include "parsers/site_field.h"

#include "base/buf.h"
#include "parsers/field_map.h"
#include "parsers/field_value.h"
#include "parsers/text.h"
#include "parsers/url.h"

#include <string.h>

#define TEXTS_MAX 500 /* of one field */

struct filling {
	struct site_context *c;
	struct site_node     node;
	struct stamp         seen_at;
	struct field_row     row;
	struct field_parts   parts;
	bool                 has_place; /* a rule may tell some of it */
};

static bool has_tags(struct span text)
{
	return memchr(text.ptr, '<', text.len) || span_find(text, "&lt;");
}

/* Parts of a description as one text. */
static struct span join(struct filling *f, const struct site_texts *parts,
			enum field_markup *markup)
{
	struct buf  all = BUF_INIT;
	struct span result;

	*markup = MARKUP_PLAIN;
	for (size_t i = 0; i < parts->n; i++) {
		if (parts->item[i].is_html && has_tags(parts->item[i].text))
			*markup = MARKUP_HTML;
	}
	for (size_t i = 0; i < parts->n; i++) {
		if (i)
			buf_add_text(&all, *markup == MARKUP_HTML ? "<p></p>"
								  : "\n\n");
		buf_add_span(&all, parts->item[i].text);
	}
	result = arena_span(f->c->arena, buf_span(&all));
	buf_deinit(&all);
	return result;
}

static bool has_text(const struct span *texts, size_t n, struct span text)
{
	for (size_t i = 0; i < n; i++) {
		if (texts[i].len == text.len &&
		    memcmp(texts[i].ptr, text.ptr, text.len) == 0)
			return true;
	}
	return false;
}

/* Lines of the values, each once; only the first of a field that has one. */
static size_t lines_of(struct filling *f, const struct site_texts *values,
		       bool is_list, struct span texts[TEXTS_MAX])
{
	size_t n = 0, max = is_list ? TEXTS_MAX : 1;

	for (size_t i = 0; i < values->n && n < max; i++) {
		struct span line = site_line(f->c->arena, values->item[i]);

		if (line.len && !has_text(texts, n, line))
			texts[n++] = line;
	}
	return n;
}

/* What a rule says goes before what the page marks by a standard. */
static void forget(struct ad *ad, const char *name)
{
	if (strcmp(name, "location") == 0)
		ad->n_locations = 0;
	else if (strcmp(name, "employment_type") == 0)
		ad->n_employment_types = 0;
	else if (strcmp(name, "remote_regions") == 0)
		ad->n_remote_regions = 0;
}

static void put(struct filling *f, enum site_field field,
		const struct site_rule *rule)
{
	const char                *name = site_field_names[field].name;
	const struct field_target *target = field_target_find(span_of(name));
	struct site_texts          values = site_values(f->c, f->node, rule);
	struct span                texts[TEXTS_MAX], date = rule->date;
	struct field_style style = { .formats = &date, .n_formats = date.len > 0 };
	size_t             n;

	if (field == SITE_DESCRIPTION) {
		texts[0] = join(f, &values, &style.markup);
		n = texts[0].len > 0;
	} else {
		n = lines_of(f, &values, field_target_is_list(target), texts);
	}
	if (!n)
		return;
	forget(&f->row.ad, name);
	/* a text that cannot be what it should leaves the field unknown */
	field_put(target, &style, texts, n, f->seen_at, f->c->arena, &f->row,
		  &f->parts, NULL);
}

static bool is_of_place(const char *name)
{
	static const char *const names[] = { "city", "country", "lat",
					     "location", "lon", "postal",
					     "region", "street" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

static void resolve(struct filling *f, struct span *url)
{
	if (url->len)
		*url = url_resolve(f->c->arena, site_tree_base(f->c->tree),
				   *url);
}

void site_fill_ad(struct site_context *c, const struct site_page *page,
		  struct site_node node, struct stamp seen_at, struct ad *ad)
{
	struct filling f = { .c = c, .node = node, .seen_at = seen_at };

	f.row.ad = *ad;
	for (int i = 0; i < SITE_FIELDS; i++) {
		if (!page->field[i].is_set || i == SITE_ID || i == SITE_LINK)
			continue;
		f.has_place |= is_of_place(site_field_names[i].name);
		put(&f, (enum site_field)i, &page->field[i]);
	}
	if (f.has_place || !ad->n_locations)
		field_row_finish(&f.row, &f.parts, c->arena);
	resolve(&f, &f.row.ad.url);
	resolve(&f, &f.row.ad.apply_url);
	*ad = f.row.ad;
}
