#include "tests/boardsim/listing.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "parsers/html_text.h"
#include "worlds/chance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OF_TEXT 9 /* its stream of chance */

const char *board_kind_name(enum board_kind kind)
{
	static const char *const names[N_BOARD_KINDS] = {
		"greenhouse", "lever", "ashby", "sitemap", "sitemap",
		"sitemap",    "rss",   "atom",  "hn",
	};

	return names[kind];
}

/* ---- addresses ------------------------------------------------------------------- */

void board_origin(const struct board *b, int port, char out[64])
{
	snprintf(out, 64, "http://127.0.1.%d:%d", b->address, port);
}

uint32_t hn_thread(const struct world *w, int32_t day)
{
	int64_t year;
	int     month, of_month;

	civil_from_days(day, &year, &month, &of_month);
	(void)w;
	return 40000000u + (uint32_t)(year * 12 + month - (of_month < 2));
}

void board_url(const struct world *w, const struct board *b, int port,
	       char out[192])
{
	char origin[64];

	board_origin(b, port, origin);
	switch (b->kind) {
	case GREENHOUSE:
		snprintf(out, 192, "%s/v1/boards/%s/jobs?content=true", origin,
			 b->slug);
		break;
	case LEVER:
		snprintf(out, 192, "%s/v0/postings/%s?mode=json", origin, b->slug);
		break;
	case ASHBY:
		snprintf(out, 192,
			 "%s/posting-api/job-board/%s?includeCompensation=true",
			 origin, b->slug);
		break;
	case FEED_RSS:
		snprintf(out, 192, "%s/jobs.rss", origin);
		break;
	case FEED_ATOM:
		snprintf(out, 192, "%s/jobs.atom", origin);
		break;
	case HN:
		snprintf(out, 192, "%s/api/v1/items/%u", origin,
			 hn_thread(w, w->last_day));
		break;
	default:
		snprintf(out, 192, "%s/sitemap.xml", origin);
	}
}

/* ---- texts ----------------------------------------------------------------------- */

static void put_phrase(struct buf *out, const char *tag, const char *format,
		       const char *a, const char *b)
{
	buf_printf(out, "<%s>", tag);
	phrase_fill(out, format, a, b);
	buf_printf(out, "</%s>\n", tag);
}

static const char *skill_name(size_t skill, enum language in)
{
	const char *name = skills[skill].names[in];

	return name ? name : skills[skill].names[EN];
}

/* Items `n` of `choices`, each with the skills in turn, or plain. */
static void put_items(struct buf *out, const char *const *choices, size_t n_choices,
		      size_t n, size_t first, const struct vacancy *v,
		      size_t first_skill, enum language in)
{
	for (size_t i = 0; i < n; i++) {
		const char *skill = "";

		if (v && first_skill + i < v->n_skills)
			skill = skill_name(v->skill[first_skill + i], in);
		put_phrase(out, "li", choices[(first + i) % n_choices], skill, "");
	}
}

void listing_html(const struct listing *l, struct buf *out)
{
	const struct vacancy *v = l->vacancy;
	const struct place   *place = &places[v->place];
	enum language         in = place->language;
	const struct phrases *p = &phrases[in];
	struct chance         c = chance_of(l->world->seed, OF_TEXT, v->number);
	size_t                half = v->n_skills / 2;
	size_t                at = chance_below(&c, 60);

	put_phrase(out, "p", p->about[at % ARRAY_LEN(p->about)],
		   l->employer->name, place->city);
	if (v->opened >= l->employer->boasts_from)
		put_phrase(out, "p", p->blurb_ai, l->employer->name, "");
	put_phrase(out, "h3", p->duties_head, "", "");
	buf_add_text(out, "<ul>\n");
	put_items(out, p->duties, ARRAY_LEN(p->duties), half, at, v, 0, in);
	put_items(out, p->plain_duties, ARRAY_LEN(p->plain_duties), 3, at, NULL, 0, in);
	buf_add_text(out, "</ul>\n");
	put_phrase(out, "h3", p->requirements_head, "", "");
	buf_add_text(out, "<ul>\n");
	put_items(out, p->requirements, ARRAY_LEN(p->requirements),
		  v->n_skills - half, at, v, half, in);
	put_items(out, p->plain_requirements, ARRAY_LEN(p->plain_requirements), 3,
		  at, NULL, 0, in);
	buf_add_text(out, "</ul>\n");
	put_phrase(out, "h3", p->benefits_head, "", "");
	buf_add_text(out, "<ul>\n");
	put_items(out, p->benefits, ARRAY_LEN(p->benefits), 2, at, NULL, 0, in);
	buf_add_text(out, "</ul>\n");
	if (v->has_notice)
		put_phrase(out, "p", p->hiring_notice, "", "");
	put_phrase(out, "p", p->fair, "", "");
}

static struct span make_title(const struct vacancy *v, struct arena *arena)
{
	enum language in = places[v->place].language;
	const char   *title = roles[v->role].titles[in];

	if (!title)
		title = roles[v->role].titles[EN];
	return span_of(arena_printf(arena, "%s%s - %s", v->level, title, v->team));
}

/* As people write in the thread: one line of bars, then a few sentences. */
static void put_comment(const struct listing *l, struct arena *arena, struct buf *out)
{
	const struct vacancy *v = l->vacancy;
	const struct place   *place = &places[v->place];

	buf_printf(out, "%s | %s | %s, %s | %s | Full-time | https://%s.example/jobs<p>",
		   l->employer->name, make_title(v, arena).ptr, place->city,
		   place->country,
		   !strcmp(v->remote, "remote") ? "REMOTE" :
		   !strcmp(v->remote, "hybrid") ? "HYBRID" : "ONSITE",
		   l->employer->slug);
	buf_printf(out, "%s is looking for somebody to join the %s team.",
		   l->employer->name, v->team);
	if (v->n_skills) {
		buf_add_text(out, "<p>You need experience with ");
		for (size_t i = 0; i < v->n_skills; i++)
			buf_printf(out, "%s%s", i ? ", " : "",
				   skill_name(v->skill[i], EN));
		buf_add_text(out, ".");
	}
}

/* ---- the fields ------------------------------------------------------------------- */

static void put_identity(const struct listing *l, int port, struct arena *arena,
			 struct ad *out)
{
	const struct board *b = l->board;
	uint32_t            n = l->vacancy->number * 2 + (uint32_t)l->again;
	struct chance       c = chance_of(l->world->seed, OF_TEXT, n);
	uint64_t            hi = chance_next(&c), lo = chance_next(&c);
	const char         *uuid = arena_printf(
                arena, "%08x-%04x-4%03x-a%03x-%012llx", (unsigned)(hi >> 32),
                (unsigned)(hi >> 16) & 0xFFFF, (unsigned)hi & 0xFFF,
                (unsigned)(lo >> 52), (unsigned long long)lo & 0xFFFFFFFFFFFF);
	char origin[64];

	board_origin(b, port, origin);
	switch (b->kind) {
	case GREENHOUSE:
		out->native_id = span_of(arena_printf(arena, "%u", 4000000 + n));
		out->url = span_of(arena_printf(arena, "%s/%s/jobs/%u", origin,
						b->slug, 4000000 + n));
		break;
	case LEVER:
	case ASHBY:
		out->native_id = span_of(uuid);
		out->url = span_of(
			arena_printf(arena, "%s/%s/%s", origin, b->slug, uuid));
		break;
	case SITE_JSONLD:
	case PORTAL:
		out->native_id = span_of(arena_printf(arena, "JR-%07u", n));
		out->url = span_of(arena_printf(arena, "%s/jobs/%u", origin, n));
		break;
	case HN:
		out->native_id = span_of(arena_printf(arena, "%u", HN_FIRST + n));
		out->url = span_of(arena_printf(
			arena, "https://news.ycombinator.com/item?id=%u",
			HN_FIRST + n));
		break;
	default: /* the address is all there is */
		out->url = span_of(arena_printf(arena, "%s/jobs/%u", origin, n));
		out->native_id = out->url;
	}
}

static void put_place(const struct listing *l, struct arena *arena, struct ad *out)
{
	const struct place *p = &places[l->vacancy->place];
	enum board_kind     kind = l->board->kind;
	struct ad_location *at = arena_alloc(arena, sizeof(*at));
	bool                is_state = !strncmp(p->code, "US-", 3);

	at->text = span_of(
		is_state ? arena_printf(arena, "%s, %s", p->city, p->code + 3) :
		arena_printf(arena, "%s, %s", p->city, p->country));
	if (kind == SITE_JSONLD || kind == PORTAL || kind == SITE_MICRODATA) {
		at->city = span_of(p->city);
		at->region = span_of(p->region);
		at->country = span_of(arena_strndup(arena, p->code, 2));
		at->postal = span_of(p->postal);
		at->text = span_of(arena_printf(arena, "%s, %s, %.2s", p->city,
						p->region, p->code));
	}
	out->locations = at;
	out->n_locations = 1;
}

/* A day where the format has days, an instant where it has instants. */
static void put_dates(const struct listing *l, struct ad *out)
{
	int64_t midnight = l->from * (int64_t)DAY_S;

	switch (l->board->kind) {
	case GREENHOUSE: /* states them with its own zone */
		out->posted_at = stamp_from_unix(midnight + 5 * 3600);
		out->posted_at.offset_min = -5 * 60;
		out->updated_at = out->posted_at;
		break;
	case FEED_ATOM:
		out->posted_at = stamp_from_unix(midnight);
		out->updated_at = out->posted_at;
		break;
	case LEVER:
	case ASHBY:
	case FEED_RSS:
		out->posted_at = stamp_from_unix(midnight);
		break;
	case HN:
		out->posted_at = stamp_from_unix(midnight + 15 * 3600);
		break;
	default:
		out->posted_at = stamp_from_days(l->from);
	}
}

static void put_pay(const struct vacancy *v, struct ad *out)
{
	const struct place *p = &places[v->place];
	double              base = p->salary * (v->n_skills ? 1.1 : 0.8);

	if (!v->has_pay)
		return;
	out->pay.min = (int)(base * (0.8 + v->number % 20 * 0.01) / 1000) * 1000.0;
	out->pay.max = (int)(base * 1.25 / 1000) * 1000.0;
	memcpy(out->pay.currency, p->currency, 4);
	out->pay.period = PAY_YEAR;
	out->pay.source = SPAN("stated");
}

void listing_ad(const struct listing *l, int port, struct arena *arena,
		struct ad *out)
{
	const struct vacancy *v = l->vacancy;
	enum board_kind       kind = l->board->kind;
	struct buf            html = BUF_INIT, text = BUF_INIT;
	struct span          *full_time = arena_alloc(arena, sizeof(*full_time));

	memset(out, 0, sizeof(*out));
	put_identity(l, port, arena, out);
	out->title = make_title(v, arena);
	out->employer = span_of(l->employer->name);
	put_place(l, arena, out);
	put_dates(l, out);
	if (kind == HN)
		put_comment(l, arena, &html);
	else
		listing_html(l, &html);
	html_to_text(buf_span(&html), &text);
	out->description = arena_span(arena, buf_span(&text));
	*full_time = SPAN("FULL_TIME");
	if (kind != GREENHOUSE && kind != FEED_RSS && kind != FEED_ATOM) {
		out->employment_types = full_time;
		out->n_employment_types = 1;
	}
	if (kind == LEVER || kind == ASHBY || kind == HN)
		out->remote = remote_from_name(span_of(v->remote));
	if (kind == LEVER || kind == ASHBY || kind == SITE_JSONLD)
		put_pay(v, out);
	if (kind == GREENHOUSE || kind == LEVER || kind == ASHBY)
		out->department = span_of(roles[v->role].department);
	if (kind == GREENHOUSE)
		out->requisition_id =
			span_of(arena_printf(arena, "R%06u", v->number));
	if (kind == SITE_JSONLD)
		out->employer_size = span_of(l->employer->size);
	buf_deinit(&html);
	buf_deinit(&text);
}
