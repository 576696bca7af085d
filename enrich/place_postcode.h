/*
 * place_postcode.h - what a postcode in a location string says of the place,
 * for the place_*.c files alone.
 */
#ifndef ENRICH_PLACE_POSTCODE_H
#define ENRICH_PLACE_POSTCODE_H

#include "enrich/place_token.h"

/* Codes of ISO 3166; static, NULL: it does not say. */
struct place_postcode {
	const char *country;  /* that writes postcodes so and no other does */
	const char *division; /* or country: where it lies, if it is one */
};

/* What token i, which holds a digit and is no name, says as a postcode. */
struct place_postcode place_postcode_at(const struct scanner *s, size_t i);

#endif
