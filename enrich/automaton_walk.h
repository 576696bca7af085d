/*
 * automaton_walk.h - from the beginning of a word through the forms that begin
 * so (automaton.c), for the scan that finds where words begin.
 */
#ifndef ENRICH_AUTOMATON_WALK_H
#define ENRICH_AUTOMATON_WALK_H

#include "enrich/automaton_table.h"
#include "enrich/letter.h"

struct scan {
	const struct automaton *a;
	const char             *text, *end;
	struct match_list      *out;
	uint32_t                inside, opening; /* groups */
	uint32_t                wanted; /* of the place that is tried now */
	const char             *line_end; /* of the line looked at last */
	bool                    is_heading; /* that line ends in a colon */
};

static inline enum letter_kind kind_of(uint16_t entry)
{
	return (enum letter_kind)(entry >> KIND_SHIFT);
}

/*
 * Whether the word at `at`, of which the first letter is a plain one, may go on
 * a form from `state`. No is certain.
 */
static inline bool may_follow(const struct scan *s, uint32_t state,
			      const char *at)
{
	const struct automaton *a = s->a;
	uint32_t                letters = (unsigned char)*at | 32, bit;

	if (s->end - at < NEXT_WORD_MAX)
		return true;
	for (int i = 1; i < NEXT_WORD_MAX; i++) {
		unsigned char c = (unsigned char)at[i];

		if (c >= 0x80) /* it may fold to a letter */
			return true;
		if (!a->is_plain[c])
			break;
		letters |= (uint32_t)(c | 32) << 8 * i;
	}
	bit = next_bit(state, letters);
	return a->nexts[bit / 32] >> bit % 32 & 1;
}

/* The same of what is behind the separator at `at`: known of a plain blank. */
static inline bool may_go_on(const struct scan *s, uint32_t state,
			     const char *at)
{
	return *at != ' ' || s->end - at < 2 ||
	       !s->a->is_plain[(unsigned char)at[1]] ||
	       may_follow(s, state, at + 1);
}

/*
 * Follow the text from `at` in `state`, reporting every form that ends; the
 * form began at `start`, and `last` is its last letter's kind.
 */
void automaton_walk(const struct scan *s, uint32_t state, const char *start,
		    const char *at, enum letter_kind last);

/* The same from the first letter on. */
void automaton_walk_root(const struct scan *s, const char *start);

/*
 * Past what "*" stands for: the ASCII letters and digits from `at` to `end`,
 * where a byte of ASCII follows, and another gender's ending.
 */
const char *automaton_skip_word(const struct scan *s, const char *at,
				const char *end);

#endif
