/*
 * reparse_read.h - documents out of WARC files, and ads out of documents.
 * For reparse.c alone.
 */
#ifndef CLI_REPARSE_READ_H
#define CLI_REPARSE_READ_H

#include "base/buf.h"
#include "base/error.h"
#include "daemon/outcome.h"

/* A document with what the database knows of it; texts are the caller's. */
struct kept_document {
	int32_t     source_id;
	int64_t     page_id;
	const char *kind; /* parser */
	const char *employer, *options, *post;
	const char *url;    /* of the page */
	const char *source; /* its id */
	const char *sha256; /* hex */
	const char *file;
	int64_t     offset;
	int64_t     from, until; /* it was the page's; microseconds; 0: still */
	bool        is_detail; /* the page of an ad */
	/* Read from the file. */
	struct buf  record; /* header and block */
	/* The answer. */
	bool         is_refused;
	struct error err;
	int64_t      n_ads;
};

/* One WARC file at a time, open while documents of it are read. */
struct kept_files;

struct kept_files *kept_files_new(const char *dir);
void               kept_files_free(struct kept_files *f);

enum kept_status {
	KEPT_READ,
	KEPT_MISSING, /* the file is not there: err, once a file, else "" */
	KEPT_DAMAGED, /* err says how */
};

/* The record of `d`, into it. */
enum kept_status kept_files_read(struct kept_files *f, struct kept_document *d,
				 struct error *err);

/*
 * Parse and enrich: ads are added to `b`, and when one is there already,
 * `put` takes the outcome so far. On any thread.
 */
void kept_document_parse(struct kept_document *d,
			 const struct outcome_context *context,
			 struct outcome_builder *b,
			 void (*put)(void *arg, struct outcome *o), void *arg);

#endif
