/*
 * mokahr.c - Career pages of Moka (China),
 * https://app.mokahr.com/social-recruitment/{org}/{site} and its like for
 * campus recruitment. Undocumented; as the pages show themselves (2026-11).
 *
 * The page carries its first ads, how many there are and the names of places
 * as JSON in <input id="init-data">. The rest comes from
 * /api/outer/ats-apply/website/jobs/v2, which answers encrypted: that is read
 * only where a site answers in the clear, and a list that is longer than its
 * page is marked as capped. Gives id, title, towns, department, kind of
 * employment, when it was published, pay where it is told, seldom the text.
 * The first visit may be sent to itself with a cookie; without one it fails.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/html_text.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

#define PLACES_MAX 500 /* of one ad */

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "title", MAP_TITLE },
	{ "publishedAt", MAP_POSTED },
	{ "openedAt", MAP_POSTED },
	{ "updatedAt", MAP_UPDATED },
	{ "commitment", MAP_EMPLOYMENT },
	{ "department.name", MAP_DEPARTMENT },
	{ "mjCode", MAP_REQUISITION },
	{ "jobDescription", MAP_HTML },
};

static const struct board_map list_map = {
	.what = "\"jobs\" of mokahr",
	.list = "jobs",
	.listed = "jobStats.total",
	.employer = "org.name",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

static const struct board_map api_map = {
	.what = "\"data\" of mokahr",
	.list = "data.jobs",
	.listed = "data.jobStats.total",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.paging = { .by = PAGING_OFFSET, .param = "offset" },
};

/* ---- places ---- */

/*
 * Places are told by codes of GB/T 2260 (two digits each for province, town,
 * district); the page names those that it has ads for, a district by its town.
 */
static bool is_place(int64_t code, int64_t named)
{
	return code == named || (code >= 100000 && code / 100 == named / 100) ||
	       (named % 10000 == 0 && code / 10000 == named / 10000);
}

static struct span name_of(const cJSON *groups, const cJSON *id,
			   struct arena *arena)
{
	int64_t      code, named;
	const cJSON *group;

	if (!json_whole(id, &code))
		return (struct span){ NULL, 0 };
	cJSON_ArrayForEach(group, groups)
	{
		if (json_whole(json_get(group, "cityId"), &named) &&
		    is_place(code, named))
			return json_member_text(arena, group, "label");
	}
	return (struct span){ NULL, 0 };
}

static void add_places(const cJSON *list, const cJSON *groups, struct ad *ad,
		       struct findings *out)
{
	static const char *const names[] = { "cityName", "label", "city",
					     "name" };
	const cJSON *place;

	cJSON_ArrayForEach(place, list)
	{
		struct ad_location *l;

		if (ad->n_locations == PLACES_MAX)
			return;
		l = text_add_location(&out->arena, ad);
		for (size_t i = 0; i < ARRAY_LEN(names) && !l->city.len; i++)
			l->city = json_member_text(&out->arena, place,
						   names[i]);
		if (!l->city.len)
			l->city = name_of(groups, json_get(place, "cityId"),
					  &out->arena);
		if (!l->city.len)
			l->region = json_member_text(&out->arena, place,
						     "provinceName");
		l->country = json_member_text(&out->arena, place, "country");
	}
}

/* ---- pay ---- */

/* The units of salaryUnit; those that name the yuan state the currency too. */
static void put_pay(const cJSON *job, struct ad_pay *pay)
{
	static const struct {
		enum pay_period period;
		int             times;
		bool            is_yuan;
	} units[] = {
		{ PAY_MONTH, 1000, true }, { PAY_MONTH, 1, true },
		{ PAY_WEEK, 1, true },	   { PAY_DAY, 1, true },
		{ PAY_HOUR, 1, true },	   { PAY_ONCE, 1, true },
		{ PAY_MONTH, 1, false },   { PAY_WEEK, 1, false },
		{ PAY_DAY, 1, false },	   { PAY_HOUR, 1, false },
		{ PAY_ONCE, 1, false },	   { PAY_YEAR, 1, false },
	};
	int64_t unit;
	double  min = 0, max = 0;

	json_number(json_get(job, "minSalary"), &min);
	json_number(json_get(job, "maxSalary"), &max);
	if ((min <= 0 && max <= 0) ||
	    !json_whole(json_get(job, "salaryUnit"), &unit) || unit < 0 ||
	    unit >= (int64_t)ARRAY_LEN(units))
		return;
	pay->min = min > 0 ? min * units[unit].times : 0;
	pay->max = max > 0 ? max * units[unit].times : 0;
	pay->period = units[unit].period;
	if (units[unit].is_yuan)
		text_currency(pay, SPAN("CNY"));
	pay->source = SPAN("stated");
}

/* ---- the ads ---- */

/* Of the page that shows them all, which knows one by what follows the '#'. */
static struct span page_url(const struct document *doc, struct arena *arena)
{
	struct error ignored = ERROR_INIT;
	struct span  url = url_without_fragment(doc->url);
	cJSON       *asked;
	struct span  org, site;

	if (!doc->post.len)
		return url;
	asked = json_parse(doc->post, &ignored);
	org = json_member_text(arena, asked, "orgId");
	site = json_member_text(arena, asked, "siteId");
	url = span_of(arena_printf(
		arena, "/%s/%.*s/%.*s",
		span_is(json_member(asked, "site"), "campus")
			? "campus-recruitment"
			: "social-recruitment",
		(int)org.len, org.len ? org.ptr : "", (int)site.len,
		site.len ? site.ptr : ""));
	json_free(asked);
	return url;
}

static void finish(const cJSON *jobs, const cJSON *groups,
		   const struct document *doc, size_t n, struct findings *out)
{
	struct span  page = page_url(doc, &out->arena);
	const cJSON *job;

	cJSON_ArrayForEach(job, jobs)
	{
		struct ad *ad;

		if (!cJSON_IsObject(job) || n >= out->n_ads)
			continue;
		ad = &out->ads[n++];
		add_places(json_get(job, "locations"), groups, ad, out);
		put_pay(job, &ad->pay);
		if (page.len && ad->native_id.len)
			ad->url = span_of(arena_printf(
				&out->arena, "%.*s#/job/%.*s", (int)page.len,
				page.ptr, (int)ad->native_id.len,
				ad->native_id.ptr));
	}
}

/* The JSON in the value of <input id="init-data">; NULL when there is none. */
static cJSON *init_data(struct span page, struct arena *arena,
			struct error *err)
{
	struct html_tag tag;

	while (html_tag_next(&page, &tag)) {
		if (html_tag_is(&tag, "input") &&
		    span_is(html_attribute(tag.text, "id"), "init-data"))
			return json_parse(
				html_unescape(arena, html_attribute(tag.text,
								    "value")),
				err);
	}
	error_set(err, "expected the init-data of mokahr, got a page without "
		       "it");
	return NULL;
}

static enum parse_status parse_page(const struct document *doc,
				    struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	size_t            first = out->n_ads;
	struct span       page;
	cJSON            *root = NULL;

	if (!charset_decode(doc, true, &store, &page, err))
		goto out;
	root = init_data(page, &out->arena, err);
	status = PARSE_NOT_MINE;
	if (!root)
		goto out;
	status = board_map_read(&list_map, root, doc, out, err);
	if (status != PARSE_OK)
		goto out;
	finish(json_get(root, "jobs"), json_get(root, "jobsGroupedByLocation"),
	       doc, first, out);
	if (out->listed > (int64_t)(out->n_ads - first))
		out->is_capped = true;
out:
	json_free(root);
	buf_deinit(&store);
	return status;
}

static enum parse_status parse_mokahr(const struct document *doc,
				      struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	size_t            first = out->n_ads;
	cJSON            *root;

	if (board_page_has(doc, "<"))
		return parse_page(doc, out, err);
	root = json_parse_document(doc, err);
	if (root && json_get(root, "necromancer")) {
		error_set(err, "expected \"data\" of mokahr, got it encrypted");
		status = PARSE_NOT_MINE;
	} else if (root) {
		status = board_map_read(&api_map, root, doc, out, err);
	}
	if (status == PARSE_OK)
		finish(json_path(root, "data.jobs"),
		       json_path(root, "data.jobsGroupedByLocation"), doc,
		       first, out);
	json_free(root);
	return status;
}

/* ---- which is it, and where ---- */

static int sniff_mokahr(const struct document *doc)
{
	static const char *const open[] = { "\"jobs\"", "\"zhineng\"" };
	static const char *const closed[] = { "\"necromancer\"" };

	if (json_has_keys(doc, "{", open, ARRAY_LEN(open)) ||
	    json_has_keys(doc, "{", closed, ARRAY_LEN(closed)))
		return 86;
	return board_page_has(doc, "init-data") && board_page_has(doc, "aesIv")
		       ? 80
		       : 0;
}

/*
 * "zte/47588", any address below https://app.mokahr.com/social-recruitment/
 * and its like, or the first page of a site under the employer's name.
 */
static bool seed_mokahr(struct span board, char *out, size_t size)
{
	static const char *const kinds[] = {
		"social-recruitment", "campus-recruitment", "campus_apply",
		"social_apply", "apply"
	};
	struct url_parts u;
	struct span      org, site = { NULL, 0 };
	const char      *slash = board.len ? memchr(board.ptr, '/', board.len)
					   : NULL;

	if (!url_split(board, &u)) {
		org = (struct span){ board.ptr, 0 };
		if (slash) {
			org.len = (size_t)(slash - board.ptr);
			site = (struct span){ slash + 1,
					      board.len - org.len - 1 };
		}
		return board_print(out, size,
				   "https://app.mokahr.com/social-recruitment/"
				   "%.*s/",
				   board_slug(org)) &&
		       board_print(out + strlen(out), size - strlen(out),
				   "%.*s", board_slug(site));
	}
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		org = url_segment(u.path, 1);
		site = url_segment(u.path, 2);
		if (!span_is(url_segment(u.path, 0), kinds[i]) || !org.len ||
		    !site.len)
			continue;
		u.path.len = (size_t)(site.ptr + site.len - u.path.ptr);
		return board_at_host(out, size, board, "") &&
		       board_print(out + strlen(out), size - strlen(out),
				   "%.*s", u.path);
	}
	return u.path.len <= 1 && !board_is_host(board, "mokahr.com") &&
	       board_at_host(out, size, board, "/");
}

const struct parser parser_mokahr = {
	.name = "mokahr",
	.about = "career pages of Moka (China)",
	.board = "name/number, or address",
	.spec = "https://app.mokahr.com/social-recruitment/{org}/{site}",
	.parse = parse_mokahr,
	.sniff = sniff_mokahr,
	.seed_url = seed_mokahr,
	.hosts = "mokahr.com",
};
