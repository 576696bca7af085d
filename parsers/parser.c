#include "parsers/parser.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "parsers/charset.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/url.h"

#include <stdlib.h>
#include <string.h>

#define KIND(name) &parser_##name,
static const struct parser *const parsers[] = { PARSER_KINDS(KIND) };
#undef KIND

#define SURE 100          /* of a sniff */
#define LOCATIONS_MAX 500 /* of one ad; more is a list of branches */

void findings_deinit(struct findings *f)
{
	free(f->ads);
	free(f->links);
	arena_deinit(&f->arena);
	*f = (struct findings)FINDINGS_INIT;
}

/* Room for one more element of `bytes` bytes; the element, zeroed. */
static void *add(void **array, size_t *n, size_t *cap, size_t bytes)
{
	if (*n == *cap) {
		*cap = *cap ? *cap * 2 : 4;
		*array = xrealloc(*array, *cap * bytes);
	}
	return memset((char *)*array + (*n)++ * bytes, 0, bytes);
}

struct ad *findings_add_ad(struct findings *f)
{
	void      *array = f->ads;
	struct ad *ad = add(&array, &f->n_ads, &f->cap_ads, sizeof(*ad));

	f->ads = array;
	return ad;
}

struct found_link *findings_add_link(struct findings *f)
{
	void              *array = f->links;
	struct found_link *link =
		add(&array, &f->n_links, &f->cap_links, sizeof(*link));

	f->links = array;
	return link;
}

const struct parser *const *parser_all(size_t *n)
{
	*n = ARRAY_LEN(parsers);
	return parsers;
}

const struct parser *parser_find(struct span name)
{
	for (size_t i = 0; i < ARRAY_LEN(parsers); i++) {
		if (span_is(name, parsers[i]->name))
			return parsers[i];
	}
	return NULL;
}

static const struct parser *guess(const struct document *doc)
{
	const struct parser *best = NULL;
	int                  surest = 0;

	for (size_t i = 0; i < ARRAY_LEN(parsers) && surest < SURE; i++) {
		int sure = parsers[i]->sniff(doc);

		if (sure > surest) {
			surest = sure;
			best = parsers[i];
		}
	}
	return best;
}

const struct parser *parser_guess(const struct document *doc)
{
	struct document      plain = *doc;
	const struct parser *parser;
	struct buf           store = BUF_INIT;

	/* sniffs read ASCII letters, so UTF-16 is put aside first */
	if (span_starts(doc->body, "\xFF\xFE") ||
	    span_starts(doc->body, "\xFE\xFF"))
		charset_decode(doc, false, &store, &plain.body, NULL);
	parser = guess(&plain);
	buf_deinit(&store);
	return parser;
}

/*
 * An ad must have a key. Where the source gives none it is the address, else
 * a hash of what a reader would tell it by: title, employer, first place.
 */
static void give_key(struct arena *arena, struct ad *ad)
{
	struct span parts[] = { ad->title, ad->employer,
				ad->n_locations ? ad->locations[0].text
						: SPAN("") };
	struct buf  joined = BUF_INIT;
	char        hex[SHA256_HEX_SIZE];

	if (ad->native_id.len)
		return;
	if (ad->url.len) {
		ad->native_id = ad->url;
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		buf_add_span(&joined, parts[i]);
		buf_add_char(&joined, '\n');
	}
	sha256_hex(buf_span(&joined), hex);
	ad->native_id = span_of(arena_strndup(arena, hex, 32));
	buf_deinit(&joined);
}

/* Locations without any text say nothing. */
static void drop_empty_locations(struct arena *arena, struct ad *ad)
{
	size_t kept = 0;

	for (size_t i = 0; i < ad->n_locations; i++) {
		text_compose_location(arena, &ad->locations[i]);
		if (ad->locations[i].text.len)
			ad->locations[kept++] = ad->locations[i];
	}
	ad->n_locations = kept;
}

/* The places of `from` that `ad` does not have: a merge never loses one. */
static void merge_locations(struct arena *arena, struct ad *ad,
			    const struct ad *from)
{
	for (size_t i = 0; i < from->n_locations; i++) {
		bool is_there = false;

		for (size_t k = 0; k < ad->n_locations && !is_there; k++)
			is_there = span_same(ad->locations[k].text,
					     from->locations[i].text);
		if (!is_there && ad->n_locations < LOCATIONS_MAX)
			*text_add_location(arena, ad) = from->locations[i];
	}
}

/*
 * One ad a key: boards list a job once for each of its places, and pages say
 * the same twice. The first stays and gets the places of the others.
 */
static void merge_same(struct findings *f, size_t first)
{
	size_t  n = f->n_ads - first, kept = first, mask = 15;
	size_t *slots; /* index + 1 of an ad, by the hash of its key */

	if (n < 2)
		return;
	while (mask < n * 2)
		mask = mask * 2 + 1;
	slots = xcalloc(mask + 1, sizeof(*slots));
	for (size_t i = first; i < f->n_ads; i++) {
		struct ad *ad = &f->ads[i];
		size_t     at = hash64(ad->native_id) & mask;

		while (slots[at] &&
		       !span_same(f->ads[slots[at] - 1].native_id,
				  ad->native_id))
			at = (at + 1) & mask;
		if (slots[at]) {
			merge_locations(&f->arena, &f->ads[slots[at] - 1], ad);
			continue;
		}
		f->ads[kept] = *ad;
		slots[at] = ++kept;
	}
	f->n_ads = kept;
	free(slots);
}

/*
 * Absolute. A saved document whose address nobody told still says where on
 * its site the ad is: such a path stays as it is written.
 */
static struct span address_of(struct arena *arena, const struct document *doc,
			      struct span reference)
{
	struct span url = url_resolve(arena, doc->url, reference);

	if (url.len || doc->url.len || !span_starts(reference, "/") ||
	    span_starts(reference, "//"))
		return url;
	return reference;
}

/* What holds for the ads of every format. */
static void finish_ads(const struct document *doc, struct findings *f,
		       size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < f->n_ads; i++) {
		struct ad *ad = &f->ads[i];

		if (!ad->title.len && !(ad->is_closed && ad->native_id.len)) {
			f->skipped++;
			continue;
		}
		ad->url = address_of(&f->arena, doc, ad->url);
		ad->apply_url = url_resolve(&f->arena, doc->url,
					    ad->apply_url);
		ad->detail_url = url_without_fragment(
			url_resolve(&f->arena, doc->url, ad->detail_url));
		if (!ad->employer.len)
			ad->employer = text_line(&f->arena, doc->employer);
		drop_empty_locations(&f->arena, ad);
		give_key(&f->arena, ad);
		f->ads[kept++] = *ad;
	}
	f->n_ads = kept;
	merge_same(f, first);
}

static void finish_links(const struct document *doc, struct findings *f,
			 size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < f->n_links; i++) {
		struct found_link *link = &f->links[i];

		link->url = url_without_fragment(
			url_resolve(&f->arena, doc->url, link->url));
		if (link->url.len)
			f->links[kept++] = *link;
		else
			f->skipped++;
	}
	f->n_links = kept;
}

static enum parse_status run(const struct parser *parser,
			     const struct document *doc, struct findings *out,
			     struct error *err)
{
	struct document   present = *doc;
	size_t            n_ads = out->n_ads, n_links = out->n_links;
	enum parse_status status;

	if (!present.body.ptr)
		present.body = SPAN("");
	status = parser->parse(&present, out, err);
	if (status == PARSE_OK && (out->n_ads - n_ads > PARSER_ADS_MAX ||
				   out->n_links - n_links > PARSER_LINKS_MAX)) {
		error_set(err, "expected up to %d ads and links, got more",
			  PARSER_ADS_MAX);
		status = PARSE_BROKEN;
	}
	if (status != PARSE_OK) {
		out->n_ads = n_ads;
		out->n_links = n_links;
		return status;
	}
	finish_ads(doc, out, n_ads);
	finish_links(doc, out, n_links);
	return status;
}

enum parse_status parser_run(struct span kind, const struct document *doc,
			     struct findings *out, const struct parser **used,
			     struct error *err)
{
	const struct parser *parser;

	if (doc->body.len > PARSER_BODY_MAX) {
		error_set(err, "expected up to %d bytes, got %zu",
			  PARSER_BODY_MAX, doc->body.len);
		return PARSE_BROKEN;
	}
	parser = span_is(kind, "auto") ? parser_guess(doc) : parser_find(kind);
	if (used)
		*used = parser;
	if (!parser && span_is(kind, "auto")) {
		error_set(err, "expected a known format, got %s",
			  doc->body.len ? "another" : "an empty document");
		return PARSE_NOT_MINE;
	}
	if (!parser) {
		error_set(err, "expected a kind of source, got \"%.*s\"",
			  (int)kind.len, kind.len ? kind.ptr : "");
		return PARSE_NOT_MINE;
	}
	return run(parser, doc, out, err);
}
