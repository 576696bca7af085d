/*
 * config_mapping.h - the mapping of a source whose board is a table; for
 * config_read.c alone.
 */
#ifndef DAEMON_CONFIG_MAPPING_H
#define DAEMON_CONFIG_MAPPING_H

#include "base/error.h"

#include <stdbool.h>

struct source_config;

/*
 * Read the file that s->mapping names into s->mapping_options. False with
 * `err` ("acme: mapping: /etc/...: fields.title: expected ...") when it is
 * not good, when a source of kind csv names none, or another one does.
 */
bool config_mapping_read(struct source_config *s, struct error *err);

#endif
