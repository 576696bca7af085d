/* https://schema.org/JobPosting (read 2026-11), and
 * https://developers.google.com/search/docs/appearance/structured-data/job-posting */
#include "parsers/jobposting.h"

#include "base/mem.h"
#include "parsers/html_text.h"
#include "parsers/text.h"

#include <string.h>

#define REF_HOPS 4 /* {"@id": ...} that leads to another */

struct context {
	const cJSON     *root; /* where references are looked up */
	struct findings *out;
	struct arena    *arena;
	size_t           found;
};

/* ---- names ---- */

static const char *local_name(const char *name)
{
	static const char *const prefixes[] = { "schema:", "http://schema.org/",
						"https://schema.org/",
						"http://www.schema.org/",
						"https://www.schema.org/" };

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		size_t len = strlen(prefixes[i]);

		if (strncmp(name, prefixes[i], len) == 0 && name[len])
			return name + len;
	}
	return name;
}

static void strip_prefix(cJSON *node)
{
	const char *local;

	if (!node->string || (node->type & cJSON_StringIsConst))
		return;
	local = local_name(node->string);
	if (local != node->string)
		memmove(node->string, local, strlen(local) + 1);
}

static bool is_type(const cJSON *type, const char *name)
{
	const cJSON *item;

	if (cJSON_IsString(type))
		return strcmp(local_name(type->valuestring), name) == 0;
	cJSON_ArrayForEach(item, type)
	{
		if (cJSON_IsString(item) &&
		    strcmp(local_name(item->valuestring), name) == 0)
			return true;
	}
	return false;
}

/* ---- values ---- */

static const cJSON *with_id(const cJSON *node, const char *id)
{
	const cJSON *child;
	const cJSON *found = NULL;

	if (cJSON_IsObject(node) && node->child && node->child->next) {
		const cJSON *own = json_get(node, "@id");

		if (cJSON_IsString(own) && strcmp(own->valuestring, id) == 0)
			return node;
	}
	cJSON_ArrayForEach(child, node)
	{
		if (cJSON_IsObject(child) || cJSON_IsArray(child))
			found = with_id(child, id);
		if (found)
			return found;
	}
	return NULL;
}

/* {"@id": "#org"} stands for the object of that name elsewhere. */
static const cJSON *resolve(const struct context *c, const cJSON *value)
{
	for (int hops = 0; hops < REF_HOPS; hops++) {
		const cJSON *id;
		const cJSON *target;

		if (!cJSON_IsObject(value) || !value->child ||
		    value->child->next)
			break;
		id = json_get(value, "@id");
		target = cJSON_IsString(id)
				 ? with_id(c->root, id->valuestring)
				 : NULL;
		if (!target)
			break;
		value = target;
	}
	return value;
}

/* The first of an array, the value itself otherwise; references followed. */
static const cJSON *single(const struct context *c, const cJSON *value)
{
	if (cJSON_IsArray(value))
		value = value->child;
	return resolve(c, value);
}

static const cJSON *member(const struct context *c, const cJSON *object,
			   const char *key)
{
	return single(c, json_get(object, key));
}

/* A text, or what an object is called. */
static struct span value_text(const struct context *c, const cJSON *value)
{
	static const char *const names[] = { "@value", "name", "value",
					     "legalName", "termCode" };

	value = single(c, value);
	if (cJSON_IsString(value))
		return text_line_of_html(c->arena, json_raw(value));
	if (cJSON_IsNumber(value))
		return json_text(c->arena, value);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const cJSON *item = member(c, value, names[i]);

		if (cJSON_IsString(item))
			return text_line_of_html(c->arena, json_raw(item));
		if (cJSON_IsNumber(item))
			return json_text(c->arena, item);
	}
	return (struct span){ NULL, 0 };
}

static struct span text(const struct context *c, const cJSON *object,
			const char *key)
{
	return value_text(c, json_get(object, key));
}

static void put_date(const struct context *c, const cJSON *posting,
		     const char *key, struct stamp *out)
{
	const cJSON *value = member(c, posting, key);

	if (cJSON_IsObject(value))
		value = json_get(value, "@value");
	if (cJSON_IsNumber(value))
		text_date(json_text(c->arena, value), out);
	else
		text_date(json_raw(value), out);
}

/* ---- places ---- */

static void put_point(const struct context *c, const cJSON *geo,
		      struct ad_location *l)
{
	struct span lat = json_text(c->arena, json_get(geo, "latitude"));
	struct span lon = json_text(c->arena, json_get(geo, "longitude"));

	if (lat.len && lon.len)
		text_point(span_of(arena_printf(c->arena, "%s %s", lat.ptr,
						lon.ptr)),
			   l);
}

static void put_address(const struct context *c, const cJSON *address,
			struct ad_location *l)
{
	l->street = text(c, address, "streetAddress");
	l->city = text(c, address, "addressLocality");
	l->region = text(c, address, "addressRegion");
	l->country = text(c, address, "addressCountry");
	l->postal = text(c, address, "postalCode");
	text_compose_location(c->arena, l);
	if (!l->text.len)
		l->text = text(c, address, "name");
}

static void add_place(const struct context *c, const cJSON *place,
		      struct ad *ad)
{
	struct ad_location *l;
	const cJSON        *address;

	place = resolve(c, place);
	if (!cJSON_IsObject(place) && !cJSON_IsString(place))
		return;
	l = text_add_location(c->arena, ad);
	if (cJSON_IsString(place)) {
		l->text = value_text(c, place);
		return;
	}
	address = member(c, place, "address");
	if (cJSON_IsString(address))
		l->text = value_text(c, address);
	else
		put_address(c, address ? address : place, l);
	put_point(c, member(c, place, "geo"), l);
	if (!l->text.len)
		l->text = text(c, place, "name");
	if (!l->text.len)
		l->text = l->street;
}

static void put_places(const struct context *c, const cJSON *posting,
		       struct ad *ad)
{
	const cJSON *places = resolve(c, json_get(posting, "jobLocation"));
	const cJSON *place;

	if (!cJSON_IsArray(places)) {
		add_place(c, places, ad);
		return;
	}
	cJSON_ArrayForEach(place, places)
	{
		add_place(c, place, ad);
	}
}

static void add_remote_region(const struct context *c, const cJSON *area,
			      struct ad *ad)
{
	struct span name = value_text(c, area);

	if (!name.len) {
		struct ad_location l = { 0 };

		area = resolve(c, area);
		put_address(c, cJSON_GetObjectItemCaseSensitive(area, "address")
				       ? member(c, area, "address")
				       : area,
			    &l);
		name = l.text;
	}
	text_append(c->arena, &ad->remote_regions, &ad->n_remote_regions, name);
}

static void put_remote(const struct context *c, const cJSON *posting,
		       struct ad *ad)
{
	const cJSON *areas =
		json_get(posting, "applicantLocationRequirements");
	const cJSON *area;

	ad->remote = text_remote(text(c, posting, "jobLocationType"));
	if (!cJSON_IsArray(areas)) {
		add_remote_region(c, areas, ad);
		return;
	}
	cJSON_ArrayForEach(area, areas)
	{
		add_remote_region(c, area, ad);
	}
}

/* ---- pay ---- */

/* A number, a text ("100000", "40k - 60k"), or QuantitativeValue. */
static void put_amount(const struct context *c, const cJSON *value,
		       struct ad_pay *pay)
{
	value = single(c, value);
	if (cJSON_IsNumber(value)) {
		pay->min = pay->max = value->valuedouble;
	} else if (cJSON_IsString(value)) {
		text_pay_range(json_raw(value), pay);
	} else if (cJSON_IsObject(value)) {
		bool has_min = json_number(member(c, value, "minValue"),
					   &pay->min);
		bool has_max = json_number(member(c, value, "maxValue"),
					   &pay->max);

		if (!has_min && !has_max)
			put_amount(c, json_get(value, "value"), pay);
		text_currency(pay, text(c, value, "currency"));
		pay->period = text_pay_period(text(c, value, "unitText"));
		if (pay->period == PAY_PERIOD_UNKNOWN)
			pay->period =
				text_pay_period(text(c, value, "unitCode"));
	}
}

static bool is_amount(const struct ad_pay *pay)
{
	return pay->min >= 0 && pay->max >= 0 && pay->min < 1e12 &&
	       pay->max < 1e12 && (pay->min > 0 || pay->max > 0);
}

static void put_pay(const struct context *c, const cJSON *posting,
		    const char *key, const char *source, struct ad *ad)
{
	const cJSON  *salary = member(c, posting, key);
	struct ad_pay pay = { 0 };
	struct ad_pay outer = { 0 };

	if (!salary)
		return;
	if (cJSON_IsObject(salary) && json_get(salary, "value")) {
		put_amount(c, json_get(salary, "value"), &pay);
		text_currency(&outer, text(c, salary, "currency"));
		outer.period = text_pay_period(text(c, salary, "unitText"));
	} else {
		put_amount(c, salary, &pay);
	}
	if (!outer.currency[0])
		text_currency(&outer, text(c, posting, "salaryCurrency"));
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

static void put_identity(const struct context *c, const cJSON *posting,
			 struct ad *ad)
{
	static const char *const keys[] = { "url", "mainEntityOfPage", "@id" };
	const cJSON *id = member(c, posting, "identifier");

	if (cJSON_IsObject(id)) { /* its name is the organisation's */
		ad->native_id = text(c, id, "value");
		if (!ad->native_id.len)
			ad->native_id = text(c, id, "@value");
		if (!ad->native_id.len)
			ad->native_id = text(c, id, "@id");
	} else {
		ad->native_id = value_text(c, id);
	}
	for (size_t i = 0; i < ARRAY_LEN(keys) && !ad->url.len; i++) {
		const cJSON *value = member(c, posting, keys[i]);
		struct span  url = json_raw(
			cJSON_IsObject(value) ? json_get(value, "@id") : value);

		if (i == 0 || span_starts_nocase(url, "http"))
			ad->url = text_line_of_html(c->arena, url);
	}
}

static void put_employer(const struct context *c, const cJSON *posting,
			 struct ad *ad)
{
	const cJSON *org = member(c, posting, "hiringOrganization");
	const cJSON *size = member(c, org, "numberOfEmployees");

	ad->employer = value_text(c, org);
	ad->employer_size = value_text(c, size);
	if (cJSON_IsObject(size) && !ad->employer_size.len) {
		struct span min = text(c, size, "minValue");
		struct span max = text(c, size, "maxValue");

		if (min.len && max.len)
			ad->employer_size = span_of(
				arena_printf(c->arena, "%s-%s", min.ptr,
					     max.ptr));
	}
}

static void put_employment(const struct context *c, const cJSON *posting,
			   struct ad *ad)
{
	const cJSON *types = json_get(posting, "employmentType");
	const cJSON *type;

	if (!cJSON_IsArray(types)) {
		text_employment(c->arena, ad, value_text(c, types));
		return;
	}
	cJSON_ArrayForEach(type, types)
	{
		text_employment(c->arena, ad, value_text(c, type));
	}
}

/* Append a section that the description does not repeat already. */
static void add_section(const struct context *c, const cJSON *value,
			struct buf *all)
{
	struct ad    section = { 0 };
	struct span  head;
	const cJSON *item;

	if (cJSON_IsArray(value)) {
		cJSON_ArrayForEach(item, value)
		{
			if (cJSON_IsString(item))
				add_section(c, item, all);
		}
		return;
	}
	value = resolve(c, value);
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

/* What the job asks for may stand beside the description. */
static void put_description(const struct context *c, const cJSON *posting,
			    struct ad *ad)
{
	static const char *const more[] = {
		"responsibilities", "qualifications",
		"skills",           "experienceRequirements",
		"educationRequirements",
	};
	const cJSON *value = member(c, posting, "description");
	struct buf   all = BUF_INIT;

	if (cJSON_IsObject(value))
		value = json_get(value, "@value");
	text_describe(c->arena, ad, json_raw(value));
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

static void add_posting(struct context *c, const cJSON *posting)
{
	struct ad *ad = findings_add_ad(c->out);
	int64_t    openings;

	c->found++;
	put_identity(c, posting, ad);
	ad->title = text(c, posting, "title");
	if (!ad->title.len)
		ad->title = text(c, posting, "name");
	put_employer(c, posting, ad);
	put_places(c, posting, ad);
	put_remote(c, posting, ad);
	put_date(c, posting, "datePosted", &ad->posted_at);
	put_date(c, posting, "dateModified", &ad->updated_at);
	put_date(c, posting, "validThrough", &ad->valid_through);
	put_employment(c, posting, ad);
	if (json_whole(member(c, posting, "totalJobOpenings"), &openings) &&
	    openings > 0 && openings <= 1000000)
		ad->openings = (int)openings;
	put_pay(c, posting, "estimatedSalary", "predicted", ad);
	put_pay(c, posting, "baseSalary", "stated", ad);
	ad->department = text(c, posting, "employmentUnit");
	ad->industry = text(c, posting, "industry");
	ad->language = text(c, posting, "inLanguage");
	put_description(c, posting, ad);
}

/* Depth is bounded: the JSON was parsed with PARSER_DEPTH_MAX. */
static void collect(struct context *c, cJSON *node)
{
	cJSON *child;

	if (cJSON_IsObject(node) &&
	    is_type(json_get(node, "@type"), "JobPosting")) {
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

static void strip_prefixes(cJSON *node)
{
	cJSON *child;

	cJSON_ArrayForEach(child, node)
	{
		strip_prefix(child);
		if (child->child)
			strip_prefixes(child);
	}
}

size_t jobposting_collect(cJSON *root, struct findings *out)
{
	struct context c = { root, out, &out->arena, 0 };

	strip_prefixes(root);
	collect(&c, root);
	return c.found;
}

void jobposting_own_url(const struct document *doc, struct findings *out,
			size_t first)
{
	if (out->n_ads == first + 1 && !out->ads[first].url.len)
		out->ads[first].url = doc->url;
}
