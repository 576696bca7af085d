#include "parsers/board_map.h"

#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 2000 /* of one ad */
#define OPENINGS_MAX 100000 /* of one ad; more is a slip of the pen */

/* What the fields of one object gather before they are an ad. */
struct gathering {
	struct arena      *arena;
	struct stamp       seen_at;
	struct ad         *ad;
	struct ad_location place;
	struct buf         html;
	struct span        heading; /* of the next piece of it */
	struct buf         plain;
	bool               is_predicted; /* the pay */
	bool               has_tags; /* of html; else it is plain so far */
	bool               has_day_first;
};

static void put_once(struct span *field, struct span value)
{
	if (!field->len)
		*field = value;
}

static void put_remote_regions(struct gathering *g, const cJSON *value)
{
	const cJSON *item;

	if (!cJSON_IsArray(value)) {
		text_append(g->arena, &g->ad->remote_regions,
			    &g->ad->n_remote_regions,
			    json_text(g->arena, value));
		return;
	}
	cJSON_ArrayForEach(item, value)
	{
		text_append(g->arena, &g->ad->remote_regions,
			    &g->ad->n_remote_regions,
			    json_text(g->arena, item));
	}
}

static void put_places(struct gathering *g, const cJSON *list)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
	{
		const cJSON        *address = json_get(item, "address");
		const cJSON        *at = cJSON_IsObject(address) ? address : item;
		struct ad_location *l;

		if (g->ad->n_locations == PLACES_MAX)
			return;
		l = text_add_location(g->arena, g->ad);
		l->city = json_member_text(g->arena, at, "addressLocality");
		l->text = l->city;
		put_once(&l->city, json_member_text(g->arena, at, "city"));
		l->region = json_member_text(g->arena, at, "state");
		put_once(&l->region, json_member_text(g->arena, at, "region"));
		l->country = json_member_text(g->arena, at, "country");
		put_once(&l->country,
			 json_member_text(g->arena, at, "addressCountry"));
		l->postal = json_member_text(g->arena, at, "postalCode");
		put_once(&l->postal,
			 json_member_text(g->arena, at, "postal_code"));
		text_compose_location(g->arena, l);
		if (!l->text.len)
			g->ad->n_locations--;
	}
}

static bool has_place_of(const struct ad *ad, size_t n, struct span text)
{
	for (size_t i = 0; i < n; i++) {
		struct span known = ad->locations[i].text;

		if (known.len == text.len &&
		    memcmp(known.ptr, text.ptr, text.len) == 0)
			return true;
	}
	return false;
}

/* What boards call the text of a place. */
static struct span place_text(struct arena *arena, const cJSON *place)
{
	static const char *const keys[] = { "LocationName", "Name", "name",
					    "label" };

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		struct span text = json_member_text(arena, place, keys[i]);

		if (text.len)
			return text;
	}
	return json_text(arena, place);
}

static bool has_place(const struct ad *ad, struct span text)
{
	return has_place_of(ad, ad->n_locations, text);
}

/* Is the last place one of those before it? */
static bool has_place_before(const struct ad *ad)
{
	size_t last = ad->n_locations - 1;

	return has_place_of(ad, last, ad->locations[last].text);
}

static void put_more_places(struct gathering *g, const cJSON *list)
{
	struct ad   *ad = g->ad;
	const cJSON *item;

	if (g->place.text.len && !ad->n_locations)
		*text_add_location(g->arena, ad) = g->place;
	cJSON_ArrayForEach(item, list)
	{
		struct span text = place_text(g->arena, item);

		if (ad->n_locations == PLACES_MAX)
			return;
		if (!text.len || has_place(ad, text))
			continue;
		text_add_location(g->arena, ad)->text = text;
		if (cJSON_IsObject(item))
			ad->locations[ad->n_locations - 1].country =
				json_member_text(g->arena, item, "CountryCode");
	}
}

static struct span text_at(struct arena *arena, const cJSON *object,
			   const char *path)
{
	return path ? json_text(arena, json_path(object, path))
		    : (struct span){ NULL, 0 };
}

/* Both or none; 0, 0 is nobody's place. */
static void put_point(struct ad_location *l, const cJSON *lat,
		      const cJSON *lon)
{
	double y, x;
	char   both[64];

	if (!json_number(lat, &y) || !json_number(lon, &x))
		return;
	snprintf(both, sizeof(both), "%.7f %.7f", y, x);
	text_point(span_of(both), l);
}

static void put_named_place(const struct map_places *m, const cJSON *item,
			    struct arena *arena, struct ad *ad)
{
	struct ad_location *l = text_add_location(arena, ad);

	*l = (struct ad_location){
		.text = text_at(arena, item, m->text),
		.street = text_at(arena, item, m->street),
		.city = text_at(arena, item, m->city),
		.region = text_at(arena, item, m->region),
		.country = text_at(arena, item, m->country),
		.postal = text_at(arena, item, m->postal),
	};
	if (m->lat && m->lon)
		put_point(l, json_path(item, m->lat), json_path(item, m->lon));
	text_compose_location(arena, l);
	if (!l->text.len || has_place_before(ad))
		ad->n_locations--;
}

void board_map_places(const struct map_places *m, const cJSON *object,
		      struct arena *arena, struct ad *ad)
{
	const cJSON *list = json_path(object, m->list), *item;

	if (cJSON_IsObject(list))
		put_named_place(m, list, arena, ad);
	if (!cJSON_IsArray(list))
		return;
	cJSON_ArrayForEach(item, list)
	{
		if (ad->n_locations == PLACES_MAX)
			return;
		put_named_place(m, item, arena, ad);
	}
}

/* Plain text within HTML: its lines stay lines. */
static void add_lines(struct buf *html, struct span plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] == '\n')
			buf_add_text(html, "<br>");
		buf_add_char(html, plain.ptr[i]);
	}
}

/* One piece of the description; plain pieces make no HTML of one another. */
static void put_piece(struct gathering *g, struct span html)
{
	bool       has_tags = text_has_tags(html);
	struct buf plain = g->html;

	if (!g->has_tags && (has_tags || g->heading.len)) {
		g->has_tags = true;
		g->html = (struct buf)BUF_INIT;
		add_lines(&g->html, buf_span(&plain));
		buf_deinit(&plain);
	}
	if (g->heading.len)
		buf_printf(&g->html, "<h3>%.*s</h3>", (int)g->heading.len,
			   g->heading.ptr);
	else if (g->html.len && !g->has_tags)
		buf_add_text(&g->html, "\n\n");
	else if (g->html.len && html.ptr[0] != '<')
		buf_add_text(&g->html, "<br>");
	g->heading = (struct span){ NULL, 0 };
	if (g->has_tags && !has_tags)
		add_lines(&g->html, html);
	else
		buf_add_span(&g->html, html);
}

static void put_html(struct gathering *g, const cJSON *value)
{
	const cJSON *item;
	struct span  html = json_raw(value);

	if (html.len)
		put_piece(g, html);
	if (cJSON_IsArray(value)) {
		cJSON_ArrayForEach(item, value)
		{
			if (cJSON_IsString(item))
				put_html(g, item);
		}
	}
}

static void put_plain(struct gathering *g, const cJSON *value)
{
	struct span text = span_trim(json_raw(value));

	if (g->plain.len && text.len)
		buf_add_text(&g->plain, "\n\n");
	buf_add_span(&g->plain, text);
}

static void put_date(struct gathering *g, struct stamp *out,
		     const cJSON *value)
{
	struct span text = json_text(g->arena, value);

	if (out->precision != STAMP_NONE)
		return;
	if (!g->has_day_first || !text_date_day_first(text, out))
		text_date_seen(text, g->seen_at, out);
}

static void put_employment(struct gathering *g, const cJSON *value)
{
	const cJSON *item;

	if (!cJSON_IsArray(value)) {
		text_employment(g->arena, g->ad, json_text(g->arena, value));
		return;
	}
	cJSON_ArrayForEach(item, value)
		text_employment_known(g->arena, g->ad,
				      json_text(g->arena, item));
}

static void put_openings(struct ad *ad, const cJSON *value)
{
	double n;

	if (json_number(value, &n) && n >= 1 && n <= OPENINGS_MAX)
		ad->openings = (int)n;
}

/* Targets that are one text each; NULL for the others. */
static struct span *text_of(struct gathering *g, enum map_target target)
{
	struct ad *ad = g->ad;

	switch (target) {
	case MAP_ID: return &ad->native_id;
	case MAP_URL: return &ad->url;
	case MAP_APPLY_URL: return &ad->apply_url;
	case MAP_TITLE: return &ad->title;
	case MAP_EMPLOYER_SIZE: return &ad->employer_size;
	case MAP_EMPLOYER: return &ad->employer;
	case MAP_PLACE: return &g->place.text;
	case MAP_STREET: return &g->place.street;
	case MAP_CITY: return &g->place.city;
	case MAP_REGION: return &g->place.region;
	case MAP_COUNTRY: return &g->place.country;
	case MAP_POSTAL: return &g->place.postal;
	case MAP_DEPARTMENT: return &ad->department;
	case MAP_INDUSTRY: return &ad->industry;
	case MAP_REQUISITION: return &ad->requisition_id;
	case MAP_LANGUAGE: return &ad->language;
	default: return NULL;
	}
}

/* A word that says nothing of it leaves what was said before. */
static void put_remote_kind(struct ad *ad, struct span word)
{
	enum remote_kind kind = text_remote(word);

	if (kind != REMOTE_UNKNOWN)
		ad->remote = kind;
}

static void put_field(struct gathering *g, enum map_target target,
		      const cJSON *value)
{
	struct ad   *ad = g->ad;
	struct span *text = text_of(g, target);

	if (text) {
		put_once(text, json_text(g->arena, value));
		return;
	}
	switch (target) {
	case MAP_POSTED: put_date(g, &ad->posted_at, value); break;
	case MAP_UPDATED: put_date(g, &ad->updated_at, value); break;
	case MAP_EXPIRES: put_date(g, &ad->valid_through, value); break;
	case MAP_EMPLOYMENT:
		put_employment(g, value);
		break;
	case MAP_OPENINGS: put_openings(ad, value); break;
	case MAP_HTML: put_html(g, value); break;
	case MAP_HEADING: g->heading = json_raw(value); break;
	case MAP_PLAIN: put_plain(g, value); break;
	case MAP_PAY_MIN: json_number(value, &ad->pay.min); break;
	case MAP_PAY_MAX: json_number(value, &ad->pay.max); break;
	case MAP_PAY_TEXT:
		if (ad->pay.min <= 0 && ad->pay.max <= 0)
			text_pay_range(json_raw(value), &ad->pay);
		break;
	case MAP_CURRENCY: text_currency(&ad->pay, json_raw(value)); break;
	case MAP_PAY_PERIOD:
		ad->pay.period = text_pay_period(json_raw(value));
		break;
	case MAP_IS_REMOTE:
		if (cJSON_IsTrue(value))
			ad->remote = REMOTE_REMOTE;
		break;
	case MAP_IS_HYBRID:
		if (cJSON_IsTrue(value))
			ad->remote = REMOTE_HYBRID;
		break;
	case MAP_REMOTE_KIND: put_remote_kind(ad, json_raw(value)); break;
	case MAP_REMOTE_REGIONS: put_remote_regions(g, value); break;
	case MAP_PLACES: put_places(g, value); break;
	case MAP_MORE_PLACES: put_more_places(g, value); break;
	case MAP_IS_PREDICTED:
		g->is_predicted = cJSON_IsTrue(value) ||
				  span_is(json_raw(value), "1");
		break;
	default: break;
	}
}

static void put_description(struct gathering *g)
{
	if (g->html.len)
		text_describe(g->arena, g->ad, buf_span(&g->html));
	else
		text_describe_plain(g->arena, g->ad, buf_span(&g->plain));
	buf_deinit(&g->html);
	buf_deinit(&g->plain);
}

/* The point of the single fields, which needs both of them. */
static void put_single_point(const struct board_map *map, const cJSON *object,
			     struct ad_location *place)
{
	const cJSON *lat = NULL, *lon = NULL;

	for (size_t i = 0; i < map->n_fields; i++) {
		const struct map_field *f = &map->fields[i];

		if (f->target == MAP_LAT && !lat)
			lat = json_path(object, f->path);
		else if (f->target == MAP_LON && !lon)
			lon = json_path(object, f->path);
	}
	put_point(place, lat, lon);
}

struct ad *board_map_add(const struct board_map *map,
			 const struct document *doc, const cJSON *root,
			 struct span employer, const cJSON *object,
			 struct findings *out)
{
	struct gathering g = { .arena = &out->arena,
			       .seen_at = doc->fetched_at,
			       .has_day_first = map->has_day_first,
			       .ad = findings_add_ad(out) };
	struct ad       *ad;

	put_single_point(map, object, &g.place);
	for (size_t i = 0; i < map->n_fields; i++) {
		struct span *text = text_of(&g, map->fields[i].target);
		const cJSON *value;

		if (text && text->len) /* the first has won */
			continue;
		value = json_path(object, map->fields[i].path);
		if (value && !cJSON_IsNull(value))
			put_field(&g, map->fields[i].target, value);
		if (map->fields[i].target == MAP_HTML)
			g.heading = (struct span){ NULL, 0 };
	}
	if (map->places)
		board_map_places(map->places, object, g.arena, g.ad);
	if (doc->employer.len && !g.ad->employer.len)
		g.ad->employer = text_line(g.arena, doc->employer);
	put_once(&g.ad->employer, employer);
	text_compose_location(g.arena, &g.place);
	if (g.place.text.len && !g.ad->n_locations)
		*text_add_location(g.arena, g.ad) = g.place;
	if (g.ad->pay.min > 0 || g.ad->pay.max > 0)
		g.ad->pay.source = g.is_predicted ? SPAN("predicted")
						  : SPAN("stated");
	put_description(&g);
	if (g.ad->remote == REMOTE_UNKNOWN)
		g.ad->remote = map->remote;
	if (map->each)
		map->each(doc, root, object, g.ad, out);
	ad = &out->ads[out->n_ads - 1];
	if (ad->pay.min <= 0 && ad->pay.max <= 0)
		ad->pay = (struct ad_pay){ 0 }; /* a currency of nothing */
	return ad;
}

void board_add_detail(struct findings *out, struct ad *ad, struct span url,
		      const char *kind)
{
	struct found_link *link;

	if (!url.len || !ad->title.len) /* what has no title is no ad */
		return;
	link = findings_add_link(out);
	link->url = url;
	link->role = LINK_DETAIL;
	link->kind = span_of(kind);
	link->modified = ad->updated_at;
	ad->has_detail = true;
	ad->detail_url = url;
}

/* The value of what stands in braces; absent when there is none. */
static struct span fill(const char *name, size_t len, struct arena *arena,
			const struct url_parts *u, const cJSON *object)
{
	char path[64];

	snprintf(path, sizeof(path), "%.*s", (int)len, name);
	if (strcmp(path, "host") == 0)
		return u->authority;
	if (strspn(path, "0123456789") == strlen(path))
		return url_segment(u->path, (size_t)atoi(path));
	return json_text(arena, json_path(object, path));
}

/* The template of `map->detail` for one ad; absent when a part is missing. */
static struct span detail_url(const char *template, struct arena *arena,
			      const struct document *doc, const cJSON *object)
{
	struct url_parts u;
	struct buf       url = BUF_INIT;
	struct span      result = { NULL, 0 };

	if (!url_split(doc->url, &u))
		return result;
	while (*template) {
		size_t      plain = strcspn(template, "{");
		const char *end = strchr(template + plain, '}');
		struct span part;

		buf_add(&url, template, plain);
		template += plain;
		if (!end)
			break;
		part = fill(template + 1, (size_t)(end - template - 1), arena,
			    &u, object);
		if (!part.len)
			goto out;
		buf_add_span(&url, part);
		template = end + 1;
	}
	result = arena_span(arena, buf_span(&url));
out:
	buf_deinit(&url);
	return result;
}

/* The objects of the list, an ad each; how many entries there were. */
static size_t add_ads(const struct board_map *map, const struct document *doc,
		      const cJSON *root, struct span employer,
		      const cJSON *list, struct findings *out)
{
	const cJSON *object;
	size_t       shown = 0;

	cJSON_ArrayForEach(object, list)
	{
		if (out->n_ads > PARSER_ADS_MAX)
			break;
		shown++;
		if (!cJSON_IsObject(object))
			continue;
		board_map_add(map, doc, root, employer, object, out);
		if (map->detail)
			board_add_detail(out, &out->ads[out->n_ads - 1],
					 detail_url(map->detail, &out->arena,
						    doc, object),
					 NULL);
	}
	return shown;
}

/*
 * A list that was saved without what an answer has around it. An empty one
 * tells nothing: it may be anybody's.
 */
static bool is_bare_list(const cJSON *root)
{
	return cJSON_IsArray(root) && cJSON_IsObject(root->child);
}

enum parse_status board_map_read(const struct board_map *map,
				 const cJSON            *root,
				 const struct document  *doc,
				 struct findings *out, struct error *err)
{
	const cJSON *list = map->list[0] ? json_path(root, map->list) : root;
	const cJSON *single = map->single ? json_path(root, map->single) : NULL;
	struct span  employer = { NULL, 0 };
	size_t       shown;

	if (!list && is_bare_list(root))
		list = root;
	if (map->single && !map->single[0] && !cJSON_IsArray(list))
		single = root;
	if (map->employer)
		employer = json_text(&out->arena,
				     json_path(root, map->employer));
	if (cJSON_IsObject(single)) {
		board_map_add(map, doc, root, employer, single, out);
	} else if (cJSON_IsArray(list)) {
		shown = add_ads(map, doc, root, employer, list, out);
		if (map->listed)
			json_whole(json_path(root, map->listed), &out->listed);
		paging_next(&map->paging, doc, shown, out->listed, out);
		if (map->next)
			paging_next_url(json_text(&out->arena,
						  json_path(root, map->next)),
					out);
	} else {
		return board_not_mine(root, map->what, err);
	}
	if (map->whole)
		map->whole(doc, root, out);
	return PARSE_OK;
}

enum parse_status board_map_parse(const struct board_map *map,
				  const struct document *doc,
				  struct findings *out, struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_BROKEN;

	if (root)
		status = board_map_read(map, root, doc, out, err);
	json_free(root);
	return status;
}
