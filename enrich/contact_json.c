/*
 * contact_json.c - the same for members that are kept as they came, and for
 * all fields of an ad.
 */
#include "enrich/contact.h"

#include "base/buf.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "enrich/contact_find.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <strings.h>

#define KEY_BYTES 64 /* of a name that are looked at */

/* ---- JSON ----------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *skip_blank(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	return p;
}

/* Behind the quote that ends the string that begins with the one at p. */
static const char *string_end(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
	}
	return p < end ? p + 1 : end;
}

/* Behind the value at p. */
static const char *value_end(const char *p, const char *end)
{
	int depth = 0;

	while (p < end) {
		if (*p == '"') {
			p = string_end(p, end);
			if (!depth)
				return p;
			continue;
		}
		if (!depth && (*p == ',' || *p == '}' || *p == ']'))
			return p;
		depth += (*p == '{' || *p == '[') - (*p == '}' || *p == ']');
		p++;
		if (!depth && (p[-1] == '}' || p[-1] == ']'))
			return p;
	}
	return p;
}

/* Letters of the name, small: "Contact_Email" is "contactemail". */
static bool is_contact_key(struct span key)
{
	static const char *const within[] = {
		"contact", "kontakt", "recruiter", "email", "phone", "telefon",
		"hiringmanager", "ansprechpartner", "postedby", "jobposter",
		"faxnumber", "mobilenumber",
	};
	static const char *const whole[] = { "mail", "tel", "fax", "mobile",
					     "poster", "createdby", "author" };
	char   name[KEY_BYTES + 1];
	size_t n = 0;

	for (size_t i = 0; i < key.len && n < KEY_BYTES; i++) {
		char c = key.ptr[i];

		if ((c | 32) >= 'a' && (c | 32) <= 'z')
			name[n++] = (char)(c | 32);
	}
	name[n] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(within); i++) {
		if (strstr(name, within[i]))
			return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(whole); i++) {
		if (!strcmp(name, whole[i]))
			return true;
	}
	return false;
}

static void separate(struct buf *out)
{
	if (out->len && !strchr("{[:", out->ptr[out->len - 1]))
		buf_add_char(out, ',');
}

/* A string with its quotes; one without contacts as it is written. */
static void put_string(const struct contact_cue_index *index,
		       struct span quoted, struct arena *arena, struct buf *out)
{
	cJSON      *string = cJSON_ParseWithLength(quoted.ptr, quoted.len);
	struct span text = span_of(cJSON_GetStringValue(string));
	struct span without = contact_drop_with(index, text, arena);

	separate(out);
	if (without.ptr == text.ptr) {
		buf_add_span(out, quoted);
	} else { /* json_string places a comma by the byte before */
		struct buf alone = BUF_INIT;

		json_string(&alone, without);
		buf_add_span(out, buf_span(&alone));
		buf_deinit(&alone);
	}
	cJSON_Delete(string);
}

static void put_object(const struct contact_cue_index *index,
		       struct span object, struct arena *arena, struct buf *out)
{
	const char *end = object.ptr + object.len;

	for (const char *p = object.ptr; (p = skip_blank(p, end)) < end;) {
		const char *from = p;

		if (*p == '"') {
			struct span s;

			p = string_end(p, end);
			s = (struct span){ from, (size_t)(p - from) };
			p = skip_blank(p, end);
			if (p == end || *p != ':') {
				put_string(index, s, arena, out);
			} else if (is_contact_key(s)) {
				p = value_end(skip_blank(p + 1, end), end);
			} else {
				separate(out);
				buf_add_span(out, s);
				buf_add_char(out, ':');
				p++;
			}
		} else if (*p == ',') {
			p++;
		} else if (*p == '}' || *p == ']') {
			buf_add_char(out, *p++);
		} else {
			separate(out);
			if (*p == '{' || *p == '[')
				p++;
			else
				p = value_end(p, end);
			if (p == from) /* no JSON */
				p++;
			buf_add(out, from, (size_t)(p - from));
		}
	}
}

struct span contact_drop_json_with(const struct contact_cue_index *index,
				   struct span object, struct arena *arena)
{
	struct buf  out = BUF_INIT;
	struct span without = object;

	if (!object.len)
		return object;
	put_object(index, object, arena, &out);
	if (!span_same(buf_span(&out), object))
		without = arena_span(arena, buf_span(&out));
	buf_deinit(&out);
	return without;
}

struct span contact_drop_json(struct span object, struct arena *arena)
{
	struct contact_cue_index *index = contact_cue_index_new();
	struct span without = contact_drop_json_with(index, object, arena);

	contact_cue_index_free(index);
	return without;
}

/* ---- an ad ---------------------------------------------------------------- */

/* An address to apply at that is a person's or an office's own. */
static struct span without_contact_url(const struct contact_cue_index *index,
				       struct span url, struct arena *arena)
{
	static const char *const schemes[] = { "mailto:", "tel:", "sms:",
					       "callto:", "skype:" };

	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		if (span_starts_nocase(url, schemes[i]))
			return (struct span){ NULL, 0 };
	}
	if (url.len && memchr(url.ptr, '@', url.len) &&
	    !span_find(url, "://"))
		return contact_drop_with(index, url, arena);
	return url;
}

void contact_drop(const struct contact_cue_index *index, const struct ad *ad,
		  struct arena *arena, struct ad *out)
{
	*out = *ad;
	out->title = contact_drop_with(index, ad->title, arena);
	out->description = contact_drop_with(index, ad->description, arena);
	out->employer = contact_drop_with(index, ad->employer, arena);
	out->department = contact_drop_with(index, ad->department, arena);
	out->apply_url = without_contact_url(index, ad->apply_url, arena);
	out->extra = contact_drop_json_with(index, ad->extra, arena);
}
