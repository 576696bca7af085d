#include "enrich/context_heading.h"

#include <string.h>

#define HEADING_LEAST 3  /* bytes */
#define HEADING_MOST 70  /* bytes; what is longer tells something */
#define HEADING_WORDS 9
#define LEAD_MOST 100    /* bytes of what ends in a colon */
#define LEAD_WORDS 16
#define PROSE_LEAST 100  /* bytes of a line that a heading may stand above */

struct text_line {
	uint32_t first, last; /* bytes, without blanks at the ends */
	uint32_t next;        /* where the line behind it begins */
};

static struct text_line line_at(struct span text, uint32_t at)
{
	const char *end = memchr(text.ptr + at, '\n', text.len - at);
	uint32_t    last = end ? (uint32_t)(end - text.ptr)
			       : (uint32_t)text.len;
	struct text_line line = { at, last, end ? last + 1 : last };

	while (line.first < line.last && (text.ptr[line.first] == ' ' ||
					  text.ptr[line.first] == '*' ||
					  text.ptr[line.first] == '#'))
		line.first++;
	/* one star before blanks is a bullet */
	if (line.first > at && text.ptr[line.first - 1] == ' ')
		line.first = at;
	while (line.last > line.first && (text.ptr[line.last - 1] == ' ' ||
					  text.ptr[line.last - 1] == '*'))
		line.last--;
	return line;
}

/* The next line from `at` on that is not blank; one without bytes: none. */
static struct text_line next_line(struct span text, uint32_t at)
{
	struct text_line line = line_at(text, at);

	while (line.first == line.last && line.next < text.len)
		line = line_at(text, line.next);
	return line;
}

bool context_is_bullet(struct span text, uint32_t at)
{
	uint32_t digits;

	while (at < text.len && text.ptr[at] == ' ')
		at++;
	if (at == text.len)
		return false;
	if (text.ptr[at] == '-' || text.ptr[at] == '*' ||
	    (unsigned char)text.ptr[at] == 0xE2 ||
	    (unsigned char)text.ptr[at] == 0xF0)
		return true;
	if (text.len - at >= 3 && (!memcmp(text.ptr + at, "\xC2\xB7", 2) ||
				   !memcmp(text.ptr + at, "\xE3\x83\xBB", 3)))
		return true;
	for (digits = 0; digits < 3 && at < text.len &&
			 text.ptr[at] >= '0' && text.ptr[at] <= '9';
	     digits++)
		at++;
	return digits && text.len - at >= 3 &&
	       (text.ptr[at] == ')' ||
		(text.ptr[at] == '.' && text.ptr[at + 1] == ' ') ||
		!memcmp(text.ptr + at, "\xE3\x80\x81", 3));
}

static bool begins_like_heading(struct span text, uint32_t at)
{
	unsigned char c = (unsigned char)text.ptr[at];

	/* a capital, or the first byte of Latin letters with accents */
	return (c >= 'A' && c <= 'Z') || c == 0xC3;
}

static unsigned words_in(struct span text, struct text_line line)
{
	unsigned n = 1;

	for (uint32_t i = line.first; i < line.last; i++)
		n += text.ptr[i] == ' ';
	return n;
}

/*
 * Whether the line is one: short, without a stop, above a list or a longer
 * line. Lists without bullets are lines of a kind, none of them above prose.
 */
static bool is_like_heading(struct span text, struct text_line line)
{
	uint32_t         bytes = line.last - line.first;
	struct text_line below;
	char             end;

	if (bytes < HEADING_LEAST || bytes > LEAD_MOST ||
	    !begins_like_heading(text, line.first))
		return false;
	end = text.ptr[line.last - 1];
	if (end != ':' && (bytes > HEADING_MOST || strchr(".,;!-", end)))
		return false;
	if (words_in(text, line) > (end == ':' ? LEAD_WORDS : HEADING_WORDS))
		return false;
	below = next_line(text, line.next);
	if (below.first == below.last)
		return false;
	return context_is_bullet(text, below.first) ||
	       below.last - below.first > PROSE_LEAST;
}

/* What the cues in the line ask or offer; else CONTEXT_OTHER. */
static uint8_t cue_of(const struct context_map *map, struct text_line line)
{
	uint8_t found = CONTEXT_OTHER;

	for (size_t i = 0; i < map->n_cues; i++) {
		const struct cue *c = &map->cues[i];

		if (c->start >= line.last)
			break;
		if (c->start >= line.first &&
		    (c->context == CONTEXT_REQUIREMENT ||
		     c->context == CONTEXT_DUTY ||
		     c->context == CONTEXT_BENEFIT) &&
		    found != CONTEXT_REQUIREMENT)
			found = c->context;
	}
	return found;
}

static void add(struct context_map *map, struct section section,
		struct arena *arena, size_t *room)
{
	if (map->n_sections == *room) {
		struct section *wider;

		*room = 2 * *room + 8;
		wider = arena_alloc(arena, *room * sizeof(*wider));
		memcpy(wider, map->sections,
		       map->n_sections * sizeof(*wider));
		map->sections = wider;
	}
	map->sections[map->n_sections++] = section;
}

void context_end_sections(struct context_map *map, struct arena *arena)
{
	const struct section *known = map->sections;
	size_t                n = map->n_sections, room = 0, i = 0;
	bool                  is_below = false; /* right below a known one */
	struct text_line      line;

	if (!n)
		return;
	map->n_sections = 0;
	for (uint32_t at = known[0].start; at < map->text.len; at = line.next) {
		bool is_known = false;

		line = line_at(map->text, at);
		for (; i < n && known[i].start < line.next; i++) {
			add(map, known[i], arena, &room);
			is_known = true;
		}
		if (line.first == line.last)
			continue;
		if (!is_known && !is_below &&
		    is_like_heading(map->text, line))
			add(map, (struct section){ line.first, UINT32_MAX,
						   cue_of(map, line) },
			    arena, &room);
		is_below = is_known;
	}
}
