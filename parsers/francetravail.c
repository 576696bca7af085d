/*
 * francetravail.c - Offers of the French public employment service, API v2.
 * https://francetravail.io/data/api/offres-emploi (read 2026-11)
 *
 * A board is a search as search_seed.h has it ("motsCles=intelligence
 * artificielle&departement=69"). Keys: francetravail-id and francetravail-secret,
 * the client of OAuth 2.
 *
 * Gives id, title, employer unless it hides, place with its point, when it was
 * made and changed, text, pay as printed, openings, hours, size of the employer.
 * Does not give when an offer ends. Answers are 206, or 204 when there is
 * nothing, and tell their total in a header alone. A search shows 3,150 offers
 * at most: one that fills its first page and counts more is asked for by kind
 * of contract.
 */
#include "base/mem.h"
#include "parsers/board.h"
#include "parsers/board_map.h"
#include "parsers/french.h"
#include "parsers/kinds.h"
#include "parsers/search_seed.h"
#include "parsers/text.h"

#define PAGE_SIZE 150
#define LISTED_MAX 3150 /* the first is 3,000 at most, the last 3,149 */
#define FACET "typeContrat"

static const struct map_field fields[] = {
	{ "id", MAP_ID },
	{ "origineOffre.urlOrigine", MAP_URL },
	{ "contact.urlPostulation", MAP_APPLY_URL },
	{ "intitule", MAP_TITLE },
	{ "entreprise.nom", MAP_EMPLOYER },
	{ "trancheEffectifEtab", MAP_EMPLOYER_SIZE },
	{ "lieuTravail.libelle", MAP_PLACE },
	{ "lieuTravail.codePostal", MAP_POSTAL },
	{ "lieuTravail.latitude", MAP_LAT },
	{ "lieuTravail.longitude", MAP_LON },
	{ "dateCreation", MAP_POSTED },
	{ "dateActualisation", MAP_UPDATED },
	{ "nombrePostes", MAP_OPENINGS },
	{ "secteurActiviteLibelle", MAP_INDUSTRY },
	{ "description", MAP_PLAIN },
};

static void each(const struct document *doc, const cJSON *root,
		 const cJSON *offer, struct ad *ad, struct findings *out)
{
	static const char *const words[] = { "dureeTravailLibelleConverti",
					     "typeContrat",
					     "typeContratLibelle" };
	struct arena            *arena = &out->arena;
	struct span commune = json_raw(json_path(offer, "lieuTravail.commune"));

	(void)doc;
	(void)root;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		text_employment_known(arena, ad, json_member(offer, words[i]));
	if (cJSON_IsTrue(json_get(offer, "alternance")))
		text_employment_known(arena, ad, SPAN("alternance"));
	if (ad->n_locations)
		ad->locations[0].country = french_country(commune);
	french_pay(json_raw(json_path(offer, "salaire.libelle")), &ad->pay);
	if (!ad->url.len && ad->native_id.len)
		ad->url = span_of(arena_printf(
			arena,
			"https://candidat.francetravail.fr/offres/recherche/"
			"detail/%s",
			ad->native_id.ptr));
}

static const struct paging paging = {
	.by = PAGING_RANGE,
	.param = "range",
	.size = PAGE_SIZE,
	.most = LISTED_MAX,
};

static const struct board_map map = {
	.what = "\"resultats\" of francetravail",
	.list = "resultats",
	.single = "",
	.fields = fields,
	.n_fields = ARRAY_LEN(fields),
	.each = each,
};

/* The counts of the offers by kind of contract. */
static const cJSON *counts_of(const cJSON *root)
{
	const cJSON *filter;

	cJSON_ArrayForEach(filter, json_get(root, "filtresPossibles"))
	{
		if (span_is(json_member(filter, "filtre"), FACET))
			return json_get(filter, "agregation");
	}
	return NULL;
}

/* One search a kind of contract, when all together are too many. */
static bool part(const struct document *doc, const cJSON *root,
		 struct findings *out)
{
	const cJSON     *item, *counts = counts_of(root);
	double           sum = 0, n;
	struct url_parts u;

	if (!url_split(doc->url, &u) || url_query(u.query, FACET).len ||
	    paging_at(&paging, doc) != 0 || cJSON_GetArraySize(counts) < 2)
		return false;
	cJSON_ArrayForEach(item, counts)
	{
		if (json_number(json_get(item, "nbResultats"), &n))
			sum += n;
	}
	if (sum <= LISTED_MAX)
		return false;
	cJSON_ArrayForEach(item, counts)
	{
		struct span value = json_member_text(&out->arena, item,
						     "valeurPossible");

		if (board_slug(value).len)
			paging_part(&paging, doc, FACET, value, out);
	}
	return true;
}

static enum parse_status parse_francetravail(const struct document *doc,
					     struct findings *out,
					     struct error *err)
{
	cJSON            *root = json_parse_document(doc, err);
	enum parse_status status = PARSE_BROKEN;

	if (!root)
		return status;
	if (cJSON_IsArray(json_get(root, "resultats")) ||
	    json_get(root, "intitule"))
		status = board_map_read(&map, root, doc, out, err);
	else
		status = board_not_mine(root, map.what, err);
	if (status == PARSE_OK && !part(doc, root, out))
		paging_next(&paging, doc,
			    (size_t)cJSON_GetArraySize(
				    json_get(root, "resultats")),
			    -1, out);
	json_free(root);
	return status;
}

static int sniff_francetravail(const struct document *doc)
{
	static const char *const list[] = { "\"resultats\"", "\"intitule\"" };
	static const char *const empty[] = { "\"resultats\"",
					     "\"filtresPossibles\"" };
	static const char *const single[] = { "\"intitule\"",
					      "\"lieuTravail\"" };

	return json_has_keys(doc, "{", list, ARRAY_LEN(list)) ||
			       json_has_keys(doc, "{", empty,
					     ARRAY_LEN(empty)) ||
			       json_has_keys(doc, "{", single,
					     ARRAY_LEN(single))
		       ? 86
		       : 0;
}

static bool seed_francetravail(struct span board, char *out, size_t size)
{
	static const struct search_api api = {
		.base = "https://api.francetravail.io/partenaire/"
			"offresdemploi/v2/offres/search",
		.path = "/offresdemploi/v2/offres/",
		.words = "motsCles",
		.fixed = "range=0-149&sort=1",
	};

	return search_seed(&api, board, out, size);
}

static const struct parser_token token = {
	.url = "https://entreprise.francetravail.fr/connexion/oauth2/"
	       "access_token?realm=%2Fpartenaire",
	.body = "grant_type=client_credentials"
		"&client_id={key:francetravail-id}"
		"&client_secret={key:francetravail-secret}"
		"&scope=api_offresdemploiv2%20o2dsoffre",
};

const struct parser parser_francetravail = {
	.name = "francetravail",
	.about = "search of the French employment service",
	.board = "search, motsCles=data&departement=69; or words",
	.keys = "francetravail-id francetravail-secret",
	.spec = "https://francetravail.io/data/api/offres-emploi",
	.parse = parse_francetravail,
	.sniff = sniff_francetravail,
	.seed_url = seed_francetravail,
	.headers = "Authorization: Bearer {token:francetravail}\n"
		   "Accept: application/json",
	.token = &token,
	.hosts = "api.francetravail.io",
};
