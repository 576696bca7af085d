/*
 * json_strict.c - is it JSON by the letter?
 *
 * The parser of documents forgives what sites get wrong. What is to be passed
 * on as it is written may hold none of that.
 */
#include "cli/json_member.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

#define DEPTH_MAX 100
#define EXPONENT_DIGITS 3 /* 10^999 is a number to PostgreSQL, 10^999999 none */
#define DIGITS_MAX 1000

struct strict {
	const char *at, *end;
	int         depth;
};

static bool take(struct strict *s, char c)
{
	if (s->at == s->end || *s->at != c)
		return false;
	s->at++;
	return true;
}

static void skip_space(struct strict *s)
{
	while (s->at < s->end && *s->at && strchr(" \t\r\n", *s->at))
		s->at++;
}

/* The four digits of an escape, or -1. */
static int hex4(struct strict *s)
{
	int value = 0;

	for (int i = 0; i < 4; i++, s->at++) {
		const char *digit = "0123456789abcdef";
		const char *found;

		if (s->at == s->end || !*s->at)
			return -1;
		found = strchr(digit, tolower((unsigned char)*s->at));
		if (!found)
			return -1;
		value = value * 16 + (int)(found - digit);
	}
	return value;
}

static bool is_escape(struct strict *s)
{
	int unit;

	if (s->at == s->end || !*s->at)
		return false;
	if (*s->at != 'u')
		return strchr("\"\\/bfnrt", *s->at++) != NULL;
	s->at++;
	unit = hex4(s);
	if (unit >= 0xD800 && unit < 0xDC00) {
		if (!take(s, '\\') || !take(s, 'u'))
			return false;
		unit = hex4(s);
		return unit >= 0xDC00 && unit < 0xE000;
	}
	return unit > 0 && !(unit >= 0xDC00 && unit < 0xE000);
}

static bool is_string(struct strict *s)
{
	const char *start = s->at;

	if (!take(s, '"'))
		return false;
	while (s->at < s->end && *s->at != '"') {
		if ((unsigned char)*s->at < 0x20)
			return false;
		if (*s->at++ == '\\' && !is_escape(s))
			return false;
	}
	return take(s, '"') &&
	       utf8_valid_prefix((struct span){ start, (size_t)(s->at - start) }) ==
		       (size_t)(s->at - start);
}

static size_t digits(struct strict *s)
{
	const char *start = s->at;

	while (s->at < s->end && isdigit((unsigned char)*s->at))
		s->at++;
	return (size_t)(s->at - start);
}

static bool is_number(struct strict *s)
{
	const char *start;
	size_t      n;

	take(s, '-');
	start = s->at;
	n = digits(s);
	if (!n || n > DIGITS_MAX || (*start == '0' && n > 1))
		return false;
	if (take(s, '.')) {
		n = digits(s);
		if (!n || n > DIGITS_MAX)
			return false;
	}
	if (!take(s, 'e') && !take(s, 'E'))
		return true;
	if (!take(s, '-'))
		take(s, '+');
	n = digits(s);
	return n && n <= EXPONENT_DIGITS;
}

static bool is_word(struct strict *s, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(s->end - s->at) < n || memcmp(s->at, word, n) != 0)
		return false;
	s->at += n;
	return true;
}

static bool is_value(struct strict *s);

/* Of an object or array, whose bracket was taken, up to `end`. */
static bool are_members(struct strict *s, bool is_object, char end)
{
	skip_space(s);
	if (take(s, end))
		return true;
	do {
		skip_space(s);
		if (is_object) {
			if (!is_string(s))
				return false;
			skip_space(s);
			if (!take(s, ':'))
				return false;
		}
		if (!is_value(s))
			return false;
		skip_space(s);
	} while (take(s, ','));
	return take(s, end);
}

static bool is_value(struct strict *s)
{
	bool ok;

	skip_space(s);
	if (s->at == s->end || s->depth == DEPTH_MAX)
		return false;
	s->depth++;
	if (*s->at == '"')
		ok = is_string(s);
	else if (take(s, '{'))
		ok = are_members(s, true, '}');
	else if (take(s, '['))
		ok = are_members(s, false, ']');
	else
		ok = is_word(s, "true") || is_word(s, "false") ||
		     is_word(s, "null") || is_number(s);
	s->depth--;
	return ok;
}

bool json_is_strict(struct span value)
{
	struct strict s = { value.ptr, value.ptr + value.len, 0 };

	if (!value.len || !is_value(&s))
		return false;
	skip_space(&s);
	return s.at == s.end;
}
