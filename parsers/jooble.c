/*
 * jooble.c - The answers of Jooble's search, https://jooble.org/api/about, and
 * its two XML feeds, read 2026-11. What employers send it
 * (<job id> with <name>, <link>, <region>; days as 31.12.2026 or ISO 8601):
 * https://help.jooble.org/en/support/solutions/articles/60001448238. And what
 * it sends partners (<job> with <guid>, <title>, <url>, <region> of parts), as
 * https://github.com/mission-apprentissage/labonnealternance reads it.
 *
 * Both give id, title, employer, place, text, pay and an end when there is one.
 * What is sent to partners gives no day of posting, but of the last change.
 * So does the search, a POST of {"keywords", "location", "page"} to /api/{key},
 * whose texts are pieces of the ad around the words.
 */
#include "base/mem.h"
#include "parsers/kinds.h"
#include "parsers/text.h"
#include "parsers/xml_record.h"

static const struct map_field fields[] = {
	{ "guid", MAP_ID },
	{ "referencenumber", MAP_ID },
	{ "job@id", MAP_ID },
	{ "url", MAP_URL },
	{ "link", MAP_URL },
	{ "title", MAP_TITLE },
	{ "name", MAP_TITLE },
	{ "company", MAP_EMPLOYER },
	{ "company_name", MAP_EMPLOYER },
	{ "region.city", MAP_PLACE },
	{ "region", MAP_PLACE },
	{ "city", MAP_PLACE },
	{ "region.country", MAP_COUNTRY },
	{ "country", MAP_COUNTRY },
	{ "pubdate", MAP_POSTED },
	{ "date_updated", MAP_UPDATED },
	{ "updated", MAP_UPDATED },
	{ "date_expired", MAP_EXPIRES },
	{ "expire", MAP_EXPIRES },
	{ "jobtype", MAP_EMPLOYMENT },
	{ "currency", MAP_CURRENCY },
	{ "salary.min", MAP_PAY_MIN },
	{ "salary.max", MAP_PAY_MAX },
	{ "salary.currency", MAP_CURRENCY },
	{ "salary.rate", MAP_PAY_PERIOD },
	{ "salary", MAP_PAY_TEXT },
	{ "description", MAP_HTML },
};

/* "Canton de Cahors; Lot (46); Midi-Pyrénées": from small to large. */
static struct span widest(struct span state)
{
	for (size_t i = state.len; i > 0; i--) {
		if (state.ptr[i - 1] == ';')
			return span_trim((struct span){ state.ptr + i,
							state.len - i });
	}
	return state;
}

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *record, struct ad *ad, struct findings *out)
{
	struct span state = json_text(&out->arena,
				      json_path(record, "region.state"));

	(void)doc;
	(void)root;
	if (ad->n_locations)
		ad->locations[0].region = widest(state);
}

static const struct board_map map = {
	.what = "<job> of jooble",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
	.has_day_first = true,
};

static const struct map_field found_fields[] = {
	{ "id", MAP_ID },
	{ "link", MAP_URL },
	{ "title", MAP_TITLE },
	{ "company", MAP_EMPLOYER },
	{ "location", MAP_PLACE },
	{ "updated", MAP_UPDATED },
	{ "type", MAP_EMPLOYMENT },
	{ "salary", MAP_PAY_TEXT },
	{ "snippet", MAP_HTML },
};

/* The words that were searched for stand between <b> and </b>. */
static void each_found(const struct document *doc, const cJSON *root,
		       const cJSON *job, struct ad *ad, struct findings *out)
{
	(void)doc;
	(void)root;
	(void)job;
	ad->title = text_line_of_html(&out->arena, ad->title);
}

static const struct board_map found = {
	.what = "\"jobs\" of jooble",
	.list = "jobs",
	.listed = "totalCount",
	.fields = found_fields,
	.n_fields = ARRAY_LEN(found_fields),
	.each = each_found,
};

static enum parse_status parse_jooble(const struct document *doc,
				      struct findings *out, struct error *err)
{
	static const struct xml_records format = {
		.root = "jobs",
		.record = "job",
		.map = &map,
	};

	if (json_has_keys(doc, "{", NULL, 0))
		return board_map_parse(&found, doc, out, err);
	return xml_records_parse(&format, doc, out, err);
}

/* Other feeds have <jobs> too: Jooble's have a region, and its own names. */
static int sniff_jooble(const struct document *doc)
{
	static const char *const to_partners[] = { "<guid>", "<region>",
						   "<date_updated>" };
	static const char *const from_employers[] = { "<job id=", "<link>",
						      "<name>", "<region>" };
	static const char *const search[] = { "\"totalCount\"", "\"jobs\"",
					      "\"snippet\"", "\"link\"" };

	if (json_has_keys(doc, "{", search, ARRAY_LEN(search)))
		return 87;

	if (xml_records_sniff(doc, "jobs", to_partners,
			      ARRAY_LEN(to_partners)))
		return 95;
	return xml_records_sniff(doc, "jobs", from_employers,
				 ARRAY_LEN(from_employers))
		       ? 95
		       : 0;
}

const struct parser parser_jooble = {
	.name = "jooble",
	.about = "XML feeds as sent to Jooble, or by it",
	.board = "address of the feed",
	.spec = "https://help.jooble.org/en/support/solutions/articles/"
		"60001448238",
	.parse = parse_jooble,
	.sniff = sniff_jooble,
};
