/*
 * source_kinds.h - `jobtrendctl source kinds`: what can be watched.
 */
#ifndef CLI_SOURCE_KINDS_H
#define CLI_SOURCE_KINDS_H

#include "cli/option.h"

void source_kinds(enum output_format format);

#endif
