#include "enrich/place_token.h"

#include <string.h>

#define CODE_MAX 4 /* letters of a code: "NSW", "APAC" */

static enum gap gap_of(uint32_t c, bool is_tight)
{
	switch (c) {
	case '|': case ';': case '/': case '\\': case '\n': case '\r':
	case 0x2022: case 0xB7: case 0x30FB: case 0x3001: case 0x25CF:
	case 0x2219: case 0xFF5C: case 0xFF1B: case 0xFF0F: case 0x2028:
		return GAP_HARD;
	case '(': case 0xFF08:
		return GAP_BRACKET;
	case '-': case 0x2010: case 0x2011:
		return is_tight ? GAP_SPACE : GAP_SOFT;
	case ' ': case '.': case 0xA0: case '&': case '+': case '#': case '*':
	case 0x3000: case 0x202F: case 0x2009:
		return GAP_SPACE;
	default:
		return GAP_SOFT;
	}
}

/* A letter or digit follows at once: the hyphen joins two words. */
static bool is_joining(const struct fold_walk *w)
{
	unsigned char next = w->at < w->end ? (unsigned char)*w->at : ' ';

	return next >= 0x80 || (next >= '0' && next <= '9') ||
	       ((next | 0x20) >= 'a' && (next | 0x20) <= 'z');
}

static bool is_hangul(uint32_t c)
{
	return c >= 0xAC00 && c <= 0xD7A3;
}

/* Has the script of `c` no capitals? */
static bool is_caseless(uint32_t c)
{
	return c >= 0x0590 && !(c >= 0x1E00 && c <= 0x1FFF) &&
	       !(c >= 0xFF00 && c <= 0xFF5E);
}

static struct token *open_token(struct scanner *s, uint32_t c, enum gap gap)
{
	struct token *k;

	if (s->n_tokens == PLACE_TOKENS_MAX)
		return NULL;
	if (s->n_tokens)
		s->folded[s->folded_len++] = ' ';
	k = &s->tokens[s->n_tokens++];
	*k = (struct token){ .at = (uint16_t)s->folded_len,
			     .gap = (uint8_t)gap,
			     .is_upper = true,
			     .is_run = fold_is_unspaced(c),
			     .is_hangul = is_hangul(c),
			     .script = (uint8_t)place_script_of(c) };
	k->is_capital = is_caseless(c) || fold_is_upper(c);
	k->is_lower = !fold_is_upper(c) && !(c >= '0' && c <= '9');
	return k;
}

/* "&" and "+" between places are words of their own. */
static void add_joiner(struct scanner *s, enum gap *gap)
{
	struct token *k = open_token(s, 'a', *gap);

	if (k) {
		s->folded[s->folded_len++] = '&';
		k->len = 1;
		k->is_upper = false;
	}
	*gap = GAP_SPACE;
}

static void add_letter(struct scanner *s, struct token *k, uint32_t c,
		       const char *folded, int len)
{
	memcpy(s->folded + s->folded_len, folded, (size_t)len);
	s->folded_len += (size_t)len;
	k->len = (uint16_t)(s->folded_len - k->at);
	if (c >= '0' && c <= '9')
		k->has_digit = true;
	if (!fold_is_upper(c) || k->len > CODE_MAX)
		k->is_upper = false;
}

/* What the characters since the last token were. */
struct between {
	enum gap gap;
	uint32_t only; /* the character, when it was one */
	bool     is_bracketed; /* a bracket is open */
};

static void add_gap(struct between *b, uint32_t c, bool is_tight)
{
	enum gap here = gap_of(c, is_tight);

	if (here > b->gap)
		b->gap = here;
	b->only = is_tight ? c : 0;
	if (c == '(' || c == 0xFF08)
		b->is_bracketed = true;
	else if (c == ')' || c == 0xFF09)
		b->is_bracketed = false;
}

static void note_between(struct token *k, const struct between *b)
{
	k->is_bracketed = b->is_bracketed;
	k->is_hyphened = b->only == '-' || b->only == 0x2010 || b->only == 0x2011;
	k->is_dotted = b->only == '.';
}

void place_tokenize(struct scanner *s, struct span text)
{
	struct fold_walk w = FOLD_WALK(text);
	struct token    *k = NULL;
	struct between   b = { .gap = GAP_SPACE };
	char             folded[FOLD_MAX];
	int              len;

	while (w.at < w.end && s->folded_len + 2 * FOLD_MAX < sizeof(s->folded)) {
		enum fold_kind kind = fold_next(&w, folded, &len);

		if (kind == FOLD_NOTHING)
			continue;
		if (kind == FOLD_WORD) {
			if (k && (k->is_run != fold_is_unspaced(w.code_point)))
				k = NULL; /* "Tokyo東京" */
			if (!k) {
				k = open_token(s, w.code_point, b.gap);
				if (!k)
					return;
				note_between(k, &b);
			}
			add_letter(s, k, w.code_point, folded, len);
			b.gap = GAP_SPACE;
			b.only = 0;
			continue;
		}
		add_gap(&b, w.code_point, k && is_joining(&w));
		k = NULL;
		if (w.code_point == '&' || w.code_point == '+')
			add_joiner(s, &b.gap);
	}
}
