#include "cli/import_report.h"

#include "cli/command.h"
#include "cli/progress.h"

#include "base/json_out.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REASONS_MAX 64 /* kinds of complaint; later ones are one more */
#define TOLD_MOST 10   /* of each reason, as they come */
#define PLACES 3       /* of each reason, in the end */

struct reason {
	char   *why; /* without what was found */
	char   *places[PLACES];
	int64_t n;
};

struct import_report {
	const char   *command;
	struct reason reasons[REASONS_MAX + 1];
	size_t        n;
};

struct import_report *import_report_new(const char *command)
{
	struct import_report *r = xcalloc(1, sizeof(*r));

	r->command = command;
	return r;
}

void import_report_free(struct import_report *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++) {
		free(r->reasons[i].why);
		for (size_t k = 0; k < PLACES; k++)
			free(r->reasons[i].places[k]);
	}
	free(r);
}

/* "state: expected ok or dead, found "x"" is one reason whatever x is. */
static size_t reason_length(const char *why)
{
	static const char *const ends[] = { ", found ", ", got " };
	size_t                   len = strlen(why);

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		const char *end = strstr(why, ends[i]);

		if (end && (size_t)(end - why) < len)
			len = (size_t)(end - why);
	}
	return len;
}

static size_t find(const struct import_report *r, const char *why, size_t len)
{
	size_t i = 0;

	while (i < r->n && i < REASONS_MAX &&
	       (strncmp(r->reasons[i].why, why, len) != 0 ||
		r->reasons[i].why[len]))
		i++;
	return i;
}

static struct reason *get(struct import_report *r, const char *why)
{
	size_t         len = reason_length(why);
	size_t         i = find(r, why, len);
	struct reason *reason = &r->reasons[i];

	if (i == r->n) {
		reason->why = i < REASONS_MAX ? xstrndup(why, len)
					      : xstrdup("for other reasons");
		r->n++;
	}
	return reason;
}

void import_report_add(struct import_report *r, struct span place,
		       const char *why)
{
	struct reason *reason = get(r, why);
	const char    *more = reason->n == TOLD_MOST
				      ? "; more of these are only counted"
				      : "";

	if (reason->n <= TOLD_MOST)
		complain(r->command, "%.*s: %s%s", (int)place.len, place.ptr,
			 why, more);
	if (reason->n < PLACES)
		reason->places[reason->n] = xstrndup(place.ptr, place.len);
	reason->n++;
}

bool import_report_would_tell(const struct import_report *r, const char *why)
{
	size_t i = find(r, why, reason_length(why));

	return i == r->n || r->reasons[i].n <= TOLD_MOST;
}

void import_report_print(const struct import_report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct reason *reason = &r->reasons[i];
		struct buf           places = BUF_INIT;
		char                 n[COUNT_SIZE];

		for (size_t k = 0; k < PLACES && reason->places[k]; k++)
			buf_printf(&places, "%s%s", k ? ", " : "",
				   reason->places[k]);
		complain(r->command, "refused %s: %s (%s%s)",
			 count_text(reason->n, n), reason->why, places.ptr,
			 reason->n > PLACES ? ", ..." : "");
		buf_deinit(&places);
	}
}

void import_report_json(const struct import_report *r, struct buf *out)
{
	json_open_array(out);
	for (size_t i = 0; i < r->n; i++) {
		const struct reason *reason = &r->reasons[i];

		json_open_object(out);
		json_put_text(out, "reason", reason->why);
		json_put_int(out, "count", reason->n);
		json_key(out, "first");
		json_open_array(out);
		for (size_t k = 0; k < PLACES && reason->places[k]; k++)
			json_string(out, span_of(reason->places[k]));
		json_close_array(out);
		json_close_object(out);
	}
	json_close_array(out);
}
