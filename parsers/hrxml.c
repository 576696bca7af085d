/*
 * hrxml.c - HR-XML and HR Open: <PositionOpening> of the Staffing Exchange
 * Protocol 2.x, http://ns.hr-xml.org/2_5/HR-XML-2_5/SEP/, and of HR Open 3.x,
 * https://schemas.liquid-technologies.com/HR-XML/3.0/, and its elder
 * <JobPositionPosting> 1.x (read 2026-11). One document may be one of them, or
 * hold many in whatever envelope.
 *
 * Gives id, addresses, title, employer, places with their parts, when the ad
 * was put up and until when it stands (the record's status), when applications
 * close, kind of employment, category, pay with currency and period, openings,
 * language, text. Member names are folded (xml_record.h).
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/xml_record.h"

#include <string.h>

#define RECORDS "positionopening jobpositionposting"
#define PLACES_MAX 500     /* of one ad */
#define TEXT_MAX (1 << 20) /* bytes of all pieces of a description */
#define HEAD_BYTES 4096

#define PROFILE "positionprofile."
#define DETAIL "positionprofile.positiondetail."
#define INFO "jobpositioninformation."

static const struct map_field fields[] = {
	{ "positionrecordinfo.id.idvalue", MAP_ID },
	{ "positionrecordinfo.id.0.idvalue", MAP_ID },
	{ "positionpostings.positionposting.id.idvalue", MAP_ID },
	{ "documentid", MAP_ID },
	{ "positionopeningid", MAP_ID },
	{ PROFILE "positionid", MAP_ID },
	{ "jobpositionpostingid", MAP_ID },
	{ "positionpostings.positionposting.link", MAP_URL },
	{ "positionpostings.positionposting.0.link", MAP_URL },
	{ PROFILE "positionuri", MAP_URL },
	{ PROFILE "howtoapply.applicationmethod.internetwebaddress",
	  MAP_APPLY_URL },
	{ PROFILE "postinginstruction.applicationmethod.communication.uri",
	  MAP_APPLY_URL },
	{ "howtoapply.applicationmethods.byweb.url", MAP_APPLY_URL },
	{ DETAIL "positiontitle", MAP_TITLE },
	{ PROFILE "positiontitle", MAP_TITLE },
	{ "positionpostings.positionposting.title", MAP_TITLE },
	{ "positionpostings.positionposting.0.title", MAP_TITLE },
	{ INFO "jobpositiontitle", MAP_TITLE },
	{ PROFILE "organization.organizationname", MAP_EMPLOYER },
	{ PROFILE "organization.0.organizationname", MAP_EMPLOYER },
	{ PROFILE "positionorganization.organizationidentifiers."
		  "organizationname",
	  MAP_EMPLOYER },
	{ PROFILE "positionorganization.organizationname", MAP_EMPLOYER },
	{ "hiringorg.hiringorgname", MAP_EMPLOYER },
	{ "positionrecordinfo.status@validfrom", MAP_POSTED },
	{ PROFILE "publicationstartdate", MAP_POSTED },
	{ "postdetail.startdate.date", MAP_POSTED },
	{ "positionrecordinfo.status@validto", MAP_EXPIRES },
	{ PROFILE "applicationclosedate", MAP_EXPIRES },
	{ PROFILE "applicationclosedate.formatteddatetime", MAP_EXPIRES },
	{ "postdetail.enddate.date", MAP_EXPIRES },
	{ DETAIL "jobcategory.categorydescription", MAP_DEPARTMENT },
	{ DETAIL "jobcategory.0.categorydescription", MAP_DEPARTMENT },
	{ PROFILE "jobcategorycode@name", MAP_DEPARTMENT },
	{ "hiringorg.industry.summarytext", MAP_INDUSTRY },
	{ DETAIL "industrycode", MAP_INDUSTRY },
	{ DETAIL "remunerationpackage.basepay.basepayamountmin", MAP_PAY_MIN },
	{ DETAIL "remunerationpackage.basepay.basepayamountmax", MAP_PAY_MAX },
	{ DETAIL "remunerationpackage.basepay@currencycode", MAP_CURRENCY },
	{ DETAIL "remunerationpackage.basepay.@currencycode", MAP_CURRENCY },
	{ DETAIL "remunerationpackage.basepay@baseinterval", MAP_PAY_PERIOD },
	{ DETAIL "remunerationpackage.basepay.@baseinterval", MAP_PAY_PERIOD },
	{ PROFILE "offeredremunerationpackage.remunerationrange.minimumamount",
	  MAP_PAY_MIN },
	{ PROFILE "offeredremunerationpackage.remunerationrange.maximumamount",
	  MAP_PAY_MAX },
	{ PROFILE "offeredremunerationpackage.remunerationrange."
		  "minimumamount@currencyid",
	  MAP_CURRENCY },
	{ PROFILE "offeredremunerationpackage.basiscode", MAP_PAY_PERIOD },
	{ PROFILE "offeredremunerationpackage.remunerationintervalcode",
	  MAP_PAY_PERIOD },
	{ "numbertofill", MAP_OPENINGS },
	{ "positionopening@lang", MAP_LANGUAGE },
	{ "positionprofile@lang", MAP_LANGUAGE },
	{ "jobpositionposting@lang", MAP_LANGUAGE },
};

static struct span text_at(struct arena *arena, const cJSON *object,
			   const char *path)
{
	return json_text(arena, json_path(object, path));
}

/* The first of several paths that leads to a text. */
static struct span first_of(struct arena *arena, const cJSON *object,
			    const char *const *paths, size_t n)
{
	struct span text = { NULL, 0 };

	for (size_t i = 0; i < n && !text.len; i++)
		text = text_at(arena, object, paths[i]);
	return text;
}

/* ---- places ---- */

/* <Area type="municipality"><Value>Bern</Value>, one within another or not. */
static void take_area(struct arena *arena, const cJSON *area,
		      struct ad_location *l, int depth)
{
	struct span  type = json_member(area, "@type");
	struct span  value = text_at(arena, area, "value");
	const cJSON *item;

	if (depth > 10)
		return;
	if (cJSON_IsArray(area)) {
		cJSON_ArrayForEach(item, area)
			take_area(arena, item, l, depth + 1);
		return;
	}
	if (span_is_nocase(type, "municipality") ||
	    span_is_nocase(type, "city"))
		l->city = value;
	else if (span_is_nocase(type, "countrycode") ||
		 span_is_nocase(type, "country"))
		l->country = value;
	else if (span_is_nocase(type, "postalcode"))
		l->postal = value;
	else if (span_is_nocase(type, "region") ||
		 span_find_nocase(type, "state"))
		l->region = value;
	if (json_get(area, "area"))
		take_area(arena, json_get(area, "area"), l, depth + 1);
}

static void take_address(struct arena *arena, const cJSON *a,
			 struct ad_location *l)
{
	static const char *const cities[] = { "municipality", "cityname" };
	static const char *const regions[] = { "region",
					       "countrysubdivisioncode" };
	static const char *const streets[] = { "deliveryaddress.addressline",
					       "deliveryaddress.streetname",
					       "addressline", "streetname" };
	struct span number = text_at(arena, a, "deliveryaddress.buildingnumber");

	l->city = first_of(arena, a, cities, ARRAY_LEN(cities));
	l->region = first_of(arena, a, regions, ARRAY_LEN(regions));
	l->country = text_at(arena, a, "countrycode");
	l->postal = text_at(arena, a, "postalcode");
	l->street = first_of(arena, a, streets, ARRAY_LEN(streets));
	if (l->street.len && number.len)
		l->street = span_of(arena_printf(arena, "%s %s", l->street.ptr,
						 number.ptr));
}

static void add_place(struct arena *arena, const cJSON *place, struct ad *ad)
{
	static const char *const names[] = { "name", "locationname",
					     "summarytext" };
	static const char *const addresses[] = { "postaladdress", "address",
						 "referencelocation",
						 "locationsummary" };
	struct ad_location l = { 0 };
	const cJSON       *address = NULL;

	for (size_t i = 0; i < ARRAY_LEN(addresses) && !address; i++)
		address = json_get(place, addresses[i]);
	take_address(arena, address, &l);
	if (json_get(place, "area"))
		take_area(arena, json_get(place, "area"), &l, 0);
	text_lat_lon(text_at(arena, place, "spatiallocation.latitude"),
		     text_at(arena, place, "spatiallocation.longitude"), &l);
	text_compose_location(arena, &l);
	if (!l.text.len || (!l.city.len && !l.region.len))
		l.text = first_of(arena, place, names, ARRAY_LEN(names));
	text_compose_location(arena, &l);
	for (size_t i = 0; i < ad->n_locations; i++) {
		if (span_same(ad->locations[i].text, l.text) &&
		    span_same(ad->locations[i].postal, l.postal))
			return;
	}
	if (l.text.len && ad->n_locations < PLACES_MAX)
		*text_add_location(arena, ad) = l;
}

static void put_places(struct arena *arena, const cJSON *opening,
		       struct ad *ad)
{
	static const char *const paths[] = {
		DETAIL "physicallocation",
		PROFILE "positionlocation",
		INFO "jobpositiondescription.jobpositionlocation",
	};
	const cJSON *item;

	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		const cJSON *value = json_path(opening, paths[i]);

		if (cJSON_IsObject(value))
			add_place(arena, value, ad);
		if (!cJSON_IsArray(value))
			continue;
		cJSON_ArrayForEach(item, value)
			add_place(arena, item, ad);
	}
}

/* ---- description ---- */

/* "standard", "1234": what a system tells another is no text to read. */
static bool is_prose(struct span s)
{
	return memchr(s.ptr, ' ', s.len) || memchr(s.ptr, '<', s.len);
}

static void add_piece(struct buf *text, const cJSON *piece)
{
	static const char *const keys[] = { "value", "content",
					    "shortdescription" };
	struct span s = span_trim(json_raw(piece));

	for (size_t i = 0; i < ARRAY_LEN(keys) && !s.len; i++)
		s = span_trim(json_member(piece, keys[i]));
	if (!s.len || !is_prose(s) || text->len + s.len > TEXT_MAX)
		return;
	if (text->len)
		buf_add_text(text, "\n\n");
	buf_add_span(text, s);
}

static void put_description(struct arena *arena, const cJSON *opening,
			    struct ad *ad)
{
	static const char *const paths[] = {
		PROFILE "formattedpositiondescription",
		PROFILE "positionformatteddescription",
		INFO "jobpositiondescription.jobpositionpurpose",
		INFO "jobpositiondescription.essentialfunctions",
		INFO "jobpositiondescription.summarytext",
		INFO "jobpositionrequirements.summarytext",
	};
	struct buf   text = BUF_INIT;
	const cJSON *item;

	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		const cJSON *value = json_path(opening, paths[i]);

		if (value && !cJSON_IsArray(value))
			add_piece(&text, value);
		if (!cJSON_IsArray(value))
			continue;
		cJSON_ArrayForEach(item, value)
			add_piece(&text, item);
	}
	if (text_has_tags(buf_span(&text)) ||
	    span_find(buf_span(&text), "&lt;"))
		text_describe(arena, ad, buf_span(&text));
	else
		text_describe_plain(arena, ad, buf_span(&text));
	buf_deinit(&text);
}

static void put_employment(struct arena *arena, const cJSON *opening,
			   struct ad *ad)
{
	static const char *const paths[] = {
		DETAIL "positionschedule",	 DETAIL "positionclassification",
		PROFILE "positionscheduletypecode",
		PROFILE "positionofferingtypecode",
	};
	const cJSON *item, *schedule = json_path(
		opening, INFO "jobpositiondescription.classification.schedule");

	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		const cJSON *value = json_path(opening, paths[i]);

		text_employment_known(arena, ad, json_text(arena, value));
		if (!cJSON_IsArray(value))
			continue;
		cJSON_ArrayForEach(item, value)
			text_employment_known(arena, ad,
					      json_text(arena, item));
	}
	cJSON_ArrayForEach(item, schedule) /* <FullTime> says it by its name */
		text_employment_known(arena, ad, span_of(item->string));
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *opening, struct ad *ad, struct findings *out)
{
	struct arena *arena = &out->arena;
	struct span   status = text_at(arena, opening,
				       "positionrecordinfo.status");

	(void)doc;
	(void)root;
	text_names_of_html(arena, ad);
	ad->is_closed = span_is_nocase(status, "inactive") ||
			span_is_nocase(status, "closed") ||
			span_is_nocase(status, "deleted");
	put_places(arena, opening, ad);
	put_description(arena, opening, ad);
	put_employment(arena, opening, ad);
	if (ad->pay.min > 0 || ad->pay.max > 0)
		ad->pay.source = SPAN("stated");
}

static const struct board_map map = {
	.what = "<PositionOpening>",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
};

/* An envelope without openings is an empty list when it names the standard. */
static bool is_hrxml(struct span body)
{
	if (body.len > HEAD_BYTES)
		body.len = HEAD_BYTES;
	return span_find(body, "hr-xml.org") ||
	       span_find(body, "hropenstandards.org") ||
	       span_find_nocase(body, "<PositionOpenings");
}

static enum parse_status parse_hrxml(const struct document *doc,
				     struct findings *out, struct error *err)
{
	static const struct xml_records format = {
		.record = RECORDS,
		.folds_names = true,
		.map = &map,
	};
	size_t            n = out->n_ads;
	enum parse_status status = xml_records_parse(&format, doc, out, err);

	if (status == PARSE_OK && out->n_ads == n && !is_hrxml(doc->body)) {
		struct span root = xml_root_name(doc->body);

		error_set(err, "expected <PositionOpening>, got <%.*s>",
			  (int)(root.len < 40 ? root.len : 40),
			  root.ptr ? root.ptr : "");
		status = PARSE_NOT_MINE;
	}
	return status;
}

static int sniff_hrxml(const struct document *doc)
{
	struct span head = doc->body;

	if (head.len > HEAD_BYTES)
		head.len = HEAD_BYTES;
	if (!xml_root_name(head).len)
		return 0;
	if (span_find(head, "<PositionRecordInfo") ||
	    span_find(head, "<PositionProfile") ||
	    span_find(head, "<JobPositionPosting") ||
	    span_find(head, ":PositionProfile"))
		return 93;
	return span_find(head, "PositionOpening") && is_hrxml(head) ? 93 : 0;
}

const struct parser parser_hrxml = {
	.name = "hrxml",
	.about = "HR-XML and HR Open documents",
	.board = "address of the document",
	.spec = "http://ns.hr-xml.org/2_5/HR-XML-2_5/SEP/",
	.parse = parse_hrxml,
	.sniff = sniff_hrxml,
};
