/*
 * Every document under tests/fixtures/<kind>/ that cases.tsv there names gives
 * what the .want file beside it says: the state, then ads and links, one a
 * line. A line of cases.tsv is file, address, employer, posted body, options of
 * the source (JSON, or the name of a file beside it), role ("detail"),
 * separated by tabs; the later ones may be missing. Run from the root of the
 * project.
 *
 * With JOBTREND_WRITE_WANT in the environment the .want files are written
 * instead; read the difference before it is committed.
 */
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/ad_json.h"
#include "parsers/json.h"
#include "parsers/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <dirent.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIR "tests/fixtures/"

#define CASES_MAX 2000

/* One line of tests/fixtures/KIND/cases.tsv. */
static struct fixture {
	char path[256]; /* KIND/file; auto must find that kind */
	char url[1024];
	char employer[128];
	char post[4096];
	char options[2048];
	char role[16];
	char name[3][320]; /* of its three tests */
} fixtures[CASES_MAX];

static size_t n_fixtures;

/* Base of "Posted Yesterday". */
static const struct stamp fetched_at = { .at = 1780000000, /* 2026-05-28 */
					 .precision = STAMP_TIME };

static void read_file(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "rb");
	char  chunk[4096];
	size_t n;

	if (!file)
		fail_msg("%s: expected a file", path);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(out, chunk, n);
	buf_add(out, "", 0);
	fclose(file);
}

static void print_link(const struct found_link *link, struct buf *out)
{
	static const char *const roles[] = {
		[LINK_SITEMAP] = "sitemap",
		[LINK_LIST] = "list",
		[LINK_DETAIL] = "detail",
	};
	char modified[STAMP_SIZE];

	stamp_format(link->modified, modified);
	buf_printf(out, "link %s%s %.*s %.*s %s", roles[link->role],
		   link->is_next ? " next" : "", (int)link->kind.len,
		   link->kind.ptr ? link->kind.ptr : "", (int)link->url.len,
		   link->url.ptr, modified);
	if (link->post.len)
		buf_printf(out, " POST %.*s", (int)link->post.len,
			   link->post.ptr);
	buf_add_char(out, '\n');
}

static void print_findings(enum parse_status status, const struct findings *f,
			   const struct error *err, struct buf *out)
{
	static const char *const states[] = { "ok", "not mine", "broken" };

	buf_printf(out, "%s listed=%lld skipped=%zu%s%s %s\n", states[status],
		   (long long)f->listed, f->skipped,
		   f->is_capped ? " capped" : "",
		   f->has_tdm_reservation ? " tdm" : "", err->text);
	for (size_t i = 0; i < f->n_ads; i++) {
		json_open_object(out);
		ad_write_json(&f->ads[i], out);
		json_close_object(out);
		buf_add_char(out, '\n');
	}
	for (size_t i = 0; i < f->n_links; i++)
		print_link(&f->links[i], out);
}

static void check_want(const char *path, const struct buf *got)
{
	struct buf want = BUF_INIT;

	if (getenv("JOBTREND_WRITE_WANT")) {
		FILE *file = fopen(path, "wb");

		assert_non_null(file);
		fwrite(got->ptr, 1, got->len, file);
		fclose(file);
		return;
	}
	read_file(path, &want);
	assert_string_equal(got->ptr, want.ptr);
	buf_deinit(&want);
}

static struct span given(const char *text)
{
	return span_of(text[0] ? text : NULL);
}

static struct document document_of(const struct fixture *f,
				   const struct buf *body,
				   struct buf *options)
{
	char path[512];

	buf_clear(options);
	if (f->options[0] == '{') {
		buf_add_text(options, f->options);
	} else if (f->options[0]) {
		snprintf(path, sizeof(path), DIR "%.*s/%.200s",
			 (int)strcspn(f->path, "/"), f->path, f->options);
		read_file(path, options);
	}
	return (struct document){
		.body = buf_span(body),
		.url = given(f->url),
		.employer = given(f->employer),
		.post = given(f->post),
		.options = f->options[0] ? buf_span(options)
					 : (struct span){ NULL, 0 },
		.is_detail = strcmp(f->role, "detail") == 0,
		.fetched_at = fetched_at,
	};
}

static void document_gives_what_is_wanted(void **state)
{
	const struct fixture *f = *state;
	const char   *slash = strchr(f->path, '/');
	struct span   kind = { f->path, (size_t)(slash - f->path) };
	char          path[300], want[300];
	struct buf    body = BUF_INIT, got = BUF_INIT, options = BUF_INIT;
	struct findings found = FINDINGS_INIT;
	struct error  err = ERROR_INIT;

	snprintf(path, sizeof(path), DIR "%s", f->path);
	snprintf(want, sizeof(want), DIR "%s.want", f->path);
	read_file(path, &body);
	struct document doc = document_of(f, &body, &options);

	enum parse_status status = parser_run(kind, &doc, &found, NULL, &err);

	print_findings(status, &found, &err, &got);
	check_want(want, &got);
	findings_deinit(&found);
	buf_deinit(&body);
	buf_deinit(&options);
	buf_deinit(&got);
}

/* The three kinds of marks in a page are all found by "html". */
static bool is_found_by_html(struct span kind)
{
	return span_is(kind, "jsonld") || span_is(kind, "microdata") ||
	       span_is(kind, "rdfa");
}

static void document_is_recognised(void **state)
{
	const struct fixture *f = *state;
	const char *slash = strchr(f->path, '/');
	struct span kind = { f->path, (size_t)(slash - f->path) };
	char        path[300];
	struct buf  body = BUF_INIT, options = BUF_INIT;

	snprintf(path, sizeof(path), DIR "%s", f->path);
	read_file(path, &body);
	struct document doc = document_of(f, &body, &options);

	const struct parser *parser = parser_guess(&doc);

	buf_deinit(&body);
	buf_deinit(&options);
	if (span_is(kind, "site")) { /* its rules are no part of a document */
		assert_true(!parser || parser != parser_find(kind));
		return;
	}
	assert_non_null(parser);
	assert_string_equal(
		parser->name,
		strstr(f->path, ".html") && is_found_by_html(kind)
			? "html"
			: parser_find(kind)->name);
}

/* What ad_write_json wrote, ad_read_json reads to the same. */
static void ads_survive_json(void **state)
{
	const struct fixture *f = *state;
	const char   *slash = strchr(f->path, '/');
	struct span   kind = { f->path, (size_t)(slash - f->path) };
	char          path[300];
	struct buf    body = BUF_INIT, options = BUF_INIT;
	struct findings found = FINDINGS_INIT;
	struct error  err = ERROR_INIT;

	snprintf(path, sizeof(path), DIR "%s", f->path);
	read_file(path, &body);
	struct document doc = document_of(f, &body, &options);
	/* what is not understood has no ads: .want says so */
	if (parser_run(kind, &doc, &found, NULL, &err) != PARSE_OK)
		found.n_ads = 0;

	for (size_t i = 0; i < found.n_ads; i++) {
		struct buf text = BUF_INIT;
		struct ad  again;
		cJSON     *json;

		json_open_object(&text);
		ad_write_json(&found.ads[i], &text);
		json_close_object(&text);
		json = cJSON_Parse(text.ptr);

		assert_true(ad_read_json(json, &found.arena, &again, &err));
		assert_int_equal(ad_content_hash(&again),
				 ad_content_hash(&found.ads[i]));
		cJSON_Delete(json);
		buf_deinit(&text);
	}
	findings_deinit(&found);
	buf_deinit(&body);
	buf_deinit(&options);
}

/* ---- cases ---- */

static void copy_column(char *to, size_t size, char **rest)
{
	char *column = strsep(rest, "\t");

	if (column && strlen(column) >= size)
		fail_msg("%s: expected up to %zu bytes", column, size);
	snprintf(to, size, "%s", column ? column : "");
}

static void read_cases(const char *kind)
{
	char  path[512], line[8192], file_name[200];
	FILE *file;

	snprintf(path, sizeof(path), DIR "%s/cases.tsv", kind);
	file = fopen(path, "r");
	if (!file) {
		fprintf(stderr, "%s: expected a file of cases\n", path);
		exit(1);
	}
	while (fgets(line, sizeof(line), file)) {
		struct fixture *f = &fixtures[n_fixtures];
		char           *rest = line;

		line[strcspn(line, "\n")] = '\0';
		if (n_fixtures++ == CASES_MAX) {
			fprintf(stderr, "more than %d cases\n", CASES_MAX);
			exit(1);
		}
		copy_column(file_name, sizeof(file_name), &rest);
		snprintf(f->path, sizeof(f->path), "%.50s/%s", kind, file_name);
		copy_column(f->url, sizeof(f->url), &rest);
		copy_column(f->employer, sizeof(f->employer), &rest);
		copy_column(f->post, sizeof(f->post), &rest);
		copy_column(f->options, sizeof(f->options), &rest);
		copy_column(f->role, sizeof(f->role), &rest);
	}
	fclose(file);
}

/* Every kind of source has its folder, and every folder its cases. */
static void every_kind_has_cases(void **state)
{
	size_t                      n;
	const struct parser *const *all = parser_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(all[i]->name), k;

		for (k = 0; k < n_fixtures; k++) {
			if (!strncmp(fixtures[k].path, all[i]->name, len) &&
			    fixtures[k].path[len] == '/')
				break;
		}
		if (k == n_fixtures)
			fail_msg("%s: expected fixtures, found none",
				 all[i]->name);
	}
}

static void read_all_cases(void)
{
	struct dirent **entries;
	int             n = scandir(DIR, &entries, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		if (entries[i]->d_name[0] != '.' &&
		    parser_find(span_of(entries[i]->d_name)))
			read_cases(entries[i]->d_name);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

int main(void)
{
	static const struct {
		const char        *says;
		CMUnitTestFunction run;
	} checks[] = {
		{ "is understood", document_gives_what_is_wanted },
		{ "is recognised", document_is_recognised },
		{ "survives JSON", ads_survive_json },
	};
	struct CMUnitTest *tests;
	size_t             n = 0;
	int                rc;

	xmlInitParser();
	read_all_cases();
	tests = xcalloc(3 * n_fixtures + 1, sizeof(*tests));
	tests[n++] = (struct CMUnitTest){ .name = "every kind has cases",
					  .test_func = every_kind_has_cases };
	for (size_t i = 0; i < n_fixtures; i++) {
		struct fixture *f = &fixtures[i];

		for (size_t k = 0; k < ARRAY_LEN(checks); k++) {
			snprintf(f->name[k], sizeof(f->name[k]), "%s %s",
				 f->path, checks[k].says);
			tests[n++] = (struct CMUnitTest){
				.name = f->name[k],
				.test_func = checks[k].run,
				.initial_state = f,
			};
		}
	}
	rc = _cmocka_run_group_tests("parsers", tests, n, NULL, NULL);
	free(tests);
	xmlCleanupParser();
	return rc;
}
