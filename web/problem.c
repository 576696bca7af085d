#include "web/problem.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct kind {
	const char *name, *title;
	unsigned    status;
	int         retry_after_s;
} kinds[] = {
	[PROBLEM_PARAMETER] = { "parameter", "A parameter is not understood",
				400, 0 },
	[PROBLEM_NOT_FOUND] = { "not-found", "There is nothing here", 404, 0 },
	[PROBLEM_METHOD] = { "method", "Not with this method", 405, 0 },
	[PROBLEM_FORMAT] = { "format", "Not in this format", 406, 0 },
	[PROBLEM_TOO_LARGE] = { "too-large", "The body is too large", 413, 0 },
	[PROBLEM_TOO_LONG] = { "too-long", "The address is too long", 414, 0 },
	[PROBLEM_DEFECT] = { "defect", "A defect of jobtrend", 500, 0 },
	[PROBLEM_BUSY] = { "busy", "Too much is asked at the moment", 503, 2 },
	[PROBLEM_SLOW] = { "slow", "The answer took too long", 503, 30 },
	[PROBLEM_DATABASE] = { "database", "The database is away", 503, 5 },
};

unsigned problem_status(enum problem_kind kind)
{
	return kinds[kind].status;
}

int problem_retry_after_s(enum problem_kind kind)
{
	return kinds[kind].retry_after_s;
}

void problem_set(struct problem *p, enum problem_kind kind, const char *format,
		 ...)
{
	va_list args;

	p->kind = kind;
	va_start(args, format);
	vsnprintf(p->detail, sizeof(p->detail), format, args);
	va_end(args);
}

/* As much of `text` as fits, whole characters only. */
static void cut(char *out, size_t size, const char *text)
{
	snprintf(out, size, "%s", text);
	out[utf8_valid_prefix(span_of(out))] = '\0';
}

void problem_of_parameter(struct problem *p, const char *parameter,
			  const char *expected, const char *found)
{
	p->kind = PROBLEM_PARAMETER;
	cut(p->parameter, sizeof(p->parameter), parameter);
	cut(p->expected, sizeof(p->expected), expected);
	cut(p->found, sizeof(p->found), found ? found : "");
	if (p->found[0])
		snprintf(p->detail, sizeof(p->detail),
			 "%s: expected %s, found '%s'", p->parameter,
			 p->expected, p->found);
	else
		snprintf(p->detail, sizeof(p->detail),
			 "%s: expected %s, found nothing", p->parameter,
			 p->expected);
}

static void put_errors(const struct problem *p, struct buf *out)
{
	json_key(out, "errors");
	json_open_array(out);
	json_open_object(out);
	json_put_text(out, "parameter", p->parameter);
	json_put_text(out, "expected", p->expected);
	if (p->found[0])
		json_put_text(out, "found", p->found);
	if (p->n_allowed) {
		json_key(out, "allowed");
		json_open_array(out);
		for (size_t i = 0; i < p->n_allowed; i++)
			json_string(out, span_of(p->allowed[i]));
		json_close_array(out);
	}
	if (p->n_near) {
		json_key(out, "did_you_mean");
		json_open_array(out);
		for (size_t i = 0; i < p->n_near; i++)
			json_string(out, span_of(p->near[i]));
		json_close_array(out);
	}
	json_close_object(out);
	json_close_array(out);
}

void problem_json(const struct problem *p, struct buf *out)
{
	const struct kind *kind = &kinds[p->kind];
	char               type[64];

	snprintf(type, sizeof(type), "urn:jobtrend:problem:%s", kind->name);
	json_open_object(out);
	json_put_text(out, "type", type);
	json_put_text(out, "title", kind->title);
	json_put_int(out, "status", kind->status);
	json_put_text(out, "detail", p->detail);
	if (p->parameter[0])
		put_errors(p, out);
	json_close_object(out);
	buf_add_char(out, '\n');
}
