#include "parsers/paging.h"

#include "base/buf.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "parsers/json.h"
#include "parsers/url.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT_MAX 100000000 /* of offsets and page numbers: no board goes on so far */

struct span paging_set_query(struct arena *arena, struct span url,
			     const char *name, struct span value)
{
	struct url_parts u;
	struct buf       out = BUF_INIT;
	struct span      result, rest;
	size_t           name_len = strlen(name);
	bool             is_set = false;
	char             before = '?';

	if (!url_split(url, &u))
		return (struct span){ NULL, 0 };
	buf_printf(&out, "%.*s://%.*s%.*s", (int)u.scheme.len, u.scheme.ptr,
		   (int)u.authority.len, u.authority.ptr, (int)u.path.len,
		   u.path.ptr);
	for (rest = u.query; rest.len;) {
		const char *end = memchr(rest.ptr, '&', rest.len);
		size_t      len = end ? (size_t)(end - rest.ptr) : rest.len;
		bool is_it = len >= name_len &&
			     memcmp(rest.ptr, name, name_len) == 0 &&
			     (len == name_len || rest.ptr[name_len] == '=');

		if (is_it && !is_set)
			buf_printf(&out, "%c%s=%.*s", before, name,
				   (int)value.len, value.ptr);
		else if (!is_it)
			buf_printf(&out, "%c%.*s", before, (int)len, rest.ptr);
		before = out.ptr[out.len - 1] == '?' ? '?' : '&';
		is_set = is_set || is_it;
		rest.ptr += len + (end != NULL);
		rest.len -= len + (end != NULL);
	}
	if (!is_set)
		buf_printf(&out, "%c%s=%.*s", before, name, (int)value.len,
			   value.ptr);
	result = arena_span(arena, buf_span(&out));
	buf_deinit(&out);
	return result;
}

/* ---- posted bodies ---- */

/* What replaces a member while a body is written again. */
struct change {
	struct span value;
	bool        is_number;
	bool        is_done;
};

static void put_change(struct buf *out, struct change *c)
{
	if (c->is_number)
		buf_add_span(out, c->value);
	else
		json_string(out, c->value);
	c->is_done = true;
}

/* `object` as JSON, its member `path` ("filter.page") replaced or added. */
static void put_object(struct buf *out, const cJSON *object, const char *path,
		       struct change *c)
{
	size_t       len = strcspn(path, ".");
	bool         is_last = path[len] == '\0';
	const cJSON *member;

	json_open_object(out);
	cJSON_ArrayForEach(member, object)
	{
		bool is_it = strlen(member->string) == len &&
			     memcmp(member->string, path, len) == 0;

		json_key(out, member->string);
		if (is_it && is_last) {
			put_change(out, c);
		} else if (is_it && cJSON_IsObject(member)) {
			put_object(out, member, path + len + 1, c);
		} else {
			char *text = cJSON_PrintUnformatted(member);

			buf_add_text(out, text ? text : "null");
			cJSON_free(text);
		}
	}
	if (is_last && !c->is_done) {
		json_key(out, path);
		put_change(out, c);
	}
	json_close_object(out);
}

struct span paging_set_member(struct arena *arena, struct span body,
			      const char *path, struct span value,
			      bool is_number)
{
	struct change c = { .value = value, .is_number = is_number };
	struct error  err = ERROR_INIT;
	cJSON        *root = json_parse(body, &err);
	struct buf    out = BUF_INIT;
	struct span   result = { NULL, 0 };

	if (cJSON_IsObject(root)) {
		put_object(&out, root, path, &c);
		if (c.is_done)
			result = arena_span(arena, buf_span(&out));
	}
	json_free(root);
	buf_deinit(&out);
	return result;
}

/* ---- where, and where next ---- */

int64_t paging_at(const struct paging *p, const struct document *doc)
{
	double           at = p->first;
	struct error     err = ERROR_INIT;
	struct url_parts u;
	char             digits[16];

	if (doc->post.len) {
		cJSON *root = json_parse(doc->post, &err);

		json_number(json_path(root, p->param), &at);
		json_free(root);
	} else if (url_split(doc->url, &u)) {
		struct span value = url_query(u.query, p->param);

		snprintf(digits, sizeof(digits), "%.*s", (int)value.len,
			 value.len ? value.ptr : "");
		if (value.len)
			at = atof(digits);
	}
	return at >= 0 && at <= AT_MAX ? (int64_t)at : p->first;
}

/* The address and body of `doc` with the parameter at `value`. */
static void add_next(const char *param, const struct document *doc,
		     struct span value, bool is_number, struct findings *out)
{
	struct span        post = { NULL, 0 }, url = doc->url;
	struct found_link *link;

	if (doc->post.len)
		post = paging_set_member(&out->arena, doc->post, param, value,
					 is_number);
	else
		url = paging_set_query(&out->arena, doc->url, param, value);
	if (!url.len || (doc->post.len && !post.len))
		return;
	link = findings_add_link(out);
	link->url = url;
	link->post = post;
	link->role = LINK_LIST;
	link->is_next = true;
}

void paging_next(const struct paging *p, const struct document *doc,
		 size_t shown, int64_t total, struct findings *out)
{
	int64_t at, next, seen;
	char    value[24];

	if (p->by == PAGING_NONE || !shown ||
	    (p->size && shown < (size_t)p->size && total < 0))
		return;
	at = paging_at(p, doc);
	next = p->by == PAGING_OFFSET ? at + (int64_t)shown : at + 1;
	seen = p->by == PAGING_OFFSET
		       ? next - p->first
		       : (at - p->first) * (p->size ? p->size : (int)shown) +
				 (int64_t)shown;
	if ((total >= 0 && seen >= total) || next > AT_MAX)
		return;
	snprintf(value, sizeof(value), "%" PRId64, next);
	add_next(p->param, doc, span_of(value), true, out);
}

void paging_next_token(const char *param, const struct document *doc,
		       struct span token, struct findings *out)
{
	if (token.len)
		add_next(param, doc, token, false, out);
}

void paging_next_url(struct span url, struct findings *out)
{
	struct found_link *link;

	if (!url.len)
		return;
	link = findings_add_link(out);
	link->url = url;
	link->role = LINK_LIST;
	link->is_next = true;
}
