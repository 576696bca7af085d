/*
 * cmd_duplicates.c - `jobtrendctl duplicates`: which ads of a file are one.
 */
#include "cli/archive.h"
#include "cli/command.h"
#include "cli/dictionary.h"
#include "cli/lines.h"
#include "cli/option.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "enrich/enrich.h"
#include "enrich/near.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNSEEN 1 /* microseconds since 1970: the line says no time */
#define USEC 1000000 /* microseconds of a second */

struct named_ad {
	struct span source, native_id;
	uint32_t    line; /* order of the input */
};

struct ad_list {
	struct duplicate_ad *ads; /* parallel to names */
	struct named_ad     *names;
	size_t               n, room;
	struct arena         arena; /* holds what they point to */
};

static void ad_list_deinit(struct ad_list *list)
{
	free(list->ads);
	free(list->names);
	arena_deinit(&list->arena);
}

/* ---- reading ---- */

/* What the ad points to moves where it stays. */
static void keep(struct arena *arena, struct duplicate_ad *ad)
{
	struct region *regions =
		arena_alloc(arena, (ad->n_regions + 1) * sizeof(*regions));
	uint32_t *skills =
		arena_alloc(arena, (ad->n_skills + 1) * sizeof(*skills));

	if (ad->n_regions)
		memcpy(regions, ad->regions, ad->n_regions * sizeof(*regions));
	for (size_t i = 0; i < ad->n_regions; i++)
		regions[i].city = (struct span){ NULL, 0 };
	if (ad->n_skills)
		memcpy(skills, ad->skills, ad->n_skills * sizeof(*skills));
	ad->regions = regions;
	ad->skills = skills;
	ad->pay.source = arena_span(arena, ad->pay.source);
}

static void set_times(const struct archive_line *l, struct duplicate_ad *ad)
{
	ad->first_s = l->first_seen / USEC;
	ad->last_s = l->last_seen / USEC;
	if (l->first_seen == UNSEEN && l->ad.posted_at.precision != STAMP_NONE)
		ad->first_s = ad->last_s = l->ad.posted_at.at;
}

static void add_ad(const struct taxonomy *t, const struct archive_line *l,
		   struct ad_list *out)
{
	struct arena arena = ARENA_INIT;
	struct facts facts;

	if (out->n == out->room) {
		out->room = out->room ? 2 * out->room : 256;
		out->ads = xrealloc(out->ads, out->room * sizeof(*out->ads));
		out->names =
			xrealloc(out->names, out->room * sizeof(*out->names));
	}
	enrich_ad(t, &l->ad, &arena, &facts);
	duplicate_ad_of(&l->ad, &facts, l->source.id, &arena,
			&out->ads[out->n]);
	set_times(l, &out->ads[out->n]);
	keep(&out->arena, &out->ads[out->n]);
	out->names[out->n] = (struct named_ad){
		.source = arena_span(&out->arena, l->source.id),
		.native_id = arena_span(&out->arena, l->ad.native_id),
		.line = (uint32_t)out->n,
	};
	out->n++;
	arena_deinit(&arena);
}

/* Refused lines are named; the others are read all the same. */
static int read_ads(const char *name, const char *path,
		    const struct taxonomy *t, struct ad_list *out)
{
	const struct archive_default otherwise = { "-", UNSEEN };
	struct error                 err = ERROR_INIT;
	struct lines                *lines = lines_open(path, &err);
	enum line_status             status;
	struct span                  line;
	int                          code = EXIT_DONE;

	if (!lines) {
		complain(name, "%s", err.text);
		return EXIT_FAILED;
	}
	while ((status = lines_next(lines, &line, &err)) == LINE_OK ||
	       status == LINE_TOO_LONG) {
		struct arena        arena = ARENA_INIT;
		struct archive_line l;

		if (status == LINE_TOO_LONG)
			error_set(&err, "expected a line of at most %d bytes",
				  LINE_MAX_BYTES);
		else if (!span_trim(line).len)
			continue;
		if (status == LINE_OK &&
		    archive_read(line, &otherwise, &arena, &l, &err)) {
			if (l.type == ARCHIVE_AD)
				add_ad(t, &l, out);
		} else {
			complain(name, "%s:%lld: %s", path,
				 (long long)lines_number(lines), err.text);
			code = EXIT_FAILED;
		}
		arena_deinit(&arena);
	}
	if (status == LINE_BROKEN) {
		complain(name, "%s", err.text);
		code = EXIT_FAILED;
	}
	lines_close(lines);
	return code;
}

/* ---- the same whatever the order of the lines ---- */

static int compare_spans(struct span a, struct span b)
{
	int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_names(const void *a, const void *b)
{
	const struct named_ad *x = a, *y = b;
	int                    order = compare_spans(x->source, y->source);

	if (!order)
		order = compare_spans(x->native_id, y->native_id);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static void sort_by_name(struct ad_list *list)
{
	struct duplicate_ad *ads = xmalloc((list->n + 1) * sizeof(*ads));

	qsort(list->names, list->n, sizeof(*list->names), compare_names);
	for (size_t i = 0; i < list->n; i++)
		ads[i] = list->ads[list->names[i].line];
	free(list->ads);
	list->ads = ads;
}

/* ---- writing ---- */

static void put_name(struct buf *out, const char *key,
		     const struct named_ad *name)
{
	struct buf text = BUF_INIT;

	buf_add_span(&text, name->source);
	buf_add_char(&text, '/');
	buf_add_span(&text, name->native_id);
	json_put_span(out, key, buf_span(&text));
	buf_deinit(&text);
}

static void write_pairs(const struct ad_list *list, const struct near_list *near)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < near->n; i++) {
		const struct near_pair *p = &near->pairs[i];

		buf_clear(&out);
		json_open_object(&out);
		put_name(&out, "a", &list->names[p->a]);
		put_name(&out, "b", &list->names[p->b]);
		json_put_text(&out, "class", duplicate_class_name(p->class));
		json_put_int(&out, "days_between",
			     (int64_t)duplicate_gap_days(&list->ads[p->a],
							 &list->ads[p->b]));
		json_close_object(&out);
		puts(out.ptr);
	}
	buf_deinit(&out);
}

static void write_postings(const struct ad_list *list,
			   const struct near_list *near)
{
	struct near_place *places = xmalloc((list->n + 1) * sizeof(*places));
	uint32_t          *order = xmalloc((list->n + 1) * sizeof(*order));
	struct buf         out = BUF_INIT;

	near_group(list->ads, list->n, near, places);
	for (size_t i = 0; i < list->n; i++)
		order[list->names[i].line] = (uint32_t)i;
	for (size_t i = 0; i < list->n; i++) {
		const struct near_place *p = &places[order[i]];
		const struct named_ad   *name = &list->names[order[i]];

		buf_clear(&out);
		json_open_object(&out);
		json_put_span(&out, "source", name->source);
		json_put_span(&out, "native_id", name->native_id);
		put_name(&out, "posting", &list->names[p->first]);
		json_put_text(&out, "class",
			      p->first == order[i] ?
				      "original" :
				      duplicate_class_name(p->class));
		if (p->earlier != order[i])
			put_name(&out, "relist_of", &list->names[p->earlier]);
		json_close_object(&out);
		puts(out.ptr);
	}
	buf_deinit(&out);
	free(order);
	free(places);
}

static int run_duplicates(int argc, char **argv)
{
	bool                wants_pairs = false;
	const char         *taxonomy_dir = NULL;
	const char         *format = NULL;
	const struct option options[] = {
		{ "--format", OPTION_TEXT, &format, "jsonl" },
		{ "--pairs", OPTION_FLAG, &wants_pairs, NULL },
		{ "--taxonomy", OPTION_TEXT, &taxonomy_dir, "@dir" },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	struct ad_list        list = { .arena = ARENA_INIT };
	struct near_list      near = NEAR_LIST_INIT;
	struct sketch_common *common;
	struct taxonomy      *t;
	int                   code;

	if (n < 0 || !option_is_jsonl(argv[0], format))
		return EXIT_USAGE;
	if (n > 1)
		return complain_usage(argv[0], "expected one file, got %d", n);
	t = dictionary_load(argv[0], taxonomy_dir);
	if (!t)
		return EXIT_FAILED;
	code = read_ads(argv[0], n ? argv[1] : "-", t, &list);
	sort_by_name(&list);
	common = near_find_common(list.ads, list.n);
	near_find(list.ads, list.n, &near);
	if (wants_pairs)
		write_pairs(&list, &near);
	else
		write_postings(&list, &near);
	near_list_deinit(&near);
	free(common);
	ad_list_deinit(&list);
	taxonomy_free(t);
	return code;
}

const struct command command_duplicates = {
	.name = "duplicates",
	.usage = "[--pairs] [--taxonomy DIR] [FILE|-]",
	.summary = "read ads as JSONL, write which of them are one posting",
	.help = "Reads one ad a line, as `extract` writes them or an archive "
		"holds them, and writes\n"
		"for each of them, in the order of the lines:\n"
		"\n"
		"  source, native_id\n"
		"  posting    SOURCE/NATIVE_ID of the first ad of its posting\n"
		"  class      original, or against that first ad: full (the "
		"same ad), semantic (other\n"
		"             words or language), temporal (listed again), "
		"partial (one says less)\n"
		"  relist_of  the posting that this one lists again after more "
		"than 30 days\n"
		"\n"
		"Times are first_seen and last_seen, else posted_at. All ads "
		"are held in memory,\n"
		"about 400 bytes each, without their texts. The answer does not "
		"depend on the order\n"
		"of the lines.\n"
		"\n"
		"  --pairs         write each pair {a, b, class, days_between} "
		"instead\n"
		"  --format jsonl  what is written; there is no other\n"
		"  --taxonomy DIR  the dictionary (default: "
		"$JOBTREND_TAXONOMY, share/taxonomy,\n"
		"                  the installed one)\n"
		"\n"
		"A line that is no ad is named on standard error with its "
		"number; the exit code is\n"
		"then 1.\n",
	.operands = "@file",
	.run = run_duplicates,
};
