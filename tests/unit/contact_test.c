/* contact_test.c - people who may be reached are dropped, and nothing else. */
#include "enrich/contact.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

struct text_case {
	const char *text;
	const char *want; /* NULL: as it is */
};

static const struct text_case cases[] = {
	/* e-mail addresses */
	{ "Apply: jane.doe@example.com!", "Apply: [e-mail]!" },
	{ "Send to jobs+ml@mail.example.co.uk.", "Send to [e-mail]." },
	{ "mailto:hr@example.com?", "[e-mail]?" },
	{ "Write <hr@example.com>, please", "Write [e-mail], please" },
	{ "jane (at) example dot com", "[e-mail]" },
	{ "jane [at] example [dot] com now", "[e-mail] now" },
	{ "jobs(at)example(dot)org", "[e-mail]" },
	{ "jobs {at} example.org", "[e-mail]" },
	{ "first.last -at- example.com", "[e-mail]" },
	{ "jobs at example dot com", "[e-mail]" },
	{ "me at gmail.com or reply", "[e-mail] or reply" },
	{ "email: careers at example.com", "email: [e-mail]" },
	{ "E-Mail: max.muster (ät) firma.de", "E-Mail: [e-mail]" },
	{ "简历发送至hr@example.cn，谢谢", "简历发送至[e-mail]，谢谢" },
	{ "応募: saiyo＠example.co.jp まで", "応募: [e-mail] まで" },
	{ "hr @ example.com", "[e-mail]" },
	/* no letter is cut in two: by a script that ends, by 64 bytes */
	{ "Ask j`ne县 (at) firm dot com", "Ask j`[e-mail]" },
	{ "请联系jane@firm.cn", "请联系[e-mail]" },
	{ "ééééééééééééééééééééééééééééééééééééééééa@firm.cn",
	  "ééééééééé[e-mail]" },
	{ "blambert @ example.com", "[e-mail]" },
	{ "matt [at] example . com with", "[e-mail] with" },
	{ "only from @example.com addresses", NULL },
	{ "https://example.com/look-at-this-a-b.html", NULL },
	{ "a@b.co, c@d.co;e@f.co", "[e-mail], [e-mail];[e-mail]" },
	{ "o'neil@example.ie", "[e-mail]" },
	{ "почта: hr@пример.рф", "почта: [e-mail]" },
	/* no addresses */
	{ "Engineer @ Scale.ai", NULL },
	{ "@username on X, @scope/package", NULL },
	{ "https://medium.com/@team/post", NULL },
	{ "send your resume to jdoe at example.com.",
	  "send your resume to [e-mail]." },
	{ "Questions? Write to j.doe at example.com", "Questions? Write to [e-mail]" },
	{ "email me at jane AT example.com (founder", "email me at [e-mail] (founder" },
	{ "Mail at <jane at example.com>", "Mail at [e-mail]" },
	{ "Thanks!\njane at example.com\nBye", "Thanks!\n[e-mail]\nBye" },
	{ "reach out to me (jane at example.com), I am", "reach out to me ([e-mail]), I am" },
	{ "Drop me a line at jdoe at example.com", "Drop me a line at [e-mail]" },
	{ "drop me a note: jane at example.com", "drop me a note: [e-mail]" },
	{ "Email us at Jobs at example.com", "Email us at [e-mail]" },
	{ "check out our eng blog at example.com/engineering", NULL },
	{ "Apply: all open jobs at example.com/jobs", NULL },
	{ "talk to engineers at example.com", NULL },
	{ "email my username at example.com", NULL },
	{ "I work at example.com, write to me", NULL },
	{ "Work at Booking.com with us", NULL },
	{ "You look at the dot com era", NULL },
	{ "at least (at most) 5 [at times]", NULL },
	{ "pip install torch@2.1", NULL },
	{ "@ @@ @. .@", NULL },
	/* telephone numbers */
	{ "Tel.: +49 30 1234567", "Tel.: [phone]" },
	{ "+49 (0) 30 / 123 45 67-89", "[phone]" },
	{ "+1 (415) 555-2671 ext. 12", "[phone]" },
	{ "(415) 555-2671 or 415.555.2671", "[phone] or [phone]" },
	{ "jane (at) firm dot com,(+48 30 123456|Frau Meier",
	  "[e-mail],[phone]|[name]" },
	{ "1-800-555-2671", "[phone]" },
	{ "Call 9876543210 today", "Call [phone] today" },
	{ "Telefon 089/1234 5678", "Telefon [phone]" },
	{ "unter 0171/1234567 erreichbar", "unter [phone] erreichbar" },
	{ "Tél : 01 23 45 67 89", "Tél : [phone]" },
	{ "+33 1 23 45 67 89", "[phone]" },
	{ "0044 20 7946 0958", "[phone]" },
	{ "020 7946 0958", "[phone]" },
	{ "电话：13800138000", "电话：[phone]" },
	{ "手机 138-0013-8000", "手机 [phone]" },
	{ "021-12345678转8001", "[phone]" },
	{ "400-123-4567", "[phone]" },
	{ "TEL 03-1234-5678", "TEL [phone]" },
	{ "전화: 02-123-4567", "전화: [phone]" },
	{ "010-1234-5678", "[phone]" },
	{ "8 (495) 123-45-67", "[phone]" },
	{ "+7 495 123-45-67", "[phone]" },
	{ "tel. 22 123 45 67", "tel. [phone]" },
	{ "Tlf. 22 12 34 56", "Tlf. [phone]" },
	{ "(11) 91234-5678", "[phone]" },
	{ "+91 98765 43210", "[phone]" },
	{ "WhatsApp +27 82 123 4567", "WhatsApp [phone]" },
	{ "phone number is 555 1234", "phone number is [phone]" },
	{ "+46 (0)8 123 456 00", "[phone]" },
	{ "+358 40 123 4567.", "[phone]." },
	/* no telephone numbers */
	{ "24/7 support", NULL },
	{ "C++ 17 2023-2024", NULL },
	{ "401(k) with 4% match", NULL },
	{ "$120,000 - 150,000", NULL },
	{ "$120000 - $150000", NULL },
	{ "120 000 - 150 000 kr", NULL },
	{ "€ 60.000 - 80.000 p.a.", NULL },
	{ "60000-80000 EUR", NULL },
	{ "2024-01-31 to 2025-02-28", NULL },
	{ "01.02.2024 - 31.03.2024", NULL },
	{ "05/2023 - 12/2025", NULL },
	{ "2024-01-31T08:30:00Z", NULL },
	{ "20240131083000", NULL },
	{ "Job ID 0012345678", NULL },
	{ "Ref. no. 212-555-1234", NULL },
	{ "Req #4155552671", NULL },
	{ "R-0012345678", NULL },
	{ "JR2024123456", NULL },
	{ "IBAN DE89 3704 0044 0532 0130 00", NULL },
	{ "Windows 10.0.19041.1234", NULL },
	{ "192.168.100.200", NULL },
	{ "10,000,000 users, 1 500 000 000 events", NULL },
	{ "+10 000 000 users", NULL },
	{ "ISO 27001:2013, ISO/IEC 42001", NULL },
	{ "D-10115 Berlin, 75008 Paris, 100-0001 Tokyo", NULL },
	{ "(2023) 100 papers", NULL },
	{ "52.520008, 13.404954", NULL },
	{ "https://example.com/jobs/0123456789", NULL },
	{ "9.00 - 17.00, 09.00-17.30", NULL },
	{ "GPT-4 128 000 tokens, 70B 8x7B", NULL },
	{ "H100 80 GB, 3.5-10 years", NULL },
	{ "SIRET 012 345 678 00012", NULL },
	{ "50 000 000 000 $", NULL },
	{ "1999-2000-2001", NULL },
	/* persons */
	{ "Ansprechpartner: Frau Müller", "Ansprechpartner: [name]" },
	{ "Ihre Ansprechpartnerin: Anna Muster, Personal",
	  "Ihre Ansprechpartnerin: [name], Personal" },
	{ "Ansprechpartner für Rückfragen:\nDr. Max von Muster\n",
	  "Ansprechpartner für Rückfragen:\n[name]\n" },
	{ "Rückfragen beantwortet dir Anna Muster gern",
	  "Rückfragen beantwortet dir [name] gern" },
	{ "Bitte wenden Sie sich an Herrn Max Muster.",
	  "Bitte wenden Sie sich an [name]." },
	{ "Anna Muster freut sich auf deine Bewerbung",
	  "[name] freut sich auf deine Bewerbung" },
	{ "Contact: Jane Doe", "Contact: [name]" },
	{ "Your contact person: Jane Doe, HR", "Your contact person: [name], HR" },
	{ "Recruiter: Jane van Doe (EMEA)", "Recruiter: [name] (EMEA)" },
	{ "Hiring Manager: J. R. Doe", "Hiring Manager: [name]" },
	{ "Please contact Jane Doe at +1 415 555 2671",
	  "Please contact [name] at [phone]" },
	{ "Jane Doe is your contact for questions",
	  "[name] is your contact for questions" },
	{ "Ask Jane Doe <jane.doe@example.com>", "[name] [e-mail]" },
	{ "Max Müller, max.mueller@example.de, or jmuster@example.de",
	  "[name], [e-mail], or [e-mail]" },
	{ "Votre contact : Mme Dupont", "Votre contact : [name]" },
	{ "Contactez Marie Dupont", "Contactez [name]" },
	{ "Persona de contacto: Ana García López",
	  "Persona de contacto: [name]" },
	{ "Contato: João da Silva", "Contato: [name]" },
	{ "Contatto: Sig.ra Rossi", "Contatto: [name]" },
	{ "Contactpersoon: Jan de Vries", "Contactpersoon: [name]" },
	{ "Neem contact op met Jan de Vries via", "Neem contact op met [name] via" },
	{ "Kontakta Anna Svensson", "Kontakta [name]" },
	{ "Kontaktperson: Kari Nordmann", "Kontaktperson: [name]" },
	{ "Lisätietoja antaa Matti Meikäläinen", "Lisätietoja antaa [name]" },
	{ "Osoba kontaktowa: Jan Kowalski", "Osoba kontaktowa: [name]" },
	{ "Контактное лицо: Анна Иванова", "Контактное лицо: [name]" },
	{ "联系人：张三", "联系人：[name]" },
	{ "联系人：王女士 电话：13800138000", "联系人：[name] 电话：[phone]" },
	{ "担当者：山田 太郎", "担当者：[name]" },
	{ "採用担当：人事部 山田", "採用担当：人事部 [name]" },
	{ "담당자: 김철수", "담당자: [name]" },
	{ "Contact: Jane Doe and John Roe", "Contact: [name] and [name]" },
	{ "Mr. Smith leads the team", "[name] leads the team" },
	{ "Contact\n\nJane Doe, HR", "Contact\n\n[name], HR" },
	/* no persons */
	{ "please contact:\n\nIna Doe\nRecruiter\nTlf: +47 41 66 35 43",
	  "please contact:\n\n[name]\nRecruiter\nTlf: [phone]" },
	{ "Contact:\n\nHuman Resources", NULL },
	{ "Contact:\n\nWe Build Things together", NULL },
	{ "Contact: Human Resources", NULL },
	{ "Contact\n\nNo formal qualifications", NULL },
	{ "Knows MS Excel, MS Computer Science", NULL },
	{ "Contact Center Agent: Machine Learning", NULL },
	{ "Please contact us. Our Team is here", NULL },
	{ "Ansprechpartner für unsere Kunden", NULL },
	{ "Ansprechpartner: Personalabteilung", NULL },
	{ "Point of contact for Machine Learning teams", NULL },
	{ "Recruiter (m/w/d) gesucht", NULL },
	{ "Consultant: Data Science and Python", NULL },
	{ "MS Office, MS Azure, Ms SQL Server", NULL },
	{ "Frauen und Männer, Herrenmode", NULL },
	{ "联系人：人力资源部", NULL },
	{ "担当業務：機械学習モデル", NULL },
	{ "文意: 담당 업무: 모델 개발", NULL },
	{ "Contact: [name], [phone], [e-mail]", NULL },
	/* hostile and empty */
	{ "", NULL },
	{ "@", NULL },
	{ "+", NULL },
	{ "(", NULL },
	{ "Contact:", NULL },
	{ "Frau", NULL },
	{ "Frau ", NULL },
	{ "++++((((((((1111", NULL },
	{ "a@b", NULL },
	{ "\xEF", NULL },
	{ "x\xEF\xBC", NULL },
};

static void contacts_are_dropped(void **state)
{
	const struct text_case *c = *state;
	struct arena            arena = ARENA_INIT;
	struct span             text = span_of(c->text);
	struct span             once = contact_drop_text(text, &arena);
	struct span             twice = contact_drop_text(once, &arena);
	char                   *got = arena_strndup(&arena, once.ptr, once.len);

	assert_string_equal(got, c->want ? c->want : c->text);
	assert_ptr_equal(once.ptr == text.ptr, c->want == NULL);
	assert_ptr_equal(twice.ptr, once.ptr);
	arena_deinit(&arena);
}

static const struct text_case objects[] = {
	{ "{}", NULL },
	{ "{\"a\":1,\"b\":[1.50,\"x\",{}],\"c\":null}", NULL },
	{ "{\"recruiter\":{\"name\":\"Jane\"},\"a\":1}", "{\"a\":1}" },
	{ "{\"a\":1,\"Contact_Email\":\"x\"}", "{\"a\":1}" },
	{ "{\"a\":{\"phone\":1,\"b\":2},\"c\":[]}",
	  "{\"a\":{\"b\":2},\"c\":[]}" },
	{ "{\"n\":\"ask jane\\u0040example.com\"}",
	  "{\"n\":\"ask [e-mail]\"}" },
	{ "{\"n\":[\"Tel. +49 30 1234567\",\"\\n\"]}",
	  "{\"n\":[\"Tel. [phone]\",\"\\n\"]}" },
	{ "{\"id\":491701234567}", NULL },
	{ "{\"contract\":\"x\",\"mobile\":\"y\"}", "{\"contract\":\"x\"}" },
};

static void kept_members_have_none(void **state)
{
	const struct text_case *c = *state;
	struct arena            arena = ARENA_INIT;
	struct span got = contact_drop_json(span_of(c->text), &arena);

	assert_true(span_is(got, c->want ? c->want : c->text));
	arena_deinit(&arena);
}

static void an_ad_keeps_all_else(void **state)
{
	struct contact_cue_index *index = contact_cue_index_new();
	struct arena              arena = ARENA_INIT;
	struct ad                 without, ad = {
		   .native_id = SPAN("0301234567"),
		   .requisition_id = SPAN("030-1234567"),
		   .url = SPAN("https://example.com/@jane"),
		   .apply_url = SPAN("mailto:jane@example.com"),
		   .title = SPAN("Chef, jane@example.com"),
		   .description = SPAN("We cook."),
		   .extra = SPAN("{\"email\":\"jane@example.com\"}"),
	};

	(void)state;
	contact_drop(index, &ad, &arena, &without);

	assert_true(span_is(without.native_id, "0301234567"));
	assert_true(span_is(without.requisition_id, "030-1234567"));
	assert_ptr_equal(without.url.ptr, ad.url.ptr);
	assert_null(without.apply_url.ptr);
	assert_true(span_is(without.title, "Chef, [e-mail]"));
	assert_ptr_equal(without.description.ptr, ad.description.ptr);
	assert_true(span_is(without.extra, "{}"));
	arena_deinit(&arena);
	contact_cue_index_free(index);
}

/* Wherever a text stands in what is read at a time. */
static void lines_before_change_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct text_case *c = &cases[i];
		struct arena            arena = ARENA_INIT;

		for (size_t n = 1; n <= 66; n++) {
			struct buf  text = BUF_INIT;
			struct span got;

			buf_printf(&text, "%*s\n%s", (int)n, "", c->text);
			got = contact_drop_text(buf_span(&text), &arena);
			got.ptr += n + 1;
			got.len -= n + 1;
			assert_true(span_is(got, c->want ? c->want : c->text));
			buf_deinit(&text);
		}
		arena_deinit(&arena);
	}
}

/* More of them than one pass takes, and each is seen. */
static void a_long_list_is_dropped_whole(void **state)
{
	struct arena arena = ARENA_INIT;
	struct buf   text = BUF_INIT;
	struct span  got;

	(void)state;
	for (int i = 0; i < 2000; i++)
		buf_printf(&text, "p%d@example.com +49 30 12345%02d\n", i,
			   i % 100);
	got = contact_drop_text(buf_span(&text), &arena);

	assert_int_equal(got.len, 2000 * strlen("[e-mail] [phone]\n"));
	assert_null(memchr(got.ptr, '@', got.len));
	buf_deinit(&text);
	arena_deinit(&arena);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(an_ad_keeps_all_else),
		cmocka_unit_test(a_long_list_is_dropped_whole),
		cmocka_unit_test(lines_before_change_nothing),
	};
	struct CMUnitTest tests[ARRAY_LEN(cases) + ARRAY_LEN(objects) +
				ARRAY_LEN(others)] = { 0 };
	size_t            n = 0;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		tests[n++] = (struct CMUnitTest){
			.name = cases[i].text,
			.test_func = contacts_are_dropped,
			.initial_state = (void *)&cases[i],
		};
	for (size_t i = 0; i < ARRAY_LEN(objects); i++)
		tests[n++] = (struct CMUnitTest){
			.name = objects[i].text,
			.test_func = kept_members_have_none,
			.initial_state = (void *)&objects[i],
		};
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		tests[n++] = others[i];
	return cmocka_run_group_tests_name("contact", tests, NULL, NULL);
}
