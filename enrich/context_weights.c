#include "enrich/context_weights.h"

#include "base/hash.h"
#include "base/mem.h"
#include "enrich/context_beside.h"
#include "enrich/context_feature.h"
#include "enrich/context_words.h"
#include "enrich/tsv.h"

#include <stdio.h>
#include <string.h>

/* ---- names of features: a group and a member ---- */

static const char *const kind_names[N_KINDS] = {
	"title",   "requirement", "duty",   "product", "company", "hiring",
	"benefit", "prohibition", "other", "notice",   "unasked", "you",
	"we",	   "not",	  "none",
};

/* Eight for each kind: what stands in the sentence beside it. */
static const char *const pair_names[N_PAIRS] = {
	"alone", "you", "we", "you,we", "not", "you,not", "we,not", "you,we,not",
};

static const char *const path_names[N_CONTEXT_PATHS] = {
	"notice", "paragraph", "unasked", "section", "sentence",
	"before", "subject",   "nearest", "agent",   "list",
	"first",  "later",     "prose",
};

static const char *const shape_names[N_SHAPES] = {
	"bullet", "names", "list", "agent", "first",
	"line-first", "line-last", "no-stop", "commas",
	"short", "long", "begins", "ends", "long-sentence",
	"cueless", "hintless", "asks", "top", "upper", "lower", "bottom",
};

static const char *const side_names[N_SIDES] = {
	"edge", "word", "comma", "colon", "paren", "hyphen", "other",
};

static const struct {
	const char        *name;
	const char *const *members;
	size_t             n_members;
} groups[N_GROUPS] = {
	{ "path", path_names, N_CONTEXT_PATHS },
	{ "section", kind_names, N_KINDS },
	{ "cue", kind_names, N_KINDS },
	{ "line", kind_names, N_KINDS },
	{ "before", kind_names, N_KINDS },
	{ "after", kind_names, N_KINDS },
	{ "opener", kind_names, N_KINDS },
	{ "closer", kind_names, N_KINDS },
	{ "hint", kind_names, N_KINDS },
	{ "hints", kind_names, N_KINDS },
	{ "near", kind_names, N_KINDS },
	{ "most", kind_names, N_KINDS },
	{ "ahead", kind_names, N_KINDS },
	{ "pair", kind_names, N_KINDS },
	{ "prev", kind_names, N_KINDS },
	{ "next", kind_names, N_KINDS },
	{ "above", kind_names, N_KINDS },
	{ "below", kind_names, N_KINDS },
	{ "shape", shape_names, N_SHAPES },
	{ "left", side_names, N_SIDES },
	{ "right", side_names, N_SIDES },
};

const uint16_t context_feature_starts[N_GROUPS + 1] = {
	[GROUP_PATH] = START_PATH,
	[GROUP_SECTION] = START_SECTION,
	[GROUP_CUE] = START_CUE,
	[GROUP_LINE] = START_LINE,
	[GROUP_BEFORE] = START_BEFORE,
	[GROUP_AFTER] = START_AFTER,
	[GROUP_OPENER] = START_OPENER,
	[GROUP_CLOSER] = START_CLOSER,
	[GROUP_HINT] = START_HINT,
	[GROUP_HINTS] = START_HINTS,
	[GROUP_NEAR] = START_NEAR,
	[GROUP_MOST] = START_MOST,
	[GROUP_AHEAD] = START_AHEAD,
	[GROUP_PAIR] = START_PAIR,
	[GROUP_PREV] = START_PREV,
	[GROUP_NEXT] = START_NEXT,
	[GROUP_ABOVE] = START_ABOVE,
	[GROUP_BELOW] = START_BELOW,
	[GROUP_SHAPE] = START_SHAPE,
	[GROUP_LEFT] = START_LEFT,
	[GROUP_RIGHT] = START_RIGHT,
	[N_GROUPS] = START_END,
};

bool context_feature_name(size_t feature, char out[CONTEXT_FEATURE_NAME])
{
	unsigned i = 0;
	size_t   rest;

	if (feature >= START_END)
		return false;
	while (feature >= context_feature_starts[i + 1])
		i++;
	rest = feature - context_feature_starts[i];
	if (i == GROUP_PAIR)
		snprintf(out, CONTEXT_FEATURE_NAME, "%s %s %s", groups[i].name,
			 kind_names[rest / N_PAIRS], pair_names[rest % N_PAIRS]);
	else if (is_by_ruled(i))
		snprintf(out, CONTEXT_FEATURE_NAME, "%s %s %s", groups[i].name,
			 kind_names[rest % N_MENTION_CONTEXTS],
			 groups[i].members[rest / N_MENTION_CONTEXTS]);
	else
		snprintf(out, CONTEXT_FEATURE_NAME, "%s %s", groups[i].name,
			 groups[i].members[rest]);
	return true;
}

/* ---- words ---- */

#define WORDS_PER_SLOT 2 /* slots for each word, at least */

/* The hash of a name; false when it is that of a feature with a number. */
static bool hash_of(struct span name, uint64_t *out)
{
	static const char *const meanings[] = { "m ", "ml ", "mr ", "mh " };
	bool                     is_named = context_beside_is_name(name);

	for (size_t i = 0; i < ARRAY_LEN(meanings); i++)
		is_named |= span_starts(name, meanings[i]);
	*out = hash64(name);
	return is_named || context_word_hash(name, out);
}

/* The slot of a hash, or the free one where it would stand. */
static struct context_word_slot *slot_of(const struct taxonomy *t, uint64_t hash)
{
	size_t mask = SIZE_MAX >> t->word_shift, i = hash >> t->word_shift;

	while (t->word_slots[i].row && t->word_slots[i].hash != (uint32_t)hash)
		i = (i + 1) & mask;
	return &t->word_slots[i];
}

const struct context_word_weights *
context_weights_word(const struct taxonomy *t, uint64_t hash)
{
	uint32_t row;

	if (!t->word_slots)
		return NULL;
	row = slot_of(t, hash)->row;
	return row ? &t->words[row - 1] : NULL;
}

const struct context_word_weights *
context_weights_named(const struct taxonomy *t, struct span name)
{
	return context_weights_word(t, hash64(name));
}

static void make_slots(struct taxonomy *t, struct span text)
{
	size_t   rows = 1;
	uint32_t bits = 0;

	for (size_t i = 0; i < text.len; i++)
		rows += text.ptr[i] == '\n';
	while ((size_t)1 << bits <= WORDS_PER_SLOT * rows)
		bits++;
	t->words = xcalloc(rows, sizeof(*t->words));
	t->word_slots = xcalloc((size_t)1 << bits, sizeof(*t->word_slots));
	t->word_shift = 64 - bits;
}

/* ---- weights.tsv ---- */

static long find_feature(struct span name)
{
	char       one[CONTEXT_FEATURE_NAME];
	const char *blank = memchr(name.ptr, ' ', name.len);
	size_t     len = blank ? (size_t)(blank - name.ptr) : name.len;

	for (unsigned g = 0; g < N_GROUPS; g++) {
		if (!span_is((struct span){ name.ptr, len }, groups[g].name))
			continue;
		for (size_t i = context_feature_starts[g];
		     i < context_feature_starts[g + 1]; i++) {
			context_feature_name(i, one);
			if (span_is(name, one))
				return (long)i;
		}
	}
	return -1;
}

static bool read_weight(struct span text, int16_t *out)
{
	bool is_negative = text.len > 0 && text.ptr[0] == '-';
	int  value = 0;

	if (text.len - is_negative < 1 || text.len > 5)
		return false;
	for (size_t i = is_negative; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		value = 10 * value + text.ptr[i] - '0';
	}
	if (value > INT16_MAX)
		return false;
	*out = (int16_t)(is_negative ? -value : value);
	return true;
}

static int16_t *add_word(struct taxonomy *t, uint64_t hash)
{
	struct context_word_slot *slot = slot_of(t, hash);

	slot->hash = (uint32_t)hash;
	if (!slot->row)
		slot->row = (uint32_t)++t->n_words;
	return t->words[slot->row - 1].weights;
}

bool context_weights_read(struct taxonomy *t, struct span text,
			  struct error *err)
{
	struct tsv      rows = { .name = "weights.tsv", .rest = text };
	struct span     f[N_MENTION_CONTEXTS]; /* feature, its weights */
	enum tsv_status status;

	if (!text.ptr)
		return true;
	t->weights = xcalloc(START_END * N_MENTION_CONTEXTS,
			     sizeof(*t->weights));
	make_slots(t, text);
	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		uint64_t hash;
		bool     is_of_word = hash_of(f[0], &hash);
		long     feature = is_of_word ? 0 : find_feature(f[0]);
		int16_t *row;

		if (feature < 0) {
			error_set(err, "weights.tsv line %zu: expected a feature, "
				  "found \"%.*s\"", rows.line, (int)f[0].len,
				  f[0].ptr);
			return false;
		}
		row = is_of_word ? add_word(t, hash)
				 : t->weights + (size_t)feature *
							N_MENTION_CONTEXTS + 1;
		for (size_t c = 1; c < ARRAY_LEN(f); c++) {
			if (read_weight(f[c], &row[c - 1]))
				continue;
			error_set(err, "weights.tsv line %zu: expected a weight, "
				  "found \"%.*s\"", rows.line, (int)f[c].len,
				  f[c].ptr);
			return false;
		}
	}
	return status == TSV_END;
}
