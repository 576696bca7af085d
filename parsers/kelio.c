/*
 * kelio.c - The feed of TalentView, the recruiting part of Kelio (France):
 * <source> of <jobs> of <job>, as a partner's importer shows it (2026-11):
 * https://github.com/mission-apprentissage/labonnealternance.
 *
 * Gives id, title, employer, address with its point, when it was made, text in
 * HTML, pay, working time. Does not give when an ad ends.
 */
#include "base/mem.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/xml_record.h"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "url", MAP_URL },
	{ "name", MAP_TITLE },
	{ "company.name", MAP_EMPLOYER },
	{ "created_at", MAP_POSTED },
	{ "last_activation_at", MAP_UPDATED },
	{ "job_type", MAP_EMPLOYMENT },
	{ "working_time", MAP_EMPLOYMENT },
	{ "remote_level", MAP_REMOTE_KIND },
	{ "salary.min", MAP_PAY_MIN },
	{ "salary.max", MAP_PAY_MAX },
	{ "html_description", MAP_HTML },
	{ "html_profile", MAP_HTML },
	{ "description", MAP_PLAIN },
	{ "profile", MAP_PLAIN },
};

static const struct map_places places = {
	.list = "address",
	.street = "street",
	.city = "city",
	.country = "country",
	.postal = "postal_code",
	.lat = "latitude",
	.lon = "longitude",
};

/* "16", "Rue X" is one street; the currency is a word. */
static void each(const struct document *doc, const cJSON *root,
		 const cJSON *record, struct ad *ad, struct findings *out)
{
	struct span number = json_text(
		&out->arena, json_path(record, "address.street_number"));
	struct span currency = json_raw(json_path(record, "salary.currency"));

	(void)doc;
	(void)root;
	if (number.len && ad->n_locations && ad->locations[0].street.len)
		ad->locations[0].street = span_of(arena_printf(
			&out->arena, "%s %s", number.ptr,
			ad->locations[0].street.ptr));
	if (ad->pay.min > 0 || ad->pay.max > 0)
		text_currency(&ad->pay, span_is_nocase(currency, "euro")
						 ? SPAN("EUR")
						 : currency);
}

static const struct board_map map = {
	.what = "<job> of kelio",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
	.places = &places,
};

static enum parse_status parse_kelio(const struct document *doc,
				     struct findings *out, struct error *err)
{
	static const struct xml_records format = {
		.root = "source",
		.record = "job",
		.map = &map,
	};

	return xml_records_parse(&format, doc, out, err);
}

static int sniff_kelio(const struct document *doc)
{
	static const char *const publisher[] = { "<publisher>TalentView" };
	static const char *const host[] = { "talentview.io/jobs/" };

	return xml_records_sniff(doc, "source", publisher, 1) ||
			       xml_records_sniff(doc, "source", host, 1)
		       ? 96
		       : 0;
}

const struct parser parser_kelio = {
	.name = "kelio",
	.about = "feed of TalentView by Kelio (France)",
	.board = "address of the feed",
	.spec = "https://www.kelio.com",
	.parse = parse_kelio,
	.sniff = sniff_kelio,
};
