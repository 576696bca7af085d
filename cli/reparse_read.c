#include "cli/reparse_read.h"

#include "base/hash.h"
#include "base/mem.h"
#include "daemon/warc_http.h"
#include "daemon/warc_read.h"
#include "enrich/enrich.h"
#include "parsers/parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_MAX (PARSER_BODY_MAX + 256 * 1024) /* a body and its head */

/* ---- files ---- */

struct kept_files {
	const char         *dir;
	char               *name; /* of the last one asked for */
	struct warc_reader *reader; /* NULL: it is not there */
};

struct kept_files *kept_files_new(const char *dir)
{
	struct kept_files *f = xcalloc(1, sizeof(*f));

	f->dir = dir;
	return f;
}

void kept_files_free(struct kept_files *f)
{
	if (!f)
		return;
	warc_reader_free(f->reader);
	free(f->name);
	free(f);
}

/* The daemon may have it open still. */
static struct warc_reader *open_file(const char *dir, const char *name,
				     struct error *err)
{
	struct buf          path = BUF_INIT;
	struct error        ignored = ERROR_INIT;
	struct warc_reader *r;

	buf_printf(&path, "%s/%s", dir, name);
	r = warc_reader_open(path.ptr, err);
	if (!r) {
		buf_add_text(&path, ".open");
		r = warc_reader_open(path.ptr, &ignored);
	}
	buf_deinit(&path);
	return r;
}

enum kept_status kept_files_read(struct kept_files *f, struct kept_document *d,
				 struct error *err)
{
	struct warc_record record;

	if (!f->name || strcmp(f->name, d->file)) {
		warc_reader_free(f->reader);
		free(f->name);
		f->name = xstrdup(d->file);
		f->reader = open_file(f->dir, d->file, err);
	}
	if (!f->reader)
		return KEPT_MISSING;
	if (!warc_seek(f->reader, d->offset, 0)) {
		error_set(err, "expected a record at %lld, found a shorter "
			       "file", (long long)d->offset);
		return KEPT_DAMAGED;
	}
	switch (warc_next(f->reader, &record, err)) {
	case WARC_RECORD:
		break;
	case WARC_END:
		error_set(err, "expected a record, found the end of the file");
		return KEPT_DAMAGED;
	default:
		return KEPT_DAMAGED;
	}
	buf_clear(&d->record);
	buf_add_span(&d->record, record.head_text);
	return warc_block(f->reader, BLOCK_MAX, &d->record, err) == WARC_RECORD
		       ? KEPT_READ
		       : KEPT_DAMAGED;
}

/* ---- parsing ---- */

static bool refuse(struct kept_document *d)
{
	d->is_refused = true;
	return false;
}

static struct span text(const char *s)
{
	return span_of(s && s[0] ? s : NULL);
}

/* The document, if it is the one that the database means. */
static bool read_document(struct kept_document *d, struct warc_head *head,
			  struct http_work *w, struct document *doc)
{
	struct span          item = buf_span(&d->record);
	size_t               n = warc_head_size(item, 0);
	struct span          block = { item.ptr + n, item.len - n };
	struct http_response response;
	char                 hex[SHA256_HEX_SIZE];

	if (!warc_head_parse(item, head, &d->err) ||
	    !http_response_read(block, PARSER_BODY_MAX, w, &response, &d->err))
		return refuse(d);
	sha256_hex(response.body, hex);
	if (strcmp(hex, d->sha256)) {
		error_set(&d->err, "expected the document %s, found %s",
			  d->sha256, hex);
		return refuse(d);
	}
	*doc = (struct document){
		.body = response.body,
		/* of another source: only its bytes are ours */
		.url = span_is(head->source, d->source) ? head->url
							: span_of(d->url),
		.content_type = response.content_type,
		.employer = text(d->employer),
		.post = text(d->post),
		.options = text(d->options),
		.is_detail = d->is_detail,
		.fetched_at = stamp_from_unix(head->at / USEC),
	};
	return true;
}

static void add_ads(struct kept_document *d, const struct findings *found,
		    const struct outcome_context *context,
		    struct outcome_builder *b,
		    void (*put)(void *arg, struct outcome *o), void *arg)
{
	unsigned char     sha[SHA256_SIZE];
	struct arena      arena = ARENA_INIT;
	struct outcome_ad seen = {
		.source_id = d->source_id,
		.page_id = d->page_id,
		.first_seen = d->from,
		.last_seen = d->from,
		.first_absent = d->until, /* as jobtrend.reparse() reads it */
		.raw_sha256 = { (const char *)sha, sizeof(sha) },
	};

	for (size_t i = 0; i < sizeof(sha); i++)
		sscanf(d->sha256 + 2 * i, "%2hhx", &sha[i]);
	for (size_t i = 0; i < found->n_ads; i++) {
		const struct ad *ad = &found->ads[i];
		struct facts     facts;

		/* A list that only points to an ad does not have it. */
		if (ad->has_detail || !ad->native_id.len)
			continue;
		enrich_ad(context->taxonomy, ad, &arena, &facts);
		if (!outcome_add_ad(b, &seen, &facts)) {
			put(arg, outcome_finish(b));
			outcome_add_ad(b, &seen, &facts);
		}
		d->n_ads++;
		arena_deinit(&arena);
	}
}

void kept_document_parse(struct kept_document *d,
			 const struct outcome_context *context,
			 struct outcome_builder *b,
			 void (*put)(void *arg, struct outcome *o), void *arg)
{
	struct findings  found = FINDINGS_INIT;
	struct http_work work = { .body = BUF_INIT };
	struct warc_head head;
	struct document  doc;

	if (read_document(d, &head, &work, &doc) &&
	    parser_find(span_of(d->kind))) {
		enum parse_status status = parser_run(
			span_of(d->kind), &doc, &found, NULL, &d->err);

		if (status == PARSE_OK && !found.has_tdm_reservation)
			add_ads(d, &found, context, b, put, arg);
		else if (status == PARSE_BROKEN)
			refuse(d);
	}
	findings_deinit(&found);
	http_work_deinit(&work);
}
