/*
 * table.h - rows for people, and as CSV (RFC 4180).
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "base/span.h"

#include <stdio.h>

struct rows;
struct buf;

/* Columns that text takes on a terminal: two for East Asian wide letters. */
int text_width(struct span text);

/* Columns of the terminal behind `f`; 0 when it is none. */
int terminal_width(FILE *f);

/* SGR codes are wanted on `f`: a terminal, and NO_COLOR is not set. */
bool wants_color(FILE *f);

/*
 * Aligned, numbers on the right. On a terminal the widest texts are cut until
 * the lines fit; numbers never are. NULL shows as "-", arrays without braces.
 */
void table_print_rows(const struct rows *r, FILE *f);

void csv_print_rows(const struct rows *r, FILE *f);

/* `text` as one field of CSV, quoted where it must be. */
void csv_add_field(struct buf *out, struct span text);

#endif
