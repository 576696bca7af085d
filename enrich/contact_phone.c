/*
 * contact_phone.c - telephone numbers, told from all other numbers of an ad.
 *
 *   a run of digits and what people put between them -> its groups
 *     -> does its form, or the word before it, make it a telephone number?
 *
 * Forms by ITU-T E.123 and the national plans that E.164 numbers follow; a
 * number without a form of its own counts only behind "Tel.", "Phone" ...
 */
#include "enrich/contact_find.h"

#include "base/mem.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define DIGITS_LEAST 5
#define DIGITS_MOST 16
#define GROUPS_MAX 12
#define RUN_MAX 48   /* bytes */
#define CUE_BYTES 24 /* before a number in which "Tel." may stand */

struct number {
	const char *begin, *end;
	char        digits[DIGITS_MOST + 1];
	int         n;                   /* digits */
	uint8_t     group[GROUPS_MAX];   /* digits of each */
	char        between[GROUPS_MAX]; /* the mark before each group but the
					    first: ' ', '-', '.', '/', ')' */
	int         groups;
	bool        has_plus, has_bracket;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- the run -------------------------------------------------------------- */

/* Bytes of one mark between digits at p, 0 when it is none; *as what it is. */
static size_t mark_at(const char *p, const char *end, char *as)
{
	static const struct {
		const char *text;
		char        as;
	} marks[] = {
		{ " ", ' ' },	    { "-", '-' },	 { ".", '.' },
		{ "/", '/' },	    { "(", '(' },	 { ")", ')' },
		{ "\xC2\xA0", ' ' }, { "\xE2\x80\xAF", ' ' },
		{ "\xE2\x80\x90", '-' }, { "\xE2\x80\x91", '-' },
		{ "\xE2\x80\x92", '-' }, { "\xE2\x80\x93", '-' },
		{ "\xE2\x88\x92", '-' }, { "（", '(' },  { "）", ')' },
		{ "－", '-' },	    { "ー", '-' },
	};

	for (size_t i = 0; i < ARRAY_LEN(marks) && !is_letter(*p); i++) {
		size_t len = strlen(marks[i].text);

		if (*p == marks[i].text[0] && (size_t)(end - p) >= len &&
		    memcmp(p, marks[i].text, len) == 0) {
			*as = marks[i].as;
			return len;
		}
	}
	return 0;
}

/* The marks up to the next digit; false when it is not of the same number. */
static bool skip_marks(const char **at, const char *end, char *between)
{
	const char *p = *at;
	int         n = 0;
	char        strongest = 0;

	while (p < end && !is_digit(*p)) {
		char   as;
		size_t len = mark_at(p, end, &as);

		if (!len || ++n > 3)
			return false;
		if (!strongest || as != ' ')
			strongest = as;
		p += len;
	}
	*between = strongest;
	*at = p;
	return p < end;
}

static void add_digit(struct number *n, char digit)
{
	if (n->n < DIGITS_MOST)
		n->digits[n->n] = digit;
	n->n++;
	if (n->groups)
		n->group[n->groups - 1]++;
}

/* Read from a digit, "+" or "(" on; n->end is behind the last digit. */
static void read_number(const char *at, const char *end, struct number *n)
{
	const char *p = at;

	*n = (struct number){ .begin = at, .end = at };
	if (end - at > RUN_MAX)
		end = at + RUN_MAX;
	while (p < end && (*p == '+' || *p == '(' || *p == ' ')) {
		n->has_plus |= *p == '+';
		n->has_bracket |= *p == '(';
		p++;
	}
	for (char between = 0; p < end && is_digit(*p);) {
		if (n->groups == GROUPS_MAX)
			break;
		n->between[n->groups] = between;
		n->group[n->groups++] = 0;
		while (p < end && is_digit(*p))
			add_digit(n, *p++);
		n->end = p;
		if (!skip_marks(&p, end, &between))
			break;
		n->has_bracket |= between == '(' || between == ')';
	}
}

/* The number that `first` to `last` of the groups make. */
static void cut_groups(const struct number *from, int first, int last,
		       struct number *n)
{
	const char *p = from->begin;

	*n = *from;
	n->groups = n->n = 0;
	for (int g = 0; g <= last; g++) {
		while (!is_digit(*p))
			p++;
		if (g == first)
			n->begin = p;
		if (g >= first) {
			n->between[n->groups] = from->between[g];
			n->group[n->groups++] = 0;
		}
		for (int i = 0; i < from->group[g]; i++, p++) {
			if (g >= first)
				add_digit(n, *p);
		}
	}
	n->end = p;
	if (first > 0)
		n->has_plus = n->has_bracket = false;
}

/* ---- words before --------------------------------------------------------- */

struct word {
	const char *text;
	size_t      len;
};
#define W(text) { text, sizeof(text) - 1 }

static const struct word phone_words[] = {
	W("tel"), W("phone"), W("telefon"), W("telephone"), W("téléphone"), W("telefono"),
	W("teléfono"), W("telefone"), W("telefoon"), W("telefonnummer"), W("mobile"), W("mobil"),
	W("mob"), W("móvil"), W("movil"), W("celular"), W("cell"), W("cellulare"), W("fax"),
	W("telefax"), W("handy"), W("whatsapp"), W("gsm"), W("fon"), W("ph"), W("puh"), W("puhelin"),
	W("tlf"), W("tfn"), W("call"), W("sms"), W("hotline"), W("portable"), W("direct line"),
	W("komórka"), W("kom"), W("тел"), W("телефон"), W("моб"), W("hp"), W("viber"), W("signal"),
	W("telegram"), W("text"), W("durchwahl"), W("rufnummer"), W("at:"), W("telf"), W("tfno"), W("tlfn"),
	W("ring"), W("ruf"), W("anrufen"), W("appelez"), W("llama"), W("llamar"), W("ligue"),
	W("bel"), W("zadzwoń"), W("soita"), W("chiamare"), W("chiama"),
	/* no blank before: found in any place */
	W("电话"), W("電話"), W("手机"), W("手機"), W("热线"), W("座机"), W("传真"), W("微信"), W("联系方式"),
	W("전화"), W("연락처"), W("휴대폰"), W("팩스"), W("携帯"), W("โทร"), W("هاتف"), W("جوال"), W("טלפון"),
	W("☎"), W("☏"), W("✆"), W("📞"), W("📱"), W("📲"),
};

static const struct word id_words[] = {
	W("id"), W("ref"), W("reference"), W("req"), W("requisition"), W("no"), W("nr"), W("number"),
	W("code"), W("siret"), W("siren"), W("kvk"), W("hrb"), W("hra"), W("iban"), W("bic"), W("vat"),
	W("ust-id"), W("abn"), W("acn"), W("isbn"), W("issn"), W("doi"), W("vacancy"), W("job"), W("posting"),
	W("case"), W("licence"), W("license"), W("cnpj"), W("nip"), W("regon"), W("krs"), W("ein"),
	W("duns"), W("orcid"), W("account"), W("konto"), W("bsb"), W("grant"), W("patent"), W("version"),
	W("kennziffer"), W("referenznummer"), W("stellennummer"), W("編号"), W("编号"), W("番号"),
	W("職位"), W("职位"), W("번호"), W("zip"), W("plz"), W("population"),
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* The last bytes are compared before all else: this is asked often. */
static bool ends_with(const char *begin, const char *end, const struct word *w)
{
	return (size_t)(end - begin) >= w->len &&
	       lower(end[-1]) == w->text[w->len - 1] &&
	       strncasecmp(end - w->len, w->text, w->len) == 0 &&
	       ((unsigned char)w->text[0] >= 0x80 || end - w->len == begin ||
		!is_letter(end[-(ptrdiff_t)w->len - 1]));
}

/* Words that stand between "phone" and the number: "phone number is". */
static const char *without_filler(const char *begin, const char *end)
{
	static const struct word fillers[] = {
		W("number"), W("nummer"), W("nr"), W("no"), W("num"), W("numéro"), W("número"),
		W("numero"), W("is"), W("us"), W("at"), W("on"), W("under"), W("unter"), W("der"), W("au"),
		W("al"), W("на"), W("номер"), W("me"), W("or"), W("numer"), W("via"), W("the"), W("uns"),
		W("号码"), W("号"), W("番号"), W("번호"), W("following"), W("to"), W("line"), W("pod"),
	};

	for (bool again = true; again;) {
		again = false;
		while (end > begin && strchr(" .:-/#(|\t,*>", end[-1]))
			end--;
		if (end - begin >= 3 && (!memcmp(end - 3, "：", 3) ||
					 !memcmp(end - 3, "–", 3) ||
					 !memcmp(end - 3, "•", 3))) {
			end -= 3;
			again = true;
		}
		if (end - begin >= 2 && !memcmp(end - 2, "\xC2\xA0", 2)) {
			end -= 2;
			again = true;
		}
		for (size_t i = 0; i < ARRAY_LEN(fillers) && !again; i++) {
			if (!ends_with(begin, end, &fillers[i]))
				continue;
			end -= fillers[i].len;
			again = true;
		}
	}
	return end;
}

static bool stands_before(struct span text, const char *at, bool has_fillers,
			  const struct word *words, size_t n)
{
	const char *begin = at - text.ptr > CUE_BYTES ? at - CUE_BYTES
						      : text.ptr;
	const char *end = at;

	while (end > begin && strchr(" .:-/#(\t*", end[-1]))
		end--;
	if (has_fillers)
		end = without_filler(begin, at);
	for (size_t i = 0; i < n; i++) {
		if (ends_with(begin, end, &words[i]))
			return true;
	}
	return false;
}

static bool has_phone_cue(struct span text, const char *at)
{
	return stands_before(text, at, true, phone_words,
			     ARRAY_LEN(phone_words));
}

static bool has_id_cue(struct span text, const char *at)
{
	return (at > text.ptr && at[-1] == '#') ||
	       stands_before(text, at, false, id_words, ARRAY_LEN(id_words));
}

/* ---- forms ---------------------------------------------------------------- */

static bool is_groups(const struct number *n, const char *sizes)
{
	int i = 0;

	for (; sizes[i]; i++) {
		if (i >= n->groups || n->group[i] != sizes[i] - '0')
			return false;
	}
	return i == n->groups;
}

/* "100 000 000", "1.500.000": all groups but the first have three digits. */
static bool is_in_thousands(const struct number *n)
{
	if (n->groups < 2 || n->group[0] > 3)
		return false;
	for (int i = 1; i < n->groups; i++) {
		if (n->group[i] != 3 || n->between[i] == '-' ||
		    n->between[i] == '/' || n->between[i] == '(')
			return false;
	}
	return true;
}

static int group_value(const struct number *n, int group)
{
	int at = 0, value = 0;

	for (int i = 0; i < group; i++)
		at += n->group[i];
	for (int i = 0; i < n->group[group] && at + i < DIGITS_MOST; i++)
		value = value * 10 + (n->digits[at + i] - '0');
	return value;
}

static bool is_year(const struct number *n, int group)
{
	int value = group < n->groups && n->group[group] == 4
			    ? group_value(n, group)
			    : 0;

	return value >= 1900 && value < 2100;
}

/* "01.02.2024 ...", "05/2023 - 12/2025", "2024-01-31 08". */
static bool is_date(const struct number *n)
{
	if (is_year(n, 0) && n->groups > 1)
		return true;
	if (n->groups >= 2 && n->group[0] <= 2 && is_year(n, 1) &&
	    group_value(n, 0) <= 12)
		return true;
	return n->groups >= 3 && n->group[0] <= 2 && n->group[1] <= 2 &&
	       is_year(n, 2) && group_value(n, 0) <= 31 &&
	       group_value(n, 1) <= 31;
}

/* "415-555-2671", "(415) 555-2671", "1 800 555 2671". */
static bool is_north_american(const struct number *n)
{
	int first = n->groups - 3;

	if (!is_groups(n, "334") &&
	    !(is_groups(n, "1334") && n->digits[0] == '1'))
		return false;
	return n->digits[first] >= '2' && n->digits[first + 3] >= '2';
}

static bool is_chinese(const struct number *n)
{
	bool is_mobile = n->n == 11 && n->digits[0] == '1' &&
			 n->digits[1] >= '3' &&
			 (n->groups == 1 || is_groups(n, "344") ||
			  is_groups(n, "353") || is_groups(n, "3332"));
	bool is_service = n->n == 10 &&
			  (n->digits[0] == '4' || n->digits[0] == '8') &&
			  n->digits[1] == '0' && n->digits[2] == '0' &&
			  (is_groups(n, "334") || is_groups(n, "343"));

	return is_mobile || is_service;
}

/* "+49 30 123456", "0049 30 ...", "+1 (415) ...". */
static bool is_international(const struct number *n)
{
	const char *d = n->digits;

	if (n->has_plus && d[0] == '0' && d[1] == '0' && n->n <= DIGITS_MOST)
		return n->n >= 10;
	if (n->has_plus)
		return d[0] != '0' && n->n >= 8 && n->n <= 15 &&
		       (!is_in_thousands(n) || (n->n >= 11 && d[0] != '1'));
	return d[0] == '0' && d[1] == '0' && d[2] >= '1' && n->n >= 11 &&
	       n->groups >= 2 && !is_in_thousands(n);
}

/* "030 1234567", "0171/123 45 67", "09012345678", "(0)30 123456". */
static bool is_with_trunk(const struct number *n)
{
	const char *d = n->digits;

	if (d[0] != '0' || d[1] == '0' || n->n < 9 || n->n > 12 ||
	    (n->group[0] == 1 && !n->has_bracket))
		return false;
	if (n->groups == 1)
		return n->n == 10 || n->n == 11;
	return n->group[0] <= 6;
}

/* "(11) 91234-5678": an area code in brackets that is no year. */
static bool is_with_area(const struct number *n)
{
	return n->has_bracket && n->begin[0] == '(' && n->groups >= 2 &&
	       n->between[1] == ')' && n->group[0] >= 2 && n->group[0] <= 5 &&
	       n->n >= 8 && n->n <= 12 && !is_year(n, 0) &&
	       n->group[n->groups - 1] >= 2;
}

/* "8 (495) 123-45-67", "98765 43210". */
static bool is_of_one_country(const struct number *n)
{
	return (n->n == 11 && n->digits[0] == '8' && n->group[0] == 1 &&
		n->group[1] == 3 && n->groups >= 4 && !is_in_thousands(n)) ||
	       (is_groups(n, "55") && n->digits[0] >= '6' &&
		n->between[1] == ' ');
}

static bool has_form(const struct number *n)
{
	return is_international(n) || is_with_trunk(n) || is_with_area(n) ||
	       is_north_american(n) || is_chinese(n) || is_of_one_country(n);
}

static bool is_phone(struct span text, const struct number *n)
{
	if (n->n < DIGITS_LEAST || n->n > DIGITS_MOST)
		return false;
	if (n->has_plus && is_international(n))
		return true;
	if (has_phone_cue(text, n->begin))
		return n->n >= 6 || n->groups == 1;
	return !is_date(n) && has_form(n) && !has_id_cue(text, n->begin);
}

/* ---- its ends ------------------------------------------------------------- */

/* No part of a word, an address, an identifier or an amount. */
static bool may_begin(struct span text, const char *at)
{
	static const char *const signs[] = { "€", "£", "¥", "￥", "₹", "₩",
					     "₽" };
	const char *p = at;

	if (p == text.ptr)
		return true;
	if (is_letter(p[-1]) || is_digit(p[-1]) || strchr("_=&%@$\\", p[-1]) ||
	    (p[-1] == '/' && p - 1 > text.ptr && p[-2] != ' ' && p[-2] != ':') ||
	    (strchr(".,-", p[-1]) && p - 1 > text.ptr &&
	     (is_digit(p[-2]) || is_letter(p[-2])) &&
	     !has_phone_cue(text, at)))
		return false;
	if (p[-1] == ' ')
		p--;
	if (p > text.ptr && p[-1] == '$')
		return false;
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		size_t len = strlen(signs[i]);

		if ((size_t)(p - text.ptr) >= len &&
		    memcmp(p - len, signs[i], len) == 0)
			return false;
	}
	return true;
}

/* Not the beginning of "12345abc", "1,500", "10:30", "5 %", "5 €". */
static bool may_end(const char *at, const char *end)
{
	static const char *const units[] = { "€", "£", "$", "%", "eur", "usd",
					     "kr",	"円",  "元", "원", "pln",
					     "users", "sek", "nok", "dkk", "czk" };
	const char *p = at;

	if (p == end)
		return true;
	if ((is_letter(*p) && *p != 'x') || *p == '_' || *p == '@')
		return false;
	if (strchr(",:", *p) && p + 1 < end && is_digit(p[1]))
		return false;
	if (*p == ' ')
		p++;
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		size_t len = strlen(units[i]);

		if ((size_t)(end - p) >= len &&
		    strncasecmp(p, units[i], len) == 0 &&
		    (p + len == end || !is_letter(p[len])))
			return false;
	}
	return true;
}

/* " ext. 123", " x12", "转8001", "-0" and the bracket that it began with. */
static const char *with_extension(const char *at, const char *end)
{
	static const char *const words[] = { "extension", "ext.", "ext", "x",
					     "durchwahl", "dw", "poste",
					     "转", "轉", "内线", "int.", "доб." };
	const char *p = at;

	while (p < end && (*p == ' ' || *p == ',' || *p == '('))
		p++;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		size_t      len = strlen(words[i]);
		const char *q = p + len;
		const char *digits;

		if ((size_t)(end - p) < len || strncasecmp(p, words[i], len))
			continue;
		while (q < end && (*q == ' ' || *q == '.' || *q == ':'))
			q++;
		digits = q;
		while (q < end && q - digits < 6 && is_digit(*q))
			q++;
		if (q == digits)
			continue;
		return q < end && *q == ')' ? q + 1 : q;
	}
	return at;
}

static bool accept(struct span text, const struct number *n,
		   struct contact_cut *out)
{
	const char *end = text.ptr + text.len;

	if (!is_phone(text, n) || !may_begin(text, n->begin) ||
	    (!may_end(n->end, end) && !has_phone_cue(text, n->begin)))
		return false;
	*out = (struct contact_cut){ n->begin, with_extension(n->end, end),
				     CONTACT_PHONE };
	if (*n->begin == '(' && out->end == n->end && n->end < end &&
	    *n->end == ')')
		out->end++;
	return true;
}

/*
 * The whole run, else a part of it: "2023-2024 030 1234567", "030 123456 / 0171
 * 1234567" and "030 123456 2" are several numbers.
 */
bool contact_phone_at(struct span text, const char *at, struct contact_cut *out,
		      const char **next)
{
	struct number run, part;

	read_number(at, text.ptr + text.len, &run);
	*next = run.end > at ? run.end : at + 1;
	if (!run.groups || run.n < DIGITS_LEAST)
		return false;
	if (accept(text, &run, out)) {
		*next = out->end;
		return true;
	}
	for (int last = run.groups - 2; last >= 0; last--) {
		char mark = run.between[last + 1];

		if (mark != ' ' && mark != '/' && mark != '-' && mark != '(')
			continue;
		cut_groups(&run, 0, last, &part);
		part.begin = run.begin;
		if (accept(text, &part, out)) {
			*next = out->end;
			return true;
		}
	}
	/* what follows a year or a slash may be one of its own */
	for (int g = 1; g < run.groups; g++) {
		if (run.between[g] == '/' || is_year(&run, g - 1)) {
			cut_groups(&run, g, run.groups - 1, &part);
			*next = part.begin;
			break;
		}
	}
	return false;
}
