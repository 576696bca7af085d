#include "daemon/secret.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "base/span.h"
#include "daemon/credential.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define KEY "{key:"
#define BASIC "{basic:"
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

/* Of what comes before the name in a placeholder; 0: `text` is none. */
static size_t prefix_length(const char *text)
{
	static const char *const prefixes[] = { KEY, BASIC, TOKEN };

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		size_t len = strlen(prefixes[i]);

		if (strncmp(text, prefixes[i], len) == 0)
			return len;
	}
	return 0;
}

/* Length of the placeholder that `text` begins with; 0: none. */
static size_t placeholder_length(const char *text)
{
	size_t before = prefix_length(text);
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

static void say_missing(struct span placeholder, struct span name,
			struct error *err)
{
	char variable[CREDENTIAL_VARIABLE_SIZE];

	credential_variable(name, variable);
	error_set(err, "expected a credential or %s for %.*s, found none",
		  variable, (int)placeholder.len, placeholder.ptr);
}

/*
 * User and password of basic authentication in base64 (RFC 7617). APIs that
 * give one key want it as the user, and no password.
 */
static void put_basic(struct buf *out, const char *value)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
				     "pqrstuvwxyz0123456789+/";
	struct buf        pair = BUF_INIT;

	buf_printf(&pair, "%s%s", value, strchr(value, ':') ? "" : ":");
	for (size_t i = 0; i < pair.len; i += 3) {
		unsigned bits = 0;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (i + k < pair.len
						    ? (unsigned char)pair.ptr[i + k]
						    : 0);
		for (size_t k = 0; k < 4; k++)
			buf_add_char(out, i + k > pair.len
						  ? '='
						  : digits[bits >> (18 - 6 * k) &
							   63]);
	}
	explicit_bzero(pair.ptr, pair.len);
	buf_deinit(&pair);
}

/*
 * What is put in for a placeholder, appended to `out`; the key that it was
 * made of is remembered too.
 */
static bool find_value(struct span placeholder, const struct credentials *c,
		       const char *token, struct secrets *used,
		       struct buf *out, struct error *err)
{
	bool        is_token = span_starts(placeholder, TOKEN);
	size_t      before = prefix_length(placeholder.ptr);
	struct span name = { placeholder.ptr + before,
			     placeholder.len - before - 1 };
	const char *value = is_token ? token : credentials_find(c, name);

	if (!value && is_token)
		error_set(err, "expected a token for %.*s, found none",
			  (int)placeholder.len, placeholder.ptr);
	else if (!value)
		say_missing(placeholder, name, err);
	else if (span_starts(placeholder, BASIC))
		put_basic(out, value);
	else
		buf_add_text(out, value);
	if (value)
		remember(used, placeholder, value);
	return value != NULL;
}

bool secret_fill(const char *text, enum secret_form form,
		 const struct credentials *c, const char *token,
		 struct secrets *used, struct buf *out, struct error *err)
{
	struct buf  value = BUF_INIT;
	struct span p;
	bool        ok = true;

	while (ok && (p = secret_next(text)).ptr) {
		buf_clear(&value);
		ok = find_value(p, c, token, used, &value, err);
		if (!ok)
			break;
		buf_add(out, text, (size_t)(p.ptr - text));
		put(out, form, buf_span(&value).ptr);
		remember_forms(used, p, form, buf_span(&value).ptr);
		text = p.ptr + p.len;
	}
	if (ok)
		buf_add_text(out, text);
	if (value.ptr)
		explicit_bzero(value.ptr, value.cap);
	buf_deinit(&value);
	return ok;
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
