#include "trends/cell_moved.h"

#define CHANCE 3
#define BESIDE_DAYS 7

uint32_t tally_moved(const struct tally *t, bool is_cur)
{
	uint32_t has = is_cur ? t->cur : t->base;
	uint32_t other = is_cur ? t->base : t->cur;
	uint32_t less = other > has ? other - has : 0;
	uint32_t elsewhere = t->elsewhere[is_cur];

	if (less < CHANCE || elsewhere < CHANCE || 2 * elsewhere < less)
		return 0;
	return less < elsewhere ? less : elsewhere;
}

bool days_are_apart(const struct asked_days *d)
{
	return d->kept.first > d->kept.last ||
	       d->elsewhere.first > d->kept.last - BESIDE_DAYS ||
	       d->elsewhere.last < d->kept.first + BESIDE_DAYS;
}
