/*
 * adzuna.c - Search results of Adzuna, 19 countries.
 * https://developer.adzuna.com/docs/search (read 2026-11)
 *
 * A board is a search as search_seed.h has it, with the country beside it:
 * "country=gb&what=machine learning", or words alone, which ask for Britain.
 * Keys: adzuna-id and adzuna-key.
 *
 * Gives id, title, employer, place with its areas and point, when it was made,
 * pay and whether that is a guess. Does not give the text beyond its first 500
 * characters. How many ads of a search can be read is not said.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/search_seed.h"
#include "parsers/text.h"

#include <stdio.h>
#include <string.h>

#define COUNTRY_SIZE 3 /* with the NUL */

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "redirect_url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "company.display_name", MAP_EMPLOYER },
	{ "location.display_name", MAP_PLACE },
	{ "location.area.0", MAP_COUNTRY },
	{ "location.area.1", MAP_REGION },
	{ "latitude", MAP_LAT },
	{ "longitude", MAP_LON },
	{ "created", MAP_POSTED },
	{ "contract_time", MAP_EMPLOYMENT },
	{ "category.label", MAP_INDUSTRY },
	{ "salary_min", MAP_PAY_MIN },
	{ "salary_max", MAP_PAY_MAX },
	{ "salary_is_predicted", MAP_IS_PREDICTED },
	{ "description", MAP_HTML },
};

/* Pay is in the currency of the country that was searched. */
static struct span currency_of(struct span url)
{
	static const char known[][6] = {
		"atEUR", "auAUD", "beEUR", "brBRL", "caCAD", "chCHF", "deEUR",
		"esEUR", "frEUR", "gbGBP", "inINR", "itEUR", "mxMXN", "nlEUR",
		"nzNZD", "plPLN", "sgSGD", "usUSD", "zaZAR",
	};
	struct url_parts u;

	for (size_t i = 0; url_split(url, &u) && i < ARRAY_LEN(known); i++) {
		struct span country = url_segment(u.path, 3);

		if (country.len == 2 && memcmp(country.ptr, known[i], 2) == 0)
			return span_of(known[i] + 2);
	}
	return (struct span){ NULL, 0 };
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *object, struct ad *ad, struct findings *out)
{
	(void)root;
	(void)object;
	/* <strong>found</strong> */
	ad->title = text_line_of_html(&out->arena, ad->title);
	text_currency(&ad->pay, currency_of(doc->url));
}

static const struct board_map map = {
	.what = "\"results\" of adzuna",
	.list = "results",
	.listed = "count",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.paging = { .by = PAGING_SEGMENT,
		    .param = "search",
		    .first = 1,
		    .size = 50 },
	.each = each,
};

/* One of the results, as readers keep it. */
static const struct board_map one = {
	.what = "a result of adzuna",
	.list = "results",
	.single = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
};

static enum parse_status parse_adzuna(const struct document *doc,
				      struct findings *out, struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_BROKEN;

	if (root)
		status = board_map_read(json_get(root, "redirect_url") ? &one
								       : &map,
					root, doc, out, err);
	json_free(root);
	return status;
}

static int sniff_adzuna(const struct document *doc)
{
	static const char *const keys[] = { "\"redirect_url\"", "\"adref\"" };
	static const char *const short_keys[] = { "\"results\"",
						  "\"redirect_url\"",
						  "\"display_name\"" };
	static const char *const empty[] = { "Adzuna::API::Response" };

	return json_has_keys(doc, "{[", keys, ARRAY_LEN(keys)) ||
			       json_has_keys(doc, "{", short_keys,
					     ARRAY_LEN(short_keys)) ||
			       json_has_keys(doc, "{", empty,
					     ARRAY_LEN(empty))
		       ? 86
		       : 0;
}

/* "country=us" is part of the path; what is left of `board` into `rest`. */
static void take_country(struct span board, char country[COUNTRY_SIZE],
			 char *rest, size_t size)
{
	size_t n = 0;

	strcpy(country, "gb");
	while (board.len) {
		const char *end = memchr(board.ptr, '&', board.len);
		size_t      len = end ? (size_t)(end - board.ptr) : board.len;
		struct span pair = { board.ptr, len };

		if (span_starts(pair, "country=") && len == 10)
			memcpy(country, pair.ptr + 8, 2);
		else
			n += (size_t)snprintf(rest + n, size - n, "%s%.*s",
					      n ? "&" : "", (int)len,
					      pair.ptr);
		board.ptr += len + (end != NULL);
		board.len -= len + (end != NULL);
	}
	rest[n] = '\0';
}

static bool seed_adzuna(struct span board, char *out, size_t size)
{
	char              base[80], country[COUNTRY_SIZE] = "", rest[1200];
	struct search_api api = {
		.base = base,
		.path = "/v1/api/jobs/",
		.words = "what",
		.fixed = "app_id={key:adzuna-id}&app_key={key:adzuna-key}"
			 "&results_per_page=50&sort_by=date"
			 "&content-type=application/json",
	};

	board = span_trim(board);
	if (board.len >= sizeof(rest) / 2)
		return false;
	if (span_find(board, "://"))
		return search_seed(&api, board, out, size);
	take_country(board, country, rest, sizeof(rest));
	snprintf(base, sizeof(base),
		 "https://api.adzuna.com/v1/api/jobs/%s/search/1", country);
	return search_seed(&api, rest[0] ? span_of(rest) : SPAN("*"), out,
			   size);
}

const struct parser parser_adzuna = {
	.name = "adzuna",
	.about = "search of Adzuna, 19 countries",
	.board = "search, country=gb&what=data; or words",
	.keys = "adzuna-id adzuna-key",
	.spec = "https://developer.adzuna.com/docs/search",
	.parse = parse_adzuna,
	.sniff = sniff_adzuna,
	.seed_url = seed_adzuna,
	.hosts = "api.adzuna.com",
};
