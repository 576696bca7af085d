#include "daemon/seed.h"

#include "parsers/parser.h"
#include "parsers/url.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

bool option_text(const char *options, const char *name, struct buf *out)
{
	const cJSON *value, *element;
	cJSON       *root;

	/* Most sources have no such option, and pages are many. */
	if (!options || !strstr(options, name))
		return false;
	root = cJSON_Parse(options);
	value = cJSON_GetObjectItemCaseSensitive(root, name);
	if (cJSON_IsString(value))
		buf_add_text(out, value->valuestring);
	value = cJSON_IsArray(value) ? value : NULL;
	cJSON_ArrayForEach(element, value)
	{
		if (!cJSON_IsString(element))
			continue;
		if (out->len)
			buf_add_char(out, '\n');
		buf_add_text(out, element->valuestring);
	}
	cJSON_Delete(root);
	return out->len > 0;
}

/* A bare site names its sitemaps in robots.txt. */
static bool is_bare(const struct url_parts *u)
{
	return !u->query.len && (u->path.len == 0 || span_is(u->path, "/"));
}

static bool seed_url(const char *kind, const struct parser *parser,
		     const char *url, struct seed *out)
{
	struct url_parts u;
	size_t           len = strlen(url);

	out->kind = kind;
	if (!strcmp(kind, "sitemap") && url_split(span_of(url), &u) &&
	    is_bare(&u)) {
		out->kind = "robots";
		snprintf(out->url, SEED_URL_SIZE, "%.*s://%.*s/robots.txt",
			 (int)u.scheme.len, u.scheme.ptr, (int)u.authority.len,
			 u.authority.ptr);
		return true;
	}
	if (parser && parser->seed_url &&
	    parser->seed_url(span_of(url), out->url, SEED_URL_SIZE))
		return true;
	if (len >= SEED_URL_SIZE ||
	    (!span_starts_nocase(span_of(url), "http://") &&
	     !span_starts_nocase(span_of(url), "https://")))
		return false;
	memcpy(out->url, url, len + 1);
	return true;
}

bool seed_for(const char *kind, const char *url, const char *options,
	      struct seed *out)
{
	const struct parser *parser = parser_find(span_of(kind));

	memset(out, 0, sizeof(*out));
	if (!seed_url(kind, parser, url, out))
		return false;
	if (!option_text(options, "post", &out->post) && parser &&
	    parser->seed_post)
		buf_add_text(&out->post, parser->seed_post);
	return true;
}

void seed_deinit(struct seed *s)
{
	buf_deinit(&s->post);
}
