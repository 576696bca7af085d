/*
 * pages.c - an ad as a page with JSON-LD or microdata.
 */
#include "base/json_out.h"
#include "tests/boardsim/card.h"

#include <string.h>

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

const char *put_page(const struct shelf *s, unsigned number, struct buf *out)
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
