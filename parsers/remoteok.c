/*
 * remoteok.c - GET /api: an array whose first element is a notice.
 * https://remoteok.com/api (read 2026-11)
 *
 * All jobs are remote. Gives id, address, title, employer, place, when it was
 * put up, pay without currency or period, text in HTML. Not given: the end of
 * an ad; the list has the hundred newest, of all or of one tag.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

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

/* Names have entities, as in HTML. */
static void each(const struct document *doc, const cJSON *root,
		 const cJSON *job, struct ad *ad, struct findings *out)
{
	(void)doc;
	(void)root;
	(void)job;
	text_names_of_html(&out->arena, ad);
}

static const struct board_map map = {
	.what = "an array of remoteok",
	.list = "",
	.remote = REMOTE_REMOTE,
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
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
	return status;
}

static int sniff_remoteok(const struct document *doc)
{
	static const char *const keys[] = { "\"epoch\"", "\"position\"",
					    "\"company\"" };
	static const char *const empty[] = { "\"legal\"" };

	if (json_has_keys(doc, "[", keys, ARRAY_LEN(keys)))
		return 86;
	return board_is_host(doc->url, "remoteok.com") &&
			       json_has_keys(doc, "[", empty, 1)
		       ? 86
		       : 0;
}

/* A tag ("golang"), or any page of the site. */
static bool seed_remoteok(struct span board, char *out, size_t size)
{
	static const struct board_aggregator a = {
		.host = "remoteok.com",
		.api = "/api",
		.all = "https://remoteok.com/api",
		.search = "https://remoteok.com/api?tag=%.*s",
	};

	return board_aggregator_seed(&a, board, out, size);
}

const struct parser parser_remoteok = {
	.name = "remoteok",
	.about = "Remote OK, remote jobs",
	.board = "all; a tag; or address",
	.spec = "https://remoteok.com/api",
	.parse = parse_remoteok,
	.sniff = sniff_remoteok,
	.seed_url = seed_remoteok,
	.lists_newest = true,
	.hosts = "remoteok.com",
};
