#include "enrich/enrich.h"

#include "tests/support/taxonomy_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct taxonomy *taxonomy;

enum kind { NEITHER, CORE, GIG };

static const struct role_case {
	const char *title;
	enum kind   want;
	const char *family;    /* NULL: any */
	const char *seniority; /* NULL: none */
} cases[] = {
	{ "Machine Learning Engineer", CORE, "machine-learning-engineer", NULL },
	{ "Senior Data Scientist, Payments", CORE, "data-scientist", "senior" },
	{ "Marketing Data Scientist", CORE, "data-scientist", NULL },
	{ "Backend Engineer - ML Platform", CORE, "machine-learning-engineer",
	  NULL },
	{ "Software Engineer II (Backend AI)", CORE, "ai-engineer", NULL },
	{ "Staff Engineer, LLM Inference", CORE, "gpu-inference-infrastructure",
	  "lead" },
	{ "GPU Cluster Engineer", CORE, "gpu-inference-infrastructure", NULL },
	{ "Senior Data Engineer, AI", CORE, "data-engineering-for-ai",
	  "senior" },
	{ "大模型微调工程师", CORE, "fine-tuning", NULL },
	{ "Programista agentów AI", CORE, "ai-agent-engineer", NULL },
	{ "Forskare inom maskininlärning", CORE, "research-scientist", NULL },
	{ "Group Product Manager, Generative AI", CORE, "ai-product", NULL },
	{ "Product Manager, Payments", NEITHER, "product-manager", NULL },
	{ "Referent KI-Governance", CORE, "ai-governance", NULL },
	{ "Corporate Governance Manager", NEITHER, "legal", "manager" },
	{ "Werkstudent Künstliche Intelligenz", CORE, "ai-engineer", "intern" },
	{ "Marketing Intern, AI", NEITHER, "marketing", "intern" },
	{ "Chef for kunstig intelligens", CORE, "ai-leader", "manager" },
	{ "Vertriebsleiter KI-Lösungen", NEITHER, "sales", "manager" },
	{ "수석 딥러닝 연구원", CORE, "research-scientist", "lead" },
	{ "Engineering Manager, Recommendations ML", CORE,
	  "machine-learning-engineer", "manager" },
	{ "Computer Vision Intern", CORE, "computer-vision-engineer",
	  "intern" },
	{ "Data Scientist for Marketing", CORE, "data-scientist", NULL },
	{ "Head of AI", CORE, "ai-leader", "manager" },
	{ "Registered Nurse - ICU", NEITHER, "healthcare", NULL },
	{ "Médecin généraliste", NEITHER, "healthcare", NULL },
	{ "Curriculum Developer", NEITHER, "education", NULL },
	{ "Partner Development Representative", NEITHER, "sales", NULL },
	{ "Professional Development and Training Intern", NEITHER,
	  "human-resources", "intern" },
	{ "Rédacteur en matière juridique et fiscal", NEITHER, "legal", NULL },
	{ "Analyst, Licensing Finance - FP&A", NEITHER, "finance", NULL },
	{ "Business Analyst, Tax", NEITHER, "data-analyst", NULL },
	{ "产品质量技术负责人", NEITHER, "operations", NULL },
	{ "Technology and Communications Sector Leader", NEITHER, "consultant",
	  NULL },
	{ "Fellows Program", NEITHER, NULL, NULL },
	{ "Ingeniero de aprendizaje automático semi senior", CORE,
	  "machine-learning-engineer", "mid" },
	{ "Chercheur en apprentissage automatique", CORE,
	  "research-scientist", NULL },
	{ "Leitender Data Scientist", CORE, "data-scientist", "lead" },
	{ "Jeune diplômé ingénieur IA", CORE, "ai-engineer", "junior" },
	{ "AI-chef", CORE, "ai-leader", "manager" },
	{ "Seniorutvikler KI", CORE, "ai-engineer", "senior" },
	{ "Sommerstudent maskinlæring", CORE, "machine-learning-engineer",
	  "intern" },
	{ "Ph.d.-studerende i computer vision", CORE,
	  "computer-vision-engineer", NULL },
	{ "Djupinlärningsingenjör", CORE, "machine-learning-engineer", NULL },
	{ "Tekoälyharjoittelija", CORE, "ai-engineer", "intern" },
	{ "Tekoälyjohtaja", CORE, "ai-leader", "executive" },
	{ "Johtava data scientist", CORE, "data-scientist", "lead" },
	{ "Konenäköinsinööri", CORE, "computer-vision-engineer", NULL },
	{ "Wiodący data scientist", CORE, "data-scientist", "lead" },
	{ "Doktorant - głębokie uczenie", CORE, "machine-learning-engineer",
	  NULL },
	{ "リードデータサイエンティスト", CORE, "data-scientist", "lead" },
	{ "副总裁（人工智能）", CORE, "ai-leader", "executive" },
	{ "Country Lead", NEITHER, NULL, "lead" },
	{ "Team Lead (m/f/d)", NEITHER, NULL, "lead" },
	{ "CTO", NEITHER, "engineering-manager", "executive" },
	{ "技术总监", NEITHER, "engineering-manager", "executive" },
	{ "VP of Machine Learning", CORE, "ai-leader", "executive" },
	{ "Perception Engineer", CORE, "computer-vision-engineer", NULL },
	{ "Robotics Engineer", CORE, "robotics-engineer", NULL },
	{ "AI Research Intern, Engineering", CORE,
	  "research-scientist", "intern" },
	{ "KI-Entwicklerin (m/w/d)", CORE, "ai-engineer", NULL },
	{ "Ingénieure IA générative", CORE, "ai-engineer", NULL },
	{ "Científico de datos", CORE, "data-scientist", NULL },
	{ "Engenheiro de Machine Learning Sênior", CORE,
	  "machine-learning-engineer", "senior" },
	{ "Ingegnere visione artificiale", CORE, "computer-vision-engineer",
	  NULL },
	{ "Koneoppimisinsinööri", CORE, "machine-learning-engineer", NULL },
	{ "Inżynier uczenia maszynowego", CORE, "machine-learning-engineer",
	  NULL },
	{ "Специалист по машинному обучению", CORE,
	  "machine-learning-engineer", NULL },
	{ "高级自然语言处理算法工程师", CORE, "nlp-engineer", "senior" },
	{ "大模型算法工程师", CORE, "ai-engineer", NULL },
	{ "機械学習エンジニア", CORE, "machine-learning-engineer", NULL },
	{ "시니어 AI 엔지니어", CORE, "ai-engineer", "senior" },

	{ "Professor of Artificial Intelligence", CORE, "research-scientist",
	  NULL },
	{ "Assistant Professor, History", NEITHER, "education", NULL },
	{ "CUDA Performance Engineer", CORE, "gpu-inference-infrastructure",
	  NULL },
	{ "LLM Evaluation Specialist", CORE, "ai-engineer", NULL },
	{ "Evaluation Specialist, Rural Health", NEITHER, NULL, NULL },
	{ "Director, AI/AN Programs", NEITHER, NULL, "executive" },
	{ "AI/AN Health Coordinator", NEITHER, "operations", "manager" },
	{ "Air Traffic Controller", NEITHER, "operations", NULL },

	{ "Backend Engineer", NEITHER, "software-engineer", NULL },
	{ "Senior Engineer, Backend Development", NEITHER, "software-engineer",
	  "senior" },
	{ "Mechanical Design Engineer", NEITHER, "engineer", NULL },
	{ "Entwicklungsingenieur Elektronik", NEITHER, "engineer", NULL },
	{ "机械工程师", NEITHER, "engineer", NULL },
	{ "软件工程师", NEITHER, "software-engineer", NULL },
	{ "Real Estate Developer", NEITHER, "engineer", NULL },
	{ "CTO", NEITHER, "engineering-manager", "executive" },
	{ "Director, Media Relations", NEITHER, "marketing", "executive" },
	{ "Director, Office Moves", NEITHER, NULL, "executive" },
	{ "Biotechnology Director", NEITHER, NULL, "executive" },
	{ "Data Engineer", NEITHER, "data-engineer", NULL },
	{ "Dateningenieur", NEITHER, "data-engineer", NULL },
	{ "Data Analyst", NEITHER, "data-analyst", NULL },
	{ "Research Scientist", NEITHER, "research-scientist", NULL },
	{ "Senior Product Manager - Agentic Trading", NEITHER,
	  "product-manager", "senior" },
	{ "Account Executive, AI", NEITHER, "sales", NULL },
	{ "AI Sales Specialist", NEITHER, "sales", NULL },
	{ "Recruiter - Machine Learning Engineers", NEITHER, "human-resources",
	  NULL },
	{ "Data Scientist Instructor", NEITHER,
	  "education", NULL },
	{ "Executive Assistant to the Head of AI", NEITHER,
	  "operations", "manager" },
	{ "AI Adoption Lead", NEITHER, "consultant", NULL },
	{ "AI产品经理", CORE, "ai-product", NULL },
	{ "Maintenance Technician", NEITHER, "operations", NULL },
	{ "Embedded Systems Engineer", NEITHER, "software-engineer", NULL },
	{ "Account Manager", NEITHER, "sales", NULL },
	{ "Store Manager", NEITHER, NULL, "manager" },
	{ "Chief Financial Officer", NEITHER, NULL, "executive" },
	{ "Werkstudent Buchhaltung", NEITHER, NULL, "intern" },

	{ "AI Trainer - Spanish", GIG, "data-annotator", NULL },
	{ "Data Annotator", GIG, "data-annotator", NULL },
	{ "Freelance Writing Evaluator for LLM", GIG, "data-annotator", NULL },
	{ "Freelance Software Developer - AI Trainer", GIG, "data-annotator",
	  NULL },
	{ "Annotateur de données", GIG, "data-annotator", NULL },
	{ "数据标注员", GIG, "data-annotator", NULL },
	{ "人工智能训练师", GIG, "data-annotator", NULL },
	{ "", NEITHER, NULL, NULL },
};

static bool holds(const struct facts *facts, const char *id)
{
	size_t                         n;
	const struct definition_entry *d = taxonomy_definitions(taxonomy, &n);

	for (size_t i = 0; i < n; i++) {
		if (!strcmp(d[i].id, id))
			return facts->definitions >> i & 1;
	}
	fail_msg("no definition %s", id);
	return false;
}

static void title_gives_role(void **state)
{
	const struct role_case *c = *state;
	struct ad               ad = { .title = span_of(c->title) };
	struct arena            arena = ARENA_INIT;
	struct facts            facts;

	enrich_ad(taxonomy, &ad, &arena, &facts);

	assert_int_equal(holds(&facts, "core-role"), c->want == CORE);
	if (c->want == GIG)
		assert_false(holds(&facts, "no-gig"));
	assert_string_equal(facts.role_family ? facts.role_family : "",
			    c->family ? c->family : "");
	assert_string_equal(facts.seniority ? facts.seniority : "",
			    c->seniority ? c->seniority : "");
	arena_deinit(&arena);
}

/* A law that makes employers speak of AI must not make AI postings. */
static void a_notice_alone_makes_no_ai_posting(void **state)
{
	struct ad    ad = { .title = SPAN("Warehouse Clerk"),
			    .description = SPAN(
				    "About us\nAcme builds AI and machine "
				    "learning products.\n\nDuties\n- Pick and "
				    "pack\n\nBenefits\n- ChatGPT licence\n\n"
				    "We use AI to screen applications.") };
	struct arena arena = ARENA_INIT;
	struct facts facts;

	(void)state;
	enrich_ad(taxonomy, &ad, &arena, &facts);
	assert_int_equal(facts.n_skills, 0);
	assert_false(holds(&facts, "one-skill"));
	assert_false(holds(&facts, "title"));
	assert_true(holds(&facts, "hiringlab")); /* that rule counts all */
	arena_deinit(&arena);
}

static void builders_and_users_are_told_apart(void **state)
{
	struct ad    builder = { .title = SPAN("Software Engineer"),
				 .description = SPAN("Duties\n- Train models "
						     "with PyTorch") };
	struct ad    user = { .title = SPAN("Copywriter"),
			      .description = SPAN("Requirements\n- You use "
						  "ChatGPT every day") };
	struct arena arena = ARENA_INIT;
	struct facts facts;

	(void)state;
	enrich_ad(taxonomy, &builder, &arena, &facts);
	assert_true(holds(&facts, "builder"));
	assert_false(holds(&facts, "user"));
	/* Who sells or hires for it does not build it. */
	builder.title = SPAN("Account Executive");
	enrich_ad(taxonomy, &builder, &arena, &facts);
	assert_true(holds(&facts, "user"));
	assert_false(holds(&facts, "builder"));
	enrich_ad(taxonomy, &user, &arena, &facts);
	assert_true(holds(&facts, "user"));
	assert_true(holds(&facts, "generative"));
	assert_false(holds(&facts, "builder"));
	arena_deinit(&arena);
}

/* What sets the rules of others apart: the definitions that hold. */
static const struct {
	const char *title, *text;
	const char *hold, *hold_not; /* parted by spaces */
} published[] = {
	{ "Analyst", "Requirements\n- XGBoost and random forests",
	  "acemoglu oecd linkedin-engineering lightcast", "linkedin-literacy" },
	{ "Copywriter", "Requirements\n- You use ChatGPT every day",
	  "linkedin-literacy hiringlab", "acemoglu linkedin-engineering" },
	{ "Analyst", "Requirements\n- Machine learning",
	  "acemoglu lightcast linkedin-engineering umd-linkup", "oecd" },
	{ "Analyst", "Requirements\n- Machine learning and computer vision",
	  "acemoglu oecd", "linkedin-literacy" },
	{ "AI Trainer (freelance)", "Duties\n- Rate answers of chatbots",
	  "hiringlab", "umd-linkup no-gig" },
	{ "Nurse", "We use artificial intelligence to screen applications.",
	  "hiringlab lightcast",
	  "acemoglu oecd umd-linkup linkedin-engineering" },
};

static void each_of(const char *names, const struct facts *facts, bool want)
{
	char  copy[128], *rest = copy;
	char *name;

	snprintf(copy, sizeof(copy), "%s", names);
	while ((name = strsep(&rest, " "))) {
		if (holds(facts, name) != want)
			fail_msg("%s: expected %d", name, want);
	}
}

static void rules_of_others_differ_as_published(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(published); i++) {
		struct ad    ad = { .title = span_of(published[i].title),
				    .description = span_of(published[i].text) };
		struct arena arena = ARENA_INIT;
		struct facts facts;

		enrich_ad(taxonomy, &ad, &arena, &facts);

		each_of(published[i].hold, &facts, true);
		each_of(published[i].hold_not, &facts, false);
		arena_deinit(&arena);
	}
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
	struct CMUnitTest tests[ARRAY_LEN(cases) + 3] = { 0 };
	size_t            n = ARRAY_LEN(cases);

	for (size_t i = 0; i < n; i++) {
		tests[i].name = cases[i].title;
		tests[i].test_func = title_gives_role;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		a_notice_alone_makes_no_ai_posting);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		builders_and_users_are_told_apart);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		rules_of_others_differ_as_published);
	return cmocka_run_group_tests_name("role", tests, load, unload);
}
