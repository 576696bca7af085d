/*
 * fetch_heads.c - what goes over the line beside bodies, for those who keep
 * documents as they came.
 */
#include "daemon/fetch_transfer.h"

#include "base/buf.h"

/*
 * Headers and bodies as libcurl sends them. Where a request holds a secret,
 * neither its head is kept nor that of the answer, which could repeat it.
 */
static int on_debug(CURL *easy, curl_infotype type, char *bytes, size_t len,
		    void *arg)
{
	struct transfer *t = arg;

	(void)easy;
	if (!t->shown_url &&
	    (type == CURLINFO_HEADER_OUT || type == CURLINFO_DATA_OUT))
		buf_add(&t->result.request, bytes, len);
	return 0;
}

void transfer_watch_heads(struct transfer *t)
{
	curl_easy_setopt(t->easy, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(t->easy, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(t->easy, CURLOPT_DEBUGDATA, t);
}

/* A line "HTTP/" begins a head; one before was of a 1xx. */
void transfer_keep_line(struct transfer *t, struct span line)
{
	if (t->shown_url)
		return;
	if (span_starts(line, "HTTP/"))
		buf_clear(&t->result.head);
	buf_add_span(&t->result.head, line);
}

void transfer_forget_heads(struct transfer *t)
{
	buf_clear(&t->result.request);
	buf_clear(&t->result.head);
}
