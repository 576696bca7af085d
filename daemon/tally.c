#include "daemon/tally.h"

#include "base/hash.h"
#include "base/mem.h"
#include "daemon/path_pattern.h"
#include "daemon/seed.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static int64_t n_different(uint64_t *hashes, size_t n)
{
	int64_t different = 0;

	qsort(hashes, n, sizeof(*hashes), compare);
	for (size_t i = 0; i < n; i++)
		different += i == 0 || hashes[i] != hashes[i - 1];
	return different;
}

static bool is_ad(struct span pattern, struct span url, struct buf *path)
{
	if (!pattern.len)
		return true;
	buf_clear(path);
	url_path_normalise(url, path);
	return pattern_matches(pattern, buf_span(path));
}

enum parse_status tally_parse(const struct document *doc, struct findings *out,
			      struct error *err)
{
	enum parse_status status = parser_run(SPAN("sitemap"), doc, out, NULL, err);
	struct buf        match = BUF_INIT, pattern = BUF_INIT, path = BUF_INIT;
	uint64_t         *ads;
	size_t            n_parts = 0, n_ads = 0;
	char             *options;

	if (status != PARSE_OK)
		return status;
	options = xstrndup(doc->options.ptr ? doc->options.ptr : "",
			   doc->options.len);
	if (option_text(options, "sitemap_match", &match))
		pattern_normalise(buf_span(&match), &pattern);
	ads = xcalloc(out->n_links + 1, sizeof(*ads));
	for (size_t i = 0; i < out->n_links; i++) {
		struct found_link link = out->links[i];

		if (link.role == LINK_SITEMAP) {
			link.kind = SPAN(TALLY_KIND);
			out->links[n_parts++] = link;
		} else if (is_ad(buf_span(&pattern), link.url, &path)) {
			ads[n_ads++] = hash64(link.url);
		}
	}
	out->listed = out->n_links && n_parts == out->n_links
			      ? -1
			      : n_different(ads, n_ads);
	out->n_links = n_parts;
	free(ads);
	free(options);
	buf_deinit(&match);
	buf_deinit(&pattern);
	buf_deinit(&path);
	return PARSE_OK;
}
