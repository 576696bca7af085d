/*
 * enrich.h - ad -> facts.
 *
 * Pure: a taxonomy is made of bytes that the caller has read, is immutable
 * once made, and is shared by all threads.
 */
#ifndef ENRICH_ENRICH_H
#define ENRICH_ENRICH_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "enrich/facts.h"

struct taxonomy; /* skills, titles, definitions, context cues, places */

/* The files of share/taxonomy/, by name ("skills.tsv") and content. */
struct taxonomy_file {
	const char *name;
	struct span text; /* borrowed until taxonomy_new returns */
};

/*
 * The file names that taxonomy_new wants; `is_required` false: may be absent.
 */
struct taxonomy_part {
	const char *name;
	bool        is_required;
};
const struct taxonomy_part *taxonomy_parts(size_t *n);

/* NULL with `err` ("skills.tsv line 12: expected 6 columns, found 4"). */
struct taxonomy *taxonomy_new(const struct taxonomy_file *files, size_t n,
			      struct error *err);
void taxonomy_free(struct taxonomy *t);

/* Version of the dictionary: its date (VERSION file), and a hash over all files
 * but the register of rules, which changes nothing that is read in an ad.
 * Borrowed from the taxonomy. "2026-11-21+1a2b3c4d" */
const char *taxonomy_version(const struct taxonomy *t);

/* Borrowed views of the tables, for SQL and printing. */
struct skill_entry {
	const char *id;      /* "large-language-models" */
	const char *name;    /* "Large language models" */
	const char *cluster; /* "nlp" */
	const char *parents; /* ids of wider skills, parted by commas */
	const char *source;  /* where the name is attested: docs/taxonomy.md */
	bool        is_core; /* alone makes a posting an AI posting */
};
struct definition_entry {
	const char *id;   /* "one-skill" */
	const char *text; /* the rule in words */
	int         version;
};
const struct skill_entry      *taxonomy_skills(const struct taxonomy *t, size_t *n);
const struct definition_entry *taxonomy_definitions(const struct taxonomy *t, size_t *n);

/* A dated rule that changes what ads say in a region; days as 2026-01-31. */
struct rule_event_entry {
	const char *region;    /* ISO 3166-1, 3166-2 or "world" */
	const char *from;      /* first day */
	const char *to;        /* last day; "": still holds */
	const char *context;   /* of mentions, or "pay" */
	const char *title;
	const char *reference; /* law and article */
	const char *url;
};
const struct rule_event_entry *taxonomy_rule_events(const struct taxonomy *t,
						    size_t *n);

/* A country or first-level division; texts borrowed from the taxonomy. */
struct area_entry {
	const char *code; /* ISO 3166-1 or 3166-2 */
	const char *name; /* English */
};

/* The next area at or after *at, which moves past it; false at the end. */
bool taxonomy_next_area(const struct taxonomy *t, size_t *at,
			struct area_entry *out);

/*
 * Fill `out` (the caller's; overwritten) with what `ad` says, and with the ad
 * itself without the people who may be reached about it.
 *
 *   arena  holds the result; nothing else is allocated that outlives the call
 */
void enrich_ad(const struct taxonomy *t, const struct ad *ad,
	       struct arena *arena, struct facts *out);

/*
 * What an earlier reading found in a text that is not there any more. Skills
 * are those of this taxonomy.
 */
struct enrich_known {
	/* Of the description, without surface, as facts.paragraphs has them. */
	const struct mention *mentions;
	size_t                n_mentions;
	struct weak_paragraph paragraphs[PARAGRAPHS_MAX];
	size_t                n_paragraphs;
	struct ad_pay         pay;
	struct span           language; /* BCP 47; absent: unknown */
	uint64_t              fingerprint;
};

/*
 * enrich_ad for an ad whose description is absent: title and fields are read,
 * what only a text can say is as it was known, and the definitions are judged
 * by both.
 */
void enrich_ad_again(const struct taxonomy *t, const struct ad *ad,
		     const struct enrich_known *known, struct arena *arena,
		     struct facts *out);

/* The facts as members of the object that is open in `out`: adds ai{},
 * role_family, ... after the ad's own fields (see ad_json.h). */
void facts_write_json(const struct taxonomy *t, const struct facts *facts,
		      struct buf *out);

#endif
