#include "parsers/feed.h"

#include "base/mem.h"
#include "parsers/text.h"

#include <string.h>
#include <strings.h>

enum feed_field feed_job_field(const char *name)
{
	static const struct {
		const char     *name;
		enum feed_field field;
	} rows[] = {
		{ "company", FEED_EMPLOYER },
		{ "company_name", FEED_EMPLOYER },
		{ "companyName", FEED_EMPLOYER },
		{ "employer", FEED_EMPLOYER },
		{ "hiringOrganization", FEED_EMPLOYER },
		{ "location", FEED_LOCATION },
		{ "job_location", FEED_LOCATION },
		{ "jobLocation", FEED_LOCATION },
		{ "city", FEED_CITY },
		{ "region", FEED_REGION },
		{ "state", FEED_REGION },
		{ "country", FEED_COUNTRY },
		{ "postalcode", FEED_POSTAL },
		{ "postal_code", FEED_POSTAL },
		{ "zip", FEED_POSTAL },
		{ "point", FEED_POINT },
		{ "lat", FEED_LAT },
		{ "long", FEED_LON },
		{ "locationRestriction", FEED_REMOTE_REGION },
		{ "type", FEED_EMPLOYMENT },
		{ "job_type", FEED_EMPLOYMENT },
		{ "jobType", FEED_EMPLOYMENT },
		{ "jobtype", FEED_EMPLOYMENT },
		{ "employmentType", FEED_EMPLOYMENT },
		{ "employment_type", FEED_EMPLOYMENT },
		{ "department", FEED_DEPARTMENT },
		{ "job_function", FEED_DEPARTMENT }, /* of Google Base */
		{ "examplesofduties", FEED_DUTIES },
		{ "qualifications", FEED_QUALIFICATIONS },
		{ "supplementalinformation", FEED_SUPPLEMENT },
		{ "jobNumberSingle", FEED_REQUISITION },
		{ "requisition_id", FEED_REQUISITION },
		{ "minimumSalary", FEED_PAY_MIN },
		{ "salary_min", FEED_PAY_MIN },
		{ "maximumSalary", FEED_PAY_MAX },
		{ "salary_max", FEED_PAY_MAX },
		{ "salary", FEED_PAY },
		{ "salaryCurrency", FEED_CURRENCY },
		{ "salary_currency", FEED_CURRENCY },
		{ "salaryInterval", FEED_PAY_PERIOD },
		{ "expires_at", FEED_EXPIRES },
		{ "expires", FEED_EXPIRES },
		{ "expiryDate", FEED_EXPIRES },
		{ "expirationDate", FEED_EXPIRES },
		{ "expiration_date", FEED_EXPIRES },
		{ "validThrough", FEED_EXPIRES },
		{ "advertiseToDateTimeUTC", FEED_EXPIRES },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(name, rows[i].name) == 0)
			return rows[i].field;
	}
	return FEED_NONE;
}

void feed_item_clear(struct feed_item *item)
{
	buf_clear(&item->text);
	memset(item->from, 0, sizeof(item->from));
	memset(item->len, 0, sizeof(item->len));
	memset(item->is_plain, 0, sizeof(item->is_plain));
}

void feed_item_deinit(struct feed_item *item)
{
	buf_deinit(&item->text);
}

enum feed_field feed_item_begin(struct feed_item *item, enum feed_field field)
{
	if (field == FEED_NONE || item->len[field])
		return FEED_NONE;
	item->from[field] = item->text.len;
	return field;
}

void feed_item_end(struct feed_item *item, enum feed_field field)
{
	size_t      len = item->text.len - item->from[field];
	struct span s = { buf_span(&item->text).ptr + item->from[field], len };

	item->len[field] = len && span_trim(s).len ? len : 0;
}

struct span feed_item_get(const struct feed_item *item, enum feed_field field)
{
	if (!item->len[field])
		return (struct span){ NULL, 0 };
	return (struct span){ item->text.ptr + item->from[field],
			      item->len[field] };
}

static struct span line(const struct feed_item *item, enum feed_field field,
			struct arena *arena)
{
	return text_line_of_html(arena, feed_item_get(item, field));
}

static void put_point(const struct feed_item *item, struct ad_location *l)
{
	struct span point = feed_item_get(item, FEED_POINT);

	if (!point.len || !text_point(point, l))
		text_lat_lon(feed_item_get(item, FEED_LAT),
			     feed_item_get(item, FEED_LON), l);
}

static void put_location(const struct feed_item *item, struct arena *arena,
			 struct ad *ad)
{
	struct ad_location *l = text_add_location(arena, ad);

	l->text = line(item, FEED_LOCATION, arena);
	l->city = line(item, FEED_CITY, arena);
	l->region = line(item, FEED_REGION, arena);
	l->country = line(item, FEED_COUNTRY, arena);
	l->postal = line(item, FEED_POSTAL, arena);
	/* "Lansing" and "Michigan" are one place */
	if (l->text.len && l->region.len && !l->city.len &&
	    !span_find(l->text, l->region.ptr))
		l->text = span_of(arena_printf(arena, "%s, %s", l->text.ptr,
					       l->region.ptr));
	put_point(item, l);
}

static void put_pay(const struct feed_item *item, struct arena *arena,
		    struct ad *ad)
{
	struct span max = feed_item_get(item, FEED_PAY_MAX);

	text_pay_range(feed_item_get(item, FEED_PAY), &ad->pay);
	text_number(feed_item_get(item, FEED_PAY_MIN), &ad->pay.min, NULL);
	text_number(max, &ad->pay.max, NULL);
	if (ad->pay.min <= 0 && ad->pay.max <= 0)
		return;
	text_currency(&ad->pay, feed_item_get(item, FEED_CURRENCY));
	ad->pay.period = text_pay_period(line(item, FEED_PAY_PERIOD, arena));
	ad->pay.source = SPAN("stated");
}

/* The description and what stands beside it, one after the other. */
static void put_parts(const struct feed_item *item, struct arena *arena,
		      struct ad *ad)
{
	static const enum feed_field parts[] = {
		FEED_DESCRIPTION, FEED_DUTIES, FEED_QUALIFICATIONS,
		FEED_SUPPLEMENT
	};
	struct buf all = BUF_INIT;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (all.len && item->len[parts[i]])
			buf_add_text(&all, "<p>");
		buf_add_span(&all, feed_item_get(item, parts[i]));
	}
	text_describe(arena, ad, buf_span(&all));
	buf_deinit(&all);
}

static void put_description(const struct feed_item *item, struct arena *arena,
			    struct ad *ad)
{
	enum feed_field field = item->len[FEED_CONTENT] ? FEED_CONTENT
							: FEED_DESCRIPTION;

	if (item->len[FEED_DUTIES] || item->len[FEED_QUALIFICATIONS] ||
	    item->len[FEED_SUPPLEMENT])
		put_parts(item, arena, ad);
	else if (item->is_plain[field])
		text_describe_plain(arena, ad, feed_item_get(item, field));
	else
		text_describe(arena, ad, feed_item_get(item, field));
}

/* "Sun, 20 Sep 2026 04:59:00:0": tenths behind a colon are NEOGOV's own. */
static void put_expiry(const struct feed_item *item, struct stamp seen_at,
		       struct ad *ad)
{
	struct span s = span_trim(feed_item_get(item, FEED_EXPIRES));

	if (s.len > 11 && s.ptr[s.len - 2] == ':' && s.ptr[s.len - 5] == ':' &&
	    s.ptr[s.len - 8] == ':')
		s.len -= 2;
	text_date_in(s, span_of(item->language), seen_at, &ad->valid_through);
}

void feed_add_ad(const struct feed_item *item, struct stamp seen_at,
		 struct findings *out)
{
	feed_fill_ad(item, seen_at, &out->arena, findings_add_ad(out));
}

void feed_fill_ad(const struct feed_item *item, struct stamp seen_at,
		  struct arena *arena, struct ad *ad)
{
	ad->native_id = text_line(arena, feed_item_get(item, FEED_ID));
	ad->url = text_line(arena, feed_item_get(item, FEED_LINK));
	if (!ad->url.len && span_starts_nocase(ad->native_id, "http"))
		ad->url = ad->native_id;
	ad->title = item->is_plain[FEED_TITLE]
			    ? text_line(arena, feed_item_get(item, FEED_TITLE))
			    : line(item, FEED_TITLE, arena);
	ad->employer = line(item, FEED_EMPLOYER, arena);
	put_location(item, arena, ad);
	text_append(arena, &ad->remote_regions, &ad->n_remote_regions,
		    line(item, FEED_REMOTE_REGION, arena));
	text_date_in(feed_item_get(item, FEED_POSTED), span_of(item->language),
		     seen_at, &ad->posted_at);
	text_date_in(feed_item_get(item, FEED_UPDATED), span_of(item->language),
		     seen_at, &ad->updated_at);
	put_expiry(item, seen_at, ad);
	text_employment(arena, ad, line(item, FEED_EMPLOYMENT, arena));
	ad->department = line(item, FEED_DEPARTMENT, arena);
	ad->requisition_id = line(item, FEED_REQUISITION, arena);
	ad->language = line(item, FEED_LANGUAGE, arena);
	put_pay(item, arena, ad);
	put_description(item, arena, ad);
}
