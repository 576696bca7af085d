#include "tests/boardsim/card.h"

#include "base/json_out.h"

#include <string.h>

void card_init(struct card *c, const struct shelf *s, size_t n)
{
	c->arena = (struct arena)ARENA_INIT;
	c->html = (struct buf)BUF_INIT;
	listing_ad(&s->listings[n], s->port, &c->arena, &c->ad);
	listing_html(&s->listings[n], &c->html);
}

void card_deinit(struct card *c)
{
	buf_deinit(&c->html);
	arena_deinit(&c->arena);
}

void put_stamp(struct buf *out, const char *key, struct stamp at)
{
	char text[STAMP_SIZE];

	stamp_format(at, text);
	json_put_text(out, key, text);
}

void put_escaped(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.ptr[i]) {
		case '&': buf_add_text(out, "&amp;"); break;
		case '<': buf_add_text(out, "&lt;"); break;
		case '>': buf_add_text(out, "&gt;"); break;
		case '"': buf_add_text(out, "&quot;"); break;
		default: buf_add_char(out, text.ptr[i]);
		}
	}
}

void put_all(const struct shelf *s, const char *slug, put_fn *put, struct buf *out)
{
	for (size_t i = 0; i < s->n; i++) {
		struct card c;

		if (slug && strcmp(s->listings[i].board->slug, slug))
			continue;
		card_init(&c, s, i);
		put(out, &s->listings[i], &c);
		card_deinit(&c);
	}
}
