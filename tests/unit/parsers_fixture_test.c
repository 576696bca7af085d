/*
 * Every document under tests/fixtures/<format>/ gives what the .want file
 * beside it says: the state, then ads and links, one a line. Run from the
 * root of the project.
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
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIR "tests/fixtures/"

static const struct fixture {
	const char *path; /* its folder is the kind that auto must find */
	const char *url;
	const char *employer;
} fixtures[] = {
	{ "adzuna/search.json", NULL, NULL },
	{ "ashby/list.json", "https://api.ashbyhq.com/posting-api/job-board/n",
	  NULL },
	{ "atom/feed.xml", "https://a.example/f", NULL },
	{ "bamboohr/detail.json",
	  "https://kuusi.bamboohr.com/careers/31/detail", "Kuusi Oy" },
	{ "bamboohr/list.json", "https://kuusi.bamboohr.com/careers/list",
	  NULL },
	{ "greenhouse/list.json",
	  "https://boards-api.greenhouse.io/v1/boards/oresund/jobs", NULL },
	{ "greenhouse/single.json",
	  "https://boards-api.greenhouse.io/v1/boards/oresund/jobs/3", NULL },
	{ "himalayas/jobs.json", NULL, NULL },
	{ "hn/comments.json",
	  "https://hn.algolia.com/api/v1/search_by_date?page=0&tags=comment",
	  NULL },
	{ "hn/firebase_comment.json", NULL, NULL },
	{ "hn/firebase_deleted.json",
	  "https://hacker-news.firebaseio.com/v0/item/402.json", NULL },
	{ "hn/firebase_story.json", "http://127.0.0.1:8099/v0/item/400.json",
	  NULL },
	{ "hn/stories.json", "http://127.0.0.1:8099/api/v1/search_by_date",
	  NULL },
	{ "hn/thread.json", "https://hn.algolia.com/api/v1/items/100", NULL },
	{ "html/head.html", "https://h.example/a/b.html", NULL },
	{ "html/latin1.html", "https://h.example/job", NULL },
	{ "jsonfeed/feed.json", NULL, NULL },
	{ "jsonld/graph.html", "https://velmora.example/jobs", NULL },
	{ "jsonld/list.html", "https://b.example/", "Mill" },
	{ "jsonld/messy.html", NULL, NULL },
	{ "lever/list.json",
	  "https://api.lever.co/v0/postings/carris?mode=json&limit=2", NULL },
	{ "microdata/job.html", "https://havnia.example/x", NULL },
	{ "personio/feed.xml", "https://birke.jobs.personio.de/xml", "Birke" },
	{ "rdfa/job.html", "https://coast.example/job", NULL },
	{ "recruitee/offers.json", NULL, NULL },
	{ "remoteok/jobs.json", NULL, NULL },
	{ "remotive/jobs.json", NULL, NULL },
	{ "rss/companies.rss", NULL, NULL },
	{ "rss/fields.rss", "https://elm.example/rss", NULL },
	{ "rss/mended.rss", NULL, NULL },
	{ "sitemap/index.xml", NULL, NULL },
	{ "sitemap/lines.txt", NULL, NULL },
	{ "sitemap/urlset.xml", "https://s.example/sitemap.xml", NULL },
	{ "smartrecruiters/postings.json", NULL, NULL },
	{ "usajobs/search.json", NULL, NULL },
	{ "workable/account.json", NULL, NULL },
	{ "workday/job.json",
	  "https://fjord.wd3.myworkdayjobs.example/wday/cxs/fjord/Careers/job/"
	  "Bergen/Analyst_R-101", NULL },
	{ "workday/list.json",
	  "https://fjord.wd3.myworkdayjobs.example/wday/cxs/fjord/Careers/jobs",
	  NULL },
};

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
	buf_printf(out, "link %s %.*s %.*s %s\n", roles[link->role],
		   (int)link->kind.len, link->kind.ptr ? link->kind.ptr : "",
		   (int)link->url.len, link->url.ptr, modified);
}

static void print_findings(enum parse_status status, const struct findings *f,
			   const struct error *err, struct buf *out)
{
	static const char *const states[] = { "ok", "not mine", "broken" };

	buf_printf(out, "%s listed=%lld skipped=%zu%s %s\n", states[status],
		   (long long)f->listed, f->skipped,
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

static void document_gives_what_is_wanted(void **state)
{
	const struct fixture *f = *state;
	const char   *slash = strchr(f->path, '/');
	struct span   kind = { f->path, (size_t)(slash - f->path) };
	char          path[256], want[256];
	struct buf    body = BUF_INIT, got = BUF_INIT;
	struct findings found = FINDINGS_INIT;
	struct error  err = ERROR_INIT;

	snprintf(path, sizeof(path), DIR "%s", f->path);
	snprintf(want, sizeof(want), DIR "%s.want", f->path);
	read_file(path, &body);
	struct document doc = { .body = buf_span(&body),
				.url = span_of(f->url),
				.employer = span_of(f->employer),
				.fetched_at = fetched_at };

	enum parse_status status = parser_run(kind, &doc, &found, NULL, &err);

	print_findings(status, &found, &err, &got);
	check_want(want, &got);
	findings_deinit(&found);
	buf_deinit(&body);
	buf_deinit(&got);
}

/* The three kinds of marks in a page are all found by "html". */
static void document_is_recognised(void **state)
{
	const struct fixture *f = *state;
	const char *slash = strchr(f->path, '/');
	struct span kind = { f->path, (size_t)(slash - f->path) };
	char        path[256];
	struct buf  body = BUF_INIT;

	snprintf(path, sizeof(path), DIR "%s", f->path);
	read_file(path, &body);
	struct document doc = { .body = buf_span(&body),
				.url = span_of(f->url) };

	const struct parser *parser = parser_guess(&doc);

	assert_non_null(parser);
	assert_string_equal(
		parser->name,
		strstr(f->path, ".html")
			? "html"
			: parser_find(kind)->name);
	buf_deinit(&body);
}

/* What ad_write_json wrote, ad_read_json reads to the same. */
static void ads_survive_json(void **state)
{
	const struct fixture *f = *state;
	const char   *slash = strchr(f->path, '/');
	struct span   kind = { f->path, (size_t)(slash - f->path) };
	char          path[256];
	struct buf    body = BUF_INIT;
	struct findings found = FINDINGS_INIT;
	struct error  err = ERROR_INIT;

	snprintf(path, sizeof(path), DIR "%s", f->path);
	read_file(path, &body);
	struct document doc = { .body = buf_span(&body),
				.url = span_of(f->url) };
	assert_int_equal(parser_run(kind, &doc, &found, NULL, &err), PARSE_OK);

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
}

int main(void)
{
	static char       names[3 * ARRAY_LEN(fixtures)][160];
	struct CMUnitTest tests[3 * ARRAY_LEN(fixtures)] = { 0 };
	static const struct {
		const char     *says;
		CMUnitTestFunction run;
	} checks[] = {
		{ "is understood", document_gives_what_is_wanted },
		{ "is recognised", document_is_recognised },
		{ "survives JSON", ads_survive_json },
	};

	xmlInitParser();
	for (size_t i = 0; i < ARRAY_LEN(tests); i++) {
		const struct fixture *f = &fixtures[i / 3];

		snprintf(names[i], sizeof(names[i]), "%s %s", f->path,
			 checks[i % 3].says);
		tests[i].name = names[i];
		tests[i].test_func = checks[i % 3].run;
		tests[i].initial_state = (void *)f;
	}
	return cmocka_run_group_tests_name("parsers_fixture", tests, NULL,
					   NULL);
}
