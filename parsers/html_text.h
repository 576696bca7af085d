/*
 * html_text.h - the text a reader sees in a piece of HTML.
 *
 * A tolerant scanner, not a DOM: tags go, entities are decoded, block elements
 * end lines, paragraphs are parted by one blank line, list items begin with
 * "- ", runs of white space become one blank; script, style and comments are
 * dropped. Broken UTF-8 becomes U+FFFD. Linear in the input.
 */
#ifndef PARSERS_HTML_TEXT_H
#define PARSERS_HTML_TEXT_H

#include "base/arena.h"
#include "base/buf.h"

/* Append the text of `html` to `out`, trimmed at both ends. */
void html_to_text(struct span html, struct buf *out);

/* The same into an arena; for one-line fields: line ends become blanks. */
struct span html_to_line(struct arena *arena, struct span html);

/* Entities only ("&amp;lt;" gives "&lt;"): some boards escape twice. */
struct span html_unescape(struct arena *arena, struct span text);
void        html_unescape_into(struct span text, struct buf *out);

#endif
