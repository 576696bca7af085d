#include "parsers/item.h"

#include "base/mem.h"
#include "parsers/text.h"

#include <string.h>

#define REF_HOPS 4 /* {"@id": ...} that leads to another */

static const char *local_name(const char *name)
{
	static const char *const prefixes[] = { "schema:", "http://schema.org/",
						"https://schema.org/",
						"http://www.schema.org/",
						"https://www.schema.org/" };

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		size_t len = strlen(prefixes[i]);

		if (strncmp(name, prefixes[i], len) == 0 && name[len])
			return name + len;
	}
	return name;
}

static void strip_prefix(cJSON *node)
{
	const char *local;

	if (!node->string || (node->type & cJSON_StringIsConst))
		return;
	local = local_name(node->string);
	if (local != node->string)
		memmove(node->string, local, strlen(local) + 1);
}

bool item_is(const cJSON *type, const char *name)
{
	const cJSON *item;

	if (cJSON_IsString(type))
		return strcmp(local_name(type->valuestring), name) == 0;
	cJSON_ArrayForEach(item, type)
	{
		if (cJSON_IsString(item) &&
		    strcmp(local_name(item->valuestring), name) == 0)
			return true;
	}
	return false;
}

static const cJSON *with_id(const cJSON *node, const char *id,
			    size_t *patience)
{
	const cJSON *child;
	const cJSON *found = NULL;

	if (cJSON_IsObject(node) && node->child && node->child->next) {
		const cJSON *own = json_get(node, "@id");

		if (cJSON_IsString(own) && strcmp(own->valuestring, id) == 0)
			return node;
	}
	cJSON_ArrayForEach(child, node)
	{
		if (!*patience)
			return NULL;
		(*patience)--;
		if (cJSON_IsObject(child) || cJSON_IsArray(child))
			found = with_id(child, id, patience);
		if (found)
			return found;
	}
	return NULL;
}

/* {"@id": "#org"} stands for the object of that name elsewhere. */
const cJSON *item_resolve(const struct item_context *c, const cJSON *value)
{
	for (int hops = 0; hops < REF_HOPS; hops++) {
		const cJSON *id;
		const cJSON *target;

		if (!cJSON_IsObject(value) || !value->child ||
		    value->child->next)
			break;
		id = json_get(value, "@id");
		target = cJSON_IsString(id)
				 ? with_id(c->root, id->valuestring,
					   c->patience)
				 : NULL;
		if (!target)
			break;
		value = target;
	}
	return value;
}

/* The first of an array, the value itself otherwise; references followed. */
const cJSON *item_single(const struct item_context *c, const cJSON *value)
{
	if (cJSON_IsArray(value))
		value = value->child;
	return item_resolve(c, value);
}

const cJSON *item_member(const struct item_context *c, const cJSON *object,
			   const char *key)
{
	return item_single(c, json_get(object, key));
}

/* A text, or what an object is called. */
struct span item_value_text(const struct item_context *c, const cJSON *value)
{
	static const char *const names[] = { "@value", "name", "value",
					     "legalName", "termCode" };

	value = item_single(c, value);
	if (cJSON_IsString(value))
		return text_line_of_html(c->arena, json_raw(value));
	if (cJSON_IsNumber(value))
		return json_text(c->arena, value);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const cJSON *item = item_member(c, value, names[i]);

		if (cJSON_IsString(item))
			return text_line_of_html(c->arena, json_raw(item));
		if (cJSON_IsNumber(item))
			return json_text(c->arena, item);
	}
	return (struct span){ NULL, 0 };
}

struct span item_text(const struct item_context *c, const cJSON *object,
			const char *key)
{
	return item_value_text(c, json_get(object, key));
}

void item_strip_prefixes(cJSON *node)
{
	cJSON *child;

	cJSON_ArrayForEach(child, node)
	{
		strip_prefix(child);
		if (child->child)
			item_strip_prefixes(child);
	}
}
