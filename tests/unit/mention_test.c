#include "enrich/enrich.h"

#include "base/buf.h"
#include "tests/support/taxonomy_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct taxonomy *taxonomy;

/* want: "skill:context" of each mention in order; "" for none. */
static const struct mention_case {
	const char *name;
	const char *title;
	const char *description;
	const char *want;
} cases[] = {
	/* names in lower case */
	{ "the company", "Writer", "You know Open AI.", "openai:requirement" },
	{ "what is open, not whose it is", "Writer",
	  "You find 12 open AI jobs.", "artificial-intelligence:duty" },
	{ "a role in the first line of a post", "Clerk",
	  "Acme | Data Scientist | Graz | Onsite\nAcme is a bakery.",
	  "data-science:duty" },
	/* which of two that overlap */
	{ "the longer one", "Data Scientist",
	  "Krav\n- Du har erfarenhet av att driftsätta modeller för "
	  "maskininlärning i stora företag",
	  "data-science:title machine-learning-models:requirement" },
	{ "... and the one before that is as long", "Engineer",
	  "Requirements\n- Conversational AI platforms",
	  "conversational-ai:requirement" },
	{ "a name with its kind behind it", "Chef de projet",
	  "Profil recherché\n- Vous avez déjà mené le déploiement de l'IA "
	  "générative dans une entreprise",
	  "generative-ai:requirement" },
	/* lines */
	{ "two items of a list make no name", "Engineer",
	  "Requirements\n- Vertex AI\n- Research in deep learning",
	  "vertex-ai:requirement deep-learning:requirement" },
	{ "... but a wrapped line does", "Engineer",
	  "Requirements\n- Machine\nlearning", "machine-learning:requirement" },
	/* titles of trades */
	{ "what a therapist means", "Speech Therapist",
	  "You treat speech processing and word finding after a stroke.", "" },
	{ "... and what a program does", "Speech Therapist",
	  "Requirements\n- Software with speech recognition",
	  "speech-recognition:requirement" },
	{ "... where the ad speaks of AI", "Primary Teacher",
	  "Requirements\n- Deep learning with the class\n- Curiosity, rulers, "
	  "chalk, patience, long walks, a bicycle with two lamps, good shoes "
	  "and an ear for small voices\n- ChatGPT",
	  "deep-learning:requirement chatgpt:requirement" },
	{ "a list of three", "Swimming Teacher",
	  "Requirements\n- Deep learning, transfer learning, pose estimation",
	  "deep-learning:requirement transfer-learning:requirement "
	  "pose-estimation:requirement" },
	{ "who teaches it says so in the title", "Deep Learning Teacher",
	  "Requirements\n- Reinforcement learning",
	  "deep-learning:title reinforcement-learning:requirement" },
	{ "one key for signs of two ways of writing", "Clerk",
	  "任职要求\n- 组织员工强化学习规程，写简报", "" },
	{ "one key for all ways of writing it", "Behaviour Tutor",
	  "Prompting of autistic children, step by step.", "" },
	/* words of a trade */
	{ "SLAM beside robots", "SLAM Engineer",
	  "Requirements\n- Graph-based SLAM, lidar and vision systems for "
	  "robots", "visual-slam:title visual-slam:requirement "
		    "lidar-perception:requirement robotics:requirement" },
	{ "a role of recommendations", "Recommendations Engineer", "",
	  "recommender-systems:title" },
	{ "agentic before a noun of its own", "Engineer",
	  "Requirements\n- Agentic query tuning in databases",
	  "agentic-ai:requirement" },
	{ "words of alignment", "Researcher",
	  "Requirements\n- Scalable oversight, circuit-based "
	  "interpretability, learning from human preferences",
	  "model-alignment:requirement "
	  "mechanistic-interpretability:requirement rlhf:requirement" },
	{ "homes have agents too", "Engineer",
	  "Our machine learning algorithms tell home buyers which agents to "
	  "call.", "machine-learning:product" },
	{ "records are retrieved too", "Engineer",
	  "Requirements\n- Machine learning, data storage and retrieval",
	  "machine-learning:requirement" },
	{ "where the desk is, not the model", "Data Scientist",
	  "Profil\n- Machine learning, poste sur site à Lyon",
	  "data-science:title machine-learning:requirement" },
	{ "where the model is", "Data Scientist",
	  "Profil\n- Machine learning, modèles déployés sur site",
	  "data-science:title machine-learning:requirement "
	  "on-premise:requirement" },
	{ "people are agents", "Data Scientist",
	  "Missions\n- Machine learning et formation des agents",
	  "data-science:title machine-learning:duty" },
	{ "an interview at the office", "Operaio",
	  "Requisiti\n- Machine learning\n- Due colloqui in sede e modelli",
	  "machine-learning:requirement" },
	{ "a video of an interview", "Clerk",
	  "Requirements\n- AI video interviews",
	  "ai-recruiting:requirement" },
	{ "a fund that is called like a framework", "Clerk",
	  "Requirements\n- Machine learning; funded by Haystack",
	  "machine-learning:requirement" },
	/* contexts */
	{ "a list of requirements", "Engineer",
	  "Requirements\n- PyTorch\n- Experience with RAG pipelines",
	  "pytorch:requirement retrieval-augmented-generation:requirement" },
	{ "a list of duties", "Engineer",
	  "What you'll do\n\n- Fine-tune large language models",
	  "fine-tuning:duty large-language-models:duty" },
	{ "a heading in its line", "Engineer",
	  "Responsibilities: build chatbots. Requirements: TensorFlow.",
	  "chatbots:duty tensorflow:requirement" },
	{ "an edge that cuts", "Engineer",
	  "Requirements: cutting edge AI, edge AI on devices",
	  "artificial-intelligence:requirement edge-ai:requirement" },
	{ "grounding in a science", "Engineer",
	  "Requirements: a firm grounding in data science",
	  "data-science:requirement" },
	{ "a person who instructs", "Engineer",
	  "Requirements: Machine Learning, Instructor",
	  "machine-learning:requirement" },
	{ "the library of that name", "Engineer",
	  "Requirements: Instructor and Pydantic",
	  "instructor:requirement" },
	{ "queries that are tuned", "Engineer",
	  "Requirements: fine-tune slow queries", "" },
	{ "models that are tuned", "Engineer",
	  "Requirements: fine-tune BERT for slow queries",
	  "fine-tuning:requirement bert:requirement" },
	{ "the host of an address", "Engineer",
	  "Requirements: see http://comma.ai/jobs", "" },
	{ "the employer's story", "Accountant",
	  "About us\nAcme is an AI company.\n\nYour role\n- Keep the books",
	  "artificial-intelligence:company" },
	{ "the employer's story without a heading", "Accountant",
	  "We are a fast growing machine learning startup from Graz.",
	  "machine-learning:company" },
	{ "a product", "Accountant",
	  "Our product uses machine learning to sort invoices.",
	  "machine-learning:product" },
	{ "a benefit", "Accountant",
	  "Benefits\n- Paid ChatGPT subscription\n- Dental",
	  "chatgpt:benefit" },
	{ "a notice about hiring", "Accountant",
	  "We use artificial intelligence to screen applicants for this "
	  "vacancy.", "artificial-intelligence:hiring" },
	{ "a notice about hiring below the requirements", "Accountant",
	  "Requirements\n- Excel\n\nWe may use AI tools in the recruitment "
	  "process. These do not replace human judgment.",
	  "ai-tools:hiring" },
	{ "the law of Ontario", "Clerk",
	  "Acme uses AI-enabled tools to assist with applicant screening.",
	  "artificial-intelligence:hiring" },
	{ "a notice below the duties", "Driver",
	  "Responsibilities\n- Drive the truck\n\nNote: We may use AI to "
	  "evaluate your application.", "artificial-intelligence:hiring" },
	{ "a notice in other words", "Clerk",
	  "Please note that AI may be used as part of the screening, "
	  "assessment or selection of applicants.",
	  "artificial-intelligence:hiring" },
	{ "software for hiring is a duty of those who build it", "Engineer",
	  "Responsibilities\n- Build AI that screens resumes",
	  "artificial-intelligence:duty" },
	{ "a weak word beside one that vouches for it", "Engineer",
	  "Requirements\n- Quantization of weights to int8",
	  "quantization:requirement" },
	{ "a weak word alone", "Engineer",
	  "Requirements\n- Quantization, signal theory", "" },
	{ "on-premise beside computing for models", "Engineer",
	  "Requirements\n- On-premise servers with CUDA",
	  "on-premise:requirement cuda:requirement" },
	{ "on-premise alone", "Engineer",
	  "Requirements\n- On-premise Exchange servers", "" },
	{ "a manager called Claude", "Jurist",
	  "AML och KYC. Du rapporterar till Claude Ray.", "" },
	{ "another gender's ending", "Científico/a de datos", "",
	  "data-science:title" },
	{ "a name with a case ending", "Kehittäjä",
	  "Vaatimukset\n- Kokemusta PyTorchin ja LangChainin käytöstä",
	  "pytorch:requirement langchain:requirement" },
	{ "the more exact of two forms of a length", "Kehittäjä",
	  "Vaatimukset\n- Kokemusta tekoälytyökaluista",
	  "ai-tools:requirement" },
	{ "one who takes notes", "Clerk",
	  "During the interview, an AI notetaker may transcribe.",
	  "meeting-assistants:hiring" },
	{ "who the employer is", "Receptionist",
	  "Acme, an artificial intelligence company, is hiring a person.",
	  "artificial-intelligence:company" },
	{ "what the employer develops", "Receptionist",
	  "Acme develops computer vision software for farms.",
	  "computer-vision:product" },
	{ "a notice in Japanese", "受付",
	  "当社は選考過程で人工知能を利用します。",
	  "artificial-intelligence:hiring" },
	{ "a prohibition in Chinese", "前台",
	  "请勿使用ChatGPT撰写申请材料。", "chatgpt:prohibition" },
	{ "a notice in Polish", "Kierowca",
	  "W procesie rekrutacji wykorzystujemy sztuczną inteligencję.",
	  "artificial-intelligence:hiring" },
	{ "a prohibition in French", "Chauffeur",
	  "Il est interdit d'utiliser ChatGPT pour votre candidature.",
	  "chatgpt:prohibition" },
	{ "a prohibition", "Clerk",
	  "Applicants must not use AI in interviews.",
	  "artificial-intelligence:prohibition" },
	{ "a prohibition in Polish", "Piekarz",
	  "Kandydaci nie mogą używać ChatGPT podczas rekrutacji.",
	  "chatgpt:prohibition" },
	{ "a prohibition in Dutch", "Bakker",
	  "Sollicitanten mogen geen ChatGPT gebruiken tijdens het gesprek.",
	  "chatgpt:prohibition" },
	{ "a prohibition in French", "Boulanger",
	  "Les candidats ne peuvent pas utiliser ChatGPT pendant les tests.",
	  "chatgpt:prohibition" },
	{ "another prohibition", "Clerk",
	  "Requirements\n- Honesty\n\nPlease do not use ChatGPT to write your "
	  "application.", "chatgpt:prohibition" },
	{ "a title", "Machine Learning Engineer", "",
	  "machine-learning:title" },
	{ "German", "KI-Ingenieur (m/w/d)",
	  "Deine Aufgaben\n- Entwicklung von Sprachmodellen\n\nDein Profil\n"
	  "- Erfahrung mit maschinellem Lernen\n\nWir bieten\n"
	  "- Zugang zu ChatGPT",
	  "artificial-intelligence:title large-language-models:duty "
	  "machine-learning:requirement chatgpt:benefit" },
	{ "French", "Ingénieur IA",
	  "Vos missions\n- Développer des réseaux de neurones\n\nProfil "
	  "recherché\n- Maîtrise de PyTorch et de l'IA générative",
	  "artificial-intelligence:title neural-networks:duty "
	  "pytorch:requirement generative-ai:requirement" },
	{ "Spanish", "Desarrollador",
	  "Requisitos\n- Experiencia en inteligencia artificial\n\n"
	  "Usamos IA en nuestro proceso de selección.",
	  "artificial-intelligence:requirement "
	  "artificial-intelligence:hiring" },
	{ "Portuguese", "Analista",
	  "Requisitos\n- Conhecimento em aprendizado de máquina",
	  "machine-learning:requirement" },
	{ "Italian", "Analista",
	  "Requisiti\n- Conoscenza di apprendimento automatico",
	  "machine-learning:requirement" },
	{ "Dutch", "Analist",
	  "Wat ga je doen\n- Ontwikkelen van taalmodellen",
	  "large-language-models:duty" },
	{ "Swedish", "Utvecklare",
	  "Kvalifikationer\n- Erfarenhet av maskininlärning",
	  "machine-learning:requirement" },
	{ "Finnish", "Kehittäjä",
	  "Odotamme sinulta\n- Kokemusta koneoppimisesta ja tekoälystä",
	  "machine-learning:requirement artificial-intelligence:requirement" },
	{ "Polish", "Analityk",
	  "Wymagania\n- Znajomość uczenia maszynowego i sztucznej inteligencji",
	  "machine-learning:requirement artificial-intelligence:requirement" },
	{ "Russian", "Разработчик",
	  "Требования\n- Опыт машинного обучения и нейронных сетей",
	  "machine-learning:requirement neural-networks:requirement" },
	{ "Turkish", "Uzman",
	  "Aranan Nitelikler\n- Makine öğrenmesi deneyimi",
	  "machine-learning:requirement" },
	{ "Chinese", "人工智能工程师",
	  "岗位职责：\n1、负责大模型微调。\n任职要求：\n1、熟悉PyTorch。\n"
	  "公司介绍：我们是一家深度学习公司。",
	  "artificial-intelligence:title large-language-models:duty "
	  "fine-tuning:duty pytorch:requirement deep-learning:company" },
	{ "Japanese", "機械学習エンジニア",
	  "仕事内容\n・深層学習モデルの開発\n\n応募資格\n・自然言語処理の経験",
	  "machine-learning:title deep-learning:duty "
	  "natural-language-processing:requirement" },
	{ "Korean", "머신러닝 엔지니어",
	  "담당업무\n- 딥러닝 모델 개발\n\n자격요건\n- 컴퓨터 비전 경험",
	  "machine-learning:title deep-learning:duty "
	  "computer-vision:requirement" },
	/* forms that mean other things elsewhere */
	{ "part of a word", "Maintenance", "email, retail, training, SAID",
	  "" },
	{ "Adobe Illustrator", "Designer",
	  "Requirements\n- Photoshop, Illustrator (AI), InDesign", "" },
	{ "the ad says what it is short for", "Concierge",
	  "You sell AI (all inclusive) and HB. AI guests are many.", "" },
	{ "and the other way round", "Nutritionist",
	  "Adequate intake (AI) of iron; tables of AI by age.", "" },
	{ "which is the skill", "Engineer",
	  "You know AI (artificial intelligence).",
	  "artificial-intelligence:requirement "
	  "artificial-intelligence:requirement" },
	{ "channels of a controller", "PLC Technician",
	  "You wire AI, AO and DI cards; loops of 4-20 mA.", "" },
	{ "a people", "Health Worker",
	  "You visit AI/AN families; Alaska Native villages.", "" },
	{ "two in the cockpit", "First Officer",
	  "Copilot on the A320, 1,500 flight hours.", "" },
	{ "what a dog learns", "Dog Trainer",
	  "Reinforcement learning with treats: sit, stay.", "" },
	{ "nerves", "Neurologist",
	  "Neural networks of the spinal cord, deep brain stimulation.", "" },
	{ "eyes", "Optician", "Advice on computer vision syndrome.", "" },
	{ "a coal company", "Ingenieur",
	  "Die RAG Aktiengesellschaft sucht Sie f\xC3\xBCr Grubenwasser.",
	  "" },
	{ "scales", "销售", "销售智能体重秤和玩具机器人。", "" },
	{ "pupils", "教师", "研究深度学习与大单元教学，培养学习习惯。", "" },
	{ "papers of those who apply", "Portier",
	  "Tri des CV : deux jours.", "" },
	{ "insemination", "Herdsman",
	  "Requirements\n- Artificial insemination (AI) of dairy cows\n- AI",
	  "" },
	{ "Amnesty International", "Fundraiser",
	  "Amnesty International is hiring. You know AI and its work.", "" },
	{ "a person of that name", "Curator", "The Ai Weiwei exhibition", "" },
	{ "a web address", "Clerk", "Write to ai@acme.com, see acme.ai or "
				   "https://acme.com/AI/jobs", "" },
	{ "a unit of volume", "Nurse",
	  "Requirements\n- Give 10 ML of saline, 5 ml, 250ML vials", "" },
	{ "money laundering", "Clerk", "Requirements\n- AML checks", "" },
	{ "neuro-linguistic programming", "Coach",
	  "Requirements\n- NLP practitioner, coaching", "" },
	{ "the same in French", "Coach", "Profil\n- Praticien PNL", "" },
	{ "curriculum vitae", "Clerk", "Send your CV and a letter.", "" },
	{ "Master of Laws", "Counsel",
	  "Requirements\n- JD or LLM from a law school", "" },
	{ "red, amber, green", "Project Manager",
	  "Duties\n- Weekly RAG status reports to the PMO", "" },
	{ "a certificate of Microsoft", "Administrator",
	  "Requirements\n- MCP or MCSE, Windows Server", "" },
	{ "likelihood", "Actuary", "Requirements\n- Maximum likelihood "
				   "estimation (MLE)", "" },
	{ "a driving licence", "Driver", "Requirements\n- Valid DL", "" },
	{ "a broadcaster", "Producer", "Requirements\n- Worked for CNN", "" },
	{ "electricity", "Electrician",
	  "Duties\n- Repair of a transformer and switchgear", "" },
	{ "welding", "Welder", "Requirements\n- Torch cutting", "" },
	{ "coffee", "Barista", "Requisiti\n- Esperienza al Caffe Nero", "" },
	{ "people on the telephone", "Agent",
	  "Duties\n- Lead ten call center agents", "" },
	{ "payment", "Clerk", "Duties\n- Prompt payment of bills", "" },
	{ "statistics", "Analyst", "Requirements\n- Statistical inference",
	  "" },
	{ "a signal", "Engineer", "Requirements\n- Quantization noise", "" },
	{ "working alone", "Clerk", "You work autonomously.", "" },
	{ "a brand", "Brand Manager", "Duties\n- Improve brand perception",
	  "" },
	{ "hardware", "Engineer", "Requirements\n- Embedded systems", "" },
	{ "a first name", "Assistant",
	  "Duties\n- Report to Claude, our director", "" },
	{ "a sign of the zodiac", "Astrologer", "Gemini and Leo", "" },
	{ "a database", "DBA", "Requirements\n- SQL cursor, triggers", "" },
	{ "an airport", "Porter", "Flights from JAX, FL", "" },
	{ "a colleague", "Clerk", "Ray will call you.", "" },
	{ "common words", "Clerk",
	  "Duties\n- Classification of mail, boosting sales, clustering", "" },
	{ "the state of Iowa", "Auditor", "Des Moines, IA. Internal audit (IA)",
	  "" },
	{ "a Portuguese verb", "Vendedor", "Ele ia para a loja e aí ficou.",
	  "" },
	{ "a Swedish institute", "Forskare",
	  "Karolinska Institutet (KI) söker en forskare till KI.", "" },
	{ "ribonucleic acid", "Biólogo",
	  "Requisitos\n- Experiencia con RNA y DNA en laboratorio", "" },
	{ "finance", "研究员", "任职要求：\n1、熟悉量化交易", "" },
	{ "logic", "教师", "任职要求：\n1、逻辑推理能力强", "" },
	{ "a command line", "運用担当", "応募資格\n・コマンドプロンプトの経験",
	  "" },
	/* and the same forms among their own */
	{ "quantization of models", "Engineer",
	  "Requirements\n- LLM inference and quantization",
	  "llm-inference:requirement quantization:requirement" },
	{ "a list of tools", "Engineer",
	  "Requirements\n- Claude, Cursor and Gemini",
	  "claude:requirement cursor:requirement gemini:requirement" },
	{ "a list of rooms", "Receptionist",
	  "The rooms are called Gemini, Mistral and Claude. You greet guests.",
	  "" },
	{ "agents who work for commission", "Estate Agent",
	  "Agentes autónomos con cartera propia; altas comisiones.", "" },
	{ "a forest of decision trees", "Data Analyst",
	  "Requirements\n- Arbres de d\xC3\xA9""cision, for\xC3\xAAt "
	  "al\xC3\xA9""atoire",
	  "decision-trees:requirement random-forests:requirement" },
	{ "names beside a name that nobody bears", "Engineer",
	  "Requirements\n- Midjourney, Gemini and Mistral",
	  "midjourney:requirement gemini:requirement mistral:requirement" },
	{ "transformers beside PyTorch", "Engineer",
	  "Requirements\n- PyTorch and transformers",
	  "pytorch:requirement transformers:requirement" },
	{ "embeddings beside vectors", "Engineer",
	  "Requirements\n- Vector databases, embeddings",
	  "vector-databases:requirement embeddings:requirement" },
	{ "law with models", "Engineer",
	  "Requirements\n- LLM and PyTorch for legal texts",
	  "large-language-models:requirement pytorch:requirement" },
	{ "the longer form wins", "Engineer",
	  "Requirements\n- Generative AI",
	  "generative-ai:requirement" },
	{ "two letters beside a language", "Engineer", "Requirements\n- ML\n- Python",
	  "machine-learning:requirement" },
	{ "a list in the middle of a line", "Engineer",
	  "In all teams, you may be a good fit if you:\n\n- Know PyTorch",
	  "pytorch:requirement" },
	{ "a slash", "Engineer", "Requirements\n- AI/ML",
	  "artificial-intelligence:requirement machine-learning:requirement" },
	{ "broken bytes", "Engineer", "Requirements\n- \xFF\xFEPyTorch\xC3",
	  "pytorch:requirement" },
};

static char *mentions_of(const struct ad *ad, struct buf *got)
{
	struct arena              arena = ARENA_INIT;
	struct facts              facts;
	size_t                    n;
	const struct skill_entry *skills = taxonomy_skills(taxonomy, &n);

	enrich_ad(taxonomy, ad, &arena, &facts);
	buf_add_text(got, "");
	for (size_t i = 0; i < facts.n_mentions; i++)
		buf_printf(got, "%s%s:%s", i ? " " : "",
			   skills[facts.mentions[i].skill].id,
			   mention_context_name(facts.mentions[i].context));
	arena_deinit(&arena);
	return got->ptr ? got->ptr : "";
}

static void text_gives_mentions(void **state)
{
	const struct mention_case *c = *state;
	struct ad  ad = { .title = span_of(c->title),
			  .description = span_of(c->description) };
	struct buf got = BUF_INIT;

	assert_string_equal(mentions_of(&ad, &got), c->want);

	buf_deinit(&got);
}

static void the_employers_name_is_no_skill(void **state)
{
	struct ad  ad = { .title = SPAN("Accountant"),
			  .employer = SPAN("Acme AI"),
			  .description = SPAN("Requirements\n- You know what "
					      "Acme AI does") };
	struct buf got = BUF_INIT;

	(void)state;
	assert_string_equal(mentions_of(&ad, &got),
			    "artificial-intelligence:company");
	buf_deinit(&got);
}

/* want: as of the cases above */
static const struct employer_case {
	const char *name;
	const char *employer;
	const char *title;
	const char *description;
	const char *want;
} employer_cases[] = {
	{ "who makes a tool and names itself", "PyTorch, Inc.",
	  "PyTorch Fellow",
	  "About PyTorch\nPyTorch hires. Requirements: PyTorch and JAX",
	  "jax:requirement" },
	{ "in small letters", "pytorch", "Fellow",
	  "Requirements\n- TensorFlow\n- You know what PyTorch's users want",
	  "tensorflow:requirement" },
	{ "a name that holds a skill", "Acme Robotics", "Clerk",
	  "Acme Robotics | Robotics Engineer | Graz\nAt Acme Robotics we bake.",
	  "robotics:company robotics:duty robotics:company" },
	{ "a tool of the same maker", "OpenAI", "Clerk",
	  "Requirements\n- Experience with OpenAI APIs",
	  "openai:requirement" },
	{ "another employer", "Acme", "Clerk",
	  "Requirements\n- Experience with PyTorch", "pytorch:requirement" },
	{ "a job that a board takes for the employer", "Data Science",
	  "Clerk", "Requirements\n- Data science",
	  "data-science:requirement" },
	{ "an address without its scheme", "Acme", "Clerk",
	  "Requirements: see github.com/pytorch/pytorch", "" },
	{ "a list with slashes", "Acme", "Clerk",
	  "Requirements: H2O.ai/PyTorch", "h2o:requirement pytorch:requirement" },
};

static void the_employer_asks_for_others(void **state)
{
	const struct employer_case *c = *state;
	struct ad  ad = { .title = span_of(c->title),
			  .employer = span_of(c->employer),
			  .description = span_of(c->description) };
	struct buf got = BUF_INIT;

	assert_string_equal(mentions_of(&ad, &got), c->want);

	buf_deinit(&got);
}

static void offsets_count_characters(void **state)
{
	struct ad     ad = { .title = SPAN("Entwickler"),
			     .description = SPAN("Für Übersetzung 人工 "
						 "mit PyTorch.") };
	struct arena  arena = ARENA_INIT;
	struct facts  facts;

	(void)state;
	enrich_ad(taxonomy, &ad, &arena, &facts);
	assert_int_equal(facts.n_mentions, 1);
	assert_int_equal(facts.mentions[0].start, 23);
	assert_int_equal(facts.mentions[0].end, 30);
	assert_int_equal(facts.mentions[0].field, FIELD_DESCRIPTION);
	assert_memory_equal(facts.mentions[0].surface.ptr, "PyTorch", 7);
	arena_deinit(&arena);
}

/* Ten megabytes of terms: bounded results in bounded time. */
static void a_text_of_terms_alone_is_bounded(void **state)
{
	static const char unit[] = "RAG, experience with Claude law AI ";
	struct buf        text = BUF_INIT;
	struct arena      arena = ARENA_INIT;
	struct facts      facts;
	struct ad         ad = { .title = SPAN("x") };

	(void)state;
	while (text.len < 10 * 1024 * 1024)
		buf_add(&text, unit, sizeof(unit) - 1);
	ad.description = buf_span(&text);
	ad.title = (struct span){ text.ptr, text.len / 16 };

	enrich_ad(taxonomy, &ad, &arena, &facts);

	assert_true(facts.n_mentions > 0 && facts.n_mentions <= 4000);
	arena_deinit(&arena);
	buf_deinit(&text);
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
	struct CMUnitTest tests[ARRAY_LEN(cases) + ARRAY_LEN(employer_cases) +
				3] = { 0 };
	size_t            n = ARRAY_LEN(cases);

	for (size_t i = 0; i < n; i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = text_gives_mentions;
		tests[i].initial_state = (void *)&cases[i];
	}
	for (size_t i = 0; i < ARRAY_LEN(employer_cases); i++) {
		tests[n].name = employer_cases[i].name;
		tests[n].test_func = the_employer_asks_for_others;
		tests[n++].initial_state = (void *)&employer_cases[i];
	}
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		the_employers_name_is_no_skill);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(offsets_count_characters);
	tests[n++] = (struct CMUnitTest)cmocka_unit_test(
		a_text_of_terms_alone_is_bounded);
	return cmocka_run_group_tests_name("mention", tests, load, unload);
}
