#include "enrich/facts_json.h"

#include "base/buf.h"
#include "enrich/tsv.h"
#include "tests/support/taxonomy_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define CUES "cue\trequirement\ten\texperience with\n"
#define TITLES "role\tai-engineer\tmul\tai engineer\n"
#define TRAPS "phrase\t\ten\tpay check\n"
#define SKILLS "pytorch\tPyTorch\tnn\t\tcore,lightcast\town\tpytorch|=Torch\n"
#define SURFACES "pytorch\tde\tpy torch\n"
#define NINE_PARENTS \
	"pytorch,pytorch,pytorch,pytorch,pytorch,pytorch,pytorch,pytorch,pytorch"
#define TEN "aaaaaaaaaa"
#define LONG_FORM TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define RULES "one-skill\t1\tdemand.core\tOne skill.\n"

#define RULE(regions, from, to, context)                                  \
	regions "\t" from "\t" to "\t" context "\tAct\tArticle 1\thttps://x\n"

/* A small dictionary, one file of which is wrong. */
static const struct taxonomy_case {
	const char *file;
	const char *text;
	const char *want; /* the error; NULL: none */
} cases[] = {
	{ "none", "", NULL },
	{ "skills.tsv", "a\tb\tc\n",
	  "skills.tsv line 1: expected 7 columns, found 3" },
	{ "skills.tsv", "# head\n\npytorch\tP\tn\t\tcore\town\tpytorch\n", NULL },
	{ "skills.tsv", SKILLS SKILLS,
	  "skills.tsv line 2: expected a new id, found pytorch again" },
	{ "skills.tsv", "a\tA\tn\t\tcoer\town\ta\n",
	  "skills.tsv line 1: expected one of adjacent ... tool, found "
	  "\"coer\"" },
	{ "skills.tsv", "Py torch\tA\tn\t\tcore\town\ta\n",
	  "skills.tsv line 1: expected an id of a-z, 0-9 and hyphens inside, at "
	  "most 64 bytes, found \"Py torch\"" },
	{ "skills.tsv", "\tA\tn\t\tcore\town\ta\n",
	  "skills.tsv line 1: expected an id of a-z, 0-9 and hyphens inside, at "
	  "most 64 bytes, found \"\"" },
	{ "skills.tsv", "a--b\tA\tn\t\tcore\town\ta\n",
	  "skills.tsv line 1: expected an id of a-z, 0-9 and hyphens inside, at "
	  "most 64 bytes, found \"a--b\"" },
	{ "skills.tsv", SKILLS "a\tA\tn\tpytorch,jax\t\town\ta\n",
	  "skills.tsv: skill a: expected the id of a skill as its parent, found "
	  "jax" },
	{ "skills.tsv", SKILLS "a\tA\tn\ta\t\town\ta\n",
	  "skills.tsv: skill a: expected parents without a cycle, found one at "
	  "or below it" },
	{ "skills.tsv", SKILLS "a\tA\tn\tb\t\town\ta\n"
			       "b\tB\tn\tc,pytorch\t\town\tb\n"
			       "c\tC\tn\ta\t\town\tc\n",
	  "skills.tsv: skill pytorch: expected parents without a cycle, found "
	  "one at or below it" },
	{ "skills.tsv",
	  SKILLS "a\tA\tn\t" NINE_PARENTS "\t\town\ta\n",
	  "skills.tsv: skill a: expected at most 8 parents" },
	{ "skills.tsv", "a\tA\tn\t\t\town\t" LONG_FORM "\n",
	  "skills.tsv line 1: expected a form of 1 to 160 bytes, found 170" },
	{ "skills.tsv", "pytorch\tA\tn\t\tcore\town\t++\n",
	  "skills.tsv line 1: expected a form that begins with a letter or "
	  "digit, found ++" },
	{ "surfaces.tsv", "jax\tmul\tjax\n",
	  "surfaces.tsv line 1: expected the id of a skill, found jax" },
	{ "cues.tsv", "cue\tfun\ten\tx\n",
	  "cues.tsv line 1: expected one of benefit ... you, found "
	  "\"fun\"" },
	{ "weights.tsv", "shape short\t1\t-2\t3\t4\t5\t6\t-700\n", NULL },
	{ "weights.tsv", "shape shrt\t1\t2\t3\t4\t5\t6\t7\n",
	  "weights.tsv line 1: expected a feature, found \"shape shrt\"" },
	{ "weights.tsv", "shape short\t1\t2\t3\t4\t5\t6\t7.5\n",
	  "weights.tsv line 1: expected a weight, found \"7.5\"" },
	{ "weights.tsv", "shape short\t1\t2\t3\t4\t5\t6\t-\n",
	  "weights.tsv line 1: expected a weight, found \"-\"" },
	{ "weights.tsv", "shape short\t1\t2\t3\t4\t5\t6\t32768\n",
	  "weights.tsv line 1: expected a weight, found \"32768\"" },
	{ "weights.tsv", "shape short\t1\n",
	  "weights.tsv line 1: expected 8 columns, found 2" },
	{ "weights.tsv",
	  "m licence\t1\t2\t3\t4\t5\t6\t7\n"
	  "past line duty\t1\t2\t3\t4\t5\t6\t7\n", NULL },
	{ "meanings.tsv", "licence\ten\tlicence*|seat\n"
			  "licence\tde\tLizenz*\n", NULL },
	{ "meanings.tsv", "licence\ten\n",
	  "meanings.tsv line 1: expected 3 columns, found 2" },
	{ "meanings.tsv", "licence\ten\tseat|+\n",
	  "meanings.tsv line 1: expected a form that begins with a letter or "
	  "digit, found +" },
	{ "meanings.tsv", "what-is-paid-for-everybody\ten\tpaid\n",
	  "meanings.tsv line 1: expected at most 128 meanings of at most 24 "
	  "bytes" },
	{ "meanings.tsv", "licence\t"
			  "aa,ab,ac,ad,ae,af,ag,ah,ai,aj,ak,al,am,an,ao,ap,"
			  "aq,ar,as,at,au,av,aw,ax,ay,az,ba,bb,bc,bd,be,bf,"
			  "bg,bh,bi,bj,bk,bl,bm,bn,bo,bp,bq,br,bs,bt,bu,bv,"
			  "bw,bx,by,bz,ca,cb,cc,cd,ce,cf,cg,ch,ci,cj,ck,cl\tseat\n",
	  "meanings.tsv line 1: expected at most 63 languages" },
	{ "titles.tsv", "seniority\tboss\ten\tx\n",
	  "titles.tsv line 1: expected one of intern ... executive, found "
	  "\"boss\"" },
	{ "traps.tsv", "hole\t\ten\tx\n",
	  "traps.tsv line 1: expected one of ad ... with, found \"hole\"" },
	{ "traps.tsv", "trade\tpytorch|jax\tmul\tnanny\n",
	  "traps.tsv line 1: expected the id of a skill, found \"jax\"" },
	{ "traps.tsv", "trade\tpytorch\tmul\t+\n",
	  "traps.tsv line 1: expected a form that begins with a letter or "
	  "digit, found +" },
	{ "rule_events.tsv", "", NULL },
	{ "rule_events.tsv", RULE("DE,FR", "2026-06-07", "", "pay"), NULL },
	{ "rule_events.tsv", RULE("world", "2020-01-01", "2021-01-01", "duty"),
	  NULL },
	{ "rule_events.tsv", "DE\t2026-06-07\n",
	  "rule_events.tsv line 1: expected 7 columns, found 2" },
	{ "rule_events.tsv", RULE("Ontario", "2026-01-01", "", "hiring"),
	  "rule_events.tsv line 1: expected an ISO 3166 code or world, found "
	  "\"Ontario\"" },
	{ "rule_events.tsv", RULE("DE,", "2026-01-01", "", "hiring"), NULL },
	{ "rule_events.tsv", RULE("DE,,FR", "2026-01-01", "", "hiring"),
	  "rule_events.tsv line 1: expected an ISO 3166 code or world, found "
	  "\"\"" },
	{ "rule_events.tsv", RULE("DE", "2026-02-30", "", "hiring"),
	  "rule_events.tsv line 1: expected a day such as 2026-01-31, found "
	  "\"2026-02-30\"" },
	{ "rule_events.tsv", RULE("DE", "1.2.2026", "", "hiring"),
	  "rule_events.tsv line 1: expected a day such as 2026-01-31, found "
	  "\"1.2.2026\"" },
	{ "rule_events.tsv", RULE("DE", "2026-01-01", "soon", "hiring"),
	  "rule_events.tsv line 1: expected a day such as 2026-01-31 or "
	  "nothing, found \"soon\"" },
	{ "rule_events.tsv", RULE("DE", "2026-01-01", "2025-01-01", "hiring"),
	  "rule_events.tsv line 1: expected a last day that follows the "
	  "first, found \"2025-01-01\"" },
	{ "rule_events.tsv", RULE("DE", "2026-01-01", "", "notice"),
	  "rule_events.tsv line 1: expected one of benefit ... requirement, "
	  "or pay, found \"notice\"" },
	{ "rule_events.tsv", "DE\t2026-01-01\t\tpay\t \tAct 1\thttps://x\n",
	  "rule_events.tsv line 1: expected the name of a rule, found \" \"" },
	{ "rule_events.tsv", "DE\t2026-01-01\t\tpay\tAct\t\thttps://x\n",
	  "rule_events.tsv line 1: expected a law and its article, found "
	  "\"\"" },
	{ "rule_events.tsv", "DE\t2026-01-01\t\tpay\tAct\tArt. 1\tx.de\n",
	  "rule_events.tsv line 1: expected an address with https://, found "
	  "\"x.de\"" },
	{ "rule_events.tsv", RULE("DE", "2026-01-01", "", "pay")
			     RULE("FR,DE", "2026-01-01", "", "pay"),
	  "rule_events.tsv line 2: expected a rule that is new in its region, "
	  "found \"DE\"" },
	{ "definitions.tsv", "x\t1\tfoo.bar\tX\n",
	  "definitions.tsv line 1: rule: expected a scope and a trait or "
	  "list, found \"\"" },
	{ "definitions.tsv", "x\t1\tany.acme\tX\n",
	  "definitions.tsv line 1: rule: expected a scope and a trait or "
	  "list, found \"\"" },
	{ "published.tsv", "acme\tReport 2024\tpytorch\n", NULL },
	{ "published.tsv", "acme\tReport 2024\n",
	  "published.tsv line 1: expected 3 columns, found 2" },
	{ "published.tsv", "acme\tReport 2024\tpytorch|pytorsh\n",
	  "published.tsv line 1: expected a skill of skills.tsv, found "
	  "pytorsh" },
	{ "published.tsv", "acme\tReport 2024\t\n",
	  "published.tsv line 1: expected a skill of skills.tsv, found " },
	{ "published.tsv", "acme\t\tpytorch\n",
	  "published.tsv line 1: expected where it was published, found " },
	{ "published.tsv", "acme\tA\tpytorch\nacme\tB\tpytorch\n",
	  "published.tsv line 2: expected a new id, found acme" },
};

static struct taxonomy *make(const char *name, const char *text,
			     struct error *err)
{
	struct taxonomy_file files[] = {
		{ "VERSION", SPAN("2026-01-02\n") },
		{ "rule_events.tsv", SPAN("") },
		{ "cues.tsv", SPAN(CUES) },
		{ "definitions.tsv", SPAN(RULES) },
		{ "meanings.tsv", SPAN("") },
		{ "published.tsv", SPAN("") },
		{ "skills.tsv", SPAN(SKILLS) },
		{ "surfaces.tsv", SPAN(SURFACES) },
		{ "titles.tsv", SPAN(TITLES) },
		{ "traps.tsv", SPAN(TRAPS) },
		{ "weights.tsv", SPAN("") },
	};

	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		if (!strcmp(files[i].name, name))
			files[i].text = span_of(text);
	}
	return taxonomy_new(files, ARRAY_LEN(files), err);
}

static void a_table_is_read_or_refused(void **state)
{
	const struct taxonomy_case *c = *state;
	struct error                err = ERROR_INIT;
	struct taxonomy            *t = make(c->file, c->text, &err);

	assert_string_equal(err.text, c->want ? c->want : "");
	assert_true(!t == !!c->want);
	taxonomy_free(t);
}

static void a_missing_file_is_named(void **state)
{
	struct taxonomy_file file = { "VERSION", SPAN("2026-01-02") };
	struct error         err = ERROR_INIT;

	(void)state;
	assert_null(taxonomy_new(&file, 1, &err));
	assert_string_equal(err.text, "taxonomy: expected cues.tsv, found no "
				      "such file");
}

static void the_version_changes_with_every_byte(void **state)
{
	struct taxonomy *a = make("", "", NULL);
	struct taxonomy *b = make("traps.tsv", "phrase\t\ten\tpay cheque\n",
				  NULL);

	(void)state;
	assert_memory_equal(taxonomy_version(a), "2026-01-02+", 11);
	assert_string_not_equal(taxonomy_version(a), taxonomy_version(b));
	taxonomy_free(b);
	taxonomy_free(a);
}

/* A law that comes into force makes nobody read all ads again. */
static void the_register_is_no_part_of_the_version(void **state)
{
	struct taxonomy *a = make("", "", NULL);
	struct taxonomy *b = make("rule_events.tsv",
				  RULE("DE", "2026-01-01", "", "pay"), NULL);

	(void)state;
	assert_string_equal(taxonomy_version(a), taxonomy_version(b));
	taxonomy_free(b);
	taxonomy_free(a);
}

static void the_shipped_register_names_known_laws(void **state)
{
	static const struct {
		const char *region, *from, *context;
	} want[] = {
		{ "CA-ON", "2026-01-01", "hiring" },
		{ "US-CO", "2021-01-01", "pay" },
		{ "US-IL", "2020-01-01", "hiring" },
		{ "US-NY", "2023-07-05", "hiring" },
		{ "DE", "2026-06-07", "pay" },
		{ "CN", "2025-09-01", "hiring" },
	};
	struct taxonomy               *t = fixture_taxonomy();
	size_t                         n, found = 0;
	const struct rule_event_entry *all = taxonomy_rule_events(t, &n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < ARRAY_LEN(want); k++)
			found += !strcmp(all[i].region, want[k].region) &&
				 !strcmp(all[i].from, want[k].from) &&
				 !strcmp(all[i].context, want[k].context);
	}
	assert_int_equal(found, ARRAY_LEN(want));
	taxonomy_free(t);
}

static void the_shipped_tables_are_as_promised(void **state)
{
	static const char *const ids[] = {
		"title",      "one-skill", "two-skills", "core-role",
		"generative", "builder",   "user",	 "no-gig",
		"hiringlab",  "lightcast", "acemoglu",	 "oecd",
		"umd-linkup", "linkedin-engineering", "linkedin-literacy",
	};
	struct taxonomy               *t = fixture_taxonomy();
	size_t                         n_skills, n_definitions, bytes = 0;
	const struct definition_entry *d;

	(void)state;
	taxonomy_skills(t, &n_skills);
	d = taxonomy_definitions(t, &n_definitions);
	assert_true(n_skills >= 600);
	assert_int_equal(n_definitions, ARRAY_LEN(ids));
	for (size_t i = 0; i < n_definitions; i++)
		assert_string_equal(d[i].id, ids[i]);
	for (size_t i = 0; i < N_FORM_TABLES; i++)
		bytes += automaton_bytes(t->automata[i]);
	assert_true(automaton_forms(t->automata[FORMS_SKILL]) >= 3000);
	assert_true(bytes <= 8u << 20);
	assert_true(taxonomy_skill_index(t, SPAN("pytorch")) >= 0);
	assert_true(taxonomy_skill_index(t, SPAN("fine-tuning")) >= 0);
	assert_true(taxonomy_skill_index(t, SPAN("large-language-models")) >= 0);
	taxonomy_free(t);
}

/* Forms of skills: what "|" parts, plurals not counted. */
static size_t forms_in(const struct taxonomy *t, const char *language)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_patterns; i++) {
		const struct pattern *p = &t->patterns[i];

		n += p->kind == PATTERN_SKILL &&
		     (!language ||
		      (strcmp(pattern_languages(t, p), "mul") != 0 &&
		       is_spoken_in(t, p->spoken,
				    spoken_bits(&t->spoken, language))));
	}
	return n;
}

/* English ones, and names that are the same everywhere, are in skills.tsv. */
static void skills_have_words_in_every_language(void **state)
{
	static const struct {
		const char *code;
		size_t      least;
	} languages[] = {
		{ "zh", 800 }, { "ko", 600 }, { "de", 600 }, { "fr", 600 },
		{ "ja", 500 }, { "es", 500 }, { "it", 400 }, { "pt", 400 },
		{ "pl", 400 }, { "nl", 300 }, { "fi", 300 }, { "sv", 300 },
		{ "cs", 250 }, { "no", 250 }, { "da", 250 }, { "ru", 150 },
	};
	struct taxonomy *t = fixture_taxonomy();
	size_t           all = forms_in(t, NULL);

	(void)state;
	print_message("%zu skills, %zu forms\n", t->n_skills, all);
	assert_true(all >= 10000);
	for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
		size_t n = forms_in(t, languages[i].code);

		print_message("  %s %zu\n", languages[i].code, n);
		assert_true(n >= languages[i].least);
	}
	taxonomy_free(t);
}

static void every_skill_says_where_it_comes_from(void **state)
{
	static const char *const known[] = {
		"aalto",     "ads",      "code",  "hiring-lab", "jiqizhixin",
		"jobtech",   "lightcast", "linkedin", "literature", "maker",
		"own",	     "standard", "upwork",
	};
	struct taxonomy *t = fixture_taxonomy();

	(void)state;
	for (size_t i = 0; i < t->n_skills; i++) {
		struct span list = span_of(t->skills[i].source);

		assert_true(list.len > 0);
		while (list.len > 0) {
			struct span one = tsv_word(&list, ',');
			bool        is_known = false;

			for (size_t k = 0; k < ARRAY_LEN(known); k++)
				is_known |= span_is(one, known[k]);
			if (!is_known)
				fail_msg("%s: source %.*s", t->skills[i].id,
					 (int)one.len, one.ptr);
		}
	}
	taxonomy_free(t);
}

/* What the source states and what was found, each key once. */
static void facts_are_written_as_promised(void **state)
{
	struct taxonomy *t = make("", "", NULL);
	struct ad        ad = { .native_id = SPAN("1"),
				.title = SPAN("Clerk"),
				.language = SPAN("x"),
				.description = SPAN("Experience with PyTorch") };
	struct arena     arena = ARENA_INIT;
	struct facts     facts;
	struct buf       out = BUF_INIT;

	(void)state;
	enrich_ad(t, &ad, &arena, &facts);
	memcpy(facts.language, "en", 3);
	facts.fingerprint = 0xAB;
	facts.industry = 'J';
	facts.employer_key = SPAN("acme");
	facts.remote = REMOTE_HYBRID;

	buf_add_char(&out, '{');
	enriched_write_json(t, &ad, &facts, &out);
	buf_add_char(&out, '}');

	assert_string_equal(
		out.ptr,
		"{\"native_id\":\"1\",\"title\":\"Clerk\",\"remote\":\"hybrid\","
		"\"description\":\"Experience with PyTorch\",\"language\":\"en\","
		"\"ai\":{\"one-skill\":true},\"industry\":\"J\","
		"\"mentions\":[{\"skill\":\"pytorch\",\"surface\":\"PyTorch\","
		"\"field\":\"description\",\"start\":16,\"end\":23,"
		"\"context\":\"requirement\"}],\"skills\":[\"pytorch\"],"
		"\"regions\":[],\"employer_key\":\"acme\","
		"\"fingerprint\":\"00000000000000ab\"}");
	buf_deinit(&out);
	arena_deinit(&arena);
	taxonomy_free(t);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 8] = { 0 };
	size_t            n = ARRAY_LEN(cases);

	for (size_t i = 0; i < n; i++) {
		tests[i].name = cases[i].file;
		tests[i].test_func = a_table_is_read_or_refused;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(a_missing_file_is_named);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		the_version_changes_with_every_byte);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		the_register_is_no_part_of_the_version);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		the_shipped_register_names_known_laws);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		the_shipped_tables_are_as_promised);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		skills_have_words_in_every_language);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		every_skill_says_where_it_comes_from);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		facts_are_written_as_promised);
	return cmocka_run_group_tests_name("taxonomy", tests, NULL, NULL);
}
