/*
 * import_reader.h - what an import reads, item by item.
 *
 * An item is what a thread can turn into ads by itself: a line of an archive,
 * a record of a WARC file. A format is a reader and a function that takes its
 * items (import_format.c has the table); all else of an import is the same.
 */
#ifndef CLI_IMPORT_READER_H
#define CLI_IMPORT_READER_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct import_reader;
struct import_work;

enum item_status {
	ITEM_OK,
	ITEM_REFUSED, /* passed over; err says why */
	ITEM_END,
	ITEM_BROKEN, /* cannot read on; err says why */
};

/* How the items of a format are read. All but `seek` are there. */
struct import_reader_type {
	/* The next item; borrowed until the next call. */
	enum item_status (*next)(struct import_reader *r, struct span *item,
				 struct error *err);
	/*
	 * Place of the last item, for the journal: greater than those before.
	 * An import that goes on leaves out items up to the place it had
	 * reached; `seek` may take it near there at once (NULL: read along).
	 */
	int64_t (*place)(const struct import_reader *r);
	void (*seek)(struct import_reader *r, int64_t place);
	/* For people, behind the file's name: ":12". */
	void (*print_place)(int64_t place, struct buf *out);
	int64_t (*read)(const struct import_reader *r); /* bytes of the file */
	int64_t (*size)(const struct import_reader *r); /* -1: unknown */
	void (*close)(struct import_reader *r);
};

/* The first member of what `open` of a format returns. */
struct import_reader {
	const struct import_reader_type *type;
	void *state; /* of the format's begin; set before the first `next` */
};

/* Lines of a file; "-" is standard input. NULL with `err`. */
struct import_reader *line_reader_open(const char *path, struct error *err);

#endif
