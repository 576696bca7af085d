#include "daemon/fetch_transfer.h"

#include "base/mem.h"
#include "daemon/address.h"

#include <stdlib.h>

#define HEAD_MAX (256 * 1024)  /* bytes of headers of one response */
#define TRUST_LENGTH (1 << 20) /* bytes; reserved on Content-Length's word */
#define READ_SIZE (32L * 1024) /* bytes libcurl reads at a time; each transfer
				* has that much: a usual page at once */
#define SPARE_MAX 64           /* transfers kept to be used again */

static size_t on_body(char *bytes, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;
	struct buf      *body = &t->result.body;
	size_t           len = size * n;

	if (len > t->max_bytes - body->len) {
		t->is_too_large = true;
		return 0;
	}
	if (!body->ptr && t->head.content_length > 0) {
		int64_t expected = t->head.content_length;

		buf_reserve(body, expected < TRUST_LENGTH ? (size_t)expected
							  : TRUST_LENGTH);
	}
	buf_add(body, bytes, len);
	return len;
}

static size_t on_header(char *bytes, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;
	size_t           len = size * n;

	fetch_head_line(&t->head, (struct span){ bytes, len });
	if (t->fetcher->limits.keeps_heads)
		transfer_keep_line(t, (struct span){ bytes, len });
	if (t->head.bytes > HEAD_MAX) {
		t->is_too_large = true;
		return 0;
	}
	return len;
}

static curl_socket_t on_open_socket(void *arg, curlsocktype purpose,
				    struct curl_sockaddr *address)
{
	struct transfer *t = arg;
	char             text[ADDRESS_TEXT_SIZE];

	(void)purpose;
	if (address_guard_allows(t->fetcher->guard, &address->addr))
		return curl_loop_socket(t->fetcher->curl, address);
	address_text(&address->addr, text);
	error_set(&t->result.err,
		  "expected a public address, found %s (exempt_hosts)", text);
	t->is_refused = true;
	return CURL_SOCKET_BAD;
}

static void set_options(struct transfer *t)
{
	const struct fetch_limits *l = &t->fetcher->limits;
	CURL                *e = t->easy;

	curl_easy_setopt(e, CURLOPT_PRIVATE, t);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->detail);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(e, CURLOPT_CLOSESOCKETFUNCTION, curl_loop_shut);
	curl_easy_setopt(e, CURLOPT_CLOSESOCKETDATA, t->fetcher->curl);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_PROXY, ""); /* it would hide the address */
	curl_easy_setopt(e, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	/* A lookup that is given up must not be waited for: it would stop the
	 * loop for as long as a name server stays silent. */
	curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(e, CURLOPT_BUFFERSIZE, READ_SIZE);
	curl_easy_setopt(e, CURLOPT_USERAGENT, l->user_agent);
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION,
			 (long)(l->is_http2 ? CURL_HTTP_VERSION_2TLS
					    : CURL_HTTP_VERSION_1_1));
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, l->connect_timeout_ms);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, l->low_speed_bytes);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, l->low_speed_s);
	if (l->ca_file)
		curl_easy_setopt(e, CURLOPT_CAINFO, l->ca_file);
	if (l->keeps_heads)
		transfer_watch_heads(t);
}

struct transfer *transfer_new(struct fetcher *f)
{
	struct transfer *t = f->spare;

	if (t) {
		f->spare = t->next;
		f->n_spare--;
	} else {
		t = xcalloc(1, sizeof(*t));
		t->fetcher = f;
		t->easy = curl_easy_init();
		if (!t->easy)
			abort();
		set_options(t);
	}
	t->next = f->running;
	t->previous = NULL;
	if (f->running)
		f->running->previous = t;
	f->running = t;
	f->n_running++;
	return t;
}

void transfer_unlink(struct transfer *t)
{
	struct fetcher *f = t->fetcher;

	if (t->previous)
		t->previous->next = t->next;
	else
		f->running = t->next;
	if (t->next)
		t->next->previous = t->previous;
	f->n_running--;
}

static void transfer_free(struct transfer *t)
{
	curl_easy_cleanup(t->easy);
	transfer_forget(t);
	fetched_deinit(&t->result);
	fetch_head_deinit(&t->head);
	free(t);
}

void transfer_drop_spare(struct fetcher *f)
{
	while (f->spare) {
		struct transfer *t = f->spare;

		f->spare = t->next;
		transfer_free(t);
	}
	f->n_spare = 0;
}

/* Back to the spare ones, its options still set, nothing else kept. */
void transfer_release(struct transfer *t)
{
	struct fetcher *f = t->fetcher;

	if (f->is_closing || f->n_spare == SPARE_MAX) {
		transfer_free(t);
		return;
	}
	transfer_forget(t);
	fetched_deinit(&t->result);
	t->next = f->spare;
	f->spare = t;
	f->n_spare++;
}
