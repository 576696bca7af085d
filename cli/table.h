/*
 * table.h - rows for people, and as CSV (RFC 4180).
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "base/span.h"

#include <stdio.h>

struct rows;
struct buf;
struct screen;

/* Columns that text takes on a terminal: two for East Asian wide letters. */
int text_width(struct span text);

/* The style of a row (terminal.h); NULL for none. */
typedef const char *row_style_fn(const struct rows *r, size_t row);

/*
 * Aligned, numbers on the right. On a terminal the widest texts are cut until
 * the lines fit; numbers never are. NULL shows as "-", arrays without braces.
 */
void table_print_rows(const struct rows *r, FILE *f);

/* The same for a screen that need not be behind `f`; `style` may be NULL. */
void table_print_styled(const struct rows *r, const struct screen *screen,
			row_style_fn *style, FILE *f);

void csv_print_rows(const struct rows *r, FILE *f);

/* `text` as one field of CSV, quoted where it must be. */
void csv_add_field(struct buf *out, struct span text);

#endif
