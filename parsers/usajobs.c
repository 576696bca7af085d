/*
 * usajobs.c - Announcements of the federal government of the United States.
 * https://developer.usajobs.gov/api-reference/get-api-search (read 2026-11), and
 * the feed in HR-XML 3 that stood in its place until 2013, as one that was kept
 * shows it: https://github.com/GSA/jobs_api/blob/master/doc/sample.xml.
 *
 * A board is a search as search_seed.h has it ("Keyword=data science",
 * "Organization=CM51", "*"). Keys: usajobs, and usajobs-email, the address that
 * the key was given to, which has to be the User-Agent.
 *
 * Gives number, title, agency, all places, days, pay, openings when they are a
 * number, and the long texts. A search shows 10,000 announcements at most.
 */
#include "base/mem.h"
#include "parsers/kinds.h"
#include "parsers/search_seed.h"
#include "parsers/text.h"
#include "parsers/xml_record.h"

#define LISTED_MAX 10000
#define PAGE_SIZE 500

static const struct map_field fields[] = {
	{ "MatchedObjectDescriptor.PositionID", MAP_ID },
	{ "MatchedObjectDescriptor.PositionID", MAP_REQUISITION },
	{ "MatchedObjectDescriptor.PositionURI", MAP_URL },
	{ "MatchedObjectDescriptor.ApplyURI.0", MAP_APPLY_URL },
	{ "MatchedObjectDescriptor.PositionTitle", MAP_TITLE },
	{ "MatchedObjectDescriptor.OrganizationName", MAP_EMPLOYER },
	{ "MatchedObjectDescriptor.PositionLocationDisplay", MAP_PLACE },
	{ "MatchedObjectDescriptor.PositionLocation", MAP_MORE_PLACES },
	{ "MatchedObjectDescriptor.PublicationStartDate", MAP_POSTED },
	{ "MatchedObjectDescriptor.ApplicationCloseDate", MAP_EXPIRES },
	{ "MatchedObjectDescriptor.PositionSchedule.0.Name", MAP_EMPLOYMENT },
	{ "MatchedObjectDescriptor.DepartmentName", MAP_DEPARTMENT },
	{ "MatchedObjectDescriptor.PositionRemuneration.0.MinimumRange",
	  MAP_PAY_MIN },
	{ "MatchedObjectDescriptor.PositionRemuneration.0.MaximumRange",
	  MAP_PAY_MAX },
	{ "MatchedObjectDescriptor.PositionRemuneration.0.Description",
	  MAP_PAY_PERIOD },
	{ "MatchedObjectDescriptor.UserArea.Details.TotalOpenings",
	  MAP_OPENINGS },
	{ "MatchedObjectDescriptor.UserArea.Details.RemoteIndicator",
	  MAP_IS_REMOTE },
	{ "MatchedObjectDescriptor.UserArea.Details.JobSummary", MAP_HTML },
	{ "MatchedObjectDescriptor.UserArea.Details.MajorDuties", MAP_HTML },
	{ "MatchedObjectDescriptor.QualificationSummary", MAP_HTML },
};

/* The federal government pays in its own currency. */
static void each(const struct document *doc, const cJSON *root,
		 const cJSON *object, struct ad *ad, struct findings *out)
{
	(void)doc;
	(void)root;
	(void)object;
	(void)out;
	text_currency(&ad->pay, SPAN("USD"));
}

static const struct board_map map = {
	.what = "\"SearchResult\" of usajobs",
	.list = "SearchResult.SearchResultItems",
	.listed = "SearchResult.SearchResultCountAll",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
	.paging = { .by = PAGING_NUMBER,
		    .param = "Page",
		    .first = 1,
		    .size = PAGE_SIZE,
		    .most = LISTED_MAX },
};

/* ---- the feed until 2013 ---- */

#define PROFILE "PositionProfile."
#define PAY PROFILE "OfferedRemunerationPackage.RemunerationRange."
#define BODY PROFILE "UserArea.GOVT_XMLJobBody."

static const struct map_field xml_fields[] = {
	{ "DocumentID", MAP_ID },
	{ "UserArea.GOVT_ApplyOnlineURL", MAP_APPLY_URL },
	{ PROFILE "PositionID", MAP_REQUISITION },
	{ PROFILE "PositionTitle", MAP_TITLE },
	{ PROFILE "PositionOrganization.OrganizationIdentifiers."
		  "OrganizationName",
	  MAP_EMPLOYER },
	{ PROFILE "PositionOrganization.UserArea.GOVT_SubAgencyName",
	  MAP_DEPARTMENT },
	{ PROFILE "PositionPeriod.StartDate.FormattedDateTime", MAP_POSTED },
	{ PROFILE "PositionPeriod.EndDate.FormattedDateTime", MAP_EXPIRES },
	{ PROFILE "PositionScheduleTypeCode", MAP_EMPLOYMENT },
	{ PROFILE "UserArea.GOVT_TotalOpenings", MAP_OPENINGS },
	{ PAY "RemunerationMinimumAmount", MAP_PAY_MIN },
	{ PAY "RemunerationMaximumAmount", MAP_PAY_MAX },
	{ PAY "RemunerationMinimumAmount@currencyID", MAP_CURRENCY },
	{ BODY "Overview.JobSummary", MAP_HTML },
	{ BODY "Duties.MajorDuties", MAP_HTML },
	{ BODY "QualificationsAndEvaluation.Qualifications", MAP_HTML },
	{ BODY "QualificationsAndEvaluation.Education", MAP_HTML },
	{ BODY "QualificationsAndEvaluation.Requirements", MAP_HTML },
};

static const struct map_places xml_places = {
	.list = PROFILE "PositionLocation",
	.text = "LocationName",
};

/* "PW" is by the piece here, and no week. */
static void each_of_xml(const struct document *doc, const cJSON *root,
			const cJSON *record, struct ad *ad,
			struct findings *out)
{
	struct span interval = json_raw(
		json_path(record, PAY "RemunerationRateIntervalCode"));
	struct span status = json_member(record, "PositionOpeningStatusCode");

	(void)doc;
	(void)root;
	if (!span_is_nocase(interval, "PW"))
		ad->pay.period = text_pay_period(interval);
	ad->is_closed = status.len && !span_is_nocase(status, "Active");
	if (ad->native_id.len)
		ad->url = span_of(arena_printf(&out->arena,
					       "https://www.usajobs.gov/job/%s",
					       ad->native_id.ptr));
}

static const struct board_map xml_map = {
	.what = "<PositionOpening> of usajobs",
	.fields = xml_fields,
	.n_fields = ARRAY_LEN(xml_fields),
	.places = &xml_places,
	.each = each_of_xml,
};

static enum parse_status parse_usajobs(const struct document *doc,
				       struct findings *out, struct error *err)
{
	static const struct xml_records feed = {
		.root = "ShowPositionOpening",
		.record = "PositionOpening",
		.map = &xml_map,
		.total_element = "Show",
		.total_attribute = "recordSetCount",
	};

	if (span_starts(span_trim(doc->body), "<"))
		return xml_records_parse(&feed, doc, out, err);
	return board_map_parse(&map, doc, out, err);
}

static int sniff_usajobs(const struct document *doc)
{
	static const char *const search[] = { "\"SearchResult\"",
					      "\"SearchResultItems\"" };
	static const char *const feed[] = { "GOVT_" };

	return json_has_keys(doc, "{", search, ARRAY_LEN(search)) ? 86
	       : xml_records_sniff(doc, "ShowPositionOpening", feed, 1)
		       ? 95
		       : 0;
}

static bool seed_usajobs(struct span board, char *out, size_t size)
{
	static const struct search_api api = {
		.base = "https://data.usajobs.gov/api/search",
		.path = "/api/search",
		.words = "Keyword",
		.fixed = "ResultsPerPage=500&Page=1",
	};

	return search_seed(&api, board, out, size);
}

const struct parser parser_usajobs = {
	.name = "usajobs",
	.about = "search of the US federal government's jobs",
	.board = "search, Keyword=data science; words; or *",
	.keys = "usajobs usajobs-email",
	.spec = "https://developer.usajobs.gov/api-reference/get-api-search",
	.parse = parse_usajobs,
	.sniff = sniff_usajobs,
	.seed_url = seed_usajobs,
	.headers = "User-Agent: {key:usajobs-email}\n"
		   "Authorization-Key: {key:usajobs}",
	.hosts = "data.usajobs.gov",
};
