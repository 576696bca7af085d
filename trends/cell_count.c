#include "trends/cell_count.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct tally {
	uint32_t cur, base, cur_all, base_all;
	bool     is_touched;
};

struct counter {
	const struct facts    *facts;
	struct tally          *employers; /* by number */
	uint32_t              *touched;
	size_t                 n_touched;
	struct employer_count *found;
	uint32_t              *source_seen; /* the count that saw it last */
	uint32_t               count;
};

struct counter *counter_new(const struct facts *f, size_t n_sources)
{
	struct counter *c = xcalloc(1, sizeof(*c));
	size_t          n = facts_employers(f) + 1;

	c->facts = f;
	c->employers = xcalloc(n, sizeof(*c->employers));
	c->touched = xcalloc(n, sizeof(*c->touched));
	c->found = xcalloc(n, sizeof(*c->found));
	c->source_seen = xcalloc(n_sources + 1, sizeof(*c->source_seen));
	return c;
}

void counter_free(struct counter *c)
{
	if (!c)
		return;
	free(c->source_seen);
	free(c->found);
	free(c->touched);
	free(c->employers);
	free(c);
}

size_t entries_from(const struct entries *e, size_t row)
{
	size_t low = 0, high = e->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if ((e->at[mid] & ENTRY_ROW) < row)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* ---- one pass ---- */

struct pass {
	struct counter              *c;
	const struct counted_window *w;
	const struct fact           *rows;
	uint64_t                     mask;
	bool                         is_share, is_cur;
	int32_t                      from; /* the window's first day */
	/* Ads alone, by class: they are postings as well. */
	uint64_t                     ads[SOURCE_CLASSES][1 << HITS];
	struct counted              *out;
};

/* What an entry says by the definitions that are asked for: a bit a hit. */
static inline unsigned hits_of(const struct pass *p, uint32_t entry,
			       const struct fact *row)
{
	const struct fact_reading *was;
	bool     is_asked, is_named;
	unsigned now;

	is_asked = (entry & ENTRY_ASKED) && (row->definitions & p->mask);
	is_named = is_asked || (entry & ENTRY_NAMED);
	now = (unsigned)is_asked << ASKED | (unsigned)is_named << NAMED;
	if (!row->earlier)
		return now | (unsigned)is_asked << WAS_ASKED |
		       (unsigned)is_named << WAS_NAMED;
	was = facts_earlier(p->c->facts, row);
	is_asked = (entry & ENTRY_WAS_ASKED) && (was->definitions & p->mask);
	is_named = is_asked || (entry & ENTRY_WAS_NAMED);
	return now | (unsigned)is_asked << WAS_ASKED |
	       (unsigned)is_named << WAS_NAMED;
}

static inline bool has(unsigned hits, enum hit hit)
{
	return hits >> hit & 1;
}

static int class_of(const struct pass *p, const struct fact *row)
{
	int class = p->w->quick[row->source];

	if (!(class & QUICK_LOOK))
		return class;
	return panel_class(&p->w->panel[row->source], p->is_cur, p->from,
			   row->day, row->first_day, row->last_day);
}

static struct tally *touch(struct counter *c, uint32_t employer)
{
	struct tally *t = &c->employers[employer];

	if (!t->is_touched) {
		t->is_touched = true;
		c->touched[c->n_touched++] = employer;
	}
	return t;
}

/* A matched posting. */
static void count_employer(struct pass *p, uint32_t employer, bool is_asked)
{
	struct tally *t;

	if (!is_asked && !p->is_share)
		return;
	t = touch(p->c, employer);
	if (p->is_cur) {
		t->cur += is_asked;
		t->cur_all++;
		p->out->sums.cur_all++;
	} else {
		t->base += is_asked;
		t->base_all++;
		p->out->sums.base_all++;
	}
}

/* An ad that asks: which source and which dictionary said so. */
static void note_asked(struct pass *p, const struct fact *row, int class)
{
	if (row->taxonomy != FACT_NO_TAXONOMY)
		p->out->taxonomies[row->taxonomy / 64] |=
			1ull << (row->taxonomy % 64);
	if (class == SOURCE_KEPT &&
	    p->c->source_seen[row->source] != p->c->count) {
		p->c->source_seen[row->source] = p->c->count;
		p->out->sources++;
	}
}

static void count_alone(struct pass *p, const struct entries *e)
{
	const size_t *rows = p->w->rows[!p->is_cur];
	size_t        end = entries_from(e, rows[1]);

	for (size_t i = entries_from(e, rows[0]); i < end; i++) {
		const struct fact *row = &p->rows[e->at[i] & ENTRY_ROW];
		int class = class_of(p, row);
		unsigned           hits = hits_of(p, e->at[i], row);

		if (class == SOURCE_ABSENT || !(hits || p->is_share))
			continue;
		p->ads[class][hits]++;
		if (has(hits, ASKED))
			note_asked(p, row, class);
		if (class == SOURCE_KEPT)
			count_employer(p, row->employer, has(hits, ASKED));
	}
}

/* ---- postings of several ads ---- */

struct posting {
	bool     hit[HITS][SOURCE_CLASSES];
	bool     had[SOURCE_CLASSES]; /* was there before the window */
	bool     is_any, is_kept;
	uint32_t employer;
};

static bool is_before(const struct facts *f, uint32_t a, uint32_t b)
{
	struct span x = facts_employer(f, a), y = facts_employer(f, b);
	size_t      shorter = x.len < y.len ? x.len : y.len;
	int         order = memcmp(x.ptr, y.ptr, shorter);

	return order ? order < 0 : x.len < y.len;
}

static void add_member(struct pass *p, struct posting *to, uint32_t entry)
{
	const struct fact *row = &p->rows[entry & ENTRY_ROW];
	double *ads = p->is_cur ? p->out->sums.cur : p->out->sums.base;
	int      class = class_of(p, row);
	unsigned hits = hits_of(p, entry, row);

	if (class == SOURCE_ABSENT || !(hits || p->is_share))
		return;
	*(p->is_cur ? &p->out->sums.cur_ads : &p->out->sums.base_ads) += 1;
	for (int h = 0; h < HITS; h++)
		to->hit[h][class] |= has(hits, (enum hit)h);
	to->is_kept |= class == SOURCE_KEPT;
	if (!to->is_any || is_before(p->c->facts, row->employer, to->employer))
		to->employer = row->employer;
	to->is_any = true;
	if (has(hits, ASKED))
		note_asked(p, row, class);
	for (int s = 0; s < SUBSETS; s++) {
		if (!(s & OF_DUPLICATES) && subset_has(s, class))
			ads[s] += has(hits, subset_hit(s));
	}
}

static void find_had(struct pass *p, uint32_t number, struct posting *to)
{
	size_t                    n;
	const struct fact_member *m = facts_members(p->c->facts, number, &n);

	for (size_t i = 0; i < n; i++) {
		int class = p->w->quick[m[i].source] & QUICK_CLASS;

		if (class != SOURCE_ABSENT && m[i].day < p->from)
			to->had[class] = true;
	}
}

static bool counts_posting(const struct posting *t, int subset)
{
	const bool *hit = t->hit[subset_hit(subset)];
	bool        is_hit = false;

	for (int s = 0; s < SOURCE_CLASSES; s++) {
		if (!subset_has(subset, s))
			continue;
		if (t->had[s])
			return false;
		is_hit = is_hit || hit[s];
	}
	return is_hit;
}

/* The members of one posting, of both windows. */
static void count_posting(struct pass *p, const uint32_t *entries, size_t n)
{
	double        *to = p->is_cur ? p->out->sums.cur : p->out->sums.base;
	const size_t  *rows = p->w->rows[!p->is_cur];
	struct posting t = { .is_any = false };

	for (size_t i = 0; i < n; i++) {
		size_t row = entries[i] & ENTRY_ROW;

		if (row >= rows[0] && row < rows[1])
			add_member(p, &t, entries[i]);
	}
	if (!t.is_any)
		return;
	find_had(p, p->rows[entries[0] & ENTRY_ROW].posting, &t);
	for (int s = 0; s < SUBSETS; s++) {
		if ((s & OF_DUPLICATES) && counts_posting(&t, s))
			to[s]++;
	}
	if (t.is_kept && !t.had[SOURCE_KEPT])
		count_employer(p, t.employer, t.hit[ASKED][SOURCE_KEPT]);
}

/* The first group that may reach row `row`. */
static size_t groups_from(const struct row_list *l, size_t row)
{
	size_t low = 0, high = l->n_groups;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (l->groups[mid].first + l->span < row)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void count_members(struct pass *p, const struct row_list *l)
{
	const size_t *rows = p->w->rows[!p->is_cur];

	for (size_t i = groups_from(l, rows[0]);
	     i < l->n_groups && l->groups[i].first < rows[1]; i++) {
		const struct member_group *g = &l->groups[i];

		if (g->last >= rows[0])
			count_posting(p, &l->members.at[g->at], g->n);
	}
}

/* ---- the whole ---- */

/* Ads alone count the same before duplicates are joined and after. */
static void add_alone(const struct pass *p)
{
	double  *sums = p->is_cur ? p->out->sums.cur : p->out->sums.base;
	double  *all = p->is_cur ? &p->out->sums.cur_ads : &p->out->sums.base_ads;
	uint64_t by_hit[HITS][SOURCE_CLASSES] = { { 0 } };

	for (int k = 0; k < SOURCE_CLASSES; k++) {
		for (unsigned hits = 0; hits < 1 << HITS; hits++) {
			*all += (double)p->ads[k][hits];
			for (int h = 0; h < HITS; h++)
				by_hit[h][k] += has(hits, (enum hit)h) *
						p->ads[k][hits];
		}
	}
	for (int s = 0; s < SUBSETS; s++) {
		for (int k = 0; k < SOURCE_CLASSES; k++) {
			if (subset_has(s, k))
				sums[s] += (double)by_hit[subset_hit(s)][k];
		}
	}
}

static void take_employers(struct counter *c, struct counted *out)
{
	for (size_t i = 0; i < c->n_touched; i++) {
		uint32_t      number = c->touched[i];
		struct tally *t = &c->employers[number];

		c->found[i] = (struct employer_count){
			.cur = t->cur,
			.base = t->base,
			.cur_all = t->cur_all,
			.base_all = t->base_all,
			.weights = facts_weights(c->facts, number),
			.group = facts_group(c->facts, number),
		};
		*t = (struct tally){ .cur = 0 };
	}
	out->employers = c->found;
	out->n_employers = c->n_touched;
	c->n_touched = 0;
}

void count_list(struct counter *c, const struct row_list *list,
		const struct counted_window *w, uint64_t mask, bool is_share,
		struct counted *out)
{
	*out = (struct counted){ .n_employers = 0 };
	c->count++;
	for (int base = 0; base < 2; base++) {
		struct pass p = {
			.c = c,
			.w = w,
			.rows = facts_rows(c->facts),
			.mask = mask,
			.is_share = is_share,
			.is_cur = !base,
			.from = base ? w->w.base_from : w->w.from,
			.out = out,
		};

		count_alone(&p, &list->alone);
		add_alone(&p);
		count_members(&p, list);
	}
	take_employers(c, out);
}
