#include "cli/filled.h"

#include "base/json_out.h"
#include "parsers/ad_json.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

/* Behind `after`, so that the order stays that of an ad's JSON. */
static struct filled_field *field_named(struct filled *f, const char *name,
					size_t after)
{
	size_t at = f->n_fields < after ? f->n_fields : after;

	for (size_t i = 0; i < f->n_fields; i++) {
		if (strcmp(f->field[i].name, name) == 0)
			return &f->field[i];
	}
	if (f->n_fields == FILLED_MAX)
		return NULL;
	memmove(&f->field[at + 1], &f->field[at],
		(f->n_fields++ - at) * sizeof(*f->field));
	f->field[at].n = 0;
	snprintf(f->field[at].name, sizeof(f->field[at].name), "%s", name);
	return &f->field[at];
}

static void count_ad(const cJSON *ad, struct filled *out)
{
	const cJSON *member;
	size_t       after = 0;

	cJSON_ArrayForEach(member, ad)
	{
		struct filled_field *field =
			field_named(out, member->string, after);

		if (!field)
			return;
		field->n++;
		after = (size_t)(field - out->field) + 1;
	}
}

void filled_count(const struct findings *f, struct filled *out)
{
	struct buf text = BUF_INIT;

	*out = (struct filled){ .n_ads = f->n_ads };
	for (size_t i = 0; i < f->n_ads; i++) {
		cJSON *ad;

		buf_clear(&text);
		json_open_object(&text);
		ad_write_json(&f->ads[i], &text);
		json_close_object(&text);
		ad = cJSON_Parse(text.ptr);
		cJSON_DeleteItemFromObject(ad, "description_html_sha256");
		count_ad(ad, out);
		cJSON_Delete(ad);
	}
	buf_deinit(&text);
}

void filled_print(const struct filled *f, struct buf *out)
{
	for (size_t i = 0; i < f->n_fields; i++)
		buf_printf(out, "%s%s %zu/%zu", i ? ", " : "",
			   f->field[i].name, f->field[i].n, f->n_ads);
}

void filled_json(const struct filled *f, struct buf *out)
{
	json_open_object(out);
	for (size_t i = 0; i < f->n_fields; i++)
		json_put_int(out, f->field[i].name, (int64_t)f->field[i].n);
	json_close_object(out);
}
