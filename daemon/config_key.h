/*
 * config_key.h - the tables of configuration keys; for config*.c alone.
 */
#ifndef DAEMON_CONFIG_KEY_H
#define DAEMON_CONFIG_KEY_H

#include "base/buf.h"
#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_type {
	KEY_TEXT,     /* char * */
	KEY_PATH,     /* char *, relative to the configuration file's folder */
	KEY_LIST,     /* struct text_list */
	KEY_COUNT,    /* int64_t */
	KEY_FACTOR,   /* double */
	KEY_BOOL,     /* bool */
	KEY_MS,       /* int64_t, written as a duration */
	KEY_SECONDS,  /* int64_t, written as a duration */
	KEY_SIZE,     /* int64_t bytes, written as a size */
	KEY_CHOICE,   /* enum, the place among `choices` */
};

struct config_key {
	const char   *name;
	enum key_type type;
	size_t        offset;     /* of the field in its struct */
	const char   *fallback;   /* default as one would write it; NULL: none */
	int64_t       min, max;   /* in the unit of the field; 0, 0: any */
	const char   *choices;    /* KEY_CHOICE: "ai|all|none" */
	bool          is_reloadable;
	const char   *meaning;    /* half a sentence for the manual */
};

/* Sorted by name. Static. */
const struct config_key *config_keys(size_t *n); /* of struct config */
const struct config_key *source_keys(size_t *n); /* of struct source_config */

const struct config_key *key_find(const struct config_key *keys, size_t n,
				  const char *name);

/*
 * Set the field of `object` from `text`. `folder` is what paths are relative
 * to. False with `err` "delay: expected ..., found ...".
 */
bool key_set(const struct config_key *key, void *object, const char *text,
	     const char *folder, struct error *err);
/* One more element of a KEY_LIST. */
void key_append(const struct config_key *key, void *object, const char *text);
/* Set what has a default. The table is right: an assert otherwise. */
void keys_set_defaults(const struct config_key *keys, size_t n, void *object,
		       const char *folder);
/* Release what key_set allocated. */
void keys_release(const struct config_key *keys, size_t n, void *object);

bool key_is_same(const struct config_key *key, const void *a, const void *b);

/* "duration, 100 ms to 1 h": what the manual says of the values. */
void key_describe_values(const struct config_key *key, struct buf *out);

#endif
