#include "cli/trial.h"

#include "daemon/request.h"
#include "daemon/seed.h"

#include <ctype.h>
#include <string.h>

#define ID_MAX 80 /* characters of an address that go into an id */

void trial_deinit(struct trial *t)
{
	visited_deinit(&t->document);
	findings_deinit(&t->found);
}

/* A source is asked as the daemon would begin. */
static void what_to_ask(const struct trial_request *r, struct seed *seed,
			struct request_for *it)
{
	*it = (struct request_for){
		.kind = r->source_kind ? r->source_kind : r->kind,
		.source_url = r->source_url ? r->source_url : r->url,
		.options = r->options,
		.url = r->url,
		.post = r->post,
	};
	/* A robots.txt is no document that has ads. */
	if (seed_for(it->kind, it->source_url, r->options, seed) &&
	    !r->source_url && !strcmp(seed->kind, it->kind)) {
		it->url = seed->url;
		it->post = seed->post.ptr;
	}
}

bool trial_run(struct visitor *v, const struct trial_request *request,
	       struct trial *t, struct error *err)
{
	struct document doc = {
		.employer = span_of(request->employer),
		.options = span_of(request->options),
		.is_detail = request->is_detail,
	};

	struct request_for it;
	struct seed        seed;
	bool               ok;

	t->parser = NULL;
	what_to_ask(request, &seed, &it);
	ok = visitor_get(v, &it, &t->document, err);
	if (ok) {
		doc.body = buf_span(&t->document.body);
		doc.url = buf_span(&t->document.url);
		doc.content_type = buf_span(&t->document.content_type);
		doc.post = span_of(it.post);
		doc.fetched_at = t->document.fetched_at;
		findings_deinit(&t->found);
		t->found = (struct findings)FINDINGS_INIT;
		if (t->document.http_status == 204 && !request->is_detail)
			t->parser = parser_find(span_of(request->kind));
		if (t->parser) /* an empty list of a known kind */
			t->found.listed = 0;
		else
			ok = parser_run(span_of(request->kind), &doc, &t->found,
					&t->parser, err) == PARSE_OK;
	}
	seed_deinit(&seed);
	return ok;
}

/* `text` between quotes as the configuration reads it. */
static void add_quoted(struct buf *out, const char *text)
{
	buf_add_char(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, *text);
	}
	buf_add_char(out, '"');
}

static void add_setting(struct buf *out, const char *key, const char *value)
{
	if (!value || !*value)
		return;
	buf_printf(out, "    %s = ", key);
	add_quoted(out, value);
	buf_add_char(out, '\n');
}

void source_block(struct buf *out, const char *id, const char *kind,
		  const char *board, const char *url, const char *employer)
{
	bool has_board = board && *board;

	buf_add_text(out, "source ");
	add_quoted(out, id);
	buf_add_text(out, " {\n");
	add_setting(out, "kind", kind);
	add_setting(out, "board", board);
	add_setting(out, "url", has_board ? NULL : url);
	add_setting(out, "employer", employer);
	buf_add_text(out, "}\n");
}

void source_id_for(struct buf *out, const char *kind, const char *board,
		   const char *url)
{
	const char *at = url ? strstr(url, "://") : NULL;
	size_t      start;

	buf_printf(out, "%s/", kind);
	if (board && *board && !strstr(board, "://")) {
		buf_add_text(out, board);
		return;
	}
	if (!at)
		at = board ? strstr(board, "://") : NULL;
	at = at ? at + 3 : "source";
	if (strncmp(at, "www.", 4) == 0)
		at += 4;
	start = out->len;
	for (; *at && !strchr("?#", *at) && out->len - start < ID_MAX; at++) {
		bool is_plain =
			isalnum((unsigned char)*at) || *at == '.' || *at == '_';
		char c = is_plain ? (char)tolower((unsigned char)*at) : '-';

		buf_add_char(out, c);
	}
	while (out->len > start && out->ptr[out->len - 1] == '-')
		out->ptr[--out->len] = '\0';
}
