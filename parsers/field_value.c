#include "parsers/field_value.h"

#include "base/mem.h"
#include "parsers/date_format.h"
#include "parsers/field_map.h"
#include "parsers/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_MAX 60 /* bytes of a wrong value in a complaint */

enum field_type {
	TYPE_TEXT,	 /* a span of the row */
	TYPE_PLACE_TEXT, /* a span of the place */
	TYPE_DATE,	 /* a stamp of the row */
	TYPE_LOCATION,
	TYPE_LAT,
	TYPE_LON,
	TYPE_REMOTE,
	TYPE_REMOTE_REGIONS,
	TYPE_CLOSED,
	TYPE_EMPLOYMENT,
	TYPE_OPENINGS,
	TYPE_PAY,
	TYPE_AMOUNT, /* a double of the row */
	TYPE_CURRENCY,
	TYPE_PERIOD,
	TYPE_DESCRIPTION,
};

struct field_target {
	const char     *name;
	enum field_type type;
	size_t          at; /* offset in struct field_row or ad_location */
	bool            is_of_import;
};

#define ROW(member) offsetof(struct field_row, member)
#define PLACE(member) offsetof(struct ad_location, member)

static const struct field_target targets[] = {
	{ "native_id", TYPE_TEXT, ROW(ad.native_id), false },
	{ "url", TYPE_TEXT, ROW(ad.url), false },
	{ "apply_url", TYPE_TEXT, ROW(ad.apply_url), false },
	{ "title", TYPE_TEXT, ROW(ad.title), false },
	{ "employer", TYPE_TEXT, ROW(ad.employer), false },
	{ "employer_size", TYPE_TEXT, ROW(ad.employer_size), false },
	{ "location", TYPE_LOCATION, 0, false },
	{ "street", TYPE_PLACE_TEXT, PLACE(street), false },
	{ "city", TYPE_PLACE_TEXT, PLACE(city), false },
	{ "region", TYPE_PLACE_TEXT, PLACE(region), false },
	{ "country", TYPE_PLACE_TEXT, PLACE(country), false },
	{ "postal", TYPE_PLACE_TEXT, PLACE(postal), false },
	{ "lat", TYPE_LAT, 0, false },
	{ "lon", TYPE_LON, 0, false },
	{ "remote", TYPE_REMOTE, 0, false },
	{ "remote_regions", TYPE_REMOTE_REGIONS, 0, false },
	{ "posted_at", TYPE_DATE, ROW(ad.posted_at), false },
	{ "updated_at", TYPE_DATE, ROW(ad.updated_at), false },
	{ "valid_through", TYPE_DATE, ROW(ad.valid_through), false },
	{ "is_closed", TYPE_CLOSED, 0, false },
	{ "employment_type", TYPE_EMPLOYMENT, 0, false },
	{ "openings", TYPE_OPENINGS, 0, false },
	{ "pay", TYPE_PAY, 0, false },
	{ "pay_min", TYPE_AMOUNT, ROW(ad.pay.min), false },
	{ "pay_max", TYPE_AMOUNT, ROW(ad.pay.max), false },
	{ "pay_currency", TYPE_CURRENCY, 0, false },
	{ "pay_period", TYPE_PERIOD, 0, false },
	{ "requisition_id", TYPE_TEXT, ROW(ad.requisition_id), false },
	{ "department", TYPE_TEXT, ROW(ad.department), false },
	{ "industry", TYPE_TEXT, ROW(ad.industry), false },
	{ "description", TYPE_DESCRIPTION, 0, false },
	{ "language", TYPE_TEXT, ROW(ad.language), false },
	{ "source", TYPE_TEXT, ROW(source), true },
	{ "first_seen", TYPE_DATE, ROW(first_seen), true },
	{ "last_seen", TYPE_DATE, ROW(last_seen), true },
	{ "gone_at", TYPE_DATE, ROW(gone_at), true },
};

const struct field_target *field_target_find(struct span name)
{
	for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
		if (span_is(name, targets[i].name))
			return &targets[i];
	}
	return NULL;
}

const char *field_target_name(const struct field_target *t)
{
	return t->name;
}

bool field_target_is_list(const struct field_target *t)
{
	return t->type == TYPE_LOCATION || t->type == TYPE_REMOTE_REGIONS ||
	       t->type == TYPE_EMPLOYMENT;
}

bool field_target_is_date(const struct field_target *t)
{
	return t->type == TYPE_DATE;
}

bool field_target_is_description(const struct field_target *t)
{
	return t->type == TYPE_DESCRIPTION;
}

bool field_target_is_of_import(const struct field_target *t)
{
	return t->is_of_import;
}

/* ---- texts ---- */

/* What one text is put into its field with. */
struct putting {
	const struct field_target *target;
	const struct field_style  *style;
	struct span                text;
	struct stamp               seen_at;
	struct arena              *arena;
	struct field_row          *row;
	struct field_parts        *parts;
	struct error              *err;
};

static bool refuse(const struct putting *p, const char *expected)
{
	struct span s = p->text;

	error_set(p->err, "%s: expected %s, got \"%.*s\"", p->target->name,
		  expected, (int)(s.len < SHOWN_MAX ? s.len : SHOWN_MAX),
		  s.ptr);
	return false;
}

static bool put_date(const struct putting *p)
{
	struct stamp *out = (struct stamp *)((char *)p->row + p->target->at);
	const struct field_style *style = p->style;
	char                      expected[160];

	for (size_t i = 0; i < style->n_formats; i++) {
		if (date_format_parse(style->formats[i], p->text, out))
			return true;
	}
	if (!style->n_formats) {
		if (text_date_seen(p->text, p->seen_at, out))
			return true;
		return refuse(p, "a date with one reading (or its format)");
	}
	snprintf(expected, sizeof(expected), "a date as \"%.*s\"%s",
		 (int)style->formats[0].len, style->formats[0].ptr,
		 style->n_formats > 1 ? " or the like" : "");
	return refuse(p, expected);
}

/*
 * A number whose decimal mark is told: any other mark but a minus parts
 * groups of digits, and a second decimal mark is none.
 */
static bool told_number(struct span s, char decimal, double *out)
{
	char   digits[40];
	size_t n = 0;
	bool   has_mark = false, has_digit = false;
	char  *stop;

	for (size_t i = 0; i < s.len && n + 1 < sizeof(digits); i++) {
		char c = s.ptr[i];

		if (c >= '0' && c <= '9') {
			digits[n++] = c;
			has_digit = true;
		} else if (c == '-' && !n) {
			digits[n++] = c;
		} else if (c == decimal && has_digit) {
			if (has_mark)
				return false;
			digits[n++] = '.';
			has_mark = true;
		} else if (has_digit && ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) {
			break; /* "40.000 EUR" */
		}
	}
	digits[n] = '\0';
	*out = strtod(digits, &stop);
	return has_digit && *stop == '\0';
}

static bool number_of(const struct putting *p, double *out)
{
	bool is_minus = p->text.ptr[0] == '-';

	if (p->style->decimal)
		return told_number(p->text, p->style->decimal, out);
	if (!text_number(p->text, out, NULL))
		return false;
	if (is_minus)
		*out = -*out;
	return true;
}

static bool put_amount(const struct putting *p)
{
	double  amount;
	double *out = (double *)((char *)p->row + p->target->at);

	if (!number_of(p, &amount) || amount < 0)
		return refuse(p, "an amount of money");
	*out = amount;
	return true;
}

static bool put_degrees(const struct putting *p)
{
	bool    is_lat = p->target->type == TYPE_LAT;
	double  degrees, most = is_lat ? 90 : 180;
	double *out = is_lat ? &p->parts->place.lat : &p->parts->place.lon;
	/* "48.137" has no thousands */
	char    decimal = p->style->decimal ? p->style->decimal : '.';

	if (!told_number(p->text, decimal, &degrees) || degrees > most ||
	    degrees < -most)
		return refuse(p, is_lat ? "degrees from -90 to 90"
					: "degrees from -180 to 180");
	*out = degrees;
	return true;
}

/* 1, 0 or, for any other word, -1. */
static int truth_of(struct span s)
{
	static const char *const yes[] = { "yes", "true", "1", "y" };
	static const char *const no[] = { "no", "false", "0", "n" };

	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (span_is_nocase(s, yes[i]))
			return 1;
		if (span_is_nocase(s, no[i]))
			return 0;
	}
	return -1;
}

static bool put_remote(const struct putting *p)
{
	enum remote_kind kind = text_remote(p->text);
	int              truth = truth_of(p->text);

	if (kind == REMOTE_UNKNOWN && truth < 0)
		return refuse(p, "onsite, hybrid, remote, yes or no");
	if (truth > 0)
		kind = REMOTE_REMOTE;
	p->row->ad.remote = kind; /* "no" leaves open how much one is there */
	return true;
}

static bool put_closed(const struct putting *p)
{
	int truth = truth_of(p->text);

	if (truth < 0)
		return refuse(p, "yes or no");
	p->row->ad.is_closed = truth;
	return true;
}

static bool put_openings(const struct putting *p)
{
	double n;

	if (!number_of(p, &n) || n < 0 || n > 1e6 || n != (int)n)
		return refuse(p, "a number of openings");
	p->row->ad.openings = (int)n;
	return true;
}

static bool put_currency(const struct putting *p)
{
	struct ad_pay pay = { 0 };

	text_currency(&pay, p->text);
	if (!pay.currency[0])
		return refuse(p, "an ISO 4217 code");
	memcpy(p->row->ad.pay.currency, pay.currency, sizeof(pay.currency));
	return true;
}

static bool put_period(const struct putting *p)
{
	enum pay_period period = text_pay_period(p->text);

	if (period == PAY_PERIOD_UNKNOWN)
		return refuse(p, "hour, day, week, month, year or once");
	p->row->ad.pay.period = period;
	return true;
}

static bool put_description(const struct putting *p)
{
	enum field_markup markup = p->style->markup;

	if (markup == MARKUP_TOLD_BY_TAGS)
		markup = text_has_tags(p->text) ? MARKUP_HTML : MARKUP_PLAIN;
	if (markup == MARKUP_HTML)
		text_describe(p->arena, &p->row->ad, p->text);
	else
		text_describe_plain(p->arena, &p->row->ad, p->text);
	return true;
}

static bool put_one(const struct putting *p)
{
	struct ad         *ad = &p->row->ad;
	const enum field_type type = p->target->type;
	struct span       *text;

	switch (type) {
	case TYPE_TEXT:
		text = (struct span *)((char *)p->row + p->target->at);
		*text = text_line(p->arena, p->text);
		return true;
	case TYPE_PLACE_TEXT:
		text = (struct span *)((char *)&p->parts->place +
				       p->target->at);
		*text = text_line(p->arena, p->text);
		return true;
	case TYPE_DATE: return put_date(p);
	case TYPE_LOCATION:
		text_add_location(p->arena, ad)->text =
			text_line(p->arena, p->text);
		return true;
	case TYPE_LAT:
	case TYPE_LON: return put_degrees(p);
	case TYPE_REMOTE: return put_remote(p);
	case TYPE_REMOTE_REGIONS:
		text_append(p->arena, &ad->remote_regions,
			    &ad->n_remote_regions,
			    text_line(p->arena, p->text));
		return true;
	case TYPE_CLOSED: return put_closed(p);
	case TYPE_EMPLOYMENT:
		text_employment(p->arena, ad, p->text);
		return true;
	case TYPE_OPENINGS: return put_openings(p);
	case TYPE_PAY: /* "competitive" is no range, and no mistake */
		text_pay_range(p->text, &ad->pay);
		return true;
	case TYPE_AMOUNT: return put_amount(p);
	case TYPE_CURRENCY: return put_currency(p);
	case TYPE_PERIOD: return put_period(p);
	case TYPE_DESCRIPTION: return put_description(p);
	}
	return true;
}

bool field_put(const struct field_target *t, const struct field_style *style,
	       const struct span *texts, size_t n, struct stamp seen_at,
	       struct arena *arena, struct field_row *row,
	       struct field_parts *parts, struct error *err)
{
	struct putting p = { .target = t,
			     .style = style,
			     .seen_at = seen_at,
			     .arena = arena,
			     .row = row,
			     .parts = parts,
			     .err = err };

	for (size_t i = 0; i < n; i++) {
		p.text = texts[i];
		if (!put_one(&p))
			return false;
	}
	return true;
}

/*
 * Town and country say more of the one place that was printed. Beside several,
 * region and country hold for all of them, and a town is a place of its own.
 */
static void finish_places(struct ad *ad, struct ad_location place,
			  struct arena *arena)
{
	place.has_point = place.lat != 0 || place.lon != 0;
	if (ad->n_locations == 1) {
		place.text = ad->locations[0].text;
		ad->locations[0] = place;
		return;
	}
	for (size_t i = 0; i < ad->n_locations; i++) {
		ad->locations[i].region = place.region;
		ad->locations[i].country = place.country;
	}
	if (!ad->n_locations || place.city.len) {
		text_compose_location(arena, &place);
		if (place.text.len)
			*text_add_location(arena, ad) = place;
	}
}

void field_row_finish(struct field_row *row, const struct field_parts *parts,
		      struct arena *arena)
{
	struct ad *ad = &row->ad;

	finish_places(ad, parts->place, arena);
	if (ad->pay.min > 0 || ad->pay.max > 0)
		ad->pay.source = SPAN("stated");
	else /* a currency of nothing */
		ad->pay = (struct ad_pay){ 0 };
}
