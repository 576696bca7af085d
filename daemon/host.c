#include "daemon/host.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define NOWHERE SIZE_MAX

static void host_free(struct host *host)
{
	struct page *p;

	while ((p = host_take(host)))
		page_free(p);
	tdm_free(host->tdm);
	robots_free(host->robots);
	free(host);
}

void hosts_deinit(struct hosts *h)
{
	for (size_t i = 0; i < h->n; i++)
		host_free(h->list[i]);
	free(h->list);
	free(h->slots);
	free(h->heap);
	*h = (struct hosts){ .list = NULL };
}

/* ---- by name ---- */

static size_t slot_of(const struct hosts *h, struct span name)
{
	size_t i = hash64(name) & (h->n_slots - 1);

	while (h->slots[i] && !span_is(name, h->slots[i]->name))
		i = (i + 1) & (h->n_slots - 1);
	return i;
}

static void grow_slots(struct hosts *h)
{
	free(h->slots);
	h->n_slots = h->n_slots ? h->n_slots * 2 : 64;
	h->slots = xcalloc(h->n_slots, sizeof(*h->slots));
	for (size_t i = 0; i < h->n; i++)
		h->slots[slot_of(h, span_of(h->list[i]->name))] = h->list[i];
}

struct host *hosts_find(const struct hosts *h, struct span name)
{
	return h->n_slots ? h->slots[slot_of(h, name)] : NULL;
}

struct host *hosts_add(struct hosts *h, struct span name)
{
	struct host *host = xcalloc(1, sizeof(*host));

	if ((h->n + 1) * 2 > h->n_slots)
		grow_slots(h);
	if (h->n == h->cap) {
		h->cap = h->cap ? h->cap * 2 : 32;
		h->list = xrealloc(h->list, h->cap * sizeof(*h->list));
	}
	if (name.len >= HOST_MAX)
		name.len = HOST_MAX - 1;
	memcpy(host->name, name.ptr, name.len);
	host->last = &host->first;
	host->heap_at = NOWHERE;
	pace_init(&host->pace);
	host->list_at = h->n;
	h->list[h->n++] = host;
	h->slots[slot_of(h, span_of(host->name))] = host;
	return host;
}

/* Close the gap that a name leaves (Knuth 6.4, algorithm R). */
static void unslot(struct hosts *h, struct host *host)
{
	size_t mask = h->n_slots - 1;
	size_t i = slot_of(h, span_of(host->name)), k = i;

	h->slots[i] = NULL;
	for (;;) {
		size_t home;

		k = (k + 1) & mask;
		if (!h->slots[k])
			return;
		home = hash64(span_of(h->slots[k]->name)) & mask;
		if (((k - home) & mask) < ((k - i) & mask))
			continue;
		h->slots[i] = h->slots[k];
		h->slots[k] = NULL;
		i = k;
	}
}

void hosts_remove(struct hosts *h, struct host *host)
{
	struct host *moved = h->list[--h->n];

	hosts_schedule(h, host, PACE_NEVER);
	unslot(h, host);
	h->list[host->list_at] = moved;
	moved->list_at = host->list_at;
	host_free(host);
}

/* ---- by time ---- */

static void heap_set(struct hosts *h, size_t at, struct host *host)
{
	h->heap[at] = host;
	host->heap_at = at;
}

static void sift(struct hosts *h, struct host *host, size_t at)
{
	while (at && h->heap[(at - 1) / 2]->ready_ms > host->ready_ms) {
		heap_set(h, at, h->heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	for (;;) {
		size_t child = at * 2 + 1;

		if (child + 1 < h->n_heap &&
		    h->heap[child + 1]->ready_ms < h->heap[child]->ready_ms)
			child++;
		if (child >= h->n_heap ||
		    h->heap[child]->ready_ms >= host->ready_ms)
			break;
		heap_set(h, at, h->heap[child]);
		at = child;
	}
	heap_set(h, at, host);
}

static void heap_take(struct hosts *h, struct host *host)
{
	size_t       at = host->heap_at;
	struct host *moved = h->heap[--h->n_heap];

	host->heap_at = NOWHERE;
	if (moved != host)
		sift(h, moved, at);
}

void hosts_schedule(struct hosts *h, struct host *host, int64_t ready_ms)
{
	if (ready_ms == PACE_NEVER) {
		if (host->heap_at != NOWHERE)
			heap_take(h, host);
		return;
	}
	host->ready_ms = ready_ms;
	if (host->heap_at != NOWHERE) {
		sift(h, host, host->heap_at);
		return;
	}
	if (h->n_heap == h->cap_heap) {
		h->cap_heap = h->cap_heap ? h->cap_heap * 2 : 32;
		h->heap = xrealloc(h->heap, h->cap_heap * sizeof(*h->heap));
	}
	sift(h, host, h->n_heap++);
}

struct host *hosts_first(const struct hosts *h)
{
	return h->n_heap ? h->heap[0] : NULL;
}

/* ---- pages ---- */

void host_put(struct host *host, struct page *p)
{
	p->next = NULL;
	*host->last = p;
	host->last = &p->next;
	host->n_queued++;
}

struct page *host_take(struct host *host)
{
	struct page *p = host->first;

	if (!p)
		return NULL;
	host->first = p->next;
	if (!host->first)
		host->last = &host->first;
	host->n_queued--;
	return p;
}
