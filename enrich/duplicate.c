#include "enrich/duplicate.h"

#include "base/fold.h"
#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/*
 * Shares, 0..1, of estimated Jaccard similarity. Tried on the pairs of
 * tests/gold/duplicates.py (dev); an estimate of 256 bits is off by 0.04.
 */
#define SAME_TEXT 0.93  /* nothing but noise is different */
#define SAME_SIZE 0.93  /* nor is one longer */
#define COPY_TEXT 0.60  /* written over from each other */
#define COPY_START 0.70 /* the beginning was */
#define LIKE_WORDS 0.50 /* the same said otherwise */
#define LIKE_NAMES 0.80
#define OTHER_LANGUAGE 0.60 /* of names or skills, where words cannot tell */
#define LESS_SIZE 0.80  /* the shorter leaves something out */
#define HELD_TEXT 0.60  /* of the shorter one stands in the longer */
#define OTHERS_TEXT 0.80 /* a copy under another employer's name */
#define SKILLS_LEAST 4
#define LIKE_SKILLS 0.80
#define DAYS_APART 3 /* between sources, which are not visited at once */

static const char *const class_names[] = {
	[DUPLICATE_NONE] = "none",	   [DUPLICATE_FULL] = "full",
	[DUPLICATE_SEMANTIC] = "semantic", [DUPLICATE_TEMPORAL] = "temporal",
	[DUPLICATE_PARTIAL] = "partial",
};

const char *duplicate_class_name(enum duplicate_class class)
{
	return class_names[class];
}

static uint64_t hash_folded(struct span text)
{
	struct buf folded = BUF_INIT;
	uint64_t   hash = 0;

	if (text.len)
		fold_text(text, 512, &folded);
	if (folded.len)
		hash = hash64(buf_span(&folded)) | 1;
	buf_deinit(&folded);
	return hash;
}

static int compare_skills(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void list_skills(const struct facts *facts, struct arena *arena,
			struct duplicate_ad *out)
{
	size_t n = 0;

	out->skills = arena_alloc(arena, (facts->n_mentions + 1) *
						 sizeof(out->skills[0]));
	for (size_t i = 0; i < facts->n_mentions; i++)
		out->skills[i] = facts->mentions[i].skill;
	qsort(out->skills, facts->n_mentions, sizeof(out->skills[0]),
	      compare_skills);
	for (size_t i = 0; i < facts->n_mentions; i++) {
		if (!n || out->skills[n - 1] != out->skills[i])
			out->skills[n++] = out->skills[i];
	}
	out->n_skills = n;
}

void duplicate_ad_of(const struct ad *ad, const struct facts *facts,
		     struct span source, struct arena *arena,
		     struct duplicate_ad *out)
{
	*out = (struct duplicate_ad){
		.source = hash64(source),
		.employer = facts->employer_key.len ?
				    hash64(facts->employer_key) | 1 :
				    0,
		.requisition = hash_folded(ad->requisition_id),
		.fingerprint = facts->fingerprint,
		.sketch = facts->sketch,
		.role_family = facts->role_family,
		.seniority = facts->seniority,
		.regions = facts->regions,
		.n_regions = facts->n_regions,
		.pay = facts->pay,
	};
	memcpy(out->language, facts->language, sizeof(out->language));
	list_skills(facts, arena, out);
}

/* ---- evidence ---- */

enum places {
	PLACES_SAME,
	PLACES_LESS,  /* one names fewer, or says less of them */
	PLACES_NONE,  /* neither names any */
	PLACES_APART,
};

/* Does `b` hold what `a` says of a place, or say less of it? */
static bool is_near(const struct region *a, const struct region *b)
{
	size_t n;

	if (a->city_id && b->city_id)
		return a->city_id == b->city_id;
	n = strlen(a->code) < strlen(b->code) ? strlen(a->code)
					      : strlen(b->code);
	return memcmp(a->code, b->code, n) == 0;
}

static bool are_held(const struct duplicate_ad *a, const struct duplicate_ad *b)
{
	for (size_t i = 0; i < a->n_regions; i++) {
		bool found = false;

		for (size_t k = 0; k < b->n_regions && !found; k++)
			found = is_near(&a->regions[i], &b->regions[k]);
		if (!found)
			return false;
	}
	return true;
}

static bool are_equal(const struct duplicate_ad *a, const struct duplicate_ad *b)
{
	if (a->n_regions != b->n_regions)
		return false;
	for (size_t i = 0; i < a->n_regions; i++) {
		bool found = false;

		for (size_t k = 0; k < b->n_regions && !found; k++)
			found = a->regions[i].city_id ==
					b->regions[k].city_id &&
				!strcmp(a->regions[i].code, b->regions[k].code);
		if (!found)
			return false;
	}
	return true;
}

static enum places compare_places(const struct duplicate_ad *a,
				  const struct duplicate_ad *b)
{
	if (!a->n_regions && !b->n_regions)
		return PLACES_NONE;
	if (!a->n_regions || !b->n_regions)
		return PLACES_LESS;
	if (are_equal(a, b))
		return PLACES_SAME;
	return are_held(a, b) || are_held(b, a) ? PLACES_LESS : PLACES_APART;
}

static bool has_pay(const struct ad_pay *pay)
{
	return (pay->min > 0 || pay->max > 0) &&
	       !span_is(pay->source, "predicted");
}

static bool same_pay(const struct ad_pay *a, const struct ad_pay *b)
{
	if (!has_pay(a) || !has_pay(b))
		return has_pay(a) == has_pay(b);
	return a->min == b->min && a->max == b->max &&
	       !strcmp(a->currency, b->currency);
}

static double like_skills(const struct duplicate_ad *a,
			  const struct duplicate_ad *b)
{
	size_t both = 0;

	if (a->n_skills < SKILLS_LEAST || b->n_skills < SKILLS_LEAST)
		return 0;
	for (size_t i = 0, k = 0; i < a->n_skills && k < b->n_skills;) {
		if (a->skills[i] == b->skills[k])
			both++, i++, k++;
		else if (a->skills[i] < b->skills[k])
			i++;
		else
			k++;
	}
	return (double)both / (double)(a->n_skills + b->n_skills - both);
}

double duplicate_gap_days(const struct duplicate_ad *a,
			  const struct duplicate_ad *b)
{
	int64_t gap_s = a->first_s <= b->first_s ? b->first_s - a->last_s
						 : a->first_s - b->last_s;

	return gap_s > 0 ? (double)gap_s / DAY_S : 0;
}

static bool same_name(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_language(const char *a, const char *b)
{
	size_t n = strcspn(a, "-");

	return !a[0] || !b[0] || (n == strcspn(b, "-") && !memcmp(a, b, n));
}

/* ---- what the texts say ---- */

enum text_relation {
	TEXT_SAME,
	TEXT_COPY, /* with something added, left out or changed */
	TEXT_PART, /* one is a part of the other */
	TEXT_LIKE, /* the same in other words, or another language */
	TEXT_NONE, /* one of them has none */
	TEXT_OTHER,
};

/* The share of the shorter text that stands in the longer. */
static double held(double alike, double size)
{
	return alike * (1 + size) / ((1 + alike) * size);
}

/* What is boilerplate where either was found. */
static const struct sketch_common *common_of(const struct duplicate_ad *a,
					     const struct duplicate_ad *b,
					     struct sketch_common *both)
{
	if (!a->common || !b->common || a->common == b->common)
		return a->common ? a->common : b->common;
	for (size_t i = 0; i < SKETCH_BYTES; i++)
		both->bits[i] = a->common->bits[i] | b->common->bits[i];
	return both;
}

static enum text_relation compare_texts(const struct duplicate_ad *a,
					const struct duplicate_ad *b)
{
	struct sketch_common        both;
	const struct sketch_common *common = common_of(a, b, &both);
	double n_a = a->sketch.words, n_b = b->sketch.words;
	double size = n_a < n_b ? n_a / n_b : n_b / n_a;
	double copy, start, words, names, skills;

	if (a->fingerprint && a->fingerprint == b->fingerprint)
		return TEXT_SAME;
	copy = sketch_alike(&a->sketch, &b->sketch, common, SKETCH_COPY);
	if (copy < 0)
		return TEXT_NONE;
	start = sketch_alike(&a->sketch, &b->sketch, NULL, SKETCH_START);
	words = sketch_alike(&a->sketch, &b->sketch, common, SKETCH_WORDS);
	if (copy >= SAME_TEXT && size >= SAME_SIZE)
		return TEXT_SAME;
	if (copy >= COPY_TEXT)
		return size < LESS_SIZE ? TEXT_PART : TEXT_COPY;
	if (size < LESS_SIZE && (start >= COPY_START ||
				 (copy > 0.15 && held(copy, size) >= HELD_TEXT)))
		return TEXT_PART;
	names = sketch_alike(&a->sketch, &b->sketch, common, SKETCH_NAMES);
	skills = like_skills(a, b);
	if (words >= LIKE_WORDS || names >= LIKE_NAMES || skills >= LIKE_SKILLS)
		return TEXT_LIKE;
	if (!same_language(a->language, b->language) &&
	    (names >= OTHER_LANGUAGE || skills >= OTHER_LANGUAGE))
		return TEXT_LIKE;
	return TEXT_OTHER;
}

/* ---- the decision ---- */

/* In another language the words are others: the family of the role decides. */
static bool same_title(const struct duplicate_ad *a, const struct duplicate_ad *b)
{
	return a->sketch.title == b->sketch.title ||
	       (!same_language(a->language, b->language) &&
		same_name(a->role_family, b->role_family));
}

/* A name that is missing on one side is no other name. */
static bool other_employer(const struct duplicate_ad *a,
			   const struct duplicate_ad *b)
{
	return a->employer != b->employer;
}

/* Whoever calls himself otherwise must show the very same text. */
static bool is_copied(const struct duplicate_ad *a, const struct duplicate_ad *b)
{
	uint32_t n = a->sketch.words < b->sketch.words ? a->sketch.words
						       : b->sketch.words;
	struct sketch_common both;

	return a->source != b->source && a->sketch.title == b->sketch.title &&
	       n >= SKETCH_COPIED_MIN &&
	       sketch_alike(&a->sketch, &b->sketch, common_of(a, b, &both),
			    SKETCH_COPY) >= OTHERS_TEXT;
}

/* What the fields alone forbid. */
static bool are_other_jobs(const struct duplicate_ad *a,
			   const struct duplicate_ad *b, enum places places)
{
	bool same_requisition = a->requisition &&
				a->requisition == b->requisition &&
				!other_employer(a, b);

	if (places == PLACES_APART)
		return true;
	if (a->employer == b->employer && a->requisition && b->requisition &&
	    a->requisition != b->requisition)
		return true;
	if (a->sketch.title != b->sketch.title &&
	    !same_name(a->seniority, b->seniority))
		return true;
	if (other_employer(a, b))
		return !is_copied(a, b);
	return !same_requisition && !same_title(a, b);
}

/*
 * One board shows a job once: what stands beside it is the same ad or none.
 * Nor does it say a job anew in other words of one language: those are of
 * another job from the same template.
 */
static bool are_beside(const struct duplicate_ad *a,
		       const struct duplicate_ad *b, enum text_relation text)
{
	if (a->source != b->source || text == TEXT_SAME ||
	    (a->requisition && a->requisition == b->requisition))
		return false;
	if (text == TEXT_LIKE)
		return same_language(a->language, b->language);
	return duplicate_gap_days(a, b) == 0;
}

static bool is_relisted(const struct duplicate_ad *a,
			const struct duplicate_ad *b)
{
	double gap = duplicate_gap_days(a, b);

	return a->source == b->source ? gap > 0 : gap > DAYS_APART;
}

enum duplicate_class duplicate_judge(const struct duplicate_ad *a,
				     const struct duplicate_ad *b)
{
	enum places        places = compare_places(a, b);
	enum text_relation text;

	if (are_other_jobs(a, b, places))
		return DUPLICATE_NONE;
	text = compare_texts(a, b);
	if (are_beside(a, b, text))
		return DUPLICATE_NONE;
	if (text == TEXT_OTHER && !(a->requisition && a->requisition == b->requisition))
		return DUPLICATE_NONE;
	if (text == TEXT_NONE) /* fields alone, when they are all there */
		return a->source != b->source && places == PLACES_SAME &&
				       a->employer && !is_relisted(a, b)
			       ? DUPLICATE_PARTIAL
			       : DUPLICATE_NONE;
	if (text == TEXT_PART || places == PLACES_LESS)
		return DUPLICATE_PARTIAL;
	if (is_relisted(a, b))
		return DUPLICATE_TEMPORAL;
	if (has_pay(&a->pay) != has_pay(&b->pay) && text <= TEXT_COPY)
		return DUPLICATE_PARTIAL;
	if (text == TEXT_SAME && same_pay(&a->pay, &b->pay) &&
	    !other_employer(a, b))
		return DUPLICATE_FULL;
	return DUPLICATE_SEMANTIC;
}

int duplicate_rank(const struct duplicate_ad *a, const struct duplicate_ad *b,
		   enum duplicate_class class)
{
	static const int ranks[] = {
		[DUPLICATE_FULL] = 0,	  [DUPLICATE_TEMPORAL] = 1,
		[DUPLICATE_SEMANTIC] = 2, [DUPLICATE_PARTIAL] = 3,
	};
	double copy = sketch_alike(&a->sketch, &b->sketch, NULL, SKETCH_COPY);

	return ranks[class] * 1000 + (int)((1 - copy) * 256);
}
