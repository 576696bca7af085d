#include "base/buf.h"
#include "parsers/charset.h"
#include "parsers/formats.h"
#include "parsers/jobposting.h"
#include "parsers/jsonld.h"

#include <string.h>

enum parse_status parse_html(const struct document *doc, struct findings *out,
			     struct error *err)
{
	enum parse_status status = PARSE_BROKEN;
	struct buf        store = BUF_INIT;
	size_t            first = out->n_ads, broken = 0, found;
	struct span       page;

	if (!charset_decode(doc, true, &store, &page, err))
		goto out;
	found = jsonld_collect(page, out, &broken, err);
	if (!found && broken)
		goto out;
	jobposting_own_url(doc, out, first);
	status = PARSE_OK;
out:
	buf_deinit(&store);
	return status;
}

int sniff_html(const struct document *doc)
{
	static const char *const marks[] = { "<!doctype html", "<html",
					     "<head", "<body", "<script",
					     "<div", "<meta" };
	struct span head = span_trim(doc->body);

	if (span_starts(head, "\xEF\xBB\xBF"))
		head = span_trim((struct span){ head.ptr + 3, head.len - 3 });
	if (head.len > 1024)
		head.len = 1024;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (span_starts_nocase(head, marks[i]))
			return 60;
	}
	for (size_t i = 0; i < 4; i++) {
		if (span_starts(head, "<") && span_find_nocase(head, marks[i]))
			return 50;
	}
	if (doc->content_type.len &&
	    (span_starts_nocase(doc->content_type, "text/html") ||
	     span_starts_nocase(doc->content_type, "application/xhtml")))
		return 40;
	return 0;
}
