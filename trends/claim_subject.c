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

/* `id` is named, in words [from, to) or in what is marked already. */
static void name_skill(struct words *w, size_t from, size_t to, const char *id,
		       struct claim *out)
{
	claim_use(w, from, to);
	if (is_general(id)) {
		snprintf(out->named_skill, sizeof(out->named_skill), "%s", id);
		if (!out->skill[0])
			strcpy(out->skill, "any");
	} else if (!out->skill[0] || strcmp(out->skill, "any") == 0) {
		snprintf(out->skill, sizeof(out->skill), "%s", id);
	} else if (strcmp(out->skill, id) != 0 &&
		   !out->doubts[CLAIM_SKILL].text[0]) {
		error_set(&out->doubts[CLAIM_SKILL],
			  "skill: expected one, found %s and %s; give --skill",
			  out->skill, id);
	}
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
	name_skill(w, 0, 0, id, out);
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
		const struct phrase *p = words_find(w, i, SENSE_SKILL, &n);

		if (p && !w->list[i].is_used)
			name_skill(w, i, i + n, p->place, out);
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

static bool is_and(const struct words *w, size_t i)
{
	static const char *const words[] = { "and", "und", "et", "y", "e" };

	for (size_t k = 0; k < ARRAY_LEN(words); k++) {
		if (span_is_nocase(w->list[i].raw, words[k]))
			return true;
	}
	return false;
}

static bool is_after_in(const struct words *w, size_t i)
{
	size_t n;

	if (!i)
		return false;
	if (words_find(w, i - 1, SENSE_IN, &n))
		return true;
	/* "in London and Paris" */
	if (i > 1 && w->list[i - 2].is_used && is_and(w, i - 1))
		return true;
	/* "in the United States" */
	return i > 1 && span_is_nocase(w->list[i - 1].raw, "the") &&
	       words_find(w, i - 2, SENSE_IN, &n);
}

/* "in IT" is not in Italy. */
static bool is_trade(struct span raw)
{
	static const char *const trades[] = { "IT", "HR", "ML", "PR", "QA",
					      "BI", "AR", "TV", "AI" };

	for (size_t k = 0; k < ARRAY_LEN(trades); k++) {
		if (span_is(raw, trades[k]))
			return true;
	}
	return false;
}

/* "Germany and France", "Germany did not": how many of the `n` words at `i`
 * already have the code. */
static size_t shortest(const struct words *w, size_t i, size_t n,
		       const struct place_table *places, const char *code)
{
	char first[REGION_CODE_SIZE];

	for (size_t k = 1; k < n; k++) {
		if (place_country(places, words_span(w, i, i + k), first) &&
		    strcmp(first, code) == 0)
			return k;
	}
	return n;
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
			n = shortest(w, i, n, places, out->region);
			if (is_trade(w->list[i + n - 1].raw)) {
				out->region[0] = '\0';
				return false;
			}
			claim_use(w, i, i + n);
			return true;
		}
	}
	return false;
}

/* "New York AI jobs": a name right before what is counted. */
static bool is_before_jobs(const struct words *w, size_t end)
{
	size_t n;

	return words_find(w, end, SENSE_AI, &n) ||
	       words_find(w, end, SENSE_JOBS, &n);
}

/* A city or division behind "in": its region is that of the division. */
static bool take_place(struct words *w, size_t i,
		       const struct place_table *places, struct claim *out)
{
	if (!w->list[i].is_upper)
		return false;
	for (size_t n = PLACE_WORDS; n >= 1; n--) {
		struct arena        arena = ARENA_INIT;
		struct place_result found = { 0 };
		struct span         name;

		if (!is_free(w, i, i + n) || !w->list[i + n - 1].is_upper ||
		    (!is_after_in(w, i) && !is_before_jobs(w, i + n)))
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

/* A name of any kind at `i` that is a region: a country, its adjective, or
 * behind "in" a place of one. Its code goes to out->region. */
static bool take_region(struct words *w, size_t i,
			const struct place_table *places, struct claim *out)
{
	const struct phrase *p;
	size_t               n;

	if (is_trade(w->list[i].raw))
		return false;
	if (places && take_country(w, i, places, out))
		return true;
	/* "US" is a country, "us" is not. */
	if ((p = words_find(w, i, SENSE_PLACE, &n)) && is_free(w, i, i + n) &&
	    (w->list[i].is_upper || w->list[i].is_unspaced ||
	     w->list[i].raw.len > 3)) {
		snprintf(out->region, sizeof(out->region), "%s", p->place);
		claim_use(w, i, i + n);
		return true;
	}
	return places && take_place(w, i, places, out);
}

/* "in Germany and France": the code of a region beside the one that was read. */
static void doubt_second_region(struct words *w,
				const struct place_table *places,
				struct claim *out)
{
	for (size_t i = 0; i < w->n; i++) {
		struct claim other = { .n_figures = 0 };
		size_t       len;

		if (w->list[i].is_used || !take_region(w, i, places, &other))
			continue;
		len = strlen(out->region) < strlen(other.region)
			      ? strlen(out->region)
			      : strlen(other.region);
		if (memcmp(out->region, other.region, len) == 0)
			continue; /* "Berlin, Germany" */
		error_set(&out->doubts[CLAIM_REGION],
			  "region: expected one, found %s and %s; give --region",
			  out->region, other.region);
		return;
	}
}

/* "in Europe", "the EU": many countries are no region of ours. */
static struct span use_union(struct words *w)
{
	struct span name = { NULL, 0 };
	size_t      n;

	for (size_t i = 0; i < w->n; i++) {
		if (!words_find(w, i, SENSE_UNION, &n) || !is_free(w, i, i + n) ||
		    (!w->list[i].is_upper && !w->list[i].is_unspaced))
			continue;
		name = words_span(w, i, i + n);
		claim_use(w, i, i + n);
	}
	return name;
}

static void doubt_region(const struct words *w, struct span name,
			 struct claim *out)
{
	for (size_t i = 0; i < w->n && !name.len; i++) {
		if (is_unknown_place(w, i))
			name = w->list[i].raw;
	}
	if (name.len)
		error_set(&out->doubts[CLAIM_REGION],
			  "region: expected a place that is known, found "
			  "\"%.*s\"; give --region",
			  name.len < 60 ? (int)name.len : 60, name.ptr);
}

static void read_region(struct words *w, const struct place_table *places,
			struct claim *out)
{
	struct span group;
	size_t      n;

	for (size_t i = 0; i < w->n && !out->region[0]; i++) {
		if (words_find(w, i, SENSE_WORLD, &n)) {
			strcpy(out->region, "world");
			claim_use(w, i, i + n);
		}
	}
	group = use_union(w);
	for (size_t i = 0; i < w->n && !out->region[0]; i++)
		take_region(w, i, places, out);
	if (!out->region[0] && places)
		doubt_region(w, group, out);
	else if (strcmp(out->region, "world") != 0)
		doubt_second_region(w, places, out);
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

void claim_read_subject(struct words *w, struct span text,
			const struct taxonomy *t, struct claim *out)
{
	static const struct {
		enum sense sense;
		unsigned   said;
	} rows[] = {
		{ SENSE_SOURCE, CLAIM_LACKS_SOURCES | CLAIM_LACKS_COVERAGE },
		{ SENSE_JOINED, CLAIM_LACKS_DUPLICATES },
		{ SENSE_INTERVAL, CLAIM_LACKS_INTERVAL },
		{ SENSE_DEFINED, CLAIM_LACKS_DEFINITION },
	};

	if (words_have_duration(w))
		out->said |= CLAIM_LACKS_EVENT;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (words_have(w, rows[i].sense))
			out->said |= rows[i].said;
	}
	read_measure(w, out);
	read_skill(w, text, t, out);
	read_region(w, t->places, out);
}
