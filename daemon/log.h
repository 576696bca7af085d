/*
 * log.h - lines for the journal: "module subject: event key=value".
 *
 * One line an event, on standard error, with the priority in front as
 * sd-daemon(3) has it when the journal listens; without a time: the journal
 * knows it.
 */
#ifndef DAEMON_LOG_H
#define DAEMON_LOG_H

#include "daemon/config.h"

void log_set_level(enum log_level level);

/* Line ends and control characters in the text become blanks. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
