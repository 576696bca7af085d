#include "daemon/config_site.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/site_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX 64 /* of one section */

/* Where a key was read: libconfuse keeps no lines of keys. */
struct place {
	const cfg_opt_t *opt;
	int              line;
	unsigned         n; /* values so far */
};

struct site_lines {
	struct place *place;
	size_t        n, cap;
};

static const char *const sections[] = { "list", "detail" };

struct site_lines *site_lines_new(void)
{
	return xcalloc(1, sizeof(struct site_lines));
}

void site_lines_free(struct site_lines *l)
{
	if (!l)
		return;
	free(l->place);
	free(l);
}

void site_lines_clear(struct site_lines *l)
{
	l->n = 0;
}

/* ---- what libconfuse is told ---- */

static size_t put_keys(cfg_opt_t *out, const struct site_key *keys)
{
	size_t n = 0;

	for (; keys->name; keys++) {
		cfg_opt_t text = CFG_STR(keys->name, NULL, CFGF_NODEFAULT);
		cfg_opt_t list = CFG_STR_LIST(keys->name, NULL,
					      CFGF_NODEFAULT);

		out[n++] = keys->is_list ? list : text;
	}
	out[n] = (cfg_opt_t)CFG_END();
	return n;
}

void config_site_options(cfg_opt_t out[CONFIG_SITE_SECTIONS])
{
	static cfg_opt_t rule[KEYS_MAX], paging[KEYS_MAX], page[KEYS_MAX];
	size_t           n;

	put_keys(rule, site_rule_keys);
	put_keys(paging, site_paging_keys);
	n = put_keys(page, site_page_keys);
	n += put_keys(page + n, site_field_names);
	page[n++] = (cfg_opt_t)CFG_SEC(
		"field", rule,
		CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
	page[n++] = (cfg_opt_t)CFG_SEC("paging", paging, CFGF_NODEFAULT);
	page[n++] = (cfg_opt_t)CFG_SEC("total", rule, CFGF_NODEFAULT);
	page[n] = (cfg_opt_t)CFG_END();
	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		out[i] = (cfg_opt_t)CFG_SEC(sections[i], page, CFGF_NODEFAULT);
}

static void watch(cfg_t *cfg, const char *path, const struct site_key *keys,
		  cfg_validate_callback_t on_value)
{
	char name[128];

	for (; keys->name; keys++) {
		snprintf(name, sizeof(name), "%s|%s", path, keys->name);
		cfg_set_validate_func(cfg, name, on_value);
	}
}

void config_site_watch(cfg_t *cfg, const char *block,
		       cfg_validate_callback_t on_value)
{
	static const struct {
		const char            *below;
		const struct site_key *keys;
	} parts[] = {
		{ "", site_page_keys },          { "", site_field_names },
		{ "|field", site_rule_keys },    { "|total", site_rule_keys },
		{ "|paging", site_paging_keys },
	};
	char path[64];

	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		for (size_t k = 0; k < ARRAY_LEN(parts); k++) {
			snprintf(path, sizeof(path), "%s|%s%s", block,
				 sections[i], parts[k].below);
			watch(cfg, path, parts[k].keys, on_value);
		}
	}
}

/* ---- lines ---- */

static struct place *place_of(const struct site_lines *l, const cfg_opt_t *opt)
{
	for (size_t i = 0; i < l->n; i++) {
		if (l->place[i].opt == opt)
			return &l->place[i];
	}
	return NULL;
}

bool config_site_take(struct site_lines *l, cfg_t *section, cfg_opt_t *opt,
		      struct error *err)
{
	struct place *known = place_of(l, opt);
	bool          is_list = (opt->flags & CFGF_LIST) != 0;

	/* a list is told again with each of its elements */
	if (known && is_list && cfg_opt_size(opt) >= known->n) {
		known->n = cfg_opt_size(opt);
		return true;
	}
	if (known) {
		error_set(err, "%s: expected once, found again", opt->name);
		return false;
	}
	if (l->n == l->cap) {
		l->cap = l->cap ? l->cap * 2 : 16;
		l->place = xrealloc(l->place, l->cap * sizeof(*l->place));
	}
	l->place[l->n++] = (struct place){ opt, section->line,
					   cfg_opt_size(opt) };
	return true;
}

/* ---- as JSON ---- */

static void put_values(struct buf *out, cfg_t *section,
		       const struct site_key *key)
{
	cfg_opt_t *opt = cfg_getopt(section, key->name);
	unsigned   n = opt ? cfg_opt_size(opt) : 0;

	if (!n)
		return;
	json_key(out, key->name);
	if (!key->is_list) {
		json_string(out, span_of(cfg_opt_getnstr(opt, 0)));
		return;
	}
	json_open_array(out);
	for (unsigned i = 0; i < n; i++)
		json_string(out, span_of(cfg_opt_getnstr(opt, i)));
	json_close_array(out);
}

static void put_section(struct buf *out, cfg_t *section,
			const struct site_key *keys)
{
	json_open_object(out);
	for (; keys->name; keys++)
		put_values(out, section, keys);
	json_close_object(out);
}

/* `title = ".//h3"` is short for `field "title" { at = ".//h3" }`. */
static void put_short_field(struct buf *out, cfg_t *page,
			    const struct site_key *name)
{
	static const char at[] = "at";
	cfg_opt_t        *opt = cfg_getopt(page, name->name);

	if (!opt || !cfg_opt_size(opt))
		return;
	json_key(out, name->name);
	json_open_object(out);
	json_key(out, at);
	json_open_array(out);
	for (unsigned i = 0; i < cfg_opt_size(opt); i++)
		json_string(out, span_of(cfg_opt_getnstr(opt, i)));
	json_close_array(out);
	json_close_object(out);
}

/* False when a field is there in both ways. */
static bool put_fields(struct buf *out, cfg_t *page, struct error *err)
{
	unsigned n = cfg_size(page, "field");

	json_key(out, "fields");
	json_open_object(out);
	for (const struct site_key *k = site_field_names; k->name; k++)
		put_short_field(out, page, k);
	for (unsigned i = 0; i < n; i++) {
		cfg_t      *field = cfg_getnsec(page, "field", i);
		const char *name = cfg_title(field);
		cfg_opt_t  *brief = NULL;

		for (const struct site_key *k = site_field_names; k->name; k++) {
			if (strcmp(k->name, name) == 0)
				brief = cfg_getopt(page, k->name);
		}
		if (brief && cfg_opt_size(brief)) {
			error_set(err, "%s: expected once, found again", name);
			return false;
		}
		json_key(out, name);
		put_section(out, field, site_rule_keys);
	}
	json_close_object(out);
	return true;
}

static void put_plain(struct buf *out, cfg_t *page)
{
	for (const struct site_key *k = site_page_keys; k->name; k++)
		put_values(out, page, k);
}

static bool put_page(struct buf *out, cfg_t *page, struct error *err)
{
	bool is_good;

	json_open_object(out);
	put_plain(out, page);
	is_good = put_fields(out, page, err);
	if (cfg_size(page, "paging")) {
		json_key(out, "paging");
		put_section(out, cfg_getsec(page, "paging"), site_paging_keys);
	}
	if (cfg_size(page, "total")) {
		json_key(out, "total");
		put_section(out, cfg_getsec(page, "total"), site_rule_keys);
	}
	json_close_object(out);
	return is_good;
}

/* ---- where it is wrong ---- */

/* The section of `page` that `field` is written in, or `page` itself. */
static cfg_t *section_of(cfg_t *page, const char *field)
{
	if (!*field)
		return page;
	if (strcmp(field, "paging") == 0 || strcmp(field, "total") == 0)
		return cfg_size(page, field) ? cfg_getsec(page, field) : page;
	for (unsigned i = 0; i < cfg_size(page, "field"); i++) {
		cfg_t *section = cfg_getnsec(page, "field", i);

		if (strcmp(cfg_title(section), field) == 0)
			return section;
	}
	return page;
}

static void find_line(const struct site_lines *l, cfg_t *block,
		      const struct site_fault *fault, int *line)
{
	cfg_t              *page, *section;
	const struct place *place = NULL;
	cfg_opt_t          *opt;

	if (!*fault->section || !cfg_size(block, fault->section))
		return;
	page = cfg_getsec(block, fault->section);
	*line = page->line;
	section = section_of(page, fault->field);
	if (section != page)
		*line = section->line;
	opt = cfg_getopt(section, section == page && *fault->field
					  ? fault->field
					  : fault->key);
	if (opt)
		place = place_of(l, opt);
	if (place)
		*line = place->line;
}

bool config_site_rules(const struct site_lines *l, cfg_t *block, char **out,
		       int *line, struct error *err)
{
	struct buf         json = BUF_INIT;
	struct site_fault  fault = { .section = "" };
	struct site_rules *rules = NULL;
	bool               is_good = true, is_there = false;

	*out = NULL;
	json_open_object(&json);
	for (size_t i = 0; i < ARRAY_LEN(sections) && is_good; i++) {
		if (!cfg_size(block, sections[i]))
			continue;
		is_there = true;
		json_key(&json, sections[i]);
		is_good = put_page(&json, cfg_getsec(block, sections[i]), err);
	}
	json_close_object(&json);
	if (is_good && is_there) {
		rules = site_rules_new(buf_span(&json), &fault, err);
		is_good = rules != NULL;
		if (!is_good)
			find_line(l, block, &fault, line);
		site_rules_free(rules);
	}
	if (is_good && is_there)
		*out = json.ptr;
	else
		buf_deinit(&json);
	return is_good;
}
