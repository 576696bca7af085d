/*
 * import_warc_reader.c - items out of a WARC file, revisits resolved.
 */
#include "cli/import_warc.h"

#include "base/hash.h"
#include "base/mem.h"
#include "daemon/warc_read.h"
#include "parsers/parser.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_MAX    (PARSER_BODY_MAX + 256 * 1024) /* a body and its head */
#define INDEX_BITS   24 /* of a place: the record's number in its member */
#define PAYLOADS_MAX (1 << 20) /* remembered; a power of two; 24 MB */

/* Where a payload was, by the hash of its digest. */
struct payload {
	uint64_t key; /* 0: free */
	int64_t  place;
	uint32_t file;
};

/* Payloads of all files of the command, so that the next may refer to them. */
static struct {
	struct payload *slots;
	size_t          n;
	char          **files;
	uint32_t        n_files;
} known;

struct import_warc_reader {
	struct import_reader reader;
	char                *path;
	struct warc_reader  *warc;
	struct warc_reader  *earlier; /* for revisits; opened when needed */
	uint32_t             earlier_file;
	uint32_t             file; /* number of ours */
	int64_t              skip; /* what is before needs not be read */
	struct buf           item;
};

static struct import_warc_reader *of(struct import_reader *r)
{
	return (struct import_warc_reader *)r;
}

/* ---- places ---- */

static int64_t place_of(int64_t offset, int64_t index)
{
	int64_t most = (INT64_C(1) << INDEX_BITS) - 1;

	return (offset << INDEX_BITS | (index < most ? index : most)) + 1;
}

static int64_t place(const struct import_reader *r)
{
	struct warc_reader *w = ((const struct import_warc_reader *)r)->warc;

	return place_of(warc_offset(w), warc_index(w));
}

static void print_place(int64_t at, struct buf *out)
{
	buf_printf(out, ":%lld", (long long)((at - 1) >> INDEX_BITS));
}

/* Payloads before that place are still needed, so all is read along. */
static void seek(struct import_reader *r, int64_t at)
{
	of(r)->skip = at;
}

/* ---- payloads that were met ---- */

static uint64_t key_of(const struct warc_head *h)
{
	uint64_t key = hash64(h->payload_digest);

	return key ? key : 1;
}

static struct payload *find(uint64_t key)
{
	size_t at = key & (PAYLOADS_MAX - 1);

	while (known.slots[at].key && known.slots[at].key != key)
		at = (at + 1) & (PAYLOADS_MAX - 1);
	return &known.slots[at];
}

static void remember(const struct import_warc_reader *r,
		     const struct warc_record *record)
{
	struct payload *p;

	if (!record->head.payload_digest.len || !warc_can_seek(r->warc))
		return;
	if (!known.slots)
		known.slots = xcalloc(PAYLOADS_MAX, sizeof(*known.slots));
	p = find(key_of(&record->head));
	if (p->key || known.n == PAYLOADS_MAX / 4 * 3)
		return;
	known.n++;
	*p = (struct payload){ key_of(&record->head),
			       place_of(record->offset, record->index),
			       r->file };
}

static bool open_earlier(struct import_warc_reader *r, uint32_t file)
{
	struct error err = ERROR_INIT;

	if (r->earlier && r->earlier_file == file)
		return true;
	warc_reader_free(r->earlier);
	r->earlier = warc_reader_open(known.files[file], &err);
	r->earlier_file = file;
	return r->earlier != NULL;
}

/* The block that a revisit repeats, behind what `item` holds. */
static bool add_earlier(struct import_warc_reader *r,
			const struct warc_head *revisit)
{
	struct payload    *p = known.slots && revisit->payload_digest.len
				       ? find(key_of(revisit))
				       : NULL;
	int64_t            index_mask = (INT64_C(1) << INDEX_BITS) - 1;
	struct warc_record was;
	struct error       err = ERROR_INIT;

	if (!p || !p->key || !open_earlier(r, p->file))
		return false;
	if (!warc_seek(r->earlier, (p->place - 1) >> INDEX_BITS,
		       (p->place - 1) & index_mask) ||
	    warc_next(r->earlier, &was, &err) != WARC_RECORD)
		return false;
	return warc_block(r->earlier, BLOCK_MAX, &r->item, &err) ==
	       WARC_RECORD;
}

/* ---- items ---- */

static enum item_status give(struct import_warc_reader *r,
			     enum warc_status status, struct span *item,
			     struct error *err)
{
	if (status == WARC_RECORD) {
		*item = buf_span(&r->item);
		return ITEM_OK;
	}
	if (status == WARC_END)
		return ITEM_END;
	if (status == WARC_REFUSED)
		return ITEM_REFUSED;
	error_prefix(err, "%s", r->path);
	return ITEM_BROKEN;
}

static enum warc_status take_payload(struct import_warc_reader *r,
				     const struct warc_record *record,
				     struct error *err)
{
	enum warc_status status;

	buf_clear(&r->item);
	buf_add_span(&r->item, record->head_text);
	if (place(&r->reader) <= r->skip) {
		remember(r, record);
		return WARC_RECORD;
	}
	status = warc_block(r->warc, BLOCK_MAX, &r->item, err);
	if (status == WARC_RECORD)
		remember(r, record);
	return status;
}

static enum warc_status take_revisit(struct import_warc_reader *r,
				     const struct warc_record *record,
				     struct error *err)
{
	buf_clear(&r->item);
	buf_add_span(&r->item, record->head_text);
	if (place(&r->reader) <= r->skip || add_earlier(r, &record->head))
		return WARC_RECORD;
	error_set(err, "revisit: expected its payload earlier in the files, "
		       "found none of that digest");
	return WARC_REFUSED;
}

static enum item_status next(struct import_reader *reader, struct span *item,
			     struct error *err)
{
	struct import_warc_reader *r = of(reader);

	for (;;) {
		struct warc_record record;
		enum warc_status   status = warc_next(r->warc, &record, err);

		if (status != WARC_RECORD)
			return give(r, status, item, err);
		switch (record.head.type) {
		case WARC_RESPONSE:
		case WARC_RESOURCE:
			status = take_payload(r, &record, err);
			return give(r, status, item, err);
		case WARC_REVISIT:
			status = take_revisit(r, &record, err);
			return give(r, status, item, err);
		case WARC_CONVERSION:
			error_set(err, "conversion: expected the page itself, "
				       "found what was made of it (Common "
				       "Crawl's WET files keep no markup: "
				       "import the WARC files)");
			return ITEM_REFUSED;
		default: /* nothing that could hold an ad */
			break;
		}
	}
}

static int64_t read_bytes(const struct import_reader *r)
{
	return warc_read_bytes(((const struct import_warc_reader *)r)->warc);
}

static int64_t size(const struct import_reader *r)
{
	return warc_size(((const struct import_warc_reader *)r)->warc);
}

static void close_warc(struct import_reader *reader)
{
	struct import_warc_reader *r = of(reader);

	buf_deinit(&r->item);
	warc_reader_free(r->earlier);
	warc_reader_free(r->warc);
	free(r->path);
	free(r);
}

static const struct import_reader_type warc_type = {
	.next = next,
	.place = place,
	.seek = seek,
	.print_place = print_place,
	.read = read_bytes,
	.size = size,
	.close = close_warc,
};

struct import_reader *warc_reader_open_import(const char *path,
					      struct error *err)
{
	struct warc_reader        *warc = warc_reader_open(path, err);
	struct import_warc_reader *r;

	if (!warc)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	r->reader.type = &warc_type;
	r->path = xstrdup(path);
	r->warc = warc;
	r->file = known.n_files;
	known.files = xrealloc(known.files,
			       (known.n_files + 1) * sizeof(*known.files));
	known.files[known.n_files++] = xstrdup(path);
	return &r->reader;
}
