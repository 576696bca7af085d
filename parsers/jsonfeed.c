/*
 * jsonfeed.c - JSON Feed; Teamtailor adds "_jobposting".
 * https://www.jsonfeed.org/version/1.1/
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "_jobposting.hiringOrganization.name", MAP_EMPLOYER },
	{ "date_published", MAP_POSTED },
	{ "date_modified", MAP_UPDATED },
	{ "language", MAP_LANGUAGE },
	{ "_jobposting.jobLocation", MAP_PLACES },
	{ "_jobposting.employmentType", MAP_EMPLOYMENT },
	{ "_jobposting.validThrough", MAP_EXPIRES },
	{ "content_html", MAP_HTML },
	{ "content_text", MAP_HTML },
};

static const struct board_map map = {
	.what = "\"items\" of a JSON Feed",
	.list = "items",
	.employer = "title",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static enum parse_status parse_jsonfeed(const struct document *doc,
				   struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_jsonfeed(const struct document *doc)
{
	static const char *const keys[] = { "jsonfeed.org/version", "\"items\"" };

	return json_has_keys(doc, "{", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

const struct parser parser_jsonfeed = {
	.name = "jsonfeed",
	.spec = "https://www.jsonfeed.org/version/1.1/",
	.parse = parse_jsonfeed,
	.sniff = sniff_jsonfeed,
};
