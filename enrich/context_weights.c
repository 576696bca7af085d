#include "enrich/context_weights.h"

#include "base/mem.h"
#include "enrich/context_feature.h"
#include "enrich/tsv.h"

#include <stdio.h>

/* ---- names of features: a group and a member ---- */

static const char *const kind_names[N_KINDS] = {
	"title",   "requirement", "duty",   "product", "company", "hiring",
	"benefit", "prohibition", "other", "notice",   "unasked", "none",
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
	"cueless", "hintless",
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
	if (is_by_ruled(i))
		snprintf(out, CONTEXT_FEATURE_NAME, "%s %s %s", groups[i].name,
			 kind_names[rest % N_MENTION_CONTEXTS],
			 groups[i].members[rest / N_MENTION_CONTEXTS]);
	else
		snprintf(out, CONTEXT_FEATURE_NAME, "%s %s", groups[i].name,
			 groups[i].members[rest]);
	return true;
}

/* ---- weights.tsv ---- */

static long find_feature(struct span name)
{
	char one[CONTEXT_FEATURE_NAME];

	for (size_t i = 0; context_feature_name(i, one); i++) {
		if (span_is(name, one))
			return (long)i;
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
	while ((status = tsv_next(&rows, f, ARRAY_LEN(f), err)) == TSV_ROW) {
		long feature = find_feature(f[0]);

		if (feature < 0) {
			error_set(err, "weights.tsv line %zu: expected a feature, "
				  "found \"%.*s\"", rows.line, (int)f[0].len,
				  f[0].ptr);
			return false;
		}
		for (size_t c = 1; c < ARRAY_LEN(f); c++) {
			if (read_weight(f[c], &t->weights[(size_t)feature *
							  N_MENTION_CONTEXTS + c]))
				continue;
			error_set(err, "weights.tsv line %zu: expected a weight, "
				  "found \"%.*s\"", rows.line, (int)f[c].len,
				  f[c].ptr);
			return false;
		}
	}
	return status == TSV_END;
}
