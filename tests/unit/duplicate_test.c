#include "enrich/near.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#define BLURB                                                                  \
	"Acme makes clocks that listen. We have bright rooms, free tea and a " \
	"garden on the roof where everybody may plant what they like to eat. " \
	"Whoever you are and wherever you come from, we want to hear of you. "
#define DUTIES                                                                 \
	"You train PyTorch models on 40 million recordings of ticking clocks " \
	"and bring them to devices with 512 KB of memory. You measure with "   \
	"care what went wrong, write it down for the others and try again. "   \
	"You know CUDA and SQL well and have shipped 3 products before. "
#define REWRITTEN                                                              \
	"Among your tasks is building PyTorch networks from 40 million sounds " \
	"which must later fit into 512 KB. Failures are examined and shared "  \
	"by you in writing. Solid CUDA and SQL are expected, as are 3 "        \
	"launches of something real during your career until today. "
#define GERMAN                                                                 \
	"Du lernst mit PyTorch aus 40 Millionen Aufnahmen tickender Uhren "    \
	"Modelle an, die auf Geraeten mit 512 KB Speicher laufen. Was schief " \
	"geht, misst du, schreibst es auf und versuchst es von neuem. Du "     \
	"kennst CUDA und SQL und hast 3 Produkte ausgeliefert. "
#define OTHER                                                                  \
	"You sell clocks to hotels in the north and visit each of them in "    \
	"spring. You keep the books of the region, plan the fair in autumn "   \
	"and bring home what customers dislike. You drive gladly and far. "

static const struct region berlin = { .code = "DE-BE", .city_id = 2950159 };
static const struct region munich = { .code = "DE-BY", .city_id = 2867714 };
static const struct region germany = { .code = "DE" };

/* What an ad says that another one may say differently. */
struct said {
	const char          *source, *title, *employer, *text, *requisition;
	const char          *language, *seniority;
	const struct region *place, *also;
	int                  first_day, last_day; /* 0, 0: the first ten */
	double               pay;
};

static const struct said board = {
	.source = "board/acme", .title = "ML Engineer", .employer = "acme",
	.text = BLURB DUTIES, .language = "en", .place = &berlin,
};

/* Static: regions of each live on. */
static struct duplicate_ad make(struct said s, struct arena *arena)
{
	struct ad     ad = { .title = span_of(s.title),
			     .description = span_of(s.text),
			     .requisition_id = span_of(s.requisition) };
	struct facts  facts = { .employer_key = span_of(s.employer),
				.seniority = s.seniority };
	struct duplicate_ad out;

	facts.regions = arena_alloc(arena, 2 * sizeof(struct region));
	if (s.place)
		facts.regions[facts.n_regions++] = *s.place;
	if (s.also)
		facts.regions[facts.n_regions++] = *s.also;
	if (s.pay > 0)
		facts.pay = (struct ad_pay){ .min = s.pay, .max = s.pay,
					     .currency = "EUR" };
	memcpy(facts.language, s.language, strlen(s.language) + 1);
	sketch_of(&ad, &facts, &facts.sketch);
	duplicate_ad_of(&ad, &facts, span_of(s.source), arena, &out);
	out.first_s = (int64_t)s.first_day * DAY_S;
	out.last_s = (int64_t)(s.last_day ? s.last_day : 10) * DAY_S;
	return out;
}

static const struct pair_case {
	const char          *name;
	struct said          other; /* NULL and 0: as the board has it */
	enum duplicate_class want;
	bool                 is_nowhere; /* the other names no place */
	bool                 is_bare;    /* the other has no text */
} cases[] = {
	{ "the same ad elsewhere is full", { .source = "market" },
	  DUPLICATE_FULL, 0, 0 },
	{ "the same ad twice on a board is full", { 0 }, DUPLICATE_FULL, 0, 0 },
	{ "markup and capitals are noise",
	  { .source = "market", .title = "ml engineer (m/w/d) - Acme",
	    .text = "<p>" BLURB "</p><br>" DUTIES "&nbsp;" },
	  DUPLICATE_FULL, 0, 0 },
	{ "pay that only one states is partial",
	  { .source = "market", .pay = 60000 }, DUPLICATE_PARTIAL, 0, 0 },
	{ "other words are semantic",
	  { .source = "market", .text = REWRITTEN BLURB },
	  DUPLICATE_SEMANTIC, 0, 0 },
	{ "other words beside it on one board are another job",
	  { .text = REWRITTEN BLURB }, DUPLICATE_NONE, 0, 0 },
	{ "another language is semantic, even on one board",
	  { .text = GERMAN, .language = "de" }, DUPLICATE_SEMANTIC, 0, 0 },
	{ "another time is temporal", { .first_day = 60, .last_day = 70 },
	  DUPLICATE_TEMPORAL, 0, 0 },
	{ "half of the text is partial", { .source = "market", .text = DUTIES },
	  DUPLICATE_PARTIAL, 0, 0 },
	{ "the country alone is partial",
	  { .source = "market", .place = &germany }, DUPLICATE_PARTIAL, 0, 0 },
	{ "a second place is partial", { .source = "market", .also = &munich },
	  DUPLICATE_PARTIAL, 0, 0 },
	{ "no place is partial", { .source = "market" }, DUPLICATE_PARTIAL, 1,
	  0 },
	{ "no text but all fields is partial", { .source = "market" },
	  DUPLICATE_PARTIAL, 0, 1 },
	{ "no text and no place is nothing", { .source = "market" },
	  DUPLICATE_NONE, 1, 1 },
	{ "no text beside it is another job", { 0 }, DUPLICATE_NONE, 0, 1 },
	{ "another town is another job",
	  { .source = "market", .place = &munich }, DUPLICATE_NONE, 0, 0 },
	{ "another seniority is another job",
	  { .source = "market", .title = "Lead ML Engineer",
	    .seniority = "lead" }, DUPLICATE_NONE, 0, 0 },
	{ "another grade is another job",
	  { .source = "market", .title = "ML Engineer II" }, DUPLICATE_NONE, 0,
	  0 },
	{ "a template with another job in it is another job",
	  { .source = "market", .text = BLURB OTHER }, DUPLICATE_NONE, 0, 0 },
	{ "another employer with the same text copies it",
	  { .source = "market", .employer = "staff and more" },
	  DUPLICATE_SEMANTIC, 0, 0 },
	{ "another employer with like words does not",
	  { .source = "market", .employer = "other clocks",
	    .text = REWRITTEN BLURB }, DUPLICATE_NONE, 0, 0 },
};

static void two_ads_have_a_class(void **state)
{
	const struct pair_case *c = *state;
	struct arena            arena = ARENA_INIT;
	struct said             s = c->other;
	struct duplicate_ad     a = make(board, &arena), b;

	s.source = s.source ? s.source : board.source;
	s.title = s.title ? s.title : board.title;
	s.employer = s.employer ? s.employer : board.employer;
	s.text = c->is_bare ? NULL : s.text ? s.text : board.text;
	s.language = s.language ? s.language : board.language;
	s.place = c->is_nowhere ? NULL : s.place ? s.place : board.place;
	b = make(s, &arena);

	assert_string_equal(duplicate_class_name(duplicate_judge(&a, &b)),
			    duplicate_class_name(c->want));
	assert_int_equal(duplicate_judge(&b, &a), duplicate_judge(&a, &b));
	arena_deinit(&arena);
}

static void requisitions_of_one_employer_never_join(void **state)
{
	struct arena arena = ARENA_INIT;
	struct said  one = board, two = board;

	(void)state;
	one.requisition = "R-1";
	two.requisition = "R-2";
	two.source = "market";

	struct duplicate_ad a = make(one, &arena), b = make(two, &arena);

	assert_int_equal(duplicate_judge(&a, &b), DUPLICATE_NONE);
	arena_deinit(&arena);
}

static void one_requisition_joins_two_titles(void **state)
{
	struct arena arena = ARENA_INIT;
	struct said  one = board, two = board;

	(void)state;
	one.requisition = two.requisition = "R-1";
	two.title = "Engineer, clocks";
	two.text = BLURB OTHER;

	struct duplicate_ad a = make(one, &arena), b = make(two, &arena);

	assert_int_equal(duplicate_judge(&a, &b), DUPLICATE_SEMANTIC);
	arena_deinit(&arena);
}

static void boilerplate_weighs_nothing(void **state)
{
	static const char *const jobs[] = {
		"sell clocks in towns by the sea to hotels with many rooms",
		"repair old watches under glass with tools as thin as hair",
		"write letters to those whose parcels came late or not at all",
		"cook soup for two hundred people before noon on every day",
		"keep accounts in order and pay bills before they are due",
		"drive lorries through the night with glass behind you",
		"teach apprentices how springs store what fingers give them",
		"draw dials for children who have not learned to read them",
	};
	struct sketch        made[ARRAY_LEN(jobs)];
	const struct sketch *sample[ARRAY_LEN(jobs)];
	struct sketch_common common;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(jobs); i++) {
		struct buf   text = BUF_INIT;
		struct facts facts = { 0 };
		struct ad    ad = { .title = SPAN("x") };

		buf_printf(&text, "%s You %s. %s", BLURB, jobs[i], GERMAN);
		ad.description = buf_span(&text);
		sketch_of(&ad, &facts, &made[i]);
		sample[i] = &made[i];
		buf_deinit(&text);
	}
	sketch_common_of(sample, ARRAY_LEN(jobs), &common);

	assert_true(sketch_alike(&made[0], &made[1], NULL, SKETCH_COPY) > 0.6);
	assert_true(sketch_alike(&made[0], &made[1], &common, SKETCH_COPY) <
		    0.3);
	sketch_common_of(sample, SKETCH_SAMPLE_MIN - 1, &common);
	assert_true(sketch_alike(&made[0], &made[1], &common, SKETCH_COPY) >
		    0.6);
}

static void a_short_text_has_no_sketch(void **state)
{
	struct facts  facts = { 0 };
	struct ad     ad = { .title = SPAN("x"),
			     .description = SPAN("Apply now!") };
	struct sketch s;

	(void)state;
	sketch_of(&ad, &facts, &s);

	assert_int_equal(s.words, 2);
	assert_true(sketch_alike(&s, &s, NULL, SKETCH_COPY) < 0);
}

#define MIXED                                                               \
	"We're hiring: Senior MLOps/DevOps Engineer (m/w/d) for Zürich & Genève. " \
	"You know SQL, C++17, PyTorch2.1 and internationalization-standards; "   \
	"AWS, GPT4 and Grüße &amp; <b>KUBERNETES</b> \xE2\x80\x9Ctoo\xE2\x80\x9D. " \
	"我们正在招聘机器学习工程师，負責模型训练。 Работа в Москве. 한국어 능력 \xFF\xE2 "

/* Stored for years and compared: another value would tell copies apart. */
static void a_sketch_never_changes(void **state)
{
	struct facts  facts = { .employer_key = SPAN("acme") };
	struct ad     ad = { .title = SPAN("Sr. Data Eng. (m/w/d), remote"),
			     .description = SPAN(MIXED MIXED "Ende1 A") };
	struct sketch s;

	(void)state;
	sketch_of(&ad, &facts, &s);

	assert_int_equal(s.words, 108);
	assert_true(hash64((struct span){ (const char *)s.bits,
					  sizeof(s.bits) }) ==
		    UINT64_C(0x743c89c17857fa08));
	assert_true(s.bands[0] == UINT64_C(0x9cf4bc5779bb5e39));
	assert_true(s.anchors[1] == UINT64_C(0x2be34d1d1612d8cd));
	assert_true(s.title == UINT64_C(0xcf2dd7f6dd5372b9));
}

/* Wherever the words stand in what is read at a time. */
static void blanks_change_no_sketch(void **state)
{
	struct facts  facts = { .employer_key = { NULL, 0 } };
	struct ad     ad = { .description = SPAN(MIXED MIXED) };
	struct sketch want, got;

	(void)state;
	sketch_of(&ad, &facts, &want);
	for (int i = 1; i < 140; i++) {
		struct buf text = BUF_INIT;

		buf_printf(&text, "%*s%s%*s%s", i, "", MIXED, i % 7, "", MIXED);
		ad.description = buf_span(&text);
		sketch_of(&ad, &facts, &got);
		assert_int_equal(got.words, want.words);
		assert_memory_equal(got.bits, want.bits, sizeof(got.bits));
		buf_deinit(&text);
	}
}

static void titles_are_words_in_no_order(void **state)
{
	struct ad_location place = { .text = SPAN("Berlin") };
	struct facts       facts = { .employer_key = SPAN("acme") };
	struct region      here = berlin;
	struct ad          a = { .title = SPAN("Senior ML Engineer") }, b = a;
	struct sketch      one, two;

	(void)state;
	facts.regions = &here;
	facts.n_regions = 1;
	b.locations = &place;
	b.n_locations = 1;
	b.title = SPAN("ML-Engineer, Sr. (m/w/d) | ACME Berlin, remote");
	sketch_of(&a, &facts, &one);
	sketch_of(&b, &facts, &two);

	assert_true(one.title == two.title);
	b.title = SPAN("ML-Engineer II");
	sketch_of(&b, &facts, &two);
	assert_true(one.title != two.title);
}

/* Three ads of one job, of which the first and last are too far apart. */
static void groups_are_cut_where_a_listing_paused(void **state)
{
	struct arena        arena = ARENA_INIT;
	struct said         s = board;
	struct duplicate_ad ads[4];
	struct near_list    list = NEAR_LIST_INIT;
	struct near_place   at[4];

	(void)state;
	for (int i = 0; i < 3; i++) {
		s.first_day = 25 * i;
		s.last_day = 25 * i + 1;
		ads[i] = make(s, &arena);
	}
	s.first_day = 200;
	s.last_day = 201;
	ads[3] = make(s, &arena);
	near_find(ads, 4, &list);
	near_group(ads, 4, &list, at);

	assert_int_equal(at[1].first, 0);
	assert_int_equal(at[2].first, 0);
	assert_int_equal(at[2].class, DUPLICATE_TEMPORAL);
	assert_int_equal(at[3].first, 3);
	assert_int_equal(at[3].earlier, 0);
	near_list_deinit(&list);
	arena_deinit(&arena);
}

/* An ad without requisition is like two that exclude each other. */
static void no_chain_joins_two_requisitions(void **state)
{
	struct arena        arena = ARENA_INIT;
	struct said         s = board;
	struct duplicate_ad ads[3];
	struct near_list    list = NEAR_LIST_INIT;
	struct near_place   at[3];

	(void)state;
	s.requisition = "R-1";
	ads[0] = make(s, &arena);
	s.requisition = NULL;
	s.source = "market";
	ads[1] = make(s, &arena);
	s.requisition = "R-2";
	ads[2] = make(s, &arena);
	near_find(ads, 3, &list);
	near_group(ads, 3, &list, at);

	assert_int_equal(list.n, 2);
	assert_true(at[0].first != at[2].first);
	assert_true(at[1].first == at[0].first || at[1].first == at[2].first);
	near_list_deinit(&list);
	arena_deinit(&arena);
}

int main(void)
{
	const struct CMUnitTest others[] = {
		cmocka_unit_test(requisitions_of_one_employer_never_join),
		cmocka_unit_test(one_requisition_joins_two_titles),
		cmocka_unit_test(boilerplate_weighs_nothing),
		cmocka_unit_test(a_short_text_has_no_sketch),
		cmocka_unit_test(a_sketch_never_changes),
		cmocka_unit_test(blanks_change_no_sketch),
		cmocka_unit_test(titles_are_words_in_no_order),
		cmocka_unit_test(groups_are_cut_where_a_listing_paused),
		cmocka_unit_test(no_chain_joins_two_requisitions),
	};
	struct CMUnitTest tests[ARRAY_LEN(cases) + ARRAY_LEN(others)];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		tests[i] = (struct CMUnitTest){
			.name = cases[i].name,
			.test_func = two_ads_have_a_class,
			.initial_state = (void *)&cases[i],
		};
	memcpy(tests + ARRAY_LEN(cases), others, sizeof(others));
	return cmocka_run_group_tests_name("duplicate", tests, NULL, NULL);
}
