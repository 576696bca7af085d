/*
 * config_secret.h - the database's password; for config.c alone.
 */
#ifndef DAEMON_CONFIG_SECRET_H
#define DAEMON_CONFIG_SECRET_H

#include "base/error.h"

#include <stdbool.h>

struct config;

/*
 * Add the credential database-password ($CREDENTIALS_DIRECTORY, see
 * systemd.exec(5)) to c->database. False with `err` when the configuration
 * itself holds a password: it would be readable, and end up in backups.
 */
bool config_add_secret(struct config *c, struct error *err);

#endif
