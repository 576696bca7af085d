/*
 * jobtech.c - Platsbanken, the ads of the Swedish public employment service,
 * as JobTech publishes them (read 2026-11): https://jobsearch.api.jobtechdev.se
 * (search), https://jobstream.api.jobtechdev.se (all that is open, and what
 * changed; a JSON array, since version 2 a line an ad), the archive since 2006
 * at https://data.jobtechdev.se/annonser/historiska/ (a line an ad) and
 * https://historical.api.jobtechdev.se (a search in it).
 *
 * A board is a search as search_seed.h has it ("q=machine learning", "*"), or
 * an address of any of these. A search shows 2,100 ads at most: one that has
 * more is asked for field by field, then region by region.
 *
 * Gives id, title, employer, place with its point, days, text, openings, hours.
 * Does not give pay in numbers. A stream says that an ad was removed; that is
 * an ad without a title, is_closed. In the archive labels may be lists, and
 * the id of the ad is original_id. Ads as employers hand them in, with names in
 * Swedish, are read too: https://github.com/JobtechSwe/elastic-importers.
 */
#include "parsers/jobtech.h"

#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/kinds.h"
#include "parsers/search_seed.h"
#include "parsers/text.h"

#include <string.h>

#define OFFSET_MAX 2000
#define PAGE_SIZE 100
#define LISTED_MAX (OFFSET_MAX + PAGE_SIZE)

static const struct map_field fields[] = {
	{ "original_id", MAP_ID },
	{ "id", MAP_ID },
	{ "webpage_url", MAP_URL },
	{ "application_details.url", MAP_APPLY_URL },
	{ "headline", MAP_TITLE },
	{ "employer.name", MAP_EMPLOYER },
	{ "publication_date", MAP_POSTED },
	{ "timestamp", MAP_UPDATED },
	{ "application_deadline", MAP_EXPIRES },
	{ "last_publication_date", MAP_EXPIRES },
	{ "number_of_vacancies", MAP_OPENINGS },
	{ "detected_language", MAP_LANGUAGE },
	{ "description.text", MAP_PLAIN },
};

static const struct map_places places = {
	.list = "workplace_address",
	.street = "street_address",
	.city = "municipality",
	.region = "region",
	.country = "country",
	.postal = "postcode",
	.lat = "coordinates.1",
	.lon = "coordinates.0",
};

/* A label; in the archive it may be the first of a list. */
static struct span label_of(const cJSON *value)
{
	if (cJSON_IsArray(value))
		value = value->child;
	return json_member(value, "label");
}

/* Ads that name a town but no municipality are placed by the town. */
static void put_town(const cJSON *object, struct findings *out, struct ad *ad)
{
	const cJSON        *address = json_get(object, "workplace_address");
	struct span         town = json_member_text(&out->arena, address, "city");
	struct ad_location *l;

	if (!town.len || json_member(address, "municipality").len)
		return;
	if (!ad->n_locations)
		text_add_location(&out->arena, ad);
	l = &ad->locations[0];
	l->city = town;
	l->text = (struct span){ NULL, 0 };
	text_compose_location(&out->arena, l);
}

static void put_url(struct arena *arena, struct ad *ad)
{
	if (!ad->url.len && ad->native_id.len)
		ad->url = span_of(arena_printf(
			arena,
			"https://arbetsformedlingen.se/platsbanken/annonser/%s",
			ad->native_id.ptr));
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *object, struct ad *ad, struct findings *out)
{
	static const char *const labels[] = { "working_hours_type",
					      "employment_type", "duration" };
	struct arena            *arena = &out->arena;

	(void)doc;
	(void)root;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		text_employment_known(arena, ad,
				      label_of(json_get(object, labels[i])));
	put_town(object, out, ad);
	if (!ad->description.len)
		text_describe(arena, ad,
			      json_raw(json_path(object, "description."
							 "text_formatted")));
	ad->is_closed = cJSON_IsTrue(json_get(object, "removed"));
	put_url(arena, ad);
}

const struct board_map jobtech_record = {
	.what = "an ad of jobtech",
	.list = "",
	.single = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
	.places = &places,
};

/* ---- as employers hand them in ---- */

static const struct map_field handed_fields[] = {
	{ "id", MAP_ID },
	{ "annonsId", MAP_ID },
	{ "ansokningssattWebbadress", MAP_APPLY_URL },
	{ "annonsrubrik", MAP_TITLE },
	{ "arbetsgivareNamn", MAP_EMPLOYER },
	{ "arbetsplatsNamn", MAP_EMPLOYER },
	{ "referens", MAP_REQUISITION },
	{ "publiceringsdatum", MAP_POSTED },
	{ "updatedAt", MAP_UPDATED },
	{ "sistaAnsokningsdatum", MAP_EXPIRES },
	{ "sistaPubliceringsdatum", MAP_EXPIRES },
	{ "antalPlatser", MAP_OPENINGS },
	{ "annonstext", MAP_PLAIN },
};

static const struct map_places handed_places = {
	.list = "arbetsplatsadress",
	.street = "gatuadress",
	.city = "kommun.namn",
	.region = "lan.namn",
	.country = "land.namn",
	.postal = "postnr",
	.lat = "latitud",
	.lon = "longitud",
};

static void each_handed(const struct document *doc, const cJSON *root,
			const cJSON *object, struct ad *ad,
			struct findings *out)
{
	static const char *const names[] = { "arbetstidTyp.namn",
					     "anstallningTyp.namn" };

	(void)doc;
	(void)root;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		text_employment_known(&out->arena, ad,
				      json_raw(json_path(object, names[i])));
	if (!ad->description.len)
		text_describe(&out->arena, ad,
			      json_member(object, "annonstextFormaterad"));
	ad->is_closed = cJSON_IsTrue(json_get(object, "avpublicerad"));
	put_url(&out->arena, ad);
}

static const struct board_map handed = {
	.what = "an ad handed in to jobtech",
	.fields = handed_fields,
	.n_fields = ARRAY_LEN(handed_fields),
	.each = each_handed,
	.places = &handed_places,
};

static bool is_handed(const cJSON *object)
{
	return json_get(object, "annonsrubrik") != NULL;
}

/* ---- more than 2,100 ---- */

static const struct paging paging = {
	.by = PAGING_OFFSET,
	.param = "offset",
	.size = PAGE_SIZE,
	.most = LISTED_MAX,
};

/* What a search is parted by: every ad has the first, nearly all the next. */
static const char *const facets[] = { "occupation-field", "region",
				      "occupation-group" };

/* The facet that `doc` asks to be counted, if it is not yet parted by it. */
static const char *counted_facet(const struct document *doc,
				 const char **next)
{
	struct url_parts u;

	if (!url_split(doc->url, &u))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(facets); i++) {
		*next = i + 1 < ARRAY_LEN(facets) ? facets[i + 1] : NULL;
		if (span_is(url_query(u.query, "stats"), facets[i]))
			return url_query(u.query, facets[i]).len ? NULL
								 : facets[i];
	}
	return NULL;
}

static const cJSON *counts_of(const cJSON *root, const char *facet)
{
	const cJSON *stat;

	cJSON_ArrayForEach(stat, json_get(root, "stats"))
	{
		if (span_is(json_member(stat, "type"), facet))
			return json_get(stat, "values");
	}
	return NULL;
}

/* One search a value; false when the answer has no counts to go by. */
static bool part(const struct document *doc, const cJSON *root, int64_t total,
		 struct findings *out)
{
	const char     *next = NULL, *facet = counted_facet(doc, &next);
	const cJSON    *value, *values = facet ? counts_of(root, facet) : NULL;
	struct document asks = *doc;
	double          sum = 0, n;

	if (!cJSON_IsArray(values) || cJSON_GetArraySize(values) < 2)
		return false;
	if (next)
		asks.url = paging_set_query(&out->arena, doc->url, "stats",
					    span_of(next));
	cJSON_ArrayForEach(value, values)
	{
		struct span id = json_member_text(&out->arena, value,
						  "concept_id");

		if (!board_slug(id).len)
			continue;
		paging_part(&paging, &asks, facet, id, out);
		if (json_number(json_get(value, "count"), &n))
			sum += n;
	}
	out->is_capped = out->is_capped || sum < (double)total;
	return true;
}

static void put_paging(const struct document *doc, const cJSON *root,
		       size_t shown, struct findings *out)
{
	int64_t total = -1;

	json_whole(json_path(root, "total.value"), &total);
	if (total > LISTED_MAX && paging_at(&paging, doc) == 0 &&
	    part(doc, root, total, out))
		return;
	out->listed = total;
	paging_next(&paging, doc, shown, total, out);
}

/* ---- documents ---- */

static void add(const struct document *doc, const cJSON *object,
		struct findings *out)
{
	if (cJSON_IsObject(object) && out->n_ads <= PARSER_ADS_MAX)
		board_map_add(is_handed(object) ? &handed : &jobtech_record,
			      doc, object, (struct span){ NULL, 0 }, object,
			      out);
}

static size_t add_all(const struct document *doc, const cJSON *list,
		      struct findings *out)
{
	const cJSON *item;
	size_t       n = 0;

	cJSON_ArrayForEach(item, list)
	{
		const cJSON *source = json_get(item, "_source");

		n++;
		add(doc, cJSON_IsObject(source) ? source : item, out);
	}
	return n;
}

static bool is_record(const cJSON *object)
{
	return json_get(object, "headline") ||
	       json_get(object, "removed_date") || is_handed(object);
}

/* The only array of an object that is the ads as they were handed in. */
static const cJSON *handed_list(const cJSON *root)
{
	const cJSON *list = cJSON_IsObject(root) ? root->child : NULL;

	return cJSON_IsArray(list) && is_handed(list->child) ? list : NULL;
}

static enum parse_status add_document(const struct document *doc,
				      const cJSON *root, struct findings *out,
				      struct error *err)
{
	const cJSON *hits = json_get(root, "hits");

	if (cJSON_IsArray(root)) {
		add_all(doc, root, out);
	} else if (cJSON_IsArray(hits)) {
		put_paging(doc, root, add_all(doc, hits, out), out);
	} else if (cJSON_IsArray(json_get(hits, "hits"))) {
		add_all(doc, json_get(hits, "hits"), out);
	} else if (handed_list(root)) {
		add_all(doc, handed_list(root), out);
	} else if (is_record(root)) {
		add(doc, root, out);
	} else {
		return board_not_mine(root, "\"hits\" or an ad of jobtech",
				      err);
	}
	return PARSE_OK;
}

/* Is there a second line that begins another object? */
static bool is_lines(struct span body)
{
	const char *end = memchr(body.ptr, '\n', body.len);
	struct span rest;

	if (!end || body.ptr[0] != '{')
		return false;
	rest = span_trim((struct span){
		end, (size_t)(body.ptr + body.len - end) });
	return rest.len && rest.ptr[0] == '{';
}

static enum parse_status add_lines(const struct document *doc,
				   struct span body, struct findings *out,
				   struct error *err)
{
	size_t number = 0;

	while (body.len) {
		const char *end = memchr(body.ptr, '\n', body.len);
		size_t      len = end ? (size_t)(end - body.ptr) : body.len;
		struct span line = span_trim((struct span){ body.ptr, len });
		struct error why = ERROR_INIT;
		cJSON       *root = line.len ? json_parse(line, &why) : NULL;
		enum parse_status status = PARSE_OK;

		number++;
		if (line.len && !root) {
			error_set(err, "line %zu: %s", number, why.text);
			return PARSE_BROKEN;
		}
		if (root)
			status = add_document(doc, root, out, err);
		json_free(root);
		if (status != PARSE_OK)
			return status;
		body.ptr += len + (end != NULL);
		body.len -= len + (end != NULL);
	}
	return PARSE_OK;
}

static enum parse_status parse_jobtech(const struct document *doc,
				       struct findings *out, struct error *err)
{
	struct span       body = span_trim(doc->body);
	cJSON            *root;
	enum parse_status status = PARSE_BROKEN;

	if (is_lines(body))
		return add_lines(doc, body, out, err);
	root = json_parse_document(doc, err);
	if (root)
		status = add_document(doc, root, out, err);
	json_free(root);
	return status;
}

static int sniff_jobtech(const struct document *doc)
{
	static const char *const search[] = { "\"hits\"",
					      "\"query_time_in_millis\"" };
	static const char *const hits[] = { "\"hits\"", "\"headline\"",
					    "\"workplace_address\"" };
	static const char *const record[] = { "\"headline\"",
					      "\"application_deadline\"" };
	static const char *const removal[] = { "\"removed\"",
					       "\"removed_date\"" };
	static const char *const as_handed[] = { "\"annonsrubrik\"",
						 "\"arbetsgivareNamn\"" };

	return json_has_keys(doc, "{", search, ARRAY_LEN(search)) ||
			       json_has_keys(doc, "{", hits, ARRAY_LEN(hits)) ||
			       json_has_keys(doc, "{[", record,
					     ARRAY_LEN(record)) ||
			       json_has_keys(doc, "{[", removal,
					     ARRAY_LEN(removal)) ||
			       json_has_keys(doc, "{[", as_handed,
					     ARRAY_LEN(as_handed))
		       ? 87
		       : 0;
}

static bool seed_jobtech(struct span board, char *out, size_t size)
{
	static const struct search_api api = {
		.base = "https://jobsearch.api.jobtechdev.se/search",
		.path = "/search",
		.words = "q",
		.fixed = "limit=100&offset=0&stats=occupation-field"
			 "&stats.limit=50",
	};
	struct url_parts u;

	if (url_split(board, &u) && board_is_host(board, "jobtechdev.se") &&
	    !span_find(u.path, "/search"))
		return board_copy(out, size, board);
	return search_seed(&api, board, out, size);
}

const struct parser parser_jobtech = {
	.name = "jobtech",
	.about = "search and stream of Sweden's employment service",
	.board = "search, q=data; words; *; or address",
	.spec = "https://jobsearch.api.jobtechdev.se",
	.parse = parse_jobtech,
	.sniff = sniff_jobtech,
	.seed_url = seed_jobtech,
	.hosts = "jobtechdev.se",
};
