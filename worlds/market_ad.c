#include "worlds/market_write.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "parsers/ad.h"
#include "worlds/market_part.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUT_PERCENT 15   /* of what copiers show is cut */
#define CUT_BYTES 400
#define OTHER_WORDS 5    /* rows below */

/* Other words for the same skill, which employers may take to. */
static const struct {
	const char *id, *words;
} other_words[OTHER_WORDS] = {
	{ "large-language-models", "LLMs" },
	{ "natural-language-processing", "NLP" },
	{ "retrieval-augmented-generation", "RAG pipelines" },
	{ "scikit-learn", "sklearn" },
	{ "hugging-face", "HuggingFace" },
};

/* Words for tracked skills that a dictionary learns: forms of skills.tsv. */
static const char *const learned[] = { "torchvision", "sklearn" };
static const char *const learned_ids[] = { "pytorch", "scikit-learn" };

static const char *const team_names[] = {
	"Payments", "Search",  "Growth", "Platform", "Mobile",  "Security",
	"Insights", "Pricing", "Claims", "Checkout", "Catalog", "Identity",
};

/* Of no country, so that no gazetteer and no dictionary knows them. */
static const char *const town_names[MARKET_REGIONS] = { "Aldermoor", "Quillhaven" };

const char *const *market_learned(size_t *n)
{
	*n = ARRAY_LEN(learned);
	return learned;
}

static const char *skill_words(const struct market *m,
			       const struct market_vacancy *v, size_t skill)
{
	const char *words = skills[skill].names[m->language];

	for (size_t i = 0; v->opened >= m->words_from && i < OTHER_WORDS; i++) {
		if (!strcmp(other_words[i].id, skills[skill].id))
			return other_words[i].words;
	}
	for (size_t i = 0; (int)(v->draw / 23 % 100) < m->plan->unread &&
			   i < ARRAY_LEN(learned); i++) {
		if (!strcmp(learned_ids[i], skills[skill].id))
			return learned[i];
	}
	return words ? words : skills[skill].names[EN];
}

static void put_line(struct buf *out, const char *before, const char *format,
		     const char *a, const char *b)
{
	buf_add_text(out, before);
	phrase_fill(out, format, a, b);
	buf_add_char(out, '\n');
}

/* The skills of a vacancy, those that are tracked first. */
static size_t list_skills(const struct market_vacancy *v,
			  size_t out[MARKET_TRACKED + MARKET_CORE_MAX])
{
	size_t n = 0;

	for (int i = 0; i < MARKET_TRACKED; i++) {
		if (v->asks[i])
			out[n++] = market_tracked(i);
	}
	for (size_t i = 0; i < v->n_core; i++)
		out[n++] = v->core[i];
	return n;
}

/* Lines of a list: some with skills, from first to end, some without. */
static void put_list(struct buf *out, const struct market *m,
		     const struct market_vacancy *v, const char *head,
		     const char *const *choices, size_t n_choices,
		     const char *const *plain, size_t n_plain, size_t part)
{
	size_t asked[MARKET_TRACKED + MARKET_CORE_MAX];
	size_t n = list_skills(v, asked), at = v->draw >> 8;

	put_line(out, "", head, "", "");
	buf_add_char(out, '\n');
	for (size_t i = part; i < n; i += 2)
		put_line(out, "- ", choices[(at + i) % n_choices],
			 skill_words(m, v, asked[i]), "");
	for (size_t i = 0; i < 3; i++)
		put_line(out, "- ", plain[(at / 7 + i) % n_plain], "", "");
	buf_add_char(out, '\n');
}

static void put_text(const struct market *m, const struct market_vacancy *v,
		     struct buf *out)
{
	const struct market_employer *e = &m->employers[v->employer];
	const struct phrases         *p = &phrases[m->language];

	put_line(out, "", p->about[v->draw % ARRAY_LEN(p->about)], e->name,
		 town_names[v->region]);
	buf_add_char(out, '\n');
	if (v->opened >= e->boasts_from) {
		put_line(out, "", p->blurb_ai, e->name, "");
		buf_add_char(out, '\n');
	}
	put_list(out, m, v, p->duties_head, p->duties, ARRAY_LEN(p->duties),
		 p->plain_duties, ARRAY_LEN(p->plain_duties), 0);
	put_list(out, m, v, p->requirements_head, p->requirements,
		 ARRAY_LEN(p->requirements), p->plain_requirements,
		 ARRAY_LEN(p->plain_requirements), 1);
	put_line(out, "", p->benefits_head, "", "");
	put_line(out, "\n- ", p->benefits[v->draw % ARRAY_LEN(p->benefits)], "", "");
	buf_add_char(out, '\n');
	if (v->region == 0 && v->opened >= m->law_from) {
		put_line(out, "", p->hiring_notice, "", "");
		buf_add_char(out, '\n');
	}
	put_line(out, "", p->fair, "", "");
	buf_printf(out, "\nJR-%05u-%td", v->draw % 100000, v - m->vacancies);
}

/* Not inside of a letter, and at the end of a line. */
static void cut(struct buf *text)
{
	size_t at = CUT_BYTES;

	while (at < text->len && text->ptr[at] != '\n')
		at++;
	text->len = at < text->len ? at : text->len;
}

/* They rise with time, or say nothing. */
static struct span number_of(const struct market *m, const struct market_listing *l,
			     struct arena *arena)
{
	const struct market_vacancy *v = l->vacancy;
	struct chance c = chance_of(m->seed, OF_INTAKE, ~(uint64_t)v->number);

	if (m->plan->intake)
		return span_of(arena_printf(arena, "%016" PRIx64, chance_next(&c)));
	return span_of(arena_printf(
		arena, "%s%td%s", l->source->is_copier ? "c" : "v",
		l->source->is_copier ? v - m->vacancies : (ptrdiff_t)v->number,
		l->is_again ? "-2" : ""));
}

void market_ad(const struct market *m, const struct market_listing *l,
	       struct arena *arena, struct ad *out)
{
	const struct market_vacancy *v = l->vacancy;
	const struct role           *role = &roles[v->role];
	const char *title = role->titles[m->language];
	struct buf  text = BUF_INIT;
	struct ad_location *at = arena_alloc(arena, sizeof(*at));

	memset(out, 0, sizeof(*out));
	memset(at, 0, sizeof(*at));
	out->native_id = number_of(m, l, arena);
	out->title = span_of(arena_printf(
		arena, "%s - %s", title ? title : role->titles[EN],
		team_names[v->draw / 13 % ARRAY_LEN(team_names)]));
	out->employer = span_of(m->employers[v->employer].name);
	at->text = at->country = span_of(m->region[v->region]);
	out->locations = at;
	out->n_locations = 1;
	if (l->source->states_dates)
		out->posted_at = stamp_from_days(l->from);
	put_text(m, v, &text);
	if (l->source->is_copier && v->draw / 17 % 100 < CUT_PERCENT)
		cut(&text);
	out->description = arena_span(arena, buf_span(&text));
	buf_deinit(&text);
}
