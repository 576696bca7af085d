/*
 * state.h - which state the data is in, and what can be asked of it.
 *
 * An immutable snapshot that threads share. Its version changes whenever an
 * answer may: with the last count of new ads, the last published cell, the
 * dictionary, the register of rules, the set of sources, the day.
 */
#ifndef WEB_STATE_H
#define WEB_STATE_H

#include "web/names.h"
#include "web/table.h"

#define VERSION_SIZE 33

struct state {
	char          version[VERSION_SIZE];
	char          updated[64];   /* as PostgreSQL writes it; "": no data */
	char          last_year[16]; /* "2025-03/12"; "": no data */
	char          dictionary[96];
	struct names *names; /* a reference; NULL: not asked for */
};

/* From the one row of SQL_STATE; without names. */
struct state *state_of(const struct table *row);
struct state *state_ref(struct state *s);
void          state_unref(struct state *s); /* NULL is fine */

#endif
