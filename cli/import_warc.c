/*
 * import_warc.c - ads out of the documents of a WARC file.
 */
#include "cli/import_warc.h"

#include "base/hash.h"
#include "base/mem.h"
#include "cli/source_map.h"
#include "daemon/page.h"
#include "daemon/warc_http.h"
#include "daemon/warc_read.h"
#include "parsers/parser.h"

#include <stdio.h>
#include <string.h>

#define MARKUP "JobPosting" /* what a page with an ad has (schema.org) */

/* A document with what its record says of it. */
struct kept {
	struct warc_head head;
	struct http_work work;
	struct document  doc;
	struct span      kind; /* of the parser */
	bool             is_ours; /* it names its source */
};

/* The document's bytes; false with `err`, or without when it holds none. */
static bool read_body(struct kept *k, struct span block, struct error *err)
{
	struct http_response response;

	if (k->head.type == WARC_RESOURCE) {
		k->doc.body = block;
		k->doc.content_type = k->head.content_type;
		return true;
	}
	if (!http_response_read(block, PARSER_BODY_MAX, &k->work, &response,
				err))
		return false;
	k->doc.body = response.body;
	k->doc.content_type = response.content_type;
	return response.status == 200;
}

/* Formats that tell ads from other news only where somebody says so. */
static bool is_sure(const struct parser *p)
{
	static const char *const marked[] = { "html", "jsonld", "microdata",
					      "rdfa" };

	for (size_t i = 0; i < ARRAY_LEN(marked); i++) {
		if (!strcmp(p->name, marked[i]))
			return true;
	}
	return p->hosts != NULL;
}

/* Most pages of the web are no ads: seen without parsing them. */
static bool may_hold_ads(const struct document *doc)
{
	struct span start = span_trim(doc->body);

	return start.len &&
	       (start.ptr[0] != '<' || span_find(doc->body, MARKUP));
}

/* The parser, or NULL: not a document with ads. */
static const struct parser *choose(const struct kept *k, bool is_told)
{
	const struct parser *p;

	if (k->is_ours)
		return parser_find(k->kind);
	if (!is_told && !may_hold_ads(&k->doc))
		return NULL;
	p = parser_guess(&k->doc);
	return p && (is_told || is_sure(p)) ? p : NULL;
}

static int32_t source_of(struct import_work *w, const struct kept *k,
			 const char *told, struct error *err)
{
	struct source_line l = { .id = span_of(told) };
	char               host[HOST_MAX], id[HOST_MAX + 4];

	if (k->is_ours && !told) {
		l.id = k->head.source;
		l.kind = k->head.source_kind;
		l.employer = k->head.employer;
	} else {
		l.kind = SPAN("html");
	}
	if (!l.id.len) {
		if (!page_host(k->head.url, host)) {
			error_set(err, "WARC-Target-URI: expected an address "
				       "with a host, found \"%.*s\"",
				  k->head.url.len < 100 ? (int)k->head.url.len
							: 100,
				  k->head.url.len ? k->head.url.ptr : "");
			return 0;
		}
		snprintf(id, sizeof(id), "web/%s", host);
		l.id = span_of(id);
	}
	return source_map_get_unvisited(w->job->shared->sources, &l, err);
}

static bool put_ads(struct import_work *w, const struct kept *k,
		    const struct findings *found, struct error *err)
{
	unsigned char     sha[SHA256_SIZE];
	struct outcome_ad seen = {
		.first_seen = k->head.at,
		.last_seen = k->head.at,
		.raw_sha256 = { (const char *)sha, sizeof(sha) },
	};

	seen.source_id = source_of(w, k, w->job->shared->otherwise.source, err);
	if (!seen.source_id)
		return false;
	sha256(k->doc.body, sha);
	for (size_t i = 0; i < found->n_ads; i++) {
		const struct ad *ad = &found->ads[i];

		seen.is_stub = ad->has_detail;
		seen.gone_at = ad->is_closed ? k->head.at : 0;
		seen.gone_reason = span_of(ad->is_closed ? "closed" : NULL);
		import_add_ad(w, &seen, ad);
	}
	return true;
}

static bool parse(struct import_work *w, const struct kept *k,
		  struct error *err)
{
	bool                 is_told = w->job->shared->otherwise.source != NULL;
	const struct parser *p = choose(k, is_told);
	struct findings      found = FINDINGS_INIT;
	enum parse_status    status = PARSE_NOT_MINE;
	bool                 is_done = true;

	if (p)
		status = parser_run(span_of(p->name), &k->doc, &found, NULL,
				    err);
	if (status == PARSE_BROKEN)
		is_done = false;
	else if (status == PARSE_OK && found.n_ads &&
		 !found.has_tdm_reservation)
		is_done = put_ads(w, k, &found, err);
	else
		import_pass(w);
	findings_deinit(&found);
	return is_done;
}

bool import_take_warc(struct import_work *w, struct span item,
		      struct error *err)
{
	struct kept k = { .kind = { NULL, 0 } };
	size_t      head = warc_head_size(item, 0);
	struct span block = { item.ptr + head, item.len - head };
	bool        is_done;

	if (!warc_head_parse(item, &k.head, err))
		return false;
	k.is_ours = k.head.source.len && k.head.kind.len;
	k.kind = k.head.kind;
	k.doc.url = k.head.url;
	k.doc.employer = k.head.employer;
	k.doc.post = k.head.post;
	k.doc.options = k.head.options;
	k.doc.fetched_at = stamp_from_unix(k.head.at / USEC);
	is_done = read_body(&k, block, err);
	if (is_done) {
		is_done = parse(w, &k, err);
	} else if (!err->text[0]) { /* an error page */
		import_pass(w);
		is_done = true;
	}
	http_work_deinit(&k.work);
	return is_done;
}
