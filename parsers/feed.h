/*
 * feed.h - what RSS and Atom have in common: items of fields.
 */
#ifndef PARSERS_FEED_H
#define PARSERS_FEED_H

#include "base/buf.h"
#include "parsers/xml.h"

enum feed_field {
	FEED_NONE,
	FEED_TITLE,
	FEED_LINK,
	FEED_ID,
	FEED_DESCRIPTION,
	FEED_CONTENT, /* longer than the description */
	FEED_POSTED,
	FEED_UPDATED,
	FEED_EXPIRES,
	FEED_EMPLOYER,
	FEED_LOCATION,
	FEED_CITY,
	FEED_REGION,
	FEED_COUNTRY,
	FEED_POSTAL,
	FEED_POINT, /* "45.2 -71.9" */
	FEED_LAT,
	FEED_LON,
	FEED_REMOTE_REGION,
	FEED_EMPLOYMENT,
	FEED_DEPARTMENT,
	FEED_REQUISITION,
	FEED_PAY_MIN,
	FEED_PAY_MAX,
	FEED_PAY,
	FEED_CURRENCY,
	FEED_PAY_PERIOD,
	FEED_LANGUAGE,
	/* Parts of the text that stand beside the description. */
	FEED_DUTIES,
	FEED_QUALIFICATIONS,
	FEED_SUPPLEMENT,
	FEED_FIELDS, /* how many */
};

/*
 * The field that boards mean by an element of a job namespace, whichever that
 * is (joblisting:, job_listing:, himalayasJobs:, or none): "company",
 * "location", "jobType". FEED_NONE for any other.
 */
enum feed_field feed_job_field(const char *name);

/* The fields of one item: offsets into one buffer. */
struct feed_item {
	struct buf text;
	size_t     from[FEED_FIELDS];
	size_t     len[FEED_FIELDS];
	bool       is_plain[FEED_FIELDS]; /* text, not HTML */
	char       language[12];	  /* of the whole feed, BCP 47 */
};

void feed_item_clear(struct feed_item *item);
void feed_item_deinit(struct feed_item *item);

/*
 * The text that is added to item->text between these two is the field's. The
 * first element that says something counts: FEED_NONE from begin when another
 * did already.
 */
enum feed_field feed_item_begin(struct feed_item *item, enum feed_field field);
void            feed_item_end(struct feed_item *item, enum feed_field field);

/* Borrowed from the item; absent when nothing was said. */
struct span feed_item_get(const struct feed_item *item, enum feed_field field);

/* The ad of an item. Relative dates are told from `seen_at`. */
void feed_add_ad(const struct feed_item *item, struct stamp seen_at,
		 struct findings *out);

/* The same into `ad`, which is empty; its texts lie in `arena`. */
void feed_fill_ad(const struct feed_item *item, struct stamp seen_at,
		  struct arena *arena, struct ad *ad);

/*
 * RSS, as rss.c reads it; `is_board`: its channel is titled after the employer
 * of all its items.
 */
enum parse_status feed_parse_rss(const struct document *doc, bool is_board,
				 struct findings *out, struct error *err);

#endif
