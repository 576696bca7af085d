#include "base/buf.h"
#include "parsers/charset.h"
#include "parsers/json.h"
#include "parsers/text.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define EXACT_MAX 9007199254740992.0 /* 2^53 */
#define SNIFF_BYTES (256 * 1024) /* the first job is within */

cJSON *json_parse_document(const struct document *doc, struct error *err)
{
	struct buf  store = BUF_INIT;
	struct span text;
	cJSON      *root = NULL;

	if (charset_decode(doc, false, &store, &text, err))
		root = json_parse(text, err);
	buf_deinit(&store);
	return root;
}

bool json_has_keys(const struct document *doc, const char *opens,
		   const char *const *keys, size_t n)
{
	struct span s = doc->body;

	if (s.len > SNIFF_BYTES)
		s.len = SNIFF_BYTES;
	if (span_starts(s, "\xEF\xBB\xBF"))
		s = (struct span){ s.ptr + 3, s.len - 3 };
	s = span_trim(s);
	if (!s.len || !s.ptr[0] || !strchr(opens, s.ptr[0]))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!span_find(s, keys[i]))
			return false;
	}
	return true;
}

const cJSON *json_get(const cJSON *object, const char *key)
{
	const cJSON *member = object ? object->child : NULL;

	while (member && !(member->string && strcmp(member->string, key) == 0))
		member = member->next;
	return member;
}

static const cJSON *step(const cJSON *value, const char *key)
{
	const cJSON *item;

	if (!cJSON_IsArray(value) || *key < '0' || *key > '9')
		return json_get(value, key);
	item = value->child;
	for (int n = *key - '0'; item && n > 0; n--)
		item = item->next;
	return item;
}

const cJSON *json_path(const cJSON *object, const char *path)
{
	char        key[64];
	const char *dot;

	while (object && (dot = strchr(path, '.'))) {
		size_t len = (size_t)(dot - path);

		assert(len < sizeof(key)); /* paths are ours */
		memcpy(key, path, len);
		key[len] = '\0';
		object = step(object, key);
		path = dot + 1;
	}
	return object ? step(object, path) : NULL;
}

struct span json_raw(const cJSON *value)
{
	if (!cJSON_IsString(value))
		return (struct span){ NULL, 0 };
	return span_of(value->valuestring);
}

struct span json_member(const cJSON *object, const char *key)
{
	return json_raw(json_get(object, key));
}

/* Ids are numbers, and printf of a double costs as much as the ad's rest. */
static struct span whole_text(struct arena *arena, int64_t n)
{
	char     digits[24];
	char    *at = digits + sizeof(digits);
	uint64_t rest = n < 0 ? (uint64_t)-n : (uint64_t)n;

	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (n < 0)
		*--at = '-';
	return arena_span(arena, (struct span){
					 at, (size_t)(digits + sizeof(digits) -
						      at) });
}

struct span json_text(struct arena *arena, const cJSON *value)
{
	if (cJSON_IsNumber(value)) {
		double n = value->valuedouble;

		if (n == floor(n) && fabs(n) < EXACT_MAX && (n || !signbit(n)))
			return whole_text(arena, (int64_t)n);
		return span_of(arena_printf(arena, "%.15g", n));
	}
	return text_line(arena, json_raw(value));
}

struct span json_member_text(struct arena *arena, const cJSON *object,
			     const char *key)
{
	return json_text(arena, json_get(object, key));
}

bool json_number(const cJSON *value, double *out)
{
	if (cJSON_IsNumber(value)) {
		*out = value->valuedouble;
		return isfinite(*out);
	}
	return cJSON_IsString(value) &&
	       text_number(json_raw(value), out, NULL);
}

bool json_whole(const cJSON *value, int64_t *out)
{
	double n;

	if (!json_number(value, &n) || n != floor(n) || fabs(n) > EXACT_MAX)
		return false;
	*out = (int64_t)n;
	return true;
}
