/*
 * remoteok.c - An array whose first element is a notice; all jobs are remote.
 * https://remoteok.com/api
 */
#include "base/mem.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

#include <string.h>

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "apply_url", MAP_APPLY_URL },
	{ "position", MAP_TITLE },
	{ "company", MAP_EMPLOYER },
	{ "location", MAP_PLACE },
	{ "date", MAP_POSTED },
	{ "salary_min", MAP_PAY_MIN },
	{ "salary_max", MAP_PAY_MAX },
	{ "description", MAP_HTML },
};

static const struct board_map map = {
	.what = "an array of remoteok",
	.list = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static enum parse_status parse_remoteok(const struct document *doc,
				 struct findings *out, struct error *err)
{
	size_t            first = out->n_ads;
	enum parse_status status = board_map_parse(&map, doc, out, err);

	if (out->n_ads > first && !out->ads[first].title.len) { /* the notice */
		out->n_ads--;
		memmove(&out->ads[first], &out->ads[first + 1],
			(out->n_ads - first) * sizeof(*out->ads));
	}
	for (size_t i = first; i < out->n_ads; i++)
		out->ads[i].remote = REMOTE_REMOTE;
	return status;
}

static int sniff_remoteok(const struct document *doc)
{
	static const char *const keys[] = { "\"epoch\"", "\"position\"", "\"company\"" };

	return json_has_keys(doc, "[", keys, ARRAY_LEN(keys)) ? 86 : 0;
}

const struct parser parser_remoteok = {
	.name = "remoteok",
	.spec = "https://remoteok.com/api",
	.parse = parse_remoteok,
	.sniff = sniff_remoteok,
};
