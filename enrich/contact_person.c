#include "enrich/contact_person.h"

#include "enrich/contact_words.h"

#include "base/fold.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>

#define WORDS_MAX 5 /* of a name: "Dr. Ana María de la Cruz" has more */

static bool is_word_char(uint32_t c)
{
	char folded[FOLD_MAX];
	int  len;

	return fold_char(c, folded, &len) != FOLD_GAP || c == '\'' ||
	       c == 0x2019;
}

bool person_is_cjk(uint32_t c)
{
	return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
	       (c >= 0xAC00 && c <= 0xD7AF) || c == 0x3005;
}

/* The word at p: letters, and hyphens and points within. */
bool person_word(const char *p, const char *end, struct person_word *w)
{
	const char *at = p;
	uint32_t    c;

	*w = (struct person_word){ .begin = p, .end = p };
	if (p >= end)
		return false;
	c = utf8_next(&at, end);
	if ((c >= '0' && c <= '9') || !is_word_char(c))
		return false;
	w->is_capital = fold_is_upper(c);
	w->is_cjk = person_is_cjk(c);
	w->end = at;
	while (at < end) {
		const char *here = at;

		c = utf8_next(&at, end);
		if (w->is_cjk != person_is_cjk(c) ||
		    (!is_word_char(c) &&
		     !(c == '-' && at < end && is_word_char((unsigned char)*at))))
			return w->end = here, true;
		w->end = at;
	}
	return true;
}

bool person_word_in(const struct person_word *w, const char *const *words)
{
	size_t len = (size_t)(w->end - w->begin);

	for (; *words; words++) {
		/* first bytes first, but for the bit of their case */
		if (!((**words ^ *w->begin) & ~0x20) && strlen(*words) == len &&
		    strncasecmp(w->begin, *words, len) == 0)
			return true;
	}
	return false;
}

const char *person_skip_blank(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

/* "Frau", "Dr.", "Mme": behind it and its point; NULL when it is none. */
static const char *title_end(const struct person_word *w, const char *end,
			     struct person *name)
{
	const char *p = w->end;

	if (!w->is_capital && !person_word_in(w, contact_small_titles))
		return NULL;
	if (person_word_in(w, contact_titles))
		name->is_titled = true;
	else if (!person_word_in(w, contact_degrees))
		return NULL;
	if (p < end && *p == '.')
		p++;
	while (p > w->end && p < end && *p >= 'a' && *p <= 'z')
		p++; /* "Sig.ra", "Dott.ssa" */
	if (p < end && *p == '/') /* "Herr/Frau" */
		p++;
	return person_skip_blank(p, end);
}

/* An initial: "J.", "M". */
static const char *after_initial(const struct person_word *w, const char *end)
{
	if (w->end - w->begin <= 2 && w->is_capital && w->end < end &&
	    *w->end == '.')
		return w->end + 1;
	return w->end;
}

bool person_latin(const char *p, const char *end, struct person *out)
{
	const char *at = p;
	struct person_word w;

	*out = (struct person){ .begin = p, .end = p };
	for (int i = 0; i < 3 && person_word(at, end, &w); i++) {
		const char *next = title_end(&w, end, out);

		if (!next)
			break;
		at = next;
	}
	while (out->words < WORDS_MAX && person_word(at, end, &w)) {
		if (w.is_cjk ||
		    (w.is_capital ? person_word_in(&w, contact_no_names)
				  : !person_word_in(&w, contact_particles)))
			break;
		if (w.is_capital) {
			out->end = after_initial(&w, end);
			if (!out->words++)
				out->first_end = out->end;
		}
		at = person_skip_blank(after_initial(&w, end), end);
		if (at == w.end && at < end)
			break;
	}
	return out->words > 0;
}

static bool is_office(const struct person_word *w)
{
	struct span s = { w->begin, (size_t)(w->end - w->begin) };

	for (const char *const *o = contact_cjk_offices; *o; o++) {
		if (span_find(s, *o))
			return true;
	}
	return false;
}

/* Letters up to a gap that are no office; 様, 님 go with them. */
bool person_cjk(const char *p, const char *end, struct person *out)
{
	struct person_word w, next;
	size_t      n;

	*out = (struct person){ .begin = p, .end = p };
	if (!person_word(p, end, &w) || !w.is_cjk)
		return false;
	for (int i = 0; i < 2 && is_office(&w); i++) { /* "人事部 山田" */
		p = person_skip_blank(w.end, end);
		if (p == w.end || !person_word(p, end, &w) || !w.is_cjk)
			return false;
	}
	n = utf8_length((struct span){ w.begin, (size_t)(w.end - w.begin) });
	if (n < 2 || n > 6 || is_office(&w))
		return false;
	*out = (struct person){ .begin = w.begin, .end = w.end, .words = 2 };
	if (n <= 3 && w.end < end && *w.end == ' ' &&
	    person_word(w.end + 1, end, &next) && next.is_cjk &&
	    next.end - next.begin <= 9 && !is_office(&next))
		out->end = next.end; /* "山田 太郎" */
	return true;
}

bool person_read(const char *p, const char *end, struct person *out)
{
	return person_cjk(p, end, out) || person_latin(p, end, out);
}
