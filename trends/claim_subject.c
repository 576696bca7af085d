/*
 * claim_subject.c - of what and where: region, skill and measure of a claim.
 */
#include "trends/claim_read.h"

#include "base/mem.h"
#include "enrich/enrich.h"
#include "enrich/place.h"
#include "enrich/taxonomy.h"

#include <stdio.h>
#include <string.h>

#define PLACE_WORDS 4 /* of a place's name: "Ho Chi Minh City" */
#define HAN_WORDS   6

/* ---- skill ---- */

static bool is_general(const char *id)
{
	return strcmp(id, "artificial-intelligence") == 0;
}

static void take_skill(struct words *w, const struct mention *m, const char *id,
		       struct claim *out)
{
	size_t n;

	for (size_t i = 0; i < w->n; i++) {
		if (w->list[i].first == m->start &&
		    words_find(w, i, SENSE_STOCK, &n))
			return; /* "open AI jobs" are not OpenAI's */
		if (w->list[i].first >= m->start && w->list[i].first < m->end)
			w->list[i].is_used = true;
	}
	if (is_general(id)) {
		snprintf(out->named_skill, sizeof(out->named_skill), "%s", id);
		if (!out->skill[0])
			strcpy(out->skill, "any");
	} else if (!out->skill[0] || strcmp(out->skill, "any") == 0) {
		snprintf(out->skill, sizeof(out->skill), "%s", id);
	}
}

/* The dictionary reads the sentence as it reads a title. */
static void read_skill(struct words *w, struct span text,
		       const struct taxonomy *t, struct claim *out)
{
	struct arena              arena = ARENA_INIT;
	struct ad                 ad = { .native_id = SPAN("claim"),
					 .title = text,
					 .description = SPAN("") };
	struct facts              facts;
	size_t                    n_skills, n;
	const struct skill_entry *skills = taxonomy_skills(t, &n_skills);

	enrich_ad(t, &ad, &arena, &facts);
	for (size_t i = 0; i < facts.n_mentions; i++) {
		if (facts.mentions[i].skill < n_skills)
			take_skill(w, &facts.mentions[i],
				   skills[facts.mentions[i].skill].id, out);
	}
	arena_deinit(&arena);
	for (size_t i = 0; i < w->n; i++) {
		if (!words_find(w, i, SENSE_AI, &n))
			continue;
		claim_use(w, i, i + n);
		if (!out->skill[0])
			strcpy(out->skill, "any");
		strcpy(out->named_skill, "artificial-intelligence");
	}
}

/* ---- region ---- */

static bool is_free(const struct words *w, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (i >= w->n || w->list[i].is_used ||
		    w->list[i].kind != WORD_LETTERS)
			return false;
	}
	return true;
}

static bool is_after_in(const struct words *w, size_t i)
{
	size_t n;

	if (!i)
		return false;
	if (words_find(w, i - 1, SENSE_IN, &n))
		return true;
	/* "in the United States" */
	return i > 1 && span_is_nocase(w->list[i - 1].raw, "the") &&
	       words_find(w, i - 2, SENSE_IN, &n);
}

/* A country's name of up to four words at `i`. */
static bool take_country(struct words *w, size_t i,
			 const struct place_table *places, struct claim *out)
{
	bool   is_han = w->list[i].is_unspaced;
	size_t most = is_han ? HAN_WORDS : PLACE_WORDS;

	for (size_t n = most; n >= 1; n--) {
		struct span name;

		if (!is_free(w, i, i + n) || (is_han && n < 2))
			continue;
		name = words_span(w, i, i + n);
		if (name.len < 4 ||
		    (!is_han && !w->list[i].is_upper && !is_after_in(w, i)))
			continue;
		if (place_country(places, name, out->region)) {
			claim_use(w, i, i + n);
			return true;
		}
	}
	return false;
}

/* A city or division behind "in": its region is that of the division. */
static bool take_place(struct words *w, size_t i,
		       const struct place_table *places, struct claim *out)
{
	if (!w->list[i].is_upper || !is_after_in(w, i))
		return false;
	for (size_t n = PLACE_WORDS; n >= 1; n--) {
		struct arena        arena = ARENA_INIT;
		struct place_result found = { 0 };
		struct span         name;

		if (!is_free(w, i, i + n) || !w->list[i + n - 1].is_upper)
			continue;
		name = words_span(w, i, i + n);
		place_locate(places, name, &arena, &found);
		if (found.n_regions == 1 && !found.remote) {
			memcpy(out->region, found.regions[0].code,
			       sizeof(out->region));
			if (found.regions[0].city.len)
				out->place = name;
			claim_use(w, i, i + n);
		}
		arena_deinit(&arena);
		if (out->region[0])
			return true;
	}
	return false;
}

/* A name behind "in" that nothing else explains. */
static bool is_unknown_place(const struct words *w, size_t i)
{
	size_t n;

	return strcmp(w->language, "en") == 0 && w->list[i].is_upper &&
	       is_free(w, i, i + 1) && w->list[i].raw.len > 2 && i > 0 &&
	       span_is_nocase(w->list[i - 1].raw, "in") &&
	       !words_find(w, i, SENSE_JOBS, &n) &&
	       !words_find(w, i, SENSE_UP, &n) &&
	       !words_find(w, i, SENSE_DOWN, &n);
}

static bool read_region(struct words *w, const struct place_table *places,
			struct claim *out, struct error *err)
{
	const struct phrase *p;
	size_t               n;

	for (size_t i = 0; i < w->n && !out->region[0]; i++) {
		if (words_find(w, i, SENSE_WORLD, &n)) {
			strcpy(out->region, "world");
			claim_use(w, i, i + n);
		}
	}
	for (size_t i = 0; i < w->n && places && !out->region[0]; i++)
		take_country(w, i, places, out);
	for (size_t i = 0; i < w->n && !out->region[0]; i++) {
		/* "US" is a country, "us" is not. */
		if ((p = words_find(w, i, SENSE_PLACE, &n)) &&
		    is_free(w, i, i + n) &&
		    (w->list[i].is_upper || w->list[i].is_unspaced ||
		     w->list[i].raw.len > 3))
			snprintf(out->region, sizeof(out->region), "%s",
				 p->place);
	}
	for (size_t i = 0; i < w->n && places && !out->region[0]; i++)
		take_place(w, i, places, out);
	for (size_t i = 0; i < w->n && places && !out->region[0]; i++) {
		if (!is_unknown_place(w, i))
			continue;
		error_set(err,
			  "region: expected a place that is known, found "
			  "\"%.*s\"; give --region",
			  w->list[i].raw.len < 60 ? (int)w->list[i].raw.len
						  : 60,
			  w->list[i].raw.ptr);
		return false;
	}
	return true;
}

/* ---- the rest ---- */

static void read_measure(const struct words *w, struct claim *out)
{
	bool is_stock = words_have(w, SENSE_STOCK);
	bool is_flow = words_have(w, SENSE_FLOW);

	if (words_have(w, SENSE_SHARE))
		out->measure = "share";
	else if (is_stock != is_flow)
		out->measure = is_stock ? "stock" : "flow";
}

bool claim_read_subject(struct words *w, struct span text,
			const struct taxonomy *t, struct claim *out,
			struct error *err)
{
	static const struct {
		enum sense sense;
		unsigned   said;
	} rows[] = {
		{ SENSE_SOURCE, CLAIM_LACKS_SOURCES | CLAIM_LACKS_COVERAGE },
		{ SENSE_JOINED, CLAIM_LACKS_DUPLICATES },
		{ SENSE_INTERVAL, CLAIM_LACKS_INTERVAL },
		{ SENSE_DEFINED, CLAIM_LACKS_DEFINITION },
		{ SENSE_DURATION, CLAIM_LACKS_EVENT },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (words_have(w, rows[i].sense))
			out->said |= rows[i].said;
	}
	read_measure(w, out);
	read_skill(w, text, t, out);
	return read_region(w, t->places, out, err);
}
