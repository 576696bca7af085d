/*
 * libconfuse knows the syntax, the tables of config_key.h know the keys: each
 * value is text to libconfuse and is understood here, while file and line are
 * at hand.
 */
#include "daemon/config.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/address.h"
#include "daemon/config_key.h"
#include "daemon/config_read.h"
#include "daemon/config_secret.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_PATH JOBTREND_SYSCONFDIR "/jobtrend/jobtrend.conf"
#define DEFAULT_STATE_DIR "/var/lib/jobtrend"
#define HOST_NAME_SIZE 256 /* with the NUL */

/* ---- files -------------------------------------------------------------- */

/* The folder of `path`: "" for the working directory. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup("");
	return xstrndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_conf(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > 5 &&
	       strcmp(entry->d_name + len - 5, ".conf") == 0;
}

/* A folder that nobody has named may be missing. */
static bool read_sources_dir(struct config *c, const char *folder,
			     bool is_named, struct error *err)
{
	struct dirent **entries = NULL;
	struct buf      path = BUF_INIT;
	bool            is_good = true;
	int             n = scandir(c->sources_dir, &entries, is_conf,
				    compare_names);

	if (n < 0) {
		if (errno == ENOENT && !is_named)
			return true;
		error_set(err, "%s: %s", c->sources_dir, strerror(errno));
		return false;
	}
	for (int i = 0; i < n; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/%s", c->sources_dir, entries[i]->d_name);
		is_good = is_good && config_read(c, path.ptr, folder,
						 CONFIG_READ_SOURCES, err);
		free(entries[i]);
	}
	free(entries);
	buf_deinit(&path);
	return is_good;
}

/* ---- what is derived ---------------------------------------------------- */

static void set_contact(struct config *c)
{
	char       host[HOST_NAME_SIZE];
	struct buf contact = BUF_INIT;

	if (c->contact)
		return;
	if (gethostname(host, sizeof(host)) || !*host)
		memcpy(host, "localhost", sizeof("localhost"));
	host[sizeof(host) - 1] = '\0';
	buf_printf(&contact, "postmaster@%s", host); /* RFC 2142 */
	c->contact = contact.ptr;
}

static bool is_header_text(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	}
	return true;
}

/* "jobtrend/0.1.0 (+https://example.org/bot)" */
static bool set_user_agent(struct config *c, struct error *err)
{
	struct buf whole = BUF_INIT;
	size_t     product = strcspn(c->user_agent, "/ ");

	if (!product || !is_header_text(c->user_agent) ||
	    !is_header_text(c->contact)) {
		error_set(err, "user_agent: expected PRODUCT/VERSION in "
			       "printable characters, found \"%.100s\"",
			  c->user_agent);
		return false;
	}
	c->agent = xstrndup(c->user_agent, product);
	buf_printf(&whole, "%s (+%s)", c->user_agent, c->contact);
	free(c->user_agent);
	c->user_agent = whole.ptr;
	return true;
}

static void set_state_dir(struct config *c)
{
	const char *given = getenv("STATE_DIRECTORY"); /* from systemd */

	if (!c->state_dir)
		c->state_dir = xstrdup(given && *given ? given
						       : DEFAULT_STATE_DIR);
}

static int compare_sources(const void *a, const void *b)
{
	const struct source_config *x = a, *y = b;
	int                         order = strcmp(x->id, y->id);

	if (order)
		return order;
	order = strcmp(x->file, y->file);
	return order ? order : x->line - y->line;
}

static bool sort_sources(struct config *c, struct error *err)
{
	if (c->n_sources)
		qsort(c->sources, c->n_sources, sizeof(*c->sources),
		      compare_sources);
	for (size_t i = 1; i < c->n_sources; i++) {
		const struct source_config *was = &c->sources[i - 1];
		const struct source_config *s = &c->sources[i];

		if (strcmp(was->id, s->id) == 0) {
			error_set(err, "%s:%d: source %s is already in %s:%d",
				  s->file, s->line, s->id, was->file,
				  was->line);
			return false;
		}
	}
	for (size_t i = 0; i < c->n_sources; i++) {
		if (!c->sources[i].visit_every_s)
			c->sources[i].visit_every_s = c->visit_every_s;
	}
	return true;
}

/* What one key alone cannot tell. */
static bool check_together(struct config *c, struct error *err)
{
	struct address_guard *guard = address_guard_new(c->exempt_hosts.item,
							c->exempt_hosts.n, err);

	if (!guard)
		return false;
	address_guard_free(guard);
	if (c->backoff_min_ms > c->backoff_max_ms) {
		error_set(err, "backoff_min: expected at most backoff_max");
		return false;
	}
	return true;
}

static bool complete(struct config *c, struct error *err)
{
	set_contact(c);
	set_state_dir(c);
	if (set_user_agent(c, err) && check_together(c, err) &&
	    config_add_secret(c, err))
		return true;
	if (c->path)
		error_prefix(err, "%s", c->path);
	return false;
}

/* ---- the configuration -------------------------------------------------- */

static void set_defaults(struct config *c, const char *folder)
{
	size_t                   n;
	const struct config_key *keys = config_keys(&n);

	keys_set_defaults(keys, n, c, folder);
}

static bool load(struct config *c, const char *path, const char *folder,
		 bool is_named, struct error *err)
{
	char *before;
	bool  is_dir_named;

	set_defaults(c, folder);
	if (!is_named && access(path, F_OK) != 0 && errno == ENOENT)
		return complete(c, err) && sort_sources(c, err);
	c->path = xstrdup(path);
	before = xstrdup(c->sources_dir);
	if (!config_read(c, path, folder, CONFIG_READ_ALL, err)) {
		free(before);
		return false;
	}
	is_dir_named = strcmp(before, c->sources_dir) != 0;
	free(before);
	return complete(c, err) &&
	       read_sources_dir(c, folder, is_dir_named, err) &&
	       sort_sources(c, err);
}

struct config *config_load(const char *path, struct error *err)
{
	struct config *c = xcalloc(1, sizeof(*c));
	const char    *file = path ? path : DEFAULT_PATH;
	char          *folder = folder_of(file);
	bool           is_good = load(c, file, folder, path != NULL, err);

	free(folder);
	if (is_good)
		return c;
	config_free(c);
	return NULL;
}

void source_config_release(struct source_config *s)
{
	size_t                   n;
	const struct config_key *keys = source_keys(&n);

	keys_release(keys, n, s);
	free(s->id);
	free(s->file);
	free(s->rules);
	free(s->mapping_options);
	memset(s, 0, sizeof(*s));
}

void config_free(struct config *c)
{
	size_t                   n;
	const struct config_key *keys = config_keys(&n);

	if (!c)
		return;
	for (size_t i = 0; i < c->n_sources; i++)
		source_config_release(&c->sources[i]);
	free(c->sources);
	keys_release(keys, n, c);
	free(c->agent);
	free(c->path);
	free(c);
}

const struct source_config *config_source(const struct config *c,
					   const char *id)
{
	size_t low = 0, high = c->n_sources;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int    order = strcmp(id, c->sources[middle].id);

		if (order == 0)
			return &c->sources[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

void config_needs_restart(const struct config *old, const struct config *fresh,
			  struct buf *out)
{
	size_t                   n;
	const struct config_key *keys = config_keys(&n);

	for (size_t i = 0; i < n; i++) {
		if (keys[i].is_reloadable || key_is_same(&keys[i], old, fresh))
			continue;
		if (out->len)
			buf_add_char(out, ' ');
		buf_add_text(out, keys[i].name);
	}
}

static void put_headers(const struct source_config *s, struct buf *out)
{
	if (!s->headers.n)
		return;
	json_key(out, "headers");
	json_open_array(out);
	for (size_t i = 0; i < s->headers.n; i++)
		json_string(out, span_of(s->headers.item[i]));
	json_close_array(out);
}

/* The member "csv" of the mapping's own object. */
static void put_mapping(const struct source_config *s, struct buf *out)
{
	struct span object = span_of(s->mapping_options);

	if (!object.len)
		return;
	if (out->ptr[out->len - 1] != '{')
		buf_add_char(out, ',');
	buf_add(out, object.ptr + 1, object.len - 2);
}

void source_config_options(const struct source_config *s, struct buf *out)
{
	json_open_object(out);
	if (s->backfill_months)
		json_put_int(out, "backfill_months", s->backfill_months);
	json_put_text(out, "board", s->board);
	put_mapping(s, out);
	json_put_text(out, "employer_size", s->employer_size);
	put_headers(s, out);
	if (!s->lists_all)
		json_put_bool(out, "lists_all", false);
	json_put_int(out, "max_pages", s->max_pages);
	json_put_text(out, "post", s->post);
	json_put_int(out, "refresh_s", s->refresh_s);
	if (s->rules) {
		json_key(out, "rules");
		buf_add_text(out, s->rules);
	}
	json_put_text(out, "sitemap", s->sitemap);
	json_put_text(out, "sitemap_match", s->sitemap_match);
	json_put_text(out, "token_post", s->token_post);
	json_put_text(out, "token_url", s->token_url);
	json_close_object(out);
}

void source_config_put(const struct source_config *c, struct buf *out)
{
	struct buf options = BUF_INIT;

	source_config_options(c, &options);
	json_open_object(out);
	json_put_text(out, "id", c->id);
	json_put_text(out, "kind", c->kind);
	json_put_text(out, "url", c->url ? c->url : c->board);
	json_put_text(out, "employer", c->employer);
	json_put_int(out, "every_s", c->visit_every_s);
	json_put_bool(out, "is_enabled", c->is_enabled);
	json_key(out, "options");
	buf_add_span(out, buf_span(&options));
	json_close_object(out);
	buf_deinit(&options);
}

static void print_rows(const struct config_key *keys, size_t n,
		       bool with_reload, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "| `%s` | ", keys[i].name);
		key_describe_values(&keys[i], out);
		buf_add_text(out, " | ");
		if (keys[i].fallback)
			buf_printf(out, "`%s`", keys[i].fallback);
		if (with_reload)
			buf_printf(out, " | %s", keys[i].is_reloadable
							 ? "reload"
							 : "restart");
		buf_printf(out, " | %s |\n", keys[i].meaning);
	}
}

void config_print_table(struct buf *out)
{
	size_t                   n;
	const struct config_key *keys = config_keys(&n);

	buf_add_text(out, "| key | value | default | changed by | meaning |\n"
			  "|---|---|---|---|---|\n");
	print_rows(keys, n, true, out);
	keys = source_keys(&n);
	buf_add_text(out, "\nIn a `source \"ID\" { }` block:\n\n"
			  "| key | value | default | meaning |\n"
			  "|---|---|---|---|\n");
	print_rows(keys, n, false, out);
}
