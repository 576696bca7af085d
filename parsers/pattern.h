/*
 * pattern.h - regular expressions that an operator writes, run over texts that
 * strangers write, so every search is bounded.
 *
 * ICU's syntax (https://unicode-org.github.io/icu/userguide/strings/regexp.html,
 * read 2026-11), letters of any script. Backtracking engines can take time
 * exponential in the text; this one counts its steps and gives up.
 */
#ifndef PARSERS_PATTERN_H
#define PARSERS_PATTERN_H

#include "base/error.h"
#include "base/span.h"

struct pattern;

#define PATTERN_SUBJECT_MAX (64 * 1024) /* bytes searched; the rest is not */

/* NULL with `err` "expected a regular expression, found ...: ...". */
struct pattern *pattern_new(struct span text, struct error *err);
void            pattern_free(struct pattern *p);

enum pattern_result {
	PATTERN_NONE,
	PATTERN_FOUND,
	PATTERN_TOO_LONG, /* given up: too many steps */
};

/*
 * The first match in `text` (UTF-8): *out is its first group when the
 * expression has one, else all of it; borrowed from `text`. For one thread at
 * a time.
 */
enum pattern_result pattern_find(struct pattern *p, struct span text,
				 struct span *out);

#endif
