#include "daemon/cells_read.h"

#include "base/mem.h"
#include "daemon/database.h"

#include <stdlib.h>
#include <string.h>

void texts_put(struct texts *t, size_t number, struct span text)
{
	if (number >= t->n) {
		size_t n = 2 * number + 16;

		t->from = xrealloc(t->from, n * sizeof(*t->from));
		memset(t->from + t->n, 0, (n - t->n) * sizeof(*t->from));
		t->n = n;
	}
	t->from[number] = t->bytes.len + 1;
	buf_add_span(&t->bytes, text);
	buf_add_char(&t->bytes, '\0');
}

struct span texts_get(const struct texts *t, size_t number)
{
	if (number >= t->n || !t->from[number])
		return span_of(NULL);
	return span_of(t->bytes.ptr + t->from[number] - 1);
}

void texts_deinit(struct texts *t)
{
	buf_deinit(&t->bytes);
	free(t->from);
}

void *cells_grown(void *ptr, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return ptr;
	*cap = *cap ? 2 * *cap : 64;
	return xrealloc(ptr, *cap * size);
}

bool cells_copy_out(struct database *db, const char *query, copy_fn *on_row,
		     void *arg, struct error *err)
{
	struct buf sql = BUF_INIT;
	bool       ok;

	buf_printf(&sql, "COPY (%s) TO STDOUT (FORMAT binary)", query);
	ok = database_copy_out(db, sql.ptr, on_row, arg, err);
	buf_deinit(&sql);
	return ok;
}
