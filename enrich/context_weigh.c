#include "enrich/context_evidence.h"

#include "enrich/context_feature.h"
#include "enrich/context_meaning.h"
#include "enrich/context_words.h"

#include <assert.h>
#include <string.h>

#define EDGE_BYTES 5      /* between a mention and the end of its sentence */
#define LONG_TEXT 900     /* bytes */
#define LONG_SENTENCE 110 /* bytes */
#define NEIGHBOUR_BYTES 160 /* of a sentence beside it */
#define PLACES 4 /* in the ad */

/* ---- hints ---- */

struct hints {
	unsigned n[N_KINDS];
	unsigned ahead; /* bits of those before the mention */
	uint32_t distance[N_KINDS]; /* bytes to the mention */
};

static bool is_known(const struct context_map *map, uint16_t spoken)
{
	return is_spoken_in(map->taxonomy, spoken, map->languages);
}

static inline bool ends_in(struct span word, const struct ending *ending)
{
	size_t len = ending->form.len;

	return word.len > len && word.ptr[word.len - 1] == ending->tail &&
	       !memcmp(word.ptr + word.len - len, ending->form.ptr, len);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

/* The first word of the sentence, and all of it but the stop at its end. */
static void find_ends(const struct context_map *map, const struct evidence *e,
		      struct span *word, struct span *all)
{
	const char *at = map->text.ptr + e->first;
	const char *end = map->text.ptr + e->last, *from;

	while (end > at && strchr(" \n.!;:", end[-1]))
		end--;
	if (end - at >= 3 && !memcmp(end - 3, "\xE3\x80\x82", 3))
		end -= 3;
	while (at < end && !is_letter(*at))
		at++;
	for (from = at; at < end && is_letter(*at);)
		at++;
	*word = (struct span){ from, (size_t)(at - from) };
	*all = (struct span){ from, (size_t)(end - from) };
}

static void read_endings(const struct context_map *map,
			 const struct evidence *e, struct context_sentence *out)
{
	const struct taxonomy *t = map->taxonomy;
	struct span            word, all;

	find_ends(map, e, &word, &all);
	for (size_t i = 0; i < t->n_endings; i++) {
		const struct ending *ending = &t->endings[i];

		if (!ends_in(ending->is_last ? all : word, ending) ||
		    !is_known(map, ending->spoken))
			continue;
		if (ending->is_last)
			out->closer = ending->context;
		else if (out->opener < 0)
			out->opener = ending->context;
	}
}

/* Hints that no language of the text has are dropped. */
static void keep_spoken(const struct context_map *map,
			 struct context_sentence  *out)
{
	const struct taxonomy *t = map->taxonomy;
	size_t                 kept = 0;

	for (size_t i = 0; i < out->hints.n; i++) {
		const struct match   *m = &out->hints.items[i];
		const struct pattern *p = &t->patterns[m->id];

		if (is_known(map, p->spoken))
			out->hints.items[kept++] = *m;
	}
	out->hints.n = kept;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n';
}

/* The sentences before and behind it; in the same line, or in another. */
static void find_neighbours(const struct context_map *map,
			    struct context_sentence  *s)
{
	struct span text = map->text;
	uint32_t    unused, at = s->first;

	while (at > 0 && is_blank(text.ptr[at - 1]))
		at--;
	s->before = s->ends = at;
	s->is_line_first = s->first == 0 ||
			   memchr(text.ptr + at, '\n', s->first - at);
	if (at > 0)
		context_sentence(text, at - 1, at, &s->before, &unused);
	if (at > NEIGHBOUR_BYTES && s->before < at - NEIGHBOUR_BYTES)
		s->before = at - NEIGHBOUR_BYTES;
	for (at = s->last; at < text.len && is_blank(text.ptr[at]);)
		at++;
	s->after = s->begins = at;
	s->is_line_last = at == text.len ||
			  memchr(text.ptr + s->last - 1, '\n',
				 at - s->last + 1);
	if (at < text.len)
		context_sentence(text, at, at + 1, &unused, &s->after);
	if (s->after > at + NEIGHBOUR_BYTES)
		s->after = at + NEIGHBOUR_BYTES;
}

/* What all mentions of a sentence share; true when it was read before. */
static bool read_sentence(struct context_map *map, const struct evidence *e)
{
	struct context_sentence *out = &map->sentence;

	if (out->first == e->first && out->last == e->last)
		return true;
	out->first = e->first;
	out->last = e->last;
	out->opener = out->closer = -1;
	out->hints.n = 0;
	find_neighbours(map, out);
	context_words_read(map->text, e->first, e->last, &out->words);
	automaton_scan_part(map->taxonomy->automata[FORMS_HINT], map->words,
			    out->before, out->after, map->hint_groups,
			    &out->hints);
	keep_spoken(map, out);
	read_endings(map, e, out);
	return false;
}

static void read_hints(const struct context_map *map, const struct evidence *e,
		       struct hints *out)
{
	const struct context_sentence *s = &map->sentence;

	*out = (struct hints){ { 0 }, 0, { 0 } };
	for (size_t i = 0; i < s->hints.n; i++) {
		const struct match   *m = &s->hints.items[i];
		const struct pattern *p = &map->taxonomy->patterns[m->id];
		uint32_t              value = p->value;
		uint32_t start = s->before + m->start, end = s->before + m->end;
		uint32_t distance;

		if (p->kind != PATTERN_HINT || start < e->first ||
		    end > e->last ||
		    (start < e->end && end > e->start))
			continue; /* a neighbour's, or the mention itself */
		if (end <= e->start)
			out->ahead |= 1u << value;
		distance = end <= e->start ? e->start - end : start - e->end;
		if (!out->n[value]++ || distance < out->distance[value])
			out->distance[value] = distance;
	}
}

/* ---- words ---- */

struct sums {
	const struct taxonomy *taxonomy;
	int                   *of; /* N_MENTION_CONTEXTS */
};

static void add_word(void *data, const struct context_word_feature *feature)
{
	const struct sums                 *sums = data;
	const struct context_word_weights *row =
		context_weights_word(sums->taxonomy, feature->hash);

	for (unsigned c = 0; row && c < N_MENTION_CONTEXTS - 1; c++)
		sums->of[c + 1] += row->weights[c];
}

/* What the heading above says; sentences below one share it. */
static void read_heading(struct context_map *map, uint32_t first)
{
	struct context_heading *h = &map->heading;
	struct span             line = context_heading_above(map->text, first);

	if (h->line.ptr == line.ptr)
		return;
	h->line = line;
	memset(h->sums, 0, sizeof(h->sums));
	context_words_heading(line, add_word,
			      &(struct sums){ map->taxonomy, h->sums });
	context_meanings_heading(map, h);
}

/* ---- features ---- */

struct list {
	uint16_t *items;
	size_t    n;
	unsigned  ruled;
};

static inline void add(struct list *out, enum group group, unsigned member)
{
	assert(out->n < CONTEXT_FEATURES_MAX);
	out->items[out->n++] = (uint16_t)(
		context_feature_starts[group] +
		(is_by_ruled(group) ? member * N_MENTION_CONTEXTS + out->ruled
				    : member));
}

static void add_bits(struct list *out, enum group group, unsigned bits)
{
	for (bits &= (1u << NONE) - 1; bits; bits &= bits - 1)
		add(out, group, (unsigned)__builtin_ctz(bits));
}

static unsigned or_none(int context)
{
	return context < 0 ? NONE : (unsigned)context;
}

static void add_cues(const struct context_map *map, const struct evidence *e,
		     struct list *out)
{
	int    before = -1, after = -1;
	size_t low = 0, high = map->n_cues;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (map->cues[middle].start < e->first)
			low = middle + 1;
		else
			high = middle;
	}
	if (low > 0)
		before = map->cues[low - 1].context;
	while (low < map->n_cues && map->cues[low].start < e->last)
		low++;
	if (low < map->n_cues)
		after = map->cues[low].context;
	add_bits(out, GROUP_CUE, e->sentence);
	add_bits(out, GROUP_LINE, e->paragraph & ~e->sentence);
	add(out, GROUP_BEFORE, or_none(before));
	add(out, GROUP_AFTER, or_none(after));
}

static void add_hints(const struct hints *hints, struct list *out)
{
	unsigned most = NONE, near = NONE;

	for (unsigned i = N_SPEAKING; i < NONE; i++) {
		if (hints->n[i])
			add(out, GROUP_HINT, i);
	}
	add_bits(out, GROUP_AHEAD, hints->ahead);
	for (unsigned i = 0; i < N_SPEAKING; i++) {
		if (hints->n[i])
			add(out, GROUP_HINT, i);
		if (hints->n[i] > 1)
			add(out, GROUP_HINTS, i);
		if (hints->n[i] &&
		    (most == NONE || hints->n[i] > hints->n[most] ||
		     (hints->n[i] == hints->n[most] &&
		      hints->distance[i] < hints->distance[most])))
			most = i;
		if (hints->n[i] && (near == NONE || hints->distance[i] <
							    hints->distance[near]))
			near = i;
	}
	add(out, GROUP_NEAR, near);
	add(out, GROUP_MOST, most);
	add(out, GROUP_PAIR,
	    most * N_PAIRS + (hints->n[CONTEXT_YOU] > 0) +
		    2 * (hints->n[CONTEXT_WE] > 0) +
		    4 * (hints->n[CONTEXT_NOT] > 0));
	if (most == NONE)
		add(out, GROUP_SHAPE, SHAPE_HINTLESS);
}

/* Hints of the sentences around it, which all its mentions share. */
static void add_neighbours(const struct context_map *map, struct list *out)
{
	const struct context_sentence *s = &map->sentence;
	unsigned                       before = 0, after = 0;

	for (size_t i = 0; i < s->hints.n; i++) {
		const struct match   *m = &s->hints.items[i];
		const struct pattern *p = &map->taxonomy->patterns[m->id];
		unsigned              bit;

		if (p->kind != PATTERN_HINT)
			continue;
		bit = 1u << p->value;
		if (s->before + m->end <= s->ends)
			before |= bit;
		else if (s->before + m->start >= s->begins)
			after |= bit;
	}
	add_bits(out, s->is_line_first ? GROUP_ABOVE : GROUP_PREV, before);
	add_bits(out, s->is_line_last ? GROUP_BELOW : GROUP_NEXT, after);
}

static bool has_stop(struct span text, uint32_t last)
{
	while (last > 0 && (text.ptr[last - 1] == '\n' ||
			    text.ptr[last - 1] == ' '))
		last--;
	return last >= 3 &&
	       (strchr(".!?", text.ptr[last - 1]) ||
		!memcmp(text.ptr + last - 3, "\xE3\x80\x82", 3));
}

static bool asks(struct span text, uint32_t last)
{
	while (last > 0 && is_blank(text.ptr[last - 1]))
		last--;
	return last >= 3 && (text.ptr[last - 1] == '?' ||
			     !memcmp(text.ptr + last - 3, "\xEF\xBC\x9F", 3));
}

static void add_shapes(const struct context_map *map, const struct evidence *e,
		       struct list *out)
{
	const struct line *line = &map->line;
	const bool         is[N_SHAPES] = {
			[SHAPE_BULLET] = e->is_bullet,
			[SHAPE_NAMES] = e->has_names,
			[SHAPE_LIST] = e->is_list,
			[SHAPE_FIRST] = e->is_first,
			[SHAPE_LINE_FIRST] = line->first == 0,
			[SHAPE_LINE_LAST] = line->last + 1 >= map->text.len,
			[SHAPE_NO_STOP] = !has_stop(map->text, e->last),
			[SHAPE_COMMAS] = memchr(map->text.ptr + e->first, ',',
						e->last - e->first) != NULL,
			[SHAPE_SHORT] = map->text.len < SHORT_TEXT,
			[SHAPE_LONG] = map->text.len > LONG_TEXT,
			[SHAPE_LONG_SENTENCE] = e->last - e->first > LONG_SENTENCE,
			[SHAPE_CUELESS] = !e->sentence,
			[SHAPE_ASKS] = asks(map->text, e->last),
	};

	for (unsigned i = 0; i < N_SHAPES; i++) {
		if (is[i])
			add(out, GROUP_SHAPE, i);
	}
	add(out, GROUP_SHAPE,
	    SHAPE_TOP + (unsigned)((size_t)e->first * PLACES / map->text.len));
}

static enum side side_of(char c)
{
	switch (c) {
	case ',': return SIDE_COMMA;
	case ':':
	case ';': return SIDE_COLON;
	case '(':
	case ')': return SIDE_PAREN;
	case '-': return SIDE_HYPHEN;
	case '.':
	case '!':
	case '?':
	case '\n': return SIDE_EDGE;
	}
	return is_letter(c) || (c >= '0' && c <= '9') ? SIDE_WORD : SIDE_OTHER;
}

/* Full-width signs, by their bytes, as the plain ones. */
static enum side wide_side(const char *p)
{
	if (!memcmp(p, "\xE3\x80\x81", 3) || !memcmp(p, "\xEF\xBC\x8C", 3))
		return SIDE_COMMA;
	if (!memcmp(p, "\xE3\x80\x82", 3))
		return SIDE_EDGE;
	if (!memcmp(p, "\xEF\xBC\x9A", 3) || !memcmp(p, "\xEF\xBC\x9B", 3))
		return SIDE_COLON;
	if (!memcmp(p, "\xEF\xBC\x88", 3) || !memcmp(p, "\xEF\xBC\x89", 3))
		return SIDE_PAREN;
	return SIDE_WORD;
}

static void add_sides(const struct context_map *map, const struct evidence *e,
		      struct list *out)
{
	const char *text = map->text.ptr;
	uint32_t    left = e->start, right = e->end;
	enum side   before = SIDE_EDGE, after = SIDE_EDGE;

	while (left > e->first && text[left - 1] == ' ')
		left--;
	while (right < e->last && text[right] == ' ')
		right++;
	if (left > e->first)
		before = left >= e->first + 3 && text[left - 1] & 0x80
				 ? wide_side(text + left - 3)
				 : side_of(text[left - 1]);
	if (right < e->last)
		after = e->last - right >= 3 && text[right] & 0x80
				? wide_side(text + right)
				: side_of(text[right]);
	add(out, GROUP_LEFT, before);
	add(out, GROUP_RIGHT, after);
}

static void add_shared(const struct context_map *map, const struct evidence *e,
		       struct list *out)
{
	add(out, GROUP_SECTION, or_none(e->section));
	add(out, GROUP_OPENER, or_none(map->sentence.opener));
	add(out, GROUP_CLOSER, or_none(map->sentence.closer));
	add_cues(map, e, out);
	add_neighbours(map, out);
	add_shapes(map, e, out);
}

static void add_own(const struct context_map *map, const struct evidence *e,
		    enum context_path path, struct list *out)
{
	struct hints hints;

	read_hints(map, e, &hints);
	add(out, GROUP_PATH, path);
	add_hints(&hints, out);
	add_sides(map, e, out);
	if (e->is_agent)
		add(out, GROUP_SHAPE, SHAPE_AGENT);
	if (e->start - e->first <= EDGE_BYTES)
		add(out, GROUP_SHAPE, SHAPE_BEGINS);
	if (e->last - e->end <= EDGE_BYTES)
		add(out, GROUP_SHAPE, SHAPE_ENDS);
}

size_t context_features(struct context_map *map, const struct evidence *e,
			enum mention_context ruled, enum context_path path,
			uint16_t items[CONTEXT_FEATURES_MAX])
{
	struct list out = { items, 0, ruled };

	read_sentence(map, e);
	add_shared(map, e, &out);
	add_own(map, e, path, &out);
	return out.n;
}

struct names {
	context_name_fn *take;
	void            *data;
};

static void give_name(void *data, const struct context_word_feature *feature)
{
	const struct names *to = data;
	char                name[CONTEXT_WORD_NAME];

	to->take(to->data, context_word_name(feature, name));
}

void context_features_words(struct context_map *map, const struct evidence *e,
			    context_name_fn *take, void *data)
{
	const struct context_words *words = &map->sentence.words;
	struct names                to = { take, data };

	read_sentence(map, e);
	read_heading(map, e->first);
	context_words_shared(words, give_name, &to);
	context_words_heading(map->heading.line, give_name, &to);
	context_words_beside(words, e->start, e->end, give_name, &to);
	context_meanings_names(map, e, take, data);
}

/* ---- weighing ---- */

static void add_weights(const int16_t *weights, const struct list *features,
			int sums[N_MENTION_CONTEXTS])
{
	for (size_t i = 0; i < features->n; i++) {
		const int16_t *row = weights + (size_t)features->items[i] *
						       N_MENTION_CONTEXTS;

		for (unsigned c = 0; c < N_MENTION_CONTEXTS; c++)
			sums[c] += row[c];
	}
}

void context_weigh(struct context_map *map, const struct evidence *e,
		   enum context_path path, struct context_view *out)
{
	const int16_t *weights = map->taxonomy->weights;
	uint16_t       items[CONTEXT_FEATURES_MAX];
	struct list    features = { items, 0, out->context };
	int           *sums = out->sums;
	unsigned       best = out->context;

	if (!read_sentence(map, e)) {
		read_heading(map, e->first);
		memcpy(map->sentence.sums, map->heading.sums,
		       sizeof(map->sentence.sums));
		add_shared(map, e, &features);
		add_weights(weights, &features, map->sentence.sums);
		features.n = 0;
		context_words_shared(&map->sentence.words, add_word,
				     &(struct sums){ map->taxonomy,
						     map->sentence.sums });
	}
	memcpy(sums, map->sentence.sums, sizeof(out->sums));
	add_own(map, e, path, &features);
	add_weights(weights, &features, sums);
	context_words_beside(&map->sentence.words, e->start, e->end, add_word,
			     &(struct sums){ map->taxonomy, sums });
	context_meanings_own(map, e, sums);
	for (unsigned c = CONTEXT_REQUIREMENT; c < N_MENTION_CONTEXTS; c++) {
		if (sums[c] > sums[best])
			best = c;
	}
	out->context = (enum mention_context)best;
	out->heading = map->heading.line.ptr;
}
