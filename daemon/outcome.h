/*
 * outcome.h - what came of one fetched page or one imported batch.
 *
 * An outcome is complete in itself: the page's new state, its ads with their
 * facts already turned into column values, mentions, texts and the links that
 * were found. It is built and serialised once, on any thread; the store sends
 * those bytes to jobtrend.merge() and the spool writes the same bytes to disk.
 *
 * The bytes are rows of the SQL types of that function (schema.sql, "The
 * frontier") in PostgreSQL's binary form, so that many outcomes make one batch
 * by copying.
 */
#ifndef DAEMON_OUTCOME_H
#define DAEMON_OUTCOME_H

#include "base/span.h"
#include "daemon/config.h"
#include "daemon/trail.h"
#include "parsers/parser.h"

#include <stdbool.h>
#include <stdint.h>

struct ad;
struct facts;
struct taxonomy;

#define USEC 1000000LL /* microseconds of a second: the unit of moments here */

/* What all outcomes of a process share; immutable, read by all threads. */
struct outcome_context {
	const struct taxonomy *taxonomy;
	const int32_t         *skill_ids; /* taxonomy index -> skill.skill_id */
	size_t                 n_skills;
	int16_t                taxonomy_id; /* taxonomy.taxonomy_version */
	enum keep_text         keep_text;
};

enum page_state {
	PAGE_DUE,    /* to be tried again at due_at */
	PAGE_DONE,
	PAGE_FAILED, /* for this run */
	PAGE_GONE,   /* 404 or 410: the ads of a detail page end here */
};

/* What is known after a visit. Absent texts leave what the row has. */
struct outcome_page {
	int32_t         source_id;
	int64_t         page_id;
	int64_t         run_id;
	enum page_state state;
	int             attempts;    /* made in this run */
	int             status;      /* HTTP; 0: no answer */
	int64_t         fetched_at;  /* microseconds since 1970, as all moments */
	int64_t         due_at;      /* when PAGE_DUE */
	int64_t         same_since;  /* body unchanged: all ads that the page
				      * listed then or later are touched; 0: not */
	struct span     etag;
	struct span     last_modified;
	struct span     body_sha256; /* 32 bytes; absent: as last time */
	struct span     content_type; /* of the body */
	struct span     ad_digest;
	struct span     error;       /* why it failed, or will be tried again */
	struct span     verdict;     /* capped|tdm|blocked|mirrored: of the run */
	int64_t         body_bytes;
	int64_t         listed;      /* ads the listing claims; -1: not said */
	int64_t         past_at;     /* the page is a run of the past; 0: not */
	int64_t         n_ads;       /* it showed */
	int64_t         ads_hash;    /* of which ones; 0: none */
	struct span     moved_to;    /* the answer came from there */
	struct span     note;        /* something odd, in words */
	struct span     warc_file;   /* that holds the body; absent: none */
	int64_t         warc_offset;
	int32_t         filled[4];   /* as stated.h has it */
};

/* What sighting an ad adds to what it says. */
struct outcome_ad {
	int32_t     source_id;
	int64_t     ad_id;      /* 0: that of what the native id shows */
	int64_t     run_id;     /* 0: none */
	int64_t     page_id;    /* 0: none */
	int64_t     first_seen; /* equal to last_seen for one sighting */
	int64_t     last_seen;
	int64_t     first_absent; /* 0: not absent */
	int64_t     gone_at;    /* 0: open. Else gone_reason says why */
	struct span gone_reason;
	int         relist_count;
	struct span raw_sha256; /* 32 bytes of the document; may be absent */
	/* Only sighted: a document that says the rest outranks it, and its
	 * text and mentions are not kept. */
	bool        is_stub;
};

struct outcome_link {
	int32_t     source_id;
	int64_t     run_id;
	struct span url;
	struct span post; /* body of the request; absent: GET */
	struct span host; /* key of the host table */
	enum link_role role;
	struct span kind; /* parser */
	int         depth;
	int64_t     due_at;
	bool        is_once; /* of the past: not again in later runs */
	/*
	 * LINK_DETAIL: a page that was fetched since then, with this
	 * dictionary, is not fetched again. 0: it is. When is_seen, its ads
	 * have then been seen by this link at due_at.
	 */
	int64_t     fresh_since;
	uint64_t    taxonomy_hash;
	bool        is_seen;
	struct trail trail;
};

struct outcome; /* immutable bytes */

/* Collects rows. Not shared between threads. */
struct outcome_builder;

/* `context` is borrowed for the life of the builder. */
struct outcome_builder *outcome_builder_new(const struct outcome_context *context);
void outcome_builder_free(struct outcome_builder *b);

void outcome_add_page(struct outcome_builder *b, const struct outcome_page *p);

/*
 * The ad of the facts, which has no contacts any more, with its facts, mentions
 * and, as keep_text wants, its text. An ad that the outcome already holds (same
 * source and native id) is left out: false.
 */
bool outcome_add_ad(struct outcome_builder *b, const struct outcome_ad *o,
		    const struct facts *facts);

/*
 * Ads known and unchanged: only seen once more. When is_stub, in a list that
 * does not know better than their own documents whether they have ended.
 */
void outcome_touch(struct outcome_builder *b, int32_t source_id,
		   int64_t run_id, int64_t seen_at, const int64_t *ad_ids,
		   size_t n, bool is_stub);

void outcome_add_link(struct outcome_builder *b, const struct outcome_link *l);
/* The row alone, as an element of an array of link_input. */
void outcome_put_link(struct buf *row, const struct outcome_link *l);

/* Rows so far; for callers that make outcomes of a certain size. */
size_t outcome_builder_ads(const struct outcome_builder *b);
size_t outcome_builder_bytes(const struct outcome_builder *b);

/* The outcome, the caller's; the builder is empty again. */
struct outcome *outcome_finish(struct outcome_builder *b);
void            outcome_free(struct outcome *o);

/* ---- serialised ---- */

enum outcome_section {
	SECTION_PAGES,
	SECTION_ADS,
	SECTION_TOUCHES,
	SECTION_TEXTS,
	SECTION_MENTIONS,
	SECTION_LINKS,
	OUTCOME_SECTIONS,
};

/* Names of the SQL types of the rows, by section. Static. */
const char *outcome_section_type(enum outcome_section s);

/* All of it, as the spool keeps it; borrowed. */
struct span outcome_bytes(const struct outcome *o);
/* The reverse; NULL when the bytes are not an outcome of this version. */
struct outcome *outcome_from_bytes(struct span bytes);

uint32_t    outcome_rows(const struct outcome *o, enum outcome_section s);
struct span outcome_section(const struct outcome *o, enum outcome_section s);

/* Key of the i-th ad: what a batch may hold once only. */
struct outcome_key {
	int32_t source_id;
	int64_t id;
};
bool outcome_next_key(struct span *rows, struct outcome_key *key);

/*
 * Keys of ads and pages within their source. What a native id has shown before
 * it was given to another vacancy lies under a key of its own: ad.life_of.
 */
int64_t ad_key(struct span native_id);
int64_t page_key(struct span url, struct span post);

#endif
