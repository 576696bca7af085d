#include "cli/dictionary.h"

#include "cli/command.h"

#include "daemon/taxonomy_load.h"

#include <limits.h>

struct taxonomy *dictionary_load(const char *command, const char *dir)
{
	char             path[PATH_MAX];
	struct error     err = ERROR_INIT;
	struct taxonomy *t;

	taxonomy_find(dir, path, sizeof(path));
	t = taxonomy_load(path, &err);
	if (!t)
		complain(command, "%s", err.text);
	return t;
}
