/* secret_test.c - keys and tokens go where they are meant to, and stay there. */
#include "daemon/credential.h"
#include "daemon/request.h"
#include "daemon/seed.h"
#include "daemon/token.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *const environment[] = {
	"HOME=/nowhere",
	"JOBTREND_KEY_ACME=s3cret value",
	"JOBTREND_KEY_ACME_ID=id-of/acme",
	"JOBTREND_KEY_EMPTY=",
	"JOBTREND_KEY_PAIR=me:word",
	NULL,
};

static struct credentials *keys(void)
{
	struct error        err = ERROR_INIT;
	struct credentials *c = credentials_load(NULL, environment, &err);

	assert_non_null(c);
	return c;
}

/* ---- credentials ---- */

static void put_file(const char *folder, const char *name, const char *text)
{
	char  path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void remove_file(const char *folder, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(unlink(path), 0);
}

static void a_file_outranks_a_variable(void **state)
{
	char                folder[] = "/tmp/jobtrend-keys-XXXXXX";
	struct error        err = ERROR_INIT;
	struct credentials *c;

	(void)state;
	assert_non_null(mkdtemp(folder));
	put_file(folder, "acme", "from file\nsecond line\n");
	put_file(folder, "database-password", "not for boards\n");
	c = credentials_load(folder, environment, &err);
	assert_non_null(c);

	assert_string_equal(credentials_find(c, SPAN("acme")), "from file");
	assert_string_equal(credentials_find(c, SPAN("acme-id")),
			    "id-of/acme");
	assert_null(credentials_find(c, SPAN("database-password")));
	assert_null(credentials_find(c, SPAN("empty")));
	assert_null(credentials_find(c, SPAN("")));
	credentials_free(c);
	remove_file(folder, "acme");
	remove_file(folder, "database-password");
	rmdir(folder);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_null(credentials_load("/nowhere/keys", NULL, &err));
	assert_string_equal(err.text, "credential: /nowhere/keys: "
				      "No such file or directory");
}

/* ---- placeholders ---- */

static const struct fill_case {
	const char      *text;
	enum secret_form form;
	const char      *want;
} fills[] = {
	{ "no key here {key:} {key:a b} {x}", SECRET_HEADER,
	  "no key here {key:} {key:a b} {x}" },
	{ "X: {key:acme}!", SECRET_HEADER, "X: s3cret value!" },
	{ "https://h/?k={key:acme}&i={key:acme-id}", SECRET_URL,
	  "https://h/?k=s3cret%20value&i=id-of%2Facme" },
	{ "{\"k\":\"{key:acme-id}\"}", SECRET_JSON, "{\"k\":\"id-of/acme\"}" },
	{ "Authorization: Basic {basic:acme}", SECRET_HEADER,
	  "Authorization: Basic czNjcmV0IHZhbHVlOg==" },
	{ "Authorization: Basic {basic:pair}", SECRET_HEADER,
	  "Authorization: Basic bWU6d29yZA==" },
	{ "Authorization: Bearer {token:acme}", SECRET_HEADER,
	  "Authorization: Bearer tok" },
};

static void a_placeholder_is_replaced_as_the_text_wants_it(void **state)
{
	struct credentials *c = keys();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
		struct secrets used = { .n = 0 };
		struct buf     out = BUF_INIT;
		struct error   err = ERROR_INIT;

		assert_true(secret_fill(fills[i].text, fills[i].form, c, "tok",
					&used, &out, &err));
		assert_string_equal(out.ptr, fills[i].want);
		buf_deinit(&out);
		secrets_deinit(&used);
	}
	credentials_free(c);
}

static void what_is_missing_is_named(void **state)
{
	struct secrets used = { .n = 0 };
	struct buf     out = BUF_INIT;
	struct error   err = ERROR_INIT;

	(void)state;
	assert_false(secret_fill("{key:other-one}", SECRET_URL, NULL, NULL,
				 &used, &out, &err));
	assert_string_equal(err.text,
			    "expected a credential or JOBTREND_KEY_OTHER_ONE "
			    "for {key:other-one}, found none");
	assert_false(secret_fill("{basic:x}", SECRET_HEADER, NULL, NULL, &used,
				 &out, &err));
	assert_string_equal(err.text,
			    "expected a credential or JOBTREND_KEY_X for "
			    "{basic:x}, found none");
	assert_false(secret_fill("{token:x}", SECRET_HEADER, NULL, NULL, &used,
				 &out, &err));
	assert_string_equal(err.text,
			    "expected a token for {token:x}, found none");
	secrets_deinit(&used);
	buf_deinit(&out);
}

static void an_answer_that_repeats_a_key_is_read_without_it(void **state)
{
	struct credentials *c = keys();
	struct secrets      used = { .n = 0 };
	struct buf          out = BUF_INIT;
	struct error        err = ERROR_INIT;

	(void)state;
	secret_fill("https://h/?k={key:acme}", SECRET_URL, c, NULL, &used, &out,
		    &err);
	buf_clear(&out);
	assert_true(secrets_hide(&used,
				 SPAN("next=/?k=s3cret%20value&said=s3cret value."),
				 &out));
	assert_string_equal(out.ptr, "next=/?k={key:acme}&said={key:acme}.");
	buf_clear(&out);
	assert_false(secrets_hide(&used, SPAN("nothing of it"), &out));
	assert_int_equal(out.len, 0);
	assert_true(secrets_are_in(&used, SPAN("\"s3cret value\"")));
	secrets_deinit(&used);
	buf_deinit(&out);
	credentials_free(c);
}

/* ---- requests ---- */

#define KEYED "https://api.acme.example/jobs?id={key:acme-id}"
#define OPTIONS                                                      \
	"{\"headers\":[\"X-Key: {key:acme}\",\"Accept: a/b\"],"      \
	"\"post\":\"{\\\"q\\\":1}\"}"

#define BOARD "https://api-recruiter.recruiter.co.kr/position/v1/jobflex"

static const struct request_case {
	const char *name;
	const char *source_url, *options, *url, *post;
	const char *want_url; /* NULL: refused */
	const char *want_headers; /* or why */
	const char *kind; /* NULL: auto */
} requests[] = {
	{ "what needs nothing is sent as it is", KEYED, NULL,
	  "https://other.example/", NULL, "https://other.example/", NULL, NULL },
	{ "key and headers go to the source's host", KEYED, OPTIONS,
	  "https://api.acme.example/jobs?page=2&id={key:acme-id}", NULL,
	  "https://api.acme.example/jobs?page=2&id=id-of%2Facme",
	  "X-Key: s3cret value\nAccept: a/b", NULL },
	{ "headers do not go elsewhere", KEYED, OPTIONS,
	  "https://cdn.acme.example/job/1", NULL,
	  "https://cdn.acme.example/job/1", NULL, NULL },
	{ "nor over an open line", KEYED, OPTIONS,
	  "http://api.acme.example/job/1", NULL,
	  "http://api.acme.example/job/1", NULL, NULL },
	{ "a link cannot send a key elsewhere", KEYED, OPTIONS,
	  "https://evil.example/?{key:acme-id}", NULL, NULL,
	  "{key:acme-id} is for the source's own host alone", NULL },
	{ "nor ask for another key", KEYED, OPTIONS,
	  "https://api.acme.example/?{key:other}", NULL, NULL,
	  "{key:other} is not named by the source's settings", NULL },
	{ "nor in a body", KEYED, OPTIONS, "https://api.acme.example/",
	  "{\"a\":\"{key:other}\"}", NULL,
	  "{key:other} is not named by the source's settings", NULL },
	{ "a host is no secret", "https://{key:acme}.example/", NULL,
	  "https://{key:acme}.example/", NULL, NULL,
	  "expected a host, found {key:acme} in it", NULL },
	{ "a token needs an address to ask",
	  "https://api.acme.example/",
	  "{\"headers\":[\"Authorization: Bearer {token:t}\"]}",
	  "https://api.acme.example/", NULL, NULL,
	  "expected a token for {token:t}, found none", NULL },
	{ "a kind's header takes a value of the address", "acme", NULL,
	  BOARD "?prefix=acme.recruiter.co.kr", NULL,
	  BOARD "?prefix=acme.recruiter.co.kr",
	  "prefix: acme.recruiter.co.kr\nAccept: application/json",
	  "recruiter_co_kr" },
	{ "nothing where the address has no such value", "acme", NULL, BOARD,
	  NULL, BOARD, "prefix: \nAccept: application/json",
	  "recruiter_co_kr" },
	{ "nothing where it would be a placeholder", "acme", NULL,
	  BOARD "?prefix={x}", NULL, BOARD "?prefix={x}",
	  "prefix: \nAccept: application/json", "recruiter_co_kr" },
};

static void a_request_bears_what_its_source_may(void **state)
{
	const struct request_case *t = *state;
	struct credentials        *c = keys();
	struct tokens             *tokens = tokens_new();
	struct error               err = ERROR_INIT;
	struct request             r = { .url = NULL };
	const struct request_for   it = { t->kind ? t->kind : "auto",
					  t->source_url, t->options, t->url,
					  t->post };
	enum request_status        status =
		request_make(&r, &it, c, tokens, 0, &err);

	if (t->want_url) {
		assert_int_equal(status, REQUEST_READY);
		assert_string_equal(r.url, t->want_url);
		assert_int_equal(r.headers != NULL, t->want_headers != NULL);
		if (r.headers)
			assert_string_equal(r.headers, t->want_headers);
	} else {
		assert_int_equal(status, REQUEST_REFUSED);
		assert_string_equal(err.text, t->want_headers);
	}
	request_deinit(&r);
	tokens_free(tokens);
	credentials_free(c);
}

/* ---- tokens ---- */

#define WITH_TOKEN                                                        \
	"{\"headers\":[\"Authorization: Bearer {token:acme}\"],"          \
	"\"token_url\":\"https://login.example/token?r=x\","              \
	"\"token_post\":\"grant_type=client_credentials&"                 \
	"client_secret={key:acme}\"}"

static void a_token_is_asked_for_once_and_used_until_it_expires(void **state)
{
	struct credentials      *c = keys();
	struct tokens           *tokens = tokens_new();
	struct error             err = ERROR_INIT;
	struct request           r = { .url = NULL };
	const struct request_for it = { "auto", "https://api.acme.example/",
					WITH_TOKEN, "https://api.acme.example/2",
					NULL };
	char *id;

	(void)state;
	assert_int_equal(request_make(&r, &it, c, tokens, 0, &err),
			 REQUEST_NEEDS_TOKEN);
	assert_string_equal(r.token_url.ptr, "https://login.example/token?r=x");
	assert_string_equal(r.token_post.ptr,
			    "grant_type=client_credentials&"
			    "client_secret=s3cret%20value");
	id = xstrdup(r.token_id.ptr);
	request_deinit(&r);
	assert_true(tokens_put(tokens, id,
			       SPAN("{\"access_token\":\"abc.def\","
				    "\"expires_in\":1000}"),
			       0, &err));

	assert_int_equal(request_make(&r, &it, c, tokens, 899999, &err),
			 REQUEST_READY);
	assert_string_equal(r.headers, "Authorization: Bearer abc.def");
	assert_true(r.is_secret);
	request_deinit(&r);
	assert_int_equal(request_make(&r, &it, c, tokens, 900000, &err),
			 REQUEST_NEEDS_TOKEN);
	request_deinit(&r);
	tokens_drop(tokens, id);
	assert_null(tokens_find(tokens, id, 0));
	free(id);
	tokens_free(tokens);
	credentials_free(c);
}

static const struct reply_case {
	const char *body;
	const char *why;
} replies[] = {
	{ "secret", "expected an object with access_token, found no JSON" },
	{ "[]", "expected an object with access_token, found another value" },
	{ "{\"error\":\"invalid_client\"}",
	  "expected an object with access_token, found one without it" },
	{ "{\"access_token\":\"a\\nX-Evil: 1\"}",
	  "expected an object with access_token, found one without it" },
};

static void what_is_no_token_is_not_kept(void **state)
{
	struct tokens *tokens = tokens_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(replies); i++) {
		struct error err = ERROR_INIT;

		assert_false(tokens_put(tokens, "x", span_of(replies[i].body),
					0, &err));
		assert_string_equal(err.text, replies[i].why);
	}
	tokens_free(tokens);
}

/* ---- seeds ---- */

static const struct seed_case {
	const char *kind, *url, *options;
	const char *want, *want_kind, *want_post; /* NULL: none */
} seeds[] = {
	{ "auto", "https://a.example/jobs", NULL, "https://a.example/jobs",
	  "auto", NULL },
	{ "auto", "https://a.example/jobs", "{\"post\":\"{}\"}",
	  "https://a.example/jobs", "auto", "{}" },
	{ "sitemap", "https://a.example", NULL,
	  "https://a.example/robots.txt", "robots", NULL },
	{ "sitemap", "https://a.example/map.xml", NULL,
	  "https://a.example/map.xml", "sitemap", NULL },
	{ "greenhouse", "acme", NULL,
	  "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true",
	  "greenhouse", NULL },
	{ "rss", "acme", NULL, NULL, NULL, NULL },
};

static void a_source_begins_where_its_kind_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(seeds); i++) {
		struct seed s;
		bool        ok = seed_for(seeds[i].kind, seeds[i].url,
					  seeds[i].options, &s);

		assert_int_equal(ok, seeds[i].want != NULL);
		if (ok) {
			assert_string_equal(s.url, seeds[i].want);
			assert_string_equal(s.kind, seeds[i].want_kind);
			assert_int_equal(s.post.len > 0,
					 seeds[i].want_post != NULL);
		}
		seed_deinit(&s);
	}
}

int main(void)
{
	struct CMUnitTest tests[8 + ARRAY_LEN(requests)] = {
		cmocka_unit_test(a_file_outranks_a_variable),
		cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
		cmocka_unit_test(a_placeholder_is_replaced_as_the_text_wants_it),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(an_answer_that_repeats_a_key_is_read_without_it),
		cmocka_unit_test(a_token_is_asked_for_once_and_used_until_it_expires),
		cmocka_unit_test(what_is_no_token_is_not_kept),
		cmocka_unit_test(a_source_begins_where_its_kind_says),
	};

	for (size_t i = 0; i < ARRAY_LEN(requests); i++) {
		tests[8 + i].name = requests[i].name;
		tests[8 + i].test_func = a_request_bears_what_its_source_may;
		tests[8 + i].initial_state = (void *)&requests[i];
	}
	return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
