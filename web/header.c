#include "web/header.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BLANKS " \t"

/* The weight among the parameters after a coding; 1 unless given. */
static double weight(const char *at)
{
	while (*at && *at != ',') {
		at += strcspn(at, ";,");
		if (*at != ';')
			break;
		at += 1 + strspn(at + 1, BLANKS);
		if (strncasecmp(at, "q=", 2) == 0)
			return strtod(at + 2, NULL);
	}
	return 1;
}

bool header_takes_gzip(const char *list)
{
	while (list && *list) {
		list += strspn(list, "," BLANKS);
		if (strncasecmp(list, "gzip", 4) == 0 &&
		    strchr(",;" BLANKS, list[4]))
			return weight(list + 4) > 0;
		list += strcspn(list, ",");
	}
	return false;
}

bool header_has_tag(const char *list, const char *etag)
{
	size_t len = strlen(etag);

	if (!list)
		return false;
	if (strcmp(list, "*") == 0)
		return true;
	for (const char *at = strchr(list, '"'); at; at = strchr(at + 1, '"')) {
		if (strncmp(at, etag, len) == 0)
			return true;
		at = strchr(at + 1, '"');
		if (!at)
			return false;
	}
	return false;
}

bool header_wants_csv(const char *accept)
{
	return accept && strstr(accept, "text/csv") &&
	       !strstr(accept, "application/json") &&
	       !strstr(accept, "text/html");
}
