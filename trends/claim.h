/*
 * claim.h - a sentence that states a number, read as a question.
 *
 * "Demand for AI jobs in China soared 321.7% year on year in Q1 2024" is a
 * change of +3.217 in CN over 2024Q1 against the year before, and says neither
 * whose postings were counted nor how. What is not there is not guessed:
 * `lacks` names it. English first; German, French, Spanish, Portuguese, Chinese
 * and Japanese as far as numbers, directions and periods go.
 */
#ifndef TRENDS_CLAIM_H
#define TRENDS_CLAIM_H

#include "base/arena.h"
#include "base/error.h"
#include "enrich/facts.h"
#include "trends/period.h"

struct taxonomy;

#define CLAIM_TEXT_MAX    2000 /* bytes; a longer text is refused */
#define CLAIM_FIGURES_MAX 8    /* of one text; more are not looked for */
#define CLAIM_SKILL_SIZE  64

enum claim_kind {
	CLAIM_CHANGE, /* ratio, 0.25 is +25 % */
	CLAIM_COUNT,  /* postings */
	CLAIM_SHARE,  /* 0..1 of all postings */
	CLAIM_DAYS,   /* how long a posting stays open */
};

/* "change", "count", "share", "days". Static. */
const char *claim_kind_name(enum claim_kind kind);

enum claim_bound {
	CLAIM_EXACT,
	CLAIM_ABOUT,    /* "about", "roughly" */
	CLAIM_NEARLY,   /* "almost" */
	CLAIM_AT_LEAST, /* "more than" */
	CLAIM_AT_MOST,  /* "less than", "up to" */
};

struct claim_figure {
	enum claim_kind  kind;
	enum claim_bound bound;
	double           value;     /* in the unit of the kind */
	double           low, high; /* what the wording leaves open; high may be
				     * INFINITY */
	struct span      text;      /* as written; borrowed from the sentence */
};

/* What a claim does not say. */
enum claim_lack {
	CLAIM_LACKS_REGION = 1 << 0,
	CLAIM_LACKS_SKILL = 1 << 1,
	CLAIM_LACKS_PERIOD = 1 << 2,
	CLAIM_LACKS_YEAR = 1 << 3, /* "in March", the latest is taken */
	CLAIM_LACKS_BASE = 1 << 4, /* a change against what? */
	CLAIM_LACKS_DEFINITION = 1 << 5,
	CLAIM_LACKS_MEASURE = 1 << 6, /* new postings or open ones */
	CLAIM_LACKS_SOURCES = 1 << 7,
	CLAIM_LACKS_DUPLICATES = 1 << 8,
	CLAIM_LACKS_DENOMINATOR = 1 << 9,
	CLAIM_LACKS_COVERAGE = 1 << 10, /* a level: which part of the market */
	CLAIM_LACKS_EVENT = 1 << 11,    /* a duration: from what until what */
	CLAIM_LACKS_INTERVAL = 1 << 12,
};

#define CLAIM_LACKS 13

/* The name of bit 1 << i ("region") and what it means. Static. */
const char *claim_lack_name(int i);
const char *claim_lack_text(int i);

/* What may be read of a sentence and not be sure. */
enum claim_part {
	CLAIM_FIGURE,
	CLAIM_PERIOD,
	CLAIM_REGION,
	CLAIM_SKILL,
};

#define CLAIM_PARTS 4

struct claim {
	struct claim_figure figures[CLAIM_FIGURES_MAX];
	size_t              n_figures;
	char                region[REGION_CODE_SIZE]; /* "" not said, "world" */
	struct span         place;    /* a city or division as written, when
				       * the region is wider; borrowed */
	char skill[CLAIM_SKILL_SIZE]; /* an id, "any" for AI; "" not said */
	char named_skill[CLAIM_SKILL_SIZE]; /* what "any" was called, an id */
	char period[PERIOD_SIZE];           /* "" not said */
	int  years;     /* from the base to the period; 0: not
			 * said */
	int  span_days; /* a change within so many days; 0: not so */
	bool is_year_on_year;
	int  window_days;         /* "in 23 days", "the past year"; 0: none */
	char window[PERIOD_SIZE]; /* the months that end so, if whole */
	const char *measure;  /* flow, stock, share; NULL: not said. Static. */
	const char *language; /* of most words that were known. Static. */
	unsigned    lacks;    /* enum claim_lack; set by claim_settle */
	unsigned    said;     /* the same: what the text does say of them */
	bool        is_per_year; /* "20% a year": the figure is of one year */
	struct error doubts[CLAIM_PARTS]; /* why a part cannot be taken as it
					   * stands; "": it can */
};

/*
 * Read `text` into `out` (the caller's; overwritten).
 *
 *   t      the dictionary: skills, and places when it has them
 *   today  days since 1970-01-01: what "last year" refers to
 *   text   borrowed for as long as `out` is used
 *
 * False with `err` when the text is empty, longer than CLAIM_TEXT_MAX, or about
 * pay. What contradicts itself ("fell by -20%"), denies ("did not double"), names
 * a place or a base that is not known or is about other jobs is read too, and
 * noted in `doubts`: claim_settle refuses it, unless that part was replaced.
 */
bool claim_parse(struct span text, const struct taxonomy *t, int64_t today,
		 struct claim *out, struct error *err);

/*
 * A figure given by itself: "321.7%", "+20 %", "1.3 million", "180". For days
 * "6 months" too. False with `err` that names `option`.
 */
bool claim_figure_parse(const char *option, enum claim_kind kind,
			struct span text, struct claim_figure *out,
			struct error *err);

/* Somebody gives this part instead of the sentence: it is in doubt no more. */
void claim_replace(struct claim *c, enum claim_part part);

/*
 * What remains to be judged after corrections: exactly one figure that can be,
 * and no part in doubt, or false with `err`. Sets `lacks`.
 */
bool claim_settle(struct claim *c, struct error *err);

#endif
