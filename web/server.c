#include "web/server.h"

#include "base/arena.h"
#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/log.h"
#include "web/connection.h"
#include "web/document.h"
#include "web/listen.h"
#include "web/problem.h"
#include "web/reply.h"
#include "web/static.h"
#include "web/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS        2            /* that read requests and send answers */
#define THREAD_STACK   (256 * 1024) /* bytes */
#define CONNECTION_MEM (16 * 1024)  /* bytes of a request's head, and no more \
				     */
#define API            "/api/v1/"

struct server {
	const struct config *config;
	struct MHD_Daemon   *daemon;
	struct connections  *connections;
	struct pages        *pages;
	struct body         *openapi, *openapi_gz;
	struct buf           url;
};

/* One request, from its first line to the end of its answer. */
struct exchange {
	char        *uri; /* as it came; NULL: too long */
	struct arena arena;
	bool         is_begun;
};

/* ---- answers that need nothing ---- */

static enum MHD_Result send_problem(struct server         *s,
				    struct MHD_Connection *connection,
				    const struct problem *p, const char *allow)
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
	rc = reply_send_body(connection, s->config, &r, body);
	body_unref(body);
	return rc;
}

static enum MHD_Result
send_text(struct server *s, struct MHD_Connection *connection, const char *text)
{
	struct reply r = {
		.status = MHD_HTTP_OK,
		.type = "text/plain; charset=utf-8",
		.is_api = true,
	};

	return reply_send(
		connection, s->config, &r,
		MHD_create_response_from_buffer(strlen(text), (void *)text,
						MHD_RESPMEM_PERSISTENT));
}

static enum MHD_Result send_openapi(struct server         *s,
				    struct MHD_Connection *connection)
{
	bool         is_coded = request_takes_gzip(connection);
	struct reply r = {
		.status = MHD_HTTP_OK,
		.type = "application/json",
		.etag = is_coded ? "\"" JOBTREND_VERSION "z\""
				 : "\"" JOBTREND_VERSION "\"",
		.cache = CACHE_NEVER,
		.is_api = true,
		.is_coded = is_coded,
		.may_vary = true,
	};

	return reply_send_body(connection, s->config, &r,
			       is_coded ? s->openapi_gz : s->openapi);
}

static enum MHD_Result send_options(struct server         *s,
				    struct MHD_Connection *connection,
				    const char            *allow)
{
	struct reply r = {
		.status = MHD_HTTP_NO_CONTENT,
		.is_api = true,
		.allow = allow,
	};

	return reply_send(connection, s->config, &r,
			  MHD_create_response_from_buffer(
				  0, NULL, MHD_RESPMEM_PERSISTENT));
}

/* ---- one request ---- */

/* Without the prefix that a proxy leaves in the path. */
static const char *without_prefix(const struct server *s, const char *path)
{
	const char *prefix = s->config->web_prefix;
	size_t      len = prefix ? strlen(prefix) : 0;

	while (len && prefix[len - 1] == '/')
		len--;
	if (len && strncmp(path, prefix, len) == 0 && path[len] == '/')
		return path + len;
	return path;
}

static enum MHD_Result answer(struct server         *s,
			      struct MHD_Connection *connection,
			      struct exchange *x, const char *method)
{
	static const char allow[] = "GET, HEAD, OPTIONS";
	struct problem    p = { .detail = "" };
	struct error      err = ERROR_INIT;
	struct target     target;
	const char       *path;
	enum MHD_Result   rc;

	if (!x->uri) {
		problem_set(&p, PROBLEM_TOO_LONG,
			    "expected at most %d bytes, found more",
			    TARGET_MAX);
		return send_problem(s, connection, &p, NULL);
	}
	if (!target_parse(span_of(x->uri), &x->arena, &target, &err)) {
		problem_of_parameter(&p, "address", "a path and parameters",
				     err.text);
		return send_problem(s, connection, &p, NULL);
	}
	if (strcmp(method, "OPTIONS") == 0)
		return send_options(s, connection, allow);
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
		problem_set(&p, PROBLEM_METHOD, "expected %s, found %.32s",
			    allow, method);
		return send_problem(s, connection, &p, allow);
	}
	path = without_prefix(s, target.path);
	if (strcmp(path, "/healthz") == 0)
		return send_text(s, connection, "ok\n");
	if (strcmp(path, API "openapi.json") == 0)
		return send_openapi(s, connection);
	if (pages_serve(s->pages, connection, path, &rc))
		return rc;
	problem_set(&p, PROBLEM_NOT_FOUND,
		    "expected a file of the page or a route of " API
		    "openapi.json, found %.200s",
		    path);
	return send_problem(s, connection, &p, NULL);
}

static void *on_uri(void *arg, const char *uri,
		    struct MHD_Connection *connection)
{
	struct exchange *x = xcalloc(1, sizeof(*x));

	(void)arg;
	(void)connection;
	if (strlen(uri) <= TARGET_MAX)
		x->uri = xstrdup(uri);
	return x;
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
	(void)upload_data;
	if (!x->is_begun) {
		x->is_begun = true;
		connections_began(s->connections, connection);
		return MHD_YES;
	}
	if (*upload_size) { /* nobody reads it */
		*upload_size = 0;
		return MHD_YES;
	}
	return answer(s, connection, x, method);
}

static void on_completed(void *arg, struct MHD_Connection *connection,
			 void **context, enum MHD_RequestTerminationCode code)
{
	struct server   *s = arg;
	struct exchange *x = *context;

	(void)code;
	if (!x)
		return;
	connections_ended(s->connections, connection);
	arena_deinit(&x->arena);
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
	const struct config *c = s->config;

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
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HEAD_TIMEOUT_S,
		MHD_OPTION_URI_LOG_CALLBACK, on_uri, s,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
		MHD_OPTION_NOTIFY_CONNECTION, connections_on_change,
		s->connections, MHD_OPTION_END);
	if (!s->daemon) {
		error_set(err, "http: %s: cannot be served", s->url.ptr);
		close(fd);
		return false;
	}
	return true;
}

struct server *server_open(const struct config *config, const char *conninfo,
			   struct error *err)
{
	struct server *s = xcalloc(1, sizeof(*s));
	struct buf     document = BUF_INIT;
	int            fd;

	(void)conninfo;
	s->config = config;
	s->connections = connections_new();
	s->pages = pages_open(config);
	buf_add_span(&document, document_openapi());
	s->openapi = body_take(&document);
	s->openapi_gz = body_gzip(s->openapi);
	fd = listen_on(config->web_listen, &s->url, err);
	if (fd >= 0 && start(s, fd, err)) {
		if (!pages_dir(s->pages))
			log_warning("page: its files were not found");
		return s;
	}
	server_close(s);
	return NULL;
}

void server_close(struct server *s)
{
	if (!s)
		return;
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	body_unref(s->openapi_gz);
	body_unref(s->openapi);
	pages_close(s->pages);
	connections_free(s->connections);
	buf_deinit(&s->url);
	free(s);
}

void server_tick(struct server *s)
{
	size_t n = connections_expire(s->connections);

	if (n)
		log_debug("http: hung up on the slow connections=%zu", n);
}

const char *server_address(const struct server *s)
{
	return s->url.ptr;
}
