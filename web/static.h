/*
 * static.h - the files of the page.
 *
 * The folder is web_dir of the configuration, else `web` beside the program
 * (the build folder of a checkout), else the installed one. A file FILE.gz
 * beside FILE goes to clients that take gzip. A name that holds eight or more
 * hexadecimal digits between '-' or '.' and its ending (app-0a1b2c3d.js) never
 * changes what it stands for; all other files are asked for again, mostly to
 * hear 304.
 */
#ifndef WEB_STATIC_H
#define WEB_STATIC_H

#include "base/error.h"

#include <microhttpd.h>
#include <stdbool.h>

struct config;
struct pages;

/* Never NULL: without a folder a page of ours says how to get one. */
struct pages *pages_open(const struct config *config);
void          pages_close(struct pages *p);
/* The folder; NULL: none was found. Borrowed. */
const char   *pages_dir(const struct pages *p);

/* Answers GET and HEAD of `path` with 200 or 304. False: no such file. */
bool pages_serve(const struct pages *p, struct MHD_Connection *connection,
		 const char *path, unsigned *status, enum MHD_Result *rc);

#endif
