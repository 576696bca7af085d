/*
 * input.h - one document from a file, unpacked and bounded.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "base/buf.h"
#include "base/error.h"

/*
 * The bytes of `path` ("-": standard input) into `out` (cleared first). gzip
 * and zstd are known by their magic numbers, brotli, which has none, by the
 * name's ".br". False with `err` when it cannot be read, is damaged or holds
 * more than PARSER_BODY_MAX bytes once unpacked.
 */
bool input_read(const char *path, struct buf *out, struct error *err);

#endif
