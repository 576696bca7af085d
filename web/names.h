/*
 * names.h - what may be asked for: regions, skills, definitions by id and name.
 *
 * An immutable snapshot of the database's tables, shared by the threads.
 */
#ifndef WEB_NAMES_H
#define WEB_NAMES_H

#include "base/arena.h"
#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>

enum name_kind {
	NAME_REGION, /* without world */
	NAME_SKILL,  /* without any */
	NAME_DEFINITION,
	NAME_KINDS,
};

struct name {
	const char *id, *name;
};

struct names;

/* One reference. Ids come sorted by strcmp. */
struct names *names_new(void);
struct names *names_ref(struct names *n);
void          names_unref(struct names *n); /* NULL is fine */
/* Only before the snapshot is shared. Texts are copied. */
void          names_add(struct names *n, enum name_kind kind, const char *id,
			const char *name);

size_t             names_count(const struct names *n, enum name_kind kind);
const struct name *names_at(const struct names *n, enum name_kind kind,
			    size_t i);
/* By its id; NULL: none. Borrowed. */
const struct name *names_find(const struct names *n, enum name_kind kind,
			      const char *id);

/*
 * Up to `max` that may have been meant by `text`, the nearest first: the id or
 * name in other case, a name that begins with it, one or two letters off.
 */
size_t names_near(const struct names *n, enum name_kind kind, const char *text,
		  const struct name **out, size_t max);

/* Letters to change, add, leave out or swap, at most `most` + 1. ASCII case
 * does not count. */
int letters_apart(const char *a, const char *b, int most);

#endif
