#include "enrich/tsv.h"

#include <string.h>

struct span tsv_word(struct span *list, char sep)
{
	const char *end;
	struct span word = *list;

	if (list->len == 0)
		return (struct span){ NULL, 0 };
	end = memchr(list->ptr, sep, list->len);
	if (!end) {
		*list = (struct span){ NULL, 0 };
		return word;
	}
	word.len = (size_t)(end - list->ptr);
	list->ptr = end + 1;
	list->len -= word.len + 1;
	return word;
}

static size_t split(struct span row, struct span *fields, size_t n)
{
	size_t found = 0;

	for (;;) {
		const char *tab = memchr(row.ptr, '\t', row.len);
		size_t      len = tab ? (size_t)(tab - row.ptr) : row.len;

		if (found < n)
			fields[found] = (struct span){ row.ptr, len };
		found++;
		if (!tab)
			return found;
		row.ptr += len + 1;
		row.len -= len + 1;
	}
}

enum tsv_status tsv_next(struct tsv *t, struct span *fields, size_t n,
			 struct error *err)
{
	while (t->rest.len > 0) {
		struct span row = tsv_word(&t->rest, '\n');
		size_t      found;

		t->line++;
		if (row.len > 0 && row.ptr[row.len - 1] == '\r')
			row.len--;
		if (row.len == 0 || row.ptr[0] == '#')
			continue;
		found = split(row, fields, n);
		if (found == n)
			return TSV_ROW;
		error_set(err, "%s line %zu: expected %zu columns, found %zu",
			  t->name, t->line, n, found);
		return TSV_WRONG;
	}
	return TSV_END;
}
