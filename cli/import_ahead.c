/*
 * import_ahead.c - ads are counted while others are still being stored.
 *
 *   ahead_stored -> fold -> on_folded -> fold ... until too few are left
 */
#include "cli/import_ahead.h"

#include "cli/import_count.h"

#include "base/mem.h"
#include "daemon/link.h"
#include "daemon/wire.h"

#include <stdbool.h>
#include <stdlib.h>

#define WAITING_MAX (3 * FOLD_ADS) /* stored ads that are not counted */

struct ahead {
	struct link *link;
	int64_t      waiting; /* stored, and in no fold yet */
	int64_t      counted, analyzed;
	bool         is_folding;
	bool         has_failed;
	bool         is_closing;
	void (*has_room)(void *arg);
	void        *arg;
};

static void fold(struct ahead *a);

/*
 * The tables were empty, or small, when the planner last looked at them. Again
 * as they double, at the keys that a fold joins by; refused to who does not
 * own them.
 */
static void analyze(struct ahead *a)
{
	if (a->counted < 2 * a->analyzed)
		return;
	a->analyzed = a->counted;
	for (size_t i = 0; i < N_FOLD_ANALYZE; i++)
		link_send(a->link, fold_analyze[i], NULL, NULL, NULL);
}

static void on_folded(const struct answer *answer, void *arg)
{
	struct ahead *a = arg;
	int64_t       n;

	a->is_folding = false;
	if (a->is_closing)
		return;
	if (answer_status(answer) != ANSWER_OK) {
		a->has_failed = answer_status(answer) != ANSWER_LOST;
		a->has_room(a->arg);
		return;
	}
	n = answer_int(answer, 0, 0);
	a->counted += n;
	a->waiting = n && n < a->waiting ? a->waiting - n : 0;
	fold(a);
	a->has_room(a->arg);
}

/* Whole batches alone. The facts are counted when all ads are there. */
static void fold(struct ahead *a)
{
	static const char sql[] = "SELECT jobtrend.fold($1, false)";
	struct params     p = PARAMS_INIT;

	if (a->is_folding || a->has_failed || a->waiting < FOLD_ADS ||
	    !link_is_up(a->link))
		return;
	a->is_folding = true;
	analyze(a);
	wire_int4(params_next(&p), FOLD_ADS);
	link_send(a->link, sql, &p, on_folded, a);
	params_deinit(&p);
}

void ahead_stored(struct ahead *a, int64_t ads)
{
	a->waiting += ads;
	fold(a);
}

bool ahead_has_room(const struct ahead *a)
{
	return !a->is_folding || a->waiting < WAITING_MAX;
}

struct ahead *ahead_open(uv_loop_t *loop, const char *conninfo,
			 void (*has_room)(void *arg), void *arg)
{
	struct ahead       *a = xcalloc(1, sizeof(*a));
	struct link_options options = {
		.conninfo = conninfo,
		.name = "jobtrendctl import (counting)",
	};

	a->has_room = has_room;
	a->arg = arg;
	a->link = link_open(loop, &options);
	return a;
}

void ahead_close(struct ahead *a)
{
	a->is_closing = true;
	link_close(a->link);
	free(a);
}
