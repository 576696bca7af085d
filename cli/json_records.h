/*
 * json_records.h - the values of a file of JSON, one after the other.
 *
 * Objects one a line, objects that go over several lines, one array of objects,
 * or several: all are read as objects in their order, whatever the size of the
 * whole. An object that never ends is cut where a line begins with the next.
 */
#ifndef CLI_JSON_RECORDS_H
#define CLI_JSON_RECORDS_H

#include "cli/import_reader.h"

#define RECORD_MAX_BYTES (32 * 1024 * 1024)

/* "-" is standard input. NULL with `err`. */
struct import_reader *json_records_open(const char *path, struct error *err);

#endif
