/*
 * workday.c - What the career pages of Workday ask their own server for, as
 * their requests show (read 2026-11): /wday/cxs/{tenant}/{site}/jobs lists
 * {"total": n, "jobPostings": [...]}, its path and an externalPath is one job.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/kinds.h"

static const struct map_field fields[] = {
	{ "jobReqId", MAP_ID },
	{ "bulletFields.0", MAP_ID },
	{ "externalUrl", MAP_URL },
	{ "externalPath", MAP_URL },
	{ "title", MAP_TITLE },
	{ "locationsText", MAP_PLACE },
	{ "location", MAP_PLACE },
	{ "additionalLocations", MAP_MORE_PLACES },
	{ "country.descriptor", MAP_COUNTRY },
	{ "startDate", MAP_POSTED },
	{ "postedOn", MAP_POSTED },
	{ "timeType", MAP_EMPLOYMENT },
	{ "remoteType", MAP_REMOTE_KIND },
	{ "jobReqId", MAP_REQUISITION },
	{ "bulletFields.0", MAP_REQUISITION },
	{ "jobDescription", MAP_HTML },
};

static const struct board_map map = {
	.what = "\"jobPostings\" of workday",
	.list = "jobPostings",
	.single = "jobPostingInfo",
	.employer = "hiringOrganization.name",
	.listed = "total",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

/* A job's page is /{site}{path}, what it is made of /wday/cxs/.../{site}{path}. */
static void put_addresses(const struct document *doc, struct ad *ad,
			  struct findings *out)
{
	struct url_parts   u;
	struct span        path = ad->url, tenant, site;
	struct found_link *link;

	if (!span_starts(path, "/job/") || !url_split(doc->url, &u) ||
	    !span_is(url_segment(u.path, 1), "cxs"))
		return;
	tenant = url_segment(u.path, 2);
	site = url_segment(u.path, 3);
	ad->url = span_of(arena_printf(&out->arena, "/%.*s%.*s", (int)site.len,
				       site.ptr, (int)path.len, path.ptr));
	link = findings_add_link(out);
	link->url = span_of(arena_printf(&out->arena, "/wday/cxs/%.*s/%.*s%.*s",
					 (int)tenant.len, tenant.ptr,
					 (int)site.len, site.ptr, (int)path.len,
					 path.ptr));
	link->role = LINK_DETAIL;
	link->kind = SPAN("workday");
}

static enum parse_status parse_workday(const struct document *doc,
				struct findings *out, struct error *err)
{
	size_t            first = out->n_ads;
	enum parse_status status = board_map_parse(&map, doc, out, err);

	for (size_t i = first; i < out->n_ads; i++) {
		struct ad *ad = &out->ads[i];

		put_addresses(doc, ad, out);
		if (!ad->employer.len)
			ad->employer = board_employer(&out->arena, doc,
						      doc->url, 2);
	}
	return status;
}

static int sniff_workday(const struct document *doc)
{
	static const char *const list[] = { "\"jobPostings\"",
					    "\"externalPath\"" };
	static const char *const single[] = { "\"jobPostingInfo\"" };

	return json_has_keys(doc, "{", list, ARRAY_LEN(list)) ||
			       json_has_keys(doc, "{", single,
					     ARRAY_LEN(single))
		       ? 86
		       : 0;
}

const struct parser parser_workday = {
	.name = "workday",
	.spec = "/wday/cxs/{tenant}/{site}/jobs",
	.parse = parse_workday,
	.sniff = sniff_workday,
};
