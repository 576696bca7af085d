/*
 * problem.h - an error as the client reads it (RFC 9457).
 */
#ifndef WEB_PROBLEM_H
#define WEB_PROBLEM_H

#include "base/buf.h"

#include <stddef.h>

#define PROBLEM_WORDS_MAX 24 /* of `allowed` and `did_you_mean` */

enum problem_kind {
	PROBLEM_PARAMETER,
	PROBLEM_NOT_FOUND,
	PROBLEM_METHOD,
	PROBLEM_FORMAT,
	PROBLEM_TOO_LARGE,
	PROBLEM_TOO_LONG,
	PROBLEM_DEFECT,
	PROBLEM_BUSY,
	PROBLEM_SLOW,
	PROBLEM_DATABASE,
};

struct problem {
	enum problem_kind kind;
	char              detail[1024];
	/* Of a parameter; "" and 0: nothing to say. */
	char              parameter[64];
	char              expected[512];
	char              found[256];
	const char *allowed[PROBLEM_WORDS_MAX]; /* static, or of the names */
	size_t      n_allowed;
	char        near[3][96]; /* what may have been meant */
	size_t      n_near;
};

/* Status and seconds to wait (0: no point in coming back). */
unsigned problem_status(enum problem_kind kind);
int      problem_retry_after_s(enum problem_kind kind);

/* The document, appended. */
void problem_json(const struct problem *p, struct buf *out);

/* Sets kind and detail. */
void problem_set(struct problem *p, enum problem_kind kind, const char *format,
		 ...) __attribute__((format(printf, 3, 4)));

/* A parameter: expected what, found what ("" or NULL: nothing). */
void problem_of_parameter(struct problem *p, const char *parameter,
			  const char *expected, const char *found);

#endif
