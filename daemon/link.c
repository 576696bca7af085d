/*
 * link.c - one connection to PostgreSQL on the loop.
 *
 *   begin -> on_connect_step ... -> set_up -> on_types -> up
 *     ^                                |
 *     +---- on_pause <---- lose <------+---- any error
 */
#include "daemon/link.h"

#include "base/mem.h"
#include "daemon/answer.h"
#include "daemon/outcome.h"
#include "daemon/wire.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONNECT_MS 10000 /* a connection attempt is given up after this */
#define PAUSE_MIN_MS 200 /* before connecting again; doubles */
#define PAUSE_MAX_MS 10000
#define WATCH_MS 1000 /* how often the age of the oldest question is looked at */
#define STATEMENTS_MAX 48 /* different ones on a connection */

/* Question sent, answer not here. */
struct question {
	struct question *next;
	answer_fn       *done;
	void            *arg;
	PGresult        *result;
	uint64_t         sent_ms;
};

enum link_state {
	LINK_CONNECTING,
	LINK_SETTING_UP,
	LINK_UP,
	LINK_PAUSING,
	LINK_CLOSED,
};

struct link {
	uv_loop_t          *loop;
	struct link_options options;
	char               *conninfo;
	char               *name;
	enum link_state     state;
	PGconn             *conn;
	uv_poll_t          *poll; /* of its own: outlives the connection */
	int                 events;
	uv_timer_t          timer;
	int64_t             pause_ms;
	struct question    *first, **last;
	size_t              n_pending;
	const char         *prepared[STATEMENTS_MAX];
	int                 n_prepared;
	uint32_t            types[OUTCOME_SECTIONS];
	bool                is_told; /* on_down was called for this outage */
};

static void begin(struct link *l);
static void lose(struct link *l, const char *reason);

/* ---- questions ---- */

static void one_line(const char *message, char *out, size_t size)
{
	size_t n = 0;

	while (*message && n + 1 < size) {
		out[n++] = *message == '\n' ? ' ' : *message;
		message++;
	}
	while (n && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

/*
 * SQLSTATE classes (PostgreSQL 15, appendix A): wrong data, wrong number of
 * rows, constraint, exception raised by our functions, limits of the server.
 */
static const char data_classes[] = "21 22 23 54 P0";
/* The session is not what it was: the schema was changed under it. */
static const char session_classes[] = "0A 26 42 XX";

static bool is_of_class(const char *state, const char *classes)
{
	char class[3] = { state[0], state[1], '\0' };

	return strstr(classes, class) != NULL;
}

static bool is_session_stale(const PGresult *r)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;

	return state && is_of_class(state, session_classes);
}

static enum answer_status status_of(const PGresult *r)
{
	const char *state;

	if (!r)
		return ANSWER_LOST;
	if (PQresultStatus(r) == PGRES_TUPLES_OK ||
	    PQresultStatus(r) == PGRES_COMMAND_OK)
		return ANSWER_OK;
	state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	return state && is_of_class(state, data_classes) ? ANSWER_REFUSED
							 : ANSWER_FAILED;
}

static void push(struct link *l, answer_fn *done, void *arg)
{
	struct question *q = xcalloc(1, sizeof(*q));

	q->done = done;
	q->arg = arg;
	q->sent_ms = uv_now(l->loop);
	*l->last = q;
	l->last = &q->next;
	l->n_pending++;
}

static void answer(struct link *l, enum answer_status status,
		   const char *message)
{
	struct question *q = l->first;
	struct answer    a = { status, q->result, message };

	l->first = q->next;
	if (!l->first)
		l->last = &l->first;
	l->n_pending--;
	if (q->done)
		q->done(&a, q->arg);
	PQclear(q->result);
	free(q);
}

static void answer_head(struct link *l)
{
	struct question *q = l->first;
	char             message[ERROR_SIZE] = "";
	bool             is_stale = is_session_stale(q->result);
	enum answer_status status = status_of(q->result);

	if (status != ANSWER_OK)
		one_line(q->result ? PQresultErrorMessage(q->result) :
				     "no answer",
			 message, sizeof(message));
	answer(l, status, message);
	/* A new session prepares its statements anew and learns the types. */
	if (is_stale && l->conn)
		lose(l, message);
}

/* ---- watching the socket ---- */

static void on_poll_closed(uv_handle_t *handle)
{
	free(handle);
}

static void unwatch(struct link *l)
{
	if (!l->poll)
		return;
	uv_close((uv_handle_t *)l->poll, on_poll_closed);
	l->poll = NULL;
	l->events = 0;
}

static void on_socket(uv_poll_t *poll, int status, int events);
static void on_connect_step(uv_poll_t *poll, int status, int events);

static void watch(struct link *l, int events, uv_poll_cb fn)
{
	if (l->poll && events == l->events)
		return;
	if (!l->poll) {
		l->poll = xcalloc(1, sizeof(*l->poll));
		l->poll->data = l;
		uv_poll_init(l->loop, l->poll, PQsocket(l->conn));
	}
	l->events = events;
	uv_poll_start(l->poll, events, fn);
}

static void on_broken(uv_timer_t *timer)
{
	struct link *l = timer->data;

	lose(l, l->conn ? PQerrorMessage(l->conn) : "");
}

/*
 * What libpq could not send it has closed the socket over, and a closed socket
 * has no more events. Not at once: callers do not expect answers from inside.
 */
static void lose_later(struct link *l)
{
	uv_timer_start(&l->timer, on_broken, 0, 0);
}

static void flush(struct link *l)
{
	int left;

	if (!l->conn || l->state == LINK_CONNECTING)
		return;
	left = PQflush(l->conn);
	if (left < 0) {
		lose_later(l);
		return;
	}
	watch(l, left ? UV_READABLE | UV_WRITABLE : UV_READABLE, on_socket);
}

static void read_answers(struct link *l)
{
	bool was_null = false;

	while (l->first && l->conn && !PQisBusy(l->conn)) {
		PGresult *r = PQgetResult(l->conn);

		if (!r) {
			if (was_null || PQstatus(l->conn) == CONNECTION_BAD)
				return;
			was_null = true;
			continue;
		}
		was_null = false;
		if (PQresultStatus(r) == PGRES_PIPELINE_SYNC) {
			PQclear(r);
			answer_head(l);
			continue;
		}
		/* An error outlives the "aborted" that may follow it. */
		if (l->first->result)
			PQclear(r);
		else
			l->first->result = r;
	}
}

static void on_socket(uv_poll_t *poll, int status, int events)
{
	struct link *l = poll->data;
	char         reason[ERROR_SIZE];

	(void)status; /* libpq says better what is wrong with the socket */
	(void)events;
	if (!PQconsumeInput(l->conn)) {
		one_line(PQerrorMessage(l->conn), reason, sizeof(reason));
		lose(l, reason);
		return;
	}
	read_answers(l);
	if (l->conn && PQstatus(l->conn) == CONNECTION_BAD)
		lose(l, "connection lost");
	flush(l);
}

/* ---- sending ---- */

/* The number of a prepared statement; prepares it when it is new. */
static int statement(struct link *l, const char *sql)
{
	char name[16];
	int  i;

	for (i = 0; i < l->n_prepared; i++) {
		if (l->prepared[i] == sql)
			return i;
	}
	assert(i < STATEMENTS_MAX);
	snprintf(name, sizeof(name), "s%d", i);
	if (!PQsendPrepare(l->conn, name, sql, 0, NULL) ||
	    !PQpipelineSync(l->conn))
		return -1;
	push(l, NULL, NULL);
	l->prepared[l->n_prepared++] = sql;
	return i;
}

/* Answers as lost what could not be sent; never from inside link_send. */
struct refusal {
	uv_timer_t timer;
	answer_fn *done;
	void      *arg;
};

static void on_refusal_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void on_refusal(uv_timer_t *timer)
{
	struct refusal *r = timer->data;
	struct answer   a = { ANSWER_LOST, NULL, "the database is away" };

	r->done(&a, r->arg);
	uv_close((uv_handle_t *)timer, on_refusal_closed);
}

static void refuse(struct link *l, answer_fn *done, void *arg)
{
	struct refusal *r;

	if (!done)
		return;
	r = xcalloc(1, sizeof(*r));
	r->done = done;
	r->arg = arg;
	uv_timer_init(l->loop, &r->timer);
	r->timer.data = r;
	uv_timer_start(&r->timer, on_refusal, 0, 0);
}

void link_send_values(struct link *l, const char *sql,
		      const struct link_value *values, int n, answer_fn *done,
		      void *arg)
{
	const char *ptrs[PARAMS_MAX];
	int         lens[PARAMS_MAX], formats[PARAMS_MAX];
	char        name[16];
	int         number;

	assert(n <= PARAMS_MAX);
	if (l->state != LINK_UP && l->state != LINK_SETTING_UP) {
		refuse(l, done, arg);
		return;
	}
	for (int i = 0; i < n; i++) {
		ptrs[i] = values[i].ptr;
		lens[i] = values[i].len;
		formats[i] = 1;
	}
	number = statement(l, sql);
	snprintf(name, sizeof(name), "s%d", number);
	if (number < 0 ||
	    !PQsendQueryPrepared(l->conn, name, n, ptrs, lens, formats, 1) ||
	    !PQpipelineSync(l->conn)) {
		refuse(l, done, arg);
		lose_later(l);
		return;
	}
	push(l, done, arg);
	flush(l);
}

void link_send(struct link *l, const char *sql, const struct params *p,
	       answer_fn *done, void *arg)
{
	struct link_value values[PARAMS_MAX];
	int               n = p ? p->n : 0;

	for (int i = 0; i < n; i++) {
		const char *field = p->bytes.ptr + p->at[i];
		int32_t     len = (int32_t)wire_get32(field + 4);

		values[i].ptr = len < 0 ? NULL : field + 8;
		values[i].len = len < 0 ? 0 : len;
	}
	link_send_values(l, sql, values, n, done, arg);
}

size_t link_pending(const struct link *l)
{
	return l->n_pending;
}

bool link_is_up(const struct link *l)
{
	return l->state == LINK_UP;
}

uint32_t link_type(const struct link *l, const char *name)
{
	for (int i = 0; i < OUTCOME_SECTIONS; i++) {
		if (!strcmp(name, outcome_section_type(i)))
			return l->types[i];
	}
	return 0;
}

/* ---- connecting ---- */

static void on_pause(uv_timer_t *timer)
{
	begin(timer->data);
}

/* The connection is of no use any more: tell everybody, try again later. */
static void lose(struct link *l, const char *reason)
{
	char why[ERROR_SIZE];
	bool was_up = l->state == LINK_UP;

	if (!l->conn)
		return;
	one_line(reason, why, sizeof(why));
	unwatch(l);
	PQfinish(l->conn);
	l->conn = NULL;
	l->state = LINK_PAUSING;
	l->n_prepared = 0;
	/* A fixed number: what an answer makes someone send is refused. */
	for (size_t n = l->n_pending; n; n--) {
		PQclear(l->first->result);
		l->first->result = NULL;
		answer(l, ANSWER_LOST, why);
	}
	if (l->options.on_down && (was_up || !l->is_told))
		l->options.on_down(l->options.arg, why);
	l->is_told = true;
	uv_timer_start(&l->timer, on_pause, (uint64_t)l->pause_ms, 0);
	l->pause_ms = l->pause_ms * 2 > PAUSE_MAX_MS ? PAUSE_MAX_MS :
						       l->pause_ms * 2;
}

static void on_watch(uv_timer_t *timer)
{
	struct link *l = timer->data;

	if (l->first && l->options.answer_ms &&
	    uv_now(l->loop) - l->first->sent_ms >
		    (uint64_t)l->options.answer_ms)
		lose(l, "the database does not answer");
}

#define TYPES_SQL \
	"SELECT 'jobtrend.page_input'::regtype::oid::bigint, " \
	"'jobtrend.ad_input'::regtype::oid::bigint, " \
	"'jobtrend.touch_input'::regtype::oid::bigint, " \
	"'jobtrend.text_input'::regtype::oid::bigint, " \
	"'jobtrend.mention_input'::regtype::oid::bigint, " \
	"'jobtrend.link_input'::regtype::oid::bigint"

static const char set_up_sql[] =
	"SELECT set_config('synchronous_commit', 'off', false), "
	"set_config('plan_cache_mode', 'force_generic_plan', false), "
	"set_config('jit', 'off', false), "
	"set_config('client_min_messages', 'warning', false), "
	"set_config('search_path', 'jobtrend, pg_temp', false), "
	"set_config('timezone', 'UTC', false), "
	"set_config('extra_float_digits', '1', false)";
static const char types_sql[] = TYPES_SQL;

static void on_types(const struct answer *a, void *arg)
{
	struct link *l = arg;

	if (a->status != ANSWER_OK)
		return; /* the prepared statement's failure has lost it */
	for (int i = 0; i < OUTCOME_SECTIONS; i++)
		l->types[i] = (uint32_t)answer_int(a, 0, i);
	l->state = LINK_UP;
	l->pause_ms = PAUSE_MIN_MS;
	l->is_told = false;
	uv_timer_start(&l->timer, on_watch, WATCH_MS, WATCH_MS);
	if (l->options.on_up)
		l->options.on_up(l->options.arg);
}

static void set_up(struct link *l)
{
	unwatch(l);
	uv_timer_stop(&l->timer);
	if (PQsetnonblocking(l->conn, 1) || !PQenterPipelineMode(l->conn)) {
		lose(l, PQerrorMessage(l->conn));
		return;
	}
	l->state = LINK_SETTING_UP;
	link_send(l, set_up_sql, NULL, NULL, NULL);
	link_send(l, types_sql, NULL, on_types, l);
}

static void connect_step(struct link *l)
{
	/* The socket may be another one after each step. */
	unwatch(l);
	switch (PQconnectPoll(l->conn)) {
	case PGRES_POLLING_READING:
		watch(l, UV_READABLE, on_connect_step);
		break;
	case PGRES_POLLING_WRITING:
		watch(l, UV_WRITABLE, on_connect_step);
		break;
	case PGRES_POLLING_OK:
		set_up(l);
		break;
	default:
		lose(l, PQerrorMessage(l->conn));
		break;
	}
}

static void on_connect_step(uv_poll_t *poll, int status, int events)
{
	struct link *l = poll->data;

	(void)events;
	if (status < 0)
		lose(l, uv_strerror(status));
	else
		connect_step(l);
}

static void on_connect_timeout(uv_timer_t *timer)
{
	lose(timer->data, "no connection in time");
}

static void begin(struct link *l)
{
	const char *keys[] = { "dbname", "fallback_application_name",
			       "client_encoding", "tcp_user_timeout", NULL };
	/* tcp_user_timeout: an unplugged network shows within 30 s. */
	const char *values[] = { l->conninfo, l->name, "UTF8", "30000", NULL };

	l->state = LINK_CONNECTING;
	l->conn = PQconnectStartParams(keys, values, 1);
	if (!l->conn) {
		fputs("out of memory\n", stderr);
		abort();
	}
	if (PQstatus(l->conn) == CONNECTION_BAD) {
		lose(l, PQerrorMessage(l->conn));
		return;
	}
	uv_timer_start(&l->timer, on_connect_timeout, CONNECT_MS, 0);
	/* libpq: before the first poll, act as if it had asked for writing. */
	watch(l, UV_WRITABLE, on_connect_step);
}

struct link *link_open(uv_loop_t *loop, const struct link_options *options)
{
	struct link *l = xcalloc(1, sizeof(*l));

	l->loop = loop;
	l->options = *options;
	l->conninfo = xstrdup(options->conninfo);
	l->name = xstrdup(options->name);
	l->last = &l->first;
	l->pause_ms = PAUSE_MIN_MS;
	uv_timer_init(loop, &l->timer);
	l->timer.data = l;
	l->state = LINK_PAUSING;
	uv_timer_start(&l->timer, on_pause, 0, 0); /* never from inside */
	return l;
}

static void on_timer_closed(uv_handle_t *handle)
{
	struct link *l = handle->data;

	free(l->conninfo);
	free(l->name);
	free(l);
}

void link_close(struct link *l)
{
	l->options.on_down = NULL;
	lose(l, "closing");
	l->state = LINK_CLOSED;
	uv_close((uv_handle_t *)&l->timer, on_timer_closed);
}
