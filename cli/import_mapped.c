#include "cli/import_mapped.h"

#include "base/mem.h"
#include "cli/input.h"
#include "cli/stream.h"
#include "parsers/field_map.h"

#include <stdlib.h>

struct mapping {
	struct buf        text; /* empty: none was given */
	struct field_map *objects; /* for JSON; CSV binds one a file */
};

void import_mapped_end(void *state)
{
	struct mapping *m = state;

	if (!m)
		return;
	field_map_free(m->objects);
	buf_deinit(&m->text);
	free(m);
}

static bool read_mapping(struct mapping *m, const char *path,
			 struct error *err)
{
	struct stream *s = stream_open(path, err);
	bool           more = true, ok = s != NULL;

	while (ok && more) {
		struct span w = stream_window(s);

		buf_add_span(&m->text, w);
		stream_skip(s, w.len);
		ok = stream_fill(s, &more, err);
	}
	stream_close(s);
	if (!ok)
		return false;
	m->objects = field_map_parse(buf_span(&m->text), err);
	if (!m->objects)
		error_prefix(err, "%s", path);
	return m->objects != NULL;
}

void *import_mapped_begin(const struct import_options *o, struct error *err)
{
	struct mapping *m = xcalloc(1, sizeof(*m));

	if (o->mapping && !read_mapping(m, o->mapping, err)) {
		import_mapped_end(m);
		return NULL;
	}
	return m;
}

/* ---- rows of CSV ---- */

struct csv_file {
	struct import_reader reader;
	struct stream       *stream;
	struct csv_reader   *rows;
	struct field_map    *map; /* bound to this file's columns */
	int64_t              line;
};

static struct csv_file *csv_of(const struct import_reader *r)
{
	return (struct csv_file *)r;
}

static enum item_status next_row(struct csv_file *f, struct span *row,
				 struct error *err)
{
	for (;;) {
		bool        more;
		struct span w;

		switch (csv_reader_next(f->rows, row, &f->line, err)) {
		case CSV_RECORD: return ITEM_OK;
		case CSV_END: return ITEM_END;
		case CSV_BROKEN:
			error_prefix(err, "%s", stream_name(f->stream));
			return ITEM_BROKEN;
		case CSV_MORE: break;
		}
		w = stream_window(f->stream);
		stream_skip(f->stream, w.len);
		if (!stream_fill(f->stream, &more, err))
			return ITEM_BROKEN;
		csv_reader_feed(f->rows, stream_window(f->stream), !more);
	}
}

/* Nothing says what the columns are: their names help to say it. */
static enum item_status refuse(struct csv_file *f, struct span *row,
			       struct error *err)
{
	static const struct csv_dialect dialect = CSV_DIALECT_INIT;
	struct csv_cells                cells = { 0 };
	enum item_status                status;

	f->rows = csv_reader_new(&dialect, err);
	status = next_row(f, row, err);
	if (status == ITEM_OK && csv_split(&dialect, *row, &cells, err)) {
		field_map_refuse("--mapping with the columns of an ad", &cells,
				 err);
		error_prefix(err, "%s", stream_name(f->stream));
	}
	csv_cells_deinit(&cells);
	return status == ITEM_OK ? ITEM_BROKEN : status;
}

/* The mapping, and the first row that it is bound to. */
static enum item_status begin(struct csv_file *f, struct span *row,
			      struct error *err)
{
	const struct mapping *m = f->reader.state;
	struct csv_cells      cells = { 0 };
	enum item_status      status;
	bool                  ok;

	if (!m->objects)
		return refuse(f, row, err);
	f->map = field_map_parse(buf_span(&m->text), err);
	f->rows = f->map ? csv_reader_new(field_map_dialect(f->map), err)
			 : NULL;
	if (!f->rows)
		return ITEM_BROKEN;
	status = next_row(f, row, err);
	if (status != ITEM_OK)
		return status;
	ok = csv_split(field_map_dialect(f->map), *row, &cells, err) &&
	     field_map_bind(f->map, &cells, err);
	csv_cells_deinit(&cells);
	if (!ok)
		error_prefix(err, "%s", stream_name(f->stream));
	return ok ? ITEM_OK : ITEM_BROKEN;
}

static enum item_status next_item(struct import_reader *r, struct span *row,
				  struct error *err)
{
	struct csv_file *f = csv_of(r);

	if (!f->rows) {
		enum item_status status = begin(f, row, err);

		if (status != ITEM_OK || !f->map ||
		    !field_map_has_header(f->map))
			return status;
	}
	return next_row(f, row, err);
}

static int64_t place(const struct import_reader *r)
{
	return csv_of(r)->line;
}

static void print_place(int64_t line, struct buf *out)
{
	buf_printf(out, ":%lld", (long long)line);
}

static int64_t bytes_read(const struct import_reader *r)
{
	return stream_read(csv_of(r)->stream);
}

static int64_t bytes_whole(const struct import_reader *r)
{
	return stream_size(csv_of(r)->stream);
}

static void close_csv(struct import_reader *r)
{
	struct csv_file *f = csv_of(r);

	csv_reader_free(f->rows);
	field_map_free(f->map);
	stream_close(f->stream);
	free(f);
}

static const struct import_reader_type csv_type = {
	.next = next_item,
	.place = place,
	.print_place = print_place,
	.read = bytes_read,
	.size = bytes_whole,
	.close = close_csv,
};

struct import_reader *import_csv_open(const char *path, struct error *err)
{
	struct stream   *stream = stream_open(path, err);
	struct csv_file *f;

	if (!stream)
		return NULL;
	f = xcalloc(1, sizeof(*f));
	f->reader.type = &csv_type;
	f->stream = stream;
	return &f->reader;
}

/* ---- what a row says ---- */

static int64_t moment(struct stamp s)
{
	return s.precision == STAMP_NONE ? 0 : s.at * USEC;
}

/* What the table leaves out of when the ad was there. */
static void set_times(const struct field_row *row, int64_t seen_at,
		      struct archive_line *l)
{
	l->first_seen = moment(row->first_seen);
	l->last_seen = moment(row->last_seen);
	l->gone_at = moment(row->gone_at);
	if (!l->last_seen)
		l->last_seen = l->gone_at ? l->gone_at : l->first_seen;
	if (!l->first_seen)
		l->first_seen = l->last_seen;
	if (!l->first_seen)
		l->first_seen = l->last_seen = seen_at;
}

static bool put_row(struct import_work *w, const struct field_row *row,
		    struct error *err)
{
	const struct archive_default *o = &w->job->shared->otherwise;
	struct archive_line           l = { .type = ARCHIVE_AD, .ad = row->ad };

	l.source.id = row->source.len ? row->source : span_of(o->source);
	set_times(row, o->seen_at, &l);
	return archive_check_ad(&l, err) && import_put(w, &l, err);
}

static struct stamp seen_at(const struct import_work *w)
{
	return stamp_from_unix(w->job->shared->otherwise.seen_at / USEC);
}

bool import_csv_take(struct import_work *w, struct span item,
		     struct error *err)
{
	const struct csv_file *f = csv_of(w->job->shared->reader);
	struct csv_cells       cells = { 0 };
	struct field_row       row;
	bool ok = csv_split(field_map_dialect(f->map), item, &cells, err) &&
		  field_map_row(f->map, &cells, seen_at(w), &w->arena, &row,
				err) &&
		  put_row(w, &row, err);

	csv_cells_deinit(&cells);
	return ok;
}

bool import_jsonl_take(struct import_work *w, struct span item,
		       struct error *err)
{
	const struct mapping *m = w->job->shared->state;
	struct field_row      row;
	cJSON                *object;
	bool                  ok;

	if (!m->objects)
		return import_take_line(w, item, err);
	object = json_parse(item, err);
	ok = object &&
	     field_map_object(m->objects, object, seen_at(w), &w->arena, &row,
			      err) &&
	     put_row(w, &row, err);
	json_free(object);
	return ok;
}
