/*
 * answer.h - answers that are kept until the data changes.
 *
 * Bounded in bytes; what was not asked for longest goes first.
 */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include "web/reply.h"
#include "web/state.h"

#include <stdint.h>

struct answer; /* immutable, shared */

/*
 * The tag (with its quotes) of the answer to `key` while the data is of
 * `version`; `is_coded`: of its bytes as gzip.
 */
void answer_tag(const char *version, const char *key, bool is_coded,
		char out[ETAG_SIZE]);

struct answer_init {
	const char *key; /* call_key */
	const char *version;
	const char *type;        /* static */
	const char *name;        /* of a download, static; NULL */
	int64_t     good_for_ms; /* 0: as long as the version is the data's */
	struct buf *bytes;       /* taken */
};

/* One reference. The tag is made of version and key, or of the bytes. */
struct answer *answer_new(const struct answer_init *init);
struct answer *answer_ref(struct answer *a);
void           answer_unref(struct answer *a); /* NULL is fine */

const char  *answer_type(const struct answer *a);
const char  *answer_name(const struct answer *a);
/* The bytes as a client takes them; borrowed. *coded says whether compressed.
 */
struct body *answer_body(struct answer *a, bool takes_gzip, bool *coded);
/* The tag of these bytes, with its quotes. */
void answer_etag(const struct answer *a, bool is_coded, char out[ETAG_SIZE]);

struct cache;

struct cache  *cache_new(size_t max_bytes);
void           cache_free(struct cache *c);
/* A reference, or NULL: not there, of another version, or too old. */
struct answer *cache_find(struct cache *c, const char *key,
			  const char *version);
void           cache_put(struct cache *c, struct answer *a);
size_t         cache_bytes(struct cache *c);

#endif
