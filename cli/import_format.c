#include "cli/import_format.h"

#include "cli/import_warc.h"

#include "base/mem.h"

#include <string.h>

static const struct import_format formats[] = { /* sorted by name */
	{ "archive", "lines", line_reader_open, import_take_line, 0 },
	{ "jsonl", "lines", line_reader_open, import_take_line,
	  TAKES_SOURCE | TAKES_SEEN_AT },
	{ "warc", "records", warc_reader_open_import, import_take_warc,
	  TAKES_SOURCE },
};

const struct import_format *import_format_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	}
	return NULL;
}

const struct import_format *import_format_all(size_t *n)
{
	*n = ARRAY_LEN(formats);
	return formats;
}
