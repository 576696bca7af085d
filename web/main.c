/*
 * main.c - jobtrend-web, the server of the page and the API.
 *
 *   arguments -> configuration -> database -> server -> signals -> exit
 */
#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/database.h"
#include "daemon/log.h"
#include "daemon/notify.h"
#include "web/server.h"

#include <errno.h>
#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXIT_USAGE 2

/*
 * What the allocator may hold: one arena a thread holds memory for nobody, and
 * a threshold that grows with what is freed keeps large answers on heaps that
 * small ones hold in place. A list of a thousand ads is two blocks of a
 * megabyte; mapped, they are gone when they are sent.
 */
#define ARENAS     2
#define MAPPED_MIN (64 * 1024) /* bytes */
#define TRIM_MIN   (128 * 1024)
#define TRIM_S     10

static const char usage_text[] =
	"usage: jobtrend-web [--config FILE] [--db CONNINFO] "
	"[--listen ADDRESS:PORT]\n"
	"\n"
	"  --config FILE    read FILE instead of " JOBTREND_SYSCONFDIR
	"/jobtrend/jobtrend.conf\n"
	"  --db CONNINFO    the database (libpq); else JOBTREND_DB, the\n"
	"                   configuration, the private cluster under var/\n"
	"  --listen A:P     instead of web_listen; port 0 is any free one\n"
	"  --version        print the version\n"
	"  --help           print this\n";

struct arguments {
	const char *config;
	const char *db;
	const char *listen;
};

/* -1: go on; else the exit status. */
static int read_arguments(int argc, char **argv, struct arguments *out)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "db", required_argument, NULL, 'd' },
		{ "listen", required_argument, NULL, 'l' },
		{ "version", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'c': out->config = optarg; break;
		case 'd': out->db = optarg; break;
		case 'l': out->listen = optarg; break;
		case 'v': puts("jobtrend-web " JOBTREND_VERSION); return 0;
		case 'h': fputs(usage_text, stdout); return 0;
		default: fputs(usage_text, stderr); return EXIT_USAGE;
		}
	}
	if (optind < argc) {
		fprintf(stderr,
			"jobtrend-web: expected no argument, got "
			"\"%s\"\n",
			argv[optind]);
		fputs(usage_text, stderr);
		return EXIT_USAGE;
	}
	return -1;
}

/* Signals come here and nowhere else: all threads inherit the mask. */
static void block_signals(sigset_t *ends)
{
	sigemptyset(ends);
	sigaddset(ends, SIGINT);
	sigaddset(ends, SIGTERM);
	sigprocmask(SIG_BLOCK, ends, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void serve(struct server *server, const sigset_t *ends)
{
	static const struct timespec second = { 1, 0 };
	char                         status[160];
	unsigned                     seconds = 0;

	snprintf(status, sizeof(status), "serving %s", server_address(server));
	log_info("web: %s", status);
	notify_ready(status);
	while (sigtimedwait(ends, NULL, &second) < 0) {
		server_tick(server);
		if (++seconds % TRIM_S == 0)
			mem_give_back();
		if (notify_watchdog_ms())
			notify_watchdog();
	}
	notify_stopping();
	log_info("web: stopping");
}

static bool start(const struct arguments *args, struct error *err)
{
	struct config *config = config_load(args->config, err);
	struct server *server = NULL;
	struct buf     conninfo = BUF_INIT;
	sigset_t       ends;

	if (!config)
		return false;
	log_set_level(config->log_level);
	if (args->listen) {
		free(config->web_listen);
		config->web_listen = xstrdup(args->listen);
	}
	block_signals(&ends);
	if (database_conninfo(args->db, config->database, &conninfo, err))
		server = server_open(config, conninfo.ptr, err);
	if (server)
		serve(server, &ends);
	server_close(server);
	buf_deinit(&conninfo);
	config_free(config);
	return server != NULL;
}

int main(int argc, char **argv)
{
	struct arguments args = { NULL, NULL, NULL };
	struct error     err = ERROR_INIT;
	int              status = read_arguments(argc, argv, &args);

	if (status >= 0)
		return status;
	mallopt(M_ARENA_MAX, ARENAS);
	mallopt(M_MMAP_THRESHOLD, MAPPED_MIN);
	mallopt(M_TRIM_THRESHOLD, TRIM_MIN);
	if (start(&args, &err))
		return EXIT_SUCCESS;
	fprintf(stderr, "jobtrend-web: %s\n", err.text);
	return EXIT_FAILURE;
}
