/*
 * workday.c - What the career pages of Workday ask their own server for, as
 * their requests show (read 2026-11).
 *
 * POST /wday/cxs/{tenant}/{site}/jobs with {"appliedFacets": {}, "limit": 20,
 * "offset": 0, "searchText": ""} lists {"total": n, "jobPostings": [...],
 * "facets": [...]}; limit is 20 at most, and only the first page tells a
 * total other than 0. Its path and an externalPath is one job. No list goes
 * beyond 2,000 jobs: one that has so many is asked for again by the values of
 * a facet. The list gives no employer, no text, and "3 Locations" where there
 * are several; the job gives all of it, and a day instead of "30+ Days Ago".
 */
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <stdio.h>
#include <string.h>

#define LISTED_MAX 2000     /* jobs; a total of so many is a cap */
#define FACET_VALUES_MAX 500 /* of one facet that are asked for */
#define PAGE_SIZE 20

static const struct map_field fields[] = {
	{ "externalUrl", MAP_URL },
	{ "externalPath", MAP_URL },
	{ "title", MAP_TITLE },
	{ "locationsText", MAP_PLACE },
	{ "location", MAP_PLACE },
	{ "country.descriptor", MAP_COUNTRY },
	{ "additionalLocations", MAP_MORE_PLACES },
	{ "startDate", MAP_POSTED },
	{ "postedOn", MAP_POSTED },
	{ "endDate", MAP_EXPIRES },
	{ "timeType", MAP_EMPLOYMENT },
	{ "remoteType", MAP_REMOTE_KIND },
	{ "jobReqId", MAP_REQUISITION },
	{ "jobDescription", MAP_HTML },
};

/* ---- the number of a job ---- */

/* What stands behind the last '_' of "/job/Oslo/Analyst_R-101-1". */
static struct span tail_of(struct span path)
{
	size_t at = path.len;

	if (!at)
		return path;
	while (at && path.ptr[at - 1] != '_' && path.ptr[at - 1] != '/')
		at--;
	return (struct span){ path.ptr + at, path.len - at };
}

/* Digits, two at most, behind a '-': the same requisition once more. */
static bool is_copy(struct span s)
{
	if (s.len < 2 || s.len > 3 || s.ptr[0] != '-')
		return false;
	for (size_t i = 1; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	}
	return true;
}

static bool is_number_of(struct span number, struct span tail)
{
	struct span rest;

	if (!number.len || tail.len < number.len ||
	    memcmp(tail.ptr, number.ptr, number.len) != 0)
		return false;
	rest = (struct span){ tail.ptr + number.len, tail.len - number.len };
	return !rest.len || is_copy(rest);
}

/* "R-101" of "R-101-1"; what is left must have a digit, so "R-10" stays. */
static struct span without_copy(struct span tail)
{
	size_t n = tail.len;

	while (n && tail.ptr[n - 1] != '-')
		n--;
	if (n < 2 || !is_copy((struct span){ tail.ptr + n - 1,
					     tail.len - n + 1 }))
		return tail;
	for (size_t i = 0; i + 1 < n; i++) {
		if (tail.ptr[i] >= '0' && tail.ptr[i] <= '9')
			return (struct span){ tail.ptr, n - 1 };
	}
	return tail;
}

/*
 * The same from a list and from a job. Employers choose what bulletFields
 * hold, so the one counts that the address has too.
 */
static void put_number(struct arena *arena, const cJSON *job, struct ad *ad)
{
	struct span  tail = tail_of(ad->url);
	const cJSON *item;

	cJSON_ArrayForEach(item, json_get(job, "bulletFields"))
	{
		struct span number = json_text(arena, item);

		if (!ad->requisition_id.len &&
		    (is_number_of(number, tail) || !tail.len))
			ad->requisition_id = number;
	}
	ad->native_id = ad->requisition_id.len
				? ad->requisition_id
				: text_line(arena, without_copy(tail));
}

/* ---- addresses ---- */

/* Of /wday/cxs/{tenant}/{site}/...; false for any other. */
struct board {
	struct span tenant, site;
};

static bool board_of(struct span url, struct board *out)
{
	struct url_parts u;

	if (!url_split(url, &u) || !span_is(url_segment(u.path, 1), "cxs"))
		return false;
	out->tenant = url_segment(u.path, 2);
	out->site = url_segment(u.path, 3);
	return out->site.len;
}

/* A job's page is /{site}{path}, what it is made of /wday/cxs/.../{site}{path}. */
static void put_addresses(const struct document *doc, const struct board *b,
			  struct ad *ad, struct findings *out)
{
	struct span path = ad->url;
	bool        is_shared = board_is_host(doc->url, "myworkdaysite.com");

	if (!span_starts(path, "/job/"))
		return;
	ad->url = span_of(arena_printf(
		&out->arena, "%s%.*s/%.*s%.*s", is_shared ? "/recruiting/" : "",
		is_shared ? (int)b->tenant.len : 0, b->tenant.ptr,
		(int)b->site.len, b->site.ptr, (int)path.len, path.ptr));
	board_add_detail(
		out, ad,
		span_of(arena_printf(&out->arena, "/wday/cxs/%.*s/%.*s%.*s",
				     (int)b->tenant.len, b->tenant.ptr,
				     (int)b->site.len, b->site.ptr,
				     (int)path.len, path.ptr)),
		NULL);
}

/* ---- more than 2,000 ---- */

/* Each job has one value at most, so the parts do not overlap. */
static bool is_partition(const char *facet)
{
	static const char *const names[] = { "jobFamilyGroup", "jobFamily",
					     "workerSubType", "timeType" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(facet, names[i]) == 0)
			return true;
	}
	return false;
}

struct split {
	const cJSON *facet; /* NULL: none will do */
	double       worth;
	double       jobs; /* that its values count */
};

static void weigh(const cJSON *facet, const cJSON *applied, struct split *best)
{
	const cJSON *name = json_get(facet, "facetParameter");
	const cJSON *value;
	double       sum = 0, most = 0, worth;
	size_t       n = 0;

	if (!cJSON_IsString(name) || json_get(applied, name->valuestring))
		return;
	cJSON_ArrayForEach(value, json_get(facet, "values"))
	{
		double count = 0;

		if (!json_member(value, "id").len)
			continue;
		json_number(json_get(value, "count"), &count);
		sum += count;
		most = count > most ? count : most;
		n++;
	}
	if (n < 2 || n > FACET_VALUES_MAX)
		return;
	worth = sum;
	if (is_partition(name->valuestring))
		worth += 1e9;
	if (most < LISTED_MAX) /* else its parts are split once more */
		worth += 1e12;
	if (sum >= LISTED_MAX) /* else it leaves jobs out */
		worth += 1e15;
	if (!best->facet || worth > best->worth)
		*best = (struct split){ facet, worth, sum };
}

/* Facets may be grouped: the values of a group are facets themselves. */
static struct split best_split(const cJSON *facets, const cJSON *applied)
{
	struct split best = { NULL, 0, 0 };
	const cJSON *facet, *inner;

	cJSON_ArrayForEach(facet, facets)
	{
		weigh(facet, applied, &best);
		cJSON_ArrayForEach(inner, json_get(facet, "values"))
		{
			if (json_get(inner, "facetParameter"))
				weigh(inner, applied, &best);
		}
	}
	return best;
}

/* The body that asks for the first page of one value more. */
static struct span body_with(struct arena *arena, const cJSON *post,
			     const char *facet, struct span id)
{
	struct buf   body = BUF_INIT;
	const cJSON *member;
	struct span  result;

	json_open_object(&body);
	json_key(&body, "appliedFacets");
	json_open_object(&body);
	cJSON_ArrayForEach(member, json_get(post, "appliedFacets"))
	{
		char *text = cJSON_PrintUnformatted(member);

		json_key(&body, member->string);
		buf_add_text(&body, text ? text : "[]");
		cJSON_free(text);
	}
	json_key(&body, facet);
	json_open_array(&body);
	json_string(&body, id);
	json_close_array(&body);
	json_close_object(&body);
	json_put_int(&body, "limit", PAGE_SIZE);
	json_put_int(&body, "offset", 0);
	json_key(&body, "searchText");
	json_string(&body, json_member(post, "searchText"));
	json_close_object(&body);
	result = arena_span(arena, buf_span(&body));
	buf_deinit(&body);
	return result;
}

/*
 * One list a value instead of the whole; false when no facet will do. Jobs
 * that have no value of it are held back.
 */
static bool split(const struct document *doc, const cJSON *root,
		  const cJSON *post, struct findings *out)
{
	struct split best = best_split(json_get(root, "facets"),
				       json_get(post, "appliedFacets"));
	const cJSON *value;

	if (!best.facet)
		return false;
	cJSON_ArrayForEach(value, json_get(best.facet, "values"))
	{
		struct found_link *link;
		struct span        id = json_member(value, "id");

		if (!id.len)
			continue;
		link = findings_add_link(out);
		link->url = doc->url;
		link->post = body_with(
			&out->arena, post,
			json_get(best.facet, "facetParameter")->valuestring,
			id);
		link->role = LINK_LIST;
	}
	out->is_capped = best.jobs < LISTED_MAX;
	return true;
}

/* Do the parts that this list is one of leave nothing counted twice? */
static bool is_exclusive(const cJSON *post)
{
	const cJSON *facet;

	cJSON_ArrayForEach(facet, json_get(post, "appliedFacets"))
	{
		if (!is_partition(facet->string))
			return false;
	}
	return true;
}

static void put_paging(const struct document *doc, const cJSON *root,
		       struct findings *out)
{
	static const struct paging paging = { .by = PAGING_OFFSET,
					      .param = "offset",
					      .size = PAGE_SIZE };
	struct error               err = ERROR_INIT;
	const cJSON               *list = json_get(root, "jobPostings");
	cJSON                     *post = json_parse(doc->post, &err);
	bool    is_first = !doc->post.len || paging_at(&paging, doc) == 0;
	int64_t total = -1;

	if (!cJSON_IsArray(list))
		goto out;
	/* later pages tell 0 */
	if (!json_whole(json_get(root, "total"), &total) ||
	    (total <= 0 && !is_first))
		total = -1;
	if (total >= LISTED_MAX) {
		if (is_first && post && split(doc, root, post, out))
			goto out;
		out->is_capped = true;
	} else if (is_exclusive(post)) {
		out->listed = total;
	}
	if (post)
		paging_next(&paging, doc, (size_t)cJSON_GetArraySize(list),
			    total, out);
out:
	json_free(post);
}

/* ---- a document ---- */

static void put_job(const struct document *doc, const cJSON *root,
		    const cJSON *job, struct ad *ad, struct findings *out)
{
	struct span  employer = json_text(
		&out->arena, json_path(root, "hiringOrganization.name"));
	struct board b = { { NULL, 0 }, { NULL, 0 } };
	bool         is_board = board_of(doc->url, &b);

	put_number(&out->arena, job, ad);
	ad->is_closed = cJSON_IsFalse(json_get(job, "posted"));
	ad->employer = text_line(&out->arena, doc->employer.len ? doc->employer
					      : employer.len    ? employer
								: b.tenant);
	if (is_board)
		put_addresses(doc, &b, ad, out);
}

static const struct board_map map = {
	.what = "\"jobPostings\" of workday",
	.list = "jobPostings",
	.single = "jobPostingInfo",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_job,
	.whole = put_paging,
};

static enum parse_status parse_workday(const struct document *doc,
				       struct findings *out, struct error *err)
{
	return board_map_parse(&map, doc, out, err);
}

static int sniff_workday(const struct document *doc)
{
	static const char *const list[] = { "\"jobPostings\"", "\"total\"" };
	static const char *const single[] = { "\"jobPostingInfo\"" };
	static const char *const bare[] = { "\"externalPath\"",
					    "\"bulletFields\"" };

	return json_has_keys(doc, "[", bare, ARRAY_LEN(bare)) ||
			       json_has_keys(doc, "{", list, ARRAY_LEN(list)) ||
			       json_has_keys(doc, "{", single,
					     ARRAY_LEN(single))
		       ? 86
		       : 0;
}

/* "en-US", "pt-BR": the language of the page stands before its site. */
static bool is_locale(struct span s)
{
	return s.len == 5 && s.ptr[2] == '-';
}

/*
 * https://{tenant}.wd5.myworkdayjobs.com[/en-US]/{site}[/...],
 * https://wd5.myworkdaysite.com[/en-US]/recruiting/{tenant}/{site}[/...],
 * or the address that is asked itself.
 */
static bool seed_workday(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct board     b;
	size_t           at;
	int              n;

	if (!url_split(board, &u))
		return false;
	if (board_of(board, &b))
		return board_copy(out, size, board);
	at = is_locale(url_segment(u.path, 0)) ? 1 : 0;
	if (board_is_host(board, "myworkdayjobs.com")) {
		b.tenant = u.authority;
		b.tenant.len = (size_t)(span_find(u.authority, ".") -
					u.authority.ptr);
		b.site = url_segment(u.path, at);
	} else if (board_is_host(board, "myworkdaysite.com") &&
		   span_is(url_segment(u.path, at), "recruiting")) {
		b.tenant = url_segment(u.path, at + 1);
		b.site = url_segment(u.path, at + 2);
	} else {
		return false;
	}
	if (!board_slug(b.tenant).len || !board_slug(b.site).len)
		return false;
	n = snprintf(out, size, "https://%.*s/wday/cxs/%.*s/%.*s/jobs",
		     (int)u.authority.len, u.authority.ptr, (int)b.tenant.len,
		     b.tenant.ptr, (int)b.site.len, b.site.ptr);
	return n > 0 && (size_t)n < size;
}

const struct parser parser_workday = {
	.name = "workday",
	.about = "career sites of Workday",
	.board = "address",
	.spec = "/wday/cxs/{tenant}/{site}/jobs",
	.parse = parse_workday,
	.sniff = sniff_workday,
	.seed_url = seed_workday,
	.seed_post = "{\"appliedFacets\":{},\"limit\":20,\"offset\":0,"
		     "\"searchText\":\"\"}",
	.headers = "Accept: application/json",
	.hosts = "myworkdayjobs.com myworkdaysite.com",
};
