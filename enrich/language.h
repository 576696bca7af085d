/*
 * language.h - the language a text is written in.
 */
#ifndef ENRICH_LANGUAGE_H
#define ENRICH_LANGUAGE_H

#include "base/span.h"

#define LANGUAGE_SIZE 12 /* characters of a BCP 47 tag with the NUL */
#define LANGUAGE_READ 600 /* bytes of a text that are looked at */

/*
 * The language of `text` by its script or, where several languages share one,
 * by CLD2. "" when it cannot be told: short or mixed text.
 */
void language_of(struct span text, char out[LANGUAGE_SIZE]);

/*
 * What the source states ("en-US", "DE", "english") as a BCP 47 tag; "" when
 * it is none.
 */
void language_stated(struct span stated, char out[LANGUAGE_SIZE]);

#endif
