/*
 * past_jobtech.c - ads of the Swedish public employment service since 2006.
 * https://data.jobtechdev.se/annonser/historiska/index.html (2026-11)
 *
 * A file a year, an object a line or one array; members as jobtech.c reads
 * them, null where a year did not have them yet. All ads of the service with
 * their text (names and addresses of persons taken out). An ad is shown from
 * publication_date to last_publication_date; `removed` with removed_date says
 * that its employer took it away earlier. The occupation is kept beside the ad.
 */
#include "base/buf.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/jobtech.h"
#include "parsers/past.h"

static void put_label(const cJSON *object, struct arena *arena,
		      const char *name, struct buf *out)
{
	const cJSON *value = json_get(object, name);
	struct span  label;

	/* some years have a list of one */
	if (cJSON_IsArray(value))
		value = cJSON_GetArrayItem(value, 0);
	label = json_member_text(arena, value, "label");
	if (label.len)
		json_put_span(out, name, label);
}

static void put_extra(struct arena *arena, const cJSON *object, struct ad *ad)
{
	static const char *const labels[] = { "occupation", "occupation_group",
					      "occupation_field" };
	struct buf               b = BUF_INIT;

	json_open_object(&b);
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		put_label(object, arena, labels[i], &b);
	json_close_object(&b);
	if (b.len > 2)
		ad->extra = arena_span(arena, buf_span(&b));
	buf_deinit(&b);
}

const struct past past_jobtech = {
	.spec = "https://data.jobtechdev.se/annonser/historiska/index.html",
	.map = &jobtech_record,
	.opens = { "publication_date" },
	.closes = { "last_publication_date", "application_deadline" },
	.removed = "removed_date",
	.is_removed = "removed",
	.finish = put_extra,
};
