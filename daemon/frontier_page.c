/*
 * frontier_page.c - a page as the database hands it out.
 */
#include "daemon/frontier_state.h"

#include "base/mem.h"
#include "daemon/link.h"
#include "daemon/stated.h"
#include "daemon/wire.h"

#include <cjson/cJSON.h>

static const char *text_at(struct arena *arena, const struct answer *a,
			   int row, int col)
{
	struct span s = answer_bytes(a, row, col);

	return s.ptr ? arena_strndup(arena, s.ptr, s.len) : NULL;
}

static void read_options(struct page *p, const char *json)
{
	cJSON *o = json ? cJSON_Parse(json) : NULL;
	cJSON *max = cJSON_GetObjectItemCaseSensitive(o, "max_pages");
	cJSON *refresh = cJSON_GetObjectItemCaseSensitive(o, "refresh_s");
	cJSON *months = cJSON_GetObjectItemCaseSensitive(o, "backfill_months");

	p->max_pages = 100000; /* as the configuration's defaults */
	p->refresh_s = 7 * DAY_S;
	if (cJSON_IsNumber(max) && max->valuedouble >= 1)
		p->max_pages = (int64_t)max->valuedouble;
	if (cJSON_IsNumber(months) && months->valueint > 0)
		p->backfill_months = months->valueint;
	if (cJSON_IsNumber(refresh) && refresh->valuedouble >= 0)
		p->refresh_s = (int64_t)refresh->valuedouble;
	cJSON_Delete(o);
}

static enum link_role role_from(struct span name)
{
	if (span_is(name, "sitemap"))
		return LINK_SITEMAP;
	return span_is(name, "list") ? LINK_LIST : LINK_DETAIL;
}

/* Of four numbers: each element after its length, the last one at the end. */
static int64_t element(struct span array, size_t i)
{
	return (int64_t)wire_get64(array.ptr + array.len -
				   (TRAIL_VALUES - i) * 12 + 4);
}

static void read_trail(struct page *p, struct span array)
{
	if (array.len != WIRE_ARRAY_HEAD + TRAIL_VALUES * 12)
		return;
	p->trail = (struct trail){
		.is_there = true,
		.first_hash = element(array, 0),
		.last_hash = element(array, 1),
		.listed = element(array, 2),
		.n_ads = element(array, 3),
	};
}

static void read_filled(struct page *p, struct span array)
{
	if (array.len != WIRE_ARRAY_HEAD + STATED_VALUES * 12)
		return;
	for (size_t i = 0; i < STATED_VALUES; i++)
		p->filled[i] = (int32_t)element(array, i);
}

/* Thousands of pages wait: each takes what it needs and no more. */
static void expect_page(struct arena *arena, const struct answer *a, int row)
{
	static const enum load_column kept[] = {
		LOAD_URL, LOAD_KIND, LOAD_ETAG, LOAD_MODIFIED, LOAD_SHA256,
		LOAD_DIGEST, LOAD_EMPLOYER, LOAD_OPTIONS, LOAD_POST,
		LOAD_SOURCE_KIND, LOAD_SOURCE_URL, LOAD_SOURCE_ID,
	};
	size_t bytes = sizeof(struct page), parts = 1;

	for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
		struct span s = answer_bytes(a, row, kept[i]);

		parts += s.ptr != NULL;
		bytes += s.ptr ? s.len + 1 : 0;
	}
	arena_expect(arena, parts, bytes);
}

struct page *frontier_read_page(const struct answer *a, int row)
{
	struct arena arena = ARENA_INIT;
	struct span  sha = answer_bytes(a, row, LOAD_SHA256);
	struct span  digest = answer_bytes(a, row, LOAD_DIGEST);
	struct page *p;

	expect_page(&arena, a, row);
	p = arena_alloc(&arena, sizeof(*p));
	p->source_id = (int32_t)answer_int(a, row, LOAD_SOURCE);
	p->page_id = answer_int(a, row, LOAD_PAGE);
	p->run_id = answer_int(a, row, LOAD_RUN);
	p->due_at = answer_time(a, row, LOAD_DUE);
	p->role = role_from(answer_bytes(a, row, LOAD_ROLE));
	p->depth = (int)answer_int(a, row, LOAD_DEPTH);
	p->attempts = (int)answer_int(a, row, LOAD_ATTEMPTS);
	p->url = text_at(&arena, a, row, LOAD_URL);
	p->kind = text_at(&arena, a, row, LOAD_KIND);
	p->employer = text_at(&arena, a, row, LOAD_EMPLOYER);
	p->etag = text_at(&arena, a, row, LOAD_ETAG);
	p->last_modified = text_at(&arena, a, row, LOAD_MODIFIED);
	p->body_sha256 = arena_span(&arena, sha);
	p->ad_digest = arena_span(&arena, digest);
	p->fetched_at = answer_time(a, row, LOAD_FETCHED);
	p->planned = answer_int(a, row, LOAD_PLANNED);
	p->post = text_at(&arena, a, row, LOAD_POST);
	p->source_kind = text_at(&arena, a, row, LOAD_SOURCE_KIND);
	p->source_url = text_at(&arena, a, row, LOAD_SOURCE_URL);
	p->ads_hash = answer_int(a, row, LOAD_ADS_HASH);
	read_trail(p, answer_bytes(a, row, LOAD_TRAIL));
	read_filled(p, answer_bytes(a, row, LOAD_FILLED));
	p->options = text_at(&arena, a, row, LOAD_OPTIONS);
	read_options(p, p->options);
	p->source = text_at(&arena, a, row, LOAD_SOURCE_ID);
	p->is_kept = answer_int(a, row, LOAD_IS_KEPT) != 0;
	p->arena = arena;
	return p;
}
