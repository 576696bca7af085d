/*
 * inflate.h - undo a Content-Encoding into a bounded buffer.
 *
 * Pure, for the thread pool. Output never grows past the bound, whatever the
 * input claims: ten gigabytes of zeros in ten megabytes stop there.
 */
#ifndef DAEMON_INFLATE_H
#define DAEMON_INFLATE_H

#include "base/buf.h"
#include "base/error.h"

enum inflate_status {
	INFLATE_OK,
	INFLATE_TOO_LARGE,   /* more than `max` bytes come out */
	INFLATE_BROKEN,      /* not what the encoding promises, or cut short */
	INFLATE_UNSUPPORTED, /* an encoding nobody asked for */
};

#define INFLATE_ACCEPT "gzip, br, zstd, deflate" /* what can be undone */

/*
 * Decode `body` into `out` (the caller's; cleared first, memory reused).
 *
 *   encoding  the header's value: "", "identity", "gzip", "br", "zstd",
 *             "deflate" (zlib or raw), or several ("gzip, gzip"; at most 3)
 *   max       bytes of output at most
 *   err       set unless INFLATE_OK is returned; `out` is then empty
 *
 * RFC 9110 8.4.1, RFC 1950-1952, RFC 7932, RFC 8878.
 */
enum inflate_status inflate_body(struct span body, struct span encoding,
				 size_t max, struct buf *out,
				 struct error *err);

/*
 * A body without (remaining) encoding that itself is a gzip file, such as
 * sitemap.xml.gz: true by its magic number.
 */
bool inflate_is_gzip(struct span body);

#endif
