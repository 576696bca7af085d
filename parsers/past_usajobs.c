/*
 * past_usajobs.c - every announcement of the federal government of the United
 * States since 2017.
 * https://developer.usajobs.gov/api-reference/get-api-historicjoa (2026-11)
 *
 * An object an announcement: number, title, agency and department, open and
 * close date, places, grade, pay, openings; no text of the announcement. The
 * series are the official names of occupations, the appointment says how long
 * it is for: both are kept beside the ad. Also the short form in which
 * others publish it (id, title, agency, series, open_date, close_date).
 */
#include "base/buf.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/past.h"
#include "parsers/text.h"

static const struct map_field fields[] = {
	{ "usajobsControlNumber", MAP_ID },
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "positionTitle", MAP_TITLE },
	{ "title", MAP_TITLE },
	{ "hiringAgencyName", MAP_EMPLOYER },
	{ "agency", MAP_EMPLOYER },
	{ "hiringSubelementName", MAP_DEPARTMENT },
	{ "subagency", MAP_DEPARTMENT },
	{ "announcementNumber", MAP_REQUISITION },
	{ "positionOpenDate", MAP_POSTED },
	{ "open_date", MAP_POSTED },
	{ "positionCloseDate", MAP_EXPIRES },
	{ "close_date", MAP_EXPIRES },
	{ "workSchedule", MAP_EMPLOYMENT },
	{ "minimumSalary", MAP_PAY_MIN },
	{ "maximumSalary", MAP_PAY_MAX },
	{ "salaryType", MAP_PAY_PERIOD },
	{ "totalOpenings", MAP_OPENINGS }, /* "Many" and "Few" are no numbers */
};

/* The API has been seen to write its lists in three ways. */
static const cJSON *list_of(const cJSON *object, const char *const names[3])
{
	for (size_t i = 0; i < 3; i++) {
		const cJSON *list = json_get(object, names[i]);

		if (cJSON_IsArray(list))
			return list;
	}
	return NULL;
}

static void put_places(const cJSON *object, struct arena *arena, struct ad *ad)
{
	static const char *const names[3] = { "positionLocations",
					      "PositionLocations",
					      "positionlocations" };
	const cJSON             *item;

	cJSON_ArrayForEach(item, list_of(object, names))
	{
		struct ad_location *l = text_add_location(arena, ad);

		l->city = json_member_text(arena, item, "positionLocationCity");
		l->region =
			json_member_text(arena, item, "positionLocationState");
		l->country = json_member_text(arena, item,
					      "positionLocationCountry");
		text_compose_location(arena, l);
		if (!l->text.len)
			ad->n_locations--;
	}
}

/* "0301" of "0301 - Miscellaneous Administration And Program". */
static struct span series_code(struct arena *arena, const cJSON *item)
{
	struct span text = json_text(
		arena, cJSON_IsObject(item) ? json_get(item, "series") : item);
	size_t      n = 0;

	while (n < text.len && text.ptr[n] >= '0' && text.ptr[n] <= '9')
		n++;
	return n ? (struct span){ text.ptr, n } : text;
}

static void put_series(const cJSON *object, struct arena *arena,
		       struct buf *out)
{
	static const char *const names[3] = { "jobCategories", "JobCategories",
					      "jobcategories" };
	const cJSON             *list = list_of(object, names);
	const cJSON             *item;

	if (!list)
		list = json_get(object, "series");
	if (!cJSON_IsArray(list) || !cJSON_GetArraySize(list))
		return;
	json_key(out, "series");
	json_open_array(out);
	cJSON_ArrayForEach(item, list)
	{
		json_string(out, series_code(arena, item));
	}
	json_close_array(out);
}

static void put_member(const cJSON *object, struct arena *arena,
		       const char *from, const char *to, struct buf *out)
{
	struct span text = json_member_text(arena, object, from);

	if (text.len)
		json_put_span(out, to, text);
}

static void put_extra(const cJSON *object, struct arena *arena, struct ad *ad)
{
	struct buf b = BUF_INIT;

	json_open_object(&b);
	put_series(object, arena, &b);
	put_member(object, arena, "appointment", "appointment", &b);
	put_member(object, arena, "appointmentType", "appointment", &b);
	put_member(object, arena, "hiringDepartmentName", "ministry", &b);
	put_member(object, arena, "positionOpeningStatus", "status", &b);
	json_close_object(&b);
	if (b.len > 2)
		ad->extra = arena_span(arena, buf_span(&b));
	buf_deinit(&b);
}

static void finish_ad(struct arena *arena, const cJSON *object, struct ad *ad)
{
	put_places(object, arena, ad);
	put_extra(object, arena, ad);
	if (ad->pay.min > 0 || ad->pay.max > 0)
		text_currency(&ad->pay, SPAN("USD"));
	if (!ad->url.len && ad->native_id.len)
		ad->url = span_of(arena_printf(arena,
					       "https://www.usajobs.gov/job/%s",
					       ad->native_id.ptr));
}

static const struct board_map map = {
	.what = "an announcement of usajobs",
	.list = "",
	.single = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
};

const struct past past_usajobs = {
	.spec = "https://developer.usajobs.gov/api-reference/get-api-historicjoa",
	.map = &map,
	.opens = { "positionOpenDate", "open_date" },
	.closes = { "positionCloseDate", "close_date" },
	.finish = finish_ad,
};
