/*
 * fault_table.c - the faults, and what a visit that meets one has to be called.
 */
#include "tests/boardsim/fault_play.h"

#include "base/mem.h"
#include "tests/boardsim/card.h"

static const struct fault faults[] = {
	/* controls: these are no faults */
	{ "order changed", ON_API, "ok", "", play_order },
	{ "order changed, of another kind", ON_API, "ok", "", play_order },
	{ "order changed, of a third kind", ON_API, "ok", "", play_order },
	{ "ads listed twice", ON_API, "ok", "", play_doubled },
	{ "order changed, as the sitemap has it", ON_MAPPED, "ok", "", play_order },
	{ "sitemap lists twice", ON_SITE, "ok", "", play_map_double },

	{ "fewer than the sitemap names", ON_MAPPED, "partial", "sitemap names",
	  play_two_thirds },
	{ "empty list", ON_API, "partial", "empty", play_empty },
	{ "empty body", ON_API, "partial", "", play_empty_body },
	{ "page of HTML", ON_API, "partial", "", play_html },
	{ "challenge", ON_API, "blocked", "challenge", play_challenge },
	{ "error in an answer of 200", ON_API, "partial", "", play_error_object },
	{ "null", ON_API, "partial", "", play_null },
	{ "redirect to a login", ON_API, "partial|blocked", "", play_login },
	{ "redirect in a circle", ON_API, "partial|dead", "", play_loop },
	{ "redirect to a private address", ON_API, "partial|dead", "", play_private },
	{ "status 401", ON_API, "blocked", "401", play_401 },
	{ "status 403", ON_API, "blocked", "403", play_403 },
	{ "status 404", ON_API, "dead", "404", play_404 },
	{ "status 410", ON_API, "dead", "410", play_410 },
	{ "status 429", ON_API, "blocked", "429", play_429 },
	{ "status 451", ON_API, "blocked", "451", play_451 },
	{ "status 500", ON_API, "dead", "500", play_500 },
	{ "status 503", ON_API, "dead", "503", play_503 },
	{ "half of the bytes", ON_API, "partial", "", play_half_bytes },
	{ "connection cut", ON_API, "dead|partial", "", play_cut },
	{ "said to be compressed", ON_API, "partial", "", play_no_gzip },
	{ "noise", ON_API, "partial", "", play_noise },
	{ "half of the list", ON_API, "partial", "vanished", play_half },
	{ "one ad left", ON_API, "partial", "vanished", play_one },
	{ "fewer than the total", ON_TOTAL, "partial", "tells of", play_half_of_total },
	{ "total of a thousand", ON_TOTAL, "partial|capped", "1000", play_total },
	{ "list renamed", ON_API, "partial", "", play_list_name },
	{ "titles renamed", ON_API, "partial", "", play_titles },
	{ "places gone", ON_API, "partial", "place", play_places },
	{ "texts gone", ON_API, "partial", "text", play_texts },
	{ "dates gone", ON_API, "partial", "date", play_dates },
	{ "numbers changed", ON_API, "partial", "vanished", play_numbers },
	{ "a watched board's ads", ON_API, "mirrored", "", play_parent },
	{ "a stranger's ads", ON_API, "mirrored|partial", "", play_stranger },
	{ "redirect to another company", ON_API, "mirrored", "", play_slug },

	{ "sitemap empty", ON_SITE, "partial", "empty", play_map_empty },
	{ "sitemap gone", ON_SITE, "dead", "404", play_map_404 },
	{ "sitemap is a page", ON_SITE, "partial", "", play_map_html },
	{ "sitemap cut", ON_SITE, "partial", "", play_map_cut },
	{ "sitemap of one page", ON_SITE, "partial", "vanished", play_map_one },
	{ "sitemap of another site", ON_SITE, "mirrored|partial", "", play_map_moved },
	{ "pages refused", ON_SITE, "blocked", "403", play_pages_403 },
	{ "pages fail", ON_SITE, "partial", "500", play_pages_500 },
	{ "pages lead home", ON_SITE, "partial", "", play_pages_home },
	{ "pages without marks", ON_SITE, "partial", "", play_pages_unmarked },
	{ "pages with broken marks", ON_SITE, "partial", "", play_pages_broken },
	{ "pages without places", ON_SITE, "partial", "place", play_pages_placeless },
	{ "pages all alike", ON_SITE, "partial", "", play_pages_same },
	{ "pages behind a challenge", ON_SITE, "blocked", "challenge", play_page_challenge },
	{ "robots.txt closes", ON_SITE, "blocked", "robots", play_robots_disallow },
	{ "robots.txt fails", ON_SITE, "dead|blocked", "robots", play_robots_500 },
	{ "rights reserved in a header", ON_SITE, "tdm", "", play_tdm_header },
	{ "rights reserved in a file", ON_SITE, "tdm", "", play_tdm_file },
	{ "part of an index fails", ON_INDEX, "partial", "500", play_part_500 },
	{ "feed cut", ON_RSS, "partial", "", play_half_bytes },
	{ "feed is a page", ON_ATOM, "partial", "", play_html },

	{ "second page repeats the first", ON_PAGED, "partial", "repeats", play_page_repeats },
	{ "second page fails", ON_PAGED, "partial", "500", play_page_2_500 },
	{ "second page empty", ON_PAGED, "partial", "tells of", play_page_2_empty },
	{ "list shrinks while paging", ON_PAGED, "partial", "fell from", play_page_shrinks },
	{ "total of ten thousand", ON_PAGED, "partial|capped", "10000", play_page_total },
};

const struct fault *fault_all(size_t *n)
{
	*n = ARRAY_LEN(faults);
	return faults;
}
