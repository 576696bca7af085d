/*
 * error.h - what went wrong in the outside world, in one sentence.
 *
 * A message names the subject, what was expected and what was found, in lower
 * case and without a full stop: "line 3: expected <url>, got <html>".
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#define ERROR_SIZE 512 /* bytes with the NUL; longer messages are cut */

struct error {
	char text[ERROR_SIZE]; /* "" while nothing has gone wrong */
};

#define ERROR_INIT { .text = "" }

/* Set the message. `err` may be NULL, then nothing happens. */
void error_set(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Put "prefix: " before the message that is there. */
void error_prefix(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
