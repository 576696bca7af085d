/*
 * header.h - what the headers of a request say.
 *
 * Pure: of a header's value and nothing else. They come from anybody.
 */
#ifndef WEB_HEADER_H
#define WEB_HEADER_H

#include <stdbool.h>

/*
 * Is "gzip" in an Accept-Encoding, and not with a weight of 0? (RFC 9110,
 * 12.5.3). A NULL list takes nothing; "*" is not taken for it.
 */
bool header_takes_gzip(const char *list);

/*
 * Does an If-None-Match name `etag` (with its quotes), or anything by "*"? The
 * comparison is weak: "W/" does not count (RFC 9110, 13.1.2). NULL names none.
 */
bool header_has_tag(const char *list, const char *etag);

/* Is CSV all that an Accept asks for? NULL asks for anything. */
bool header_wants_csv(const char *accept);

#endif
