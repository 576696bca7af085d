#include "cli/import_past.h"

#include "parsers/past.h"

/* Members that hold the list where a file is a page of an API. */
static const char *const lists[] = { "data", "hits", "ads" };

struct register_work {
	struct import_work *w;
	const struct past  *past;
	struct span         source;
	int64_t             now;
};

static bool put_run(struct register_work *r, int64_t at, struct error *err)
{
	int64_t             day = at - ((at % DAY_S) + DAY_S) % DAY_S;
	struct archive_line run = {
		.type = ARCHIVE_RUN,
		.source.id = r->source,
		.run = { .at = day * USEC, .state = SPAN("ok"), .listed = -1,
			 .fetched = -1 },
	};

	return import_put(r->w, &run, err);
}

static bool take_object(struct register_work *r, const cJSON *object,
			struct error *err)
{
	struct findings     found = FINDINGS_INIT;
	struct past_times   t;
	struct archive_line l = { .type = ARCHIVE_AD, .source.id = r->source };
	bool                ok = past_read(r->past, object, r->now, &found, &t,
					   err);

	if (ok) {
		l.ad = found.ads[0];
		l.first_seen = t.first_seen * USEC;
		l.last_seen = t.last_seen * USEC;
		l.gone_at = t.gone_at * USEC;
		ok = put_run(r, t.first_seen - DAY_S, err) &&
		     put_run(r, t.first_seen, err) &&
		     import_put(r->w, &l, err);
	}
	findings_deinit(&found);
	return ok;
}

static const cJSON *list_of(const cJSON *root)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const cJSON *list = json_get(root, lists[i]);

		if (cJSON_IsArray(list))
			return list;
	}
	return NULL;
}

static bool take(struct import_work *w, struct span item,
		 const struct past *past, const char *source, struct error *err)
{
	const struct archive_default *o = &w->job->shared->otherwise;
	struct register_work          r = {
			 .w = w,
			 .past = past,
			 .source = span_of(o->source ? o->source : source),
			 .now = o->seen_at / USEC,
	};
	cJSON       *root = json_parse(item, err);
	const cJSON *list = list_of(root);
	const cJSON *object;
	bool         ok = root != NULL;

	if (ok && !list)
		ok = take_object(&r, root, err);
	cJSON_ArrayForEach(object, list)
	{
		struct error why = ERROR_INIT;

		if (!take_object(&r, object, &why))
			import_refuse(w, &why);
	}
	json_free(root);
	return ok;
}

bool import_jobtech_take(struct import_work *w, struct span item,
			 struct error *err)
{
	return take(w, item, &past_jobtech, "jobtech/historical", err);
}

bool import_usajobs_take(struct import_work *w, struct span item,
			 struct error *err)
{
	return take(w, item, &past_usajobs, "usajobs/historical", err);
}
