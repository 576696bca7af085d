#include "enrich/context.h"

#include "base/byte_walk.h"
#include "enrich/context_evidence.h"
#include "enrich/context_heading.h"

#include <string.h>

#define LAST_BYTES 7      /* after the last word of a sentence: its ending */
#define SHORT_LINE 60     /* bytes; a title of a job, not a sentence */
#define LIST_COMMAS 2     /* in one line */
#define LIST_BYTES 600    /* of bullets above one that they speak for */
#define PREDICATE_BYTES 16 /* of what something does, at least */
#define PREDICATE_WORDS 2
#define HEADER_BARS 2
#define HEADER_MOST 250   /* bytes */
#define SHORT_TEXT 300    /* bytes; too little for a company's story */

#define BIT(context) (1u << (context))

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

/*
 * Chinese, Japanese and Korean put the word that decides last: "ROS 개발 경험" is
 * experience in developing, "...する会社です" a company.
 */
static bool is_last_word(const struct context_map *map, const struct cue *c,
			 uint32_t last, uint32_t end)
{
	if ((unsigned char)map->text.ptr[c->start] < 0xE3 || c->start < end)
		return false;
	if (c->context == CONTEXT_REQUIREMENT)
		return !has_comma(map->text, end, c->start);
	return c->context != CONTEXT_DUTY && last - c->end <= LAST_BYTES;
}

static bool is_label(struct span text, const struct cue *c)
{
	uint32_t at = c->end;

	while (at < text.len && text.ptr[at] == ' ')
		at++;
	return at < text.len && text.ptr[at] == ':';
}

/* What the cues of the sentence first..last say of the bytes start..end. */
static void read_sentence(const struct context_map *map, uint32_t first,
			  uint32_t last, uint32_t start, uint32_t end,
			  struct evidence *out)
{
	*out = (struct evidence){ .start = start, .end = end, .first = first,
				  .last = last, .nearest = -1, .subject = -1 };
	for (size_t i = first_cue(map, first);
	     i < map->n_cues && map->cues[i].start < last; i++) {
		const struct cue *c = &map->cues[i];

		out->sentence |= BIT(c->context);
		if (NEAREST_OF >> c->context & 1 &&
		    (c->start <= start || out->nearest < 0 ||
		     is_last_word(map, c, last, end)))
			out->nearest = c->context;
		/* "Training: everybody attends our course" */
		if (c->is_subject && out->subject < 0 &&
		    !is_label(map->text, c))
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
	while (low > 0 && map->sections[low - 1].end <= at)
		low--;
	if (low == 0 || map->sections[low - 1].context == CONTEXT_OTHER)
		return -1;
	return map->sections[low - 1].context;
}

/* What may part the members of a list; E3 begins 、. */
static bytes16 byte_may_part(bytes16 v)
{
	return (v == ',') | (v == '/') | (v == ';') | (v == (signed char)0xE3);
}

static bool is_list(struct span text, uint32_t first, uint32_t last)
{
	const char      *at = text.ptr + first, *end = text.ptr + last;
	struct byte_walk walk = byte_walk_of((struct span){ at, last - first });
	unsigned         commas = 0;

	for (; commas < LIST_COMMAS &&
	       (at = byte_walk_to(&walk, at, byte_may_part)) < end; at++)
		commas += *at != '\xE3' || (end - at >= 3 &&
					    !memcmp(at, "\xE3\x80\x81", 3));
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
static int notice_of(const struct evidence *e, enum context_path *path)
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
	if (!is_job && !is_work && !e->is_opening &&
	    e->paragraph >> CONTEXT_NOTICE & 1) {
		*path = PATH_PARAGRAPH;
		return CONTEXT_HIRING;
	}
	return -1;
}

static int in_job_section(const struct evidence *e, enum context_path *path)
{
	bool is_work = has(e, CONTEXT_DUTY) || has(e, CONTEXT_REQUIREMENT);

	/* the sentence decides: a product described among duties is one */
	if ((e->subject == CONTEXT_PRODUCT || e->subject == CONTEXT_COMPANY) &&
	    !has(e, CONTEXT_REQUIREMENT) && !e->is_bullet)
		return e->subject;
	if (!e->is_bullet && e->nearest == CONTEXT_BENEFIT)
		return CONTEXT_BENEFIT;
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
	/* "We look for students of robotics. PyTorch is what they use." */
	if (!e->is_bullet && !e->sentence &&
	    e->before == CONTEXT_REQUIREMENT) {
		*path = PATH_BEFORE;
		return CONTEXT_REQUIREMENT;
	}
	*path = PATH_SECTION;
	return e->section;
}

static int in_employer_section(const struct evidence *e,
			       enum context_path     *path)
{
	if (has(e, CONTEXT_REQUIREMENT) && !has(e, CONTEXT_COMPANY) &&
	    !has(e, CONTEXT_PRODUCT))
		return CONTEXT_REQUIREMENT;
	/* a list of tasks below the employer's story */
	if (e->is_bullet && e->subject == CONTEXT_DUTY)
		return CONTEXT_DUTY;
	if (has(e, CONTEXT_PRODUCT))
		return CONTEXT_PRODUCT;
	*path = PATH_SECTION;
	return e->section;
}

/*
 * No heading says what it is. Ads tell first what is to be done, then what is
 * wanted; lists of names are wanted, sentences tell.
 */
static int without_section(const struct context_map *map,
			   const struct evidence *e, enum context_path *path)
{
	*path = PATH_SUBJECT;
	/* "Formation : chaque technicien suit notre cours" */
	if ((e->subject == CONTEXT_REQUIREMENT ||
	     e->subject == CONTEXT_COMPANY) &&
	    e->nearest == CONTEXT_BENEFIT)
		return CONTEXT_BENEFIT;
	if (e->subject >= 0 && e->nearest != CONTEXT_REQUIREMENT)
		return e->subject;
	*path = e->has_carried ? PATH_BEFORE : PATH_NEAREST;
	if (e->nearest >= 0)
		return e->nearest;
	*path = PATH_AGENT;
	if (e->is_agent && (e->is_first || e->is_opening) && !e->is_bullet &&
	    !e->has_names)
		return CONTEXT_PRODUCT;
	*path = PATH_LIST;
	if (e->is_list && !e->is_bullet)
		return CONTEXT_REQUIREMENT;
	*path = PATH_FIRST;
	if (e->is_first && (e->is_bullet || map->text.len < SHORT_TEXT))
		return CONTEXT_DUTY;
	*path = PATH_LATER;
	if (e->is_bullet || e->is_list)
		return CONTEXT_REQUIREMENT;
	*path = PATH_PROSE;
	return map->text.len < SHORT_TEXT ? CONTEXT_DUTY : CONTEXT_COMPANY;
}

/* What the rules say, and which of them. */
static enum mention_context decide(const struct context_map *map,
				   const struct evidence *e,
				   enum context_path     *path)
{
	int notice;

	*path = PATH_NOTICE;
	notice = notice_of(e, path);
	if (notice >= 0)
		return (enum mention_context)notice;
	*path = PATH_UNASKED;
	/* what is named to say that nobody needs it tells of the employer */
	if (e->is_unasked && e->section != CONTEXT_BENEFIT)
		return CONTEXT_COMPANY;
	*path = PATH_SENTENCE;
	switch (e->section) {
	case CONTEXT_REQUIREMENT:
	case CONTEXT_DUTY:
		return (enum mention_context)in_job_section(e, path);
	case CONTEXT_COMPANY:
	case CONTEXT_PRODUCT:
		return (enum mention_context)in_employer_section(e, path);
	case CONTEXT_BENEFIT: *path = PATH_SECTION; return CONTEXT_BENEFIT;
	}
	return (enum mention_context)without_section(map, e, path);
}

/*
 * Whether a sentence goes on from `end` to `last` behind some words, as those
 * do that tell what these words do. At its end they are what somebody uses or
 * knows. A short ad begins with what is to be done.
 */
static bool is_agent(struct span text, uint32_t last, uint32_t end)
{
	uint32_t after = end;
	unsigned blanks = 0;

	if (text.len < SHORT_TEXT)
		return false;
	while (after < last && text.ptr[after] != ',' && text.ptr[after] != ';') {
		blanks += text.ptr[after++] == ' ';
		if (after - end >= PREDICATE_BYTES || blanks >= PREDICATE_WORDS)
			return true;
	}
	return false;
}

static bool follows_semicolon(struct span text, uint32_t at)
{
	while (at > 0 && text.ptr[at - 1] == ' ')
		at--;
	return at > 0 && text.ptr[at - 1] == ';';
}

#define LINE_MAX (2 * SENTENCE_MAX + 1) /* bytes */

/* Where the line begins that has the byte before `at`; not before `low`. */
static uint32_t line_start(struct span text, uint32_t low, uint32_t at)
{
	const char *end = low < at ? bytes16_last(text.ptr + low,
						  text.ptr + at, '\n')
				   : NULL;

	return end ? (uint32_t)(end - text.ptr) + 1 : low < at ? low : at;
}

/* Whether the line before the one that begins at `first` has a bullet. */
static bool follows_list(struct span text, uint32_t first)
{
	uint32_t at = first, low;

	while (at > 0 && (text.ptr[at - 1] == '\n' || text.ptr[at - 1] == ' '))
		at--;
	low = at > LINE_MAX ? at - LINE_MAX : 0;
	at = line_start(text, low, at);
	if (at == low && at > 0 && text.ptr[at - 1] != '\n')
		return false; /* too long for a bullet */
	return first > 0 && context_is_bullet(text, at);
}

/*
 * Where the list begins that the line at `first` is a bullet of: the lines
 * before it that have a bullet too, and the one that leads in.
 */
static uint32_t list_start(struct span text, uint32_t first)
{
	uint32_t low = first > LIST_BYTES ? first - LIST_BYTES : 0;
	uint32_t at = first;

	while (at > low && context_is_bullet(text, at)) {
		at--; /* the end of the line before */
		while (at > low && text.ptr[at - 1] != '\n')
			at--;
	}
	return at;
}

/* The line around the bytes start..end, of which lie `first`..`last`. */
static void read_line(const struct context_map *map, uint32_t start,
		      uint32_t end, uint32_t first, uint32_t last,
		      struct line *out)
{
	const char *text = map->text.ptr;
	uint32_t    low = start > 2 * SENTENCE_MAX ? start - 2 * SENTENCE_MAX : 0;
	uint32_t    high = last, most = end + 2 * SENTENCE_MAX;
	const char *next = NULL;

	low = line_start(map->text, low, first);
	if (high > end && text[high - 1] == '\n')
		high--;
	if (most > map->text.len)
		most = (uint32_t)map->text.len;
	if (high < most) {
		next = memchr(text + high, '\n', most - high);
		high = next ? (uint32_t)(next - text) : most;
	}
	out->first = low;
	out->last = high;
	out->is_whole = (low == 0 || text[low - 1] == '\n') &&
			(high == map->text.len || text[high] == '\n');
	out->cues = cues_within(map, low, high);
	out->is_bullet = context_is_bullet(map->text, low);
	out->has_names = is_list(map->text, low, high);
	out->is_list = out->has_names ||
		       (high - low <= SHORT_LINE &&
			!is_plain_sentence(map->text, low, high));
	out->follows_list = !out->is_bullet && follows_list(map->text, low);
}

/* All that is seen around the bytes start..end. */
static void see(struct context_map *map, uint32_t start, uint32_t end,
		struct evidence *out)
{
	struct line    *line = &map->line;
	struct evidence e;
	uint32_t        first, last;

	context_sentence(map->text, start, end, &first, &last);
	if (!line->is_whole || start < line->first || end > line->last)
		read_line(map, start, end, first, last, line);
	read_sentence(map, first, last, start, end, &e);
	e.paragraph = line->cues;
	e.section = section_at(map, start);
	/* "Doctorate in linguistics; papers on translation" */
	if (e.nearest < 0 &&
	    (e.section < 0 || follows_semicolon(map->text, first))) {
		e.nearest = last_cue(map,
				     line->is_bullet && e.section < 0
					     ? list_start(map->text, line->first)
					     : line->first,
				     first);
		e.has_carried = e.nearest >= 0;
	}
	e.is_first = map->first_requirement != UINT32_MAX &&
		     map->first_requirement >= last;
	e.is_opening = line->first == 0 && line->last < map->text.len;
	e.before = last_cue(map, line->first, first);
	e.is_agent = is_agent(map->text, last, end);
	e.is_bullet = line->is_bullet ||
		      (e.section >= 0 && first > 0 &&
		       map->text.ptr[first - 1] == '*');
	e.has_names = line->has_names;
	e.is_list = line->is_list;
	*out = e;
}

/*
 * Whether the line is the first one of a post that parts what it says by bars:
 * "Acme | Data Scientist | Berlin | Onsite". A role named there is hired for.
 */
static bool is_post_header(struct span text, const struct line *line)
{
	unsigned bars = 0;

	if (line->first > 0 || line->last > HEADER_MOST ||
	    line->last == text.len)
		return false;
	for (uint32_t i = 1; i + 1 < line->last && bars < HEADER_BARS; i++)
		bars += text.ptr[i] == '|' && text.ptr[i - 1] == ' ' &&
			text.ptr[i + 1] == ' ';
	return bars == HEADER_BARS;
}

void context_at(struct context_map *map, uint32_t start, uint32_t end,
		struct context_view *out)
{
	struct evidence      e;
	enum context_path    path;
	enum mention_context ruled;
	bool                 is_header;

	see(map, start, end, &e);
	is_header = is_post_header(map->text, &map->line);
	ruled = is_header ? CONTEXT_DUTY : decide(map, &e, &path);
	*out = (struct context_view){
		.sentence = e.first,
		.line = map->line.first,
		.context = ruled,
		.ruled = ruled,
		.is_short = map->text.len < SHORT_TEXT,
		.is_weak = (e.section != CONTEXT_REQUIREMENT &&
			    e.section != CONTEXT_DUTY) ||
			   map->line.follows_list,
	};
	/* ads that were labelled leave it open what is not asked for */
	out->is_settled = is_header || path == PATH_UNASKED ||
			  !map->taxonomy->weights;
	if (!out->is_settled)
		context_weigh(map, &e, path, out);
}

size_t context_features_at(struct context_map *map, uint32_t start,
			   uint32_t end, uint16_t out[CONTEXT_FEATURES_MAX])
{
	struct evidence      e;
	enum context_path    path;
	enum mention_context ruled;

	see(map, start, end, &e);
	ruled = decide(map, &e, &path);
	return context_features(map, &e, ruled, path, out);
}

void context_words_at(struct context_map *map, uint32_t start, uint32_t end,
		      context_name_fn *take, void *data)
{
	struct evidence e;

	see(map, start, end, &e);
	context_features_words(map, &e, take, data);
}
