#include "parsers/relative_date.h"

#include "base/mem.h"
#include "parsers/parser.h"
#include "parsers/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <libxml/parser.h>

#define BASE "2026-03-31T01:30:00Z"

static const struct date_case {
	const char *text;
	const char *want; /* seen from BASE; NULL: refused */
} cases[] = {
	{ "Today", "2026-03-31" },
	{ "Just posted", "2026-03-31" },
	{ "Yesterday", "2026-03-30" },
	{ "Posted Yesterday", "2026-03-30" },
	{ "the day before yesterday", "2026-03-29" },
	{ "Posted 3 Days Ago", "2026-03-28" },
	{ "3d ago", "2026-03-28" },
	{ "over 3 dagen", "2026-04-03" },
	{ "לפני חודש", "2026-02-28" },
	{ "两周前", "2026-03-17" },
	{ "한 달 전", "2026-02-28" },
	{ "1ヶ月前", "2026-02-28" },
	{ "a day ago", "2026-03-30" },
	{ "three weeks ago", "2026-03-10" },
	{ "about 2 hours ago", "2026-03-30" },
	{ "1 month ago", "2026-02-28" },
	{ "2 years, 1 month ago", "2024-02-29" },
	{ "1 month, 1 week ago", "2026-02-21" },
	{ "1.5 days ago", "2026-03-29" },
	{ "last week", "2026-03-24" },
	{ "in 10 days", "2026-04-10" },
	{ "tomorrow", "2026-04-01" },
	{ "vor 3 Tagen", "2026-03-28" },
	{ "Veröffentlicht vor einem Monat", "2026-02-28" },
	{ "GESTERN", "2026-03-30" },
	{ "hace 2 días", "2026-03-29" },
	{ "Publicado há 5 dias", "2026-03-26" },
	{ "il y a 3 jours", "2026-03-28" },
	{ "aujourd’hui", "2026-03-31" },
	{ "2 giorni fa", "2026-03-29" },
	{ "3 dagen geleden", "2026-03-28" },
	{ "för 2 dagar sedan", "2026-03-29" },
	{ "3 dni temu", "2026-03-28" },
	{ "5 дней назад", "2026-03-26" },
	{ "вчера", "2026-03-30" },
	{ "3 gün önce", "2026-03-28" },
	{ "3日前", "2026-03-28" },
	{ "2小时前发布", "2026-03-30" },
	{ "昨天", "2026-03-30" },
	{ "1週間前", "2026-03-24" },
	{ "3일 전", "2026-03-28" },
	{ "어제", "2026-03-30" },
	{ "3 วันที่แล้ว", "2026-03-28" },
	{ "3 ngày trước", "2026-03-28" },
	{ "منذ 3 أيام", "2026-03-28" },
	{ "לפני 3 ימים", "2026-03-28" },
	{ "۳ روز پیش", "2026-03-28" },
	{ "acum o săptămână", "2026-03-24" },
	{ "acum două zile", "2026-03-29" },
	{ "acum 20 de zile", "2026-03-11" },
	{ "în urmă cu 3 zile", "2026-03-28" },
	{ "for to uger siden", "2026-03-17" },
	{ "for et år siden", "2025-03-31" },
	{ "kolme päivää sitten", "2026-03-28" },
	{ "před dvěma týdny", "2026-03-17" },
	{ "két hete", "2026-03-17" },
	{ "πριν από δύο εβδομάδες", "2026-03-17" },
	{ "vor fünfzehn Tagen", "2026-03-16" },
	{ "un'ora fa", "2026-03-31" },
	{ "heute Morgen", "2026-03-31" },
	{ "seminggu yang lalu", "2026-03-24" },
	{ "hai ngày trước", "2026-03-29" },
	{ "२ हफ़्ते पहले", "2026-03-17" },
	{ "三天前", "2026-03-28" },
	{ "一か月前", "2026-02-28" },
	{ "二十天前", "2026-03-11" },
	{ "半小时前", "2026-03-31" },
	{ "이틀 전", "2026-03-29" },
	{ "일주일 전", "2026-03-24" },
	{ "๓ วันที่แล้ว", "2026-03-28" },
	{ "قبل ثلاثة أيام", "2026-03-28" },
	{ "vor wenigen Minuten", "2026-03-31" },
	{ "a few days ago", NULL },
	{ "il y a quelques jours", NULL },
	{ "kilka dni temu", NULL },
	{ "umpteen days ago", NULL }, /* some number, not one */
	{ "oltre un mese fa", NULL },
	{ "il y a plus d'un mois", NULL },
	{ "30日以上前", NULL },
	{ "30일 이상 전", NULL },
	{ "30d+ ago", NULL },
	{ "> 30 days ago", NULL },
	{ "Posted 30+ Days Ago", NULL },
	{ "over 30 days ago", NULL },
	{ "vor über 30 Tagen", NULL },
	{ "Week 12", NULL },
	{ "5 years of experience", NULL },
	{ "99999999999 days ago", NULL },
	{ "2400 months ago", NULL },
	{ "9999 years ago", NULL },
	{ "90 years ago", "1936-03-31" },
	{ "Berlin", NULL },
	{ "11:30", NULL },
	{ "", NULL },
	{ "\xFF\xFE 3", NULL },
};

static void text_gives_day(void **state)
{
	const struct date_case *c = *state;
	struct stamp            base, got = { 0 };
	char                    text[STAMP_SIZE] = "";
	bool                    is_understood;

	assert_true(stamp_parse_iso(SPAN(BASE), &base));

	is_understood = text_date_seen(span_of(c->text), base, &got);

	assert_int_equal(is_understood, c->want != NULL);
	stamp_format(got, text);
	assert_string_equal(text, c->want ? c->want : "");
}

static void day_is_the_one_of_the_source(void **state)
{
	struct stamp base, got;
	char         text[STAMP_SIZE];

	(void)state;
	assert_true(stamp_parse_iso(SPAN("2026-03-30T22:30:00-04:00"), &base));
	assert_true(relative_date_parse(SPAN("today"), base, &got));

	stamp_format(got, text);
	assert_string_equal(text, "2026-03-30");
}

/* What a text of a board says when its language, or the year, is known. */
static const struct known_case {
	const char *text;
	const char *language;
	const char *want;
} known_cases[] = {
	{ "03/04/2026", "", "" },
	{ "03/04/2026", "en-US", "" },
	{ "03/04/2026", "en-gb", "2026-04-03" },
	{ "03/04/2026", "fr", "2026-04-03" },
	{ "03/04/2026", "fr-CA", "" },
	{ "03/04/2026", "fra", "" },
	{ "04-05-2026", "nl", "2026-05-04" },
	{ "12.02.26", "", "2026-02-12" },
	{ "25.02.26", "", "" }, /* 2026 by the one reading, 2025 by the other */
	{ "26/02/12", "", "2026-02-12" },
	{ "02/13/26", "", "2026-02-13" },
	{ "02/03/26", "", "" },
	{ "12.02.99", "", "" },
	{ "R8.2.12", "", "2026-02-12" },
	{ "R8.2.31", "", "" },
};

static void language_and_nearness_settle_what_is_open(void **state)
{
	const struct known_case *c = *state;
	struct stamp             base, got = { 0 };
	char                     text[STAMP_SIZE] = "";

	assert_true(stamp_parse_iso(SPAN(BASE), &base));

	text_date_in(span_of(c->text), span_of(c->language), base, &got);

	stamp_format(got, text);
	assert_string_equal(text, c->want);
}

/* Where sources write such texts; each has one ad. */
static const struct document_case {
	const char *name;
	const char *kind;
	const char *body;
} documents[] = {
	{ "JSON-LD", "jsonld",
	  "{\"@context\":\"https://schema.org\",\"@type\":\"JobPosting\","
	  "\"title\":\"a\",\"datePosted\":\"Posted 3 Days Ago\"}" },
	{ "JSON-LD in a page", "html",
	  "<html><script type='application/ld+json'>{\"@type\":\"JobPosting\","
	  "\"title\":\"a\",\"datePosted\":{\"@value\":\"3d ago\"}}</script>" },
	{ "microdata", "microdata",
	  "<div itemscope itemtype='https://schema.org/JobPosting'>"
	  "<b itemprop=title>a</b><i itemprop=datePosted>vor 3 Tagen</i></div>" },
	{ "RDFa", "rdfa",
	  "<div vocab='https://schema.org/' typeof=JobPosting>"
	  "<b property=title>a</b><i property=datePosted>3 days ago</i></div>" },
	{ "RSS", "rss",
	  "<rss><channel><item><title>a</title><pubDate> 3 days ago"
	  "</pubDate></item></channel></rss>" },
	{ "Atom", "atom",
	  "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>a</title>"
	  "<published>il y a 3 jours</published></entry></feed>" },
	{ "a board read by a table", "workable",
	  "{\"jobs\":[{\"shortcode\":\"A\",\"title\":\"a\","
	  "\"published_on\":\"3日前\"}]}" },
};

/* "2026-03-28", or "" when the ad has no date. */
static void posted_at_of(const struct document_case *c, struct stamp seen_at,
			 char text[STAMP_SIZE])
{
	struct document doc = { .body = span_of(c->body),
				.fetched_at = seen_at };
	struct findings found = FINDINGS_INIT;
	struct error    err = ERROR_INIT;

	assert_int_equal(parser_run(span_of(c->kind), &doc, &found, NULL, &err),
			 PARSE_OK);
	assert_int_equal(found.n_ads, 1);
	stamp_format(found.ads[0].posted_at, text);
	findings_deinit(&found);
}

static void document_is_dated_from_when_it_was_fetched(void **state)
{
	const struct document_case *c = *state;
	struct stamp                base;
	char                        with[STAMP_SIZE], without[STAMP_SIZE];

	assert_true(stamp_parse_iso(SPAN(BASE), &base));

	posted_at_of(c, base, with);
	posted_at_of(c, (struct stamp){ 0 }, without);

	assert_string_equal(with, "2026-03-28");
	assert_string_equal(without, "");
}

static void feed_says_its_language(void **state)
{
	static const struct document_case feed = {
		"RSS in Spanish", "rss",
		"<rss><channel><language>es</language><item><title>a</title>"
		"<pubDate>3/4/2026</pubDate></item></channel></rss>"
	};
	char text[STAMP_SIZE];

	(void)state;
	posted_at_of(&feed, (struct stamp){ 0 }, text);

	assert_string_equal(text, "2026-04-03");
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + ARRAY_LEN(documents) +
				  ARRAY_LEN(known_cases) + 2] = {
		0
	};
	size_t n = 0;

	xmlInitParser();

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[n].name = cases[i].text;
		tests[n].test_func = text_gives_day;
		tests[n++].initial_state = (void *)&cases[i];
	}
	for (size_t i = 0; i < ARRAY_LEN(known_cases); i++) {
		tests[n].name = known_cases[i].text;
		tests[n].test_func = language_and_nearness_settle_what_is_open;
		tests[n++].initial_state = (void *)&known_cases[i];
	}
	for (size_t i = 0; i < ARRAY_LEN(documents); i++) {
		tests[n].name = documents[i].name;
		tests[n].test_func = document_is_dated_from_when_it_was_fetched;
		tests[n++].initial_state = (void *)&documents[i];
	}
	tests[n].name = "a feed says its language";
	tests[n++].test_func = feed_says_its_language;
	tests[n].name = "day is the one of the source";
	tests[n].test_func = day_is_the_one_of_the_source;
	return cmocka_run_group_tests_name("relative date", tests, NULL, NULL);
}
