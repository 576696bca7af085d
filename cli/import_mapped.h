/*
 * import_mapped.h - tables of any shape by a mapping (parsers/field_map.h) as an
 * import's records: rows of CSV, objects of JSON lines.
 */
#ifndef CLI_IMPORT_MAPPED_H
#define CLI_IMPORT_MAPPED_H

#include "cli/import_format.h"

/* State of a command: the mapping. NULL with `err` when it is none. */
void *import_mapped_begin(const struct import_options *o, struct error *err);
void  import_mapped_end(void *state);

struct import_reader *import_csv_open(const char *path, struct error *err);
bool import_csv_take(struct import_work *w, struct span item,
		     struct error *err);

/* A line of JSON: an ad as `extract` writes it, or by the mapping. */
bool import_jsonl_take(struct import_work *w, struct span item,
		       struct error *err);

#endif
