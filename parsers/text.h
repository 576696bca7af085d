/*
 * text.h - what the fields of all formats have in common.
 *
 * Results lie in the arena and are valid UTF-8; a text of nothing but white
 * space is absent.
 */
#ifndef PARSERS_TEXT_H
#define PARSERS_TEXT_H

#include "base/arena.h"
#include "base/stamp.h"
#include "parsers/ad.h"

/*
 * A one-line field that is plain text: trimmed, line ends and control
 * characters become blanks, broken UTF-8 becomes U+FFFD.
 */
struct span text_line(struct arena *arena, struct span raw);

/* The same where sites also write entities and tags. */
struct span text_line_of_html(struct arena *arena, struct span raw);

/* Title and employer of `ad` as above: "R&amp;D" is R&D. */
void text_names_of_html(struct arena *arena, struct ad *ad);

/*
 * The description of `ad` from HTML that may have been escaped once more
 * than it should ("&lt;p&gt;"), with the hash of the bytes as they came.
 */
void text_describe(struct arena *arena, struct ad *ad, struct span html);

/* The same from plain text: only white space is put in order. */
void text_describe_plain(struct arena *arena, struct ad *ad,
			 struct span plain);

/*
 * Is `text` HTML rather than plain, told by a closing tag or one of those that
 * descriptions begin with? "a < b" has none.
 */
bool text_has_tags(struct span text);

/* Without blanks around it, no-break spaces among them. */
struct span text_trim(struct span s);

/*
 * A date in any form that has one reading: ISO 8601, RFC 822, "8 May 2026",
 * "May 8, 2026", the same in other languages, "Fri May 08 02:00:00 UTC 2026",
 * seconds or milliseconds since 1970. "03/04/2025" has two.
 */
bool text_date(struct span raw, struct stamp *out);

/* "03/04/2025 10:41" where the day is known to stand first: its day. */
bool text_date_day_first(struct span raw, struct stamp *out);
/* The same where the month is known to stand first. */
bool text_date_month_first(struct span raw, struct stamp *out);

/*
 * The same, or a day told from the one on which it was read: "Posted 3 Days
 * Ago". `seen_at` is that time; without it (STAMP_NONE) such a text is no date.
 */
bool text_date_seen(struct span raw, struct stamp seen_at, struct stamp *out);

/*
 * The same of a text in `language` (BCP 47, absent when unknown): where all its
 * readers put the day first, "03/04/2026" is in April.
 */
bool text_date_in(struct span raw, struct span language, struct stamp seen_at,
		  struct stamp *out);

/*
 * A number as people write it: "100000", "1,234.50", "1.234,50", "$ 80k".
 * False when there is no digit. *end, when not NULL, is where it stops.
 */
bool text_number(struct span raw, double *out, const char **end);

/* "$40,000 - $60k", "100000": into min and max; one number is both. */
bool text_pay_range(struct span raw, struct ad_pay *pay);

/* "48.1, 11.6" as degrees into the point of `l`; 0, 0 is nobody's place. */
bool text_point(struct span raw, struct ad_location *l);

/* The same from the two numbers by themselves. */
bool text_lat_lon(struct span lat, struct span lon, struct ad_location *l);

/* Append one text to an array in the arena; absent texts are passed over. */
void text_append(struct arena *arena, struct span **list, size_t *n,
		 struct span item);

/* The absent fields of `ad` that the words of `raw` state. */

/* schema.org's values found in `raw` ("Full-time, contract"), else OTHER. */
void text_employment(struct arena *arena, struct ad *ad, struct span raw);
/* The same, but nothing for words of another thing ("permanent"). */
void text_employment_known(struct arena *arena, struct ad *ad,
			   struct span raw);
/* "HOUR", "per year", "monthly", "P1Y", "ANN"; unknown for anything else. */
enum pay_period text_pay_period(struct span raw);
/* "Remote", "on-site", "Hybrid", "TELECOMMUTE"; unknown else. */
enum remote_kind text_remote(struct span raw);
/* Sets currency when `raw` is an ISO 4217 code. */
void text_currency(struct ad_pay *pay, struct span raw);

/* One more location of `ad`, zeroed. */
struct ad_location *text_add_location(struct arena *arena, struct ad *ad);
/* "City, Region, Country" into `text` when the source gave no text. */
void text_compose_location(struct arena *arena, struct ad_location *l);

#endif
