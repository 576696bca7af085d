#include "parsers/board_map.h"

#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 2000 /* of one ad */

/* What the fields of one object gather before they are an ad. */
struct gathering {
	struct arena      *arena;
	struct stamp       seen_at;
	struct ad         *ad;
	struct ad_location place;
	struct buf         html;
	struct span        heading; /* of the next piece of it */
	bool               is_predicted; /* the pay */
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

static bool has_place(const struct ad *ad, struct span text)
{
	for (size_t i = 0; i < ad->n_locations; i++) {
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

static void put_html(struct gathering *g, const cJSON *value)
{
	const cJSON *item;
	struct span  html = json_raw(value);

	if (html.len && g->heading.len)
		buf_printf(&g->html, "<h3>%.*s</h3>", (int)g->heading.len,
			   g->heading.ptr);
	else if (g->html.len && html.len && html.ptr[0] != '<')
		buf_add_text(&g->html, "<br>");
	if (html.len)
		g->heading = (struct span){ NULL, 0 };
	buf_add_span(&g->html, html);
	if (cJSON_IsArray(value)) {
		cJSON_ArrayForEach(item, value)
		{
			if (cJSON_IsString(item))
				put_html(g, item);
		}
	}
}

static void put_date(struct gathering *g, struct stamp *out,
		     const cJSON *value)
{
	if (out->precision == STAMP_NONE)
		text_date_seen(json_text(g->arena, value), g->seen_at, out);
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
		text_employment(g->arena, ad, json_text(g->arena, value));
		break;
	case MAP_HTML: put_html(g, value); break;
	case MAP_HEADING: g->heading = json_raw(value); break;
	case MAP_PAY_MIN: json_number(value, &ad->pay.min); break;
	case MAP_PAY_MAX: json_number(value, &ad->pay.max); break;
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
	case MAP_REMOTE_KIND: ad->remote = text_remote(json_raw(value)); break;
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

static void add_ad(const struct board_map *map, const struct document *doc,
		   const cJSON *root, struct span employer,
		   const cJSON *object, struct findings *out)
{
	struct gathering g = { .arena = &out->arena,
			       .seen_at = doc->fetched_at,
			       .ad = findings_add_ad(out) };

	for (size_t i = 0; i < map->n_fields; i++) {
		const cJSON *value = json_path(object, map->fields[i].path);

		if (value && !cJSON_IsNull(value))
			put_field(&g, map->fields[i].target, value);
		if (map->fields[i].target == MAP_HTML)
			g.heading = (struct span){ NULL, 0 };
	}
	if (doc->employer.len && !g.ad->employer.len)
		g.ad->employer = text_line(g.arena, doc->employer);
	put_once(&g.ad->employer, employer);
	text_compose_location(g.arena, &g.place);
	if (g.place.text.len && !g.ad->n_locations)
		*text_add_location(g.arena, g.ad) = g.place;
	if (g.ad->pay.min > 0 || g.ad->pay.max > 0)
		g.ad->pay.source = g.is_predicted ? SPAN("predicted")
						  : SPAN("stated");
	text_describe(g.arena, g.ad, buf_span(&g.html));
	buf_deinit(&g.html);
	if (map->each)
		map->each(doc, root, object, g.ad, out);
}

void board_add_detail(struct findings *out, struct ad *ad, struct span url,
		      const char *kind)
{
	struct found_link *link;

	if (!url.len)
		return;
	link = findings_add_link(out);
	link->url = url;
	link->role = LINK_DETAIL;
	link->kind = span_of(kind);
	link->modified = ad->updated_at;
	ad->has_detail = true;
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
		add_ad(map, doc, root, employer, object, out);
		if (map->detail)
			board_add_detail(out, &out->ads[out->n_ads - 1],
					 detail_url(map->detail, &out->arena,
						    doc, object),
					 NULL);
	}
	return shown;
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

	if (map->single && !map->single[0] && !cJSON_IsArray(list))
		single = root;
	if (map->employer)
		employer = json_text(&out->arena,
				     json_path(root, map->employer));
	if (cJSON_IsObject(single)) {
		add_ad(map, doc, root, employer, single, out);
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
