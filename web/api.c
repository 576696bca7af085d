#include "base/mem.h"
#include "base/utf8.h"
#include "daemon/config.h"
#include "web/connection.h"
#include "web/exchange.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ALLOW_GET  "GET, HEAD, OPTIONS"
#define ALLOW_POST "GET, HEAD, OPTIONS, POST"

/* ---- answers ---- */

static enum MHD_Result send_not_modified(struct exchange *x, const char *etag)
{
	struct reply r = {
		.status = MHD_HTTP_NOT_MODIFIED,
		.etag = etag,
		.cache = CACHE_REVALIDATE,
		.is_api = true,
		.may_vary = true,
	};

	return exchange_send(x, &r,
			     MHD_create_response_from_buffer(
				     0, NULL, MHD_RESPMEM_PERSISTENT));
}

static enum MHD_Result send_answer(struct exchange *x, struct answer *a)
{
	bool         is_coded;
	struct body *body =
		answer_body(a, request_takes_gzip(x->connection), &is_coded);
	char         etag[ETAG_SIZE];
	struct reply r = {
		.status = MHD_HTTP_OK,
		.type = answer_type(a),
		.etag = etag,
		.cache = CACHE_REVALIDATE,
		.is_api = true,
		.is_coded = is_coded,
		.may_vary = true,
		.name = answer_name(a),
	};
	enum MHD_Result rc;

	answer_etag(a, is_coded, etag);
	if (exchange_is_get(x) && request_has_tag(x->connection, etag))
		rc = send_not_modified(x, etag);
	else
		rc = exchange_send_body(x, &r, body);
	answer_unref(a);
	return rc;
}

/* What changes with every visit has no tag before its bytes are known. */
static bool has_stream_tag(const struct exchange *x)
{
	return x->call.route->fresh == FRESH_BY_VERSION;
}

static enum MHD_Result send_stream(struct exchange *x, struct stream *s)
{
	struct MHD_Response *response;
	char         name[64], etag[ETAG_SIZE];
	bool         has_tag = has_stream_tag(x);
	struct reply r = {
		.status = MHD_HTTP_OK,
		.type = "text/csv; charset=utf-8",
		.etag = has_tag ? etag : NULL,
		.cache = has_tag ? CACHE_REVALIDATE : CACHE_NEVER,
		.is_api = true,
		.is_coded = stream_is_coded(s),
		.may_vary = true,
		.name = name,
	};

	answer_tag(x->outcome.version, x->key.ptr, r.is_coded, etag);
	snprintf(name, sizeof(name), "jobtrend-%s.csv", x->call.route->path);
	response = stream_response(s, x->connection);
	/* Of HEAD libmicrohttpd 0.9.75 would send the end of the chunks, which
	 * the client takes for the start of the next answer: no chunks, and
	 * the connection ends. */
	if (strcmp(x->method, "HEAD") == 0)
		MHD_set_response_options(response,
					 MHD_RF_HTTP_1_0_COMPATIBLE_STRICT,
					 MHD_RO_END);
	return exchange_send(x, &r, response);
}

static void on_daemons(const struct table *rows, struct buf *out, void *arg)
{
	struct exchange   *x = arg;
	struct serving    *s = x->serving;
	struct metrics_now now = {
		.connections = connections_count(s->connections),
		.cache_bytes = cache_bytes(s->cache),
		.queue_length = pool_queue_length(s->pool),
		.is_database_up = rows != NULL,
	};

	metrics_text(s->metrics, &now, rows, out);
}

/* Without the database the rest is worth the more. */
static enum MHD_Result send_own_metrics(struct exchange *x)
{
	struct buf text = BUF_INIT;

	on_daemons(NULL, &text, x);
	return exchange_send_text(x, "text/plain; version=0.0.4; charset=utf-8",
				  &text);
}

enum MHD_Result api_send_outcome(struct exchange *x)
{
	struct outcome *o = &x->outcome;

	if (o->answer)
		return send_answer(x, o->answer);
	if (o->stream)
		return send_stream(x, o->stream);
	if (x->is_metrics)
		return send_own_metrics(x);
	return exchange_send_problem(x, &o->problem, NULL);
}

/* ---- asking the database ---- */

static void on_done(void *arg)
{
	struct exchange *x = arg;

	MHD_resume_connection(x->connection);
}

/* Suspended first: the answer may come before pool_ask returns. */
static enum MHD_Result ask(struct exchange *x)
{
	x->question.call = &x->call;
	x->question.key = x->key.ptr;
	x->question.outcome = &x->outcome;
	x->question.on_done = on_done;
	x->question.arg = x;
	x->is_asked = true;
	MHD_suspend_connection(x->connection);
	if (!pool_ask(x->serving->pool, &x->question)) {
		problem_set(&x->outcome.problem, PROBLEM_BUSY,
			    "expected room for another question, found none");
		MHD_resume_connection(x->connection);
	}
	return MHD_YES;
}

enum MHD_Result api_metrics(struct exchange *x)
{
	x->is_metrics = true;
	x->call = (struct call){ .route = &route_metrics };
	call_key(&x->call, &x->key);
	x->question.encode = on_daemons;
	x->question.type = "text/plain; version=0.0.4; charset=utf-8";
	return ask(x);
}

/* ---- a claim in the body ---- */

static bool refuse_body(struct problem *p, const char *found)
{
	problem_of_parameter(p, "body",
			     "a JSON object with the text claim, or a form",
			     found);
	return false;
}

/* Line ends in a sentence are blanks; control characters say nothing. */
static const char *plain_text(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text);

	for (char *c = copy; *c; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = ' ';
	}
	return copy;
}

static bool read_json(struct exchange *x, struct problem *p)
{
	cJSON *object = cJSON_ParseWithLength(x->body.ptr, x->body.len);
	cJSON *member;
	bool   is_good = cJSON_IsObject(object);

	if (!is_good)
		refuse_body(p, "something else");
	cJSON_ArrayForEach(member, object)
	{
		struct pair *pair = &x->target.pairs[x->target.n_pairs];

		if (!is_good)
			break;
		if (cJSON_IsNull(member))
			continue;
		is_good = cJSON_IsString(member) &&
			  x->target.n_pairs < TARGET_PAIRS_MAX;
		if (!is_good) {
			problem_of_parameter(p, member->string, "a text",
					     "something else");
			break;
		}
		pair->name = plain_text(&x->arena, member->string);
		pair->value = plain_text(&x->arena, member->valuestring);
		x->target.n_pairs++;
	}
	cJSON_Delete(object);
	return is_good;
}

static bool read_body(struct exchange *x, struct problem *p)
{
	const char  *type = request_header(x->connection, "Content-Type");
	struct error err = ERROR_INIT;

	if (x->is_body_too_large) {
		problem_set(p, PROBLEM_TOO_LARGE,
			    "expected at most %d bytes, found more", BODY_MAX);
		return false;
	}
	if (!x->body.len ||
	    utf8_valid_prefix(buf_span(&x->body)) != x->body.len)
		return refuse_body(p, x->body.len ? "no UTF-8" : "nothing");
	if (type &&
	    strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0) {
		if (target_parse_form(buf_span(&x->body), &x->arena, &x->target,
				      &err))
			return true;
		return refuse_body(p, err.text);
	}
	return read_json(x, p);
}

/* ---- routes ---- */

static enum MHD_Result send_openapi(struct exchange *x)
{
	struct serving *s = x->serving;
	bool            is_coded = request_takes_gzip(x->connection);
	char            etag[ETAG_SIZE];
	struct reply    r = {
		   .status = MHD_HTTP_OK,
		   .type = "application/json",
		   .etag = etag,
		   .cache = CACHE_REVALIDATE,
		   .is_api = true,
		   .is_coded = is_coded,
		   .may_vary = true,
	};

	snprintf(etag, sizeof(etag), "\"%s%s\"", s->openapi_tag,
		 is_coded ? "z" : "");
	if (!request_has_tag(x->connection, etag))
		return exchange_send_body(
			x, &r, is_coded ? s->openapi_gz : s->openapi);
	return send_not_modified(x, etag);
}

static enum MHD_Result send_no_route(struct exchange *x, const char *path)
{
	struct problem p = { .detail = "" };

	problem_of_parameter(&p, "path", "a route of openapi.json", path);
	p.kind = PROBLEM_NOT_FOUND;
	for (size_t i = 0; route_at(i); i++) {
		const char *name = route_at(i)->path;

		if (p.n_allowed < PROBLEM_WORDS_MAX)
			p.allowed[p.n_allowed++] = name;
		if (letters_apart(name, path, 2) <= 2 &&
		    p.n_near < ARRAY_LEN(p.near))
			snprintf(p.near[p.n_near++], sizeof(p.near[0]), "%s",
				 name);
	}
	return exchange_send_problem(x, &p, NULL);
}

static enum MHD_Result send_options(struct exchange *x, const char *allow)
{
	struct reply r = {
		.status = MHD_HTTP_NO_CONTENT,
		.is_api = true,
		.allow = allow,
	};

	return exchange_send(x, &r,
			     MHD_create_response_from_buffer(
				     0, NULL, MHD_RESPMEM_PERSISTENT));
}

/* The call is understood: what is kept, else the database. */
static enum MHD_Result answer_call(struct exchange *x, const char *version)
{
	struct serving *s = x->serving;
	struct answer  *a;
	char            etag[ETAG_SIZE];

	call_key(&x->call, &x->key);
	if (x->call.format == FORMAT_CSV && x->call.route->cursor_fields &&
	    !x->call.limit) {
		x->question.may_stream = true;
		x->question.takes_gzip = request_takes_gzip(x->connection);
		/* A list is kept nowhere, but a client may have it still. */
		answer_tag(version, x->key.ptr, x->question.takes_gzip, etag);
		if (has_stream_tag(x) && request_has_tag(x->connection, etag))
			return send_not_modified(x, etag);
	}
	a = x->question.may_stream ? NULL
				   : cache_find(s->cache, x->key.ptr, version);
	metrics_count_cache(s->metrics, a != NULL);
	return a ? send_answer(x, a) : ask(x);
}

static enum MHD_Result answer_route(struct exchange    *x,
				    const struct route *route)
{
	struct problem    away = { .detail = "" }, p = { .detail = "" };
	struct state     *state = pool_state(x->serving->pool, &away);
	struct call_world world = { NULL, NULL };
	enum MHD_Result   rc;

	if (state) {
		world.names = state->names;
		if (state->last_year[0])
			world.last_year =
				arena_strdup(&x->arena, state->last_year);
	}
	/* Who asks wrongly hears of it, whether the database is there or not.
	 */
	if ((strcmp(x->method, "POST") == 0 && !read_body(x, &p)) ||
	    !call_parse(route, &x->target,
			request_header(x->connection, "Accept"), &world,
			&x->arena, &x->call, &p))
		rc = exchange_send_problem(x, &p, NULL);
	else if (!state)
		rc = exchange_send_problem(x, &away, NULL);
	else
		rc = answer_call(x, state->version);
	state_unref(state);
	return rc;
}

enum MHD_Result api_answer(struct exchange *x, const char *path)
{
	const struct route *route = route_find(path);
	bool                is_openapi = strcmp(path, "openapi.json") == 0;
	bool                may_post = route && !route->sql;
	const char         *allow = may_post ? ALLOW_POST : ALLOW_GET;
	struct problem      p = { .detail = "" };

	if (!route && !is_openapi)
		return send_no_route(x, path);
	x->route = route ? route->path : "openapi.json";
	if (strcmp(x->method, "OPTIONS") == 0)
		return send_options(x, allow);
	if (!exchange_is_get(x) &&
	    !(may_post && strcmp(x->method, "POST") == 0)) {
		problem_set(&p, PROBLEM_METHOD, "expected %s, found %.32s",
			    allow, x->method);
		return exchange_send_problem(x, &p, allow);
	}
	return is_openapi ? send_openapi(x) : answer_route(x, route);
}
