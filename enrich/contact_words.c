#include "enrich/contact_words.h"

#include "base/mem.h"
#include "enrich/contact.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct contact_cue cues[] = {
	/* English */
	{ "contact", CUE_LABEL }, { "contacts", CUE_LABEL },
	{ "contact person", CUE_LABEL }, { "your contact", CUE_LABEL },
	{ "your contact person", CUE_LABEL }, { "contact name", CUE_LABEL },
	{ "point of contact", CUE_LABEL }, { "contact information", CUE_LABEL },
	{ "contact details", CUE_LABEL }, { "contact us", CUE_LABEL },
	{ "recruiter", CUE_LABEL }, { "your recruiter", CUE_LABEL },
	{ "recruiter name", CUE_LABEL }, { "hiring manager", CUE_LABEL },
	{ "posted by", CUE_LABEL }, { "job poster", CUE_LABEL },
	{ "consultant", CUE_LABEL }, { "for more information", CUE_LABEL },
	{ "further information", CUE_LABEL }, { "enquiries", CUE_LABEL },
	{ "inquiries", CUE_LABEL }, { "attn", CUE_LABEL },
	{ "attention", CUE_LABEL }, { "apply to", CUE_SENTENCE },
	{ "please contact", CUE_SENTENCE }, { "kindly contact", CUE_SENTENCE },
	{ "contact our recruiter", CUE_SENTENCE },
	{ "feel free to contact", CUE_SENTENCE },
	{ "please call", CUE_SENTENCE }, { "please email", CUE_SENTENCE },
	{ "please e-mail", CUE_SENTENCE }, { "get in touch with", CUE_SENTENCE },
	{ "reach out to", CUE_SENTENCE }, { "speak to", CUE_SENTENCE },
	{ "speak with", CUE_SENTENCE }, { "addressed to", CUE_SENTENCE },
	{ "your contact is", CUE_SENTENCE }, { "questions to", CUE_SENTENCE },
	{ "your contact person is", CUE_SENTENCE },
	{ "your recruiter is", CUE_SENTENCE }, { "my name is", CUE_SENTENCE },
	{ "is your contact", CUE_BEFORE }, { "is the contact", CUE_BEFORE },
	{ "will be your contact", CUE_BEFORE },
	{ "is happy to answer", CUE_BEFORE },
	{ "will be happy to answer", CUE_BEFORE },
	{ "looks forward to", CUE_BEFORE },
	{ "is looking forward to your", CUE_BEFORE },
	/* of three bytes and more */
	{ "mr ", CUE_TITLE }, { "mr.", CUE_TITLE }, { "mrs", CUE_TITLE },
	{ "ms ", CUE_TITLE }, { "ms.", CUE_TITLE },
	/* German */
	{ "ansprechpartner", CUE_LABEL }, { "ansprechpartnerin", CUE_LABEL },
	{ "ansprechpartner*in", CUE_LABEL }, { "ansprechpartner/in", CUE_LABEL },
	{ "ansprechpartner:in", CUE_LABEL },
	{ "ansprechpartner/-in", CUE_LABEL },
	{ "ansprechperson", CUE_LABEL }, { "ansprechpersonen", CUE_LABEL },
	{ "kontakt", CUE_LABEL }, { "ihr kontakt", CUE_LABEL },
	{ "dein kontakt", CUE_LABEL }, { "kontaktperson", CUE_LABEL },
	{ "kontaktdaten", CUE_LABEL }, { "personalreferentin", CUE_LABEL },
	{ "personalreferent", CUE_LABEL }, { "bewerbung an", CUE_LABEL },
	{ "zu hd", CUE_LABEL }, { "z. hd.", CUE_SENTENCE },
	{ "z.hd.", CUE_SENTENCE }, { "zu händen", CUE_SENTENCE },
	{ "wenden sie sich an", CUE_SENTENCE },
	{ "wenden sie sich bitte an", CUE_SENTENCE },
	{ "wende dich an", CUE_SENTENCE }, { "wende dich bitte an", CUE_SENTENCE },
	{ "melde dich bei", CUE_SENTENCE }, { "melde dich gerne bei", CUE_SENTENCE },
	{ "melden sie sich bei", CUE_SENTENCE },
	{ "kontaktieren sie", CUE_SENTENCE }, { "kontaktiere", CUE_SENTENCE },
	{ "steht ihnen", CUE_SENTENCE }, { "steht dir", CUE_SENTENCE },
	{ "beantwortet ihnen", CUE_SENTENCE },
	{ "beantwortet ihnen gerne", CUE_SENTENCE },
	{ "beantwortet dir", CUE_SENTENCE },
	{ "beantwortet dir gerne", CUE_SENTENCE },
	{ "beantwortet gerne", CUE_SENTENCE },
	{ "beantwortet", CUE_SENTENCE }, { "fragen an", CUE_SENTENCE },
	{ "unterlagen an", CUE_SENTENCE }, { "auskünfte erteilt", CUE_SENTENCE },
	{ "auskunft erteilt", CUE_SENTENCE },
	{ "auskünfte erteilt ihnen", CUE_SENTENCE },
	{ "hilft dir", CUE_SENTENCE }, { "hilft ihnen", CUE_SENTENCE },
	{ "steht ihnen gerne", CUE_BEFORE }, { "steht dir gerne", CUE_BEFORE },
	{ "freut sich auf", CUE_BEFORE }, { "ist gerne für", CUE_BEFORE },
	{ "beantwortet deine", CUE_BEFORE }, { "beantwortet ihre", CUE_BEFORE },
	{ "frau", CUE_TITLE }, { "herr", CUE_TITLE }, { "herrn", CUE_TITLE },
	/* French */
	{ "personne à contacter", CUE_LABEL }, { "votre contact", CUE_LABEL },
	{ "interlocuteur", CUE_LABEL }, { "interlocutrice", CUE_LABEL },
	{ "votre interlocuteur", CUE_LABEL }, { "contacter", CUE_SENTENCE },
	{ "contactez", CUE_SENTENCE }, { "auprès de", CUE_SENTENCE },
	{ "à l'attention de", CUE_SENTENCE },
	{ "à l’attention de", CUE_SENTENCE }, { "s'adresser à", CUE_SENTENCE },
	{ "adressez-vous à", CUE_SENTENCE }, { "vous répondra", CUE_BEFORE },
	{ "madame", CUE_TITLE }, { "monsieur", CUE_TITLE },
	{ "mme", CUE_TITLE }, { "mlle", CUE_TITLE },
	/* Spanish, Portuguese, Italian */
	{ "persona de contacto", CUE_LABEL }, { "contacto", CUE_LABEL },
	{ "reclutador", CUE_LABEL }, { "reclutadora", CUE_LABEL },
	{ "atención", CUE_LABEL }, { "contactar con", CUE_SENTENCE },
	{ "contactar a", CUE_SENTENCE }, { "contacta con", CUE_SENTENCE },
	{ "contacte con", CUE_SENTENCE }, { "póngase en contacto con", CUE_SENTENCE },
	{ "ponerse en contacto con", CUE_SENTENCE },
	{ "dirigirse a", CUE_SENTENCE }, { "señora", CUE_TITLE },
	{ "señor", CUE_TITLE }, { "contato", CUE_LABEL },
	{ "pessoa de contato", CUE_LABEL }, { "pessoa de contacto", CUE_LABEL },
	{ "recrutador", CUE_LABEL }, { "recrutadora", CUE_LABEL },
	{ "entre em contato com", CUE_SENTENCE },
	{ "entrar em contato com", CUE_SENTENCE },
	{ "falar com", CUE_SENTENCE }, { "contatto", CUE_LABEL },
	{ "contatti", CUE_LABEL }, { "referente", CUE_LABEL },
	{ "persona di riferimento", CUE_LABEL }, { "contattare", CUE_SENTENCE },
	{ "rivolgersi a", CUE_SENTENCE }, { "all'attenzione di", CUE_SENTENCE },
	{ "signora", CUE_TITLE }, { "signor", CUE_TITLE },
	{ "sig.ra", CUE_TITLE }, { "dott.ssa", CUE_TITLE },
	/* Dutch */
	{ "contactpersoon", CUE_LABEL }, { "contactgegevens", CUE_LABEL },
	{ "jouw contactpersoon", CUE_LABEL },
	{ "neem contact op met", CUE_SENTENCE },
	{ "contact opnemen met", CUE_SENTENCE }, { "bel met", CUE_SENTENCE },
	{ "terecht bij", CUE_SENTENCE }, { "ter attentie van", CUE_SENTENCE },
	{ "t.a.v.", CUE_SENTENCE }, { "mevrouw", CUE_TITLE },
	{ "meneer", CUE_TITLE }, { "mevr", CUE_TITLE }, { "dhr", CUE_TITLE },
	/* Swedish, Norwegian, Danish, Finnish */
	{ "kontaktpersoner", CUE_LABEL }, { "kontaktinformation", CUE_LABEL },
	{ "rekryterande chef", CUE_LABEL }, { "rekryterare", CUE_LABEL },
	{ "kontakta", CUE_SENTENCE }, { "kontakta gärna", CUE_SENTENCE },
	{ "välkommen att kontakta", CUE_SENTENCE },
	{ "fackliga företrädare", CUE_LABEL },
	{ "kontaktinformasjon", CUE_LABEL }, { "ta kontakt med", CUE_SENTENCE },
	{ "kontakt gjerne", CUE_SENTENCE }, { "henvendelse til", CUE_SENTENCE },
	{ "kontakt venligst", CUE_SENTENCE }, { "kontakte", CUE_SENTENCE },
	{ "kontakter", CUE_LABEL }, { "yhteyshenkilö", CUE_LABEL },
	{ "lisätietoja", CUE_LABEL }, { "lisätietoja antaa", CUE_SENTENCE },
	{ "lisätietoja tehtävästä antaa", CUE_SENTENCE },
	{ "ota yhteyttä", CUE_SENTENCE }, { "yhteydessä", CUE_SENTENCE },
	/* Polish, Czech, Hungarian, Romanian, Turkish */
	{ "osoba kontaktowa", CUE_LABEL }, { "osoba do kontaktu", CUE_LABEL },
	{ "rekruter", CUE_LABEL }, { "rekruterka", CUE_LABEL },
	{ "skontaktuj się z", CUE_SENTENCE }, { "kontakt z", CUE_SENTENCE },
	{ "kontaktować się z", CUE_SENTENCE }, { "pani", CUE_TITLE },
	{ "panią", CUE_TITLE }, { "panem", CUE_TITLE },
	{ "kontaktní osoba", CUE_LABEL }, { "kontaktujte", CUE_SENTENCE },
	{ "kontaktuj", CUE_SENTENCE }, { "kapcsolattartó", CUE_LABEL },
	{ "kapcsolat", CUE_LABEL }, { "persoană de contact", CUE_LABEL },
	{ "persoana de contact", CUE_LABEL }, { "iletişim", CUE_LABEL },
	{ "irtibat", CUE_LABEL }, { "yetkili kişi", CUE_LABEL },
	/* Russian, Ukrainian */
	{ "контактное лицо", CUE_LABEL }, { "Контактное лицо", CUE_LABEL },
	{ "контакты", CUE_LABEL }, { "Контакты", CUE_LABEL },
	{ "контакт", CUE_LABEL }, { "Контакт", CUE_LABEL },
	{ "рекрутер", CUE_LABEL }, { "Рекрутер", CUE_LABEL },
	{ "обращаться к", CUE_SENTENCE }, { "Обращаться к", CUE_SENTENCE },
	{ "контактна особа", CUE_LABEL }, { "Контактна особа", CUE_LABEL },
	/* Chinese, Japanese, Korean */
	{ "联系人", CUE_LABEL }, { "聯絡人", CUE_LABEL }, { "联系", CUE_LABEL },
	{ "招聘负责人", CUE_LABEL }, { "招聘者", CUE_LABEL },
	{ "联络人", CUE_LABEL }, { "招聘联系人", CUE_LABEL },
	{ "担当者", CUE_LABEL }, { "担当", CUE_LABEL },
	{ "採用担当", CUE_LABEL }, { "採用担当者", CUE_LABEL },
	{ "連絡先", CUE_LABEL }, { "お問い合わせ先", CUE_LABEL },
	{ "お問い合わせ", CUE_LABEL }, { "問合せ先", CUE_LABEL },
	{ "담당자", CUE_LABEL }, { "채용담당자", CUE_LABEL },
	{ "채용 담당자", CUE_LABEL }, { "인사담당자", CUE_LABEL },
	{ "문의처", CUE_LABEL }, { "문의", CUE_LABEL }, { "담당", CUE_LABEL },
};

const char *const contact_titles[] = {
	"frau", "herr", "herrn", "mr", "mrs", "ms", "mme", "mlle", "madame",
	"monsieur", "señora", "señor", "signora", "signor", "sig.ra", "sig",
	"mevrouw", "meneer", "mevr", "dhr", "mw", "pani", "panią", "panem",
	"pan", "hr", "fr", "hra", "rouva", "dott", "dott.ssa", "sra", "sr",
	"dña", "sn", "bay", "bayan", "г-н", "г-жа", NULL,
};

const char *const contact_small_titles[] = {
	"dhr", "mevr", "mw", "mevrouw", "meneer", "hr", "fr", "pani", "pan",
	"panią", "panem", "herr", "fru", "dr", "prof", "señora", "señor",
	NULL,
};

const char *const contact_degrees[] = {
	"dr", "prof", "professor", "ing", "dipl", "mag", "mgr", "m", "d", "don",
	"inż", "med", "ir", "drs", "phd", "univ", NULL,
};

const char *const contact_particles[] = {
	"von", "van", "de", "der", "den", "del", "della", "di", "da", "dos",
	"das", "do", "la", "le", "el", "al", "bin", "ibn", "ten", "ter", "zu",
	"zur", "af", "av", "du", "san", "mac", "y", "e", NULL,
};

const char *const contact_no_names[] = {
	/* offices and posts */
	"human", "resources", "resource", "hr", "team", "teams", "department",
	"dept", "office", "talent", "acquisition", "recruiting", "recruitment",
	"recruiter", "recruiters", "recruiterin", "hiring", "manager",
	"managers", "people", "operations", "careers", "career", "jobs", "job",
	"customer", "customers", "client", "clients", "service", "services",
	"support", "sales", "center", "centre", "call", "lens", "tracing",
	"person", "us", "me", "your", "our", "the", "my", "a", "an", "this",
	"director", "head", "lead", "senior", "junior", "chief", "officer",
	"engineer", "engineers", "engineering", "developer", "developers",
	"development", "administrator", "administration", "consultant",
	"specialist", "assistant", "coordinator", "partner", "business",
	"management", "research", "science", "scientist", "data", "machine",
	"learning", "deep", "artificial", "intelligence", "software", "cloud",
	"security", "product", "project", "technical", "technology",
	"information", "details", "form", "page", "website", "web", "email",
	"e-mail", "mail", "phone", "telephone", "tel", "telefon", "fax",
	"mobile", "linkedin", "whatsapp", "apply", "application",
	"applications", "date", "location", "address", "salary", "type",
	"education", "university", "college", "school", "institute",
	"hospital", "department", "ministry", "city", "state", "county",
	"agency", "accommodation", "accommodations", "disability",
	"employment", "equal", "opportunity", "benefits", "requirements",
	"responsibilities", "qualifications", "skills", "experience",
	/* firms */
	"inc", "llc", "ltd", "gmbh", "ag", "corp", "corporation", "company",
	"group", "gruppe", "solutions", "systems", "technologies", "labs",
	"consulting", "partners", "holding", "bank", "studio", "studios",
	"foundation", "association", "amazon", "google", "microsoft", "apple",
	"meta", "nvidia", "openai", "anthropic", "aws", "azure", "python",
	"pytorch", "kubernetes", "docker", "linux", "java", "api",
	/* German */
	"personalabteilung", "personal", "personalwesen", "bewerbung",
	"bewerbungen", "bewerbermanagement", "abteilung", "leiter",
	"leiterin", "leitung", "unser", "unsere", "unseren", "unserem", "unserer", "das", "die",
	"der", "den", "ein", "eine", "wir", "sie", "ihr", "ihre", "ihrer",
	"bei", "im", "in", "am", "für", "per", "und", "mit", "von", "zur",
	"zum", "deine", "dein", "jederzeit", "gerne", "alle", "universität",
	"hochschule", "institut", "kunden", "fragen", "rückfragen", "standort",
	"straße", "str", "datum", "vollzeit", "teilzeit", "recruitingteam",
	"geschäftsführer", "geschäftsführung", "mann", "kolleginnen",
	/* French, Spanish, Portuguese, Italian, Dutch, Nordic, Polish */
	"ressources", "humaines", "service", "équipe", "notre", "votre", "le",
	"la", "les", "nous", "vous", "recursos", "humanos", "rrhh", "equipo",
	"nuestro", "nuestra", "departamento", "el", "los", "equipe", "nosso",
	"nossa", "o", "os", "risorse", "umane", "ufficio", "nostro", "il",
	"afdeling", "ons", "onze", "het", "een", "personeelszaken", "vår",
	"vårt", "oss", "os", "meg", "meitä", "dział", "kadr", "nasz", "do",
	"telefonu", "отдел", "кадров", "нас", "компания",
	NULL,
};

const char *const contact_cjk_offices[] = {
	"人事", "人力", "资源", "資源", "部", "課", "课", "总务", "総務", "公司",
	"会社", "採用", "招聘", "担当", "电话", "電話", "手机", "邮箱", "郵箱",
	"方式", "窓口", "係", "グループ", "チーム", "センター", "お問", "応募",
	"連絡", "联系", "地址", "住所", "팀", "부서", "인사", "채용", "문의",
	"담당", "이메일", "전화", "연락", "微信", "我们", "我們", "先生女士",
	"メール", "フォーム", "まで", "より", "ください", "す", NULL,
};

static unsigned slot_of(unsigned three)
{
	return (three * 2654435761u) >> 24;
}

/* Up to eight bytes as they lie in memory, zeros behind them. */
static uint64_t load(const char *at, size_t n)
{
	uint64_t bytes = 0;

	memcpy(&bytes, at, n < sizeof(bytes) ? n : sizeof(bytes));
	return bytes;
}

static void index_cue(struct contact_cue_index *x, size_t i)
{
	const char *text = cues[i].text;
	unsigned    three = contact_cue_three(text), slot = slot_of(three);
	char        small[8] = { 0 };

	/* find_cues() looks nowhere else */
	assert((text[0] >= 'a' && text[0] <= 'z') ||
	       (unsigned char)text[0] >= 0x80);
	x->cues[i].len = (uint8_t)strlen(text);
	for (size_t k = 0; k < sizeof(small) && text[k]; k++)
		small[k] = text[k] >= 'a' && text[k] <= 'z' ? 0x20 : 0;
	x->cues[i].small = load(small, sizeof(small));
	x->cues[i].start = load(text, x->cues[i].len);
	x->cues[i].mask = load("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
			       x->cues[i].len);
	x->begins[three / 64] |= UINT64_C(1) << three % 64;
	x->cues[i].next = x->first[slot];
	x->first[slot] = (uint8_t)(i + 1);
}

struct contact_cue_index *contact_cue_index_new(void)
{
	struct contact_cue_index *x = xcalloc(1, sizeof(*x));

	assert(ARRAY_LEN(cues) < CONTACT_CUES_MAX);
	for (size_t i = 0; i < ARRAY_LEN(cues); i++)
		index_cue(x, i);
	return x;
}

void contact_cue_index_free(struct contact_cue_index *x)
{
	free(x);
}

const struct contact_cue *contact_cue_at(const struct contact_cue_index *x,
					 unsigned three, const char *at,
					 const char *end, size_t *len)
{
	const struct contact_cue *best = NULL;
	size_t                    left = (size_t)(end - at);
	uint64_t                  bytes = load(at, left);

	*len = 0;
	for (int i = x->first[slot_of(three)]; i; i = x->cues[i - 1].next) {
		size_t n = x->cues[i - 1].len;

		if (((bytes | x->cues[i - 1].small) & x->cues[i - 1].mask) !=
			    x->cues[i - 1].start ||
		    n <= *len || left < n ||
		    (n > sizeof(bytes) &&
		     strncasecmp(at + sizeof(bytes),
				 cues[i - 1].text + sizeof(bytes),
				 n - sizeof(bytes)) != 0))
			continue;
		best = &cues[i - 1];
		*len = n;
	}
	return best;
}
