#include "enrich/pay_words.h"

#include "base/mem.h"
#include "enrich/pay_amount.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#define BEFORE_BYTES 80 /* of the words before an amount that count */
#define PERIOD_BYTES 40 /* behind an amount in which the period stands */
#define HOLDER_BYTES 24 /* before a word, of one that holds it */
#define NEAR_BYTES 12 /* between a subject and a number without currency */
#define AFTER_BYTES 16  /* behind an amount: "$5,000 bonus" */

/* Right behind an amount. */
static const char *const not_pay_after[] = {
	"bonus", "sign", "in fund", "of fund", "raised", "arr", "revenue",
	"stipend", "budget", "allowance", "in rev", "grant", "credit",
	"million", "billion", "users", "employee", "customer", "in assets",
	"aum", "fund", "series", "seed", "relocation", "referral", "deposit",
	"prime", "prämie", "willkommens", "zuschuss", "weiterbildung",
	"umsatz", "premii", "premie", "bónus", "gutschein", "guthaben",
	"umzug", "startbonus", "gmv", "in gmv", "of gmv", "per kind",
	"de budget", "de prime", "gift card", "voucher", "in sales",
	"in annual rec", "in recurring", "in arr", "the monthly active",
	"scholarship", "prize", "in venture", "in capital", "ebitda",
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool pay_goes_on(const char *at, const char *end, const char *what)
{
	size_t len = strlen(what);

	return (size_t)(end - at) >= len && strncasecmp(at, what, len) == 0;
}

/* By the second byte, but for the bit of its case; no is certain. */
static inline bool may_stand(const char *p, const char *end, const char *text)
{
	return text[0] == '/' || !text[1] ||
	       (end - p > 1 && !((p[1] ^ text[1]) & ~0x20));
}

/*
 * Does the word stand at p? A slash may have a blank behind it ("/ mies."), and
 * what is short is a word by itself: "ote" is no part of "remote".
 */
static const char *word_end(const struct pay_words *w, const char *p,
			    const char *end, const char *text)
{
	size_t len = strlen(text);

	if (text[0] == '/' && p + 1 < end && p[1] == ' ' &&
	    pay_starts(p + 2, end, text + 1))
		return p + 1 + len;
	if (!pay_starts(p, end, text) ||
	    (len <= 4 && text[0] >= 'a' && text[0] <= 'z' && p > w->begin &&
	     lower(p[-1]) >= 'a' && lower(p[-1]) <= 'z'))
		return NULL;
	return p + len;
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
	size_t                 n;
	const struct pay_word *words = pay_period_words(&n);

	w->begin = begin;
	w->end = end;
	index_words(&w->periods, words, n);
	words = pay_subject_words(&n);
	index_words(&w->subjects, words, n);
}

/* Is p within an address: "https://healthprize.example"? */
static bool is_in_address(const struct pay_words *w, const char *p)
{
	const char *from = p;

	while (from > w->begin && from[-1] != ' ' && from[-1] != '\n' &&
	       p - from < BEFORE_BYTES)
		from--;
	return span_find((struct span){ from, (size_t)(p - from) }, "//") ||
	       pay_starts(from, w->end, "www.");
}

/* The longest word of the table that stands at p, and where it ends; or NULL. */
static const struct pay_word *word_at(const struct pay_words      *w,
				      const struct pay_word_index *x,
				      const char *p, const char *at,
				      const char **next)
{
	const struct pay_word *best = NULL;

	for (int i = x->first[(unsigned char)lower(*p)]; i >= 0;
	     i = x->next[i]) {
		const char *end;

		if (!may_stand(p, at, x->words[i].text))
			continue;
		end = word_end(w, p, at, x->words[i].text);
		if (!end || (best && end <= *next))
			continue;
		best = &x->words[i];
		*next = end;
	}
	return best && !is_in_address(w, p) ? best : NULL;
}

/* A word that begins before p and holds it up to `until`: "bolsa-auxílio" is
 * no "auxílio". NULL: none does. */
static const struct pay_word *holder_of(const struct pay_words      *w,
					const struct pay_word_index *x,
					const char *p, const char *until,
					const char *at, const char **where)
{
	const char *first = p - w->begin > HOLDER_BYTES ? p - HOLDER_BYTES :
							  w->begin;

	for (const char *q = p - 1; q >= first && *q != '\n'; q--) {
		const char            *next;
		const struct pay_word *held = word_at(w, x, q, at, &next);

		if (held && next >= until) {
			*where = q;
			return held;
		}
	}
	return NULL;
}

/*
 * The word that stands last before `at`, or NULL. `where`: its beginning. One
 * of SUBJECT_UNKNOWN is passed over: it only holds another (支給 has 給).
 */
static const struct pay_word *nearest_before(const struct pay_words      *w,
					 const struct pay_word_index *x,
					 const char *at, const char **where)
{
	const char *first = at - w->begin > BEFORE_BYTES ? at - BEFORE_BYTES :
							   w->begin;

	for (const char *p = at - 1; p >= first; p--) {
		const char            *next;
		const struct pay_word *found, *holder;

		if (*p == '\n' && p > w->begin && p[-1] == '\n')
			break; /* another paragraph */
		found = word_at(w, x, p, at, &next);
		if (!found)
			continue;
		*where = p;
		holder = holder_of(w, x, p, next, at, where);
		if (holder)
			found = holder;
		if (found->is != SUBJECT_UNKNOWN)
			return found;
		p = *where;
	}
	return NULL;
}

/* Is the period's word one for the pay as well: "Stundenlohn", "månadslön"? */
static bool names_pay(const struct pay_word *period)
{
	static const char *const stems[] = {
		"lohn", "gehalt",  "entgelt", "satz",  "honorar", "loon",
		"salaris", "tarief", "lön",  "løn",   "palkka",  "bér",
		"díj", "taux", "compenso",    "paga",  "retribuzione",
		"tarifa", "rate", "mzda", "薪",  "給",    "年収",    "月収",
		"급", "연봉", "ωρομίσθιο",
	};

	for (size_t i = 0; i < ARRAY_LEN(stems); i++) {
		if (strstr(period->text, stems[i]))
			return true;
	}
	return false;
}

static bool period_names_pay(const struct pay_words *w, const char *at)
{
	const char            *p;
	const struct pay_word *found = nearest_before(w, &w->periods, at, &p);

	return found && names_pay(found);
}

enum pay_subject pay_subject_before(const struct pay_words *w, const char *at)
{
	static const char *const joins[] = { " and ", " & ", " + ", "/" };
	const char            *p;
	const struct pay_word *found = nearest_before(w, &w->subjects, at, &p);

	/* "salary and equity are competitive ($110k-$175k)" */
	for (size_t i = 0; found && i < ARRAY_LEN(joins); i++) {
		size_t len = strlen(joins[i]);

		if (strcmp(found->text, "equity") ||
		    (size_t)(p - w->begin) < len ||
		    !pay_starts(p - len, w->end, joins[i]))
			continue;
		found = nearest_before(w, &w->subjects, p, &p);
		break;
	}
	if (found && found->is == SUBJECT_PERIOD) {
		found = nearest_before(w, &w->subjects, p, &p);
		return found && found->is == SUBJECT_NO_PAY ? SUBJECT_NO_PAY :
							      SUBJECT_PAY;
	}
	if (found)
		return (enum pay_subject)found->is;
	return period_names_pay(w, at) ? SUBJECT_PAY : SUBJECT_UNKNOWN;
}

bool pay_subject_near(const struct pay_words *w, const char *at)
{
	const char            *p;
	const struct pay_word *found = nearest_before(w, &w->subjects, at, &p);

	return found && found->is == SUBJECT_PAY &&
	       at - (p + strlen(found->text)) <= NEAR_BYTES &&
	       !memchr(p, '.', (size_t)(at - p));
}

static bool is_of_number(const char *text)
{
	static const char *const begins[] = { "/",    "per ", "a ",   "an ",
					      "par ", "por ", "pro ", "al ",
					      "im ",  "pr. ", "pe " };

	for (size_t i = 0; i < ARRAY_LEN(begins); i++) {
		if (!strncmp(text, begins[i], strlen(begins[i])))
			return true;
	}
	return false;
}

enum pay_period pay_period_before(const struct pay_words *w, const char *at)
{
	const char            *p;
	const struct pay_word *found = nearest_before(w, &w->periods, at, &p);

	/* "/h" before an amount belongs to another one, "4 days per week" to
	 * none; "Hourly rate", "月薪" and "per month:" are of this one */
	if (!found || (is_of_number(found->text) && at[-1] != ':' &&
		       (at - w->begin < 2 || at[-2] != ':')))
		return PAY_PERIOD_UNKNOWN;
	return (enum pay_period)found->is;
}

/* Does the short word end at `next`? "/h" is no part of "/half". */
static bool ends_word(const char *next, const char *end, size_t len)
{
	char c = next < end ? lower(*next) : ' ';

	return len > 3 || !((c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80);
}

enum pay_period pay_period_opens(const struct pay_words *w, const char *at)
{
	static const char *const fillers[] = { "de ", "of ", "from ", "net ",
					       "brut ", "brüt ", "gross ",
					       "ücret ", "ab ", "da " };
	const char            *p, *from;
	const struct pay_word *found = nearest_before(w, &w->periods, at, &p);

	if (!found || is_of_number(found->text))
		return PAY_PERIOD_UNKNOWN;
	for (from = p; from > w->begin && from[-1] == ' ';)
		from--;
	if (from > w->begin && !strchr("\n|(:;.", from[-1]))
		return PAY_PERIOD_UNKNOWN;
	p += strlen(found->text);
	for (size_t i = 0; i <= ARRAY_LEN(fillers); i++) {
		while (p < at && (*p == ' ' || *p == ':'))
			p++;
		if (i < ARRAY_LEN(fillers) && pay_starts(p, at, fillers[i]))
			p += strlen(fillers[i]);
	}
	return p == at ? (enum pay_period)found->is : PAY_PERIOD_UNKNOWN;
}

enum pay_period pay_period_behind(const struct pay_words *w, const char *at)
{
	enum pay_period weak = PAY_PERIOD_UNKNOWN;

	const struct pay_word_index *x = &w->periods;
	const char *last = w->end - at > PERIOD_BYTES ? at + PERIOD_BYTES :
							w->end;

	for (const char *p = at; p < last && *p != '\n' && *p != ';'; p++) {
		if (p > at && (*p == '$' || pay_starts(p, last, "://")))
			break; /* another amount's period, an address's path */
		for (int i = x->first[(unsigned char)lower(*p)]; i >= 0;
		     i = x->next[i]) {
			const char *next;

			if (!may_stand(p, w->end, x->words[i].text))
				continue;
			next = word_end(w, p, w->end, x->words[i].text);
			if (!next || !ends_word(next, w->end,
						strlen(x->words[i].text)))
				continue;
			if (strcmp(x->words[i].text, "ctc"))
				return (enum pay_period)x->words[i].is;
			weak = (enum pay_period)x->words[i].is;
		}
	}
	return weak; /* "R35 000 CTC per month": a cost of any period */
}

bool pay_is_called_behind(const struct pay_words *w, const char *at)
{
	static const char *const words[] = {
		"brutto", "netto", "bruto", "neto", "gross", "net",  "brut",
		"bruts",  "nets", "lordi", "netti", "brutos", "netos",
		"líquido", "líquidos", "hrubého", "hrubá", "čistého", "brüt",
		"bruttó", "nettó", "maaş", "yevmiye", "salary", "base", "ote",
		"ctc", "gehalt", "lön", "løn", "lønn", "palkka", "salaire",
		"salario", "salário", "salaris", "на руки", "до вычета",
		"gross", "брутто", "нетто", "чистыми", "на руку", "μικτά",
		"καθαρά", "ברוטו", "נטו", "税前", "税后", "税込", "w2",
		"plus super", "+ super", "ex super",
	};
	static const char *const deny[] = { " profit", " revenue", " margin",
					    " income", " sales", " worth",
					    " asset" };
	const char *p = pay_skip_blank(at, w->end);

	if (p < w->end && (*p == '(' || *p == ','))
		p = pay_skip_blank(p + 1, w->end);
	for (size_t i = 0; p < w->end && i < ARRAY_LEN(words); i++) {
		const char *next = p + strlen(words[i]);

		if (!pay_starts(p, w->end, words[i]) ||
		    !ends_word(next, w->end, 0))
			continue;
		for (size_t d = 0; d < ARRAY_LEN(deny); d++) {
			if (pay_starts(next, w->end, deny[d]))
				return false;
		}
		return true;
	}
	return false;
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
