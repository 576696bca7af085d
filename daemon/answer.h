/*
 * answer.h - what link.c knows of an answer; others use link.h.
 */
#ifndef DAEMON_ANSWER_H
#define DAEMON_ANSWER_H

#include "daemon/link.h"

#include <libpq-fe.h>

struct answer {
	enum answer_status status;
	const PGresult    *result;
	const char        *message;
};

#endif
