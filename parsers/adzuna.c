/*
 * adzuna.c - Search results, which end after a few hundred characters of text.
 * https://developer.adzuna.com/docs/search
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "redirect_url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "company.display_name", MAP_EMPLOYER },
	{ "location.display_name", MAP_PLACE },
	{ "location.area.0", MAP_COUNTRY },
	{ "location.area.1", MAP_REGION },
	{ "created", MAP_POSTED },
	{ "contract_time", MAP_EMPLOYMENT },
	{ "category.label", MAP_INDUSTRY },
	{ "salary_min", MAP_PAY_MIN },
	{ "salary_max", MAP_PAY_MAX },
	{ "salary_is_predicted", MAP_IS_PREDICTED },
	{ "description", MAP_HTML },
};

static const struct board_map map = {
	.what = "\"results\" of adzuna",
	.list = "results",
	.listed = "count",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static enum parse_status parse_adzuna(const struct document *doc,
			       struct findings *out, struct error *err)
{
	size_t            first = out->n_ads;
	enum parse_status status = board_map_parse(&map, doc, out, err);

	for (size_t i = first; i < out->n_ads; i++) /* <strong>found</strong> */
		out->ads[i].title = text_line_of_html(&out->arena,
						      out->ads[i].title);
	return status;
}

static int sniff_adzuna(const struct document *doc)
{
	static const char *const keys[] = { "\"results\"", "\"redirect_url\"", "\"adref\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

const struct parser parser_adzuna = {
	.name = "adzuna",
	.spec = "https://developer.adzuna.com/docs/search",
	.parse = parse_adzuna,
	.sniff = sniff_adzuna,
};
