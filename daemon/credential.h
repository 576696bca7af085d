/*
 * credential.h - keys of APIs, which are written down nowhere else.
 *
 * A file of $CREDENTIALS_DIRECTORY (systemd's LoadCredential=), named as the
 * key is; else the variable JOBTREND_KEY_NAME, upper case, '-' as '_'.
 */
#ifndef DAEMON_CREDENTIAL_H
#define DAEMON_CREDENTIAL_H

#include "base/error.h"
#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>

#define CREDENTIAL_MAX 4096 /* bytes of a key */
#define CREDENTIAL_NAME_MAX 64

#define CREDENTIAL_VARIABLE_SIZE (CREDENTIAL_NAME_MAX + 16)

struct credentials;

/*
 * What is there now: the first line of each file. The database's password is
 * none of them.
 *
 *   folder       NULL: no files
 *   environment  as environ; NULL: no variables
 *
 * NULL with `err` "credential NAME: why" when a file cannot be read or is
 * too long.
 */
struct credentials *credentials_load(const char *folder,
				     char *const *environment,
				     struct error *err);
/* Those of this process: $CREDENTIALS_DIRECTORY and environ. */
struct credentials *credentials_of_process(struct error *err);
/* The keys are wiped. */
void credentials_free(struct credentials *c);

/* "JOBTREND_KEY_X" for "x"; a name that is too long is cut. */
void credential_variable(struct span name, char out[CREDENTIAL_VARIABLE_SIZE]);

/* The key called `name`, or NULL; borrowed. `c` may be NULL. */
const char *credentials_find(const struct credentials *c, struct span name);

#endif
