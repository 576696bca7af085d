/*
 * fault.h - what goes wrong with boards, played on demand.
 *
 * A laboratory is a world of which some boards have a fault each. While the
 * switch is on (a file exists) they answer as the fault has it, else as they
 * should. What a visit has to be called then stands beside each fault.
 */
#ifndef TESTS_BOARDSIM_FAULT_H
#define TESTS_BOARDSIM_FAULT_H

#include "tests/boardsim/documents.h"

#include <stdio.h>

/* What a board answers; `body` is the caller's. */
struct answer {
	unsigned    status;
	const char *type;
	struct buf  body;
	const char *header, *value; /* one more; NULL: none */
	char        location[256];  /* of a redirect */
	bool        is_cut; /* the connection ends in the middle */
	bool        is_bare; /* sent as it is: no gzip, no ETag */
};

/* One request to a board that has a fault. */
struct request {
	const struct lab   *lab;
	const struct shelf *shelf;
	const struct board *board;
	const char         *path;
	unsigned            offset; /* of a paged list */
};

enum fault_on {
	ON_API,   /* a list as JSON: Greenhouse, Lever, Ashby in turn */
	ON_TOTAL, /* one that states its total: Greenhouse */
	ON_PAGED, /* one of many pages: SmartRecruiters */
	ON_MAPPED, /* as ON_API, with a sitemap beside it */
	ON_SITE,  /* a sitemap and pages with JSON-LD */
	ON_INDEX, /* an index of compressed sitemaps */
	ON_RSS,
	ON_ATOM,
};

struct fault {
	const char   *name;
	enum fault_on on;
	const char   *states; /* that a visit may be given: "partial|dead" */
	const char   *words;  /* that its reason holds; "" any */
	void (*play)(const struct request *r, struct answer *a);
};

/* A fault and the board that has it. */
struct patient {
	const struct fault *fault;
	const struct board *board;
};

struct lab {
	const struct world *world;
	struct patient     *patients;
	size_t              n;
	const char         *switch_path; /* of the file; NULL: always off */
};

/*
 * Gives each fault a board, and that a host of its own: the world changes.
 * Ends the process when it has too few boards.
 */
void lab_init(struct lab *lab, struct world *w, const char *switch_path);
void lab_deinit(struct lab *lab);

/* The board with a fault that `path` on `address` belongs to, or NULL. */
const struct patient *lab_patient(const struct lab *lab, int address,
				  const char *path);
bool lab_is_on(const struct lab *lab);

/* The boards with a fault as source blocks, and the faults as a table. */
void lab_write_config(const struct lab *lab, int port, FILE *to);
void lab_write_faults(const struct lab *lab, FILE *to);

/* All of them. */
const struct fault *fault_all(size_t *n);

/* Listings that a board shows on the world's last day. */
size_t board_open_ads(const struct world *w, const struct board *b);

#endif
