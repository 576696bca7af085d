/*
 * store.c - commits outcomes to PostgreSQL, many to a transaction.
 *
 *   submit -> queue -> send (a batch) -> on_merged -> done
 *               ^          |   \ lost: back to the queue
 *               |          \ refused: back, each alone
 *               +-- spool <- queue, while the database is away
 */
#include "daemon/store.h"

#include "base/mem.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/spool.h"
#include "daemon/wire.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define BATCHES_MAX 2 /* under way: one is merged while the next travels */
#define QUEUE_BATCHES 2 /* outcomes that wait: more would only take memory */
#define FAILURE_MS 1000ULL /* pause after a failure; doubles up to 32 s */
#define BATCH_LINKS 2500 /* rows; a batch with more is sent */
#define SENDING_KEPT (512 * 1024) /* bytes; libpq has its own copy by then */
#define KEYS_CAP 4096 /* slots for the ads of a batch, a power of two */

struct item {
	struct item    *next;
	struct outcome *outcome;
	store_done_fn  *done;
	void           *arg;
	bool            is_alone; /* its batch was refused */
	bool            is_from_spool;
};

struct list {
	struct item *first, **last;
	size_t       n;
	size_t       links; /* rows */
	int64_t      bytes;
};

struct batch {
	struct store *store;
	struct list   items;
	bool          is_from_spool;
	uint64_t      sent_ns;
};

struct store {
	uv_loop_t             *loop;
	struct store_options   options;
	struct store_limits    limits;
	uv_timer_t             timer;
	bool                   is_timer_on;
	bool                   is_flushing; /* do not wait for more */
	bool                   is_closed;
	int                    failures; /* in a row, not the data's */
	uint64_t               failed_ns;
	struct list            queue;
	int64_t                bytes; /* queued and under way */
	struct batch          *under_way[BATCHES_MAX];
	int                    n_under_way;
	struct buf             sending; /* memory of the last batch's rows */
	struct store_counters  counters;
	struct buf             record; /* read from the spool */
	uint64_t               keys[KEYS_CAP]; /* ads of the batch being made */
	uint32_t               keys_batch[KEYS_CAP]; /* slot is of this batch */
	uint32_t               batch_number;
	size_t                 n_keys;
};

static void pump(struct store *s);
static void arm(struct store *s);

/* ---- lists ---- */

static void list_init(struct list *l)
{
	*l = (struct list){ .first = NULL };
	l->last = &l->first;
}

static void list_put(struct list *l, struct item *i)
{
	i->next = NULL;
	*l->last = i;
	l->last = &i->next;
	l->n++;
	l->links += outcome_rows(i->outcome, SECTION_LINKS);
	l->bytes += (int64_t)outcome_bytes(i->outcome).len;
}

static struct item *list_take(struct list *l)
{
	struct item *i = l->first;

	if (!i)
		return NULL;
	l->first = i->next;
	if (!l->first)
		l->last = &l->first;
	l->n--;
	l->links -= outcome_rows(i->outcome, SECTION_LINKS);
	l->bytes -= (int64_t)outcome_bytes(i->outcome).len;
	return i;
}

/* Put `front` before what is in `l`. */
static void list_put_back(struct list *l, struct list *front)
{
	struct item *i;

	while ((i = list_take(l)))
		list_put(front, i);
	*l = *front;
	if (!l->first)
		l->last = &l->first;
}

/* ---- keys of a batch ---- */

static void keys_clear(struct store *s)
{
	s->batch_number++;
	s->n_keys = 0;
}

static bool key_is_there(struct store *s, uint64_t key, bool is_put)
{
	size_t i = key & (KEYS_CAP - 1);

	while (s->keys_batch[i] == s->batch_number) {
		if (s->keys[i] == key)
			return true;
		i = (i + 1) & (KEYS_CAP - 1);
	}
	if (is_put) {
		s->keys[i] = key;
		s->keys_batch[i] = s->batch_number;
		s->n_keys++;
	}
	return false;
}

static uint64_t key_of(const struct outcome_key *k)
{
	return (uint64_t)k->id ^ (uint64_t)k->source_id * 0x9e3779b97f4a7c15ULL;
}

/* One statement can write an ad once only. */
static bool keys_fit(struct store *s, const struct outcome *o)
{
	struct span        rows = outcome_section(o, SECTION_ADS);
	struct outcome_key key;

	if (s->n_keys + outcome_rows(o, SECTION_ADS) > KEYS_CAP / 2)
		return false;
	while (outcome_next_key(&rows, &key)) {
		if (key_is_there(s, key_of(&key), false))
			return false;
	}
	rows = outcome_section(o, SECTION_ADS);
	while (outcome_next_key(&rows, &key))
		key_is_there(s, key_of(&key), true);
	return true;
}

/* ---- batches ---- */

static const char merge_sql[] =
	"SELECT source_id, run_id FROM jobtrend.merge($1, $2, $3, $4, $5, $6)";

static void finish_item(struct store *s, struct item *i,
			enum store_result result, const struct error *err)
{
	s->bytes -= (int64_t)outcome_bytes(i->outcome).len;
	if (i->done)
		i->done(i->arg, result, err);
	outcome_free(i->outcome);
	free(i);
}

static void finish_batch(struct batch *b, enum store_result result,
			 const struct error *err)
{
	struct item *i;

	while ((i = list_take(&b->items)))
		finish_item(b->store, i, result, err);
}

static void count(struct store *s, const struct batch *b)
{
	s->counters.batches++;
	s->counters.outcomes += b->items.n;
	s->counters.bytes += (uint64_t)b->items.bytes;
	s->counters.busy_us += (uv_hrtime() - b->sent_ns) / 1000;
	for (const struct item *i = b->items.first; i; i = i->next) {
		s->counters.ads += outcome_rows(i->outcome, SECTION_ADS);
		s->counters.touches += outcome_rows(i->outcome, SECTION_TOUCHES);
	}
}

static void tell_idle_runs(struct store *s, const struct answer *a)
{
	if (!s->options.run_idle)
		return;
	for (int i = 0; i < answer_rows(a); i++)
		s->options.run_idle(s->options.arg,
				    (int32_t)answer_int(a, i, 0),
				    answer_int(a, i, 1));
}

/* All or nothing was refused: find out who is at fault. */
static void take_apart(struct store *s, struct batch *b, const char *why)
{
	struct error err = ERROR_INIT;

	error_set(&err, "%s", why);
	if (b->items.n == 1) {
		s->counters.refused++;
		if (b->is_from_spool)
			log_error("store spool: refused error=\"%s\"", why);
		finish_batch(b, STORE_REFUSED, &err);
		return;
	}
	for (struct item *i = b->items.first; i; i = i->next)
		i->is_alone = true;
	list_put_back(&s->queue, &b->items);
	list_init(&b->items);
}

static void forget_batch(struct store *s, struct batch *b)
{
	for (int i = 0; i < s->n_under_way; i++) {
		if (s->under_way[i] == b)
			s->under_way[i] = s->under_way[--s->n_under_way];
	}
	free(b);
}

/* From the spool again: the records are still there. */
static void drop_spooled(struct store *s, struct batch *b)
{
	finish_batch(b, STORE_CLOSED, NULL);
	spool_rewind(s->options.spool);
}

static void on_merged(const struct answer *a, void *arg)
{
	struct batch *b = arg;
	struct store *s = b->store;

	switch (answer_status(a)) {
	case ANSWER_OK:
		/* What was under way beside one that failed proves nothing. */
		if (s->failures && b->sent_ns > s->failed_ns) {
			log_info("store database: works again");
			s->failures = 0;
		}
		count(s, b);
		finish_batch(b, STORED, NULL);
		if (b->is_from_spool)
			spool_forget(s->options.spool);
		tell_idle_runs(s, a);
		break;
	case ANSWER_REFUSED:
		if (b->is_from_spool && b->items.n == 1)
			spool_forget(s->options.spool);
		take_apart(s, b, answer_message(a));
		break;
	case ANSWER_FAILED:
		if (!s->failures++)
			log_warning("store database: failed error=\"%s\"", answer_message(a));
		s->failed_ns = uv_hrtime();
		/* fall through */
	case ANSWER_LOST:
		/* Perhaps it was done: storing it again changes nothing. */
		if (b->is_from_spool) {
			drop_spooled(s, b);
		} else {
			list_put_back(&s->queue, &b->items);
			list_init(&b->items);
		}
		break;
	}
	forget_batch(s, b);
	if (s->is_closed)
		return;
	if (s->failures)
		arm(s); /* a full disk is not emptied by asking often */
	else
		pump(s);
	if (s->options.has_room && store_has_room(s))
		s->options.has_room(s->options.arg);
}

/* The rows of one section of all items, as an array. */
static void put_section(struct store *s, const struct batch *b,
			enum outcome_section section)
{
	uint32_t n = 0;

	for (const struct item *i = b->items.first; i; i = i->next)
		n += outcome_rows(i->outcome, section);
	wire_array_head(&s->sending,
			link_type(s->options.link,
				  outcome_section_type(section)),
			n);
	for (const struct item *i = b->items.first; i; i = i->next)
		buf_add_span(&s->sending, outcome_section(i->outcome, section));
}

static void send_batch(struct store *s, struct batch *b)
{
	struct link_value values[OUTCOME_SECTIONS];
	size_t            at[OUTCOME_SECTIONS + 1];

	buf_clear(&s->sending);
	buf_reserve(&s->sending, (size_t)b->items.bytes);
	for (int i = 0; i < OUTCOME_SECTIONS; i++) {
		at[i] = s->sending.len;
		put_section(s, b, i);
	}
	at[OUTCOME_SECTIONS] = s->sending.len;
	for (int i = 0; i < OUTCOME_SECTIONS; i++) {
		values[i].ptr = s->sending.ptr + at[i];
		values[i].len = (int)(at[i + 1] - at[i]);
	}
	s->under_way[s->n_under_way++] = b;
	b->sent_ns = uv_hrtime();
	link_send_values(s->options.link, merge_sql, values, OUTCOME_SECTIONS,
			 on_merged, b);
	if (s->sending.cap > SENDING_KEPT)
		buf_deinit(&s->sending);
}

static struct batch *batch_new(struct store *s)
{
	struct batch *b = xcalloc(1, sizeof(*b));

	b->store = s;
	list_init(&b->items);
	keys_clear(s);
	return b;
}

struct fill { /* of a batch */
	size_t ads, pages, links;
};

static void fill_add(struct fill *f, const struct outcome *o)
{
	f->ads += outcome_rows(o, SECTION_ADS);
	f->pages += outcome_rows(o, SECTION_PAGES);
	f->links += outcome_rows(o, SECTION_LINKS);
}

static bool fill_is_full(const struct store *s, const struct fill *f,
			 int64_t bytes)
{
	return f->ads >= s->limits.batch ||
	       f->pages >= s->limits.batch || f->links >= BATCH_LINKS ||
	       bytes >= STORE_BATCH_BYTES;
}

/* Whether an item may go with those that are in the batch. */
static bool may_join(struct store *s, const struct batch *b,
		     const struct item *i)
{
	if (!b->items.n) {
		keys_fit(s, i->outcome); /* too many for the table: alone */
		return true;
	}
	return !i->is_alone && !b->items.first->is_alone &&
	       b->items.bytes + (int64_t)outcome_bytes(i->outcome).len <=
		       2 * STORE_BATCH_BYTES &&
	       keys_fit(s, i->outcome);
}

static struct batch *batch_from_queue(struct store *s)
{
	struct batch *b = batch_new(s);
	struct fill   fill = { 0 };

	while (s->queue.first && may_join(s, b, s->queue.first)) {
		struct item *i = list_take(&s->queue);

		list_put(&b->items, i);
		fill_add(&fill, i->outcome);
		if (i->is_alone || fill_is_full(s, &fill, b->items.bytes))
			break;
	}
	return b;
}

/*
 * A record at a time: one that is refused is then found without taking
 * anything apart, and the spool knows what is stored.
 */
static struct batch *batch_from_spool(struct store *s)
{
	struct batch   *b;
	struct item    *i;
	struct outcome *o = NULL;

	while (!o && spool_next(s->options.spool, &s->record))
		o = outcome_from_bytes(buf_span(&s->record));
	if (!o) {
		spool_forget(s->options.spool);
		return NULL;
	}
	b = batch_new(s);
	b->is_from_spool = true;
	i = xcalloc(1, sizeof(*i));
	i->outcome = o;
	i->is_from_spool = true;
	s->bytes += (int64_t)outcome_bytes(o).len;
	list_put(&b->items, i);
	return b;
}

/* ---- when ---- */

static bool has_spooled(const struct store *s)
{
	return s->options.spool && !spool_is_empty(s->options.spool);
}

/* While the database is away, what is finished goes to disk. */
static void spool_queue(struct store *s)
{
	struct error err = ERROR_INIT;

	while (s->options.spool && s->queue.first) {
		struct item *i = s->queue.first;

		if (!spool_append(s->options.spool, outcome_bytes(i->outcome),
				  &err))
			return; /* full: it waits in memory, and fetching too */
		list_take(&s->queue);
		s->counters.spooled++;
		finish_item(s, i, STORE_SPOOLED, NULL);
	}
}

/* Found pages are waited for by fetchers: nothing is gained by letting them wait
 * for others, unless the database is at work anyway. */
static bool is_due(const struct store *s)
{
	return s->is_flushing || s->queue.first->is_alone ||
	       s->queue.n >= s->limits.batch ||
	       s->queue.links >= BATCH_LINKS ||
	       s->queue.bytes >= STORE_BATCH_BYTES / 2 ||
	       (s->queue.links && !s->n_under_way);
}

static void on_timer(uv_timer_t *timer)
{
	struct store *s = timer->data;

	s->is_timer_on = false;
	store_flush(s);
	if (s->options.has_room && store_has_room(s))
		s->options.has_room(s->options.arg);
}

static void arm(struct store *s)
{
	uint64_t wait = (uint64_t)s->limits.wait_ms;

	if (s->is_timer_on || (!s->queue.first && !has_spooled(s)))
		return;
	s->is_timer_on = true;
	if (s->failures)
		wait = FAILURE_MS << (s->failures < 6 ? s->failures - 1 : 5);
	uv_timer_start(&s->timer, on_timer, wait, 0);
}

static void pump(struct store *s)
{
	if (!link_is_up(s->options.link)) {
		spool_queue(s);
		arm(s);
		return;
	}
	/* The spool first, alone: it is older, and is forgotten in order. */
	if (has_spooled(s)) {
		struct batch *b;

		if (!s->n_under_way && (b = batch_from_spool(s)))
			send_batch(s, b);
		if (has_spooled(s) || s->n_under_way) {
			arm(s);
			return;
		}
	}
	while (s->queue.first && s->n_under_way < BATCHES_MAX && is_due(s))
		send_batch(s, batch_from_queue(s));
	if (!s->queue.first)
		s->is_flushing = false;
	arm(s);
}

struct store *store_open(uv_loop_t *loop, const struct store_options *options)
{
	struct store *s = xcalloc(1, sizeof(*s));

	s->loop = loop;
	s->options = *options;
	list_init(&s->queue);
	uv_timer_init(loop, &s->timer);
	s->timer.data = s;
	arm(s);
	return s;
}

void store_set_limits(struct store *s, const struct store_limits *l)
{
	s->limits = *l;
	arm(s); /* an earlier life may have left a spool */
}

bool store_has_room(const struct store *s)
{
	return s->bytes < s->limits.queue_bytes &&
	       s->queue.n < QUEUE_BATCHES * s->limits.batch;
}

void store_submit(struct store *s, struct outcome *o, store_done_fn *done,
		  void *arg)
{
	struct item *i = xcalloc(1, sizeof(*i));

	assert(!s->is_closed);
	i->outcome = o;
	i->done = done;
	i->arg = arg;
	s->bytes += (int64_t)outcome_bytes(o).len;
	list_put(&s->queue, i);
	if (!s->failures && is_due(s))
		pump(s); /* sends only what is due; the rest waits */
	arm(s);
}

void store_hurry(struct store *s)
{
	if (s->queue.first && !s->failures && !s->is_closed &&
	    link_is_up(s->options.link))
		store_flush(s);
}

void store_flush(struct store *s)
{
	s->is_flushing = true;
	pump(s);
}

bool store_is_idle(const struct store *s)
{
	return !s->queue.first && !s->n_under_way && !has_spooled(s);
}

bool store_is_settled(const struct store *s)
{
	return !s->queue.first && !s->n_under_way;
}

bool store_has_spooled(const struct store *s)
{
	return has_spooled(s);
}

void store_counters(const struct store *s, struct store_counters *out)
{
	*out = s->counters;
}

static void on_closed(uv_handle_t *handle)
{
	struct store *s = handle->data;

	buf_deinit(&s->sending);
	buf_deinit(&s->record);
	free(s);
}

void store_close(struct store *s)
{
	struct item *i;

	s->is_closed = true;
	s->options.has_room = NULL;
	spool_queue(s);
	while ((i = list_take(&s->queue)))
		finish_item(s, i, STORE_CLOSED, NULL);
	uv_close((uv_handle_t *)&s->timer, on_closed);
}
