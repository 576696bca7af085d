#include "worlds/market.h"

#include "base/mem.h"

#include <string.h>

#define DAILY { 1, 1, 1, 1 }
#define OFTEN { 1, 1, 3, 3 }
#define MIXED { 1, 3, 7, 30 }

/* clang-format off */
static const struct market_plan plans[] = { /* sorted by name */
	{ .name = "boast", .summary = "employers begin to boast of AI",
	  .watched_first = 100, .copies_from = 1, .boasting = 60, .gap_days = OFTEN },
	{ .name = "copies", .summary = "sources enter that repeat others",
	  .growth_lo = -20, .growth_hi = 40,
	  .watched_first = 100, .copies_from = 2, .gap_days = OFTEN },
	{ .name = "cut", .summary = "nothing grows, and boards list a part, until they list all",
	  .watched_first = 100, .cut = 40, .gap_days = OFTEN },
	{ .name = "dictionary", .summary = "nothing grows, and the dictionary learns words for skills",
	  .watched_first = 100, .copies_from = 1, .unread = 50, .gap_days = OFTEN },
	{ .name = "failures", .summary = "nothing grows, and sources fail in every state",
	  .watched_first = 100, .failing = 60, .gap_days = OFTEN },
	{ .name = "gaps", .summary = "visits 1 to 30 days apart",
	  .growth_lo = -20, .growth_hi = 40,
	  .watched_first = 100, .copies_from = 1, .gap_days = MIXED },
	{ .name = "growth", .summary = "demand grows or falls, and little else happens",
	  .growth_lo = -40, .growth_hi = 80,
	  .watched_first = 95, .copies_from = 1, .relisted = 4, .gap_days = OFTEN },
	{ .name = "intake", .summary = "nothing grows, and boards take in more employers, undated, in one step",
	  .watched_first = 100, .intake = 30, .gap_days = OFTEN },
	{ .name = "law", .summary = "a law makes the ads of a region mention AI",
	  .watched_first = 100, .copies_from = 1, .has_law = true, .gap_days = OFTEN },
	{ .name = "leaving", .summary = "sources leave",
	  .growth_lo = -20, .growth_hi = 40,
	  .watched_first = 100, .leaving = 15, .copies_from = 1, .gap_days = OFTEN },
	{ .name = "mixed", .summary = "everything at once",
	  .growth_lo = -30, .growth_hi = 60, .watched_first = 85, .leaving = 8,
	  .failing = 20, .copies_from = 2, .relisted = 6, .boasting = 30,
	  .has_law = true, .has_new_words = true, .gap_days = { 1, 3, 3, 7 } },
	{ .name = "moves", .summary = "nothing grows, and boards move; the old ones stay and are empty",
	  .watched_first = 100, .copies_from = 1, .moving = 30, .gap_days = OFTEN },
	{ .name = "newest", .summary = "boards list their newest ads and no more, all along",
	  .growth_lo = -20, .growth_hi = 40,
	  .watched_first = 100, .newest = 40, .gap_days = DAILY },
	{ .name = "numbers", .summary = "in the period boards give numbers of ads that are over to others",
	  .growth_lo = -20, .growth_hi = 40,
	  .watched_first = 100, .reused = 60, .gap_days = OFTEN },
	{ .name = "outage", .summary = "nothing grows, and in the period all sources fail at once",
	  .watched_first = 100, .outage_days = 60, .gap_days = OFTEN },
	{ .name = "quiet", .summary = "nothing grows and nothing happens",
	  .watched_first = 100, .gap_days = DAILY },
	{ .name = "relists", .summary = "many vacancies return under a new number",
	  .growth_lo = -20, .growth_hi = 40,
	  .watched_first = 100, .copies_from = 1, .relisted = 30, .gap_days = { 3, 3, 3, 3 } },
	{ .name = "rhythm", .summary = "nothing grows, and visits become more frequent",
	  .watched_first = 100, .gap_days = { 7, 7, 14, 30 }, .gap_after = 1 },
	{ .name = "rollout", .summary = "nothing grows, and sources go from 111,136 to 372,603 ads",
	  .watched_first = 30, .is_rollout = true, .gap_days = DAILY },
	{ .name = "widened", .summary = "nothing grows, and boards show half of their ads, until they show all",
	  .watched_first = 100, .widened = 30, .gap_days = OFTEN },
	{ .name = "words", .summary = "nothing grows, and employers take to other words for skills",
	  .watched_first = 100, .copies_from = 1, .has_new_words = true, .gap_days = OFTEN },
};
/* clang-format on */

const struct market_plan *market_plans(size_t *n)
{
	*n = ARRAY_LEN(plans);
	return plans;
}

const struct market_plan *market_plan_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(plans); i++) {
		if (strcmp(plans[i].name, name) == 0)
			return &plans[i];
	}
	return NULL;
}
