/*
 * terminal.h - what can be shown behind a stream, and how the command line and
 * the environment want it.
 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

struct screen {
	int  width;     /* columns; 0: no terminal, as wide as it takes */
	int  height;    /* lines; 0: no terminal */
	bool has_color; /* SGR codes are wanted */
	bool has_utf8;  /* blocks, lines and ellipses can be shown */
};

/*
 * --color: auto (NULL is that too) gives colours to a terminal unless NO_COLOR
 * (https://no-color.org) is set or TERM is dumb; always and never are obeyed.
 * False when `when` is none of them.
 */
bool terminal_color(const char *when);

/* What is behind `f`. Letters are the locale's: a locale that is not named at
 * all has UTF-8, "C" has ASCII. */
struct screen terminal_screen(FILE *f);

#define STYLE_BOLD   "1"
#define STYLE_DIM    "2"
#define STYLE_RED    "31"
#define STYLE_GREEN  "32"
#define STYLE_YELLOW "33"
#define STYLE_CYAN   "36"

/* The codes that begin and end a style; "" where there are no colours or
 * `style` is NULL. Borrowed until the next call but three. */
const char *style_on(const struct screen *s, const char *style);
const char *style_off(const struct screen *s, const char *style);

/* One of two spellings. */
const char *glyph(const struct screen *s, const char *utf8, const char *ascii);

#endif
