/*
 * claim_phrases_time.c - the words of claims that say when, or against when.
 */
#include "trends/claim_words.h"

#include "base/mem.h"

#define P(sense, language, value, texts)                    \
	{                                                   \
		SENSE_##sense, language, value, NULL, texts \
	}

/* Folded as words_init does it; sorted by sense. */
/* clang-format off */
static const struct phrase phrases[] = {
	P(YEAR_ON_YEAR, "en", 0, "year on year|year over year|yoy|y y|y o y|"
	  "compared with a year earlier|compared to a year earlier|"
	  "from a year earlier|than a year earlier|a year earlier|a year ago|"
	  "than a year ago|from a year ago|compared with a year ago|"
	  "compared to a year ago|compared with the same period last year|"
	  "compared to the same period last year|the same period last year|"
	  "than last year|compared with last year|compared to last year|"
	  "versus last year|from last year|than in the previous year|"
	  "than the year before|than a year before|from the year before|"
	  "the year before|from the previous year|annually|annual growth|"
	  "in a year|in one year|compared with the previous year|"
	  "compared to the previous year|on the year"),
	P(YEAR_ON_YEAR, "de", 0, "gegenuber dem vorjahr|zum vorjahr|"
	  "im vergleich zum vorjahr|gegenuber vorjahr|"
	  "gegenuber dem vorjahreszeitraum|gegenuber dem vorjahresquartal|"
	  "zum vorjahreszeitraum|zum vorjahresquartal|"
	  "gegenuber dem vorjahresmonat|im jahresvergleich|als im vorjahr|"
	  "als ein jahr zuvor|binnen eines jahres|innerhalb eines jahres"),
	P(YEAR_ON_YEAR, "fr", 0, "sur un an|en un an|"
	  "par rapport a l annee precedente|par rapport a l an dernier|"
	  "en glissement annuel|d une annee sur l autre"),
	P(YEAR_ON_YEAR, "es", 0, "interanual|interanuales|"
	  "respecto al ano anterior|frente al ano anterior|"
	  "con respecto al ano anterior|en comparacion con el ano anterior|"
	  "en un ano|que el ano anterior"),
	P(YEAR_ON_YEAR, "pt", 0, "em relacao ao ano anterior|"
	  "na comparacao anual|ano a ano|frente ao ano anterior|"
	  "ante o ano anterior|em comparacao com o ano anterior|em um ano"),
	P(YEAR_ON_YEAR, "zh", 0, "同比|比上年同期|较上年同期|比去年同期|"
	  "较去年同期|比去年|按年"),
	P(YEAR_ON_YEAR, "ja", 0, "前年比|前年同期比|前年同月比|前年同期"),
	P(SHORT_SPAN, "en", 30, "month on month|month over month|mom|"
	  "from the previous month|from a month earlier|in a month|"
	  "on the month"),
	P(SHORT_SPAN, "en", 91, "quarter on quarter|quarter over quarter|qoq|"
	  "from the previous quarter|in a quarter"),
	P(SHORT_SPAN, "en", 7, "week on week|week over week|in a week"),
	P(SHORT_SPAN, "de", 30, "gegenuber dem vormonat|zum vormonat"),
	P(SHORT_SPAN, "de", 91, "gegenuber dem vorquartal|zum vorquartal"),
	P(SHORT_SPAN, "fr", 30, "sur un mois|en un mois"),
	P(SHORT_SPAN, "fr", 91, "sur un trimestre"),
	P(SHORT_SPAN, "es", 30, "intermensual|respecto al mes anterior"),
	P(SHORT_SPAN, "es", 91, "intertrimestral|"
	  "respecto al trimestre anterior"),
	P(SHORT_SPAN, "pt", 30, "em relacao ao mes anterior"),
	P(SHORT_SPAN, "pt", 91, "em relacao ao trimestre anterior"),
	P(SHORT_SPAN, "zh", 30, "环比|環比"),
	P(SHORT_SPAN, "ja", 30, "前月比"), P(SHORT_SPAN, "ja", 91, "前期比"),
	P(PER_YEAR, "en", 0, "a year|per year|each year|every year|per annum|"
	  "annually|yearly|on average each year"),
	P(PER_YEAR, "de", 0, "pro jahr|jahrlich|im jahr"),
	P(PER_YEAR, "fr", 0, "par an|chaque annee"),
	P(PER_YEAR, "es", 0, "al ano|por ano|cada ano|anual"),
	P(PER_YEAR, "pt", 0, "ao ano|por ano"),
	P(TRAILING, "en", 12, "year to|year ending|year ending in|year ended|"
	  "year ended in|year through"),
	P(TRAILING, "en", 0, "months to|months ending|months ending in|"
	  "months ended|months through"),
	P(FISCAL, "en", 0, "fiscal|fiscal year|financial year"),
	P(FISCAL, "de", 0, "geschaftsjahr"), P(FISCAL, "ja", 0, "年度"),
	P(SINCE, "en", 1, "since|since the start of|since the beginning of|"
	  "since early|since late|since mid|since the end of"),
	P(SINCE, "de", 1, "seit|seit anfang|seit beginn|seit ende|seit mitte"),
	P(SINCE, "fr", 1, "depuis|depuis le debut de|depuis debut|depuis fin"),
	P(SINCE, "es", 1, "desde|desde principios de|desde finales de"),
	P(SINCE, "pt", 1, "desde|desde o inicio de"),
	P(SINCE, "en", 0, "compared with|compared to|versus|vs|against|"
	  "than in|relative to"),
	P(SINCE, "de", 0, "gegenuber|im vergleich zu|verglichen mit|als"),
	P(SINCE, "fr", 0, "par rapport a|contre"),
	P(SINCE, "es", 0, "frente a|respecto a"),
	P(SINCE, "pt", 0, "em relacao a|frente a"),
	P(SINCE, "zh", 0, "比|较|自"),
	P(FROM, "en", 0, "from|between"),
	P(FROM, "de", 0, "von|zwischen"),
	P(FROM, "fr", 0, "entre|de"),
	P(FROM, "es", 0, "entre|de"),
	P(FROM, "pt", 0, "entre|de"),
	P(FROM, "zh", 0, "从"),
	P(UNTIL, "en", 0, "to|until|and"),
	P(UNTIL, "de", 0, "auf|bis|und"),
	P(UNTIL, "fr", 0, "a|et"),
	P(UNTIL, "es", 0, "a|y|hasta"),
	P(UNTIL, "pt", 0, "a|e|ate"),
	P(UNTIL, "zh", 0, "至|到"),
	P(PAST, "en", 0, "the past|the last|past|last|the previous|"
	  "the preceding|the latest|trailing"),
	P(PAST, "de", 0, "den letzten|den vergangenen|der letzten|"
	  "der vergangenen|im vergangenen|im letzten|vergangenen|letzten|"
	  "letztes"),
	P(PAST, "fr", 0, "les derniers|ces derniers|dernier|derniers|derniere|"
	  "les|ces"),
	P(PAST, "es", 0, "los ultimos|los pasados|las ultimas|el ultimo|"
	  "pasado|ultimo"),
	P(PAST, "pt", 0, "nos ultimos|os ultimos|nas ultimas|no ultimo|ultimo|"
	  "passado"),
	P(PAST, "zh", 0, "过去|近|最近"),
	P(PAST, "ja", 0, "過去|直近"),
	P(THIS, "en", 0, "this"),
	P(THIS, "de", 0, "diesem|dieses"),
	P(THIS, "fr", 0, "cette|ce"),
	P(THIS, "es", 0, "este"),
	P(THIS, "pt", 0, "este|neste"),
	P(WEEK, "en", 0, "week"), P(WEEK, "de", 0, "kw|kalenderwoche"),
	P(WEEK, "fr", 0, "semaine"), P(WEEK, "es", 0, "semana"),
	P(WEEK, "pt", 0, "semana"),
	P(MONTH, "en", 1, "january|jan"), P(MONTH, "en", 2, "february|feb"),
	P(MONTH, "en", 3, "march|mar"), P(MONTH, "en", 4, "april|apr"),
	P(MONTH, "en", 5, "may"), P(MONTH, "en", 6, "june|jun"),
	P(MONTH, "en", 7, "july|jul"), P(MONTH, "en", 8, "august|aug"),
	P(MONTH, "en", 9, "september|sep|sept"),
	P(MONTH, "en", 10, "october|oct"), P(MONTH, "en", 11, "november|nov"),
	P(MONTH, "en", 12, "december|dec"),
	P(MONTH, "de", 1, "januar"), P(MONTH, "de", 2, "februar"),
	P(MONTH, "de", 3, "marz"), P(MONTH, "de", 4, "april"),
	P(MONTH, "de", 5, "mai"), P(MONTH, "de", 6, "juni"),
	P(MONTH, "de", 7, "juli"), P(MONTH, "de", 8, "august"),
	P(MONTH, "de", 9, "september"), P(MONTH, "de", 10, "oktober"),
	P(MONTH, "de", 11, "november"), P(MONTH, "de", 12, "dezember"),
	P(MONTH, "fr", 1, "janvier"), P(MONTH, "fr", 2, "fevrier"),
	P(MONTH, "fr", 3, "mars"), P(MONTH, "fr", 4, "avril"),
	P(MONTH, "fr", 5, "mai"), P(MONTH, "fr", 6, "juin"),
	P(MONTH, "fr", 7, "juillet"), P(MONTH, "fr", 8, "aout"),
	P(MONTH, "fr", 9, "septembre"), P(MONTH, "fr", 10, "octobre"),
	P(MONTH, "fr", 11, "novembre"), P(MONTH, "fr", 12, "decembre"),
	P(MONTH, "es", 1, "enero"), P(MONTH, "es", 2, "febrero"),
	P(MONTH, "es", 3, "marzo"), P(MONTH, "es", 4, "abril"),
	P(MONTH, "es", 5, "mayo"), P(MONTH, "es", 6, "junio"),
	P(MONTH, "es", 7, "julio"), P(MONTH, "es", 8, "agosto"),
	P(MONTH, "es", 9, "septiembre"), P(MONTH, "es", 10, "octubre"),
	P(MONTH, "es", 11, "noviembre"), P(MONTH, "es", 12, "diciembre"),
	P(MONTH, "pt", 1, "janeiro"), P(MONTH, "pt", 2, "fevereiro"),
	P(MONTH, "pt", 3, "marco"), P(MONTH, "pt", 4, "abril"),
	P(MONTH, "pt", 5, "maio"), P(MONTH, "pt", 6, "junho"),
	P(MONTH, "pt", 7, "julho"), P(MONTH, "pt", 8, "agosto"),
	P(MONTH, "pt", 9, "setembro"), P(MONTH, "pt", 10, "outubro"),
	P(MONTH, "pt", 11, "novembro"), P(MONTH, "pt", 12, "dezembro"),
	P(QUARTER, "mul", 1, "q1"), P(QUARTER, "mul", 2, "q2"),
	P(QUARTER, "mul", 3, "q3"), P(QUARTER, "mul", 4, "q4"),
	P(QUARTER, "en", 1, "first quarter"),
	P(QUARTER, "en", 2, "second quarter"),
	P(QUARTER, "en", 3, "third quarter"),
	P(QUARTER, "en", 4, "fourth quarter|final quarter|last quarter of"),
	P(QUARTER, "de", 1, "ersten quartal|erstes quartal"),
	P(QUARTER, "de", 2, "zweiten quartal|zweites quartal"),
	P(QUARTER, "de", 3, "dritten quartal|drittes quartal"),
	P(QUARTER, "de", 4, "vierten quartal|viertes quartal"),
	P(QUARTER, "fr", 1, "t1|premier trimestre"),
	P(QUARTER, "fr", 2, "t2|deuxieme trimestre"),
	P(QUARTER, "fr", 3, "t3|troisieme trimestre"),
	P(QUARTER, "fr", 4, "t4|quatrieme trimestre"),
	P(QUARTER, "es", 1, "primer trimestre"),
	P(QUARTER, "es", 2, "segundo trimestre"),
	P(QUARTER, "es", 3, "tercer trimestre"),
	P(QUARTER, "es", 4, "cuarto trimestre"),
	P(QUARTER, "pt", 1, "primeiro trimestre"),
	P(QUARTER, "pt", 2, "segundo trimestre"),
	P(QUARTER, "pt", 3, "terceiro trimestre"),
	P(QUARTER, "pt", 4, "quarto trimestre"),
	P(QUARTER, "zh", 1, "第一季度|一季度|第一季"),
	P(QUARTER, "zh", 2, "第二季度|二季度|第二季"),
	P(QUARTER, "zh", 3, "第三季度|三季度|第三季"),
	P(QUARTER, "zh", 4, "第四季度|四季度|第四季"),
	P(HALF, "mul", 1, "h1"), P(HALF, "mul", 2, "h2"),
	P(HALF, "en", 1, "first half"), P(HALF, "en", 2, "second half"),
	P(HALF, "de", 1, "ersten halbjahr"),
	P(HALF, "de", 2, "zweiten halbjahr"),
	P(HALF, "fr", 1, "premier semestre"),
	P(HALF, "fr", 2, "second semestre|deuxieme semestre"),
	P(HALF, "es", 1, "primer semestre"),
	P(HALF, "es", 2, "segundo semestre"),
	P(HALF, "pt", 1, "primeiro semestre"),
	P(HALF, "pt", 2, "segundo semestre"),
	P(HALF, "zh", 1, "上半年"), P(HALF, "zh", 2, "下半年"),
	P(HALF, "ja", 1, "上半期"), P(HALF, "ja", 2, "下半期"),
	P(YEAR, "zh", 0, "年|年度"),
};
/* clang-format on */

const struct phrase *phrase_times(size_t *n)
{
	*n = ARRAY_LEN(phrases);
	return phrases;
}
