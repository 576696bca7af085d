/* The words of boards for how one is employed, paid, and where. */
#include "base/mem.h"
#include "parsers/text.h"

#include <string.h>

/* Letters and bytes beyond ASCII, in lower case: "Full-time " is "fulltime". */
static size_t squeeze(struct span raw, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < raw.len && n + 1 < size; i++) {
		unsigned char c = (unsigned char)raw.ptr[i];

		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if ((c >= 'a' && c <= 'z') || c >= 0x80)
			out[n++] = (char)c;
	}
	out[n] = '\0';
	return n;
}

/* What boards write, squeezed, for schema.org's values of employmentType. */
static const struct {
	const char *word;
	const char *value;
} employment_words[] = {
	{ "fulltime", "FULL_TIME" },
	{ "vollzeit", "FULL_TIME" },
	{ "tempsplein", "FULL_TIME" },
	{ "tiempocompleto", "FULL_TIME" },
	{ "jornadacompleta", "FULL_TIME" },
	{ "tempointegral", "FULL_TIME" },
	{ "tempopieno", "FULL_TIME" },
	{ "voltijd", "FULL_TIME" },
	{ "fuldtid", "FULL_TIME" },
	{ "heltid", "FULL_TIME" },
	{ "pełnyetat", "FULL_TIME" },
	{ "全职", "FULL_TIME" },
	{ "全職", "FULL_TIME" },
	{ "正社員", "FULL_TIME" },
	{ "kokoaikainen", "FULL_TIME" },
	{ "정규직", "FULL_TIME" },
	{ "parttime", "PART_TIME" },
	{ "teilzeit", "PART_TIME" },
	{ "tempspartiel", "PART_TIME" },
	{ "tiempoparcial", "PART_TIME" },
	{ "mediajornada", "PART_TIME" },
	{ "tempoparziale", "PART_TIME" },
	{ "meioperíodo", "PART_TIME" },
	{ "deeltijd", "PART_TIME" },
	{ "deltid", "PART_TIME" },
	{ "osaaikainen", "PART_TIME" },
	{ "아르바이트", "PART_TIME" },
	{ "兼职", "PART_TIME" },
	{ "兼職", "PART_TIME" },
	{ "パート", "PART_TIME" },
	{ "アルバイト", "PART_TIME" },
	{ "contract", "CONTRACTOR" },
	{ "freelance", "CONTRACTOR" },
	{ "contratista", "CONTRACTOR" },
	{ "freiberuflich", "CONTRACTOR" },
	{ "業務委託", "CONTRACTOR" },
	{ "temporary", "TEMPORARY" },
	{ "seasonal", "TEMPORARY" },
	{ "befristet", "TEMPORARY" },
	{ "intérim", "TEMPORARY" },
	{ "fixedterm", "TEMPORARY" },
	{ "cdd", "TEMPORARY" },
	{ "saisonni", "TEMPORARY" },
	{ "visstid", "TEMPORARY" },
	{ "vikariat", "TEMPORARY" },
	{ "säsong", "TEMPORARY" },
	{ "sesong", "TEMPORARY" },
	{ "säsong", "TEMPORARY" },
	{ "vikariat", "TEMPORARY" },
	{ "visstid", "TEMPORARY" },
	{ "määräaikainen", "TEMPORARY" },
	{ "temporário", "TEMPORARY" },
	{ "契約社員", "TEMPORARY" },
	{ "계약직", "TEMPORARY" },
	{ "派遣", "TEMPORARY" },
	{ "intern", "INTERN" },
	{ "praktik", "INTERN" },
	{ "apprenti", "INTERN" },
	{ "trainee", "INTERN" },
	{ "stage", "INTERN" },
	{ "alternance", "INTERN" },
	{ "alternating", "INTERN" },
	{ "estágio", "INTERN" },
	{ "aprendiz", "INTERN" },
	{ "インターン", "INTERN" },
	{ "인턴", "INTERN" },
	{ "実習", "INTERN" },
	{ "实习", "INTERN" },
	{ "實習", "INTERN" },
	{ "volunteer", "VOLUNTEER" },
	{ "ehrenamt", "VOLUNTEER" },
	{ "bénévol", "VOLUNTEER" },
	{ "perdiem", "PER_DIEM" },
	{ "casual", "PER_DIEM" },
};

/* Kinds of contract that say nothing of the kind of work. */
static const char *const employed_words[] = {
	"permanentcontract", "unlimitedcontract", "employmentcontract",
	"indefinitecontract", "openendedcontract",
};

static bool has_employment(const struct ad *ad, const char *value)
{
	for (size_t i = 0; i < ad->n_employment_types; i++) {
		if (span_is(ad->employment_types[i], value))
			return true;
	}
	return false;
}

static void add_employment(struct arena *arena, struct ad *ad,
			   const char *value)
{
	if (!has_employment(ad, value))
		text_append(arena, &ad->employment_types,
			    &ad->n_employment_types, span_of(value));
}

/* Adds what the words say; do they say anything, and are there any? */
static bool add_known_employment(struct arena *arena, struct ad *ad,
				 struct span raw, bool *is_known)
{
	char squeezed[256];

	*is_known = false;

	if (!squeeze(raw, squeezed, sizeof(squeezed)))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(employed_words); i++) {
		char *at = strstr(squeezed, employed_words[i]);

		if (at) /* not a contractor */
			memset(at, '-', strlen(employed_words[i]));
	}
	for (size_t i = 0; i < ARRAY_LEN(employment_words); i++) {
		const char *word = employment_words[i].word;
		const char *found = strstr(squeezed, word);

		/* "unbefristet" is not "befristet", "international" no
		 * internship */
		if (!found ||
		    (found - squeezed >= 2 && word[0] == 'b' &&
		     memcmp(found - 2, "un", 2) == 0) ||
		    strncmp(found, "internat", 8) == 0 ||
		    strncmp(found, "internal", 8) == 0)
			continue;
		add_employment(arena, ad, employment_words[i].value);
		*is_known = true;
	}
	return true;
}

void text_employment(struct arena *arena, struct ad *ad, struct span raw)
{
	bool is_known;

	if (add_known_employment(arena, ad, raw, &is_known) && !is_known)
		add_employment(arena, ad, "OTHER");
}

void text_employment_known(struct arena *arena, struct ad *ad, struct span raw)
{
	bool is_known;

	add_known_employment(arena, ad, raw, &is_known);
}

enum pay_period text_pay_period(struct span raw)
{
	static const struct {
		const char     *word;
		enum pay_period period;
	} words[] = {
		{ "hour", PAY_HOUR },    { "hur", PAY_HOUR },
		{ "stunde", PAY_HOUR },  { "heure", PAY_HOUR },
		{ "pth", PAY_HOUR },     { "ph", PAY_HOUR },
		{ "day", PAY_DAY },
		{ "daily", PAY_DAY },    { "pd", PAY_DAY },
		{ "jour", PAY_DAY },     { "wee", PAY_WEEK },
		{ "pw", PAY_WEEK },      { "mon", PAY_MONTH },
		{ "mois", PAY_MONTH },   { "pm", PAY_MONTH },
		{ "year", PAY_YEAR },    { "ann", PAY_YEAR },
		{ "jahr", PAY_YEAR },    { "pa", PAY_YEAR },
		{ "py", PAY_YEAR },      { "onetime", PAY_ONCE },
		{ "once", PAY_ONCE },    { "fixed", PAY_ONCE },
		{ "yr", PAY_YEAR },      { "hr", PAY_HOUR },
		{ "h", PAY_HOUR },       { "mo", PAY_MONTH },
		{ "mån", PAY_MONTH },    { "y", PAY_YEAR },
	};
	char squeezed[64];

	if (!squeeze(raw, squeezed, sizeof(squeezed)))
		return PAY_PERIOD_UNKNOWN;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const char *word = words[i].word;

		if (strlen(word) > 2 ? strstr(squeezed, word) != NULL
				     : strcmp(squeezed, word) == 0)
			return words[i].period;
	}
	return PAY_PERIOD_UNKNOWN;
}

/* Is one of `words` in `squeezed`? The list ends with NULL. */
static bool has_word(const char *squeezed, const char *const *words)
{
	for (; *words; words++) {
		if (strstr(squeezed, *words))
			return true;
	}
	return false;
}

enum remote_kind text_remote(struct span raw)
{
	static const char *const none[] = {
		"noremote",	    "notremote",	"nonremote",
		"pasdetélétravail", "aucuntélétravail", "sanstélétravail",
		"sinteletrabajo",   "keinhomeoffice",	NULL
	};
	static const char *const hybrid[] = {
		"hybrid",    "híbrid",		   "delvis",
		"partiel",   "partiallyremote",    "partlyremote",
		"teilweise", "homeofficemöglich", "occasionnel",
		"ponctuel",  "ocasional",	   NULL
	};
	static const char *const onsite[] = { "onsite",	  "inoffice",
					      "inperson", "presencial",
					      "påplats",  "lähityö",
					      "vorort",	  NULL };
	static const char *const remote[] = {
		"remote",      "telecommute", "telework", "workfromhome",
		"remoto",      "distans",     "etätyö",	  "fjernarbejde",
		"télétravail", "teletrabajo", "远程",	  "リモート",
		"재택",	       "homeoffice",  NULL
	};
	char squeezed[64];

	squeeze(raw, squeezed, sizeof(squeezed));
	return has_word(squeezed, none)	    ? REMOTE_ONSITE
	       : has_word(squeezed, hybrid) ? REMOTE_HYBRID
	       : has_word(squeezed, onsite) ? REMOTE_ONSITE
	       : has_word(squeezed, remote) ? REMOTE_REMOTE
					    : REMOTE_UNKNOWN;
}
