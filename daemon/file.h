/*
 * file.h - what files need that C has not.
 */
#ifndef DAEMON_FILE_H
#define DAEMON_FILE_H

#include "base/span.h"

/*
 * Writes all of `bytes` to `fd`, in as many calls as it takes. False with
 * errno when one fails, or writes nothing; some bytes may then be written.
 */
bool file_write_all(int fd, struct span bytes);

#endif
