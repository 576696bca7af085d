/*
 * fetch_request.c - what is sent: method, body, headers.
 */
#include "daemon/fetch_transfer.h"

#include "base/buf.h"
#include "base/mem.h"
#include "daemon/url_check.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A value that could end the header line would start another one. */
static void add_condition(struct buf *out, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	for (const char *c = value; *c; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return;
	}
	buf_printf(out, "%s: %s\n", name, value);
}

static char *copy(const char *text)
{
	return text ? xstrdup(text) : NULL;
}

void transfer_ask(struct transfer *t, const struct fetch_request *q)
{
	struct buf own = BUF_INIT;

	add_condition(&own, "If-None-Match", q->etag);
	add_condition(&own, "If-Modified-Since", q->last_modified);
	t->own = own.ptr;
	t->url = xstrdup(q->url);
	t->post = copy(q->post);
	t->extra = copy(q->headers);
	t->shown_url = copy(q->shown_url);
}

static void wipe(char **text)
{
	if (*text)
		explicit_bzero(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

void transfer_forget(struct transfer *t)
{
	curl_slist_free_all(t->lines);
	t->lines = NULL;
	free(t->own);
	t->own = NULL;
	wipe(&t->extra);
	wipe(&t->post);
	wipe(&t->url);
	free(t->shown_url);
	t->shown_url = NULL;
}

static bool has_line(const char *lines, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = lines; at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (strncasecmp(at, name, len) == 0 && at[len] == ':')
			return true;
	}
	return false;
}

static void add_lines(struct transfer *t, const char *lines)
{
	struct buf line = BUF_INIT;

	while (lines && *lines) {
		size_t len = strcspn(lines, "\n");

		buf_clear(&line);
		buf_add(&line, lines, len);
		if (len)
			t->lines = curl_slist_append(t->lines, line.ptr);
		lines += len + (lines[len] == '\n');
	}
	if (line.ptr)
		explicit_bzero(line.ptr, line.len);
	buf_deinit(&line);
}

static void set_lines(struct transfer *t)
{
	struct curl_slist *list = t->fetcher->headers;

	curl_slist_free_all(t->lines);
	t->lines = NULL;
	add_lines(t, t->own);
	add_lines(t, t->extra);
	if (t->post && !has_line(t->extra, "Content-Type"))
		add_lines(t, "Content-Type: application/json");
	if (t->post) /* no asking first whether a long body is welcome */
		add_lines(t, "Expect:");
	if (t->lines) {
		for (struct curl_slist *h = list; h; h = h->next)
			add_lines(t, h->data);
		list = t->lines;
	}
	curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, list);
}

void transfer_set_request(struct transfer *t)
{
	if (t->post) {
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE,
				 (curl_off_t)strlen(t->post));
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, t->post);
	} else {
		curl_easy_setopt(t->easy, CURLOPT_HTTPGET, 1L);
	}
	set_lines(t);
}

void transfer_moved(struct transfer *t, const char *location)
{
	int status = t->result.http_status;

	if (!url_is_same_origin(t->url, location))
		wipe(&t->extra);
	/* RFC 9110 15.4: 307 and 308 keep the method, after the others a
	 * POST has been answered elsewhere and is read there. */
	if (status != 307 && status != 308)
		wipe(&t->post);
	free(t->url);
	t->url = xstrdup(location);
}
