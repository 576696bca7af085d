#include "enrich/context.h"

#include <string.h>

#define HEADING_BEFORE 16 /* bytes of bullet or number before a heading */
#define HEADING_AFTER 30  /* bytes that may follow one on its line */
#define HEADING_COLON 8   /* ... before a colon, wherever the heading began */
#define HEADING_SHORT 9   /* bytes; "you have" begins many a sentence */
#define SHORT_LINE 60     /* bytes; a title of a job, not a sentence */
#define LIST_COMMAS 2     /* in one line */
#define SHORT_TEXT 300    /* bytes; too little for a company's story */

/* ---- headings ---- */

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

	if (last && m->end <= last->end &&
	    (m->start > last->start || m->end < last->end))
		return;
	if (last && m->start == last->start && m->end > last->end)
		map->n_cues--;
	map->cues[map->n_cues++] =
		(struct cue){ m->start, m->end, (uint8_t)p->value,
			      p->kind == PATTERN_SUBJECT };
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

/* ---- sentences ---- */

/* Whether a sentence ends with the byte before `at`. */
static bool ends_before(struct span text, uint32_t at)
{
	const char *p = text.ptr + at;

	if (p[-1] == '\n')
		return true;
	if (at >= 3 && ((unsigned char)p[-3] == 0xE3 || (unsigned char)p[-3] == 0xEF ||
			(unsigned char)p[-3] == 0xE2))
		return !memcmp(p - 3, "\xE3\x80\x82", 3) || /* 。 */
		       !memcmp(p - 3, "\xEF\xBC\x81", 3) || /* ！ */
		       !memcmp(p - 3, "\xEF\xBC\x9F", 3) || /* ？ */
		       !memcmp(p - 3, "\xEF\xBC\x9B", 3) || /* ； */
		       !memcmp(p - 3, "\xE2\x80\xA2", 3);   /* • */
	if (at < text.len && *p != ' ')
		return false;
	if (p[-1] == '!' || p[-1] == '?' || p[-1] == ';')
		return true;
	/* "e.g. PyTorch": a single letter before the dot ends nothing */
	return p[-1] == '.' &&
	       !(at >= 3 && is_letter_byte(p[-2]) &&
		 (p[-3] == '.' || p[-3] == ' '));
}

/* Whether the byte is the last one of any sign that ends sentences. */
static inline bool may_end(char c)
{
	static const bool ends[0x80] = {
		['\n'] = true, ['!'] = true, ['.'] = true,
		[';'] = true,  ['?'] = true,
	};

	return (unsigned char)c >= 0x80 || ends[(unsigned char)c];
}

void context_sentence(struct span text, uint32_t start, uint32_t end,
		      uint32_t *first, uint32_t *last)
{
	uint32_t low = start > SENTENCE_MAX ? start - SENTENCE_MAX : 0;
	uint32_t high = end + SENTENCE_MAX < text.len ? end + SENTENCE_MAX
						      : (uint32_t)text.len;

	*first = start;
	while (*first > low && !(may_end(text.ptr[*first - 1]) &&
				 ends_before(text, *first)))
		(*first)--;
	*last = end;
	while (*last < high && !(*last > end && may_end(text.ptr[*last - 1]) &&
				 ends_before(text, *last)))
		(*last)++;
}

/* ---- the decision ---- */

#define BIT(context) (1u << (context))

struct evidence {
	unsigned sentence; /* bits of the contexts that its cues speak for */
	unsigned paragraph;
	int      nearest; /* of the cue closest before, else after; -1 none */
	int      section; /* -1 before any heading */
	int      subject; /* of the cue that begins the sentence; -1 none */
	bool     is_unasked; /* "no experience with AI needed" */
	bool     is_first; /* all cues of requirements follow, and some do */
	bool     is_bullet;
	bool     is_list; /* names behind commas, or a line too short for prose */
};

static size_t first_cue(const struct context_map *map, uint32_t from)
{
	size_t low = 0, high = map->n_cues;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (map->cues[middle].start < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static unsigned cues_within(const struct context_map *map, uint32_t first,
			    uint32_t last)
{
	unsigned bits = 0;

	for (size_t i = first_cue(map, first);
	     i < map->n_cues && map->cues[i].start < last; i++)
		bits |= BIT(map->cues[i].context);
	return bits;
}

/* Cues about how people are hired say nothing of what stands beside them. */
#define NEAREST_OF                                                  \
	(BIT(CONTEXT_REQUIREMENT) | BIT(CONTEXT_DUTY) |             \
	 BIT(CONTEXT_COMPANY) | BIT(CONTEXT_PRODUCT) | BIT(CONTEXT_BENEFIT))

/* Context of the last cue of the bytes first..last; -1 none. */
static int last_cue(const struct context_map *map, uint32_t first,
		    uint32_t last)
{
	int found = -1;

	for (size_t i = first_cue(map, first);
	     i < map->n_cues && map->cues[i].start < last; i++) {
		if (NEAREST_OF >> map->cues[i].context & 1)
			found = map->cues[i].context;
	}
	return found;
}

/* Whether a comma, of any script, stands among the bytes first..last. */
static bool has_comma(struct span text, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i < last; i++) {
		if (text.ptr[i] == ',' ||
		    (last - i >= 3 && !memcmp(text.ptr + i, "\xEF\xBC\x8C", 3)))
			return true;
	}
	return false;
}

/* What the cues of the sentence first..last say of the bytes start..end. */
static void read_sentence(const struct context_map *map, uint32_t first,
			  uint32_t last, uint32_t start, uint32_t end,
			  struct evidence *out)
{
	*out = (struct evidence){ .nearest = -1, .subject = -1 };
	for (size_t i = first_cue(map, first);
	     i < map->n_cues && map->cues[i].start < last; i++) {
		const struct cue *c = &map->cues[i];

		out->sentence |= BIT(c->context);
		if (NEAREST_OF >> c->context & 1 &&
		    (c->start <= start || out->nearest < 0))
			out->nearest = c->context;
		if (c->is_subject && out->subject < 0)
			out->subject = c->context;
		if (c->context == CONTEXT_UNASKED &&
		    !has_comma(map->text, c->end, start) &&
		    !has_comma(map->text, end, c->start))
			out->is_unasked = true;
	}
}

static int section_at(const struct context_map *map, uint32_t at)
{
	size_t low = 0, high = map->n_sections;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (map->sections[middle].start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || map->sections[low - 1].context == CONTEXT_OTHER)
		return -1;
	return map->sections[low - 1].context;
}

static bool is_bullet_at(struct span text, uint32_t first)
{
	while (first < text.len && text.ptr[first] == ' ')
		first++;
	return first < text.len &&
	       (text.ptr[first] == '-' || text.ptr[first] == '*' ||
		(text.len - first >= 3 &&
		 (!memcmp(text.ptr + first, "\xE2\x80\xA2", 3) ||
		  !memcmp(text.ptr + first, "\xC2\xB7", 2))));
}

static bool is_list(struct span text, uint32_t first, uint32_t last)
{
	unsigned commas = 0;

	for (uint32_t i = first; i < last && commas < LIST_COMMAS; i++) {
		char c = text.ptr[i];

		if (c == ',' || c == '/' || c == ';')
			commas++;
		else if (c == '\xE3' && last - i >= 3) /* 、 */
			commas += !memcmp(text.ptr + i, "\xE3\x80\x81", 3);
	}
	return commas >= LIST_COMMAS;
}

/* "Undervisa i kursen." ends like a sentence, and names no second thing. */
static bool is_plain_sentence(struct span text, uint32_t first, uint32_t last)
{
	while (last > first && text.ptr[last - 1] == ' ')
		last--;
	if (last == first || (text.ptr[last - 1] != '.' &&
			      (last - first < 3 ||
			       memcmp(text.ptr + last - 3, "\xE3\x80\x82", 3))))
		return false;
	for (uint32_t i = first; i < last; i++) {
		if (text.ptr[i] == ',' || text.ptr[i] == ';' ||
		    (last - i >= 3 && !memcmp(text.ptr + i, "\xE3\x80\x81", 3)))
			return false;
	}
	return true;
}

static bool has(const struct evidence *e, unsigned context)
{
	return e->sentence >> context & 1;
}

/* Notices about how people are hired, whatever section they stand in. */
static int notice_of(const struct evidence *e)
{
	bool is_job = e->section == CONTEXT_DUTY ||
		      e->section == CONTEXT_REQUIREMENT;
	bool is_work = has(e, CONTEXT_DUTY) || has(e, CONTEXT_REQUIREMENT);

	if (has(e, CONTEXT_PROHIBITION) &&
	    (!is_job || !is_work || has(e, CONTEXT_NOTICE)))
		return CONTEXT_PROHIBITION;
	if (has(e, CONTEXT_NOTICE) &&
	    !(e->is_bullet && e->section == CONTEXT_DUTY && is_work))
		return CONTEXT_HIRING;
	/* software for hiring is made by those who build it */
	if (has(e, CONTEXT_HIRING) && !is_work)
		return CONTEXT_HIRING;
	if (e->section == CONTEXT_HIRING)
		return CONTEXT_HIRING;
	if (!is_job && !is_work && e->paragraph >> CONTEXT_NOTICE & 1)
		return CONTEXT_HIRING;
	return -1;
}

static int in_job_section(const struct evidence *e)
{
	bool is_work = has(e, CONTEXT_DUTY) || has(e, CONTEXT_REQUIREMENT);

	/* the sentence decides: a product described among duties is one */
	if ((e->subject == CONTEXT_PRODUCT || e->subject == CONTEXT_COMPANY) &&
	    !has(e, CONTEXT_REQUIREMENT) && !e->is_bullet)
		return e->subject;
	if (e->subject == CONTEXT_REQUIREMENT)
		return CONTEXT_REQUIREMENT;

	if (!is_work && !e->is_bullet) {
		/* the employer's story after the last list has no heading */
		if (has(e, CONTEXT_COMPANY))
			return CONTEXT_COMPANY;
		if (has(e, CONTEXT_BENEFIT))
			return CONTEXT_BENEFIT;
	}
	if (e->section == CONTEXT_DUTY && has(e, CONTEXT_REQUIREMENT) &&
	    !has(e, CONTEXT_DUTY))
		return CONTEXT_REQUIREMENT;
	return e->section;
}

static int in_employer_section(const struct evidence *e)
{
	if (has(e, CONTEXT_REQUIREMENT) && !has(e, CONTEXT_COMPANY) &&
	    !has(e, CONTEXT_PRODUCT))
		return CONTEXT_REQUIREMENT;
	return has(e, CONTEXT_PRODUCT) ? CONTEXT_PRODUCT : e->section;
}

/*
 * No heading says what it is. Ads tell first what is to be done, then what is
 * wanted; lists of names are wanted, sentences tell.
 */
static int without_section(const struct context_map *map,
			   const struct evidence *e)
{
	if (e->subject >= 0 && e->nearest != CONTEXT_REQUIREMENT)
		return e->subject;
	if (e->nearest >= 0)
		return e->nearest;
	if (e->is_list && !e->is_bullet)
		return CONTEXT_REQUIREMENT;
	if (e->is_first && (e->is_bullet || map->text.len < SHORT_TEXT))
		return CONTEXT_DUTY;
	if (e->is_bullet || e->is_list)
		return CONTEXT_REQUIREMENT;
	return map->text.len < SHORT_TEXT ? CONTEXT_DUTY : CONTEXT_COMPANY;
}

static enum mention_context decide(const struct context_map *map,
				   const struct evidence *e)
{
	int notice = notice_of(e);

	if (notice >= 0)
		return (enum mention_context)notice;
	/* what is named to say that nobody needs it tells of the employer */
	if (e->is_unasked && e->section != CONTEXT_BENEFIT)
		return CONTEXT_COMPANY;
	switch (e->section) {
	case CONTEXT_REQUIREMENT:
	case CONTEXT_DUTY: return (enum mention_context)in_job_section(e);
	case CONTEXT_COMPANY:
	case CONTEXT_PRODUCT:
		return (enum mention_context)in_employer_section(e);
	case CONTEXT_BENEFIT: return CONTEXT_BENEFIT;
	}
	return (enum mention_context)without_section(map, e);
}

static bool follows_semicolon(struct span text, uint32_t at)
{
	while (at > 0 && text.ptr[at - 1] == ' ')
		at--;
	return at > 0 && text.ptr[at - 1] == ';';
}

/* Whether the line before the one that begins at `first` has a bullet. */
static bool follows_list(struct span text, uint32_t first)
{
	uint32_t at = first;

	while (at > 0 && (text.ptr[at - 1] == '\n' || text.ptr[at - 1] == ' '))
		at--;
	for (uint32_t n = 0; at > 0 && text.ptr[at - 1] != '\n'; n++, at--) {
		if (n > 2 * SENTENCE_MAX)
			return false;
	}
	return first > 0 && is_bullet_at(text, at);
}

/* The line around the bytes start..end, of which lie `first`..`last`. */
static void read_line(const struct context_map *map, uint32_t start,
		      uint32_t end, uint32_t first, uint32_t last,
		      struct line *out)
{
	const char *text = map->text.ptr;
	uint32_t    low = first, high = last;

	while (low > 0 && text[low - 1] != '\n' &&
	       start - low < 2 * SENTENCE_MAX)
		low--;
	if (high > end && text[high - 1] == '\n')
		high--;
	while (high < map->text.len && text[high] != '\n' &&
	       high - end < 2 * SENTENCE_MAX)
		high++;
	out->first = low;
	out->last = high;
	out->is_whole = (low == 0 || text[low - 1] == '\n') &&
			(high == map->text.len || text[high] == '\n');
	out->cues = cues_within(map, low, high);
	out->is_bullet = is_bullet_at(map->text, low);
	out->is_list = is_list(map->text, low, high) ||
		       (high - low <= SHORT_LINE &&
			!is_plain_sentence(map->text, low, high));
	out->follows_list = !out->is_bullet && follows_list(map->text, low);
}

enum mention_context context_at(struct context_map *map, uint32_t start,
				uint32_t end, bool *is_weak)
{
	struct line    *line = &map->line;
	struct evidence e;
	uint32_t        first, last;

	context_sentence(map->text, start, end, &first, &last);
	if (!line->is_whole || start < line->first || end > line->last)
		read_line(map, start, end, first, last, line);
	read_sentence(map, first, last, start, end, &e);
	e.paragraph = line->cues;
	/* "Doctorate in linguistics; papers on translation" */
	if (e.nearest < 0 && follows_semicolon(map->text, first))
		e.nearest = last_cue(map, line->first, first);
	e.section = section_at(map, start);
	e.is_first = map->first_requirement != UINT32_MAX &&
		     map->first_requirement >= last;
	e.is_bullet = line->is_bullet;
	e.is_list = line->is_list;
	*is_weak = (e.section != CONTEXT_REQUIREMENT &&
		    e.section != CONTEXT_DUTY) ||
		   line->follows_list;
	return decide(map, &e);
}
