/* What a user gives for a board becomes the address that is visited first. */
#include "base/mem.h"
#include "parsers/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

/* The kind is the name's first word; want: "" when `board` is none of it. */
static const struct seed_case {
	const char *name;
	const char *board;
	const char *want;
} cases[] = {
	{ "join slug", "glashuette", "https://join.com/companies/glashuette" },
	{ "join job", "https://join.com/companies/glashuette/102-optics",
	  "https://join.com/companies/glashuette" },
	{ "join replayed", "http://127.0.0.1:9/companies/glashuette?page=2",
	  "http://127.0.0.1:9/companies/glashuette?page=2" },
	{ "join elsewhere", "https://join.com/jobs", "" },
	{ "smartrecruiters slug", "Vitrum",
	  "https://api.smartrecruiters.com/v1/companies/Vitrum/postings?limit=100&offset=0" },
	{ "smartrecruiters page", "https://careers.smartrecruiters.com/Vitrum/brno?x=1",
	  "https://api.smartrecruiters.com/v1/companies/Vitrum/postings?limit=100&offset=0" },
	{ "smartrecruiters job", "https://jobs.smartrecruiters.com/Vitrum/743-glazier",
	  "https://api.smartrecruiters.com/v1/companies/Vitrum/postings?limit=100&offset=0" },
	{ "smartrecruiters form", "https://jobs.smartrecruiters.com/oneclick-ui/company/Vitrum/job/1",
	  "https://api.smartrecruiters.com/v1/companies/Vitrum/postings?limit=100&offset=0" },
	{ "smartrecruiters API", "https://api.smartrecruiters.com/v1/companies/Vitrum/postings",
	  "https://api.smartrecruiters.com/v1/companies/Vitrum/postings" },
	{ "smartrecruiters behind the employer's own page", "https://www.vitrum.example/jobs",
	  "" },
	{ "workable slug", "ambra",
	  "https://apply.workable.com/api/v1/widget/accounts/ambra?details=true" },
	{ "workable page", "https://apply.workable.com/ambra/?lng=en",
	  "https://apply.workable.com/api/v1/widget/accounts/ambra?details=true" },
	{ "workable older page", "https://ambra.workable.com/",
	  "https://apply.workable.com/api/v1/widget/accounts/ambra?details=true" },
	{ "workable API", "https://apply.workable.com/api/v3/accounts/ambra/jobs",
	  "https://apply.workable.com/api/v3/accounts/ambra/jobs" },
	{ "workable search: another key", "https://jobs.workable.com/company/gtY/jobs-at-ambra",
	  "" },
	{ "workable its own site", "https://www.workable.com/pricing",
	  "" },
	{ "workable behind the employer's own page", "https://ambra.example/careers",
	  "" },
	{ "recruitee slug", "talavera",
	  "https://talavera.recruitee.com/api/offers/" },
	{ "recruitee page", "https://talavera.recruitee.com/o/tiler",
	  "https://talavera.recruitee.com/api/offers/" },
	{ "recruitee under the employer's name", "https://jobs.talavera.example/l/en/",
	  "https://jobs.talavera.example/api/offers/" },
	{ "recruitee API", "http://127.0.0.1:9/api/offers/?x=1",
	  "http://127.0.0.1:9/api/offers/?x=1" },
	{ "pinpoint slug", "clay",
	  "https://clay.pinpointhq.com/postings.json" },
	{ "pinpoint page", "https://clay.pinpointhq.com/en/postings/a-1",
	  "https://clay.pinpointhq.com/postings.json" },
	{ "pinpoint list", "https://jobs.clay.example/en/postings.json",
	  "https://jobs.clay.example/en/postings.json" },
	{ "pinpoint behind the employer's own page", "https://careers.clay.example/jobs",
	  "" },
	{ "rippling slug", "reedbed",
	  "https://api.rippling.com/platform/api/ats/v1/board/reedbed/jobs" },
	{ "rippling page", "https://ats.rippling.com/en-GB/reedbed/jobs",
	  "https://api.rippling.com/platform/api/ats/v1/board/reedbed/jobs" },
	{ "rippling job", "https://ats.us1.rippling.com/reedbed/jobs/u-1",
	  "https://api.rippling.com/platform/api/ats/v1/board/reedbed/jobs" },
	{ "rippling API", "https://api.rippling.com/platform/api/ats/v1/board/reedbed/jobs",
	  "https://api.rippling.com/platform/api/ats/v1/board/reedbed/jobs" },
	{ "rippling its own site", "https://www.rippling.com/reedbed",
	  "" },
	{ "bamboohr opening", "https://lund.bamboohr.com/careers/86?source=x",
	  "https://lund.bamboohr.com/careers/list" },
	{ "bamboohr its own site", "https://www.bamboohr.com/careers",
	  "" },
	{ "personio page in a language", "https://birke.jobs.personio.de/?language=en&x=1",
	  "https://birke.jobs.personio.de/xml?language=en" },
	{ "personio behind the employer's own page", "https://careers.birke.example",
	  "" },
	{ "breezy slug", "oast",
	  "https://oast.breezy.hr/json" },
	{ "breezy page", "https://oast.breezy.hr/p/1e0254b886db-hop-drier",
	  "https://oast.breezy.hr/json" },
	{ "breezy list", "http://127.0.0.1:9/json",
	  "http://127.0.0.1:9/json" },
	{ "breezy behind the employer's own page", "https://oast.example/careers/",
	  "" },
	{ "icims site", "careers-marl",
	  "https://careers-marl.icims.com/jobs/search?ss=1&in_iframe=1" },
	{ "icims search", "https://careers-marl.icims.com/jobs/search?hashed=-625&ss=1",
	  "https://careers-marl.icims.com/jobs/search?ss=1&in_iframe=1" },
	{ "icims start", "https://careers-marl.icims.com/",
	  "https://careers-marl.icims.com/jobs/search?ss=1&in_iframe=1" },
	{ "icims replayed", "http://127.0.0.1:9/jobs/search?ss=1&in_iframe=1",
	  "http://127.0.0.1:9/jobs/search?ss=1&in_iframe=1" },
	{ "icims its own site", "https://www.icims.com/jobs/search",
	  "" },
	{ "icims elsewhere", "https://marl.example/jobs/search",
	  "" },
	{ "greenhouse API without the texts", "https://api.greenhouse.io/v1/boards/sund/jobs",
	  "https://boards-api.greenhouse.io/v1/boards/sund/jobs?content=true" },
	{ "greenhouse in Europe", "https://job-boards.eu.greenhouse.io/sund",
	  "https://boards-api.greenhouse.io/v1/boards/sund/jobs?content=true" },
	{ "greenhouse behind the employer's own page", "https://sund.example/careers",
	  "" },
	{ "lever API", "https://api.lever.co/v0/postings/lek?mode=json",
	  "https://api.lever.co/v0/postings/lek?mode=json" },
	{ "lever job in Europe", "https://jobs.eu.lever.co/lek/b-1/apply",
	  "https://api.eu.lever.co/v0/postings/lek?mode=json" },
	{ "lever behind the employer's own page", "https://lek.example/careers",
	  "" },
	{ "ashby API without pay", "https://api.ashbyhq.com/posting-api/job-board/Nord%20Fly",
	  "https://api.ashbyhq.com/posting-api/job-board/Nord%20Fly?includeCompensation=true" },
	{ "ashby replayed", "http://127.0.0.1:9/posting-api/job-board/nordfly",
	  "http://127.0.0.1:9/posting-api/job-board/nordfly" },
	{ "ashby behind the employer's own page", "https://nordfly.example/jobs",
	  "" },
	{ "oracle site",
	  "https://lana.fa.em2.oraclecloud.com/hcmUI/CandidateExperience/it"
	  "/sites/CX_1/requisitions?mode=location",
	  "https://lana.fa.em2.oraclecloud.com/hcmRestApi/resources/latest"
	  "/recruitingCEJobRequisitions?onlyData=true"
	  "&expand=requisitionList.secondaryLocations&finder=findReqs;"
	  "siteNumber=CX_1,facetsList=CATEGORIES%3BORGANIZATIONS%3BLOCATIONS"
	  "%3BTITLES,limit=200,sortBy=POSTING_DATES_DESC" },
	{ "oracle site on a host of the employer's",
	  "https://work.lana.example/hcmUI/CandidateExperience/en/sites/L-1",
	  "https://work.lana.example/hcmRestApi/resources/latest"
	  "/recruitingCEJobRequisitions?onlyData=true"
	  "&expand=requisitionList.secondaryLocations&finder=findReqs;"
	  "siteNumber=L-1,facetsList=CATEGORIES%3BORGANIZATIONS%3BLOCATIONS"
	  "%3BTITLES,limit=200,sortBy=POSTING_DATES_DESC" },
	{ "oracle replayed", "http://127.0.0.1:9/hcmRestApi/resources/latest/x",
	  "http://127.0.0.1:9/hcmRestApi/resources/latest/x" },
	{ "oracle under the employer's name: its pages ask another host",
	  "https://careers.lana.example/en/sites/CX/jobs", "" },
	{ "successfactors site", "https://jobs.lana.example/search/?q=&x=1",
	  "https://jobs.lana.example/googlefeed.xml" },
	{ "successfactors feed", "https://jobs.lana.example/googleFeed.xml",
	  "https://jobs.lana.example/googleFeed.xml" },
	{ "successfactors feed of a category",
	  "https://jobs.lana.example/services/rss/category/?catid=7",
	  "https://jobs.lana.example/services/rss/category/?catid=7" },
	{ "successfactors older page: it has no feed",
	  "https://career5.successfactors.eu/career?company=lana", "" },
	{ "successfactors slug: which host is not said", "lana", "" },
	{ "teamtailor slug", "skagen",
	  "https://skagen.teamtailor.com/jobs.rss?offset=0&per_page=100" },
	{ "teamtailor page", "https://skagen.teamtailor.com/jobs/71-sailmaker",
	  "https://skagen.teamtailor.com/jobs.rss?offset=0&per_page=100" },
	{ "teamtailor under the employer's name",
	  "https://jobs.skagen.example/jobs",
	  "https://jobs.skagen.example/jobs.rss?offset=0&per_page=100" },
	{ "teamtailor feed", "https://jobs.skagen.example/jobs.json",
	  "https://jobs.skagen.example/jobs.json" },
	{ "teamtailor no slug", "a b", "" },
	{ "oracle slug: which host is not said", "lana", "" },
};

static void board_gives_seed(void **state)
{
	const struct seed_case *c = *state;
	struct span             kind = { c->name, strcspn(c->name, " ") };
	char                    got[1024] = "";

	if (!parser_find(kind)->seed_url(span_of(c->board), got, sizeof(got)))
		got[0] = '\0';

	assert_string_equal(got, c->want);
}

/* No room for the address: refused, and nothing behind the end is written. */
static void small_room_is_borne(void **state)
{
	const struct seed_case *c = *state;
	struct span             kind = { c->name, strcspn(c->name, " ") };
	char                    got[8] = "1234567";

	if (strlen(c->want) >= 4) {
		assert_false(parser_find(kind)->seed_url(span_of(c->board), got,
							 4));
		assert_string_equal(got + 4, "567");
	}
}

int main(void)
{
	struct CMUnitTest tests[2 * ARRAY_LEN(cases)] = { 0 };
	size_t            n = 0;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[n++] = (struct CMUnitTest){
			.name = cases[i].name,
			.test_func = board_gives_seed,
			.initial_state = (void *)&cases[i],
		};
		tests[n++] = (struct CMUnitTest){
			.name = cases[i].name,
			.test_func = small_room_is_borne,
			.initial_state = (void *)&cases[i],
		};
	}
	return cmocka_run_group_tests_name("seed_url", tests, NULL, NULL);
}
