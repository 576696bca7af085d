/*
 * nav.c - The public job vacancy feed of the Norwegian labour administration:
 * https://navikt.github.io/pam-stilling-feed/ (read 2026-11), and the ads as
 * employers hand them in: https://navikt.github.io/pam-import-api/.
 *
 * The feed is a journal: pages of entries, oldest first, each a change of an ad
 * and whether it is ACTIVE or INACTIVE; what is not in it has not ended. A board
 * is "last" (the newest page, and what comes behind it), "all" (the journal from
 * its beginning) or the address of a page. Key: nav, a token.
 *
 * An entry gives id, title, employer, municipality, the time of the change; the
 * ad all places, days, text, openings, hours. No pay. Ads that were stopped are
 * shown without title or employer; those say that the ad is closed, no more.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

#define PLACES_MAX 2000 /* of one ad */
#define FEED "https://pam-stilling-feed.nav.no/api/v1/feed"

static enum remote_kind remote_of(struct span words)
{
	if (span_find_nocase(words, "ikke"))
		return REMOTE_ONSITE; /* "Hjemmekontor ikke mulig" */
	if (span_find_nocase(words, "hybrid"))
		return REMOTE_HYBRID;
	return span_find_nocase(words, "hjemmekontor") ? REMOTE_REMOTE
						       : REMOTE_UNKNOWN;
}

/* ---- an entry of the feed ---- */

static const struct map_field entry_fields[] = {
	{ "_feed_entry.uuid", MAP_ID },
	{ "id", MAP_ID },
	{ "_feed_entry.title", MAP_TITLE },
	{ "title", MAP_TITLE },
	{ "_feed_entry.businessName", MAP_EMPLOYER },
	{ "_feed_entry.municipal", MAP_PLACE },
	{ "_feed_entry.sistEndret", MAP_UPDATED },
	{ "date_modified", MAP_UPDATED },
};

static void put_url(struct arena *arena, struct ad *ad)
{
	if (!ad->url.len && ad->native_id.len)
		ad->url = span_of(arena_printf(
			arena,
			"https://arbeidsplassen.nav.no/stillinger/stilling/%s",
			ad->native_id.ptr));
}

static void each_entry(const struct document *doc, const cJSON *root,
		       const cJSON *entry, struct ad *ad, struct findings *out)
{
	struct span status = json_raw(json_path(entry, "_feed_entry.status"));

	(void)doc;
	(void)root;
	ad->is_closed = span_is(status, "INACTIVE");
	ad->has_detail = true; /* also when it is not to be read any more */
	put_url(&out->arena, ad);
	if (!ad->is_closed)
		board_add_detail(out, ad,
				 json_member_text(&out->arena, entry, "url"),
				 NULL);
}

/* Of two entries of an ad the first is kept; the newest counts. */
static void turn_round(struct findings *out, size_t first)
{
	for (size_t i = first, k = out->n_ads; i + 1 < k; i++) {
		struct ad ad = out->ads[i];

		out->ads[i] = out->ads[--k];
		out->ads[k] = ad;
	}
}

static const struct board_map entry_map = {
	.what = "\"items\" of nav",
	.list = "items",
	.next = "next_url",
	.fields = entry_fields,
	.n_fields = ARRAY_LEN(entry_fields),
	.each = each_entry,
};

/* ---- an ad ---- */

static const struct map_field ad_fields[] = {
	{ "uuid", MAP_ID },
	{ "link", MAP_URL },
	{ "applicationUrl", MAP_APPLY_URL },
	{ "title", MAP_TITLE },
	{ "employer.name", MAP_EMPLOYER },
	{ "published", MAP_POSTED },
	{ "updated", MAP_UPDATED },
	{ "expires", MAP_EXPIRES },
	{ "positioncount", MAP_OPENINGS },
	{ "description", MAP_HTML },
};

/* A place that names no town is named by its municipality. */
static void put_places(const cJSON *list, struct arena *arena, struct ad *ad)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
	{
		struct ad_location *l;

		if (!cJSON_IsObject(item) || ad->n_locations == PLACES_MAX)
			continue;
		l = text_add_location(arena, ad);
		l->street = json_member_text(arena, item, "address");
		l->city = json_member_text(arena, item, "city");
		if (!l->city.len)
			l->city = json_member_text(arena, item, "municipal");
		l->region = json_member_text(arena, item, "county");
		l->country = json_member_text(arena, item, "country");
		l->postal = json_member_text(arena, item, "postalCode");
		text_compose_location(arena, l);
	}
}

static void each_ad(const struct document *doc, const cJSON *root,
		    const cJSON *object, struct ad *ad, struct findings *out)
{
	struct arena *arena = &out->arena;

	(void)doc;
	(void)root;
	text_employment_known(arena, ad, json_member(object, "extent"));
	text_employment_known(arena, ad, json_member(object, "engagementtype"));
	put_places(json_get(object, "workLocations"), arena, ad);
	put_url(arena, ad);
}

static const struct board_map ad_map = {
	.what = "an ad of nav",
	.fields = ad_fields,
	.n_fields = ARRAY_LEN(ad_fields),
	.each = each_ad,
};

/* {"uuid", "status", "ad_content": {...}}, which was called json before. */
static void add_content(const struct document *doc, const cJSON *root,
			struct findings *out)
{
	const cJSON *content = json_get(root, "ad_content");
	struct ad   *ad;

	if (!content)
		content = json_get(root, "json");
	ad = board_map_add(&ad_map, doc, root, (struct span){ NULL, 0 },
			   content, out);
	if (!ad->native_id.len) {
		ad->native_id = json_member_text(&out->arena, root, "uuid");
		put_url(&out->arena, ad);
	}
	ad->is_closed = span_is(json_member(root, "status"), "INACTIVE");
}

/* ---- ads as employers hand them in ---- */

static const struct map_field transfer_fields[] = {
	{ "reference", MAP_ID },
	{ "properties.sourceurl", MAP_URL },
	{ "properties.applicationurl", MAP_APPLY_URL },
	{ "title", MAP_TITLE },
	{ "employer.businessName", MAP_EMPLOYER },
	{ "published", MAP_POSTED },
	{ "expires", MAP_EXPIRES },
	{ "positions", MAP_OPENINGS },
	{ "adText", MAP_HTML },
};

static void each_transfer(const struct document *doc, const cJSON *root,
			  const cJSON *object, struct ad *ad,
			  struct findings *out)
{
	struct arena *arena = &out->arena;
	const cJSON  *properties = json_get(object, "properties");

	(void)doc;
	(void)root;
	text_employment_known(arena, ad, json_member(properties, "extent"));
	text_employment_known(arena, ad,
			      json_member(properties, "engagementtype"));
	ad->remote = remote_of(json_member(properties, "remote"));
	put_places(json_get(object, "locationList"), arena, ad);
}

static const struct board_map transfer_map = {
	.what = "ads of nav",
	.list = "",
	.fields = transfer_fields,
	.n_fields = ARRAY_LEN(transfer_fields),
	.each = each_transfer,
};

/* ---- an ad as the administration keeps it ---- */

static const struct map_field kept_fields[] = {
	{ "uuid", MAP_ID },
	{ "properties.sourceurl", MAP_URL },
	{ "properties.applicationurl", MAP_APPLY_URL },
	{ "title", MAP_TITLE },
	{ "properties.employer", MAP_EMPLOYER },
	{ "businessName", MAP_EMPLOYER },
	{ "employer.name", MAP_EMPLOYER },
	{ "published", MAP_POSTED },
	{ "updated", MAP_UPDATED },
	{ "expires", MAP_EXPIRES },
	{ "properties.positioncount", MAP_OPENINGS },
	{ "properties.adtext", MAP_HTML },
};

static void each_kept(const struct document *doc, const cJSON *root,
		      const cJSON *object, struct ad *ad, struct findings *out)
{
	each_transfer(doc, root, object, ad, out);
	put_url(&out->arena, ad);
	ad->is_closed = !span_is(json_member(object, "status"), "ACTIVE");
}

static const struct board_map kept_map = {
	.what = "an ad of nav",
	.list = "ads",
	.single = "",
	.fields = kept_fields,
	.n_fields = ARRAY_LEN(kept_fields),
	.each = each_kept,
};

/* ---- documents ---- */

static enum parse_status parse_nav(const struct document *doc,
				   struct findings *out, struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	size_t            first = out->n_ads;
	enum parse_status status = PARSE_OK;

	if (!root)
		return PARSE_BROKEN;
	if (cJSON_IsArray(root)) {
		status = board_map_read(&transfer_map, root, doc, out, err);
	} else if (cJSON_IsArray(json_get(root, "items"))) {
		status = board_map_read(&entry_map, root, doc, out, err);
		turn_round(out, first);
	} else if (json_get(root, "sistEndret")) {
		add_content(doc, root, out);
	} else if (json_path(root, "properties.adtext")) {
		status = board_map_read(&kept_map, root, doc, out, err);
	} else {
		status = board_not_mine(root, "\"items\" or an ad of nav", err);
	}
	json_free(root);
	return status;
}

static int sniff_nav(const struct document *doc)
{
	static const char *const feed[] = { "\"_feed_entry\"" };
	static const char *const empty[] = { "\"next_id\"", "\"feed_url\"",
					     "\"items\"" };
	static const char *const ad[] = { "\"uuid\"", "\"sistEndret\"",
					  "\"status\"" };
	static const char *const handed[] = { "\"reference\"", "\"adText\"",
					      "\"locationList\"" };

	static const char *const kept[] = { "\"adtext\"", "\"locationList\"" };

	return json_has_keys(doc, "{", feed, ARRAY_LEN(feed)) ||
			       json_has_keys(doc, "{", kept, ARRAY_LEN(kept)) ||
			       json_has_keys(doc, "{", empty,
					     ARRAY_LEN(empty)) ||
			       json_has_keys(doc, "{", ad, ARRAY_LEN(ad)) ||
			       json_has_keys(doc, "[", handed,
					     ARRAY_LEN(handed))
		       ? 88
		       : 0;
}

static bool seed_nav(struct span board, char *out, size_t size)
{
	struct url_parts u;

	if (span_is(board, "last"))
		return board_copy(out, size, SPAN(FEED "?last=true"));
	if (span_is(board, "all"))
		return board_copy(out, size, SPAN(FEED));
	return url_split(board, &u) && span_find(u.path, "/api/v1/feed") &&
	       board_copy(out, size, board);
}

const struct parser parser_nav = {
	.name = "nav",
	.about = "vacancy feed of Norway's labour administration",
	.board = "last; all; or address",
	.keys = "nav",
	.spec = "https://navikt.github.io/pam-stilling-feed/",
	.parse = parse_nav,
	.sniff = sniff_nav,
	.seed_url = seed_nav,
	.headers = "Authorization: Bearer {key:nav}\n"
		   "Accept: application/json",
	.lists_newest = true,
	.hosts = "pam-stilling-feed.nav.no",
};
