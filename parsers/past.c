#include "parsers/past.h"

#include "parsers/text.h"


/* The first of the members that is there, as a date; false: it is none. */
static bool get_date(const cJSON *object, const char *const *paths,
		     struct arena *arena, struct stamp *out, struct error *err)
{
	*out = (struct stamp){ 0, 0, STAMP_NONE };
	for (size_t i = 0; i < PAST_PATHS && paths[i]; i++) {
		struct span text = json_text(arena, json_path(object, paths[i]));

		if (!text.len)
			continue;
		if (text_date(text, out))
			return true;
		error_set(err, "%s: expected a date, found \"%.40s\"", paths[i],
			  text.ptr);
		return false;
	}
	return true;
}

static bool was_removed(const struct past *p, const cJSON *object)
{
	return p->removed && (!p->is_removed ||
			      cJSON_IsTrue(json_path(object, p->is_removed)));
}

/* What ends first. A day that is named is a day it was still there. */
static void set_end(const struct stamp *closes, const struct stamp *removed,
		    int64_t now, struct past_times *t)
{
	int64_t last = t->first_seen, end = 0;

	if (closes->precision != STAMP_NONE) {
		last = closes->at;
		end = closes->precision == STAMP_DATE ? last + DAY_S : last;
	}
	if (removed->precision != STAMP_NONE && (!end || removed->at < end)) {
		last = removed->at;
		end = last;
	}
	if (last < t->first_seen)
		last = t->first_seen;
	if (end && end < last)
		end = last;
	t->last_seen = last < now ? last : now;
	t->gone_at = end <= now ? end : 0;
	if (t->last_seen < t->first_seen)
		t->last_seen = t->first_seen;
}

static bool get_times(const struct past *p, const cJSON *object, int64_t now,
		      struct arena *arena, struct past_times *t,
		      struct error *err)
{
	const char  *removed_path[PAST_PATHS] = { p->removed };
	struct stamp opens, closes, removed = { 0, 0, STAMP_NONE };

	if (!get_date(object, p->opens, arena, &opens, err) ||
	    !get_date(object, p->closes, arena, &closes, err) ||
	    (was_removed(p, object) &&
	     !get_date(object, removed_path, arena, &removed, err)))
		return false;
	if (opens.precision == STAMP_NONE) {
		error_set(err, "%s: expected a date, found nothing",
			  p->opens[0]);
		return false;
	}
	if (opens.at > now + DAY_S) { /* a day: dates are of no time zone */
		error_set(err, "%s: expected a date that has been, found one "
			       "that is to come", p->opens[0]);
		return false;
	}
	t->first_seen = opens.at;
	set_end(&closes, &removed, now, t);
	return true;
}

bool past_read(const struct past *p, const cJSON *object, int64_t now,
	       struct findings *out, struct past_times *times,
	       struct error *err)
{
	struct document  doc = { .fetched_at = stamp_from_unix(now) };
	size_t           n = out->n_ads;
	struct ad       *ad;

	if (!cJSON_IsObject(object)) {
		error_set(err, "expected an object, found another value");
		return false;
	}
	if (!get_times(p, object, now, &out->arena, times, err))
		return false;
	ad = board_map_add(p->map, &doc, NULL, (struct span){ NULL, 0 }, object, out);
	if (p->finish)
		p->finish(&out->arena, object, ad);
	if (!ad->native_id.len || !ad->title.len) {
		error_set(err, "%s: expected a text, found nothing",
			  ad->native_id.len ? "title" : "id");
		out->n_ads = n;
		return false;
	}
	return true;
}
