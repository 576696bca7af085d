#include "parsers/site_rules.h"

#include "base/mem.h"
#include "parsers/date_format.h"
#include "parsers/field_value.h"
#include "parsers/json.h"
#include "parsers/site_selector.h"
#include "parsers/text.h"

#include <stdlib.h>
#include <string.h>

#define MEANINGS_MAX 64

/* clang-format off */
const struct site_key site_page_keys[] = { /* sorted by name */
	{ "empty", false, "list: text that the site shows when it has no ads" },
	{ "entries", false, "list: the elements, or the array, of the ads" },
	{ "format", false, "`html` (default), `json` or `xml`" },
	{ "post", false, "list: body of the request, JSON; it is a POST then" },
	{ "read", false, "detail: `rules` (default), or `schema.org` when its "
			 "pages mark their job by that standard" },
	{ "script", false, "json within a page: XPath of its element" },
	{ "script_after", false, "json within a page: text that stands before "
				 "it (`window.jobs =`)" },
	{ NULL, false, NULL },
};

const struct site_key site_rule_keys[] = { /* sorted by name */
	{ "after", false, "the value is what follows this text" },
	{ "at", true, "XPath or JSON Pointer; of several the first that has a "
		      "value" },
	{ "before", false, "the value ends before this text" },
	{ "date", false, "form of a date that has two readings: `%d/%m/%Y`" },
	{ "each", false, "json: pointer from each element of an array" },
	{ "from", false, "`address`: the value is the ad's own address" },
	{ "match", false, "regular expression; its first group is the value" },
	{ "means", true, "`TEXT = VALUE`: a value that has the text counts as "
			 "this" },
	{ "split", false, "text between several values" },
	{ "template", false, "text around it: `https://example.org/jobs/{}`; "
			     "`{/slug}` takes another value in" },
	{ "value", false, "what it always is" },
	{ NULL, false, NULL },
};

const struct site_key site_paging_keys[] = { /* sorted by name */
	{ "at", true, "`link`, `token`: where the next page's stands" },
	{ "by", false, "`link`, `number` of the page, `offset` of the ad, or "
		       "`token`" },
	{ "first", false, "`number`, `offset`: of the first page" },
	{ "param", false, "parameter of the address, or member of a posted "
			  "body" },
	{ "size", false, "ads of a full page: a shorter one is the last" },
	{ NULL, false, NULL },
};

const struct site_key site_field_names[] = { /* sorted, as enum site_field */
	{ "apply_url", true, "address to apply at" },
	{ "city", true, "parts of a place that stand apart" },
	{ "country", true, NULL },
	{ "department", true, NULL },
	{ "description", true, "several parts follow one another" },
	{ "employer", true, NULL },
	{ "employer_size", true, "as `51-200`" },
	{ "employment_type", true, "full time, contract ...; may be several" },
	{ "industry", true, NULL },
	{ "is_closed", true, "yes or no: it takes no more" },
	{ "language", true, "BCP 47" },
	{ "lat", true, NULL },
	{ "link", true, "list: page of the ad, where it is not its `url`" },
	{ "location", true, "as printed; may be several" },
	{ "lon", true, NULL },
	{ "native_id", true, "what the site knows it by; its address unless set" },
	{ "openings", true, "how many are sought" },
	{ "pay", true, "a range in words" },
	{ "pay_currency", true, "ISO 4217" },
	{ "pay_max", true, NULL },
	{ "pay_min", true, NULL },
	{ "pay_period", true, "hour, month, year ..." },
	{ "postal", true, NULL },
	{ "posted_at", true, "date; \"3 days ago\" is understood" },
	{ "region", true, NULL },
	{ "remote", true, "remote, hybrid or onsite in words, yes or no" },
	{ "remote_regions", true, "where one may work from; may be several" },
	{ "requisition_id", true, "the employer's number of it" },
	{ "street", true, NULL },
	{ "title", true, NULL },
	{ "updated_at", true, NULL },
	{ "url", true, "address of the ad" },
	{ "valid_through", true, "last day to apply" },
	{ NULL, false, NULL },
};
/* clang-format on */

static const struct {
	const char *name;
	size_t      offset;
} rule_texts[] = {
	{ "after", offsetof(struct site_rule, after) },
	{ "before", offsetof(struct site_rule, before) },
	{ "date", offsetof(struct site_rule, date) },
	{ "each", offsetof(struct site_rule, each) },
	{ "from", offsetof(struct site_rule, from) },
	{ "match", offsetof(struct site_rule, match_text) },
	{ "split", offsetof(struct site_rule, split) },
	{ "template", offsetof(struct site_rule, template) },
	{ "value", offsetof(struct site_rule, value) },
};

struct reading {
	struct site_rules *rules;
	struct site_fault *fault;
	struct error      *err;
	enum site_format   format; /* of the section that is read */
};

static void set_name(char *out, size_t size, const char *name)
{
	size_t len = name ? strlen(name) : 0;

	if (len >= size)
		len = size - 1;
	memcpy(out, name ? name : "", len);
	out[len] = '\0';
}

/* Which key is wrong; `err` has the rest of the sentence. */
static bool fail(struct reading *r, const char *field, const char *key)
{
	if (key)
		error_prefix(r->err, "%s", key);
	if (field)
		error_prefix(r->err, "%s", field);
	set_name(r->fault->field, sizeof(r->fault->field), field);
	set_name(r->fault->key, sizeof(r->fault->key), key);
	return false;
}

static const struct site_key *key_named(const struct site_key *keys,
					const char *name)
{
	for (; keys->name; keys++) {
		if (strcmp(keys->name, name) == 0)
			return keys;
	}
	return NULL;
}

/* ---- one rule ---- */

static bool read_at(struct reading *r, const cJSON *value,
		    struct site_rule *rule)
{
	const cJSON *item = cJSON_IsArray(value) ? value->child : value;

	for (; item; item = cJSON_IsArray(value) ? item->next : NULL) {
		if (rule->n_at == SITE_AT_MAX) {
			error_set(r->err, "expected up to %d places",
				  SITE_AT_MAX);
			return false;
		}
		if (!site_selector_compile(&r->rules->arena, json_raw(item),
					   r->format, &rule->at[rule->n_at],
					   r->err))
			return false;
		rule->n_at++;
	}
	return true;
}

/* "Presencial = onsite" */
static bool read_meaning(struct reading *r, struct span text,
			 struct site_rule *rule)
{
	const char *sign = text.len ? memchr(text.ptr, '=', text.len) : NULL;
	struct span left, right;

	if (!sign || rule->n_means == MEANINGS_MAX) {
		error_set(r->err, "expected TEXT = VALUE (up to %d), found "
				  "\"%.*s\"",
			  MEANINGS_MAX, text.len < 80 ? (int)text.len : 80,
			  text.len ? text.ptr : "");
		return false;
	}
	left = span_trim((struct span){ text.ptr, (size_t)(sign - text.ptr) });
	right = span_trim((struct span){
		sign + 1, (size_t)(text.ptr + text.len - sign - 1) });
	rule->means[rule->n_means++] = (struct site_meaning){
		arena_span(&r->rules->arena, left),
		arena_span(&r->rules->arena, right),
	};
	return true;
}

static bool read_means(struct reading *r, const cJSON *value,
		       struct site_rule *rule)
{
	const cJSON *item = cJSON_IsArray(value) ? value->child : value;

	rule->means = arena_alloc(&r->rules->arena,
				  MEANINGS_MAX * sizeof(*rule->means));
	for (; item; item = cJSON_IsArray(value) ? item->next : NULL) {
		if (!read_meaning(r, json_raw(item), rule))
			return false;
	}
	return true;
}

static bool read_member(struct reading *r, const cJSON *member,
			struct site_rule *rule)
{
	struct span text = arena_span(&r->rules->arena, json_raw(member));

	if (strcmp(member->string, "at") == 0)
		return read_at(r, member, rule);
	if (strcmp(member->string, "means") == 0)
		return read_means(r, member, rule);
	for (size_t i = 0; i < ARRAY_LEN(rule_texts); i++) {
		if (strcmp(rule_texts[i].name, member->string) != 0)
			continue;
		if (!text.len) {
			error_set(r->err, "expected a text, found nothing");
			return false;
		}
		*(struct span *)((char *)rule + rule_texts[i].offset) = text;
		return true;
	}
	error_set(r->err, "expected a key of a rule, found another");
	return false;
}

/* What the keys need of one another; compiles what is left to compile. */
static bool finish_rule(struct reading *r, const char *name,
			struct site_rule *rule)
{
	rule->is_set = true;
	if (rule->match_text.len &&
	    !(rule->match = pattern_new(rule->match_text, r->err)))
		return fail(r, name, "match");
	if (rule->date.len) {
		const struct field_target *target = field_target_find(
			span_of(name));

		if (!target || !field_target_is_date(target)) {
			error_set(r->err, "expected it of a date alone");
			return fail(r, name, "date");
		}
		if (!date_format_check(rule->date, r->err))
			return fail(r, name, "date");
	}
	if (rule->each.len &&
	    (r->format != SITE_JSON || rule->each.ptr[0] != '/')) {
		error_set(r->err, "expected a JSON Pointer, of format json");
		return fail(r, name, "each");
	}
	if (rule->from.len && !span_is(rule->from, "address")) {
		error_set(r->err, "expected address, found \"%.*s\"",
			  (int)rule->from.len, rule->from.ptr);
		return fail(r, name, "from");
	}
	if (rule->n_at || rule->value.len || rule->from.len ||
	    rule->template.len)
		return true;
	error_set(r->err, "expected at, value, template or from, found none");
	return fail(r, name, NULL);
}

static bool read_rule(struct reading *r, const cJSON *json, const char *name,
		      struct site_rule *rule)
{
	const cJSON *member;

	cJSON_ArrayForEach(member, json)
	{
		if (!read_member(r, member, rule))
			return fail(r, name, member->string);
	}
	return finish_rule(r, name, rule);
}

static bool read_fields(struct reading *r, const cJSON *fields,
			struct site_page *page)
{
	const cJSON *json;

	cJSON_ArrayForEach(json, fields)
	{
		const struct site_key *key = key_named(site_field_names,
						       json->string);

		if (!key) {
			error_set(r->err, "expected a field of an ad (title, "
					  "url, location ...), found \"%.60s\"",
				  json->string);
			return fail(r, NULL, NULL);
		}
		if (!read_rule(r, json, key->name,
			       &page->field[key - site_field_names]))
			return false;
	}
	return true;
}

/* ---- paging ---- */

static bool read_whole(struct reading *r, const cJSON *json, const char *key,
		       int fallback, int *out)
{
	const cJSON *value = json_get(json, key);
	double       number;

	*out = fallback;
	if (!value)
		return true;
	if (json_number(value, &number) && number >= 0 && number <= 100000) {
		*out = (int)number;
		return true;
	}
	error_set(r->err, "expected a number, found \"%.*s\"",
		  (int)json_raw(value).len, json_raw(value).ptr);
	return fail(r, "paging", key);
}

static bool read_paging(struct reading *r, const cJSON *json,
			struct site_page *page)
{
	struct span    by = json_member(json, "by");
	struct paging *p = &page->paging;
	bool is_link = span_is(by, "link"), is_offset = span_is(by, "offset");

	if (!json)
		return true;
	page->has_token = span_is(by, "token");
	if (is_offset || span_is(by, "number"))
		p->by = is_offset ? PAGING_OFFSET : PAGING_NUMBER;
	else if (!is_link && !page->has_token) {
		error_set(r->err,
			  "expected link, number, offset or token, found "
			  "\"%.*s\"",
			  (int)by.len, by.len ? by.ptr : "");
		return fail(r, "paging", "by");
	}
	p->param = arena_strndup(&r->rules->arena,
				 json_member(json, "param").ptr,
				 json_member(json, "param").len);
	if (!is_link && !*p->param) {
		error_set(r->err, "expected the name of a parameter, found "
				  "none");
		return fail(r, "paging", "param");
	}
	if (!read_whole(r, json, "first", is_offset ? 0 : 1, &p->first) ||
	    !read_whole(r, json, "size", 0, &p->size))
		return false;
	if (p->by != PAGING_NONE)
		return true;
	if (!read_at(r, json_get(json, "at"), &page->next))
		return fail(r, "paging", "at");
	page->next.is_set = page->next.n_at > 0;
	if (page->next.is_set)
		return true;
	error_set(r->err, "expected where the next page's %s stands, found "
			  "nothing",
		  is_link ? "address" : "token");
	return fail(r, "paging", "at");
}

/* ---- a page ---- */

static bool read_format(struct reading *r, const cJSON *json,
			struct site_page *page)
{
	static const char *const names[] = { "html", "json", "xml" };
	struct span              name = json_member(json, "format");

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (!name.len || span_is(name, names[i])) {
			r->format = page->format = (enum site_format)i;
			return true;
		}
	}
	error_set(r->err, "expected html, json or xml, found \"%.*s\"",
		  (int)name.len, name.ptr);
	return fail(r, NULL, "format");
}

static bool read_selector(struct reading *r, const cJSON *json,
			  const char *key, enum site_format format,
			  struct site_selector *out)
{
	const cJSON *value = json_get(json, key);

	if (!value || site_selector_compile(&r->rules->arena, json_raw(value),
					    format, out, r->err))
		return true;
	return fail(r, NULL, key);
}

static bool read_page(struct reading *r, const cJSON *json, const char *name,
		      struct site_page *page)
{
	struct arena *arena = &r->rules->arena;
	struct span   read = json_member(json, "read");

	set_name(r->fault->section, sizeof(r->fault->section), name);
	page->is_set = json != NULL;
	if (!json)
		return true;
	page->reads_schema = span_is(read, "schema.org");
	if (read.len && !page->reads_schema && !span_is(read, "rules")) {
		error_set(r->err, "expected rules or schema.org, found "
				  "\"%.*s\"",
			  (int)read.len, read.ptr);
		return fail(r, NULL, "read");
	}
	page->empty = arena_span(arena, json_member(json, "empty"));
	page->post = arena_span(arena, json_member(json, "post"));
	page->script_after =
		arena_span(arena, json_member(json, "script_after"));
	if (!read_format(r, json, page) ||
	    !read_selector(r, json, "entries", page->format, &page->entries) ||
	    !read_selector(r, json, "script", SITE_HTML, &page->script) ||
	    !read_fields(r, json_get(json, "fields"), page) ||
	    !read_paging(r, json_get(json, "paging"), page))
		return false;
	return !json_get(json, "total") ||
	       read_rule(r, json_get(json, "total"), "total", &page->total);
}

/* ---- the whole ---- */

static bool missing(struct reading *r, const char *section, const char *field,
		    const char *what)
{
	error_set(r->err, "expected %s, found none", what);
	set_name(r->fault->section, sizeof(r->fault->section), section);
	return fail(r, field, NULL);
}

/* Without these there are no ads, or none that can be told apart. */
static bool check_together(struct reading *r)
{
	const struct site_page *list = &r->rules->list;
	const struct site_page *detail = &r->rules->detail;
	bool has_title = list->field[SITE_TITLE].is_set;
	bool has_id = list->field[SITE_ID].is_set;

	if (!list->is_set)
		return missing(r, "", "list", "the rules of a list");
	if (!list->entries.text.ptr)
		return missing(r, "list", "entries",
			       "where the ads of a list are");
	if (!has_title && !detail->is_set)
		return missing(r, "list", "title", "a rule");
	if (!list->field[SITE_URL].is_set && !list->field[SITE_LINK].is_set &&
	    (detail->is_set || !has_id))
		return missing(r, "list", "url", "a rule");
	if (!detail->is_set)
		return true;
	if (!detail->reads_schema && !detail->field[SITE_TITLE].is_set)
		return missing(r, "detail", "title", "a rule");
	/* else the ad of the list and that of its page would be two */
	if (has_id && !list->field[SITE_ID].from.len &&
	    !detail->field[SITE_ID].is_set)
		return missing(r, "detail", "native_id",
			       "a rule, as list has one");
	if (detail->field[SITE_ID].is_set && !has_id)
		return missing(r, "list", "native_id",
			       "a rule, as detail has one");
	return true;
}

struct site_rules *site_rules_new(struct span json, struct site_fault *fault,
				  struct error *err)
{
	struct site_fault unused;
	struct error      first = ERROR_INIT;
	struct reading    r = { .fault = fault ? fault : &unused,
				.err = &first };
	cJSON            *root = json_parse(json, err);
	bool              is_good;

	*r.fault = (struct site_fault){ .section = "" };
	if (!root)
		return NULL;
	r.rules = xcalloc(1, sizeof(*r.rules));
	is_good = read_page(&r, json_get(root, "list"), "list",
			    &r.rules->list) &&
		  read_page(&r, json_get(root, "detail"), "detail",
			    &r.rules->detail) &&
		  check_together(&r);
	json_free(root);
	if (is_good)
		return r.rules;
	error_set(err, "%s%s%s", r.fault->section,
		  r.fault->section[0] ? ": " : "", first.text);
	site_rules_free(r.rules);
	return NULL;
}

static void release_rule(struct site_rule *rule)
{
	for (size_t i = 0; i < rule->n_at; i++)
		site_selector_release(&rule->at[i]);
	pattern_free(rule->match);
}

static void release_page(struct site_page *page)
{
	site_selector_release(&page->entries);
	site_selector_release(&page->script);
	for (size_t i = 0; i < SITE_FIELDS; i++)
		release_rule(&page->field[i]);
	release_rule(&page->total);
	release_rule(&page->next);
}

void site_rules_free(struct site_rules *r)
{
	if (!r)
		return;
	release_page(&r->list);
	release_page(&r->detail);
	arena_deinit(&r->arena);
	free(r);
}
