#include "trends/claim_json.h"

#include "base/json_out.h"

#include <string.h>

void claim_json(const struct claim *c, struct span text, const char *answer,
		struct buf *out)
{
	json_open_object(out);
	if (text.len)
		json_put_span(out, "text", text);
	json_put_text(out, "language", c->language);
	if (c->place.len)
		json_put_span(out, "place", c->place);
	json_key(out, "lacks");
	json_open_array(out);
	for (int i = 0; i < CLAIM_LACKS; i++) {
		if (!(c->lacks >> i & 1))
			continue;
		json_open_object(out);
		json_put_text(out, "name", claim_lack_name(i));
		json_put_text(out, "text", claim_lack_text(i));
		json_close_object(out);
	}
	json_close_array(out);
	/* The answer is an object of PostgreSQL's own making. */
	buf_add_text(out, ", ");
	buf_add_text(out, strchr(answer, '{') + 1);
}
