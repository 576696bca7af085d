/*
 * charset.h - the bytes of a document as UTF-8.
 *
 * What the bytes are is told by, in this order: a byte order mark, the charset
 * of the Content-Type, the XML declaration or <meta charset>, and else they
 * are UTF-8. Labels as in the Encoding Standard (https://encoding.spec.whatwg.org):
 * "iso-8859-1" means windows-1252.
 */
#ifndef PARSERS_CHARSET_H
#define PARSERS_CHARSET_H

#include "base/buf.h"
#include "base/error.h"
#include "parsers/parser.h"

#define CHARSET_LABEL_SIZE 64

/* The charset that a Content-Type names; false, and no change, without one. */
bool charset_of_type(struct span content_type, char label[CHARSET_LABEL_SIZE]);

/*
 * The body of `doc` as UTF-8: borrowed from the document when it is UTF-8
 * already (without a byte order mark), else converted into `store`. Broken
 * sequences of UTF-8 itself are left to who copies the texts; undeclared bytes
 * that are not UTF-8 are taken as windows-1252 when `is_web` (HTML pages).
 * False with `err` when the declared charset is unknown.
 */
bool charset_decode(const struct document *doc, bool is_web,
		    struct buf *store, struct span *out, struct error *err);

/*
 * The same for what comes in pieces. `label` is what somebody has told, ""
 * for nothing: then a byte order mark tells, and else the bytes stay as they
 * are. NULL with `err` when the label is unknown.
 */
struct charset_stream;

struct charset_stream *charset_stream_new(const char *label, struct error *err);
void                   charset_stream_free(struct charset_stream *s);

/* Append the next piece to `out`; `is_last`: no more follow. */
void charset_stream_add(struct charset_stream *s, struct span piece,
			bool is_last, struct buf *out);

/* Replace what XML 1.0 forbids: broken UTF-8 and control characters. */
struct span charset_clean_xml(struct span text, struct buf *store);

#endif
