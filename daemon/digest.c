/*
 * digest.c - a response becomes an outcome.
 *
 *   digest_page -> decode -> same as last time? -> touch
 *                    |               \-> parse -> ads: known? touch : enrich
 *                    \_____________________\____-> failed
 *
 * The digest of a page, kept with its row, is what it was last time: the hash
 * of the dictionary, whether it had links, and the sorted hashes of its ads.
 */
#include "daemon/digest.h"

#include "base/hash.h"
#include "base/mem.h"
#include "daemon/digest_link.h"
#include "daemon/inflate.h"
#include "daemon/robots.h"
#include "daemon/stated.h"
#include "daemon/tally.h"
#include "daemon/trail.h"
#include "daemon/wire.h"
#include "enrich/enrich.h"
#include "parsers/challenge.h"
#include "parsers/url.h"

#include <stdlib.h>
#include <string.h>

#define DIGEST_HEAD 9 /* dictionary 8, flags 1 */
#define HAS_LINKS 1
#define KEEP_BYTES (512 * 1024) /* of memory, for the next page */

void digester_init(struct digester *d, const struct outcome_context *context,
		   struct keeper *keeper)
{
	memset(d, 0, sizeof(*d));
	d->context = context;
	d->keeper = keeper;
	d->builder = outcome_builder_new(context);
	d->taxonomy_hash =
		digest_taxonomy_hash(taxonomy_version(context->taxonomy));
}

void digester_deinit(struct digester *d)
{
	warc_packer_free(d->packer);
	outcome_builder_free(d->builder);
	buf_deinit(&d->body);
	buf_deinit(&d->twice);
	buf_deinit(&d->hidden);
	buf_deinit(&d->digest);
	arena_deinit(&d->arena);
	d->builder = NULL;
}

uint64_t digest_taxonomy_hash(const char *version)
{
	return hash64(span_of(version));
}

/* ---- what was there last time ---- */

static bool is_of_taxonomy(struct span digest, uint64_t taxonomy_hash)
{
	return digest.len >= DIGEST_HEAD && digest.ptr &&
	       wire_get64(digest.ptr) == taxonomy_hash;
}

bool digest_may_be_conditional(const struct page *p, uint64_t taxonomy_hash)
{
	/* A 304 brings no links, so a page that had some is read again. */
	return is_of_taxonomy(p->ad_digest, taxonomy_hash) &&
	       !(p->ad_digest.ptr[8] & HAS_LINKS);
}

bool digest_had_ads(const struct page *p)
{
	return p->ad_digest.len > DIGEST_HEAD;
}

static int compare_hash(const void *a, const void *b)
{
	return memcmp(a, b, 8);
}

static bool was_there(const struct page *p, const char hash[8])
{
	size_t n = (p->ad_digest.len - DIGEST_HEAD) / 8;

	return bsearch(hash, p->ad_digest.ptr + DIGEST_HEAD, n, 8,
		       compare_hash);
}

/* ---- outcomes ---- */

static struct span text_or_absent(const char *text)
{
	return span_of(text && text[0] ? text : NULL);
}

/* Of the answer; one that repeats a key is not kept. */
static struct span header(const struct visit *v, const char *text)
{
	return secrets_are_in(&v->request.secrets, span_of(text))
		       ? (struct span){ NULL, 0 }
		       : text_or_absent(text);
}

/* Where the answer came from, when not from the address asked. */
static struct span moved_to(const struct visit *v)
{
	const char *url = v->got.url;

	if (v->got.redirect_url && v->got.redirect_url[0])
		url = v->got.redirect_url;
	return text_or_absent(url && strcmp(url, v->page->url) ? url : NULL);
}

static struct outcome_page page_row(const struct visit *v,
				    enum page_state state)
{
	const struct page *p = v->page;

	return (struct outcome_page){
		.source_id = p->source_id,
		.page_id = p->page_id,
		.run_id = p->run_id,
		.state = state,
		.attempts = p->attempts + 1,
		.status = v->got.http_status,
		.fetched_at = v->at,
		.listed = -1,
		.moved_to = moved_to(v),
	};
}

struct outcome *digest_verdict(struct outcome_builder *b, const struct visit *v,
			       enum page_state state, int64_t due_at,
			       const char *verdict, const char *error)
{
	struct outcome_page row = page_row(v, state);

	row.due_at = due_at;
	row.verdict = text_or_absent(verdict);
	row.error = text_or_absent(error);
	outcome_add_page(b, &row);
	return outcome_finish(b);
}

static void fail(struct digester *d, struct visit *v, const char *verdict)
{
	v->state = PAGE_FAILED;
	v->outcome = digest_verdict(d->builder, v, PAGE_FAILED, 0, verdict,
				    v->err.text);
}

/* `body` is absent when it was not sent (304). */
static void same(struct digester *d, struct visit *v, struct span body)
{
	const unsigned char *sha = (const unsigned char *)v->page->body_sha256.ptr;
	struct outcome_page  row = page_row(v, PAGE_DONE);

	if (body.ptr)
		digest_keep(d, v, body, sha, digest_had_ads(v->page), &row);

	row.same_since = v->page->fetched_at;
	row.note = span_of(trail_repeats(&v->page->trail, v->page->ads_hash));
	row.etag = header(v, v->got.etag);
	row.last_modified = header(v, v->got.last_modified);
	outcome_add_page(d->builder, &row);
	v->state = PAGE_DONE;
	v->is_same = true;
	v->outcome = outcome_finish(d->builder);
}

/* ---- decoding ---- */

/* An answer that repeats a key is read as if it had named it. */
static void hide_secrets(struct digester *d, const struct visit *v,
			 struct span *body)
{
	buf_clear(&d->hidden);
	if (secrets_hide(&v->request.secrets, *body, &d->hidden))
		*body = buf_span(&d->hidden);
}

static bool decode(struct digester *d, struct visit *v, struct span *body)
{
	struct span encoding = span_of(v->got.content_encoding);

	*body = buf_span(&v->got.body);
	if (!body->ptr)
		*body = SPAN("");
	if (encoding.len && !span_is_nocase(encoding, "identity")) {
		if (inflate_body(*body, encoding, (size_t)d->max_body,
				 &d->body, &v->err) != INFLATE_OK)
			return false;
		*body = buf_span(&d->body);
	}
	/* sitemap.xml.gz is a gzip file, however it was sent. */
	if (inflate_is_gzip(*body)) {
		if (inflate_body(*body, SPAN("gzip"), (size_t)d->max_body,
				 &d->twice, &v->err) != INFLATE_OK)
			return false;
		*body = buf_span(&d->twice);
	}
	hide_secrets(d, v, body);
	return true;
}

/* ---- parsing ---- */

/* robots.txt as a document: where a bare site keeps its sitemaps. */
static void parse_robots(const struct document *doc, struct findings *out)
{
	struct robots *r = robots_new(doc->body, SPAN("*"));
	size_t         n = robots_sitemaps(r);

	for (size_t i = 0; i < n; i++) {
		struct span url = url_resolve(&out->arena, doc->url,
					      robots_sitemap(r, i));
		struct found_link *link;

		if (!url.ptr)
			continue;
		link = findings_add_link(out);
		link->url = arena_span(&out->arena, url);
		link->role = LINK_SITEMAP;
		link->kind = SPAN("sitemap");
	}
	if (!out->n_links) {
		struct found_link *link = findings_add_link(out);

		link->url = url_resolve(&out->arena, doc->url,
					SPAN("/sitemap.xml"));
		link->role = LINK_SITEMAP;
		link->kind = SPAN("sitemap");
	}
	robots_free(r);
}

static enum parse_status parse(const struct visit *v, struct span body,
			       struct findings *out, struct error *err)
{
	const struct page *p = v->page;
	struct document    doc = {
		   .body = body,
		   .url = span_of(v->got.url),
		   .content_type = text_or_absent(v->got.content_type),
		   .employer = text_or_absent(p->employer),
		   .post = span_of(p->post),
		   .options = span_of(p->options),
		   .is_detail = p->role == LINK_DETAIL,
		   .fetched_at = stamp_from_unix(v->at / USEC),
	};
	enum parse_status status;

	if (!strcmp(p->kind, "robots")) {
		parse_robots(&doc, out);
		return PARSE_OK;
	}
	if (v->got.http_status == 204) {
		out->listed = 0;
		return PARSE_OK;
	}
	if (!strcmp(p->kind, TALLY_KIND))
		return tally_parse(&doc, out, err);
	status = parser_run(span_of(p->kind), &doc, out, NULL, err);
	/* Not every page that a sitemap or a list names is an ad. */
	if (status == PARSE_NOT_MINE && p->role == LINK_DETAIL)
		return PARSE_OK;
	return status;
}

/* ---- ads ---- */

/* Comments under a thread of the past bear their own time. */
static int64_t past_since(const struct visit *v, const struct findings *found)
{
	int64_t first = 0;

	if (strcmp(v->page->kind, "hn"))
		return 0;
	for (size_t i = 0; i < found->n_ads; i++) {
		struct stamp at = found->ads[i].posted_at;

		if (at.precision != STAMP_NONE && (!first || at.at < first))
			first = at.at;
	}
	return first && v->at / USEC - first > PAST_S ? first : 0;
}

/* is_less: the page says less of its ads than it did: they are there, no more. */
static void sighting(const struct visit *v, const struct ad *ad, int64_t past,
		     struct span sha, bool is_less, struct outcome_ad *o)
{
	*o = (struct outcome_ad){
		.source_id = v->page->source_id,
		.run_id = v->page->run_id,
		.page_id = v->page->page_id,
		.first_seen = v->at,
		.last_seen = v->at,
		.raw_sha256 = sha,
		.is_stub = ad->has_detail || is_less,
	};
	if (ad->detail_url.len) /* what happens to its document, happens to it */
		o->page_id = page_key(ad->detail_url, (struct span){ NULL, 0 });
	/* The medium itself stamps its comments: that is when they began. */
	if (!strcmp(v->page->kind, "hn") &&
	    ad->posted_at.precision == STAMP_TIME &&
	    ad->posted_at.at * USEC < v->at)
		o->first_seen = ad->posted_at.at * USEC;
	if (past && o->first_seen < v->at) {
		int64_t end = past + THREAD_S;

		if (end < ad->posted_at.at + DAY_S)
			end = ad->posted_at.at + DAY_S;
		o->run_id = 0;
		o->last_seen = o->first_seen;
		o->gone_at = end * USEC;
		o->gone_reason = SPAN("closed");
	} else if (ad->is_closed) {
		o->gone_at = v->at;
		o->gone_reason = SPAN("closed");
	}
}

static void hash_of_ad(const struct ad *ad, char out[8])
{
	uint64_t h = ad_content_hash(ad);

	for (int i = 0; i < 8; i++)
		out[i] = (char)(h >> (56 - 8 * i));
}

static void touch(struct digester *d, const struct visit *v,
		  const int64_t *ids, size_t n, bool is_stub)
{
	if (n)
		outcome_touch(d->builder, v->page->source_id, v->page->run_id,
			      v->at, ids, n, is_stub);
}

static void add_ads(struct digester *d, struct visit *v,
		    const struct findings *found, struct span sha, int64_t past,
		    bool is_less)
{
	bool     may_touch = is_of_taxonomy(v->page->ad_digest,
					    d->taxonomy_hash);
	int64_t *touched = xmalloc((found->n_ads + 1) * sizeof(*touched));
	size_t   n_stubs = 0; /* touched from the end */

	for (size_t i = 0; i < found->n_ads; i++) {
		const struct ad  *ad = &found->ads[i];
		struct outcome_ad o;
		struct facts      facts;
		char              hash[8];

		if (!ad->native_id.len)
			continue;
		hash_of_ad(ad, hash);
		buf_add(&d->digest, hash, 8);
		if (may_touch && was_there(v->page, hash)) {
			if (ad->is_closed)
				continue; /* known, and not seen open */
			v->n_touched++;
			touched[ad->has_detail ? found->n_ads - ++n_stubs
					       : v->n_touched - n_stubs - 1] =
				ad_key(ad->native_id);
			continue;
		}
		enrich_ad(d->context->taxonomy, ad, &d->arena, &facts);
		sighting(v, ad, past, sha, is_less, &o);
		v->n_ads += outcome_add_ad(d->builder, &o, &facts);
		arena_deinit(&d->arena);
	}
	if (!past) {
		touch(d, v, touched, v->n_touched - n_stubs, false);
		touch(d, v, touched + found->n_ads - n_stubs, n_stubs, true);
	}
	free(touched);
}

static void digest_begin(struct digester *d, bool has_links)
{
	buf_clear(&d->digest);
	wire_put64(&d->digest, d->taxonomy_hash);
	buf_add_char(&d->digest, has_links ? HAS_LINKS : 0);
}

static void digest_sort(struct digester *d)
{
	if (d->digest.len > DIGEST_HEAD)
		qsort(d->digest.ptr + DIGEST_HEAD,
		      (d->digest.len - DIGEST_HEAD) / 8, 8, compare_hash);
}

/* ---- a page ---- */

static void take(struct digester *d, struct visit *v,
		 const struct findings *found, struct span body, struct span sha)
{
	struct outcome_page row = page_row(v, PAGE_DONE);
	int64_t             past = past_since(v, found);
	bool                is_capped = found->is_capped;
	char                unread[64], less[STATED_NOTE_SIZE];
	bool                is_less;

	row.listed = past ? -1 : found->listed;
	row.n_ads = (int64_t)found->n_ads;
	row.ads_hash = trail_hash(found, v->page->role);
	row.note = span_of(trail_repeats(&v->page->trail, row.ads_hash));
	if (!found->n_ads && found->skipped && v->page->role == LINK_LIST) {
		snprintf(unread, sizeof(unread),
			 "none of %zu entries could be read", found->skipped);
		row.note = span_of(unread);
	}
	stated_count(found, row.filled);
	is_less = stated_lost(v->page->filled, row.filled, less);
	if (is_less) {
		memcpy(row.filled, v->page->filled, sizeof(row.filled));
		row.note = span_of(less);
	}
	digest_begin(d, found->n_links > 0);
	add_ads(d, v, found, sha, past, is_less);
	digest_add_links(d, v, found, &row, &is_capped);
	digest_sort(d);
	row.etag = header(v, v->got.etag);
	row.last_modified = header(v, v->got.last_modified);
	row.body_sha256 = sha;
	row.content_type = header(v, v->got.content_type);
	row.body_bytes = (int64_t)body.len;
	row.ad_digest = buf_span(&d->digest);
	row.verdict = text_or_absent(is_capped ? "capped" : NULL);
	row.past_at = past * USEC;
	digest_keep(d, v, body, (const unsigned char *)sha.ptr,
		    found->n_ads > 0, &row);
	outcome_add_page(d->builder, &row);
	v->state = PAGE_DONE;
	v->outcome = outcome_finish(d->builder);
}

/* Nothing came of it: is it a page that wants a browser or a person? */
static bool is_challenge(struct visit *v, struct span body,
			 enum parse_status status, const struct findings *found)
{
	struct document doc = { .body = body };
	const char     *guard;

	if (status == PARSE_OK && (found->n_ads || found->n_links))
		return false;
	guard = challenge_guard(&doc);
	if (guard)
		error_set(&v->err, "a challenge page of %s", guard);
	return guard != NULL;
}

static void understand(struct digester *d, struct visit *v, struct span body,
		       struct span sha)
{
	struct findings   found = FINDINGS_INIT;
	enum parse_status status = parse(v, body, &found, &v->err);
	const char       *top = v->page->depth == 0 ? "tdm" : NULL;

	if (is_challenge(v, body, status, &found)) {
		fail(d, v, v->page->depth ? NULL : "blocked");
		findings_deinit(&found);
		return;
	}
	if (status == PARSE_OK && found.has_tdm_reservation &&
	    d->is_tdm_obeyed) {
		error_set(&v->err, "text and data mining rights are reserved");
		fail(d, v, top);
	} else if (status == PARSE_OK) {
		v->err.text[0] = '\0';
		take(d, v, &found, body, sha);
	} else {
		if (!v->err.text[0])
			error_set(&v->err, "not understood");
		fail(d, v, NULL);
	}
	findings_deinit(&found);
}

static void trim(struct digester *d)
{
	if (d->body.cap > KEEP_BYTES)
		buf_deinit(&d->body);
	if (d->twice.cap > KEEP_BYTES)
		buf_deinit(&d->twice);
	if (d->hidden.cap > KEEP_BYTES)
		buf_deinit(&d->hidden);
	if (d->digest.cap > KEEP_BYTES)
		buf_deinit(&d->digest);
}

void digest_page(struct digester *d, struct visit *v)
{
	unsigned char raw[SHA256_SIZE];
	struct span   sha = { (const char *)raw, sizeof(raw) };
	struct span   body;

	if (v->got.http_status == 304) {
		same(d, v, (struct span){ NULL, 0 });
	} else if (!decode(d, v, &body)) {
		fail(d, v, NULL);
	} else {
		sha256(body, raw);
		if (digest_may_be_conditional(v->page, d->taxonomy_hash) &&
		    v->page->body_sha256.len == sha.len &&
		    !memcmp(v->page->body_sha256.ptr, raw, sizeof(raw)))
			same(d, v, body);
		else
			understand(d, v, body, sha);
	}
	buf_deinit(&v->got.body);
	trim(d);
}
