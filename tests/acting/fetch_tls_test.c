/*
 * fetch_tls_test.c - certificates are verified. The other side is openssl's
 * test server with a certificate for 127.0.0.1 made on the spot.
 */
#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/fetch.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SERVER_START_MS 10000

static char dir[] = "/tmp/jobtrend-tls-XXXXXX";
static char certificate[64], key[64], log_path[64], config_path[64];
static pid_t server = -1;
static int   port;

static pid_t start(char *const argv[])
{
	pid_t pid = fork();

	if (pid == 0) {
		int out = open(log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
		int in = open("/dev/null", O_RDONLY);

		dup2(in, STDIN_FILENO);
		dup2(out, STDOUT_FILENO);
		dup2(out, STDERR_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	return pid;
}

static bool make_certificate(void)
{
	char *argv[] = { "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
			 "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
			 "-subj", "/CN=test", "-addext",
			 "subjectAltName=IP:127.0.0.1", "-keyout", key,
			 "-out", certificate, NULL };
	int   status;

	return waitpid(start(argv), &status, 0) > 0 && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

/* "ACCEPT 127.0.0.1:40123" in what the server prints; 0: not yet. */
static int port_in_log(void)
{
	FILE *file = fopen(log_path, "r");
	char  line[256];
	int   found = 0;

	while (file && fgets(line, sizeof(line), file)) {
		char *colon = strrchr(line, ':');

		if (strncmp(line, "ACCEPT", 6) == 0 && colon)
			found = atoi(colon + 1);
	}
	if (file)
		fclose(file);
	return found;
}

static bool start_server(void)
{
	char *argv[] = { "openssl", "s_server", "-accept", "127.0.0.1:0",
			 "-cert", certificate, "-key", key, "-www", NULL };

	server = start(argv);
	for (int ms = 0; ms < SERVER_START_MS && !port; ms += 20) {
		usleep(20000);
		port = port_in_log();
	}
	return port > 0;
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	snprintf(certificate, sizeof(certificate), "%s/cert.pem", dir);
	snprintf(key, sizeof(key), "%s/key.pem", dir);
	snprintf(log_path, sizeof(log_path), "%s/log", dir);
	snprintf(config_path, sizeof(config_path), "%s/conf", dir);
	/* Without openssl the tests are skipped by hand, and fail in a check. */
	if (make_certificate())
		start_server();
	return port || !getenv("JOBTREND_BUILD") ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	if (server > 0) {
		kill(server, SIGTERM);
		waitpid(server, NULL, 0);
	}
	unlink(certificate);
	unlink(key);
	unlink(log_path);
	unlink(config_path);
	return rmdir(dir);
}

static void on_fetched(struct fetched *result, void *arg)
{
	fetched_move(arg, result);
}

/* What comes from https://HOST:port/ with `more` in the configuration. */
static void get(const char *host, const char *more, struct fetched *out)
{
	FILE                *file = fopen(config_path, "w");
	struct error         err = ERROR_INIT;
	struct config       *config;
	struct fetcher      *fetcher;
	char                 url[64];
	struct fetch_request q = { .url = url };
	uv_loop_t            loop;

	assert_non_null(file);
	fprintf(file, "exempt_hosts = {\"127.0.0.0/8\"}\n%s\n", more);
	fclose(file);
	snprintf(url, sizeof(url), "https://%s:%d/", host, port);
	uv_loop_init(&loop);
	config = config_load(config_path, &err);
	if (!config)
		fail_msg("%s", err.text);
	fetcher = fetcher_open(&loop, config, &err);
	assert_non_null(fetcher);

	fetch_start(fetcher, &q, on_fetched, out);
	uv_run(&loop, UV_RUN_DEFAULT); /* idle connections keep nothing alive */

	fetcher_close(fetcher);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&loop), 0);
	config_free(config);
}

static void an_unknown_authority_is_refused(void **state)
{
	struct fetched r;

	(void)state;
	if (!port)
		skip();
	get("127.0.0.1", "", &r);

	assert_int_equal(r.status, FETCH_TLS);
	assert_int_equal(r.http_status, 0);
	assert_non_null(strstr(r.err.text, "certificate"));
	fetched_deinit(&r);
}

static void a_configured_authority_is_trusted(void **state)
{
	struct fetched r;

	(void)state;
	if (!port)
		skip();
	get("127.0.0.1", "ca_file = \"cert.pem\"", &r);

	if (r.status != FETCH_ANSWERED)
		fail_msg("%s", r.err.text);
	assert_int_equal(r.http_status, 200);
	assert_true(r.body.len > 0);
	fetched_deinit(&r);
}

static void a_certificate_for_another_host_is_refused(void **state)
{
	struct fetched r;

	(void)state;
	if (!port)
		skip();
	get("localhost", "ca_file = \"cert.pem\"", &r);

	assert_int_equal(r.status, FETCH_TLS);
	fetched_deinit(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unknown_authority_is_refused),
		cmocka_unit_test(a_configured_authority_is_trusted),
		cmocka_unit_test(a_certificate_for_another_host_is_refused),
	};

	return cmocka_run_group_tests_name("fetch_tls", tests, set_up,
					   tear_down);
}
