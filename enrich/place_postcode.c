/*
 * place_postcode.c - postcodes and numbers of departments beside a name.
 *
 * Only what is written in one country alone names it: "SO15 2JW". Five digits
 * stand in many countries' addresses, so they never do; but of the towns of a
 * name the French one in the department that the digits begin with is likelier
 * than before.
 */
#include "enrich/place_postcode.h"

#include "base/mem.h"

#include <string.h>

/* Letters where `shape` has a, digits where it has 9. */
static bool has_shape(struct span word, const char *shape)
{
	if (word.len != strlen(shape))
		return false;
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];

		if (shape[i] == '9' ? c < '0' || c > '9' : c < 'a' || c > 'z')
			return false;
	}
	return true;
}

/* The areas of British postcodes that have two letters (Royal Mail, PAF
 * Programmers' Guide); one letter and a figure are too many other things. */
static const char post_areas[] =
	"ab al ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd "
	"de dg dh dl dn dt dy ec eh en ex fk fy gl gu ha hd hg hp hr hs hu hx "
	"ig ip iv ka kt kw ky la ld le ll ln ls lu me mk ml ne ng nn np nr nw "
	"ol ox pa pe ph pl po pr rg rh rm sa se sg sk sl sm sn so sp sr ss st "
	"sw sy ta td tf tn tq tr ts tw ub wa wc wd wf wn wr ws wv yo ze";

static bool is_british_area(struct span word)
{
	char area[4] = { 0 };

	if (!has_shape(word, "aa9") && !has_shape(word, "aa99"))
		return false;
	memcpy(area, word.ptr, 2);
	return strstr(post_areas, area) != NULL;
}

/* The region of each French department by its number (INSEE, Code officiel
 * géographique 2024). Postcodes begin with it; those of Corsica with 20. */
static const char *const region_of[96] = {
	NULL,     "FR-ARA", "FR-HDF", "FR-ARA", "FR-PAC", "FR-PAC", "FR-PAC",
	"FR-ARA", "FR-GES", "FR-OCC", "FR-GES", "FR-OCC", "FR-OCC", "FR-PAC",
	"FR-NOR", "FR-ARA", "FR-NAQ", "FR-NAQ", "FR-CVL", "FR-NAQ", "FR-20R",
	"FR-BFC", "FR-BRE", "FR-NAQ", "FR-NAQ", "FR-BFC", "FR-ARA", "FR-NOR",
	"FR-CVL", "FR-BRE", "FR-OCC", "FR-OCC", "FR-OCC", "FR-NAQ", "FR-OCC",
	"FR-BRE", "FR-CVL", "FR-CVL", "FR-ARA", "FR-BFC", "FR-NAQ", "FR-CVL",
	"FR-ARA", "FR-ARA", "FR-PDL", "FR-CVL", "FR-OCC", "FR-NAQ", "FR-OCC",
	"FR-PDL", "FR-NOR", "FR-GES", "FR-GES", "FR-PDL", "FR-GES", "FR-GES",
	"FR-BRE", "FR-GES", "FR-BFC", "FR-HDF", "FR-HDF", "FR-NOR", "FR-HDF",
	"FR-ARA", "FR-NAQ", "FR-OCC", "FR-OCC", "FR-GES", "FR-GES", "FR-ARA",
	"FR-BFC", "FR-BFC", "FR-PDL", "FR-ARA", "FR-ARA", "FR-IDF", "FR-NOR",
	"FR-IDF", "FR-IDF", "FR-NAQ", "FR-HDF", "FR-OCC", "FR-OCC", "FR-PAC",
	"FR-PAC", "FR-PDL", "FR-NAQ", "FR-NAQ", "FR-GES", "FR-BFC", "FR-BFC",
	"FR-IDF", "FR-IDF", "FR-IDF", "FR-IDF", "FR-IDF",
};

/* The same of 971 to 976, which have country codes of their own. */
static const char *const overseas[] = { "GP", "MQ", "GF", "RE", NULL, "YT" };

static const char *french_division(struct span word)
{
	size_t n = (size_t)(word.ptr[0] - '0') * 10 + (size_t)(word.ptr[1] - '0');

	if (n == 97 && word.len > 2 && word.ptr[2] >= '1' && word.ptr[2] <= '6')
		return overseas[word.ptr[2] - '1'];
	return n < ARRAY_LEN(region_of) ? region_of[n] : NULL;
}

/* Right behind a name? */
static bool is_behind(const struct scanner *s, size_t i)
{
	return s->out->n && s->out->at[s->out->n - 1].token + 1u == i;
}

static bool is_british(const struct scanner *s, size_t i)
{
	static const char *const outward[] = { "a9",  "a99", "aa9",
					       "aa99", "a9a", "aa9a" };
	struct span word = place_token_span(s, i, i);

	if (i + 1 < s->n_tokens && s->tokens[i + 1].gap == GAP_SPACE) {
		struct span next = place_token_span(s, i + 1, i + 1);

		for (size_t n = 0; n < ARRAY_LEN(outward); n++) {
			if (has_shape(next, "9aa") && has_shape(word, outward[n]))
				return true;
		}
	}
	return is_behind(s, i) && s->tokens[i].gap == GAP_SPACE &&
	       is_british_area(word);
}

static bool is_canadian(const struct scanner *s, size_t i)
{
	return i + 1 < s->n_tokens && s->tokens[i + 1].gap == GAP_SPACE &&
	       has_shape(place_token_span(s, i, i), "a9a") &&
	       has_shape(place_token_span(s, i + 1, i + 1), "9a9");
}

/* "SO15 2JW", "M5V 2T6"; behind a name "Cambridge CB4", "Vienne (38)". */
struct place_postcode place_postcode_at(const struct scanner *s, size_t i)
{
	const struct token   *k = &s->tokens[i];
	struct span           word = place_token_span(s, i, i);
	struct place_postcode code = { 0 };

	if (has_shape(word, "99999")) {
		code.division = french_division(word);
	} else if (k->is_bracketed && is_behind(s, i) &&
		   (has_shape(word, "99") ||
		    (has_shape(word, "999") && !memcmp(word.ptr, "97", 2)))) {
		code.division = french_division(word);
		code.country = code.division && code.division[2] == '\0' ?
				       code.division :
				       "FR"; /* a department's number */
	} else if (k->is_capital && k->len <= 4) {
		code.country = is_canadian(s, i) ? "CA" :
			       is_british(s, i)  ? "GB" :
						   NULL;
	}
	return code;
}
