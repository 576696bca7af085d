/*
 * lever.c - the Postings API of Lever.
 *
 * https://github.com/lever/postings-api (read 2026-11): GET
 * /v0/postings/{site}?mode=json is an array of postings, GET
 * /v0/postings/{site}/{id} one. `createdAt` counts milliseconds in UTC; with
 * `limit`, `skip` leads to the next page. Sites in Europe are under eu.lever.co
 * alone.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/card_list.h"
#include "parsers/kinds.h"
#include "parsers/paging.h"
#include "parsers/text.h"

#include <string.h>

static void put_locations(struct arena *arena, const cJSON *job, struct ad *ad)
{
	const cJSON *all = json_path(job, "categories.allLocations");
	const cJSON *item;
	struct span  first =
		json_text(arena, json_path(job, "categories.location"));

	if (first.len)
		text_add_location(arena, ad)->text = first;
	cJSON_ArrayForEach(item, all)
	{
		struct span place = json_text(arena, item);

		if (place.len && !(first.len == place.len &&
				   memcmp(first.ptr, place.ptr, place.len) == 0))
			text_add_location(arena, ad)->text = place;
	}
	if (ad->n_locations) /* of the first: there is one for all */
		ad->locations[0].country =
			json_member_text(arena, job, "country");
}

static void put_pay(struct arena *arena, const cJSON *job, struct ad *ad)
{
	const cJSON *range = json_get(job, "salaryRange");

	if (!json_number(json_get(range, "min"), &ad->pay.min) &&
	    !json_number(json_get(range, "max"), &ad->pay.max))
		return;
	json_number(json_get(range, "max"), &ad->pay.max);
	text_currency(&ad->pay, json_member(range, "currency"));
	ad->pay.period = text_pay_period(
		json_member_text(arena, range, "interval"));
	ad->pay.source = SPAN("stated");
}

/* The page shows description, lists and closing one below the other. */
static void put_description(struct arena *arena, const cJSON *job,
			    struct ad *ad)
{
	const cJSON *list;
	struct buf   html = BUF_INIT;

	buf_add_span(&html, json_member(job, "description"));
	cJSON_ArrayForEach(list, json_get(job, "lists"))
	{
		buf_add_text(&html, "<h3>");
		buf_add_span(&html, json_member(list, "text"));
		buf_add_text(&html, "</h3><ul>");
		buf_add_span(&html, json_member(list, "content"));
		buf_add_text(&html, "</ul>");
	}
	buf_add_span(&html, json_member(job, "additional"));
	if (html.len)
		text_describe(arena, ad, buf_span(&html));
	else
		text_describe_plain(arena, ad,
				    json_member(job, "descriptionPlain"));
	buf_deinit(&html);
}

static void add_posting(const struct document *doc, const cJSON *job,
			struct findings *out)
{
	struct arena *arena = &out->arena;
	struct ad    *ad = findings_add_ad(out);
	const cJSON  *categories = json_get(job, "categories");
	int64_t       created;

	ad->native_id = json_member_text(arena, job, "id");
	ad->url = json_member_text(arena, job, "hostedUrl");
	ad->apply_url = json_member_text(arena, job, "applyUrl");
	ad->title = json_member_text(arena, job, "text");
	ad->employer = board_employer(arena, doc, ad->url, 0);
	if (!ad->employer.len)
		ad->employer = board_employer(arena, doc, doc->url, 2);
	put_locations(arena, job, ad);
	ad->remote = text_remote(json_member(job, "workplaceType"));
	if (json_whole(json_get(job, "createdAt"), &created) && created > 0)
		ad->posted_at = stamp_from_unix_ms(created);
	text_employment(arena, ad,
			json_member_text(arena, categories, "commitment"));
	ad->department = json_member_text(arena, categories, "department");
	if (!ad->department.len)
		ad->department = json_member_text(arena, categories, "team");
	put_pay(arena, job, ad);
	put_description(arena, job, ad);
}

/* Without a limit the answer has all; a full page may not be the last. */
static void add_next_page(const struct document *doc, size_t n,
			  struct findings *out)
{
	struct paging    paging = { .by = PAGING_OFFSET, .param = "skip" };
	struct url_parts u;
	double           limit = 0;

	if (!url_split(doc->url, &u) ||
	    !text_number(url_query(u.query, "limit"), &limit, NULL) ||
	    limit < 1 || limit > PARSER_ADS_MAX)
		return;
	paging.size = (int)limit;
	paging_next(&paging, doc, n, -1, out);
}

/* https://jobs.lever.co/{name}, which says less. */
static const struct card_list cards = {
	.card = "posting",
	.title = "<h5",
	.place = "sort-by-location",
	.employment = "sort-by-commitment",
	.workplace = "workplaceTypes",
	.department = "sort-by-team",
	.heading = "large-category-header",
};

static enum parse_status parse_lever(const struct document *doc, struct findings *out,
			      struct error *err)
{
	cJSON            *root;
	const cJSON      *job;
	enum parse_status status = PARSE_OK;

	if (board_page_has(doc, "<") && card_list_parse(&cards, 1, doc, out))
		return PARSE_OK;
	root = json_parse_document(doc, err);
	if (!root)
		return PARSE_BROKEN;
	if (cJSON_IsArray(root)) {
		size_t n = 0;

		cJSON_ArrayForEach(job, root)
		{
			if (n++ > PARSER_ADS_MAX)
				break;
			add_posting(doc, job, out);
		}
		add_next_page(doc, n, out);
	} else if (json_get(root, "hostedUrl")) {
		add_posting(doc, root, out);
	} else {
		status = board_not_mine(root, "postings of lever", err);
	}
	json_free(root);
	return status;
}

static int sniff_lever(const struct document *doc)
{
	static const char *const keys[] = { "\"hostedUrl\"",
					    "\"categories\"" };

	if (json_has_keys(doc, "[{", keys, ARRAY_LEN(keys)))
		return 85;
	if (json_has_keys(doc, "[", NULL, 0) &&
	    board_is_host(doc->url, "lever.co"))
		return 80;
	return board_page_has(doc, "data-qa-posting-id") &&
			       board_page_has(doc, "postings-group")
		       ? 78
		       : 0;
}

/* "acme", https://jobs.lever.co/acme (also .eu.), or one of the API. */
static bool seed_lever(struct span board, char *out, size_t size)
{
	static const char world[] =
		"https://api.lever.co/v0/postings/%.*s?mode=json";
	static const char europe[] =
		"https://api.eu.lever.co/v0/postings/%.*s?mode=json";
	struct url_parts  u;

	if (!url_split(board, &u))
		return board_print(out, size, world, board_slug(board));
	if (span_is(url_segment(u.path, 1), "postings"))
		return board_copy(out, size, board);
	if (!board_is_host(board, "lever.co"))
		return false;
	return board_print(out, size,
			   board_is_host(board, "eu.lever.co") ? europe : world,
			   board_slug(url_segment(u.path, 0)));
}

const struct parser parser_lever = {
	.name = "lever",
	.about = "Lever's public postings API",
	.board = "slug or address; for Europe the address",
	.spec = "https://github.com/lever/postings-api",
	.parse = parse_lever,
	.sniff = sniff_lever,
	.seed_url = seed_lever,
	.hosts = "lever.co",
};
