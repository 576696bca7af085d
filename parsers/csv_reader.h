/*
 * csv_reader.h - rows of a file of separated values, of any size (RFC 4180).
 *
 * Bytes are fed as they come and come out as records; a record is split into
 * cells where and when somebody wants them, so that threads can share the
 * work. Quotes may stand around a cell that holds delimiters, line ends or,
 * doubled, quotes; a line ends with CR LF, LF or CR; empty lines are no
 * records. A quote within a cell that does not begin with one is a letter.
 */
#ifndef PARSERS_CSV_READER_H
#define PARSERS_CSV_READER_H

#include "base/buf.h"
#include "base/error.h"
#include "parsers/charset.h"

#include <stdint.h>

#define CSV_RECORD_MAX (32 * 1024 * 1024) /* bytes; longer is refused */
#define CSV_CELLS_MAX 10000		  /* of one record */

struct csv_dialect {
	char delimiter;	  /* '\0': ',' */
	char quote;	  /* '"' or another; '\0': quotes are letters */
	int  skip;	  /* lines before the header that say other things */
	char charset[CHARSET_LABEL_SIZE]; /* "": a byte order mark's, else UTF-8 */
};

#define CSV_DIALECT_INIT { .delimiter = ',', .quote = '"' }

struct csv_reader;

/* NULL with `err` when the charset is unknown. */
struct csv_reader *csv_reader_new(const struct csv_dialect *dialect,
				  struct error *err);
void               csv_reader_free(struct csv_reader *r);

/* The next bytes of the file; `is_last`: no more follow. */
void csv_reader_feed(struct csv_reader *r, struct span bytes, bool is_last);

enum csv_status {
	CSV_RECORD,
	CSV_MORE,   /* feed more */
	CSV_END,
	CSV_BROKEN, /* cannot read on; err says where and why */
};

/*
 * The next record, without its line end: borrowed until the next call of
 * csv_reader_feed. *line, when not NULL, is where it begins, from 1.
 */
enum csv_status csv_reader_next(struct csv_reader *r, struct span *record,
				int64_t *line, struct error *err);

/* The cells of one record. */
struct csv_cells {
	struct span *at;
	size_t       n, cap;
	struct buf   text; /* of the cells that had quotes */
};

void csv_cells_deinit(struct csv_cells *c);

/*
 * Split `record` into `out`, whose cells are borrowed from it and from the
 * record. False with `err` when it is not UTF-8 or has too many cells.
 */
bool csv_split(const struct csv_dialect *dialect, struct span record,
	       struct csv_cells *out, struct error *err);

#endif
