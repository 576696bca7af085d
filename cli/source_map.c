#include "cli/source_map.h"

#include "base/hash.h"
#include "base/mem.h"
#include "daemon/database.h"
#include "parsers/parser.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define FIRST_SLOTS 256 /* a power of two */

struct slot {
	char   *id; /* NULL: free */
	size_t  len;
	int32_t key;
};

struct source_map {
	struct database *db; /* borrowed */
	uv_mutex_t       lock;
	struct slot     *slots;
	size_t           n_slots, n;
	bool             is_lost;
};

/* Holding the lock: an answer, however long the database takes to be back. */
static struct rows *ask(struct source_map *m, const char *sql,
			const char *const *params, size_t n, struct error *err)
{
	struct rows *r = NULL;
	int          waited_s = 0;

	if (m->is_lost) {
		error_set(err, "database: gone");
		return NULL;
	}
	for (;;) {
		r = database_query(m->db, sql, params, n, err);
		if (r || !database_is_lost(m->db))
			return r;
		do {
			if (waited_s++ == SOURCE_MAP_AWAY_S) {
				m->is_lost = true;
				return NULL;
			}
			uv_sleep(1000);
		} while (!database_reconnect(m->db, err));
	}
}

struct source_map *source_map_new(struct database *db)
{
	struct source_map *m = xcalloc(1, sizeof(*m));

	m->db = db;
	m->n_slots = FIRST_SLOTS;
	m->slots = xcalloc(m->n_slots, sizeof(*m->slots));
	uv_mutex_init(&m->lock);
	return m;
}

void source_map_free(struct source_map *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->n_slots; i++)
		free(m->slots[i].id);
	free(m->slots);
	uv_mutex_destroy(&m->lock);
	free(m);
}

/* The slot of `id`, or the free one where it belongs. */
static struct slot *find(struct slot *slots, size_t n_slots, struct span id)
{
	size_t at = hash64(id) & (n_slots - 1);

	while (slots[at].id && (slots[at].len != id.len ||
				memcmp(slots[at].id, id.ptr, id.len) != 0))
		at = (at + 1) & (n_slots - 1);
	return &slots[at];
}

static void grow(struct source_map *m)
{
	size_t       n_slots = m->n_slots * 2;
	struct slot *slots = xcalloc(n_slots, sizeof(*slots));

	for (size_t i = 0; i < m->n_slots; i++) {
		struct slot *old = &m->slots[i];
		struct span  id = { old->id, old->len };

		if (old->id)
			*find(slots, n_slots, id) = *old;
	}
	free(m->slots);
	m->slots = slots;
	m->n_slots = n_slots;
}

static void keep(struct source_map *m, struct span id, int32_t key)
{
	struct slot *slot;

	if (m->n * 2 >= m->n_slots)
		grow(m);
	slot = find(m->slots, m->n_slots, id);
	if (slot->id)
		return;
	slot->id = xstrndup(id.ptr, id.len);
	slot->len = id.len;
	slot->key = key;
	m->n++;
}

/* "greenhouse" of "greenhouse/acme"; such ids tell their kind. */
static char *kind_of(struct span id)
{
	const char *slash = memchr(id.ptr, '/', id.len);
	size_t      len = slash ? (size_t)(slash - id.ptr) : 0;

	return len ? xstrndup(id.ptr, len) : xstrdup("archive");
}

static char *text_of(struct span s)
{
	return s.ptr ? xstrndup(s.ptr, s.len) : NULL;
}

/* What visits to sources of a kind do not show, as a configuration has it. */
static const char *options_of(const char *kind)
{
	const struct parser *p = parser_find(span_of(kind));

	return p && p->lists_newest ? "{\"lists_all\": false}" : "{}";
}

/*
 * Nothing changes when the source is there. `implied` marks those that no
 * source line has spoken of: an export leaves their line out again.
 * `unvisited` those that nobody says to have visited: no run is inferred.
 */
static int32_t create(struct source_map *m, const struct source_line *l,
		      const char *options, struct error *err)
{
	static const char sql[] =
		"WITH made AS (INSERT INTO jobtrend.source"
		" (id, kind, employer, is_enabled, options)"
		" VALUES ($1, $2, $3, false, $4::jsonb || $5::jsonb)"
		" ON CONFLICT (id) DO NOTHING RETURNING source_id)"
		" SELECT source_id FROM made UNION ALL"
		" SELECT source_id FROM jobtrend.source WHERE id = $1";
	char        *text = text_of(l->id);
	char        *kind = l->kind.ptr ? text_of(l->kind) : kind_of(l->id);
	char        *employer = text_of(l->employer);
	const char  *params[] = { text, kind, employer, options,
				 options_of(kind) };
	struct rows *r = ask(m, sql, params, ARRAY_LEN(params), err);
	int32_t      key = 0;

	if (r && rows_count(r))
		key = (int32_t)rows_get_int(r, 0, 0);
	else if (r)
		error_set(err, "source %s: expected a key, found none", text);
	rows_free(r);
	free(employer);
	free(kind);
	free(text);
	return key;
}

static int32_t get(struct source_map *m, const struct source_line *l,
		   const char *options, struct error *err)
{
	struct slot *slot;
	int32_t      key;

	uv_mutex_lock(&m->lock);
	slot = find(m->slots, m->n_slots, l->id);
	key = slot->id ? slot->key : create(m, l, options, err);
	if (key && !slot->id)
		keep(m, l->id, key);
	uv_mutex_unlock(&m->lock);
	return key;
}

int32_t source_map_get(struct source_map *m, struct span id, struct error *err)
{
	return get(m, &(struct source_line){ .id = id },
		   "{\"implied\": true}", err);
}

int32_t source_map_get_unvisited(struct source_map *m,
				 const struct source_line *l, struct error *err)
{
	return get(m, l, "{\"unvisited\": true}", err);
}

/* The line's word counts; what it does not say stays. */
bool source_map_put(struct source_map *m, const struct source_line *l,
		    struct error *err)
{
	static const char sql[] =
		"INSERT INTO jobtrend.source AS s"
		" (id, kind, employer, first_evidence, is_enabled, options)"
		" VALUES ($1, coalesce($2, $5), $3, $4, false, $6)"
		" ON CONFLICT (id) DO UPDATE SET"
		" kind = coalesce($2, s.kind),"
		" employer = coalesce($3, s.employer),"
		" first_evidence = coalesce($4::date, s.first_evidence),"
		" options = s.options - 'implied'"
		" RETURNING source_id";
	char *text[] = { text_of(l->id), text_of(l->kind), text_of(l->employer),
			 text_of(l->first_evidence), kind_of(l->id) };
	const char *params[ARRAY_LEN(text) + 1];
	struct rows *r;

	memcpy(params, text, sizeof(text));
	params[ARRAY_LEN(text)] = options_of(text[1] ? text[1] : text[4]);
	uv_mutex_lock(&m->lock);
	r = ask(m, sql, params, ARRAY_LEN(params), err);
	if (r && rows_count(r))
		keep(m, l->id, (int32_t)rows_get_int(r, 0, 0));
	uv_mutex_unlock(&m->lock);
	for (size_t i = 0; i < ARRAY_LEN(text); i++)
		free(text[i]);
	rows_free(r);
	return r != NULL;
}

size_t source_map_count(struct source_map *m)
{
	size_t n;

	uv_mutex_lock(&m->lock);
	n = m->n;
	uv_mutex_unlock(&m->lock);
	return n;
}

bool source_map_run(struct source_map *m, const char *sql,
		    const char *const *params, size_t n, struct error *err)
{
	struct rows *r;

	uv_mutex_lock(&m->lock);
	r = ask(m, sql, params, n, err);
	uv_mutex_unlock(&m->lock);
	rows_free(r);
	return r != NULL;
}

bool source_map_is_lost(struct source_map *m)
{
	bool is_lost;

	uv_mutex_lock(&m->lock);
	is_lost = m->is_lost;
	uv_mutex_unlock(&m->lock);
	return is_lost;
}
