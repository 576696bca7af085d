/*
 * join.c - The pages of companies and jobs on join.com.
 *
 * Both are made from a state that stands in the page as JSON, behind
 * __NEXT_DATA__ (as pages show it, read 2026-11): of a company
 * props.pageProps.initialState.jobs with five items a page (?page=2) and
 * .company, of a job .job with its text. /api/public/companies/{id}/jobs gives
 * the same items without the company. Pay is in hundredths. A company that is
 * gone is answered with 200 and a statusCode in the state.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <inttypes.h>
#include <string.h>

#define SNIFF_BYTES (512 * 1024) /* of a page, which begins with styles */

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "city.cityName", MAP_CITY },
	{ "city.regionName", MAP_REGION },
	{ "city.countryName", MAP_COUNTRY },
	{ "createdAt", MAP_POSTED },
	{ "employmentType.googleType", MAP_EMPLOYMENT },
	{ "category.name", MAP_DEPARTMENT },
	{ "workplaceType", MAP_REMOTE_KIND },
	{ "salaryAmountFrom.currency", MAP_CURRENCY },
	{ "salaryAmountTo.currency", MAP_CURRENCY },
	{ "salaryFrequency", MAP_PAY_PERIOD },
	{ "language.iso6391", MAP_LANGUAGE },
	{ "description", MAP_HTML },
};

/* Every state has every part, those of other pages are empty. */
static bool is_job_page(const cJSON *root)
{
	return cJSON_IsString(json_path(root, "job.title"));
}

/* 5000000 of a euro's hundredths is 50,000. */
static double amount_of(const cJSON *job, const char *path)
{
	double hundredths = 0;

	json_number(json_path(job, path), &hundredths);
	return hundredths > 0 ? hundredths / 100 : 0;
}

/* The page of a company or a job has the company's name in its path. */
static struct span slug_of(const struct document *doc, const cJSON *root,
			   struct arena *arena)
{
	struct url_parts u;
	struct span      slug = json_text(arena, json_path(root,
							   "company.domain"));

	if (!slug.len && url_split(doc->url, &u) &&
	    span_is(url_segment(u.path, 0), "companies"))
		slug = url_segment(u.path, 1);
	return board_slug(slug);
}

static void put_job(const struct document *doc, const cJSON *root,
		    const cJSON *job, struct ad *ad, struct findings *out)
{
	struct arena *arena = &out->arena;
	struct span   slug = slug_of(doc, root, arena);
	struct span   words = json_member_text(arena, job, "idParam");

	ad->pay.min = amount_of(job, "salaryAmountFrom.amount");
	ad->pay.max = amount_of(job, "salaryAmountTo.amount");
	if (ad->pay.min > 0 || ad->pay.max > 0)
		ad->pay.source = SPAN("stated");
	else
		ad->pay = (struct ad_pay){ 0 };
	if (!ad->employer.len)
		ad->employer = json_text(arena,
					 json_path(root, "company.name"));
	if (ad->url.len || !ad->title.len || !slug.len ||
	    !board_slug(words).len)
		return;
	ad->url = span_of(arena_printf(
		arena, "https://join.com/companies/%.*s/%.*s", (int)slug.len,
		slug.ptr, (int)words.len, words.ptr));
	if (!is_job_page(root))
		board_add_detail(out, ad, ad->url, NULL);
}

static void put_paging(const struct document *doc, const cJSON *root,
		       struct findings *out)
{
	static const struct paging paging = { .by = PAGING_NUMBER,
					      .param = "page",
					      .first = 1 };
	const cJSON *jobs = json_get(root, "jobs");
	const cJSON *list = json_get(jobs ? jobs : root, "items");
	const cJSON *pages = json_get(jobs ? jobs : root, "pagination");
	int64_t      last = 0;

	if (!json_whole(json_get(pages, "rowCount"), &out->listed))
		json_whole(json_get(pages, "total"), &out->listed);
	if (json_whole(json_get(pages, "pageCount"), &last) &&
	    paging_at(&paging, doc) < last)
		paging_next(&paging, doc, (size_t)cJSON_GetArraySize(list), -1,
			    out);
}

static const struct board_map list_map = {
	.what = "\"jobs\" of join",
	.list = "jobs.items",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_job,
	.whole = put_paging,
};

static const struct board_map job_map = {
	.what = "\"job\" of join",
	.list = "job",
	.single = "job",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_job,
};

static const struct board_map api_map = {
	.what = "\"items\" of join",
	.list = "items",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = put_job,
	.whole = put_paging,
};

static enum parse_status parse_page(const struct document *doc,
				    struct findings *out, struct error *err)
{
	struct buf        store = BUF_INIT;
	struct span       page, json = { NULL, 0 };
	cJSON            *root = NULL;
	const cJSON      *props, *state;
	int64_t           code;
	enum parse_status status = PARSE_BROKEN;

	if (!charset_decode(doc, true, &store, &page, err))
		goto out;
	json = html_json_after(page, "__NEXT_DATA__");
	if (!json.len) {
		error_set(err, "expected __NEXT_DATA__ of join, got a page "
			       "without it");
		status = PARSE_NOT_MINE;
		goto out;
	}
	root = json_parse(json, err);
	if (!root)
		goto out;
	props = json_path(root, "props.pageProps");
	state = json_get(props, "initialState");
	if (json_whole(json_get(props, "statusCode"), &code) && code >= 400) {
		error_set(err, "expected \"jobs\" of join, got status %" PRId64,
			  code);
		status = PARSE_NOT_MINE;
	} else {
		status = board_map_read(is_job_page(state) ? &job_map
							   : &list_map,
					state, doc, out, err);
	}
out:
	json_free(root);
	buf_deinit(&store);
	return status;
}

static enum parse_status parse_join(const struct document *doc,
				    struct findings *out, struct error *err)
{
	return json_has_keys(doc, "{[", NULL, 0)
		       ? board_map_parse(&api_map, doc, out, err)
		       : parse_page(doc, out, err);
}

static int sniff_join(const struct document *doc)
{
	static const char *const keys[] = { "\"items\"", "\"idParam\"" };
	struct span              head = doc->body;

	if (json_has_keys(doc, "{", keys, ARRAY_LEN(keys)))
		return 86;
	if (!span_starts(span_trim(head), "<"))
		return 0;
	if (head.len > SNIFF_BYTES)
		head.len = SNIFF_BYTES;
	return span_find(head, "__NEXT_DATA__") &&
			       span_find(head, "\"initialState\"") &&
			       (board_is_host(doc->url, "join.com") ||
				span_find(head, "\"idParam\""))
		       ? 88
		       : 0;
}

/* "acme", https://join.com/companies/acme[/...], or an address of the API. */
static bool seed_join(struct span board, char *out, size_t size)
{
	static const char format[] = "https://join.com/companies/%.*s";
	struct url_parts  u;

	if (!url_split(board, &u))
		return board_print(out, size, format, board_slug(board));
	if (span_is(url_segment(u.path, 0), "api") &&
	    span_is(url_segment(u.path, 2), "companies"))
		return board_copy(out, size, board);
	if (!span_is(url_segment(u.path, 0), "companies"))
		return false;
	if (!board_is_host(board, "join.com")) /* one that is replayed */
		return url_segment(u.path, 1).len &&
		       board_copy(out, size, board);
	return board_print(out, size, format,
			   board_slug(url_segment(u.path, 1)));
}

const struct parser parser_join = {
	.name = "join",
	.about = "company pages of join.com",
	.board = "slug or address",
	.spec = "https://join.com/companies/{company}, __NEXT_DATA__",
	.parse = parse_join,
	.sniff = sniff_join,
	.seed_url = seed_join,
	.hosts = "join.com",
};
