/*
 * eures.c - EURES, the ads that the employment services of Europe share, as its
 * own page asks for them (read 2026-11): POST https://europa.eu/eures/api/
 * jv-searchengine/public/jv-search/search with a page of 50 and what is searched
 * for; GET .../public/jv/id/{id}?requestLang=en is one.
 *
 * A board is a search as search_seed.h has it, in two parameters: "keyword=
 * machine learning&location=de,at" (codes of NUTS). They stand in the address,
 * which the service does not read; what it is sent is made of them: the first
 * request asks for one ad only, and its answer leads to the search itself.
 *
 * Gives id, title, employer when it is told, countries and NUTS codes, the time
 * of making and of the last change, text, openings, hours. Does not give pay,
 * and towns only in the document of one ad. A search shows 10,000 ads at most:
 * one that has more is asked for country by country.
 */
#include "base/buf.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/search_seed.h"
#include "parsers/text.h"
#include "parsers/url.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_SIZE 50
#define LISTED_MAX 10000
#define PLACES_MAX 500 /* of one ad */
#define QUERY_MAX 1000 /* bytes of one parameter */

#define BODY_BEGIN "{\"resultsPerPage\":"
#define BODY_PAGE ",\"page\":1,\"sortSearch\":\"MOST_RECENT\",\"keywords\":["
#define BODY_LISTS \
	"],\"publicationPeriod\":null,\"occupationUris\":[],\"skillUris\":[]," \
	"\"requiredExperienceCodes\":[],\"positionScheduleCodes\":[]," \
	"\"sectorCodes\":[],\"educationAndQualificationLevelCodes\":[]," \
	"\"positionOfferingCodes\":[],\"locationCodes\":["
#define BODY_END \
	"],\"euresFlagCodes\":[],\"otherBenefitsCodes\":[]," \
	"\"requiredLanguages\":[],\"minNumberPost\":null," \
	"\"sessionId\":\"jobtrend\",\"requestLanguage\":\"en\"}"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "title", MAP_TITLE },
	{ "employer.name", MAP_EMPLOYER },
	{ "employerName", MAP_EMPLOYER },
	{ "creationDate", MAP_POSTED },
	{ "lastModificationDate", MAP_UPDATED },
	{ "lastApplicationDate", MAP_EXPIRES },
	{ "numberOfPosts", MAP_OPENINGS },
	{ "availableLanguages.0", MAP_LANGUAGE },
	{ "description", MAP_HTML },
};

/* Of the document of one ad; the list has a map of countries instead. */
static const struct map_places places = {
	.list = "locations",
	.city = "cityName",
	.region = "region",
	.country = "countryCode",
	.postal = "postalCode",
};

/* {"DE": ["DE212", null], "IE": [null]} */
static void put_nuts(const cJSON *countries, struct arena *arena,
		     struct ad *ad)
{
	const cJSON *country, *code;

	cJSON_ArrayForEach(country, countries)
	{
		struct span name = text_line(arena, span_of(country->string));
		size_t      before = ad->n_locations;
		struct ad_location *l;

		cJSON_ArrayForEach(code, country)
		{
			if (!json_raw(code).len || before >= PLACES_MAX ||
			    ad->n_locations >= PLACES_MAX)
				continue;
			l = text_add_location(arena, ad);
			l->region = json_text(arena, code);
			l->country = name;
		}
		if (ad->n_locations == before && before < PLACES_MAX)
			text_add_location(arena, ad)->country = name;
	}
	for (size_t i = 0; i < ad->n_locations; i++)
		text_compose_location(arena, &ad->locations[i]);
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *object, struct ad *ad, struct findings *out)
{
	struct arena *arena = &out->arena;
	const cJSON  *code;

	(void)doc;
	(void)root;
	put_nuts(json_get(object, "locationMap"), arena, ad);
	cJSON_ArrayForEach(code, json_get(object, "positionScheduleCodes"))
	{
		text_employment_known(arena, ad, json_raw(code));
	}
	/* "not told", which many services write where there is no name */
	if (span_is_nocase(ad->employer, "Non renseigné"))
		ad->employer = (struct span){ NULL, 0 };
}

static const struct board_map map = {
	.what = "\"jvs\" of eures",
	.list = "jvs",
	.listed = "numberRecords",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.places = &places,
	.each = each,
};

static void put_url(struct arena *arena, struct ad *ad)
{
	if (ad->native_id.len)
		ad->url = span_of(arena_printf(
			arena,
			"https://europa.eu/eures/portal/jv-se/jv-details/%s",
			ad->native_id.ptr));
}

/* ---- what is asked for ---- */

/* The parameter `name` of the address, with its escapes undone. */
static struct span query_text(struct arena *arena, struct span url,
			      const char *name)
{
	struct url_parts u;
	struct span      raw = { NULL, 0 };
	char            *text;
	size_t           n = 0;

	if (url_split(url, &u))
		raw = url_query(u.query, name);
	if (!raw.len || raw.len > QUERY_MAX)
		return (struct span){ NULL, 0 };
	text = arena_alloc(arena, raw.len + 1);
	for (size_t i = 0; i < raw.len; i++) {
		char hex[3] = "";

		if (raw.ptr[i] == '%' && i + 2 < raw.len)
			memcpy(hex, raw.ptr + i + 1, 2);
		if (strspn(hex, "0123456789abcdefABCDEF") == 2) {
			text[n++] = (char)strtol(hex, NULL, 16);
			i += 2;
		} else {
			text[n++] = raw.ptr[i];
		}
	}
	return text_line(arena, (struct span){ text, n });
}

/* "de,at" as "de","at". */
static void put_codes(struct buf *out, struct span codes)
{
	while (codes.len) {
		const char *end = memchr(codes.ptr, ',', codes.len);
		size_t      len = end ? (size_t)(end - codes.ptr) : codes.len;

		json_string(out, span_trim((struct span){ codes.ptr, len }));
		codes.ptr += len + (end != NULL);
		codes.len -= len + (end != NULL);
	}
}

static void add_search(const struct document *doc, struct span keyword,
		       struct span codes, struct findings *out)
{
	struct found_link *link = findings_add_link(out);
	struct buf         body = BUF_INIT;

	buf_printf(&body, BODY_BEGIN "%d" BODY_PAGE, PAGE_SIZE);
	if (keyword.len) {
		buf_add_text(&body, "{\"keyword\":");
		json_string(&body, keyword);
		buf_add_text(&body, ",\"specificSearchCode\":\"EVERYWHERE\"}");
	}
	buf_add_text(&body, BODY_LISTS);
	put_codes(&body, codes);
	buf_add_text(&body, BODY_END);
	link->url = doc->url;
	link->post = arena_span(&out->arena, buf_span(&body));
	link->role = LINK_LIST;
	buf_deinit(&body);
}

/* Of the services that take part. */
static const char *const countries[] = {
	"at", "be", "bg", "ch", "cy", "cz", "de", "dk", "ee", "el", "es",
	"fi", "fr", "hr", "hu", "ie", "is", "it", "li", "lt", "lu", "lv",
	"mt", "nl", "no", "pl", "pt", "ro", "se", "si", "sk",
};

static const struct paging paging = {
	.by = PAGING_NUMBER,
	.param = "page",
	.first = 1,
	.size = PAGE_SIZE,
	.most = LISTED_MAX,
};

/* The first request asks for one ad, to be led on by its answer. */
static bool is_seed(const cJSON *post)
{
	int64_t n;

	return json_whole(json_get(post, "resultsPerPage"), &n) && n == 1;
}

static void go_on(const struct document *doc, const cJSON *root,
		  const cJSON *post, struct findings *out)
{
	size_t shown = (size_t)cJSON_GetArraySize(json_get(root, "jvs"));
	struct span keyword = json_text(
		&out->arena, json_path(post, "keywords.0.keyword"));
	const cJSON *codes = json_get(post, "locationCodes");

	if (out->listed > LISTED_MAX && cJSON_IsArray(codes) &&
	    !codes->child && paging_at(&paging, doc) <= 1) {
		out->listed = -1;
		for (size_t i = 0; i < ARRAY_LEN(countries); i++)
			add_search(doc, keyword, span_of(countries[i]), out);
	} else if (doc->post.len) {
		paging_next(&paging, doc, shown, out->listed, out);
	}
}

/* ---- documents ---- */

/* The words of one ad in one language: its own, else the first. */
static const cJSON *profile_of(const cJSON *root)
{
	const cJSON *profiles = json_get(root, "jvProfiles");
	struct span  own = json_member(root, "preferredLanguage");
	const cJSON *profile;

	cJSON_ArrayForEach(profile, profiles)
	{
		if (span_is(own, profile->string))
			return profile;
	}
	return cJSON_IsObject(profiles) ? profiles->child : NULL;
}

static void add_single(const struct document *doc, const cJSON *root,
		       struct findings *out)
{
	struct arena *arena = &out->arena;
	const cJSON  *profile = profile_of(root);
	struct ad    *ad;

	if (!cJSON_IsObject(profile))
		return;
	ad = board_map_add(&map, doc, root, (struct span){ NULL, 0 }, profile,
			   out);
	ad->native_id = json_member_text(arena, root, "id");
	ad->language = text_line(arena, span_of(profile->string));
	text_date(json_member_text(arena, root, "creationDate"),
		  &ad->posted_at);
	text_date(json_member_text(arena, root, "lastModificationDate"),
		  &ad->updated_at);
	put_url(arena, ad);
}

static enum parse_status read_list(const struct document *doc,
				   const cJSON *root, struct findings *out,
				   struct error *err)
{
	struct error      why = ERROR_INIT;
	cJSON            *post = json_parse(doc->post, &why);
	size_t            first = out->n_ads;
	enum parse_status status = PARSE_OK;

	if (is_seed(post)) {
		add_search(doc, query_text(&out->arena, doc->url, "keyword"),
			   query_text(&out->arena, doc->url, "location"), out);
	} else {
		status = board_map_read(&map, root, doc, out, err);
		for (size_t i = first; i < out->n_ads; i++)
			put_url(&out->arena, &out->ads[i]);
		if (status == PARSE_OK)
			go_on(doc, root, post, out);
	}
	json_free(post);
	return status;
}

static enum parse_status parse_eures(const struct document *doc,
				     struct findings *out, struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_OK;

	if (!root)
		return PARSE_BROKEN;
	if (json_get(root, "jvProfiles"))
		add_single(doc, root, out);
	else
		status = read_list(doc, root, out, err);
	json_free(root);
	return status;
}

static int sniff_eures(const struct document *doc)
{
	static const char *const list[] = { "\"numberRecords\"", "\"jvs\"" };
	static const char *const single[] = { "\"jvProfiles\"" };

	return json_has_keys(doc, "{", list, ARRAY_LEN(list)) ||
			       json_has_keys(doc, "{", single,
					     ARRAY_LEN(single))
		       ? 87
		       : 0;
}

static bool seed_eures(struct span board, char *out, size_t size)
{
	static const struct search_api api = {
		.base = "https://europa.eu/eures/api/jv-searchengine/public/"
			"jv-search/search",
		.path = "/public/jv-search/search",
		.words = "keyword",
	};

	return search_seed(&api, board, out, size);
}

const struct parser parser_eures = {
	.name = "eures",
	.about = "search of EURES, the European Union's services",
	.board = "search, keyword=data&location=de,at; or words",
	.spec = "https://europa.eu/eures/api/jv-searchengine/public/jv-search/"
		"search",
	.parse = parse_eures,
	.sniff = sniff_eures,
	.seed_url = seed_eures,
	.seed_post = BODY_BEGIN "1" BODY_PAGE BODY_LISTS BODY_END,
	.hosts = "europa.eu",
};
