#include "cli/crawl.h"

#include "cli/command.h"
#include "cli/dictionary.h"
#include "cli/progress.h"
#include "cli/session.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/engine.h"
#include "enrich/enrich.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct crawl {
	struct session *s;
	struct progress progress;
	int             n_runs, n_ok;
};

static volatile sig_atomic_t is_stopping;

static void on_signal(int number)
{
	(void)number;
	is_stopping = 1;
}

static void put_json(const struct run_end *end)
{
	struct buf out = BUF_INIT;

	json_open_object(&out);
	json_put_text(&out, "source", end->source);
	json_put_text(&out, "state", end->state);
	if (end->reason[0])
		json_put_text(&out, "reason", end->reason);
	if (end->listed >= 0)
		json_put_int(&out, "listed", end->listed);
	json_put_int(&out, "pages_fetched", end->fetched);
	json_put_int(&out, "pages_failed", end->failed);
	json_put_int(&out, "ads_seen", end->ads_seen);
	json_put_int(&out, "ads_new", end->ads_new);
	json_put_int(&out, "ads_gone", end->ads_gone);
	json_close_object(&out);
	puts(out.ptr);
	buf_deinit(&out);
}

static void put_text(const struct run_end *end)
{
	printf("%-8s %s: %lld ads, %lld new, %lld gone; %lld pages, %lld "
	       "failed%s%s\n",
	       end->state, end->source, (long long)end->ads_seen,
	       (long long)end->ads_new, (long long)end->ads_gone,
	       (long long)end->fetched, (long long)end->failed,
	       end->reason[0] ? ": " : "", end->reason);
}

static void on_run_ended(void *arg, const struct run_end *end)
{
	struct crawl *c = arg;

	progress_end(&c->progress);
	c->n_runs++;
	c->n_ok += strcmp(end->state, "ok") == 0;
	if (c->s->format == OUTPUT_TABLE || c->s->format == OUTPUT_CSV)
		put_text(end);
	else
		put_json(end);
	fflush(stdout);
}

static bool on_progress(void *arg, const struct metrics *m)
{
	struct crawl *c = arg;

	progress_show(&c->progress, 0, -1, (int64_t)m->pages_total);
	return !is_stopping;
}

/* What the configuration knows of the sources is told to the database. */
static bool tell_configured(struct session *s, const char *const *ids, int n)
{
	struct buf   all = BUF_INIT;
	struct rows *r;

	json_open_array(&all);
	for (size_t i = 0; !n && i < s->config->n_sources; i++)
		source_config_put(&s->config->sources[i], &all);
	for (int i = 0; i < n; i++) {
		const struct source_config *c =
			config_source(s->config, ids[i]);

		if (c)
			source_config_put(c, &all);
	}
	json_close_array(&all);
	r = session_query(s, "SELECT jobtrend.sync_sources($1)",
			  (const char *const[]){ all.ptr }, 1);
	buf_deinit(&all);
	rows_free(r);
	return r != NULL;
}

/* Sets options.backfill_months; what was there is restored later. */
static bool set_backfill(struct session *s, const char *id, int months)
{
	static const char sql[] =
		"UPDATE jobtrend.source SET options = options ||"
		" jsonb_build_object('backfill_months', $2::integer,"
		"  'backfill_before', options -> 'backfill_months')"
		" WHERE id = $1";
	char         text[16];
	const char  *params[] = { id, text };
	struct rows *r;

	snprintf(text, sizeof(text), "%d", months);
	r = session_query(s, sql, params, 2);
	rows_free(r);
	return r != NULL;
}

static void restore_backfill(struct session *s)
{
	static const char sql[] =
		"UPDATE jobtrend.source SET options = jsonb_strip_nulls("
		" options - 'backfill_before' || jsonb_build_object("
		"  'backfill_months', options -> 'backfill_before'))"
		" WHERE options ? 'backfill_before'";

	rows_free(session_query(s, sql, NULL, 0));
}

/* All enabled sources that have an address. */
static struct rows *enabled(struct session *s)
{
	return session_query(s,
			     "SELECT id FROM jobtrend.source"
			     " WHERE is_enabled AND url IS NOT NULL"
			     " ORDER BY id",
			     NULL, 0);
}

static int run(struct crawl *c, const struct taxonomy *t,
	       const char *const *ids, size_t n)
{
	struct error          err = ERROR_INIT;
	struct engine_options options = {
		.config = c->s->config,
		.conninfo = c->s->conninfo.ptr,
		.taxonomy = t,
		.sources = ids,
		.n_sources = n,
		.is_once = true,
		.run_ended = on_run_ended,
		.progress = on_progress,
		.arg = c,
	};

	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	c->s->config->log_level =
		LOG_LEVEL_WARNING; /* runs are reported here */
	progress_start(&c->progress, "crawl", "pages");
	if (!engine_run(&options, &err)) {
		progress_end(&c->progress);
		complain(c->s->command, "%s", err.text);
		return EXIT_FAILED;
	}
	progress_end(&c->progress);
	return c->n_ok == (int)n && c->n_runs == (int)n ? EXIT_DONE
							: EXIT_FAILED;
}

static int crawl_ids(struct session *s, const char *const *ids, size_t n,
		     int backfill)
{
	struct crawl     c = { .s = s };
	struct taxonomy *t;
	int              code;

	for (size_t i = 0; backfill >= 0 && i < n; i++) {
		if (!set_backfill(s, ids[i], backfill))
			return EXIT_FAILED;
	}
	t = dictionary_load(s->command, s->config->taxonomy_dir);
	code = t ? run(&c, t, ids, n) : EXIT_FAILED;
	taxonomy_free(t);
	if (backfill >= 0)
		restore_backfill(s);
	return code;
}

int crawl_sources(struct session *s, const char *const *ids, int n,
		  int backfill)
{
	struct rows *all = NULL;
	const char **names;
	size_t       count = (size_t)n;
	int          code;

	if (!tell_configured(s, ids, n))
		return EXIT_FAILED;
	if (!n) {
		all = enabled(s);
		if (!all)
			return EXIT_FAILED;
		count = rows_count(all);
	}
	names = xcalloc(count + 1, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = n ? ids[i] : rows_get(all, i, 0);
	code = count ? crawl_ids(s, names, count, backfill) : EXIT_DONE;
	free(names);
	rows_free(all);
	return code;
}
