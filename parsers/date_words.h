/*
 * date_words.h - the words of dates: months, days of the week, and what boards
 * write beside them. All are folded as base/fold.h does.
 */
#ifndef PARSERS_DATE_WORDS_H
#define PARSERS_DATE_WORDS_H

#include "base/span.h"

#include <stdbool.h>

/*
 * 1 to 12: the month that `word` names, also cut short after three letters or
 * more ("szept"). 0 for no month, and for a beginning that two of them have.
 */
int date_month_of(struct span word);

/* A name of a month that is another month in a neighbouring language. */
bool date_word_is_disputed(struct span word);

/* An article, an ordinal's ending, a day of the week. */
bool date_word_is_filler(struct span word);

/* "Posted", "veröffentlicht", "掲載日". */
bool date_word_is_label(struct span word);

/* Is the label or filler (also) an English one? */
bool date_word_is_english(struct span word);

#endif
