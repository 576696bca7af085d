/* What the formats share: HTML to text, addresses, numbers, dates, JSON. */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/hn.h"
#include "parsers/html_tag.h"
#include "parsers/html_text.h"
#include "parsers/json.h"
#include "parsers/text.h"
#include "parsers/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text_case {
	const char *name;
	const char *in;
	const char *want;
};

static const struct text_case html_cases[] = {
	{ "tags go", "<b>a</b> <i>b</i>c", "a bc" },
	{ "paragraphs are parted by one blank line",
	  "<p>a</p>\n\n<p> b </p><p></p><p>c", "a\n\nb\n\nc" },
	{ "breaks end lines, two of them a paragraph", "a<br>b<br/><br />c",
	  "a\nb\n\nc" },
	{ "items begin with a dash", "x<ul><li>a<li><p>b</p><p>c</p></ul>y",
	  "x\n\n- a\n- b\nc\n\ny" },
	{ "an empty item leaves nothing", "<ul><li></li><li>a</li></ul>",
	  "- a" },
	{ "entities of all kinds",
	  "&lt;&amp;&gt;&nbsp;&#65;&#x42;&#150;&hellip;&nope;&",
	  "<&> AB\xE2\x80\x93\xE2\x80\xA6&nope;&" },
	{ "scripts, styles and comments are dropped",
	  "a<script>if(a<b)</script><style>p{}</style><!-- > -->b", "ab" },
	{ "an unclosed comment drops no text after its tag", "a<!-- b>c",
	  "ac" },
	{ "quoted values may hold a bracket", "<a title='>' href=\">\">x</a>",
	  "x" },
	{ "a lone bracket is a character", "1 < 2 <3", "1 < 2 <3" },
	{ "without markup line ends stay", "a\nb\r\n\r\n\r\nc", "a\nb\n\nc" },
	{ "runs of white space become one", "<p>a \t\n b\xC2\xA0 c</p>",
	  "a b c" },
	{ "broken UTF-8 becomes U+FFFD", "a\xFF\xC3<b>\xE4\xB8</b>",
	  "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
	{ "letters of all scripts stay", "<p>Žluť 北京 ўзбек</p>",
	  "Žluť 北京 ўзбек" },
	{ "cells are parted", "<tr><td>a</td><td>b</td></tr><tr><td>c",
	  "a b\nc" },
	{ "an unclosed tag ends the text", "a<b c", "a" },
	{ "nothing gives nothing", "", "" },
};

static void html_becomes_text(void **state)
{
	const struct text_case *c = *state;
	struct buf              got = BUF_INIT;

	html_to_text(span_of(c->in), &got);

	assert_string_equal(buf_span(&got).ptr, c->want);
	buf_deinit(&got);
}

/* want: "title|inside" of the first <td class="x"> */
static const struct text_case tag_cases[] = {
	{ "what it holds", "<tr><td title=\"a\" class=x>b <i>c</i></td>d",
	  "a|b <i>c</i>" },
	{ "another of its name within",
	  "<td class='y x z'>a<td>b</td>c</td>d", "|a<td>b</td>c" },
	{ "class is a word", "<td class=xx>a</td><TD CLASS=\"x\">b</TD>",
	  "|b" },
	{ "values hold brackets and blanks",
	  "<td class=\"x\" title=\"a > b\">c</td>", "a > b|c" },
	{ "scripts and comments hold no tags",
	  "<script>'<td class=x>1</td>'</script><!-- <td class=x>2 -->"
	  "<td class=x>3</td>", "|3" },
	{ "one that never ends", "<td class=x>a<b>c", "|a<b>c" },
	{ "none", "<td class=y>a</td> < td class=x>", "" },
	{ "a tag cut short", "<td class=\"x", "" },
};

static void tag_is_found(void **state)
{
	const struct text_case *c = *state;
	struct span             rest = span_of(c->in);
	struct html_tag         tag;
	char                    got[128] = "";

	while (!got[0] && html_tag_next(&rest, &tag)) {
		struct span title = html_attribute(tag.text, "title"), in;

		if (!html_tag_is(&tag, "td") || tag.is_end ||
		    !html_has_class(tag.text, "x"))
			continue;
		in = html_inside(&rest, &tag);
		snprintf(got, sizeof(got), "%.*s|%.*s", (int)title.len,
			 title.ptr ? title.ptr : "", (int)in.len, in.ptr);
	}

	assert_string_equal(got, c->want);
}

static const struct text_case url_cases[] = { /* base: http://a/b/c/d;p?q */
	{ "a name", "g", "http://a/b/c/g" },
	{ "a path from here", "./g/", "http://a/b/c/g/" },
	{ "a path from the root", "/g", "http://a/g" },
	{ "another host", "//g", "http://g" },
	{ "a query alone", "?y", "http://a/b/c/d;p?y" },
	{ "a fragment alone", "#s", "http://a/b/c/d;p?q#s" },
	{ "up", "../g", "http://a/b/g" },
	{ "up beyond the root", "../../../../g", "http://a/g" },
	{ "dots within", "a/./b/../g", "http://a/b/c/a/g" },
	{ "an absolute one as it stands", "HTTP://Up.Example/A b#c",
	  "HTTP://Up.Example/A%20b#c" },
	{ "another scheme", "mailto:a@b", "" },
	{ "a script", "javascript:alert(1)", "" },
	{ "no host", "http:///a", "" },
	{ "nothing", " ", "" },
};

static void url_is_resolved(void **state)
{
	const struct text_case *c = *state;
	struct arena            arena = ARENA_INIT;

	struct span got = url_resolve(&arena, SPAN("http://a/b/c/d;p?q"),
				      span_of(c->in));

	assert_string_equal(got.ptr ? got.ptr : "", c->want);
	arena_deinit(&arena);
}

static const struct text_case number_cases[] = {
	{ "plain", "100000", "100000" },
	{ "thousands by comma", "$1,234,567.50 a year", "1234567.5" },
	{ "thousands by point", "1.234,5 EUR", "1234.5" },
	{ "thousands by blank", "40 000", "40000" },
	{ "a range begins with its first", "40000 - 50000", "40000" },
	{ "k", "85k", "85000" },
	{ "cents are exact", "51.66", "51.66" },
	{ "five figures are one group", "33000.000", "33000" },
	{ "none", "Not Displayed", "none" },
};

static void number_is_read(void **state)
{
	const struct text_case *c = *state;
	char                    got[32] = "none";
	double                  n;

	if (text_number(span_of(c->in), &n, NULL))
		snprintf(got, sizeof(got), "%.15g", n);

	assert_string_equal(got, c->want);
}

static const struct text_case date_cases[] = {
	{ "a day", "2025-03-04", "2025-03-04" },
	{ "a moment", "2025-03-04T05:06:07.123-04:00",
	  "2025-03-04T05:06:07-04:00" },
	{ "of a letter", "Tue, 04 Mar 2025 05:06:07 GMT",
	  "2025-03-04T05:06:07Z" },
	{ "month first", "March 4, 2025", "2025-03-04" },
	{ "seconds", "1741017601", "2025-03-03T16:00:01Z" },
	{ "milliseconds", "1741017601999", "2025-03-03T16:00:01Z" },
	{ "a zone that nobody knows", "2025-03-04T05:06:07[Mars]",
	  "2025-03-04" },
	{ "day first with dots", "4.3.2025", "2025-03-04" },
	{ "year first with slashes", "2025/3/4 10:00", "2025-03-04" },
	{ "a day that is no month", "03/24/2025", "2025-03-24" },
	{ "another", "24/03/2025 10:00:00", "2025-03-24" },
	{ "two readings are none", "03/04/2025", "" },
	{ "Swedish", "21 maj 2026", "2026-05-21" },
	{ "Danish", "1. oktober 2025", "2025-10-01" },
	{ "Finnish", "3. heinäkuuta 2026", "2026-07-03" },
	{ "French", "1er août 2025", "2025-08-01" },
	{ "Portuguese", "5 de março de 2026", "2026-03-05" },
	{ "a month first without a comma", "Mai 3 2025", "2025-05-03" },
	{ "a month and two days", "3 maj 4 2026", "" },
	{ "a day that no month has", "31 juni 2026", "" },
	{ "words beside", "sedan 3 maj 2026", "" },
	{ "a day of the week", "Tuesday, March 3, 2026", "2026-03-03" },
	{ "a label", "Veröffentlicht am 15.01.2026", "2026-01-15" },
	{ "a label and a month", "Posted on January 15, 2026", "2026-01-15" },
	{ "a label with a colon", "更新日：2026/01/15", "2026-01-15" },
	{ "no label", "Room 15.01.2026", "" },
	{ "Chinese", "更新于2026年1月15日", "2026-01-15" },
	{ "an era", "令和8年3月3日", "2026-03-03" },
	{ "Korean", "2026년 3월 3일", "2026-03-03" },
	{ "Korean points", "2026. 3. 3.", "2026-03-03" },
	{ "Russian", "3 марта 2026 г.", "2026-03-03" },
	{ "Czech", "15. ledna 2026", "2026-01-15" },
	{ "Hebrew", "3 במרץ 2026", "2026-03-03" },
	{ "Thai years", "3 มีนาคม 2569", "2026-03-03" },
	{ "Vietnamese", "ngày 15 tháng 1 năm 2026", "2026-01-15" },
	{ "Polish has no point there", "3 listopada 2026", "2026-11-03" },
	{ "a month that is two", "3. listopada 2026", "" },
	{ "a month cut short", "2025. szept. 9.", "2025-09-09" },
	{ "a beginning that two have", "12 srp 2026", "" },
	{ "Thai, cut short", "3 มี.ค. 2569", "2026-03-03" },
	{ "Thai, digits and short year", "๑๒ ก.พ. ๖๙", "2026-02-12" },
	{ "Thai numbers", "12/02/2569", "2026-02-12" },
	{ "a month of two words", "15 كانون الثاني 2026", "2026-01-15" },
	{ "Arabic digits", "٢٠٢٦/٠٢/١٢", "2026-02-12" },
	{ "Hindi digits", "१२ फ़रवरी २०२६", "2026-02-12" },
	{ "Chinese numerals", "二〇二六年二月十二日", "2026-02-12" },
	{ "tens", "2026年十月二十一日", "2026-10-21" },
	{ "the first year of an era", "令和元年5月1日", "2019-05-01" },
	{ "a day of the week behind", "2026年2月12日(木)", "2026-02-12" },
	{ "a day of the week that is a month", "mar. 3 mars 2026",
	  "2026-03-03" },
	{ "an ordinal", "1º de março de 2026", "2026-03-01" },
	{ "a time of day", "3 Mar 2026, 09:30", "2026-03-03" },
	{ "a French time of day", "3 mars 2026 à 14h05", "2026-03-03" },
	{ "Czech has blanks", "Aktualizováno 3. 3. 2026", "2026-03-03" },
	{ "a label of a day-first language", "Publié le 03/04/2026",
	  "2026-04-03" },
	{ "a label of English", "Published on 03/04/2026", "" },
	{ "a week", "2026-W12", "" },
	{ "no date", "soon", "" },
};

static void date_is_read(void **state)
{
	const struct text_case *c = *state;
	char                    got[STAMP_SIZE] = "";
	struct stamp            stamp = { 0, 0, STAMP_NONE };

	if (text_date(span_of(c->in), &stamp))
		stamp_format(stamp, got);

	assert_string_equal(got, c->want);
}

static const struct text_case employment_cases[] = {
	{ "as schema.org writes", "FULL_TIME", "FULL_TIME" },
	{ "as people write", "Full-time", "FULL_TIME" },
	{ "several at once", "Part time / freelance", "PART_TIME CONTRACTOR" },
	{ "German", "Vollzeit, unbefristet", "FULL_TIME" },
	{ "Chinese", "\xE5\x85\xA8\xE8\x81\x8C", "FULL_TIME" },
	{ "international is no internship", "International", "OTHER" },
	{ "a contract of employment", "Permanent contract", "OTHER" },
	{ "Swedish", "Heltid, S\xC3\xA4song", "FULL_TIME TEMPORARY" },
	{ "Korean", "정규직, 인턴", "FULL_TIME INTERN" },
	{ "unknown", "Permanent", "OTHER" },
	{ "nothing", " - ", "" },
};

static void employment_is_mapped(void **state)
{
	const struct text_case *c = *state;
	struct arena            arena = ARENA_INIT;
	struct ad               ad = { 0 };
	char                    got[128] = "";

	text_employment(&arena, &ad, span_of(c->in));

	for (size_t i = 0; i < ad.n_employment_types; i++) {
		strcat(got, i ? " " : "");
		strcat(got, ad.employment_types[i].ptr);
	}
	assert_string_equal(got, c->want);
	arena_deinit(&arena);
}

static const struct text_case json_cases[] = {
	{ "as it should be", "{\"a\":1}", "{\"a\":1}" },
	{ "a number beyond 2^53", "{\"a\":[-9007199254740993]}",
	  "{\"a\":[\"-9007199254740993\"]}" },
	{ "a fraction of many digits stays one", "[1.2345678901234567]",
	  "[1.2345678901234567]" },
	{ "digits in a text are text", "[\"12345678901234567890\"]",
	  "[\"12345678901234567890\"]" },
	{ "trailing commas", "{\"a\":[1,2,],}", "{\"a\":[1,2]}" },
	{ "comments", "{/* x */\"a\":1, // y\n\"b\":2}",
	  "{\"a\":1,\"b\":2}" },
	{ "broken escapes", "[\"it\\'s \\x\"]", "[\"it's x\"]" },
	{ "as a script writes it", "{a_1: 'it\\'s \"x\"', 'b c':[true,],}",
	  "{\"a_1\":\"it's \\\"x\\\"\",\"b c\":[true]}" },
	{ "a bare key alone", "{a", "line 1: expected more JSON, got the end" },
	{ "line ends in a text", "[\"a\nb\"]", "[\"a\\nb\"]" },
	{ "a zero in a text", "[\"a\\u0000b\"]", "[\"ab\"]" },
	{ "what stands behind", "{\"a\":1};", "{\"a\":1}" },
	{ "cut short", "{\"a\":\n[1",
	  "line 2: expected more JSON, got the end" },
	{ "another thing", "{\"a\":<p>",
	  "line 1: expected JSON, got \"<p>\"" },
	{ "nothing", " \n", "expected JSON, got nothing" },
};

static void json_is_read(void **state)
{
	const struct text_case *c = *state;
	struct error            err = ERROR_INIT;
	cJSON                  *root = json_parse(span_of(c->in), &err);

	if (root) {
		char *got = cJSON_PrintUnformatted(root);

		assert_string_equal(got, c->want);
		cJSON_free(got);
	} else {
		assert_string_equal(err.text, c->want);
	}
	json_free(root);
}

/* want: employer / title / locations / remote / employment types */
static const struct text_case headline_cases[] = {
	{ "all parts", "Acme | Data Engineer | Oslo, Norway | Onsite | Full-time",
	  "Acme/Data Engineer/Oslo, Norway/onsite/FULL_TIME" },
	{ "another order",
	  "Acme | REMOTE (US only) | $120k-150k | Contract | SRE",
	  "Acme/SRE/REMOTE (US only)/remote/CONTRACTOR" },
	{ "an address beside the name",
	  "Acme (https://acme.example) | Berlin | Designer",
	  "Acme/Designer/Berlin//" },
	{ "semicolons", "Lyon; Full time; ONSITE; Acme",
	  "Lyon/Lyon; Full time; ONSITE; Acme/Acme/onsite/FULL_TIME" },
	{ "dashes before bars", "Acme - Graz, Austria | Backend developer",
	  "Acme/Backend developer/Graz, Austria//" },
	{ "on-site or remote", "Acme | ONSITE or REMOTE | Engineer",
	  "Acme/Engineer//remote/" },
	{ "on-site, and remote further on", "Acme | Onsite | Engineer | Remote ok",
	  "Acme/Engineer//remote/" },
	{ "hybrid or remote", "Acme | Hybrid or remote | Engineer",
	  "Acme/Engineer//hybrid/" },
	{ "places first", "Denver, CO; Atlanta, GA || Remote US | Engineer",
	  "/Engineer/Denver, CO; Atlanta, GA/remote/" },
	{ "a place in the second line", "Acme | Engineer\n\nSan Francisco -- "
	  "Onsite only\n\nWe row.", "Acme/Engineer/San Francisco/onsite/" },
	{ "a sentence in the second line", "Acme | Engineer\nWe like Remote, "
	  "Oregon.", "Acme/Engineer///" },
	{ "a job in a line below", "Acme | Oslo | Onsite | Full-time\nWe are "
	  "engineers.\n* Senior Engineer (Go)\n* Designer",
	  "Acme/Senior Engineer (Go)/Oslo/onsite/FULL_TIME" },
	{ "no job in any line", "Acme | Oslo | Onsite\nWe are hiring engineers",
	  "Acme/Acme | Oslo | Onsite/Oslo/onsite/" },
	{ "no remote", "Acme | Kyoto | Engineer | no remote",
	  "Acme/Engineer/Kyoto/onsite/" },
	{ "prose", "We look for a baker.", "/We look for a baker.///" },
	{ "nothing", "", "////" },
};

static void headline_is_told_apart(void **state)
{
	const struct text_case *c = *state;
	struct arena            arena = ARENA_INIT;
	struct ad               ad = { 0 };
	char                    got[512];
	const char             *remote;

	hn_post(&arena, span_of(c->in), &ad);

	remote = remote_name(ad.remote);
	snprintf(got, sizeof(got), "%s/%s/%s/%s/%s",
		 ad.employer.ptr ? ad.employer.ptr : "",
		 ad.title.ptr ? ad.title.ptr : "",
		 ad.n_locations ? ad.locations[0].text.ptr : "",
		 remote ? remote : "",
		 ad.n_employment_types ? ad.employment_types[0].ptr : "");
	assert_string_equal(got, c->want);
	arena_deinit(&arena);
}

static void table_is_sorted(void **state)
{
	size_t               n;
	const struct parser *const *all = parser_all(&n);

	(void)state;
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(all[i - 1]->name, all[i]->name) < 0);
	assert_null(parser_find(SPAN("nope")));
}

/* A kind is chosen by what it says of itself: all say it, and in a line. */
static void kinds_say_what_they_are(void **state)
{
	size_t               n;
	const struct parser *const *all = parser_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_non_null(all[i]->about);
		assert_in_range(strlen(all[i]->about), 1, 69);
		assert_non_null(all[i]->board);
		assert_in_range(strlen(all[i]->board), 1, 69);
	}
}

/* The names in "{key:NAME}" and "{basic:NAME}" of `text` are in `keys`. */
static void assert_keys_told(const char *text, const char *keys)
{
	static const char *const forms[] = { "{key:", "{basic:" };

	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		for (const char *at = text; at && (at = strstr(at, forms[i]));) {
			char name[64];

			at += strlen(forms[i]);
			snprintf(name, sizeof(name), "%.*s",
				 (int)strcspn(at, "}"), at);
			assert_non_null(keys);
			assert_non_null(strstr(keys, name));
		}
	}
}

static void kinds_say_which_keys_they_need(void **state)
{
	size_t               n;
	const struct parser *const *all = parser_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct parser *p = all[i];
		char                 url[1024] = "";

		if (p->seed_url &&
		    p->seed_url(SPAN("data"), url, sizeof(url)))
			assert_keys_told(url, p->keys);
		assert_keys_told(p->headers, p->keys);
		assert_keys_told(p->token ? p->token->body : NULL, p->keys);
	}
}

#define ALL(cases, check) { cases, ARRAY_LEN(cases), check }

int main(void)
{
	static const struct {
		const struct text_case *cases;
		size_t                  n;
		CMUnitTestFunction      check;
	} groups[] = {
		ALL(html_cases, html_becomes_text),
		ALL(tag_cases, tag_is_found),
		ALL(url_cases, url_is_resolved),
		ALL(number_cases, number_is_read),
		ALL(date_cases, date_is_read),
		ALL(employment_cases, employment_is_mapped),
		ALL(json_cases, json_is_read),
		ALL(headline_cases, headline_is_told_apart),
	};
	struct CMUnitTest tests[1000] = {
		cmocka_unit_test(table_is_sorted),
		cmocka_unit_test(kinds_say_what_they_are),
		cmocka_unit_test(kinds_say_which_keys_they_need),
	};
	size_t n = 3;

	for (size_t g = 0; g < ARRAY_LEN(groups); g++) {
		for (size_t i = 0; i < groups[g].n; i++, n++) {
			tests[n].name = groups[g].cases[i].name;
			tests[n].test_func = groups[g].check;
			tests[n].initial_state = (void *)&groups[g].cases[i];
		}
	}
	return _cmocka_run_group_tests("parsers_text", tests, n, NULL, NULL);
}
