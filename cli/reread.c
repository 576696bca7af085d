#include "cli/reread.h"

#include "cli/json_member.h"

#include "base/mem.h"
#include "daemon/wire.h"
#include "enrich/enrich.h"
#include "parsers/ad_json.h"
#include "parsers/json.h"

#include <stdlib.h>

#define MENTION_NUMBERS 4 /* skill, start, end, context */

/* ---- rows ---- */

static struct span take_text(const struct answer *a, int row, int col,
			     struct arena *arena)
{
	if (answer_is_null(a, row, col))
		return (struct span){ NULL, 0 };
	return arena_span(arena, answer_bytes(a, row, col));
}

/* An int4[] as PostgreSQL sends it: a head, then numbers led by their length. */
static void take_mentions(struct span array, struct arena *arena,
			  struct stored_ad *out)
{
	size_t n;

	if (array.len <= WIRE_ARRAY_HEAD)
		return;
	n = (array.len - WIRE_ARRAY_HEAD) / 8;
	out->mentions = arena_alloc(arena, n * sizeof(*out->mentions));
	for (size_t i = 0; i < n; i++)
		out->mentions[i] = (int32_t)wire_get32(
			array.ptr + WIRE_ARRAY_HEAD + i * 8 + 4);
	out->n_mentions = n / MENTION_NUMBERS;
}

void stored_ad_take(const struct answer *a, int row, struct arena *arena,
		    struct stored_ad *out)
{
	*out = (struct stored_ad){
		.stated = take_text(a, row, 0, arena),
		.description = take_text(a, row, 1, arena),
		.content_hash = answer_int(a, row, 2),
		.is_stub = answer_bytes(a, row, 3).ptr[0] != 0,
		.fingerprint = answer_int(a, row, 4),
		.known = take_text(a, row, 5, arena),
		.paragraphs = take_text(a, row, 7, arena),
		.stories = (int)answer_int(a, row, 8),
		.ad_id = answer_int(a, row, 9),
	};
	if (!answer_is_null(a, row, 6))
		take_mentions(answer_bytes(a, row, 6), arena, out);
}

/* ---- skills ---- */

struct skill_index {
	int32_t   most;
	uint32_t *skills; /* by skill_id: index + 1, 0 for none */
};

struct skill_index *skill_index_new(const struct outcome_context *context)
{
	struct skill_index *x = xcalloc(1, sizeof(*x));

	for (size_t i = 0; i < context->n_skills; i++) {
		if (x->most < context->skill_ids[i])
			x->most = context->skill_ids[i];
	}
	x->skills = xcalloc((size_t)x->most + 1, sizeof(*x->skills));
	for (size_t i = 0; i < context->n_skills; i++)
		x->skills[context->skill_ids[i]] = (uint32_t)i + 1;
	return x;
}

void skill_index_free(struct skill_index *x)
{
	if (!x)
		return;
	free(x->skills);
	free(x);
}

/* ---- reading ---- */

/* A whole number of any size, which json_parse may give as its digits. */
static int64_t number_at(const cJSON *array, int i)
{
	const cJSON *value = cJSON_GetArrayItem(array, i);
	struct span  digits = json_raw(value);
	int64_t      n = 0;

	if (digits.ptr)
		return strtoll(digits.ptr, NULL, 10);
	json_whole(value, &n);
	return n;
}

/* ad.readings->'paragraphs': hash, first and last character of each. */
static bool find_paragraphs(struct span json, struct enrich_known *out,
			    struct error *err)
{
	cJSON       *list = json.ptr ? json_parse(json, err) : NULL;
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
	{
		if (out->n_paragraphs == PARAGRAPHS_MAX)
			break;
		out->paragraphs[out->n_paragraphs++] = (struct weak_paragraph){
			.hash = (uint64_t)number_at(item, 0),
			.start = (uint32_t)number_at(item, 1),
			.end = (uint32_t)number_at(item, 2),
		};
	}
	json_free(list);
	return list || !json.ptr;
}

/*
 * In a paragraph that is in doubt the mention asks for the skill, as long as
 * fold() has not found it to be the employer's story: that was taken back here,
 * for fold() to find again. Which of the two it was, requirement or duty, is
 * not known any more; a story tells of work.
 */
static void place_mention(struct mention *m, const struct enrich_known *known,
			  int stories)
{
	for (size_t i = 0; i < known->n_paragraphs; i++) {
		const struct weak_paragraph *p = &known->paragraphs[i];

		if (m->start < p->start || m->end > p->end)
			continue;
		if (stories >> i & 1 && m->context == CONTEXT_COMPANY)
			m->context = CONTEXT_DUTY;
		if (mention_is_demand(m->context))
			m->paragraph = (uint8_t)(i + 1);
		return;
	}
}

/* A skill that the dictionary has no more is mentioned no more. */
static void find_known_mentions(const struct stored_ad   *s,
				const struct skill_index *index,
				struct arena *arena, struct enrich_known *out)
{
	struct mention *list =
		arena_alloc(arena, (s->n_mentions + 1) * sizeof(*list));

	for (size_t i = 0; i < s->n_mentions; i++) {
		const int32_t *m = &s->mentions[i * MENTION_NUMBERS];

		if (m[0] < 0 || m[0] > index->most || !index->skills[m[0]])
			continue;
		list[out->n_mentions++] = (struct mention){
			.skill = index->skills[m[0]] - 1,
			.field = FIELD_DESCRIPTION,
			.start = (uint32_t)m[1],
			.end = (uint32_t)m[2],
			.context = (enum mention_context)m[3],
		};
		place_mention(&list[out->n_mentions - 1], out, s->stories);
	}
	out->mentions = list;
}

/* Without its text: what that had said is taken from the columns. */
static bool read_without_text(const struct stored_ad       *s,
			      const struct outcome_context *context,
			      const struct skill_index     *index,
			      struct arena *arena, const struct ad *ad,
			      struct facts *facts, struct error *err)
{
	struct enrich_known known = { .fingerprint = (uint64_t)s->fingerprint };
	struct ad           columns;
	cJSON              *json = json_parse(s->known, err);
	bool ok = json && ad_read_json(json, arena, &columns, err) &&
		  find_paragraphs(s->paragraphs, &known, err);

	if (ok) {
		find_known_mentions(s, index, arena, &known);
		known.pay = columns.pay;
		known.language = columns.language;
		enrich_ad_again(context->taxonomy, ad, &known, arena, facts);
	}
	json_free(json);
	return ok;
}

bool reread_ad(const struct stored_ad *s, int32_t source_id,
	       const struct outcome_context *context,
	       const struct skill_index *index, struct outcome_builder *b,
	       struct error *err)
{
	const struct outcome_ad sighting = {
		.source_id = source_id,
		.ad_id = s->ad_id,
		.is_stub = s->is_stub,
	};
	struct arena arena = ARENA_INIT;
	struct buf   extra = BUF_INIT;
	struct facts facts;
	struct ad    ad;
	cJSON       *json = json_parse(s->stated, err);
	bool ok = json && ad_read_json(json, &arena, &ad, err) &&
		  json_unknown_members(s->stated, &extra, NULL);

	if (ok) {
		ad.extra = buf_span(&extra);
		ad.description = s->description;
	}
	if (ok && s->description.ptr)
		enrich_ad(context->taxonomy, &ad, &arena, &facts);
	else if (ok)
		ok = read_without_text(s, context, index, &arena, &ad, &facts,
				       err);
	ok = ok && outcome_add_ad(b, &sighting, &facts);
	json_free(json);
	buf_deinit(&extra);
	arena_deinit(&arena);
	return ok;
}
