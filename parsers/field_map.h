/*
 * field_map.h - which column or member of somebody's table is which field.
 *
 * A mapping is a JSON object. Nothing is guessed: what it does not name is not
 * read, and a name that the file lacks is an error that lists what it has.
 *
 *   {
 *     "delimiter": ";", "quote": "\"", "header": true, "skip": 0,
 *     "charset": "windows-1252",
 *     "decimal": ",", "empty": ["N/A", "-"],
 *     "fields": {
 *       "native_id": "Ref",
 *       "title":     {"columns": ["Role", "Team"], "join": " - "},
 *       "employer":  {"value": "Acme"},
 *       "location":  {"column": "Places", "split": "|"},
 *       "posted_at": {"column": "Date", "format": "%d.%m.%Y"},
 *       "url":       {"column": "Ref", "template": "https://a.example/job/{}"},
 *       "employment_type": {"column": "Type", "values": {"V": "FULL_TIME"}}
 *     }
 *   }
 *
 * Of the file (those of the first two lines concern CSV alone):
 *   delimiter  one character, default ","; "\t" for a tab
 *   quote      one character, default "\""; "" when quotes are letters
 *   header     false: no line of names; then columns are numbers
 *   skip       lines before the header (or the first row) that say other things
 *   charset    where it is not UTF-8 and has no byte order mark
 *   decimal    "." or ",": what parts the fraction of numbers; without it
 *              "1.234,50" and "1,234.50" are both understood, "1.234" is 1234
 *   empty      texts that say nothing; the empty text never does
 *
 * Of a field, the short form being "X" for {"column": "X"}:
 *   column     a name of the header, or the column's number from 1; of JSON the
 *              path of a member: "company.name", "places.0" (the first),
 *              "places.*.city" (of all)
 *   columns    several, whose texts are joined with `join` (default ", "; for
 *              a description an empty line); empty ones are left out
 *   value      the same text for every ad
 *   split      a text that parts several values: location, remote_regions and
 *              employment_type alone
 *   format     of a date (date_format.h); several may stand in an array. Without
 *              it a date needs to have one reading: "03/04/2025" has two
 *   decimal    as above, for this field
 *   values     what the file writes, and what is meant by it; a text that is
 *              not listed stays as it is
 *   template   a text with {} where the value goes; nothing without a value
 *   html       of a description: true, false; default: whether it has tags
 *
 * Fields are those of an ad as JSON (docs), one column each:
 *   native_id url apply_url title employer employer_size location street city
 *   region country postal lat lon remote remote_regions posted_at updated_at
 *   valid_through is_closed employment_type openings pay pay_min pay_max
 *   pay_currency pay_period requisition_id department industry description
 *   language; and for an import source first_seen last_seen gone_at.
 * `location` is the place as printed; "remote" takes onsite, hybrid, remote,
 * yes, no; "pay" a range as text ("40,000 - 60,000"), pay_min and pay_max a
 * number each; is_closed yes, no, true, false, 1, 0.
 */
#ifndef PARSERS_FIELD_MAP_H
#define PARSERS_FIELD_MAP_H

#include "base/arena.h"
#include "base/error.h"
#include "parsers/ad.h"
#include "parsers/csv_reader.h"
#include "parsers/json.h"

struct field_map;

/*
 * From the object, or its text. NULL with `err` ("fields.title: expected a
 * column, columns or value, got ..."). Nothing is borrowed afterwards.
 */
struct field_map *field_map_new(const cJSON *mapping, struct error *err);
struct field_map *field_map_parse(struct span text, struct error *err);
void              field_map_free(struct field_map *m);

/*
 * The mapping in `text`, once it is found good for a source, as the options of
 * one: {"csv": ...} in strict JSON, appended to `out`. False with `err`.
 */
bool field_map_options(struct span text, struct buf *out, struct error *err);

/* How the file is written. Borrowed from the map. */
const struct csv_dialect *field_map_dialect(const struct field_map *m);
bool                      field_map_has_header(const struct field_map *m);

/*
 * Find the columns in the first record of a CSV file: its names when the file
 * has a header (a row of names is no ad), else only how many there are; `first`
 * is NULL for JSON, where only the mapping itself is checked. False with `err`
 * ("title: expected the column \"Job\", got 2 columns \"Role\", \"Place\"").
 * Once bound a map is not changed any more and threads may share it.
 */
bool field_map_bind(struct field_map *m, const struct csv_cells *first,
		    struct error *err);

/*
 * What a table without a usable mapping is answered with: "expected <what>, got
 * 2 columns "Role", "Place"".
 */
void field_map_refuse(const char *what, const struct csv_cells *first,
		      struct error *err);

/* One row or object, read. */
struct field_row {
	struct ad    ad; /* its texts lie in the arena */
	struct span  source;
	struct stamp first_seen, last_seen, gone_at;
};

/* Of the fields that concern an import alone, the first mapped one, or NULL. */
const char *field_map_import_field(const struct field_map *m);

/*
 * Read one row (after field_map_bind) or one object. A cell that says what its
 * field cannot be ("soon" for a date) leaves that field absent and gives false
 * with `err`; the rest of the row is read all the same, so that the caller may
 * keep it or refuse it. Missing cells at the end of a row are empty.
 *
 *   seen_at  what "3 days ago" counts from; may be STAMP_NONE
 */
bool field_map_row(const struct field_map *m, const struct csv_cells *cells,
		   struct stamp seen_at, struct arena *arena,
		   struct field_row *out, struct error *err);
bool field_map_object(const struct field_map *m, const cJSON *object,
		      struct stamp seen_at, struct arena *arena,
		      struct field_row *out, struct error *err);

#endif
