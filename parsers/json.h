/*
 * json.h - what all parsers of JSON share: reading bounded, forgiving, exact.
 */
#ifndef PARSERS_JSON_H
#define PARSERS_JSON_H

#include "base/arena.h"
#include "base/error.h"

#include "parsers/parser.h"

#include <cjson/cJSON.h>
#include <stdint.h>

/*
 * Parse `text` (UTF-8). Integers that a double might not hold (16 digits and
 * more) come out as strings of their own digits. What sites get wrong and
 * readers forgive is forgiven: comments, commas, broken escapes, raw line
 * ends in strings, quotes and bare keys of scripts, what stands behind the
 * value. Nesting beyond
 * PARSER_DEPTH_MAX is refused. NULL with `err` ("line 3: expected JSON, got
 * ..."). The nodes are cJSON's to read; free them with json_free alone.
 */
cJSON *json_parse(struct span text, struct error *err);

/*
 * The same of what somebody wrote into a page by hand: strings may have bare
 * quotes within, told from the last one by what follows it. `text` becomes what
 * stands behind the value; unchanged with NULL.
 */
cJSON *json_parse_next(struct span *text, struct error *err);

void json_free(cJSON *root); /* NULL is fine */

/* The same from a response: its charset is taken off first. */
cJSON *json_parse_document(const struct document *doc, struct error *err);

/*
 * Is `doc` JSON that begins with one of `opens` ("{[") and has every one of
 * `keys`, with their quotes, near its beginning? For sniffing.
 */
bool json_has_keys(const struct document *doc, const char *opens,
		   const char *const *keys, size_t n);

/* The member `key`, or NULL; NULL too when `object` is none. Borrowed. */
const cJSON *json_get(const cJSON *object, const char *key);
/* The same along "a.b.c"; a number is an index: "places.0.city". */
const cJSON *json_path(const cJSON *object, const char *path);

/* The bytes of a string; absent for anything else. Borrowed. */
struct span json_raw(const cJSON *value);
struct span json_member(const cJSON *object, const char *key);

/* A string or number as text in the arena, trimmed; absent when empty. */
struct span json_text(struct arena *arena, const cJSON *value);
struct span json_member_text(struct arena *arena, const cJSON *object,
			     const char *key);

/* A number, or a string that begins with one. */
bool json_number(const cJSON *value, double *out);
/* A whole number within +-2^53; false for anything else. */
bool json_whole(const cJSON *value, int64_t *out);

#endif
