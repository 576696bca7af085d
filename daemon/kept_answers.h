/*
 * kept_answers.h - count what takes seconds and is asked again and again: the table
 * answer.
 */
#ifndef DAEMON_KEPT_ANSWERS_H
#define DAEMON_KEPT_ANSWERS_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct database;

/* Asked before each answer: is there to be an end? */
typedef bool answers_stop_fn(void *arg);

/*
 * Count what is due, the largest first, each in transactions of its own: folds go
 * on meanwhile. What they touch while it is counted is not kept.
 *
 *   budget_ms  no further answer is begun afterwards; 0: all that are due
 *   stop       may be NULL
 *   n          gets how many are kept that were not
 *
 * False with `err`; what was kept before stays.
 */
bool kept_answers_count(struct database *db, int64_t budget_ms,
		  answers_stop_fn *stop, void *arg, int64_t *n,
		  struct error *err);

#endif
