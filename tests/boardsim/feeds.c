/*
 * feeds.c - sitemaps, RSS and Atom.
 */
#include "base/stamp.h"
#include "tests/boardsim/card.h"
#include "tests/boardsim/gzip.h"

#define SITEMAP_URLS 200 /* of one sitemap; a portal has several */

static const char xml_head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

static void put_urls(const struct shelf *s, size_t from, size_t n, struct buf *out)
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

const char *put_feed(const struct shelf *s, bool is_rss, struct buf *out)
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

const char *put_sitemap(const struct shelf *s, struct buf *out)
{
	if (s->n && s->listings[0].board->kind == PORTAL)
		put_index(s, out);
	else
		put_urls(s, 0, s->n, out);
	return "application/xml";
}

const char *put_sitemap_part(const struct shelf *s, size_t part, struct buf *out)
{
	put_urls(s, part * SITEMAP_URLS, SITEMAP_URLS, out);
	gzip_buf(out);
	return "application/gzip";
}
