/*
 * careers.h - where on a page one gets to the jobs.
 */
#ifndef CLI_CAREERS_H
#define CLI_CAREERS_H

#include "base/arena.h"

#include <stdbool.h>

/*
 * Links of a page that by their text or address lead to jobs ("Careers",
 * "Offene Stellen", "採用情報"), the likeliest first, each once; without the
 * page itself. In the arena. Returns how many of `max` there are.
 */
size_t careers_links(struct span html, const char *base, struct arena *arena,
		     struct span *out, size_t max);

/* Does an address speak of jobs: "/careers/", "jobs-sitemap.xml"? */
bool careers_in_address(struct span url);

#endif
