/*
 * trial.h - fetch and parse one address to see what it gives; keep nothing.
 */
#ifndef CLI_TRIAL_H
#define CLI_TRIAL_H

#include "cli/visit.h"
#include "parsers/parser.h"

/* Start with TRIAL_INIT. */
struct trial {
	struct visited       document;
	struct findings      found;
	const struct parser *parser; /* that understood it; NULL: none */
};

#define TRIAL_INIT                     \
	{                              \
		.found = FINDINGS_INIT \
	}

void trial_deinit(struct trial *t); /* may be called twice */

/* Absent texts are NULL. */
struct trial_request {
	const char *url;
	const char *kind;     /* a parser's name, or "auto" */
	const char *employer; /* of a single-employer board */
	const char *options;  /* of the source, JSON */
	bool        is_detail; /* the page of one ad */
	/*
	 * Of the source that `url` is a page of; source_url is then as it is
	 * configured. NULL: `url` is a source itself, asked as its kind wants.
	 */
	const char *source_kind, *source_url;
	const char *post; /* of a page; NULL: GET */
};

/*
 * False with `err` when there is no document or it is not understood; the
 * document is then there all the same if it came (document.body).
 */
bool trial_run(struct visitor *v, const struct trial_request *request,
	       struct trial *t, struct error *err);

/* The block for the configuration, appended to `out`. `board` may be NULL,
 * then `url` is named instead; `employer` may be NULL. */
void source_block(struct buf *out, const char *id, const char *kind,
		  const char *board, const char *url, const char *employer);

/*
 * "greenhouse/acme": kind and the board, or the host and path of `url`, as an
 * id for a new source; appended to `out`.
 */
void source_id_for(struct buf *out, const char *kind, const char *board,
		   const char *url);

#endif
