#include "enrich/pay_words.h"

#include "base/mem.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#define BEFORE_BYTES 72 /* of the words before an amount that count */
#define PERIOD_BYTES 28 /* behind an amount in which the period stands */
#define AFTER_BYTES 16  /* behind an amount: "$5,000 bonus" */

struct pay_word {
	const char *text; /* ASCII in any case */
	int         is;   /* enum pay_period, or enum pay_subject */
};

/* Behind an amount, or right before it ("Hourly rate: $25"). */
static const struct pay_word period_words[] = {
	{ "per hour", PAY_HOUR }, { "/hour", PAY_HOUR }, { "/ hour", PAY_HOUR },
	{ "/hr", PAY_HOUR }, { "/ hr", PAY_HOUR }, { "/h", PAY_HOUR },
	{ "an hour", PAY_HOUR }, { "hourly", PAY_HOUR }, { "per hr", PAY_HOUR },
	{ "pro stunde", PAY_HOUR }, { "/std", PAY_HOUR },
	{ "/stunde", PAY_HOUR }, { "stundenlohn", PAY_HOUR },
	{ "de l'heure", PAY_HOUR }, { "/heure", PAY_HOUR },
	{ "par heure", PAY_HOUR }, { "por hora", PAY_HOUR },
	{ "/hora", PAY_HOUR }, { "all'ora", PAY_HOUR }, { "per uur", PAY_HOUR },
	{ "/uur", PAY_HOUR }, { "/godz", PAY_HOUR }, { "в час", PAY_HOUR },
	{ "/час", PAY_HOUR }, { "时薪", PAY_HOUR }, { "時薪", PAY_HOUR },
	{ "/小时", PAY_HOUR }, { "時給", PAY_HOUR }, { "시급", PAY_HOUR },
	{ "i timmen", PAY_HOUR }, { "/tim", PAY_HOUR },
	{ "per day", PAY_DAY }, { "/day", PAY_DAY }, { "/ day", PAY_DAY },
	{ "a day", PAY_DAY }, { "daily", PAY_DAY }, { "day rate", PAY_DAY },
	{ "p/d", PAY_DAY }, { "pro tag", PAY_DAY }, { "/tag", PAY_DAY },
	{ "tagessatz", PAY_DAY }, { "par jour", PAY_DAY },
	{ "/jour", PAY_DAY }, { "/j", PAY_DAY }, { "tjm", PAY_DAY },
	{ "al día", PAY_DAY }, { "por dia", PAY_DAY }, { "/dia", PAY_DAY },
	{ "日薪", PAY_DAY }, { "/天", PAY_DAY }, { "日給", PAY_DAY },
	{ "per week", PAY_WEEK }, { "/week", PAY_WEEK }, { "/wk", PAY_WEEK },
	{ "a week", PAY_WEEK }, { "weekly", PAY_WEEK },
	{ "pro woche", PAY_WEEK }, { "per month", PAY_MONTH },
	{ "/month", PAY_MONTH }, { "/ month", PAY_MONTH },
	{ "a month", PAY_MONTH }, { "monthly", PAY_MONTH },
	{ "/mo", PAY_MONTH }, { "pcm", PAY_MONTH }, { "per maand", PAY_MONTH },
	{ "/maand", PAY_MONTH }, { "/monat", PAY_MONTH },
	{ "monatlich", PAY_MONTH }, { "pro monat", PAY_MONTH },
	{ "im monat", PAY_MONTH }, { "par mois", PAY_MONTH },
	{ "/mois", PAY_MONTH }, { "mensuel", PAY_MONTH },
	{ "al mes", PAY_MONTH }, { "/mes", PAY_MONTH },
	{ "mensual", PAY_MONTH }, { "por mês", PAY_MONTH },
	{ "/mês", PAY_MONTH }, { "mensal", PAY_MONTH },
	{ "por mes", PAY_MONTH }, { "al mese", PAY_MONTH },
	{ "mensile", PAY_MONTH }, { "mensili", PAY_MONTH },
	{ "miesięcznie", PAY_MONTH }, { "/mies", PAY_MONTH },
	{ "/m-c", PAY_MONTH }, { "měsíčně", PAY_MONTH },
	{ "/měsíc", PAY_MONTH }, { "i månaden", PAY_MONTH },
	{ "/månad", PAY_MONTH }, { "/mån", PAY_MONTH },
	{ "pr. måned", PAY_MONTH }, { "в месяц", PAY_MONTH },
	{ "/мес", PAY_MONTH }, { "на місяць", PAY_MONTH },
	{ "月薪", PAY_MONTH }, { "月給", PAY_MONTH }, { "月收入", PAY_MONTH },
	{ "/月", PAY_MONTH }, { "月額", PAY_MONTH }, { "每月", PAY_MONTH },
	{ "월급", PAY_MONTH }, { "/월", PAY_MONTH }, { "aylık", PAY_MONTH },
	{ "/ay", PAY_MONTH }, { "per year", PAY_YEAR }, { "/year", PAY_YEAR },
	{ "/ year", PAY_YEAR }, { "a year", PAY_YEAR }, { "/yr", PAY_YEAR },
	{ "per yr", PAY_YEAR }, { "yearly", PAY_YEAR }, { "annual", PAY_YEAR },
	{ "per annum", PAY_YEAR }, { "p.a", PAY_YEAR }, { "pa ", PAY_YEAR },
	{ "pa.", PAY_YEAR }, { "pa,", PAY_YEAR }, { "/annum", PAY_YEAR },
	{ "annually", PAY_YEAR }, { "/jahr", PAY_YEAR },
	{ "pro jahr", PAY_YEAR }, { "im jahr", PAY_YEAR },
	{ "jährlich", PAY_YEAR }, { "jahresgehalt", PAY_YEAR },
	{ "jahresbrutto", PAY_YEAR }, { "par an", PAY_YEAR },
	{ "/an", PAY_YEAR }, { "annuel", PAY_YEAR }, { "al año", PAY_YEAR },
	{ "/año", PAY_YEAR }, { "anual", PAY_YEAR }, { "/ano", PAY_YEAR },
	{ "por ano", PAY_YEAR }, { "annui", PAY_YEAR }, { "annuo", PAY_YEAR },
	{ "annua lorda", PAY_YEAR }, { "per jaar", PAY_YEAR },
	{ "/jaar", PAY_YEAR }, { "rocznie", PAY_YEAR }, { "ročně", PAY_YEAR },
	{ "в год", PAY_YEAR }, { "/год", PAY_YEAR }, { "per år", PAY_YEAR },
	{ "/år", PAY_YEAR }, { "年薪", PAY_YEAR }, { "年収", PAY_YEAR },
	{ "年俸", PAY_YEAR }, { "/年", PAY_YEAR }, { "연봉", PAY_YEAR },
	{ "lpa", PAY_YEAR }, { "yıllık", PAY_YEAR }, { "ctc", PAY_YEAR },
	{ "bruttojahr", PAY_YEAR }, { "brut annuel", PAY_YEAR },
};

/* Before an amount; the nearest decides. */
static const struct pay_word subject_words[] = {
	{ "salary", SUBJECT_PAY },
	{ "salaries", SUBJECT_PAY },
	{ "compensation", SUBJECT_PAY },
	{ "base pay", SUBJECT_PAY },
	{ "pay range", SUBJECT_PAY },
	{ "pay:", SUBJECT_PAY },
	{ "pay rate", SUBJECT_PAY },
	{ "pay scale", SUBJECT_PAY },
	{ "the pay", SUBJECT_PAY },
	{ "wage", SUBJECT_PAY },
	{ "remuneration", SUBJECT_PAY },
	{ "ote", SUBJECT_PAY },
	{ "rate:", SUBJECT_PAY },
	{ "rate of", SUBJECT_PAY },
	{ "earn ", SUBJECT_PAY },
	{ "earning", SUBJECT_PAY },
	{ "paying", SUBJECT_PAY },
	{ "ctc", SUBJECT_PAY },
	{ "package", SUBJECT_PAY },
	{ "base range", SUBJECT_PAY },
	{ "comp:", SUBJECT_PAY },
	{ "gehalt", SUBJECT_PAY },
	{ "vergütung", SUBJECT_PAY },
	{ "lohn", SUBJECT_PAY },
	{ "entgelt", SUBJECT_PAY },
	{ "verdienst", SUBJECT_PAY },
	{ "salaire", SUBJECT_PAY },
	{ "rémunération", SUBJECT_PAY }, { "salario", SUBJECT_PAY },
	{ "sueldo", SUBJECT_PAY }, { "remuneración", SUBJECT_PAY },
	{ "retribución", SUBJECT_PAY }, { "salário", SUBJECT_PAY },
	{ "remuneração", SUBJECT_PAY }, { "stipendio", SUBJECT_PAY },
	{ "retribuzione", SUBJECT_PAY },
	{ "ral ", SUBJECT_PAY },
	{ "salaris", SUBJECT_PAY },
	{ "loon", SUBJECT_PAY },
	{ "lön", SUBJECT_PAY },
	{ "lønn", SUBJECT_PAY },
	{ "palkka", SUBJECT_PAY }, { "wynagrodzenie", SUBJECT_PAY },
	{ "zarobki", SUBJECT_PAY },
	{ "widełki", SUBJECT_PAY },
	{ "mzda", SUBJECT_PAY },
	{ "plat ", SUBJECT_PAY },
	{ "fizetés", SUBJECT_PAY },
	{ "salariu", SUBJECT_PAY },
	{ "maaş", SUBJECT_PAY },
	{ "зарплата", SUBJECT_PAY },
	{ "оклад", SUBJECT_PAY },
	{ "з/п", SUBJECT_PAY },
	{ "доход", SUBJECT_PAY },
	{ "зп ", SUBJECT_PAY },
	{ "薪", SUBJECT_PAY },
	{ "给", SUBJECT_PAY },
	{ "給", SUBJECT_PAY },
	{ "年収", SUBJECT_PAY },
	{ "待遇", SUBJECT_PAY }, { "연봉", SUBJECT_PAY }, { "급여", SUBJECT_PAY },
	{ "월급", SUBJECT_PAY }, { "시급", SUBJECT_PAY }, { "lương", SUBJECT_PAY },
	{ "gaji", SUBJECT_PAY },
	{ "เงินเดือน", SUBJECT_PAY },
	{ "راتب", SUBJECT_PAY },
	{ "raised", SUBJECT_NO_PAY }, { "raising", SUBJECT_NO_PAY },
	{ "funding", SUBJECT_NO_PAY }, { "funded", SUBJECT_NO_PAY },
	{ "series ", SUBJECT_NO_PAY }, { "revenue", SUBJECT_NO_PAY },
	{ "valu", SUBJECT_NO_PAY }, { "bonus", SUBJECT_NO_PAY },
	{ "invest", SUBJECT_NO_PAY }, { "grant", SUBJECT_NO_PAY },
	{ "stipend ", SUBJECT_NO_PAY }, { "budget", SUBJECT_NO_PAY },
	{ "allowance", SUBJECT_NO_PAY }, { "reimburse", SUBJECT_NO_PAY },
	{ "401", SUBJECT_NO_PAY },
	{ "fund ", SUBJECT_NO_PAY },
	{ "sales of", SUBJECT_NO_PAY },
	{ "assets", SUBJECT_NO_PAY }, { "insurance", SUBJECT_NO_PAY },
	{ "referral", SUBJECT_NO_PAY }, { "relocation", SUBJECT_NO_PAY },
	{ "tuition", SUBJECT_NO_PAY }, { "saving", SUBJECT_NO_PAY },
	{ "worth", SUBJECT_NO_PAY }, { "deductible", SUBJECT_NO_PAY },
	{ "award", SUBJECT_NO_PAY }, { "prize", SUBJECT_NO_PAY },
	{ "umsatz", SUBJECT_NO_PAY }, { "chiffre d'affaires", SUBJECT_NO_PAY },
	{ "portfolio", SUBJECT_NO_PAY }, { "contribut", SUBJECT_NO_PAY },
	{ "credit", SUBJECT_NO_PAY }, { "equity", SUBJECT_NO_PAY },
	{ "commission", SUBJECT_NO_PAY }, { "fee", SUBJECT_NO_PAY },
};

/* Right behind an amount. */
static const char *const not_pay_after[] = {
	"bonus", "sign", "in fund", "of fund", "raised", "arr", "revenue",
	"stipend", "budget", "allowance", "in rev", "grant", "credit",
	"million", "billion", "users", "employee", "customer", "in assets",
	"aum", "fund", "series", "seed", "relocation", "referral", "deposit",
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool pay_starts(const char *at, const char *end, const char *what)
{
	size_t len;

	/* the first byte before all else: this is asked often */
	if (at >= end || lower(*at) != what[0])
		return false;
	len = strlen(what);
	return (size_t)(end - at) >= len && strncasecmp(at, what, len) == 0;
}

static void index_words(struct pay_word_index *x, const struct pay_word *words,
			size_t n)
{
	assert(n <= PAY_WORDS_MAX);
	x->words = words;
	memset(x->first, 0xFF, sizeof(x->first));
	for (size_t i = n; i-- > 0;) { /* chains in the order of the table */
		unsigned char c = (unsigned char)words[i].text[0];

		x->next[i] = x->first[c];
		x->first[c] = (int16_t)i;
	}
}

void pay_words_init(struct pay_words *w, const char *begin, const char *end)
{
	w->begin = begin;
	w->end = end;
	index_words(&w->periods, period_words, ARRAY_LEN(period_words));
	index_words(&w->subjects, subject_words, ARRAY_LEN(subject_words));
}

/* The word that stands last before `at`, or NULL. */
static const struct pay_word *nearest_before(const struct pay_words      *w,
					 const struct pay_word_index *x,
					 const char              *at)
{
	const char *first = at - w->begin > BEFORE_BYTES ? at - BEFORE_BYTES :
							   w->begin;

	for (const char *p = at - 1; p >= first; p--) {
		if (*p == '\n' && p > w->begin && p[-1] == '\n')
			break; /* another paragraph */
		for (int i = x->first[(unsigned char)lower(*p)]; i >= 0;
		     i = x->next[i]) {
			if (pay_starts(p, at, x->words[i].text))
				return &x->words[i];
		}
	}
	return NULL;
}

enum pay_subject pay_subject_before(const struct pay_words *w, const char *at)
{
	const struct pay_word *found = nearest_before(w, &w->subjects, at);

	return found ? (enum pay_subject)found->is : SUBJECT_UNKNOWN;
}

enum pay_period pay_period_before(const struct pay_words *w, const char *at)
{
	const struct pay_word *found = nearest_before(w, &w->periods, at);

	/* "/h" before an amount belongs to another one */
	return found && found->text[0] != '/' ? (enum pay_period)found->is :
						PAY_PERIOD_UNKNOWN;
}

/* Does the short word end at `next`? "/h" is no part of "/half". */
static bool ends_word(const char *next, const char *end, size_t len)
{
	char c = next < end ? lower(*next) : ' ';

	return len > 3 || !(c >= 'a' && c <= 'z');
}

enum pay_period pay_period_behind(const struct pay_words *w, const char *at)
{
	const struct pay_word_index *x = &w->periods;
	const char *last = w->end - at > PERIOD_BYTES ? at + PERIOD_BYTES :
							w->end;

	for (const char *p = at; p < last && *p != '\n' && *p != ';'; p++) {
		if (p > at && *p == '$')
			break; /* the next amount's period is not ours */
		for (int i = x->first[(unsigned char)lower(*p)]; i >= 0;
		     i = x->next[i]) {
			size_t len = strlen(x->words[i].text);

			if (pay_starts(p, w->end, x->words[i].text) &&
			    ends_word(p + len, w->end, len))
				return (enum pay_period)x->words[i].is;
		}
	}
	return PAY_PERIOD_UNKNOWN;
}

bool pay_is_denied_behind(const struct pay_words *w, const char *at)
{
	const char *end = w->end;
	const char *last = end - at > AFTER_BYTES ? at + AFTER_BYTES : end;

	for (const char *p = at; p < last && !strchr("+,.(;/", *p); p++) {
		if (pay_starts(p, end, "plus ") || pay_starts(p, end, "and "))
			break; /* what follows comes beside the pay */
		for (size_t i = 0; i < ARRAY_LEN(not_pay_after); i++) {
			if (pay_starts(p, end, not_pay_after[i]) &&
			    (p == at || p[-1] == ' ' || p[-1] == '-'))
				return true;
		}
	}
	return false;
}
