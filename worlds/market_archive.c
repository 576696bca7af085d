#include "worlds/market_write.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/ad_json.h"

#include <stdlib.h>
#include <string.h>

static void put_instant(struct buf *line, const char *key, int64_t at)
{
	char text[STAMP_SIZE];

	stamp_format(stamp_from_unix(at), text);
	json_put_text(line, key, text);
}

static void end_line(struct buf *line)
{
	json_close_object(line);
	buf_add_char(line, '\n');
}

static void put_source(const struct market_source *s, struct buf *line)
{
	char day[STAMP_SIZE];

	stamp_format(stamp_from_days(s->entered), day);
	json_open_object(line);
	json_put_text(line, "type", "source");
	json_put_text(line, "id", s->id);
	json_put_text(line, "kind", "jsonld");
	json_put_text(line, "first_evidence", day);
	end_line(line);
}

static void put_run(const struct market_source *s, const struct market_visit *v,
		    struct buf *line)
{
	bool is_seen = !strcmp(v->state, "ok") || !strcmp(v->state, "partial") ||
		       !strcmp(v->state, "capped");

	json_open_object(line);
	json_put_text(line, "type", "run");
	json_put_text(line, "source", s->id);
	put_instant(line, "at", v->at);
	json_put_text(line, "state", v->state);
	if (is_seen) {
		json_put_int(line, "listed", v->listed);
		json_put_int(line, "fetched", v->fetched);
	}
	end_line(line);
}

static void put_ad(const struct market *m, const struct market_listing *l,
		   const struct market_sighting *seen, struct buf *line)
{
	struct arena arena = ARENA_INIT;
	struct ad    ad;

	market_ad(m, l, &arena, &ad);
	json_open_object(line);
	json_put_text(line, "type", "ad");
	json_put_text(line, "source", l->source->id);
	ad_write_json(&ad, line);
	put_instant(line, "first_seen", seen->first->at);
	put_instant(line, "last_seen", seen->last->at);
	if (seen->gone && !(l->source->is_terse && l->vacancy->is_succeeded))
		put_instant(line, "gone_at", seen->gone->at);
	end_line(line);
	arena_deinit(&arena);
}

/* Where lines go: what was seen by an earlier dictionary, and the rest. */
struct target {
	market_line_fn *put;
	void           *earlier, *arg;
};

static bool put_line(const struct market *m, struct buf *line, int32_t day,
		     const struct target *to)
{
	bool ok = to->put(line, day < m->learned_from ? to->earlier : to->arg);

	buf_clear(line);
	return ok;
}

static bool write_source(const struct market *m, const struct market_source *s,
			 struct buf *line, const struct target *to)
{
	size_t               n;
	struct market_visit *visits = market_visits(m, s, &n);
	bool                 ok;

	put_source(s, line);
	ok = put_line(m, line, s->entered, to);
	for (size_t i = 0; ok && i < m->n_vacancies; i++) {
		struct market_listing l[2];
		size_t many = market_listings(m, s, &m->vacancies[i], l);

		for (size_t k = 0; ok && k < many; k++) {
			struct market_sighting seen =
				market_look(m, visits, n, &l[k]);

			if (!seen.first)
				continue;
			put_ad(m, &l[k], &seen, line);
			ok = put_line(m, line, seen.first->day, to);
		}
	}
	for (size_t i = 0; ok && i < n; i++) {
		put_run(s, &visits[i], line);
		ok = put_line(m, line, visits[i].day, to);
	}
	free(visits);
	return ok;
}

bool market_write_archive(const struct market *m, market_line_fn *put, void *arg,
			  void *earlier)
{
	const struct target to = { put, earlier, arg };
	struct buf          line = BUF_INIT;
	bool                ok = true;

	for (size_t i = 0; ok && i < m->n_sources; i++)
		ok = write_source(m, &m->sources[i], &line, &to);
	buf_deinit(&line);
	return ok;
}
