/*
 * greenhouse.c - the Job Board API of Greenhouse.
 *
 * https://developers.greenhouse.io/job-board.html (read 2026-11):
 * GET /v1/boards/{token}/jobs?content=true is {"jobs": [...], "meta":
 * {"total": n}}, GET .../jobs/{id} one job. `content` is HTML, escaped once.
 * `first_published` is when it was posted; `updated_at` changes with every
 * edit and says nothing about that. Boards in Europe answer there too. The
 * pages of a board, which are not asked for, are read by what their cards show.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/card_list.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

/* Custom fields of the employer that mean what every board has. */
static void put_metadata(struct arena *arena, const cJSON *job, struct ad *ad)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(job, "metadata"))
	{
		struct span name = json_member(item, "name");
		struct span value = json_member(item, "value");
		struct ad   known = { 0 };

		if (span_is_nocase(name, "location type") ||
		    span_is_nocase(name, "workplace type")) {
			ad->remote = text_remote(value);
		} else if (span_is_nocase(name, "employment type")) {
			text_employment(arena, &known, value);
			if (known.n_employment_types &&
			    !span_is(known.employment_types[0], "OTHER")) {
				ad->employment_types = known.employment_types;
				ad->n_employment_types =
					known.n_employment_types;
			}
		}
	}
}

static void put_pay(struct arena *arena, const cJSON *job, struct ad *ad)
{
	const cJSON *range = json_get(job, "pay_input_ranges");
	double       min = 0, max = 0;

	range = cJSON_IsArray(range) ? range->child : NULL;
	json_number(json_get(range, "min_cents"), &min);
	json_number(json_get(range, "max_cents"), &max);
	if (min <= 0 && max <= 0)
		return;
	ad->pay.min = min / 100;
	ad->pay.max = max / 100;
	text_currency(&ad->pay, json_member(range, "currency_type"));
	ad->pay.period =
		text_pay_period(json_member_text(arena, range, "title"));
	ad->pay.source = SPAN("stated");
}

static void put_departments(struct arena *arena, const cJSON *job,
			    struct ad *ad)
{
	const cJSON *list = json_get(job, "departments");

	if (cJSON_IsArray(list) && list->child)
		ad->department = json_member_text(arena, list->child, "name");
}

/* The token in /v1/boards/{token}/jobs or boards.greenhouse.io/{token}. */
static struct span employer_of(struct arena *arena, const struct document *doc)
{
	struct url_parts u;
	bool is_api = url_split(doc->url, &u) &&
		      span_is(url_segment(u.path, 1), "boards");

	if (doc->employer.len || is_api ||
	    board_is_host(doc->url, "greenhouse.io"))
		return board_employer(arena, doc, doc->url, is_api ? 2 : 0);
	return (struct span){ NULL, 0 };
}

static void add_job(const struct document *doc, const cJSON *job,
		    struct findings *out)
{
	struct arena *arena = &out->arena;
	struct ad    *ad = findings_add_ad(out);
	struct span   place = json_text(arena, json_path(job, "location.name"));

	ad->native_id = json_member_text(arena, job, "id");
	ad->url = json_member_text(arena, job, "absolute_url");
	ad->title = json_member_text(arena, job, "title");
	ad->employer = json_member_text(arena, job, "company_name");
	if (!ad->employer.len)
		ad->employer = employer_of(arena, doc);
	if (place.len)
		text_add_location(arena, ad)->text = place;
	text_date(json_member(job, "first_published"), &ad->posted_at);
	text_date(json_member(job, "updated_at"), &ad->updated_at);
	text_date(json_member(job, "application_deadline"),
		  &ad->valid_through);
	ad->requisition_id = json_member_text(arena, job, "requisition_id");
	ad->language = json_member_text(arena, job, "language");
	put_departments(arena, job, ad);
	put_metadata(arena, job, ad);
	put_pay(arena, job, ad);
	text_describe(arena, ad, json_member(job, "content"));
}

/* A list made without ?content=true: the texts are at each job's address. */
static void add_detail(const struct document *doc, const cJSON *job,
		       struct findings *out)
{
	struct ad       *ad = &out->ads[out->n_ads - 1];
	struct span      id = ad->native_id;
	struct url_parts u;

	if (json_get(job, "content") || !board_slug(id).len ||
	    !url_split(doc->url, &u) ||
	    !span_is(url_segment(u.path, 3), "jobs"))
		return;
	board_add_detail(
		out, ad,
		span_of(arena_printf(&out->arena, "%.*s://%.*s%.*s/%.*s",
				     (int)u.scheme.len, u.scheme.ptr,
				     (int)u.authority.len, u.authority.ptr,
				     (int)u.path.len, u.path.ptr, (int)id.len,
				     id.ptr)),
		NULL);
}

static void add_jobs(const struct document *doc, const cJSON *jobs,
		     struct findings *out)
{
	const cJSON *job;

	cJSON_ArrayForEach(job, jobs)
	{
		if (out->n_ads > PARSER_ADS_MAX)
			break;
		add_job(doc, job, out);
		add_detail(doc, job, out);
	}
}

/* GET .../departments: the jobs of each, which do not name it again. */
static void add_departments(const struct document *doc, const cJSON *list,
			    struct findings *out)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
	{
		size_t      first = out->n_ads;
		struct span name = json_member_text(&out->arena, item, "name");

		add_jobs(doc, json_get(item, "jobs"), out);
		for (size_t i = first; i < out->n_ads; i++) {
			if (!out->ads[i].department.len)
				out->ads[i].department = name;
		}
	}
}

/* boards.greenhouse.io/{name} and job-boards.greenhouse.io/{name}. */
static const struct card_list cards[] = {
	{ .card = "opening", .place = "location", .heading = "<h3" },
	{ .card = "job-post",
	  .title = "body--medium",
	  .place = "body--metadata",
	  .heading = "<h3" },
};

static enum parse_status parse_greenhouse(const struct document *doc,
				   struct findings *out, struct error *err)
{
	cJSON            *root;
	const cJSON      *jobs;
	enum parse_status status = PARSE_OK;

	if (board_page_has(doc, "<") &&
	    card_list_parse(cards, ARRAY_LEN(cards), doc, out))
		return PARSE_OK;
	root = json_parse_document(doc, err);
	jobs = cJSON_IsArray(root) && json_path(root, "0.absolute_url")
		       ? root
		       : json_get(root, "jobs");
	if (!root)
		return PARSE_BROKEN;
	if (cJSON_IsArray(jobs)) {
		add_jobs(doc, jobs, out);
		json_whole(json_path(root, "meta.total"), &out->listed);
	} else if (json_get(root, "absolute_url")) {
		add_job(doc, root, out);
	} else if (cJSON_IsArray(json_get(root, "departments"))) {
		add_departments(doc, json_get(root, "departments"), out);
	} else {
		status = board_not_mine(root, "\"jobs\" of greenhouse", err);
	}
	json_free(root);
	return status;
}

static int sniff_greenhouse(const struct document *doc)
{
	static const char *const keys[] = { "\"absolute_url\"",
					    "\"updated_at\"" };
	static const char *const list[] = { "\"jobs\"", "\"absolute_url\"" };

	if (json_has_keys(doc, "{[", keys, ARRAY_LEN(keys)) ||
	    json_has_keys(doc, "{", list, ARRAY_LEN(list)))
		return 85;
	if (json_has_keys(doc, "{", NULL, 0) &&
	    board_is_host(doc->url, "greenhouse.io"))
		return 80;
	if (board_page_has(doc, "department_id=") &&
	    board_page_has(doc, "class=\"opening\""))
		return 78;
	return board_page_has(doc, "class=\"job-post") &&
			       board_page_has(doc, "greenhouse.io")
		       ? 78
		       : 0;
}

/*
 * "acme", https://boards.greenhouse.io/acme, job-boards.eu.greenhouse.io/acme,
 * .../embed/job_board?for=acme, or an address of the API.
 */
static bool seed_greenhouse(struct span board, char *out, size_t size)
{
	static const char format[] = "https://boards-api.greenhouse.io"
				     "/v1/boards/%.*s/jobs?content=true";
	struct url_parts  u;
	struct span       slug;

	if (!url_split(board, &u))
		return board_print(out, size, format, board_slug(board));
	if (!board_is_host(board, "greenhouse.io")) /* one that is replayed */
		return span_is(url_segment(u.path, 1), "boards") &&
		       span_is(url_segment(u.path, 3), "jobs") &&
		       board_copy(out, size, board);
	if (span_is(url_segment(u.path, 1), "boards"))
		slug = url_segment(u.path, 2);
	else if (span_is(url_segment(u.path, 0), "embed"))
		slug = url_query(u.query, "for");
	else
		slug = url_segment(u.path, 0);
	return board_print(out, size, format, board_slug(slug));
}

const struct parser parser_greenhouse = {
	.name = "greenhouse",
	.about = "Greenhouse's public job board API",
	.board = "slug or address",
	.spec = "https://developers.greenhouse.io/job-board.html",
	.parse = parse_greenhouse,
	.sniff = sniff_greenhouse,
	.seed_url = seed_greenhouse,
	.hosts = "greenhouse.io",
};
