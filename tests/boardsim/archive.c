#include "tests/boardsim/archive.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "base/stamp.h"
#include "parsers/ad_json.h"
#include "tests/boardsim/listing.h"

#include <stdlib.h>
#include <string.h>

/* One visit: when, and how it went. */
struct visit {
	int32_t     day;
	int64_t     at; /* seconds since 1970 */
	const char *state;
	int64_t     listed, fetched;
};

struct history {
	struct visit *visits;
	size_t        n;
};

static void history_init(struct history *h, const struct world *w,
			 const struct board *b)
{
	size_t most = (size_t)((w->last_day - b->entered) / b->every + 1);

	h->visits = xcalloc(most, sizeof(*h->visits));
	h->n = 0;
	for (int32_t day = b->entered; day < w->last_day; day += b->every) {
		struct visit *v = &h->visits[h->n++];

		v->day = day;
		v->at = day * (int64_t)DAY_S + 6 * 3600 + (b - w->boards) % 180 * 60;
		v->state = day >= b->fails_from && day < b->fails_to ? b->fails_as :
								      "ok";
	}
}

static void history_deinit(struct history *h)
{
	free(h->visits);
	h->visits = NULL;
}

/* A partial visit gets the same half of the ads each time. */
static bool visit_sees(const struct visit *v, const struct listing *l)
{
	if (v->day < l->from || v->day >= l->to || !strcmp(v->state, "blocked"))
		return false;
	return strcmp(v->state, "partial") || l->vacancy->number % 2;
}

struct sighting {
	const struct visit *first, *last, *gone;
};

/*
 * What the visits saw of a listing. It is gone at the first sound visit that
 * misses it, when a second sound visit confirms.
 */
static struct sighting look(struct history *h, const struct listing *l)
{
	struct sighting s = { NULL, NULL, NULL };
	size_t          missed = 0;

	for (size_t i = 0; i < h->n && missed < 2; i++) {
		struct visit *v = &h->visits[i];

		if (v->day < l->from)
			continue;
		if (v->day < l->to)
			v->listed++;
		if (visit_sees(v, l)) {
			s.first = s.first ? s.first : v;
			s.last = v;
			v->fetched++;
		} else if (v->day >= l->to && !strcmp(v->state, "ok")) {
			if (++missed == 1)
				s.gone = v;
		}
	}
	if (missed < 2)
		s.gone = NULL;
	return s;
}

static void put_instant(struct buf *line, const char *key, int64_t at)
{
	char text[STAMP_SIZE];

	stamp_format(stamp_from_unix(at), text);
	json_put_text(line, key, text);
}

static void end_line(struct buf *line, FILE *out)
{
	json_close_object(line);
	buf_add_char(line, '\n');
	fwrite(line->ptr, 1, line->len, out);
	buf_clear(line);
}

static void write_source(const struct world *w, const struct board *b,
			 struct buf *line, FILE *out)
{
	char day[STAMP_SIZE];

	stamp_format(stamp_from_days(b->entered), day);
	json_open_object(line);
	json_put_text(line, "type", "source");
	json_put_text(line, "id", b->id);
	json_put_text(line, "kind", board_kind_name(b->kind));
	if (b->kind < PORTAL)
		json_put_text(line, "employer", w->employers[b->employer].name);
	json_put_text(line, "first_evidence", day);
	end_line(line, out);
}

static void write_run(const struct board *b, const struct visit *v,
		      struct buf *line, FILE *out)
{
	bool is_blocked = !strcmp(v->state, "blocked");

	json_open_object(line);
	json_put_text(line, "type", "run");
	json_put_text(line, "source", b->id);
	put_instant(line, "at", v->at);
	json_put_text(line, "state", v->state);
	if (!is_blocked) {
		json_put_int(line, "listed", v->listed);
		json_put_int(line, "fetched", v->fetched);
	}
	end_line(line, out);
}

static void write_ad(const struct listing *l, const struct sighting *s, int port,
		     struct buf *line, FILE *out)
{
	struct arena arena = ARENA_INIT;
	struct ad    ad;

	listing_ad(l, port, &arena, &ad);
	json_open_object(line);
	json_put_text(line, "type", "ad");
	json_put_text(line, "source", l->board->id);
	ad_write_json(&ad, line);
	put_instant(line, "first_seen", s->first->at);
	put_instant(line, "last_seen", s->last->at);
	if (s->gone)
		put_instant(line, "gone_at", s->gone->at);
	end_line(line, out);
	arena_deinit(&arena);
}

void archive_write(const struct world *w, int port, FILE *out)
{
	struct buf line = BUF_INIT;

	for (size_t i = 0; i < w->n_boards; i++) {
		const struct board *b = &w->boards[i];
		struct history      h;

		history_init(&h, w, b);
		write_source(w, b, &line, out);
		for (size_t n = 0; n < w->n_vacancies; n++) {
			struct listing l[2];
			size_t         many =
				world_listings(w, b, &w->vacancies[n], l);

			for (size_t k = 0; k < many; k++) {
				struct sighting s = look(&h, &l[k]);

				if (s.first)
					write_ad(&l[k], &s, port, &line, out);
			}
		}
		for (size_t n = 0; n < h.n; n++)
			write_run(b, &h.visits[n], &line, out);
		history_deinit(&h);
	}
	buf_deinit(&line);
}
