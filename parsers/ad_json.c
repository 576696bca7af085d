#include "parsers/ad_json.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void put_stamp(struct buf *out, const char *key, struct stamp s)
{
	char text[STAMP_SIZE];

	stamp_format(s, text);
	if (text[0])
		json_put_text(out, key, text);
}

static void put_spans(struct buf *out, const char *key,
		      const struct span *spans, size_t n)
{
	if (!n)
		return;
	json_key(out, key);
	json_open_array(out);
	for (size_t i = 0; i < n; i++)
		json_string(out, spans[i]);
	json_close_array(out);
}

static void put_location(struct buf *out, const struct ad_location *l)
{
	json_open_object(out);
	json_put_span(out, "text", l->text.ptr ? l->text : SPAN(""));
	json_put_span(out, "street", l->street);
	json_put_span(out, "city", l->city);
	json_put_span(out, "region", l->region);
	json_put_span(out, "country", l->country);
	json_put_span(out, "postal", l->postal);
	if (l->has_point) {
		json_put_double(out, "lat", l->lat);
		json_put_double(out, "lon", l->lon);
	}
	json_close_object(out);
}

static void put_locations(struct buf *out, const struct ad *ad)
{
	if (!ad->n_locations)
		return;
	json_key(out, "locations");
	json_open_array(out);
	for (size_t i = 0; i < ad->n_locations; i++)
		put_location(out, &ad->locations[i]);
	json_close_array(out);
}

static void put_pay(struct buf *out, const struct ad_pay *pay)
{
	if (pay->min <= 0 && pay->max <= 0)
		return;
	json_key(out, "pay");
	json_open_object(out);
	if (pay->min > 0)
		json_put_double(out, "min", pay->min);
	if (pay->max > 0)
		json_put_double(out, "max", pay->max);
	if (pay->currency[0])
		json_put_text(out, "currency", pay->currency);
	json_put_text(out, "period", pay_period_name(pay->period));
	json_put_span(out, "source", pay->source);
	json_close_object(out);
}

/* The members of an object as they are written. */
static void put_extra(struct span object, struct buf *out)
{
	struct span inner = object;

	if (object.len < 2)
		return;
	inner.ptr++;
	inner.len -= 2;
	inner = span_trim(inner);
	if (inner.len && out->len && out->ptr[out->len - 1] != '{')
		buf_add_char(out, ',');
	buf_add_span(out, inner);
}

void ad_write_json(const struct ad *ad, struct buf *out)
{
	json_put_span(out, "native_id", ad->native_id);
	json_put_span(out, "url", ad->url);
	json_put_span(out, "apply_url", ad->apply_url);
	json_put_span(out, "title", ad->title);
	json_put_span(out, "employer", ad->employer);
	json_put_span(out, "employer_size", ad->employer_size);
	if (ad->employer_seat.text.len) {
		json_key(out, "employer_location");
		put_location(out, &ad->employer_seat);
	}
	put_locations(out, ad);
	json_put_text(out, "remote", remote_name(ad->remote));
	put_spans(out, "remote_regions", ad->remote_regions,
		  ad->n_remote_regions);
	put_stamp(out, "posted_at", ad->posted_at);
	put_stamp(out, "updated_at", ad->updated_at);
	put_stamp(out, "valid_through", ad->valid_through);
	if (ad->is_closed)
		json_put_bool(out, "is_closed", true);
	put_spans(out, "employment_type", ad->employment_types,
		  ad->n_employment_types);
	if (ad->openings > 0)
		json_put_int(out, "openings", ad->openings);
	put_pay(out, &ad->pay);
	json_put_span(out, "requisition_id", ad->requisition_id);
	json_put_span(out, "department", ad->department);
	json_put_span(out, "industry", ad->industry);
	json_put_span(out, "description", ad->description);
	if (ad->description_html_sha256[0])
		json_put_text(out, "description_html_sha256",
			      ad->description_html_sha256);
	json_put_span(out, "language", ad->language);
	put_extra(ad->extra, out);
}

bool ad_json_is_known(struct span key)
{
	const struct span known[] = {
		/* of the ad */
		SPAN("native_id"), SPAN("url"), SPAN("apply_url"), SPAN("title"), SPAN("employer"),
		SPAN("employer_size"), SPAN("employer_location"), SPAN("locations"), SPAN("remote"),
		SPAN("remote_regions"),
		SPAN("posted_at"), SPAN("updated_at"), SPAN("valid_through"), SPAN("is_closed"),
		SPAN("employment_type"), SPAN("openings"), SPAN("pay"), SPAN("requisition_id"),
		SPAN("department"), SPAN("industry"), SPAN("description"),
		SPAN("description_html_sha256"), SPAN("language"),
		/* of a line of an archive */
		SPAN("type"), SPAN("source"), SPAN("first_seen"), SPAN("last_seen"), SPAN("gone_at"),
		SPAN("raw_sha256"),
		/* facts: found again each time */
		SPAN("ai"), SPAN("role_family"), SPAN("seniority"), SPAN("mentions"), SPAN("skills"),
		SPAN("regions"), SPAN("employer_key"), SPAN("fingerprint"),
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		if (key.len == known[i].len &&
		    !memcmp(key.ptr, known[i].ptr, key.len))
			return true;
	}
	return false;
}

/* What a read carries along; the first failure stays in err. */
struct reader {
	const cJSON  *object;
	struct arena *arena;
	struct error *err;
	bool          has_failed;
};

static void fail(struct reader *r, const char *key, const char *expected)
{
	if (!r->has_failed)
		error_set(r->err, "%s: expected %s", key, expected);
	r->has_failed = true;
}

/* The member, or NULL when it is absent or null. */
static const cJSON *member(struct reader *r, const char *key)
{
	const cJSON *value = json_get(r->object, key);

	return value && !cJSON_IsNull(value) ? value : NULL;
}

static struct span get_text(struct reader *r, const char *key)
{
	const cJSON *value = member(r, key);

	if (!value)
		return (struct span){ NULL, 0 };
	if (!cJSON_IsString(value)) {
		fail(r, key, "a string");
		return (struct span){ NULL, 0 };
	}
	return arena_span(r->arena, json_raw(value));
}

static struct stamp get_stamp(struct reader *r, const char *key)
{
	const cJSON *value = member(r, key);
	struct stamp stamp = { 0, 0, STAMP_NONE };

	if (value && !stamp_parse_iso(json_raw(value), &stamp)) {
		struct span found = json_raw(value);

		if (!r->has_failed)
			error_set(r->err, "%s: expected RFC 3339, got \"%.*s\"",
				  key, (int)(found.len < 40 ? found.len : 40),
				  found.ptr ? found.ptr : "");
		r->has_failed = true;
	}
	return stamp;
}

static double get_number(struct reader *r, const char *key)
{
	const cJSON *value = member(r, key);

	if (!value)
		return 0;
	if (!cJSON_IsNumber(value) || !isfinite(value->valuedouble)) {
		fail(r, key, "a number");
		return 0;
	}
	return value->valuedouble;
}

static struct span *get_texts(struct reader *r, const char *key, size_t *n)
{
	const cJSON *list = member(r, key);
	const cJSON *item;
	struct span *spans;

	*n = 0;
	if (!list)
		return NULL;
	if (!cJSON_IsArray(list)) {
		fail(r, key, "an array of strings");
		return NULL;
	}
	spans = arena_alloc(r->arena, ((size_t)cJSON_GetArraySize(list) + 1) *
					      sizeof(*spans));
	cJSON_ArrayForEach(item, list)
	{
		if (!cJSON_IsString(item)) {
			fail(r, key, "an array of strings");
			return NULL;
		}
		spans[(*n)++] = arena_span(r->arena, json_raw(item));
	}
	return spans;
}

static void get_location(struct reader *outer, const cJSON *object,
			 struct ad_location *l)
{
	struct reader r = *outer;

	r.object = object;
	l->text = get_text(&r, "text");
	if (!l->text.ptr)
		l->text = SPAN("");
	l->street = get_text(&r, "street");
	l->city = get_text(&r, "city");
	l->region = get_text(&r, "region");
	l->country = get_text(&r, "country");
	l->postal = get_text(&r, "postal");
	l->has_point = member(&r, "lat") && member(&r, "lon");
	l->lat = get_number(&r, "lat");
	l->lon = get_number(&r, "lon");
	outer->has_failed = r.has_failed;
}

static void get_locations(struct reader *r, struct ad *ad)
{
	const cJSON *list = member(r, "locations");
	const cJSON *item;

	if (!list)
		return;
	if (!cJSON_IsArray(list)) {
		fail(r, "locations", "an array of objects");
		return;
	}
	ad->locations = arena_alloc(r->arena,
				    ((size_t)cJSON_GetArraySize(list) + 1) *
					    sizeof(*ad->locations));
	cJSON_ArrayForEach(item, list)
	{
		if (!cJSON_IsObject(item)) {
			fail(r, "locations", "an array of objects");
			return;
		}
		get_location(r, item, &ad->locations[ad->n_locations++]);
	}
}

static void get_seat(struct reader *r, struct ad *ad)
{
	const cJSON *seat = member(r, "employer_location");

	if (!seat)
		return;
	if (cJSON_IsObject(seat))
		get_location(r, seat, &ad->employer_seat);
	else
		fail(r, "employer_location", "an object");
}

static void get_pay(struct reader *outer, struct ad_pay *pay)
{
	struct reader r = *outer;
	struct span   currency, period;

	r.object = member(outer, "pay");
	if (!r.object)
		return;
	if (!cJSON_IsObject(r.object)) {
		fail(outer, "pay", "an object");
		return;
	}
	pay->min = get_number(&r, "min");
	pay->max = get_number(&r, "max");
	pay->source = get_text(&r, "source");
	currency = get_text(&r, "currency");
	if (currency.len == 3)
		memcpy(pay->currency, currency.ptr, 4);
	else if (currency.len)
		fail(&r, "pay.currency", "a code of ISO 4217");
	period = get_text(&r, "period");
	pay->period = pay_period_from_name(period);
	if (period.len && pay->period == PAY_PERIOD_UNKNOWN)
		fail(&r, "pay.period",
		     "hour, day, week, month, year or once");
	outer->has_failed = r.has_failed;
}

static void get_remote(struct reader *r, struct ad *ad)
{
	struct span name = get_text(r, "remote");

	ad->remote = remote_from_name(name);
	if (name.len && ad->remote == REMOTE_UNKNOWN)
		fail(r, "remote", "onsite, hybrid or remote");
}

static void get_closed(struct reader *r, struct ad *ad)
{
	const cJSON *value = member(r, "is_closed");

	if (value && !cJSON_IsBool(value))
		fail(r, "is_closed", "true or false");
	ad->is_closed = cJSON_IsTrue(value);
}

static void get_hash(struct reader *r, struct ad *ad)
{
	struct span hex = get_text(r, "description_html_sha256");
	size_t      size = sizeof(ad->description_html_sha256);

	if (hex.len == size - 1)
		memcpy(ad->description_html_sha256, hex.ptr, size);
	else if (hex.len)
		fail(r, "description_html_sha256", "64 hex digits");
}

static void get_openings(struct reader *r, struct ad *ad)
{
	double n = get_number(r, "openings");

	if (n < 0 || n > 1e6 || n != floor(n))
		fail(r, "openings", "a whole number up to 1000000");
	else
		ad->openings = (int)n;
}

bool ad_read_json(const cJSON *object, struct arena *arena, struct ad *out,
		  struct error *err)
{
	struct reader r = { object, arena, err, false };
	struct ad     ad = { 0 };

	if (!cJSON_IsObject(object)) {
		error_set(err, "expected an object");
		return false;
	}
	ad.native_id = get_text(&r, "native_id");
	ad.url = get_text(&r, "url");
	ad.apply_url = get_text(&r, "apply_url");
	ad.title = get_text(&r, "title");
	ad.employer = get_text(&r, "employer");
	ad.employer_size = get_text(&r, "employer_size");
	get_seat(&r, &ad);
	get_locations(&r, &ad);
	get_remote(&r, &ad);
	ad.remote_regions = get_texts(&r, "remote_regions",
				      &ad.n_remote_regions);
	ad.posted_at = get_stamp(&r, "posted_at");
	ad.updated_at = get_stamp(&r, "updated_at");
	ad.valid_through = get_stamp(&r, "valid_through");
	get_closed(&r, &ad);
	ad.employment_types = get_texts(&r, "employment_type",
					&ad.n_employment_types);
	get_openings(&r, &ad);
	get_pay(&r, &ad.pay);
	ad.requisition_id = get_text(&r, "requisition_id");
	ad.department = get_text(&r, "department");
	ad.industry = get_text(&r, "industry");
	ad.description = get_text(&r, "description");
	get_hash(&r, &ad);
	ad.language = get_text(&r, "language");
	if (r.has_failed)
		return false;
	*out = ad;
	return true;
}
