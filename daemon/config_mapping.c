#include "daemon/config_mapping.h"

#include "base/buf.h"
#include "daemon/config.h"
#include "parsers/field_map.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define FILE_MAX (1024 * 1024) /* bytes; a mapping has a few hundred */

static bool read_file(const char *path, struct buf *out, struct error *err)
{
	FILE  *file = fopen(path, "rbe");
	size_t n = 0;
	bool   is_whole;

	if (!file) {
		error_set(err, "%s: %s", path, strerror(errno));
		return false;
	}
	n = fread(buf_reserve(out, FILE_MAX + 1), 1, FILE_MAX + 1, file);
	buf_commit(out, n);
	is_whole = !ferror(file) && n <= FILE_MAX;
	if (!is_whole)
		error_set(err, "%s: expected a file of up to %d bytes, %s",
			  path, FILE_MAX,
			  ferror(file) ? strerror(errno) : "found more");
	fclose(file);
	return is_whole;
}

static bool read_mapping(struct source_config *s, struct error *err)
{
	struct buf text = BUF_INIT, options = BUF_INIT;
	bool       ok = read_file(s->mapping, &text, err);

	if (ok && !field_map_options(buf_span(&text), &options, err)) {
		error_prefix(err, "%s", s->mapping);
		ok = false;
	}
	buf_deinit(&text);
	if (ok)
		s->mapping_options = options.ptr; /* NUL-terminated */
	else
		buf_deinit(&options);
	return ok;
}

bool config_mapping_read(struct source_config *s, struct error *err)
{
	bool is_table = strcmp(s->kind, "csv") == 0;

	if (is_table != !!s->mapping) {
		error_set(err, "%s: mapping: expected %s, found %s", s->id,
			  is_table ? "a file" : "with kind csv alone",
			  is_table ? "none" : s->kind);
		return false;
	}
	if (!is_table || read_mapping(s, err))
		return true;
	error_prefix(err, "%s: mapping", s->id);
	return false;
}
