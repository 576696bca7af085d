#include "cli/hn_threads.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>
#include <uv.h>

#define FIRST_SLOTS 1024 /* a power of two */

struct thread {
	int64_t id; /* 0: free */
	int64_t at;
};

struct hn_threads {
	uv_rwlock_t    lock;
	struct thread *slots;
	size_t         n_slots, n;
};

struct hn_threads *hn_threads_new(void)
{
	struct hn_threads *t = xcalloc(1, sizeof(*t));

	uv_rwlock_init(&t->lock);
	t->n_slots = FIRST_SLOTS;
	t->slots = xcalloc(t->n_slots, sizeof(*t->slots));
	return t;
}

void hn_threads_free(struct hn_threads *t)
{
	if (!t)
		return;
	uv_rwlock_destroy(&t->lock);
	free(t->slots);
	free(t);
}

static struct thread *find(struct thread *slots, size_t n, int64_t id)
{
	struct span key = { (const char *)&id, sizeof(id) };
	size_t      at = hash64(key) & (n - 1);

	while (slots[at].id && slots[at].id != id)
		at = (at + 1) & (n - 1);
	return &slots[at];
}

static void grow(struct hn_threads *t)
{
	size_t         n = t->n_slots * 2;
	struct thread *slots = xcalloc(n, sizeof(*slots));

	for (size_t i = 0; i < t->n_slots; i++) {
		if (t->slots[i].id)
			*find(slots, n, t->slots[i].id) = t->slots[i];
	}
	free(t->slots);
	t->slots = slots;
	t->n_slots = n;
}

void hn_threads_put(struct hn_threads *t, int64_t id, int64_t at)
{
	struct thread *slot;

	uv_rwlock_wrlock(&t->lock);
	if (t->n * 2 >= t->n_slots)
		grow(t);
	slot = find(t->slots, t->n_slots, id);
	if (!slot->id) {
		*slot = (struct thread){ id, at };
		t->n++;
	}
	uv_rwlock_wrunlock(&t->lock);
}

bool hn_threads_get(struct hn_threads *t, int64_t id, int64_t *at)
{
	const struct thread *slot;
	bool                 is_known;

	uv_rwlock_rdlock(&t->lock);
	slot = find(t->slots, t->n_slots, id);
	is_known = slot->id != 0;
	if (is_known)
		*at = slot->at;
	uv_rwlock_rdunlock(&t->lock);
	return is_known;
}
