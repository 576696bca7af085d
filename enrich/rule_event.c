#include "enrich/rule_event.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "enrich/place.h"
#include "enrich/tsv.h"

#include <stdio.h>
#include <string.h>

#define DAY_LEN 10 /* of 2026-01-31 */

enum column {
	REGIONS,
	FROM,
	TO,
	CONTEXT,
	TITLE,
	REFERENCE,
	URL,
	N_COLUMNS,
};

/* Contexts of mentions, and what ads say beside skills. */
static const char *const contexts[] = {
	"benefit", "company", "duty",	 "hiring",
	"pay",	   "product", "prohibition", "requirement",
};

static bool wrong(struct error *err, const struct tsv *at, const char *expected,
		  struct span found)
{
	error_set(err, "%s line %zu: expected %s, found \"%.*s\"", at->name,
		  at->line, expected, (int)(found.len < 80 ? found.len : 80),
		  found.ptr);
	return false;
}

static bool is_day(struct span text)
{
	struct stamp day = { 0 };

	return text.len == DAY_LEN && stamp_parse_iso(text, &day) &&
	       day.precision == STAMP_DATE;
}

static bool is_context(struct span text)
{
	for (size_t i = 0; i < ARRAY_LEN(contexts); i++) {
		if (span_is(text, contexts[i]))
			return true;
	}
	return false;
}

/* "CA-ON" by its shape: two capitals, then up to three of a division. */
static bool is_code(struct span text)
{
	if (text.len != 2 && (text.len < 4 || text.len > 6 || text.ptr[2] != '-'))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (i == 2)
			continue;
		if (!(c >= 'A' && c <= 'Z') && !(i > 2 && c >= '0' && c <= '9'))
			return false;
	}
	return true;
}

static bool is_region(const struct taxonomy *t, struct span text)
{
	char code[REGION_CODE_SIZE];

	if (span_is(text, "world"))
		return true;
	if (!is_code(text))
		return false;
	snprintf(code, sizeof(code), "%.*s", (int)text.len, text.ptr);
	return !t->places || place_name(t->places, code);
}

static bool is_row_sound(const struct span f[N_COLUMNS], const struct tsv *at,
			 struct error *err)
{
	if (!is_day(f[FROM]))
		return wrong(err, at, "a day such as 2026-01-31", f[FROM]);
	if (f[TO].len && !is_day(f[TO]))
		return wrong(err, at, "a day such as 2026-01-31 or nothing",
			     f[TO]);
	if (f[TO].len && memcmp(f[FROM].ptr, f[TO].ptr, DAY_LEN) > 0)
		return wrong(err, at, "a last day that follows the first",
			     f[TO]);
	if (!is_context(f[CONTEXT]))
		return wrong(err, at, "one of benefit ... requirement, or pay",
			     f[CONTEXT]);
	if (!span_trim(f[TITLE]).len)
		return wrong(err, at, "the name of a rule", f[TITLE]);
	if (!span_trim(f[REFERENCE]).len)
		return wrong(err, at, "a law and its article", f[REFERENCE]);
	if (!span_starts(f[URL], "https://"))
		return wrong(err, at, "an address with https://", f[URL]);
	return true;
}

static bool is_known(const struct taxonomy *t, struct span region,
		     const struct span f[N_COLUMNS])
{
	for (size_t i = 0; i < t->n_rule_events; i++) {
		const struct rule_event_entry *e = &t->rule_events[i];

		if (span_is(region, e->region) && span_is(f[FROM], e->from) &&
		    span_is(f[TITLE], e->title))
			return true;
	}
	return false;
}

static const char *keep(struct taxonomy *t, struct span text)
{
	return arena_strndup(&t->arena, text.ptr, text.len);
}

static bool add_regions(struct taxonomy *t, struct span f[N_COLUMNS],
			const struct tsv *at, struct error *err)
{
	struct rule_event_entry entry = {
		.from = keep(t, f[FROM]),
		.to = keep(t, f[TO]),
		.context = keep(t, f[CONTEXT]),
		.title = keep(t, f[TITLE]),
		.reference = keep(t, f[REFERENCE]),
		.url = keep(t, f[URL]),
	};
	struct span list = f[REGIONS];

	do {
		struct span region = tsv_word(&list, ',');

		if (!is_region(t, region))
			return wrong(err, at,
				     "an ISO 3166 code or world", region);
		if (is_known(t, region, f))
			return wrong(err, at, "a rule that is new in its region",
				     region);
		entry.region = keep(t, region);
		t->rule_events = xrealloc(t->rule_events,
					  (t->n_rule_events + 1) *
						  sizeof(*t->rule_events));
		t->rule_events[t->n_rule_events++] = entry;
	} while (list.len > 0);
	return true;
}

bool rule_events_read(struct taxonomy *t, struct span text, struct error *err)
{
	struct tsv      rows = { .name = "rule_events.tsv", .rest = text };
	struct span     f[N_COLUMNS];
	enum tsv_status status;

	while ((status = tsv_next(&rows, f, N_COLUMNS, err)) == TSV_ROW) {
		if (!is_row_sound(f, &rows, err) ||
		    !add_regions(t, f, &rows, err))
			return false;
	}
	return status == TSV_END;
}
