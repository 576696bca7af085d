/*
 * site.c - write a deterministic job site to disk, to be served and crawled.
 *
 *   site OUT BASE_URL [PAGES [BOARDS [FEEDS]]]
 *
 * OUT/site/ gets robots.txt, a sitemap index with its sitemaps, job pages of
 * about 24 KB with one JSON-LD JobPosting each among the usual noise, board
 * documents of 100 jobs in the shape of the Greenhouse API, and RSS feeds of
 * 50 items. OUT/urls.txt lists the pages. The same arguments give the same
 * bytes on every machine; identifiers count up from 0, so that what a crawler
 * stored can be checked by count and sum.
 */
#include "base/buf.h"
#include "base/json_out.h"
#include "base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PAGES_PER_SITEMAP 1000
#define FOLDERS 100
#define BOARD_JOBS 100
#define FEED_ITEMS 50
#define DESCRIPTION_MIN 2000 /* bytes of HTML */
#define DESCRIPTION_SPREAD 4000

static const char *const words[] = {
	"the",	    "team",	"builds",    "and",	  "ships",
	"tools",    "that",	"people",    "use",	  "every",
	"day",	    "with",	"care",	     "for",	  "quality",
	"you",	    "will",	"own",	     "services",  "from",
	"idea",	    "to",	"operation", "together",  "our",
	"office",   "is",	"close",     "water",	  "trains",
	"we",	    "offer",	"time",	     "learning",  "health",
	"years",    "of",	"practice",  "in",	  "systems",
	"clear",    "writing",	"matters",   "here",	  "customers",
	"across",   "markets",	"trust",     "numbers",	  "review",
	"improve",  "measure",	"plan",	     "deliver",	  "support",
	"partners", "projects", "research",  "design",	  "growth",
};
static const char *const skills[] = {
	"Python",	"PyTorch",	"TensorFlow",	"Kubernetes",
	"SQL",		"Java",		"Go",		"Rust",
	"LangChain",	"MLOps",	"Docker",	"Terraform",
	"scikit-learn", "Spark",	"computer vision", "C++",
	"React",	"AWS",		"Excel",	"Figma",
	"machine learning", "deep learning", "Hugging Face", "Airflow",
	"PostgreSQL",	"Linux",	"SAP",		"Salesforce",
	"prompt engineering", "large language models",
};
static const char *const titles[] = {
	"Software Engineer",   "Data Engineer",	     "Machine Learning Engineer",
	"Data Scientist",      "Product Manager",    "Registered Nurse",
	"Account Manager",     "Backend Developer",  "Mechanical Engineer",
	"Cloud Architect",     "Warehouse Operative", "Business Analyst",
	"Network Engineer",    "Research Scientist", "Sales Executive",
};
static const char *const levels[] = { "", "Junior ", "Senior ", "Lead " };
static const struct {
	const char *city, *region, *country, *currency;
} places[] = {
	{ "Berlin", "BE", "DE", "EUR" },   { "München", "BY", "DE", "EUR" },
	{ "London", "ENG", "GB", "GBP" },  { "Paris", "IDF", "FR", "EUR" },
	{ "Austin", "TX", "US", "USD" },   { "Toronto", "ON", "CA", "CAD" },
	{ "Kraków", "MA", "PL", "PLN" },   { "Seattle", "WA", "US", "USD" },
	{ "Bengaluru", "KA", "IN", "INR" }, { "São Paulo", "SP", "BR", "BRL" },
};
static const char *const employers[] = {
	"Northlight", "Harbour Nine", "Quietfield", "Lumen & Sons",
	"Ostwind",    "Pillar Labs",  "Greyrock",   "Tidewater",
};

/* SplitMix64, Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014. */
struct dice {
	uint64_t state;
};

static uint64_t roll(struct dice *d)
{
	uint64_t z = d->state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static unsigned below(struct dice *d, size_t n)
{
	return (unsigned)(roll(d) % n);
}

#define PICK(d, list) ((list)[below(d, ARRAY_LEN(list))])

struct job {
	long        id;
	char        title[80];
	const char *employer;
	size_t      place;
	int         pay_min, pay_max;
	char        posted[16];
	char        url[256];
	struct buf  html; /* of the description */
};

static void add_sentence(struct dice *d, struct buf *b)
{
	int n = 9 + (int)below(d, 14);

	for (int i = 0; i < n; i++) {
		buf_add_text(b, PICK(d, words));
		buf_add_text(b, i + 1 < n ? " " : ". ");
	}
}

static void add_description(struct dice *d, struct buf *b)
{
	static const char *const heads[] = { "What you will do",
					     "Requirements", "Benefits",
					     "About us" };
	size_t want = DESCRIPTION_MIN + below(d, DESCRIPTION_SPREAD);

	while (b->len < want) {
		if (below(d, 2)) {
			buf_add_text(b, "<p>");
			for (int i = 2 + (int)below(d, 3); i > 0; i--)
				add_sentence(d, b);
			buf_add_text(b, "</p>");
			continue;
		}
		buf_printf(b, "<h3>%s</h3>\n<ul>", PICK(d, heads));
		for (int i = 3 + (int)below(d, 3); i > 0; i--) {
			buf_printf(b, "<li>Experience with <b>%s</b> &amp; ",
				   PICK(d, skills));
			add_sentence(d, b);
			buf_add_text(b, "</li>");
		}
		buf_add_text(b, "</ul>\n");
	}
}

static void make_job(struct job *j, long id, const char *base)
{
	struct dice d = { (uint64_t)id * 7919 + 7 };

	j->id = id;
	snprintf(j->title, sizeof(j->title), "%s%s", PICK(&d, levels),
		 PICK(&d, titles));
	j->employer = PICK(&d, employers);
	j->place = below(&d, ARRAY_LEN(places));
	j->pay_min = 30000 + (int)below(&d, 100) * 1000;
	j->pay_max = j->pay_min + 5000 + (int)below(&d, 50) * 1000;
	snprintf(j->posted, sizeof(j->posted), "20%02u-%02u-%02u",
		 24 + below(&d, 3), 1 + below(&d, 12), 1 + below(&d, 28));
	snprintf(j->url, sizeof(j->url), "%s/jobs/%02ld/job-%06ld.html", base,
		 id % FOLDERS, id);
	buf_clear(&j->html);
	add_description(&d, &j->html);
}

/* The JobPosting of a page, as sites write it for search engines. */
static void add_jsonld(const struct job *j, struct buf *b)
{
	char id[24];

	snprintf(id, sizeof(id), "%ld", j->id);
	json_open_object(b);
	json_put_text(b, "@context", "https://schema.org/");
	json_put_text(b, "@type", "JobPosting");
	json_put_text(b, "title", j->title);
	json_put_span(b, "description", buf_span(&j->html));
	json_key(b, "identifier");
	json_open_object(b);
	json_put_text(b, "@type", "PropertyValue");
	json_put_text(b, "name", j->employer);
	json_put_text(b, "value", id);
	json_close_object(b);
	json_put_text(b, "datePosted", j->posted);
	json_put_text(b, "validThrough", "2026-12-31T23:59");
	json_put_text(b, "employmentType", "FULL_TIME");
	json_key(b, "hiringOrganization");
	json_open_object(b);
	json_put_text(b, "@type", "Organization");
	json_put_text(b, "name", j->employer);
	json_close_object(b);
	json_key(b, "jobLocation");
	json_open_object(b);
	json_put_text(b, "@type", "Place");
	json_key(b, "address");
	json_open_object(b);
	json_put_text(b, "addressLocality", places[j->place].city);
	json_put_text(b, "addressRegion", places[j->place].region);
	json_put_text(b, "addressCountry", places[j->place].country);
	json_close_object(b);
	json_close_object(b);
	json_key(b, "baseSalary");
	json_open_object(b);
	json_put_text(b, "currency", places[j->place].currency);
	json_key(b, "value");
	json_open_object(b);
	json_put_int(b, "minValue", j->pay_min);
	json_put_int(b, "maxValue", j->pay_max);
	json_put_text(b, "unitText", "YEAR");
	json_close_object(b);
	json_close_object(b);
	json_close_object(b);
}

/* Style sheets, menus, state: what a real page is mostly made of. */
static void add_noise(struct dice *d, struct buf *b, size_t bytes)
{
	size_t end = b->len + bytes;

	while (b->len < end)
		buf_printf(b,
			   "<li class=\"c%u\"><a href=\"/c/%u\" data-t=\"n-%u\""
			   ">%s %s &raquo;</a></li>\n",
			   below(d, 99), below(d, 9999), below(d, 9999),
			   PICK(d, words), PICK(d, words));
}

static void add_page(const struct job *j, struct buf *b)
{
	struct dice d = { (uint64_t)j->id * 31 + 5 };
	struct buf  jsonld = BUF_INIT;

	add_jsonld(j, &jsonld);
	buf_printf(b,
		   "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset="
		   "\"utf-8\"><title>%s</title>\n<script type=\"application/"
		   "ld+json\">",
		   j->title);
	buf_add_span(b, buf_span(&jsonld));
	buf_deinit(&jsonld);
	buf_add_text(b, "</script></head>\n<body><nav><ul>");
	add_noise(&d, b, 2000 + below(&d, 8000));
	buf_printf(b, "</ul></nav><main><h1>%s</h1><section>", j->title);
	buf_add_span(b, buf_span(&j->html));
	buf_add_text(b, "</section></main><footer><ul>");
	add_noise(&d, b, 2000 + below(&d, 12000));
	buf_add_text(b, "</ul></footer></body></html>\n");
}

static void write_file(const char *path, const struct buf *b)
{
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(b->ptr, 1, b->len, f) != b->len || fclose(f)) {
		fprintf(stderr, "site: %s: %s\n", path, strerror(errno));
		exit(1);
	}
}

static void make_folder(const char *path)
{
	if (mkdir(path, 0755) && errno != EEXIST) {
		fprintf(stderr, "site: %s: %s\n", path, strerror(errno));
		exit(1);
	}
}

static void write_pages(const char *out, const char *base, long n)
{
	struct buf page = BUF_INIT, urls = BUF_INIT;
	struct job job = { .html = BUF_INIT };
	char       path[512];

	for (long i = 0; i < FOLDERS; i++) {
		snprintf(path, sizeof(path), "%s/site/jobs/%02ld", out, i);
		make_folder(path);
	}
	for (long i = 0; i < n; i++) {
		make_job(&job, i, base);
		buf_clear(&page);
		add_page(&job, &page);
		snprintf(path, sizeof(path), "%s/site/jobs/%02ld/job-%06ld.html",
			 out, i % FOLDERS, i);
		write_file(path, &page);
		buf_printf(&urls, "%s\n", job.url);
	}
	snprintf(path, sizeof(path), "%s/urls.txt", out);
	write_file(path, &urls);
	buf_deinit(&page);
	buf_deinit(&urls);
	buf_deinit(&job.html);
}

static void write_sitemaps(const char *out, const char *base, long n)
{
	struct buf index = BUF_INIT, map = BUF_INIT;
	char       path[512];

	buf_add_text(&index, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			     "<sitemapindex xmlns=\"http://www.sitemaps.org/"
			     "schemas/sitemap/0.9\">\n");
	for (long m = 0; m * PAGES_PER_SITEMAP < n; m++) {
		buf_clear(&map);
		buf_add_text(&map, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				   "<urlset xmlns=\"http://www.sitemaps.org/"
				   "schemas/sitemap/0.9\">\n");
		for (long i = m * PAGES_PER_SITEMAP;
		     i < n && i < (m + 1) * PAGES_PER_SITEMAP; i++)
			buf_printf(&map,
				   "<url><loc>%s/jobs/%02ld/job-%06ld.html"
				   "</loc></url>\n",
				   base, i % FOLDERS, i);
		buf_add_text(&map, "</urlset>\n");
		snprintf(path, sizeof(path), "%s/site/sitemaps/%03ld.xml", out,
			 m);
		write_file(path, &map);
		buf_printf(&index,
			   "<sitemap><loc>%s/sitemaps/%03ld.xml</loc>"
			   "</sitemap>\n",
			   base, m);
	}
	buf_add_text(&index, "</sitemapindex>\n");
	snprintf(path, sizeof(path), "%s/site/sitemap_index.xml", out);
	write_file(path, &index);
	buf_clear(&map);
	buf_printf(&map, "User-agent: *\nDisallow: /apply/\n\n"
			 "Sitemap: %s/sitemap_index.xml\n", base);
	snprintf(path, sizeof(path), "%s/site/robots.txt", out);
	write_file(path, &map);
	buf_deinit(&index);
	buf_deinit(&map);
}

/* `text` with the five characters escaped that XML and HTML reserve. */
static void add_escaped(struct buf *b, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '<')
			buf_add_text(b, "&lt;");
		else if (c == '>')
			buf_add_text(b, "&gt;");
		else if (c == '&')
			buf_add_text(b, "&amp;");
		else if (c == '"')
			buf_add_text(b, "&quot;");
		else
			buf_add_char(b, c);
	}
}

static void write_boards(const char *out, const char *base, long first, long n)
{
	struct buf doc = BUF_INIT, content = BUF_INIT;
	struct job job = { .html = BUF_INIT };
	char       path[512];

	for (long i = 0; i < n; i++) {
		buf_clear(&doc);
		json_open_object(&doc);
		json_key(&doc, "jobs");
		json_open_array(&doc);
		for (long k = 0; k < BOARD_JOBS; k++) {
			make_job(&job, first + i * BOARD_JOBS + k, base);
			buf_clear(&content);
			add_escaped(&content, buf_span(&job.html));
			json_open_object(&doc);
			json_put_text(&doc, "absolute_url", job.url);
			json_key(&doc, "location");
			json_open_object(&doc);
			json_put_text(&doc, "name", places[job.place].city);
			json_close_object(&doc);
			json_put_int(&doc, "id", job.id);
			json_put_text(&doc, "title", job.title);
			json_put_text(&doc, "company_name", job.employer);
			json_put_text(&doc, "first_published", job.posted);
			json_put_span(&doc, "content", buf_span(&content));
			json_close_object(&doc);
		}
		json_close_array(&doc);
		json_key(&doc, "meta");
		json_open_object(&doc);
		json_put_int(&doc, "total", BOARD_JOBS);
		json_close_object(&doc);
		json_close_object(&doc);
		snprintf(path, sizeof(path), "%s/site/boards/%03ld.json", out,
			 i);
		write_file(path, &doc);
	}
	buf_deinit(&doc);
	buf_deinit(&content);
	buf_deinit(&job.html);
}

static void write_feeds(const char *out, const char *base, long first, long n)
{
	struct buf doc = BUF_INIT;
	struct job job = { .html = BUF_INIT };
	char       path[512];

	for (long i = 0; i < n; i++) {
		buf_clear(&doc);
		buf_printf(&doc, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				 "<rss version=\"2.0\"><channel><title>Jobs"
				 "</title><link>%s</link>\n", base);
		for (long k = 0; k < FEED_ITEMS; k++) {
			make_job(&job, first + i * FEED_ITEMS + k, base);
			buf_printf(&doc, "<item><title>%s</title><link>%s"
					 "</link><guid>%ld</guid><pubDate>Fri, "
					 "03 Jan 2025 06:00:00 +0000</pubDate>"
					 "<description>",
				   job.title, job.url, job.id);
			add_escaped(&doc, buf_span(&job.html));
			buf_add_text(&doc, "</description></item>\n");
		}
		buf_add_text(&doc, "</channel></rss>\n");
		snprintf(path, sizeof(path), "%s/site/feeds/%03ld.xml", out, i);
		write_file(path, &doc);
	}
	buf_deinit(&doc);
	buf_deinit(&job.html);
}

int main(int argc, char **argv)
{
	static const char *const folders[] = { "", "/site", "/site/jobs",
					       "/site/sitemaps", "/site/boards",
					       "/site/feeds" };
	long pages = argc > 3 ? atol(argv[3]) : 20000;
	long boards = argc > 4 ? atol(argv[4]) : 200;
	long feeds = argc > 5 ? atol(argv[5]) : 200;
	char path[512];

	if (argc < 3 || argc > 6 || strlen(argv[1]) > 400) {
		fprintf(stderr, "usage: site OUT BASE_URL [PAGES [BOARDS "
				"[FEEDS]]]\n");
		return 2;
	}
	for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
		snprintf(path, sizeof(path), "%s%s", argv[1], folders[i]);
		make_folder(path);
	}
	write_pages(argv[1], argv[2], pages);
	write_sitemaps(argv[1], argv[2], pages);
	write_boards(argv[1], argv[2], pages, boards);
	write_feeds(argv[1], argv[2], pages + boards * BOARD_JOBS, feeds);
	return 0;
}
