#include "enrich/context.h"

#include <string.h>

#define HEADING_BEFORE 16 /* bytes of bullet or number before a heading */
#define HEADING_AFTER 30  /* bytes that may follow one on its line */
#define HEADING_COLON 8   /* ... before a colon, wherever the heading began */
#define HEADING_SHORT 9   /* bytes; "you have" begins many a sentence */

static bool is_letter_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

/*
 * Whether a heading may begin at `at`: nothing but bullets, numbers, brackets
 * and signs (bytes E2 and F0 begin most symbols) before it on its line.
 */
static bool begins_line(struct span text, uint32_t at, bool *is_bullet)
{
	uint32_t left = at;

	*is_bullet = false;
	while (left > 0 && text.ptr[left - 1] != '\n') {
		left--;
		if (at - left > HEADING_BEFORE)
			return false;
	}
	for (uint32_t i = left; i < at; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == '-' || c == '*')
			*is_bullet = true;
		if (c == 0xE2 || c == 0xE3 || c == 0xF0 || c == 0xEF) {
			while (i + 1 < at &&
			       ((unsigned char)text.ptr[i + 1] & 0xC0) == 0x80)
				i++;
			continue;
		}
		if (is_letter_byte((char)c))
			return false;
	}
	return true;
}

static bool is_after_sentence(struct span text, uint32_t at)
{
	while (at > 0 && text.ptr[at - 1] == ' ')
		at--;
	return at > 0 && strchr(".!?;)", text.ptr[at - 1]) != NULL;
}

/* A colon, also a full-width one, or a closing bracket of CJK headings. */
static bool is_colon(struct span text, uint32_t at)
{
	while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '*'))
		at++;
	if (at >= text.len)
		return false;
	if (text.ptr[at] == ':')
		return true;
	return text.len - at >= 3 && (!memcmp(text.ptr + at, "\xEF\xBC\x9A", 3) ||
				      !memcmp(text.ptr + at, "\xE3\x80\x91", 3) ||
				      !memcmp(text.ptr + at, "\xE3\x80\x95", 3));
}

/*
 * Bytes between `at` and the end of the line, and its last byte; more than
 * `most` when they are more, or hold a comma.
 */
static size_t rest_of_line(struct span text, uint32_t at, size_t most,
			   char *last)
{
	size_t left = text.len - at;
	size_t n = 0;

	*last = '\0';
	for (; n < left && text.ptr[at + n] != '\n'; n++) {
		if (n == most || text.ptr[at + n] == ',')
			return most + 1;
		if (text.ptr[at + n] != ' ')
			*last = text.ptr[at + n];
	}
	return n;
}

static bool is_heading(struct span text, const struct match *m, uint32_t context)
{
	bool   is_bullet, begins = begins_line(text, m->start, &is_bullet);
	char   last;
	size_t rest;

	if (is_colon(text, m->end))
		return begins || is_after_sentence(text, m->start);
	rest = rest_of_line(text, m->end,
			    begins ? HEADING_AFTER : HEADING_COLON, &last);
	/* "In all teams, you may be a good fit if you:" */
	if (last == ':' && rest <= HEADING_COLON)
		return true;
	if (!begins)
		return false;
	if (m->end - m->start <= HEADING_SHORT &&
	    (context == CONTEXT_REQUIREMENT || context == CONTEXT_DUTY ||
	     context == CONTEXT_BENEFIT))
		return rest <= 3 && last != '.' && last != ';' && !is_bullet;
	if (rest <= 3)
		return last != '.' && last != ';' && !is_bullet;
	return rest <= HEADING_AFTER && !is_bullet && last != '.' &&
	       last != ';' && last != '!';
}

/* The longest of the forms that begin at one place decides. */
static void add_section(struct context_map *map, const struct match *m,
			uint32_t context)
{
	if (map->n_sections > 0 &&
	    map->sections[map->n_sections - 1].start == m->start)
		map->n_sections--;
	map->sections[map->n_sections++] =
		(struct section){ m->start, (uint8_t)context };
}

/* "is the leading" says one thing, "leading" inside it says nothing. */
static void add_cue(struct context_map *map, const struct match *m,
		    const struct pattern *p)
{
	struct cue *last = map->n_cues ? &map->cues[map->n_cues - 1] : NULL;
	bool        is_subject = p->kind == PATTERN_SUBJECT;

	if (last && m->end <= last->end &&
	    (m->start > last->start || m->end < last->end))
		return;
	/* a form may stand in the tables of several languages */
	while (map->n_cues > 0 &&
	       map->cues[map->n_cues - 1].start == m->start &&
	       map->cues[map->n_cues - 1].end < m->end) {
		map->n_cues--;
		/* "our" begins the sentence of "our robots" too */
		is_subject |= map->cues[map->n_cues].is_subject &&
			      map->cues[map->n_cues].context == p->value;
	}
	map->cues[map->n_cues++] =
		(struct cue){ m->start, m->end, (uint8_t)p->value,
			      is_subject };
}

/*
 * Short cues mean other things in other languages ("program", "plus"); English
 * ones stand in ads of all languages.
 */
static bool is_spoken(const struct pattern *p, const char *language)
{
	return !language[0] || !strcmp(p->languages, "en") ||
	       language_in(p->languages, language);
}

/* "Our robots ...", "- Write ...": only bullets and blanks before it. */
static bool begins_sentence(struct span text, const struct match *m)
{
	const char *at = text.ptr + m->start;
	bool        is_bullet;

	/* within a sentence, as most are */
	if (m->start > 1 && at[-1] == ' ' &&
	    (is_letter_byte(at[-2]) || at[-2] == ','))
		return false;
	return begins_line(text, m->start, &is_bullet) ||
	       is_after_sentence(text, m->start);
}

void context_map_make(const struct taxonomy *t, struct span text,
		      const struct match_list *matches, const char *language,
		      struct arena *arena, struct context_map *out)
{
	size_t   n_sections = 0, n_cues = 0;
	uint32_t line_end = 0;

	*out = (struct context_map){ .text = text };
	for (size_t i = 0; i < matches->n; i++) {
		uint8_t kind = t->patterns[matches->items[i].id].kind;

		n_sections += kind == PATTERN_HEADING;
		n_cues += kind == PATTERN_CUE || kind == PATTERN_SUBJECT;
	}
	out->sections = arena_alloc(arena, n_sections * sizeof(*out->sections));
	out->cues = arena_alloc(arena, n_cues * sizeof(*out->cues));
	for (size_t i = 0; i < matches->n; i++) {
		const struct match   *m = &matches->items[i];
		const struct pattern *p = &t->patterns[m->id];

		if (p->kind == PATTERN_CUE || p->kind == PATTERN_SUBJECT) {
			if (is_spoken(p, language) &&
			    (p->kind == PATTERN_CUE || begins_sentence(text, m)))
				add_cue(out, m, p);
		} else if (p->kind == PATTERN_HEADING &&
			   (m->start >= line_end ||
			    (out->n_sections > 0 &&
			     out->sections[out->n_sections - 1].start ==
				     m->start)) &&
			   is_heading(text, m, p->value)) {
			add_section(out, m, p->value);
			line_end = m->end;
		}
	}
	out->first_requirement = UINT32_MAX;
	for (size_t i = out->n_cues; i-- > 0;) {
		if (out->cues[i].context == CONTEXT_REQUIREMENT)
			out->first_requirement = out->cues[i].start;
	}
}
