/*
 * place_load.c - places.tsv into the table: rows -> places, names -> entries.
 */
#include "enrich/place_table.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELLS_MAX 6
#define NAME_MAX_BYTES 256
#define PLACES_FIRST 80000  /* allocations that the bundled table fills */
#define ENTRIES_FIRST 300000

/*
 * How likely a bare name means a place, on the scale of log10(inhabitants):
 * countries before all; divisions by their people too, so that "Washington"
 * is the state and "Kochi" the Indian city.
 * Where many look for work on the web a city is meant more often than one of
 * its size elsewhere.
 */
#define PRIOR_GROUP 9.0f
#define PRIOR_COUNTRY 8.0f
#define PRIOR_LESS_DIVISION 0.2f /* than its people give */
#define PRIOR_PART 5.0f
#define PRIOR_HAMLET 2.5f
#define PRIOR_ONLINE 0.3f

static void slot_put(struct place_table *t, uint32_t entry)
{
	uint32_t mask = t->n_slots - 1;
	uint32_t i = (uint32_t)t->entries[entry].hash & mask;

	while (t->slots[i] != PLACE_NONE)
		i = (i + 1) & mask;
	t->slots[i] = entry | place_tag(t->entries[entry].hash);
}

/* Half empty at least. Only heads of chains have a slot. */
static void slots_grow(struct place_table *t)
{
	bool *is_tail = xcalloc(t->n_entries + 1, sizeof(*is_tail));

	for (uint32_t i = 0; i < t->n_entries; i++) {
		if (t->entries[i].next != PLACE_NONE)
			is_tail[t->entries[i].next] = true;
	}
	free(t->slots);
	t->n_slots *= 2;
	t->slots = xmalloc(t->n_slots * sizeof(*t->slots));
	memset(t->slots, 0xFF, t->n_slots * sizeof(*t->slots));
	for (uint32_t i = 0; i < t->n_entries; i++) {
		if (!is_tail[i])
			slot_put(t, i);
	}
	free(is_tail);
}

static void add_hash(struct place_table *t, uint64_t hash, uint32_t place,
		     bool is_own)
{
	uint32_t at = place_find_hash(t, hash);
	uint32_t last = PLACE_NONE;

	if (t->n_entries == PLACE_ENTRY_MASK) /* the bundled table has a quarter */
		return;

	for (; at != PLACE_NONE; at = t->entries[at].next) {
		if (t->entries[at].place == place) {
			t->entries[at].is_own |= is_own;
			return;
		}
		last = at;
	}
	if (t->n_entries == t->cap_entries) {
		t->cap_entries *= 2;
		t->entries = xrealloc(t->entries, t->cap_entries *
							  sizeof(*t->entries));
	}
	t->entries[t->n_entries] =
		(struct place_entry){ hash, place, is_own, PLACE_NONE };
	if (last != PLACE_NONE)
		t->entries[last].next = t->n_entries;
	else
		slot_put(t, t->n_entries);
	t->n_entries++;
	if (t->n_entries > t->n_slots / 2)
		slots_grow(t);
}

static void add_area_code(struct place_table *t, uint32_t place)
{
	struct span code = span_of(t->places[place].code);

	add_hash(t, hash64_seeded(code, PLACE_SEED_AREA), place, false);
}

/*
 * What is needed while the rows are read. Names wait a little before they go
 * into the table: by then their slot has come from memory, which takes longer
 * than all else that is done for one.
 */
#define WAITING 16

struct loading {
	struct buf folded;
	struct {
		uint64_t hash;
		uint32_t place;
		bool     is_own;
	} waiting[WAITING];
	size_t n; /* names so far; the last WAITING of them wait */
};

static void add_folded(struct place_table *t, struct loading *l, uint64_t seed,
		       uint32_t place, bool is_own)
{
	uint64_t hash = hash64_seeded(buf_span(&l->folded), seed);
	size_t   at = l->n % WAITING;

	__builtin_prefetch(&t->slots[(uint32_t)hash & (t->n_slots - 1)]);
	if (l->n >= WAITING)
		add_hash(t, l->waiting[at].hash, l->waiting[at].place,
			 l->waiting[at].is_own);
	l->waiting[at].hash = hash;
	l->waiting[at].place = place;
	l->waiting[at].is_own = is_own;
	l->n++;
}

static void add_waiting(struct place_table *t, struct loading *l)
{
	for (size_t i = l->n > WAITING ? l->n - WAITING : 0; i < l->n; i++)
		add_hash(t, l->waiting[i % WAITING].hash,
			 l->waiting[i % WAITING].place,
			 l->waiting[i % WAITING].is_own);
}

static void add_name(struct place_table *t, struct span name, uint64_t seed,
		     uint32_t place, struct loading *l)
{
	buf_clear(&l->folded);
	fold_text(name, NAME_MAX_BYTES, &l->folded);
	if (l->folded.len)
		add_folded(t, l, seed, place, false);
}

/* The name that a place goes by before all its others. */
static void add_own_name(struct place_table *t, struct span name,
			 uint32_t place, struct loading *l)
{
	buf_clear(&l->folded);
	fold_text(name, NAME_MAX_BYTES, &l->folded);
	if (l->folded.len)
		add_folded(t, l, PLACE_SEED_NAME, place, true);
}

/* A name, or "=" and a code. */
static void add_cell(struct place_table *t, struct span name, uint32_t place,
		     struct loading *l)
{
	uint64_t seed = PLACE_SEED_NAME;

	if (name.len > 1 && name.ptr[0] == '=') {
		seed = PLACE_SEED_CODE;
		name.ptr++;
		name.len--;
	}
	add_name(t, name, seed, place, l);
}

static void add_names(struct place_table *t, struct span names, uint32_t place,
		      struct loading *l)
{
	while (names.len) {
		const char *bar = memchr(names.ptr, '|', names.len);
		size_t      len = bar ? (size_t)(bar - names.ptr) : names.len;

		add_cell(t, (struct span){ names.ptr, len }, place, l);
		names.ptr += len + (bar != NULL);
		names.len -= len + (bar != NULL);
	}
}

static struct place *add_place(struct place_table *t, enum place_kind kind,
			       struct span name)
{
	struct place *p;

	if (t->n_places == t->cap_places) {
		t->cap_places *= 2;
		t->places = xrealloc(t->places,
				     t->cap_places * sizeof(*t->places));
	}
	p = &t->places[t->n_places++];
	*p = (struct place){ .kind = (uint8_t)kind,
			     .country = PLACE_NONE,
			     .division = PLACE_NONE };
	p->name = arena_strndup(&t->arena, name.ptr ? name.ptr : "", name.len);
	return p;
}

/* ---- rows ---------------------------------------------------------------- */

struct row {
	struct span cells[CELLS_MAX];
	size_t      n;
};

static bool has_cells(const struct row *row, size_t want, struct error *err)
{
	if (row->n == want)
		return true;
	error_set(err, "expected %zu columns, found %zu", want, row->n);
	return false;
}

static bool set_code(struct place *p, struct span code, struct error *err)
{
	if (code.len < 2 || code.len >= REGION_CODE_SIZE) {
		error_set(err, "expected an ISO 3166 code, found \"%.*s\"",
			  (int)(code.len > 20 ? 20 : code.len), code.ptr);
		return false;
	}
	memcpy(p->code, code.ptr, code.len);
	return true;
}

static bool read_group(struct place_table *t, const struct row *row,
		       struct loading *l, struct error *err)
{
	uint32_t index = t->n_places;

	if (!has_cells(row, 5, err))
		return false;
	add_place(t, PLACE_GROUP, row->cells[3])->prior = PRIOR_GROUP;
	add_names(t, row->cells[4], index, l);
	return true;
}

static bool read_mode(struct place_table *t, const struct row *row,
		      struct loading *l, struct error *err)
{
	static const char *const modes[] = {
		[MODE_REMOTE] = "remote",
		[MODE_HYBRID] = "hybrid",
		[MODE_ONSITE] = "onsite",
		[MODE_ANYWHERE] = "anywhere",
	};
	uint32_t index = t->n_places;

	if (!has_cells(row, 3, err))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
		if (!span_is(row->cells[1], modes[i]))
			continue;
		add_place(t, PLACE_MODE, row->cells[1])->id = (int32_t)i;
		add_names(t, row->cells[2], index, l);
		return true;
	}
	error_set(err, "expected remote, hybrid, onsite or anywhere");
	return false;
}

static bool read_words(struct place_table *t, const struct row *row,
		       struct loading *l, struct error *err)
{
	enum place_kind kind = span_is(row->cells[0], "noise") ? PLACE_NOISE :
			       span_is(row->cells[0], "word")  ? PLACE_WORD :
			       span_is(row->cells[0], "street") ? PLACE_STREET :
			       span_is(row->cells[0], "label")  ? PLACE_LABEL :
								  PLACE_AFTER;
	uint32_t        index = t->n_places;

	if (!has_cells(row, 2, err))
		return false;
	add_place(t, kind, row->cells[0]);
	add_names(t, row->cells[1], index, l);
	return true;
}

static bool read_country(struct place_table *t, const struct row *row,
			 struct loading *l, struct error *err)
{
	uint32_t      index = t->n_places;
	struct place *p;

	if (!has_cells(row, 6, err))
		return false;
	p = add_place(t, PLACE_COUNTRY, row->cells[3]);
	if (!set_code(p, row->cells[1], err))
		return false;
	p->country = index;
	p->prior = PRIOR_COUNTRY;
	p->is_online = span_is(row->cells[4], "1");
	add_area_code(t, index);
	add_name(t, row->cells[1], PLACE_SEED_CODE, index, l);
	add_name(t, row->cells[2], PLACE_SEED_CODE, index, l);
	add_own_name(t, row->cells[3], index, l);
	add_names(t, row->cells[5], index, l);
	return true;
}

static uint32_t country_of(const struct place_table *t, struct span code,
			   struct error *err)
{
	uint32_t country = place_area(t, (struct span){ code.ptr, 2 });

	if (country == PLACE_NONE)
		error_set(err, "no country row for %.*s before this",
			  (int)(code.len > 20 ? 20 : code.len), code.ptr);
	return country;
}

static long cell_number(struct span cell)
{
	long value = 0;

	for (size_t i = 0; i < cell.len && i < 9; i++) {
		if (cell.ptr[i] < '0' || cell.ptr[i] > '9')
			return -1;
		value = value * 10 + (cell.ptr[i] - '0');
	}
	return cell.len ? value : -1;
}

/* log10 of the people, a little more where many ads are. */
static float prior_of(const struct place_table *t, uint32_t country,
		      long hundreds)
{
	float prior = hundreds ? log10f((float)hundreds * 100) : PRIOR_HAMLET;

	return t->places[country].is_online ? prior + PRIOR_ONLINE : prior;
}

static bool read_division(struct place_table *t, const struct row *row,
			  struct loading *l, struct error *err)
{
	uint32_t      index = t->n_places;
	long          hundreds = cell_number(row->cells[3]);
	struct place *p;

	if (!has_cells(row, 5, err))
		return false;
	if (hundreds < 0) {
		error_set(err, "expected hundreds of people in column 4");
		return false;
	}
	p = add_place(t, PLACE_DIVISION, row->cells[2]);
	if (!set_code(p, row->cells[1], err))
		return false;
	p->country = country_of(t, row->cells[1], err);
	if (p->country == PLACE_NONE)
		return false;
	p->division = index;
	p->is_postal = span_is(row->cells[0], "state");
	p->prior = prior_of(t, p->country, hundreds) - PRIOR_LESS_DIVISION;
	add_area_code(t, index);
	add_own_name(t, row->cells[2], index, l);
	add_names(t, row->cells[4], index, l);
	return true;
}

static bool read_part(struct place_table *t, const struct row *row,
		      struct loading *l, struct error *err)
{
	uint32_t      index = t->n_places;
	uint32_t      division = place_area(t, row->cells[1]);
	struct place *p;

	if (!has_cells(row, 4, err))
		return false;
	if (division == PLACE_NONE) {
		error_set(err, "no row for the division before this");
		return false;
	}
	p = add_place(t, PLACE_PART, row->cells[2]);
	memcpy(p->code, t->places[division].code, sizeof(p->code));
	p->country = t->places[division].country;
	p->division = division;
	p->prior = PRIOR_PART;
	if (t->places[p->country].is_online)
		p->prior += PRIOR_ONLINE;
	add_own_name(t, row->cells[2], index, l);
	add_names(t, row->cells[3], index, l);
	return true;
}

static bool read_city(struct place_table *t, const struct row *row,
		      struct loading *l, struct error *err)
{
	uint32_t      index = t->n_places;
	long          id = cell_number(row->cells[0]);
	long          hundreds;
	struct place *p;

	if (id < 0) {
		error_set(err, "expected a kind of row or a GeoNames id");
		return false;
	}
	if (!has_cells(row, 5, err))
		return false;
	hundreds = cell_number(row->cells[3]);
	if (hundreds < 0 || row->cells[2].len < 2) {
		error_set(err, "expected a code and hundreds of people");
		return false;
	}
	p = add_place(t, PLACE_CITY, row->cells[1]);
	p->id = (int32_t)id;
	p->country = country_of(t, row->cells[2], err);
	if (p->country == PLACE_NONE)
		return false;
	if (row->cells[2].len > 2)
		p->division = place_area(t, row->cells[2]);
	p->prior = prior_of(t, p->country, hundreds);
	add_own_name(t, row->cells[1], index, l);
	add_names(t, row->cells[4], index, l);
	return true;
}

static const struct reader {
	const char *kind;
	bool (*read)(struct place_table *t, const struct row *row,
		     struct loading *l, struct error *err);
} readers[] = {
	{ "after", read_words }, { "country", read_country },
	{ "div", read_division }, { "group", read_group },
	{ "label", read_words }, { "mode", read_mode },
	{ "noise", read_words },
	{ "part", read_part },   { "state", read_division },
	{ "street", read_words }, { "word", read_words },
};

static bool read_line(struct place_table *t, struct span line,
		      struct loading *l, struct error *err)
{
	struct row row = { .n = 0 };

	while (row.n < CELLS_MAX) {
		const char *tab = memchr(line.ptr, '\t', line.len);
		size_t      len = tab ? (size_t)(tab - line.ptr) : line.len;

		row.cells[row.n++] = (struct span){ line.ptr, len };
		if (!tab)
			break;
		line.ptr += len + 1;
		line.len -= len + 1;
	}
	if (row.cells[0].len && row.cells[0].ptr[0] <= '9') /* most */
		return read_city(t, &row, l, err);
	for (size_t i = 0; i < ARRAY_LEN(readers); i++) {
		if (span_is(row.cells[0], readers[i].kind))
			return readers[i].read(t, &row, l, err);
	}
	return read_city(t, &row, l, err);
}

struct place_table *place_table_new(struct span places, struct error *err)
{
	struct place_table *t = xcalloc(1, sizeof(*t));
	struct loading      l = { .folded = BUF_INIT };
	const char         *at = places.ptr;
	const char         *end = places.len ? at + places.len : at;
	bool                is_read = true;

	t->cap_places = PLACES_FIRST;
	t->places = xmalloc(t->cap_places * sizeof(*t->places));
	t->cap_entries = ENTRIES_FIRST;
	t->entries = xmalloc(t->cap_entries * sizeof(*t->entries));
	t->n_slots = 1 << 19;
	t->slots = xmalloc(t->n_slots * sizeof(*t->slots));
	memset(t->slots, 0xFF, t->n_slots * sizeof(*t->slots));

	for (size_t number = 1; at < end && is_read; number++) {
		const char *eol = memchr(at, '\n', (size_t)(end - at));
		struct span line = { at, (size_t)((eol ? eol : end) - at) };

		if (line.len && line.ptr[0] != '#') {
			is_read = read_line(t, line, &l, err);
			if (!is_read)
				error_prefix(err, "places.tsv line %zu",
					     number);
		}
		at = eol ? eol + 1 : end;
	}
	add_waiting(t, &l);
	buf_deinit(&l.folded);
	if (!is_read) {
		place_table_free(t);
		return NULL;
	}
	return t;
}
