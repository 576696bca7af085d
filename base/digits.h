/*
 * digits.h - digits of other scripts as ASCII.
 */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include "base/buf.h"

#include <stdbool.h>

/*
 * `text` with its Arabic, Persian, Devanagari, Thai and full-width digits as
 * 0-9, and the Arabic marks between digits as "," and "."; all else as it is.
 * False, and `out` untouched, when the text has none: most have none.
 */
bool digits_to_ascii(struct span text, struct buf *out);

#endif
