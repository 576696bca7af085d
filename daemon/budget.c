#include "daemon/budget.h"

#include "base/mem.h"

#include <stdlib.h>

#define FORGOTTEN (-1) /* run_id of a slot that was used */

void budget_deinit(struct budget *b)
{
	free(b->slots);
	*b = (struct budget)BUDGET_INIT;
}

static struct budget_slot *slot(struct budget *b, int64_t run_id)
{
	size_t i = ((uint64_t)run_id * 0x9e3779b97f4a7c15ULL >> 32) &
		   (b->cap - 1);

	while (b->slots[i].run_id && b->slots[i].run_id != run_id)
		i = (i + 1) & (b->cap - 1);
	return &b->slots[i];
}

static void grow(struct budget *b)
{
	struct budget old = *b;
	size_t        live = 0;

	for (size_t i = 0; i < old.cap; i++)
		live += old.slots[i].run_id > 0;
	b->cap = live * 4 > old.cap ? old.cap * 2 : old.cap;
	if (!b->cap)
		b->cap = 64;
	b->slots = xcalloc(b->cap, sizeof(*b->slots));
	b->n = 0;
	for (size_t i = 0; i < old.cap; i++) {
		if (old.slots[i].run_id <= 0)
			continue;
		*slot(b, old.slots[i].run_id) = old.slots[i];
		b->n++;
	}
	free(old.slots);
}

int64_t budget_raise(struct budget *b, int64_t run_id, int64_t planned)
{
	struct budget_slot *s;

	if ((b->n + 1) * 2 > b->cap)
		grow(b);
	s = slot(b, run_id);
	if (!s->run_id) {
		s->run_id = run_id;
		b->n++;
	}
	if (s->planned < planned)
		s->planned = planned;
	return s->planned;
}

void budget_add(struct budget *b, int64_t run_id, int64_t pages)
{
	budget_raise(b, run_id, budget_raise(b, run_id, 0) + pages);
}

void budget_forget(struct budget *b, int64_t run_id)
{
	if (b->cap && slot(b, run_id)->run_id)
		*slot(b, run_id) = (struct budget_slot){ FORGOTTEN, 0 };
}
