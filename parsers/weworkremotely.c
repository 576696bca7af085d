/*
 * weworkremotely.c - the RSS feeds of We Work Remotely: /remote-jobs.rss and
 * /categories/remote-programming-jobs.rss.
 * https://weworkremotely.com/remote-job-rss-feed (read 2026-11)
 *
 * An RSS feed whose titles name the employer first ("Acme: Data Engineer");
 * all jobs are remote, within the region named. Gives address, title, employer,
 * region, category, kind of employment, when it was put up and until when, text
 * in HTML. Not given: pay. A feed has the newest jobs alone.
 */
#include "parsers/board.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/xml_record.h"

/* "Acme: Data Engineer" */
static void split_title(struct arena *arena, struct ad *ad)
{
	const char *colon = span_find(ad->title, ": ");
	const char *end = ad->title.ptr + ad->title.len;

	if (!colon || colon == ad->title.ptr || ad->employer.len)
		return;
	ad->employer = text_line(
		arena, (struct span){ ad->title.ptr,
				      (size_t)(colon - ad->title.ptr) });
	ad->title = text_line(arena, (struct span){
					     colon + 2,
					     (size_t)(end - colon - 2) });
}

/* The region is where one may live, not a subdivision of a country. */
static void take_region(struct arena *arena, struct ad *ad)
{
	if (!ad->n_locations)
		return;
	ad->locations[0].region = (struct span){ NULL, 0 };
	if (!ad->n_remote_regions)
		text_append(arena, &ad->remote_regions, &ad->n_remote_regions,
			    ad->locations[0].text);
}

static enum parse_status parse_weworkremotely(const struct document *doc,
					      struct findings *out,
					      struct error *err)
{
	size_t            n = out->n_ads;
	enum parse_status status = parser_rss.parse(doc, out, err);

	for (size_t i = n; status == PARSE_OK && i < out->n_ads; i++) {
		struct ad *ad = &out->ads[i];

		ad->remote = REMOTE_REMOTE;
		split_title(&out->arena, ad);
		if (ad->n_locations)
			text_compose_location(&out->arena, &ad->locations[0]);
		take_region(&out->arena, ad);
	}
	return status;
}

static int sniff_weworkremotely(const struct document *doc)
{
	static const char *const host[] = { "weworkremotely.com" };
	static const char *const name[] = { "We Work Remotely" };

	return xml_records_sniff(doc, "rss", host, 1) ||
			       xml_records_sniff(doc, "rss", name, 1)
		       ? 97
		       : 0;
}

/* A category ("remote-programming-jobs"), its page or its feed. */
static bool seed_weworkremotely(struct span board, char *out, size_t size)
{
	static const struct board_aggregator a = {
		.host = "weworkremotely.com",
		.api = "/remote-jobs.rss",
		.all = "https://weworkremotely.com/remote-jobs.rss",
		.search = "https://weworkremotely.com/categories/%.*s.rss",
	};
	struct url_parts u;
	struct span      slug;

	if (url_split(board, &u) &&
	    span_is(url_segment(u.path, 0), "categories")) {
		slug = url_segment(u.path, 1);
		if (span_find(slug, ".rss"))
			return (board_is_host(board, a.host) ||
				span_starts(u.authority, "127.")) &&
			       board_copy(out, size, board);
		if (board_is_host(board, a.host))
			board = slug;
	}
	return board_aggregator_seed(&a, board, out, size);
}

const struct parser parser_weworkremotely = {
	.name = "weworkremotely",
	.about = "feeds of We Work Remotely",
	.board = "all; a category; or address",
	.spec = "https://weworkremotely.com/remote-job-rss-feed",
	.parse = parse_weworkremotely,
	.sniff = sniff_weworkremotely,
	.seed_url = seed_weworkremotely,
	.lists_newest = true,
	.hosts = "weworkremotely.com",
};
