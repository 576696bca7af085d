#include "enrich/facts_json.h"

#include "base/json_out.h"
#include "parsers/ad_json.h"

#include <inttypes.h>
#include <stdio.h>

static void write_definitions(const struct taxonomy *t, uint64_t holds,
			      struct buf *out)
{
	size_t                         n;
	const struct definition_entry *definitions;

	definitions = taxonomy_definitions(t, &n);
	json_key(out, "ai");
	json_open_object(out);
	for (size_t i = 0; i < n; i++)
		json_put_bool(out, definitions[i].id, holds >> i & 1);
	json_close_object(out);
}

static void write_mention(const struct skill_entry *skills,
			  const struct mention *m, struct buf *out)
{
	json_open_object(out);
	json_put_text(out, "skill", skills[m->skill].id);
	json_put_span(out, "surface", m->surface);
	json_put_text(out, "field",
		      m->field == FIELD_TITLE ? "title" : "description");
	json_put_int(out, "start", m->start);
	json_put_int(out, "end", m->end);
	json_put_text(out, "context", mention_context_name(m->context));
	json_close_object(out);
}

static void write_skills(const struct taxonomy *t, const struct facts *facts,
			 struct buf *out)
{
	size_t                    n;
	const struct skill_entry *skills = taxonomy_skills(t, &n);

	json_key(out, "mentions");
	json_open_array(out);
	for (size_t i = 0; i < facts->n_mentions; i++)
		write_mention(skills, &facts->mentions[i], out);
	json_close_array(out);

	json_key(out, "skills");
	json_open_array(out);
	for (size_t i = 0; i < facts->n_skills; i++)
		json_string(out, span_of(skills[facts->skills[i]].id));
	json_close_array(out);
}

static void write_regions(const struct facts *facts, struct buf *out)
{
	json_key(out, "regions");
	json_open_array(out);
	for (size_t i = 0; i < facts->n_regions; i++) {
		const struct region *r = &facts->regions[i];

		json_open_object(out);
		json_put_text(out, "code", r->code);
		json_put_span(out, "city", r->city);
		if (r->city_id)
			json_put_int(out, "city_id", r->city_id);
		json_put_text(out, "basis", region_basis_name(r->basis));
		json_close_object(out);
	}
	json_close_array(out);
}

static void write_precision(struct buf *out, const char *key, struct stamp s)
{
	if (s.precision != STAMP_NONE)
		json_put_text(out, key,
			      s.precision == STAMP_DATE ? "date" : "time");
}

/* What only enrichment knows: no key of an ad is among these. */
static void write_added(const struct taxonomy *t, const struct facts *facts,
			struct buf *out)
{
	char text[24];

	write_definitions(t, facts->definitions, out);
	json_put_text(out, "role_family", facts->role_family);
	json_put_text(out, "seniority", facts->seniority);
	if (facts->industry)
		json_put_span(out, "industry",
			      (struct span){ &facts->industry, 1 });
	write_skills(t, facts, out);
	write_regions(facts, out);
	write_precision(out, "posted_at_precision", facts->posted_at);
	write_precision(out, "valid_through_precision", facts->valid_through);
	if (facts->employer_key.len > 0)
		json_put_span(out, "employer_key", facts->employer_key);
	json_put_text(out, "employer_size_band", facts->size_band);
	json_put_text(out, "agency", agency_basis_name(facts->agency));
	if (facts->fingerprint) {
		snprintf(text, sizeof(text), "%016" PRIx64, facts->fingerprint);
		json_put_text(out, "fingerprint", text);
	}
}

/* `ad` with what the facts know better. Its industry is written as found. */
static struct ad overlay(const struct ad *ad, const struct facts *facts)
{
	struct ad merged = *ad;

	merged.industry = (struct span){ NULL, 0 };
	if (facts->language[0])
		merged.language = span_of(facts->language);
	if (facts->remote != REMOTE_UNKNOWN)
		merged.remote = facts->remote;
	if (facts->n_remote_regions > 0) {
		merged.remote_regions = facts->remote_regions;
		merged.n_remote_regions = facts->n_remote_regions;
	}
	if (facts->pay.min > 0 || facts->pay.max > 0)
		merged.pay = facts->pay;
	if (facts->openings > 0)
		merged.openings = facts->openings;
	if (facts->posted_at.precision != STAMP_NONE)
		merged.posted_at = facts->posted_at;
	if (facts->valid_through.precision != STAMP_NONE)
		merged.valid_through = facts->valid_through;
	return merged;
}

void enriched_write_json(const struct taxonomy *t, const struct ad *ad,
			 const struct facts *facts, struct buf *out)
{
	struct ad merged = overlay(ad, facts);

	ad_write_json(&merged, out);
	write_added(t, facts, out);
}

void facts_write_json(const struct taxonomy *t, const struct facts *facts,
		      struct buf *out)
{
	static const struct ad nothing;

	enriched_write_json(t, &nothing, facts, out);
}
