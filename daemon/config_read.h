/*
 * config_read.h - one file of the configuration; for config.c alone.
 */
#ifndef DAEMON_CONFIG_READ_H
#define DAEMON_CONFIG_READ_H

#include "base/error.h"

#include <stdbool.h>

struct config;
struct source_config;

enum config_read_what {
	CONFIG_READ_ALL,     /* jobtrend.conf: keys and sources */
	CONFIG_READ_SOURCES, /* sources.d: sources alone */
};

/*
 * Set the fields of `c` that `path` names and append its sources, in no
 * order. `folder`: what paths in it are relative to. False with `err`
 * "FILE:LINE: ...".
 */
bool config_read(struct config *c, const char *path, const char *folder,
		 enum config_read_what what, struct error *err);

void source_config_release(struct source_config *s);

#endif
