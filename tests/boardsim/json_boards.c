/*
 * json_boards.c - Greenhouse, Lever, Ashby and the threads of Hacker News.
 */
#include "base/json_out.h"
#include "tests/boardsim/card.h"

#include <string.h>

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

/* ---- SmartRecruiters: pages, and a document for each posting -------------------- */

static void put_posting_head(struct buf *out, const struct listing *l,
			     const struct card *c)
{
	const struct ad_location *at = c->ad.locations;

	json_put_span(out, "id", c->ad.native_id);
	json_put_span(out, "name", c->ad.title);
	json_key(out, "company");
	json_open_object(out);
	json_put_text(out, "identifier", l->employer->slug);
	json_put_text(out, "name", l->employer->name);
	json_close_object(out);
	put_stamp(out, "releasedDate", c->ad.posted_at);
	json_key(out, "location");
	json_open_object(out);
	json_put_span(out, "city", at->city);
	json_put_span(out, "region", at->region);
	json_put_span(out, "country", at->country);
	json_put_bool(out, "remote", !strcmp(l->vacancy->remote, "remote"));
	json_put_span(out, "fullLocation", at->text);
	json_close_object(out);
}

static bool is_of(const struct listing *l, const char *slug)
{
	return strcmp(l->board->slug, slug) == 0;
}

const char *put_postings(const struct shelf *s, const char *slug,
			 unsigned offset, int total, struct buf *out)
{
	unsigned n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += is_of(&s->listings[i], slug);
	buf_clear(out);
	json_open_object(out);
	json_put_int(out, "offset", offset);
	json_put_int(out, "limit", POSTINGS_PAGE);
	json_put_int(out, "totalFound", total < 0 ? (int)n : total);
	json_key(out, "content");
	json_open_array(out);
	n = 0;
	for (size_t i = 0; i < s->n; i++) {
		struct card c;

		if (!is_of(&s->listings[i], slug))
			continue;
		if (n >= offset && n < offset + POSTINGS_PAGE) {
			card_init(&c, s, i);
			json_open_object(out);
			put_posting_head(out, &s->listings[i], &c);
			json_close_object(out);
			card_deinit(&c);
		}
		n++;
	}
	json_close_array(out);
	json_close_object(out);
	return "application/json";
}

const char *put_posting(const struct shelf *s, const char *slug,
			const char *id, struct buf *out)
{
	for (size_t i = 0; i < s->n; i++) {
		struct card c;
		bool        is_it;

		if (!is_of(&s->listings[i], slug))
			continue;
		card_init(&c, s, i);
		is_it = span_is(c.ad.native_id, id);
		if (is_it) {
			json_open_object(out);
			put_posting_head(out, &s->listings[i], &c);
			json_put_span(out, "postingUrl", c.ad.url);
			json_key(out, "jobAd");
			json_open_object(out);
			json_key(out, "sections");
			json_open_object(out);
			json_key(out, "jobDescription");
			json_open_object(out);
			json_put_text(out, "title", "The job");
			json_put_span(out, "text", buf_span(&c.html));
			json_close_object(out);
			json_close_object(out);
			json_close_object(out);
			json_close_object(out);
		}
		card_deinit(&c);
		if (is_it)
			return "application/json";
	}
	return NULL;
}

const char *put_board(const struct shelf *s, const char *slug,
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

const char *put_thread(const struct shelf *s, uint32_t number, struct buf *out)
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
