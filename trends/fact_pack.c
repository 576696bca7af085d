/*
 * fact_pack.c - varints (LEB128) behind each other:
 *
 *   sources, taxonomies        how many, then their numbers, zigzag
 *   employers                  how many, then each as length and bytes
 *   places                     how many, then each as so many regions
 *   first day, rows            how many, then each as put_row() has it
 *   members                    how many, then posting, source, day
 */
#include "trends/fact_pack.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define FORM        2
#define REGIONS_MAX 512 /* of a set */

enum { ROW_KIND = 3, ROW_HAS_TAXONOMY = 4, ROW_IS_CORE = 8 };

int64_t fact_pack_form(const int32_t *core, size_t n_core)
{
	struct span bytes = { (const char *)core, n_core * sizeof(*core) };

	return (int64_t)hash64_seeded(n_core ? bytes : SPAN(""), FORM);
}

/* ---- writing ---- */

static void put(struct buf *b, uint64_t n)
{
	char  *at = buf_reserve(b, 10);
	size_t len = 0;

	for (; n >= 0x80; n >>= 7)
		at[len++] = (char)(n | 0x80);
	at[len++] = (char)n;
	buf_commit(b, len);
}

static void put_signed(struct buf *b, int64_t n)
{
	put(b, (uint64_t)n << 1 ^ (uint64_t)(n >> 63));
}

static void put_text(struct buf *b, struct span s)
{
	put(b, s.len);
	buf_add_span(b, s);
}

/* What rows have of all that the facts number, in the order of their coming. */
struct used {
	uint32_t *to; /* 1 + number in the pack */
	uint32_t *of; /* number of the facts */
	size_t    n, cap;
};

static uint32_t use(struct used *u, uint32_t number)
{
	if (number >= u->cap) {
		size_t cap = 2 * (size_t)number + 64;

		u->to = xrealloc(u->to, cap * sizeof(*u->to));
		u->of = xrealloc(u->of, cap * sizeof(*u->of));
		memset(u->to + u->cap, 0, (cap - u->cap) * sizeof(*u->to));
		u->cap = cap;
	}
	if (!u->to[number]) {
		u->of[u->n++] = number;
		u->to[number] = (uint32_t)u->n;
	}
	return u->to[number] - 1;
}

static void used_deinit(struct used *u)
{
	free(u->of);
	free(u->to);
}

struct packing {
	const struct facts *f;
	struct used         sources, taxonomies, employers, places, postings;
	struct buf          rows;
};

static void put_row(struct packing *p, const struct fact *row, int32_t first)
{
	struct buf    *b = &p->rows;
	const int32_t *said = facts_said(p->f, row);
	bool           has_taxonomy = row->taxonomy != FACT_NO_TAXONOMY;

	put(b, row->kind | (has_taxonomy ? ROW_HAS_TAXONOMY : 0u) |
		       (row->is_core ? ROW_IS_CORE : 0u));
	put(b, (uint64_t)(row->day - first));
	put(b, use(&p->sources, row->source));
	buf_add(b, &row->ad, sizeof(row->ad));
	if (row->kind != FACT_ALONE)
		put(b, use(&p->postings, row->posting));
	put(b, use(&p->employers, row->employer));
	put(b, use(&p->places, row->places));
	put(b, row->definitions);
	if (has_taxonomy)
		put(b, use(&p->taxonomies, row->taxonomy));
	put(b, row->n_asked);
	put(b, row->n_named);
	for (size_t i = 0; i < (size_t)row->n_asked + row->n_named; i++)
		put(b, (uint32_t)said[i]);
}

static int compare_members(const void *left, const void *right)
{
	const struct fact_member *a = left, *b = right;

	if (a->posting != b->posting)
		return a->posting < b->posting ? -1 : 1;
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	return (a->day > b->day) - (a->day < b->day);
}

/* Each once: those of another month's pack are there again. */
static void put_members(struct packing *p, struct buf *b)
{
	size_t                    n, kept = 0, once = 0;
	const struct fact_member *all = facts_all_members(p->f, &n);
	struct fact_member       *own = xcalloc(n + 1, sizeof(*own));

	for (size_t i = 0; i < n; i++) {
		if (all[i].posting < p->postings.cap &&
		    p->postings.to[all[i].posting])
			own[kept++] = all[i];
	}
	if (kept)
		qsort(own, kept, sizeof(*own), compare_members);
	for (size_t i = 0; i < kept; i++) {
		if (!once || compare_members(&own[once - 1], &own[i]) != 0)
			own[once++] = own[i];
	}
	put(b, once);
	for (size_t i = 0; i < once; i++) {
		put(b, use(&p->postings, own[i].posting));
		put(b, use(&p->sources, own[i].source));
		put_signed(b, own[i].day);
	}
	free(own);
}

static void put_names(struct packing *p, const struct pack_ids *ids,
		      struct buf *out)
{
	put(out, p->sources.n);
	for (size_t i = 0; i < p->sources.n; i++)
		put_signed(out, ids->sources[p->sources.of[i]]);
	put(out, p->taxonomies.n);
	for (size_t i = 0; i < p->taxonomies.n; i++)
		put_signed(out, ids->taxonomies[p->taxonomies.of[i]]);
	put(out, p->postings.n);
	for (size_t i = 0; i < p->postings.n; i++)
		put_signed(out, facts_posting_id(p->f, p->postings.of[i]));
	put(out, p->employers.n);
	for (size_t i = 0; i < p->employers.n; i++)
		put_text(out, facts_employer(p->f, p->employers.of[i]));
	put(out, p->places.n);
	for (size_t i = 0; i < p->places.n; i++) {
		size_t          n;
		const uint32_t *set = facts_places(p->f, p->places.of[i], &n);

		put(out, n);
		for (size_t r = 0; r < n; r++)
			put_text(out, facts_region(p->f, set[r]));
	}
}

bool fact_pack(const struct facts *f, size_t from, size_t to,
	       const struct pack_ids *ids, struct buf *out)
{
	struct packing     p = { .f = f };
	struct buf         members = BUF_INIT;
	const struct fact *rows = facts_rows(f);
	int32_t            first = from < to ? rows[from].day : 0;
	bool               is_sure = true;

	for (size_t i = from; i < to && is_sure; i++) {
		/* Very many dictionaries share the last index. */
		is_sure = rows[i].taxonomy != FACT_NO_TAXONOMY - 1;
		put_row(&p, &rows[i], first);
	}
	if (is_sure) {
		put_members(&p, &members);
		put_names(&p, ids, out);
		put_signed(out, first);
		put(out, to - from);
		buf_add_span(out, buf_span(&p.rows));
		buf_add_span(out, buf_span(&members));
	}
	buf_deinit(&members);
	buf_deinit(&p.rows);
	used_deinit(&p.postings);
	used_deinit(&p.places);
	used_deinit(&p.employers);
	used_deinit(&p.taxonomies);
	used_deinit(&p.sources);
	return is_sure;
}

/* ---- reading ---- */

struct cursor {
	const unsigned char *at, *end;
	bool                 is_bad;
};

static uint64_t get(struct cursor *c)
{
	uint64_t n = 0;

	for (int shift = 0; shift < 64 && c->at < c->end; shift += 7) {
		n |= (uint64_t)(*c->at & 0x7f) << shift;
		if (!(*c->at++ & 0x80))
			return n;
	}
	c->is_bad = true;
	return 0;
}

static int64_t get_signed(struct cursor *c)
{
	uint64_t n = get(c);

	return (int64_t)(n >> 1) ^ -(int64_t)(n & 1);
}

/* How many of what takes a byte each at least. */
static size_t get_count(struct cursor *c)
{
	uint64_t n = get(c);

	if (n > (uint64_t)(c->end - c->at)) {
		c->is_bad = true;
		return 0;
	}
	return (size_t)n;
}

static uint32_t get_index(struct cursor *c, size_t n)
{
	uint64_t i = get(c);

	if (i >= n) {
		c->is_bad = true;
		return 0;
	}
	return (uint32_t)i;
}

static struct span get_bytes(struct cursor *c, size_t len)
{
	struct span s = { (const char *)c->at, len };

	if (len > (size_t)(c->end - c->at)) {
		c->is_bad = true;
		return SPAN("");
	}
	c->at += len;
	return s;
}

static struct span get_text(struct cursor *c)
{
	return get_bytes(c, get_count(c));
}

struct unpacking {
	struct facts          *f;
	const struct unpacker *by;
	struct cursor          c;
	struct {
		uint32_t index;
		bool     is_known;
		int64_t  id;
	} *sources;
	uint8_t  *taxonomies;
	int64_t  *postings;
	bool     *is_changed; /* by posting */
	uint32_t *employers, *places; /* numbers of the facts */
	size_t    n_sources, n_taxonomies, n_postings, n_employers, n_places;
	int32_t  *said; /* of the row at hand */
	size_t    said_cap;
};

static uint32_t get_places(struct unpacking *u)
{
	struct span codes[REGIONS_MAX];
	size_t      n = get_count(&u->c);

	if (n > REGIONS_MAX) {
		u->c.is_bad = true;
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		codes[i] = get_text(&u->c);
	return facts_number_regions(u->f, codes, n);
}

static void get_names(struct unpacking *u)
{
	struct cursor *c = &u->c;

	u->n_sources = get_count(c);
	u->sources = xcalloc(u->n_sources + 1, sizeof(*u->sources));
	for (size_t i = 0; i < u->n_sources; i++) {
		u->sources[i].id = get_signed(c);
		u->sources[i].is_known = u->by->source(
			u->sources[i].id, &u->sources[i].index, u->by->arg);
	}
	u->n_taxonomies = get_count(c);
	u->taxonomies = xcalloc(u->n_taxonomies + 1, 1);
	for (size_t i = 0; i < u->n_taxonomies; i++)
		u->taxonomies[i] = u->by->taxonomy((int16_t)get_signed(c),
						   u->by->arg);
	u->n_postings = get_count(c);
	u->postings = xcalloc(u->n_postings + 1, sizeof(*u->postings));
	u->is_changed = xcalloc(u->n_postings + 1, sizeof(*u->is_changed));
	for (size_t i = 0; i < u->n_postings; i++)
		u->postings[i] = get_signed(c);
	u->n_employers = get_count(c);
	u->employers = xcalloc(u->n_employers + 1, sizeof(*u->employers));
	for (size_t i = 0; i < u->n_employers; i++)
		u->employers[i] = facts_number_employer(u->f, get_text(c));
	u->n_places = get_count(c);
	u->places = xcalloc(u->n_places + 1, sizeof(*u->places));
	for (size_t i = 0; i < u->n_places && !c->is_bad; i++)
		u->places[i] = get_places(u);
}

static void get_said(struct unpacking *u, struct fact_row *row)
{
	size_t n;

	row->n_asked = get_count(&u->c);
	row->n_named = get_count(&u->c);
	n = row->n_asked + row->n_named;
	if (n > u->said_cap) {
		u->said_cap = 2 * n;
		u->said = xrealloc(u->said, u->said_cap * sizeof(*u->said));
	}
	for (size_t i = 0; i < n; i++)
		u->said[i] = (int32_t)get_index(&u->c, INT32_MAX);
	row->asked = u->said;
	row->named = u->said + row->n_asked;
}

/* 1 for an ad, 0 for what is none or of no source. */
static int get_row(struct unpacking *u, int32_t first)
{
	struct cursor  *c = &u->c;
	struct fact_row row = { .taxonomy = FACT_NO_TAXONOMY };
	uint64_t        head = get(c);
	uint32_t        employer, places, source, posting = 0;
	struct span     ad;

	row.kind = (enum fact_kind)(head & ROW_KIND);
	row.is_core = head & ROW_IS_CORE;
	row.day = first + (int32_t)get_index(c, INT32_MAX);
	source = get_index(c, u->n_sources);
	ad = get_bytes(c, sizeof(row.ad));
	if (ad.len == sizeof(row.ad))
		memcpy(&row.ad, ad.ptr, sizeof(row.ad));
	if (row.kind != FACT_ALONE)
		posting = get_index(c, u->n_postings);
	row.posting = u->postings[posting];
	employer = u->employers[get_index(c, u->n_employers)];
	places = u->places[get_index(c, u->n_places)];
	row.definitions = get(c);
	if (head & ROW_HAS_TAXONOMY)
		row.taxonomy = u->taxonomies[get_index(c, u->n_taxonomies)];
	get_said(u, &row);
	if (c->is_bad || row.kind > FACT_JOINED ||
	    !u->sources[source].is_known)
		return 0;
	row.source = u->sources[source].index;
	row.source_id = u->sources[source].id;
	if (u->by->is_changed(row.source, row.ad, u->by->arg)) {
		u->is_changed[posting] |= row.kind != FACT_ALONE;
		return 0;
	}
	if (row.kind != FACT_JOINED)
		u->by->complete(&row, u->by->arg);
	facts_add_numbered(u->f, &row, employer, places);
	return row.kind != FACT_JOINED;
}

static void get_members(struct unpacking *u)
{
	size_t n = get_count(&u->c);

	for (size_t i = 0; i < n; i++) {
		uint32_t posting = get_index(&u->c, u->n_postings);
		uint32_t source = get_index(&u->c, u->n_sources);
		int32_t  day = (int32_t)get_signed(&u->c);

		if (!u->c.is_bad && u->sources[source].is_known &&
		    !u->is_changed[posting])
			facts_add_member(u->f, u->postings[posting],
					 u->sources[source].index, day);
	}
}

int64_t fact_unpack(struct facts *f, struct span bytes,
		    const struct unpacker *by)
{
	const unsigned char *at = (const unsigned char *)bytes.ptr;
	struct unpacking     u = { .f = f, .by = by,
				   .c = { at, at + bytes.len, false } };
	int64_t              ads = 0;
	int32_t              first;
	size_t               n;

	get_names(&u);
	first = (int32_t)get_signed(&u.c);
	n = get_count(&u.c);
	for (size_t i = 0; i < n && !u.c.is_bad; i++)
		ads += get_row(&u, first);
	get_members(&u);
	free(u.said);
	free(u.places);
	free(u.employers);
	free(u.is_changed);
	free(u.postings);
	free(u.taxonomies);
	free(u.sources);
	return u.c.is_bad || u.c.at != u.c.end ? -1 : ads;
}
