/*
 * field_mapped.h - what a mapping is once it has been read.
 *
 * Between field_map.c, which reads it, and field_row.c, which follows it.
 */
#ifndef PARSERS_FIELD_MAPPED_H
#define PARSERS_FIELD_MAPPED_H

#include "parsers/csv_reader.h"
#include "parsers/field_value.h"

#define COLUMN_NONE ((size_t)-1)

struct column {
	struct span name;  /* as in the header, or a path; absent by number */
	size_t      index; /* from 0; COLUMN_NONE until bound by name */
};

struct renamed {
	struct span from, to;
};

/* One member of "fields". All texts lie in the map's arena. */
struct mapped {
	const struct field_target *target;
	struct column             *columns; /* none: the constant */
	size_t                     n_columns;
	struct span                constant;
	struct span                join, split, template;
	struct renamed            *values;
	size_t                     n_values;
	struct field_style         style;
};

struct field_map {
	struct arena       arena;
	struct csv_dialect dialect;
	bool               has_header;
	char               decimal;
	struct span       *empty;
	size_t             n_empty;
	struct mapped     *fields;
	size_t             n_fields;
};

#endif
