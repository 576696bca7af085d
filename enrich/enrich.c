#include "enrich/enrich.h"

#include "enrich/contact.h"
#include "enrich/language.h"
#include "enrich/mention.h"
#include "enrich/paragraph.h"
#include "enrich/particulars.h"
#include "enrich/role.h"
#include "enrich/taxonomy.h"

#include <string.h>

#define LANGUAGE_SURE 200 /* bytes of text that outweigh a stated language */
#define TITLE_WORDS_MAX 64 /* matches of a title that are asked for theirs */

/* ---- language ---- */

static bool same_language(const char *a, const char *b)
{
	size_t n = strcspn(a, "-");

	return n == strcspn(b, "-") && !memcmp(a, b, n);
}

/* Whether other tables than its own have the word, or a longer one, too:
 * "developer" is Polish, and English. */
static bool is_shared(const struct taxonomy *t, const struct match_list *title,
		      size_t at)
{
	const struct match *own = &title->items[at];
	const char         *language =
		pattern_languages(t, &t->patterns[own->id]);

	for (size_t i = 0; i < title->n && i < TITLE_WORDS_MAX; i++) {
		const struct match *other = &title->items[i];

		if (other->start <= own->start && other->end >= own->end &&
		    strcmp(pattern_languages(t, &t->patterns[other->id]),
			   language))
			return true;
	}
	return false;
}

/* The language of the title's words, where the tables know one for them. */
static const char *language_by_words(const struct taxonomy *t,
				     const struct match_list *title)
{
	const char *found = "";

	for (size_t i = 0; i < title->n && i < TITLE_WORDS_MAX; i++) {
		const struct pattern *p = &t->patterns[title->items[i].id];
		const char           *spoken = pattern_languages(t, p);

		/* only skills and occupations: verbs of cues are common */
		if ((p->kind != PATTERN_SKILL && p->kind < PATTERN_ROLE) ||
		    !strcmp(spoken, "mul") || strchr(spoken, ',') ||
		    (found[0] && strcmp(found, "en")) ||
		    (strcmp(spoken, "en") && is_shared(t, title, i)))
			continue;
		found = spoken;
	}
	return found;
}

/*
 * The text's own language; the stated one where the text is short or says no
 * more than the same; the title's words where there is nothing else.
 */
static void find_language(const struct taxonomy *t, const struct ad_scan *scan,
			  struct facts *out)
{
	char        stated[LANGUAGE_SIZE], read[LANGUAGE_SIZE];
	struct span text = scan->ad->description;
	const char *best;

	language_stated(scan->ad->language, stated);
	best = stated;
	if (!stated[0] || text.len >= LANGUAGE_SURE) {
		language_of(text.len > 0 ? text : scan->ad->title, read);
		if (!stated[0] || (read[0] && !same_language(stated, read)))
			best = read;
	}
	if (!best[0])
		best = language_by_words(t, &scan->title);
	memcpy(out->language, best, strlen(best) + 1);
}

/* ---- definitions ---- */

static void count_once(const struct taxonomy *t, uint32_t skill,
		       enum rule_scope scope, struct rule_input *in)
{
	uint16_t *count = in->count[scope];
	unsigned  traits = t->traits[skill] & ((1u << N_TRAITS) - 1);

	count[TRAIT_ANY] += !(t->traits[skill] & TRAIT_ADJACENT);
	for (; traits; traits &= traits - 1)
		count[__builtin_ctz(traits)]++;
	for (unsigned sets = t->in_sets[skill]; sets; sets &= sets - 1)
		count[TRAIT_ANY + 1 + __builtin_ctz(sets)]++;
}

static enum rule_scope scope_of(enum mention_context context)
{
	switch (context) {
	case CONTEXT_TITLE: return SCOPE_TITLE;
	case CONTEXT_REQUIREMENT: return SCOPE_REQUIREMENT;
	case CONTEXT_DUTY: return SCOPE_DUTY;
	default: return SCOPE_ANY;
	}
}

/* Distinct skills by where they stand. */
static void count_skills(const struct taxonomy *t, const struct facts *facts,
			 struct arena *arena, struct rule_input *in)
{
	uint8_t *seen = arena_alloc(arena, t->n_skills + 1);

	*in = (struct rule_input){ 0 };
	for (size_t i = 0; i < facts->n_mentions; i++) {
		const struct mention *m = &facts->mentions[i];
		unsigned              scopes = 1u << SCOPE_ANY;

		scopes |= 1u << scope_of(m->context);
		if (mention_is_demand(m->context))
			scopes |= 1u << SCOPE_DEMAND;
		for (unsigned left = scopes & ~(unsigned)seen[m->skill]; left;
		     left &= left - 1)
			count_once(t, m->skill,
				   (enum rule_scope)__builtin_ctz(left), in);
		seen[m->skill] |= (uint8_t)scopes;
	}
}

static void find_definitions(const struct taxonomy *t,
			     const struct rule_input *in, struct facts *out)
{
	for (size_t i = 0; i < t->n_definitions; i++) {
		if (rule_holds(&t->rules[i], in, out->definitions))
			out->definitions |= UINT64_C(1) << i;
	}
}

/* ---- what the employer's other ads may tell ---- */

/* The facts with the paragraphs of `mask` taken for the employer's story. */
static void read_without(const struct taxonomy   *t,
			 const struct role_title *title, unsigned mask, struct arena *arena,
			 const struct facts *facts, struct ad_reading *out)
{
	struct facts      other = *facts;
	struct rule_input in;

	other.mentions = arena_alloc(arena, facts->n_mentions *
						    sizeof(*other.mentions));
	memcpy(other.mentions, facts->mentions,
	       facts->n_mentions * sizeof(*other.mentions));
	for (size_t i = 0; i < other.n_mentions; i++) {
		struct mention *m = &other.mentions[i];

		if (m->paragraph && mask >> (m->paragraph - 1) & 1)
			m->context = CONTEXT_COMPANY;
	}
	mention_collect_skills(t, arena, &other);
	count_skills(t, &other, arena, &in);
	in.roles = role_find(t, title, &in, &other);
	other.definitions = 0;
	find_definitions(t, &in, &other);
	*out = (struct ad_reading){ other.definitions, other.skills,
				 other.n_skills, other.role_family };
}

static bool is_titled_ai(const struct facts *facts, unsigned roles)
{
	return roles & (ROLE_AI | ROLE_GIG) ||
	       (facts->n_mentions > 0 &&
		facts->mentions[0].context == CONTEXT_TITLE);
}

static void read_paragraphs(const struct taxonomy *t,
			    const struct ad_scan      *scan,
			    const struct enrich_known *known,
			    const struct role_title *title, unsigned roles,
			    struct arena *arena, struct facts *out)
{
	unsigned n;

	if (known) {
		memcpy(out->paragraphs, known->paragraphs,
		       sizeof(out->paragraphs));
		out->n_paragraphs = known->n_paragraphs;
	} else {
		paragraph_find(scan->ad, out);
	}
	if (!out->n_paragraphs)
		return;
	n = 1u << out->n_paragraphs;
	if (!is_titled_ai(out, roles))
		out->title_key = paragraph_title_key(t, scan);
	out->readings = arena_alloc(arena, n * sizeof(*out->readings));
	out->readings[0] = (struct ad_reading){ out->definitions, out->skills,
					     out->n_skills, out->role_family };
	for (unsigned mask = 1; mask < n; mask++)
		read_without(t, title, mask, arena, out, &out->readings[mask]);
}

/* Language, skills in context, role and definitions: what the words say. */
static void read_words(const struct taxonomy *t, const struct ad *ad,
		       const struct enrich_known *known, struct arena *arena,
		       struct facts *out)
{
	struct ad_scan    scan = { .ad = ad };
	struct rule_input in;
	const struct role_title *title;

	automaton_scan(t->automata[FORMS_ALL], ad->title, &scan.title);
	automaton_read(t->automata[FORMS_SKILL], ad->description, &scan.words);
	automaton_scan_words(t->automata[FORMS_SKILL], &scan.words, UINT32_MAX,
			     UINT32_MAX, &scan.description);
	find_language(t, &scan, out);
	scan.language = out->language;
	if (known) {
		scan.known = known->mentions;
		scan.n_known = known->n_mentions;
	}
	mention_find(t, &scan, arena, out);
	count_skills(t, out, arena, &in);
	title = role_read_title(t, &scan, out, arena);
	in.roles = role_find(t, title, &in, out);
	find_definitions(t, &in, out);
	read_paragraphs(t, &scan, known, title, in.roles, arena, out);
	match_list_deinit(&scan.description);
	match_list_deinit(&scan.title);
	word_list_deinit(&scan.words);
}

void enrich_ad(const struct taxonomy *t, const struct ad *ad,
	       struct arena *arena, struct facts *out)
{
	*out = (struct facts){ 0 };
	contact_drop(t->contacts, ad, arena, &out->ad);
	particulars_find(t->places, &out->ad, arena, out);
	read_words(t, &out->ad, NULL, arena, out);
}

void enrich_ad_again(const struct taxonomy *t, const struct ad *ad,
		     const struct enrich_known *known, struct arena *arena,
		     struct facts *out)
{
	struct ad told;

	*out = (struct facts){ 0 };
	contact_drop(t->contacts, ad, arena, &out->ad);
	told = out->ad;
	told.language = known->language;
	particulars_find(t->places, &told, arena, out);
	read_words(t, &told, known, arena, out);
	out->pay = known->pay;
	out->fingerprint = known->fingerprint;
}
