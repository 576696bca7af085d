#include "tests/boardsim/fault.h"

#include "base/mem.h"
#include "tests/boardsim/listing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LEAST_ADS 4 /* a board with fewer says little when it fails */
#define LEAST_MAPPED 8 /* so that a third is more than a few */
#define LAST_ADDRESS 254 /* 127.0.1.254 */

size_t board_open_ads(const struct world *w, const struct board *b)
{
	size_t sum = 0;

	for (size_t n = 0; n < w->n_vacancies; n++) {
		struct listing l[2];
		size_t many = world_listings(w, b, &w->vacancies[n], l);

		for (size_t k = 0; k < many; k++)
			sum += l[k].from <= w->last_day && l[k].to > w->last_day;
	}
	return sum;
}

static bool is_on(const struct board *b, enum fault_on on, size_t turn)
{
	static const enum board_kind in_turn[] = { GREENHOUSE, LEVER, ASHBY };

	switch (on) {
	case ON_API:
	case ON_MAPPED: return b->kind == in_turn[turn % 3];
	case ON_TOTAL: return b->kind == GREENHOUSE;
	case ON_PAGED: return b->kind == LEVER;
	case ON_SITE: return b->kind == SITE_JSONLD;
	case ON_INDEX: return b->kind == PORTAL;
	case ON_RSS: return b->kind == FEED_RSS;
	case ON_ATOM: return b->kind == FEED_ATOM;
	}
	return false;
}

static bool is_taken(const struct lab *lab, const struct board *b)
{
	for (size_t i = 0; i < lab->n; i++) {
		if (lab->patients[i].board == b)
			return true;
	}
	return false;
}

/* Boards that share a host would share its faults: each gets one of its own. */
static void move_apart(struct lab *lab, struct world *w)
{
	int address = LAST_ADDRESS;

	for (size_t i = 0; i < lab->n; i++) {
		struct board *b = &w->boards[lab->patients[i].board - w->boards];

		if (lab->patients[i].fault->on <= ON_MAPPED)
			b->address = address--;
	}
	for (size_t b = 0; b < w->n_boards; b++) {
		if (w->boards[b].address > address &&
		    !is_taken(lab, &w->boards[b])) {
			fputs("boardsim: too many hosts: expected fewer "
			      "--employers\n", stderr);
			exit(1);
		}
	}
}

void lab_init(struct lab *lab, struct world *w, const char *switch_path)
{
	size_t              n_faults;
	const struct fault *all = fault_all(&n_faults);
	size_t             *open = xcalloc(w->n_boards, sizeof(*open));

	*lab = (struct lab){ .world = w, .switch_path = switch_path };
	lab->patients = xcalloc(n_faults, sizeof(*lab->patients));
	for (size_t b = 0; b < w->n_boards; b++)
		open[b] = board_open_ads(w, &w->boards[b]);
	for (size_t i = 0; i < n_faults; i++) {
		const struct board *found = NULL;

		size_t least = all[i].on == ON_MAPPED ? LEAST_MAPPED : LEAST_ADS;

		/* Any of the three will do when one kind has run out. */
		for (size_t turn = i; turn < i + 3 && !found; turn++) {
			for (size_t b = 0; b < w->n_boards && !found; b++) {
				if (open[b] >= least &&
				    is_on(&w->boards[b], all[i].on, turn) &&
				    !is_taken(lab, &w->boards[b]))
					found = &w->boards[b];
			}
		}
		if (!found) {
			fprintf(stderr, "boardsim: no board is left for %s: "
					"expected more --employers\n",
				all[i].name);
			exit(1);
		}
		lab->patients[lab->n++] = (struct patient){ &all[i], found };
	}
	free(open);
	move_apart(lab, w);
}

void lab_deinit(struct lab *lab)
{
	free(lab->patients);
	lab->patients = NULL;
}

/* "/v1/boards/acme/jobs" holds "/acme/" or ends in "/acme". */
static bool names(const char *path, const char *slug)
{
	size_t      len = strlen(slug);
	const char *at = path;

	while ((at = strstr(at, slug))) {
		if (at > path && at[-1] == '/' &&
		    (at[len] == '/' || at[len] == '\0'))
			return true;
		at++;
	}
	return false;
}

const struct patient *lab_patient(const struct lab *lab, int address,
				  const char *path)
{
	for (size_t i = 0; i < lab->n; i++) {
		const struct patient *p = &lab->patients[i];
		bool is_api = p->fault->on <= ON_MAPPED;

		if (p->board->address == address &&
		    (!is_api || names(path, p->board->slug)))
			return p;
	}
	return NULL;
}

bool lab_is_on(const struct lab *lab)
{
	return lab->switch_path && access(lab->switch_path, F_OK) == 0;
}

void lab_write_config(const struct lab *lab, int port, FILE *to)
{
	for (size_t i = 0; i < lab->n; i++) {
		const struct board *b = lab->patients[i].board;
		bool is_paged = lab->patients[i].fault->on == ON_PAGED;
		char url[192];

		board_url(lab->world, b, port, url);
		if (is_paged)
			snprintf(url, sizeof(url),
				 "http://127.0.1.%d:%d/v1/companies/%s/postings",
				 b->address, port, b->slug);
		fprintf(to, "source \"%s\" {\n\tkind = \"%s\"\n\turl = \"%s\"\n",
			b->id,
			is_paged ? "smartrecruiters" : board_kind_name(b->kind),
			url);
		if (b->kind < PORTAL)
			fprintf(to, "\temployer = \"%s\"\n",
				lab->world->employers[b->employer].name);
		/* Its pages are asked for, whatever the sitemap says of them. */
		if (lab->patients[i].fault->on == ON_SITE)
			fputs("\trefresh = \"0 s\"\n", to);
		if (lab->patients[i].fault->on == ON_MAPPED)
			fprintf(to, "\tsitemap = \"http://127.0.1.%d:%d/sitemap.xml\"\n"
				"\tsitemap_match = \"/jobs/\"\n",
				b->address, port);
		fputs("}\n", to);
	}
}

void lab_write_faults(const struct lab *lab, FILE *to)
{
	for (size_t i = 0; i < lab->n; i++)
		fprintf(to, "%s\t%s\t%s\t%s\n", lab->patients[i].board->id,
			lab->patients[i].fault->name,
			lab->patients[i].fault->states,
			lab->patients[i].fault->words);
}
