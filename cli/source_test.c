#include "cli/source_test.h"

#include "cli/command.h"
#include "cli/manners.h"
#include "cli/progress.h"
#include "cli/recognise.h"
#include "cli/source_say.h"

#include "base/mem.h"
#include "parsers/url.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define WORKERS_MAX 16 /* hosts that are asked at a time */

/* One source to try; owns its texts. */
struct item {
	char  *id, *kind, *url, *employer, *options;
	size_t order;
};

/*
 * Sources are collected, then parted by host: a worker takes all of one host,
 * so that its robots.txt is read once and different hosts do not wait for each
 * other.
 */
struct tester {
	struct session *session;
	const char     *kind; /* these alone; NULL: all */
	struct item    *items;
	size_t          n, cap;
	struct manners *manners;
	pthread_mutex_t lock; /* of what follows */
	size_t          next, done;
	bool            ok;
	struct sayer    sayer;
	struct progress progress;
};

/* ---- which ---- */

static char *copy(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

static void add_item(struct tester *t, const struct source_line *l)
{
	if (t->kind && strcmp(t->kind, l->kind) != 0)
		return;
	if (t->n == t->cap) {
		t->cap = t->cap ? 2 * t->cap : 64;
		t->items = xrealloc(t->items, t->cap * sizeof(*t->items));
	}
	t->items[t->n] = (struct item){
		.id = copy(l->id),
		.kind = copy(l->kind),
		.url = copy(l->url),
		.employer = copy(l->employer),
		.options = copy(l->options),
		.order = t->n,
	};
	t->n++;
}

static void free_items(struct tester *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->items[i].id);
		free(t->items[i].kind);
		free(t->items[i].url);
		free(t->items[i].employer);
		free(t->items[i].options);
	}
	free(t->items);
}

static void add_config(struct tester *t, const struct source_config *s)
{
	struct source_line l = { s->id, s->kind, s->url, s->employer, NULL };
	const struct parser *p = parser_find(span_of(s->kind));
	char                 seed[GUESS_URL_SIZE];
	struct buf           options = BUF_INIT;

	if (!l.url && s->board && p && p->seed_url &&
	    p->seed_url(span_of(s->board), seed, sizeof(seed)))
		l.url = seed;
	source_config_options(s, &options);
	l.options = options.ptr;
	add_item(t, &l);
	buf_deinit(&options);
}

static bool connect_once(struct session *s)
{
	struct error err = ERROR_INIT;

	if (s->database)
		return true;
	if (database_conninfo(s->db, s->config->database, &s->conninfo, &err))
		s->database = database_open(s->conninfo.ptr, &err);
	if (!s->database)
		complain(s->command, "%s", err.text);
	return s->database != NULL;
}

static bool add_stored(struct tester *t, const char *id)
{
	static const char sql[] =
		"SELECT id, kind, url, employer, options"
		" FROM jobtrend.source"
		" WHERE id = $1 OR ($1 IS NULL AND is_enabled) ORDER BY id";
	struct session *s = t->session;
	struct rows *r = connect_once(s) ? session_query(s, sql, &id, 1) : NULL;
	bool         ok = r != NULL;

	if (r && id && rows_count(r) == 0) {
		complain(s->command, "test: no source is called \"%s\"", id);
		ok = false;
	}
	for (size_t i = 0; r && i < rows_count(r); i++) {
		struct source_line l = { rows_get(r, i, 0), rows_get(r, i, 1),
				       rows_get(r, i, 2), rows_get(r, i, 3),
				       rows_get(r, i, 4) };

		if (id || !config_source(s->config, l.id))
			add_item(t, &l);
	}
	rows_free(r);
	return ok;
}

/* The sources of one file; how they are fetched is the session's own. */
static bool add_file(struct tester *t, const char *path)
{
	struct error   err = ERROR_INIT;
	struct config *c = config_load(path, &err);
	bool           ok = c != NULL, has_any = false;

	if (!c)
		complain(t->session->command, "test: %s", err.text);
	for (size_t i = 0; c && i < c->n_sources; i++) {
		if (strcmp(c->sources[i].file, path) != 0)
			continue;
		has_any = true;
		add_config(t, &c->sources[i]);
	}
	if (c && !has_any) {
		complain(t->session->command,
			 "test: %s: expected source blocks, found none", path);
		ok = false;
	}
	config_free(c);
	return ok;
}

static bool is_file(const char *operand)
{
	size_t len = strlen(operand);

	return len > 5 && strcmp(operand + len - 5, ".conf") == 0;
}

static bool add_each(struct tester *t, const char *const *operands, int n)
{
	const struct config *c = t->session->config;
	bool                 ok = true;

	for (int i = 0; i < n; i++) {
		const struct source_config *s = config_source(c, operands[i]);

		if (s)
			add_config(t, s);
		else
			ok &= is_file(operands[i]) ? add_file(t, operands[i])
						   : add_stored(t, operands[i]);
	}
	return ok;
}

static bool add_all(struct tester *t)
{
	const struct config *c = t->session->config;

	for (size_t i = 0; i < c->n_sources; i++) {
		if (c->sources[i].is_enabled)
			add_config(t, &c->sources[i]);
	}
	/* Those of the configuration can be tried without a database. */
	return add_stored(t, NULL) || c->n_sources > 0;
}

/* ---- trying ---- */

static struct span host_of(const struct item *i)
{
	struct url_parts u;

	return i->url && url_split(span_of(i->url), &u) ? u.authority
							: SPAN("");
}

/* By host; those of one as they were given. */
static int by_host(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	struct span        g = host_of(x), h = host_of(y);
	size_t             len = g.len < h.len ? g.len : h.len;
	int                rc = memcmp(g.ptr, h.ptr, len);

	if (rc || g.len != h.len)
		return rc ? rc : g.len < h.len ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static void tell(struct tester *t, const struct source_line *l,
		 const struct tried *r)
{
	pthread_mutex_lock(&t->lock);
	progress_end(&t->progress);
	sayer_say(&t->sayer, l, r);
	t->ok &= r->is_good;
	t->done++;
	t->progress.drawn_ms = 0; /* the bar was taken away: at once again */
	progress_show(&t->progress, (int64_t)t->done, (int64_t)t->n,
		      (int64_t)t->done);
	pthread_mutex_unlock(&t->lock);
}

/* The sources of the next host: how many, from *first on; 0: none are left. */
static size_t take_host(struct tester *t, size_t *first)
{
	size_t n = 0;

	pthread_mutex_lock(&t->lock);
	*first = t->next;
	while (t->next < t->n &&
	       span_same(host_of(&t->items[*first]), host_of(&t->items[t->next]))) {
		t->next++;
		n++;
	}
	pthread_mutex_unlock(&t->lock);
	return n;
}

struct worker {
	struct tester *tester;
	struct trier   trier;
	pthread_t      thread;
	bool           is_started;
};

static void *work(void *arg)
{
	struct worker *w = arg;
	size_t         first, n;

	while ((n = take_host(w->tester, &first)) > 0) {
		for (size_t i = first; i < first + n; i++) {
			const struct item *it = &w->tester->items[i];
			struct source_line l = { it->id, it->kind, it->url,
						 it->employer, it->options };
			struct tried       r = TRIED_INIT;

			source_try(&w->trier, &l, &r);
			tell(w->tester, &l, &r);
			tried_deinit(&r);
		}
	}
	return NULL;
}

static size_t count_hosts(const struct tester *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += i == 0 || !span_same(host_of(&t->items[i - 1]),
					  host_of(&t->items[i]));
	return n;
}

static bool open_worker(struct tester *t, struct worker *w)
{
	const struct config *c = t->session->config;
	struct error         err = ERROR_INIT;

	w->tester = t;
	w->trier.manners = t->manners;
	w->trier.lists = visitor_open(c, &err);
	w->trier.details = w->trier.lists ? visitor_open(c, &err) : NULL;
	if (!w->trier.details)
		complain(t->session->command, "%s", err.text);
	return w->trier.details != NULL;
}

static bool try_all(struct tester *t)
{
	struct worker workers[WORKERS_MAX] = { { .tester = NULL } };
	size_t        n = count_hosts(t);
	bool          ok = true;

	if (n > WORKERS_MAX)
		n = WORKERS_MAX;
	for (size_t i = 0; ok && i < n; i++)
		ok = open_worker(t, &workers[i]);
	for (size_t i = 0; ok && i < n; i++)
		workers[i].is_started = !pthread_create(
			&workers[i].thread, NULL, work, &workers[i]);
	if (ok && n && !workers[0].is_started)
		work(&workers[0]); /* no threads are to be had */
	for (size_t i = 0; i < n; i++) {
		if (workers[i].is_started)
			pthread_join(workers[i].thread, NULL);
		visitor_close(workers[i].trier.lists);
		visitor_close(workers[i].trier.details);
	}
	return ok && t->ok;
}

static bool run_all(struct tester *t)
{
	bool ok;

	qsort(t->items, t->n, sizeof(*t->items), by_host);
	pthread_mutex_init(&t->lock, NULL);
	t->manners = manners_new(t->session->config);
	progress_start(&t->progress, "source test", "sources");
	sayer_begin(&t->sayer);
	ok = try_all(t);
	progress_end(&t->progress);
	sayer_end(&t->sayer);
	manners_free(t->manners);
	pthread_mutex_destroy(&t->lock);
	return ok;
}

int source_test(struct session *s, const char *const *operands, int n,
		bool is_all, const char *kind)
{
	struct tester t = { .session = s, .kind = kind, .ok = true };
	bool          ok;
	int           code;

	if (kind && strcmp(kind, "auto") != 0 && !parser_find(span_of(kind)))
		return complain_usage(s->command,
				      "test: --kind: expected a kind (see "
				      "`source kinds`), got \"%s\"",
				      kind);
	is_all = is_all || (kind && !n);
	if (!n == !is_all)
		return complain_usage(s->command,
				      "test: expected ids, files or --all");
	code = session_configure(s);
	if (code != EXIT_DONE)
		return code;
	t.sayer.format = s->format;
	t.sayer.is_brief = is_all;
	ok = is_all ? add_all(&t) : add_each(&t, operands, n);
	if (t.n)
		ok &= run_all(&t);
	else if (ok) {
		complain(s->command, "test: expected sources%s%s, found none",
			 kind ? " of kind " : "", kind ? kind : "");
		ok = false;
	}
	free_items(&t);
	return ok ? EXIT_DONE : EXIT_FAILED;
}
