#include "enrich/role.h"

#include "base/mem.h"

#include <string.h>

#define TITLE_PARTS_MAX 48 /* matches of a title that are looked at */
#define GIG_CUES_LEAST 2   /* of a description, when the title builds nothing */
#define TEXT_CORE_LEAST 4  /* core skills that make a builder's job AI work */
#define TEXT_BUILD_LEAST 3
#define BARE_ANALYST 9 /* bytes of "analyst", "analityk" and their like */
#define MAYBE_LEAST 2 /* core skills that make a researcher's job AI work */

/* The parts of a title that count, none inside another. */
struct role_title {
	struct span          text;
	const struct match  *parts[TITLE_PARTS_MAX];
	const struct pattern *patterns[TITLE_PARTS_MAX];
	size_t               n;
	bool                 has_topic; /* an AI skill */
	uint32_t             topic;     /* the first of them */
	bool                 is_broad;  /* data science alone */
	bool                 is_labelling;
};

static bool is_title_kind(uint8_t kind)
{
	return kind >= PATTERN_ROLE;
}

static bool is_inside(const struct match *inner, const struct match *outer)
{
	return inner->start >= outer->start && inner->end <= outer->end &&
	       inner->end - inner->start < outer->end - outer->start;
}

/*
 * Whether a trap holds a word of this part and goes beyond it: no "director, AI"
 * in "Director, AI/AN Programs".
 */
static bool is_trapped(const struct taxonomy *t, const struct match_list *m,
		       const struct match *part)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct match *trap = &m->items[i];

		if (t->patterns[trap->id].kind == PATTERN_TRAP &&
		    trap->start < part->end && part->start < trap->end &&
		    (trap->start < part->start || trap->end > part->end))
			return true;
	}
	return false;
}

/*
 * Words of rank stay beside the role that holds them ("engineering manager"),
 * but not inside an occupation ("account manager").
 */
static bool swallows(const struct role_title *title, const struct pattern *outer,
		     const struct pattern *inner)
{
	if (outer->kind == PATTERN_TOPIC && !title->has_topic)
		return false;
	if (inner->kind == PATTERN_SENIORITY) /* "semi senior" is one rank */
		return outer->kind == PATTERN_PLAIN ||
		       outer->kind == PATTERN_SENIORITY;
	return outer->kind != PATTERN_SENIORITY && outer->kind != PATTERN_LEAD;
}

/* The AI skill that the title names. */
static void read_topic(const struct taxonomy *t, const struct facts *facts,
		       struct role_title *out)
{
	for (size_t i = 0; i < facts->n_mentions; i++) {
		const struct mention *mention = &facts->mentions[i];
		uint8_t               traits = t->traits[mention->skill];

		if (mention->context != CONTEXT_TITLE ||
		    !(traits & (TRAIT_CORE | TRAIT_BROAD)))
			continue;
		/* what says most decides: "AI inference" is of inference */
		if (!out->has_topic || !t->families_of[out->topic])
			out->topic = mention->skill;
		out->is_broad = (out->is_broad || !out->has_topic) &&
				!(traits & TRAIT_CORE);
		out->has_topic = true;
	}
}

static void read_title(const struct taxonomy *t, const struct ad_scan *scan,
		       const struct facts *facts, struct role_title *out)
{
	const struct match_list *m = &scan->title;

	*out = (struct role_title){ .text = scan->ad->title };
	read_topic(t, facts, out);
	for (size_t i = 0; i < m->n && out->n < TITLE_PARTS_MAX; i++) {
		const struct pattern *p = &t->patterns[m->items[i].id];
		bool is_kept = is_title_kind(p->kind) &&
			       !is_trapped(t, m, &m->items[i]);

		for (size_t k = 0; k < m->n && k < 4 * TITLE_PARTS_MAX && is_kept;
		     k++) {
			const struct pattern *outer =
				&t->patterns[m->items[k].id];

			is_kept = !(is_title_kind(outer->kind) &&
				    is_inside(&m->items[i], &m->items[k]) &&
				    swallows(out, outer, p));
		}
		if (!is_kept)
			continue;
		out->parts[out->n] = &m->items[i];
		out->patterns[out->n++] = p;
	}
}

/* Index of the longest part of the kind, or -1. */
static int find_part(const struct role_title *title, enum pattern_kind kind)
{
	uint32_t best = 0;
	int      found = -1;

	for (size_t i = 0; i < title->n; i++) {
		uint32_t len = title->parts[i]->end - title->parts[i]->start;

		if (title->patterns[i]->kind == kind && len > best) {
			best = len;
			found = (int)i;
		}
	}
	return found;
}

/* Words that part two occupations as punctuation does: "Assistant to". */
static const char *const parting[] = { " to ",	" for ", " of ",   " für ",
				       " pour ", " para ", " per ", " voor " };

/* Whether something parts two places of the title: "Recruiter - AI". */
static bool is_parted(struct span text, uint32_t from, uint32_t to)
{
	struct span between = { text.ptr + from, to - from };

	for (size_t i = 0; i < ARRAY_LEN(parting); i++) {
		if (span_find_nocase(between, parting[i]))
			return true;
	}
	for (uint32_t i = from; i < to; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if ((c && strchr(",|(:;", c)) ||
		    (c == '-' && i > 0 && text.ptr[i - 1] == ' ') ||
		    (c == 0xE2 && i + 1 < to &&
		     (unsigned char)text.ptr[i + 1] == 0x80) || /* dashes */
		    c == 0xEF) /* full-width punctuation */
			return true;
	}
	return false;
}

/*
 * Another occupation than the part at `at` names. Before it, an occupation is
 * one only when punctuation parts them ("Recruiter - AI Engineers"), else it
 * says in which field ("Marketing Data Scientist"); behind it, the reverse
 * ("Data Scientist Instructor" against "Data Scientist, Sales").
 */
static bool has_other_occupation(const struct role_title *title, int at)
{
	const struct match *own = title->parts[at];

	for (size_t i = 0; i < title->n; i++) {
		const struct match *other = title->parts[i];

		if (title->patterns[i]->kind != PATTERN_PLAIN ||
		    (other->start == own->start && other->end == own->end))
			continue; /* the same word of several meanings */
		if (other->end <= own->start &&
		    is_parted(title->text, other->end, own->start))
			return true;
		if (other->start >= own->end &&
		    !is_parted(title->text, own->end, other->start))
			return true;
		if (other->start < own->end && own->start < other->end)
			return true;
	}
	return false;
}

static size_t gig_cues(const struct taxonomy *t, const struct match_list *m)
{
	uint32_t seen[GIG_CUES_LEAST];
	size_t   n = 0;

	for (size_t i = 0; i < m->n && n < GIG_CUES_LEAST; i++) {
		if (t->patterns[m->items[i].id].kind != PATTERN_GIG_CUE)
			continue;
		if (n == 0 || seen[0] != m->items[i].id)
			seen[n++] = m->items[i].id;
	}
	return n;
}

static bool is_gig(const struct taxonomy *t, const struct ad_scan *scan,
		   const struct role_title *title)
{
	bool builds = find_part(title, PATTERN_HEAD) >= 0 ||
		      find_part(title, PATTERN_ROLE) >= 0 ||
		      find_part(title, PATTERN_ROLE_BROAD) >= 0;

	if (find_part(title, PATTERN_GIG) >= 0)
		return true;
	if (builds)
		return false;
	return (find_part(title, PATTERN_GIG_SOFT) >= 0 && title->has_topic) ||
	       gig_cues(t, &scan->description) >= GIG_CUES_LEAST;
}

/* "Werkstudent KI": who learns by working on AI. */
static int learner_part(const struct role_title *title)
{
	for (size_t i = 0; i < title->n && title->has_topic; i++) {
		if (title->patterns[i]->kind == PATTERN_SENIORITY &&
		    title->patterns[i]->value == 0 &&
		    find_part(title, PATTERN_PLAIN) < 0)
			return (int)i;
	}
	return -1;
}

/* The part that makes the title one of AI work, or -1. */
static int core_part(const struct role_title *title, const struct rule_input *counts)
{
	int role = find_part(title, PATTERN_ROLE);
	int maybe = find_part(title, PATTERN_MAYBE);
	int head = find_part(title, PATTERN_HEAD);
	int lead = find_part(title, PATTERN_LEAD);
	int topic = find_part(title, PATTERN_TOPIC);

	if (role < 0)
		role = find_part(title, PATTERN_ROLE_BROAD);
	if (role >= 0)
		return has_other_occupation(title, role) ? -1 : role;
	if (topic >= 0 && title->has_topic && !title->is_broad &&
	    !has_other_occupation(title, topic))
		return topic;
	if (maybe >= 0 && (title->has_topic ||
			   counts->count[SCOPE_DEMAND][0] >= MAYBE_LEAST))
		return has_other_occupation(title, maybe) ? -1 : maybe;
	if (head >= 0 &&
	    (title->has_topic ||
	     (counts->count[SCOPE_DEMAND][0] >= TEXT_CORE_LEAST &&
	      counts->count[SCOPE_DEMAND][4] >= TEXT_BUILD_LEAST)))
		return has_other_occupation(title, head) ? -1 : head;
	if (lead >= 0 && title->has_topic &&
	    find_part(title, PATTERN_PLAIN) < 0)
		return lead;
	return learner_part(title);
}

static const enum pattern_kind family_order[] = {
	PATTERN_ROLE,  PATTERN_ROLE_BROAD, PATTERN_PLAIN,
	PATTERN_MAYBE, PATTERN_HEAD,	   PATTERN_LEAD,
};

/* An engineer of anything whose topic is AI, or who learns to be one. */
static const char *family_by_topic(const struct taxonomy *t,
				   const struct role_title *title, int part)
{
	uint16_t    family = t->families_of[title->topic];
	const char *own = title->patterns[part]->kind == PATTERN_HEAD
				  ? t->families[title->patterns[part]->value]
				  : "";

	if (!strcmp(own, "research-scientist"))
		return own;
	if (title->has_topic && family)
		return t->families[family - 1];
	if (!strcmp(own, "data-engineer"))
		return "data-engineering-for-ai";
	return title->is_broad ? "data-scientist" : "ai-engineer";
}

/* Whether a word of the title begins with the stem: no "CTO" in "Director". */
static bool begins_word(struct span title, const char *stem)
{
	const char *end = title.ptr + title.len;
	const char *at = title.ptr;

	while ((at = span_find_nocase((struct span){ at, (size_t)(end - at) },
				      stem))) {
		unsigned char before =
			at > title.ptr ? (unsigned char)at[-1] : ' ';

		if (before < 0x80 &&
		    !((before | 0x20) >= 'a' && (before | 0x20) <= 'z'))
			return true;
		at++;
	}
	return false;
}

/* What the people do whom a bare word of rank leads ("Country Lead"). */
static bool leads_engineers(struct span title)
{
	static const char *const beginnings[] = {
		"ingen", "ingén", "ingeg", "tech", "CTO", "developer",
	};
	static const char *const stems[] = {
		"engineer", "inżyn",  "software", "entwick", "dévelop",
		"desarroll", "svilupp", "ontwik", "utveckl", "udvikl", "utvikl",
		"kehity",   "desenv", "rozwoj", "研发",	   "开发",   "技术",
		"研發",	    "開發",   "技術",	"開発",	   "エンジニア", "개발",
		"기술",	    "엔지니어", "разраб",
	};

	for (size_t i = 0; i < ARRAY_LEN(beginnings); i++) {
		if (begins_word(title, beginnings[i]))
			return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(stems); i++) {
		if (span_find_nocase(title, stems[i]))
			return true;
	}
	return false;
}

/*
 * Who builds: what the words say more of than that it is an engineer. "Senior
 * Engineer, Backend Development" builds software.
 */
static int telling_head(const struct taxonomy *t, const struct role_title *title,
			int head)
{
	for (size_t i = 0; i < title->n && head >= 0; i++) {
		if (title->patterns[i]->kind == PATTERN_HEAD &&
		    !strcmp(t->families[title->patterns[head]->value],
			    "engineer"))
			head = (int)i;
	}
	return head;
}

/*
 * What a bare analyst analyses: "Analyst, Licensing Finance" works in finance.
 * "Data analyst" and "business analyst" say so themselves.
 */
static int telling_occupation(const struct taxonomy *t,
			      const struct role_title *title, int plain)
{
	const struct match *own = plain < 0 ? NULL : title->parts[plain];

	if (!own || own->end - own->start > BARE_ANALYST ||
	    strcmp(t->families[title->patterns[plain]->value], "data-analyst"))
		return plain;
	for (size_t i = 0; i < title->n; i++) {
		if (title->patterns[i]->kind == PATTERN_PLAIN &&
		    title->patterns[i]->value != title->patterns[plain]->value)
			return (int)i;
	}
	return plain;
}

static const char *family_of(const struct taxonomy *t, const struct role_title *title,
			     int core, bool is_labelling)
{
	int part = core;

	if (is_labelling) {
		part = find_part(title, PATTERN_GIG);
		if (part < 0)
			part = find_part(title, PATTERN_GIG_SOFT);
	}
	if (part >= 0 && title->patterns[part]->kind == PATTERN_LEAD)
		return title->is_broad && title->has_topic ? "data-scientist"
							     : "ai-leader";
	if (part >= 0 && (title->patterns[part]->kind == PATTERN_HEAD ||
			  title->patterns[part]->kind == PATTERN_SENIORITY))
		return family_by_topic(t, title, part);
	for (size_t i = 0; part < 0 && i < 6; i++) {
		/* a role beside another occupation is not what the job is */
		if (i < 2 && core < 0 && find_part(title, PATTERN_PLAIN) >= 0)
			continue;
		part = find_part(title, family_order[i]);
		if (family_order[i] == PATTERN_HEAD)
			part = telling_head(t, title, part);
		if (family_order[i] == PATTERN_PLAIN)
			part = telling_occupation(t, title, part);
		if (part >= 0 && family_order[i] == PATTERN_LEAD &&
		    !leads_engineers(title->text))
			part = -1;
	}
	return part < 0 ? NULL : t->families[title->patterns[part]->value];
}

/* The word of rank that decides when a title has several. */
static const char *seniority_of(const struct role_title *title)
{
	static const uint8_t weight[] = { 9, 2, 1, 3, 4, 5, 6 };
	int                  best = -1;

	for (size_t i = 0; i < title->n; i++) {
		uint32_t level = title->patterns[i]->value;

		if (title->patterns[i]->kind == PATTERN_SENIORITY &&
		    (best < 0 || weight[level] > weight[best]))
			best = (int)level;
	}
	return best < 0 ? NULL : taxonomy_seniority((size_t)best);
}

const struct role_title *role_read_title(const struct taxonomy *t,
					 const struct ad_scan  *scan,
					 const struct facts    *facts,
					 struct arena          *arena)
{
	struct role_title *title = arena_alloc(arena, sizeof(*title));

	read_title(t, scan, facts, title);
	title->is_labelling = is_gig(t, scan, title);
	return title;
}

unsigned role_find(const struct taxonomy *t, const struct role_title *title,
		   const struct rule_input *counts, struct facts *out)
{
	int      core = title->is_labelling ? -1 : core_part(title, counts);
	unsigned roles = 0;

	out->role_family = family_of(t, title, core, title->is_labelling);
	out->seniority = seniority_of(title);
	if (title->is_labelling)
		roles |= ROLE_GIG;
	if (core >= 0)
		roles |= ROLE_CORE;
	if (core >= 0 && title->patterns[core]->kind == PATTERN_ROLE)
		roles |= ROLE_AI;
	if (find_part(title, PATTERN_HEAD) >= 0 || core >= 0)
		roles |= ROLE_BUILDER;
	else if (find_part(title, PATTERN_PLAIN) >= 0)
		roles |= ROLE_PLAIN;
	return roles;
}
