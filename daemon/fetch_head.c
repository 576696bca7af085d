#include "daemon/fetch_head.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "daemon/pace.h"

#include <string.h>

static const struct field {
	const char *name;
	size_t      len;
} fields[HEAD_FIELDS] = {
#define FIELD(name) { name, sizeof(name) - 1 }
	[HEAD_CONTENT_ENCODING] = FIELD("content-encoding"),
	[HEAD_CONTENT_TYPE] = FIELD("content-type"),
	[HEAD_DATE] = FIELD("date"),
	[HEAD_ETAG] = FIELD("etag"),
	[HEAD_LAST_MODIFIED] = FIELD("last-modified"),
	[HEAD_RETRY_AFTER] = FIELD("retry-after"),
	[HEAD_TDM_RESERVATION] = FIELD("tdm-reservation"),
#undef FIELD
};

#define LENGTH_NAME "content-length"

void fetch_head_clear(struct fetch_head *h)
{
	buf_clear(&h->text);
	memset(h->at, 0, sizeof(h->at));
	h->content_length = -1;
	h->bytes = 0;
}

void fetch_head_deinit(struct fetch_head *h)
{
	buf_deinit(&h->text);
}

static int64_t parse_length(struct span value)
{
	int64_t length = 0;

	if (!value.len || value.len > 18)
		return -1;
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] < '0' || value.ptr[i] > '9')
			return -1;
		length = length * 10 + (value.ptr[i] - '0');
	}
	return length;
}

/*
 * The first line of a name counts; only Content-Encoding is a list that may
 * be spread over several. A NUL would end the value early: it is dropped.
 */
static void keep(struct fetch_head *h, enum head_field field, struct span value)
{
	size_t was = h->at[field];

	if ((was && field != HEAD_CONTENT_ENCODING) ||
	    memchr(value.ptr, '\0', value.len))
		return;
	if (!h->text.len)
		buf_add(&h->text, "", 1);
	h->at[field] = h->text.len;
	if (was) {
		size_t len = strlen(h->text.ptr + was);

		buf_reserve(&h->text, len + 2);
		buf_add(&h->text, h->text.ptr + was, len);
		buf_add_text(&h->text, ", ");
	}
	buf_add_span(&h->text, value);
	buf_add(&h->text, "", 1);
}

void fetch_head_line(struct fetch_head *h, struct span line)
{
	const char *colon;
	struct span name, value;

	if (span_starts(line, "HTTP/"))
		fetch_head_clear(h);
	h->bytes += line.len;
	colon = memchr(line.ptr, ':', line.len);
	if (!colon)
		return;
	name = (struct span){ line.ptr, (size_t)(colon - line.ptr) };
	value = span_trim((struct span){
		colon + 1, (size_t)(line.ptr + line.len - colon - 1) });
	for (int i = 0; i < HEAD_FIELDS; i++) {
		if (name.len == fields[i].len &&
		    span_is_nocase(name, fields[i].name)) {
			keep(h, (enum head_field)i, value);
			return;
		}
	}
	if (name.len == strlen(LENGTH_NAME) &&
	    span_is_nocase(name, LENGTH_NAME))
		h->content_length = parse_length(value);
}

void fetch_head_take(struct fetch_head *h, struct buf *text)
{
	if (!h->text.len)
		buf_add(&h->text, "", 1);
	buf_deinit(text);
	*text = h->text;
	h->text = (struct buf)BUF_INIT;
}

int64_t fetch_head_retry_after(const char *text, const struct fetch_head *h,
			       int64_t now)
{
	struct stamp date;
	int64_t      seconds;

	if (!h->at[HEAD_RETRY_AFTER])
		return -1;
	if (stamp_parse_rfc822(span_of(text + h->at[HEAD_DATE]), &date))
		now = date.at;
	if (!retry_after_parse(span_of(text + h->at[HEAD_RETRY_AFTER]), now,
			       &seconds))
		return -1;
	return seconds;
}
