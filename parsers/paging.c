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

/* Where in `url` the segment behind the one called `name` is. */
static struct span segment_behind(struct span url, const char *name)
{
	struct url_parts u;

	if (!url_split(url, &u))
		return (struct span){ NULL, 0 };
	for (size_t i = 0;; i++) {
		struct span segment = url_segment(u.path, i);

		if (!segment.ptr)
			return segment;
		if (span_is(segment, name))
			return url_segment(u.path, i + 1);
	}
}

/* What the address says of where it stands. */
static struct span address_at(const struct paging *p, struct span url)
{
	struct url_parts u;

	if (p->by == PAGING_SEGMENT)
		return segment_behind(url, p->param);
	return url_split(url, &u) ? url_query(u.query, p->param)
				  : (struct span){ NULL, 0 };
}

int64_t paging_at(const struct paging *p, const struct document *doc)
{
	double       at = p->first;
	struct error err = ERROR_INIT;
	char         digits[16];

	if (doc->post.len) {
		cJSON *root = json_parse(doc->post, &err);

		json_number(json_path(root, p->param), &at);
		json_free(root);
	} else {
		struct span value = address_at(p, doc->url);

		snprintf(digits, sizeof(digits), "%.*s", (int)value.len,
			 value.len ? value.ptr : "");
		if (value.len)
			at = atof(digits);
	}
	return at >= 0 && at <= AT_MAX ? (int64_t)at : p->first;
}

/* `url` with another segment behind the one called `name`. */
static struct span set_segment(struct arena *arena, struct span url,
			       const char *name, struct span value)
{
	struct span old = segment_behind(url, name);
	size_t      before = old.ptr ? (size_t)(old.ptr - url.ptr) : 0;

	if (!old.len)
		return old;
	return span_of(arena_printf(
		arena, "%.*s%.*s%.*s", (int)before, url.ptr, (int)value.len,
		value.ptr, (int)(url.len - before - old.len),
		old.ptr + old.len));
}

/* The address and body of `doc` with the parameter at `value`. */
static void add_next(const struct paging *p, const struct document *doc,
		     struct span value, bool is_number, struct findings *out)
{
	struct span        post = { NULL, 0 }, url = doc->url;
	struct found_link *link;

	if (doc->post.len)
		post = paging_set_member(&out->arena, doc->post, p->param,
					 value, is_number);
	else if (p->by == PAGING_SEGMENT)
		url = set_segment(&out->arena, doc->url, p->param, value);
	else
		url = paging_set_query(&out->arena, doc->url, p->param, value);
	if (!url.len || (doc->post.len && !post.len))
		return;
	link = findings_add_link(out);
	link->url = url;
	link->post = post;
	link->role = LINK_LIST;
	link->is_next = true;
}

static bool counts_ads(const struct paging *p)
{
	return p->by == PAGING_OFFSET || p->by == PAGING_RANGE;
}

/* The first of the ads or pages at `at`, as the parameter has it. */
static struct span print_at(const struct paging *p, int64_t at, size_t shown,
			    char *out, size_t size)
{
	int64_t n = p->size ? p->size : (int64_t)shown;

	if (p->by == PAGING_RANGE)
		snprintf(out, size, "%" PRId64 "-%" PRId64, at, at + n - 1);
	else
		snprintf(out, size, "%" PRId64, at);
	return span_of(out);
}

/* Ads that have been passed when the page is done, shown or not. */
static int64_t reached(const struct paging *p, int64_t at, size_t shown)
{
	int64_t n = p->size ? p->size : (int64_t)shown;

	return counts_ads(p) ? at - p->first + n : (at - p->first + 1) * n;
}

void paging_next(const struct paging *p, const struct document *doc,
		 size_t shown, int64_t total, struct findings *out)
{
	int64_t at, next, seen;
	char    value[48];

	if (p->by == PAGING_NONE || !shown ||
	    (p->size && shown < (size_t)p->size && total < 0))
		return;
	at = paging_at(p, doc);
	next = counts_ads(p) ? at + (int64_t)shown : at + 1;
	seen = counts_ads(p)
		       ? next - p->first
		       : (at - p->first) * (p->size ? p->size : (int)shown) +
				 (int64_t)shown;
	if ((total >= 0 && seen >= total) || next > AT_MAX)
		return;
	if (p->most && reached(p, at, shown) >= p->most) {
		out->is_capped = true;
		return;
	}
	print_at(p, next, shown, value, sizeof(value));
	add_next(p, doc, span_of(value), true, out);
}

void paging_part(const struct paging *p, const struct document *doc,
		 const char *name, struct span value, struct findings *out)
{
	struct arena      *arena = &out->arena;
	char               first[48];
	struct span        url = paging_set_query(arena, doc->url, name, value);
	struct found_link *link;

	print_at(p, p->first, 1, first, sizeof(first));
	if (p->by == PAGING_SEGMENT)
		url = set_segment(arena, url, p->param, span_of(first));
	else
		url = paging_set_query(arena, url, p->param, span_of(first));
	if (!url.len)
		return;
	link = findings_add_link(out);
	link->url = url;
	link->role = LINK_LIST;
}

void paging_next_token(const char *param, const struct document *doc,
		       struct span token, struct findings *out)
{
	struct paging p = { .param = param };

	if (token.len)
		add_next(&p, doc, token, false, out);
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
