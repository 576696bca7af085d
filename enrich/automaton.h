/*
 * automaton.h - find every term of a dictionary in one pass over a text.
 *
 * Words begin where words begin: a match is tried only at the first letter of
 * a word, and a word of ASCII letters is looked up whole, so most of a text is
 * passed over at the speed of a byte scan. Scripts without blanks begin a word
 * at every character. Case is folded (letter.h), blanks and hyphens between
 * words are alike, and up to SEPARATORS_MAX of them count as one. Where a word
 * borders on Hangul, kana or Han letters, the text may leave a form's blank out
 * ("수요 예측": 수요예측), and set one between Latin letters and those.
 *
 * A form is written as plain UTF-8 with three signs:
 *   *     any further letters of the word ("sztuczn* inteligencj*"), and the
 *         other gender's ending ("Entwickl*" is Entwickler:in as well)
 *   {..}  what the match is about, the rest must only stand beside it
 *         ("{ai} engineer"); without braces it is the whole form
 */
#ifndef ENRICH_AUTOMATON_H
#define ENRICH_AUTOMATON_H

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FORM_MAX 160       /* bytes of a form; longer is refused */
#define SEPARATORS_MAX 3   /* code points that still count as one blank */
#define STAR_LETTERS_MAX 32 /* code points that "*" stands for at most */
#define MATCHES_MAX 200000 /* in one text; a text of terms alone stops here */

enum form_flag {
	FORM_CASE = 1,   /* exactly so, or in capitals throughout */
	FORM_PLURAL = 2, /* a final "s" may follow */
};

struct automaton;
struct automaton_builder;

struct automaton_builder *automaton_builder_new(void);
void automaton_builder_free(struct automaton_builder *b);

/*
 * Add a form. Several entries may have the same one. False with `err` when it
 * is empty, too long, does not begin with a letter or digit, or when there are
 * too many.
 */
bool automaton_builder_add(struct automaton_builder *b, struct span form,
			   unsigned flags, uint32_t id, struct error *err);

/*
 * Groups, as bits, of the forms that are added from now on; without it a form
 * is in all of them.
 */
void automaton_builder_group(struct automaton_builder *b, uint32_t groups);

/* The automaton of all forms added. The builder is spent and freed. */
struct automaton *automaton_build(struct automaton_builder *b);

/*
 * The same of `n` builders, up to SHARING_MAX, which is quicker than one by one;
 * what was read of a text for one of these automata serves all of them.
 */
#define SHARING_MAX 4
void automaton_build_all(struct automaton_builder *const *builders, size_t n,
			 struct automaton **out);

void automaton_free(struct automaton *a);

size_t automaton_bytes(const struct automaton *a); /* of its tables */
size_t automaton_forms(const struct automaton *a);

struct match {
	uint32_t id;
	uint32_t start, end;           /* bytes of the whole form */
	uint32_t span_start, span_end; /* bytes of what it is about */
};

struct match_list {
	struct match *items; /* by start, then end */
	size_t        n, cap;
};

#define MATCH_LIST_INIT { NULL, 0, 0 }

void match_list_deinit(struct match_list *list);

/*
 * Append all matches in `text` (any bytes, up to 4 GB), overlapping ones too.
 * Deterministic, any number of threads.
 */
void automaton_scan(const struct automaton *a, struct span text,
		    struct match_list *out);

/*
 * The same of forms that are in one of some groups: `inside` where a letter and
 * a blank stand right before and the line does not end in a colon, so that it
 * is neither the beginning of a line or sentence nor of a heading; `opening`
 * everywhere else.
 */
void automaton_scan_groups(const struct automaton *a, struct span text,
			   uint32_t inside, uint32_t opening,
			   struct match_list *out);

/* ---- several automata over one text ---- */

struct word;

/* The words of a text at which a form may begin, of any of the automata that
 * were built together. */
struct word_list {
	struct span  text;  /* borrowed */
	struct word *items; /* by place; NULL: the text is too long to keep them */
	size_t       n, cap;
};

#define WORD_LIST_INIT { { NULL, 0 }, NULL, 0, 0 }
#define WORD_LIST_TEXT (1 << 20) /* bytes; of a longer text none are kept */

void word_list_deinit(struct word_list *list);

/* Read the words of `text`, for `a` and those it was built with. */
void automaton_read(const struct automaton *a, struct span text,
		    struct word_list *out);

/* automaton_scan_groups of the text of `words`. */
void automaton_scan_words(const struct automaton *a,
			  const struct word_list *words, uint32_t inside,
			  uint32_t opening, struct match_list *out);

/*
 * automaton_scan_groups of the bytes first..last of the text of `words`, as if
 * nothing stood around them; offsets of matches count from `first`.
 */
void automaton_scan_part(const struct automaton *a,
			 const struct word_list *words, uint32_t first,
			 uint32_t last, uint32_t groups, struct match_list *out);

#endif
