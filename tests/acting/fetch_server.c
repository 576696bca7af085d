#include "tests/acting/fetch_server.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum how {
	HOW_KEEP,    /* answer, keep the connection */
	HOW_CLOSE,   /* answer, hang up */
	HOW_SILENT,  /* say nothing */
	HOW_DRIP,    /* answer, then a byte every 50 ms */
	HOW_ENDLESS, /* answer, then as much as is taken */
	HOW_HEADERS, /* answer, then header lines without end */
};

#define OK_HEAD "HTTP/1.1 200 OK\r\n"
#define EMPTY "Content-Length: 0\r\n\r\n"

static const struct answer {
	const char *path;
	enum how    how;
	const char *bytes; /* "PORT" in it becomes the server's */
} answers[] = {
	{ "/page", HOW_KEEP, OK_HEAD
	  "Content-Type: text/html; charset=utf-8\r\nETag: W/\"a1\"\r\n"
	  "Last-Modified: Fri, 03 Jan 2025 06:00:00 GMT\r\n"
	  "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello" },
	{ "/twice", HOW_KEEP, OK_HEAD
	  "Content-Encoding: br\r\nContent-Encoding: gzip\r\n"
	  "TDM-Reservation: 1\r\n" EMPTY },
	{ "/same", HOW_KEEP, "HTTP/1.1 304 Not Modified\r\nETag: \"b\"\r\n\r\n" },
	{ "/chunked", HOW_KEEP, OK_HEAD
	  "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" },
	{ "/hint", HOW_KEEP, "HTTP/1.1 103 Early Hints\r\nETag: \"old\"\r\n\r\n"
	  OK_HEAD EMPTY },
	{ "/moved", HOW_KEEP,
	  "HTTP/1.1 301 Moved\r\nLocation: /page\r\nETag: \"r\"\r\n" EMPTY },
	{ "/see-other", HOW_KEEP,
	  "HTTP/1.1 303 See\r\nLocation: http://127.0.0.1:PORT/bye\r\n" EMPTY },
	{ "/found-elsewhere", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:PORT/bye\r\n" EMPTY },
	{ "/elsewhere", HOW_KEEP,
	  "HTTP/1.1 307 There\r\nLocation: http://127.0.0.1:PORT/bye\r\n" EMPTY },
	{ "/other-host", HOW_KEEP,
	  "HTTP/1.1 308 There\r\nLocation: http://localhost:PORT/bye\r\n" EMPTY },
	{ "/moved-for-good", HOW_KEEP,
	  "HTTP/1.1 308 Moved\r\nLocation: http://127.0.0.1:PORT/moved\r\n"
	  EMPTY },
	{ "/found", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: moved\r\n" EMPTY },
	{ "/self", HOW_KEEP, "HTTP/1.1 302 Found\r\nLocation: /self\r\n" EMPTY },
	{ "/ping", HOW_KEEP, "HTTP/1.1 302 Found\r\nLocation: /pong\r\n" EMPTY },
	{ "/pong", HOW_KEEP, "HTTP/1.1 302 Found\r\nLocation: /ping\r\n" EMPTY },
	{ "/to-file", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n" EMPTY },
	{ "/to-user", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: http://a:b@127.0.0.1:PORT/\r\n"
	  EMPTY },
	{ "/to-private", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n" EMPTY },
	{ "/to-loopback", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n" EMPTY },
	{ "/to-mapped", HOW_KEEP,
	  "HTTP/1.1 302 Found\r\nLocation: http://[::ffff:10.0.0.1]/\r\n"
	  EMPTY },
	{ "/busy", HOW_KEEP,
	  "HTTP/1.1 429 Too Many\r\nRetry-After: 120\r\n" EMPTY },
	{ "/busy-until", HOW_KEEP,
	  "HTTP/1.1 503 Unavailable\r\nDate: Fri, 03 Jan 2025 06:00:00 GMT\r\n"
	  "Retry-After: Fri, 03 Jan 2025 06:01:30 GMT\r\n" EMPTY },
	{ "/announced-large", HOW_KEEP, OK_HEAD
	  "Content-Length: 100000000\r\n\r\n" },
	{ "/endless", HOW_ENDLESS, OK_HEAD "\r\n" },
	{ "/endless-headers", HOW_HEADERS, OK_HEAD },
	{ "/silent", HOW_SILENT, "" },
	{ "/drip", HOW_DRIP, OK_HEAD "\r\n" },
	{ "/cut", HOW_CLOSE, OK_HEAD "Content-Length: 100\r\n\r\nonly this" },
	{ "/hang-up", HOW_CLOSE, "" },
	{ "/not-http", HOW_CLOSE, "220 mail.example ESMTP\r\n" },
	{ "/bye", HOW_CLOSE, OK_HEAD EMPTY },
};

struct guest {
	uv_tcp_t     tcp;
	uv_timer_t   timer;
	int          open_handles;
	struct buf   request;
	enum how     then;
	struct guest *next;
};

static struct fetch_server *server; /* of the test that runs */

static void on_guest_closed(uv_handle_t *handle)
{
	struct guest *g = handle->data;

	if (--g->open_handles)
		return;
	buf_deinit(&g->request);
	free(g);
}

static void guest_leave(struct guest *g)
{
	struct guest **at = &server->guests;

	while (*at && *at != g)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = g->next;
	uv_close((uv_handle_t *)&g->tcp, on_guest_closed);
	uv_close((uv_handle_t *)&g->timer, on_guest_closed);
}

static void on_written(uv_write_t *write, int status)
{
	(void)status;
	free(write->data);
	free(write);
}

static void say(struct guest *g, const char *bytes, size_t len)
{
	uv_write_t *write = xcalloc(1, sizeof(*write));
	char       *copy = xmalloc(len + 1);
	uv_buf_t    buf = uv_buf_init(copy, (unsigned)len);

	memcpy(copy, bytes, len);
	write->data = copy;
	uv_write(write, (uv_stream_t *)&g->tcp, &buf, 1, on_written);
}

#define FILLER "X-Filler: 0123456789012345678901234567890123456789\r\n"

static void on_tick(uv_timer_t *timer)
{
	static char   plenty[65536];
	struct guest *g = timer->data;

	if (uv_stream_get_write_queue_size((uv_stream_t *)&g->tcp) > 1000000)
		return;
	if (g->then == HOW_DRIP)
		say(g, "x", 1);
	else if (g->then == HOW_ENDLESS)
		say(g, plenty, sizeof(plenty));
	else
		for (int i = 0; i < 100; i++)
			say(g, FILLER, sizeof(FILLER) - 1);
}

/* `bytes` with PORT replaced. */
static void say_answer(struct guest *g, const char *bytes)
{
	const char *mark = strstr(bytes, "PORT");
	struct buf  text = BUF_INIT;

	buf_add(&text, bytes, mark ? (size_t)(mark - bytes) : strlen(bytes));
	if (mark)
		buf_printf(&text, "%d%s", server->port, mark + 4);
	say(g, text.ptr, text.len);
	buf_deinit(&text);
}

static void on_shut(uv_shutdown_t *shut, int status)
{
	struct guest *g = shut->data;

	(void)status;
	free(shut);
	guest_leave(g);
}

static void answer(struct guest *g)
{
	const char *path = strchr(g->request.ptr, ' ');
	size_t      len = path ? strcspn(++path, " ") : 0;

	buf_clear(&server->last_request);
	buf_add_text(&server->last_request, g->request.ptr);
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		const struct answer *a = &answers[i];
		uv_shutdown_t       *shut;

		if (strlen(a->path) != len || memcmp(a->path, path, len) != 0)
			continue;
		g->then = a->how;
		if (*a->bytes)
			say_answer(g, a->bytes);
		if (a->how == HOW_CLOSE) {
			shut = xcalloc(1, sizeof(*shut));
			shut->data = g;
			uv_shutdown(shut, (uv_stream_t *)&g->tcp, on_shut);
		} else if (a->how != HOW_KEEP && a->how != HOW_SILENT) {
			uv_timer_start(&g->timer, on_tick, 0,
				       a->how == HOW_DRIP ? 50 : 1);
		}
		break;
	}
	buf_clear(&g->request);
}

static void on_room(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	static char room[65536];

	(void)handle;
	(void)hint;
	*buf = uv_buf_init(room, sizeof(room));
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct guest *g = stream->data;

	if (n < 0) {
		guest_leave(g);
		return;
	}
	buf_add(&g->request, buf->base, (size_t)n);
	if (strstr(g->request.ptr, "\r\n\r\n"))
		answer(g);
}

static void on_guest(uv_stream_t *stream, int status)
{
	struct guest *g = xcalloc(1, sizeof(*g));

	assert(status == 0);
	uv_tcp_init(server->loop, &g->tcp);
	uv_timer_init(server->loop, &g->timer);
	g->tcp.data = g->timer.data = g;
	g->open_handles = 2;
	g->next = server->guests;
	server->guests = g;
	server->connections++;
	status = uv_accept(stream, (uv_stream_t *)&g->tcp);
	assert(status == 0);
	uv_read_start((uv_stream_t *)&g->tcp, on_room, on_read);
}

void fetch_server_open(struct fetch_server *s, uv_loop_t *loop)
{
	struct sockaddr_in address;
	int                len = sizeof(address);

	*s = (struct fetch_server){ .loop = loop };
	server = s;
	uv_tcp_init(loop, &s->tcp);
	uv_ip4_addr("127.0.0.1", 0, &address);
	uv_tcp_bind(&s->tcp, (struct sockaddr *)&address, 0);
	uv_tcp_getsockname(&s->tcp, (struct sockaddr *)&address, &len);
	s->port = ntohs(address.sin_port);
	uv_listen((uv_stream_t *)&s->tcp, 128, on_guest);
}

void fetch_server_hang_up(struct fetch_server *s)
{
	while (s->guests)
		guest_leave(s->guests);
}

void fetch_server_close(struct fetch_server *s)
{
	fetch_server_hang_up(s);
	uv_close((uv_handle_t *)&s->tcp, NULL);
	buf_deinit(&s->last_request);
}
