#define _GNU_SOURCE /* ppoll */
#include "tests/boardsim/serve.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/stamp.h"
#include "tests/boardsim/documents.h"
#include "tests/boardsim/gzip.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ADDRESSES_MAX 256
#define GZIP_FROM     1000 /* bytes; shorter bodies go plain */
#define IDLE_S        30

struct host {
	struct shelf       shelf;
	const struct lab  *lab; /* NULL: none */
	struct MHD_Daemon *daemon;
};

static volatile sig_atomic_t is_ending;

static void on_signal(int number)
{
	(void)number;
	is_ending = 1;
}

/* ---- one request ----------------------------------------------------------------- */

static enum MHD_Result send_text(struct MHD_Connection *connection, unsigned status,
				 const char *text)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
		strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result rc;

	MHD_add_response_header(response, "Content-Type", "text/plain");
	rc = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return rc;
}

static void http_date(int32_t day, char out[40])
{
	time_t    at = (time_t)day * DAY_S;
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(out, 40, "%a, %d %b %Y %H:%M:%S GMT", &tm);
}

static bool header_has(struct MHD_Connection *connection, const char *name,
		       const char *part)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
							name);

	return value && strstr(value, part);
}

static enum MHD_Result send_body(struct MHD_Connection *connection, const struct host *h,
				 const char *type, struct buf *body)
{
	struct MHD_Response *response;
	enum MHD_Result      rc;
	char                 etag[24], date[40];
	bool                 is_known, is_gzip;

	snprintf(etag, sizeof(etag), "\"%016llx\"",
		 (unsigned long long)hash64(buf_span(body)));
	http_date(h->shelf.world->last_day, date);
	is_known = header_has(connection, "If-None-Match", etag);
	is_gzip = !is_known && body->len >= GZIP_FROM &&
		  strcmp(type, "application/gzip") != 0 &&
		  header_has(connection, "Accept-Encoding", "gzip");
	if (is_known)
		buf_clear(body);
	if (is_gzip)
		gzip_buf(body);
	response = MHD_create_response_from_buffer(body->len, body->ptr,
						   MHD_RESPMEM_MUST_COPY);
	MHD_add_response_header(response, "Content-Type", type);
	MHD_add_response_header(response, "ETag", etag);
	MHD_add_response_header(response, "Last-Modified", date);
	MHD_add_response_header(response, "Vary", "Accept-Encoding");
	if (is_gzip)
		MHD_add_response_header(response, "Content-Encoding", "gzip");
	rc = MHD_queue_response(connection, is_known ? 304 : 200, response);
	MHD_destroy_response(response);
	return rc;
}

/* ---- faults ---------------------------------------------------------------------- */

/* Half of what is left, then the end of the connection. */
static ssize_t half_of(void *arg, uint64_t at, char *to, size_t room)
{
	struct buf *body = arg;
	size_t      half = body->len / 2;

	if (at >= half)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (room > half - at)
		room = half - at;
	memcpy(to, body->ptr + at, room);
	return (ssize_t)room;
}

static void free_half(void *arg)
{
	struct buf *body = arg;

	buf_deinit(body);
	free(body);
}

static struct MHD_Response *cut_response(struct answer *a)
{
	struct buf *body = xcalloc(1, sizeof(*body));

	*body = a->body;
	a->body = (struct buf)BUF_INIT;
	return MHD_create_response_from_callback(body->len, 1024, half_of, body,
						 free_half);
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct answer *a)
{
	struct MHD_Response *response =
		a->is_cut ? cut_response(a)
			  : MHD_create_response_from_buffer(
				    a->body.len, a->body.ptr, MHD_RESPMEM_MUST_COPY);
	enum MHD_Result rc;

	MHD_add_response_header(response, "Content-Type", a->type);
	if (a->header)
		MHD_add_response_header(response, a->header, a->value);
	if (a->location[0])
		MHD_add_response_header(response, "Location", a->location);
	rc = MHD_queue_response(connection, a->status, response);
	MHD_destroy_response(response);
	return rc;
}

/* What the board's fault makes of the answer; false: it is played no fault. */
static bool play(struct MHD_Connection *connection, const struct host *h,
		 const char *path, unsigned offset, const char *type,
		 struct buf *body, enum MHD_Result *rc)
{
	const struct patient *p = h->lab ? lab_patient(h->lab, h->shelf.address, path)
					 : NULL;
	struct answer         a = { .status = type ? 200 : 404,
				    .type = type ? type : "text/plain" };

	if (!p || !lab_is_on(h->lab))
		return false;
	a.body = *body;
	p->fault->play(&(struct request){ h->lab, &h->shelf, p->board, path, offset },
		       &a);
	*body = a.body;
	if (!a.is_bare)
		return false;
	*rc = send_answer(connection, &a);
	*body = a.body;
	return true;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection,
				  const char *path, const char *method,
				  const char *version, const char *upload,
				  size_t *upload_size, void **state)
{
	static const char  is_read = 1;
	const struct host *h = arg;
	struct buf         body = BUF_INIT;
	const char        *type, *offset;
	enum MHD_Result    rc;
	unsigned           from;

	(void)version, (void)upload, (void)upload_size;
	/* An answer before the request is read whole would end the connection. */
	if (!*state) {
		*state = (void *)(uintptr_t)&is_read;
		return MHD_YES;
	}
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return send_text(connection, 405, "GET and HEAD only\n");
	offset = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "offset");
	from = offset ? (unsigned)strtoul(offset, NULL, 10) : 0;
	type = shelf_document(&h->shelf, path, from, &body);
	if (!play(connection, h, path, from, type, &body, &rc))
		rc = type ? send_body(connection, h, type, &body) :
			    send_text(connection, 404, "no such page\n");
	buf_deinit(&body);
	return rc;
}

/* ---- listening --------------------------------------------------------------------- */

static int listen_on(int address, int port, struct error *err)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int                fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int                on = 1;

	at.sin_addr.s_addr = htonl(0x7F000100u + (uint32_t)address);
	if (fd < 0)
		goto failed;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) || listen(fd, 512))
		goto failed;
	return fd;
failed:
	error_set(err, "127.0.1.%d:%d: %s", address, port, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool host_start(struct host *h, const struct world *w, const struct lab *lab,
		       int address, int port, struct error *err)
{
	int fd = listen_on(address, port, err);

	h->lab = lab;
	if (fd < 0)
		return false;
	shelf_init(&h->shelf, w, address, port);
	h->daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request, h,
				     MHD_OPTION_LISTEN_SOCKET, fd,
				     MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S,
				     MHD_OPTION_END);
	if (h->daemon)
		return true;
	error_set(err, "127.0.1.%d:%d: libmicrohttpd does not start", address, port);
	shelf_deinit(&h->shelf);
	close(fd);
	return false;
}

static void host_stop(struct host *h)
{
	if (h->daemon)
		MHD_stop_daemon(h->daemon);
	shelf_deinit(&h->shelf);
}

/* Its addresses, each once. */
static size_t list_addresses(const struct world *w, int out[ADDRESSES_MAX])
{
	size_t n = 0;

	for (size_t b = 0; b < w->n_boards; b++) {
		bool is_known = false;

		for (size_t i = 0; i < n; i++)
			is_known = is_known || out[i] == w->boards[b].address;
		if (!is_known && n < ADDRESSES_MAX)
			out[n++] = w->boards[b].address;
	}
	return n;
}

/* One thread for all: each host's epoll descriptor says when it has work. */
static void loop(struct host *hosts, size_t n)
{
	struct pollfd fds[ADDRESSES_MAX];
	sigset_t      unblocked;

	for (size_t i = 0; i < n; i++) {
		const union MHD_DaemonInfo *info =
			MHD_get_daemon_info(hosts[i].daemon, MHD_DAEMON_INFO_EPOLL_FD);

		fds[i] = (struct pollfd){ info->epoll_fd, POLLIN, 0 };
	}
	sigemptyset(&unblocked);
	while (!is_ending) {
		struct timespec second = { 1, 0 };
		int ready = ppoll(fds, n, &second, &unblocked);

		for (size_t i = 0; i < n; i++) {
			if (ready <= 0 || fds[i].revents)
				MHD_run(hosts[i].daemon);
		}
	}
}

bool serve(const struct world *w, const struct lab *lab, int port, struct error *err)
{
	struct host      *hosts;
	int               addresses[ADDRESSES_MAX];
	size_t            n = list_addresses(w, addresses), started = 0;
	struct sigaction  action = { .sa_handler = on_signal };
	sigset_t          ending;

	/* Blocked but while waiting: none is missed between two looks. */
	sigemptyset(&ending);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGINT);
	sigprocmask(SIG_BLOCK, &ending, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	hosts = xcalloc(n, sizeof(*hosts));
	while (started < n && host_start(&hosts[started], w, lab, addresses[started], port, err))
		started++;
	if (started == n) {
		printf("boardsim: serving %zu boards on %zu hosts, port %d\n",
		       w->n_boards, n, port);
		fflush(stdout);
		loop(hosts, n);
	}
	for (size_t i = 0; i < started; i++)
		host_stop(&hosts[i]);
	free(hosts);
	return started == n;
}
