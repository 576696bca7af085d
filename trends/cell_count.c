#include "trends/cell_count.h"

#include "base/mem.h"
#include "trends/cell_moved.h"

#include <stdlib.h>
#include <string.h>

/* How a posting was met in one window: a bit for each hit by class of source,
 * and for each class whether it was there before the window. */
#define PATTERN_BITS (HITS * SOURCE_CLASSES + SOURCE_CLASSES)
#define PATTERNS     ((size_t)1 << PATTERN_BITS)
#define HIT_BIT(hit, class) (1u << ((hit) * SOURCE_CLASSES + (class)))
#define HAD_BIT(class)      (1u << (HITS * SOURCE_CLASSES + (class)))
#define IS_KNOWN 1u /* of subsets: it never joins duplicates */

struct counter {
	const struct facts    *facts;
	struct tally          *employers; /* by number of the list */
	struct asked_days     *days;      /* the same: of who may have moved */
	uint32_t              *touched;
	size_t                 n_touched, cap;
	struct employer_count *found;
	uint32_t              *source_seen; /* the count that saw it last */
	uint32_t               count;
	uint32_t              *source_met; /* the posting that met it last */
	uint32_t               posting;
	uint32_t              *met; /* postings by pattern */
	uint16_t              *patterns; /* met ones */
	size_t                 n_patterns;
	uint32_t *subsets; /* by pattern: bits of those that count it */
};

struct counter *counter_new(const struct facts *f, size_t n_sources)
{
	struct counter *c = xcalloc(1, sizeof(*c));

	c->facts = f;
	c->source_seen = xcalloc(n_sources + 1, sizeof(*c->source_seen));
	c->source_met = xcalloc(n_sources + 1, sizeof(*c->source_met));
	c->met = xcalloc(PATTERNS, sizeof(*c->met));
	c->patterns = xcalloc(PATTERNS, sizeof(*c->patterns));
	c->subsets = xcalloc(PATTERNS, sizeof(*c->subsets));
	return c;
}

void counter_free(struct counter *c)
{
	if (!c)
		return;
	free(c->subsets);
	free(c->patterns);
	free(c->met);
	free(c->source_met);
	free(c->source_seen);
	free(c->found);
	free(c->touched);
	free(c->days);
	free(c->employers);
	free(c);
}

/* Room for the employers of a list. */
static void make_room(struct counter *c, size_t n)
{
	if (n <= c->cap)
		return;
	free(c->found);
	free(c->touched);
	free(c->days);
	free(c->employers);
	c->cap = 2 * n;
	c->employers = xcalloc(c->cap, sizeof(*c->employers));
	c->days = xcalloc(c->cap, sizeof(*c->days));
	c->touched = xcalloc(c->cap, sizeof(*c->touched));
	c->found = xcalloc(c->cap, sizeof(*c->found));
}

/* ---- one pass ---- */

struct pass {
	struct counter              *c;
	const struct counted_window *w;
	const struct fact           *rows;
	bool                         is_share, is_cur;
	bool                         is_again; /* to find days, counts nothing */
	int32_t                      from; /* the window's first day */
	/* Ads by class: those that are postings as well, and members. */
	uint32_t                     alone[SOURCE_ABSENT + 1][1 << HITS];
	uint32_t                     members[SOURCE_CLASSES][1 << HITS];
	struct counted              *out;
};

static inline bool has(unsigned hits, enum hit hit)
{
	return hits >> hit & 1;
}

static int look_closer(const struct pass *p, const struct entry *e)
{
	const struct panel_source *s = &p->w->panel[e->source];
	const struct fact         *row = &p->rows[e->row];

	/* Its row stays unread, and mostly both windows saw it. */
	if (!s->thin[p->is_cur] && e->day != ENTRY_LATE) {
		int32_t day = p->rows->day + e->day;

		if (s->class == SOURCE_KEPT && !panel_is_blind(s, day - p->from))
			return SOURCE_KEPT;
		return panel_class(s, p->is_cur, p->from, day, 0, 0);
	}
	return panel_class(s, p->is_cur, p->from, row->day, row->first_day,
			   row->last_day);
}

static inline int class_of(const struct pass *p, const struct entry *e)
{
	int class = p->w->quick[e->source];

	return class & QUICK_LOOK ? look_closer(p, e) : class;
}

static inline int32_t day_of(const struct pass *p, const struct entry *e)
{
	return e->day == ENTRY_LATE ? p->rows[e->row].day
				    : p->rows->day + e->day;
}

/* What one that is not compared stands for. */
static inline uint32_t weight_of(const struct pass *p, const struct entry *e)
{
	const struct panel_source *s = &p->w->panel[e->source];

	return day_of(p, e) < s->first_day ? 0 : (uint32_t)s->weight[p->is_cur];
}

static inline struct tally *touch_employer(struct counter *c,
					   uint32_t employer)
{
	struct tally *t = &c->employers[employer];

	if (!t->cur_all && !t->base_all && !t->elsewhere[0] &&
	    !t->elsewhere[1])
		c->touched[c->n_touched++] = employer;
	return t;
}

/* A matched posting. */
static inline void count_employer(struct pass *p, uint32_t employer,
				  bool is_asked)
{
	struct tally *t;

	if (!is_asked && !p->is_share)
		return;
	t = touch_employer(p->c, employer);
	if (p->is_cur) {
		t->cur += is_asked;
		t->cur_all++;
	} else {
		t->base += is_asked;
		t->base_all++;
	}
}

/* One that asks in other sources alone. */
static inline void count_elsewhere(struct pass *p, uint32_t employer,
				   uint32_t weight)
{
	p->out->elsewhere[p->is_cur] += weight;
	touch_employer(p->c, employer)->elsewhere[p->is_cur]++;
}

/* An ad that asks: which source and which dictionary said so. */
static inline void note_asked(struct pass *p, const struct entry *e, int class)
{
	if (e->taxonomy != FACT_NO_TAXONOMY)
		p->out->taxonomies[e->taxonomy / 64] |=
			1ull << (e->taxonomy % 64);
	if (class == SOURCE_KEPT &&
	    p->c->source_seen[e->source] != p->c->count) {
		p->c->source_seen[e->source] = p->c->count;
		p->out->sources++;
	}
}

static void count_alone(struct pass *p, const struct entries *list)
{
	const size_t *rows = p->w->rows[!p->is_cur];
	size_t        end = entries_from(list, rows[1]);

	for (size_t i = entries_from(list, rows[0]); i < end; i++) {
		const struct entry *e = &list->at[i];
		int class;

		if (!e->hits && !p->is_share)
			continue;
		class = class_of(p, e);
		if (class == SOURCE_ABSENT)
			continue;
		p->alone[class][e->hits]++;
		if (has(e->hits, ASKED))
			note_asked(p, e, class);
		if (p->w->has_cut && class == SOURCE_KEPT && has(e->hits, ASKED))
			p->out->cut[p->is_cur] += p->w->panel[e->source].is_cut;
		if (class == SOURCE_KEPT)
			count_employer(p, e->employer, has(e->hits, ASKED));
		else if (has(e->hits, ASKED))
			count_elsewhere(p, e->employer, weight_of(p, e));
	}
}

/* Nothing but their class is asked of what does not ask. */
static void count_named(struct pass *p, const struct entries *list)
{
	const size_t *rows = p->w->rows[!p->is_cur];
	size_t        end = entries_from(list, rows[1]);

	for (size_t i = entries_from(list, rows[0]); i < end; i++) {
		const struct entry *e = &list->at[i];

		p->alone[class_of(p, e)][e->hits]++;
	}
}

/* ---- postings of several ads ---- */

struct posting {
	unsigned pattern;
	bool     is_any, is_kept;
	uint32_t employer;
	uint32_t weight; /* the greatest of those that ask elsewhere */
	uint32_t repeats; /* kept ones that ask, but for the first of a source */
	uint32_t cut;     /* kept ones that ask, of lists that are cut */
	int32_t  day; /* the first in the window; when it is_again */
};

static bool is_before(const struct facts *f, uint32_t a, uint32_t b)
{
	struct span x = facts_employer(f, a), y = facts_employer(f, b);
	size_t      shorter = x.len < y.len ? x.len : y.len;
	int         order = memcmp(x.ptr, y.ptr, shorter);

	return order ? order < 0 : x.len < y.len;
}

/* The first employer by name speaks for the posting. */
static void take_employer(const struct pass *p, const struct row_list *l,
			  struct posting *to, uint32_t employer)
{
	if (to->is_any &&
	    (employer == to->employer ||
	     !is_before(p->c->facts, l->employers[employer],
			l->employers[to->employer])))
		return;
	to->employer = employer;
	to->is_any = true;
}

static void add_member(struct pass *p, const struct row_list *l,
		       struct posting *to, const struct entry *e)
{
	int class;

	if (!e->hits && !p->is_share)
		return;
	class = class_of(p, e);
	if (class == SOURCE_ABSENT)
		return;
	p->members[class][e->hits]++;
	for (int h = 0; h < HITS; h++)
		to->pattern |= has(e->hits, (enum hit)h) * HIT_BIT(h, class);
	to->is_kept |= class == SOURCE_KEPT;
	if (p->is_again && day_of(p, e) < to->day)
		to->day = day_of(p, e);
	take_employer(p, l, to, e->employer);
	if (!has(e->hits, ASKED))
		return;
	note_asked(p, e, class);
	if (class == SOURCE_KEPT) {
		to->repeats += p->c->source_met[e->source] == p->c->posting;
		to->cut += p->w->panel[e->source].is_cut;
		p->c->source_met[e->source] = p->c->posting;
	} else if (to->weight < (uint32_t)p->w->panel[e->source].weight[p->is_cur]) {
		uint32_t weight = weight_of(p, e);

		to->weight = weight > to->weight ? weight : to->weight;
	}
}

static void find_had(struct pass *p, uint32_t number, struct posting *to)
{
	size_t                    n;
	const struct fact_member *m = facts_members(p->c->facts, number, &n);

	for (size_t i = 0; i < n; i++) {
		int class = p->w->quick[m[i].source] & QUICK_CLASS;

		if (class != SOURCE_ABSENT && m[i].day < p->from)
			to->pattern |= HAD_BIT(class);
	}
}

static bool counts_posting(unsigned pattern, int subset)
{
	enum hit hit = subset_hit(subset);
	bool     is_hit = false;

	for (int s = 0; s < SOURCE_CLASSES; s++) {
		if (!subset_has(subset, s))
			continue;
		if (pattern & HAD_BIT(s))
			return false;
		is_hit = is_hit || (pattern & HIT_BIT(hit, s));
	}
	return is_hit;
}

/* In other sources alone, and was nowhere before the window. */
static bool asks_elsewhere(unsigned pattern)
{
	return pattern < HAD_BIT(0) &&
	       !(pattern & HIT_BIT(ASKED, SOURCE_KEPT)) &&
	       (pattern & (HIT_BIT(ASKED, SOURCE_MOVED) |
			   HIT_BIT(ASKED, SOURCE_SICK)));
}

static void add_day(struct days *d, int32_t day)
{
	d->first = day < d->first ? day : d->first;
	d->last = day > d->last ? day : d->last;
}

static void note_posting(struct pass *p, const struct posting *t)
{
	struct asked_days *d = &p->c->days[t->employer];

	if (asks_elsewhere(t->pattern))
		add_day(&d->elsewhere, t->day);
	else if ((t->pattern & HIT_BIT(ASKED, SOURCE_KEPT)) &&
		 !(t->pattern & HAD_BIT(SOURCE_KEPT)))
		add_day(&d->kept, t->day);
}

/* The members of one posting. */
static void count_posting(struct pass *p, const struct row_list *l,
			  const struct member_group *g)
{
	const size_t       *rows = p->w->rows[!p->is_cur];
	const struct entry *e = l->members.at + g->at;
	struct posting      t = { .is_any = false, .day = INT32_MAX };

	p->c->posting++;
	for (size_t i = 0; i < g->n; i++) {
		if (e[i].row >= rows[0] && e[i].row < rows[1])
			add_member(p, l, &t, &e[i]);
	}
	if (!t.is_any)
		return;
	if (g->since < p->from)
		find_had(p, g->posting, &t);
	if (p->is_again) {
		note_posting(p, &t);
		return;
	}
	if (!p->c->met[t.pattern]++)
		p->c->patterns[p->c->n_patterns++] = (uint16_t)t.pattern;
	if (t.is_kept && !(t.pattern & HAD_BIT(SOURCE_KEPT))) {
		count_employer(p, t.employer,
			       t.pattern & HIT_BIT(ASKED, SOURCE_KEPT));
		p->out->repeats[p->is_cur] += t.repeats;
		p->out->cut[p->is_cur] += t.cut;
	}
	if (asks_elsewhere(t.pattern))
		count_elsewhere(p, t.employer, t.weight);
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
		if (l->groups[i].last >= rows[0])
			count_posting(p, l, &l->groups[i]);
	}
}

/* ---- the whole ---- */

/* Ads of one class and hits: those alone count the same before duplicates are
 * joined and after. */
static void add_ads(double sums[SUBSETS], int class, unsigned hits,
		    uint32_t alone, uint32_t members)
{
	for (int s = 0; s < SUBSETS; s++) {
		if (subset_has(s, class) && has(hits, subset_hit(s)))
			sums[s] += alone +
				   (s & OF_DUPLICATES ? 0 : (double)members);
	}
}

static uint32_t subsets_of(struct counter *c, unsigned pattern)
{
	uint32_t bits = IS_KNOWN;

	if (c->subsets[pattern])
		return c->subsets[pattern];
	for (int s = 0; s < SUBSETS; s++) {
		if ((s & OF_DUPLICATES) && counts_posting(pattern, s))
			bits |= 1u << s;
	}
	c->subsets[pattern] = bits;
	return bits;
}

static void add_sums(struct pass *p)
{
	double *sums = p->is_cur ? p->out->sums.cur : p->out->sums.base;
	double *all = p->is_cur ? &p->out->sums.cur_ads : &p->out->sums.base_ads;

	for (int k = 0; k < SOURCE_CLASSES; k++) {
		for (unsigned hits = 0; hits < 1 << HITS; hits++) {
			uint32_t alone = p->alone[k][hits];
			uint32_t members = p->members[k][hits];

			*all += alone + (double)members;
			if (alone || members)
				add_ads(sums, k, hits, alone, members);
		}
	}
	for (size_t i = 0; i < p->c->n_patterns; i++) {
		unsigned pattern = p->c->patterns[i];
		uint32_t subsets = subsets_of(p->c, pattern);

		for (int s = 1; s < SUBSETS; s++)
			sums[s] += (subsets >> s & 1) * p->c->met[pattern];
		p->c->met[pattern] = 0;
	}
	p->c->n_patterns = 0;
}

static size_t count_matched(const struct counter *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_touched; i++) {
		const struct tally *t = &c->employers[c->touched[i]];

		n += t->cur_all || t->base_all;
	}
	return n;
}

static void take_employers(struct counter *c, const struct row_list *l,
			   struct counted *out)
{
	bool   is_grouped = count_matched(c) > EMPLOYER_GROUPS; /* else never asked */
	size_t n = 0;

	for (size_t i = 0; i < c->n_touched; i++) {
		uint32_t      number = l->employers[c->touched[i]];
		struct tally *t = &c->employers[c->touched[i]];

		if (!t->cur_all && !t->base_all) {
			*t = (struct tally){ .cur = 0 };
			continue;
		}
		c->found[n++] = (struct employer_count){
			.cur = t->cur,
			.base = t->base,
			.cur_all = t->cur_all,
			.base_all = t->base_all,
			.weights = facts_weights(c->facts, number),
			.group = is_grouped ? facts_group(c->facts, number) : 0,
		};
		out->sums.cur_all += t->cur_all;
		out->sums.base_all += t->base_all;
		*t = (struct tally){ .cur = 0 };
	}
	out->employers = c->found;
	out->n_employers = n;
	c->n_touched = 0;
}

/* ---- employers who moved ---- */

static void find_days(struct pass *p, const struct row_list *l)
{
	const struct entries *list = &l->alone;
	const size_t         *rows = p->w->rows[!p->is_cur];
	size_t                end = entries_from(list, rows[1]);

	for (size_t i = entries_from(list, rows[0]); i < end; i++) {
		const struct entry *e = &list->at[i];
		struct asked_days  *d = &p->c->days[e->employer];
		int                 class;

		if (!has(e->hits, ASKED) ||
		    !tally_moved(&p->c->employers[e->employer], p->is_cur))
			continue;
		class = class_of(p, e);
		if (class != SOURCE_ABSENT)
			add_day(class == SOURCE_KEPT ? &d->kept : &d->elsewhere,
				day_of(p, e));
	}
	count_members(p, l);
}

/* What employers moved in the window of a pass, of `of` in the other. */
static uint64_t find_moved(struct pass *p, const struct row_list *l, double of)
{
	static const struct days none = { INT32_MAX, INT32_MIN };
	struct counter          *c = p->c;
	uint64_t                 most = 0, sum = 0;

	for (size_t i = 0; i < c->n_touched; i++) {
		uint32_t employer = c->touched[i];

		most += tally_moved(&c->employers[employer], p->is_cur);
		c->days[employer] = (struct asked_days){ none, none };
	}
	if (most < MOVED_LEAST || MOVED_PART * (double)most <= of)
		return 0;
	p->is_again = true;
	find_days(p, l);
	for (size_t i = 0; i < c->n_touched; i++) {
		if (days_are_apart(&c->days[c->touched[i]]))
			sum += tally_moved(&c->employers[c->touched[i]], p->is_cur);
	}
	return sum;
}

/* ---- the list ---- */

void count_list(struct counter *c, const struct row_list *list,
		const struct counted_window *w, bool is_share,
		struct counted *out)
{
	struct pass p[2]; /* the period, the base */

	*out = (struct counted){ .n_employers = 0 };
	make_room(c, list->n_employers);
	c->count++;
	for (int base = 0; base < 2; base++) {
		p[base] = (struct pass){
			.c = c,
			.w = w,
			.rows = facts_rows(c->facts),
			.is_share = is_share,
			.is_cur = !base,
			.from = base ? w->w.base_from : w->w.from,
			.out = out,
		};
		count_alone(&p[base], &list->alone);
		count_named(&p[base], &list->named);
		count_members(&p[base], list);
		add_sums(&p[base]);
	}
	out->went = find_moved(&p[0], list, out->sums.base[SUBSETS - 1]);
	out->came = find_moved(&p[1], list, out->sums.cur[SUBSETS - 1]);
	take_employers(c, list, out);
}
