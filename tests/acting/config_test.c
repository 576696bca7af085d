/* config_test.c - what the configuration means and how it is refused. */
#include "base/mem.h"
#include "daemon/config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/jobtrend-config-XXXXXX";
static char main_path[64], source_path[64], second_path[64];

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
	char sources[48];

	(void)state;
	if (!mkdtemp(dir))
		return -1;
	snprintf(sources, sizeof(sources), "%s/sources.d", dir);
	snprintf(main_path, sizeof(main_path), "%s/jobtrend.conf", dir);
	snprintf(source_path, sizeof(source_path), "%s/a.conf", sources);
	snprintf(second_path, sizeof(second_path), "%s/b.conf", sources);
	unsetenv("STATE_DIRECTORY");
	unsetenv("CREDENTIALS_DIRECTORY");
	return mkdir(sources, 0700);
}

static int tear_down(void **state)
{
	char sources[256];

	(void)state;
	snprintf(sources, sizeof(sources), "%s/sources.d", dir);
	unlink(main_path);
	unlink(source_path);
	unlink(second_path);
	rmdir(sources);
	return rmdir(dir);
}

/* ---- units -------------------------------------------------------------- */

static const struct unit_case {
	const char *text;
	int64_t     duration; /* ms; -1: refused */
	int64_t     size;     /* bytes; -1: refused */
} unit_cases[] = {
	{ "250 ms",  250,       -1         },
	{ "30 s",    30000,     -1         },
	{ "30s",     30000,     -1         },
	{ "1.5 s",   1500,      -1         },
	{ "5 min",   300000,    -1         },
	{ "2 h",     7200000,   -1         },
	{ "1 d",     86400000,  -1         },
	{ "0 s",     0,         -1         },
	{ "30",      -1,        -1         },
	{ "",        -1,        -1         },
	{ "s",       -1,        -1         },
	{ "-1 s",    -1,        -1         },
	{ "1 m",     -1,        -1         },
	{ "1 S",     -1,        -1         },
	{ "1 s x",   -1,        -1         },
	{ "4096 B",  -1,        4096       },
	{ "64 KiB",  -1,        65536      },
	{ "32 MiB",  -1,        33554432   },
	{ "1.5 GiB", -1,        1610612736 },
	{ "32 MB",   -1,        -1         },
	{ "32 kB",   -1,        -1         },
	{ "99999999999999999999 s", -1, -1 },
};

static void a_number_needs_its_unit(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(unit_cases); i++) {
		const struct unit_case *c = &unit_cases[i];
		int64_t                 duration = -1, size = -1;

		if (!duration_parse(c->text, &duration))
			duration = -1;
		if (!size_parse(c->text, &size))
			size = -1;

		if (duration != c->duration || size != c->size)
			fail_msg("\"%s\" gives %lld ms, %lld bytes", c->text,
				 (long long)duration, (long long)size);
	}
}

/* ---- refusals ----------------------------------------------------------- */

static const struct refusal {
	const char *name;
	const char *main, *source, *second; /* files; %s: the folder */
	const char *want; /* after the folder's path and a slash */
} refusals[] = {
	{ "unknown key", "connections = 8\ndelai = \"1 s\"\n", "", "",
	  "jobtrend.conf:2: no such option 'delai'" },
	{ "unit missing", "\n\ndelay = 30\n", "", "",
	  "jobtrend.conf:3: delay: expected duration, 0 ms to 1 h such as "
	  "\"250 ms\", \"30 s\", \"5 min\", \"2 h\", found \"30\"" },
	{ "unit of another kind", "max_body = \"3 s\"\n", "", "",
	  "jobtrend.conf:1: max_body: expected size, 1 KiB to 32 MiB such as "
	  "\"64 KiB\", \"32 MiB\", \"1 GiB\", found \"3 s\"" },
	{ "too many", "connections = 100000\n", "", "",
	  "jobtrend.conf:1: connections: expected number, 1 to 400, "
	  "found \"100000\"" },
	{ "no number", "connections = many\n", "", "",
	  "jobtrend.conf:1: connections: expected number, 1 to 400, "
	  "found \"many\"" },
	{ "no boolean", "http2 = maybe\n", "", "",
	  "jobtrend.conf:1: http2: expected true or false, found \"maybe\"" },
	{ "no choice", "keep_text = some\n", "", "",
	  "jobtrend.conf:1: keep_text: expected ai, all, none, "
	  "found \"some\"" },
	{ "a key twice", "delay = \"1 s\"\ndelay = \"2 s\"\n", "", "",
	  "jobtrend.conf:2: delay: expected once, found again" },
	{ "no address", "exempt_hosts = {\"localhost\"}\n", "", "",
	  "jobtrend.conf: exempt_hosts: expected ADDRESS, ADDRESS:PORT or "
	  "ADDRESS/BITS, found localhost" },
	{ "a password", "database = \"host=db password=x\"\n", "", "",
	  "jobtrend.conf: database: expected no password, found one; it "
	  "belongs in the credential database-password" },
	{ "a password in a URI",
	  "database = \"postgresql://me:secret@db/jobtrend\"\n", "", "",
	  "jobtrend.conf: database: expected no password, found one; it "
	  "belongs in the credential database-password" },
	{ "keys of the whole among the sources", "", "delay = \"1 s\"\n", "",
	  "sources.d/a.conf:1: no such option 'delay'" },
	{ "unknown key of a source", "",
	  "source \"x\" {\n  url = \"http://a.example/\"\n  colour = red\n}\n",
	  "", "sources.d/a.conf:3: no such option 'colour'" },
	{ "unknown kind", "",
	  "\nsource \"x\" {\n  kind = \"gopher\"\n"
	  "  url = \"http://a.example/\"\n}\n",
	  "",
	  "sources.d/a.conf:2: x: kind: expected a kind of source, "
	  "found \"gopher\"" },
	{ "no url", "", "source \"x\" {\n  kind = \"jsonld\"\n}\n", "",
	  "sources.d/a.conf:1: x: expected url, found none" },
	{ "a url that is none", "",
	  "source \"x\" { url = \"ftp://a.example/\" }\n", "",
	  "sources.d/a.conf:1: x: url: expected http or https, "
	  "found ftp://a.example/" },
	{ "a name with a blank", "",
	  "source \"x y\" { url = \"http://a.example/\" }\n", "",
	  "sources.d/a.conf:1: source: expected a name without blanks of at "
	  "most 512 bytes, found \"x y\"" },
	{ "a table without a mapping", "",
	  "source \"x\" {\n  kind = \"csv\"\n"
	  "  url = \"http://a.example/\"\n}\n", "",
	  "sources.d/a.conf:1: x: mapping: expected a file, found none" },
	{ "a mapping where none is read", "",
	  "source \"x\" {\n  kind = \"rss\"\n  mapping = \"none.json\"\n"
	  "  url = \"http://a.example/\"\n}\n", "",
	  "sources.d/a.conf:1: x: mapping: expected with kind csv alone, "
	  "found rss" },
	{ "a mapping that is not there", "",
	  "source \"x\" {\n  kind = \"csv\"\n  mapping = \"none.json\"\n"
	  "  url = \"http://a.example/\"\n}\n", "",
	  "sources.d/a.conf:1: x: mapping: DIR/none.json: No such file or "
	  "directory" },
	{ "a mapping that is none", "",
	  "source \"x\" {\n  kind = \"csv\"\n"
	  "  mapping = \"jobtrend.conf\"\n"
	  "  url = \"http://a.example/\"\n}\n", "",
	  "sources.d/a.conf:1: x: mapping: DIR/jobtrend.conf: expected JSON, "
	  "got nothing" },
	{ "a source twice in one file", "",
	  "source \"x\" { url = \"http://a.example/\" }\n"
	  "source \"x\" { url = \"http://b.example/\" }\n", "",
	  "sources.d/a.conf:2: source x is already in DIR/sources.d/a.conf:1" },
	{ "a source twice in two files", "",
	  "source \"x\" { url = \"http://a.example/\" }\n",
	  "\nsource \"x\" { url = \"http://b.example/\" }\n",
	  "sources.d/b.conf:2: source x is already in DIR/sources.d/a.conf:1" },
	{ "a file that ends too early", "", "source \"x\" {\n url =", "",
	  "sources.d/a.conf:2: premature end of file" },
};

/* `text` with DIR replaced by the folder. */
static void expand(const char *text, char *out, size_t size)
{
	const char *mark = strstr(text, "DIR");
	size_t      before = mark ? (size_t)(mark - text) : strlen(text);

	snprintf(out, size, "%s/%.*s%s%s", dir, (int)before, text,
		 mark ? dir : "", mark ? mark + 3 : "");
}

static void a_mistake_is_refused_with_its_place(void **state)
{
	const struct refusal *c = *state;
	struct error          err = ERROR_INIT;
	char                  want[ERROR_SIZE];
	struct config        *got;

	write_file(main_path, c->main);
	write_file(source_path, c->source);
	write_file(second_path, c->second);
	expand(c->want, want, sizeof(want));

	got = config_load(main_path, &err);

	assert_null(got);
	assert_string_equal(err.text, want);
}

/* ---- good ones ---------------------------------------------------------- */

static struct config *load_good(const char *main, const char *source)
{
	struct error   err = ERROR_INIT;
	struct config *c;

	write_file(main_path, main);
	write_file(source_path, source);
	write_file(second_path, "");
	c = config_load(main_path, &err);
	if (!c)
		fail_msg("%s", err.text);
	return c;
}

static void an_empty_file_gives_the_defaults(void **state)
{
	struct config *c = load_good("", "");

	(void)state;
	assert_int_equal(c->connections, 64);
	assert_int_equal(c->delay_ms, 1000);
	assert_int_equal(c->per_host, 1);
	assert_int_equal(c->visit_every_s, 86400);
	assert_int_equal(c->max_body_bytes, 32 << 20);
	assert_true(c->is_robots_obeyed);
	assert_int_equal(c->keep_text, KEEP_TEXT_AI);
	assert_string_equal(c->agent, "jobtrend");
	assert_non_null(strstr(c->user_agent, "(+postmaster@"));
	assert_string_equal(c->state_dir, "/var/lib/jobtrend");
	assert_null(c->database);
	assert_int_equal(c->n_sources, 0);
	config_free(c);
}

static void every_type_of_value_is_read(void **state)
{
	struct config *c = load_good(
		"# a comment\n"
		"connections = 8\n"
		"delay = \"250 ms\"\n"
		"delay_factor = 1.5\n"
		"http2 = no\n"
		"keep_text = all\n"
		"max_response = \"1 MiB\"\n"
		"contact = \"https://example.org/bot\"\n"
		"user_agent = \"trendbot/2 test\"\n"
		"taxonomy_dir = \"words\"\n"
		"state_dir = \"/srv/state\"\n"
		"exempt_hosts = {\"127.0.0.1:8080\", \"10.0.0.0/8\"}\n"
		"visit_every = \"12 h\"\n",
		"");
	char words[300];

	(void)state;
	snprintf(words, sizeof(words), "%s/words", dir);
	assert_int_equal(c->connections, 8);
	assert_int_equal(c->delay_ms, 250);
	assert_true(c->delay_factor > 1.49 && c->delay_factor < 1.51);
	assert_false(c->is_http2);
	assert_int_equal(c->keep_text, KEEP_TEXT_ALL);
	assert_int_equal(c->max_response_bytes, 1 << 20);
	assert_string_equal(c->user_agent,
			    "trendbot/2 test (+https://example.org/bot)");
	assert_string_equal(c->agent, "trendbot");
	assert_string_equal(c->taxonomy_dir, words);
	assert_string_equal(c->state_dir, "/srv/state");
	assert_int_equal(c->exempt_hosts.n, 2);
	assert_string_equal(c->exempt_hosts.item[1], "10.0.0.0/8");
	assert_int_equal(c->visit_every_s, 43200);
	config_free(c);
}

static void sources_are_sorted_and_found_by_name(void **state)
{
	struct config *c = load_good(
		"source \"z\" { url = \"https://z.example/\" }\n",
		"source \"site/b\" {\n"
		"  kind = \"jsonld\"\n"
		"  url = \"https://b.example/jobs\"\n"
		"  employer = \"B \\\"quoted\\\"\"\n"
		"  employer_size = \"51-200\"\n"
		"  visit_every = \"2 h\"\n"
		"  backfill = 26\n"
		"  enabled = false\n"
		"}\n"
		"source \"site/a\" { url = \"https://a.example/\" }\n");
	const struct source_config *b;
	struct buf                  options = BUF_INIT;

	(void)state;
	assert_int_equal(c->n_sources, 3);
	assert_string_equal(c->sources[0].id, "site/a");
	assert_string_equal(c->sources[0].kind, "auto");
	assert_int_equal(c->sources[0].visit_every_s, 86400);
	assert_null(config_source(c, "site/c"));
	b = config_source(c, "site/b");
	assert_ptr_equal(b, &c->sources[1]);
	assert_string_equal(b->employer, "B \"quoted\"");
	assert_int_equal(b->visit_every_s, 7200);
	assert_int_equal(b->line, 1);
	assert_false(b->is_enabled);
	source_config_options(b, &options);
	assert_string_equal(options.ptr,
			    "{\"backfill_months\":26,"
			    "\"employer_size\":\"51-200\","
			    "\"max_pages\":100000,\"refresh_s\":604800}");
	buf_deinit(&options);
	config_free(c);
}

static void a_mapping_becomes_an_option(void **state)
{
	struct config *c;
	struct buf     options = BUF_INIT;
	char           path[64];

	(void)state;
	snprintf(path, sizeof(path), "%s/jobs.json", dir);
	write_file(path, "{\n  \"delimiter\": \";\",\n"
			 "  \"fields\": {\"title\": \"Job\"} // a slip\n}\n");
	c = load_good("",
		      "source \"x\" {\n  kind = \"csv\"\n"
		      "  mapping = \"jobs.json\"\n"
		      "  url = \"http://a.example/jobs.csv\"\n}\n");
	unlink(path);
	source_config_options(&c->sources[0], &options);

	assert_string_equal(options.ptr,
			    "{\"csv\":{\"delimiter\":\";\",\"fields\":{"
			    "\"title\":\"Job\"}},\"max_pages\":100000,"
			    "\"refresh_s\":604800}");
	buf_deinit(&options);
	config_free(c);
}

static void a_reload_names_what_needs_a_restart(void **state)
{
	struct config *old = load_good("delay = \"1 s\"\n", "");
	struct config *fresh = load_good("delay = \"2 s\"\n"
					 "parse_threads = 3\n"
					 "database = \"host=x\"\n", "");
	struct buf     names = BUF_INIT;

	(void)state;
	config_needs_restart(old, fresh, &names);

	assert_string_equal(names.ptr, "database parse_threads");
	buf_deinit(&names);
	config_free(old);
	config_free(fresh);
}

static const struct secret_case {
	const char *database, *secret, *want;
} secrets[] = {
	{ "host=db dbname=j", "geheim\n", "host=db dbname=j password='geheim'" },
	{ "host=db", "it's \\", "host=db password='it\\'s \\\\'" },
	{ "postgresql://me@db/j", "a b", "postgresql://me@db/j?password=a%20b" },
	{ "postgresql://db/j?x=1", "ab", "postgresql://db/j?x=1&password=ab" },
};

static void the_password_comes_from_the_credential(void **state)
{
	char path[300], main[300];

	(void)state;
	snprintf(path, sizeof(path), "%s/database-password", dir);
	for (size_t i = 0; i < ARRAY_LEN(secrets); i++) {
		struct config *c;

		write_file(path, secrets[i].secret);
		snprintf(main, sizeof(main), "database = \"%s\"\n",
			 secrets[i].database);
		setenv("CREDENTIALS_DIRECTORY", dir, 1);

		c = load_good(main, "");

		assert_string_equal(c->database, secrets[i].want);
		config_free(c);
	}
	unsetenv("CREDENTIALS_DIRECTORY");
	unlink(path);
}

static void a_named_file_must_be_there(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_null(config_load("/nonexistent/jobtrend.conf", &err));
	assert_string_equal(err.text, "/nonexistent/jobtrend.conf: "
				      "No such file or directory");
}

/* As a user would, from a folder elsewhere; the tree is where tests run. */
static void what_is_shipped_loads(void **state)
{
	struct error   err = ERROR_INIT;
	struct config *c;
	char           main[600], tree[400];

	(void)state;
	assert_int_equal(access("share/sources", R_OK), 0); /* run in the tree */
	assert_non_null(getcwd(tree, sizeof(tree)));
	c = config_load("share/jobtrend.conf", &err);
	if (!c)
		fail_msg("%s", err.text);
	config_free(c);
	snprintf(main, sizeof(main), "sources_dir = \"%s/share/sources\"\n",
		 tree);
	c = load_good(main, "");
	assert_true(c->n_sources > 50);
	for (size_t i = 0; i < c->n_sources; i++)
		assert_non_null(c->sources[i].url);
	config_free(c);
}

/* A key of the example that the program does not know misleads. */
static void the_example_names_keys_there_are(void **state)
{
	struct buf  body = BUF_INIT;
	char        line[512];
	FILE       *file = fopen("share/jobtrend.conf", "r");
	char       *mark;
	struct config *c;

	(void)state;
	assert_non_null(file); /* tests run in the tree */
	while (fgets(line, sizeof(line), file)) {
		bool is_prose = line[0] == '#' && line[1] == ' ';

		mark = line[0] == '#' ? line + 1 : line;
		if (!is_prose)
			buf_add_text(&body, mark);
	}
	fclose(file);
	c = load_good(body.ptr, "");
	assert_int_equal(c->n_sources, 1);
	assert_string_equal(c->sources[0].url,
			    "https://boards-api.greenhouse.io/v1/boards/acme"
			    "/jobs?content=true");
	config_free(c);
	buf_deinit(&body);
}

/* The manual's table is the program's. */
static void the_manual_shows_the_table_of_keys(void **state)
{
	struct buf manual = BUF_INIT, table = BUF_INIT;
	FILE      *file = fopen("docs/operations.md", "r");
	char       line[4096];

	(void)state;
	assert_non_null(file); /* tests run in the tree */
	while (fgets(line, sizeof(line), file))
		buf_add_text(&manual, line);
	fclose(file);
	config_print_table(&table);

	assert_non_null(strstr(manual.ptr, table.ptr));
	buf_deinit(&manual);
	buf_deinit(&table);
}

static void ten_thousand_sources_load(void **state)
{
	FILE          *file = fopen(source_path, "w");
	struct error   err = ERROR_INIT;
	struct config *c;

	(void)state;
	assert_non_null(file);
	for (int i = 0; i < 10000; i++)
		fprintf(file, "source \"s/%05d\" { url = \"http://x.example/%d\" }\n",
			i, i);
	fclose(file);
	write_file(main_path, "");
	write_file(second_path, "");

	c = config_load(main_path, &err);

	assert_non_null(c);
	assert_int_equal(c->n_sources, 10000);
	assert_string_equal(c->sources[9999].id, "s/09999");
	assert_int_equal(c->sources[9999].line, 10000);
	config_free(c);
}

int main(void)
{
	enum { FIRST = 11 };
	struct CMUnitTest tests[FIRST + ARRAY_LEN(refusals)] = {
		cmocka_unit_test(a_number_needs_its_unit),
		cmocka_unit_test(an_empty_file_gives_the_defaults),
		cmocka_unit_test(every_type_of_value_is_read),
		cmocka_unit_test(sources_are_sorted_and_found_by_name),
		cmocka_unit_test(a_mapping_becomes_an_option),
		cmocka_unit_test(a_reload_names_what_needs_a_restart),
		cmocka_unit_test(the_password_comes_from_the_credential),
		cmocka_unit_test(a_named_file_must_be_there),
		cmocka_unit_test(ten_thousand_sources_load),
		cmocka_unit_test(what_is_shipped_loads),
		cmocka_unit_test(the_example_names_keys_there_are),
		cmocka_unit_test(the_manual_shows_the_table_of_keys),
	};

	for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
		tests[FIRST + i].name = refusals[i].name;
		tests[FIRST + i].test_func = a_mistake_is_refused_with_its_place;
		tests[FIRST + i].initial_state = (void *)&refusals[i];
	}
	return cmocka_run_group_tests_name("config", tests, set_up, tear_down);
}
