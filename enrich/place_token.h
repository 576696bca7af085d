/*
 * place_token.h - a location string as folded words and what parts them, for
 * the place_*.c files alone.
 */
#ifndef ENRICH_PLACE_TOKEN_H
#define ENRICH_PLACE_TOKEN_H

#include "base/fold.h"
#include "enrich/place_table.h"

#define PLACE_TOKENS_MAX 160

enum gap {
	GAP_SPACE,
	GAP_BRACKET, /* "Frankfurt (Oder)": GAP_SOFT unless that is a name */
	GAP_SOFT, /* comma, bracket, dash: parts of one place, or two */
	GAP_HARD, /* | ; / new line: another place */
};

struct token {
	uint16_t at, len; /* in scanner.folded */
	uint8_t  gap;     /* before it */
	bool     is_upper;   /* a short word in capitals: may be a code */
	bool     is_capital; /* begins with a capital, or has no case */
	bool     is_lower;   /* begins with no capital */
	bool     is_run;     /* script without spaces */
	bool     is_hangul;
	bool     has_digit;
	bool     is_bracketed;
	bool     is_hyphened; /* to the token before */
	bool     is_dotted;   /* the same, as in "acme.us" */
	uint8_t  script; /* enum place_script */
};

struct scanner {
	const struct place_table *t;
	struct place_items       *out;
	char         folded[PLACE_TEXT_MAX * 2 + FOLD_MAX];
	size_t       folded_len;
	struct token tokens[PLACE_TOKENS_MAX];
	size_t       n_tokens;
	uint16_t     group;
	uint16_t     segment;
};

/* Read the words of `text` into s->tokens. */
void place_tokenize(struct scanner *s, struct span text);

/* The folded words first..last, a blank between them. Borrowed of `s`. */
static inline struct span place_token_span(const struct scanner *s, size_t first,
				      size_t last)
{
	const struct token *a = &s->tokens[first];
	const struct token *b = &s->tokens[last];

	return (struct span){ s->folded + a->at,
			      (size_t)(b->at + b->len - a->at) };
}

#endif
