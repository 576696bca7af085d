/* spool_test.c - results on disk come back, whole, in order. */
#include "daemon/spool.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOMY (64 * 1024 * 1024)

static char dir[64];

static int make_dir(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/jobtrend-spool-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
	DIR           *d = opendir(dir);
	struct dirent *e;
	char           path[400];

	(void)state;
	while (d && (e = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		unlink(path);
	}
	if (d)
		closedir(d);
	return rmdir(dir);
}

static struct spool *opened(int64_t max_bytes)
{
	struct error  err = ERROR_INIT;
	struct spool *s = spool_open(dir, max_bytes, &err);

	assert_non_null(s);
	return s;
}

static void put(struct spool *s, const char *text)
{
	struct error err = ERROR_INIT;

	assert_true(spool_append(s, span_of(text), &err));
}

static void assert_next(struct spool *s, const char *want)
{
	struct buf got = BUF_INIT;

	if (!want) {
		assert_false(spool_next(s, &got));
	} else {
		assert_true(spool_next(s, &got));
		assert_string_equal(got.ptr, want);
	}
	buf_deinit(&got);
}

static void records_come_out_in_order(void **state)
{
	struct spool *s = opened(ROOMY);

	(void)state;
	put(s, "one");
	put(s, "two");

	assert_next(s, "one");
	assert_next(s, "two");
	assert_next(s, NULL);
	put(s, "three");
	assert_next(s, "three");
	spool_forget(s);

	assert_next(s, NULL);
	assert_true(spool_is_empty(s));
	assert_int_equal(spool_bytes(s), 0);
	spool_close(s);
}

static void a_restart_finds_what_was_not_forgotten(void **state)
{
	struct spool *s = opened(ROOMY);

	(void)state;
	put(s, "kept");
	assert_next(s, "kept"); /* given out, but never said to be stored */
	spool_close(s);

	s = opened(ROOMY);
	assert_next(s, "kept");
	spool_forget(s);
	assert_next(s, NULL);
	spool_close(s);
}

static void rewinding_gives_out_again(void **state)
{
	struct spool *s = opened(ROOMY);

	(void)state;
	put(s, "one");
	put(s, "two");
	assert_next(s, "one");
	assert_next(s, "two");

	spool_rewind(s);

	assert_next(s, "one");
	assert_next(s, "two");
	spool_close(s);
}

static void first_file(char *path, size_t size)
{
	snprintf(path, size, "%s/00000001.spool", dir);
}

static void a_torn_tail_is_cut(void **state)
{
	struct spool *s = opened(ROOMY);
	struct stat   st;
	char          path[100];

	(void)state;
	put(s, "whole");
	put(s, "torn off in the middle");
	spool_close(s);
	first_file(path, sizeof(path));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(truncate(path, st.st_size - 5), 0);

	s = opened(ROOMY);
	assert_next(s, "whole");
	assert_next(s, NULL);
	assert_int_equal(spool_broken(s), 1);
	put(s, "later");
	assert_next(s, "later");
	spool_forget(s);
	assert_int_equal(spool_bytes(s), 0);
	spool_close(s);
}

static void a_changed_byte_is_noticed(void **state)
{
	struct spool *s = opened(ROOMY);
	char          path[100];
	int           fd;

	(void)state;
	put(s, "the text of a record");
	spool_close(s);
	first_file(path, sizeof(path));
	fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, "X", 1, 20), 1);
	close(fd);

	s = opened(ROOMY);
	assert_next(s, NULL);
	assert_int_equal(spool_broken(s), 1);
	spool_close(s);
}

static void a_full_spool_says_so(void **state)
{
	struct spool *s = opened(40);
	struct error  err = ERROR_INIT;
	char          want[200];

	(void)state;
	put(s, "0123456789"); /* 26 bytes with its head */

	assert_false(spool_append(s, SPAN("0123456789"), &err));

	snprintf(want, sizeof(want), "spool %s: full, 26 bytes", dir);
	assert_string_equal(err.text, want);
	assert_next(s, "0123456789");
	spool_forget(s);
	put(s, "0123456789");
	spool_close(s);
}

static void long_spools_take_several_files(void **state)
{
	struct spool *s = opened(ROOMY);
	struct buf    big = BUF_INIT, got = BUF_INIT;
	struct error  err = ERROR_INIT;
	char          path[100];
	struct stat   st;

	(void)state;
	memset(buf_reserve(&big, 6 << 20), 'x', 6 << 20);
	buf_commit(&big, 6 << 20);
	for (int i = 0; i < 5; i++)
		assert_true(spool_append(s, buf_span(&big), &err));

	for (int i = 0; i < 4; i++)
		assert_true(spool_next(s, &got));
	spool_forget(s);

	first_file(path, sizeof(path));
	assert_int_equal(stat(path, &st), -1); /* stored, so it is gone */
	assert_true(spool_next(s, &got));
	assert_int_equal(got.len, 6 << 20);
	assert_false(spool_next(s, &got));
	spool_close(s);
	buf_deinit(&big);
	buf_deinit(&got);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_dir, remove_dir)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(records_come_out_in_order),
		TEST(a_restart_finds_what_was_not_forgotten),
		TEST(rewinding_gives_out_again),
		TEST(a_torn_tail_is_cut),
		TEST(a_changed_byte_is_noticed),
		TEST(a_full_spool_says_so),
		TEST(long_spools_take_several_files),
	};

	return cmocka_run_group_tests_name("spool", tests, NULL, NULL);
}
