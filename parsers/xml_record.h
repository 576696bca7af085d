/*
 * xml_record.h - XML feeds that are a list of records, read by a table.
 *
 * A record is read as if it had been JSON, so that board_map.h serves both: an
 * element is a member of its parent, a text when it holds no other; one that
 * comes again makes an array. Its attribute x is the member "element@x" of its
 * parent, and when it holds others the member "@x" of its own. What
 * has text between its children (a description that was not escaped) is a
 * text, without the tags.
 */
#ifndef PARSERS_XML_RECORD_H
#define PARSERS_XML_RECORD_H

#include "parsers/board_map.h"
#include "parsers/xml.h"

struct xml_records {
	/* Local name of the root element; NULL: any, the caller knows. */
	const char             *root;
	/* Local names of what is one ad, between blanks; may be the root. */
	const char             *record;
	/*
	 * Names are compared and kept in lower case, without '_', '-' and '.':
	 * "Job_Type" is "jobtype", here and in the map.
	 */
	bool                    folds_names;
	const struct board_map *map; /* its fields, places and .each */
	/* Where the total of the list is an attribute; NULL: it is not said. */
	const char *total_element, *total_attribute;
};

/* `name` as folds_names has it. */
void xml_record_fold(struct span name, char *out, size_t size);

/* Is `name` one of `names`, which blanks part? */
bool xml_record_is_one(const char *names, const char *name);

/* parse_fn by such a table. */
enum parse_status xml_records_parse(const struct xml_records *format,
				    const struct document *doc,
				    struct findings *out, struct error *err);

/* Does `doc` begin with the root, and soon after have all of `marks`? */
bool xml_records_sniff(const struct document *doc, const char *root,
		       const char *const *marks, size_t n);

#endif
