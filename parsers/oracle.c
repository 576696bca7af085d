/*
 * oracle.c - Oracle Recruiting Cloud: the REST resources behind a site of
 * Candidate Experience.
 *
 * https://docs.oracle.com/en/cloud/saas/human-resources/farws/
 * (recruitingCEJobRequisitions, recruitingCEJobRequisitionDetails; read
 * 2026-11): a list is {"items": [{"TotalJobsCount": n, "requisitionList":
 * [...], "categoriesFacet": [...]}]}. Everything that pages or chooses stands
 * within the finder, which commas part:
 * finder=findReqs;siteNumber=CX_1,limit=200,offset=200. A search shows 10,000
 * requisitions at most whatever it counts; a larger one is asked for again by
 * the values of a facet. The list gives no text and not always the way of
 * working; neither gives the employer.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SHOWN_MAX 10000 /* requisitions that a search gives */

static const struct map_field list_fields[] = {
	{ "Id", MAP_ID },
	{ "Id", MAP_REQUISITION },
	{ "Title", MAP_TITLE },
	{ "PrimaryLocation", MAP_PLACE },
	{ "PrimaryLocationCountry", MAP_COUNTRY },
	{ "secondaryLocations", MAP_MORE_PLACES },
	{ "PostedDate", MAP_POSTED },
	{ "PostingEndDate", MAP_EXPIRES },
	{ "JobSchedule", MAP_EMPLOYMENT },
	{ "WorkplaceType", MAP_REMOTE_KIND },
	{ "Department", MAP_DEPARTMENT },
	{ "Organization", MAP_DEPARTMENT },
	{ "ShortDescriptionStr", MAP_HTML },
};

static const struct map_field detail_fields[] = {
	{ "Id", MAP_ID },
	{ "Id", MAP_REQUISITION },
	{ "Title", MAP_TITLE },
	{ "PrimaryLocation", MAP_PLACE },
	{ "PrimaryLocationCountry", MAP_COUNTRY },
	{ "secondaryLocations", MAP_MORE_PLACES },
	{ "ExternalPostedStartDate", MAP_POSTED },
	{ "ExternalPostedEndDate", MAP_EXPIRES },
	{ "JobSchedule", MAP_EMPLOYMENT },
	{ "WorkplaceType", MAP_REMOTE_KIND },
	{ "Department", MAP_DEPARTMENT },
	{ "Organization", MAP_DEPARTMENT },
	{ "ExternalDescriptionStr", MAP_HTML },
	{ "ExternalResponsibilitiesStr", MAP_HTML },
	{ "ExternalQualificationsStr", MAP_HTML },
	{ "CorporateDescriptionStr", MAP_HTML },
	{ "OrganizationDescriptionStr", MAP_HTML },
};

/* ---- the finder ---- */

/* The value of `name` in "findReqs;siteNumber=CX_1,limit=200". */
static struct span finder_value(struct span url, const char *name)
{
	struct url_parts u;
	struct span      rest, value = { NULL, 0 };
	size_t           len = strlen(name);

	if (!url_split(url, &u))
		return value;
	rest = url_query(u.query, "finder");
	while (rest.len) {
		size_t      n = 0;
		struct span part;

		while (n < rest.len && rest.ptr[n] != ',' && rest.ptr[n] != ';')
			n++;
		part = (struct span){ rest.ptr, n };
		if (n > len && part.ptr[len] == '=' &&
		    memcmp(part.ptr, name, len) == 0)
			value = (struct span){ part.ptr + len + 1,
					       n - len - 1 };
		rest.ptr += n + (n < rest.len);
		rest.len -= n + (n < rest.len);
	}
	return value;
}

/* `url` with the finder's `name` set; at 0 it is taken away. */
static struct span with_value(struct arena *arena, struct span url,
			      const char *name, int64_t value)
{
	struct url_parts u;
	struct span      old = finder_value(url, name), finder, result;
	struct buf       out = BUF_INIT;
	const char      *end;

	url_split(url, &u);
	finder = url_query(u.query, "finder");
	end = finder.ptr + finder.len;
	if (old.ptr) { /* with the comma and the name before it */
		buf_add(&out, url.ptr,
			(size_t)(old.ptr - url.ptr) - strlen(name) - 2);
		buf_add(&out, old.ptr + old.len,
			(size_t)(end - old.ptr) - old.len);
	} else {
		buf_add(&out, url.ptr, (size_t)(end - url.ptr));
	}
	if (value)
		buf_printf(&out, ",%s=%" PRId64, name, value);
	buf_add(&out, end, (size_t)(url.ptr + url.len - end));
	result = arena_span(arena, buf_span(&out));
	buf_deinit(&out);
	return result;
}

static int64_t offset_of(struct span url)
{
	struct span text = finder_value(url, "offset");
	int64_t     at = 0;

	for (size_t i = 0; i < text.len && at < SHOWN_MAX; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return 0;
		at = at * 10 + text.ptr[i] - '0';
	}
	return at;
}

/* ---- more than 10,000 ---- */

static const struct facet {
	const char *list;     /* of the answer */
	const char *selected; /* of the finder */
	bool        is_partition; /* a requisition has one value at most */
} facets[] = { /* the best first */
	{ "categoriesFacet", "selectedCategoriesFacet", true },
	{ "organizationsFacet", "selectedOrganizationsFacet", true },
	{ "locationsFacet", "selectedLocationsFacet", false },
	{ "titlesFacet", "selectedTitlesFacet", false },
};

/* One list a value; what the values do not count is held back. */
static bool split(const struct document *doc, const cJSON *search,
		  int64_t total, struct findings *out)
{
	struct span  first = with_value(&out->arena, doc->url, "offset", 0);
	const cJSON *value;
	int64_t      sum = 0;

	for (size_t i = 0; i < ARRAY_LEN(facets); i++) {
		const cJSON *list = json_get(search, facets[i].list);

		if (finder_value(doc->url, facets[i].selected).ptr ||
		    !cJSON_IsArray(list) || cJSON_GetArraySize(list) < 2)
			continue;
		cJSON_ArrayForEach(value, list)
		{
			struct found_link *link;
			int64_t            id, count = 0;
			struct span        url;

			if (!json_whole(json_get(value, "Id"), &id) || id <= 0)
				continue;
			json_whole(json_get(value, "TotalCount"), &count);
			sum += count;
			url = with_value(&out->arena, first,
					 facets[i].selected, id);
			link = findings_add_link(out);
			link->url = url;
			link->role = LINK_LIST;
		}
		out->is_capped = sum < total;
		if (sum)
			return true;
	}
	return false;
}

/* Are the requisitions of this list in no other part of the whole? */
static bool is_exclusive(struct span url)
{
	for (size_t i = 0; i < ARRAY_LEN(facets); i++) {
		if (!facets[i].is_partition &&
		    finder_value(url, facets[i].selected).ptr)
			return false;
	}
	return true;
}

static void put_paging(const struct document *doc, const cJSON *root,
		       struct findings *out)
{
	const cJSON *search = json_path(root, "items.0");
	const cJSON *list = json_get(search, "requisitionList");
	int64_t at = offset_of(doc->url), shown = cJSON_GetArraySize(list);
	int64_t total = -1;

	json_whole(json_get(search, "TotalJobsCount"), &total);
	if (total > SHOWN_MAX) {
		if (at == 0 && finder_value(doc->url, "siteNumber").len &&
		    split(doc, search, total, out))
			return;
		out->is_capped = true;
	}
	if (is_exclusive(doc->url))
		out->listed = total;
	if (shown && at + shown < total && at + shown < SHOWN_MAX &&
	    finder_value(doc->url, "siteNumber").len)
		paging_next_url(with_value(&out->arena, doc->url, "offset",
					   at + shown),
				out);
}

/* ---- a requisition ---- */

static void put_requisition(const struct document *doc, const cJSON *root,
			    const cJSON *object, struct ad *ad,
			    struct findings *out)
{
	struct span site = finder_value(doc->url, "siteNumber");
	struct span id = ad->native_id;
	struct span code = json_member(object, "WorkplaceTypeCode");
	int64_t     openings;

	if (ad->remote == REMOTE_UNKNOWN)
		ad->remote = span_is(code, "ORA_REMOTE")    ? REMOTE_REMOTE
			     : span_is(code, "ORA_HYBRID")  ? REMOTE_HYBRID
			     : span_is(code, "ORA_ON_SITE") ? REMOTE_ONSITE
							    : REMOTE_UNKNOWN;
	if (json_whole(json_get(object, "NumberOfOpenings"), &openings) &&
	    openings > 0 && openings < 100000)
		ad->openings = (int)openings;
	if (!site.len || !board_slug(id).len)
		return;
	ad->url = span_of(arena_printf(
		&out->arena,
		"/hcmUI/CandidateExperience/en/sites/%.*s/job/%.*s",
		(int)site.len, site.ptr, (int)id.len, id.ptr));
	if (json_path(root, "items.0.requisitionList"))
		board_add_detail(
			out, ad,
			span_of(arena_printf(
				&out->arena,
				"/hcmRestApi/resources/latest/recruiting"
				"CEJobRequisitionDetails?expand=all&onlyData="
				"true&finder=ById;Id=%%22%.*s%%22,siteNumber="
				"%.*s",
				(int)id.len, id.ptr, (int)site.len, site.ptr)),
			NULL);
}

static const struct board_map list = {
	.what = "\"requisitionList\" of oracle",
	.list = "items.0.requisitionList",
	.fields = list_fields,
	.n_fields = ARRAY_LEN(list_fields),
	.each = put_requisition,
	.whole = put_paging,
};

static const struct board_map details = {
	.what = "\"items\" of oracle",
	.list = "items",
	.fields = detail_fields,
	.n_fields = ARRAY_LEN(detail_fields),
	.each = put_requisition,
};

static const struct board_map detail = {
	.what = "\"items\" of oracle",
	.list = "items",
	.single = "",
	.fields = detail_fields,
	.n_fields = ARRAY_LEN(detail_fields),
	.each = put_requisition,
};

static enum parse_status parse_oracle(const struct document *doc,
				      struct findings *out, struct error *err)
{
	cJSON                  *root = json_parse_document(doc, err);
	const cJSON            *first = json_path(root, "items.0");
	const struct board_map *map = &details;
	enum parse_status       status = PARSE_BROKEN;

	if (json_get(first, "requisitionList"))
		map = &list;
	else if (json_get(root, "Title") && json_get(root, "Id"))
		map = &detail;
	if (root)
		status = board_map_read(map, root, doc, out, err);
	json_free(root);
	return status;
}

static int sniff_oracle(const struct document *doc)
{
	static const char *const list_keys[] = { "\"items\"",
						 "\"requisitionList\"" };
	static const char *const detail_keys[] = { "\"Title\"", "\"Id\"",
						   "\"ExternalDescriptionStr\"" };

	return json_has_keys(doc, "{", list_keys, ARRAY_LEN(list_keys)) ||
			       json_has_keys(doc, "{", detail_keys,
					     ARRAY_LEN(detail_keys))
		       ? 86
		       : 0;
}

/*
 * https://{host}/hcmUI/CandidateExperience/{language}/sites/{site}[/...], on
 * whatever host, or an address of the resource. A site under a name of the
 * employer's (/en/sites/{site}) asks a host that its address does not tell.
 */
static bool seed_oracle(struct span board, char *out, size_t size)
{
	struct url_parts u;
	struct span      site;
	int              n;

	if (!url_split(board, &u))
		return false;
	if (span_is(url_segment(u.path, 0), "hcmRestApi"))
		return board_copy(out, size, board);
	site = url_segment(u.path, 4);
	if (!span_is(url_segment(u.path, 1), "CandidateExperience") ||
	    !span_is(url_segment(u.path, 3), "sites") || !board_slug(site).len)
		return false;
	n = snprintf(out, size,
		     "https://%.*s/hcmRestApi/resources/latest"
		     "/recruitingCEJobRequisitions?onlyData=true"
		     "&expand=requisitionList.secondaryLocations"
		     "&finder=findReqs;siteNumber=%.*s,facetsList=CATEGORIES"
		     "%%3BORGANIZATIONS%%3BLOCATIONS%%3BTITLES,limit=200"
		     ",sortBy=POSTING_DATES_DESC",
		     (int)u.authority.len, u.authority.ptr, (int)site.len,
		     site.ptr);
	return n > 0 && (size_t)n < size;
}

const struct parser parser_oracle = {
	.name = "oracle",
	.about = "career sites of Oracle Recruiting Cloud",
	.board = "address",
	.spec = "https://docs.oracle.com/en/cloud/saas/human-resources/farws/",
	.parse = parse_oracle,
	.sniff = sniff_oracle,
	.seed_url = seed_oracle,
	.headers = "Accept: application/json",
	.hosts = "oraclecloud.com oraclecloud.eu oraclecloud26.com",
};
