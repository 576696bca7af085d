/*
 * story.c - a queue of lines, and the kinds of titles of each paragraph.
 *
 * A head is a line of its own that no JSON line looks like:
 *   #TITLE N HASH...
 */
#include "cli/story.h"

#include "base/mem.h"
#include "base/span.h"
#include "enrich/facts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TITLES_LEAST 3
#define SLOTS (1u << 20) /* twice STORY_PARAGRAPHS_MAX and more */

struct paragraph {
	uint64_t hash; /* 0: free */
	uint64_t titles[TITLES_LEAST];
	unsigned n_titles;
};

struct story_teller {
	struct paragraph *slots; /* NULL until the first is needed */
	size_t            n;
	struct buf        held;
	size_t            start; /* of held: before it all is written */
};

struct head {
	uint64_t title;
	uint64_t paragraphs[PARAGRAPHS_MAX];
	unsigned n;
};

struct story_teller *story_teller_new(void)
{
	return xcalloc(1, sizeof(struct story_teller));
}

void story_teller_free(struct story_teller *t)
{
	if (!t)
		return;
	buf_deinit(&t->held);
	free(t->slots);
	free(t);
}

/* ---- heads ---- */

void story_begin(const struct facts *facts, struct buf *out)
{
	buf_printf(out, "#%016" PRIx64 " %zu", facts->title_key,
		   facts->n_paragraphs);
	for (size_t i = 0; i < facts->n_paragraphs; i++)
		buf_printf(out, " %016" PRIx64, facts->paragraphs[i].hash);
	buf_add_char(out, '\n');
}

/* The next line with its LF, which moves out of `rest`. */
static struct span take_line(struct span *rest)
{
	const char *lf = memchr(rest->ptr, '\n', rest->len);
	struct span line = { rest->ptr,
			     lf ? (size_t)(lf - rest->ptr) + 1 : rest->len };

	rest->ptr += line.len;
	rest->len -= line.len;
	return line;
}

static uint64_t take_hex(const char **at)
{
	uint64_t value = 0;

	for (int i = 0; i < 16; i++, (*at)++)
		value = value << 4 | (unsigned)(**at >= 'a' ? **at - 'a' + 10
							    : **at - '0');
	(*at)++; /* what parts it from the next */
	return value;
}

static void read_head(struct span line, struct head *out)
{
	const char *at = line.ptr + 1;

	out->title = take_hex(&at);
	out->n = (unsigned)(*at - '0');
	at += 2;
	for (unsigned i = 0; i < out->n; i++)
		out->paragraphs[i] = take_hex(&at);
}

/* ---- paragraphs ---- */

/* The paragraph of that hash, or a free slot; NULL when there is none. */
static struct paragraph *find(struct story_teller *t, uint64_t hash)
{
	size_t i = hash & (SLOTS - 1);

	if (!t->slots)
		t->slots = xcalloc(SLOTS, sizeof(*t->slots));
	while (t->slots[i].hash && t->slots[i].hash != hash)
		i = (i + 1) & (SLOTS - 1);
	return t->slots[i].hash || t->n < STORY_PARAGRAPHS_MAX ? &t->slots[i]
							       : NULL;
}

static void learn(struct story_teller *t, const struct head *h)
{
	for (unsigned i = 0; h->title && i < h->n; i++) {
		struct paragraph *p = find(t, h->paragraphs[i]);
		unsigned          k = 0;

		if (!p || p->n_titles == TITLES_LEAST)
			continue;
		t->n += !p->hash;
		p->hash = h->paragraphs[i];
		while (k < p->n_titles && p->titles[k] != h->title)
			k++;
		if (k == p->n_titles)
			p->titles[p->n_titles++] = h->title;
	}
}

static unsigned stories_of(struct story_teller *t, const struct head *h)
{
	unsigned mask = 0;

	for (unsigned i = 0; i < h->n; i++) {
		const struct paragraph *p = find(t, h->paragraphs[i]);

		if (p && p->n_titles == TITLES_LEAST)
			mask |= 1u << i;
	}
	return mask;
}

/* ---- the queue ---- */

static void note_heads(struct story_teller *t, struct span rest)
{
	while (rest.len) {
		struct span line = take_line(&rest);
		struct head h;

		if (line.ptr[0] != '#')
			continue;
		read_head(line, &h);
		learn(t, &h);
		for (unsigned i = 0; i < 1u << h.n; i++)
			take_line(&rest);
	}
}

/*
 * Write the oldest ad, unless a paragraph of it may yet become a story and
 * `is_last` is false.
 */
static bool write_oldest(struct story_teller *t, bool is_last, struct buf *out)
{
	struct span rest = { t->held.ptr + t->start, t->held.len - t->start };
	struct span line = take_line(&rest);
	struct head h;
	unsigned    mask;

	if (line.ptr[0] == '#') {
		read_head(line, &h);
		mask = stories_of(t, &h);
		if (!is_last && mask != (1u << h.n) - 1)
			return false;
		for (unsigned i = 0; i < 1u << h.n; i++) {
			line = take_line(&rest);
			if (i == mask)
				buf_add_span(out, line);
		}
	} else {
		buf_add_span(out, line);
	}
	t->start = (size_t)(rest.ptr - t->held.ptr);
	return true;
}

static void drain(struct story_teller *t, bool is_last, struct buf *out)
{
	while (t->start < t->held.len &&
	       write_oldest(t, is_last || t->held.len - t->start >
						  STORY_HELD_BYTES,
			    out))
		;
	if (t->start == t->held.len) {
		buf_clear(&t->held);
		t->start = 0;
	} else if (t->start > STORY_HELD_BYTES) {
		t->held.len -= t->start;
		memmove(t->held.ptr, t->held.ptr + t->start, t->held.len);
		t->start = 0;
	}
}

void story_feed(struct story_teller *t, struct span lines, struct buf *out)
{
	if (!lines.len)
		return;
	note_heads(t, lines);
	buf_add_span(&t->held, lines);
	drain(t, false, out);
}

void story_end(struct story_teller *t, struct buf *out)
{
	drain(t, true, out);
}
