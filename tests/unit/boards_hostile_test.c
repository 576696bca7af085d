/*
 * Boards that answer with something else, too much or half: the exact reason,
 * bounded time, nothing found by those that failed. Then every fixture of
 * every kind, cut short and with bytes turned over.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <dirent.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DIR_OF_FIXTURES "tests/fixtures/"
#define SECONDS_MAX 10 /* of one document; sanitizers are slow */
#define CUTS 48        /* of one fixture */

/* `before`, then `unit` so many times, then `after`. */
static const struct hostile_case {
	const char       *name;
	const char       *kind;
	const char       *url;
	const char       *before;
	const char       *unit;
	size_t            times;
	const char       *after;
	enum parse_status status;
	const char       *error; /* "" for PARSE_OK */
} cases[] = {
	{ "workday says that it is away", "workday", "https://x.example/",
	  "{\"errorCode\":\"HTTP_503\",\"message\":\"away\"}", "", 0, "",
	  PARSE_NOT_MINE,
	  "expected \"jobPostings\" of workday, got an object without it" },
	{ "workday with facets without end", "workday",
	  "https://x.example/wday/cxs/x/y/jobs",
	  "{\"total\":2000,\"jobPostings\":[],\"facets\":[",
	  "{\"facetParameter\":\"a\",\"values\":[{\"id\":\"b\",\"count\":1}]},",
	  20000, "{}]}", PARSE_OK, "" },
	{ "workday with a job in a job", "workday", "https://x.example/",
	  "{\"jobPostingInfo\":", "{\"jobPostingInfo\":", 600, "",
	  PARSE_BROKEN, "line 1: expected nesting up to 512, got more" },
	{ "oracle without its list", "oracle", "https://x.example/",
	  "{\"title\":\"Bad Request\",\"status\":\"400\"}", "", 0, "",
	  PARSE_NOT_MINE,
	  "expected \"items\" of oracle, got an object without it" },
	{ "oracle with facets without end", "oracle",
	  "https://x.example/?finder=findReqs;siteNumber=CX_1",
	  "{\"items\":[{\"TotalJobsCount\":99999,\"requisitionList\":[],"
	  "\"categoriesFacet\":[",
	  "{\"Id\":1,\"TotalCount\":1},", 50000, "{}]}]}", PARSE_OK, "" },
	{ "smartrecruiters without the company", "smartrecruiters",
	  "https://x.example/", "{\"message\":\"not found\"}", "", 0, "",
	  PARSE_NOT_MINE, "expected \"content\" of smartrecruiters, got an "
			  "object without it" },
	{ "workable asks to wait", "workable", "https://x.example/",
	  "\"Too Many Requests\"", "", 0, "", PARSE_NOT_MINE,
	  "expected \"jobs\" of workable, got a bare value" },
	{ "recruitee cut short", "recruitee", "https://x.example/",
	  "{\"offers\":[{\"title\":\"A\"", "", 0, "", PARSE_BROKEN,
	  "line 1: expected more JSON, got the end" },
	{ "recruitee a page", "recruitee", "https://x.example/", "<!doctype",
	  "", 0, "", PARSE_BROKEN, "line 1: expected JSON, got \"<!doctype\"" },
	{ "pinpoint of another kind", "pinpoint", "https://x.example/",
	  "{\"data\":{}}", "", 0, "", PARSE_NOT_MINE,
	  "expected \"data\" of pinpoint, got an object without it" },
	{ "rippling without its list", "rippling", "https://x.example/",
	  "{\"detail\":\"Not found.\"}", "", 0, "", PARSE_NOT_MINE,
	  "expected jobs of rippling, got an object without it" },
	{ "bamboohr without its list", "bamboohr", "https://x.example/",
	  "{\"result\":null}", "", 0, "", PARSE_NOT_MINE,
	  "expected \"result\" of bamboohr, got an object without it" },
	{ "breezy a page without a position", "breezy", "https://x.example/",
	  "<html><h1>", "<div class=description>", 200000, "", PARSE_OK, "" },
	{ "breezy an object", "breezy", "https://x.example/", "{}", "", 0, "",
	  PARSE_NOT_MINE,
	  "expected positions of breezy, got an object without it" },
	{ "join a page of another maker", "join", "https://join.com/",
	  "<html>", "", 0, "", PARSE_NOT_MINE,
	  "expected __NEXT_DATA__ of join, got a page without it" },
	{ "join a company that is gone", "join", "https://join.com/",
	  "<script id=\"__NEXT_DATA__\">{\"props\":{\"pageProps\":"
	  "{\"statusCode\":410}}}</script>", "", 0, "", PARSE_NOT_MINE,
	  "expected \"jobs\" of join, got status 410" },
	{ "join a state without jobs", "join", "https://join.com/",
	  "<script id=\"__NEXT_DATA__\">{\"props\":{}}</script>", "", 0, "",
	  PARSE_NOT_MINE, "expected \"jobs\" of join, got a bare value" },
	{ "join a state cut short", "join", "https://join.com/",
	  "<script id=\"__NEXT_DATA__\">{\"props\":{", "", 0, "",
	  PARSE_BROKEN, "line 1: expected more JSON, got the end" },
	{ "icims a page of another maker", "icims", "https://x.example/",
	  "<html>", "", 0, "", PARSE_NOT_MINE,
	  "expected a page of icims, got another" },
	{ "icims links that never end", "icims", "https://x.example/",
	  "<p class=iCIMS_JobsTable>",
	  "<a class=iCIMS_Anchor href=/jobs/1/x/job><b class=row>", 100000, "",
	  PARSE_OK, "" },
	{ "icims pages without end", "icims", "https://x.example/",
	  "<p class=iCIMS_JobsTable>", "Page 1 <b>", 300000, "", PARSE_OK,
	  "" },
	{ "icims labels without values", "icims",
	  "https://x.example/jobs/1/x/job", "<h1>A</h1><p "
	  "class=iCIMS_InfoMsg_Job>", "<dt class=iCIMS_JobHeaderField>", 100000,
	  "", PARSE_OK, "" },
	{ "successfactors a page", "successfactors", "https://x.example/",
	  "<html><body/></html>", "", 0, "", PARSE_NOT_MINE,
	  "expected <rss>, got <html>" },
	{ "successfactors brackets without end", "successfactors",
	  "https://x.example/", "<rss><channel><item><title>A ", "(,", 100000,
	  ")</title></item></channel></rss>", PARSE_OK, "" },
	{ "teamtailor a page", "teamtailor", "https://x.example/",
	  "<html><body/></html>", "", 0, "", PARSE_NOT_MINE,
	  "expected <rss> of teamtailor, got <html>" },
	{ "teamtailor places in places", "teamtailor", "https://x.example/",
	  "<rss><channel><item><title>A</title>", "<location>", 200, "",
	  PARSE_BROKEN, NULL },
	{ "teamtailor a feed without items", "teamtailor",
	  "https://x.example/", "{\"version\":\"1\"}", "", 0, "",
	  PARSE_NOT_MINE,
	  "expected \"items\" of teamtailor, got an object without it" },
	{ "personio places without end", "personio", "https://x.example/",
	  "<workzag-jobs><position><name>A</name><additionalOffices>",
	  "<office>x</office>", 100000,
	  "</additionalOffices></position></workzag-jobs>", PARSE_OK, "" },
};

static void fill(const struct hostile_case *c, struct buf *body)
{
	size_t len = strlen(c->unit);

	buf_add_text(body, c->before);
	buf_reserve(body, len * c->times + 1);
	for (size_t i = 0; i < c->times; i++)
		buf_add(body, c->unit, len);
	buf_add_text(body, c->after);
}

static void document_is_borne(void **state)
{
	const struct hostile_case *c = *state;
	struct buf                 body = BUF_INIT;
	struct findings            found = FINDINGS_INIT;
	struct error               err = ERROR_INIT;
	clock_t                    before;
	enum parse_status          status;

	fill(c, &body);
	struct document doc = { .body = buf_span(&body),
				.url = span_of(c->url),
				.post = SPAN("{\"offset\":0}") };
	before = clock();

	status = parser_run(span_of(c->kind), &doc, &found, NULL, &err);

	if (c->error) /* else libxml2's own words */
		assert_string_equal(err.text, c->error);
	assert_int_equal(status, c->status);
	if (status != PARSE_OK)
		assert_int_equal(found.n_ads + found.n_links, 0);
	assert_true((clock() - before) / CLOCKS_PER_SEC < SECONDS_MAX);
	findings_deinit(&found);
	buf_deinit(&body);
}

/* ---- every fixture, damaged ---- */

static bool is_document(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return entry->d_name[0] != '.' && dot && strcmp(dot, ".want") != 0 &&
	       strcmp(dot, ".tsv") != 0;
}

static void run(const char *kind, struct span body)
{
	struct findings found = FINDINGS_INIT;
	struct document doc = { .body = body,
				.url = SPAN("https://x.example/jobs/1/a/b") };
	enum parse_status status =
		parser_run(span_of(kind), &doc, &found, NULL, NULL);

	if (status != PARSE_OK)
		assert_int_equal(found.n_ads + found.n_links, 0);
	findings_deinit(&found);
}

/* Pieces that are as long as what is read, so a sanitizer sees one step more. */
static void damage(const char *kind, const char *text, size_t len)
{
	for (size_t i = 0; i < CUTS; i++) {
		size_t at = len * i / CUTS;
		char  *copy = xmalloc(len + 1);

		memcpy(copy, text, len);
		copy = xrealloc(copy, at ? at : 1);
		run(kind, (struct span){ copy, at });
		run("auto", (struct span){ copy, at });
		free(copy);
		copy = xmalloc(len);
		memcpy(copy, text, len);
		copy[at] = (char)(copy[at] ^ (i % 2 ? 0x80 : 0x04));
		run(kind, (struct span){ copy, len });
		free(copy);
	}
}

static void read_file(const char *path, struct buf *out)
{
	FILE  *file = fopen(path, "rb");
	char   chunk[4096];
	size_t n;

	if (!file)
		fail_msg("%s: expected a file", path);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(out, chunk, n);
	fclose(file);
}

static void every_damaged_fixture_is_borne(void **state)
{
	size_t                      n, damaged = 0;
	const struct parser *const *all = parser_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		char           path[512];
		DIR           *dir;
		struct dirent *entry;

		snprintf(path, sizeof(path), DIR_OF_FIXTURES "%s",
			 all[i]->name);
		dir = opendir(path);
		assert_non_null(dir);
		while ((entry = readdir(dir)) != NULL) {
			struct buf text = BUF_INIT;

			if (!is_document(entry))
				continue;
			snprintf(path, sizeof(path), DIR_OF_FIXTURES "%s/%s",
				 all[i]->name, entry->d_name);
			read_file(path, &text);
			if (text.len)
				damage(all[i]->name, text.ptr, text.len);
			damaged++;
			buf_deinit(&text);
		}
		closedir(dir);
	}
	assert_true(damaged >= n);
}

static void on_nothing(void *arg, const char *format, ...)
{
	(void)arg;
	(void)format;
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 1] = { 0 };

	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, on_nothing);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = document_is_borne;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[ARRAY_LEN(cases)].name = "every damaged fixture is borne";
	tests[ARRAY_LEN(cases)].test_func = every_damaged_fixture_is_borne;
	return cmocka_run_group_tests_name("boards_hostile", tests, NULL,
					   NULL);
}
