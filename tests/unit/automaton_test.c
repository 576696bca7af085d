#include "enrich/automaton.h"

#include "base/buf.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *form;
	unsigned    flags;
} forms[] = {
	{ "machine learning", FORM_PLURAL },
	{ "AI", FORM_CASE },
	{ "{ai} engineer", FORM_PLURAL },
	{ "RAG", FORM_CASE | FORM_PLURAL },
	{ "künstlich* Intelligenz", 0 },
	{ "人工智能", 0 },
	{ "深度学习", 0 },
	{ "機械学習", 0 },
	{ "머신러닝", 0 },
	{ "ingénieur {IA}", FORM_CASE },
	{ "プロンプト", 0 },
	{ "C++", 0 },
	{ "PyTorch", 0 },
	{ "Keras", FORM_CASE },
	{ "машинн* обучени*", 0 },
	{ "LLM", FORM_CASE | FORM_PLURAL },
	{ "l", 0 },
	{ "3d vision", 0 },
	{ "duż* model*", 0 },
	{ "entwickl* java", 0 },
	{ "trainers {guide}", 0 },
	{ "trainer", FORM_PLURAL },
	{ "수요 예측", 0 },
	{ "NPU 반도체", FORM_CASE },
	{ "GPU智算", 0 },
	{ "{VLM推論} 基盤", 0 },
	{ "차량", 0 },
};

/* want: what is matched, the span alone, parted by "|". */
static const struct scan_case {
	const char *name;
	const char *text;
	const char *want;
} cases[] = {
	{ "nothing in nothing", "", "" },
	{ "a whole word", "Use AI now", "AI" },
	{ "not inside a word", "SAID MAIN AIR", "" },
	{ "not in small letters", "j'ai paid, ai", "" },
	{ "not with an accent", "Aí está", "" },
	{ "beside a slash", "AI/LLM", "AI|LLM" },
	{ "before a hyphen", "AI-driven", "AI" },
	{ "behind a hyphen", "e-AI", "AI" },
	{ "at both ends", "AI and AI", "AI|AI" },
	{ "a gender behind a colon", "Entwickler:in Java", "Entwickler:in Java" },
	{ "a gender behind a star", "Entwickler*innen Java",
	  "Entwickler*innen Java" },
	{ "a gender in brackets", "Entwickler(in) Java", "Entwickler(in) Java" },
	{ "a gender behind a hyphen", "Entwickler/-in Java",
	  "Entwickler/-in Java" },
	{ "brackets that stay open", "Entwickler(in Java", "" },
	{ "no gender's ending", "Entwickler/intern Java", "" },
	{ "in brackets", "(AI)", "AI" },
	{ "full width", "ＡＩを使う", "AI-wide" },
	{ "Latin inside Han", "使用AI技术", "AI" },
	{ "Han inside Han", "高级人工智能工程师", "人工智能" },
	{ "kanji before katakana", "機械学習エンジニア", "機械学習" },
	{ "katakana begins no word inside one", "コマンドプロンプト", "" },
	{ "katakana after a blank", "新 プロンプト", "プロンプト" },
	{ "Hangul with a particle", "머신러닝을 안다", "머신러닝" },
	{ "a plural", "RAGs and LLMs", "RAGs|LLMs" },
	{ "no plural of what has none", "PyTorchs", "" },
	{ "two blanks are one", "machine  learning", "machine  learning" },
	{ "a hyphen is a blank", "Machine-Learning", "Machine-Learning" },
	{ "a line end is a blank", "machine\nlearning", "machine\nlearning" },
	{ "a blank line is none", "machine\n\nlearning", "" },
	{ "five blanks are too many", "machine     learning", "" },
	{ "a no-break space", "machine\xC2\xA0learning", "machine\xC2\xA0learning" },
	{ "a soft hyphen is passed over", "Py\xC2\xADTorch", "Py\xC2\xADTorch" },
	{ "braces narrow the span", "ai engineers", "ai" },
	{ "case counts inside braces only", "INGÉNIEUR IA", "IA" },
	{ "case does count there", "ingénieur ia", "" },
	{ "accents left out", "Ingenieur IA", "IA" },
	{ "accents apart", "Inge\xCC\x81nieur IA", "IA" },
	{ "a star takes an ending", "der künstlichen Intelligenz",
	  "künstlichen Intelligenz" },
	{ "a star takes nothing", "künstlich Intelligenz",
	  "künstlich Intelligenz" },
	{ "stars twice", "опыт машинного обучения", "машинного обучения" },
	{ "two blanks behind a short word", "3D\n Vision", "3D\n Vision" },
	{ "a star after three letters", "duże modele", "duże modele" },
	{ "a plural that begins another form", "trainers guide",
	  "trainers|guide" },
	{ "a long word that begins like a plural", "trainership", "" },
	{ "a letter with an accent inside a word", "ke\xCC\x81ras Pÿtorch",
	  "Pÿtorch" },
	{ "Chinese in traditional signs", "熟悉深度學習者佳", "深度學習" },
	{ "an araea typed for a bullet", "ㆍ머신러닝ㆍKeras",
	  "머신러닝|Keras" },
	{ "Korean written apart", "수요 예측을 한다", "수요 예측" },
	{ "Korean written together", "수요예측을 한다", "수요예측" },
	{ "no Korean blank that the form has not", "차 량", "" },
	{ "Latin before Hangul, together", "NPU반도체", "NPU반도체" },
	{ "the same in the wrong case", "npu반도체", "" },
	{ "Latin before Han, apart", "一个GPU 智算", "GPU 智算" },
	{ "Latin before Han, too far apart", "GPU  智算", "" },
	{ "braces where a blank is left out", "VLM推論基盤", "VLM推論" },
	{ "braces where there is one more", "VLM 推論 基盤", "VLM 推論" },
	{ "a sign at the end", "C++, Go", "C++" },
	{ "the form's own case", "Keras", "Keras" },
	{ "capitals throughout", "KERAS", "KERAS" },
	{ "no other case", "keras", "" },
	{ "a broken byte ends a word", "AI\xFF", "AI" },
	{ "a broken byte begins one", "\xC3 AI", "AI" },
	{ "cut in the middle of a character", "AI \xE4\xBA", "AI" },
};

static struct automaton *make(void)
{
	struct automaton_builder *b = automaton_builder_new();
	struct error              err = ERROR_INIT;

	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		assert_true(automaton_builder_add(b, span_of(forms[i].form),
						  forms[i].flags, (uint32_t)i,
						  &err));
	return automaton_build(b);
}

static void text_gives_matches(void **state)
{
	const struct scan_case *c = *state;
	struct automaton       *a = make();
	struct match_list       found = MATCH_LIST_INIT;
	struct buf              got = BUF_INIT;

	automaton_scan(a, span_of(c->text), &found);

	for (size_t i = 0; i < found.n; i++) {
		const struct match *m = &found.items[i];

		if (i > 0 && m->span_start == found.items[i - 1].span_start)
			continue; /* the shorter of two at one place */
		buf_printf(&got, "%s%.*s", got.len ? "|" : "",
			   (int)(m->span_end - m->span_start),
			   c->text + m->span_start);
	}
	buf_add(&got, "", 0);
	if (!strcmp(c->want, "AI-wide"))
		assert_string_equal(got.ptr, "ＡＩ");
	else
		assert_string_equal(got.ptr ? got.ptr : "", c->want);
	buf_deinit(&got);
	match_list_deinit(&found);
	automaton_free(a);
}

/* Wherever a text stands in what is read at a time. */
static void lines_before_change_no_match(void **state)
{
	struct automaton *a = make();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct match_list want = MATCH_LIST_INIT;

		automaton_scan(a, span_of(cases[i].text), &want);
		for (uint32_t n = 1; n <= 66; n++) {
			struct match_list got = MATCH_LIST_INIT;
			struct buf        text = BUF_INIT;

			for (uint32_t k = 0; k < n; k++)
				buf_add_char(&text, '\n');
			buf_add_text(&text, cases[i].text);
			automaton_scan(a, buf_span(&text), &got);
			assert_int_equal(got.n, want.n);
			for (size_t k = 0; k < got.n; k++) {
				assert_int_equal(got.items[k].id,
						 want.items[k].id);
				assert_int_equal(got.items[k].start,
						 want.items[k].start + n);
				assert_int_equal(got.items[k].end,
						 want.items[k].end + n);
			}
			buf_deinit(&text);
			match_list_deinit(&got);
		}
		match_list_deinit(&want);
	}
	automaton_free(a);
}

enum { EN = 1, DE = 2, BEGINS = 4 };

static const struct {
	const char *form;
	uint32_t    groups;
} grouped[] = {
	{ "we", EN },        { "we build", DE },     { "you will", BEGINS },
	{ "you", EN },       { "arbeit*", DE },      { "das", BEGINS },
	{ "das team", EN },  { "我们", BEGINS },     { "building", BEGINS },
	{ "buildings", EN }, { "welcoming*", BEGINS }, { "é", DE },
};

/* want: the numbers of the forms found. */
static const struct group_case {
	const char *name;
	const char *text;
	uint32_t    inside, opening;
	const char *want;
} group_cases[] = {
	{ "one group of two that begin alike", "ja we build", EN, EN, "0 " },
	{ "the other of them", "ja we build", DE, DE, "1 " },
	{ "both", "ja we build", EN | DE, EN | DE, "0 1 " },
	{ "none", "we build you", 0, 0, "" },
	{ "the first word opens", "you will", 0, BEGINS, "2 " },
	{ "a word inside does not", "if you will", 0, BEGINS, "" },
	{ "inside as it was asked", "if you will", EN, BEGINS, "3 " },
	{ "behind a full stop", "so. You will", 0, BEGINS, "2 " },
	{ "behind a bullet", "x\n\xE2\x80\xA2 You will", 0, BEGINS, "2 " },
	{ "behind a hyphen", "x - you will", 0, BEGINS, "2 " },
	{ "behind one that joins", "x-you will", 0, BEGINS, "2 " },
	{ "behind a line", "if\nyou will", 0, BEGINS, "2 " },
	{ "in a line with a colon", "if you will do:", 0, BEGINS, "2 " },
	{ "... and blanks", "if you will:  \nif das", 0, BEGINS, "2 " },
	{ "in the line before one", "if das\nif you will:", 0, BEGINS, "2 " },
	{ "a colon within the line", "if: a you will", 0, BEGINS, "" },
	{ "behind a letter of more bytes", "\xC3\xA9 das", 0, BEGINS, "5 " },
	{ "scripts without blanks open", "x我们", 0, BEGINS, "7 " },
	{ "... but behind a letter and blank", "x 我们", 0, BEGINS, "" },
	{ "a star of another group", "die arbeiten", EN, EN, "" },
	{ "a star of the group", "die arbeiten", DE, EN, "4 " },
	{ "a plural of another group", "a buildings", EN, EN, "9 " },
	{ "a long word of another group", "a building", EN, EN, "" },
	{ "a longer one with a star", "a welcomingly", EN, BEGINS, "" },
	{ "... where it opens", "Welcomingly", EN, BEGINS, "10 " },
	{ "one byte", "x", EN, BEGINS, "" },
	{ "a blank and a word", " das", 0, BEGINS, "5 " },
};

static void groups_choose_among_forms(void **state)
{
	const struct group_case  *c = *state;
	struct automaton_builder *b = automaton_builder_new();
	struct match_list         found = MATCH_LIST_INIT;
	struct buf                got = BUF_INIT;
	struct error              err = ERROR_INIT;
	struct automaton         *a;

	for (size_t i = 0; i < ARRAY_LEN(grouped); i++) {
		automaton_builder_group(b, grouped[i].groups);
		assert_true(automaton_builder_add(b, span_of(grouped[i].form),
						  0, (uint32_t)i, &err));
	}
	a = automaton_build(b);
	automaton_scan_groups(a, span_of(c->text), c->inside, c->opening,
			      &found);

	for (size_t i = 0; i < found.n; i++)
		buf_printf(&got, "%u ", found.items[i].id);
	assert_string_equal(got.ptr ? got.ptr : "", c->want);
	buf_deinit(&got);
	match_list_deinit(&found);
	automaton_free(a);
}

/* The forms of `grouped` and those of `forms`, built together. */
static void make_both(struct automaton *out[2])
{
	struct automaton_builder *b[2] = { automaton_builder_new(),
					   automaton_builder_new() };
	struct error              err = ERROR_INIT;

	for (size_t i = 0; i < ARRAY_LEN(grouped); i++) {
		automaton_builder_group(b[0], grouped[i].groups);
		assert_true(automaton_builder_add(b[0], span_of(grouped[i].form),
						  0, (uint32_t)i, &err));
	}
	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		assert_true(automaton_builder_add(b[1], span_of(forms[i].form),
						  forms[i].flags, (uint32_t)i,
						  &err));
	automaton_build_all(b, 2, out);
}

static void assert_same(const struct match_list *got,
			const struct match_list *want)
{
	assert_int_equal(got->n, want->n);
	for (size_t i = 0; i < got->n; i++) {
		assert_int_equal(got->items[i].id, want->items[i].id);
		assert_int_equal(got->items[i].start, want->items[i].start);
		assert_int_equal(got->items[i].end, want->items[i].end);
		assert_int_equal(got->items[i].span_start,
				 want->items[i].span_start);
		assert_int_equal(got->items[i].span_end,
				 want->items[i].span_end);
	}
}

#define PART_MAX 24 /* bytes */

/* Every part of a text up to a length, and all behind a place. */
static void assert_parts(const struct automaton *a,
			 const struct word_list *words, uint32_t groups)
{
	struct match_list got = MATCH_LIST_INIT, want = MATCH_LIST_INIT;
	uint32_t          len = (uint32_t)words->text.len;

	for (uint32_t first = 0; first <= len; first++) {
		for (uint32_t n = 0; n <= PART_MAX && first + n <= len; n++) {
			uint32_t last = n < PART_MAX ? first + n : len;

			got.n = want.n = 0;
			automaton_scan_part(a, words, first, last, groups, &got);
			automaton_scan_groups(
				a,
				(struct span){ words->text.ptr + first,
					       last - first },
				groups, groups, &want);
			assert_same(&got, &want);
		}
	}
	match_list_deinit(&got);
	match_list_deinit(&want);
}

static void words_read_once_serve_all(void **state)
{
	struct automaton *both[2];
	struct match_list got = MATCH_LIST_INIT, want = MATCH_LIST_INIT;
	struct word_list  words = WORD_LIST_INIT;
	struct buf        text = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		buf_printf(&text, "%s%c", cases[i].text, " -.\n"[i % 4]);
	for (size_t i = 0; i < ARRAY_LEN(group_cases); i++)
		buf_printf(&text, "%s\n", group_cases[i].text);
	make_both(both);
	automaton_read(both[1], buf_span(&text), &words);

	assert_non_null(words.items);
	for (size_t i = 0; i < 2; i++) {
		got.n = want.n = 0;
		automaton_scan_words(both[i], &words, EN, BEGINS, &got);
		automaton_scan_groups(both[i], buf_span(&text), EN, BEGINS,
				      &want);
		assert_true(want.n > 10);
		assert_same(&got, &want);
		assert_parts(both[i], &words, EN | BEGINS);
		automaton_free(both[i]);
	}
	word_list_deinit(&words);
	buf_deinit(&text);
	match_list_deinit(&got);
	match_list_deinit(&want);
}

/* One that is too long for a list of its words is read anew each time. */
static void words_of_a_long_text_are_not_kept(void **state)
{
	struct automaton *a = make();
	struct match_list found = MATCH_LIST_INIT;
	struct word_list  words = WORD_LIST_INIT;
	struct buf        text = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < WORD_LIST_TEXT / 8; i++)
		buf_add_text(&text, "no word ");
	buf_add_text(&text, "but AI");

	automaton_read(a, buf_span(&text), &words);
	automaton_scan_words(a, &words, UINT32_MAX, UINT32_MAX, &found);
	automaton_scan_part(a, &words, (uint32_t)text.len - 3,
			    (uint32_t)text.len, UINT32_MAX, &found);

	assert_null(words.items);
	assert_int_equal(found.n, 2);
	assert_int_equal(found.items[0].start, text.len - 2);
	assert_int_equal(found.items[1].start, 1);
	word_list_deinit(&words);
	buf_deinit(&text);
	match_list_deinit(&found);
	automaton_free(a);
}

static void zero_bytes_are_no_letters(void **state)
{
	struct automaton *a = make();
	struct match_list found = MATCH_LIST_INIT;

	(void)state;
	automaton_scan(a, SPAN("\0AI\0AI\0"), &found);
	assert_int_equal(found.n, 2);
	match_list_deinit(&found);
	automaton_free(a);
}

/* Ten megabytes without a line end, of terms and nothing else. */
static void a_text_of_terms_alone_stops_at_the_bound(void **state)
{
	static const char unit[] = "AI RAG LLM machine learning 人工智能";
	size_t            n = 10 * 1024 * 1024 / (sizeof(unit) - 1);
	struct automaton *a = make();
	struct match_list found = MATCH_LIST_INIT;
	struct buf        text = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < n; i++)
		buf_add(&text, unit, sizeof(unit) - 1);

	automaton_scan(a, buf_span(&text), &found);

	assert_int_equal(found.n, MATCHES_MAX);
	match_list_deinit(&found);
	buf_deinit(&text);
	automaton_free(a);
}

static const struct form_case {
	const char *form;
	const char *want;
} refused[] = {
	{ "", "expected a form of 1 to 160 bytes, found 0" },
	{ "-x", "expected a form that begins with a letter or digit, found -x" },
};

static void a_form_that_begins_nothing_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct automaton_builder *b = automaton_builder_new();
		struct error              err = ERROR_INIT;

		assert_false(automaton_builder_add(b, span_of(refused[i].form),
						   0, 0, &err));
		assert_string_equal(err.text, refused[i].want);
		automaton_builder_free(b);
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + ARRAY_LEN(group_cases) + 6] = {
		0
	};
	size_t            n = ARRAY_LEN(cases);

	for (size_t i = 0; i < n; i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = text_gives_matches;
		tests[i].initial_state = (void *)&cases[i];
	}
	for (size_t i = 0; i < ARRAY_LEN(group_cases); i++, n++) {
		tests[n].name = group_cases[i].name;
		tests[n].test_func = groups_choose_among_forms;
		tests[n].initial_state = (void *)&group_cases[i];
	}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(zero_bytes_are_no_letters);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		lines_before_change_no_match);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		words_read_once_serve_all);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		words_of_a_long_text_are_not_kept);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		a_text_of_terms_alone_stops_at_the_bound);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		a_form_that_begins_nothing_is_refused);
	return cmocka_run_group_tests_name("automaton", tests, NULL, NULL);
}
