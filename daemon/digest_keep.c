/*
 * digest_keep.c - the document of a page goes to the WARC files.
 */
#include "daemon/digest.h"
#include "daemon/keep.h"

#include <string.h>

static struct span text(const char *s)
{
	return span_of(s && s[0] ? s : NULL);
}

static struct span role_of(const struct page *p)
{
	static const char *const names[] = {
		[LINK_SITEMAP] = "sitemap",
		[LINK_LIST] = "list",
		[LINK_DETAIL] = "detail",
	};

	return span_of(names[p->role]);
}

static struct span bytes_of(const struct buf *b)
{
	return b->len ? buf_span(b) : (struct span){ NULL, 0 };
}

bool digest_needs_body(const struct keeper *k, const struct page *p)
{
	return k && !p->is_kept && keeper_wants(k, digest_had_ads(p));
}

void digest_keep(struct digester *d, const struct visit *v, struct span body,
		 const unsigned char *sha, bool has_ads,
		 struct outcome_page *row)
{
	const struct page   *p = v->page;
	struct warc_document doc = {
		.at = v->at,
		.url = text(v->got.url),
		.request = bytes_of(&v->got.request),
		.head = bytes_of(&v->got.head),
		.content_type = text(v->got.content_type),
		.body = body,
		.sha256 = sha,
		.source = text(p->source),
		.source_kind = text(p->source_kind),
		.kind = text(p->kind),
		.role = role_of(p),
		.employer = text(p->employer),
		.post = text(p->post),
		.options = text(p->options),
	};
	bool is_kept = p->is_kept && p->body_sha256.len == SHA256_SIZE &&
		       !memcmp(p->body_sha256.ptr, sha, SHA256_SIZE);

	if (!d->keeper || !keeper_wants(d->keeper, has_ads))
		return;
	if (!d->packer)
		d->packer = warc_packer_new();
	keeper_put(d->keeper, d->packer, &doc, is_kept, &d->kept);
	if (d->kept.file[0]) {
		row->warc_file = span_of(d->kept.file);
		row->warc_offset = d->kept.offset;
	}
}
