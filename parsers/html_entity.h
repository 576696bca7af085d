/*
 * html_entity.h - one character reference of HTML.
 */
#ifndef PARSERS_HTML_ENTITY_H
#define PARSERS_HTML_ENTITY_H

#include "base/span.h"

#include <stdint.h>

#define ENTITY_NAME_MAX 15 /* characters; "ZeroWidthSpace" has 14 */

/*
 * The reference that begins with the '&' at `at`: its code point in *out and
 * its bytes as the result, or 0 when there is none (a bare ampersand). Names
 * need their semicolon, numbers do not.
 */
size_t html_entity(const char *at, const char *end, uint32_t *out);

#endif
