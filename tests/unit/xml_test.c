/* The short way through XML says what libxml2 says. Run from the root. */
#include "base/mem.h"
#include "parsers/xml_scan.h"
#include "tests/support/xml_events.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>

static const struct xml_case {
	const char *xml;
	bool        is_short; /* read without libxml2 */
} cases[] = {
	{ "<a/>", true },
	{ "<?xml version=\"1.0\"?><a></a>", true },
	{ "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<a/>\n",
	  true },
	{ "<?xml version=\"1.0\"?>\n<?xml-stylesheet href=\"x\"?>\n<a/>", true },
	{ "<!-- a - b --><a><!----></a><!-- c -->", true },
	{ "<a>b &lt;i&gt; &amp;amp; &quot;&apos; &#65;&#x4e2d;</a>", true },
	{ "<a><![CDATA[<b>&amp;]] ></b>]]>c</a>", true },
	{ "<a href=\"x?a=1&amp;b=2&#38;c=&lt;3\" rel='b\"c'/>", true },
	{ "<a xmlns=\"u\" xmlns:b=\"v\"><b:c b:href='1' a='2'/><d/></a>", true },
	{ "<b:c xmlns:b='v' xml:lang='en'>x</b:c >", true },
	{ "<a>北京 ünï</a>", true },
	{ "<a>\n <b> </b>\n</a>", true },
	/* beyond the subset */
	{ "<a>\r\n</a>", false },
	{ "<a><b xmlns='u'/></a>", false },
	{ "<a><x:b/></a>", false },
	{ "<a x:b='1'/>", false },
	{ "<é/>", false },
	{ "<!DOCTYPE a><a/>", false },
	{ "<a>&nbsp;&eacute; & b</a>", false },
	{ "<a>]]></a>", false },
	{ "<a a='1' a='2'/>", false },
	{ "<a a='1'rel='2'/>", false },
	{ "<a a='<'/>", false },
	{ "<a a='1\n2'/>", false },
	{ "<a><b></a></b>", false },
	{ "<a/><b/>", false },
	{ "<a/>x", false },
	{ "x<a/>", false },
	{ "<a>", false },
	{ "<a", false },
	{ "<a/", false },
	{ "</a>", false },
	{ "<", false },
	{ "<a>&#0;&#xD800;</a>", false },
	{ "<a>\xEF\xBF\xBF</a>", false },
	{ "<a><!-- b -- c --></a>", false },
	{ "<a><!-- b ---></a>", false },
	{ "<a><?xml version='1.0'?></a>", false },
	{ "<?xml version='1.1'?><a/>", false },
	{ "<?xml encoding='UTF-8'?><a/>", false },
	{ "<?xml version='1.0' encoding='_'?><a/>", false },
	{ "<a:b:c/>", false },
	{ "<a><![CDATA[</a>", false },
	{ "<![CDATA[a]]><a/>", false },
	{ "<a href=1/>", false },
	{ "<a xmlns:b='u' xmlns:b='u'/>", false },
	{ "<a xmlns=''/>", false },
};

static const char *const files[] = {
	"tests/fixtures/atom/feed.xml",
	"tests/fixtures/weworkremotely/companies.rss",
	"tests/fixtures/rss/fields.rss",    "tests/fixtures/rss/mended.rss",
	"tests/fixtures/sitemap/index.xml", "tests/fixtures/sitemap/urlset.xml",
};

static bool is_short(struct span xml)
{
	static const struct xml_events events = {
		xml_events_reset, xml_events_start, xml_events_text,
		xml_events_end,
	};
	struct buf ignored = BUF_INIT;
	bool       is_done = xml_scan(span_trim(xml), &events, &ignored);

	buf_deinit(&ignored);
	return is_done;
}

static void assert_same(struct span xml)
{
	struct buf quick = BUF_INIT, slow = BUF_INIT;

	xml_events_walk(xml, &quick);
	xml_events_walk_slowly(xml, &slow);

	assert_string_equal(quick.ptr, slow.ptr);
	buf_deinit(&quick);
	buf_deinit(&slow);
}

static void both_ways_say_the_same(void **state)
{
	const struct xml_case *c = *state;

	assert_int_equal(is_short(span_of(c->xml)), c->is_short);
	assert_same(span_of(c->xml));
}

/* Each byte in turn becomes one of those that matter to XML, or goes. */
static void a_changed_byte_is_seen_both_ways(void **state)
{
	static const char marks[] = "<>/&;'\"= :]-?!x";
	char   text[16384];
	FILE  *file = fopen(*state, "rb");
	size_t len;

	assert_non_null(file);
	len = fread(text, 1, sizeof(text), file);
	fclose(file);
	assert_same((struct span){ text, len });
	for (size_t i = 0; i < len; i++) {
		char was = text[i];

		text[i] = marks[i % (sizeof(marks) - 1)];
		assert_same((struct span){ text, len });
		text[i] = was;
		if (i && i % 7 == 0) /* cut off here */
			assert_same((struct span){ text, i });
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + ARRAY_LEN(files)] = { 0 };
	size_t n = 0;

	xmlInitParser();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[n].name = cases[i].xml;
		tests[n].test_func = both_ways_say_the_same;
		tests[n++].initial_state = (void *)&cases[i];
	}
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		tests[n].name = files[i];
		tests[n].test_func = a_changed_byte_is_seen_both_ways;
		tests[n++].initial_state = (void *)files[i];
	}
	return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
