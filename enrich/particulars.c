#include "enrich/particulars.h"

#include "enrich/employer.h"
#include "enrich/fingerprint.h"
#include "enrich/industry.h"
#include "enrich/openings.h"
#include "enrich/pay.h"
#include "enrich/place.h"

#include <string.h>

/* 1995-01-01 and 2100-01-01: no board is older; what is later is a way to say
 * "no end" or a mistake. */
#define DATE_FIRST INT64_C(788918400)
#define DATE_LAST INT64_C(4102444800)

static void find_places(const struct place_table *places, const struct ad *ad,
			struct arena *arena, struct facts *out)
{
	struct place_result found;

	out->remote = ad->remote;
	if (!places)
		return;
	place_of_ad(places, ad, arena, &found);
	out->regions = found.regions;
	out->n_regions = found.n_regions;
	out->remote = found.remote;
	out->remote_regions = found.remote_regions;
	out->n_remote_regions = found.n_remote_regions;
}

/* The country that all regions lie in, "" when there is none or several. */
static void only_country(const struct facts *facts, char country[3])
{
	memset(country, 0, 3);
	for (size_t i = 0; i < facts->n_regions; i++) {
		if (i && memcmp(country, facts->regions[i].code, 2) != 0) {
			country[0] = '\0';
			return;
		}
		memcpy(country, facts->regions[i].code, 2);
	}
}

static bool is_credible(struct stamp s)
{
	return s.precision != STAMP_NONE && s.at >= DATE_FIRST &&
	       s.at < DATE_LAST;
}

/* An ad does not end before it begins: its end is the mistake more often. */
static void find_dates(const struct ad *ad, struct facts *out)
{
	out->posted_at = (struct stamp){ 0 };
	out->valid_through = (struct stamp){ 0 };
	if (is_credible(ad->posted_at))
		out->posted_at = ad->posted_at;
	if (is_credible(ad->valid_through) &&
	    (out->posted_at.precision == STAMP_NONE ||
	     ad->valid_through.at + DAY_S > out->posted_at.at))
		out->valid_through = ad->valid_through;
}

void particulars_find(const struct place_table *places, const struct ad *ad,
		      struct arena *arena, struct facts *out)
{
	char country[3];

	find_places(places, ad, arena, out);
	only_country(out, country);
	out->pay = pay_of_ad(ad, country);
	find_dates(ad, out);
	out->industry = industry_section(ad->industry);
	out->employer_key = employer_key(agency_client(ad->employer), arena);
	out->agency = agency_of(ad);
	out->size_band = employer_size_band(ad->employer_size);
	out->openings = ad->openings;
	if (!out->openings)
		out->openings = openings_of_title(ad->title);
	if (!out->openings)
		out->openings = openings_of_text(ad->description);
	out->fingerprint = fingerprint_of(ad, out);
	sketch_of(ad, out, &out->sketch);
}
