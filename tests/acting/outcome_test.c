/* outcome_test.c - outcomes are whole, hold an ad once, and survive bytes. */
#include "daemon/outcome.h"

#include "base/mem.h"
#include "daemon/wire.h"
#include "enrich/facts.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const int32_t skill_ids[] = { 101, 102, 103 };

static const struct outcome_context keeps_ai = {
	.skill_ids = skill_ids,
	.n_skills = 3,
	.taxonomy_id = 7,
	.keep_text = KEEP_TEXT_AI,
};

static struct ad an_ad(const char *native_id)
{
	return (struct ad){
		.native_id = span_of(native_id),
		.title = SPAN("Data Engineer"),
		.description = SPAN("We build."),
	};
}

static const struct outcome_ad seen = {
	.source_id = 5,
	.run_id = 9,
	.page_id = 11,
	.first_seen = 1700000000 * USEC,
	.last_seen = 1700000000 * USEC,
};

static bool put(struct outcome_builder *b, const char *native_id,
		const struct facts *facts)
{
	struct facts of_ad = *facts;

	of_ad.ad = an_ad(native_id);
	return outcome_add_ad(b, &seen, &of_ad);
}

static void an_ad_is_in_an_outcome_once(void **state)
{
	struct outcome_builder *b = outcome_builder_new(&keeps_ai);
	struct facts            facts = { 0 };
	struct outcome         *o;

	(void)state;
	assert_true(put(b, "1", &facts));
	assert_false(put(b, "1", &facts));
	assert_true(put(b, "2", &facts));
	o = outcome_finish(b);

	assert_int_equal(outcome_rows(o, SECTION_ADS), 2);
	assert_true(put(b, "1", &facts)); /* the next outcome is another one */
	outcome_free(o);
	outcome_builder_free(b);
}

static void keys_are_read_back(void **state)
{
	struct outcome_builder *b = outcome_builder_new(&keeps_ai);
	struct facts            facts = { 0 };
	struct outcome_key      key;
	struct outcome         *o;
	struct span             rows;

	(void)state;
	put(b, "1", &facts);
	put(b, "2", &facts);
	o = outcome_finish(b);
	rows = outcome_section(o, SECTION_ADS);

	assert_true(outcome_next_key(&rows, &key));
	assert_int_equal(key.source_id, 5);
	assert_int_equal(key.id, ad_key(SPAN("1")));
	assert_true(outcome_next_key(&rows, &key));
	assert_int_equal(key.id, ad_key(SPAN("2")));
	assert_false(outcome_next_key(&rows, &key));
	outcome_free(o);
	outcome_builder_free(b);
}

static const struct keep_case {
	const char    *name;
	enum keep_text keep;
	uint64_t       definitions;
	unsigned       texts;
} keeps[] = {
	{ "ai keeps the text of an AI ad", KEEP_TEXT_AI, 1, 1 },
	{ "ai leaves out the text of another", KEEP_TEXT_AI, 0, 0 },
	{ "all keeps every text", KEEP_TEXT_ALL, 0, 1 },
	{ "none keeps no text", KEEP_TEXT_NONE, 1, 0 },
};

static void texts_are_kept_as_configured(void **state)
{
	const struct keep_case *c = *state;
	struct outcome_context  context = keeps_ai;
	struct outcome_builder *b;
	struct facts            facts = { .definitions = c->definitions };
	struct outcome         *o;

	context.keep_text = c->keep;
	b = outcome_builder_new(&context);
	put(b, "1", &facts);
	o = outcome_finish(b);

	assert_int_equal(outcome_rows(o, SECTION_TEXTS), c->texts);
	outcome_free(o);
	outcome_builder_free(b);
}

static void a_repeated_mention_is_left_out(void **state)
{
	struct mention mentions[] = {
		{ .skill = 1, .start = 4, .end = 9 },
		{ .skill = 2, .start = 4, .end = 9 },
		{ .skill = 1, .start = 4, .end = 12 }, /* the same key */
		{ .skill = 1, .start = 5, .end = 9 },
	};
	struct facts facts = { .mentions = mentions, .n_mentions = 4 };
	struct outcome_builder *b = outcome_builder_new(&keeps_ai);
	struct outcome         *o;

	(void)state;
	put(b, "1", &facts);
	o = outcome_finish(b);

	assert_int_equal(outcome_rows(o, SECTION_MENTIONS), 3);
	outcome_free(o);
	outcome_builder_free(b);
}

static void bytes_make_the_outcome_again(void **state)
{
	struct outcome_builder *b = outcome_builder_new(&keeps_ai);
	struct facts            facts = { .definitions = 1 };
	struct outcome         *o, *again;
	struct span             bytes;

	(void)state;
	put(b, "1", &facts);
	o = outcome_finish(b);
	bytes = outcome_bytes(o);

	again = outcome_from_bytes(bytes);
	assert_non_null(again);
	for (int s = 0; s < OUTCOME_SECTIONS; s++) {
		assert_int_equal(outcome_rows(o, s), outcome_rows(again, s));
		assert_int_equal(outcome_section(o, s).len,
				 outcome_section(again, s).len);
	}
	bytes.len--;
	assert_null(outcome_from_bytes(bytes));
	assert_null(outcome_from_bytes(SPAN("JTO1")));
	assert_null(outcome_from_bytes(SPAN("")));
	outcome_free(again);
	outcome_free(o);
	outcome_builder_free(b);
}

static const struct text_case {
	const char *name;
	struct span text;
	struct span want; /* as sent */
} texts[] = {
	{ "plain text stays", { "M\xc3\xbcnchen", 8 }, { "M\xc3\xbcnchen", 8 } },
	{ "a NUL is replaced", { "a\0b", 3 }, { "a\xef\xbf\xbd" "b", 5 } },
	{ "broken UTF-8 is replaced",
	  { "a\xff", 2 }, { "a\xef\xbf\xbd", 4 } },
};

static void text_is_what_a_column_takes(void **state)
{
	const struct text_case *c = *state;
	struct buf              b = BUF_INIT;

	wire_text(&b, c->text);

	assert_int_equal(wire_get32(b.ptr), 25); /* text */
	assert_int_equal(wire_get32(b.ptr + 4), c->want.len);
	assert_int_equal(b.len, 8 + c->want.len);
	assert_memory_equal(b.ptr + 8, c->want.ptr, c->want.len);
	buf_deinit(&b);
}

int main(void)
{
	enum { FIRST = 4 };
	struct CMUnitTest tests[FIRST + ARRAY_LEN(keeps) + ARRAY_LEN(texts)] = {
		cmocka_unit_test(an_ad_is_in_an_outcome_once),
		cmocka_unit_test(keys_are_read_back),
		cmocka_unit_test(a_repeated_mention_is_left_out),
		cmocka_unit_test(bytes_make_the_outcome_again),
	};
	struct CMUnitTest *t = tests + FIRST;

	for (size_t i = 0; i < ARRAY_LEN(keeps); i++, t++) {
		t->name = keeps[i].name;
		t->test_func = texts_are_kept_as_configured;
		t->initial_state = (void *)&keeps[i];
	}
	for (size_t i = 0; i < ARRAY_LEN(texts); i++, t++) {
		t->name = texts[i].name;
		t->test_func = text_is_what_a_column_takes;
		t->initial_state = (void *)&texts[i];
	}
	return cmocka_run_group_tests_name("outcome", tests, NULL, NULL);
}
