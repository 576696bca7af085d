/*
 * warc_record.h - a document as records of a WARC 1.1 file (ISO 28500:2017).
 *
 * Pure. Each record is a gzip member of its own: warcinfo at the beginning of
 * a file, then for each document a response, or a revisit (profile
 * identical-payload-digest) when the file has its body already, and the
 * request. Bodies are kept decoded, so that WARC-Payload-Digest is the SHA-256
 * that the database knows a document by; headers that then tell of other bytes
 * (Content-Encoding, Transfer-Encoding, Content-Length) are renamed X-Crawl-...,
 * as Common Crawl does.
 *
 * Fields of our own, on response and revisit records, say what a document is
 * to jobtrend, so that an import needs no guess:
 *
 *   WARC-Jobtrend-Source       id of the source ("greenhouse/acme")
 *   WARC-Jobtrend-Source-Kind  its kind
 *   WARC-Jobtrend-Kind         parser of this document
 *   WARC-Jobtrend-Role         list, sitemap or detail
 *   WARC-Jobtrend-Employer     of a source with one employer
 *   WARC-Jobtrend-Post         body of the request, where it was a POST
 *   WARC-Jobtrend-Options      JSON of what the source is configured with
 */
#ifndef DAEMON_WARC_RECORD_H
#define DAEMON_WARC_RECORD_H

#include "base/buf.h"
#include "base/hash.h"

#include <stdbool.h>
#include <stdint.h>

#define WARC_ID_SIZE 48 /* "<urn:uuid:...>" with the NUL */

/* What was kept before and is repeated; absent texts are not known. */
struct warc_earlier {
	struct span id, url;
	int64_t     at; /* microseconds since 1970; 0: not known */
};

/* A response with what is known of it. Absent texts leave fields out. */
struct warc_document {
	int64_t     at; /* when it came, microseconds since 1970 */
	struct span url;
	struct span request; /* as sent: head and body; without secrets */
	struct span head;    /* of the response, as it came; absent: one is made */
	struct span content_type;
	struct span body;    /* decoded */
	const unsigned char *sha256; /* of the body */
	struct span source, source_kind, kind, role, employer, post, options;
	const struct warc_earlier *earlier; /* NULL: the body is new */
};

/* Memory of one thread, kept from document to document. */
struct warc_packer;

struct warc_packer *warc_packer_new(void);
void                warc_packer_free(struct warc_packer *p);

/* The first record of the file `name`. */
void warc_put_info(struct warc_packer *p, const char *name, int64_t at,
		   const char *software, struct buf *out);

/* The records of a document, the response or revisit first; its id. */
void warc_put_document(struct warc_packer *p, const struct warc_document *d,
		       char id[WARC_ID_SIZE], struct buf *out);

#endif
