/*
 * watch.h - a picture that is drawn again and again.
 *
 * On a terminal in place: only what is drawn goes there, without clearing it
 * first, so nothing flickers; q, Ctrl-C and the end of input end it, Ctrl-Z and
 * another size are followed, and the terminal is left as it was. Elsewhere one
 * picture comes after the other.
 */
#ifndef CLI_WATCH_H
#define CLI_WATCH_H

#include <stdbool.h>
#include <stdio.h>

struct screen;

/* Draw one picture to `f` for that screen; false ends the watching. */
typedef bool draw_fn(void *arg, const struct screen *screen, FILE *f);

/* EXIT_DONE, or EXIT_FAILED when a picture was the last or nobody reads. */
int watch_run(draw_fn *draw, void *arg, int every_s);

#endif
