#include "cli/archive.h"

#include "base/mem.h"
#include "cli/json_member.h"
#include "parsers/ad_json.h"
#include "parsers/json.h"

#include <string.h>

#define USEC 1000000LL /* microseconds of a second */

static const char *const run_states[] = {
	"ok", "partial", "capped", "mirrored", "blocked", "tdm", "dead",
};

/* Digits after the second's point, as microseconds. */
static int64_t fraction(struct span text)
{
	const char *p = memchr(text.ptr, '.', text.len);
	int64_t     sum = 0, unit = USEC / 10;

	for (p = p ? p + 1 : text.ptr + text.len;
	     p < text.ptr + text.len && *p >= '0' && *p <= '9'; p++) {
		sum += (*p - '0') * unit;
		unit /= 10;
	}
	return sum;
}

/* 0 when the member is absent; false with `err` when it is no moment. */
static bool get_moment(const cJSON *object, const char *key, int64_t *out,
		       struct error *err)
{
	const cJSON *value = json_get(object, key);
	struct span  text = json_raw(value);
	struct stamp stamp;

	*out = 0;
	if (!value || cJSON_IsNull(value))
		return true;
	if (!text.ptr || !stamp_parse_iso(text, &stamp)) {
		error_set(err, "%s: expected RFC 3339, found \"%.*s\"", key,
			  (int)(text.len < 40 ? text.len : 40),
			  text.ptr ? text.ptr : "");
		return false;
	}
	*out = stamp.at * USEC + fraction(text);
	return true;
}

static bool require(struct span value, const char *key, struct error *err)
{
	if (value.len)
		return true;
	error_set(err, "%s: expected a string, found nothing", key);
	return false;
}

static bool get_count(const cJSON *object, const char *key, int64_t *out,
		      struct error *err)
{
	const cJSON *value = json_get(object, key);

	*out = -1;
	if (!value || cJSON_IsNull(value))
		return true;
	if (json_whole(value, out) && *out >= 0)
		return true;
	error_set(err, "%s: expected a whole number from 0", key);
	return false;
}

static struct span text_member(const cJSON *object, const char *key,
			       struct arena *arena)
{
	return arena_span(arena, json_member(object, key));
}

static bool read_source(const cJSON *object, struct arena *arena,
			struct archive_line *out, struct error *err)
{
	struct source_line *s = &out->source;
	struct stamp        day;

	s->id = text_member(object, "id", arena);
	s->kind = text_member(object, "kind", arena);
	s->employer = text_member(object, "employer", arena);
	s->first_evidence = text_member(object, "first_evidence", arena);
	if (!require(s->id, "id", err))
		return false;
	if (!s->first_evidence.ptr || stamp_parse_iso(s->first_evidence, &day))
		return true;
	error_set(err, "first_evidence: expected a date, found \"%.40s\"",
		  s->first_evidence.ptr);
	return false;
}

static bool read_run(const cJSON *object, struct arena *arena,
		     struct archive_line *out, struct error *err)
{
	struct archive_run *r = &out->run;

	out->source.id = text_member(object, "source", arena);
	r->state = text_member(object, "state", arena);
	if (!require(out->source.id, "source", err) ||
	    !get_moment(object, "at", &r->at, err) ||
	    !get_moment(object, "ended_at", &r->ended_at, err) ||
	    !get_count(object, "listed", &r->listed, err) ||
	    !get_count(object, "fetched", &r->fetched, err))
		return false;
	if (!r->at) {
		error_set(err, "at: expected RFC 3339, found nothing");
		return false;
	}
	if (r->ended_at && r->ended_at < r->at) {
		error_set(err, "ended_at: expected a moment after at");
		return false;
	}
	for (size_t i = 0; i < ARRAY_LEN(run_states); i++) {
		if (span_is(r->state, run_states[i]))
			return true;
	}
	error_set(err,
		  "state: expected ok, partial, capped, mirrored, blocked, "
		  "tdm or dead, found \"%.40s\"",
		  r->state.ptr ? r->state.ptr : "");
	return false;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool get_hash(const cJSON *object, struct arena *arena, struct span *out,
		     struct error *err)
{
	struct span hex = json_member(object, "raw_sha256");
	char       *raw = arena_alloc(arena, SHA256_SIZE);

	*out = (struct span){ NULL, 0 };
	if (!hex.ptr)
		return true;
	for (size_t i = 0; hex.len == 2 * SHA256_SIZE && i < SHA256_SIZE; i++) {
		int high = hex_digit(hex.ptr[2 * i]);
		int low = hex_digit(hex.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			break;
		raw[i] = (char)(high << 4 | low);
		if (i + 1 == SHA256_SIZE)
			*out = (struct span){ raw, SHA256_SIZE };
	}
	if (!out->ptr)
		error_set(err, "raw_sha256: expected 64 hex digits");
	return out->ptr != NULL;
}

static bool check_order(const struct archive_line *l, struct error *err)
{
	const char *why = NULL;

	if (!l->first_seen)
		why = "first_seen: expected RFC 3339, found nothing";
	else if (!l->last_seen)
		why = "last_seen: expected RFC 3339, found nothing";
	else if (l->last_seen < l->first_seen)
		why = "last_seen: expected a moment from first_seen on";
	else if (l->gone_at && l->gone_at < l->last_seen)
		why = "gone_at: expected a moment from last_seen on";
	if (why)
		error_set(err, "%s", why);
	return !why;
}

bool archive_check_ad(const struct archive_line *l, struct error *err)
{
	return require(l->source.id, "source", err) &&
	       require(l->ad.native_id, "native_id", err) &&
	       require(l->ad.title, "title", err) && check_order(l, err);
}

static bool read_ad(const cJSON                  *object,
		    const struct archive_default *otherwise,
		    struct arena *arena, struct archive_line *out,
		    struct error *err)
{
	out->source.id = text_member(object, "source", arena);
	if (!out->source.id.len)
		out->source.id = span_of(otherwise->source);
	if (!require(out->source.id, "source", err) ||
	    !ad_read_json(object, arena, &out->ad, err) ||
	    !get_moment(object, "first_seen", &out->first_seen, err) ||
	    !get_moment(object, "last_seen", &out->last_seen, err) ||
	    !get_moment(object, "gone_at", &out->gone_at, err) ||
	    !get_hash(object, arena, &out->raw_sha256, err))
		return false;
	if (otherwise->seen_at && !out->first_seen && !out->last_seen)
		out->first_seen = out->last_seen = otherwise->seen_at;
	return archive_check_ad(out, err);
}

/* What we have no field for is kept, and given back by an export. */
static bool read_extra(struct span line, struct arena *arena, struct ad *ad,
		       struct error *err)
{
	struct buf b = BUF_INIT;
	bool       ok = json_unknown_members(line, &b, err);

	if (ok && b.len)
		ad->extra = arena_span(arena, buf_span(&b));
	buf_deinit(&b);
	return ok;
}

static bool read_typed(const cJSON                  *object,
		       const struct archive_default *otherwise,
		       struct arena *arena, struct archive_line *out,
		       struct error *err)
{
	struct span type = json_member(object, "type");

	if (!cJSON_IsObject(object)) {
		error_set(err, "expected a JSON object, found another value");
		return false;
	}
	if (otherwise->seen_at && !type.ptr)
		type = SPAN("ad");
	if (span_is(type, "source")) {
		out->type = ARCHIVE_SOURCE;
		return read_source(object, arena, out, err);
	}
	if (span_is(type, "run")) {
		out->type = ARCHIVE_RUN;
		return read_run(object, arena, out, err);
	}
	if (span_is(type, "ad")) {
		out->type = ARCHIVE_AD;
		return read_ad(object, otherwise, arena, out, err);
	}
	error_set(err, "type: expected source, run or ad, found \"%.*s\"",
		  (int)(type.len < 40 ? type.len : 40),
		  type.ptr ? type.ptr : "");
	return false;
}

bool archive_read(struct span line, const struct archive_default *otherwise,
		  struct arena *arena, struct archive_line *out,
		  struct error *err)
{
	static const char first[] = "line 1: "; /* of a line: says nothing */
	cJSON            *object = json_parse(line, err);
	bool              ok;

	if (!object && strncmp(err->text, first, strlen(first)) == 0)
		memmove(err->text, err->text + strlen(first),
			strlen(err->text + strlen(first)) + 1);
	*out = (struct archive_line){ .type = ARCHIVE_AD };
	ok = object && read_typed(object, otherwise, arena, out, err) &&
	     (out->type != ARCHIVE_AD ||
	      read_extra(line, arena, &out->ad, err));
	json_free(object);
	return ok;
}
