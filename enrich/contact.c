#include "enrich/contact.h"

#include "base/buf.h"
#include "base/byte_walk.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "enrich/contact_find.h"
#include "enrich/contact_words.h"

#include <string.h>
#include <strings.h>

static const char *const marks[] = {
	[CONTACT_MAIL] = "[e-mail]",
	[CONTACT_PHONE] = "[phone]",
	[CONTACT_NAME] = "[name]",
};

/* ---- what can be reached -------------------------------------------------- */

/*
 * What a byte may begin, and what may come right behind: both must agree for a
 * place to be looked at. Two tables, as nearly every byte of an ad begins
 * nothing and a branch for each letter "a" would cost more than all the rest.
 */
enum {
	BEGINS_NUMBER = 1, /* digit, "+", "(" */
	BEGINS_SIGN = 2,   /* "@", the first byte of "＠" */
	BEGINS_HIDDEN = 4, /* a bracket before "at" */
	BEGINS_WORD = 8,   /* "at" */
};

static const unsigned char first_bytes[256] = {
	['0'] = 1,  ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1,
	['6'] = 1,  ['7'] = 1, ['8'] = 1, ['9'] = 1, ['+'] = 1, ['('] = 1 | 4,
	['@'] = 2,  [0xEF] = 2, ['['] = 4, ['{'] = 4, ['<'] = 4, ['-'] = 4,
	['_'] = 4,  ['*'] = 4, ['a'] = 8, ['A'] = 8,
};

/* Numbers and signs may have anything behind them. */
static const unsigned char second_bytes[256] = {
	[' '] = 4,  ['@'] = 4,  ['a'] = 4,  ['A'] = 4,	['c'] = 4,
	['C'] = 4,  ['m'] = 4,  ['M'] = 4,  ['k'] = 4,	['K'] = 4,
	['t'] = 8,  ['T'] = 8,  [0xC3] = 4, [0xD0] = 4, [0xD1] = 4,
};

static inline unsigned begun_by(char first, char second)
{
	return first_bytes[(unsigned char)first] &
	       (second_bytes[(unsigned char)second] | BEGINS_NUMBER |
		BEGINS_SIGN);
}

/* -1 for bytes that may begin one, and a few others that ranges hold. */
static inline bytes16 may_begin(bytes16 v)
{
	return ((v >= '(') & (v <= '-')) | ((v >= '0') & (v <= '9')) |
	       (v == '<') | ((v >= '@') & (v <= 'A')) |
	       ((v >= '[') & (v <= 'a')) | (v == '{') |
	       (v == (signed char)0xEF);
}

struct cuts {
	struct contact_cut at[CONTACT_CUTS_MAX];
	size_t             n;
};

/* A cut that overlaps those before takes their place. */
static void add_cut(struct cuts *c, const struct contact_cut *cut)
{
	struct contact_cut whole = *cut;

	while (c->n && c->at[c->n - 1].end > whole.begin) {
		c->n--;
		if (c->at[c->n].begin < whole.begin)
			whole.begin = c->at[c->n].begin;
		if (c->at[c->n].end > whole.end)
			whole.end = c->at[c->n].end;
	}
	c->at[c->n++] = whole;
}

/* " at ", as contact_mail_at wants it; hardly any "at" is one. */
static inline bool is_spaced(struct span text, const char *p)
{
	return p > text.ptr && p[-1] == ' ' &&
	       text.ptr + text.len - p > 4 && p[2] == ' ';
}

static bool contact_at(struct span text, const char *p, unsigned begins,
		       struct contact_cut *cut, const char **next)
{
	*next = p + 1;
	if (begins == BEGINS_WORD && !is_spaced(text, p))
		return false;
	if (begins & ~(unsigned)BEGINS_NUMBER && contact_mail_at(text, p, cut))
		return true;
	return begins & BEGINS_NUMBER && contact_phone_at(text, p, cut, next);
}

/* The next place from `p` on where one may begin, and what; or the end. */
static const char *next_begin(struct byte_walk *walk, const char *p,
			      unsigned *begins)
{
	const char *end = walk->end;

	while ((p = byte_walk_to(walk, p, may_begin)) < end) {
		*begins = end - p > 1 ? begun_by(p[0], p[1])
				      : first_bytes[(unsigned char)*p];
		if (*begins)
			break;
		p++;
	}
	return p;
}

/* Addresses and numbers from `from` on; where reading stopped. */
static const char *find_reached(struct span text, const char *from,
				struct cuts *out)
{
	struct byte_walk walk = byte_walk_of(text);
	const char      *p = from;

	while (out->n < CONTACT_CUTS_MAX - 1) {
		struct contact_cut cut;
		unsigned           begins;
		const char        *next;

		p = next_begin(&walk, p, &begins);
		if (p >= walk.end)
			break;
		if (contact_at(text, p, begins, &cut, &next) &&
		    cut.begin >= from) {
			add_cut(out, &cut);
			next = out->at[out->n - 1].end;
		}
		p = next;
	}
	return p;
}

/* ---- the text without ----------------------------------------------------- */

static void put_without(struct span text, const struct cuts *reached,
			const struct contact_cut *names, size_t n_names,
			struct buf *out)
{
	const char *from = text.ptr;
	size_t      i = 0, k = 0;

	while (i < reached->n || k < n_names) {
		bool is_name = i == reached->n ||
			       (k < n_names &&
				names[k].begin < reached->at[i].begin);
		const struct contact_cut *c = is_name ? &names[k++]
						      : &reached->at[i++];

		if (c->begin < from)
			continue;
		buf_add(out, from, (size_t)(c->begin - from));
		buf_add_text(out, marks[c->kind]);
		from = c->end;
	}
	buf_add(out, from, (size_t)(text.ptr + text.len - from));
}

/* Into `out`; false, and nothing in it, when there is no contact. */
static bool drop(const struct contact_cue_index *index, struct span text,
		 struct buf *out)
{
	const char *end = text.ptr + text.len;
	const char *from = text.ptr;
	bool        is_found = false;

	while (from < end) {
		struct cuts        reached;
		struct contact_cut names[CONTACT_CUTS_MAX];
		const char        *stop;
		struct span        part;
		size_t             n;

		reached.n = 0; /* the rest of it is written before it is read */
		stop = find_reached(text, from, &reached);
		part = (struct span){ from, (size_t)(stop - from) };
		n = contact_names(index, part, reached.at, reached.n, names,
				  CONTACT_CUTS_MAX);

		if (reached.n || n || is_found) {
			if (!is_found)
				buf_add(out, text.ptr,
					(size_t)(from - text.ptr));
			is_found = true;
			put_without(part, &reached, names, n, out);
		}
		from = stop;
	}
	return is_found;
}

/*
 * What a cut joins may read as a contact that was none before ("(+48 30 123"
 * once the address before the bracket is a mark), so what is left is read
 * until nothing is found. Each time there is less to find; the count is the
 * bound for what is made to need more.
 */
#define READINGS_MAX 8

struct span contact_drop_with(const struct contact_cue_index *index,
			      struct span text, struct arena *arena)
{
	struct buf  out = BUF_INIT;
	struct span without = text;

	if (!text.len)
		return text;
	for (int i = 0; i < READINGS_MAX && drop(index, without, &out); i++) {
		struct span left = buf_span(&out);

		if (span_same(left, without))
			break;
		without = arena_span(arena, left);
		buf_clear(&out);
	}
	buf_deinit(&out);
	return without;
}

struct span contact_drop_text(struct span text, struct arena *arena)
{
	struct contact_cue_index *index = contact_cue_index_new();
	struct span               without = contact_drop_with(index, text, arena);

	contact_cue_index_free(index);
	return without;
}
