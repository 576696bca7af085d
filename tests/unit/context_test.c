#include "enrich/enrich.h"

#include "base/buf.h"
#include "enrich/context_beside.h"
#include "tests/support/taxonomy_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* Lines of no matter, so that an ad is not a short one. */
#define PAST                                                                  \
	"The hall stands by the river and is heated in winter. There is a "   \
	"yard behind it with four old trees. Buses stop at the gate every "   \
	"ten minutes, and the town is a quarter of an hour away on foot. "    \
	"Many came here from other trades and have stayed for a long time, " \
	"as they tell everybody who asks.\n"

static struct taxonomy *taxonomy;

/* want: the context of each mention of the description, in order. */
static const struct context_case {
	const char *name;
	const char *description;
	const char *want;
} cases[] = {
	/* lines that look like a heading */
	{ "a heading that says nothing known ends what stood above",
	  "Requirements\n- Excel\n\nWhat our fellows found\n"
	  "- Our chatbot lies to bakers about their bread\n" PAST PAST PAST,
	  "product" },
	{ "a line that asks opens what is wanted",
	  "Past projects\n- A bread oven\n\n"
	  "You'd be an especially good fit for this group if you:\n"
	  "- Speak of chatbots at dinner", "requirement" },
	{ "a list without bullets has no headings",
	  "Requirements\nA driving licence\nPyTorch\nPatience",
	  "requirement" },
	{ "a list that has lost its lines",
	  "Qualifications * Four years of baking * Proven ability to ship "
	  "chatbots * Sound grasp of PyTorch", "requirement requirement" },
	{ "two of them", "What we do. Tasks * Teach chatbots to bake * Clean "
	  "up Requirements * Patience * PyTorch", "duty requirement" },
	{ "stars that multiply", "You know how 2*3 chatbots work in rows of 2 "
	  "by 3.", "requirement" },
	{ "a thing is responsible", "Our platform is responsible for the "
	  "recipes that become knowledge graphs.", "product" },
	/* no heading: the sentence decides */
	{ "you build", "You build chatbots for a chain of bakeries.", "duty" },
	{ "an order", "Build chatbots for bakeries.", "duty" },
	{ "what the person knows", "You know PyTorch well.", "requirement" },
	{ "what is needed", "We need PyTorch.", "requirement" },
	{ "names behind commas", "C++, PyTorch, TensorFlow.",
	  "requirement requirement" },
	{ "a dash is a bullet", "\xE2\x80\x93 Works council\n\xE2\x80\x93 PyTorch",
	  "requirement" },
	{ "the last word decides", "- PyTorch 개발 경험", "requirement" },
	{ "a free course", "Free course in machine learning for everyone.",
	  "benefit" },
	{ "we do", "Since 2015 we have bet on machine learning.", "company" },
	{ "our till", "Our till knows fruit by computer vision.", "product" },
	{ "a longer form of two tables",
	  "Vi erbjuder kurser i AI.", "benefit" },
	{ "an account", "Everyone has an account for ChatGPT.", "benefit" },
	{ "without help", "The case is to be solved without ChatGPT.",
	  "prohibition" },
	{ "with whose money",
	  "With money from the state we have taught machine learning to "
	  "beekeepers since 2015.",
	  "company" },
	{ "names behind semicolons", "C++; PyTorch; Linux.", "requirement" },
	{ "after a semicolon", "A doctorate in physics; PyTorch.",
	  "requirement" },
	{ "our product begins the sentence",
	  "Our oven uses machine learning to bake.", "product" },
	{ "it stands in a duty",
	  "You'll look after our chatbot day by day.", "duty" },
	{ "our hospital", "Our hospital was proud to try out machine learning.",
	  "company" },
	{ "first what is done, then what is wanted",
	  "- Pictures with Midjourney\n- Experience in print", "duty" },
	{ "and the other way round",
	  "- Experience in print\n- Midjourney", "requirement" },
	{ "the sentence before speaks for one without cues",
	  "You know Linux well. PyTorch as the years went by, who can say.",
	  "requirement" },
	{ "who begins the sentence, also in a longer form",
	  "We are a family firm and prototype bridges with machine learning.",
	  "company" },
	{ "the line that leads in speaks for its bullets",
	  "Here is what you get every year\n- A bike\n- Machine learning",
	  "benefit" },
	{ "the bullet before speaks for one without cues",
	  "- You build pipelines\n- Checks of machine learning models",
	  "duty" },
	/* what does something is made by the employer; what stands at the end
	 * of a sentence is not */
	{ "it decides",
	  "In our hall machine learning decides which shelf a shoe goes to.\n"
	  PAST "You pack shoes.", "product" },
	{ "a short ad begins with a task",
	  "Nightly checks of machine learning models.\nYou pack shoes.",
	  "duty" },
	/* no cue: hints, beginnings and ends are weighed */
	{ "somebody watches", "Nights only.\nA camera with AI watches the beds.",
	  "product" },
	{ "and in Polish", "Noce.\nNad salą czuwa kamera z AI.", "product" },
	{ "not to be sent", "Copy and headlines.\nSamples that ChatGPT wrote are "
	  "thrown out.", "prohibition" },
	{ "years of it", "Tests and reviews.\nFour years of PyTorch.",
	  "requirement" },
	{ "bold letters are no bullet",
	  "**What you bring**\n- Machine learning models", "requirement" },
	{ "people decide the rest in the first line",
	  "Every night AI finds the best route for 300 vans on the "
	  "island; people decide the rest.\n" PAST "You drive.", "product" },
	{ "we do not use", "Two people meet you. We do not use AI scoring.",
	  "hiring" },
	{ "you do not use", "Do not use AI.", "prohibition" },
	{ "Dutch, we do not use", "Wij gebruiken geen AI bij sollicitaties.",
	  "hiring" },
	{ "French, we do not use", "Nous n'utilisons pas d'IA pour choisir.",
	  "hiring" },
	{ "a course of the employer",
	  "Une cantine.\nChacun suit notre cours de machine learning.",
	  "benefit" },
	/* headings */
	{ "the text on its line alone",
	  "Skills: patience and a licence to drive.\n"
	  "Bring order to the pictures that PyTorch is fed with.", "duty" },
	{ "the text on its line, and a list",
	  "Skills: what we count on every day is\n- PyTorch", "requirement" },
	{ "the sentence before in a duty",
	  "Tasks\nWe look for students with a degree. PyTorch is on the wall.",
	  "requirement" },
	{ "who fits, Spanish", "Encajas si:\n- PyTorch a diario\n", "requirement" },
	{ "a label is no subject",
	  "Training: every technician takes our machine learning course.",
	  "benefit" },
	{ "what the employer gives",
	  "The institute gives each a share of its machine learning servers.",
	  "benefit" },
	{ "a short line that tells",
	  "En 200 tiendas, un modelo de lenguaje lee recetas.\n"
	  PAST "Un equipo.", "product" },
	{ "tasks below the story",
	  "About us\nWe mine copper.\n- Roll out our AI policy", "duty" },
	{ "in capitals", "REQUIREMENTS\nPyTorch", "requirement" },
	{ "in stars", "**What you will do**\n- Train neural networks", "duty" },
	{ "in hashes", "## Nice to have\n- PyTorch", "requirement" },
	{ "after a sign", "\xF0\x9F\x9A\x80 Your role\n- Train neural networks",
	  "duty" },
	{ "in the line", "Skills: PyTorch, Excel", "requirement" },
	{ "in brackets", "【歓迎条件】\n・PyTorch", "requirement" },
	{ "in square brackets", "[주요업무]\n- 챗봇 개발\n- 보고서 작성", "duty" },
	{ "numbered", "岗位职责：\n1、训练神经网络\n任职要求：\n1、PyTorch",
	  "duty requirement" },
	{ "the next line's heading speaks for itself",
	  "Benefits\n- GitHub Copilot\nHiring process\nTwo talks.", "benefit" },
	{ "a sentence is no heading",
	  "Perks\n- Lunch\n- You will have ChatGPT at hand", "benefit" },
	/* not asked for */
	{ "no experience needed", "No experience with AI needed.", "company" },
	{ "not required",
	  "Requirements\n- Knowledge of machine learning is not required",
	  "company" },
	{ "another thing is not required",
	  "Requirements\n- A PhD is not required, PyTorch is", "requirement" },
	{ "a plus that is not required",
	  "Requirements\n- Knowledge of machine learning is a plus but not "
	  "required",
	  "requirement" },
	{ "a plus that is not required, Swedish",
	  "Erfarenhet av maskininlärning är meriterande men inget krav",
	  "requirement" },
	{ "not required, German", "Kenntnisse in KI sind nicht erforderlich.",
	  "company" },
	{ "not required, Chinese", "任职要求：\n1、无需人工智能经验", "company" },
	{ "not required, Japanese", "応募資格\n・AIの知識は不要です", "company" },
	/* hiring */
	{ "who reads", "We read each application ourselves, without AI.",
	  "hiring" },
	{ "who listens", "Interviews are transcribed by AI.", "hiring" },
	{ "whose text is read",
	  "Applications written with ChatGPT will not be read.",
	  "prohibition" },
	{ "software for recruiters is work",
	  "Responsibilities\n- Build machine learning models that rank "
	  "candidates", "duty" },
	{ "German notice", "Gespräche werden von einer KI protokolliert.",
	  "hiring" },
	{ "French ban", "Les lettres écrites par ChatGPT seront écartées.",
	  "prohibition" },
	{ "Spanish ban", "No se aceptan cartas generadas con ChatGPT.",
	  "prohibition" },
	{ "Italian ban", "Non accettiamo testi scritti con ChatGPT.",
	  "prohibition" },
	{ "Portuguese ban", "Não aceitamos cartas escritas por ChatGPT.",
	  "prohibition" },
	{ "Dutch ban", "Brieven van ChatGPT lezen we niet.", "prohibition" },
	{ "Swedish ban", "Brev skrivna av ChatGPT läses inte.", "prohibition" },
	{ "Danish ban", "Breve fra ChatGPT læses ikke.", "prohibition" },
	{ "Finnish ban", "ChatGPT:llä tehtyjä kirjeitä ei lueta.",
	  "prohibition" },
	{ "Polish ban", "Listów z ChatGPT nie czytamy.", "prohibition" },
	{ "Korean ban", "ChatGPT로 작성한 자기소개서는 받지 않습니다.",
	  "prohibition" },
	{ "Japanese ban", "ChatGPTの使用はお控えください。", "prohibition" },
	/* products and duties in other languages */
	{ "German product", "Unsere Software nutzt Computer Vision.", "product" },
	{ "French product", "Notre logiciel utilise le deep learning.",
	  "product" },
	{ "Dutch product", "Onze software gebruikt deep learning.", "product" },
	{ "Swedish product", "Vår app använder deep learning.", "product" },
	{ "Danish product", "Vores app bruger deep learning.", "product" },
	{ "Polish product", "Nasza aplikacja korzysta z deep learning.",
	  "product" },
	{ "Korean product", "당사 제품은 딥러닝을 사용합니다.", "product" },
	{ "Chinese product", "我们的软件使用深度学习。", "product" },
	{ "German duty", "Sie betreuen unsere Kunden und deren Chatbots.",
	  "duty" },
	{ "Japanese wish after a duty", "PyTorchの実装経験を歓迎します。",
	  "requirement" },
	/* broken and hostile */
	{ "nothing but a heading", "Requirements", "" },
	{ "a heading at the very end", "PyTorch\nRequirements:", "requirement" },
	{ "signs alone before it", "\xE2\x80\xA2\xE2\x80\xA2 \xF0\x9F PyTorch",
	  "requirement" },
	{ "broken bytes around it", "\xE3\x80 Requirements\xEF\xBC\n- PyTorch\xE3",
	  "requirement" },
	{ "headings without end", "Requirements: Requirements: Duties: Duties: "
				  "PyTorch", "requirement" },
};

static void a_sentence_has_contexts(void **state)
{
	const struct context_case *c = *state;
	struct ad     ad = { .title = SPAN("Employee"),
			     .description = span_of(c->description) };
	struct arena  arena = ARENA_INIT;
	struct buf    got = BUF_INIT;
	struct facts  f;

	enrich_ad(taxonomy, &ad, &arena, &f);

	buf_add_text(&got, "");
	for (size_t i = 0; i < f.n_mentions; i++)
		buf_printf(&got, "%s%s", i ? " " : "",
			   mention_context_name(f.mentions[i].context));
	assert_string_equal(got.ptr ? got.ptr : "", c->want);
	buf_deinit(&got);
	arena_deinit(&arena);
}

/* A line of megabytes full of mentions and cues takes no square of its time. */
static void a_line_without_end_is_bounded(void **state)
{
	static const char unit[] = "experience with PyTorch not required ";
	struct arena arena = ARENA_INIT;
	struct buf   text = BUF_INIT;
	struct facts f;
	struct ad    ad = { .title = SPAN("Employee") };

	(void)state;
	while (text.len < 4 * 1024 * 1024)
		buf_add(&text, unit, sizeof(unit) - 1);
	ad.description = buf_span(&text);

	enrich_ad(taxonomy, &ad, &arena, &f);

	assert_int_equal(f.n_mentions, 4000);
	assert_int_equal(f.mentions[0].context, CONTEXT_COMPANY);
	arena_deinit(&arena);
	buf_deinit(&text);
}

/* Sums in hundredths of a nat: 41 is half as likely again, 110 three times. */
static const struct sum_case {
	const char *name;
	int         requirement, duty, product, company;
	bool        is_clear;
} sum_cases[] = {
	{ "one alone", 0, 0, 2900, 0, true },
	{ "what is asked for needs no more", 6000, 5999, 5999, 5998, true },
	{ "twice as likely as one other", 4000, 0, 4069, 0, true },
	{ "twice as likely as each of two", 4000, 4000, 4069, 0, false },
	{ "four times as likely as each of two", 4000, 4000, 4139, 0, true },
	{ "three against two", 0, 0, 4042, 4000, true },
	{ "not quite three against two", 0, 0, 4038, 4000, false },
	{ "of the company, nearly even", 0, 0, 4000, 4010, false },
	{ "far behind count for nothing", -5000000, 0, 5000000, 0, true },
};

static void sums_are_clear_or_not(void **state)
{
	const struct sum_case *c = *state;
	const struct context_word_weights
		*none[2 * 4 * N_MENTION_CONTEXTS] = { NULL };
	const struct taxonomy     bare = { .beside_weights = none };
	const struct context_view view = {
		.sums = { [CONTEXT_REQUIREMENT] = c->requirement,
			  [CONTEXT_DUTY] = c->duty,
			  [CONTEXT_PRODUCT] = c->product,
			  [CONTEXT_COMPANY] = c->company,
			  [CONTEXT_HIRING] = -9999,
			  [CONTEXT_BENEFIT] = -9999,
			  [CONTEXT_PROHIBITION] = -9999 },
		.context = CONTEXT_BENEFIT,
	};
	enum mention_context got;

	assert_int_equal(context_beside(&bare, &view, 1, 0, &got), c->is_clear);
	assert_int_equal(got, c->requirement > c->product ? CONTEXT_REQUIREMENT
			      : c->company > c->product	  ? CONTEXT_COMPANY
							  : CONTEXT_PRODUCT);
}

/* In a short text what rules say is weighed against little. */
static void rules_make_a_short_text_clear(void **state)
{
	const struct context_word_weights
		*none[2 * 4 * N_MENTION_CONTEXTS] = { NULL };
	const struct taxonomy bare = { .beside_weights = none };
	struct context_view   view = {
		  .sums = { [CONTEXT_PRODUCT] = 110, [CONTEXT_COMPANY] = 100 },
		  .context = CONTEXT_PRODUCT,
		  .ruled = CONTEXT_PRODUCT,
		  .is_short = true,
	};
	enum mention_context got;

	(void)state;
	assert_true(context_beside(&bare, &view, 1, 0, &got));
	view.is_short = false;
	assert_false(context_beside(&bare, &view, 1, 0, &got));
	view.is_short = true;
	view.ruled = CONTEXT_COMPANY;
	assert_false(context_beside(&bare, &view, 1, 0, &got));
	assert_int_equal(got, CONTEXT_PRODUCT);
}

/* What a rule has settled needs no sums. */
static void settled_is_clear(void **state)
{
	const struct context_view view = { .context = CONTEXT_COMPANY,
					   .is_settled = true };
	enum mention_context      got;

	(void)state;
	assert_true(context_beside(taxonomy, &view, 1, 0, &got));
	assert_int_equal(got, CONTEXT_COMPANY);
}

static int load(void **state)
{
	(void)state;
	taxonomy = fixture_taxonomy();
	return 0;
}

static int unload(void **state)
{
	(void)state;
	taxonomy_free(taxonomy);
	return 0;
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + ARRAY_LEN(sum_cases) + 3] = {
		0
	};
	size_t            n = ARRAY_LEN(cases);

	for (size_t i = 0; i < n; i++)
		tests[i] = (struct CMUnitTest){
			.name = cases[i].name,
			.test_func = a_sentence_has_contexts,
			.initial_state = (void *)&cases[i],
		};
	for (size_t i = 0; i < ARRAY_LEN(sum_cases); i++)
		tests[n++] = (struct CMUnitTest){
			.name = sum_cases[i].name,
			.test_func = sums_are_clear_or_not,
			.initial_state = (void *)&sum_cases[i],
		};
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(settled_is_clear);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		rules_make_a_short_text_clear);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		a_line_without_end_is_bounded);
	return cmocka_run_group_tests_name("context", tests, load, unload);
}
