#include "enrich/paragraph.h"

#include "base/byte_walk.h"
#include "base/hash.h"

#include <string.h>

#define TITLE_BYTES 160 /* of a title that are looked at */

static struct span line_around(struct span text, const char *at)
{
	const char *first = at;
	const char *end = memchr(at, '\n', (size_t)(text.ptr + text.len - at));

	while (first > text.ptr && first[-1] != '\n')
		first--;
	if (!end)
		end = text.ptr + text.len;
	return (struct span){ first, (size_t)(end - first) };
}

/* Letters and digits alone, ASCII case folded: copies differ in the rest. `to`
 * has room for all. */
static size_t copy_letters(const char *from, const char *end, char *to)
{
	size_t n = 0;

	while (end - from >= 64 + BYTE_STEP) {
		n += byte_copy_plain(&from, to + n);
		while (from < end && *from & 0x80)
			to[n++] = *from++;
	}
	for (; from < end; from++) {
		char c = *from;

		if (c >= 'A' && c <= 'Z')
			to[n++] = (char)(c - 'A' + 'a');
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			 (unsigned char)c >= 0x80)
			to[n++] = c;
	}
	return n;
}

static uint64_t hash_paragraph(struct span line, uint64_t seed)
{
	char     kept[512];
	uint64_t hash = seed;

	for (size_t i = 0; i < line.len; i += sizeof(kept)) {
		size_t most = line.len - i < sizeof(kept) ? line.len - i
							  : sizeof(kept);
		const char *from = line.ptr + i;

		hash = hash64_seeded(
			(struct span){ kept, copy_letters(from, from + most,
							  kept) },
			hash);
	}
	return hash;
}

/* The next mention at or after `at` in a weak paragraph, and that paragraph. */
static size_t next_weak(const struct facts *facts, struct span text, size_t at,
			struct span *line)
{
	for (; at < facts->n_mentions; at++) {
		const struct mention *m = &facts->mentions[at];

		if (!m->paragraph || m->surface.ptr < line->ptr + line->len)
			continue;
		*line = line_around(text, m->surface.ptr);
		if (line->len >= PARAGRAPH_BYTES_MIN)
			break;
	}
	return at;
}

/* Give the mentions from `at` to the end of `line` their number. */
static size_t number_line(struct facts *facts, size_t at, struct span line,
			  uint8_t number)
{
	for (; at < facts->n_mentions &&
	       facts->mentions[at].surface.ptr < line.ptr + line.len;
	     at++) {
		if (facts->mentions[at].paragraph)
			facts->mentions[at].paragraph = number;
	}
	return at;
}

void paragraph_find(const struct ad *ad, struct facts *facts)
{
	struct span text = ad->description, line = { text.ptr, 0 };
	size_t      first = 0, n = 0, at;
	uint64_t    seed = hash64(facts->employer_key);

	while (first < facts->n_mentions &&
	       facts->mentions[first].field != FIELD_DESCRIPTION)
		first++;
	for (at = first; (at = next_weak(facts, text, at, &line)) <
			 facts->n_mentions;)
		n++;
	line.len = 0;
	line.ptr = text.ptr;
	facts->n_paragraphs = n < PARAGRAPHS_MAX ? n : PARAGRAPHS_MAX;
	for (size_t i = 1, from = first; from < facts->n_mentions; i++) {
		uint8_t number = i == n ? (uint8_t)facts->n_paragraphs
				: i < PARAGRAPHS_MAX ? (uint8_t)i
						     : 0;

		at = next_weak(facts, text, from, &line);
		for (; from < at; from++)
			facts->mentions[from].paragraph = 0; /* too short */
		if (at == facts->n_mentions)
			break;
		from = number_line(facts, at, line, number);
		if (number)
			facts->paragraphs[number - 1] = (struct weak_paragraph){
				.hash = hash_paragraph(line, seed),
				.start = facts->mentions[at].start,
				.end = facts->mentions[from - 1].end,
			};
	}
}

/* ---- titles ---- */

/* " - Berlin", "(m/w/d)", ", EMEA": what follows is no job. */
static size_t job_length(struct span title)
{
	size_t n = title.len < TITLE_BYTES ? title.len : TITLE_BYTES;

	for (size_t i = 1; i < n; i++) {
		if (strchr("(,|/", title.ptr[i]) ||
		    (title.ptr[i] == ' ' && i + 2 < n &&
		     title.ptr[i + 1] == '-' && title.ptr[i + 2] == ' ') ||
		    (i + 3 < n && !memcmp(title.ptr + i, "\xEF\xBC\x88", 3)))
			return i;
	}
	return n;
}

uint64_t paragraph_title_key(const struct taxonomy *t,
			     const struct ad_scan *scan)
{
	struct span title = scan->ad->title;
	const char *at = title.ptr, *end = at + job_length(title);
	char        kept[TITLE_BYTES];
	size_t      n = 0;

	if (at == end)
		return 0;
	for (size_t i = 0; i < scan->title.n; i++) {
		const struct match *m = &scan->title.items[i];

		if (t->patterns[m->id].kind != PATTERN_SENIORITY ||
		    title.ptr + m->start < at || title.ptr + m->end > end)
			continue;
		n += copy_letters(at, title.ptr + m->start, kept + n);
		at = title.ptr + m->end;
	}
	while (end > at && strchr("0123456789IV -", end[-1]))
		end--; /* "Engineer II" */
	n += copy_letters(at, end, kept + n);
	return n ? hash64((struct span){ kept, n }) | 1 : 0;
}
