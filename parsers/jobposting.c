/* https://schema.org/JobPosting (read 2026-11), and
 * https://developers.google.com/search/docs/appearance/structured-data/job-posting */
#include "parsers/jobposting.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "parsers/item.h"
#include "parsers/text.h"

#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 2000 /* of one ad; more is a directory, not a job */
#define LIST_MAX 100    /* of any other list of one ad */

struct collector {
	struct item_context values;
	struct findings    *out;
	size_t              found;
};

static void put_date(const struct item_context *c, const cJSON *posting,
		     const char *key, struct stamp *out)
{
	const cJSON *value = item_member(c, posting, key);

	if (cJSON_IsObject(value))
		value = json_get(value, "@value");
	if (cJSON_IsNumber(value))
		text_date_seen(json_text(c->arena, value), c->seen_at, out);
	else
		text_date_seen(json_raw(value), c->seen_at, out);
}

/* ---- places ---- */

static void put_point(const struct item_context *c, const cJSON *geo,
		      struct ad_location *l)
{
	text_lat_lon(json_member_text(c->arena, geo, "latitude"),
		     json_member_text(c->arena, geo, "longitude"), l);
}

static void put_address(const struct item_context *c, const cJSON *address,
			struct ad_location *l)
{
	l->street = item_text(c, address, "streetAddress");
	l->city = item_text(c, address, "addressLocality");
	l->region = item_text(c, address, "addressRegion");
	l->country = item_text(c, address, "addressCountry");
	l->postal = item_text(c, address, "postalCode");
	text_compose_location(c->arena, l);
	if (!l->text.len)
		l->text = item_text(c, address, "name");
}

/* `address` is one of the place's, or NULL when it has none. */
static void add_address(const struct item_context *c, const cJSON *place,
			const cJSON *address, struct ad *ad)
{
	struct ad_location *l;

	if (ad->n_locations == PLACES_MAX)
		return;
	l = text_add_location(c->arena, ad);
	address = item_resolve(c, address);
	if (cJSON_IsString(address))
		l->text = item_value_text(c, address);
	else
		put_address(c, address ? address : place, l);
	put_point(c, item_member(c, place, "geo"), l);
	if (!l->text.len)
		l->text = item_text(c, place, "name");
	if (!l->text.len)
		l->text = l->street;
}

static void add_place(const struct item_context *c, const cJSON *place,
		      struct ad *ad)
{
	const cJSON *addresses, *address;

	place = item_resolve(c, place);
	if (cJSON_IsString(place) && ad->n_locations < PLACES_MAX)
		text_add_location(c->arena, ad)->text = item_value_text(c, place);
	if (!cJSON_IsObject(place))
		return;
	addresses = json_get(place, "address");
	if (!cJSON_IsArray(addresses)) {
		add_address(c, place, addresses, ad);
		return;
	}
	cJSON_ArrayForEach(address, addresses)
	{
		add_address(c, place, address, ad);
	}
}

/*
 * Pages that mark a jobLocation and its address without saying that they are
 * items of their own have the parts of the address among those of the job.
 */
static void put_own_address(const struct item_context *c,
			    const cJSON *posting, struct ad *ad)
{
	struct ad_location own = { 0 };

	put_address(c, posting, &own);
	if (!own.city.len && !own.region.len && !own.country.len)
		own.text = own.street;
	if (!own.text.len)
		return;
	if (!ad->n_locations)
		text_add_location(c->arena, ad);
	ad->locations[0] = own;
}

static void put_places(const struct item_context *c, const cJSON *posting,
		       struct ad *ad)
{
	const cJSON *places = item_resolve(c, json_get(posting, "jobLocation"));
	const cJSON *place;

	if (!cJSON_IsArray(places)) {
		add_place(c, places, ad);
	} else {
		cJSON_ArrayForEach(place, places)
		{
			add_place(c, place, ad);
		}
	}
	if (!ad->n_locations || !ad->locations[0].text.len)
		put_own_address(c, posting, ad);
}

static void add_remote_region(const struct item_context *c, const cJSON *area,
			      struct ad *ad)
{
	struct span name = item_value_text(c, area);

	if (!name.len) {
		struct ad_location l = { 0 };

		area = item_resolve(c, area);
		put_address(c, json_get(area, "address")
				       ? item_member(c, area, "address")
				       : area,
			    &l);
		name = l.text;
	}
	text_append(c->arena, &ad->remote_regions, &ad->n_remote_regions, name);
}

static void put_remote(const struct item_context *c, const cJSON *posting,
		       struct ad *ad)
{
	const cJSON *areas =
		json_get(posting, "applicantLocationRequirements");
	const cJSON *area;

	ad->remote = text_remote(item_text(c, posting, "jobLocationType"));
	if (!cJSON_IsArray(areas)) {
		add_remote_region(c, areas, ad);
		return;
	}
	cJSON_ArrayForEach(area, areas)
	{
		if (ad->n_remote_regions == LIST_MAX)
			break;
		add_remote_region(c, area, ad);
	}
}

/* ---- pay ---- */

/* A number, a text ("100000", "40k - 60k"), or QuantitativeValue. */
static void put_amount(const struct item_context *c, const cJSON *value,
		       struct ad_pay *pay)
{
	value = item_single(c, value);
	if (cJSON_IsNumber(value)) {
		pay->min = pay->max = value->valuedouble;
	} else if (cJSON_IsString(value)) {
		text_pay_range(json_raw(value), pay);
	} else if (cJSON_IsObject(value)) {
		bool has_min = json_number(item_member(c, value, "minValue"),
					   &pay->min);
		bool has_max = json_number(item_member(c, value, "maxValue"),
					   &pay->max);

		if (!has_min && !has_max)
			put_amount(c, json_get(value, "value"), pay);
		text_currency(pay, item_text(c, value, "currency"));
		pay->period = text_pay_period(item_text(c, value, "unitText"));
		if (pay->period == PAY_PERIOD_UNKNOWN)
			pay->period =
				text_pay_period(item_text(c, value, "unitCode"));
	}
}

static bool is_amount(const struct ad_pay *pay)
{
	return pay->min >= 0 && pay->max >= 0 && pay->min < 1e12 &&
	       pay->max < 1e12 && (pay->min > 0 || pay->max > 0);
}

static void put_pay(const struct item_context *c, const cJSON *posting,
		    const char *key, const char *source, struct ad *ad)
{
	const cJSON  *salary = item_member(c, posting, key);
	struct ad_pay pay = { 0 };
	struct ad_pay outer = { 0 };

	if (!salary)
		return;
	if (cJSON_IsObject(salary) && json_get(salary, "value")) {
		put_amount(c, json_get(salary, "value"), &pay);
		text_currency(&outer, item_text(c, salary, "currency"));
		outer.period = text_pay_period(item_text(c, salary, "unitText"));
	} else {
		put_amount(c, salary, &pay);
	}
	if (!outer.currency[0])
		text_currency(&outer, item_text(c, posting, "salaryCurrency"));
	if (!pay.currency[0])
		memcpy(pay.currency, outer.currency, sizeof(pay.currency));
	if (pay.period == PAY_PERIOD_UNKNOWN)
		pay.period = outer.period;
	if (!is_amount(&pay))
		return;
	pay.source = span_of(source);
	ad->pay = pay;
}

/* ---- the ad ---- */

static void put_identity(const struct item_context *c, const cJSON *posting,
			 struct ad *ad)
{
	static const char *const keys[] = { "url", "mainEntityOfPage", "@id",
					    "@link" };
	const cJSON *id = item_member(c, posting, "identifier");

	if (cJSON_IsObject(id)) { /* its name is the organisation's */
		ad->native_id = item_text(c, id, "value");
		if (!ad->native_id.len)
			ad->native_id = item_text(c, id, "@value");
		if (!ad->native_id.len)
			ad->native_id = item_text(c, id, "@id");
	} else {
		ad->native_id = item_value_text(c, id);
	}
	for (size_t i = 0; i < ARRAY_LEN(keys) && !ad->url.len; i++) {
		const cJSON *value = item_member(c, posting, keys[i]);
		struct span  url = json_raw(
			cJSON_IsObject(value) ? json_get(value, "@id") : value);

		if (i == 0 || i == 3 || span_starts_nocase(url, "http"))
			ad->url = text_line_of_html(c->arena, url);
	}
}

static void put_employer(const struct item_context *c, const cJSON *posting,
			 struct ad *ad)
{
	const cJSON *org = item_member(c, posting, "hiringOrganization");
	const cJSON *size = item_member(c, org, "numberOfEmployees");
	const cJSON *seat = item_member(c, org, "address");

	if (cJSON_IsArray(seat))
		seat = item_resolve(c, cJSON_GetArrayItem(seat, 0));
	if (cJSON_IsString(seat))
		ad->employer_seat.text = item_value_text(c, seat);
	else if (cJSON_IsObject(seat))
		put_address(c, seat, &ad->employer_seat);
	ad->employer = item_value_text(c, org);
	ad->employer_size = item_value_text(c, size);
	if (cJSON_IsObject(size) && !ad->employer_size.len) {
		struct span min = item_text(c, size, "minValue");
		struct span max = item_text(c, size, "maxValue");

		if (min.len && max.len)
			ad->employer_size = span_of(
				arena_printf(c->arena, "%s-%s", min.ptr,
					     max.ptr));
	}
}

static void put_employment(const struct item_context *c, const cJSON *posting,
			   struct ad *ad)
{
	const cJSON *types = json_get(posting, "employmentType");
	const cJSON *type;
	size_t       n = 0;

	if (!cJSON_IsArray(types)) {
		text_employment(c->arena, ad, item_value_text(c, types));
		return;
	}
	cJSON_ArrayForEach(type, types)
	{
		if (n++ == LIST_MAX)
			break;
		text_employment(c->arena, ad, item_value_text(c, type));
	}
}

/* Append a section that the description does not repeat already. */
static void add_section(const struct item_context *c, const cJSON *value,
			struct buf *all)
{
	struct ad    section = { 0 };
	struct span  head;
	const cJSON *item;
	size_t       n = 0;

	if (cJSON_IsArray(value)) {
		cJSON_ArrayForEach(item, value)
		{
			if (n++ == LIST_MAX)
				break;
			if (cJSON_IsString(item))
				add_section(c, item, all);
		}
		return;
	}
	value = item_resolve(c, value);
	if (!cJSON_IsString(value))
		return;
	text_describe(c->arena, &section, json_raw(value));
	head = section.description;
	if (!head.len)
		return;
	if (head.len > 40)
		head.len = 40;
	head = arena_span(c->arena, head);
	if (span_find(buf_span(all), head.ptr))
		return;
	if (all->len)
		buf_add_text(all, "\n\n");
	buf_add_span(all, section.description);
}

/*
 * A text that was made JSON twice: "\\n" and "\\u003C" within it are what they
 * mean. As it was when there is none.
 */
static struct span made_once(struct arena *arena, struct span text)
{
	static const char from[] = "nrt\"/", meaning[] = "\n\r\t\"/";
	const char       *at = text.ptr, *end;
	char             *copy, *to;

	if (!text.len || !memchr(text.ptr, '\\', text.len) ||
	    (!span_find(text, "\\n") && !span_find(text, "\\u00")))
		return text;
	end = text.ptr + text.len;
	to = copy = arena_alloc(arena, text.len + 1);
	while (at < end) {
		const char *known = *at == '\\' && end - at > 1 && at[1]
					    ? strchr(from, at[1])
					    : NULL;
		char        hex[5] = { 0 };

		if (known) {
			*to++ = meaning[known - from];
			at += 2;
		} else if (end - at >= 6 && at[0] == '\\' && at[1] == 'u' &&
			   memcpy(hex, at + 2, 4) &&
			   strspn(hex, "0123456789abcdefABCDEF") == 4) {
			uint32_t c = (uint32_t)strtoul(hex, NULL, 16);

			to += c ? utf8_put(c, to) : 0;
			at += 6;
		} else {
			*to++ = *at++;
		}
	}
	return (struct span){ copy, (size_t)(to - copy) };
}

/* What the job asks for may stand beside the description. */
static void put_description(const struct item_context *c, const cJSON *posting,
			    struct ad *ad)
{
	static const char *const more[] = {
		"responsibilities", "qualifications",
		"skills",           "experienceRequirements",
		"educationRequirements",
	};
	const cJSON *value = item_member(c, posting, "description");
	struct buf   all = BUF_INIT;

	if (cJSON_IsObject(value))
		value = json_get(value, "@value");
	text_describe(c->arena, ad, made_once(c->arena, json_raw(value)));
	value = json_get(posting, "description");
	if (cJSON_IsArray(value)) {
		buf_add_span(&all, ad->description);
		add_section(c, value, &all);
	}
	for (size_t i = 0; i < ARRAY_LEN(more); i++) {
		if (!json_get(posting, more[i]))
			continue;
		if (!all.ptr)
			buf_add_span(&all, ad->description);
		add_section(c, json_get(posting, more[i]), &all);
	}
	if (all.len > ad->description.len)
		ad->description = arena_span(c->arena, buf_span(&all));
	buf_deinit(&all);
}

static void add_posting(struct collector *collector, const cJSON *posting)
{
	const struct item_context *c = &collector->values;
	struct ad                 *ad = findings_add_ad(collector->out);
	int64_t                    openings;

	collector->found++;
	put_identity(c, posting, ad);
	ad->title = item_text(c, posting, "title");
	if (!ad->title.len)
		ad->title = item_text(c, posting, "name");
	put_employer(c, posting, ad);
	put_places(c, posting, ad);
	put_remote(c, posting, ad);
	put_date(c, posting, "datePosted", &ad->posted_at);
	put_date(c, posting, "dateModified", &ad->updated_at);
	put_date(c, posting, "validThrough", &ad->valid_through);
	put_employment(c, posting, ad);
	if (json_whole(item_member(c, posting, "totalJobOpenings"), &openings) &&
	    openings > 0 && openings <= 1000000)
		ad->openings = (int)openings;
	put_pay(c, posting, "estimatedSalary", "predicted", ad);
	put_pay(c, posting, "baseSalary", "stated", ad);
	ad->department = item_text(c, posting, "employmentUnit");
	ad->industry = item_text(c, posting, "industry");
	ad->language = item_text(c, posting, "inLanguage");
	put_description(c, posting, ad);
}

/* Depth is bounded: the JSON was parsed with PARSER_DEPTH_MAX. */
static void collect(struct collector *c, const cJSON *node)
{
	const cJSON *child;

	if (cJSON_IsObject(node) &&
	    item_is(json_get(node, "@type"), "JobPosting")) {
		if (c->out->n_ads <= PARSER_ADS_MAX)
			add_posting(c, node);
		return;
	}
	cJSON_ArrayForEach(child, node)
	{
		if (cJSON_IsObject(child) || cJSON_IsArray(child))
			collect(c, child);
	}
}

size_t jobposting_collect(cJSON *root, struct stamp seen_at,
			  struct findings *out)
{
	size_t           patience = ITEM_PATIENCE;
	struct collector c = { { root, &out->arena, &patience, seen_at },
			       out, 0 };

	item_strip_prefixes(root);
	collect(&c, root);
	return c.found;
}

void jobposting_own_url(const struct document *doc, struct findings *out,
			size_t first)
{
	if (out->n_ads == first + 1 && !out->ads[first].url.len)
		out->ads[first].url = doc->url;
}
