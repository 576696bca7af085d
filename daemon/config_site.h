/*
 * config_site.h - the rules of a source of kind `site` in its block: the
 * sections `list` and `detail`; for config_read.c alone.
 *
 *   list {
 *       entries = "//li"
 *       title = ".//h3"
 *       field "posted" { at = ".//time" date = "d MMMM yyyy" }
 *       paging { by = "link" at = "//a[@rel='next']/@href" }
 *   }
 */
#ifndef DAEMON_CONFIG_SITE_H
#define DAEMON_CONFIG_SITE_H

#include "base/error.h"

#include <confuse.h>
#include <stdbool.h>

#define CONFIG_SITE_SECTIONS 2 /* rows that config_site_options sets */

/* Lines of the rules of one block, known only while it is read. */
struct site_lines;

struct site_lines *site_lines_new(void);
void               site_lines_free(struct site_lines *l);
void               site_lines_clear(struct site_lines *l);

/* Rows of the sections, for the options of a source's block. Static. */
void config_site_options(cfg_opt_t out[CONFIG_SITE_SECTIONS]);

/* Have `on_value` called for each key of the sections within `block`. */
void config_site_watch(cfg_t *cfg, const char *block,
		       cfg_validate_callback_t on_value);

/* A key was read; false with `err` when it was there before in its section. */
bool config_site_take(struct site_lines *l, cfg_t *section, cfg_opt_t *opt,
		      struct error *err);

/*
 * The rules of `block` as the JSON that source.options has, checked; *out is
 * NULL when the block has none. False with `err`, and *line where it is wrong
 * (untouched when nothing of it is there).
 */
bool config_site_rules(const struct site_lines *l, cfg_t *block, char **out,
		       int *line, struct error *err);

#endif
