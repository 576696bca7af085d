#include "web/answer.h"

#include "base/hash.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BUCKETS      4096 /* a power of two */
#define SHARE_OF_ALL 4    /* an answer of more than a quarter is not kept */
#define OVERHEAD     512  /* bytes of an answer beside its text */

struct answer {
	atomic_int      refs;
	pthread_mutex_t lock; /* of gzip */
	char           *key;
	char            version[VERSION_SIZE];
	char            tag[ETAG_SIZE]; /* without quotes */
	const char     *type;
	char            name[64];      /* of a download; "": none */
	int64_t         good_until_ms; /* 0: no matter */
	struct body    *plain;
	struct body    *gzip;     /* made when first asked for */
	bool            is_tried; /* ... which may have failed */

	/* In the cache, under its lock. */
	struct answer *next_in_bucket, *prev, *next;
	uint64_t       hash;
	size_t         bytes;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- one answer ---- */

/* Without quotes. */
static void make_tag(const char *version, const char *key, char out[ETAG_SIZE])
{
	snprintf(out, ETAG_SIZE, "%.16s%016llx", version,
		 (unsigned long long)hash64(span_of(key)));
}

static void quote_tag(const char *tag, bool is_coded, char out[ETAG_SIZE])
{
	snprintf(out, ETAG_SIZE, "\"%.40s%s\"", tag, is_coded ? "z" : "");
}

void answer_tag(const char *version, const char *key, bool is_coded,
		char out[ETAG_SIZE])
{
	char tag[ETAG_SIZE];

	make_tag(version, key, tag);
	quote_tag(tag, is_coded, out);
}

struct answer *answer_new(const struct answer_init *init)
{
	struct answer *a = xcalloc(1, sizeof(*a));

	atomic_init(&a->refs, 1);
	pthread_mutex_init(&a->lock, NULL);
	a->key = xstrdup(init->key);
	snprintf(a->version, sizeof(a->version), "%s", init->version);
	a->type = init->type;
	if (init->name)
		snprintf(a->name, sizeof(a->name), "jobtrend-%s.csv",
			 init->name);
	if (init->good_for_ms) {
		a->good_until_ms = now_ms() + init->good_for_ms;
		snprintf(a->tag, sizeof(a->tag), "%016llx",
			 (unsigned long long)hash64(buf_span(init->bytes)));
	} else {
		make_tag(init->version, init->key, a->tag);
	}
	a->bytes = init->bytes->len + init->bytes->len / 3 + strlen(a->key) +
		   OVERHEAD;
	a->plain = body_take(init->bytes);
	return a;
}

struct answer *answer_ref(struct answer *a)
{
	atomic_fetch_add(&a->refs, 1);
	return a;
}

void answer_unref(struct answer *a)
{
	if (!a || atomic_fetch_sub(&a->refs, 1) != 1)
		return;
	body_unref(a->gzip);
	body_unref(a->plain);
	pthread_mutex_destroy(&a->lock);
	free(a->key);
	free(a);
}

const char *answer_type(const struct answer *a)
{
	return a->type;
}

const char *answer_name(const struct answer *a)
{
	return a->name[0] ? a->name : NULL;
}

struct body *answer_body(struct answer *a, bool takes_gzip, bool *coded)
{
	struct body *gzip;

	*coded = false;
	if (!takes_gzip)
		return a->plain;
	pthread_mutex_lock(&a->lock);
	if (!a->is_tried)
		a->gzip = body_gzip(a->plain);
	a->is_tried = true;
	gzip = a->gzip;
	pthread_mutex_unlock(&a->lock);
	*coded = gzip != NULL;
	return gzip ? gzip : a->plain;
}

void answer_etag(const struct answer *a, bool is_coded, char out[ETAG_SIZE])
{
	quote_tag(a->tag, is_coded, out);
}

/* ---- all that are kept ---- */

struct cache {
	pthread_mutex_t lock;
	size_t          max_bytes, bytes;
	struct answer   list; /* newest use first; the head is none */
	struct answer  *buckets[BUCKETS];
};

struct cache *cache_new(size_t max_bytes)
{
	struct cache *c = xcalloc(1, sizeof(*c));

	pthread_mutex_init(&c->lock, NULL);
	c->max_bytes = max_bytes;
	c->list.prev = c->list.next = &c->list;
	return c;
}

static struct answer **slot_of(struct cache *c, uint64_t hash, const char *key)
{
	struct answer **at = &c->buckets[hash & (BUCKETS - 1)];

	while (*at && ((*at)->hash != hash || strcmp((*at)->key, key) != 0))
		at = &(*at)->next_in_bucket;
	return at;
}

static void unlink_use(struct answer *a)
{
	a->prev->next = a->next;
	a->next->prev = a->prev;
}

static void link_use(struct cache *c, struct answer *a)
{
	a->prev = &c->list;
	a->next = c->list.next;
	a->next->prev = a;
	c->list.next = a;
}

static void drop(struct cache *c, struct answer **slot)
{
	struct answer *a = *slot;

	*slot = a->next_in_bucket;
	unlink_use(a);
	c->bytes -= a->bytes;
	answer_unref(a);
}

void cache_free(struct cache *c)
{
	if (!c)
		return;
	while (c->list.next != &c->list)
		drop(c, slot_of(c, c->list.next->hash, c->list.next->key));
	pthread_mutex_destroy(&c->lock);
	free(c);
}

struct answer *cache_find(struct cache *c, const char *key, const char *version)
{
	uint64_t       hash = hash64(span_of(key));
	struct answer *a;

	pthread_mutex_lock(&c->lock);
	a = *slot_of(c, hash, key);
	if (a && (a->good_until_ms ? now_ms() > a->good_until_ms
				   : strcmp(a->version, version) != 0))
		a = NULL;
	if (a) {
		unlink_use(a);
		link_use(c, a);
		answer_ref(a);
	}
	pthread_mutex_unlock(&c->lock);
	return a;
}

void cache_put(struct cache *c, struct answer *a)
{
	struct answer **slot;

	if (a->bytes > c->max_bytes / SHARE_OF_ALL)
		return;
	a->hash = hash64(span_of(a->key));
	pthread_mutex_lock(&c->lock);
	slot = slot_of(c, a->hash, a->key);
	if (*slot)
		drop(c, slot);
	while (c->bytes + a->bytes > c->max_bytes) {
		struct answer *oldest = c->list.prev;

		drop(c, slot_of(c, oldest->hash, oldest->key));
	}
	slot = &c->buckets[a->hash & (BUCKETS - 1)];
	a->next_in_bucket = *slot;
	*slot = answer_ref(a);
	link_use(c, a);
	c->bytes += a->bytes;
	pthread_mutex_unlock(&c->lock);
}

size_t cache_bytes(struct cache *c)
{
	size_t bytes;

	pthread_mutex_lock(&c->lock);
	bytes = c->bytes;
	pthread_mutex_unlock(&c->lock);
	return bytes;
}
