#include "cli/import_format.h"

#include "base/mem.h"
#include "cli/import_hn.h"
#include "cli/import_mapped.h"
#include "cli/import_past.h"
#include "cli/import_warc.h"
#include "cli/json_records.h"

#include <string.h>

static const struct import_format formats[] = { /* sorted by name */
	{ .name = "archive",
	  .items = "lines",
	  .open = line_reader_open,
	  .take = import_take_line },
	{ .name = "csv",
	  .items = "rows",
	  .open = import_csv_open,
	  .take = import_csv_take,
	  .takes = TAKES_SOURCE | TAKES_SEEN_AT | TAKES_MAPPING,
	  .begin = import_mapped_begin,
	  .end = import_mapped_end },
	{ .name = "hn",
	  .items = "records",
	  .open = import_hn_open,
	  .take = import_hn_take,
	  .takes = TAKES_SOURCE | TAKES_FILE_TIME,
	  .begin = import_hn_begin,
	  .end = import_hn_end,
	  .looks_ahead = true },
	{ .name = "jobtech",
	  .items = "records",
	  .open = json_records_open,
	  .take = import_jobtech_take,
	  .takes = TAKES_SOURCE | TAKES_FILE_TIME },
	{ .name = "jsonl",
	  .items = "lines",
	  .open = line_reader_open,
	  .take = import_jsonl_take,
	  .takes = TAKES_SOURCE | TAKES_SEEN_AT | TAKES_MAPPING,
	  .begin = import_mapped_begin,
	  .end = import_mapped_end },
	{ .name = "usajobs",
	  .items = "records",
	  .open = json_records_open,
	  .take = import_usajobs_take,
	  .takes = TAKES_SOURCE | TAKES_FILE_TIME },
	{ .name = "warc",
	  .items = "records",
	  .open = warc_reader_open_import,
	  .take = import_take_warc,
	  .takes = TAKES_SOURCE },
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
