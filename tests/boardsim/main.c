/*
 * boardsim - a world of job boards with three years of history, from a seed.
 *
 *   boardsim archive   its past, in the archive format
 *   boardsim serve     its boards of today, over HTTP on the loopback
 *   boardsim config    the boards as source blocks of jobtrend.conf
 *   boardsim truth     the demand there really was
 *   boardsim faults    the boards that have one, each with what it is
 */
#include "base/stamp.h"
#include "tests/boardsim/archive.h"
#include "tests/boardsim/fault.h"
#include "tests/boardsim/listing.h"
#include "tests/boardsim/serve.h"
#include "tests/boardsim/truth.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char usage[] =
	"usage: boardsim archive|serve|config|truth|faults [options]\n"
	"  --seed N         another world for each (1)\n"
	"  --employers N    how many (300)\n"
	"  --days N         of history (1095)\n"
	"  --today DATE     the day that is served (the clock's)\n"
	"  --port P         of the boards, on 127.0.1.N (18080)\n"
	"  --end DATE       truth: the window ends before it (today)\n"
	"  --window N       truth: days in the window (365)\n"
	"  --faults FILE    serve, config: boards with faults, which are played\n"
	"                   while FILE exists\n";

struct options {
	long        seed, employers, days, port, window;
	int32_t     today, end; /* days since 1970; end 0: today */
	const char *verb, *faults;
};

static bool read_day(const char *text, int32_t *day)
{
	struct stamp s;

	if (!stamp_parse_iso(span_of(text), &s))
		return false;
	*day = (int32_t)(s.at / DAY_S);
	return true;
}

static bool read_number(const char *text, long least, long most, long *out)
{
	char *end;

	*out = strtol(text, &end, 10);
	return *text && !*end && *out >= least && *out <= most;
}

static bool read_options(int argc, char **argv, struct options *o)
{
	static const struct option names[] = {
		{ "seed", 1, NULL, 's' },  { "employers", 1, NULL, 'n' },
		{ "days", 1, NULL, 'd' },  { "today", 1, NULL, 't' },
		{ "port", 1, NULL, 'p' },  { "end", 1, NULL, 'e' },
		{ "window", 1, NULL, 'w' }, { "faults", 1, NULL, 'f' },
		{ NULL, 0, NULL, 0 },
	};
	int  c;
	bool ok = true;

	while (ok && (c = getopt_long(argc, argv, "", names, NULL)) != -1) {
		switch (c) {
		case 's': ok = read_number(optarg, 0, 1000000000, &o->seed); break;
		case 'n': ok = read_number(optarg, 1, 5000, &o->employers); break;
		case 'd': ok = read_number(optarg, 30, 3650, &o->days); break;
		case 'p': ok = read_number(optarg, 1, 65535, &o->port); break;
		case 'w': ok = read_number(optarg, 1, 3650, &o->window); break;
		case 't': ok = read_day(optarg, &o->today); break;
		case 'f': o->faults = optarg; break;
		case 'e': ok = read_day(optarg, &o->end); break;
		default: ok = false;
		}
	}
	if (!ok || optind + 1 != argc)
		return false;
	o->verb = argv[optind];
	return true;
}

static void write_config(const struct world *w, int port)
{
	for (size_t i = 0; i < w->n_boards; i++) {
		const struct board *b = &w->boards[i];
		char                url[192];

		board_url(w, b, port, url);
		printf("source \"%s\" {\n\tkind = \"%s\"\n\turl = \"%s\"\n", b->id,
		       board_kind_name(b->kind), url);
		if (b->kind < PORTAL)
			printf("\temployer = \"%s\"\n",
			       w->employers[b->employer].name);
		printf("}\n");
	}
}

int main(int argc, char **argv)
{
	struct options o = { .seed = 1, .employers = 300, .days = 1095,
			     .port = 18080, .window = 365 };
	struct error   err = ERROR_INIT;
	struct world   w;
	struct lab     lab = { 0 };
	int            status = 0;

	o.today = (int32_t)(time(NULL) / DAY_S);
	if (!read_options(argc, argv, &o)) {
		fputs(usage, stderr);
		return 2;
	}
	world_init(&w, (uint64_t)o.seed, (size_t)o.employers, (int32_t)o.days, o.today);
	if (o.faults || !strcmp(o.verb, "faults"))
		lab_init(&lab, &w, o.faults);
	if (!strcmp(o.verb, "archive")) {
		archive_write(&w, (int)o.port, stdout);
	} else if (!strcmp(o.verb, "config") && o.faults) {
		lab_write_config(&lab, (int)o.port, stdout);
	} else if (!strcmp(o.verb, "config")) {
		write_config(&w, (int)o.port);
	} else if (!strcmp(o.verb, "faults")) {
		lab_write_faults(&lab, stdout);
	} else if (!strcmp(o.verb, "truth")) {
		truth_write(&w, o.end ? o.end : o.today, (int32_t)o.window, stdout);
	} else if (!strcmp(o.verb, "serve")) {
		if (!serve(&w, o.faults ? &lab : NULL, (int)o.port, &err)) {
			fprintf(stderr, "boardsim: %s\n", err.text);
			status = 1;
		}
	} else {
		fputs(usage, stderr);
		status = 2;
	}
	lab_deinit(&lab);
	world_deinit(&w);
	if (!status && (fflush(stdout) || ferror(stdout))) {
		fprintf(stderr, "boardsim: standard output: cannot be written\n");
		status = 1;
	}
	return status;
}
