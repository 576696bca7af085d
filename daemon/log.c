#include "daemon/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 2048 /* longer lines are cut */

/* Process-wide, as standard error is. Set once at start and on reload. */
static enum log_level most = LOG_LEVEL_INFO;

/* syslog(3) */
static const int priorities[] = {
	[LOG_LEVEL_ERROR] = 3,
	[LOG_LEVEL_WARNING] = 4,
	[LOG_LEVEL_INFO] = 6,
	[LOG_LEVEL_DEBUG] = 7,
};

void log_set_level(enum log_level level)
{
	most = level;
}

__attribute__((format(printf, 2, 0)))
static void put(enum log_level level, const char *format, va_list args)
{
	char   line[LINE_MAX_BYTES];
	size_t head = 0;
	int    n;

	if (level > most)
		return;
	if (getenv("JOURNAL_STREAM"))
		head = (size_t)snprintf(line, sizeof(line), "<%d>",
					priorities[level]);
	n = vsnprintf(line + head, sizeof(line) - head - 1, format, args);
	if (n < 0)
		return;
	for (char *c = line + head; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	}
	strcat(line, "\n");
	/* One write, so that lines of threads and processes do not mix. */
	if (write(STDERR_FILENO, line, strlen(line)) < 0)
		return; /* nobody reads: nothing to be done about it */
}

#define DEFINE(name, level) \
	void name(const char *format, ...) \
	{ \
		va_list args; \
\
		va_start(args, format); \
		put(level, format, args); \
		va_end(args); \
	}

DEFINE(log_error, LOG_LEVEL_ERROR)
DEFINE(log_warning, LOG_LEVEL_WARNING)
DEFINE(log_info, LOG_LEVEL_INFO)
DEFINE(log_debug, LOG_LEVEL_DEBUG)
