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
	{ "greenhouse slug", "acme",
	  "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true" },
	{ "greenhouse page", "https://job-boards.greenhouse.io/acme/jobs/1",
	  "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true" },
	{ "greenhouse frame",
	  "https://boards.greenhouse.io/embed/job_board?for=acme&b=1",
	  "https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true" },
	{ "greenhouse replayed", "http://127.0.0.1:9/v1/boards/acme/jobs",
	  "http://127.0.0.1:9/v1/boards/acme/jobs" },
	{ "greenhouse elsewhere", "https://example.org/acme", "" },
	{ "greenhouse no slug", "a b", "" },
	{ "lever page", "https://jobs.lever.co/acme/1",
	  "https://api.lever.co/v0/postings/acme?mode=json" },
	{ "lever in Europe", "https://jobs.eu.lever.co/acme",
	  "https://api.eu.lever.co/v0/postings/acme?mode=json" },
	{ "ashby page", "https://jobs.ashbyhq.com/acme",
	  "https://api.ashbyhq.com/posting-api/job-board/acme"
	  "?includeCompensation=true" },
	{ "bamboohr slug", "acme", "https://acme.bamboohr.com/careers/list" },
	{ "bamboohr page", "https://acme.bamboohr.com/careers",
	  "https://acme.bamboohr.com/careers/list" },
	{ "bamboohr replayed", "http://127.0.0.1:9/careers/list",
	  "http://127.0.0.1:9/careers/list" },
	{ "bamboohr elsewhere", "https://example.org/acme", "" },
	{ "beisen slug", "acme", "https://acme.zhiye.com/" },
	{ "beisen page", "https://acme.zhiye.com/social/jobs?x=1",
	  "https://acme.zhiye.com/" },
	{ "beisen older page", "https://acme.zhiye.com/Social",
	  "https://acme.zhiye.com/Social" },
	{ "beisen of an own name", "https://hr.acme.example/",
	  "https://hr.acme.example/" },
	{ "beisen elsewhere", "https://example.org/jobs", "" },
	{ "comeet page", "https://www.comeet.com/jobs/acme/C6.001/a-job/1F.2",
	  "https://www.comeet.com/jobs/acme/C6.001" },
	{ "comeet API",
	  "https://www.comeet.co/careers-api/2.0/company/C6.001/positions?token=A",
	  "https://www.comeet.co/careers-api/2.0/company/C6.001/positions"
	  "?token=A&details=true" },
	{ "comeet replayed",
	  "http://127.0.0.1:9/careers-api/2.0/company/C6.001/positions",
	  "http://127.0.0.1:9/careers-api/2.0/company/C6.001/positions" },
	{ "comeet name without its number", "acme", "" },
	{ "comeet behind the employer's own page",
	  "https://www.acme.example/careers", "" },
	{ "eightfold slug", "acme", "https://acme.eightfold.ai/careers" },
	{ "eightfold page", "https://acme.eightfold.ai/careers/job/1?hl=en",
	  "https://acme.eightfold.ai/careers" },
	{ "eightfold of an own name",
	  "https://careers.acme.example/careers/search?query=*&domain=acme.com",
	  "https://careers.acme.example/careers?domain=acme.com" },
	{ "eightfold replayed",
	  "http://127.0.0.1:9/api/pcsx/search?domain=acme.com",
	  "http://127.0.0.1:9/api/pcsx/search?domain=acme.com" },
	{ "eightfold no slug", "a b", "" },
	{ "paylocity number", "8759d8d9-b6f5-49b5-b817-f3c4f69a25ed",
	  "https://recruiting.paylocity.com/recruiting/jobs/All/"
	  "8759d8d9-b6f5-49b5-b817-f3c4f69a25ed" },
	{ "paylocity page",
	  "https://recruiting.paylocity.com/Recruiting/Jobs/all/"
	  "8759d8d9-b6f5-49b5-b817-f3c4f69a25ed/Acme?x=1",
	  "https://recruiting.paylocity.com/recruiting/jobs/All/"
	  "8759d8d9-b6f5-49b5-b817-f3c4f69a25ed" },
	{ "paylocity replayed",
	  "http://127.0.0.1:9/recruiting/jobs/All/"
	  "8759d8d9-b6f5-49b5-b817-f3c4f69a25ed",
	  "http://127.0.0.1:9/recruiting/jobs/All/"
	  "8759d8d9-b6f5-49b5-b817-f3c4f69a25ed" },
	{ "paylocity name without its number", "acme", "" },
	{ "paylocity job without its board",
	  "https://recruiting.paylocity.com/Recruiting/Jobs/Details/1", "" },
	{ "softgarden slug", "acme",
	  "https://acme.career.softgarden.de/jobs.feed.json" },
	{ "softgarden page", "https://acme.career.softgarden.de/jobs/1/x/",
	  "https://acme.career.softgarden.de/jobs.feed.json" },
	{ "softgarden feed of an own name",
	  "https://karriere.acme.example/jobs.feed.json",
	  "https://karriere.acme.example/jobs.feed.json" },
	{ "softgarden older board", "https://acme.softgarden.io/en/vacancies",
	  "https://acme.softgarden.io/en/vacancies" },
	{ "softgarden older job",
	  "https://acme.softgarden.io/job/1/x?jobDbPVId=2&l=de",
	  "https://acme.softgarden.io/de/vacancies" },
	{ "softgarden replayed", "http://127.0.0.1:9/de/vacancies",
	  "http://127.0.0.1:9/de/vacancies" },
	{ "softgarden elsewhere", "https://example.org/jobs", "" },
	{ "hrmos slug", "acme", "https://hrmos.co/pages/acme/jobs" },
	{ "hrmos job", "https://hrmos.co/pages/acme/jobs/0000001?x=1",
	  "https://hrmos.co/pages/acme/jobs" },
	{ "hrmos part of a list", "https://hrmos.co/pages/acme/jobs?category=7",
	  "https://hrmos.co/pages/acme/jobs?category=7" },
	{ "hrmos replayed", "http://127.0.0.1:9/pages/acme/jobs",
	  "http://127.0.0.1:9/pages/acme/jobs" },
	{ "hrmos elsewhere", "https://example.org/acme", "" },
	{ "recruiter_co_kr slug", "acme",
	  "https://api-recruiter.recruiter.co.kr/position/v1/jobflex"
	  "?prefix=acme.recruiter.co.kr" },
	{ "recruiter_co_kr page", "https://acme.recruiter.co.kr/career/jobs/7",
	  "https://api-recruiter.recruiter.co.kr/position/v1/jobflex"
	  "?prefix=acme.recruiter.co.kr" },
	{ "recruiter_co_kr replayed",
	  "http://127.0.0.1:9/position/v1/jobflex?prefix=acme.recruiter.co.kr",
	  "http://127.0.0.1:9/position/v1/jobflex?prefix=acme.recruiter.co.kr" },
	{ "recruiter_co_kr itself", "https://www.recruiter.co.kr/", "" },
	{ "recruiter_co_kr elsewhere", "https://example.org/acme", "" },
	{ "mokahr names", "acme/47588",
	  "https://app.mokahr.com/social-recruitment/acme/47588" },
	{ "mokahr campus page",
	  "https://app.mokahr.com/campus_apply/acme/7?locale=zh-CN#/job/1",
	  "https://app.mokahr.com/campus_apply/acme/7" },
	{ "mokahr of an own name", "https://jobs.acme.example/",
	  "https://jobs.acme.example/" },
	{ "mokahr replayed", "http://127.0.0.1:9/social-recruitment/acme/7",
	  "http://127.0.0.1:9/social-recruitment/acme/7" },
	{ "mokahr without a site", "https://app.mokahr.com/", "" },
	{ "mokahr name alone", "acme", "" },
	{ "jobylon number", "77",
	  "https://cdn.jobylon.com/jobs/companies/77/embed/v2/?page_size=1000" },
	{ "jobylon list of a group",
	  "https://cdn.jobylon.com/jobs/company-groups/241/embed/v2/?page_size=9",
	  "https://cdn.jobylon.com/jobs/company-groups/241/embed/v2/"
	  "?page_size=1000" },
	{ "jobylon page", "https://emp.jobylon.com/companies/77-acme/",
	  "https://cdn.jobylon.com/jobs/companies/77/embed/v2/?page_size=1000" },
	{ "jobylon feed", "https://feed.jobylon.com/feeds/0a1b/?format=json",
	  "https://feed.jobylon.com/feeds/0a1b/?format=json" },
	{ "jobylon replayed", "http://127.0.0.1:9/jobs/companies/7/embed/v2/",
	  "http://127.0.0.1:9/jobs/companies/7/embed/v2/" },
	{ "jobylon job: whose is not said", "https://emp.jobylon.com/jobs/1-a/",
	  "" },
	{ "jobylon behind the employer's own page",
	  "https://careers.acme.example/", "" },
	{ "neogov slug", "fulton",
	  "https://www.governmentjobs.com/SearchEngine/JobsFeed?agency=fulton" },
	{ "neogov page", "https://www.governmentjobs.com/careers/fulton/jobs/1",
	  "https://www.governmentjobs.com/SearchEngine/JobsFeed?agency=fulton" },
	{ "neogov of schools", "https://www.schooljobs.com/careers/usd",
	  "https://www.schooljobs.com/SearchEngine/JobsFeed?agency=usd" },
	{ "neogov of old", "http://agency.governmentjobs.com/fulton/default.cfm",
	  "https://www.governmentjobs.com/SearchEngine/JobsFeed?agency=fulton" },
	{ "neogov replayed", "http://127.0.0.1:9/SearchEngine/JobsFeed?agency=a",
	  "http://127.0.0.1:9/SearchEngine/JobsFeed?agency=a" },
	{ "neogov elsewhere", "https://example.org/careers/fulton", "" },
	{ "gupy slug", "acme", "https://acme.gupy.io/" },
	{ "gupy job", "https://acme.gupy.io/jobs/7?jobBoardSource=x",
	  "https://acme.gupy.io/" },
	{ "gupy portal", "https://portal.api.gupy.io/api/v1/jobs?limit=9",
	  "https://portal.api.gupy.io/api/v1/jobs?limit=9" },
	{ "gupy replayed", "http://127.0.0.1:9/", "http://127.0.0.1:9/" },
	{ "gupy itself", "https://www.gupy.io/", "" },
	{ "gupy elsewhere", "https://example.org/acme", "" },
	{ "gem slug", "acme-ai",
	  "https://api.gem.com/job_board/v0/acme-ai/job_posts/" },
	{ "gem page", "https://jobs.gem.com/acme-ai/am9icG9zdDpx?x=1",
	  "https://api.gem.com/job_board/v0/acme-ai/job_posts/" },
	{ "gem replayed", "http://127.0.0.1:9/job_board/v0/acme/job_posts/",
	  "http://127.0.0.1:9/job_board/v0/acme/job_posts/" },
	{ "gem elsewhere", "https://example.org/acme", "" },
	{ "personio slug", "acme", "https://acme.jobs.personio.de/xml" },
	{ "personio page", "https://acme.jobs.personio.com/job/1",
	  "https://acme.jobs.personio.com/xml" },
	{ "personio replayed", "http://127.0.0.1:9/xml?language=de",
	  "http://127.0.0.1:9/xml?language=de" },
	{ "personio elsewhere", "https://example.org/acme", "" },
	{ "workday page", "https://acme.wd5.myworkdayjobs.com/Acme_Jobs",
	  "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Acme_Jobs/jobs" },
	{ "workday job in Portuguese",
	  "https://acme.wd103.myworkdayjobs.com/pt-BR/jobs/job/Rio/A_R-1?q=x",
	  "https://acme.wd103.myworkdayjobs.com/wday/cxs/acme/jobs/jobs" },
	{ "workday on the shared host",
	  "https://wd3.myworkdaysite.com/en-US/recruiting/acme/External",
	  "https://wd3.myworkdaysite.com/wday/cxs/acme/External/jobs" },
	{ "workday replayed", "http://127.0.0.1:9/wday/cxs/acme/jobs/jobs",
	  "http://127.0.0.1:9/wday/cxs/acme/jobs/jobs" },
	{ "workday without a site", "https://acme.wd5.myworkdayjobs.com/", "" },
	{ "workday slug: which host is not said", "acme", "" },
	{ "workday behind the employer's own page",
	  "https://jobs.example.org/en-gb/jobs", "" },
	{ "phenom host", "careers.acme.example", "https://careers.acme.example/" },
	{ "phenom first page", "https://careers.acme.example",
	  "https://careers.acme.example/" },
	{ "phenom in a language", "https://careers.acme.example/us/en/job/R1/a",
	  "https://careers.acme.example/us/en/search-results?from=0&s=1" },
	{ "phenom search",
	  "https://careers.acme.example/global/en/search-results?category=IT",
	  "https://careers.acme.example/global/en/search-results?category=IT" },
	{ "phenom job without a language", "http://127.0.0.1:9/job/AB1",
	  "http://127.0.0.1:9/" },
	{ "phenom no host", "acme", "" },
	{ "phenom is not Paradox", "https://careers.acme.example/jobs", "" },
	{ "adzuna words", "machine learning",
	  "https://api.adzuna.com/v1/api/jobs/gb/search/1?what=machine%20learning"
	  "&app_id={key:adzuna-id}&app_key={key:adzuna-key}&results_per_page=50"
	  "&sort_by=date&content-type=application/json" },
	{ "adzuna query", "country=pl&what=C++&where=Łódź",
	  "https://api.adzuna.com/v1/api/jobs/pl/search/1?what=C%2B%2B"
	  "&where=%C5%81%C3%B3d%C5%BA&app_id={key:adzuna-id}"
	  "&app_key={key:adzuna-key}&results_per_page=50"
	  "&sort_by=date&content-type=application/json" },
	{ "adzuna country", "country=us",
	  "https://api.adzuna.com/v1/api/jobs/us/search/1"
	  "?app_id={key:adzuna-id}&app_key={key:adzuna-key}&results_per_page=50"
	  "&sort_by=date&content-type=application/json" },
	{ "adzuna replayed", "http://127.0.0.1:9/v1/api/jobs/gb/search/1?app_id=a"
	  "&app_key=b&results_per_page=10&sort_by=x&content-type=y",
	  "http://127.0.0.1:9/v1/api/jobs/gb/search/1?app_id=a&app_key=b"
	  "&results_per_page=10&sort_by=x&content-type=y" },
	{ "adzuna elsewhere", "https://www.adzuna.co.uk/search", "" },
	{ "arbeitsagentur query", "was=Informatik&wo=Köln",
	  "https://rest.arbeitsagentur.de/jobboerse/jobsuche-service/pc/v6/jobs"
	  "?was=Informatik&wo=K%C3%B6ln&angebotsart=1&page=1&size=100" },
	{ "arbeitsagentur replayed",
	  "http://127.0.0.1:9/jobboerse/jobsuche-service/pc/v4/jobs?size=25",
	  "http://127.0.0.1:9/jobboerse/jobsuche-service/pc/v4/jobs?size=25"
	  "&angebotsart=1&page=1" },
	{ "arbeitsagentur page", "https://www.arbeitsagentur.de/jobsuche/", "" },
	{ "eures words", "machine learning",
	  "https://europa.eu/eures/api/jv-searchengine/public/jv-search/search"
	  "?keyword=machine%20learning" },
	{ "eures query", "keyword=data&location=de,at",
	  "https://europa.eu/eures/api/jv-searchengine/public/jv-search/search"
	  "?keyword=data&location=de,at" },
	{ "francetravail words", "intelligence artificielle",
	  "https://api.francetravail.io/partenaire/offresdemploi/v2/offres/"
	  "search?motsCles=intelligence%20artificielle&range=0-149&sort=1" },
	{ "francetravail elsewhere", "https://francetravail.io/", "" },
	{ "mycareersfuture all", "*",
	  "https://api.mycareersfuture.gov.sg/v2/jobs?limit=100&page=0" },
	{ "mycareersfuture page", "https://www.mycareersfuture.gov.sg/search",
	  "" },
	{ "nav last", "last",
	  "https://pam-stilling-feed.nav.no/api/v1/feed?last=true" },
	{ "nav all", "all", "https://pam-stilling-feed.nav.no/api/v1/feed" },
	{ "nav page", "http://127.0.0.1:9/api/v1/feed/7",
	  "http://127.0.0.1:9/api/v1/feed/7" },
	{ "nav elsewhere", "https://arbeidsplassen.nav.no/stillinger", "" },
	{ "jobtech words", "maskininlärning",
	  "https://jobsearch.api.jobtechdev.se/search?q=maskininl%C3%A4rning"
	  "&limit=100&offset=0&stats=occupation-field&stats.limit=50" },
	{ "jobtech all", "*",
	  "https://jobsearch.api.jobtechdev.se/search?limit=100&offset=0"
	  "&stats=occupation-field&stats.limit=50" },
	{ "jobtech stream",
	  "https://jobstream.api.jobtechdev.se/v2/stream?updated-after=2026-01-01",
	  "https://jobstream.api.jobtechdev.se/v2/stream"
	  "?updated-after=2026-01-01" },
	{ "jobtech elsewhere", "https://example.org/", "" },
	{ "reed query", "keywords=data&locationName=leeds",
	  "https://www.reed.co.uk/api/1.0/search?keywords=data"
	  "&locationName=leeds&resultsToTake=100&resultsToSkip=0" },
	{ "reed page", "https://www.reed.co.uk/jobs/data-jobs", "" },
	{ "usajobs_past series", "2210",
	  "https://data.usajobs.gov/api/historicjoa?PositionSeries=2210" },
	{ "usajobs_past elsewhere", "https://data.usajobs.gov/api/search", "" },
	{ "usajobs words", "data scientist",
	  "https://data.usajobs.gov/api/search?Keyword=data%20scientist"
	  "&ResultsPerPage=500&Page=1" },
	{ "usajobs blank", " ", "" },
	{ "hn thread", "https://news.ycombinator.com/item?id=5",
	  "https://hn.algolia.com/api/v1/items/5" },
	{ "hn number", "5", "https://hn.algolia.com/api/v1/items/5" },
	{ "hn all", "whoishiring",
	  "https://hn.algolia.com/api/v1/search_by_date?tags=story,"
	  "author_whoishiring&query=hiring&hitsPerPage=200" },
	{ "hn other", "acme", "" },
	{ "arbeitnow all", "all", "https://www.arbeitnow.com/api/job-board-api" },
	{ "arbeitnow page", "https://www.arbeitnow.com/jobs/berlin",
	  "https://www.arbeitnow.com/api/job-board-api" },
	{ "arbeitnow elsewhere", "https://example.org/api/job-board-api", "" },
	{ "himalayas words", "data engineer",
	  "https://himalayas.app/jobs/api/search?q=data%20engineer&sort=recent"
	  "&page=1" },
	{ "jobicy word", "c++",
	  "https://jobicy.com/api/v2/remote-jobs?count=50&tag=c%2B%2B" },
	{ "jobicy replayed", "http://127.0.0.1:9/api/v2/remote-jobs?geo=usa",
	  "http://127.0.0.1:9/api/v2/remote-jobs?geo=usa" },
	{ "remoteok tag", "golang", "https://remoteok.com/api?tag=golang" },
	{ "remoteok elsewhere", "https://example.org/api", "" },
	{ "remotive page", "https://remotive.com/remote-jobs/design/x-1",
	  "https://remotive.com/api/remote-jobs" },
	{ "themuse company", "Marlin Labs",
	  "https://www.themuse.com/api/public/jobs?company=Marlin%20Labs"
	  "&page=0" },
	{ "torre page", "https://torre.ai/search",
	  "https://search.torre.co/opportunities/_search?size=20&offset=0" },
	{ "torre word", "designer", "" },
	{ "eleduck page", "https://eleduck.com/categories/5",
	  "https://svc.eleduck.com/api/v1/posts?category=5&sort=-published_at"
	  "&page=1" },
	{ "v2ex node", "https://www.v2ex.com/go/outsourcing",
	  "https://www.v2ex.com/api/topics/show.json?node_name=outsourcing" },
	{ "v2ex feed", "https://www.v2ex.com/feed/jobs.xml",
	  "https://www.v2ex.com/feed/jobs.xml" },
	{ "weworkremotely category", "remote-design-jobs",
	  "https://weworkremotely.com/categories/remote-design-jobs.rss" },
	{ "weworkremotely page",
	  "https://weworkremotely.com/categories/remote-design-jobs",
	  "https://weworkremotely.com/categories/remote-design-jobs.rss" },
	{ "weworkremotely all", "all",
	  "https://weworkremotely.com/remote-jobs.rss" },
	{ "join slug", "glashuette", "https://join.com/companies/glashuette" },
	{ "join job", "https://join.com/companies/glashuette/102-optics",
	  "https://join.com/companies/glashuette" },
	{ "join replayed", "http://127.0.0.1:9/companies/glashuette?page=2",
	  "http://127.0.0.1:9/companies/glashuette?page=2" },
	{ "join elsewhere", "https://join.com/jobs", "" },
	{ "smartrecruiters slug", "Vitrum",
	  "https://api.smartrecruiters.com/v1/companies/Vitrum/postings"
	  "?limit=100&offset=0" },
	{ "smartrecruiters page", "https://careers.smartrecruiters.com/Vitrum/brno?x=1",
	  "https://api.smartrecruiters.com/v1/companies/Vitrum/postings"
	  "?limit=100&offset=0" },
	{ "smartrecruiters job", "https://jobs.smartrecruiters.com/Vitrum/743-glazier",
	  "https://api.smartrecruiters.com/v1/companies/Vitrum/postings"
	  "?limit=100&offset=0" },
	{ "smartrecruiters form", "https://jobs.smartrecruiters.com/oneclick-ui/company/Vitrum/job/1",
	  "https://api.smartrecruiters.com/v1/companies/Vitrum/postings"
	  "?limit=100&offset=0" },
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
	  "https://api.ashbyhq.com/posting-api/job-board/Nord%20Fly"
	  "?includeCompensation=true" },
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
