#include "daemon/outcome.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/wire.h"
#include "enrich/facts.h"
#include "parsers/ad_json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/*
 * Layout, big-endian: "JTO1", then for each section the number of rows and the
 * bytes they take, then the sections one after another.
 */
#define OUTCOME_MAGIC 0x4a544f31U /* "JTO1" */
#define KEEP_BYTES (256 * 1024) /* of a section's memory, for the next outcome */
#define HEAD_BYTES (4 + OUTCOME_SECTIONS * 8)

struct outcome {
	size_t len;
	char   bytes[];
};

struct section {
	struct buf rows;
	uint32_t   n;
};

/* The ads that are in already: open addressing, 0 is free. */
struct key_set {
	uint64_t *slots;
	size_t    cap; /* a power of two */
	size_t    n;
};

struct outcome_builder {
	const struct outcome_context *context;
	struct section                sections[OUTCOME_SECTIONS];
	struct key_set                seen;
	struct buf                    scratch;
	struct arena                  arena; /* of one ad */
};

static const struct section_type {
	const char *name;
	int         fields;
} types[OUTCOME_SECTIONS] = { /* as schema.sql declares them */
	[SECTION_PAGES] = { "page_input", 18 },
	[SECTION_ADS] = { "ad_input", 45 },
	[SECTION_TOUCHES] = { "touch_input", 4 },
	[SECTION_TEXTS] = { "text_input", 7 },
	[SECTION_MENTIONS] = { "mention_input", 8 },
	[SECTION_LINKS] = { "link_input", 10 },
};

const char *outcome_section_type(enum outcome_section s)
{
	return types[s].name;
}

int64_t ad_key(struct span native_id)
{
	return key63(native_id);
}

int64_t page_key(struct span url)
{
	return key63(url);
}

/* ---- collecting ---- */

struct outcome_builder *
outcome_builder_new(const struct outcome_context *context)
{
	struct outcome_builder *b = xcalloc(1, sizeof(*b));

	b->context = context;
	return b;
}

void outcome_builder_free(struct outcome_builder *b)
{
	if (!b)
		return;
	for (int i = 0; i < OUTCOME_SECTIONS; i++)
		buf_deinit(&b->sections[i].rows);
	free(b->seen.slots);
	buf_deinit(&b->scratch);
	arena_deinit(&b->arena);
	free(b);
}

static struct buf *row_begin(struct outcome_builder *b,
			     enum outcome_section s, size_t *mark)
{
	struct section *section = &b->sections[s];

	section->n++;
	*mark = wire_row_begin(&section->rows, types[s].fields);
	return &section->rows;
}

/* False when it was there. */
static bool key_set_put(struct key_set *set, uint64_t key)
{
	size_t i;

	if (set->n * 2 >= set->cap) {
		struct key_set bigger = { .cap = set->cap ? set->cap * 2 : 16 };

		bigger.slots = xcalloc(bigger.cap, sizeof(*bigger.slots));
		for (size_t k = 0; k < set->cap; k++) {
			if (set->slots[k])
				key_set_put(&bigger, set->slots[k]);
		}
		free(set->slots);
		*set = bigger;
	}
	key = key ? key : 1;
	for (i = key & (set->cap - 1); set->slots[i];
	     i = (i + 1) & (set->cap - 1)) {
		if (set->slots[i] == key)
			return false;
	}
	set->slots[i] = key;
	set->n++;
	return true;
}

static const char *page_state_name(enum page_state state)
{
	static const char *const names[] = {
		[PAGE_DUE] = "due",
		[PAGE_DONE] = "done",
		[PAGE_FAILED] = "failed",
		[PAGE_GONE] = "gone",
	};

	return names[state];
}

void outcome_add_page(struct outcome_builder *b, const struct outcome_page *p)
{
	size_t      mark;
	struct buf *r = row_begin(b, SECTION_PAGES, &mark);

	wire_int4(r, p->source_id);
	wire_int8(r, p->page_id);
	wire_int8(r, p->run_id);
	wire_text(r, span_of(page_state_name(p->state)));
	wire_int2(r, (int16_t)p->attempts);
	wire_int2(r, (int16_t)p->status);
	wire_time(r, p->fetched_at);
	wire_time(r, p->state == PAGE_DUE ? p->due_at : 0);
	wire_time(r, p->same_since);
	wire_text(r, p->etag);
	wire_text(r, p->last_modified);
	wire_bytea(r, p->body_sha256);
	wire_bytea(r, p->ad_digest);
	wire_text(r, p->error);
	wire_text(r, p->verdict);
	wire_int4_or_null(r, (int32_t)p->body_bytes, p->body_sha256.ptr);
	wire_int8_or_null(r, p->listed, p->listed >= 0);
	wire_time(r, p->past_at);
	wire_row_end(r, mark);
}

static int compare_int4(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* Sorted, each once; returns how many are left. */
static size_t distinct(int32_t *ids, size_t n)
{
	size_t left = 0;

	if (n)
		qsort(ids, n, sizeof(*ids), compare_int4);
	for (size_t i = 0; i < n; i++) {
		if (!left || ids[left - 1] != ids[i])
			ids[left++] = ids[i];
	}
	return left;
}

static int32_t skill_id(const struct outcome_builder *b, uint32_t skill)
{
	assert(skill < b->context->n_skills);
	return b->context->skill_ids[skill];
}

static void put_skills(struct outcome_builder *b, struct buf *r,
		       const struct facts *facts)
{
	size_t   most = facts->n_skills + facts->n_mentions + 1;
	int32_t *ids = arena_alloc(&b->arena, most * sizeof(*ids));

	for (size_t i = 0; i < facts->n_skills; i++)
		ids[i] = skill_id(b, facts->skills[i]);
	wire_int4_array(r, ids, distinct(ids, facts->n_skills));
	for (size_t i = 0; i < facts->n_mentions; i++)
		ids[i] = skill_id(b, facts->mentions[i].skill);
	wire_int4_array(r, ids, distinct(ids, facts->n_mentions));
}

static void put_regions(struct outcome_builder *b, struct buf *r,
			const struct facts *facts)
{
	size_t       n = facts->n_regions, n_codes = 0, n_cities = 0;
	struct span *codes = arena_alloc(&b->arena, (n + 1) * sizeof(*codes));
	int64_t     *cities = arena_alloc(&b->arena, (n + 1) * sizeof(*cities));

	for (size_t i = 0; i < n; i++) {
		const struct region *g = &facts->regions[i];
		size_t               k = 0;

		/* Two cities of one region are one region. */
		while (k < n_codes && !span_is(codes[k], g->code))
			k++;
		if (k == n_codes && g->code[0])
			codes[n_codes++] = span_of(g->code);
		if (g->city_id)
			cities[n_cities++] = g->city_id;
	}
	wire_text_array(r, codes, n_codes);
	wire_int8_array(r, cities, n_cities);
}

static bool stamp_is_plain(struct stamp s)
{
	return s.precision != STAMP_DATE && !s.offset_min;
}

static bool same_pay(const struct ad_pay *a, const struct ad_pay *b)
{
	return a->min == b->min && a->max == b->max && a->period == b->period &&
	       !strcmp(a->currency, b->currency) &&
	       a->source.len == b->source.len &&
	       !memcmp(a->source.ptr ? a->source.ptr : "",
		       b->source.ptr ? b->source.ptr : "", a->source.len);
}

static bool has_pay(const struct ad_pay *p)
{
	return p->min != 0 || p->max != 0 || p->currency[0];
}

/*
 * What the columns do not tell as the source said it: a member here, null
 * included, outranks the column of the same name.
 */
static struct span write_detail(struct outcome_builder *b, const struct ad *ad,
				const struct facts *facts)
{
	struct ad   rest = *ad;
	struct buf *out = &b->scratch;

	rest.native_id = rest.url = rest.apply_url = rest.title =
		rest.employer = rest.description = rest.requisition_id =
			rest.department = (struct span){ NULL, 0 };
	rest.n_employment_types = 0;
	rest.openings = 0;
	buf_clear(out);
	json_open_object(out);
	if (ad->posted_at.precision == facts->posted_at.precision &&
	    ad->posted_at.at == facts->posted_at.at && !ad->posted_at.offset_min)
		rest.posted_at.precision = STAMP_NONE;
	else if (ad->posted_at.precision == STAMP_NONE) {
		json_key(out, "posted_at");
		json_null(out);
	}
	if (stamp_is_plain(ad->updated_at))
		rest.updated_at.precision = STAMP_NONE;
	if (stamp_is_plain(ad->valid_through) &&
	    ad->valid_through.precision == facts->valid_through.precision)
		rest.valid_through.precision = STAMP_NONE;
	if (ad->remote == facts->remote)
		rest.remote = REMOTE_UNKNOWN;
	else if (ad->remote == REMOTE_UNKNOWN) {
		json_key(out, "remote");
		json_null(out);
	}
	if (same_pay(&ad->pay, &facts->pay))
		memset(&rest.pay, 0, sizeof(rest.pay));
	else if (!has_pay(&ad->pay)) {
		json_key(out, "pay");
		json_null(out);
	}
	if (span_is(ad->language, facts->language))
		rest.language = (struct span){ NULL, 0 };
	else if (!ad->language.ptr && facts->language[0]) {
		json_key(out, "language");
		json_null(out);
	}
	ad_write_json(&rest, out);
	json_close_object(out);
	return out->len > 2 ? buf_span(out) : (struct span){ NULL, 0 };
}

static int64_t moment(struct stamp s)
{
	/* 1970-01-01T00:00:00Z itself would read as NULL; no ad is that old. */
	return s.precision == STAMP_NONE ? 0 : s.at * USEC;
}

static uint64_t text_hash(const struct ad *ad)
{
	return hash64_seeded(ad->description, hash64(ad->title));
}

static void put_identity(struct buf *r, const struct outcome_ad *o,
			 const struct ad *ad, const struct facts *facts)
{
	wire_int4(r, o->source_id);
	wire_int8(r, ad_key(ad->native_id));
	wire_int8_or_null(r, o->run_id, o->run_id);
	wire_int8_or_null(r, o->page_id, o->page_id);
	wire_text(r, ad->native_id);
	wire_text(r, ad->url);
	wire_text(r, ad->apply_url);
	wire_text(r, ad->title.ptr ? ad->title : SPAN(""));
	wire_text(r, ad->employer);
	wire_text(r, facts->employer_key);
}

static void put_times(struct buf *r, const struct outcome_ad *o,
		      const struct ad *ad, const struct facts *facts)
{
	wire_time(r, o->first_seen);
	wire_time(r, o->last_seen);
	wire_time(r, o->first_absent);
	wire_time(r, o->gone_at);
	wire_text(r, o->gone_reason);
	wire_int2(r, (int16_t)o->relist_count);
	wire_time(r, moment(facts->posted_at));
	if (facts->posted_at.precision == STAMP_NONE)
		wire_bool_null(r);
	else
		wire_bool(r, facts->posted_at.precision == STAMP_DATE);
	wire_time(r, moment(ad->updated_at));
	wire_time(r, moment(facts->valid_through));
}

static void put_terms(struct buf *r, const struct ad *ad,
		      const struct facts *facts)
{
	const struct ad_pay *pay = &facts->pay;

	wire_text(r, span_of(facts->language[0] ? facts->language : NULL));
	wire_text(r, span_of(facts->role_family));
	wire_text(r, span_of(facts->seniority));
	wire_char(r, facts->industry);
	wire_text_array(r, ad->employment_types, ad->n_employment_types);
	wire_int4_or_null(r, ad->openings, ad->openings);
	wire_float8_or_null(r, pay->min, pay->min != 0);
	wire_float8_or_null(r, pay->max, pay->max != 0);
	wire_text(r, span_of(pay->currency[0] ? pay->currency : NULL));
	wire_text(r, span_of(pay_period_name(pay->period)));
	wire_text(r, pay->source);
	wire_text(r, ad->requisition_id);
	wire_text(r, ad->department);
}

static void put_ad(struct outcome_builder *b, const struct outcome_ad *o,
		   const struct ad *ad, const struct facts *facts)
{
	size_t      mark;
	struct buf *r = row_begin(b, SECTION_ADS, &mark);

	put_identity(r, o, ad, facts);
	put_times(r, o, ad, facts);
	wire_int8(r, (int64_t)ad_content_hash(ad));
	wire_int8(r, (int64_t)text_hash(ad));
	wire_int8(r, (int64_t)facts->fingerprint);
	wire_int8(r, (int64_t)facts->definitions);
	put_skills(b, r, facts);
	put_regions(b, r, facts);
	wire_text(r, span_of(remote_name(facts->remote)));
	wire_text_array(r, facts->remote_regions, facts->n_remote_regions);
	put_terms(r, ad, facts);
	wire_jsonb(r, write_detail(b, ad, facts));
	wire_int2(r, b->context->taxonomy_id);
	wire_row_end(r, mark);
}

static int hex_digit(char c)
{
	return c >= 'a' ? c - 'a' + 10 : c - '0';
}

static struct span unhex(struct arena *a, const char *hex)
{
	size_t n = strlen(hex) / 2;
	char  *raw;

	if (!n)
		return (struct span){ NULL, 0 };
	raw = arena_alloc(a, n);
	for (size_t i = 0; i < n; i++)
		raw[i] = (char)(hex_digit(hex[2 * i]) << 4 |
				hex_digit(hex[2 * i + 1]));
	return (struct span){ raw, n };
}

static void put_text(struct outcome_builder *b, const struct outcome_ad *o,
		     const struct ad *ad)
{
	size_t      mark;
	struct buf *r = row_begin(b, SECTION_TEXTS, &mark);

	wire_int4(r, o->source_id);
	wire_int8(r, ad_key(ad->native_id));
	wire_time(r, o->last_seen);
	wire_text(r, ad->title.ptr ? ad->title : SPAN(""));
	wire_text(r, ad->description);
	wire_bytea(r, unhex(&b->arena, ad->description_html_sha256));
	wire_bytea(r, o->raw_sha256);
	wire_row_end(r, mark);
}

/* Whether the mentions before the i-th, which are sorted, hold its key. */
static bool is_repeated(const struct facts *facts, size_t i)
{
	const struct mention *m = &facts->mentions[i];

	for (size_t k = i; k-- > 0;) {
		const struct mention *p = &facts->mentions[k];

		if (p->field != m->field || p->start != m->start)
			return false;
		if (p->skill == m->skill)
			return true;
	}
	return false;
}

static void put_mentions(struct outcome_builder *b, const struct outcome_ad *o,
			 const struct ad *ad, const struct facts *facts)
{
	int64_t id = ad_key(ad->native_id);

	for (size_t i = 0; i < facts->n_mentions; i++) {
		const struct mention *m = &facts->mentions[i];
		size_t                mark;
		struct buf           *r;

		if (is_repeated(facts, i))
			continue;
		r = row_begin(b, SECTION_MENTIONS, &mark);
		wire_int4(r, o->source_id);
		wire_int8(r, id);
		wire_int2(r, (int16_t)m->field);
		wire_int4(r, (int32_t)m->start);
		wire_int4(r, (int32_t)m->end);
		wire_int4(r, skill_id(b, m->skill));
		wire_int2(r, (int16_t)m->context);
		wire_int2(r, b->context->taxonomy_id);
		wire_row_end(r, mark);
	}
}

bool outcome_add_ad(struct outcome_builder *b, const struct outcome_ad *o,
		    const struct ad *ad, const struct facts *facts)
{
	enum keep_text keep = b->context->keep_text;
	uint64_t       key = (uint64_t)ad_key(ad->native_id) ^
		       (uint64_t)o->source_id << 32;

	if (!key_set_put(&b->seen, key))
		return false;
	put_ad(b, o, ad, facts);
	if (keep == KEEP_TEXT_ALL || (keep == KEEP_TEXT_AI && facts->definitions))
		put_text(b, o, ad);
	put_mentions(b, o, ad, facts);
	arena_deinit(&b->arena);
	return true;
}

void outcome_touch(struct outcome_builder *b, int32_t source_id,
		   int64_t run_id, int64_t seen_at, const int64_t *ad_ids,
		   size_t n)
{
	size_t      mark;
	struct buf *r = row_begin(b, SECTION_TOUCHES, &mark);

	wire_int4(r, source_id);
	wire_int8(r, run_id);
	wire_time(r, seen_at);
	wire_int8_array(r, ad_ids, n);
	wire_row_end(r, mark);
}

static const char *role_name(enum link_role role)
{
	static const char *const names[] = {
		[LINK_SITEMAP] = "sitemap",
		[LINK_LIST] = "list",
		[LINK_DETAIL] = "detail",
	};

	return names[role];
}

void outcome_add_link(struct outcome_builder *b, const struct outcome_link *l)
{
	size_t      mark;
	struct buf *r = row_begin(b, SECTION_LINKS, &mark);

	wire_int4(r, l->source_id);
	wire_int8(r, page_key(l->url));
	wire_int8(r, l->run_id);
	wire_text(r, l->url);
	wire_text(r, l->host);
	wire_text(r, span_of(role_name(l->role)));
	wire_text(r, l->kind);
	wire_int2(r, (int16_t)l->depth);
	wire_time(r, l->due_at);
	wire_bool(r, l->is_once);
	wire_row_end(r, mark);
}

size_t outcome_builder_ads(const struct outcome_builder *b)
{
	return b->sections[SECTION_ADS].n;
}

size_t outcome_builder_bytes(const struct outcome_builder *b)
{
	size_t sum = HEAD_BYTES;

	for (int i = 0; i < OUTCOME_SECTIONS; i++)
		sum += b->sections[i].rows.len;
	return sum;
}

static void put32_at(char *at, uint32_t value)
{
	at[0] = (char)(value >> 24);
	at[1] = (char)(value >> 16);
	at[2] = (char)(value >> 8);
	at[3] = (char)value;
}

struct outcome *outcome_finish(struct outcome_builder *b)
{
	size_t          len = outcome_builder_bytes(b), at = HEAD_BYTES;
	struct outcome *o = xmalloc(sizeof(*o) + len);

	o->len = len;
	put32_at(o->bytes, OUTCOME_MAGIC);
	for (int i = 0; i < OUTCOME_SECTIONS; i++) {
		struct section *s = &b->sections[i];

		put32_at(o->bytes + 4 + i * 8, s->n);
		put32_at(o->bytes + 8 + i * 8, (uint32_t)s->rows.len);
		if (s->rows.len)
			memcpy(o->bytes + at, s->rows.ptr, s->rows.len);
		at += s->rows.len;
		s->n = 0;
		if (s->rows.cap > KEEP_BYTES)
			buf_deinit(&s->rows);
		else
			buf_clear(&s->rows);
	}
	b->seen.n = 0;
	if (b->seen.cap)
		memset(b->seen.slots, 0, b->seen.cap * sizeof(*b->seen.slots));
	return o;
}

void outcome_free(struct outcome *o)
{
	free(o);
}

/* ---- reading ---- */

struct span outcome_bytes(const struct outcome *o)
{
	return (struct span){ o->bytes, o->len };
}

struct outcome *outcome_from_bytes(struct span bytes)
{
	struct outcome *o;
	uint64_t        sum = HEAD_BYTES;

	if (bytes.len < HEAD_BYTES || wire_get32(bytes.ptr) != OUTCOME_MAGIC)
		return NULL;
	for (int i = 0; i < OUTCOME_SECTIONS; i++)
		sum += wire_get32(bytes.ptr + 8 + i * 8);
	if (sum != bytes.len)
		return NULL;
	o = xmalloc(sizeof(*o) + bytes.len);
	o->len = bytes.len;
	memcpy(o->bytes, bytes.ptr, bytes.len);
	return o;
}

uint32_t outcome_rows(const struct outcome *o, enum outcome_section s)
{
	return wire_get32(o->bytes + 4 + s * 8);
}

struct span outcome_section(const struct outcome *o, enum outcome_section s)
{
	size_t at = HEAD_BYTES;

	for (int i = 0; i < (int)s; i++)
		at += wire_get32(o->bytes + 8 + i * 8);
	return (struct span){ o->bytes + at, wire_get32(o->bytes + 8 + s * 8) };
}

/* Row: length 4, fields 4, (type 4, length 4, source 4), (type 4, length 4, id 8). */
#define KEY_BYTES (8 + 12 + 16)

bool outcome_next_key(struct span *rows, struct outcome_key *key)
{
	size_t row;

	if (rows->len < KEY_BYTES)
		return false;
	row = 4 + (size_t)wire_get32(rows->ptr);
	if (row > rows->len)
		return false;
	key->source_id = (int32_t)wire_get32(rows->ptr + 16);
	key->id = (int64_t)wire_get64(rows->ptr + 28);
	rows->ptr += row;
	rows->len -= row;
	return true;
}
