/*
 * mem.h - allocation that cannot fail.
 *
 * Running out of memory ends the process here: every size that comes from
 * outside is capped before it is allocated, and the service manager restarts.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

void *xmalloc(size_t bytes);
void *xcalloc(size_t n, size_t bytes);
void *xrealloc(void *ptr, size_t bytes);
/*
 * What is freed of blocks up to 4 MB stays with the process, for the next
 * document: giving it back and asking again, page by page, was a third of the
 * time of a board of 555 KB. For main, before the first thread.
 */
void mem_keep_freed(void);
/* All that is free goes back to the system: after what is done once. */
void mem_give_back(void);

char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t bytes);

#endif
