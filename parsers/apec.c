/*
 * apec.c - What APEC, the agency for managers in France, sends its partners:
 * <Export_offres> of <Offre_emploi>, as a partner's importer shows it (2026-11):
 * https://github.com/mission-apprentissage/labonnealternance.
 *
 * Gives id, title, employer, place with the code of its commune, day, text, pay
 * as printed, number of posts, sector, the employer's reference. Does not give
 * when an ad ends: the feed is what is open.
 */
#include "base/mem.h"
#include "parsers/french.h"
#include "parsers/kinds.h"
#include "parsers/xml_record.h"

static const struct map_field fields[] = {
	{ "Reference_apec", MAP_ID },
	{ "URL", MAP_URL },
	{ "Intitule", MAP_TITLE },
	{ "Nom_entreprise", MAP_EMPLOYER },
	{ "Date_parution", MAP_POSTED },
	{ "Nombre_postes", MAP_OPENINGS },
	{ "Contrat.Type_contrat", MAP_EMPLOYMENT },
	{ "Secteur_activite.Libelle_secteur", MAP_INDUSTRY },
	{ "Reference_client", MAP_REQUISITION },
	{ "Texte_offre", MAP_HTML },
	{ "Texte_profil", MAP_HTML },
	{ "Texte_entreprise", MAP_HTML },
};

static const struct map_places places = {
	.list = "Lieu",
	.text = "Libelle_lieu",
	/* the code of the commune; replaced below by what it says */
	.country = "COG_lieu",
};

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *record, struct ad *ad, struct findings *out)
{
	(void)doc;
	(void)root;
	(void)out;
	for (size_t i = 0; i < ad->n_locations; i++)
		ad->locations[i].country =
			french_country(ad->locations[i].country);
	french_pay(json_raw(json_get(record, "Salaire_affiche")), &ad->pay);
}

static const struct board_map map = {
	.what = "<Offre_emploi> of apec",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
	.places = &places,
	.has_day_first = true,
};

static enum parse_status parse_apec(const struct document *doc,
				    struct findings *out, struct error *err)
{
	static const struct xml_records format = {
		.root = "Export_offres",
		.record = "Offre_emploi",
		.map = &map,
	};

	return xml_records_parse(&format, doc, out, err);
}

static int sniff_apec(const struct document *doc)
{
	return xml_records_sniff(doc, "Export_offres", NULL, 0) ? 95 : 0;
}

const struct parser parser_apec = {
	.name = "apec",
	.about = "feed of APEC (managers, France) for its partners",
	.board = "address of the feed",
	.spec = "https://www.apec.fr",
	.parse = parse_apec,
	.sniff = sniff_apec,
};
