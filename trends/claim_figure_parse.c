/*
 * claim_figure_parse.c - a figure that is given by itself, as an option.
 */
#include "trends/claim_read.h"

#include "base/mem.h"

#include <math.h>

#define SLACK_WORD 0.05 /* of a number of postings, at most */

bool claim_figure_parse(const char *option, enum claim_kind kind,
			struct span text, struct claim_figure *out,
			struct error *err)
{
	static const char *const expected[] = {
		"a change such as 321.7%, +20% or -5%",
		"a number of postings such as 1300000 or \"1.3 million\"",
		"a share such as 3.5%",
		"a number of days such as 180, or \"6 months\"",
	};
	struct words  w;
	struct amount a = { 0 };
	size_t        i = 0;
	bool          is_read = false;

	if (text.len && text.len <= CLAIM_TEXT_MAX) {
		words_init(&w, text);
		w.language = "en";
		w.is_comma_decimal = false;
		is_read = w.n && claim_amount(&w, &i, &a);
		a.value *= a.unit;
		if (is_read && kind == CLAIM_DAYS) {
			const struct phrase *p = words_take(&w, &i, SENSE_UNIT);

			a.unit = p ? p->value : 1;
			a.value *= a.unit;
		} else if (is_read && kind != CLAIM_COUNT) {
			claim_percent(&w, &i);
			a.value /= 100;
			a.unit /= 100;
		}
		is_read = is_read && i == w.n;
		words_deinit(&w);
	}
	if (!is_read || (a.sign < 0 && (kind != CLAIM_CHANGE || a.value > 1)) ||
	    (kind == CLAIM_SHARE && a.value > 1) ||
	    (kind != CLAIM_CHANGE && a.value <= 0)) {
		error_set(err, "%s: expected %s, found \"%.*s\"", option,
			  expected[kind], text.len < 60 ? (int)text.len : 60,
			  text.ptr ? text.ptr : "");
		return false;
	}
	*out = (struct claim_figure){ .kind = kind,
				      .value = a.value,
				      .text = text };
	claim_set_range(out, a.value,
		  kind == CLAIM_COUNT ? fmin(0.5 * a.unit, SLACK_WORD * a.value)
				      : 0.5 * pow(10, -a.decimals) * a.unit);
	if (a.sign < 0)
		claim_turn_down(out);
	return true;
}
