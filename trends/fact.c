#include "trends/fact.h"

#include "base/mem.h"
#include "trends/estimate.h"
#include "trends/names.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 256 /* regions of an ad */

/* ---- facts ---- */

/* The rows of each region, and the regions of each set of places. */
struct index {
	uint32_t *rows;
	size_t   *from; /* regions + 1 of them */
};

struct facts {
	bool                *is_core; /* by skill */
	int32_t              core_end;
	struct fact         *rows;
	size_t               n, cap;
	int32_t             *skills;
	size_t               n_skills, skills_cap;
	struct fact_reading *earlier;
	size_t               n_earlier, earlier_cap;
	struct names         employers, regions, places, postings;
	struct index         of_region;
	struct index         of_skill; /* with what they say */
	size_t              *skill_ends;
	int32_t              skill_end;
	uint8_t (*weights)[REPLICATE_LANES];
	uint8_t            *groups;
	struct fact_member *members;
	size_t              n_members, members_cap;
	size_t             *member_from;
	int32_t            *since; /* by posting */
	bool                 is_ordered;
};

struct facts *facts_new(const int32_t *core, size_t n_core)
{
	struct facts *f = xcalloc(1, sizeof(*f));

	for (size_t i = 0; i < n_core; i++)
		f->core_end = core[i] >= f->core_end ? core[i] + 1 : f->core_end;
	f->is_core = xcalloc((size_t)f->core_end + 1, sizeof(*f->is_core));
	for (size_t i = 0; i < n_core; i++)
		f->is_core[core[i]] = true;
	(void)names_number(&f->regions, SPAN("world"));
	return f;
}

void facts_free(struct facts *f)
{
	if (!f)
		return;
	free(f->since);
	free(f->member_from);
	free(f->members);
	free(f->groups);
	free(f->weights);
	free(f->skill_ends);
	free(f->of_skill.from);
	free(f->of_skill.rows);
	free(f->of_region.from);
	free(f->of_region.rows);
	names_deinit(&f->postings);
	names_deinit(&f->places);
	names_deinit(&f->regions);
	names_deinit(&f->employers);
	free(f->earlier);
	free(f->skills);
	free(f->rows);
	free(f->is_core);
	free(f);
}

/* ---- adding ---- */

static uint32_t number_employer(struct facts *f, const struct fact_row *row)
{
	char unknown[32];

	if (row->employer.len)
		return names_number(&f->employers, row->employer);
	snprintf(unknown, sizeof(unknown), "~%lld", (long long)row->source_id);
	return names_number(&f->employers, span_of(unknown));
}

/* A set of places is the numbers of its regions, world and countries too. */
static uint32_t number_places(struct facts *f, const struct fact_row *row)
{
	uint32_t    set[2 * PLACES_MAX + 1] = { 0 }; /* 0: the world */
	size_t      n = 1;
	struct span bytes;

	for (size_t i = 0; i < row->n_regions && n + 2 <= ARRAY_LEN(set); i++) {
		struct span code = row->regions[i];

		for (int level = 0; level < 2; level++) {
			uint32_t number = names_number(&f->regions, code);
			size_t   at = 0;

			while (at < n && set[at] != number)
				at++;
			if (at == n)
				set[n++] = number;
			if (code.len <= 2)
				break;
			code.len = 2;
		}
	}
	bytes = (struct span){ (const char *)set, n * sizeof(*set) };
	return names_number(&f->places, bytes);
}

static uint32_t number_posting(struct facts *f, int64_t posting)
{
	return names_number(&f->postings, (struct span){ (const char *)&posting,
							sizeof(posting) });
}

static bool has_skill(const int32_t *skills, size_t n, int32_t skill)
{
	for (size_t i = 0; i < n; i++) {
		if (skills[i] == skill)
			return true;
	}
	return false;
}

static bool is_core(const struct facts *f, int32_t skill)
{
	return skill >= 0 && skill < f->core_end && f->is_core[skill];
}

static void add_skill(struct facts *f, int32_t skill)
{
	if (f->n_skills == f->skills_cap) {
		f->skills_cap = f->skills_cap ? 2 * f->skills_cap : 4096;
		f->skills =
			xrealloc(f->skills, f->skills_cap * sizeof(*f->skills));
	}
	f->skills[f->n_skills++] = skill;
}

static struct fact_reading add_reading(struct facts          *f,
				       const struct fact_row *row)
{
	struct fact_reading to = { .definitions = row->definitions,
				   .skills = (uint32_t)f->n_skills };

	assert(f->n_skills < UINT32_MAX - 2 * UINT16_MAX);
	for (size_t i = 0; i < row->n_asked && i < UINT16_MAX; i++) {
		add_skill(f, row->asked[i]);
		to.n_asked++;
	}
	for (size_t i = 0; i < row->n_named && i < UINT16_MAX; i++) {
		to.is_core |= is_core(f, row->named[i]);
		if (has_skill(row->asked, row->n_asked, row->named[i]))
			continue;
		add_skill(f, row->named[i]);
		to.n_named++;
	}
	return to;
}

static uint32_t add_earlier(struct facts *f, const struct fact_row *row)
{
	if (f->n_earlier == f->earlier_cap) {
		f->earlier_cap = f->earlier_cap ? 2 * f->earlier_cap : 256;
		f->earlier = xrealloc(f->earlier,
				      f->earlier_cap * sizeof(*f->earlier));
	}
	f->earlier[f->n_earlier] = add_reading(f, row);
	return (uint32_t)++f->n_earlier;
}

uint32_t facts_number_employer(struct facts *f, struct span name)
{
	return names_number(&f->employers, name);
}

uint32_t facts_number_regions(struct facts *f, const struct span *codes,
			      size_t n)
{
	uint32_t set[2 * PLACES_MAX + 1];

	assert(n <= ARRAY_LEN(set));
	for (size_t i = 0; i < n; i++)
		set[i] = names_number(&f->regions, codes[i]);
	return names_number(&f->places, (struct span){ (const char *)set,
						      n * sizeof(*set) });
}

void facts_add(struct facts *f, const struct fact_row *row)
{
	uint32_t employer = number_employer(f, row);

	facts_add_numbered(f, row, employer, number_places(f, row));
}

void facts_add_numbered(struct facts *f, const struct fact_row *row,
			uint32_t employer, uint32_t places)
{
	struct fact_reading now = add_reading(f, row);
	struct fact         to = {
			.definitions = now.definitions,
			.ad = row->ad,
			.day = row->day,
			.first_day = row->first_day,
			.last_day = row->last_day,
			.source = row->source,
			.employer = employer,
			.places = places,
			.skills = now.skills,
			.n_asked = now.n_asked,
			.n_named = now.n_named,
			.kind = (uint8_t)row->kind,
			.taxonomy = row->taxonomy,
			.is_core = now.is_core || row->is_core,
	};

	assert(f->n < FACTS_MAX);
	if (row->kind != FACT_ALONE)
		to.posting = number_posting(f, row->posting);
	if (row->earlier)
		to.earlier = add_earlier(f, row->earlier);
	if (f->n == f->cap) {
		f->cap = f->cap ? f->cap + f->cap / 2 : 4096;
		f->rows = xrealloc(f->rows, f->cap * sizeof(*f->rows));
	}
	f->rows[f->n++] = to;
}

void facts_add_member(struct facts *f, int64_t posting, uint32_t source,
		      int32_t day)
{
	if (f->n_members == f->members_cap) {
		f->members_cap = f->members_cap ? 2 * f->members_cap : 1024;
		f->members = xrealloc(f->members,
				      f->members_cap * sizeof(*f->members));
	}
	f->members[f->n_members++] = (struct fact_member){
		.posting = number_posting(f, posting),
		.source = source,
		.day = day,
	};
}

size_t facts_add_region(struct facts *f, struct span code)
{
	return names_number(&f->regions, code);
}

/* ---- sealing ---- */

/* In place, by cycles: rows are most of the memory. */
static void sort_by_day(struct facts *f)
{
	int32_t low = INT32_MAX, high = INT32_MIN;
	size_t *at, *end, days;

	for (size_t i = 0; i < f->n; i++) {
		low = f->rows[i].day < low ? f->rows[i].day : low;
		high = f->rows[i].day > high ? f->rows[i].day : high;
	}
	if (!f->n)
		return;
	days = (size_t)((int64_t)high - low + 1);
	at = xcalloc(days + 1, sizeof(*at));
	end = xcalloc(days + 1, sizeof(*end));
	for (size_t i = 0; i < f->n; i++)
		end[f->rows[i].day - low]++;
	for (size_t d = 0, all = 0; d < days; d++) {
		at[d] = all;
		all += end[d];
		end[d] = all;
	}
	for (size_t d = 0; d < days; d++) {
		while (at[d] < end[d]) {
			struct fact moved = f->rows[at[d]];
			size_t      own = (size_t)(moved.day - low);

			if (own == d) {
				at[d]++;
				continue;
			}
			f->rows[at[d]] = f->rows[at[own]];
			f->rows[at[own]++] = moved;
		}
	}
	free(at);
	free(end);
}

void facts_order(struct facts *f)
{
	if (!f->is_ordered)
		sort_by_day(f);
	f->is_ordered = true;
}

const int32_t *facts_said(const struct facts *f, const struct fact *row)
{
	return f->skills + row->skills;
}

const struct fact_member *facts_all_members(const struct facts *f, size_t *n)
{
	*n = f->n_members;
	return f->members;
}

int64_t facts_posting_id(const struct facts *f, uint32_t posting)
{
	int64_t id;

	memcpy(&id, names_get(&f->postings, posting).ptr, sizeof(id));
	return id;
}

const uint32_t *facts_places(const struct facts *f, uint32_t places, size_t *n)
{
	struct span set = names_get(&f->places, places);

	*n = set.len / sizeof(uint32_t);
	return (const uint32_t *)(const void *)set.ptr;
}

static void index_regions(struct facts *f)
{
	size_t  n_regions = f->regions.n, n;
	size_t *from = xcalloc(n_regions + 2, sizeof(*from));
	size_t *at;

	for (size_t i = 0; i < f->n; i++) {
		const uint32_t *set = facts_places(f, f->rows[i].places, &n);

		for (size_t k = 0; k < n; k++)
			from[set[k] + 1]++;
	}
	for (size_t r = 0; r < n_regions; r++)
		from[r + 1] += from[r];
	at = xcalloc(n_regions + 1, sizeof(*at));
	memcpy(at, from, n_regions * sizeof(*at));
	f->of_region.rows =
		xcalloc(from[n_regions] + 1, sizeof(*f->of_region.rows));
	for (size_t i = 0; i < f->n; i++) {
		const uint32_t *set = facts_places(f, f->rows[i].places, &n);

		for (size_t k = 0; k < n; k++)
			f->of_region.rows[at[set[k]]++] = (uint32_t)i;
	}
	free(at);
	f->of_region.from = from;
}

/* ---- rows by skill ---- */

static void find_skills(struct facts *f)
{
	for (size_t i = 0; i < f->n_skills; i++)
		f->skill_end = f->skills[i] >= f->skill_end ? f->skills[i] + 1
							    : f->skill_end;
}

/* A row has one entry of a skill; the last one is its own. */
static void say(struct facts *f, int32_t skill, uint32_t row, uint32_t said)
{
	size_t   *end = &f->skill_ends[skill];
	uint32_t *at = f->of_skill.rows;

	if (*end == f->of_skill.from[skill] ||
	    (at[*end - 1] & SAID_ROW) != row)
		at[(*end)++] = row;
	at[*end - 1] |= said << SAID_SHIFT;
}

static void say_reading(struct facts *f, uint32_t row,
			const struct fact_reading *r, uint32_t asked,
			uint32_t named)
{
	const int32_t *skills = f->skills + r->skills;

	for (int i = 0; i < r->n_asked; i++)
		say(f, skills[i], row, asked);
	skills += r->n_asked;
	for (int i = 0; i < r->n_named && f->rows[row].kind != FACT_JOINED; i++)
		say(f, skills[i], row, named);
}

/* Lists of rows by skill, instead of lists of skills by row. */
static void index_skills(struct facts *f)
{
	find_skills(f);
	f->of_skill.from = xcalloc((size_t)f->skill_end + 2, sizeof(size_t));
	f->skill_ends = xcalloc((size_t)f->skill_end + 1, sizeof(size_t));
	f->of_skill.rows =
		xcalloc(f->n_skills + 1, sizeof(*f->of_skill.rows));
	for (size_t i = 0; i < f->n_skills; i++)
		f->of_skill.from[f->skills[i] + 1]++;
	for (int32_t s = 0; s < f->skill_end; s++) {
		f->of_skill.from[s + 1] += f->of_skill.from[s];
		f->skill_ends[s] = f->of_skill.from[s];
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct fact  *row = &f->rows[i];
		struct fact_reading now = { .skills = row->skills,
					    .n_asked = row->n_asked,
					    .n_named = row->n_named };

		say_reading(f, (uint32_t)i, &now, SAID_ASKED, SAID_NAMED);
		if (row->earlier)
			say_reading(f, (uint32_t)i,
				    facts_earlier(f, row), SAID_WAS_ASKED,
				    SAID_WAS_NAMED);
	}
	free(f->skills);
	f->skills = NULL;
}

/* What stands together in time gets numbers that stand together. */
static void renumber_postings(struct facts *f)
{
	uint32_t *to = xcalloc(f->postings.n + 1, sizeof(*to));
	uint32_t  n = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (f->rows[i].kind == FACT_ALONE)
			continue;
		if (!to[f->rows[i].posting])
			to[f->rows[i].posting] = ++n;
		f->rows[i].posting = to[f->rows[i].posting] - 1;
	}
	for (size_t i = 0; i < f->n_members; i++) {
		if (!to[f->members[i].posting])
			to[f->members[i].posting] = ++n;
		f->members[i].posting = to[f->members[i].posting] - 1;
	}
	free(to);
}

static int compare_members(const void *left, const void *right)
{
	const struct fact_member *a = left, *b = right;

	return (a->posting > b->posting) - (a->posting < b->posting);
}

static void index_members(struct facts *f)
{
	if (f->n_members)
		qsort(f->members, f->n_members, sizeof(*f->members),
		      compare_members);
	f->member_from = xcalloc(f->postings.n + 2, sizeof(*f->member_from));
	for (size_t i = 0; i < f->n_members; i++)
		f->member_from[f->members[i].posting + 1]++;
	for (size_t i = 0; i < f->postings.n; i++)
		f->member_from[i + 1] += f->member_from[i];
	f->since = xcalloc(f->postings.n + 1, sizeof(*f->since));
	for (size_t i = 0; i < f->postings.n; i++)
		f->since[i] = INT32_MAX;
	for (size_t i = 0; i < f->n_members; i++) {
		int32_t *since = &f->since[f->members[i].posting];

		*since = f->members[i].day < *since ? f->members[i].day
						    : *since;
	}
}

void facts_seal(struct facts *f, bool weigh)
{
	facts_order(f);
	renumber_postings(f);
	index_regions(f);
	index_skills(f);
	index_members(f);
	if (!weigh)
		return;
	f->weights = xcalloc(f->employers.n + 1, sizeof(*f->weights));
	f->groups = xcalloc(f->employers.n + 1, 1);
	for (size_t i = 0; i < f->employers.n; i++) {
		weigh_employer(names_get(&f->employers, i), f->weights[i]);
		f->groups[i] = employer_group(names_get(&f->employers, i));
	}
}

/* ---- asking ---- */

size_t facts_count(const struct facts *f)
{
	return f->n;
}

const struct fact *facts_rows(const struct facts *f)
{
	return f->rows;
}

size_t facts_from_day(const struct facts *f, int32_t day)
{
	size_t low = 0, high = f->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (f->rows[mid].day < day)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int32_t facts_skills(const struct facts *f)
{
	return f->skill_end;
}

const uint32_t *facts_of_skill(const struct facts *f, int32_t skill, size_t *n)
{
	*n = 0;
	if (skill >= f->skill_end)
		return NULL;
	*n = f->skill_ends[skill] - f->of_skill.from[skill];
	return f->of_skill.rows + f->of_skill.from[skill];
}

const struct fact_reading *facts_earlier(const struct facts *f,
					 const struct fact  *row)
{
	return row->earlier ? &f->earlier[row->earlier - 1] : NULL;
}

size_t facts_regions(const struct facts *f)
{
	return f->regions.n;
}

struct span facts_region(const struct facts *f, size_t region)
{
	return names_get(&f->regions, region);
}

const uint32_t *facts_of_region(const struct facts *f, size_t region, size_t *n)
{
	*n = f->of_region.from[region + 1] - f->of_region.from[region];
	return f->of_region.rows + f->of_region.from[region];
}

size_t facts_employers(const struct facts *f)
{
	return f->employers.n;
}

struct span facts_employer(const struct facts *f, uint32_t employer)
{
	return names_get(&f->employers, employer);
}

const uint8_t *facts_weights(const struct facts *f, uint32_t employer)
{
	return f->weights[employer];
}

uint8_t facts_group(const struct facts *f, uint32_t employer)
{
	return f->groups[employer];
}

size_t facts_postings(const struct facts *f)
{
	return f->postings.n;
}

int32_t facts_since(const struct facts *f, uint32_t posting)
{
	return f->since[posting];
}

const struct fact_member *facts_members(const struct facts *f, uint32_t posting,
					size_t *n)
{
	*n = f->member_from[posting + 1] - f->member_from[posting];
	return f->members + f->member_from[posting];
}
