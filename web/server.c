#include "web/server.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/log.h"
#include "web/connection.h"
#include "web/document.h"
#include "web/exchange.h"
#include "web/listen.h"
#include "web/static.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS      2            /* that read requests and send answers */
#define THREAD_STACK (256 * 1024) /* bytes */
#define CONNECTION_MEM                                        \
	(16 * 1024) /* bytes of a request's head, and no more \
		     */
#define API "/api/v1/"

struct server {
	struct serving     serving;
	struct MHD_Daemon *daemon;
	struct pages      *pages;
	struct buf         url;
};

/* ---- answers ---- */

enum MHD_Result exchange_send(struct exchange *x, const struct reply *r,
			      struct MHD_Response *response)
{
	metrics_count_request(x->serving->metrics, x->route, r->status,
			      metrics_now_us() - x->began_us);
	return reply_send(x->connection, x->serving->config, r, response);
}

enum MHD_Result exchange_send_body(struct exchange *x, const struct reply *r,
				   struct body *body)
{
	metrics_count_request(x->serving->metrics, x->route, r->status,
			      metrics_now_us() - x->began_us);
	return reply_send_body(x->connection, x->serving->config, r, body);
}

enum MHD_Result exchange_send_problem(struct exchange      *x,
				      const struct problem *p,
				      const char           *allow)
{
	struct buf      text = BUF_INIT;
	struct body    *body;
	enum MHD_Result rc;
	struct reply    r = {
		   .status = problem_status(p->kind),
		   .type = "application/problem+json",
		   .is_api = true,
		   .retry_after_s = problem_retry_after_s(p->kind),
		   .allow = allow,
	};

	problem_json(p, &text);
	body = body_take(&text);
	rc = exchange_send_body(x, &r, body);
	body_unref(body);
	return rc;
}

enum MHD_Result exchange_send_text(struct exchange *x, const char *type,
				   struct buf *text)
{
	struct body    *body = body_take(text);
	enum MHD_Result rc;
	struct reply    r = {
		   .status = MHD_HTTP_OK,
		   .type = type,
		   .is_api = true,
	};

	rc = exchange_send_body(x, &r, body);
	body_unref(body);
	return rc;
}

bool exchange_is_get(const struct exchange *x)
{
	return strcmp(x->method, "GET") == 0 || strcmp(x->method, "HEAD") == 0;
}

/* ---- what needs no parameters ---- */

static enum MHD_Result send_health(struct exchange *x)
{
	struct buf text = BUF_INIT;

	buf_add_text(&text, "ok\n");
	return exchange_send_text(x, "text/plain; charset=utf-8", &text);
}

static enum MHD_Result send_readiness(struct exchange *x)
{
	struct problem why = { .detail = "" };
	struct state  *state = pool_state(x->serving->pool, &why);
	struct buf     text = BUF_INIT;

	if (!state)
		return exchange_send_problem(x, &why, NULL);
	state_unref(state);
	buf_add_text(&text, "ready\n");
	return exchange_send_text(x, "text/plain; charset=utf-8", &text);
}

static const struct probe {
	const char *path;
	enum MHD_Result (*send)(struct exchange *x);
} probes[] = {
	{ "/healthz", send_health },
	{ "/metrics", api_metrics },
	{ "/readyz", send_readiness },
};

/* ---- one request ---- */

/* Without the prefix that a proxy leaves in the path. */
static const char *without_prefix(const struct config *config, const char *path)
{
	const char *prefix = config->web_prefix;
	size_t      len = prefix ? strlen(prefix) : 0;

	while (len && prefix[len - 1] == '/')
		len--;
	if (len && strncmp(path, prefix, len) == 0 && path[len] == '/')
		return path + len;
	return path;
}

/* "/jobtrend" without its last slash: relative addresses would go astray. */
static bool is_bare_prefix(const struct config *config, const char *path)
{
	size_t len = strlen(path);

	return config->web_prefix && len > 1 &&
	       strncmp(config->web_prefix, path, len) == 0 &&
	       config->web_prefix[len + (config->web_prefix[len] == '/')] ==
		       '\0';
}

static enum MHD_Result send_redirect(struct exchange *x, const char *path)
{
	struct reply r = {
		.status = MHD_HTTP_PERMANENT_REDIRECT,
		.location = arena_printf(&x->arena, "%s/", path),
	};

	return exchange_send(x, &r,
			     MHD_create_response_from_buffer(
				     0, NULL, MHD_RESPMEM_PERSISTENT));
}

static enum MHD_Result send_page(struct server *s, struct exchange *x,
				 const char *path)
{
	struct problem  p = { .detail = "" };
	enum MHD_Result rc;
	unsigned        status;

	x->route = "page";
	if (!exchange_is_get(x)) {
		problem_set(&p, PROBLEM_METHOD,
			    "expected GET or HEAD, found %.32s", x->method);
		return exchange_send_problem(x, &p, "GET, HEAD");
	}
	if (pages_serve(s->pages, x->connection, path, &status, &rc)) {
		metrics_count_request(s->serving.metrics, x->route, status,
				      metrics_now_us() - x->began_us);
		return rc;
	}
	problem_set(&p, PROBLEM_NOT_FOUND,
		    "expected a file of the page or a route of " API
		    "openapi.json, found %.200s",
		    path);
	return exchange_send_problem(x, &p, NULL);
}

static enum MHD_Result dispatch(struct server *s, struct exchange *x)
{
	const struct config *config = s->serving.config;
	const char          *path = without_prefix(config, x->target.path);

	if (is_bare_prefix(config, path))
		return send_redirect(x, path);
	if (strncmp(path, API, strlen(API)) == 0)
		return api_answer(x, path + strlen(API));
	for (size_t i = 0; i < ARRAY_LEN(probes); i++) {
		if (strcmp(path, probes[i].path) != 0 || !exchange_is_get(x))
			continue;
		x->route = probes[i].path + 1;
		return probes[i].send(x);
	}
	return send_page(s, x, path);
}

static enum MHD_Result answer(struct server *s, struct exchange *x)
{
	struct problem p = { .detail = "" };
	struct error   err = ERROR_INIT;

	if (!x->uri) {
		problem_set(&p, PROBLEM_TOO_LONG,
			    "expected at most %d bytes, found more",
			    TARGET_MAX);
		return exchange_send_problem(x, &p, NULL);
	}
	if (!target_parse(span_of(x->uri), &x->arena, &x->target, &err)) {
		problem_set(&p, PROBLEM_PARAMETER, "%s", err.text);
		return exchange_send_problem(x, &p, NULL);
	}
	return dispatch(s, x);
}

static void *on_uri(void *arg, const char *uri,
		    struct MHD_Connection *connection)
{
	struct server   *s = arg;
	struct exchange *x = xcalloc(1, sizeof(*x));

	x->serving = &s->serving;
	x->connection = connection;
	x->began_us = metrics_now_us();
	x->route = "other";
	if (strlen(uri) <= TARGET_MAX)
		x->uri = xstrdup(uri);
	return x;
}

/* What is sent to us, as much of it as may be. */
static void take_body(struct exchange *x, const char *bytes, size_t len)
{
	if (x->body.len + len > BODY_MAX)
		x->is_body_too_large = true;
	else
		buf_add(&x->body, bytes, len);
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection,
				  const char *url, const char *method,
				  const char *version, const char *upload_data,
				  size_t *upload_size, void **context)
{
	struct server   *s = arg;
	struct exchange *x = *context;

	(void)url;
	(void)version;
	if (!x->is_begun) {
		x->is_begun = true;
		x->began_us = metrics_now_us();
		x->method = method;
		connections_began(s->serving.connections, connection);
		return MHD_YES;
	}
	if (*upload_size) {
		take_body(x, upload_data, *upload_size);
		*upload_size = 0;
		return MHD_YES;
	}
	return x->is_asked ? api_send_outcome(x) : answer(s, x);
}

static void on_completed(void *arg, struct MHD_Connection *connection,
			 void **context, enum MHD_RequestTerminationCode code)
{
	struct server   *s = arg;
	struct exchange *x = *context;

	(void)code;
	if (!x)
		return;
	connections_ended(s->serving.connections, connection);
	arena_deinit(&x->arena);
	buf_deinit(&x->body);
	buf_deinit(&x->key);
	free(x->uri);
	free(x);
	*context = NULL;
}

/* ---- the server ---- */

static void on_message(void *arg, const char *format, va_list args)
{
	char line[256];

	(void)arg;
	vsnprintf(line, sizeof(line), format, args);
	log_debug("http: %s", line);
}

static bool start(struct server *s, int fd, struct error *err)
{
	const struct config *c = s->serving.config;

	s->daemon = MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			MHD_USE_ERROR_LOG,
		0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER,
		on_message, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_THREAD_POOL_SIZE, THREADS,
		MHD_OPTION_THREAD_STACK_SIZE, (size_t)THREAD_STACK,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)c->web_connections,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)c->web_per_ip,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEM,
		MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)((c->web_head_timeout_ms + 999) / 1000),
		MHD_OPTION_URI_LOG_CALLBACK, on_uri, s,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
		MHD_OPTION_NOTIFY_CONNECTION, connections_on_change,
		s->serving.connections, MHD_OPTION_END);
	if (!s->daemon) {
		error_set(err, "http: %s: cannot be served", s->url.ptr);
		close(fd);
		return false;
	}
	return true;
}

static void read_document(struct serving *s)
{
	struct buf  document = BUF_INIT;
	struct span text = document_openapi();

	buf_add_span(&document, text);
	s->openapi = body_take(&document);
	s->openapi_gz = body_gzip(s->openapi);
	snprintf(s->openapi_tag, sizeof(s->openapi_tag), "%016llx",
		 (unsigned long long)hash64(text));
}

struct server *server_open(const struct config *config, const char *conninfo,
			   struct error *err)
{
	struct server  *s = xcalloc(1, sizeof(*s));
	struct serving *serving = &s->serving;
	int             fd;

	serving->config = config;
	serving->connections = connections_new(config->web_head_timeout_ms);
	serving->metrics = metrics_new();
	serving->cache = cache_new((size_t)config->web_cache_bytes);
	s->pages = pages_open(config);
	read_document(serving);
	fd = listen_on(config->web_listen, &s->url, err);
	if (fd >= 0) {
		serving->pool = pool_open(config, conninfo, serving->cache,
					  serving->metrics);
		if (start(s, fd, err)) {
			if (!pages_dir(s->pages))
				log_warning("page: its files were not found");
			return s;
		}
	}
	server_close(s);
	return NULL;
}

/* No new connections; who waits is answered; then nobody is left. */
void server_close(struct server *s)
{
	struct serving *serving;

	if (!s)
		return;
	serving = &s->serving;
	if (s->daemon) {
		MHD_socket fd = MHD_quiesce_daemon(s->daemon);

		if (fd != MHD_INVALID_SOCKET)
			close(fd);
	}
	pool_stop(serving->pool);
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	pool_close(serving->pool);
	body_unref(serving->openapi_gz);
	body_unref(serving->openapi);
	pages_close(s->pages);
	cache_free(serving->cache);
	metrics_free(serving->metrics);
	connections_free(serving->connections);
	buf_deinit(&s->url);
	free(s);
}

void server_tick(struct server *s)
{
	size_t n = connections_expire(s->serving.connections);

	metrics_count_hung_up(s->serving.metrics, n);
	if (n)
		log_debug("http: hung up on the slow connections=%zu", n);
}

const char *server_address(const struct server *s)
{
	return s->url.ptr;
}
