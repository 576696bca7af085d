/*
 * digest.h - a response becomes an outcome: undo its encoding, parse, compare
 * with last time, enrich what is new.
 *
 * Runs on the thread pool: touches nothing but its arguments and the shared,
 * immutable outcome_context; what is kept raw goes through the keeper.
 */
#ifndef DAEMON_DIGEST_H
#define DAEMON_DIGEST_H

#include "base/buf.h"
#include "base/error.h"
#include "daemon/fetch.h"
#include "daemon/keep.h"
#include "daemon/outcome.h"
#include "daemon/page.h"
#include "daemon/request.h"
#include "parsers/parser.h"

#include <stdbool.h>
#include <stdint.h>

/* What one thread works with, kept from page to page. */
struct digester {
	const struct outcome_context *context;
	uint64_t                taxonomy_hash;
	struct outcome_builder *builder;
	struct buf              body, twice, hidden, digest;
	struct arena            arena; /* of one ad's facts */
	int64_t                 max_body;
	bool                    is_tdm_obeyed;
	struct keeper          *keeper; /* borrowed; NULL: nothing is kept */
	struct warc_packer     *packer;
	struct kept             kept; /* the last one */
};

void digester_init(struct digester *d, const struct outcome_context *context,
		   struct keeper *keeper);
void digester_deinit(struct digester *d);

/* One page under way. */
struct visit {
	struct visit   *next;
	struct page    *page;
	struct request  request; /* as it was sent */
	struct fetched  got;
	int64_t         at;         /* when it came, microseconds since 1970 */
	int64_t         links_left; /* of the run's max_pages */
	size_t          body_bytes; /* as received */
	/* Set by digest_page. */
	struct outcome *outcome;
	enum page_state state;
	size_t          n_ads, n_touched, n_links;
	bool            is_same;
	struct error    err; /* "" unless the page failed */
	void           *owner; /* who gets it back */
	void           *host;  /* whose page it is */
};

/* Links and taxonomy decide whether last time's validators may be sent. */
bool digest_may_be_conditional(const struct page *p, uint64_t taxonomy_hash);
/* Ads the page showed last time. */
bool digest_had_ads(const struct page *p);
/* What outcomes of the dictionary `version` are marked with. */
uint64_t digest_taxonomy_hash(const char *version);

/* The page's body is to be kept and is not yet: a 304 would bring none. */
bool digest_needs_body(const struct keeper *k, const struct page *p);

/*
 * Keep the document, if such are kept: `body` is decoded, `has_ads` what it
 * holds. Its place goes to `row`, valid until the next call.
 */
void digest_keep(struct digester *d, const struct visit *v, struct span body,
		 const unsigned char *sha, bool has_ads,
		 struct outcome_page *row);

/* For a 200 or a 304. The body is released. */
void digest_page(struct digester *d, struct visit *v);

/* An outcome that only says how the page stands; on any thread. */
struct outcome *digest_verdict(struct outcome_builder *b, const struct visit *v,
			       enum page_state state, int64_t due_at,
			       const char *verdict, const char *error);

#endif
