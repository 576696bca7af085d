/*
 * answer.c - parameters and answers of link.h.
 */
#include "daemon/answer.h"

#include "daemon/wire.h"

#include <assert.h>

struct buf *params_next(struct params *p)
{
	assert(p->n < PARAMS_MAX);
	p->at[p->n++] = p->bytes.len;
	return &p->bytes;
}

void params_deinit(struct params *p)
{
	buf_deinit(&p->bytes);
	p->n = 0;
}

enum answer_status answer_status(const struct answer *a)
{
	return a->status;
}

const char *answer_message(const struct answer *a)
{
	return a->message;
}

int answer_rows(const struct answer *a)
{
	return a->result ? PQntuples(a->result) : 0;
}

bool answer_is_null(const struct answer *a, int row, int col)
{
	return PQgetisnull(a->result, row, col);
}

struct span answer_bytes(const struct answer *a, int row, int col)
{
	if (PQgetisnull(a->result, row, col))
		return (struct span){ NULL, 0 };
	return (struct span){ PQgetvalue(a->result, row, col),
			      (size_t)PQgetlength(a->result, row, col) };
}

int64_t answer_int(const struct answer *a, int row, int col)
{
	struct span s = answer_bytes(a, row, col);

	switch (s.len) {
	case 2: return (int16_t)wire_get16(s.ptr);
	case 4: return (int32_t)wire_get32(s.ptr);
	case 8: return (int64_t)wire_get64(s.ptr);
	default: return 0;
	}
}

int64_t answer_time(const struct answer *a, int row, int col)
{
	struct span s = answer_bytes(a, row, col);

	return s.len == 8 ? wire_get_time(s.ptr) : 0;
}
