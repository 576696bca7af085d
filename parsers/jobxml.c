/*
 * jobxml.c - the XML that employers and job boards send to aggregators: a list
 * of <job>, <ad>, <vacancy> or the like, whose members each board names a
 * little differently. Read by their names, whichever the dialect (2026-11):
 *
 *   Indeed      https://docs.indeed.com/indeed-apply/xml-feed
 *   Talent.com  https://talent.com/integrations
 *   Trovit      http://about.trovit.com/trovit-feeds/feed-jobs/
 *   Recruitee   https://docs.recruitee.com/docs/feed
 *   SearchJobs  http://www.searchjobs.com/feedspec.html
 *
 * Gives what a dialect has of id, addresses, title, employer, places with their
 * parts, dates, kinds of employment, pay, remote, department, industry,
 * requisition, language, text. Slashes in a date are read for Trovit alone,
 * which says that the day stands first. Experience and education have no field.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/kinds.h"
#include "parsers/pay_text.h"
#include "parsers/text.h"
#include "parsers/xml_record.h"

#include <string.h>

#define RECORDS "job ad vacancy position offer jobad joboffer jobposting " \
		"posting entry opening vacature offre oferta vaga stelle "  \
		"stellenangebot"
#define PLACES_MAX 500		/* of one ad */
#define HEAD_BYTES (64 * 1024)	/* that a sniff looks at */

/* Names are folded: lower case, without '_', '-' and '.'. */
static const struct map_field fields[] = {
	{ "referencenumber", MAP_ID },
	{ "jobid", MAP_ID },
	{ "reference", MAP_ID },
	{ "referenceid", MAP_ID },
	{ "jobreference", MAP_ID },
	{ "jobref", MAP_ID },
	{ "refnumber", MAP_ID },
	{ "displayreference", MAP_ID },
	{ "partnerjobid", MAP_ID },
	{ "id", MAP_ID },
	{ "guid", MAP_ID },
	{ "uniqueid", MAP_ID },
	{ "uid", MAP_ID },
	{ "key", MAP_ID },
	{ "jobcode", MAP_ID },
	{ "jobnumber", MAP_ID },
	{ "job@id", MAP_ID },
	{ "ad@id", MAP_ID },
	{ "vacancy@id", MAP_ID },
	{ "position@id", MAP_ID },
	{ "offer@id", MAP_ID },
	{ "url", MAP_URL },
	{ "joburl", MAP_URL },
	{ "link", MAP_URL },
	{ "detailurl", MAP_URL },
	{ "vacancyurl", MAP_URL },
	{ "landingpage", MAP_URL },
	{ "directurl", MAP_URL },
	{ "applyurl", MAP_APPLY_URL },
	{ "applicationurl", MAP_APPLY_URL },
	{ "applylink", MAP_APPLY_URL },
	{ "title", MAP_TITLE },
	{ "jobtitle", MAP_TITLE },
	{ "positiontitle", MAP_TITLE },
	{ "jobname", MAP_TITLE },
	{ "name", MAP_TITLE },
	{ "position", MAP_TITLE },
	{ "designation", MAP_TITLE },
	{ "headline", MAP_TITLE },
	{ "company", MAP_EMPLOYER },
	{ "company.name", MAP_EMPLOYER },
	{ "companyname", MAP_EMPLOYER },
	{ "companytitle", MAP_EMPLOYER },
	{ "employer", MAP_EMPLOYER },
	{ "employer.name", MAP_EMPLOYER },
	{ "employername", MAP_EMPLOYER },
	{ "hiringorganization", MAP_EMPLOYER },
	{ "hiringorganization.name", MAP_EMPLOYER },
	{ "organization", MAP_EMPLOYER },
	{ "organizationname", MAP_EMPLOYER },
	{ "organisation", MAP_EMPLOYER },
	{ "advertiser", MAP_EMPLOYER },
	{ "advertisername", MAP_EMPLOYER },
	{ "entity", MAP_EMPLOYER },
	{ "companysize", MAP_EMPLOYER_SIZE },
	{ "dateposted", MAP_POSTED },
	{ "posteddate", MAP_POSTED },
	{ "postdate", MAP_POSTED },
	{ "postedat", MAP_POSTED },
	{ "datepublished", MAP_POSTED },
	{ "publisheddate", MAP_POSTED },
	{ "publishdate", MAP_POSTED },
	{ "publishedat", MAP_POSTED },
	{ "publicationdate", MAP_POSTED },
	{ "pubdate", MAP_POSTED },
	{ "postingdate", MAP_POSTED },
	{ "listdate", MAP_POSTED },
	{ "onlinedate", MAP_POSTED },
	{ "datesinceonline", MAP_POSTED },
	{ "activationdate", MAP_POSTED },
	{ "releasedate", MAP_POSTED },
	{ "opendate", MAP_POSTED },
	{ "dateadded", MAP_POSTED },
	{ "date", MAP_POSTED },
	{ "createdat", MAP_POSTED },
	{ "createddate", MAP_POSTED },
	{ "created", MAP_POSTED },
	{ "creationdate", MAP_POSTED },
	{ "dateupdated", MAP_UPDATED },
	{ "updateddate", MAP_UPDATED },
	{ "updatedat", MAP_UPDATED },
	{ "updated", MAP_UPDATED },
	{ "modifieddate", MAP_UPDATED },
	{ "modificationdate", MAP_UPDATED },
	{ "modified", MAP_UPDATED },
	{ "lastmodified", MAP_UPDATED },
	{ "lastupdated", MAP_UPDATED },
	{ "lastactivitydate", MAP_UPDATED },
	{ "expirationdate", MAP_EXPIRES },
	{ "expirydate", MAP_EXPIRES },
	{ "expiredate", MAP_EXPIRES },
	{ "expdate", MAP_EXPIRES },
	{ "dateexpired", MAP_EXPIRES },
	{ "expiresat", MAP_EXPIRES },
	{ "expires", MAP_EXPIRES },
	{ "expire", MAP_EXPIRES },
	{ "expiration", MAP_EXPIRES },
	{ "validthrough", MAP_EXPIRES },
	{ "validuntil", MAP_EXPIRES },
	{ "closingdate", MAP_EXPIRES },
	{ "closedate", MAP_EXPIRES },
	{ "deadline", MAP_EXPIRES },
	{ "applicationdeadline", MAP_EXPIRES },
	{ "department", MAP_DEPARTMENT },
	{ "jobcategory", MAP_DEPARTMENT },
	{ "category", MAP_DEPARTMENT },
	{ "category.0", MAP_DEPARTMENT },
	{ "categories.category", MAP_DEPARTMENT },
	{ "categories.category.0", MAP_DEPARTMENT },
	{ "industry", MAP_INDUSTRY },
	{ "industry.0", MAP_INDUSTRY },
	{ "company.industry", MAP_INDUSTRY },
	{ "sector", MAP_INDUSTRY },
	{ "classification", MAP_INDUSTRY },
	{ "requisitionid", MAP_REQUISITION },
	{ "requisitionnumber", MAP_REQUISITION },
	{ "reqid", MAP_REQUISITION },
	{ "reference", MAP_REQUISITION },
	{ "language", MAP_LANGUAGE },
	{ "lang", MAP_LANGUAGE },
	{ "job@lang", MAP_LANGUAGE },
	{ "numberofopenings", MAP_OPENINGS },
	{ "openings", MAP_OPENINGS },
	{ "vacancies", MAP_OPENINGS },
	{ "salary.min", MAP_PAY_MIN },
	{ "salary.salarymin", MAP_PAY_MIN },
	{ "salarymin", MAP_PAY_MIN },
	{ "salaryminimum", MAP_PAY_MIN },
	{ "minsalary", MAP_PAY_MIN },
	{ "minimumsalary", MAP_PAY_MIN },
	{ "salaryfrom", MAP_PAY_MIN },
	{ "compensationmin", MAP_PAY_MIN },
	{ "compensation.min", MAP_PAY_MIN },
	{ "salary.max", MAP_PAY_MAX },
	{ "salary.salarymax", MAP_PAY_MAX },
	{ "salarymax", MAP_PAY_MAX },
	{ "salarymaximum", MAP_PAY_MAX },
	{ "maxsalary", MAP_PAY_MAX },
	{ "maximumsalary", MAP_PAY_MAX },
	{ "salaryto", MAP_PAY_MAX },
	{ "compensationmax", MAP_PAY_MAX },
	{ "compensation.max", MAP_PAY_MAX },
	{ "description", MAP_HTML },
	{ "jobdescription", MAP_HTML },
	{ "content", MAP_HTML },
	{ "descriptionrequirements", MAP_HTML },
	{ "requirements", MAP_HTML },
	{ "responsibilities", MAP_HTML },
	{ "qualifications", MAP_HTML },
	{ "profile", MAP_HTML },
	{ "benefits", MAP_HTML },
};

/* The first of the members `names`, between blanks, that is a text. */
static struct span pick(struct arena *arena, const cJSON *object,
			const char *names)
{
	const cJSON *member;
	const char  *at = names;

	while (*at) {
		size_t len = strcspn(at, " ");
		char   name[64];

		memcpy(name, at, len); /* names are ours, and short */
		name[len] = '\0';
		member = json_get(object, name);
		if (json_text(arena, member).len)
			return json_text(arena, member);
		at += len + (at[len] == ' ');
	}
	return (struct span){ NULL, 0 };
}

/* ---- places ---- */

/* Adds the place that the members of `at` state, unless it is there. */
static void add_place(struct arena *arena, const cJSON *at, struct ad *ad,
		      const char *text_names)
{
	struct ad_location l = {
		.text = pick(arena, at, text_names),
		.street = pick(arena, at, "streetaddress street address"),
		.city = pick(arena, at, "city cityname town municipality "
					"addresslocality locationcity"),
		.region = pick(arena, at, "state region province statename "
					  "addressregion area locationstate"),
		.country = pick(arena, at, "country countryname countrycode "
					   "addresscountry "
					   "locationcountrycode"),
		.postal = pick(arena, at, "postalcode postcode zipcode zip"),
	};

	text_lat_lon(pick(arena, at, "latitude lat"),
		     pick(arena, at, "longitude long lng lon"), &l);
	text_point(pick(arena, at, "geoloc geolocation"), &l);
	text_compose_location(arena, &l);
	for (size_t i = 0; i < ad->n_locations; i++) {
		if (span_same(ad->locations[i].text, l.text))
			return;
	}
	if (l.text.len && ad->n_locations < PLACES_MAX)
		*text_add_location(arena, ad) = l;
}

/* One place or a list of them: texts, or objects with parts. */
static void add_places(struct arena *arena, const cJSON *value, struct ad *ad)
{
	const cJSON *item;

	if (cJSON_IsObject(value)) {
		add_place(arena, value, ad, "name text label displayname "
					    "fulllocation");
		return;
	}
	cJSON_ArrayForEach(item, value)
	{
		if (cJSON_IsObject(item))
			add_places(arena, item, ad);
		else if (ad->n_locations < PLACES_MAX &&
			 json_text(arena, item).len)
			text_add_location(arena, ad)->text =
				json_text(arena, item);
	}
}

static void put_places(struct arena *arena, const cJSON *job, struct ad *ad)
{
	static const char *const nested[] = {
		"locations.location", "location",    "joblocations.joblocation",
		"joblocation",	      "worklocation", "locations.address",
		"address",	      "region",	      "joblocations",
	};

	add_place(arena, job, ad, "location joblocation worklocation place "
				  "workplace");
	for (size_t i = 0; i < ARRAY_LEN(nested); i++) {
		const cJSON *value = json_path(job, nested[i]);

		if (cJSON_IsObject(value) || cJSON_IsArray(value))
			add_places(arena, value, ad);
	}
}

/* ---- the rest that a table cannot say ---- */

static bool says_yes(struct span s)
{
	return span_is_nocase(s, "yes") || span_is_nocase(s, "true") ||
	       span_is(s, "1") || span_is_nocase(s, "always");
}

static void put_remote(struct arena *arena, const cJSON *job, struct ad *ad)
{
	struct span word = pick(arena, job, "remotetype remote isremote "
					    "workplacetype workplacetypes "
					    "remotework "
					    "telecommute telecommuting "
					    "workfromhome homeoffice");

	if (says_yes(pick(arena, job, "hybrid ishybrid")) ||
	    span_is_nocase(word, "sometimes"))
		ad->remote = REMOTE_HYBRID;
	else if (says_yes(word))
		ad->remote = REMOTE_REMOTE;
	else if (span_is_nocase(word, "never") ||
		 says_yes(pick(arena, job, "onsite isonsite")))
		ad->remote = REMOTE_ONSITE;
	else
		ad->remote = text_remote(word);
}

/* Every word of the kind of work; one that nobody knows is OTHER. */
static void put_employment(struct arena *arena, const cJSON *job,
			   struct ad *ad)
{
	static const char *const names[] = {
		"jobtype",	"employmenttype", "jobtypes.jobtype",
		"positiontype", "workinghours",	  "workhours",
		"worktime",
		"workingtime",	"contracttype",	  "contract",
		"type",		"jobtime",	  "employmentstatus",
	};
	struct span main_word = pick(arena, job, "jobtype employmenttype");

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const cJSON *value = json_path(job, names[i]), *item;

		text_employment_known(arena, ad, json_text(arena, value));
		if (!cJSON_IsArray(value))
			continue;
		cJSON_ArrayForEach(item, value)
			text_employment_known(arena, ad,
					      json_text(arena, item));
	}
	if (!ad->n_employment_types)
		text_employment(arena, ad, main_word);
}

static void put_pay(struct arena *arena, const cJSON *job, struct ad *ad)
{
	const cJSON *salary = json_get(job, "salary");
	struct span  currency = pick(arena, job, "currency salarycurrency "
						 "compensationcurrency");
	struct span  period = pick(arena, job, "salaryperiod salaryinterval "
					       "salaryunit salarytype "
					       "payperiod period "
					       "compensationinterval");

	if (ad->pay.min <= 0 && ad->pay.max <= 0)
		pay_text(pick(arena, job, "salary compensation wage"),
			 &ad->pay);
	if (ad->pay.min <= 0 && ad->pay.max <= 0)
		return;
	text_currency(&ad->pay, currency);
	text_currency(&ad->pay, pick(arena, salary, "currency"));
	if (!period.len)
		period = pick(arena, salary, "period rate interval unit type");
	if (period.len)
		ad->pay.period = text_pay_period(period);
	ad->pay.source = SPAN("stated");
}

/* ---- members in groups ---- */

/* The place of an offer of Talentsoft. */
static void put_offer_place(struct arena *arena, const cJSON *at,
			    struct ad *ad)
{
	struct ad_location *l;

	if (!cJSON_IsObject(at))
		return;
	l = text_add_location(arena, ad);
	l->city = pick(arena, at, "joblocation");
	l->region = pick(arena, json_get(at, "regions"), "region");
	l->country = pick(arena, json_get(at, "countries"), "country");
	text_compose_location(arena, l);
}

/* Where the title is not the job's own, <job_details> or the like has it. */
static void put_group(struct arena *arena, const cJSON *job, struct ad *ad)
{
	static const char *const texts[] = {
		"description", "missiondescriptionformatted",
		"applicantprofileformatted",
	};
	const cJSON *group = json_get(job, "jobdetails");
	struct buf   html = BUF_INIT;

	if (!cJSON_IsObject(group))
		group = json_get(job, "jobdescription");
	if (ad->title.len || !cJSON_IsObject(group))
		return;
	ad->title = pick(arena, group, "title");
	if (!ad->url.len)
		ad->url = pick(arena, group, "url");
	if (!ad->employer.len)
		ad->employer = pick(arena, json_get(job, "company"),
				    "companyname name");
	if (!ad->department.len)
		ad->department = pick(arena, group, "jobfamily");
	if (ad->posted_at.precision == STAMP_NONE)
		text_date(pick(arena, json_get(job, "jobdates"),
			       "firstactivatedat"),
			  &ad->posted_at);
	text_employment_known(arena, ad, pick(arena, group, "contracttype"));
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (html.len && json_member(group, texts[i]).len)
			buf_add_text(&html, "<br><br>");
		buf_add_span(&html, json_member(group, texts[i]));
	}
	text_describe(arena, ad, buf_span(&html));
	put_offer_place(arena, json_get(group, "location"), ad);
	buf_deinit(&html);
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *job, struct ad *ad, struct findings *out)
{
	struct arena *arena = &out->arena;

	(void)doc;
	(void)root;
	put_group(arena, job, ad);
	/* the same format sells houses */
	if (json_get(job, "propertytype") || json_get(job, "floorarea"))
		ad->title = (struct span){ NULL, 0 };
	text_names_of_html(arena, ad);
	if (span_same(ad->requisition_id, ad->native_id))
		ad->requisition_id = (struct span){ NULL, 0 };
	if (json_get(job, "coderome")) /* French: a département is a place */
		ad->department = pick(arena, job, "function");
	if (!ad->description.len)
		text_describe(arena, ad, pick(arena, job, "summary snippet"));
	put_places(arena, job, ad);
	put_remote(arena, job, ad);
	put_employment(arena, job, ad);
	put_pay(arena, job, ad);
}

static const struct board_map map = {
	.what = "a <job>",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
};

static const struct board_map trovit_map = {
	.what = "an <ad> of trovit",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
	.has_day_first = true,
};

/* Roots of lists of jobs, that may be empty; folded. */
static bool is_list_root(struct span root)
{
	char name[64];

	xml_record_fold(root, name, sizeof(name));
	return xml_record_is_one("source jobs trovit jobfeed joblist ads "
				 "vacancies positions offers joboffers "
				 "jobpostings postings listing openings feed",
				 name);
}

static enum parse_status parse_jobxml(const struct document *doc,
				      struct findings *out, struct error *err)
{
	struct span root = xml_root_name(doc->body);
	const struct xml_records format = {
		.record = RECORDS,
		.folds_names = true,
		.map = span_is_nocase(root, "trovit") ? &trovit_map : &map,
	};
	size_t            n = out->n_ads;
	enum parse_status status = xml_records_parse(&format, doc, out, err);

	if (status == PARSE_OK && out->n_ads == n && !is_list_root(root)) {
		error_set(err, "expected a list of <job>, got <%.*s>",
			  (int)(root.len < 40 ? root.len : 40),
			  root.ptr ? root.ptr : "");
		status = PARSE_NOT_MINE;
	}
	return status;
}

/* ---- recognising ---- */

/* What the tags of a document's beginning are. */
struct seen {
	bool has_record, has_title;
	int  n_others; /* different members that ads have */
};

static void see_tag(struct seen *seen, const char *name, unsigned *others)
{
	static const char *const names[] = {
		"url",	"link",	  "company", "employer", "city",
		"date", "country", "location", "description", "content",
		"referencenumber", "companyname", "category", "state",
	};

	if (xml_record_is_one(RECORDS, name))
		seen->has_record = true;
	if (xml_record_is_one("title jobtitle positiontitle name", name))
		seen->has_title = true;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(name, names[i]) == 0 && !(*others & 1u << i)) {
			*others |= 1u << i;
			seen->n_others++;
		}
	}
}

static struct seen look(struct span head)
{
	struct seen seen = { 0 };
	unsigned    others = 0;
	const char *at = head.ptr, *end = head.ptr + head.len;

	while ((at = memchr(at, '<', (size_t)(end - at)))) {
		size_t len = 0;
		char   name[64];

		at++;
		while (at + len < end && len < sizeof(name) - 1 &&
		       !strchr(" \t\r\n/>", at[len]))
			len++;
		xml_record_fold((struct span){ at, len }, name, sizeof(name));
		see_tag(&seen, name, &others);
	}
	return seen;
}

static int sniff_jobxml(const struct document *doc)
{
	struct span head = doc->body, root;
	struct seen seen;

	if (head.len > HEAD_BYTES)
		head.len = HEAD_BYTES;
	root = xml_root_name(head);
	if (!root.len || span_is_nocase(root, "html") ||
	    span_is_nocase(root, "rss") || span_is_nocase(root, "rdf"))
		return 0;
	seen = look(head);
	if (seen.has_record && seen.has_title && seen.n_others >= 3)
		return is_list_root(root) ? 60 : 45;
	if (span_is_nocase(root, "trovit"))
		return 60;
	return span_is_nocase(root, "source") && span_find(head, "<publisher")
		       ? 60
		       : 0;
}

const struct parser parser_jobxml = {
	.name = "jobxml",
	.about = "XML feeds as sent to Indeed, Talent.com and others",
	.board = "address of the feed",
	.spec = "https://docs.indeed.com/indeed-apply/xml-feed",
	.parse = parse_jobxml,
	.sniff = sniff_jobxml,
};
