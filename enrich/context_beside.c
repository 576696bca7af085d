#include "enrich/context_beside.h"

#include "base/mem.h"
#include "enrich/context_weights.h"

#include <stdio.h>

enum side { SIDE_PAST, SIDE_NEXT, N_SIDES };

enum relation {
	RELATION_ANY,
	RELATION_LINE,
	RELATION_SECTION,
	RELATION_FAR,
	N_RELATIONS,
};

/* Of each side: each relation by context, of which the title stands for none. */
#define ROWS_OF_SIDE (N_RELATIONS * N_MENTION_CONTEXTS)

static const char *const side_names[N_SIDES] = { "past", "next" };
static const char *const relation_names[N_RELATIONS] = {
	"", "line ", "section ", "far ",
};
static const char *const context_names[N_MENTION_CONTEXTS] = {
	[CONTEXT_TITLE] = "none",      [CONTEXT_REQUIREMENT] = "requirement",
	[CONTEXT_DUTY] = "duty",       [CONTEXT_PRODUCT] = "product",
	[CONTEXT_COMPANY] = "company", [CONTEXT_HIRING] = "hiring",
	[CONTEXT_BENEFIT] = "benefit", [CONTEXT_PROHIBITION] = "prohibition",
};

bool context_beside_is_name(struct span name)
{
	return span_starts(name, "past ") || span_starts(name, "next ");
}

void context_beside_find(struct taxonomy *t)
{
	char name[CONTEXT_FEATURE_NAME];

	t->beside_weights = xcalloc((size_t)N_SIDES * ROWS_OF_SIDE,
				    sizeof(*t->beside_weights));
	for (size_t i = 0; i < (size_t)N_SIDES * ROWS_OF_SIDE; i++) {
		size_t row = i % ROWS_OF_SIDE;
		int    n = snprintf(name, sizeof(name), "%s %s%s",
				    side_names[i / ROWS_OF_SIDE],
				    relation_names[row / N_MENTION_CONTEXTS],
				    context_names[row % N_MENTION_CONTEXTS]);

		t->beside_weights[i] = context_weights_named(
			t, (struct span){ name, (size_t)n });
	}
}

static void add(const struct taxonomy *t, enum side side, enum relation relation,
		enum mention_context context, int sums[N_MENTION_CONTEXTS])
{
	const struct context_word_weights *row =
		t->beside_weights[(size_t)side * ROWS_OF_SIDE +
				  (size_t)relation * N_MENTION_CONTEXTS + context];

	for (unsigned c = 0; row && c < N_MENTION_CONTEXTS - 1; c++)
		sums[c + 1] += row->weights[c];
}

/* What one beside it, NULL for none, speaks for. */
static void add_one(const struct taxonomy *t, enum side side,
		    const struct context_view *it,
		    const struct context_view *other,
		    int sums[N_MENTION_CONTEXTS])
{
	enum relation relation = RELATION_FAR;

	if (!other) {
		add(t, side, RELATION_ANY, CONTEXT_TITLE, sums);
		return;
	}
	if (other->line == it->line)
		relation = RELATION_LINE;
	else if (other->heading == it->heading)
		relation = RELATION_SECTION;
	add(t, side, RELATION_ANY, other->context, sums);
	add(t, side, relation, other->context, sums);
}

/* ---- how sure ---- */

#define STEPS 32           /* of a halving */
#define STEPS_NATS 4616624 /* steps in a hundredth of a nat, by 10^7 */
#define CLEAR_LEAST 3      /* fifths of all contexts */
#define CLEAR_OF 5

/* 2^16 times 2^(-step / STEPS): whole numbers, so that all machines agree. */
static const uint32_t halving[STEPS] = {
	65536, 64132, 62757, 61413, 60097, 58809, 57549, 56316,
	55109, 53928, 52773, 51642, 50535, 49452, 48393, 47356,
	46341, 45348, 44376, 43425, 42495, 41584, 40693, 39821,
	38968, 38133, 37316, 36516, 35734, 34968, 34219, 33486,
};

/* How likely it is beside the likeliest, which `behind` hundredths ago, 2^16. */
static uint32_t odds(int behind)
{
	uint64_t steps = (uint64_t)behind * STEPS_NATS / 10000000;

	return steps / STEPS >= 17 ? 0 : halving[steps % STEPS] >> steps / STEPS;
}

static bool is_clear(const int sums[N_MENTION_CONTEXTS], unsigned best)
{
	uint64_t all = 0;

	if (mention_is_demand((enum mention_context)best))
		return true;
	for (unsigned c = CONTEXT_REQUIREMENT; c < N_MENTION_CONTEXTS; c++)
		all += odds(sums[best] - sums[c]);
	return (uint64_t)odds(0) * CLEAR_OF >= all * CLEAR_LEAST;
}

bool context_beside(const struct taxonomy *t, const struct context_view *views,
		    size_t n, size_t at, enum mention_context *out)
{
	const struct context_view *it = &views[at];
	int      sums[N_MENTION_CONTEXTS];
	unsigned best = it->context;
	size_t   past = at, next = at;

	*out = it->context;
	if (it->is_settled)
		return true;
	while (past > 0 && views[past].sentence == it->sentence)
		past--;
	while (next < n && views[next].sentence == it->sentence)
		next++;
	for (unsigned c = 0; c < N_MENTION_CONTEXTS; c++)
		sums[c] = it->sums[c];
	add_one(t, SIDE_PAST, it,
		views[past].sentence == it->sentence ? NULL : &views[past],
		sums);
	add_one(t, SIDE_NEXT, it, next == n ? NULL : &views[next], sums);
	for (unsigned c = CONTEXT_REQUIREMENT; c < N_MENTION_CONTEXTS; c++) {
		if (sums[c] > sums[best])
			best = c;
	}
	*out = (enum mention_context)best;
	return is_clear(sums, best) || (it->is_short && it->ruled == *out);
}
