#include "parsers/xml_record.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FRAMES_MAX 32         /* of elements within a record; deeper is text */
#define MEMBERS_MAX 256       /* of one element; more are passed over */
#define TEXT_MAX (2 * 1024 * 1024) /* bytes of one child of a record */
#define HEAD_BYTES 4096       /* that a sniff looks at */

/* An element that is open, within a record. */
struct frame {
	cJSON *object; /* of its children */
	size_t from;   /* where its text begins */
	bool   has_child;
	bool   is_mixed; /* has text of its own that is no blank */
};

#define NAME_MAX_BYTES 128 /* of an element; the rest is passed over */

struct state {
	const struct xml_records *format;
	const struct document    *doc;
	struct findings          *out;
	size_t                    first;
	int                       depth;
	int                       record_depth; /* 0: outside */
	bool                      is_mine;
	struct frame              frames[FRAMES_MAX];
	size_t                    n_frames;
	struct buf                text;
};

static void drop_record(struct state *s)
{
	for (size_t i = 0; i < s->n_frames; i++)
		cJSON_Delete(s->frames[i].object);
	s->n_frames = 0;
	s->record_depth = 0;
	buf_clear(&s->text);
}

static void reset(void *arg)
{
	struct state *s = arg;

	drop_record(s);
	s->out->n_ads = s->first;
	s->out->listed = -1;
	s->depth = 0;
	s->is_mine = false;
}

/* The name of an element as the format wants it. */
static const char *name_of(const struct state *s, const char *name,
			   char out[NAME_MAX_BYTES])
{
	if (s->format->folds_names)
		xml_record_fold(span_of(name), out, NAME_MAX_BYTES);
	else
		snprintf(out, NAME_MAX_BYTES, "%s", name);
	return out;
}

void xml_record_fold(struct span name, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < name.len && n + 1 < size; i++) {
		char c = name.ptr[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (c != '_' && c != '-' && c != '.')
			out[n++] = c;
	}
	out[n] = '\0';
}

bool xml_record_is_one(const char *names, const char *name)
{
	size_t      len = strlen(name);
	const char *at = names;

	while (len && (at = strstr(at, name))) {
		if ((at == names || at[-1] == ' ') &&
		    (at[len] == ' ' || !at[len]))
			return true;
		at += len;
	}
	return false;
}

/* One more member; a name that is there already becomes an array. */
static void add_member(cJSON *object, const char *name, cJSON *value)
{
	cJSON *known = NULL, *array;
	size_t n = 0;

	for (cJSON *m = object->child; m; m = m->next, n++) {
		if (strcmp(m->string, name) == 0)
			known = m;
	}
	if (!known && n >= MEMBERS_MAX) {
		cJSON_Delete(value);
	} else if (!known) {
		cJSON_AddItemToObject(object, name, value);
	} else if (cJSON_IsArray(known)) {
		cJSON_AddItemToArray(known, value);
	} else {
		array = cJSON_CreateArray();
		cJSON_DetachItemViaPointer(object, known);
		cJSON_AddItemToArray(array, known);
		cJSON_AddItemToArray(array, value);
		cJSON_AddItemToObject(object, name, array);
	}
}

static void add_attributes(const struct state *s, cJSON *object, cJSON *own,
			   const struct xml_element *e)
{
	char element[NAME_MAX_BYTES], attribute[NAME_MAX_BYTES];

	name_of(s, e->name, element);
	for (int i = 0; i < e->n_attributes; i++) {
		const xmlChar **a = e->attributes + 5 * i;
		size_t          len = (size_t)(a[4] - a[3]);
		char            name[2 * NAME_MAX_BYTES], value[512];

		if (len >= sizeof(value))
			continue;
		snprintf(name, sizeof(name), "%s@%s", element,
			 name_of(s, (const char *)a[0], attribute));
		memcpy(value, a[3], len);
		value[len] = '\0';
		if (!cJSON_GetObjectItemCaseSensitive(object, name))
			add_member(object, name, cJSON_CreateString(value));
		if (own && own != object)
			add_member(own, name + strlen(element),
				   cJSON_CreateString(value));
	}
}

static void push(struct state *s)
{
	s->frames[s->n_frames++] = (struct frame){
		.object = cJSON_CreateObject(),
		.from = s->text.len,
	};
}

static void take_total(struct state *s, const struct xml_element *e)
{
	const struct xml_records *f = s->format;
	struct span               value;
	char                      digits[24];

	if (!f->total_element || strcmp(e->name, f->total_element) != 0)
		return;
	value = xml_attribute(e, f->total_attribute);
	if (!value.len || value.len > 9)
		return;
	memcpy(digits, value.ptr, value.len);
	digits[value.len] = '\0';
	if (strspn(digits, "0123456789") == value.len)
		s->out->listed = atoll(digits);
}

static void start(void *arg, const struct xml_element *e)
{
	struct state *s = arg;
	char          name[NAME_MAX_BYTES];

	s->depth++;
	if (s->depth == 1)
		s->is_mine = !s->format->root ||
			     strcmp(e->name, s->format->root) == 0;
	if (!s->is_mine)
		return;
	if (s->record_depth) {
		if (s->text.len && s->text.len < TEXT_MAX)
			buf_add_char(&s->text, '\n');
		if (s->n_frames < FRAMES_MAX) {
			push(s);
			add_attributes(s, s->frames[s->n_frames - 2].object,
				       s->frames[s->n_frames - 1].object, e);
		}
	} else if (xml_record_is_one(s->format->record,
				     name_of(s, e->name, name)) &&
		   s->out->n_ads - s->first <= PARSER_ADS_MAX) {
		s->record_depth = s->depth;
		push(s);
		add_attributes(s, s->frames[0].object, NULL, e);
	} else {
		take_total(s, e);
	}
}

static void text(void *arg, const char *bytes, size_t len)
{
	struct state *s = arg;

	if (!s->record_depth || s->text.len + len > TEXT_MAX)
		return;
	buf_add(&s->text, bytes, len);
	if (span_trim((struct span){ bytes, len }).len)
		s->frames[s->n_frames - 1].is_mixed = true;
}

/* A description whose tags were not escaped has no text between them. */
static bool is_markup(const char *name)
{
	static const char *const tags[] = { "b",  "br", "div", "em", "h1",
					    "h2", "h3", "h4",  "li", "ol",
					    "p",  "span", "strong", "table",
					    "ul" };

	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		if (strcasecmp(name, tags[i]) == 0)
			return true;
	}
	return false;
}

/* The name of the first member that is no attribute. */
static const char *first_child(const cJSON *object)
{
	const cJSON *m = object->child;

	while (m && strchr(m->string, '@'))
		m = m->next;
	return m ? m->string : "";
}

/* The element that ends, as a value. */
static cJSON *pop(struct state *s)
{
	struct frame *f = &s->frames[--s->n_frames];
	size_t        n_below = s->text.len - f->from;

	if (f->has_child && !f->is_mixed && !is_markup(first_child(f->object)))
		return f->object;
	cJSON_Delete(f->object);
	return cJSON_CreateString(n_below ? s->text.ptr + f->from : "");
}

static void finish_record(struct state *s)
{
	cJSON *record = s->frames[0].object;

	board_map_add(s->format->map, s->doc, record, (struct span){ NULL, 0 },
		      record, s->out);
	drop_record(s);
}

static void end(void *arg, const char *name)
{
	struct state *s = arg;
	size_t        level = (size_t)(s->depth - s->record_depth) + 1;

	if (s->record_depth && s->depth == s->record_depth) {
		finish_record(s);
	} else if (s->record_depth && level == s->n_frames) {
		cJSON *value = pop(s);
		char   key[NAME_MAX_BYTES];

		add_member(s->frames[s->n_frames - 1].object,
			   name_of(s, name, key), value);
		s->frames[s->n_frames - 1].has_child = true;
		if (s->n_frames == 1)
			buf_clear(&s->text);
	}
	s->depth--;
}

enum parse_status xml_records_parse(const struct xml_records *format,
				    const struct document *doc,
				    struct findings *out, struct error *err)
{
	static const struct xml_events events = { reset, start, text, end };
	struct state                   s = { .format = format,
					     .doc = doc,
					     .out = out,
					     .first = out->n_ads };
	enum parse_status              status = xml_walk(doc, &events, &s, err);

	if (status == PARSE_OK && !s.is_mine) {
		struct span root = xml_root_name(doc->body);

		error_set(err, "expected <%s>, got <%.*s>", format->root,
			  (int)(root.len < 40 ? root.len : 40),
			  root.ptr ? root.ptr : "");
		status = PARSE_NOT_MINE;
	}
	drop_record(&s);
	buf_deinit(&s.text);
	return status;
}

bool xml_records_sniff(const struct document *doc, const char *root,
		       const char *const *marks, size_t n)
{
	struct span head = doc->body;

	if (head.len > HEAD_BYTES)
		head.len = HEAD_BYTES;
	if (!span_is(xml_root_name(head), root))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!span_find(head, marks[i]))
			return false;
	}
	return true;
}
