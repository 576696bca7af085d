#include "parsers/beisen_page.h"

#include "base/mem.h"
#include "parsers/html_tag.h"
#include "parsers/paging.h"
#include "parsers/text.h"
#include "parsers/url.h"

#include <stdio.h>
#include <string.h>

#define CELLS_MAX 20 /* of one row */

/* The innermost row that is open: <td> of a table, <span> of an item. */
struct row {
	bool        is_table;
	struct span cells[CELLS_MAX];
	size_t      n;
	const char *cell_from; /* of the cell that is open */
	struct span id;
	struct span title; /* of the link */
};

/* "123" of "/zpdetail/123?PageIndex=2", or absent. */
static struct span linked_id(struct span href)
{
	static const char mark[] = "/zpdetail/";
	const char       *at = span_find_nocase(href, mark);
	struct span       id = { NULL, 0 };

	if (!at)
		return id;
	id.ptr = at + strlen(mark);
	while (id.ptr + id.len < href.ptr + href.len && id.ptr[id.len] >= '0' &&
	       id.ptr[id.len] <= '9')
		id.len++;
	return id;
}

static void end_cell(struct row *row, const char *at, struct arena *arena)
{
	if (row->cell_from && row->n < CELLS_MAX)
		row->cells[row->n++] = text_line_of_html(
			arena, (struct span){ row->cell_from,
					      (size_t)(at - row->cell_from) });
	row->cell_from = NULL;
}

static void take_id(const struct html_tag *tag, struct row *row,
		    struct arena *arena)
{
	struct span id = html_attribute(tag->text, "jobadid");

	if (!id.len && html_tag_is(tag, "a"))
		id = linked_id(html_attribute(tag->text, "href"));
	if (!id.len || row->id.len)
		return;
	row->id = id;
	row->title = text_line_of_html(arena,
				       html_attribute(tag->text, "title"));
}

/* The place stands before the day; what stands first is the title. */
static void add_row(const struct row *row, struct findings *out)
{
	struct stamp day = { 0, 0, STAMP_NONE };
	struct ad   *ad;
	size_t       at = 0;

	while (at < row->n && !(row->cells[at].len == 10 &&
				stamp_parse_iso(row->cells[at], &day)))
		at++;
	ad = findings_add_ad(out);
	ad->native_id = text_line(&out->arena, row->id);
	ad->title = row->title.len ? row->title
		    : row->n	   ? row->cells[0]
				   : (struct span){ NULL, 0 };
	ad->posted_at = day;
	if (at > 1 && at < row->n && row->cells[at - 1].len)
		text_add_location(&out->arena, ad)->text = row->cells[at - 1];
	ad->url = span_of(arena_printf(
		&out->arena,
		row->is_table ? "/zpdetail/%.*s" : "/zwxq?jobId=%.*s",
		(int)ad->native_id.len,
		ad->native_id.len ? ad->native_id.ptr : ""));
}

/* Every innermost row that has an id: tables also lay out whole pages. */
static void read_rows(struct span page, struct findings *out)
{
	struct row      row = { .n = 0 };
	struct html_tag tag;

	while (html_tag_next(&page, &tag)) {
		bool is_tr = html_tag_is(&tag, "tr");
		bool is_row = is_tr || html_tag_is(&tag, "li");
		bool is_cell = html_tag_is(&tag, row.is_table ? "td" : "span");

		if (is_row || is_cell)
			end_cell(&row, tag.text.ptr, &out->arena);
		/* a row may end where the next begins */
		if (is_row && row.id.len && out->n_ads <= PARSER_ADS_MAX &&
		    (tag.is_end || is_tr == row.is_table))
			add_row(&row, out);
		if (is_row)
			row = (struct row){ .is_table = is_tr && !tag.is_end };
		if (!tag.is_end)
			take_id(&tag, &row, &out->arena);
		if (is_cell && !tag.is_end)
			row.cell_from = page.ptr;
	}
}

/* "共 123 条记录" */
static int64_t total_of(struct span page)
{
	const char *at = span_find(page, "条记录");
	const char *from = at;
	double      n;

	if (!at)
		return -1;
	while (from > page.ptr && at - from < 40 && *from != '>')
		from--;
	return text_number((struct span){ from, (size_t)(at - from) }, &n, NULL)
		       ? (int64_t)n
		       : -1;
}

/* The page after this one, when it is linked to. */
static void add_next(struct span page, const struct document *doc,
		     struct findings *out)
{
	static const struct paging by = { .by = PAGING_NUMBER,
					  .param = "PageIndex",
					  .first = 1 };
	char                       linked[40];

	snprintf(linked, sizeof(linked), "PageIndex=%lld",
		 (long long)paging_at(&by, doc) + 1);
	if (span_find(page, linked))
		paging_next(&by, doc, 1, -1, out);
}

/* The lists that the first page of a site leads to. */
static void add_lists(struct span page, struct findings *out)
{
	static const char *const lists[] = { "/Social", "/social", "/index",
					     "/SocialList", "/CampusList",
					     "/InternList", "/Campus" };
	struct html_tag tag;

	while (html_tag_next(&page, &tag)) {
		struct span href = html_attribute(tag.text, "href");

		if (!html_tag_is(&tag, "a"))
			continue;
		for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
			struct found_link *link;

			if (!span_is(href, lists[i]))
				continue;
			link = findings_add_link(out);
			link->url = span_of(lists[i]);
			link->role = LINK_LIST;
		}
	}
}

enum parse_status beisen_page(struct span page, const struct document *doc,
			      struct findings *out, struct error *err)
{
	size_t first_ad = out->n_ads, first_link = out->n_links;

	read_rows(page, out);
	if (out->n_ads > first_ad) {
		out->listed = total_of(page);
		add_next(page, doc, out);
		return PARSE_OK;
	}
	add_lists(page, out);
	if (out->n_links > first_link || total_of(page) == 0)
		return PARSE_OK;
	error_set(err, "expected BSGlobal or a list of beisen, got a page "
		       "without them");
	return PARSE_NOT_MINE;
}
