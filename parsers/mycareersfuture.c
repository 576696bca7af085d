/*
 * mycareersfuture.c - MyCareersFuture, the ads of Singapore, as its own page
 * asks for them (read 2026-11): GET https://api.mycareersfuture.gov.sg/v2/jobs
 * with search, limit (100 at most) and page (from 0), /v2/jobs/{uuid} for one.
 *
 * A board is a search as search_seed.h has it ("search=data", "*").
 *
 * Gives id, title, employer (the one that is hired for, when an agency names
 * it), address, days, text, the skills that were ticked, pay, openings, whether
 * it is closed. Pay is in Singapore dollars.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/search_seed.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "uuid", MAP_ID },
	{ "metadata.jobDetailsUrl", MAP_URL },
	{ "metadata.jobPostId", MAP_REQUISITION },
	{ "title", MAP_TITLE },
	{ "hiringCompany.name", MAP_EMPLOYER },
	{ "postedCompany.name", MAP_EMPLOYER },
	{ "metadata.newPostingDate", MAP_POSTED },
	{ "metadata.originalPostingDate", MAP_POSTED },
	{ "metadata.updatedAt", MAP_UPDATED },
	{ "metadata.expiryDate", MAP_EXPIRES },
	{ "numberOfVacancies", MAP_OPENINGS },
	{ "categories.0.category", MAP_INDUSTRY },
	{ "salary.minimum", MAP_PAY_MIN },
	{ "salary.maximum", MAP_PAY_MAX },
	{ "salary.type.salaryType", MAP_PAY_PERIOD },
	{ "description", MAP_HTML },
};

/* "10", "Anson Road", in the country unless it says that it lies abroad. */
static void put_place(const cJSON *object, struct arena *arena, struct ad *ad)
{
	const cJSON *address = json_get(object, "address");
	struct span  block = json_member_text(arena, address, "block");
	struct ad_location *l;

	if (!cJSON_IsObject(address))
		return;
	l = text_add_location(arena, ad);
	l->street = json_member_text(arena, address, "street");
	if (block.len && l->street.len)
		l->street = span_of(arena_printf(arena, "%s %s", block.ptr,
						 l->street.ptr));
	l->postal = json_member_text(arena, address, "postalCode");
	l->region = json_text(arena, json_path(address, "districts.0.region"));
	l->country = cJSON_IsTrue(json_get(address, "isOverseas"))
			     ? json_member_text(arena, address,
						"overseasCountry")
			     : SPAN("Singapore");
	text_compose_location(arena, l);
}

/* The skills follow the text, which often does not say them. */
static void put_skills(const cJSON *object, struct arena *arena, struct ad *ad)
{
	const cJSON *item;
	struct buf   text = BUF_INIT;
	size_t       n = 0;

	buf_add_span(&text, ad->description);
	cJSON_ArrayForEach(item, json_get(object, "skills"))
	{
		struct span skill = json_member_text(arena, item, "skill");

		if (skill.len)
			buf_printf(&text, "%s%s",
				   n++	      ? ", "
				   : text.len ? "\n\nSkills: "
					      : "Skills: ",
				   skill.ptr);
	}
	if (n)
		ad->description = arena_span(arena, buf_span(&text));
	buf_deinit(&text);
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *object, struct ad *ad, struct findings *out)
{
	struct arena *arena = &out->arena;
	struct span   status = json_raw(json_path(object, "status.jobStatus"));
	const cJSON  *item;

	(void)doc;
	(void)root;
	cJSON_ArrayForEach(item, json_get(object, "employmentTypes"))
	{
		text_employment_known(arena, ad,
				      json_member(item, "employmentType"));
	}
	put_place(object, arena, ad);
	put_skills(object, arena, ad);
	text_currency(&ad->pay, SPAN("SGD"));
	ad->is_closed = span_is_nocase(status, "closed");
	if (!ad->url.len && ad->native_id.len)
		ad->url = span_of(arena_printf(
			arena, "https://www.mycareersfuture.gov.sg/job/%s",
			ad->native_id.ptr));
}

static const struct board_map map = {
	.what = "\"results\" of mycareersfuture",
	.list = "results",
	.single = "",
	.listed = "total",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.paging = { .by = PAGING_NUMBER, .param = "page", .size = 100 },
	.each = each,
};

static enum parse_status parse_mycareersfuture(const struct document *doc,
					       struct findings *out,
					       struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_BROKEN;

	if (root && !cJSON_IsArray(json_get(root, "results")) &&
	    !json_get(root, "uuid"))
		status = board_not_mine(root, map.what, err);
	else if (root)
		status = board_map_read(&map, root, doc, out, err);
	json_free(root);
	return status;
}

static int sniff_mycareersfuture(const struct document *doc)
{
	static const char *const list[] = { "\"uuid\"", "\"postedCompany\"" };
	static const char *const empty[] = { "\"results\"",
					     "\"countWithoutFilters\"" };

	return json_has_keys(doc, "{", list, ARRAY_LEN(list)) ||
			       json_has_keys(doc, "{", empty,
					     ARRAY_LEN(empty))
		       ? 87
		       : 0;
}

static bool seed_mycareersfuture(struct span board, char *out, size_t size)
{
	static const struct search_api api = {
		.base = "https://api.mycareersfuture.gov.sg/v2/jobs",
		.path = "/v2/jobs",
		.words = "search",
		.fixed = "limit=100&page=0",
	};

	return search_seed(&api, board, out, size);
}

const struct parser parser_mycareersfuture = {
	.name = "mycareersfuture",
	.about = "search of MyCareersFuture (Singapore)",
	.board = "search, search=data; words; or *",
	.spec = "https://api.mycareersfuture.gov.sg/v2/jobs",
	.parse = parse_mycareersfuture,
	.sniff = sniff_mycareersfuture,
	.seed_url = seed_mycareersfuture,
	.hosts = "mycareersfuture.gov.sg",
};
