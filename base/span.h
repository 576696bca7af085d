/*
 * span.h - bytes owned by somebody else.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>

/* Not NUL-terminated. {NULL, 0} means "absent", {"", 0} "empty". */
struct span {
	const char *ptr;
	size_t      len; /* bytes */
};

#define SPAN(literal) ((struct span){ "" literal, sizeof(literal) - 1 })

/* Behind the last byte; NULL when absent, which no sum of pointers may be. */
static inline const char *span_end(struct span s)
{
	return s.ptr ? s.ptr + s.len : NULL;
}

struct span span_of(const char *text); /* NULL gives an absent span */
bool span_is(struct span s, const char *text);
bool span_same(struct span a, struct span b); /* absent is the same as empty */
bool span_is_nocase(struct span s, const char *text); /* ASCII case */
bool span_starts(struct span s, const char *prefix);
bool span_starts_nocase(struct span s, const char *prefix);
/* Without ASCII white space at both ends. */
struct span span_trim(struct span s);
/*
 * Takes the first line from `text` and gives it without its end ("\n",
 * "\r\n"); false when no line ends in it, `text` is then left as it was.
 */
bool span_take_line(struct span *text, struct span *line);
/* First occurrence of `needle`, or NULL. */
const char *span_find(struct span s, const char *needle);
const char *span_find_nocase(struct span s, const char *needle);

#endif
