/*
 * json_out.h - write JSON text (RFC 8259) into a buffer.
 *
 * Commas are placed by the writer: it looks at the last byte written.
 * Invalid UTF-8 becomes U+FFFD, so the output is always valid.
 */
#ifndef BASE_JSON_OUT_H
#define BASE_JSON_OUT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

void json_open_object(struct buf *b);
void json_close_object(struct buf *b);
void json_open_array(struct buf *b);
void json_close_array(struct buf *b);

void json_key(struct buf *b, const char *key);

void json_string(struct buf *b, struct span value);
void json_int(struct buf *b, int64_t value);
void json_double(struct buf *b, double value); /* not finite gives null */
void json_bool(struct buf *b, bool value);
void json_null(struct buf *b);

/* key and value; the value is left out when absent (NULL). */
void json_put_span(struct buf *b, const char *key, struct span value);
void json_put_text(struct buf *b, const char *key, const char *value);
void json_put_int(struct buf *b, const char *key, int64_t value);
void json_put_double(struct buf *b, const char *key, double value);
void json_put_bool(struct buf *b, const char *key, bool value);

#endif
