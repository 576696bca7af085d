#include "daemon/tdm.h"

#include "base/arena.h"
#include "base/mem.h"
#include "daemon/path_pattern.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdlib.h>

struct tdm_rule {
	struct span pattern; /* normalised */
	bool        is_reserved;
};

struct tdm {
	struct arena     arena;
	struct tdm_rule *rules; /* in the order of the file */
	size_t           n;
};

/* 1 and, as some write it, "1" and true. */
static bool is_one(const cJSON *value)
{
	if (cJSON_IsString(value))
		return span_is(span_of(value->valuestring), "1");
	return cJSON_IsTrue(value) ||
	       (cJSON_IsNumber(value) && value->valuedouble == 1);
}

/* A `location` is a pattern as in robots.txt, or an absolute URL. */
static void add_rule(struct tdm *t, const cJSON *object)
{
	const cJSON *location = cJSON_GetObjectItem(object, "location");
	const cJSON *reserved = cJSON_GetObjectItem(object, "tdm-reservation");
	struct span  text;
	struct buf   pattern = BUF_INIT;

	if (!cJSON_IsString(location) || !reserved)
		return;
	text = span_trim(span_of(location->valuestring));
	if (!text.len)
		return;
	if (span_starts_nocase(text, "http://") ||
	    span_starts_nocase(text, "https://"))
		url_path_normalise(text, &pattern);
	else
		pattern_normalise(text, &pattern);
	t->rules[t->n].pattern = arena_span(&t->arena, buf_span(&pattern));
	t->rules[t->n++].is_reserved = is_one(reserved);
	buf_deinit(&pattern);
}

struct tdm *tdm_new(struct span json, struct error *err)
{
	struct tdm *t = NULL;
	cJSON      *root = NULL;
	cJSON      *item;

	if (json.len > TDM_BODY_MAX) {
		error_set(err, "tdmrep.json: expected at most %d bytes, found %zu",
			  TDM_BODY_MAX, json.len);
		return NULL;
	}
	root = cJSON_ParseWithLength(json.ptr, json.len);
	if (!cJSON_IsArray(root)) {
		error_set(err, "tdmrep.json: expected an array, found %s",
			  root ? "something else" : "no JSON");
		cJSON_Delete(root);
		return NULL;
	}
	t = xcalloc(1, sizeof(*t));
	t->rules = xcalloc(TDM_RULES_MAX, sizeof(*t->rules));
	cJSON_ArrayForEach(item, root) {
		if (t->n < TDM_RULES_MAX)
			add_rule(t, item);
	}
	cJSON_Delete(root);
	return t;
}

void tdm_free(struct tdm *t)
{
	if (!t)
		return;
	free(t->rules);
	arena_deinit(&t->arena);
	free(t);
}

/* The first rule that matches decides. */
bool tdm_is_reserved(const struct tdm *t, struct span url)
{
	struct buf path = BUF_INIT;
	bool       is_reserved = false;

	url_path_normalise(url, &path);
	for (size_t i = 0; i < t->n; i++) {
		if (pattern_matches(t->rules[i].pattern, buf_span(&path))) {
			is_reserved = t->rules[i].is_reserved;
			break;
		}
	}
	buf_deinit(&path);
	return is_reserved;
}
