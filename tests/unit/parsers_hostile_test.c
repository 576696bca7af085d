/*
 * Broken and hostile documents: the exact reason, bounded time and memory,
 * and nothing found by those that failed.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECONDS_MAX 10 /* of one document; sanitizers are slow */

/* `before`, then `unit` so many times, then `after`. */
static const struct hostile_case {
	const char       *name;
	const char       *kind;
	const char       *before;
	const char       *unit;
	size_t            times;
	const char       *after;
	enum parse_status status;
	const char       *error; /* "" for PARSE_OK */
} cases[] = {
	{ "an empty board", "greenhouse", "", "", 0, "", PARSE_BROKEN,
	  "expected JSON, got nothing" },
	{ "a page where a board was", "greenhouse", "<html>", "", 0, "",
	  PARSE_BROKEN, "line 1: expected JSON, got \"<html>\"" },
	{ "a board of another kind", "greenhouse", "[{}]", "", 0, "",
	  PARSE_NOT_MINE, "expected \"jobs\" of greenhouse, got an array" },
	{ "an object where postings were", "lever", "{\"ok\":false}", "", 0,
	  "", PARSE_NOT_MINE,
	  "expected postings of lever, got an object without it" },
	{ "a board cut short", "ashby", "{\"jobs\":[{\"title\":\"A\"},\n{\"ti",
	  "", 0, "", PARSE_BROKEN, "line 2: expected more JSON, got the end" },
	{ "an eightfold list that is empty", "eightfold",
	  "{\"positions\":[],\"count\":0}", "", 0, "", PARSE_OK, "" },
	{ "an eightfold list of nulls", "eightfold",
	  "{\"positions\":[null,{\"id\":null,\"name\":7}],\"count\":\"x\"}", "",
	  0, "", PARSE_OK, "" },
	{ "an eightfold answer without a list", "eightfold",
	  "{\"message\":\"PCSX is not enabled for this user.\"}", "", 0, "",
	  PARSE_NOT_MINE,
	  "expected \"positions\" of eightfold, got an object without it" },
	{ "an eightfold page that never says whose", "eightfold", "<html>",
	  "<code id=smartApplyData>{", 100000, "", PARSE_NOT_MINE,
	  "expected the domain of an eightfold site, got a page without it" },
	{ "a gem board that is not there", "gem", "{\"error\":\"not found\"}",
	  "", 0, "", PARSE_NOT_MINE,
	  "expected posts of gem, got an object without it" },
	{ "a gem board of other things", "gem",
	  "[7,null,{\"title\":{},\"offices\":7,\"location\":[]}", "", 0, "]",
	  PARSE_OK, "" },
	{ "a gupy page of nobody", "gupy",
	  "<script id=\"__NEXT_DATA__\" type=\"application/json\">"
	  "{\"props\":{\"pageProps\":{\"jobs\":{}}}}", "", 0, "</script>",
	  PARSE_NOT_MINE,
	  "expected \"jobs\" of gupy, got an object without it" },
	{ "a gupy page without its data", "gupy", "<html>", "<script>", 100000,
	  "", PARSE_NOT_MINE,
	  "expected __NEXT_DATA__ of gupy, got a page without it" },
	{ "a gupy page cut short", "gupy",
	  "<script id=\"__NEXT_DATA__\">{\"props\":", "", 0, "", PARSE_BROKEN,
	  "line 1: expected more JSON, got the end" },
	{ "a comeet error", "comeet", "{\"status\":400,\"message\":\"token\"}",
	  "", 0, "", PARSE_NOT_MINE,
	  "expected positions of comeet, got an object without it" },
	{ "a comeet page without positions", "comeet",
	  "<script>COMPANY_POSITIONS_DATA = null;", "</script>", 100000, "",
	  PARSE_NOT_MINE,
	  "expected COMPANY_POSITIONS_DATA of comeet, got a page without it" },
	{ "comeet positions of other things", "comeet",
	  "[{\"uid\":[],\"name\":\"A\",\"details\":[1,{\"value\":{}}],"
	  "\"location\":7}", ",null", 1000, "]", PARSE_OK, "" },
	{ "a page where neogov was", "neogov", "<html><body>", "", 0,
	  "</body></html>", PARSE_NOT_MINE, "expected <rss>, got <html>" },
	{ "a jobylon page without jobs", "jobylon", "<html>", "JBL.embed_v2",
	  100000, "</html>", PARSE_NOT_MINE,
	  "expected JBL.embed_v2['jobs'] of jobylon, got a page without it" },
	{ "a jobylon list cut short", "jobylon",
	  "<script>JBL.embed_v2['jobs'] = [{id: '1', title: 'a", "\\'",
	  100000, "", PARSE_BROKEN, "line 1: expected more JSON, got the end" },
	{ "a jobylon list of keys", "jobylon",
	  "<script>JBL.embed_v2['jobs'] = [{", "a:1,", 300000,
	  "}]</script>", PARSE_OK, "" },
	{ "an encrypted answer of mokahr", "mokahr",
	  "{\"data\":\"0a1b\",\"necromancer\":\"0123456789abcdef\"}", "", 0,
	  "", PARSE_NOT_MINE,
	  "expected \"data\" of mokahr, got it encrypted" },
	{ "a mokahr page without its data", "mokahr", "<html>",
	  "<input id=init value='", 100000, "", PARSE_NOT_MINE,
	  "expected the init-data of mokahr, got a page without it" },
	{ "mokahr jobs of other things", "mokahr",
	  "<input id=init-data value='{\"jobs\":[1,{\"id\":[],\"locations\":[7,"
	  "{\"cityId\":\"x\"}],\"salaryUnit\":99,\"minSalary\":1}]}'>", "", 0,
	  "", PARSE_OK, "" },
	{ "a beisen error", "beisen", "{\"Code\":500,\"Data\":null}", "", 0, "",
	  PARSE_NOT_MINE,
	  "expected \"Data\" of beisen, got an object without it" },
	{ "a beisen page of open rows", "beisen", "<table>",
	  "<tr><td jobadid=1>a<tr>", 200000, "", PARSE_OK, "" },
	{ "a beisen page of neither kind", "beisen", "<html>", "<tr>", 200000,
	  "", PARSE_NOT_MINE,
	  "expected BSGlobal or a list of beisen, got a page without them" },
	{ "a beisen list of other things", "beisen",
	  "{\"Data\":[null,{\"JobAdName\":\"A\",\"LocNames\":{},\"Salary\":[],"
	  "\"Duty\":7,\"PostDate\":{}}],\"Count\":-5}", "", 0, "", PARSE_OK,
	  "" },
	{ "a recruiter_co_kr error", "recruiter_co_kr",
	  "{\"code\":\"NotFoundCompanyException\"}", "", 0, "", PARSE_NOT_MINE,
	  "expected \"list\" of recruiter_co_kr, got an object without it" },
	{ "a recruiter_co_kr list of nothing", "recruiter_co_kr",
	  "{\"pagination\":{\"totalCount\":0},\"list\":[]}", "", 0, "", PARSE_OK,
	  "" },
	{ "a recruiter_co_kr text of open cells", "recruiter_co_kr",
	  "{\"title\":\"A\",\"jobDescription\":\"", "<td>", 300000, "\"}",
	  PARSE_OK, "" },
	{ "an hrmos page of other things", "hrmos", "<html>", "<li>", 300000,
	  "", PARSE_NOT_MINE, "expected a list of hrmos, got a page without it" },
	{ "an hrmos page of open cards", "hrmos", "<html>",
	  "<li class=pg-list-cassette><h2>", 100000, "", PARSE_OK, "" },
	{ "a softgarden page of other things", "softgarden", "<html>", "<li>",
	  300000, "", PARSE_NOT_MINE,
	  "expected a list of softgarden, got a page without it" },
	{ "a softgarden page of open cards", "softgarden", "<html>",
	  "<div class=matchElement><a href=/job/1/>", 100000, "", PARSE_OK, "" },
	{ "a softgarden feed of nothing", "softgarden",
	  "{\"dataFeedElement\":[", "0,", 200000, "0]}", PARSE_OK, "" },
	{ "a paylocity page without its data", "paylocity", "<html>", "<p>",
	  300000, "", PARSE_NOT_MINE,
	  "expected window.pageData of paylocity, got a page without it" },
	{ "paylocity jobs that are no objects", "paylocity",
	  "<script>window.pageData = {\"Jobs\":[", "[],", 100000, "1]}",
	  PARSE_OK, "" },
	{ "a jobvite page of other things", "jobvite", "<html>", "<p>", 300000,
	  "", PARSE_NOT_MINE,
	  "expected a list of jobvite, got a page without it" },
	{ "a jobvite page of open links", "jobvite", "<html>",
	  "<a href=/a/job/b><h3>", 100000, "", PARSE_OK, "" },
	{ "an hrmdirect page of other things", "hrmdirect", "<html>", "<td>",
	  300000, "", PARSE_NOT_MINE,
	  "expected a list of hrmdirect, got a page without it" },
	{ "an hrmdirect page of open rows", "hrmdirect", "<html>",
	  "<tr data-req-id=1><td class=posTitle><a href=?>b<td>", 60000, "",
	  PARSE_OK, "" },
	{ "a phenom page without its data", "phenom",
	  "<script>phApp.ddo = {\"eagerLoadRefineSearch\":", "[", 100000, "",
	  PARSE_NOT_MINE,
	  "expected the ads of a phenom site, got a page without them" },
	{ "a phenom answer for strangers", "phenom",
	  "{\"tokenAvailable\":false}", "", 0, "", PARSE_NOT_MINE,
	  "expected \"refineSearch\" of phenom, got an object without it" },
	{ "a phenom list of other things", "phenom",
	  "{\"refineSearch\":{\"totalHits\":\"many\",\"data\":{\"jobs\":[1,null,"
	  "{\"jobSeqNo\":{},\"title\":[]}]}}}", "", 0, "", PARSE_OK, "" },
	{ "JSON 100,000 deep", "greenhouse", "{\"jobs\":", "[", 100000, "",
	  PARSE_BROKEN, "line 1: expected nesting up to 512, got more" },
	{ "JSON-LD 100,000 deep", "jsonld",
	  "<script type=\"application/ld+json\">{\"@type\":\"JobPosting\",\"a\":",
	  "[", 100000, "</script>", PARSE_BROKEN,
	  "JSON-LD: line 1: expected nesting up to 512, got more" },
	{ "a board of nothing but commas", "lever", "[", ",", 3000000, "]",
	  PARSE_OK, "" },
	{ "a board of ever more values", "lever", "[", "0,", 3000000, "]",
	  PARSE_BROKEN, "line 1: expected fewer values, got \"0,0,0,0,0,0,0,0,0,0,\"" },
	{ "a text of backslashes", "hn", "{\"type\":\"", "\\\\", 3000000,
	  "\"}", PARSE_NOT_MINE,
	  "expected \"hits\" or a story or comment, got an object without it" },
	{ "JSON-LD that never ends", "html",
	  "<script type=\"application/ld+json\">{\"@type\":\"JobPosting\",", "",
	  0, "", PARSE_BROKEN,
	  "JSON-LD: line 1: expected more JSON, got the end" },
	{ "a page of opening brackets", "html", "", "<", 8000000, "", PARSE_OK,
	  "" },
	{ "a page of types without script", "html", "", "ld+json ", 1000000,
	  "", PARSE_OK, "" },
	{ "a page of unclosed blocks", "html", "",
	  "<script type=ld+json>", 300000, "", PARSE_OK, "" },
	{ "a description of entities", "jsonld",
	  "<script type=ld+json>{\"@type\":\"JobPosting\",\"title\":\"a\","
	  "\"description\":\"",
	  "&amp;lt;", 1000000, "\"}</script>", PARSE_OK, "" },
	{ "a description of open comments", "jsonld",
	  "<script type=ld+json>{\"@type\":\"JobPosting\",\"title\":\"a\","
	  "\"description\":\"",
	  "<!--", 500000, "\"}</script>", PARSE_OK, "" },
	{ "a description of open quotes", "jsonld",
	  "<script type=ld+json>{\"@type\":\"JobPosting\",\"title\":\"a\","
	  "\"description\":\"",
	  "<a b='", 300000, ">\"}</script>", PARSE_OK, "" },
	{ "microdata 100,000 deep", "html", "<p itemtype=JobPosting itemprop=a>",
	  "<div>", 100000, "", PARSE_BROKEN,
	  "expected nesting up to 512, got more" },
	{ "a page of properties", "microdata",
	  "<p itemscope itemtype=http://schema.org/JobPosting>",
	  "<b itemprop=title>", 300, "", PARSE_OK, "" },
	{ "a page of open comments", "microdata", "JobPosting", "<!--", 500000,
	  "", PARSE_OK, "" },
	{ "references that lead nowhere", "jsonld",
	  "{\"@type\":\"x\",\"@graph\":[",
	  "{\"@type\":\"JobPosting\",\"title\":\"a\",\"hiringOrganization\":"
	  "{\"@id\":\"#b\"}},",
	  50000, "]}", PARSE_OK, "" },
	{ "a job of all skills", "jsonld",
	  "{\"@type\":\"JobPosting\",\"title\":\"a\",\"skills\":[",
	  "\"abc\",", 500000, "]}", PARSE_OK, "" },
	{ "a job everywhere", "jsonld",
	  "{\"@type\":\"JobPosting\",\"title\":\"a\",\"jobLocation\":[",
	  "\"abc\",", 500000, "]}", PARSE_OK, "" },
	{ "many items in one page", "microdata", "",
	  "<p itemscope itemtype=http://schema.org/JobPosting><b itemprop=title>"
	  "a</b></p>",
	  20000, "", PARSE_OK, "" },
	{ "an entity bomb", "rss",
	  "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
	  "<rss><channel><item><title>&b;</title></item></channel></rss>",
	  "", 0, "", PARSE_BROKEN,
	  "line 1: expected no entity declaration, got \"a\"" },
	{ "an external entity", "sitemap",
	  "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
	  "<urlset><url><loc>&x;</loc></url></urlset>",
	  "", 0, "", PARSE_BROKEN,
	  "line 1: expected no entity declaration, got \"x\"" },
	{ "an external subset is not fetched", "rss",
	  "<!DOCTYPE rss SYSTEM \"http://127.0.0.1:1/rss.dtd\">"
	  "<rss><channel/></rss>",
	  "", 0, "", PARSE_OK, "" },
	{ "a feed cut short", "rss",
	  "<rss><channel><item><title>a</title></item>\n<item>", "", 0, "",
	  PARSE_BROKEN,
	  "line 2: expected well-formed XML, got: Premature end of data in tag "
	  "item line 2" },
	{ "a page where a feed was", "rss", "<html><body/></html>", "", 0, "",
	  PARSE_NOT_MINE, "expected <rss>, got <html>" },
	{ "a feed where another was", "atom", "<rss/>", "", 0, "",
	  PARSE_NOT_MINE, "expected <feed>, got <rss>" },
	{ "an empty feed", "atom", "", "", 0, "", PARSE_BROKEN,
	  "expected XML, got nothing" },
	{ "XML 100,000 deep", "rss", "<rss>", "<a>", 100000, "", PARSE_BROKEN,
	  "line 1: expected well-formed XML, got: Excessive depth in document: "
	  "256 use XML_PARSE_HUGE option" },
	{ "a page where a sitemap was", "sitemap", "<html/>", "", 0, "",
	  PARSE_NOT_MINE, "expected <urlset> or <sitemapindex>, got <html>" },
	{ "prose where a sitemap was", "sitemap", "http://a/\nnot found", "",
	  0, "", PARSE_NOT_MINE,
	  "line 2: expected <urlset>, <sitemapindex> or an address" },
	{ "a sitemap without end", "sitemap", "<urlset>",
	  "<url><loc>http://a/</loc></url>", 210000, "</urlset>", PARSE_OK,
	  "" },
	{ "a partner's feed cut short", "jobxml",
	  "<source><job><title>a</title></job>\n<job><title>b", "", 0, "",
	  PARSE_BROKEN,
	  "line 2: expected well-formed XML, got: Premature end of data in tag "
	  "title line 2" },
	{ "a page where a partner's feed was", "jobxml",
	  "<html><body><p>gone</p></body></html>", "", 0, "", PARSE_NOT_MINE,
	  "expected a list of <job>, got <html>" },
	{ "a page where an opening was", "hrxml", "<html><p>gone</p></html>", "",
	  0, "", PARSE_NOT_MINE,
	  "expected <PositionOpening>, got <html>" },
	{ "areas within areas", "hrxml",
	  "<PositionOpening><PositionProfile><PositionDetail>"
	  "<PhysicalLocation>",
	  "<Area>", 60, "", PARSE_BROKEN,
	  "line 1: expected well-formed XML, got: Premature end of data in tag "
	  "Area line 1" },
	{ "an entity bomb for a partner", "jobxml",
	  "<!DOCTYPE s [<!ENTITY a \"aaaa\">]><source><job><title>&a;</title>"
	  "</job></source>",
	  "", 0, "", PARSE_BROKEN,
	  "line 1: expected no entity declaration, got \"a\"" },
	{ "a job of ever more members", "jobxml", "<source><job>",
	  "<city>a</city>", 400000, "</job></source>", PARSE_OK, "" },
	{ "jobs within jobs", "jobxml", "<source>", "<job>", 100, "",
	  PARSE_BROKEN,
	  "line 1: expected well-formed XML, got: Premature end of data in tag "
	  "job line 1" },
	{ "a page where topics were", "v2ex", "<html><p>504</p></html>", "", 0,
	  "", PARSE_NOT_MINE, "expected <feed>, got <html>" },
	{ "an answer where topics were", "v2ex", "{\"status\":\"error\"}", "",
	  0, "", PARSE_NOT_MINE,
	  "expected topics of v2ex, got an object without it" },
	{ "an error where posts were", "eleduck", "{\"error\":\"busy\"}", "", 0,
	  "", PARSE_NOT_MINE,
	  "expected \"posts\" of eleduck, got an object without it" },
	{ "an error where jobs were", "arbeitnow",
	  "{\"message\":\"Too Many Attempts.\"}", "", 0, "", PARSE_NOT_MINE,
	  "expected \"data\" of arbeitnow, got an object without it" },
	{ "results cut short", "torre", "{\"results\":[{\"objective\":\"A\"},",
	  "", 0, "", PARSE_BROKEN,
	  "line 1: expected more JSON, got the end" },
	{ "a page where a feed of remote jobs was", "weworkremotely",
	  "<html><title>Just a moment</title></html>", "", 0, "",
	  PARSE_NOT_MINE, "expected <rss>, got <html>" },
	{ "a text of labels", "v2ex",
	  "[{\"id\":1,\"title\":\"招聘\",\"content_rendered\":\"",
	  "公司：<br>【", 200000, "\"}]", PARSE_OK, "" },
	{ "an unknown charset", "html", "<meta charset=klingon>", "", 0, "",
	  PARSE_BROKEN, "expected a known charset, got klingon" },
	{ "an error where offers were", "francetravail",
	  "{\"codeErreur\":\"x\",\"message\":\"y\"}", "", 0, "", PARSE_NOT_MINE,
	  "expected \"resultats\" of francetravail, got an object without it" },
	{ "an error where ads were", "arbeitsagentur", "{\"messages\":[]}", "",
	  0, "", PARSE_NOT_MINE,
	  "expected \"ergebnisliste\" or \"stellenangebote\" of arbeitsagentur, "
	  "got an object without it" },
	{ "a text where jobs were", "mycareersfuture",
	  "{\"results\":\"none\",\"total\":\"many\"}", "", 0, "",
	  PARSE_NOT_MINE,
	  "expected \"results\" of mycareersfuture, got an object without it" },
	{ "a refusal where jobs were", "reed", "{\"Message\":\"denied\"}", "", 0,
	  "", PARSE_NOT_MINE,
	  "expected \"results\" of reed, got an object without it" },
	{ "pages of nothing", "nav", "{\"items\":[", "null,", 100000,
	  "0],\"next_url\":7}", PARSE_OK, "" },
	{ "an ad in all countries", "eures",
	  "{\"jvs\":[{\"title\":\"a\",\"locationMap\":{", "\"x\":[1,\"y\"],",
	  50000, "\"z\":0}}]}", PARSE_OK, "" },
	{ "lines that end too soon", "jobtech",
	  "{\"id\":1,\"headline\":\"a\"}\n", "{\"id\":2,\"headline\":\"a\"}\n",
	  3, "{\"id\":3,", PARSE_BROKEN,
	  "line 5: line 1: expected more JSON, got the end" },
	{ "hits of wrong kinds", "jobtech",
	  "{\"total\":{\"value\":[]},\"stats\":7,\"hits\":[", "[],0,null,{},", 9,
	  "{\"removed\":1}]}", PARSE_OK, "" },
	{ "a search that failed", "usajobs", "{\"SearchResult\":null}", "", 0,
	  "", PARSE_NOT_MINE,
	  "expected \"SearchResult\" of usajobs, got an object without it" },
	{ "announcements that are none", "usajobs_past",
	  "{\"paging\":[],\"data\":[", "{\"positionTitle\":[],\"x\":1},7,", 1000,
	  "{\"positionTitle\":\"a\",\"PositionLocations\":[0,{}]}]}", PARSE_OK,
	  "" },
	{ "a page where announcements were", "usajobs_past", "{\"data\":{}}", "",
	  0, "", PARSE_NOT_MINE,
	  "expected \"data\" of usajobs, got an object without it" },
	{ "a failure in words", "adzuna",
	  "{\"exception\":\"AUTH_FAIL\",\"doc\":\"x\"}", "", 0, "",
	  PARSE_NOT_MINE,
	  "expected \"results\" of adzuna, got an object without it" },
	{ "another feed where APEC's was", "apec", "<rss/>", "", 0, "",
	  PARSE_NOT_MINE, "expected <Export_offres>, got <rss>" },
	{ "a record 200 deep", "jooble", "<jobs><job id=\"1\"><name>a</name>",
	  "<x>", 200, "", PARSE_BROKEN,
	  "line 1: expected well-formed XML, got: Premature end of data in tag "
	  "x line 1" },
	{ "a record of ever more members", "kelio",
	  "<source><jobs><job><name>a</name>", "<x/><y>1</y>", 300000,
	  "</job></jobs></source>", PARSE_OK, "" },
	{ "a record cut short", "apec",
	  "<Export_offres><Offre_emploi><Intitule>a</Intitule>", "", 0, "",
	  PARSE_BROKEN,
	  "line 1: expected well-formed XML, got: Premature end of data in tag "
	  "Offre_emploi line 1" },
	{ "a kind that nobody knows", "fax", "", "", 0, "", PARSE_NOT_MINE,
	  "expected a kind of source, got \"fax\"" },
	{ "nothing to guess from", "auto", "", "", 0, "", PARSE_NOT_MINE,
	  "expected a known format, got an empty document" },
	{ "a body beyond the bound", "html", "", "0123456789abcdef", 2097153,
	  "", PARSE_BROKEN, "expected up to 33554432 bytes, got 33554448" },
};

static void fill(const struct hostile_case *c, struct buf *body)
{
	size_t len = strlen(c->unit);

	buf_add_text(body, c->before);
	buf_reserve(body, len * c->times);
	for (size_t i = 0; i < c->times; i++)
		buf_add(body, c->unit, len);
	buf_add_text(body, c->after);
}

static void document_is_borne(void **state)
{
	const struct hostile_case *c = *state;
	struct buf                 body = BUF_INIT;
	struct findings            found = FINDINGS_INIT;
	struct error               err = ERROR_INIT;
	clock_t                    before;
	enum parse_status          status;

	fill(c, &body);
	struct document doc = { .body = buf_span(&body),
				.url = SPAN("https://x.example/") };
	before = clock();

	status = parser_run(span_of(c->kind), &doc, &found, NULL, &err);

	assert_string_equal(err.text, c->error);
	assert_int_equal(status, c->status);
	if (status != PARSE_OK)
		assert_int_equal(found.n_ads + found.n_links, 0);
	assert_true((clock() - before) / CLOCKS_PER_SEC < SECONDS_MAX);
	findings_deinit(&found);
	buf_deinit(&body);
}

/* Every prefix of a good document, and every byte of it turned over. */
static void no_byte_matters(void **state)
{
	static const struct {
		const char *kind;
		const char *text;
	} good[] = {
		{ "html", "<meta charset=utf-8><link rel=alternate "
			  "type=application/rss+xml href='/a'><script "
			  "type=\"application/ld+json\"><!--\n{\"@type\":"
			  "[\"JobPosting\"],\"title\":\"\\u00e9 &amp;\","
			  "\"jobLocation\":[{\"address\":\"x\"}],"
			  "\"identifier\":12345678901234567890}--></script>" },
		{ "html", "<div itemscope itemtype=\"http://schema.org/"
			  "JobPosting\"><p itemprop='title x'>a<br>b</p>"
			  "<meta itemprop=datePosted content=2025-01-01>" },
		{ "rss", "<?xml version='1.0' encoding='utf-8'?><rss><channel>"
			 "<item><title><![CDATA[a]]></title><link>http://a/b"
			 "</link><pubDate>Tue, 11 Mar 2025 07:30:41 +0000"
			 "</pubDate></item></channel></rss>" },
		{ "jobxml", "<source><Job ID='1'><Title>a</Title><url>/b</url>"
			    "<location><city>c</city><lat>1</lat></location>"
			    "<salary>$20 - 30k per year</salary><remote_type>"
			    "always</remote_type><date>2025-01-02</date></Job>"
			    "</source>" },
		{ "hrxml", "<PositionOpening><PositionProfile><PositionDetail>"
			   "<PhysicalLocation><Area type='city'><Value>a"
			   "</Value></Area></PhysicalLocation><PositionTitle>"
			   "b</PositionTitle></PositionDetail></PositionProfile>"
			   "</PositionOpening>" },
		{ "v2ex", "[{\"id\":1,\"title\":\"招聘\",\"content_rendered\":"
			  "\"<p>【公司】：甲</p><p>base: 沪。</p>\",\"node\":{}}]" },
		{ "jsonfeed", "{\"version\":\"https://jsonfeed.org/version/1\","
			      "\"items\":[{\"title\":\"a\",\"_x\":{\"company\":"
			      "\"b\",\"salary\":\"1-2\"}}]}" },
		{ "remotive", "{\"jobs\":[{\"title\":\"a\",\"salary\":"
			      "\"€ 40k–50k\",\"candidate_required_location\":"
			      "\"b\"}]}" },
		{ "lever", "[{\"id\":\"a\",\"text\":\"b\",\"createdAt\":1e12,"
			   "\"categories\":{\"allLocations\":[\"c\"]}}]" },
		{ "hn", "{\"type\":\"story\",\"title\":\"Who is hiring\","
			"\"children\":[{\"id\":1,\"text\":\"A | B | C<p>d\"}]}" },
	};

	(void)state;
	for (size_t g = 0; g < ARRAY_LEN(good); g++) {
		size_t len = strlen(good[g].text);

		for (size_t i = 0; i < len * 4; i++) {
			char *copy = xstrndup(good[g].text, len);
			struct findings found = FINDINGS_INIT;
			struct document doc = { .body = { copy, len } };

			if (i < len)
				doc.body.len = i;
			else
				copy[i % len] = (char)(copy[i % len] ^
						       (i / len == 1 ? 0x80
							: i / len == 2
								? 0x01
								: copy[i % len]));
			parser_run(span_of(good[g].kind), &doc, &found, NULL,
				   NULL);
			parser_run(SPAN("auto"), &doc, &found, NULL, NULL);
			findings_deinit(&found);
			free(copy);
		}
	}
}

static void on_nothing(void *arg, const char *format, ...)
{
	(void)arg;
	(void)format;
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases) + 1] = { 0 };

	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, on_nothing);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].name;
		tests[i].test_func = document_is_borne;
		tests[i].initial_state = (void *)&cases[i];
	}
	tests[ARRAY_LEN(cases)].name = "no prefix and no turned byte harms";
	tests[ARRAY_LEN(cases)].test_func = no_byte_matters;
	return cmocka_run_group_tests_name("parsers_hostile", tests, NULL,
					   NULL);
}
