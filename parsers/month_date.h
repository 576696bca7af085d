/*
 * month_date.h - "21 april 2026", "1er mars 2025", "2026年3月3日": days whose
 * month is written out, or whose numbers say what they are, in the languages
 * that boards use.
 */
#ifndef PARSERS_MONTH_DATE_H
#define PARSERS_MONTH_DATE_H

#include "base/stamp.h"

/*
 * A day, a month's name and a year, in any order, with the words that boards
 * write beside them ("Posted on"), and a time of day behind. False, and *out
 * untouched, for anything else.
 */
bool month_date_parse(struct span text, struct stamp *out);

/*
 * What follows such words, from the first digit on: "15.01.2026" of
 * "Veröffentlicht am 15.01.2026". Absent when there are none, or others.
 * *is_english says whether all of them could be English.
 */
struct span month_date_unlabelled(struct span text, bool *is_english);

#endif
