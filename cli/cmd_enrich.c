/*
 * cmd_enrich.c - `jobtrendctl enrich`: ads to facts.
 */
#include "cli/command.h"
#include "cli/dictionary.h"
#include "cli/json_member.h"
#include "cli/option.h"
#include "cli/ordered.h"
#include "cli/story.h"

#include "base/json_out.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "enrich/contact.h"
#include "enrich/enrich.h"
#include "enrich/facts_json.h"
#include "parsers/ad_json.h"

#include <cjson/cJSON.h>
#include <string.h>

/* Members that enrichment owns: an older value never stays. */
static const char *const owned[] = {
	"agency",
	"ai",
	"employer_key",
	"employer_size_band",
	"fingerprint",
	"industry",
	"mentions",
	"posted_at_precision",
	"regions",
	"role_family",
	"seniority",
	"skills",
	"valid_through_precision",
};

#define KEYS_MAX 32 /* facts have fewer members */

struct key_list {
	struct span key[KEYS_MAX];
	size_t      n;
};

/* The keys of an open object, which may lack its closing brace. */
static void list_keys(struct span object, struct key_list *out)
{
	struct json_member m;

	out->n = 0;
	while (out->n < KEYS_MAX && json_member_next(&object, &m))
		out->key[out->n++] = m.key;
}

static bool is_replaced(struct span key, const struct key_list *fresh)
{
	for (size_t i = 0; i < ARRAY_LEN(owned); i++) {
		if (span_is(key, owned[i]))
			return true;
	}
	for (size_t i = 0; i < fresh->n; i++) {
		if (fresh->key[i].len == key.len &&
		    memcmp(fresh->key[i].ptr, key.ptr, key.len) == 0)
			return true;
	}
	return false;
}

/*
 * What is passed on as it was written may hold what JSON does not: control
 * characters, broken UTF-8. Lengths in characters stay as they are.
 */
static void make_valid(struct buf *out, size_t start)
{
	struct span made = { out->ptr + start, out->len - start };
	struct buf  fixed = BUF_INIT;
	const char *at = made.ptr, *end = made.ptr + made.len;

	for (char *p = out->ptr + start; p < end; p++) {
		if ((unsigned char)*p < 0x20)
			*p = ' ';
	}
	if (utf8_valid_prefix(made) == made.len)
		return;
	while (at < end) {
		char letter[UTF8_MAX];
		int  n = utf8_put(utf8_next(&at, end), letter);

		buf_add(&fixed, letter, (size_t)n);
	}
	out->len = start;
	buf_add_span(out, buf_span(&fixed));
	buf_deinit(&fixed);
}

/*
 * What dropping contacts has changed of the ad, to be written anew. An address
 * that is gone is left absent: `lost` says so.
 */
static struct ad changed(const struct ad *was, const struct ad *is, bool *lost)
{
	struct ad ad = { 0 };

	*lost = was->apply_url.ptr != is->apply_url.ptr;
	if (was->title.ptr != is->title.ptr)
		ad.title = is->title;
	if (was->description.ptr != is->description.ptr)
		ad.description = is->description;
	if (was->employer.ptr != is->employer.ptr)
		ad.employer = is->employer;
	if (was->department.ptr != is->department.ptr)
		ad.department = is->department;
	if (*lost)
		ad.apply_url = is->apply_url;
	return ad;
}

/* A member that the command has no name for, without contacts. */
static void put_unknown(const struct json_member *m, struct arena *arena,
			struct buf *out)
{
	struct buf  alone = BUF_INIT;
	struct span without;

	buf_add_text(&alone, "{\"");
	buf_add_span(&alone, m->key);
	buf_add_text(&alone, "\":");
	buf_add_span(&alone, m->value);
	buf_add_char(&alone, '}');
	without = contact_drop_json(buf_span(&alone), arena);
	if (without.len > 2 && out->ptr[out->len - 1] != '{')
		buf_add_char(out, ',');
	buf_add(out, without.ptr + 1, without.len - 2);
	buf_deinit(&alone);
}

/*
 * The line's members, without those that `facts` says anew and those that are
 * lost; then `facts`.
 */
static void merge(struct span line, const struct buf *facts, bool has_lost_url,
		  struct arena *arena, struct buf *out)
{
	struct json_member m;
	struct key_list    fresh;
	size_t             start = out->len;

	list_keys(buf_span(facts), &fresh);
	json_open_object(out);
	while (json_member_next(&line, &m)) {
		if (is_replaced(m.key, &fresh) ||
		    (has_lost_url && span_is(m.key, "apply_url")))
			continue;
		if (!ad_json_is_known(m.key)) {
			put_unknown(&m, arena, out);
			continue;
		}
		if (out->ptr[out->len - 1] != '{')
			buf_add_char(out, ',');
		buf_add_char(out, '"');
		buf_add_span(out, m.key);
		buf_add_text(out, "\":");
		buf_add_span(out, m.value);
	}
	if (out->ptr[out->len - 1] != '{' && facts->len > 1)
		buf_add_char(out, ',');
	buf_add(out, facts->ptr + 1, facts->len - 1); /* without its brace */
	json_close_object(out);
	make_valid(out, start);
	buf_add_char(out, '\n');
}

static bool read_ad(struct span line, struct arena *arena, struct ad *ad,
		    struct error *err)
{
	const char *stop = NULL;
	cJSON      *json =
		cJSON_ParseWithLengthOpts(line.ptr, line.len, &stop, false);
	bool ok = false;

	if (!json)
		error_set(err,
			  "expected a JSON object, found an error at byte %zu",
			  stop ? (size_t)(stop - line.ptr) + 1 : 1);
	else if (!cJSON_IsObject(json))
		error_set(err, "expected a JSON object, found another value");
	else if (span_trim((struct span){
				   stop, line.len - (size_t)(stop - line.ptr) })
			 .len)
		error_set(err,
			  "expected one JSON object, found more at byte %zu",
			  (size_t)(stop - line.ptr) + 1);
	else
		ok = ad_read_json(json, arena, ad, err);
	cJSON_Delete(json);
	return ok;
}

static void write_line(const struct taxonomy *t, struct span line,
		       const struct ad *ad, const struct facts *facts,
		       struct arena *arena, struct buf *out)
{
	struct buf json = BUF_INIT;
	bool       has_lost_url;
	struct ad  rest = changed(ad, &facts->ad, &has_lost_url);

	json_open_object(&json);
	enriched_write_json(t, &rest, facts, &json);
	merge(line, &json, has_lost_url, arena, out);
	buf_deinit(&json);
}

/* As it is when the paragraphs of `mask` are the employer's story. */
static void write_reading(const struct taxonomy *t, struct span line,
			  const struct ad *ad, const struct facts *facts,
			  unsigned mask, struct arena *arena, struct buf *out)
{
	struct facts other = *facts;
	size_t       bytes = facts->n_mentions * sizeof(*facts->mentions);

	other.mentions = arena_alloc(arena, bytes);
	memcpy(other.mentions, facts->mentions, bytes);
	facts_settle(&other, mask);
	write_line(t, line, ad, &other, arena, out);
}

static bool enrich_each(struct span line, const void *shared, struct buf *out,
			struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct ad    ad = { 0 };
	struct facts facts = { 0 };
	bool         ok = read_ad(line, &arena, &ad, err);

	if (ok) {
		enrich_ad(shared, &ad, &arena, &facts);
		write_line(shared, line, &ad, &facts, &arena, out);
	}
	arena_deinit(&arena);
	return ok;
}

static bool enrich_line(struct span line, const void *shared, struct buf *out,
			struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct ad    ad = { 0 };
	struct facts facts = { 0 };
	bool         ok = read_ad(line, &arena, &ad, err);

	if (ok) {
		enrich_ad(shared, &ad, &arena, &facts);
		if (facts.n_paragraphs)
			story_begin(&facts, out);
		for (unsigned mask = 0; mask < 1u << facts.n_paragraphs; mask++)
			write_reading(shared, line, &ad, &facts, mask, &arena,
				      out);
	}
	arena_deinit(&arena);
	return ok;
}

static void filter(struct span lines, void *arg, struct buf *out)
{
	if (lines.len)
		story_feed(arg, lines, out);
	else
		story_end(arg, out);
}

static int enrich_all(const char *name, const char *path,
		      const struct taxonomy *t)
{
	struct story_teller *teller = story_teller_new();
	int code = ordered_run_through(name, path, enrich_line, t, filter,
				       teller);

	story_teller_free(teller);
	return code;
}

static int run_enrich(int argc, char **argv)
{
	const char         *taxonomy_dir = NULL;
	const char         *format = NULL;
	bool                is_each = false;
	const struct option options[] = {
		{ "--each", OPTION_FLAG, &is_each, NULL },
		{ "--format", OPTION_TEXT, &format, "jsonl" },
		{ "--taxonomy", OPTION_TEXT, &taxonomy_dir, "@dir" },
	};
	int n = option_parse(argc, argv, options, ARRAY_LEN(options));
	struct taxonomy *t;
	int              code;

	if (n < 0 || !option_is_jsonl(argv[0], format))
		return EXIT_USAGE;
	if (n > 1)
		return complain_usage(argv[0], "expected one file, got %d", n);
	t = dictionary_load(argv[0], taxonomy_dir);
	if (!t)
		return EXIT_FAILED;
	code = is_each ? ordered_run(argv[0], n ? argv[1] : "-", false,
				     enrich_each, t)
		       : enrich_all(argv[0], n ? argv[1] : "-", t);
	taxonomy_free(t);
	return code;
}

const struct command command_enrich = {
	.name = "enrich",
	.usage = "[--each] [--taxonomy DIR] [FILE|-]",
	.summary = "read ads as JSONL, write them with the facts found in them",
	.help = "Reads one ad a line, as `extract` writes them, and adds: ai, "
		"role_family,\n"
		"seniority, language, industry, mentions, skills, regions, "
		"remote,\n"
		"remote_regions, pay, posted_at, valid_through, employer_key, "
		"employer_size_band,\n"
		"agency, openings, fingerprint. Members\n"
		"that are not known are passed on, all without e-mail "
		"addresses, telephone numbers\n"
		"and contact persons. The order of the "
		"lines is kept. All\n"
		"cores are used, and memory does not grow with the input; gzip "
		"and zstd are\n"
		"unpacked on the way.\n"
		"\n"
		"A paragraph under no heading that stands in the ads of one "
		"employer under three\n"
		"kinds of titles is the employer's story and asks for "
		"nothing; an ad with such a\n"
		"paragraph waits for the others, up to 32 MB of lines.\n"
		"\n"
		"  --each          each ad by itself and at once, whatever the "
		"others say\n"
		"  --format jsonl  what is written; there is no other\n"
		"  --taxonomy DIR  the dictionary (default: "
		"$JOBTREND_TAXONOMY, share/taxonomy,\n"
		"                  the installed one)\n"
		"\n"
		"A line that is no ad is named on standard error with its "
		"number; the others are\n"
		"enriched all the same, and the exit code is 1.\n",
	.operands = "@file",
	.run = run_enrich,
};
