/*
 * names.h - bytes that repeat, numbered in the order in which they came.
 */
#ifndef TRENDS_NAMES_H
#define TRENDS_NAMES_H

#include "base/buf.h"
#include "base/span.h"

#include <stddef.h>
#include <stdint.h>

/* Zeroed, it is empty. */
struct names {
	struct buf bytes;
	size_t    *ends;
	size_t     n, cap;
	uint32_t  *slots; /* 1 + number; a power of two of them */
	size_t     n_slots;
};

/* The number of a name, which is copied where it is new. */
uint32_t    names_number(struct names *t, struct span name);
/* Borrowed until the next new name. */
struct span names_get(const struct names *t, size_t number);
void        names_deinit(struct names *t);

#endif
