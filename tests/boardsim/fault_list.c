/*
 * fault_list.c - lists that are not what they were.
 */
#include "tests/boardsim/fault_play.h"

#include "base/mem.h"
#include "tests/boardsim/card.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

/* ---- the list, changed --------------------------------------------------------------- */

static cJSON *list_of(cJSON *root)
{
	return cJSON_IsArray(root)
		       ? root
		       : cJSON_GetObjectItem(root, cJSON_HasObjectItem(root, "content")
							   ? "content"
							   : "jobs");
}

static void edit(const struct request *r, struct answer *a,
		 void (*change)(cJSON *root, cJSON *list))
{
	cJSON *root;
	char  *text;

	if (!fault_is_list(r) || a->status != 200)
		return;
	root = cJSON_Parse(a->body.ptr);
	change(root, list_of(root));
	text = cJSON_PrintUnformatted(root);
	buf_clear(&a->body);
	buf_add_text(&a->body, text);
	a->is_bare = true;
	cJSON_free(text);
	cJSON_Delete(root);
}

static void keep_first(cJSON *list, int n)
{
	while (cJSON_GetArraySize(list) > n)
		cJSON_DeleteItemFromArray(list, n);
}

static void change_empty(cJSON *root, cJSON *list)
{
	(void)root;
	keep_first(list, 0);
}

static void change_half(cJSON *root, cJSON *list)
{
	(void)root;
	keep_first(list, cJSON_GetArraySize(list) / 2);
}

static void change_two_thirds(cJSON *root, cJSON *list)
{
	(void)root;
	keep_first(list, cJSON_GetArraySize(list) * 2 / 3);
}

static void change_one(cJSON *root, cJSON *list)
{
	(void)root;
	keep_first(list, 1);
}

/* The total stays what it was. */
static void change_half_of_total(cJSON *root, cJSON *list)
{
	int    n = cJSON_GetArraySize(list);
	cJSON *meta = cJSON_AddObjectToObject(root, "meta");

	cJSON_AddNumberToObject(meta, "total", n);
	keep_first(list, n - 2);
}

static void change_total(cJSON *root, cJSON *list)
{
	cJSON *meta = cJSON_AddObjectToObject(root, "meta");

	(void)list;
	cJSON_AddNumberToObject(meta, "total", 1000);
}

static void change_list_name(cJSON *root, cJSON *list)
{
	if (root == list)
		keep_first(list, 0);
	else
		cJSON_AddItemToObject(
			root, "openings",
			cJSON_DetachItemViaPointer(root, list));
}

static void rename_members(cJSON *list, const char *const *names)
{
	cJSON *item;

	cJSON_ArrayForEach(item, list)
	{
		for (size_t i = 0; names[i]; i++) {
			cJSON *member = cJSON_DetachItemFromObject(item, names[i]);
			char   name[64];

			if (!member)
				continue;
			snprintf(name, sizeof(name), "%sV2", names[i]);
			cJSON_AddItemToObject(item, name, member);
		}
	}
}

static void change_titles(cJSON *root, cJSON *list)
{
	static const char *const names[] = { "title", "text", "name", NULL };

	(void)root;
	rename_members(list, names);
}

static void change_places(cJSON *root, cJSON *list)
{
	static const char *const names[] = { "location", "categories", "address",
					     "secondaryLocations", NULL };

	(void)root;
	rename_members(list, names);
}

static void change_texts(cJSON *root, cJSON *list)
{
	static const char *const names[] = { "content", "description",
					     "descriptionHtml", NULL };

	(void)root;
	rename_members(list, names);
}

static void change_dates(cJSON *root, cJSON *list)
{
	static const char *const names[] = { "first_published", "createdAt",
					     "publishedAt", NULL };

	(void)root;
	rename_members(list, names);
}

static void change_numbers(cJSON *root, cJSON *list)
{
	cJSON *item;

	(void)root;
	cJSON_ArrayForEach(item, list)
	{
		cJSON *id = cJSON_GetObjectItem(item, "id");
		char   text[128];

		if (cJSON_IsString(id))
			snprintf(text, sizeof(text), "n-%.100s", id->valuestring);
		else
			snprintf(text, sizeof(text), "77%.0f", id->valuedouble);
		cJSON_ReplaceItemInObject(item, "id", cJSON_CreateString(text));
	}
}

static void change_doubled(cJSON *root, cJSON *list)
{
	cJSON *again = cJSON_Duplicate(list, true), *item;

	(void)root;
	while ((item = cJSON_DetachItemFromArray(again, 0)))
		cJSON_AddItemToArray(list, item);
	cJSON_Delete(again);
}

static void change_order(cJSON *root, cJSON *list)
{
	int n = cJSON_GetArraySize(list);

	(void)root;
	for (int i = 1; i < n; i++)
		cJSON_InsertItemInArray(list, 0,
					cJSON_DetachItemFromArray(list, i));
}

#define CHANGE(name)                                                          \
	void play_##name(const struct request *r, struct answer *a)    \
	{                                                                     \
		edit(r, a, change_##name);                                    \
	}

CHANGE(empty)
CHANGE(half)
CHANGE(one)
CHANGE(half_of_total)
CHANGE(total)
CHANGE(list_name)
CHANGE(titles)
CHANGE(places)
CHANGE(texts)
CHANGE(dates)
CHANGE(numbers)
CHANGE(doubled)
CHANGE(order)
CHANGE(two_thirds)

/* ---- another company's list ------------------------------------------------------------ */

/* A board of the same kind: one that is watched too, or one that is not. */
static const struct board *another(const struct request *r, bool is_watched)
{
	const struct world *w = r->shelf->world;

	for (size_t b = 0; b < w->n_boards; b++) {
		const struct board *o = &w->boards[b];
		bool                is_patient = false, is_sound = false;

		for (size_t i = 0; i < r->lab->n; i++) {
			if (r->lab->patients[i].board != o)
				continue;
			is_patient = true;
			is_sound = !strcmp(r->lab->patients[i].fault->states, "ok");
		}
		if (o != r->board && o->kind == r->board->kind &&
		    (is_watched ? is_sound : !is_patient) &&
		    board_open_ads(w, o) >= 4)
			return o;
	}
	return NULL;
}

static void answer_of(const struct request *r, const struct board *o,
		      struct answer *a)
{
	struct shelf shelf;

	shelf_init(&shelf, r->shelf->world, o->address, r->shelf->port);
	buf_clear(&a->body);
	put_board(&shelf, o->slug, o->kind, &a->body);
	a->is_bare = true;
	shelf_deinit(&shelf);
}

void play_parent(const struct request *r, struct answer *a)
{
	const struct board *o = another(r, true);

	if (fault_is_list(r) && o)
		answer_of(r, o, a);
}

void play_stranger(const struct request *r, struct answer *a)
{
	const struct board *o = another(r, false);

	if (fault_is_list(r) && o)
		answer_of(r, o, a);
}

void play_slug(const struct request *r, struct answer *a)
{
	const struct board *o = another(r, false);
	const char         *at = strstr(r->path, r->board->slug);

	if (!fault_is_list(r) || !o || !at)
		return;
	fault_become(a, 301, "text/plain", "");
	snprintf(a->location, sizeof(a->location), "http://127.0.1.%d:%d%.*s%s%s",
		 o->address, r->shelf->port, (int)(at - r->path), r->path,
		 o->slug, at + strlen(r->board->slug));
}

/* ---- lists of several pages ----------------------------------------------------------------- */

void play_page_repeats(const struct request *r, struct answer *a)
{
	if (fault_is_list(r))
		put_postings(r->shelf, r->board->slug, 0, -1, &a->body);
	a->is_bare = true;
}

void play_page_2_500(const struct request *r, struct answer *a)
{
	if (r->offset)
		fault_become(a, 500, "text/plain", "no\n");
}

void play_page_2_empty(const struct request *r, struct answer *a)
{
	if (r->offset)
		edit(r, a, change_empty);
}

#define BEYOND 100000 /* no board has so many */

/* The total falls to what was shown already, and nothing is left. */
void play_page_shrinks(const struct request *r, struct answer *a)
{
	if (fault_is_list(r) && r->offset)
		put_postings(r->shelf, r->board->slug, BEYOND,
			     (int)r->offset, &a->body);
	a->is_bare = true;
}

void play_page_total(const struct request *r, struct answer *a)
{
	if (fault_is_list(r))
		put_postings(r->shelf, r->board->slug, r->offset, 10000, &a->body);
	a->is_bare = true;
}

