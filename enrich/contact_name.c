/*
 * contact_name.c - persons whom an ad names as its contacts.
 *
 *   a cue ("Contact:", "wenden Sie sich an", "Frau", 联系人) -> the name behind
 *   or before it; and the name beside an address that is made of it
 */
#include "enrich/contact_find.h"

#include "enrich/contact_person.h"
#include "enrich/contact_words.h"

#include "base/byte_walk.h"
#include "base/fold.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>

#define LABEL_REACH 48    /* bytes from a cue to the colon that ends it */
#define VALUE_LINES 2     /* from it down to the name, an empty one between */
#define ADDRESS_REACH 120 /* bytes between a name and its address */

struct finder {
	struct span               text;
	const char               *end;
	const struct contact_cut *reached;
	size_t                    n_reached;
	struct contact_cut       *out;
	size_t                    n, max;
};

/* Is the letter before p of a script that has no blanks between words? */
static bool is_cjk_before(const struct finder *f, const char *p)
{
	const char *at = p - 1;

	while (at > f->text.ptr && (*at & 0xC0) == 0x80)
		at--;
	return person_is_cjk(utf8_next(&at, f->end));
}

/* ---- taking --------------------------------------------------------------- */

static void take(struct finder *f, const char *begin, const char *end)
{
	if (f->n == f->max)
		return;
	if (f->n && begin < f->out[f->n - 1].end)
		return;
	f->out[f->n++] = (struct contact_cut){ begin, end, CONTACT_NAME };
}

static bool is_reached_after(const struct finder *f, const char *at)
{
	for (size_t i = 0; i < f->n_reached; i++) {
		if (f->reached[i].begin >= at)
			return f->reached[i].begin - at < ADDRESS_REACH;
	}
	return false;
}

/* "Contact: Jane" is a person where a number or the line's end follows. */
static bool is_enough(const struct finder *f, const struct person *n)
{
	return n->words >= 2 || (n->is_titled && n->words == 1) ||
	       is_reached_after(f, n->end);
}

/* Takes the name at p, and those joined to it: "Ana Gil und Jan Roth". */
static bool take_name(struct finder *f, const char *p)
{
	static const char *const joiners[] = { "and ", "und ", "oder ", "or ",
					       "et ", "y ", "e ", "en ", "og ",
					       "och ", "& ", "i ", "/ ", ", " };
	struct person n;

	if (!person_read(p, f->end, &n) || !is_enough(f, &n))
		return false;
	take(f, n.begin, n.end);
	for (int i = 0; i < 3; i++) {
		const char *at = person_skip_blank(n.end, f->end);
		const char *next = NULL;

		for (size_t k = 0; k < ARRAY_LEN(joiners) && !next; k++) {
			size_t len = strlen(joiners[k]);

			if ((size_t)(f->end - at) > len &&
			    memcmp(at, joiners[k], len) == 0)
				next = at + len;
		}
		if (!next || !person_read(next, f->end, &n) || n.words < 2)
			break;
		take(f, n.begin, n.end);
	}
	return true;
}

/* ---- cues ----------------------------------------------------------------- */

/* Behind the colon or the like at p that closes a label; or NULL. */
static const char *label_mark(const char *p, const char *end)
{
	static const char *const marks[] = { ":", "：", "】", "】：" };
	size_t                   best = 0;

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		size_t len = strlen(marks[i]);

		if ((size_t)(end - p) >= len && !memcmp(p, marks[i], len) &&
		    len > best)
			best = len;
	}
	if (!best)
		return NULL;
	p = person_skip_blank(p + best, end);
	for (int i = 0; i < VALUE_LINES && p < end && *p == '\n'; i++)
		p = person_skip_blank(p + 1, end);
	return p;
}

/*
 * Where the value of a label begins whose first words end at p: behind its
 * colon, a dash, or the line's end of a heading. Between those words and the
 * colon may stand others ("contact for this post:"), but not in scripts without
 * blanks: 担当 is one thing, 担当業務 another.
 */
static const char *label_value(const struct finder *f, const char *p)
{
	const char *last = f->end - p > LABEL_REACH ? p + LABEL_REACH : f->end;

	if ((unsigned char)p[-1] >= 0x80 && is_cjk_before(f, p))
		return label_mark(person_skip_blank(p, f->end), f->end);
	if (f->end - p > 3 && !memcmp(p, " - ", 3))
		return p + 3;
	if (f->end - p > 5 && !memcmp(p, " – ", 5))
		return p + 5;
	if (p < f->end && *p == '\n') {
		while (p < f->end && (*p == '\n' || *p == ' '))
			p++;
		return p;
	}
	for (; p < last && !strchr("\n.,;!?[@\"", *p); p++) {
		const char *value = label_mark(p, f->end);

		if (value)
			return value;
	}
	return NULL;
}

/* The name that ends before `at`: its last two or three words. */
static void take_before(struct finder *f, const char *at)
{
	const char *p = at, *first = NULL;
	int         words = 0;

	while (p > f->text.ptr && p[-1] == ' ')
		p--;
	while (words < 3 && p > f->text.ptr) {
		const char *begin = p;
		struct person_word w;

		while (begin > f->text.ptr && !strchr(" \n\t.,;:(/", begin[-1]))
			begin--;
		if (!person_word(begin, f->end, &w) || w.end != p ||
		    !w.is_capital || person_word_in(&w, contact_no_names) ||
		    person_word_in(&w, contact_titles))
			break;
		first = begin;
		words++;
		p = begin;
		if (p == f->text.ptr || p[-1] != ' ')
			break;
		p--;
		if (words == 2)
			break;
	}
	if (words >= 2)
		take(f, first, at[-1] == ' ' ? at - 1 : at);
}

/* Has the word that ends here small letters, as names have? */
static bool has_small_letter(const char *end)
{
	return (end[-1] >= 'a' && end[-1] <= 'z') || end[-1] == '.' ||
	       (unsigned char)end[-1] >= 0x80;
}

/* On the line below a label: a name of two words and more, not a sentence. */
static bool is_alone(const char *p, const char *end)
{
	struct person n;
	const char *next;

	if (person_cjk(p, end, &n))
		return true;
	if (!person_latin(p, end, &n) || n.words + n.is_titled < 2)
		return false;
	next = person_skip_blank(n.end, end);
	return next == end || strchr("\n,;(|-/:", *next) || *next & '\x80';
}

static void at_cue(struct finder *f, const struct contact_cue *cue,
		   const char *begin, const char *end)
{
	const char *p;

	switch (cue->kind) {
	case CUE_LABEL:
		p = label_value(f, end);
		if (p && (p[-1] != '\n' || is_alone(p, f->end)))
			take_name(f, p);
		break;
	case CUE_SENTENCE:
		if (end < f->end)
			take_name(f, person_skip_blank(end, f->end));
		break;
	case CUE_TITLE: {
		struct person n;

		/* "Ms SQL" is none; "Ms. Doe" is */
		if ((begin[1] < 'A' || begin[1] > 'Z') &&
		    person_latin(begin, f->end, &n) && n.is_titled &&
		    has_small_letter(n.first_end))
			take(f, n.begin, n.end);
		break;
	}
	case CUE_BEFORE:
		take_before(f, begin);
		break;
	}
}

/* ---- the name of an address ----------------------------------------------- */

static bool is_part(const char *box, size_t len, const struct person_word *w)
{
	char   part[64], folded[64];
	struct buf b = BUF_INIT;
	bool   is_same;

	if (len < 3 || len >= sizeof(part))
		return false;
	memcpy(part, box, len);
	for (size_t i = 0; i < len; i++)
		part[i] = part[i] >= 'A' && part[i] <= 'Z' ? part[i] | 32
							   : part[i];
	fold_text((struct span){ w->begin, (size_t)(w->end - w->begin) },
		  sizeof(folded), &b);
	is_same = (b.len == len && !memcmp(b.ptr, part, len)) ||
		  (b.len >= 4 && len == b.len + 1 &&
		   !memcmp(b.ptr, part + 1, b.len)); /* "jdoe" */
	buf_deinit(&b);
	return is_same;
}

/* Is the word one of which the address is made: "anna.muster@"? */
static bool names_box(const struct contact_cut *mail, const struct person_word *w)
{
	const char *p = mail->begin;
	char        first = (char)(*w->begin | 32);

	if (p < mail->end && *p == '<')
		p++;
	if (mail->end - p > 7 && !strncasecmp(p, "mailto:", 7))
		p += 7;
	while (p < mail->end && !strchr("@(<[{ ", *p)) {
		const char *from = p;

		while (p < mail->end && !strchr("._-+@(<[{ ", *p))
			p++;
		if (p - from > 2 &&
		    ((*from | 32) == first || (from[1] | 32) == first ||
		     *w->begin & '\x80') &&
		    is_part(from, (size_t)(p - from), w))
			return true;
		if (p < mail->end && strchr("._-+", *p))
			p++;
	}
	return false;
}

/* Capitalised words before the address one of which it is made of. */
static void take_of_mail(struct finder *f, const struct contact_cut *mail)
{
	const char *p = mail->begin - f->text.ptr > ADDRESS_REACH
				? mail->begin - ADDRESS_REACH
				: f->text.ptr;
	const char *run = NULL; /* where the present ones begin */

	while (p < mail->begin && (*p & 0xC0) == 0x80)
		p++;
	while (p < mail->begin) {
		struct person n;
		struct person_word w;

		if (!person_word(p, mail->begin, &w)) {
			if (*p != ' ' && *p != '.')
				run = NULL;
			utf8_next(&p, mail->begin);
			continue;
		}
		p = w.end;
		if (!w.is_capital) {
			if (!person_word_in(&w, contact_particles))
				run = NULL;
			continue;
		}
		if (!run)
			run = w.begin;
		if (!names_box(mail, &w) || person_word_in(&w, contact_no_names))
			continue;
		if (!person_latin(run, mail->begin, &n) || n.end < w.end)
			person_latin(w.begin, mail->begin, &n);
		if (n.words)
			take(f, n.begin, n.end);
		p = n.end > p ? n.end : p;
		run = NULL;
	}
}

/* ---- the whole text ------------------------------------------------------- */

static bool begins_word(const struct finder *f, const char *p)
{
	char before = p == f->text.ptr ? ' ' : p[-1];

	if (before == ' ' || before == '\n') /* nearly always */
		return true;
	return (unsigned char)*p >= 0xE3 ||
	       !(((before | 32) >= 'a' && (before | 32) <= 'z') ||
		 (unsigned char)before >= 0x80 || strchr("/@._-", before));
}

static bool ends_word(const struct finder *f, const char *p)
{
	return p == f->end || (unsigned char)p[-1] >= 0xE3 ||
	       (unsigned char)p[-1] < 'A' ||
	       !((*p | 32) >= 'a' && (*p | 32) <= 'z');
}

/* Few, and in order but for those of addresses. */
static void sort_cuts(struct contact_cut *cuts, size_t n)
{
	for (size_t i = 1, k; i < n; i++) {
		struct contact_cut c = cuts[i];

		for (k = i; k && cuts[k - 1].begin > c.begin; k--)
			cuts[k] = cuts[k - 1];
		cuts[k] = c;
	}
}

/* Takes what the cue at `at` names, if there is one. */
static inline void try_cue(struct finder *f,
			   const struct contact_cue_index *index, const char *at)
{
	unsigned                  three = contact_cue_three(at);
	const struct contact_cue *cue;
	size_t                    len;

	if (!contact_cue_may(index, three) || !begins_word(f, at))
		return;
	cue = contact_cue_at(index, three, at, f->end, &len);
	if (cue && ends_word(f, at + len))
		at_cue(f, cue, at, at + len);
}

/* A cue begins with a letter, and where a word does; scripts from E3 on have
 * no blanks between words. */
static void find_cues(struct finder *f, const struct contact_cue_index *index)
{
	uint64_t was_letter = 0;

	for (const char *at = f->text.ptr; f->end - at >= 3; at += 64) {
		uint64_t letters = byte_bits(at, f->end, byte_is_letter);
		uint64_t begins = letters & ~(letters << 1 | was_letter);

		was_letter = letters >> 63;
		begins |= byte_bits(at, f->end, byte_is_high);
		for (; begins; begins &= begins - 1) {
			const char *p = at + __builtin_ctzll(begins);

			if (f->end - p < 3)
				return;
			if ((unsigned char)*p >= 0xE3 || p == f->text.ptr ||
			    !is_ascii_letter(p[-1]))
				try_cue(f, index, p);
		}
		if (f->end - at <= 64)
			return;
	}
}

size_t contact_names(const struct contact_cue_index *index, struct span text,
		     const struct contact_cut *reached, size_t n_reached,
		     struct contact_cut *out, size_t max)
{
	struct finder f = {
		.text = text, .end = text.ptr + text.len,
		.reached = reached, .n_reached = n_reached,
		.out = out, .max = max,
	};
	size_t n;

	find_cues(&f, index);
	n = f.n;
	f.out += n;
	f.max -= n;
	f.n = 0;
	for (size_t i = 0; i < n_reached; i++) {
		if (reached[i].kind == CONTACT_MAIL)
			take_of_mail(&f, &reached[i]);
	}
	n += f.n;
	sort_cuts(out, n);
	return n;
}
