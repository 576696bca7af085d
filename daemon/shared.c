#include "daemon/shared.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool shared_beside(const char *name, char *out, size_t size)
{
	char    program[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	int     needed;

	if (len <= 0)
		return false;
	program[len] = '\0';
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(program, '/');

		if (!slash)
			return false;
		*slash = '\0';
	}
	needed = snprintf(out, size, "%s/%s", program, name);
	return needed > 0 && (size_t)needed < size;
}

void shared_find(const char *name, char *out, size_t size)
{
	const char *installed = name;

	if (shared_beside(name, out, size) && access(out, R_OK) == 0)
		return;
	if (strncmp(name, "share/", 6) == 0)
		installed += 6; /* that folder is JOBTREND_DATADIR itself */
	snprintf(out, size, "%s/%s", JOBTREND_DATADIR, installed);
	if (access(out, R_OK) != 0 && access(name, R_OK) == 0)
		snprintf(out, size, "%s", name);
}
