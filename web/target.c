#include "web/target.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* NULL with `err` when it is not text. */
static const char *decode(struct span s, bool is_query, struct arena *a,
			  struct error *err)
{
	char  *text = arena_alloc(a, s.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (c == '%') {
			bool is_whole = i + 2 < s.len;
			int  high = is_whole ? hex_digit(s.ptr[i + 1]) : -1;
			int  low = is_whole ? hex_digit(s.ptr[i + 2]) : -1;

			if (high < 0 || low < 0) {
				error_set(err, "expected two hexadecimal "
					       "digits after %%, found none");
				return NULL;
			}
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && is_query) {
			c = ' ';
		}
		if ((unsigned char)c < 0x20 || c == 0x7f) {
			error_set(err, "expected text, found a control "
				       "character");
			return NULL;
		}
		text[len++] = c;
	}
	text[len] = '\0';
	if (utf8_valid_prefix((struct span){ text, len }) != len) {
		error_set(err, "expected UTF-8, found something else");
		return NULL;
	}
	return text;
}

static bool parse_pair(struct span s, struct arena *a, struct target *out,
		       struct error *err)
{
	const char  *equals = memchr(s.ptr, '=', s.len);
	struct span  name = s, value = { "", 0 };
	struct pair *pair;

	if (!s.len)
		return true; /* "a=1&&b=2" */
	if (equals) {
		name.len = (size_t)(equals - s.ptr);
		value.ptr = equals + 1;
		value.len = s.len - name.len - 1;
	}
	if (out->n_pairs == TARGET_PAIRS_MAX) {
		error_set(err, "expected at most %d parameters, found more",
			  TARGET_PAIRS_MAX);
		return false;
	}
	pair = &out->pairs[out->n_pairs];
	pair->name = decode(name, true, a, err);
	if (!pair->name)
		return false;
	pair->value = decode(value, true, a, err);
	if (!pair->value) {
		error_prefix(err, "%s", pair->name);
		return false;
	}
	out->n_pairs++;
	return true;
}

bool target_parse_form(struct span text, struct arena *a, struct target *out,
		       struct error *err)
{
	while (text.len) {
		const char *end = memchr(text.ptr, '&', text.len);
		size_t      len = end ? (size_t)(end - text.ptr) : text.len;

		if (!parse_pair((struct span){ text.ptr, len }, a, out, err))
			return false;
		len += end != NULL;
		text.ptr += len;
		text.len -= len;
	}
	return true;
}

/* "/a/../b" asks for something outside of what it names. */
static bool has_dots(const char *path)
{
	for (const char *at = strstr(path, "/."); at;
	     at = strstr(at + 1, "/.")) {
		size_t len = strcspn(at + 1, "/");

		if (len == 1 || (len == 2 && at[2] == '.'))
			return true;
	}
	return false;
}

/* "http://host/path" as well is to be understood (RFC 9112, 3.2.2). */
static struct span without_authority(struct span text)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		size_t      len = strlen(schemes[i]);
		const char *slash;

		if (text.len <= len || strncasecmp(text.ptr, schemes[i], len) != 0)
			continue;
		slash = memchr(text.ptr + len, '/', text.len - len);
		if (!slash)
			return (struct span){ "/", 1 };
		return (struct span){ slash, text.len - (size_t)(slash -
								 text.ptr) };
	}
	return text;
}

bool target_parse(struct span text, struct arena *a, struct target *out,
		  struct error *err)
{
	const char *mark;
	struct span path;

	text = without_authority(text);
	path = text;
	mark = text.len ? memchr(text.ptr, '?', text.len) : NULL;
	out->n_pairs = 0;
	out->path = "/";
	if (!text.len || text.ptr[0] != '/') {
		error_set(err, "expected a path, found no / at its start");
		return false;
	}
	if (mark)
		path.len = (size_t)(mark - text.ptr);
	out->path = decode(path, false, a, err);
	if (!out->path || has_dots(out->path)) {
		out->path = "/";
		if (!err->text[0])
			error_set(err, "expected a path without . and .., "
				       "found one with");
		return false;
	}
	return !mark ||
	       target_parse_form(
		       (struct span){ mark + 1, text.len - path.len - 1 }, a,
		       out, err);
}
