/*
 * url.h - addresses in documents (RFC 3986).
 */
#ifndef PARSERS_URL_H
#define PARSERS_URL_H

#include "base/arena.h"

#define URL_REFERENCE_MAX 4096 /* bytes; longer references are dropped */

/*
 * `reference` resolved against the absolute `base` (section 5.2); an absolute
 * one stays as it is written, but for blanks, which are escaped. Absent when
 * there is no base for a relative reference, or the result is neither http
 * nor https.
 */
struct span url_resolve(struct arena *arena, struct span base,
			struct span reference);

/* Two addresses that differ in their fragments only name one document. */
struct span url_without_fragment(struct span url);

/* "https", "example.org:8080", "/path?query"; false when not absolute. */
struct url_parts {
	struct span scheme;
	struct span authority; /* host with the port */
	struct span path;      /* begins with '/', or is empty */
	struct span query;     /* without '?' */
};
bool url_split(struct span url, struct url_parts *out);

/* The n-th segment of a path, from 0: 1 of "/v1/boards/x" is "boards". */
struct span url_segment(struct span path, size_t n);

/*
 * `text` as the value of a query: everything but letters, digits and "-._~" is
 * %XX (section 2.3).
 */
struct span url_escape(struct arena *arena, struct span text);

/* The value of `name` in a query, as written; absent when not there. */
struct span url_query(struct span query, const char *name);

#endif
