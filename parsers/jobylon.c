/*
 * jobylon.c - Jobylon (Nordic countries): the list that employers embed, and
 * the feed that they may ask for. As recorded pages and their readers show
 * them (2026-11):
 *
 *   https://cdn.jobylon.com/jobs/companies/{n}/embed/v2/   all jobs, written
 *       as a script does into JBL.embed_v2['jobs']; also company-groups/{n}
 *   https://emp.jobylon.com/jobs/{id}-{title}/             JSON-LD
 *   https://feed.jobylon.com/feeds/{key}/?format=json      an array
 *
 * The embedded list gives id, title, employer, towns, department, kind of
 * employment, where one works, language, and dates in the page's language;
 * details and the feed give the text. Not given: pay.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/kinds.h"
#include "parsers/text.h"

#include <string.h>

static const struct map_field list_fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "title", MAP_TITLE },
	{ "company", MAP_EMPLOYER },
	{ "locations", MAP_MORE_PLACES },
	{ "published_date", MAP_POSTED },
	{ "to_date", MAP_EXPIRES },
	{ "employment_type", MAP_EMPLOYMENT },
	{ "workspace", MAP_REMOTE_KIND },
	{ "departments.0", MAP_DEPARTMENT },
};

static const struct map_field feed_fields[] = {
	{ "id", MAP_ID },
	{ "urls.ad", MAP_URL },
	{ "urls.apply", MAP_APPLY_URL },
	{ "title", MAP_TITLE },
	{ "company.name", MAP_EMPLOYER },
	{ "from_date", MAP_POSTED },
	{ "to_date", MAP_EXPIRES },
	{ "employment_type", MAP_EMPLOYMENT },
	{ "workspace", MAP_REMOTE_KIND },
	{ "departments.0.department.name", MAP_DEPARTMENT },
	{ "language", MAP_LANGUAGE },
	{ "descr", MAP_HTML },
	{ "skills", MAP_HTML },
};

static const struct board_map list_map = {
	.what = "jobs of jobylon",
	.list = "",
	.fields = list_fields,
	.n_fields = ARRAY_LEN(list_fields),
};

static const struct map_places feed_places = {
	.list = "locations",
	.text = "location.text",
	.city = "location.city",
	.region = "location.area_1",
	.country = "location.country",
};

static const struct board_map feed_map = {
	.what = "jobs of jobylon",
	.list = "",
	.fields = feed_fields,
	.n_fields = ARRAY_LEN(feed_fields),
	.places = &feed_places,
};

/* ---- the embedded list ---- */

/* "sv" of the class "job-lang-sv": the page has its name in words only. */
static struct span language_of(const cJSON *job, struct arena *arena)
{
	static const char mark[] = "job-lang-";
	const cJSON      *name = json_get(job, "klass");

	for (name = name ? name->child : NULL; name; name = name->next) {
		struct span class = span_of(name->string);

		if (span_starts(class, mark))
			return text_line(arena,
					 span_of(class.ptr + strlen(mark)));
	}
	return (struct span){ NULL, 0 };
}

static void finish_listed(const cJSON *job, struct ad *ad,
			  struct findings *out)
{
	struct span places =
		json_member_text(&out->arena, job, "locations_text");

	if (!ad->n_locations && places.len)
		text_add_location(&out->arena, ad)->text = places;
	ad->language = language_of(job, &out->arena);
	if (span_starts(ad->url, "/"))
		ad->url = span_of(arena_printf(
			&out->arena, "https://emp.jobylon.com%.*s",
			(int)ad->url.len, ad->url.ptr));
	if (ad->title.len)
		board_add_detail(out, ad, ad->url, NULL);
}

static enum parse_status read_listed(const cJSON *jobs,
				     const struct document *doc,
				     struct findings *out, struct error *err)
{
	size_t            n = out->n_ads;
	enum parse_status status = board_map_read(&list_map, jobs, doc, out,
						  err);
	const cJSON      *job;

	if (status != PARSE_OK)
		return status;
	cJSON_ArrayForEach(job, jobs)
	{
		if (cJSON_IsObject(job) && n < out->n_ads)
			finish_listed(job, &out->ads[n++], out);
	}
	out->listed = cJSON_GetArraySize(jobs);
	return status;
}

/* "355795" of /jobs/355795-title/. */
static struct span job_of(struct span url)
{
	struct url_parts u;
	struct span      id;

	if (!url_split(url, &u) || !span_is(url_segment(u.path, 0), "jobs"))
		return (struct span){ NULL, 0 };
	id = url_segment(u.path, 1);
	for (size_t i = 0; i < id.len; i++) {
		if (id.ptr[i] < '0' || id.ptr[i] > '9')
			id.len = i;
	}
	return id;
}

static enum parse_status parse_page(const struct document *doc,
				    struct findings *out, struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	struct span       page, json;
	cJSON            *jobs = NULL;

	if (!charset_decode(doc, true, &store, &page, err))
		goto out;
	json = html_json_after(page, "JBL.embed_v2['jobs'] =");
	if (!json.len && job_of(doc->url).len) {
		status = board_page(doc, job_of(doc->url), out, err);
		goto out;
	}
	if (!json.len) {
		error_set(err, "expected JBL.embed_v2['jobs'] of jobylon, got "
			       "a page without it");
		status = PARSE_NOT_MINE;
		goto out;
	}
	jobs = json_parse(json, err);
	if (jobs)
		status = read_listed(jobs, doc, out, err);
out:
	json_free(jobs);
	buf_deinit(&store);
	return status;
}

static enum parse_status parse_jobylon(const struct document *doc,
				       struct findings *out,
				       struct error *err)
{
	return board_page_has(doc, "<") ? parse_page(doc, out, err)
					: board_map_parse(&feed_map, doc, out, err);
}

/* ---- which is it, and where ---- */

static int sniff_jobylon(const struct document *doc)
{
	static const char *const keys[] = { "\"descr\"", "\"urls\"",
					    "\"company\"" };

	if (json_has_keys(doc, "[", keys, ARRAY_LEN(keys)))
		return 86;
	if (board_page_has(doc, "JBL.embed_v2"))
		return 85;
	return board_is_host(doc->url, "emp.jobylon.com") &&
			       board_page_has(doc, "<")
		       ? 75
		       : 0;
}

/*
 * "2631" (a company's number), the embedded list of a company or a group, the
 * company's page https://emp.jobylon.com/companies/2631-acme/, or a feed.
 */
static bool seed_jobylon(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct span      kind = SPAN("companies"), number = board_slug(board);
	size_t           at = 0;

	if (url_split(board, &u)) {
		if (span_is(url_segment(u.path, 0), "feeds"))
			return board_copy(out, size, board);
		at = span_is(url_segment(u.path, 0), "jobs");
		kind = url_segment(u.path, at);
		number = url_segment(u.path, at + 1);
		if (span_find(u.path, "/embed/") &&
		    !board_is_host(board, "jobylon.com"))
			return board_copy(out, size, board);
		if (!board_is_host(board, "jobylon.com") ||
		    !(span_is(kind, "companies") ||
		      span_is(kind, "company-groups")))
			return false;
	}
	for (size_t i = 0; i < number.len; i++) {
		if (number.ptr[i] < '0' || number.ptr[i] > '9')
			number.len = number.ptr[i] == '-' ? i : 0;
	}
	return number.len &&
	       board_print(out, size, "https://cdn.jobylon.com/jobs/%.*s/",
			   kind) &&
	       board_print(out + strlen(out), size - strlen(out),
			   "%.*s/embed/v2/?page_size=1000", number);
}

const struct parser parser_jobylon = {
	.name = "jobylon",
	.about = "lists and feeds of Jobylon (Nordic countries)",
	.board = "number of the employer, or address",
	.spec = "https://cdn.jobylon.com/jobs/companies/{n}/embed/v2/",
	.parse = parse_jobylon,
	.sniff = sniff_jobylon,
	.seed_url = seed_jobylon,
	.hosts = "jobylon.com",
};
