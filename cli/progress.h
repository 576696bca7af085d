/*
 * progress.h - a bar on the terminal for commands that take long.
 *
 * Drawn on standard error, at most a few times a second, and only when that is
 * a terminal; scripts see nothing.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *what; /* "import archive.jsonl" */
	const char *unit; /* "ads" */
	int64_t     started_ms, drawn_ms;
	bool        is_terminal;
	bool        is_drawn;
};

void progress_start(struct progress *p, const char *what, const char *unit);

/* `done` of `whole` (bytes; whole < 1: unknown), `count` of the unit. */
void progress_show(struct progress *p, int64_t done, int64_t whole,
		   int64_t count);

/* Take the bar away. */
void progress_end(struct progress *p);

/* Milliseconds of a clock that only goes forward. */
int64_t now_ms(void);

#define COUNT_SIZE 32 /* characters with the NUL */
/* 1234567 as "1,234,567". */
const char *count_text(int64_t n, char out[COUNT_SIZE]);

#endif
