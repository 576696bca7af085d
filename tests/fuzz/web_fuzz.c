/*
 * web_fuzz.c - libFuzzer target: the target of a request, for every route of
 * the API; and a cursor that we make is one that we take. `make fuzz`.
 *
 * Bytes: the Accept header, a line end, the target as it comes over the wire.
 */
#include "base/mem.h"
#include "web/call.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static const struct names *some_names(void)
{
	static struct names *names;

	if (names)
		return names;
	names = names_new();
	names_add(names, NAME_REGION, "DE", "Germany");
	names_add(names, NAME_REGION, "US", "United States");
	names_add(names, NAME_REGION, "US-CA", "California");
	names_add(names, NAME_SKILL, "ai-agents", "AI agents");
	names_add(names, NAME_SKILL, "pytorch", "PyTorch");
	names_add(names, NAME_DEFINITION, "one-skill", "one-skill");
	names_add(names, NAME_DEFINITION, "title", "title");
	return names;
}

/* What is understood is complete: no text is missing that a statement needs. */
static void check_call(const struct call *c)
{
	struct buf key = BUF_INIT;

	for (size_t i = 0; c->route->params[i].name; i++) {
		const struct param *p = &c->route->params[i];

		if ((p->fallback || p->is_required) && !c->values[i])
			abort();
	}
	if (c->limit < 0 || c->limit > 1000)
		abort();
	call_key(c, &key);
	buf_deinit(&key);
}

/* The next page of the same question, which must be understood. */
static void check_cursor(const struct route *route, const struct target *asked,
			 const struct call *c, const struct call_world *world,
			 struct arena *a)
{
	static const char *const fields[CURSOR_FIELDS_MAX] = {
		"2025-01-01", "b", "", "\xc3\xbc", "e e", "f"
	};
	struct buf     cursor = BUF_INIT;
	struct target  next = *asked;
	struct call    again;
	struct problem p = { .detail = "" };

	for (size_t i = 0; i < next.n_pairs; i++) {
		if (strcmp(next.pairs[i].name, "cursor") == 0)
			return;
	}
	if (!route->cursor_fields || next.n_pairs == TARGET_PAIRS_MAX)
		return;
	call_next(c, fields, &cursor);
	next.pairs[next.n_pairs].name = "cursor";
	next.pairs[next.n_pairs++].value = cursor.ptr;
	if (!call_parse(route, &next, NULL, world, a, &again, &p))
		abort();
	for (int i = 0; i < route->cursor_fields; i++) {
		if (strcmp(again.cursor[i], fields[i]) != 0)
			abort();
	}
	buf_deinit(&cursor);
}

static void try_route(const struct route *route, const struct target *target,
		      const char *accept, struct arena *a)
{
	const struct call_world worlds[] = {
		{ some_names(), "2025-03/12" },
		{ NULL, NULL },
	};

	for (size_t i = 0; i < ARRAY_LEN(worlds); i++) {
		struct call    call;
		struct problem p = { .detail = "" };
		struct buf     text = BUF_INIT;

		if (call_parse(route, target, accept, &worlds[i], a, &call,
			       &p)) {
			check_call(&call);
			check_cursor(route, target, &call, &worlds[i], a);
			continue;
		}
		if (!p.detail[0] || !p.parameter[0])
			abort();
		problem_json(&p, &text);
		buf_deinit(&text);
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	const char   *text = (const char *)bytes;
	const char   *line = len ? memchr(text, '\n', len) : NULL;
	struct arena  a = ARENA_INIT;
	struct error  err = ERROR_INIT;
	struct target target;
	const char   *accept = NULL;

	if (len > TARGET_MAX)
		return 0;
	if (line) {
		accept = arena_strndup(&a, text, (size_t)(line - text));
		len -= (size_t)(line + 1 - text);
		text = line + 1;
	}
	if (target_parse((struct span){ text, len }, &a, &target, &err)) {
		if (target.path[0] != '/' || strstr(target.path, "/../"))
			abort();
		for (size_t i = 0; route_at(i); i++)
			try_route(route_at(i), &target, accept, &a);
	} else if (!err.text[0]) {
		abort();
	}
	arena_deinit(&a);
	return 0;
}
