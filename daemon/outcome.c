#include "daemon/outcome.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/outcome_row.h"
#include "daemon/wire.h"
#include "enrich/facts.h"
#include "parsers/ad_json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/*
 * Layout, big-endian: a magic number, then for each section the number of rows and the
 * bytes they take, then the sections one after another.
 */
#define OUTCOME_MAGIC 0x4a544f36U /* "JTO6" */
#define KEEP_BYTES (256 * 1024) /* of a section's memory, for the next outcome */
#define HEAD_BYTES (4 + OUTCOME_SECTIONS * 8)

struct outcome {
	size_t len;
	char   bytes[];
};

static const struct section_type {
	const char *name;
	int         fields;
} types[OUTCOME_SECTIONS] = { /* as schema.sql declares them */
	[SECTION_PAGES] = { "page_input", 26 },
	[SECTION_ADS] = { "ad_input", 50 },
	[SECTION_TOUCHES] = { "touch_input", 5 },
	[SECTION_TEXTS] = { "text_input", 7 },
	[SECTION_MENTIONS] = { "mention_input", 8 },
	[SECTION_LINKS] = { "link_input", 15 },
};

const char *outcome_section_type(enum outcome_section s)
{
	return types[s].name;
}

int64_t ad_key(struct span native_id)
{
	return key63(native_id);
}

/* No address holds a line feed. */
int64_t page_key(struct span url, struct span post)
{
	struct buf both = BUF_INIT;
	int64_t    key;

	if (!post.ptr)
		return key63(url);
	buf_add_span(&both, url);
	buf_add_char(&both, '\n');
	buf_add_span(&both, post);
	key = key63(buf_span(&both));
	buf_deinit(&both);
	return key;
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

struct buf *outcome_row_begin(struct outcome_builder *b,
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
	struct buf *r = outcome_row_begin(b, SECTION_PAGES, &mark);

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
	wire_text(r, p->content_type);
	wire_int4_or_null(r, (int32_t)p->n_ads, p->body_sha256.ptr);
	wire_int8_or_null(r, p->ads_hash, p->ads_hash);
	wire_text(r, p->moved_to);
	wire_text(r, p->note);
	wire_text(r, p->warc_file);
	wire_int8_or_null(r, p->warc_offset, p->warc_file.ptr);
	if (p->body_sha256.ptr)
		wire_int4_array(r, p->filled, ARRAY_LEN(p->filled));
	else
		wire_int4_array_null(r);
	wire_row_end(r, mark);
}

bool outcome_add_ad(struct outcome_builder *b, const struct outcome_ad *o,
		    const struct facts *facts)
{
	const struct ad *ad = &facts->ad;
	enum keep_text   keep = b->context->keep_text;
	uint64_t         key = (uint64_t)outcome_ad_id(o, ad) ^
			 (uint64_t)o->source_id << 32;

	if (!key_set_put(&b->seen, key))
		return false;
	outcome_put_ad(b, o, ad, facts);
	if (!o->is_stub && (keep == KEEP_TEXT_ALL ||
			    (keep == KEEP_TEXT_AI && facts->definitions)))
		outcome_put_text(b, o, ad);
	if (!o->is_stub)
		outcome_put_mentions(b, o, ad, facts);
	arena_deinit(&b->arena);
	return true;
}

void outcome_touch(struct outcome_builder *b, int32_t source_id,
		   int64_t run_id, int64_t seen_at, const int64_t *ad_ids,
		   size_t n, bool is_stub)
{
	size_t      mark;
	struct buf *r = outcome_row_begin(b, SECTION_TOUCHES, &mark);

	wire_int4(r, source_id);
	wire_int8(r, run_id);
	wire_time(r, seen_at);
	wire_int8_array(r, ad_ids, n);
	wire_bool(r, is_stub);
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

static void put_trail(struct buf *r, const struct trail *t)
{
	const int64_t values[TRAIL_VALUES] = { t->first_hash, t->last_hash,
					       t->listed, t->n_ads };

	if (t->is_there)
		wire_int8_array(r, values, TRAIL_VALUES);
	else
		wire_int8_array_null(r);
}

/* As page.ad_digest begins. */
static void put_taxonomy(struct buf *r, const struct outcome_link *l)
{
	char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (char)(l->taxonomy_hash >> (56 - 8 * i));
	wire_bytea(r, (struct span){ l->fresh_since ? bytes : NULL, 8 });
}

void outcome_put_link(struct buf *r, const struct outcome_link *l)
{
	size_t mark = wire_row_begin(r, types[SECTION_LINKS].fields);

	wire_int4(r, l->source_id);
	wire_int8(r, page_key(l->url, l->post));
	wire_int8(r, l->run_id);
	wire_text(r, l->url);
	wire_text(r, l->host);
	wire_text(r, span_of(role_name(l->role)));
	wire_text(r, l->kind);
	wire_int2(r, (int16_t)l->depth);
	wire_time(r, l->due_at);
	wire_bool(r, l->is_once);
	wire_text(r, l->post);
	put_trail(r, &l->trail);
	wire_time(r, l->fresh_since);
	put_taxonomy(r, l);
	wire_bool(r, l->is_seen);
	wire_row_end(r, mark);
}

void outcome_add_link(struct outcome_builder *b, const struct outcome_link *l)
{
	b->sections[SECTION_LINKS].n++;
	outcome_put_link(&b->sections[SECTION_LINKS].rows, l);
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
