/*
 * arbeitsagentur.c - The job search of the German employment agency, versions
 * 4 and 6, as https://jobsuche.api.bund.dev describes it (read 2026-11):
 * /pc/v6/jobs and /pc/v4/jobs list, /pc/v4/jobdetails/{number in base64} is one.
 * The key in the header is the public one of the agency's own page.
 *
 * A board is a search as search_seed.h has it ("was=Informatik&wo=Berlin",
 * "*").
 *
 * The list gives number, title, employer, place with its point, days; version 6
 * also pay and hours; the ad the text. Ads of partners have no document of their
 * own here, only the list's word and the partner's address. A search shows
 * 10,000 ads at most: one that has more is asked for field by field.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/search_seed.h"
#include "parsers/text.h"

#include <string.h>

#define PAGE_SIZE 100
#define LISTED_MAX 10000
#define NUMBER_MAX 128 /* bytes of a reference number */

/* Version 6 and the ads have names of their own; the older follow. */
static const struct map_field fields[] = {
	{ "referenznummer", MAP_ID },
	{ "refnr", MAP_ID },
	{ "stellenangebotsTitel", MAP_TITLE },
	{ "titel", MAP_TITLE },
	{ "hauptberuf", MAP_TITLE },
	{ "beruf", MAP_TITLE },
	{ "firma", MAP_EMPLOYER },
	{ "arbeitgeber", MAP_EMPLOYER },
	{ "betriebsgroesse", MAP_EMPLOYER_SIZE },
	{ "branche", MAP_INDUSTRY },
	{ "externeURL", MAP_APPLY_URL },
	{ "externeUrl", MAP_APPLY_URL },
	{ "allianzpartnerUrl", MAP_APPLY_URL },
	{ "datumErsteVeroeffentlichung", MAP_POSTED },
	{ "ersteVeroeffentlichungsdatum", MAP_POSTED },
	{ "aktuelleVeroeffentlichungsdatum", MAP_POSTED },
	{ "aenderungsdatum", MAP_UPDATED },
	{ "modifikationsTimestamp", MAP_UPDATED },
	{ "veroeffentlichungszeitraum.bis", MAP_EXPIRES },
	{ "anzahlOffeneStellen", MAP_OPENINGS },
	{ "gehaltsspanneVon", MAP_PAY_MIN },
	{ "gehaltsspanneBis", MAP_PAY_MAX },
	{ "stellenangebotsBeschreibung", MAP_PLAIN },
	{ "stellenbeschreibung", MAP_PLAIN },
};

static const struct map_places places = {
	.list = "stellenlokationen",
	.street = "adresse.strasse",
	.city = "adresse.ort",
	.region = "adresse.region",
	.country = "adresse.land",
	.postal = "adresse.plz",
	.lat = "breite",
	.lon = "laenge",
};

static const struct map_places older_places = {
	.street = "strasse",
	.city = "ort",
	.region = "region",
	.country = "land",
	.postal = "plz",
	.lat = "koordinaten.lat",
	.lon = "koordinaten.lon",
};

/* ---- of one ad ---- */

static void put_hours(const cJSON *object, struct arena *arena, struct ad *ad)
{
	static const char *const part[] = {
		"arbeitszeitTeilzeitVormittag", "arbeitszeitTeilzeitNachmittag",
		"arbeitszeitTeilzeitAbend",     "arbeitszeitTeilzeitFlexibel",
		"istGeringfuegigeBeschaeftigung",
	};
	const cJSON *item;

	if (cJSON_IsTrue(json_get(object, "arbeitszeitVollzeit")))
		text_employment(arena, ad, SPAN("full-time"));
	for (size_t i = 0; i < ARRAY_LEN(part); i++) {
		if (cJSON_IsTrue(json_get(object, part[i])))
			text_employment(arena, ad, SPAN("part-time"));
	}
	cJSON_ArrayForEach(item, json_get(object, "arbeitszeitmodelle"))
	{
		text_employment_known(arena, ad, json_raw(item));
	}
	if (span_is(json_member(object, "vertragsdauer"), "BEFRISTET"))
		text_employment(arena, ad, SPAN("temporary"));
}

static void put_pay(const cJSON *object, struct ad *ad)
{
	struct span kind = json_member(object, "artDerVerguetung");
	double      fixed;

	if (ad->pay.min <= 0 && ad->pay.max <= 0 &&
	    json_number(json_get(object, "festgehalt"), &fixed) && fixed > 0) {
		ad->pay.min = ad->pay.max = fixed;
		ad->pay.source = SPAN("stated");
	}
	ad->pay.period = text_pay_period(kind);
	text_currency(&ad->pay, SPAN("EUR"));
}

/* RFC 4648; what an address may not hold is escaped. */
static struct span base64(struct arena *arena, struct span s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				     "pqrstuvwxyz0123456789+/";
	struct buf        out = BUF_INIT;
	struct span       result;

	for (size_t i = 0; i < s.len; i += 3) {
		unsigned bits = 0;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 |
			       (i + k < s.len ? (unsigned char)s.ptr[i + k]
					      : 0);
		for (size_t k = 0; k < 4; k++) {
			char c = i + k > s.len
					 ? '='
					 : digits[bits >> (18 - 6 * k) & 63];

			if (c == '+' || c == '/')
				buf_printf(&out, "%%%02X", (unsigned)c);
			else
				buf_add_char(&out, c);
		}
	}
	result = arena_span(arena, buf_span(&out));
	buf_deinit(&out);
	return result;
}

/* The document of an ad lies beside the list that names it. */
static void add_detail(const struct document *doc, struct ad *ad,
		       struct findings *out)
{
	const char *at = doc->url.len ? span_find(doc->url, "/pc/v") : NULL;

	if (!at || ad->apply_url.len || !ad->native_id.len ||
	    ad->native_id.len > NUMBER_MAX)
		return;
	board_add_detail(out, ad,
			 span_of(arena_printf(
				 &out->arena, "%.*s/pc/v4/jobdetails/%s",
				 (int)(at - doc->url.ptr), doc->url.ptr,
				 base64(&out->arena, ad->native_id).ptr)),
			 NULL);
}

static const char *older_list(const cJSON *object)
{
	return json_get(object, "arbeitsorte") ? "arbeitsorte" : "arbeitsort";
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *object, struct ad *ad, struct findings *out)
{
	struct map_places older = older_places;

	older.list = older_list(object);
	board_map_places(&older, object, &out->arena, ad);
	put_hours(object, &out->arena, ad);
	/* possible: some of the days */
	if (cJSON_IsTrue(json_get(object, "homeofficemoeglich")))
		ad->remote = REMOTE_HYBRID;
	put_pay(object, ad);
	if (ad->native_id.len)
		ad->url = span_of(arena_printf(
			&out->arena,
			"https://www.arbeitsagentur.de/jobsuche/jobdetail/%s",
			ad->native_id.ptr));
	if (object != root)
		add_detail(doc, ad, out);
}

static const struct board_map map = {
	.what = "\"ergebnisliste\" or \"stellenangebote\" of arbeitsagentur",
	.list = "",
	.single = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.places = &places,
	.each = each,
};

/* ---- the list ---- */

static const struct paging paging = {
	.by = PAGING_NUMBER,
	.param = "page",
	.first = 1,
	.size = PAGE_SIZE,
	.most = LISTED_MAX,
};

/* Facets whose values leave nothing counted twice. */
static const char *const facets[] = { "berufsfeld", "befristung" };

/* One search a value of the first facet that is not asked for yet. */
static bool part(const struct document *doc, const cJSON *root, int64_t total,
		 struct findings *out)
{
	struct url_parts u;
	const char      *facet = NULL;
	const cJSON     *counts, *value;
	double           sum = 0, n;
	char             escaped[400];

	if (!url_split(doc->url, &u) || paging_at(&paging, doc) > 1)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(facets) && !facet; i++) {
		if (!url_query(u.query, facets[i]).len)
			facet = facets[i];
	}
	counts = facet ? json_get(json_get(json_get(root, "facetten"), facet),
				  "counts")
		       : NULL;
	if (!cJSON_IsObject(counts) || !counts->child || !counts->child->next)
		return false;
	cJSON_ArrayForEach(value, counts)
	{
		if (!value->string[0] || !json_number(value, &n) ||
		    !search_escape(span_of(value->string), false, escaped,
				   sizeof(escaped)))
			continue;
		sum += n;
		paging_part(&paging, doc, facet, span_of(escaped), out);
	}
	out->is_capped = out->is_capped || sum < (double)total;
	return true;
}

static void read_list(const struct document *doc, const cJSON *root,
		      const cJSON *list, struct findings *out)
{
	const cJSON *object;
	int64_t      total = -1;

	cJSON_ArrayForEach(object, list)
	{
		if (cJSON_IsObject(object) && out->n_ads <= PARSER_ADS_MAX)
			board_map_add(&map, doc, root,
				      (struct span){ NULL, 0 }, object, out);
	}
	json_whole(json_get(root, "maxErgebnisse"), &total);
	if (total > LISTED_MAX && part(doc, root, total, out))
		return;
	out->listed = total;
	paging_next(&paging, doc, (size_t)cJSON_GetArraySize(list), total, out);
}

static enum parse_status parse_arbeitsagentur(const struct document *doc,
					      struct findings *out,
					      struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	const cJSON      *list = json_get(root, "ergebnisliste");
	enum parse_status status = PARSE_OK;

	if (!root)
		return PARSE_BROKEN;
	if (!list)
		list = json_get(root, "stellenangebote");
	if (cJSON_IsArray(list) || json_get(root, "maxErgebnisse"))
		read_list(doc, root, list, out); /* no list: no results */
	else if (json_get(root, "referenznummer") || json_get(root, "refnr"))
		board_map_add(&map, doc, root, (struct span){ NULL, 0 }, root,
			      out);
	else
		status = board_not_mine(root, map.what, err);
	json_free(root);
	return status;
}

static int sniff_arbeitsagentur(const struct document *doc)
{
	static const char *const marks[] = {
		"\"ergebnisliste\"", "\"stellenangebote\"", "\"refnr\"",
		"\"referenznummer\"", "\"maxErgebnisse\"",
	};

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (json_has_keys(doc, "{", &marks[i], 1))
			return 86;
	}
	return 0;
}

static bool seed_arbeitsagentur(struct span board, char *out, size_t size)
{
	static const struct search_api api = {
		.base = "https://rest.arbeitsagentur.de/jobboerse/"
			"jobsuche-service/pc/v6/jobs",
		.path = "/jobsuche-service/pc/v",
		.words = "was",
		.fixed = "angebotsart=1&page=1&size=100",
	};

	return search_seed(&api, board, out, size);
}

const struct parser parser_arbeitsagentur = {
	.name = "arbeitsagentur",
	.about = "search of the German employment agency",
	.board = "search, was=Informatik&wo=Berlin; words; or *",
	.spec = "https://jobsuche.api.bund.dev",
	.parse = parse_arbeitsagentur,
	.sniff = sniff_arbeitsagentur,
	.seed_url = seed_arbeitsagentur,
	.headers = "X-API-Key: jobboerse-jobsuche\n"
		   "Accept: application/json",
	.hosts = "rest.arbeitsagentur.de",
};
