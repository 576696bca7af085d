/* answer_test.c - answers that are kept: which, how long, by how many threads. */
#include "web/answer.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct answer *make(const char *key, const char *version, size_t bytes,
			   int64_t good_for_ms)
{
	struct buf b = BUF_INIT;

	while (b.len < bytes)
		buf_add_char(&b, (char)('a' + b.len % 7));
	return answer_new(&(struct answer_init){
		.key = key,
		.version = version,
		.type = "text/plain",
		.good_for_ms = good_for_ms,
		.bytes = &b,
	});
}

static void put(struct cache *c, const char *key, const char *version,
		size_t bytes)
{
	struct answer *a = make(key, version, bytes, 0);

	cache_put(c, a);
	answer_unref(a);
}

static bool has(struct cache *c, const char *key, const char *version)
{
	struct answer *a = cache_find(c, key, version);

	answer_unref(a);
	return a != NULL;
}

static void an_answer_is_good_for_its_version_only(void **state)
{
	struct cache *c = cache_new(100000);

	(void)state;
	put(c, "k", "v1", 10);
	assert_true(has(c, "k", "v1"));
	assert_false(has(c, "k", "v2"));
	assert_false(has(c, "K", "v1"));
	put(c, "k", "v2", 10);
	assert_true(has(c, "k", "v2"));
	assert_false(has(c, "k", "v1"));
	cache_free(c);
}

static void what_was_not_asked_for_longest_goes_first(void **state)
{
	struct cache *c = cache_new(10000);
	char          key[8];

	(void)state;
	put(c, "first", "v", 1000);
	put(c, "second", "v", 1000);
	assert_true(has(c, "first", "v"));
	for (int i = 0; i < 4; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		put(c, key, "v", 1000);
		assert_true(cache_bytes(c) <= 10000);
	}
	assert_true(has(c, "first", "v"));
	assert_false(has(c, "second", "v"));
	cache_free(c);
}

static void what_is_a_large_part_of_all_is_not_kept(void **state)
{
	struct cache *c = cache_new(10000);

	(void)state;
	put(c, "small", "v", 10);
	put(c, "large", "v", 5000);
	assert_false(has(c, "large", "v"));
	assert_true(has(c, "small", "v"));
	cache_free(c);
}

static void what_is_good_for_a_time_is_good_for_any_version(void **state)
{
	struct cache         *c = cache_new(10000);
	struct answer        *a = make("k", "v1", 10, 60000);
	const struct timespec pause = { .tv_nsec = 5000000 };

	(void)state;
	cache_put(c, a);
	answer_unref(a);
	assert_true(has(c, "k", "v2"));
	a = make("k", "v1", 10, 1);
	cache_put(c, a);
	answer_unref(a);
	nanosleep(&pause, NULL);
	assert_false(has(c, "k", "v1"));
	cache_free(c);
}

static void tags_tell_version_key_and_coding_apart(void **state)
{
	char a[ETAG_SIZE], b[ETAG_SIZE], z[ETAG_SIZE];

	(void)state;
	answer_tag("0123456789abcdef", "k", false, a);
	answer_tag("0123456789abcdef", "k", true, z);
	assert_string_not_equal(a, z);
	answer_tag("0123456789abcdee", "k", false, b);
	assert_string_not_equal(a, b);
	answer_tag("0123456789abcdef", "l", false, b);
	assert_string_not_equal(a, b);
	assert_true(a[0] == '"' && a[strlen(a) - 1] == '"');
	assert_true(strlen(z) < ETAG_SIZE);
}

/* ---- several threads ---- */

#define THREADS 4
#define ROUNDS  2000

static void *use(void *arg)
{
	struct cache *c = arg;
	unsigned      seed = (unsigned)(uintptr_t)&seed;
	char          key[8];

	for (int i = 0; i < ROUNDS; i++) {
		struct answer *a;
		bool           is_coded;

		snprintf(key, sizeof(key), "k%d", rand_r(&seed) % 20);
		a = cache_find(c, key, "v");
		if (!a) {
			a = make(key, "v", 600, 0);
			cache_put(c, a);
		}
		/* All who ask first for gzip get the same. */
		if (body_span(answer_body(a, true, &is_coded)).len >= 600)
			abort();
		answer_unref(a);
	}
	return NULL;
}

static void threads_share_what_is_kept(void **state)
{
	struct cache *c = cache_new(16000); /* not all twenty */
	pthread_t     threads[THREADS];

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, use, c), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_true(cache_bytes(c) <= 16000);
	cache_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_good_for_its_version_only),
		cmocka_unit_test(what_was_not_asked_for_longest_goes_first),
		cmocka_unit_test(what_is_a_large_part_of_all_is_not_kept),
		cmocka_unit_test(what_is_good_for_a_time_is_good_for_any_version),
		cmocka_unit_test(tags_tell_version_key_and_coding_apart),
		cmocka_unit_test(threads_share_what_is_kept),
	};

	return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
