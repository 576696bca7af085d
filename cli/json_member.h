/*
 * json_member.h - the members of a JSON object as they are written.
 *
 * Passing a value on as text keeps what a parsed number would lose: an id
 * beyond 2^53, 1.10, the order.
 */
#ifndef CLI_JSON_MEMBER_H
#define CLI_JSON_MEMBER_H

#include "base/span.h"

struct json_member {
	struct span key;   /* between the quotes, escapes not undone */
	struct span value; /* as written, without white space around it */
};

/*
 * The next member from *at, which moves on behind it; false at the end.
 * *at starts as the whole text of an object that a parser has accepted.
 */
bool json_member_next(struct span *at, struct json_member *out);

#endif
