/*
 * torre.c - POST /opportunities/_search?size=20&offset=0 of search.torre.co.
 * The answers of the API (read 2026-11); it is public, but nowhere described.
 *
 * Gives id, title, employer, places, whether it is remote and from where, kind
 * of employment, pay with currency and period where it is shown, when it was
 * made, the deadline, whether it is open, the address to apply at. Not given in
 * the list: the text of the ad; the tagline is one sentence of it.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

#define SIZE 20 /* of a page */

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "objective", MAP_TITLE },
	{ "organizations.0.name", MAP_EMPLOYER },
	{ "externalApplicationUrl", MAP_APPLY_URL },
	{ "locations", MAP_MORE_PLACES },
	{ "created", MAP_POSTED },
	{ "deadline", MAP_EXPIRES },
	{ "commitment", MAP_EMPLOYMENT },
	{ "remote", MAP_IS_REMOTE },
	{ "tagline", MAP_PLAIN },
};

static void put_pay(const cJSON *job, struct ad *ad)
{
	const cJSON *pay = json_path(job, "compensation.data");
	struct span  kind = json_member(pay, "code");
	struct span  currency = json_member(pay, "currency");

	if (cJSON_IsFalse(json_path(job, "compensation.visible")))
		return;
	json_number(json_get(pay, "minAmount"), &ad->pay.min);
	json_number(json_get(pay, "maxAmount"), &ad->pay.max);
	if (span_is(kind, "fixed") && ad->pay.max <= 0)
		ad->pay.max = ad->pay.min;
	if (span_starts(currency, "USD")) /* "USD$" */
		currency.len = 3;
	text_currency(&ad->pay, currency);
	ad->pay.period = text_pay_period(json_member(pay, "periodicity"));
	if (ad->pay.min > 0 || ad->pay.max > 0)
		ad->pay.source = SPAN("stated");
}

/* Where one may live: the countries of a remote job. */
static void put_bounds(const cJSON *job, struct ad *ad, struct arena *arena)
{
	struct span  type = json_raw(json_path(job, "place.locationType"));
	const cJSON *place;

	if (!span_starts(type, "remote_"))
		return;
	cJSON_ArrayForEach(place, json_path(job, "place.location"))
		text_append(arena, &ad->remote_regions, &ad->n_remote_regions,
			    json_member_text(arena, place, "id"));
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *job, struct ad *ad, struct findings *out)
{
	struct span status = json_member(job, "status");

	(void)doc;
	(void)root;
	if (ad->native_id.len)
		ad->url = span_of(arena_printf(&out->arena,
					       "https://torre.ai/post/%s",
					       ad->native_id.ptr));
	if (span_is(json_raw(json_path(job, "place.locationType")), "hybrid"))
		ad->remote = REMOTE_HYBRID;
	ad->is_closed = status.len && !span_is(status, "open");
	put_pay(job, ad);
	put_bounds(job, ad, &out->arena);
}

/* The offset stands in the address, though the search is posted. */
static void whole(const struct document *doc, const cJSON *root,
		  struct findings *out)
{
	static const struct paging paging = { .by = PAGING_OFFSET,
					      .param = "offset",
					      .size = SIZE };
	struct document get = *doc;
	size_t shown = (size_t)cJSON_GetArraySize(json_get(root, "results"));
	size_t n = out->n_links;

	get.post = (struct span){ NULL, 0 };
	paging_next(&paging, &get, shown, out->listed, out);
	if (out->n_links > n)
		out->links[n].post = arena_span(&out->arena, doc->post);
}

static const struct board_map map = {
	.what = "\"results\" of torre",
	.list = "results",
	.listed = "total",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
	.whole = whole,
};

static enum parse_status parse_torre(const struct document *doc,
				     struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_torre(const struct document *doc)
{
	static const char *const keys[] = { "\"objective\"",
					    "\"organizations\"" };
	static const char *const empty[] = { "\"results\":[]", "\"total\"",
					     "\"offset\"" };

	if (json_has_keys(doc, "{[", keys, ARRAY_LEN(keys)))
		return 88;
	return board_is_host(doc->url, "torre.co") &&
			       json_has_keys(doc, "{", empty, ARRAY_LEN(empty))
		       ? 88
		       : 0;
}

/* "all", or any page of the site: what is searched for is posted. */
static bool seed_torre(struct span board, char *out, size_t size)
{
	static const struct board_aggregator sites[] = {
		{ "torre.ai", "/opportunities/_search",
		  "https://search.torre.co/opportunities/_search?size=20"
		  "&offset=0",
		  NULL },
		{ "torre.co", "/opportunities/_search",
		  "https://search.torre.co/opportunities/_search?size=20"
		  "&offset=0",
		  NULL },
	};

	return board_aggregator_seed(&sites[0], board, out, size) ||
	       board_aggregator_seed(&sites[1], board, out, size);
}

const struct parser parser_torre = {
	.name = "torre",
	.about = "Torre, remote and other jobs",
	.board = "all; or address",
	.spec = "https://search.torre.co/opportunities/_search",
	.parse = parse_torre,
	.sniff = sniff_torre,
	.seed_url = seed_torre,
	.seed_post = "{\"and\":[{\"status\":{\"code\":\"open\"}}]}",
	.hosts = "torre.co torre.ai",
};
