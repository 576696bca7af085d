#include "daemon/token.h"

#include "base/mem.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#define LIFE_S 300.0     /* when the answer does not say */
#define LIFE_MAX_S 86400.0
#define EARLY 0.1        /* of its life that a token is left unused */

struct token {
	char   *request;
	char   *value;
	int64_t until_ms;
};

struct tokens {
	struct token *item;
	size_t        n;
};

struct tokens *tokens_new(void)
{
	return xcalloc(1, sizeof(struct tokens));
}

static void release(struct token *t)
{
	explicit_bzero(t->value, strlen(t->value));
	free(t->value);
	free(t->request);
}

void tokens_clear(struct tokens *t)
{
	for (size_t i = 0; i < t->n; i++)
		release(&t->item[i]);
	t->n = 0;
}

void tokens_free(struct tokens *t)
{
	if (!t)
		return;
	tokens_clear(t);
	free(t->item);
	free(t);
}

const char *tokens_find(const struct tokens *t, const char *request,
			int64_t now_ms)
{
	for (size_t i = 0; i < t->n; i++) {
		if (strcmp(t->item[i].request, request) == 0)
			return t->item[i].until_ms > now_ms ? t->item[i].value
							    : NULL;
	}
	return NULL;
}

void tokens_drop(struct tokens *t, const char *request)
{
	for (size_t i = 0; i < t->n; i++) {
		if (strcmp(t->item[i].request, request) != 0)
			continue;
		release(&t->item[i]);
		t->item[i] = t->item[--t->n];
		return;
	}
}

/* It goes into a header line. */
static bool is_token(const cJSON *value)
{
	if (!cJSON_IsString(value) || !value->valuestring[0])
		return false;
	for (const char *c = value->valuestring; *c; c++) {
		if ((unsigned char)*c <= 0x20 || (unsigned char)*c >= 0x7f)
			return false;
	}
	return true;
}

bool tokens_put(struct tokens *t, const char *request, struct span body,
		int64_t now_ms, struct error *err)
{
	cJSON       *root = cJSON_ParseWithLength(body.ptr, body.len);
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(root,
							      "access_token");
	const cJSON *life = cJSON_GetObjectItemCaseSensitive(root,
							     "expires_in");
	double life_s = cJSON_IsNumber(life) ? life->valuedouble : LIFE_S;
	bool   ok = is_token(value);

	if (life_s > LIFE_MAX_S)
		life_s = LIFE_MAX_S;
	if (ok) {
		tokens_drop(t, request);
		t->item = xrealloc(t->item, (t->n + 1) * sizeof(*t->item));
		t->item[t->n++] = (struct token){
			.request = xstrdup(request),
			.value = xstrdup(value->valuestring),
			.until_ms = now_ms +
				    (int64_t)(life_s * (1 - EARLY) * 1000),
		};
		explicit_bzero(value->valuestring, strlen(value->valuestring));
	} else {
		error_set(err, "expected an object with access_token, found %s",
			  cJSON_IsObject(root) ? "one without it"
			  : root	       ? "another value"
					       : "no JSON");
	}
	cJSON_Delete(root);
	return ok;
}
