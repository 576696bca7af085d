#include "enrich/facts.h"

static const char *const context_names[] = {
	[CONTEXT_TITLE] = "title",
	[CONTEXT_REQUIREMENT] = "requirement",
	[CONTEXT_DUTY] = "duty",
	[CONTEXT_PRODUCT] = "product",
	[CONTEXT_COMPANY] = "company",
	[CONTEXT_HIRING] = "hiring",
	[CONTEXT_BENEFIT] = "benefit",
	[CONTEXT_PROHIBITION] = "prohibition",
};

static const char *const basis_names[] = {
	[BASIS_STATED] = "stated",
	[BASIS_REMOTE_BOUND] = "remote_bound",
	[BASIS_SEAT] = "employer_seat",
};

const char *mention_context_name(enum mention_context context)
{
	return context_names[context];
}

bool mention_is_demand(enum mention_context context)
{
	return context == CONTEXT_TITLE || context == CONTEXT_REQUIREMENT ||
	       context == CONTEXT_DUTY;
}

const char *region_basis_name(enum region_basis basis)
{
	return basis_names[basis];
}

void facts_settle(struct facts *facts, unsigned mask)
{
	const struct ad_reading *r = &facts->readings[mask];

	if (!mask)
		return;
	for (size_t i = 0; i < facts->n_mentions; i++) {
		struct mention *m = &facts->mentions[i];

		if (m->paragraph && mask >> (m->paragraph - 1) & 1)
			m->context = CONTEXT_COMPANY;
	}
	facts->definitions = r->definitions;
	facts->skills = r->skills;
	facts->n_skills = r->n_skills;
	facts->role_family = r->role_family;
}
