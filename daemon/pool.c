#include "daemon/pool.h"

#include "base/mem.h"
#include "daemon/config.h"

#include <assert.h>
#include <stdlib.h>

#define AT_ONCE 16 /* visits of one job at most */
#define PENDING_MAX 64 /* visits */
#define PENDING_BYTES (16 * 1024 * 1024) /* of bodies as received */

struct job {
	uv_work_t       work;
	struct pool    *pool;
	struct digester digester;
	struct visit   *visits;
	bool            is_busy;
};

struct pool {
	uv_loop_t     *loop;
	pool_done_fn  *done;
	void          *arg;
	struct job    *jobs;
	int            n_jobs;
	struct visit  *first, **last;
	size_t         n_waiting;
	size_t         n_pending;
	size_t         bytes; /* bodies pending */
};

struct pool *pool_open(uv_loop_t *loop, const struct outcome_context *context,
		       struct keeper *keeper, int threads, pool_done_fn *done,
		       void *arg)
{
	struct pool *p = xcalloc(1, sizeof(*p));

	p->loop = loop;
	p->done = done;
	p->arg = arg;
	p->last = &p->first;
	p->n_jobs = threads;
	p->jobs = xcalloc((size_t)threads, sizeof(*p->jobs));
	for (int i = 0; i < threads; i++) {
		p->jobs[i].pool = p;
		p->jobs[i].work.data = &p->jobs[i];
		digester_init(&p->jobs[i].digester, context, keeper);
	}
	return p;
}

void pool_set_limits(struct pool *p, const struct config *c)
{
	for (int i = 0; i < p->n_jobs; i++) {
		/* Read by a thread that may be at work: it sees the old value
		 * or the new one, and either will do for one more page. */
		__atomic_store_n(&p->jobs[i].digester.max_body,
				 c->max_body_bytes, __ATOMIC_RELAXED);
		__atomic_store_n(&p->jobs[i].digester.is_tdm_obeyed,
				 c->is_tdm_obeyed, __ATOMIC_RELAXED);
	}
}

void pool_close(struct pool *p)
{
	assert(!p->n_pending);
	for (int i = 0; i < p->n_jobs; i++)
		digester_deinit(&p->jobs[i].digester);
	free(p->jobs);
	free(p);
}

static void on_work(uv_work_t *work)
{
	struct job *job = work->data;

	for (struct visit *v = job->visits; v; v = v->next)
		digest_page(&job->digester, v);
}

static void dispatch(struct pool *p);

static void on_worked(uv_work_t *work, int status)
{
	struct job   *job = work->data;
	struct pool  *p = job->pool;
	struct visit *v = job->visits, *next;

	assert(status == 0); /* nothing cancels it */
	job->visits = NULL;
	job->is_busy = false;
	dispatch(p); /* before the callbacks: the thread need not wait */
	for (; v; v = next) {
		next = v->next;
		p->n_pending--;
		p->bytes -= v->body_bytes;
		p->done(v, p->arg);
	}
}

static void start(struct pool *p, struct job *job)
{
	struct visit **last = &job->visits;
	size_t         n = p->n_waiting / (size_t)p->n_jobs + 1;

	if (n > AT_ONCE)
		n = AT_ONCE;
	for (; n && p->first; n--) {
		struct visit *v = p->first;

		p->first = v->next;
		p->n_waiting--;
		v->next = NULL;
		*last = v;
		last = &v->next;
	}
	if (!p->first)
		p->last = &p->first;
	job->is_busy = true;
	uv_queue_work(p->loop, &job->work, on_work, on_worked);
}

static void dispatch(struct pool *p)
{
	for (int i = 0; i < p->n_jobs && p->first; i++) {
		if (!p->jobs[i].is_busy)
			start(p, &p->jobs[i]);
	}
}

bool pool_has_room(const struct pool *p)
{
	return p->n_pending < PENDING_MAX && p->bytes < PENDING_BYTES;
}

void pool_submit(struct pool *p, struct visit *v)
{
	v->next = NULL;
	v->body_bytes = v->got.body.len;
	*p->last = v;
	p->last = &v->next;
	p->n_waiting++;
	p->n_pending++;
	p->bytes += v->body_bytes;
	dispatch(p);
}

size_t pool_pending(const struct pool *p)
{
	return p->n_pending;
}
