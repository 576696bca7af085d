/*
 * json_member.h - the members of a JSON object as they are written.
 *
 * Passing a value on as text keeps what a parsed number would lose: an id
 * beyond 2^53, 1.10, the order.
 */
#ifndef CLI_JSON_MEMBER_H
#define CLI_JSON_MEMBER_H

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"

#include <stdbool.h>

struct json_member {
	struct span key;   /* between the quotes, escapes not undone */
	struct span value; /* as written, without white space around it */
};

/*
 * The next member from *at, which moves on behind it; false at the end.
 * *at starts as the whole text of an object that a parser has accepted.
 */
bool json_member_next(struct span *at, struct json_member *out);

/*
 * Is this one value as RFC 8259 has it, and such as PostgreSQL can keep: UTF-8,
 * no NUL, no half of a surrogate pair, numbers below 10^1000, not nested more
 * than 100 deep?
 */
bool json_is_strict(struct span value);

/*
 * The members of `object` (the text of one that a parser has accepted) that no
 * field of an ad has the name of, as an object of their own in `out`, which
 * stays empty without any. False with `err` when one cannot be kept; without
 * `err` it is known that they can.
 */
bool json_unknown_members(struct span object, struct buf *out,
			  struct error *err);

#endif
