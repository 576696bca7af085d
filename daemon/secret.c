#include "daemon/secret.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "base/span.h"
#include "daemon/credential.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define KEY "{key:"
#define TOKEN "{token:"
#define HIDE_MIN 5 /* bytes; what is shorter occurs by itself */

void secrets_deinit(struct secrets *s)
{
	for (size_t i = 0; i < s->n; i++) {
		explicit_bzero(s->item[i].value, strlen(s->item[i].value));
		free(s->item[i].value);
		free(s->item[i].placeholder);
	}
	free(s->item);
	*s = (struct secrets){ .n = 0 };
}

static void remember(struct secrets *s, struct span placeholder,
		     const char *value)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->item[i].value, value) == 0)
			return;
	}
	s->item = xrealloc(s->item, (s->n + 1) * sizeof(*s->item));
	s->item[s->n++] = (struct secret){
		.placeholder = xstrndup(placeholder.ptr, placeholder.len),
		.value = xstrdup(value),
	};
}

/* ---- finding ---- */

static size_t name_length(const char *name)
{
	size_t n = 0;

	while (isalnum((unsigned char)name[n]) || name[n] == '-' ||
	       name[n] == '_' || name[n] == '.')
		n++;
	return n;
}

/* Length of the placeholder that `text` begins with; 0: none. */
static size_t placeholder_length(const char *text)
{
	size_t before = strncmp(text, KEY, strlen(KEY)) == 0	   ? strlen(KEY)
			: strncmp(text, TOKEN, strlen(TOKEN)) == 0 ? strlen(TOKEN)
								   : 0;
	size_t name = before ? name_length(text + before) : 0;

	return name && text[before + name] == '}' ? before + name + 1 : 0;
}

struct span secret_next(const char *text)
{
	for (const char *at = text; (at = strchr(at, '{')); at++) {
		size_t len = placeholder_length(at);

		if (len)
			return (struct span){ at, len };
	}
	return (struct span){ NULL, 0 };
}

bool secret_is_in(const char *text)
{
	return text && secret_next(text).ptr;
}

/* ---- putting in ---- */

static void put_percent(struct buf *out, const char *value)
{
	for (const unsigned char *c = (const unsigned char *)value; *c; c++) {
		if (isalnum(*c) || strchr("-._~", *c))
			buf_add_char(out, (char)*c);
		else
			buf_printf(out, "%%%02X", *c);
	}
}

/* As a JSON text has it, without the quotes around it. */
static void put_json(struct buf *out, const char *value)
{
	struct buf quoted = BUF_INIT;

	json_string(&quoted, span_of(value));
	buf_add(out, quoted.ptr + 1, quoted.len - 2);
	explicit_bzero(quoted.ptr, quoted.len);
	buf_deinit(&quoted);
}

static void put(struct buf *out, enum secret_form form, const char *value)
{
	if (form == SECRET_URL)
		put_percent(out, value);
	else if (form == SECRET_JSON)
		put_json(out, value);
	else
		buf_add_text(out, value);
}

/* Both as it is and as it was written. */
static void remember_forms(struct secrets *s, struct span placeholder,
			   enum secret_form form, const char *value)
{
	struct buf written = BUF_INIT;

	remember(s, placeholder, value);
	put(&written, form, value);
	remember(s, placeholder, written.ptr);
	explicit_bzero(written.ptr, written.len);
	buf_deinit(&written);
}

static void say_missing(struct span name, struct error *err)
{
	char variable[CREDENTIAL_VARIABLE_SIZE];

	credential_variable(name, variable);
	error_set(err, "expected a credential or %s for {key:%.*s}, found none",
		  variable, (int)name.len, name.ptr);
}

static const char *value_of(struct span placeholder,
			    const struct credentials *c, const char *token,
			    struct error *err)
{
	bool        is_key = span_starts(placeholder, KEY);
	size_t      before = is_key ? strlen(KEY) : strlen(TOKEN);
	struct span name = { placeholder.ptr + before,
			     placeholder.len - before - 1 };
	const char *value = is_key ? credentials_find(c, name) : token;

	if (!value && is_key)
		say_missing(name, err);
	else if (!value)
		error_set(err, "expected a token for %.*s, found none",
			  (int)placeholder.len, placeholder.ptr);
	return value;
}

bool secret_fill(const char *text, enum secret_form form,
		 const struct credentials *c, const char *token,
		 struct secrets *used, struct buf *out, struct error *err)
{
	struct span p;

	while ((p = secret_next(text)).ptr) {
		const char *value = value_of(p, c, token, err);

		if (!value)
			return false;
		buf_add(out, text, (size_t)(p.ptr - text));
		put(out, form, value);
		remember_forms(used, p, form, value);
		text = p.ptr + p.len;
	}
	buf_add_text(out, text);
	return true;
}

/* ---- hiding ---- */

/* The secret that `at` begins with; the longest, as one may begin another. */
static const struct secret *secret_at(const struct secrets *s, const char *at,
				      size_t len)
{
	const struct secret *best = NULL;
	size_t               longest = HIDE_MIN - 1;

	for (size_t i = 0; i < s->n; i++) {
		size_t n = strlen(s->item[i].value);

		if (n > longest && n <= len &&
		    memcmp(s->item[i].value, at, n) == 0) {
			best = &s->item[i];
			longest = n;
		}
	}
	return best;
}

bool secrets_are_in(const struct secrets *s, struct span text)
{
	for (size_t i = 0; i < s->n; i++) {
		size_t n = strlen(s->item[i].value);

		if (n >= HIDE_MIN && text.ptr &&
		    span_find(text, s->item[i].value))
			return true;
	}
	return false;
}

bool secrets_hide(const struct secrets *s, struct span text, struct buf *out)
{
	if (!secrets_are_in(s, text))
		return false;
	for (size_t i = 0; i < text.len;) {
		const struct secret *found =
			secret_at(s, text.ptr + i, text.len - i);

		if (found)
			buf_add_text(out, found->placeholder);
		else
			buf_add_char(out, text.ptr[i]);
		i += found ? strlen(found->value) : 1;
	}
	return true;
}
