/*
 * fact_pack.h - the rows of a month as bytes, and back.
 *
 * To read millions of rows takes a database many times as long as to count
 * them. A month that has not changed is read as it was packed: employers,
 * regions, sources and dictionaries once, rows of small numbers, about 40 bytes
 * an ad.
 */
#ifndef TRENDS_FACT_PACK_H
#define TRENDS_FACT_PACK_H

#include "base/buf.h"
#include "trends/fact.h"

/* Which packs can be read: of this form and with these core skills. */
int64_t fact_pack_form(const int32_t *core, size_t n_core);

/* How the database numbers sources and dictionaries, by index. */
struct pack_ids {
	const int64_t *sources;
	const int16_t *taxonomies;
};

/*
 * Append rows [from, to) of facts that are ordered and not yet sealed, and all
 * members of their postings. False, with nothing appended: some dictionary has
 * no index of its own.
 */
bool fact_pack(const struct facts *f, size_t from, size_t to,
	       const struct pack_ids *ids, struct buf *out);

/* What is asked while rows are added. */
struct unpacker {
	/* The index of a source; false: unknown, its rows are left out. */
	bool (*source)(int64_t id, uint32_t *index, void *arg);
	uint8_t (*taxonomy)(int16_t id, void *arg);
	/* Of an ad whose rows are not as they were: they are left out, with the
	 * members of its posting. */
	bool (*is_changed)(uint32_t source, int64_t ad, void *arg);
	/* Sightings and an earlier reading, where there are such. */
	void (*complete)(struct fact_row *row, void *arg);
	void *arg;
};

/* Add the rows of a pack; how many ads, or -1: these bytes are none. Some may have
 * been added by then. */
int64_t fact_unpack(struct facts *f, struct span bytes,
		    const struct unpacker *by);

#endif
