/*
 * recognise_fuzz.c - libFuzzer target for what reads texts: the first byte
 * chooses the reader, the rest is the text. `make fuzz`, from the root of the
 * project: dictionary and places are the shipped ones.
 */
#include "base/json_out.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "daemon/robots.h"
#include "enrich/contact.h"
#include "enrich/duplicate.h"
#include "enrich/enrich.h"
#include "enrich/pay.h"
#include "enrich/place.h"
#include "parsers/relative_date.h"
#include "tests/support/taxonomy_fixture.h"
#include "trends/claim.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

#define AMOUNT_MAX 1e15 /* a larger pay is no pay */

static const struct taxonomy    *dictionary;
static const struct place_table *places;
static struct taxonomy           located; /* the dictionary with places */

static void fuzz_robots(struct span text)
{
	struct robots *robots = robots_new(text, SPAN("jobtrend"));
	struct span    path = { text.ptr, text.len < 200 ? text.len : 200 };

	robots_allows(robots, SPAN("https://x.example/jobs?page=2"));
	robots_allows(robots, path);
	robots_crawl_delay_ms(robots);
	for (size_t i = 0; i < robots_sitemaps(robots); i++) {
		if (!robots_sitemap(robots, i).len)
			abort(); /* a sitemap has an address */
	}
	robots_free(robots);
}

static void fuzz_relative_date(struct span text)
{
	const struct stamp base = { .at = 1700000000,
				    .precision = STAMP_TIME };
	struct stamp       day = { 0 };

	if (relative_date_parse(text, base, &day) &&
	    day.precision != STAMP_DATE)
		abort(); /* what is relative is a day */
}

static void fuzz_place(struct span text)
{
	struct ad           ad = { .title = { text.ptr, text.len / 4 },
				   .description = text };
	struct arena        arena = ARENA_INIT;
	struct place_result found = { 0 };

	place_of_ad(places, &ad, &arena, &found);
	place_locate(places, text, &arena, &found);
	for (size_t i = 0; i < found.n_regions; i++) {
		if (!place_name(places, found.regions[i].code))
			abort(); /* a code that is found is known */
	}
	arena_deinit(&arena);
}

static void fuzz_pay(struct span text)
{
	struct ad_pay pay = { 0 };

	if (pay_find(text, "DE", &pay) &&
	    !(pay.min >= 0 && pay.max >= 0 && pay.min + pay.max > 0 &&
	      pay.min + pay.max < AMOUNT_MAX))
		abort(); /* a pay is an amount */
}

/* What comes out has no contact and is as valid as what came in. */
static void fuzz_contact(struct span text)
{
	struct arena arena = ARENA_INIT;
	struct span  once = contact_drop_text(text, &arena);
	struct span  twice = contact_drop_text(once, &arena);

	if (twice.ptr != once.ptr && !span_same(twice, once))
		abort(); /* a second time changes nothing */
	if (utf8_valid_prefix(text) == text.len &&
	    utf8_valid_prefix(once) != once.len)
		abort(); /* no letter is cut in two */
	contact_drop_json(text, &arena);
	arena_deinit(&arena);
}

/* Any text is a full duplicate of itself, and never more alike than that. */
static void check_sketch(const struct ad *ad, const struct facts *facts,
			 struct arena *arena)
{
	struct duplicate_ad one, half;
	struct ad           shorter = *ad;
	struct facts        fewer = *facts;

	duplicate_ad_of(ad, facts, SPAN("board"), arena, &one);
	one.first_s = one.last_s = 0;
	shorter.description.len /= 2;
	sketch_of(&shorter, facts, &fewer.sketch);
	duplicate_ad_of(&shorter, &fewer, SPAN("market"), arena, &half);
	half.first_s = half.last_s = 0;
	for (enum sketch_part p = SKETCH_COPY; p <= SKETCH_NAMES; p++) {
		double alike = sketch_alike(&one.sketch, &half.sketch, NULL, p);

		if (!(alike == -1 || (alike >= 0 && alike <= 1)))
			abort();
	}
	if (duplicate_judge(&one, &half) != duplicate_judge(&half, &one))
		abort(); /* which is which makes no difference */
	if (one.sketch.words >= SKETCH_WORDS_MIN &&
	    duplicate_judge(&one, &one) != DUPLICATE_FULL)
		abort();
}

/* Each set of paragraphs may turn out to be stories, and asks for no more. */
static void check_paragraphs(struct facts *facts)
{
	unsigned n = 1u << facts->n_paragraphs;

	if (facts->n_paragraphs > PARAGRAPHS_MAX)
		abort();
	for (size_t i = 0; i < facts->n_paragraphs; i++) {
		if (facts->paragraphs[i].start >= facts->paragraphs[i].end)
			abort();
	}
	for (size_t i = 0; i < facts->n_mentions; i++) {
		if (facts->mentions[i].paragraph > facts->n_paragraphs)
			abort(); /* a number is that of a paragraph */
	}
	for (unsigned mask = 1; mask < n; mask++) {
		if (facts->readings[mask].n_skills > facts->readings[0].n_skills)
			abort();
	}
	if (facts->n_paragraphs)
		facts_settle(facts, n - 1);
}

/* The title ends with the first line. */
static void fuzz_ad(struct span text)
{
	const char  *lf = memchr(text.ptr, '\n', text.len);
	size_t       title = lf ? (size_t)(lf - text.ptr) : 0;
	struct arena arena = ARENA_INIT;
	struct buf   json = BUF_INIT;
	struct facts facts;
	struct ad    ad = {
		   .native_id = SPAN("1"),
		   .title = { text.ptr, title },
		   .employer = SPAN("Acme, Inc."),
		   .description = { text.ptr + title, text.len - title },
	};

	enrich_ad(dictionary, &ad, &arena, &facts);
	check_sketch(&ad, &facts, &arena);
	for (size_t i = 0; i < facts.n_mentions; i++) {
		const struct mention *m = &facts.mentions[i];
		struct span           in = m->field == FIELD_TITLE
						   ? facts.ad.title
						   : facts.ad.description;

		if (m->start >= m->end || m->end > utf8_length(in))
			abort(); /* a mention lies in its text */
	}
	check_paragraphs(&facts);
	json_open_object(&json);
	facts_write_json(dictionary, &facts, &json);
	json_close_object(&json);
	buf_deinit(&json);
	arena_deinit(&arena);
}

/* A small dictionary, one table of which is the text without its first byte. */
static void fuzz_tables(struct span text)
{
	struct error         err = ERROR_INIT;
	struct taxonomy_file files[] = {
		{ "VERSION", SPAN("2026-01-02\n") },
		{ "cues.tsv", SPAN("cue\trequirement\ten\texperience\n") },
		{ "definitions.tsv", SPAN("one\t1\tdemand.core\tOne.\n") },
		{ "meanings.tsv", SPAN("licence\tde\tLizenz*\n") },
		{ "published.tsv", SPAN("p\tsomewhere\tjax\n") },
		{ "rule_events.tsv", SPAN("") },
		{ "skills.tsv", SPAN("ml\tML\tai\t\tcore\town\tml\n"
				     "jax\tJAX\tai\tml\tcore\town\tjax\n") },
		{ "surfaces.tsv", SPAN("jax\tde\tjax*\n") },
		{ "titles.tsv", SPAN("about\tml\tid\tjax\n") },
		{ "traps.tsv", SPAN("with\tjax\ten\tflax\n") },
	};
	size_t at = text.len ? (unsigned char)text.ptr[0] % ARRAY_LEN(files) : 0;

	if (text.len) {
		text.ptr++;
		text.len--;
		files[at].text = text;
	}
	taxonomy_free(taxonomy_new(files, ARRAY_LEN(files), &err));
	place_table_free(place_table_new(text, &err));
}

/* A claim that is read has one figure within its bounds. */
static void fuzz_claim(struct span text)
{
	struct error               err = ERROR_INIT;
	struct claim               c;
	struct period              p;
	const struct claim_figure *f = &c.figures[0];

	if (!claim_parse(text, &located, 20779, &c, &err) ||
	    !claim_settle(&c, &err)) {
		if (!err.text[0])
			abort(); /* a refusal has its reason */
		return;
	}
	if (c.n_figures != 1 || !(f->low <= f->value && f->value <= f->high) ||
	    f->value < (f->kind == CLAIM_CHANGE ? -1 : 0) ||
	    (f->kind == CLAIM_SHARE && f->value > 1))
		abort();
	if (f->text.ptr < text.ptr ||
	    f->text.ptr + f->text.len > text.ptr + text.len)
		abort(); /* it stands in the sentence */
	if (c.period[0] && !period_parse(span_of(c.period), &p, NULL))
		abort(); /* a period is one that SQL knows */
	if (c.region[0] && strcmp(c.region, "world") != 0 &&
	    !place_name(places, c.region))
		abort();
}

/* Before the first input: its time is not that of the places. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct error err = ERROR_INIT;
	struct span  text = fixture_read("places.tsv");

	(void)argc;
	(void)argv;
	places = place_table_new(text, &err);
	dictionary = fixture_taxonomy();
	if (!places) {
		fprintf(stderr, "recognise_fuzz: %s\n", err.text);
		exit(1);
	}
	free((char *)text.ptr);
	located = *dictionary;
	located.places = (struct place_table *)places;
	return 0;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	static void (*const readers[])(struct span) = {
		fuzz_robots, fuzz_relative_date, fuzz_place,
		fuzz_pay,    fuzz_ad,		 fuzz_tables,
		fuzz_contact, fuzz_claim,
	};
	char *text;

	if (!len)
		return 0;
	/* a copy of its own, so that one byte too many is seen */
	text = xmalloc(len);
	memcpy(text, bytes + 1, len - 1);
	text = xrealloc(text, len - 1 ? len - 1 : 1);
	readers[bytes[0] % ARRAY_LEN(readers)](
		(struct span){ text, len - 1 });
	free(text);
	return 0;
}
