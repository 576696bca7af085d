/*
 * outcome_ad.c - an ad with its facts as the values of columns.
 */
#include "daemon/outcome_row.h"

#include "base/hash.h"
#include "base/json_out.h"
#include "daemon/wire.h"
#include "enrich/facts.h"
#include "parsers/ad_json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

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

		if (g->basis == BASIS_SEAT) /* the work may be anywhere */
			continue;
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

int64_t outcome_ad_id(const struct outcome_ad *o, const struct ad *ad)
{
	return o->ad_id ? o->ad_id : ad_key(ad->native_id);
}

static void put_identity(struct buf *r, const struct outcome_ad *o,
			 const struct ad *ad, const struct facts *facts)
{
	wire_int4(r, o->source_id);
	wire_int8(r, outcome_ad_id(o, ad));
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
	wire_text(r, span_of(facts->size_band));
	wire_text(r, span_of(agency_basis_name(facts->agency)));
	wire_text_array(r, ad->employment_types, ad->n_employment_types);
	wire_int4_or_null(r, facts->openings, facts->openings);
	wire_float8_or_null(r, pay->min, pay->min != 0);
	wire_float8_or_null(r, pay->max, pay->max != 0);
	wire_text(r, span_of(pay->currency[0] ? pay->currency : NULL));
	wire_text(r, span_of(pay_period_name(pay->period)));
	wire_text(r, pay->source);
	wire_text(r, ad->requisition_id);
	wire_text(r, ad->department);
}

static void put_reading(struct outcome_builder *b, struct buf *out,
			const struct ad_reading *r)
{
	json_open_array(out);
	json_int(out, (int64_t)r->definitions);
	json_open_array(out);
	for (size_t i = 0; i < r->n_skills; i++)
		json_int(out, skill_id(b, r->skills[i]));
	json_close_array(out);
	if (r->role_family)
		json_string(out, span_of(r->role_family));
	else
		json_null(out);
	json_close_array(out);
}

/*
 * What the ad means when paragraphs of it are the employer's story:
 * {"title":7,"paragraphs":[[hash,start,end],...],
 *  "as":[[definitions,[skill,...],role_family],...]}. Absent for most ads.
 */
static struct span write_readings(struct outcome_builder *b,
				  const struct facts *facts)
{
	struct buf *out = &b->scratch;

	if (!facts->n_paragraphs)
		return (struct span){ NULL, 0 };
	buf_clear(out);
	json_open_object(out);
	if (facts->title_key)
		json_put_int(out, "title", (int64_t)facts->title_key);
	json_key(out, "paragraphs");
	json_open_array(out);
	for (size_t i = 0; i < facts->n_paragraphs; i++) {
		const struct weak_paragraph *p = &facts->paragraphs[i];

		json_open_array(out);
		json_int(out, (int64_t)p->hash);
		json_int(out, p->start);
		json_int(out, p->end);
		json_close_array(out);
	}
	json_close_array(out);
	json_key(out, "as");
	json_open_array(out);
	for (size_t i = 0; i < (size_t)1 << facts->n_paragraphs; i++)
		put_reading(b, out, &facts->readings[i]);
	json_close_array(out);
	json_close_object(out);
	return buf_span(out);
}

static void put_sketch(struct buf *r, const struct facts *facts)
{
	unsigned char packed[SKETCH_PACKED];
	struct span   bytes = { NULL, 0 };

	if (sketch_pack(facts, packed))
		bytes = (struct span){ (const char *)packed, sizeof(packed) };
	wire_bytea(r, bytes);
}

void outcome_put_ad(struct outcome_builder *b, const struct outcome_ad *o,
		   const struct ad *ad, const struct facts *facts)
{
	size_t      mark;
	struct buf *r = outcome_row_begin(b, SECTION_ADS, &mark);

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
	wire_bool(r, o->is_stub);
	wire_jsonb(r, write_readings(b, facts));
	put_sketch(r, facts);
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

void outcome_put_text(struct outcome_builder *b, const struct outcome_ad *o,
		     const struct ad *ad)
{
	size_t      mark;
	struct buf *r = outcome_row_begin(b, SECTION_TEXTS, &mark);

	wire_int4(r, o->source_id);
	wire_int8(r, outcome_ad_id(o, ad));
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

void outcome_put_mentions(struct outcome_builder *b, const struct outcome_ad *o,
			 const struct ad *ad, const struct facts *facts)
{
	int64_t id = outcome_ad_id(o, ad);

	for (size_t i = 0; i < facts->n_mentions; i++) {
		const struct mention *m = &facts->mentions[i];
		size_t                mark;
		struct buf           *r;

		if (is_repeated(facts, i))
			continue;
		r = outcome_row_begin(b, SECTION_MENTIONS, &mark);
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
