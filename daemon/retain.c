/*
 * retain.c - what need not be kept for good goes, a little every day.
 *
 *   due -> a task: forget texts, forget details, tend the years
 *       -> on_answer -> a step later, until all sources have been looked at
 *       -> the next task; after the last one a day later
 */
#include "daemon/retain.h"

#include "base/mem.h"
#include "daemon/answer.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/wire.h"

#define STEP_MS  2000     /* between two steps: folds go first */
#define ROUND_MS 86400000 /* between two rounds over all sources */
#define RETRY_MS 600000   /* after a failure */

#define NO_SETTING SIZE_MAX

static const struct task {
	const char *sql;     /* the source up to which it is done, NULL: all */
	size_t      keep_at; /* its setting in struct retain, or NO_SETTING */
} tasks[] = {
	{ "SELECT jobtrend.forget_texts(make_interval(secs => $1), $2)",
	  offsetof(struct retain, text_keep_s) },
	{ "SELECT jobtrend.forget_details(make_interval(secs => $1), $2)",
	  offsetof(struct retain, detail_keep_s) },
	{ "SELECT NULL::integer FROM jobtrend.tend_years()", NO_SETTING },
};

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

static void next_task(struct retain *r, uint64_t now)
{
	r->source_id = 0;
	r->task = (r->task + 1) % ARRAY_LEN(tasks);
	r->at_ms = now + (r->task ? STEP_MS : ROUND_MS);
}

static void on_answer(const struct answer *a, void *arg)
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
		next_task(r, now);
	} else {
		r->source_id = (int32_t)answer_int(a, 0, 0);
		r->at_ms = now + STEP_MS;
	}
}

void retain_if_due(struct retain *r)
{
	const struct task *t = &tasks[r->task];
	struct params      p = PARAMS_INIT;
	int64_t            keep_s;

	if (r->is_asking || !link_is_up(r->link) ||
	    r->now_ms(r->arg) < r->at_ms)
		return;
	if (t->keep_at != NO_SETTING) {
		keep_s = *(const int64_t *)((const char *)r + t->keep_at);
		if (!keep_s) {
			next_task(r, r->now_ms(r->arg));
			return;
		}
		wire_float8_or_null(params_next(&p), (double)keep_s, true);
		wire_int4(params_next(&p), r->source_id);
	}
	r->is_asking = true;
	link_send(r->link, t->sql, &p, on_answer, r);
	params_deinit(&p);
}
