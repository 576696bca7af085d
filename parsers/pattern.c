#include "parsers/pattern.h"

#include "base/mem.h"

#include <stdlib.h>
#include <unicode/uregex.h>
#include <unicode/ustring.h>

#define TEXT_MAX 1024 /* bytes of an expression */
/*
 * Of ICU's timer, which ticks once in 10,000 saved states: half a million are
 * some 10 ms, and what is sensible needs a few hundred.
 */
#define TICKS_MAX 50

struct pattern {
	URegularExpression *compiled;
};

struct pattern *pattern_new(struct span text, struct error *err)
{
	UChar               wide[TEXT_MAX + 1];
	int32_t             len = 0;
	UErrorCode          status = U_ZERO_ERROR;
	UParseError         where = { .line = 0 };
	URegularExpression *compiled = NULL;
	struct pattern     *p;

	if (text.len && text.len <= TEXT_MAX) {
		u_strFromUTF8(wide, TEXT_MAX, &len, text.ptr, (int32_t)text.len,
			      &status);
		compiled = uregex_open(wide, len, UREGEX_MULTILINE, &where,
				       &status);
	}
	if (!compiled || U_FAILURE(status)) {
		error_set(err,
			  "expected a regular expression, found \"%.*s\"%s%s",
			  text.len < 200 ? (int)text.len : 200,
			  text.len ? text.ptr : "",
			  U_FAILURE(status) ? ": " : "",
			  U_FAILURE(status) ? u_errorName(status) : "");
		uregex_close(compiled);
		return NULL;
	}
	uregex_setTimeLimit(compiled, TICKS_MAX, &status);
	p = xcalloc(1, sizeof(*p));
	p->compiled = compiled;
	return p;
}

void pattern_free(struct pattern *p)
{
	if (!p)
		return;
	uregex_close(p->compiled);
	free(p);
}

enum pattern_result pattern_find(struct pattern *p, struct span text,
				 struct span *out)
{
	UErrorCode          status = U_ZERO_ERROR;
	UText               wrapped = UTEXT_INITIALIZER;
	size_t              len = text.len < PATTERN_SUBJECT_MAX
					  ? text.len
					  : PATTERN_SUBJECT_MAX;
	enum pattern_result result = PATTERN_NONE;
	int32_t             group;

	if (!text.ptr)
		return PATTERN_NONE;
	utext_openUTF8(&wrapped, text.ptr, (int64_t)len, &status);
	uregex_setUText(p->compiled, &wrapped, &status);
	if (uregex_find64(p->compiled, 0, &status) && U_SUCCESS(status)) {
		int64_t from, to;

		group = uregex_groupCount(p->compiled, &status) > 0;
		/* of UTF-8 the native index is the byte; -1: not taken part */
		from = uregex_start64(p->compiled, group, &status);
		to = uregex_end64(p->compiled, group, &status);
		if (U_SUCCESS(status) && from >= 0 && to >= from) {
			*out = (struct span){ text.ptr + from,
					      (size_t)(to - from) };
			result = PATTERN_FOUND;
		}
	}
	if (status == U_REGEX_TIME_OUT || status == U_REGEX_STACK_OVERFLOW)
		result = PATTERN_TOO_LONG;
	utext_close(&wrapped);
	return result;
}
