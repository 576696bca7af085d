#include "tests/boardsim/documents.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "base/stamp.h"
#include "tests/boardsim/gzip.h"
#include "tests/boardsim/listing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SITEMAP_URLS 200 /* of one sitemap; a portal has several */

void shelf_init(struct shelf *s, const struct world *w, int address, int port)
{
	size_t room = 0;

	*s = (struct shelf){ w, address, port, NULL, 0 };
	for (size_t b = 0; b < w->n_boards; b++) {
		if (w->boards[b].address != address)
			continue;
		for (size_t n = 0; n < w->n_vacancies; n++) {
			struct listing l[2];
			size_t         many = world_listings(
                                w, &w->boards[b], &w->vacancies[n], l);

			for (size_t k = 0; k < many; k++) {
				if (l[k].from > w->last_day || l[k].to <= w->last_day)
					continue;
				if (s->n == room) {
					room = room ? room * 2 : 64;
					s->listings = xrealloc(s->listings,
						room * sizeof(*s->listings));
				}
				s->listings[s->n++] = l[k];
			}
		}
	}
}

void shelf_deinit(struct shelf *s)
{
	free(s->listings);
	s->listings = NULL;
	s->n = 0;
}

/* A listing in words, in memory of its own. */
struct card {
	struct arena arena;
	struct buf   html;
	struct ad    ad;
};

static void card_init(struct card *c, const struct shelf *s, size_t n)
{
	c->arena = (struct arena)ARENA_INIT;
	c->html = (struct buf)BUF_INIT;
	listing_ad(&s->listings[n], s->port, &c->arena, &c->ad);
	listing_html(&s->listings[n], &c->html);
}

static void card_deinit(struct card *c)
{
	buf_deinit(&c->html);
	arena_deinit(&c->arena);
}

static void put_stamp(struct buf *out, const char *key, struct stamp at)
{
	char text[STAMP_SIZE];

	stamp_format(at, text);
	json_put_text(out, key, text);
}

static void put_escaped(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.ptr[i]) {
		case '&': buf_add_text(out, "&amp;"); break;
		case '<': buf_add_text(out, "&lt;"); break;
		case '>': buf_add_text(out, "&gt;"); break;
		case '"': buf_add_text(out, "&quot;"); break;
		default: buf_add_char(out, text.ptr[i]);
		}
	}
}

/* ---- boards that answer JSON ------------------------------------------------------ */

static void put_greenhouse(struct buf *out, const struct listing *l, struct card *c)
{
	struct buf escaped = BUF_INIT;

	(void)l;
	json_open_object(out);
	json_key(out, "id");
	buf_add_span(out, c->ad.native_id);
	json_put_span(out, "title", c->ad.title);
	json_put_span(out, "absolute_url", c->ad.url);
	json_put_span(out, "company_name", c->ad.employer);
	json_put_span(out, "requisition_id", c->ad.requisition_id);
	put_stamp(out, "first_published", c->ad.posted_at);
	put_stamp(out, "updated_at", c->ad.updated_at);
	json_key(out, "location");
	json_open_object(out);
	json_put_span(out, "name", c->ad.locations->text);
	json_close_object(out);
	json_key(out, "departments");
	json_open_array(out);
	json_open_object(out);
	json_put_span(out, "name", c->ad.department);
	json_close_object(out);
	json_close_array(out);
	put_escaped(&escaped, buf_span(&c->html));
	json_put_span(out, "content", buf_span(&escaped));
	json_close_object(out);
	buf_deinit(&escaped);
}

static void put_lever(struct buf *out, const struct listing *l, struct card *c)
{
	json_open_object(out);
	json_put_span(out, "id", c->ad.native_id);
	json_put_span(out, "text", c->ad.title);
	json_put_span(out, "hostedUrl", c->ad.url);
	json_put_int(out, "createdAt", c->ad.posted_at.at * 1000);
	json_put_text(out, "workplaceType",
		      strcmp(l->vacancy->remote, "onsite") ? l->vacancy->remote : "on-site");
	json_key(out, "categories");
	json_open_object(out);
	json_put_span(out, "location", c->ad.locations->text);
	json_put_text(out, "commitment", "Full-time");
	json_put_span(out, "department", c->ad.department);
	json_close_object(out);
	if (c->ad.pay.max > 0) {
		json_key(out, "salaryRange");
		json_open_object(out);
		json_put_double(out, "min", c->ad.pay.min);
		json_put_double(out, "max", c->ad.pay.max);
		json_put_text(out, "currency", c->ad.pay.currency);
		json_put_text(out, "interval", "per-year-salary");
		json_close_object(out);
	}
	json_put_span(out, "description", buf_span(&c->html));
	json_close_object(out);
}

static void put_ashby(struct buf *out, const struct listing *l, struct card *c)
{
	json_open_object(out);
	json_put_span(out, "id", c->ad.native_id);
	json_put_span(out, "title", c->ad.title);
	json_put_span(out, "jobUrl", c->ad.url);
	json_put_span(out, "department", c->ad.department);
	json_put_text(out, "employmentType", "FullTime");
	json_put_span(out, "location", c->ad.locations->text);
	json_put_bool(out, "isListed", true);
	json_put_bool(out, "isRemote", !strcmp(l->vacancy->remote, "remote"));
	json_put_text(out, "workplaceType",
		      !strcmp(l->vacancy->remote, "remote") ? "Remote" :
		      !strcmp(l->vacancy->remote, "hybrid") ? "Hybrid" : "OnSite");
	put_stamp(out, "publishedAt", c->ad.posted_at);
	if (c->ad.pay.max > 0) {
		json_key(out, "compensation");
		json_open_object(out);
		json_key(out, "summaryComponents");
		json_open_array(out);
		json_open_object(out);
		json_put_text(out, "compensationType", "Salary");
		json_put_text(out, "interval", "1 YEAR");
		json_put_text(out, "currencyCode", c->ad.pay.currency);
		json_put_double(out, "minValue", c->ad.pay.min);
		json_put_double(out, "maxValue", c->ad.pay.max);
		json_close_object(out);
		json_close_array(out);
		json_close_object(out);
	}
	json_put_span(out, "descriptionHtml", buf_span(&c->html));
	json_close_object(out);
}

static void put_comment(struct buf *out, const struct listing *l, struct card *c)
{
	buf_clear(&c->html);
	put_escaped(&c->html, c->ad.description);
	json_open_object(out);
	json_key(out, "id");
	buf_add_span(out, c->ad.native_id);
	json_put_text(out, "type", "comment");
	json_put_span(out, "author", span_of(l->employer->slug));
	put_stamp(out, "created_at", c->ad.posted_at);
	json_put_int(out, "created_at_i", c->ad.posted_at.at);
	json_put_span(out, "text", buf_span(&c->html));
	json_key(out, "children");
	json_open_array(out);
	json_close_array(out);
	json_close_object(out);
}

typedef void put_fn(struct buf *out, const struct listing *l, struct card *c);

/* The listings of the board called `slug` (NULL: of all), between commas. */
static void put_all(const struct shelf *s, const char *slug, put_fn *put, struct buf *out)
{
	for (size_t i = 0; i < s->n; i++) {
		struct card c;

		if (slug && strcmp(s->listings[i].board->slug, slug))
			continue;
		card_init(&c, s, i);
		put(out, &s->listings[i], &c);
		card_deinit(&c);
	}
}

static const char *put_board(const struct shelf *s, const char *slug,
			     enum board_kind kind, struct buf *out)
{
	bool is_known = false;

	for (size_t b = 0; b < s->world->n_boards; b++) {
		is_known = is_known || (s->world->boards[b].kind == kind &&
					!strcmp(s->world->boards[b].slug, slug));
	}
	if (!is_known)
		return NULL;
	if (kind != LEVER) {
		json_open_object(out);
		json_key(out, "jobs");
	}
	json_open_array(out);
	put_all(s, slug, kind == GREENHOUSE ? put_greenhouse :
			 kind == LEVER ? put_lever : put_ashby, out);
	json_close_array(out);
	if (kind != LEVER)
		json_close_object(out);
	return "application/json; charset=utf-8";
}

static const char *put_thread(const struct shelf *s, uint32_t number, struct buf *out)
{
	if (number != hn_thread(s->world, s->world->last_day))
		return NULL;
	json_open_object(out);
	json_put_int(out, "id", number);
	json_put_text(out, "type", "story");
	json_put_text(out, "author", "whoishiring");
	json_put_text(out, "title", "Ask HN: Who is hiring?");
	json_key(out, "children");
	json_open_array(out);
	put_all(s, NULL, put_comment, out);
	json_close_array(out);
	json_close_object(out);
	return "application/json; charset=utf-8";
}

/* ---- pages ------------------------------------------------------------------------ */

static void put_jsonld(struct buf *out, const struct listing *l, const struct card *c)
{
	const struct ad_location *at = c->ad.locations;

	buf_add_text(out, "<script type=\"application/ld+json\">");
	json_open_object(out);
	json_put_text(out, "@context", "https://schema.org");
	json_put_text(out, "@type", "JobPosting");
	json_put_span(out, "title", c->ad.title);
	json_key(out, "identifier");
	json_open_object(out);
	json_put_text(out, "@type", "PropertyValue");
	json_put_text(out, "name", l->employer->name);
	json_put_span(out, "value", c->ad.native_id);
	json_close_object(out);
	json_put_span(out, "url", c->ad.url);
	put_stamp(out, "datePosted", c->ad.posted_at);
	json_put_text(out, "employmentType", "FULL_TIME");
	json_key(out, "hiringOrganization");
	json_open_object(out);
	json_put_text(out, "@type", "Organization");
	json_put_span(out, "name", c->ad.employer);
	json_put_span(out, "numberOfEmployees", c->ad.employer_size);
	json_close_object(out);
	json_key(out, "jobLocation");
	json_open_object(out);
	json_put_text(out, "@type", "Place");
	json_key(out, "address");
	json_open_object(out);
	json_put_text(out, "@type", "PostalAddress");
	json_put_span(out, "addressLocality", at->city);
	json_put_span(out, "addressRegion", at->region);
	json_put_span(out, "postalCode", at->postal);
	json_put_span(out, "addressCountry", at->country);
	json_close_object(out);
	json_close_object(out);
	if (c->ad.pay.max > 0) {
		json_key(out, "baseSalary");
		json_open_object(out);
		json_put_text(out, "@type", "MonetaryAmount");
		json_put_text(out, "currency", c->ad.pay.currency);
		json_key(out, "value");
		json_open_object(out);
		json_put_text(out, "@type", "QuantitativeValue");
		json_put_double(out, "minValue", c->ad.pay.min);
		json_put_double(out, "maxValue", c->ad.pay.max);
		json_put_text(out, "unitText", "YEAR");
		json_close_object(out);
		json_close_object(out);
	}
	json_put_span(out, "description", buf_span(&c->html));
	json_close_object(out);
	buf_add_text(out, "</script>\n");
}

static void put_microdata(struct buf *out, const struct card *c)
{
	const struct ad_location *at = c->ad.locations;
	char                      day[STAMP_SIZE];

	stamp_format(c->ad.posted_at, day);
	buf_printf(out,
		   "<main itemscope itemtype=\"https://schema.org/JobPosting\">\n"
		   "<h1 itemprop=\"title\">%s</h1>\n"
		   "<link itemprop=\"url\" href=\"%s\">\n"
		   "<p itemprop=\"hiringOrganization\" itemscope "
		   "itemtype=\"https://schema.org/Organization\">"
		   "<span itemprop=\"name\">%s</span></p>\n"
		   "<time itemprop=\"datePosted\" datetime=\"%s\">%s</time>\n"
		   "<meta itemprop=\"employmentType\" content=\"FULL_TIME\">\n",
		   c->ad.title.ptr, c->ad.url.ptr, c->ad.employer.ptr, day, day);
	buf_printf(out,
		   "<p itemprop=\"jobLocation\" itemscope "
		   "itemtype=\"https://schema.org/Place\"><span itemprop=\"address\" "
		   "itemscope itemtype=\"https://schema.org/PostalAddress\">"
		   "<span itemprop=\"postalCode\">%s</span> "
		   "<span itemprop=\"addressLocality\">%s</span>, "
		   "<span itemprop=\"addressRegion\">%s</span> "
		   "<span itemprop=\"addressCountry\">%s</span></span></p>\n",
		   at->postal.ptr, at->city.ptr, at->region.ptr, at->country.ptr);
	buf_add_text(out, "<div itemprop=\"description\">\n");
	buf_add_span(out, buf_span(&c->html));
	buf_add_text(out, "</div>\n</main>\n");
}

static const char *put_page(const struct shelf *s, unsigned number, struct buf *out)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct listing *l = &s->listings[i];
		struct card           c;

		if (l->vacancy->number * 2 + (unsigned)l->again != number)
			continue;
		card_init(&c, s, i);
		buf_printf(out,
			   "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>"
			   "<meta charset=\"utf-8\"><title>%s</title>\n",
			   language_codes[places[l->vacancy->place].language],
			   c.ad.title.ptr);
		if (l->board->kind != SITE_MICRODATA)
			put_jsonld(out, l, &c);
		buf_add_text(out, "</head>\n<body>\n<nav><a href=\"/\">Home</a> "
				  "<a href=\"/jobs/\">Jobs</a></nav>\n");
		if (l->board->kind == SITE_MICRODATA) {
			put_microdata(out, &c);
		} else {
			buf_printf(out, "<main><h1>%s</h1>\n", c.ad.title.ptr);
			buf_add_span(out, buf_span(&c.html));
			buf_add_text(out, "</main>\n");
		}
		buf_add_text(out, "</body>\n</html>\n");
		card_deinit(&c);
		return "text/html; charset=utf-8";
	}
	return NULL;
}

/* ---- sitemaps and feeds ----------------------------------------------------------- */

static const char xml_head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

static void put_sitemap(const struct shelf *s, size_t from, size_t n, struct buf *out)
{
	buf_printf(out, "%s<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
		   xml_head);
	for (size_t i = from; i < s->n && i < from + n; i++) {
		const struct listing *l = &s->listings[i];
		char                  origin[64], day[STAMP_SIZE];

		board_origin(l->board, s->port, origin);
		stamp_format(stamp_from_days(l->from), day);
		buf_printf(out, "<url><loc>%s/jobs/%u</loc><lastmod>%s</lastmod></url>\n",
			   origin, l->vacancy->number * 2 + (unsigned)l->again, day);
	}
	buf_add_text(out, "</urlset>\n");
}

static void put_index(const struct shelf *s, struct buf *out)
{
	buf_printf(out,
		   "%s<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
		   xml_head);
	for (size_t i = 0; i * SITEMAP_URLS < s->n || !i; i++) {
		buf_printf(out,
			   "<sitemap><loc>http://127.0.1.%d:%d/sitemap-%zu.xml.gz"
			   "</loc></sitemap>\n",
			   s->address, s->port, i);
	}
	buf_add_text(out, "</sitemapindex>\n");
}

static void put_rss(struct buf *out, const struct listing *l, struct card *c)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t year;
	int     month, day;

	civil_from_days(l->from, &year, &month, &day);
	buf_printf(out,
		   "<item><title>%s</title><link>%s</link>"
		   "<guid isPermaLink=\"true\">%s</guid>"
		   "<pubDate>%s, %02d %s %lld 00:00:00 +0000</pubDate>"
		   "<company>%s</company><location>%s</location><description>",
		   c->ad.title.ptr, c->ad.url.ptr, c->ad.url.ptr,
		   days[civil_weekday(l->from) - 1], day, months[month - 1],
		   (long long)year, c->ad.employer.ptr, c->ad.locations->text.ptr);
	put_escaped(out, buf_span(&c->html));
	buf_add_text(out, "</description></item>\n");
}

static void put_atom(struct buf *out, const struct listing *l, struct card *c)
{
	char at[STAMP_SIZE];

	(void)l;
	stamp_format(c->ad.posted_at, at);
	buf_printf(out,
		   "<entry><id>%s</id><title>%s</title><link href=\"%s\"/>"
		   "<published>%s</published><updated>%s</updated>"
		   "<job:company>%s</job:company><job:location>%s</job:location>"
		   "<content type=\"html\">",
		   c->ad.url.ptr, c->ad.title.ptr, c->ad.url.ptr, at, at,
		   c->ad.employer.ptr, c->ad.locations->text.ptr);
	put_escaped(out, buf_span(&c->html));
	buf_add_text(out, "</content></entry>\n");
}

static const char *put_feed(const struct shelf *s, bool is_rss, struct buf *out)
{
	buf_add_text(out, xml_head);
	if (is_rss)
		buf_add_text(out, "<rss version=\"2.0\"><channel><title>Jobs</title>\n");
	else
		buf_add_text(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
				  "xmlns:job=\"https://boards.example/job\"><title>Jobs</title>\n");
	put_all(s, NULL, is_rss ? put_rss : put_atom, out);
	buf_add_text(out, is_rss ? "</channel></rss>\n" : "</feed>\n");
	return is_rss ? "application/rss+xml" : "application/atom+xml";
}

/* ---- which of them ------------------------------------------------------------------ */

const char *shelf_document(const struct shelf *s, const char *path, struct buf *out)
{
	char     slug[64];
	unsigned number;
	bool     is_portal = s->n && s->listings[0].board->kind == PORTAL;

	if (!strcmp(path, "/robots.txt")) {
		buf_printf(out, "User-agent: *\nDisallow: /admin/\n"
				"Sitemap: http://127.0.1.%d:%d/sitemap.xml\n",
			   s->address, s->port);
		return "text/plain";
	}
	if (sscanf(path, "/v1/boards/%63[^/]/jobs", slug) == 1)
		return put_board(s, slug, GREENHOUSE, out);
	if (sscanf(path, "/v0/postings/%63[^/?]", slug) == 1)
		return put_board(s, slug, LEVER, out);
	if (sscanf(path, "/posting-api/job-board/%63[^/?]", slug) == 1)
		return put_board(s, slug, ASHBY, out);
	if (sscanf(path, "/api/v1/items/%u", &number) == 1)
		return put_thread(s, number, out);
	if (sscanf(path, "/jobs/%u", &number) == 1)
		return put_page(s, number, out);
	if (!strcmp(path, "/jobs.rss") || !strcmp(path, "/jobs.atom"))
		return put_feed(s, path[6] == 'r', out);
	if (!strcmp(path, "/sitemap.xml")) {
		if (is_portal)
			put_index(s, out);
		else
			put_sitemap(s, 0, s->n, out);
		return "application/xml";
	}
	if (sscanf(path, "/sitemap-%u.xml.gz", &number) == 1) {
		put_sitemap(s, (size_t)number * SITEMAP_URLS, SITEMAP_URLS, out);
		gzip_buf(out);
		return "application/gzip";
	}
	return NULL;
}
