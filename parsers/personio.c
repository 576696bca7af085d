/*
 * personio.c - The feed of a career page, https://{slug}.jobs.personio.de/xml.
 *
 * https://developer.personio.de/docs/retrieving-open-job-positions (read
 * 2026-11): <workzag-jobs> of <position>, with all texts, in the language that
 * ?language=en asks for. An office is the employer's word for a place. The
 * address of a position is /job/{id} on the same host.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/xml.h"

#include <stdio.h>
#include <string.h>

#define PLACES_MAX 200         /* of one ad */
#define TEXT_MAX (1024 * 1024) /* bytes of one description */

struct state {
	const struct document *doc;
	struct findings       *out;
	size_t                 first;
	int                    depth;
	bool                   is_mine; /* the root is <workzag-jobs> */
	bool                   in_position;
	struct buf             text; /* of the innermost element */
	struct buf             html; /* the sections of the description */
};

static void reset(void *arg)
{
	struct state *s = arg;

	s->out->n_ads = s->first;
	s->depth = 0;
	s->is_mine = s->in_position = false;
	buf_clear(&s->text);
	buf_clear(&s->html);
}

static void start(void *arg, const struct xml_element *e)
{
	struct state *s = arg;

	s->depth++;
	buf_clear(&s->text);
	if (s->depth == 1)
		s->is_mine = strcmp(e->name, "workzag-jobs") == 0;
	if (s->depth != 2)
		return;
	s->in_position = s->is_mine && strcmp(e->name, "position") == 0 &&
			 s->out->n_ads - s->first <= PARSER_ADS_MAX;
	if (s->in_position)
		findings_add_ad(s->out);
	buf_clear(&s->html);
}

static void text(void *arg, const char *bytes, size_t len)
{
	struct state *s = arg;

	if (s->in_position && s->text.len + len <= TEXT_MAX)
		buf_add(&s->text, bytes, len);
}

static void add_place(struct arena *arena, struct ad *ad, struct span text)
{
	if (text.len && ad->n_locations < PLACES_MAX)
		text_add_location(arena, ad)->text = text;
}

/* A child of <position>. */
static void put_field(struct state *s, struct ad *ad, const char *name)
{
	struct arena *arena = &s->out->arena;
	struct span   value = text_line(arena, buf_span(&s->text));
	const struct {
		const char  *name;
		struct span *field;
	} rows[] = {
		{ "id", &ad->native_id },
		{ "name", &ad->title },
		{ "subcompany", &ad->employer },
		{ "department", &ad->department },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(name, rows[i].name) == 0)
			*rows[i].field = value;
	}
	if (strcmp(name, "office") == 0)
		add_place(arena, ad, value);
	else if (strcmp(name, "createdAt") == 0)
		text_date_seen(value, s->doc->fetched_at, &ad->posted_at);
	else if (strcmp(name, "schedule") == 0 ||
		 strcmp(name, "employmentType") == 0)
		text_employment_known(arena, ad, value);
}

/* A child of <salaryInformation>: min, max, currencyCode, type. */
static void put_pay(struct state *s, struct ad *ad, const char *name)
{
	struct span value = text_line(&s->out->arena, buf_span(&s->text));

	if (strcmp(name, "min") == 0)
		text_number(value, &ad->pay.min, NULL);
	else if (strcmp(name, "max") == 0)
		text_number(value, &ad->pay.max, NULL);
	else if (strcmp(name, "currencyCode") == 0)
		text_currency(&ad->pay, value);
	else if (strcmp(name, "type") == 0)
		ad->pay.period = text_pay_period(value);
}

/* A heading without a text below it says nothing. */
static void drop_bare_heading(struct buf *html)
{
	size_t at = html->len < 5 ? 0 : html->len - 5;

	if (!at || memcmp(html->ptr + at, "</h3>", 5) != 0)
		return;
	while (at && memcmp(html->ptr + at, "<h3>", 4) != 0)
		at--;
	html->len = at;
}

/* <jobDescription><name>Your tasks</name><value>HTML</value>. */
static void put_section(struct state *s, const char *name)
{
	struct span value = span_trim(buf_span(&s->text));

	if (s->html.len + value.len > TEXT_MAX || !value.len)
		return;
	if (strcmp(name, "value") == 0)
		buf_add_span(&s->html, value);
	if (strcmp(name, "name") != 0)
		return;
	drop_bare_heading(&s->html);
	buf_printf(&s->html, "<h3>%.*s</h3>", (int)value.len, value.ptr);
}

static void finish(struct state *s, struct ad *ad)
{
	struct arena *arena = &s->out->arena;

	drop_bare_heading(&s->html);
	text_describe(arena, ad, buf_span(&s->html));
	if (ad->pay.min > 0 || ad->pay.max > 0)
		ad->pay.source = SPAN("stated");
	else
		ad->pay = (struct ad_pay){ 0 };
	if (ad->native_id.len)
		ad->url = span_of(arena_printf(arena, "/job/%.*s",
					       (int)ad->native_id.len,
					       ad->native_id.ptr));
	s->in_position = false;
}

static void end(void *arg, const char *name)
{
	struct state *s = arg;
	struct ad    *ad = s->in_position ? &s->out->ads[s->out->n_ads - 1]
					  : NULL;

	if (ad && s->depth == 3)
		put_field(s, ad, name);
	else if (ad && s->depth == 4 && strcmp(name, "office") == 0)
		put_field(s, ad, name);
	else if (ad && s->depth == 4)
		put_pay(s, ad, name);
	else if (ad && s->depth == 5)
		put_section(s, name);
	else if (ad && s->depth == 2)
		finish(s, ad);
	buf_clear(&s->text);
	s->depth--;
}

static enum parse_status parse_personio(const struct document *doc,
				 struct findings *out, struct error *err)
{
	static const struct xml_events events = { reset, start, text, end };
	struct state      s = { .doc = doc, .out = out, .first = out->n_ads };
	enum parse_status status = xml_walk(doc, &events, &s, err);

	if (status == PARSE_OK && !s.is_mine) {
		struct span root = xml_root_name(doc->body);

		error_set(err, "expected <workzag-jobs>, got <%.*s>",
			  (int)(root.len < 40 ? root.len : 40),
			  root.ptr ? root.ptr : "");
		status = PARSE_NOT_MINE;
	}
	buf_deinit(&s.text);
	buf_deinit(&s.html);
	return status;
}

static int sniff_personio(const struct document *doc)
{
	struct span head = doc->body;

	if (head.len > 4096)
		head.len = 4096;
	return span_is(xml_root_name(head), "workzag-jobs") ? 95 : 0;
}

/* "acme", or any address of https://acme.jobs.personio.de[?language=en]. */
static bool seed_personio(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct span      language;
	int              n;

	if (!url_split(board, &u))
		return board_print(out, size, "https://%.*s.jobs.personio.de/xml",
				   board_slug(board));
	if (span_is(url_segment(u.path, 0), "xml"))
		return board_copy(out, size, board);
	if (!board_is_host(board, "jobs.personio.de") &&
	    !board_is_host(board, "jobs.personio.com"))
		return false;
	language = url_query(u.query, "language");
	if (!board_slug(language).len)
		return board_print(out, size, "https://%.*s/xml", u.authority);
	n = snprintf(out, size, "https://%.*s/xml?language=%.*s",
		     (int)u.authority.len, u.authority.ptr, (int)language.len,
		     language.ptr);
	return n > 0 && (size_t)n < size;
}

const struct parser parser_personio = {
	.name = "personio",
	.about = "feeds of career pages of Personio",
	.board = "slug or address",
	.spec = "https://developer.personio.de/docs/retrieving-open-job-positions",
	.parse = parse_personio,
	.sniff = sniff_personio,
	.seed_url = seed_personio,
	.hosts = "jobs.personio.de jobs.personio.com",
};
