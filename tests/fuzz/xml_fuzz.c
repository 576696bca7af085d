/*
 * xml_fuzz.c - libFuzzer target: a document that xml_scan.c reads is read
 * alike by libxml2. `make fuzz`.
 */
#include "base/utf8.h"
#include "tests/support/xml_events.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void on_nothing(void *arg, const char *format, ...)
{
	(void)arg;
	(void)format;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct span xml = span_trim((struct span){ (const char *)bytes, len });
	struct buf  quick = BUF_INIT, slow = BUF_INIT;

	xmlSetGenericErrorFunc(NULL, on_nothing);
	/* What stands before the declaration, or a letter of another charset,
	 * cannot have ASCII put before it. */
	if (!span_starts(xml, "<") || utf8_valid_prefix(xml) != xml.len ||
	    memchr(xml.ptr, '\0', xml.len) || span_starts(xml, "\xEF\xBB\xBF"))
		return 0;
	xml_events_walk(xml, &quick);
	if (!span_is(buf_span(&quick), "broken")) {
		xml_events_walk_slowly(xml, &slow);
		if (quick.len != slow.len ||
		    memcmp(quick.ptr, slow.ptr, quick.len) != 0)
			abort();
	}
	buf_deinit(&quick);
	buf_deinit(&slow);
	return 0;
}
