/*
 * recognise_test.c - which boards an address or a page of careers leads to.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "cli/careers.h"
#include "cli/recognise.h"
#include "parsers/site_guess.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define BASE "https://www.brink.example/careers"

/* How pages name boards: links, frames, scripts, attributes, JSON. */
static const struct page_case {
	const char *kind;
	const char *page;
	const char *part;  /* of the address to visit first */
	const char *board; /* for the block; "" when the address goes there */
} pages[] = {
	{ "adzuna", "<a href=\"https://api.adzuna.com/v1/api/jobs/gb/search/1?what=ai\">api</a>",
	  "what=ai", "" },
	{ "ashby", "<script src=\"https://jobs.ashbyhq.com/brink/embed?version=2\">"
	  "</script>",
	  "brink", "brink" },
	{ "ashby", "<div id=\"ashby_embed\">"
	  "</div>"
	  "<script>loadBoard(\"https:\\/\\/jobs.ashbyhq.com\\/Brink%20Labs\\/embed\")</script>",
	  "Brink%20Labs", "Brink%20Labs" },
	{ "bamboohr", "<div id=\"BambooHR\" data-domain=\"brink.bamboohr.com\" data-version=\"1.0.0\">"
	  "</div>"
	  "<script src=\"https://brink.bamboohr.com/js/embed.js\">"
	  "</script>",
	  "brink", "brink" },
	{ "beisen", "<a href=\"https://brink.zhiye.com/social\">社会招聘</a>",
	  "brink", "" },
	{ "breezy", "<script src=\"https://brink-labs.breezy.hr/embed/js?inline=true\">"
	  "</script>",
	  "brink-labs", "brink-labs" },
	{ "comeet", "<a href=\"https://www.comeet.com/jobs/brink/12.345\">Open positions</a>",
	  "brink", "" },
	{ "eightfold", "<a href=\"https://brink.eightfold.ai/careers?domain=brink.com\">Search jobs</a>",
	  "brink", "" },
	{ "gem", "<iframe src=\"https://jobs.gem.com/brink\">"
	  "</iframe>",
	  "brink", "brink" },
	{ "greenhouse", "<div id=\"grnhse_app\">"
	  "</div>"
	  "<script src=\"https://boards.greenhouse.io/embed/job_board/js?for=brink\">"
	  "</script>",
	  "brink", "brink" },
	{ "greenhouse", "<iframe src=\"//job-boards.eu.greenhouse.io/embed/job_board?for=brinkeu&amp;t=1\">"
	  "</iframe>",
	  "brinkeu", "brinkeu" },
	{ "greenhouse", "<script>fetch(\"https://boards-api.greenhouse.io/v1/boards/brink/jobs?content=true\")</script>",
	  "brink", "brink" },
	{ "gupy", "<a href=\"https://brink.gupy.io/\">Vagas</a>",
	  "brink", "brink" },
	{ "himalayas", "<a href=\"https://himalayas.app/jobs/api\">jobs</a>",
	  "himalayas.app", "" },
	{ "hrmdirect", "<iframe src=\"https://brink.hrmdirect.com/employment/job-openings.php?search=true\">"
	  "</iframe>",
	  "brink", "brink" },
	{ "hrmos", "<a href=\"https://hrmos.co/pages/brink/jobs\">採用</a>",
	  "brink", "brink" },
	{ "icims", "<iframe src=\"https://careers-brink.icims.com/jobs/search?ss=1&in_iframe=1\">"
	  "</iframe>",
	  "brink", "careers-brink" },
	{ "jobvite", "<a href=\"https://jobs.jobvite.com/brink/jobs\">Jobs</a>",
	  "brink", "brink" },
	{ "jobylon", "<script>jbl_company_id = 77;</script>"
	  "<script src=\"https://cdn.jobylon.com/jobs/companies/77/embed/v2/\">"
	  "</script>",
	  "/77/", "77" },
	{ "join", "<a href=\"https://join.com/companies/brink\">Jobs</a>",
	  "brink", "brink" },
	{ "lever", "<a href=\"https://jobs.lever.co/brink?lever-via=x\">Jobs</a>",
	  "brink", "brink" },
	{ "lever", "<script>window.leverJobsOptions={accountName:'x'};u=\"https://jobs.eu.lever.co/brink-eu/apply\"</script>",
	  "brink-eu", "" },
	{ "mokahr", "<a href=\"https://app.mokahr.com/social-recruitment/brink/12345#/\">社招</a>",
	  "brink", "" },
	{ "neogov", "<a href=\"https://www.governmentjobs.com/careers/brinkcounty\">Job openings</a>",
	  "brinkcounty", "brinkcounty" },
	{ "oracle", "<a href=\"https://abcd.fa.em2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/requisitions\">Jobs</a>",
	  "CX_1", "" },
	{ "paylocity", "<a href=\"https://recruiting.paylocity.com/recruiting/jobs/All/8759d8d9-b6f5-49b5-b817-f3c4f69a25ed/Brink\">Jobs</a>",
	  "8759d8d9", "8759d8d9-b6f5-49b5-b817-f3c4f69a25ed" },
	{ "personio", "<iframe src=\"https://brink.jobs.personio.de?language=de\">"
	  "</iframe>",
	  "brink", "" },
	{ "phenom", "<a href=\"https://brink.phenompeople.com/us/en/search-results\">Search</a>",
	  "brink", "" },
	{ "pinpoint", "<script src=\"https://brink.pinpointhq.com/jobs.js\">"
	  "</script>",
	  "brink", "brink" },
	{ "recruitee", "<a href=\"https://brink.recruitee.com/o/data-engineer\">Data Engineer</a>",
	  "brink", "brink" },
	{ "recruiter_co_kr", "<a href=\"https://brink.recruiter.co.kr/career/home\">채용</a>",
	  "brink", "brink" },
	{ "reed", "<a href=\"https://www.reed.co.uk/api/1.0/search?keywords=ai\">x</a>",
	  "keywords=ai", "" },
	{ "rippling", "<iframe src=\"https://ats.rippling.com/brink/jobs\">"
	  "</iframe>",
	  "brink", "brink" },
	{ "rippling", "<a href=\"https://ats.rippling.com/en-GB/brink/jobs\">Jobs</a>",
	  "brink", "brink" },
	{ "smartrecruiters", "<script src=\"https://static.smartrecruiters.com/job-widget/1.4.6/script/smart_widget.js\">"
	  "</script>"
	  "<a href=\"https://careers.smartrecruiters.com/BrinkLabs\">Jobs</a>",
	  "BrinkLabs", "BrinkLabs" },
	{ "softgarden", "<a href=\"https://brink.career.softgarden.de/\">Stellen</a>",
	  "brink", "brink" },
	{ "softgarden", "<script src=\"https://brink.softgarden.io/widgets/jobs\">"
	  "</script>",
	  "brink", "" },
	{ "teamtailor", "<iframe src=\"https://brink.teamtailor.com/jobs\">"
	  "</iframe>",
	  "brink", "brink" },
	{ "workable", "<script src=\"https://apply.workable.com/brink/embed.js\">"
	  "</script>",
	  "brink", "brink" },
	{ "workable", "<a href=\"https://brink.workable.com/jobs/1\">Job</a>",
	  "brink", "brink" },
	{ "workday", "<a href=\"https://brink.wd3.myworkdayjobs.com/en-US/External_Careers\">Search</a>",
	  "brink", "" },
	{ "workday", "<a href=\"https://wd5.myworkdaysite.com/recruiting/brink/Careers\">Search</a>",
	  "brink", "" },
};

static const struct guess *guess_of(const struct guess_list *list,
				    const char *kind)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->guess[i].parser &&
		    strcmp(list->guess[i].parser->name, kind) == 0)
			return &list->guess[i];
	}
	return NULL;
}

static void page_leads_to_its_board(void **state)
{
	const struct page_case *c = *state;
	struct guess_list       list = { .n = 0 };
	char                    page[2000];
	const struct guess     *g;

	snprintf(page, sizeof(page),
		 "<!doctype html><html><head><title>Careers</title></head>"
		 "<body><p>We use lever, workday, gems.</p>%s</body></html>",
		 c->page);
	recognise_page(span_of(page), BASE, &list);
	g = guess_of(&list, c->kind);

	if (!g)
		fail_msg("%s: expected it, found %zu others", c->kind, list.n);
	if (!strstr(g->url, c->part))
		fail_msg("%s: expected %s in %s", c->kind, c->part, g->url);
	assert_string_equal(g->board, c->board);
	assert_true(g->is_sure);
}

static const struct address_case {
	const char *url;
	const char *kind; /* "" for none */
} addresses[] = {
	{ "https://job-boards.greenhouse.io/brink", "greenhouse" },
	{ "https://jobs.ashbyhq.com/brink", "ashby" },
	{ "https://brink.wd5.myworkdayjobs.com/en-US/Careers", "workday" },
	{ "https://jobs.lever.co/brink/12-34", "lever" },
	{ "https://brink.jobs.personio.com/", "personio" },
	{ "https://brink.pinpointhq.com/", "pinpoint" },
	{ "https://apply.workable.com/brink/", "workable" },
	{ "https://www.brink.example/careers", "" },
	{ "https://notlever.co/brink", "" },
	{ "https://jobs.lever.co.example/brink", "" },
	{ "https://boards.greenhouse.io.brink.example/brink", "" },
};

static void address_is_of_its_kind_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
		struct guess_list list = { .n = 0 };

		recognise_address(addresses[i].url, &list);
		if (list.n != (addresses[i].kind[0] != '\0'))
			fail_msg("%s: found %zu kinds", addresses[i].url,
				 list.n);
		if (list.n)
			assert_string_equal(list.guess[0].parser->name,
					    addresses[i].kind);
	}
}

static void files_that_boards_share_are_none(void **state)
{
	struct guess_list list = { .n = 0 };

	(void)state;
	recognise_page(SPAN("<script src='https://static.smartrecruiters.com/"
			    "job-widget/1.4.6/script/smart_widget.js'></script>"
			    "<img src='https://cdn.lever.co/logo/x.png'>"),
		       BASE, &list);

	assert_int_equal(list.n, 0);
}

/* What a page links to because it was listed there is not its board. */
static void whole_services_are_none(void **state)
{
	struct guess_list list = { .n = 0 };

	(void)state;
	recognise_page(SPAN("<a href='https://www.arbeitnow.com/'>Seen here</a>"
			    "<a href='https://news.ycombinator.com/item?id=9'>"
			    "Discussion</a><a href='https://remoteok.com/'>x"
			    "</a>"),
		       BASE, &list);
	assert_int_equal(list.n, 0);

	recognise_address("https://news.ycombinator.com/item?id=9", &list);
	assert_int_equal(list.n, 1);
}

static void feeds_that_a_page_names_are_found(void **state)
{
	static const char page[] =
		"<head><link rel=alternate type='application/rss+xml' "
		"href='/jobs.rss'><link rel='alternate' type=\"application/"
		"atom+xml\" href=\"https://f.example/a?x=1&amp;y=2\">"
		"<link rel='alternate' type='application/feed+json' "
		"href='feed.json'><link rel='stylesheet' href='s.css'>"
		"<link rel='alternate' hreflang='de' href='/de'>"
		"<link rel='alternate' type='application/rss+xml' "
		"href='/comments/feed/'>"
		"<!-- <link rel='alternate' type='application/rss+xml' "
		"href='/old.rss'> --></head>";
	static const char *const want[] = {
		"https://www.brink.example/jobs.rss",
		"https://f.example/a?x=1&y=2",
		"https://www.brink.example/feed.json",
	};
	struct guess_list list = { .n = 0 };

	(void)state;
	recognise_page(span_of(page), BASE, &list);

	assert_int_equal(list.n, ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		assert_string_equal(list.guess[i].url, want[i]);
}

static void a_kind_may_run_under_the_page_s_own_name(void **state)
{
	struct guess_list list = { .n = 0 };

	(void)state;
	recognise_own_domain(
		SPAN("<script src='https://d.recruiteecdn.com/x.js'>"),
		"https://jobs.brink.example/", &list);

	assert_non_null(guess_of(&list, "recruitee"));
	assert_false(guess_of(&list, "recruitee")->is_sure);
	assert_null(guess_of(&list, "teamtailor"));
}

static void the_way_to_the_jobs_is_found(void **state)
{
	static const char page[] =
		"<a href='/about'>About</a><a href='/team/jobs.pdf'>Jobs</a>"
		"<a href='/careers#top'>Careers</a>"
		"<a href='mailto:jobs@brink.example'>Jobs</a>"
		"<a href='/de/karriere'>Karriere</a>"
		"<a href='/o'><b>Open</b> positions</a>"
		"<a href='/recruit/'>採用情報</a><a href='/o#x'>Open roles</a>"
		"<a href='/natura'>Natura</a>";
	static const char *const want[] = {
		"https://www.brink.example/de/karriere",
		"https://www.brink.example/recruit/",
		"https://www.brink.example/o",
	};
	struct arena arena = ARENA_INIT;
	struct span  links[8];
	size_t n = careers_links(span_of(page), BASE, &arena, links, 8);

	(void)state;
	assert_int_equal(n, ARRAY_LEN(want));
	for (size_t i = 0; i < n; i++)
		assert_string_equal(links[i].ptr, want[i]);
	arena_deinit(&arena);
}

static void what_a_page_repeats_gives_a_draft(void **state)
{
	static const char page[] =
		"<nav><ul><li><a href='/a'>Products</a><li><a href='/b'>About "
		"us</a><li><a href='/c'>Contact</a><li><a href='/d'>Press</a>"
		"</ul></nav><div class='list'>"
		"<div class='card wide'><h3><a href='/jobs/1'>Miller</a></h3>"
		"<span class='job-location'>York</span><time datetime='2026-"
		"05-01'>May</time></div>"
		"<div class='card'><h3><a href='/jobs/2'>Data engineer</a>"
		"</h3><span class='job-location'>Leeds</span></div>"
		"<div class='card'><h3><a href='/jobs/3'>Welder</a></h3>"
		"</div></div>";
	struct document doc = { .body = span_of(page), .url = SPAN(BASE) };
	struct site_draft draft;

	(void)state;
	assert_true(site_guess(&doc, &draft));

	assert_int_equal(draft.n, 3);
	assert_string_equal(draft.entries,
			    "//div[contains(concat(' ', normalize-space("
			    "@class), ' '), ' card ')]");
	assert_string_equal(draft.title, ".//h3");
	assert_string_equal(draft.url, ".//a/@href");
	assert_non_null(strstr(draft.location, "job-location"));
	assert_string_equal(draft.posted_at, ".//time/@datetime");
}

static void a_page_without_repetition_gives_none(void **state)
{
	struct document doc = {
		.body = SPAN("<p><a href='/jobs/1'>One job</a></p><ul><li><a "
			     "href='/x'>Two things</a></ul>"),
		.url = SPAN(BASE),
	};
	struct site_draft draft;

	(void)state;
	assert_false(site_guess(&doc, &draft));
}

/* `unit` again and again, up to a megabyte. */
static const char *const hostile[] = {
	"https://boards.greenhouse.io/",
	"greenhouse.io",
	"%2F%2Fjobs.lever.co%2F\\u002F\\/",
	"<link rel='alternate' type='application/rss+xml' href='/",
	"<a href='/jobs/",
	"<a href=/careers>Careers",
	"<div><a href='/jobs/1'>Some job</a>",
	"<a<a<a",
	"<!--",
	"jobs.ashbyhq.com/a jobs.ashbyhq.com/b ",
	"a-",
};

static void hostile_pages_are_borne(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct guess_list list = { .n = 0 };
		struct buf        page = BUF_INIT;
		struct arena      arena = ARENA_INIT;
		struct span       links[8];
		struct site_draft draft;
		clock_t           before = clock();

		while (page.len < 1000000)
			buf_add_text(&page, hostile[i]);
		struct document doc = { .body = buf_span(&page),
					.url = SPAN(BASE) };
		recognise_page(buf_span(&page), BASE, &list);
		recognise_own_domain(buf_span(&page), BASE, &list);
		careers_links(buf_span(&page), BASE, &arena, links, 8);
		site_guess(&doc, &draft);

		if (clock() - before > 10 * CLOCKS_PER_SEC)
			fail_msg("%s: took %.1f s", hostile[i],
				 (double)(clock() - before) / CLOCKS_PER_SEC);
		assert_true(list.n <= GUESS_MAX);
		arena_deinit(&arena);
		buf_deinit(&page);
	}
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(address_is_of_its_kind_alone),
		cmocka_unit_test(files_that_boards_share_are_none),
		cmocka_unit_test(whole_services_are_none),
		cmocka_unit_test(feeds_that_a_page_names_are_found),
		cmocka_unit_test(a_kind_may_run_under_the_page_s_own_name),
		cmocka_unit_test(the_way_to_the_jobs_is_found),
		cmocka_unit_test(what_a_page_repeats_gives_a_draft),
		cmocka_unit_test(a_page_without_repetition_gives_none),
		cmocka_unit_test(hostile_pages_are_borne),
	};
	struct CMUnitTest tests[ARRAY_LEN(pages) + ARRAY_LEN(others)] = { 0 };

	xmlInitParser();
	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		tests[i].name = pages[i].kind;
		tests[i].test_func = page_leads_to_its_board;
		tests[i].initial_state = (void *)&pages[i];
	}
	memcpy(tests + ARRAY_LEN(pages), others, sizeof(others));
	return cmocka_run_group_tests_name("recognise", tests, NULL, NULL);
}
