#include "daemon/config_read.h"

#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/config_key.h"
#include "daemon/config_mapping.h"
#include "daemon/config_site.h"
#include "daemon/url_check.h"
#include "parsers/parser.h"

#include <confuse.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_MAX (64 * 1024 * 1024) /* bytes; 200,000 source blocks */
#define SEED_URL_MAX 2048           /* bytes with the NUL */

#define SOURCE_BLOCK "source"

/*
 * libconfuse hands its callbacks nothing of ours, so what is being read is
 * kept here. Files are read one after the other, on the loop thread.
 */
static struct reading {
	struct config        *config;
	const char           *path, *folder;
	struct error         *err;
	cfg_t                *root;
	struct source_config *block; /* the source block we are in, or NULL */
	const char           *seen[64]; /* keys given in this file or block */
	size_t                n_seen;
	struct site_lines    *lines; /* of the rules of this block */
} reading;

/* The first thing that is wrong is what is told. */
static void say(int line, const char *text)
{
	if (reading.err && !reading.err->text[0])
		error_set(reading.err, "%s:%d: %s", reading.path, line, text);
}

static void on_error(cfg_t *cfg, const char *format, va_list args)
{
	char text[ERROR_SIZE];

	vsnprintf(text, sizeof(text), format, args);
	say(cfg->line, text);
}

static bool is_given(const char *key)
{
	for (size_t i = 0; i < reading.n_seen; i++) {
		if (strcmp(reading.seen[i], key) == 0)
			return true;
	}
	return false;
}

static bool is_first_time(const char *key)
{
	if (is_given(key))
		return false;
	if (reading.n_seen < ARRAY_LEN(reading.seen))
		reading.seen[reading.n_seen++] = key;
	return true;
}

/* All values of `opt` into the field of `object`. */
static int take(cfg_t *cfg, cfg_opt_t *opt, const struct config_key *key,
		void *object)
{
	struct error err = ERROR_INIT;

	if (key->type == KEY_LIST) { /* called after each of its elements */
		keys_release(key, 1, object);
	} else if (!is_first_time(key->name)) {
		error_set(&err, "%s: expected once, found again", key->name);
		say(cfg->line, err.text);
		return -1;
	}
	for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
		if (!key_set(key, object, cfg_opt_getnstr(opt, i),
			     reading.folder, &err)) {
			say(cfg->line, err.text);
			return -1;
		}
	}
	return 0;
}

static int on_key(cfg_t *cfg, cfg_opt_t *opt)
{
	size_t                   n;
	const struct config_key *keys = config_keys(&n);

	return take(cfg, opt, key_find(keys, n, opt->name), reading.config);
}

/* ---- source blocks ------------------------------------------------------ */

static struct source_config *begin_block(void)
{
	struct config           *c = reading.config;
	struct source_config    *s;
	size_t                   n;
	const struct config_key *keys = source_keys(&n);

	/* Room for a power of two: grown when the count is one. */
	if (!(c->n_sources & (c->n_sources - 1)))
		c->sources = xrealloc(c->sources,
				      (c->n_sources ? c->n_sources * 2 : 1) *
					      sizeof(*s));
	s = &c->sources[c->n_sources++];
	memset(s, 0, sizeof(*s));
	keys_set_defaults(keys, n, s, NULL);
	s->line = reading.root->line; /* still where the block was opened */
	reading.block = s;
	return s;
}

static int on_block_key(cfg_t *cfg, cfg_opt_t *opt)
{
	size_t                   n;
	const struct config_key *keys = source_keys(&n);

	if (!reading.block) {
		begin_block();
		reading.n_seen = 0;
	}
	return take(cfg, opt, key_find(keys, n, opt->name), reading.block);
}

/* A key of the rules that a source of kind `site` has. */
static int on_rule(cfg_t *cfg, cfg_opt_t *opt)
{
	struct error err = ERROR_INIT;

	if (config_site_take(reading.lines, cfg, opt, &err))
		return 0;
	say(cfg->line, err.text);
	return -1;
}

/* "greenhouse/acme": printable, without blanks, at most 512 bytes. */
static bool is_source_id(const char *id)
{
	size_t len = strlen(id);

	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)id[i] <= 0x20 || id[i] == 0x7f)
			return false;
	}
	return len > 0 && len <= 512;
}

static bool set_url_from_board(struct source_config *s,
			       const struct parser *parser, struct error *err)
{
	char url[SEED_URL_MAX];

	if (!parser || !parser->seed_url) {
		error_set(err, "%s: expected url, found none", s->id);
		return false;
	}
	if (!parser->seed_url(span_of(s->board ? s->board : ""), url,
			      sizeof(url))) {
		error_set(err, "%s: expected a board of kind %s, found %.100s",
			  s->id, s->kind, s->board ? s->board : "none");
		return false;
	}
	s->url = xstrdup(url);
	return true;
}

/* RFC 9110 5.1 and 5.5: a token, a colon, no control characters. */
static bool is_header(const char *text)
{
	size_t name = strspn(text, "!#$%&'*+-.^_`|~0123456789"
				   "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	for (const char *c = text; *c; c++) {
		if (((unsigned char)*c < 0x20 && *c != '\t') || *c == 0x7f)
			return false;
	}
	return name > 0 && text[name] == ':' && text[name + 1];
}

static bool check_headers(const struct source_config *s, struct error *err)
{
	for (size_t i = 0; i < s->headers.n; i++) {
		if (is_header(s->headers.item[i]))
			continue;
		error_set(err, "%s: headers: expected \"Name: value\", "
			       "found \"%.100s\"", s->id, s->headers.item[i]);
		return false;
	}
	if (!s->token_url || url_is_fetchable(s->token_url, err))
		return true;
	error_prefix(err, "%s: token_url", s->id);
	return false;
}

static bool check_block(struct source_config *s, struct error *err)
{
	const struct parser *parser = parser_find(span_of(s->kind));

	if (!is_source_id(s->id)) {
		error_set(err, "source: expected a name without blanks of at "
			       "most 512 bytes, found \"%.100s\"", s->id);
		return false;
	}
	if (!parser && strcmp(s->kind, "auto") != 0) {
		error_set(err, "%s: kind: expected a kind of source, "
			       "found \"%.100s\"", s->id, s->kind);
		return false;
	}
	if (!s->rules != (strcmp(s->kind, "site") != 0)) {
		error_set(err, "%s: expected list %s, found %s", s->id,
			  s->rules ? "of kind site alone" : "{ ... }",
			  s->rules ? s->kind : "none");
		return false;
	}
	if (!config_mapping_read(s, err))
		return false;
	if (parser && parser->lists_newest && !is_given("lists_all"))
		s->lists_all = false;
	if (s->sitemap && !url_is_fetchable(s->sitemap, err)) {
		error_prefix(err, "%s: sitemap", s->id);
		return false;
	}
	if (s->sitemap_match && !s->sitemap) {
		error_set(err, "%s: sitemap_match: expected a sitemap, found none",
			  s->id);
		return false;
	}
	if (!check_headers(s, err) ||
	    (!s->url && !set_url_from_board(s, parser, err)))
		return false;
	if (!url_is_fetchable(s->url, err)) {
		error_prefix(err, "%s: url", s->id);
		return false;
	}
	return true;
}

/* The block has ended; its sections are dropped, so that files may be long. */
static int on_block(cfg_t *cfg, cfg_opt_t *opt)
{
	unsigned              last = cfg_opt_size(opt) - 1;
	struct source_config *s = reading.block;
	cfg_t                *block = cfg_opt_getnsec(opt, last);
	struct error          err = ERROR_INIT;
	int                   line;
	bool                  is_good;

	(void)cfg;
	if (!s)
		s = begin_block();
	reading.block = NULL;
	s->id = xstrdup(cfg_title(block));
	s->file = xstrdup(reading.path);
	line = s->line;
	is_good = config_site_rules(reading.lines, block, &s->rules, &line,
				    &err);
	if (!is_good)
		error_prefix(&err, "%s", s->id);
	site_lines_clear(reading.lines);
	cfg_opt_rmnsec(opt, last);
	if (is_good && check_block(s, &err))
		return 0;
	say(line, err.text);
	return -1;
}

/* ---- the file ----------------------------------------------------------- */

/* Rows for libconfuse; both arrays end with CFG_END and live for the call. */
static cfg_opt_t *make_options(const struct config_key *keys, size_t n,
			       size_t extra)
{
	cfg_opt_t *options = xcalloc(n + extra + 1, sizeof(*options));

	for (size_t i = 0; i < n; i++) {
		cfg_opt_t text = CFG_STR(keys[i].name, NULL, CFGF_NODEFAULT);
		cfg_opt_t list = CFG_STR_LIST(keys[i].name, NULL,
					      CFGF_NODEFAULT);

		options[i + extra] = keys[i].type == KEY_LIST ? list : text;
	}
	options[n + extra] = (cfg_opt_t)CFG_END();
	return options;
}

static void watch_options(cfg_t *cfg, const struct config_key *keys, size_t n,
			  const char *block, cfg_validate_callback_t on_value)
{
	char name[128];

	for (size_t i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "%s%s%s", block ? block : "",
			 block ? "|" : "", keys[i].name);
		cfg_set_validate_func(cfg, name, on_value);
	}
}

static bool is_readable(const char *path, struct error *err)
{
	struct stat st;

	if (stat(path, &st)) {
		error_set(err, "%s: %s", path, strerror(errno));
		return false;
	}
	if (!S_ISREG(st.st_mode) || st.st_size > FILE_MAX) {
		error_set(err, "%s: expected a file of at most %d bytes", path,
			  FILE_MAX);
		return false;
	}
	return true;
}

bool config_read(struct config *c, const char *path, const char *folder,
		 enum config_read_what what, struct error *err)
{
	struct error             first = ERROR_INIT;
	size_t                   n, n_block;
	const struct config_key *keys = config_keys(&n);
	const struct config_key *block_keys = source_keys(&n_block);
	cfg_opt_t               *block_options, *options;
	cfg_t                   *cfg;
	int                      rc;

	if (!is_readable(path, err))
		return false;
	if (what == CONFIG_READ_SOURCES)
		n = 0;
	block_options = make_options(block_keys, n_block, CONFIG_SITE_SECTIONS);
	config_site_options(block_options);
	options = make_options(keys, n, 1);
	options[0] = (cfg_opt_t)CFG_SEC(SOURCE_BLOCK, block_options,
					CFGF_MULTI | CFGF_TITLE);
	reading = (struct reading){ .config = c, .path = path,
				    .folder = folder, .err = &first,
				    .lines = site_lines_new() };
	reading.root = cfg = cfg_init(options, CFGF_NONE);
	cfg_set_error_function(cfg, on_error);
	watch_options(cfg, keys, n, NULL, on_key);
	watch_options(cfg, block_keys, n_block, SOURCE_BLOCK, on_block_key);
	config_site_watch(cfg, SOURCE_BLOCK, on_rule);
	cfg_set_validate_func(cfg, SOURCE_BLOCK, on_block);
	rc = cfg_parse(cfg, path);
	cfg_free(cfg);
	free(options);
	free(block_options);
	site_lines_free(reading.lines);
	reading = (struct reading){ .config = NULL };
	if (rc == CFG_SUCCESS)
		return true;
	error_set(err, "%s", first.text[0] ? first.text
					   : "configuration cannot be read");
	if (!first.text[0])
		error_prefix(err, "%s", path);
	return false;
}
