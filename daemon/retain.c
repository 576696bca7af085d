/*
 * retain.c - what need not be kept for good goes, a little every day.
 *
 *   due -> forget_texts -> on_forgotten -> a step later, until all sources
 *   have been looked at -> a day later
 */
#include "daemon/retain.h"

#include "daemon/answer.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/wire.h"

#define STEP_MS  2000     /* between two steps: folds go first */
#define ROUND_MS 86400000 /* between two rounds over all sources */
#define RETRY_MS 600000   /* after a failure */

static const char forget_sql[] =
	"SELECT jobtrend.forget_texts(make_interval(secs => $1), $2)";

void retain_init(struct retain *r, struct link *link, uint64_t first_ms,
		 uint64_t (*now_ms)(void *arg), void *arg)
{
	*r = (struct retain){
		.link = link,
		.at_ms = first_ms,
		.now_ms = now_ms,
		.arg = arg,
	};
}

static void on_forgotten(const struct answer *a, void *arg)
{
	struct retain *r = arg;
	uint64_t       now;

	r->is_asking = false;
	if (answer_status(a) == ANSWER_LOST)
		return; /* the connection or the daemon ended */
	now = r->now_ms(r->arg);
	if (answer_status(a) != ANSWER_OK) {
		log_warning("retain database: failed error=\"%s\"",
			    answer_message(a));
		r->at_ms = now + RETRY_MS;
	} else if (answer_is_null(a, 0, 0)) {
		r->source_id = 0;
		r->at_ms = now + ROUND_MS;
	} else {
		r->source_id = (int32_t)answer_int(a, 0, 0);
		r->at_ms = now + STEP_MS;
	}
}

void retain_if_due(struct retain *r)
{
	struct params p = PARAMS_INIT;

	if (!r->text_keep_s || r->is_asking || !link_is_up(r->link) ||
	    r->now_ms(r->arg) < r->at_ms)
		return;
	r->is_asking = true;
	wire_float8_or_null(params_next(&p), (double)r->text_keep_s, true);
	wire_int4(params_next(&p), r->source_id);
	link_send(r->link, forget_sql, &p, on_forgotten, r);
	params_deinit(&p);
}
