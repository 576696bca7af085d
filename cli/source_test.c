#include "cli/source_test.h"

#include "cli/command.h"
#include "cli/filled.h"
#include "cli/recognise.h"
#include "cli/trial.h"

#include "base/json_out.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tester {
	struct session *session;
	struct visitor *visitor;
};

struct test_line {
	const char *id, *kind, *url, *employer, *options;
};

/* What one source came to. */
struct result {
	struct trial  list, detail; /* the latter of the first ad with a page */
	struct filled list_fields, detail_fields;
	bool          is_good, has_detail;
	struct error  err;
};

/* ---- saying ---- */

static void put_fields(const char *what, const struct filled *f)
{
	struct buf text = BUF_INIT;

	filled_print(f, &text);
	if (text.len)
		printf("        %s: %s\n", what, text.ptr);
	buf_deinit(&text);
}

static void say(const struct test_line *l, const struct result *r)
{
	if (!r->is_good) {
		printf("failed  %s: %s: %s\n", l->id,
		       r->has_detail && r->detail.document.url.ptr
			       ? r->detail.document.url.ptr
			       : l->url ? l->url : "",
		       r->err.text);
	} else {
		printf("ok      %s: %zu ads, %zu links, %lld ms\n", l->id,
		       r->list.found.n_ads, r->list.found.n_links,
		       (long long)r->list.document.elapsed_ms);
	}
	put_fields("fields", &r->list_fields);
	if (r->has_detail)
		put_fields("page of an ad", &r->detail_fields);
	fflush(stdout);
}

static void say_json(const struct test_line *l, const struct result *r)
{
	struct buf out = BUF_INIT;

	json_open_object(&out);
	json_put_text(&out, "id", l->id);
	json_put_text(&out, "kind", l->kind);
	json_put_text(&out, "url", l->url);
	json_put_bool(&out, "ok", r->is_good);
	if (r->is_good) {
		json_put_int(&out, "ads", (int64_t)r->list.found.n_ads);
		json_put_int(&out, "links", (int64_t)r->list.found.n_links);
		json_put_int(&out, "elapsed_ms", r->list.document.elapsed_ms);
	} else {
		json_put_text(&out, "error", r->err.text);
	}
	json_key(&out, "fields");
	filled_json(&r->list_fields, &out);
	if (r->has_detail) {
		json_key(&out, "detail_fields");
		filled_json(&r->detail_fields, &out);
	}
	json_close_object(&out);
	puts(out.ptr);
	buf_deinit(&out);
}

/* ---- trying ---- */

/* The ad of a page is one of the list's, or each would be counted twice. */
static bool is_listed(const struct findings *list, const struct ad *ad,
		      struct error *err)
{
	if (!list->n_ads)
		return true; /* a list of links alone */
	for (size_t i = 0; i < list->n_ads; i++) {
		if (span_same(list->ads[i].native_id, ad->native_id))
			return true;
	}
	error_set(err, "expected the id of an ad of the list, found \"%.*s\"",
		  (int)ad->native_id.len, ad->native_id.ptr);
	return false;
}

static void try_detail(struct tester *t, const struct test_line *l,
		       const struct found_link *link, struct result *r)
{
	char *url = xstrndup(link->url.ptr, link->url.len);
	char *kind = link->kind.len ? xstrndup(link->kind.ptr, link->kind.len)
				    : xstrdup(l->kind);
	char *post = link->post.len ? xstrndup(link->post.ptr, link->post.len)
				    : NULL;
	struct trial_request request = {
		.url = url,
		.kind = kind,
		.employer = l->employer,
		.options = l->options,
		.is_detail = true,
		.source_kind = l->kind,
		.source_url = l->url,
		.post = post,
	};

	r->has_detail = true;
	r->is_good = trial_run(t->visitor, &request, &r->detail, &r->err);
	if (r->is_good && r->detail.found.n_ads) {
		filled_count(&r->detail.found, &r->detail_fields);
		r->is_good = is_listed(&r->list.found, r->detail.found.ads,
				       &r->err);
	}
	free(url);
	free(kind);
	free(post);
}

static void try_list(struct tester *t, const struct test_line *l,
		     struct result *r)
{
	struct trial_request request = {
		.url = l->url,
		.kind = l->kind,
		.employer = l->employer,
		.options = l->options,
	};
	const struct findings *f = &r->list.found;

	r->is_good = trial_run(t->visitor, &request, &r->list, &r->err);
	if (!r->is_good)
		return;
	filled_count(f, &r->list_fields);
	if (!f->n_ads && !f->n_links && f->listed != 0) {
		error_set(&r->err, "expected ads or links, found none");
		r->is_good = false;
	}
	for (size_t i = 0; i < f->n_links; i++) {
		if (f->links[i].role == LINK_DETAIL) {
			try_detail(t, l, &f->links[i], r);
			return;
		}
	}
}

static bool try_one(struct tester *t, const struct test_line *l)
{
	struct result r = { .list = TRIAL_INIT, .detail = TRIAL_INIT };

	if (l->url)
		try_list(t, l, &r);
	else
		error_set(&r.err, "expected an address, found none");
	if (t->session->format == OUTPUT_TABLE ||
	    t->session->format == OUTPUT_CSV)
		say(l, &r);
	else
		say_json(l, &r);
	trial_deinit(&r.list);
	trial_deinit(&r.detail);
	return r.is_good;
}

/* ---- which ---- */

static bool try_config(struct tester *t, const struct source_config *s)
{
	struct test_line     l = { s->id, s->kind, s->url, s->employer, NULL };
	const struct parser *p = parser_find(span_of(s->kind));
	char                 seed[GUESS_URL_SIZE];
	struct buf           options = BUF_INIT;
	bool                 is_good;

	if (!l.url && s->board && p && p->seed_url &&
	    p->seed_url(span_of(s->board), seed, sizeof(seed)))
		l.url = seed;
	source_config_options(s, &options);
	l.options = options.ptr;
	is_good = try_one(t, &l);
	buf_deinit(&options);
	return is_good;
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

static bool try_stored(struct tester *t, const char *id)
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
		struct test_line l = { rows_get(r, i, 0), rows_get(r, i, 1),
				       rows_get(r, i, 2), rows_get(r, i, 3),
				       rows_get(r, i, 4) };

		if (id || !config_source(s->config, l.id))
			ok &= try_one(t, &l);
	}
	rows_free(r);
	return ok;
}

/* The sources of one file; how they are fetched is the session's own. */
static bool try_file(struct tester *t, const char *path)
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
		ok &= try_config(t, &c->sources[i]);
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

static bool try_each(struct tester *t, const char *const *operands, int n,
		     bool is_all)
{
	const struct config *c = t->session->config;
	bool                 ok = true;

	for (int i = 0; i < n; i++) {
		const struct source_config *s = config_source(c, operands[i]);

		ok &= s                      ? try_config(t, s)
		      : is_file(operands[i]) ? try_file(t, operands[i])
					     : try_stored(t, operands[i]);
	}
	for (size_t i = 0; is_all && i < c->n_sources; i++) {
		if (c->sources[i].is_enabled)
			ok &= try_config(t, &c->sources[i]);
	}
	if (is_all)
		ok &= try_stored(t, NULL);
	return ok;
}

int source_test(struct session *s, const char *const *operands, int n,
		bool is_all)
{
	struct tester t = { .session = s };
	struct error  err = ERROR_INIT;
	bool          ok;
	int           code;

	if (!n == !is_all)
		return complain_usage(s->command,
				      "test: expected ids, files or --all");
	code = session_configure(s);
	if (code != EXIT_DONE)
		return code;
	t.visitor = visitor_open(s->config, &err);
	if (!t.visitor) {
		complain(s->command, "%s", err.text);
		return EXIT_FAILED;
	}
	ok = try_each(&t, operands, n, is_all);
	visitor_close(t.visitor);
	return ok ? EXIT_DONE : EXIT_FAILED;
}
