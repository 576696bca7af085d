#include "enrich/near.h"

#include "base/hash.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX (4 + SKETCH_BANDS) /* of one ad */

struct entry {
	uint64_t key;
	uint32_t ad;
};

/* ---- keys ---- */

static uint64_t pair_key(uint64_t a, uint64_t b, uint64_t kind)
{
	uint64_t parts[] = { a, b, kind };

	return hash64((struct span){ (const char *)parts, sizeof(parts) });
}

static size_t keys_of(const struct duplicate_ad *ad, uint64_t keys[KEYS_MAX])
{
	size_t n = 0;

	if (ad->employer && ad->sketch.title)
		keys[n++] = pair_key(ad->employer, ad->sketch.title, 0);
	if (ad->employer && ad->requisition)
		keys[n++] = pair_key(ad->employer, ad->requisition, 1);
	for (size_t i = 0; i < SKETCH_BANDS && ad->sketch.bands[i]; i++)
		keys[n++] = pair_key(ad->sketch.bands[i], 0, 4 + i);
	for (size_t i = 0; i < 2 && ad->employer && ad->sketch.anchors[i]; i++)
		keys[n++] = pair_key(ad->sketch.anchors[i], ad->employer,
				     2 + i);
	return n;
}

/* By key, least significant byte first: linear, and keeps the order of ads. */
static void sort_entries(struct entry *entries, size_t n)
{
	struct entry *spare = xmalloc((n + 1) * sizeof(*spare));

	for (unsigned shift = 0; shift < 64; shift += 16) {
		size_t *start = xcalloc(65537, sizeof(*start));

		for (size_t i = 0; i < n; i++)
			start[(entries[i].key >> shift & 0xFFFF) + 1]++;
		for (size_t i = 0; i < 65536; i++)
			start[i + 1] += start[i];
		for (size_t i = 0; i < n; i++)
			spare[start[entries[i].key >> shift & 0xFFFF]++] =
				entries[i];
		memcpy(entries, spare, n * sizeof(*entries));
		free(start);
	}
	free(spare);
}

static struct entry *list_entries(const struct duplicate_ad *ads, size_t n,
				  size_t *n_entries)
{
	struct entry *entries = xmalloc((n * KEYS_MAX + 1) * sizeof(*entries));
	size_t        found = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t keys[KEYS_MAX];
		size_t   n_keys = keys_of(&ads[i], keys);

		for (size_t k = 0; k < n_keys; k++)
			entries[found++] =
				(struct entry){ keys[k], (uint32_t)i };
	}
	sort_entries(entries, found);
	*n_entries = found;
	return entries;
}

/* ---- boilerplate ---- */

struct sample {
	uint64_t key;   /* source and language */
	uint64_t title;
	uint32_t ad;
};

static int compare_samples(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->title != y->title)
		return x->title < y->title ? -1 : 1;
	return (x->ad > y->ad) - (x->ad < y->ad);
}

/* The sample of one source and language: ads with different titles. */
static void set_common(struct duplicate_ad *ads, const struct sample *s,
		       size_t n, struct sketch_common *out)
{
	const struct sketch *sketches[SKETCH_SAMPLE_MAX] = { NULL };
	size_t               found = 0;

	for (size_t i = 0; i < n && found < SKETCH_SAMPLE_MAX; i++) {
		const struct sketch *sketch = &ads[s[i].ad].sketch;

		if (sketch->words >= SKETCH_WORDS_MIN &&
		    (i == 0 || s[i].title != s[i - 1].title))
			sketches[found++] = sketch;
	}
	sketch_common_of(sketches, found, out);
	for (size_t i = 0; i < n && found >= SKETCH_SAMPLE_MIN; i++)
		ads[s[i].ad].common = out;
}

struct sketch_common *near_find_common(struct duplicate_ad *ads, size_t n)
{
	struct sample        *s = xmalloc((n + 1) * sizeof(*s));
	struct sketch_common *commons;
	size_t                n_groups = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = strcspn(ads[i].language, "-");

		s[i].key = hash64_seeded((struct span){ ads[i].language, len },
					 ads[i].source);
		s[i].title = ads[i].sketch.title;
		s[i].ad = (uint32_t)i;
		ads[i].common = NULL;
	}
	qsort(s, n, sizeof(*s), compare_samples);
	commons = xmalloc((n / SKETCH_SAMPLE_MIN + 1) * sizeof(*commons));
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && s[end].key == s[i].key; end++)
			;
		if (end - i >= SKETCH_SAMPLE_MIN)
			set_common(ads, s + i, end - i, &commons[n_groups++]);
	}
	free(s);
	return commons;
}

/* ---- pairs ---- */

static void add_pair(struct near_list *out, size_t *room, struct near_pair pair)
{
	if (out->n == *room) {
		*room = *room ? 2 * *room : 1024;
		out->pairs = xrealloc(out->pairs, *room * sizeof(*out->pairs));
	}
	out->pairs[out->n++] = pair;
}

static void judge(const struct duplicate_ad *ads, uint32_t a, uint32_t b,
		  struct near_list *out, size_t *room)
{
	struct near_pair pair = { .a = a < b ? a : b, .b = a < b ? b : a };

	out->judged++;
	pair.class = duplicate_judge(&ads[a], &ads[b]);
	if (pair.class == DUPLICATE_NONE)
		return;
	pair.rank = duplicate_rank(&ads[a], &ads[b], pair.class);
	add_pair(out, room, pair);
}

static int compare_ends(const void *a, const void *b)
{
	const struct near_pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static int compare_ranks(const void *a, const void *b)
{
	const struct near_pair *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return compare_ends(a, b);
}

static void keep_once(struct near_list *list)
{
	size_t kept = 0;

	qsort(list->pairs, list->n, sizeof(*list->pairs), compare_ends);
	for (size_t i = 0; i < list->n; i++) {
		if (!kept || compare_ends(&list->pairs[kept - 1],
					  &list->pairs[i]) != 0)
			list->pairs[kept++] = list->pairs[i];
	}
	list->n = kept;
	qsort(list->pairs, list->n, sizeof(*list->pairs), compare_ranks);
}

void near_find(const struct duplicate_ad *ads, size_t n, struct near_list *out)
{
	size_t        n_entries, room = out->n;
	struct entry *entries;

	assert(n < UINT32_MAX);
	entries = list_entries(ads, n, &n_entries);
	for (size_t i = 0; i < n_entries; i++) {
		size_t end = i + 1 + NEAR_NEIGHBOURS;

		for (size_t k = i + 1; k < end && k < n_entries &&
				       entries[k].key == entries[i].key;
		     k++)
			judge(ads, entries[i].ad, entries[k].ad, out, &room);
	}
	free(entries);
	if (out->n)
		keep_once(out);
}

void near_list_deinit(struct near_list *list)
{
	free(list->pairs);
	*list = (struct near_list)NEAR_LIST_INIT;
}

/* ---- postings ---- */

/* Groups as rings: next[i] is the next ad of i's group, head[i] names it. */
struct rings {
	uint32_t *head, *next;
};

static bool are_one(const struct duplicate_ad *ads, const struct rings *r,
		    uint32_t a, uint32_t b)
{
	uint32_t i = a;

	do {
		uint32_t k = b;

		do {
			if (duplicate_judge(&ads[i], &ads[k]) == DUPLICATE_NONE)
				return false;
			k = r->next[k];
		} while (k != b);
		i = r->next[i];
	} while (i != a);
	return true;
}

static void join(struct rings *r, uint32_t a, uint32_t b)
{
	uint32_t head = r->head[a] < r->head[b] ? r->head[a] : r->head[b];
	uint32_t next = r->next[a], i = a;

	r->next[a] = r->next[b];
	r->next[b] = next;
	do {
		r->head[i] = head;
		i = r->next[i];
	} while (i != a);
}

struct member {
	int64_t  first_s;
	uint32_t ad;
};

static int compare_members(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->first_s != y->first_s)
		return x->first_s < y->first_s ? -1 : 1;
	return (x->ad > y->ad) - (x->ad < y->ad);
}

/* One group by time: a long pause begins a new posting. */
static void cut(const struct duplicate_ad *ads, struct member *m, size_t n,
		struct near_place *out)
{
	uint32_t first, earlier;
	int64_t  reach;

	qsort(m, n, sizeof(*m), compare_members);
	first = earlier = m[0].ad;
	reach = ads[first].last_s;
	for (size_t i = 0; i < n; i++) {
		const struct duplicate_ad *ad = &ads[m[i].ad];

		if (ad->first_s > reach + RELIST_DAYS * (int64_t)DAY_S) {
			earlier = first;
			first = m[i].ad;
		}
		reach = ad->last_s > reach ? ad->last_s : reach;
		out[m[i].ad].first = first;
		out[m[i].ad].earlier = earlier == first ? m[i].ad : earlier;
		out[m[i].ad].class =
			m[i].ad == first ?
				DUPLICATE_NONE :
				duplicate_judge(&ads[first], ad);
	}
}

void near_group(const struct duplicate_ad *ads, size_t n,
		const struct near_list *list, struct near_place *out)
{
	struct rings   r = { xmalloc((n + 1) * sizeof(*r.head)),
			     xmalloc((n + 1) * sizeof(*r.next)) };
	struct member *members = xmalloc((n + 1) * sizeof(*members));

	for (size_t i = 0; i < n; i++)
		r.head[i] = r.next[i] = (uint32_t)i;
	for (size_t i = 0; i < list->n; i++) {
		uint32_t a = list->pairs[i].a, b = list->pairs[i].b;

		if (r.head[a] != r.head[b] && are_one(ads, &r, a, b))
			join(&r, a, b);
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t k = (uint32_t)i;
		size_t   found = 0;

		if (r.head[i] != i)
			continue;
		do {
			members[found++] =
				(struct member){ ads[k].first_s, k };
			k = r.next[k];
		} while (k != i);
		cut(ads, members, found, out);
	}
	free(members);
	free(r.next);
	free(r.head);
}
