/*
 * letter_han.h - Chinese signs of two ways of writing as one.
 */
#ifndef ENRICH_LETTER_HAN_H
#define ENRICH_LETTER_HAN_H

#include <stdint.h>

/*
 * The simplified sign that stands for a traditional one, for several of them
 * where writing was simplified so; any other code point itself.
 */
uint32_t letter_simplified(uint32_t code_point);

#endif
