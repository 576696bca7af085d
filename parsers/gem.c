/*
 * gem.c - GET /job_board/v0/{vanity path}/job_posts/, the whole board at once.
 * https://api.gem.com/job_board/v0/reference (read 2026-11)
 *
 * Gives id, title, address, text, the job's place and the offices it belongs
 * to, kind of employment, where one works, department, requisition, when it was
 * first published and last changed. Not given: pay (it may stand in the text),
 * the employer's name, how long the ad is valid.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

#define OFFICES_MAX 500 /* of one ad */

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "absolute_url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "location.name", MAP_PLACE },
	{ "first_published_at", MAP_POSTED },
	{ "updated_at", MAP_UPDATED },
	{ "employment_type", MAP_EMPLOYMENT },
	{ "location_type", MAP_REMOTE_KIND },
	{ "departments.0.name", MAP_DEPARTMENT },
	{ "requisition_id", MAP_REQUISITION },
	{ "content", MAP_HTML },
};

/* The place of each office; its own name is what the employer calls it. */
static void each(const struct document *doc, const cJSON *root,
		 const cJSON *post, struct ad *ad, struct findings *out)
{
	const cJSON *office;
	size_t       n = 0;

	(void)doc;
	(void)root;
	cJSON_ArrayForEach(office, json_get(post, "offices"))
	{
		struct span place = json_text(
			&out->arena, json_path(office, "location.name"));
		bool is_there = false;

		if (!place.len)
			place = json_member_text(&out->arena, office, "name");
		for (size_t i = 0; i < ad->n_locations; i++)
			is_there = is_there ||
				   span_is(ad->locations[i].text,
					   place.len ? place.ptr : "");
		if (place.len && !is_there && n++ < OFFICES_MAX)
			text_add_location(&out->arena, ad)->text = place;
	}
}

static const struct board_map map = {
	.what = "posts of gem",
	.list = "",
	.single = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
};

static enum parse_status parse_gem(const struct document *doc,
				   struct findings *out, struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_BROKEN;

	if (cJSON_IsObject(root) && !json_get(root, "title"))
		status = board_not_mine(root, "posts of gem", err);
	else if (root)
		status = board_map_read(&map, root, doc, out, err);
	json_free(root);
	return status;
}

static int sniff_gem(const struct document *doc)
{
	static const char *const keys[] = { "\"absolute_url\"",
					    "\"location_type\"" };

	if (board_is_host(doc->url, "api.gem.com") && !board_page_has(doc, "<"))
		return 90;
	return json_has_keys(doc, "[{", keys, ARRAY_LEN(keys)) ? 87 : 0;
}

/* "acme", https://jobs.gem.com/acme/ID, or the API's own address. */
static bool seed_gem(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct span      slug = board_slug(board);

	if (url_split(board, &u)) {
		if (span_is(url_segment(u.path, 0), "job_board"))
			return board_copy(out, size, board);
		slug = board_is_host(board, "jobs.gem.com")
			       ? board_slug(url_segment(u.path, 0))
			       : (struct span){ NULL, 0 };
	}
	return board_print(out, size,
			   "https://api.gem.com/job_board/v0/%.*s/job_posts/",
			   slug);
}

const struct parser parser_gem = {
	.name = "gem",
	.about = "Gem's public job board API",
	.board = "slug or address",
	.spec = "https://api.gem.com/job_board/v0/reference",
	.parse = parse_gem,
	.sniff = sniff_gem,
	.seed_url = seed_gem,
	.hosts = "gem.com",
};
