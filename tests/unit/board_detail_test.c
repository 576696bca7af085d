/*
 * A list leads to the documents of its ads, and such a document tells the same
 * ad: or each job would be stored twice.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>

#define DIR_OF_FIXTURES "tests/fixtures/"

#define FJORD "https://fjord.wd3.myworkdayjobs.example/wday/cxs/fjord/Careers"
#define LANA "https://lana.fa.em2.oraclecloud.com/hcmRestApi/resources/latest"
#define VITRUM "https://api.smartrecruiters.com/v1/companies/Vitrum/postings"
#define REEDBED "https://api.rippling.com/platform/api/ats/v1/board/reedbed"

static const struct detail_case {
	const char *kind;
	const char *list, *list_url;
	const char *detail, *detail_url;
	const char *id;
} cases[] = {
	{ "bamboohr", "list.json", "https://kuusi.bamboohr.com/careers/list",
	  "detail.json", "https://kuusi.bamboohr.com/careers/31/detail", "31" },
	{ "breezy", "positions.json", "https://oast.breezy.hr/json",
	  "page.html", "https://oast.breezy.hr/p/1e0254b886db-hop-drier",
	  "1e0254b886db" },
	{ "icims", "list.html",
	  "https://careers-marl.icims.com/jobs/search?ss=1&in_iframe=1",
	  "job.html",
	  "https://careers-marl.icims.com/jobs/81/marl-digger/job?in_iframe=1",
	  "81" },
	{ "join", "company.html", "https://join.com/companies/glashuette",
	  "job.html",
	  "https://join.com/companies/glashuette/102-optics-engineer", "102" },
	{ "oracle", "list.json",
	  LANA "/recruitingCEJobRequisitions?finder=findReqs;siteNumber=CX_1",
	  "detail.json",
	  LANA "/recruitingCEJobRequisitionDetails?expand=all&onlyData=true"
	       "&finder=ById;Id=%2242%22,siteNumber=CX_1",
	  "42" },
	{ "rippling", "jobs.json", REEDBED "/jobs", "job.json",
	  REEDBED "/jobs/u-1", "u-1" },
	{ "smartrecruiters", "postings.json", VITRUM, "posting.json",
	  VITRUM "/743999671674844", "743999671674844" },
	{ "workable", "results.json",
	  "https://apply.workable.com/api/v3/accounts/ambra/jobs", "job.json",
	  "https://apply.workable.com/api/v2/accounts/ambra/jobs/AB2", "AB2" },
	{ "workday", "list.json", FJORD "/jobs", "job.json",
	  FJORD "/job/Bergen/Analyst_R-101-2", "R-101" },
};

static void read_file(const char *kind, const char *name, struct buf *out)
{
	char   path[256], chunk[4096];
	FILE  *file;
	size_t n;

	snprintf(path, sizeof(path), DIR_OF_FIXTURES "%s/%s", kind, name);
	file = fopen(path, "rb");
	if (!file)
		fail_msg("%s: expected a file", path);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(out, chunk, n);
	fclose(file);
}

static void parse(const char *kind, const char *name, const char *url,
		  struct buf *body, struct findings *out)
{
	read_file(kind, name, body);
	struct document doc = { .body = buf_span(body), .url = span_of(url) };

	assert_int_equal(parser_run(span_of(kind), &doc, out, NULL, NULL),
			 PARSE_OK);
}

static const struct ad *ad_of(const struct findings *f, const char *id)
{
	for (size_t i = 0; i < f->n_ads; i++) {
		if (span_is(f->ads[i].native_id, id))
			return &f->ads[i];
	}
	return NULL;
}

static bool leads_to(const struct findings *f, const char *url)
{
	for (size_t i = 0; i < f->n_links; i++) {
		if (f->links[i].role == LINK_DETAIL &&
		    span_is(f->links[i].url, url))
			return true;
	}
	return false;
}

static void list_and_detail_tell_one_ad(void **state)
{
	const struct detail_case *c = *state;
	struct buf                list_body = BUF_INIT, body = BUF_INIT;
	struct findings           list = FINDINGS_INIT, detail = FINDINGS_INIT;
	const struct ad          *sighted, *whole;

	parse(c->kind, c->list, c->list_url, &list_body, &list);
	parse(c->kind, c->detail, c->detail_url, &body, &detail);

	sighted = ad_of(&list, c->id);
	whole = ad_of(&detail, c->id);
	assert_non_null(sighted);
	assert_true(sighted->has_detail);
	assert_true(leads_to(&list, c->detail_url));
	assert_int_equal(detail.n_ads, 1);
	assert_non_null(whole);
	assert_false(whole->has_detail);
	assert_true(whole->title.len && whole->description.len);
	findings_deinit(&list);
	findings_deinit(&detail);
	buf_deinit(&list_body);
	buf_deinit(&body);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases)] = { 0 };

	xmlInitParser();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		tests[i].name = cases[i].kind;
		tests[i].test_func = list_and_detail_tell_one_ad;
		tests[i].initial_state = (void *)&cases[i];
	}
	return cmocka_run_group_tests_name("board_detail", tests, NULL, NULL);
}
