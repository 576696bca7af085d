/*
 * parser_fuzz.c - libFuzzer target for all parsers: the first byte is the
 * number of one of the table, any other lets the document be recognised; the
 * rest is the document. `make fuzz`.
 */
#include "base/buf.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/ad_json.h"
#include "parsers/parser.h"

#include <libxml/parser.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void on_nothing(void *arg, const char *format, ...)
{
	(void)arg;
	(void)format;
}

/* Rules for whatever comes: of kind site the last byte chooses. */
static const char *const options[] = {
	"{\"rules\":{\"list\":{\"entries\":\"//*[@class]|//li|//tr\",\"empty\":"
	"\"none\",\"total\":{\"at\":[\"//h1\"]},\"fields\":{\"title\":{\"at\":"
	"[\".//a\",\".\"]},\"url\":{\"at\":[\".//@href\"]},\"location\":{\"at\":"
	"[\".//span\"],\"split\":\",\"},\"posted_at\":{\"at\":[\".//time\"],"
	"\"match\":\"(\\\\d+.*)+$\"},\"description\":{\"at\":[\".//p\"]}},"
	"\"paging\":{\"by\":\"link\",\"at\":[\"//a[last()]/@href\"]}},\"detail\":"
	"{\"fields\":{\"title\":{\"at\":[\"//h1\"]}}}}}",
	"{\"rules\":{\"list\":{\"format\":\"json\",\"entries\":\"/jobs\","
	"\"fields\":{\"title\":{\"at\":[\"/title\",\"/0\"]},\"url\":{"
	"\"template\":\"/{/id}/{}\",\"at\":[\"/id\"]},\"location\":{\"at\":"
	"[\"/places\"],\"each\":\"/name\"}},\"paging\":{\"by\":\"token\","
	"\"param\":\"t\",\"at\":[\"#/next\"]}}}}",
	"{\"csv\":{\"header\":false,\"decimal\":\",\",\"fields\":{\"title\":{"
	"\"columns\":[1,2]},\"location\":{\"column\":2,\"split\":\";\"},"
	"\"posted_at\":{\"column\":3,\"format\":[\"%d.%m.%y %I:%M %p\","
	"\"%b %d %Y\"]},\"pay_min\":1,\"lat\":2,\"lon\":3,\"remote\":1,"
	"\"description\":3}}}",
	"{\"rules\":{\"list\":{\"format\":\"xml\",\"entries\":\"//*\","
	"\"fields\":{\"title\":{\"at\":[\"*\"]},\"url\":{\"at\":[\"@*\"]}}}}}",
	"{\"rules\":{\"list\":{\"format\":\"json\",\"script\":\"//script\","
	"\"script_after\":\"=\",\"entries\":\"\",\"fields\":{\"title\":"
	"{\"at\":[\"/title\"]},\"url\":{\"at\":[\"/url\"]}}}}}",
};

/* Addresses of which parsers read parts: the byte before it chooses. */
static const char *const urls[] = {
	"https://x.example/v1/a?b=c",
	"https://x.example/wday/cxs/t/s/jobs",
	"https://wd3.myworkdaysite.com/wday/cxs/t/s/job/a/b_R-1-2",
	"https://x.example/r?finder=findReqs;siteNumber=CX_1,limit=2,offset=4&a",
	"https://x.example/r?finder=ById;Id=%221%22,siteNumber=CX_1",
	"https://x.icims.com/jobs/search?ss=1&in_iframe=1&pr=1",
	"https://x.icims.com/jobs/81/words/job?in_iframe=1",
	"https://join.com/companies/x/1-words?page=2",
	"https://api.smartrecruiters.com/v1/companies/x/postings?offset=1",
	"https://apply.workable.com/api/v3/accounts/x/jobs",
	"https://api.rippling.com/platform/api/ats/v1/board/x/jobs",
	"https://x.bamboohr.com/careers/list",
	"https://x.bamboohr.com/careers/31/detail",
	"https://x.breezy.hr/p/1e0254b886db-words",
	"https://x.example/services/rss/category/?catid=7&startrow=20",
	"https://x.example/jobs.rss?offset=0&per_page=100",
	"https://api.lever.co/v0/postings/x?mode=json&limit=1&skip=1",
	"https://boards-api.greenhouse.io/v1/boards/x/jobs",
};

static const char *const posts[] = {
	NULL,
	"{\"appliedFacets\":{\"timeType\":[\"a\"]},\"limit\":20,\"offset\":0}",
	"{\"query\":\"\",\"token\":\"t\",\"page\":1}",
	"[",
};

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct findings      found = FINDINGS_INIT;
	struct error         err = ERROR_INIT;
	struct buf           out = BUF_INIT;
	size_t               n;
	const struct parser *const *all = parser_all(&n);
	size_t               chosen;
	struct document      doc = {
		     .fetched_at = { .at = 1700000000, .precision = STAMP_TIME },
	};
	struct span          kind = SPAN("auto");

	xmlSetGenericErrorFunc(NULL, on_nothing);
	if (!len)
		return 0;
	if (bytes[0] < n)
		kind = span_of(all[bytes[0]]->name);
	chosen = len > 2 ? bytes[len - 2] : 0;
	doc.url = span_of(urls[chosen % ARRAY_LEN(urls)]);
	doc.post = span_of(posts[chosen / ARRAY_LEN(urls) % ARRAY_LEN(posts)]);
	doc.body = (struct span){ (const char *)bytes + 1, len - 1 };
	doc.options = span_of(options[bytes[len - 1] % ARRAY_LEN(options)]);
	doc.is_detail = bytes[len - 1] & 0x80;
	parser_run(kind, &doc, &found, NULL, &err);
	for (size_t i = 0; i < found.n_ads; i++) {
		json_open_object(&out);
		ad_write_json(&found.ads[i], &out);
		json_close_object(&out);
		/* Every ad has a key, and a title unless only its end is told. */
		if (!found.ads[i].native_id.len ||
		    (!found.ads[i].title.len && !found.ads[i].is_closed))
			abort();
	}
	buf_deinit(&out);
	findings_deinit(&found);
	return 0;
}
