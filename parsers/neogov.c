/*
 * neogov.c - RSS of a public agency at NEOGOV, with its own elements
 * (http://www.neogov.com/namespaces/JobListing), as recorded feeds show them:
 * https://www.governmentjobs.com/SearchEngine/JobsFeed?agency=NAME (2026-11).
 *
 * All open jobs of the agency at once. Gives id and address, title, the three
 * or four parts of the text, department, place, kind of job, number, pay with
 * its period, when it was published and until when one may apply. The channel
 * is titled after the agency. Not given: when it was changed.
 */
#include "parsers/board.h"
#include "parsers/feed.h"
#include "parsers/kinds.h"
#include "parsers/xml_record.h"

#include <string.h>

static enum parse_status parse_neogov(const struct document *doc,
				      struct findings *out, struct error *err)
{
	return feed_parse_rss(doc, true, out, err);
}

static int sniff_neogov(const struct document *doc)
{
	static const char *const marks[] = { "neogov.com/namespaces/" };

	return xml_records_sniff(doc, "rss", marks, 1) ? 97 : 0;
}

/*
 * "fulton", https://www.governmentjobs.com/careers/fulton (or the same at
 * www.schooljobs.com), the older https://agency.governmentjobs.com/fulton, or
 * the feed itself.
 */
static bool seed_neogov(struct span board, char *out, size_t size)
{
	static const char feed[] = "/SearchEngine/JobsFeed?agency=";
	struct url_parts  u;
	struct span       agency;

	if (!url_split(board, &u))
		return board_print(out, size,
				   "https://www.governmentjobs.com/"
				   "SearchEngine/JobsFeed?agency=%.*s",
				   board_slug(board));
	if (span_starts_nocase(u.path, "/SearchEngine/JobsFeed"))
		return board_copy(out, size, board);
	if (board_is_host(board, "agency.governmentjobs.com"))
		return board_print(out, size,
				   "https://www.governmentjobs.com/"
				   "SearchEngine/JobsFeed?agency=%.*s",
				   board_slug(url_segment(u.path, 0)));
	agency = board_slug(url_segment(u.path, 1));
	if (!span_is(url_segment(u.path, 0), "careers") || !agency.len ||
	    !(board_is_host(board, "governmentjobs.com") ||
	      board_is_host(board, "schooljobs.com")) ||
	    !board_at_host(out, size, board, feed))
		return false;
	return board_print(out + strlen(out), size - strlen(out), "%.*s",
			   agency);
}

const struct parser parser_neogov = {
	.name = "neogov",
	.about = "feeds of US agencies at governmentjobs.com",
	.board = "name of the agency, or address",
	.spec = "http://www.neogov.com/namespaces/JobListing",
	.parse = parse_neogov,
	.sniff = sniff_neogov,
	.seed_url = seed_neogov,
	.hosts = "governmentjobs.com schooljobs.com",
};
