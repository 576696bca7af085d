/*
 * parquet.c - see parquet.h. Names in capitals are those of the format.
 *
 *   "PAR1"  (a page a column) a group of rows ...  FileMetaData  length "PAR1"
 *
 * A column is two streams of levels and one of values. With lists as the
 * format wants them, optional group { repeated group { required element } }:
 *
 *   definition level  0 absent, 1 there (a list: empty), 2 an element
 *   repetition level  0 a row begins, 1 one more element of its list
 */
#include "cli/parquet.h"

#include "cli/thrift.h"

#include "base/mem.h"

#include <assert.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC "PAR1"
#define GZIP_LEVEL 6
#define FORMAT_VERSION 1

enum physical { BYTE_ARRAY = 6, DOUBLE = 5, INT32 = 1, INT64 = 2 };
enum repetition { REQUIRED, OPTIONAL, REPEATED };
enum converted { UTF8 = 0, LIST = 3, DATE = 6, TIMESTAMP_MICROS = 10 };
enum encoding { PLAIN = 0, RLE = 3 };
enum logical { LOGICAL_STRING = 1, LOGICAL_LIST = 3, LOGICAL_DATE = 6,
	       LOGICAL_TIMESTAMP = 8 };
#define CODEC_GZIP 2

/* Levels as runs: how often the last one came, and all before it. */
struct levels {
	struct buf out;
	uint32_t   run;
	uint8_t    last;
};

struct column {
	struct levels definition, repetition;
	struct buf    values;
	int64_t       n; /* levels so far, which the format calls values */
	bool          is_put; /* in this row */
};

/* Where a column of a group lies. */
struct chunk {
	int64_t offset, n, plain_bytes, packed_bytes;
};

struct group {
	int64_t rows, bytes;
};

struct parquet {
	FILE                        *out;
	const struct parquet_column *columns;
	size_t                       n_columns;
	struct column               *open; /* of the group that is gathered */
	int64_t                      rows;
	size_t                       bytes; /* of values in it */
	int64_t                      written; /* bytes of the file */
	struct group                *groups;
	struct chunk                *chunks; /* n_columns a group */
	size_t                       n_groups, cap_groups;
	struct libdeflate_compressor *gzip;
	struct buf                   page, packed;
	bool                         failed;
};

struct parquet *parquet_new(FILE *out, const struct parquet_column *columns,
			    size_t n)
{
	struct parquet *p = xcalloc(1, sizeof(*p));

	p->out = out;
	p->columns = columns;
	p->n_columns = n;
	p->open = xcalloc(n, sizeof(*p->open));
	p->gzip = libdeflate_alloc_compressor(GZIP_LEVEL);
	assert(p->gzip); /* a level that there is; memory ends the process */
	return p;
}

void parquet_free(struct parquet *p)
{
	if (!p)
		return;
	libdeflate_free_compressor(p->gzip);
	for (size_t c = 0; c < p->n_columns; c++) {
		buf_deinit(&p->open[c].definition.out);
		buf_deinit(&p->open[c].repetition.out);
		buf_deinit(&p->open[c].values);
	}
	buf_deinit(&p->page);
	buf_deinit(&p->packed);
	free(p->open);
	free(p->groups);
	free(p->chunks);
	free(p);
}

/* ---- values of a row ------------------------------------------------------ */

static void put_le(struct buf *out, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_add_char(out, (char)(value >> 8 * i));
}

/* The run so far, by the hybrid encoding of levels: its length, its level. */
static void end_run(struct levels *l)
{
	if (l->run) {
		thrift_varint(&l->out, (uint64_t)l->run << 1);
		buf_add_char(&l->out, (char)l->last);
	}
	l->run = 0;
}

static void add_level(struct levels *l, uint8_t level)
{
	if (level != l->last)
		end_run(l);
	l->last = level;
	l->run++;
}

static void add_levels(struct column *c, uint8_t definition, uint8_t repetition)
{
	add_level(&c->definition, definition);
	add_level(&c->repetition, repetition);
	c->n++;
}

static struct column *put(struct parquet *p, size_t column,
			  enum parquet_type type)
{
	struct column *c = &p->open[column];

	assert(column < p->n_columns && p->columns[column].type == type &&
	       !c->is_put);
	c->is_put = true;
	return c;
}

static void put_bytes(struct parquet *p, struct column *c, struct span text)
{
	put_le(&c->values, text.len, 4);
	buf_add_span(&c->values, text);
	p->bytes += text.len + 4;
}

void parquet_put_text(struct parquet *p, size_t column, struct span text)
{
	struct column *c = put(p, column, PARQUET_TEXT);

	add_levels(c, 1, 0);
	put_bytes(p, c, text);
}

void parquet_put_texts(struct parquet *p, size_t column,
		       const struct span *texts, size_t n)
{
	struct column *c = put(p, column, PARQUET_TEXTS);

	if (!n)
		add_levels(c, 1, 0);
	for (size_t i = 0; i < n; i++) {
		add_levels(c, 2, i > 0);
		put_bytes(p, c, texts[i]);
	}
}

static void put_fixed(struct parquet *p, struct column *c, uint64_t bits,
		      int bytes)
{
	add_levels(c, 1, 0);
	put_le(&c->values, bits, bytes);
	p->bytes += (size_t)bytes;
}

void parquet_put_number(struct parquet *p, size_t column, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	put_fixed(p, put(p, column, PARQUET_NUMBER), bits, 8);
}

void parquet_put_day(struct parquet *p, size_t column, int32_t days)
{
	put_fixed(p, put(p, column, PARQUET_DAY), (uint32_t)days, 4);
}

void parquet_put_moment(struct parquet *p, size_t column, int64_t usec)
{
	put_fixed(p, put(p, column, PARQUET_MOMENT), (uint64_t)usec, 8);
}

/* ---- a group of rows ------------------------------------------------------ */

static void write_bytes(struct parquet *p, const struct buf *bytes)
{
	if (!bytes->len)
		return;
	p->failed = p->failed || fwrite(bytes->ptr, 1, bytes->len, p->out) !=
					 bytes->len;
	p->written += (int64_t)bytes->len;
}

static void add_stream(struct buf *page, struct levels *l)
{
	end_run(l);
	put_le(page, l->out.len, 4);
	buf_add_span(page, buf_span(&l->out));
	buf_clear(&l->out);
	l->last = 0;
}

static void pack(struct parquet *p)
{
	size_t room = libdeflate_gzip_compress_bound(p->gzip, p->page.len);
	char  *to;

	buf_clear(&p->packed);
	to = buf_reserve(&p->packed, room);
	buf_commit(&p->packed,
		   libdeflate_gzip_compress(p->gzip, p->page.ptr, p->page.len,
					    to, room));
}

/* PageHeader, DataPageHeader */
static void put_page_header(struct buf *out, const struct column *c,
			    size_t plain, size_t packed)
{
	struct thrift t = THRIFT_INIT(out);

	thrift_i32(&t, 1, 0); /* DATA_PAGE */
	thrift_i32(&t, 2, (int32_t)plain);
	thrift_i32(&t, 3, (int32_t)packed);
	thrift_open(&t, 5);
	thrift_i32(&t, 1, (int32_t)c->n);
	thrift_i32(&t, 2, PLAIN);
	thrift_i32(&t, 3, RLE);
	thrift_i32(&t, 4, RLE);
	thrift_end(&t);
	thrift_end(&t);
}

static void write_column(struct parquet *p, size_t column, struct chunk *chunk)
{
	struct column *c = &p->open[column];
	struct buf     header = BUF_INIT;

	buf_clear(&p->page);
	if (p->columns[column].type == PARQUET_TEXTS)
		add_stream(&p->page, &c->repetition);
	add_stream(&p->page, &c->definition);
	buf_add_span(&p->page, buf_span(&c->values));
	pack(p);
	put_page_header(&header, c, p->page.len, p->packed.len);
	*chunk = (struct chunk){
		.offset = p->written,
		.n = c->n,
		.plain_bytes = (int64_t)(header.len + p->page.len),
		.packed_bytes = (int64_t)(header.len + p->packed.len),
	};
	write_bytes(p, &header);
	write_bytes(p, &p->packed);
	buf_deinit(&header);
	buf_clear(&c->values);
	buf_clear(&c->repetition.out);
	c->repetition.run = 0;
	c->repetition.last = 0;
	c->n = 0;
}

static void write_magic(struct parquet *p)
{
	struct buf magic = BUF_INIT;

	buf_add_text(&magic, MAGIC);
	write_bytes(p, &magic);
	buf_deinit(&magic);
}

static void write_group(struct parquet *p)
{
	struct group *g;

	if (!p->written)
		write_magic(p);
	if (!p->rows)
		return;
	if (p->n_groups == p->cap_groups) {
		p->cap_groups = 2 * p->cap_groups + 4;
		p->groups = xrealloc(p->groups,
				     p->cap_groups * sizeof(*p->groups));
		p->chunks = xrealloc(p->chunks, p->cap_groups * p->n_columns *
							sizeof(*p->chunks));
	}
	g = &p->groups[p->n_groups];
	*g = (struct group){ .rows = p->rows };
	for (size_t c = 0; c < p->n_columns; c++) {
		struct chunk *chunk = &p->chunks[p->n_groups * p->n_columns + c];

		write_column(p, c, chunk);
		g->bytes += chunk->plain_bytes;
	}
	p->n_groups++;
	p->rows = 0;
	p->bytes = 0;
}

bool parquet_end_row(struct parquet *p)
{
	for (size_t c = 0; c < p->n_columns; c++) {
		if (!p->open[c].is_put)
			add_levels(&p->open[c], 0, 0);
		p->open[c].is_put = false;
	}
	p->rows++;
	if (p->rows == PARQUET_GROUP_ROWS || p->bytes >= PARQUET_GROUP_BYTES)
		write_group(p);
	return !p->failed;
}

/* ---- the footer ----------------------------------------------------------- */

static const struct kind {
	enum physical  physical;
	enum converted converted;
	enum logical   logical;
	bool           is_plain; /* a double means what it is */
} kinds[] = {
	[PARQUET_TEXT] = { BYTE_ARRAY, UTF8, LOGICAL_STRING, false },
	[PARQUET_TEXTS] = { BYTE_ARRAY, UTF8, LOGICAL_STRING, false },
	[PARQUET_NUMBER] = { DOUBLE, UTF8, LOGICAL_STRING, true },
	[PARQUET_DAY] = { INT32, DATE, LOGICAL_DATE, false },
	[PARQUET_MOMENT] = { INT64, TIMESTAMP_MICROS, LOGICAL_TIMESTAMP, false },
};

/* LogicalType: a union, of which one field is set */
static void put_logical(struct thrift *t, enum logical logical)
{
	thrift_open(t, 10);
	thrift_open(t, (int16_t)logical);
	if (logical == LOGICAL_TIMESTAMP) {
		thrift_bool(t, 1, true); /* isAdjustedToUTC */
		thrift_open(t, 2);
		thrift_open(t, 2); /* MICROS */
		thrift_end(t);
		thrift_end(t);
	}
	thrift_end(t);
	thrift_end(t);
}

/* SchemaElement of a value */
static void put_leaf(struct thrift *t, const char *name, enum parquet_type type,
		     enum repetition repetition)
{
	const struct kind *kind = &kinds[type];

	thrift_element_open(t);
	thrift_i32(t, 1, kind->physical);
	thrift_i32(t, 3, repetition);
	thrift_text(t, 4, name);
	if (!kind->is_plain) {
		thrift_i32(t, 6, kind->converted);
		put_logical(t, kind->logical);
	}
	thrift_end(t);
}

/* SchemaElement of a group with one child */
static void put_node(struct thrift *t, const char *name,
		     enum repetition repetition, bool is_list)
{
	thrift_element_open(t);
	thrift_i32(t, 3, repetition);
	thrift_text(t, 4, name);
	thrift_i32(t, 5, 1);
	if (is_list) {
		thrift_i32(t, 6, LIST);
		put_logical(t, LOGICAL_LIST);
	}
	thrift_end(t);
}

static void put_schema(const struct parquet *p, struct thrift *t)
{
	size_t n = 1;

	for (size_t c = 0; c < p->n_columns; c++)
		n += p->columns[c].type == PARQUET_TEXTS ? 3 : 1;
	thrift_list(t, 2, THRIFT_STRUCT, n);
	thrift_element_open(t);
	thrift_text(t, 4, "schema");
	thrift_i32(t, 5, (int32_t)p->n_columns);
	thrift_end(t);
	for (size_t c = 0; c < p->n_columns; c++) {
		const struct parquet_column *column = &p->columns[c];

		if (column->type != PARQUET_TEXTS) {
			put_leaf(t, column->name, column->type, OPTIONAL);
			continue;
		}
		put_node(t, column->name, OPTIONAL, true);
		put_node(t, "list", REPEATED, false);
		put_leaf(t, "element", PARQUET_TEXTS, REQUIRED);
	}
}

/* ColumnChunk, ColumnMetaData */
static void put_chunk(struct thrift *t, const struct parquet_column *column,
		      const struct chunk *chunk)
{
	bool is_list = column->type == PARQUET_TEXTS;

	thrift_element_open(t);
	thrift_i64(t, 2, chunk->offset);
	thrift_open(t, 3);
	thrift_i32(t, 1, kinds[column->type].physical);
	thrift_list(t, 2, THRIFT_I32, 2);
	thrift_element_i32(t, PLAIN);
	thrift_element_i32(t, RLE);
	thrift_list(t, 3, THRIFT_BINARY, is_list ? 3 : 1);
	thrift_element_text(t, column->name);
	if (is_list) {
		thrift_element_text(t, "list");
		thrift_element_text(t, "element");
	}
	thrift_i32(t, 4, CODEC_GZIP);
	thrift_i64(t, 5, chunk->n);
	thrift_i64(t, 6, chunk->plain_bytes);
	thrift_i64(t, 7, chunk->packed_bytes);
	thrift_i64(t, 9, chunk->offset);
	thrift_end(t);
	thrift_end(t);
}

/* FileMetaData */
static void put_footer(const struct parquet *p, struct buf *out)
{
	struct thrift t = THRIFT_INIT(out);
	int64_t       rows = 0;

	for (size_t g = 0; g < p->n_groups; g++)
		rows += p->groups[g].rows;
	thrift_i32(&t, 1, FORMAT_VERSION);
	put_schema(p, &t);
	thrift_i64(&t, 3, rows);
	thrift_list(&t, 4, THRIFT_STRUCT, p->n_groups);
	for (size_t g = 0; g < p->n_groups; g++) {
		thrift_element_open(&t);
		thrift_list(&t, 1, THRIFT_STRUCT, p->n_columns);
		for (size_t c = 0; c < p->n_columns; c++)
			put_chunk(&t, &p->columns[c],
				  &p->chunks[g * p->n_columns + c]);
		thrift_i64(&t, 2, p->groups[g].bytes);
		thrift_i64(&t, 3, p->groups[g].rows);
		thrift_end(&t);
	}
	thrift_text(&t, 6, "jobtrend version " JOBTREND_VERSION);
	thrift_end(&t);
}

bool parquet_close(struct parquet *p)
{
	struct buf footer = BUF_INIT;
	size_t     bytes;

	write_group(p);
	put_footer(p, &footer);
	bytes = footer.len;
	put_le(&footer, bytes, 4);
	buf_add_text(&footer, MAGIC);
	write_bytes(p, &footer);
	buf_deinit(&footer);
	p->failed = p->failed || fflush(p->out) != 0;
	return !p->failed;
}
