#include "cli/import_hn.h"

#include "base/mem.h"
#include "cli/hn_threads.h"
#include "cli/json_records.h"
#include "parsers/hn.h"
#include "parsers/text.h"

#include <stdlib.h>
#include <string.h>

#define SOURCE "hn/who-is-hiring" /* as the bundled one */
#define THREAD_S (31LL * DAY_S) /* a monthly thread is followed by the next */
#define STORY_BYTES (256 * 1024) /* a story alone is no longer than that */

void *import_hn_begin(const struct import_options *o, struct error *err)
{
	(void)o;
	(void)err;
	return hn_threads_new();
}

void import_hn_end(void *state)
{
	hn_threads_free(state);
}

/* ---- reading: what threads there are ---- */

struct hn_reader {
	struct import_reader  reader; /* ours, whose calls go to the next */
	struct import_reader *records;
};

static struct import_reader *records_of(const struct import_reader *r)
{
	return ((const struct hn_reader *)r)->records;
}

static bool get_time(const cJSON *item, int64_t *out)
{
	struct stamp at = { 0, 0, STAMP_NONE };

	if (json_whole(json_get(item, "created_at_i"), out) ||
	    json_whole(json_get(item, "time"), out))
		return true;
	text_date(json_member(item, "created_at"), &at);
	*out = at.at;
	return at.precision != STAMP_NONE;
}

/* A number, or the text of one. */
static bool get_id(const cJSON *item, const char *key, int64_t *out)
{
	const cJSON *value = json_get(item, key);
	struct span  text = json_raw(value);
	char        *end;

	if (json_whole(value, out))
		return *out > 0;
	if (!text.len)
		return false;
	*out = strtoll(text.ptr, &end, 10);
	return *out > 0 && end == text.ptr + text.len;
}

static void learn_story(struct hn_threads *t, const cJSON *item)
{
	int64_t id, at;

	if (hn_is_hiring(json_member(item, "title")) && get_time(item, &at) &&
	    (get_id(item, "id", &id) || get_id(item, "objectID", &id)))
		hn_threads_put(t, id, at);
}

/* Only what may be a story that asks is parsed for it. */
static void learn(struct hn_threads *t, struct span record)
{
	struct error err = ERROR_INIT;
	const cJSON *hit;
	cJSON       *root;

	if (record.len > STORY_BYTES || !span_find_nocase(record, "hiring") ||
	    !span_find(record, "\"title\""))
		return;
	root = json_parse(record, &err);
	learn_story(t, root);
	cJSON_ArrayForEach(hit, json_get(root, "hits"))
	{
		learn_story(t, hit);
	}
	json_free(root);
}

static enum item_status next_record(struct import_reader *r, struct span *item,
				    struct error *err)
{
	struct import_reader *records = records_of(r);
	enum item_status      status = records->type->next(records, item, err);

	if (status == ITEM_OK)
		learn(r->state, *item);
	return status;
}

static int64_t place(const struct import_reader *r)
{
	return records_of(r)->type->place(records_of(r));
}

static void print_place(int64_t number, struct buf *out)
{
	buf_printf(out, ": record %lld", (long long)number);
}

static int64_t bytes_read(const struct import_reader *r)
{
	return records_of(r)->type->read(records_of(r));
}

static int64_t bytes_whole(const struct import_reader *r)
{
	return records_of(r)->type->size(records_of(r));
}

static void close_reader(struct import_reader *r)
{
	records_of(r)->type->close(records_of(r));
	free(r);
}

static const struct import_reader_type type = {
	.next = next_record,
	.place = place,
	.print_place = print_place,
	.read = bytes_read,
	.size = bytes_whole,
	.close = close_reader,
};

struct import_reader *import_hn_open(const char *path, struct error *err)
{
	struct import_reader *records = json_records_open(path, err);
	struct hn_reader     *r;

	if (!records)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	r->reader.type = &type;
	r->records = records;
	return &r->reader;
}

/* ---- working: what a record says ---- */

struct dump {
	struct import_work *w;
	struct hn_threads  *threads;
	struct span         source;
	int64_t             seen_at; /* seconds: when the dump was made */
};

static int64_t floor_day(int64_t at)
{
	return at - ((at % DAY_S) + DAY_S) % DAY_S;
}

/*
 * A comment was there from when it was written until the next thread. That it
 * was written shows that the thread was open on that day: a run at the
 * beginning of it.
 */
static bool put_ad(struct dump *d, const struct ad *ad, int64_t thread_at,
		   struct error *err)
{
	int64_t             at = ad->posted_at.at;
	int64_t             end = thread_at + THREAD_S;
	struct archive_line run = { .type = ARCHIVE_RUN };
	struct archive_line l = { .type = ARCHIVE_AD, .ad = *ad };

	if (end < at + DAY_S)
		end = at + DAY_S;
	l.source.id = run.source.id = d->source;
	l.first_seen = l.last_seen = at * USEC;
	l.gone_at = end <= d->seen_at ? end * USEC : 0;
	run.run = (struct archive_run){ .at = floor_day(at) * USEC,
					.state = SPAN("ok"),
					.listed = -1,
					.fetched = -1 };
	return import_put(d->w, &run, err) && import_put(d->w, &l, err);
}

static bool take_comment(struct dump *d, const cJSON *item, const char *id_key,
			 const char *text_key, int64_t thread_at,
			 struct error *err)
{
	struct findings found = FINDINGS_INIT;
	bool            ok = true;

	hn_add_comment(item, json_member_text(&found.arena, item, id_key),
		       json_member(item, text_key), &found);
	if (!found.n_ads) {
		import_pass(d->w);
	} else if (found.ads[0].posted_at.precision == STAMP_NONE) {
		error_set(err, "time: expected when the comment was written, "
			       "found nothing");
		ok = false;
	} else {
		ok = put_ad(d, &found.ads[0], thread_at, err);
	}
	findings_deinit(&found);
	return ok;
}

/* A thread with its comments below it. */
static bool take_thread(struct dump *d, const cJSON *root, struct error *err)
{
	const cJSON *item;
	int64_t      at;

	if (!hn_is_hiring(json_member(root, "title"))) {
		import_pass(d->w);
		return true;
	}
	if (!get_time(root, &at)) {
		error_set(err, "created_at: expected when the thread began, "
			       "found nothing");
		return false;
	}
	cJSON_ArrayForEach(item, json_get(root, "children"))
	{
		struct error why = ERROR_INIT;

		if (!take_comment(d, item, "id", "text", at, &why))
			import_refuse(d->w, &why);
	}
	return true;
}

/* One result of Algolia's search: a comment of a story, or a story. */
static bool take_hit(struct dump *d, const cJSON *hit, struct error *err)
{
	struct span title = json_member(hit, "story_title");
	int64_t     story = 0, parent = 0, at = 0;
	bool        is_known;

	if (!json_member(hit, "comment_text").ptr) {
		import_pass(d->w);
		return true;
	}
	(void)get_id(hit, "story_id", &story);
	(void)get_id(hit, "parent_id", &parent);
	is_known = hn_threads_get(d->threads, story, &at);
	if (!story || story != parent || (!is_known && !hn_is_hiring(title))) {
		import_pass(d->w);
		return true;
	}
	if (!is_known) /* the thread is not in the dump: it began before */
		(void)get_time(hit, &at);
	return take_comment(d, hit, "objectID", "comment_text", at, err);
}

/* An item of Firebase: it knows what it answers to, and no more. */
static bool take_item(struct dump *d, const cJSON *item, struct error *err)
{
	int64_t parent = 0, at = 0;

	if (!get_id(item, "parent", &parent) ||
	    !hn_threads_get(d->threads, parent, &at)) {
		import_pass(d->w);
		return true;
	}
	return take_comment(d, item, "id", "text", at, err);
}

static bool take_root(struct dump *d, const cJSON *root, struct error *err)
{
	const cJSON *hit;
	struct span  type_name = json_member(root, "type");

	if (cJSON_IsArray(json_get(root, "hits"))) {
		cJSON_ArrayForEach(hit, json_get(root, "hits"))
		{
			struct error why = ERROR_INIT;

			if (!take_hit(d, hit, &why))
				import_refuse(d->w, &why);
		}
		return true;
	}
	if (json_get(root, "objectID"))
		return take_hit(d, root, err);
	if (cJSON_IsArray(json_get(root, "children")) &&
	    span_is(type_name, "story"))
		return take_thread(d, root, err);
	if (span_is(type_name, "comment"))
		return take_item(d, root, err);
	if (type_name.len || cJSON_IsNull(root) ||
	    cJSON_IsTrue(json_get(root, "deleted"))) {
		import_pass(d->w); /* a story, a poll, what is gone */
		return true;
	}
	error_set(err, "expected an item of Hacker News or \"hits\", found "
		       "another value");
	return false;
}

bool import_hn_take(struct import_work *w, struct span item, struct error *err)
{
	const struct import_shared *s = w->job->shared;
	cJSON                      *root = json_parse(item, err);
	struct dump                 d = {
				.w = w,
				.threads = s->state,
				.source = span_of(s->otherwise.source
							  ? s->otherwise.source
							  : SOURCE),
				.seen_at = s->otherwise.seen_at / USEC,
	};
	bool ok = root && take_root(&d, root, err);

	json_free(root);
	return ok;
}
