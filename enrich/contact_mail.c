/*
 * contact_mail.c - e-mail addresses, and the ways people hide them.
 *
 *   mailbox <- mark -> label { dot label }
 *
 * The mark is "@", "＠", a bracketed or dashed "at", or the bare word; the more
 * it looks like prose, the more of the rest must look like an address.
 */
#include "enrich/contact_find.h"

#include "base/mem.h"

#include <string.h>
#include <strings.h>

#define MAILBOX_MAX 64 /* RFC 5321, 4.5.3.1 */
#define DOMAIN_MAX 255
#define HIDDEN_LABELS 5 /* of a domain written with words */
#define CUE_BYTES 28 /* before a mailbox in which "mail" may stand */

enum mark {
	MARK_SIGN,   /* "@" right between */
	MARK_SPACED, /* "@" with a space beside it */
	MARK_HIDDEN, /* "(at)", "[at]", "-at-" */
	MARK_WORD,   /* " at " */
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Of a mailbox as people have them (RFC 5322 has more), and of any script. */
static bool is_box(char c)
{
	return is_letter(c) || is_digit(c) || (c && strchr("._%+-'", c)) ||
	       (unsigned char)c >= 0x80;
}

static bool is_label(char c)
{
	return is_letter(c) || is_digit(c) || c == '-' ||
	       (unsigned char)c >= 0x80;
}

/* Bytes of a punctuation mark of full width or of typography at p. */
static bool is_wide_mark(const char *p, const char *end)
{
	if (end - p < 2)
		return false;
	return (p[0] == '\xE2' && p[1] == '\x80') ||
	       (p[0] == '\xE3' && p[1] == '\x80') ||
	       (p[0] == '\xEF' && (p[1] == '\xBC' || p[1] == '\xBD')) ||
	       (p[0] == '\xC2' && p[1] < '\xBF');
}

/* ---- mailbox -------------------------------------------------------------- */

static bool is_inside_letter(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Where the letter that ends at `end` begins, `first` at the least. */
static const char *letter_before(const char *first, const char *end)
{
	const char *p = end - 1;

	while (p > first && is_inside_letter(*p))
		p--;
	return p;
}

/* Where the mailbox that ends at `end` begins; `end` when there is none. */
static const char *mailbox_before(struct span text, const char *end)
{
	const char *p = end;
	bool        is_ascii = false;

	while (p > text.ptr && end - p < MAILBOX_MAX && is_box(p[-1]))
		p--;
	while (p < end && is_inside_letter(*p))
		p++;
	/* in a text without blanks between words only the ASCII is the box */
	for (const char *q = p; q < end; q++)
		is_ascii |= is_letter(*q) || is_digit(*q);
	for (const char *q = end; is_ascii && q > p;) {
		const char *letter = letter_before(p, q);

		if ((unsigned char)*letter >= 0xE2 && q < end)
			p = q;
		q = letter;
	}
	while (p < end && strchr(".-'+%_", *p) && *p != '_')
		p++;
	return p;
}

/* ---- domain --------------------------------------------------------------- */

static const char *skip_blank(const char *p, const char *end)
{
	while (p < end && *p == ' ')
		p++;
	return p;
}

static bool word_at(const char *p, const char *end, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(end - p) >= len && strncasecmp(p, word, len) == 0;
}

/* "(dot)", "[.]", " dot ", ".": behind it, or NULL. */
static const char *dot_after(const char *p, const char *end, bool is_hidden)
{
	static const char *const words[] = { "dot", "d0t", "punkt", "punto",
					     "ponto", "point", "punt", "." };
	const char *at = skip_blank(p, end);
	char        close = 0;

	if (p < end && *p == '.')
		return p + 1;
	if (!is_hidden || at == end)
		return NULL;
	if (strchr("([{<-_*", *at)) {
		static const char open[] = "([{<-_*", shut[] = ")]}>-_*";

		close = shut[strchr(open, *at) - open];
		at = skip_blank(at + 1, end);
	} else if (at == p) {
		return NULL;
	}
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const char *q = at + strlen(words[i]);

		if (!word_at(at, end, words[i]))
			continue;
		if (close) {
			q = skip_blank(q, end);
			return q < end && *q == close ? skip_blank(q + 1, end)
						      : NULL;
		}
		/* "firm . com", but not "firm. Come" */
		if (*words[i] == '.' && (q == end || *q != ' ' || at == p))
			return NULL;
		return q < end && *q == ' ' ? skip_blank(q, end) : NULL;
	}
	return NULL;
}

struct domain {
	const char *end;
	int         labels, words; /* `words` dots were written as such */
};

static const char *label_end(const char *p, const char *end, bool is_ascii)
{
	while (p < end && is_label(*p) && !(is_ascii && *p & '\x80')) {
		if (*p & '\x80' && is_wide_mark(p, end))
			break;
		p++;
	}
	return p;
}

static bool is_top(const char *p, const char *end)
{
	const char *q = p;

	while (q < end && is_letter(*q))
		q++;
	return (q == end && end - p >= 2 && end - p <= 24) ||
	       (*p & '\x80' && end - p >= 4);
}

/* The longest domain at p whose last label can be a top-level one. */
static bool domain_at(const char *p, const char *end, bool is_hidden,
		      struct domain *out)
{
	const char *begin = p;
	int         labels = 0, words = 0;

	*out = (struct domain){ .end = NULL };
	if (end - begin > DOMAIN_MAX) {
		end = begin + DOMAIN_MAX;
		while (end > begin && is_inside_letter(*end))
			end--;
	}
	/* "a@firm.com请": of a Latin domain the label ends with the Latin */
	for (bool is_ascii = p < end && !(*p & '\x80');;) {
		const char *stop = label_end(p, end, is_ascii);
		const char *dot;

		while (stop > p && stop[-1] == '-' && is_hidden)
			stop--;
		if (stop == p || ++labels > HIDDEN_LABELS + 4 * !is_hidden)
			break;
		if (labels > 1 && is_top(p, stop))
			*out = (struct domain){ stop, labels, words };
		dot = dot_after(stop, end, is_hidden);
		if (!dot)
			break;
		words += dot != stop + 1;
		p = dot;
	}
	return out->end != NULL;
}

/* ---- marks ---------------------------------------------------------------- */

/* "at" and what stands for it in other languages, in brackets only. */
static size_t hidden_at(const char *p, const char *end)
{
	static const char *const words[] = { "at", "a", "ät", "@", "arroba",
					     "chiocciola", "malpa", "арроба",
					     "аробас", "собака", "kukac" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (word_at(p, end, words[i]))
			return strlen(words[i]);
	}
	return 0;
}

/* The mark at `at` as what is left and right of it. */
static bool read_mark(struct span text, const char *at, enum mark *kind,
		      const char **left, const char **right)
{
	static const char open[] = "([{<-_*", shut[] = ")]}>-_*";
	const char *end = text.ptr + text.len;
	const char *p, *o;
	bool        is_wide = end - at > 3 && memcmp(at, "＠", 3) == 0;
	size_t      n = is_wide ? 3 : 1;

	*left = at;
	if (*at == '@' || is_wide) {
		*kind = MARK_SIGN;
		*right = at + n;
		if (at > text.ptr && at[-1] == ' ')
			*left = at - 1;
		*right = *right < end && **right == ' ' ? *right + 1 : *right;
		if (*left != at || *right != at + n)
			*kind = MARK_SPACED;
		/* "only from @example.com": a domain alone */
		return *left == at || *right != at + n;
	}
	if (*at == 'a' || *at == 'A') { /* " at " */
		*kind = MARK_WORD;
		*left = at - 1;
		*right = at + 3;
		return at > text.ptr && at[-1] == ' ' && end - at > 4 &&
		       (at[1] | 0x20) == 't' && at[2] == ' ';
	}
	o = strchr(open, *at);
	/* dashes without a blank are of "look-at-this.html" */
	if (!o || !*at ||
	    (o - open > 3 && (at == text.ptr || at[-1] != ' ')))
		return false;
	p = skip_blank(at + 1, end);
	n = hidden_at(p, end);
	p = skip_blank(p + n, end);
	if (!n || p >= end || *p != shut[o - open])
		return false;
	*kind = MARK_HIDDEN;
	while (*left > text.ptr && (*left)[-1] == ' ' && at - *left < 2)
		(*left)--;
	*right = skip_blank(p + 1, end);
	return true;
}

/* ---- judging -------------------------------------------------------------- */

static bool is_one_of(const char *p, const char *end,
		      const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strlen(words[i]) == (size_t)(end - p) &&
		    word_at(p, end, words[i]))
			return true;
	}
	return false;
}

/* Boxes that nobody else means by the word. */
static bool is_common_box(const char *p, const char *end)
{
	static const char *const boxes[] = {
		"jobs", "job", "careers", "career", "hr", "hiring", "hello",
		"recruiting", "recruitment", "apply", "resume", "resumes", "cv",
		"info", "contact", "talent", "people", "work", "hi", "me",
		"founders", "team", "bewerbung", "karriere", "personal", "rh",
		"empleo", "rrhh", "recrutement", "emploi", "praca", "rekrutacja",
	};

	return is_one_of(p, end, boxes, ARRAY_LEN(boxes));
}

static bool is_mail_host(const char *p, const char *end)
{
	static const char *const hosts[] = {
		"gmail.com", "googlemail.com", "yahoo.com", "hotmail.com",
		"outlook.com", "gmx.de", "gmx.net", "web.de", "icloud.com",
		"protonmail.com", "proton.me", "163.com", "126.com", "qq.com",
		"live.com", "me.com", "yandex.ru", "mail.ru", "fastmail.com",
	};

	return is_one_of(p, end, hosts, ARRAY_LEN(hosts));
}

/* "mail", "contact", "write to" shortly before. */
static bool has_mail_cue(struct span text, const char *at)
{
	static const char *const cues[] = { "mail",  "contact", "write",
					    "reach", "send",    "apply",
					    "邮",    "メール",  "메일",
					    "почт",  "courriel", "correo" };
	const char *from = at - text.ptr > CUE_BYTES ? at - CUE_BYTES : text.ptr;

	for (size_t i = 0; i < ARRAY_LEN(cues); i++) {
		const char *cue = span_find_nocase(
			(struct span){ from, (size_t)(at - from) }, cues[i]);

		/* not the "[e-mail]" that stands for another address */
		if (cue && cue[strlen(cues[i])] != ']')
			return true;
	}
	return false;
}

static bool has_capital(const char *p, const char *end)
{
	while (p < end && !(*p >= 'A' && *p <= 'Z'))
		p++;
	return p < end;
}

static bool has_box_sign(const char *p, const char *end)
{
	while (p < end && !strchr("._+-", *p) && !is_digit(*p))
		p++;
	return p < end;
}

static bool begins_sentence(struct span text, const char *p)
{
	while (p > text.ptr && p[-1] == ' ')
		p--;
	return p == text.ptr || strchr("\n.:!?;(", p[-1]);
}

/* The word or sign that ends before `p`, blanks skipped. */
static struct span before(struct span text, const char *p)
{
	const char *end;

	while (p > text.ptr && p[-1] == ' ')
		p--;
	end = p;
	while (p > text.ptr && is_letter(p[-1]))
		p--;
	if (p == end && p > text.ptr)
		p--;
	return (struct span){ p, (size_t)(end - p) };
}

/* Words that stand before " at " and are nobody's mailbox. */
static bool is_prose_word(const char *p, const char *end)
{
	static const char *const words[] = {
		"me", "us", "you", "him", "her", "them", "out", "more", "now",
		"directly", "details", "openings", "positions", "roles", "blog",
		"website", "site", "page", "username", "online", "here", "look",
		"working", "based", "engineers", "developers", "form", "email",
		"e-mail", "mail", "application", "applications", "resume",
	};

	return is_one_of(p, end, words, ARRAY_LEN(words));
}

/*
 * "send it to jane at firm.com", "<jane at firm.com>", a line of its own: what
 * stands around says that a mailbox is meant, when mail is spoken of.
 */
static bool is_told_as_mailbox(struct span text, const char *box,
			       const char *box_end, const char *domain_end)
{
	static const char *const words[] = { "to", "at", "me", "us", "cc",
					     "mail", "email", "emailto",
					     "contact", "write",
					     "directly" };
	static const char *const cues[] = { "note", "touch", "cc ", "ping",
					    "a line" };
	const char *end = text.ptr + text.len;
	struct span prior = before(text, box);
	const char *from = box - text.ptr > CUE_BYTES ? box - CUE_BYTES : text.ptr;
	bool        is_cued = has_mail_cue(text, box);

	if (is_prose_word(box, box_end) || box_end - box < 2)
		return false;
	if (!prior.len || *prior.ptr == '\n') /* a line of its own */
		return domain_end == end || *domain_end == '\n';
	if (*prior.ptr == '<' || *prior.ptr == '[' || *prior.ptr == '(')
		return domain_end < end &&
		       (*domain_end == '>' || *domain_end == ']' ||
			*domain_end == ')');
	for (size_t i = 0; i < ARRAY_LEN(cues) && !is_cued; i++)
		is_cued = span_find_nocase(
			(struct span){ from, (size_t)(box - from) }, cues[i]);
	return is_cued &&
	       (*prior.ptr == ':' || *prior.ptr == '>' ||
		is_one_of(prior.ptr, prior.ptr + prior.len, words,
			  ARRAY_LEN(words)));
}

/* "Engineer @ scale.ai" and "meet us at the dot com" are prose. */
static bool is_address(struct span text, enum mark kind, const char *box,
		       const char *box_end, const char *host,
		       const struct domain *d)
{
	static const char *const articles[] = { "the", "our", "your", "a" };
	const char *first = host;

	if (kind == MARK_SIGN || kind == MARK_HIDDEN)
		return true;
	if (d->labels == 2 && is_mail_host(host, d->end))
		return true;
	if (kind == MARK_SPACED)
		return !has_capital(box, box_end) &&
		       (has_box_sign(box, box_end) ||
			is_common_box(box, box_end) ||
			has_mail_cue(text, box) ||
			(begins_sentence(text, box) &&
			 !has_capital(host, d->end)));
	while (first < d->end && is_label(*first))
		first++;
	if (d->words)
		return !is_one_of(host, first, articles, ARRAY_LEN(articles));
	if ((has_capital(box, box_end) && !is_common_box(box, box_end)) ||
	    (d->end < text.ptr + text.len && *d->end == '/'))
		return false;
	if (is_told_as_mailbox(text, box, box_end, d->end))
		return true;
	/* "email me at users.example.org" is no box but a person */
	return !has_capital(box, box_end) && box_end - box > 2 &&
	       is_common_box(box, box_end) && has_mail_cue(text, box);
}

/* "mailto:" goes with the address, and so do "<" and ">" around it. */
static void widen(struct span text, struct contact_cut *cut)
{
	static const char scheme[] = "mailto:";
	const size_t      n = sizeof(scheme) - 1;

	if ((size_t)(cut->begin - text.ptr) >= n &&
	    strncasecmp(cut->begin - n, scheme, n) == 0)
		cut->begin -= n;
	if (cut->begin > text.ptr && cut->begin[-1] == '<' &&
	    cut->end < text.ptr + text.len && *cut->end == '>') {
		cut->begin--;
		cut->end++;
	}
}

/* "hiring@example" that goes on " dot com", or ends there: "jane (at) firm". */
bool contact_mail_at(struct span text, const char *at, struct contact_cut *out)
{
	const char   *end = text.ptr + text.len;
	const char   *left, *right, *box;
	enum mark     kind;
	struct domain d;

	if (!read_mark(text, at, &kind, &left, &right))
		return false;
	box = mailbox_before(text, left);
	if (box == left || right >= end || !is_label(*right) || *right == '-')
		return false;
	if (!domain_at(right, end, false, &d) &&
	    !domain_at(right, end, true, &d))
		return false;
	if (!d.words && kind != MARK_SIGN && kind != MARK_SPACED) {
		struct domain hidden;

		if (domain_at(right, end, true, &hidden))
			d = hidden;
	}
	if (!is_address(text, kind, box, left, right, &d))
		return false;
	*out = (struct contact_cut){ box, d.end, CONTACT_MAIL };
	widen(text, out);
	return true;
}
