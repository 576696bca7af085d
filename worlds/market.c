#include "worlds/market.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "worlds/market_part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EMPLOYER_POSTINGS 12 /* AI vacancies a year for each employer */
#define EMPLOYERS_LEAST 60
#define PLAIN_PERCENT 60     /* vacancies without AI for each 100 with */
#define FIRST_REGION_PERCENT 75
#define PARETO_SHAPE FIX_OF(13, 10)
#define PARETO_MOST 40       /* times the smallest employer */

static const char *const tracked_ids[MARKET_TRACKED] = {
	"pytorch", "scikit-learn", "tensorflow",
};
static const int tracked_percent[MARKET_TRACKED] = { 40, 25, 30 };

/* ISO 3166-1, without those of which places of the same name are known. */
static const char countries[] =
	"ADAEAFAGAIALAMAOARATAUAWAZBABBBDBEBFBGBHBIBJBMBNBOBRBSBTBWBYBZCACDCFCGCH"
	"CICKCLCMCNCOCRCUCVCYCZDEDJDKDMDODZECEEEGERESETFIFJFMFOFRAXGBGDGEGFGHGIGL"
	"GMGNGPGQGRGTGUGWGYHKHNHRHTHUIDIEILIMINIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKW"
	"KYKZBQLBLCLILKLRLSLTLULVLYMAMCMDMEMGMHMKMLMMMNMOMQMRMSMTMUMVMWMXMYMZNABV"
	"NENGCCNLNONPNRNUNZOMPAPEPFPGPHPKPLPMPRPSPTPWPYQARERORSRURWSASBSCSDSESGSI"
	"SKSLSMSNSOSRSSSTSVSYSZTCTDTGTHTJTLTMTNTOTRTTTVTWTZUAUGUSUYUZVCVEVGVIVNVU"
	"WSYEYTZAZMZW";

size_t market_tracked(int which)
{
	size_t i = 0;

	while (strcmp(skills[i].id, tracked_ids[which]) != 0)
		i++;
	return i;
}

const char *market_tracked_id(int which)
{
	return tracked_ids[which];
}

/* ---- how much opens on a day ---- */

/* Few vacancies open at weekends, and fewer in summer and December. */
static fix season(int32_t day)
{
	static const int month_percent[12] = { 115, 105, 105, 100, 100, 95,
					       90,  85,  115, 105, 100, 80 };
	int     month, of_month;
	int64_t year;

	civil_from_days(day, &year, &month, &of_month);
	return FIX_OF(month_percent[month - 1] *
			      (civil_weekday(day) > 5 ? 10 : 136), 10000);
}

/* `yearly` to the power of the years since the middle of the base. */
static fix grown(const struct market *m, fix yearly, int32_t day)
{
	int32_t middle = (m->base_from + m->from) / 2;

	return fix_exp2(fix_log2(yearly) * (day - middle) / 365);
}

static fix plain_mean(const struct market *m, int region, int32_t day)
{
	int percent = region ? 100 - FIRST_REGION_PERCENT : FIRST_REGION_PERCENT;
	fix mean = fix_mul(season(day), FIX_OF(m->postings, 365));

	return mean * percent / 100;
}

static fix tracked_share(const struct market *m, int which, int32_t day)
{
	fix share = fix_mul(FIX_OF(tracked_percent[which], 100),
			    grown(m, m->tracked_growth[which], day));

	return share > FIX_ONE ? FIX_ONE : share;
}

fix market_mean(const struct market *m, int region, int32_t day, int tracked)
{
	fix mean = fix_mul(plain_mean(m, region, day),
			   grown(m, m->growth[region], day));

	return tracked < 0 ? mean : fix_mul(mean, tracked_share(m, tracked, day));
}

/* ---- employers ---- */

static void make_employer(struct market *m, size_t n)
{
	struct market_employer *e = &m->employers[n];
	struct chance           c = chance_of(m->seed, OF_FIRM, n);

	snprintf(e->name, sizeof(e->name), "%s %s %d-%zu",
		 employer_first[n * 7 % n_employer_first],
		 employer_second[(n / n_employer_first + n * 5) %
				 n_employer_second], m->number + 1, n + 1);
	e->weight = chance_pareto(&c, PARETO_SHAPE, PARETO_MOST);
	e->factor = FIX_OF(chance_from(&c, 90, 110), 100);
	e->region = chance_percent(&c, FIRST_REGION_PERCENT) ? 0 : 1;
	e->boasts_from = chance_percent(&c, m->plan->boasting) ?
		chance_from(&c, m->base_from + 90, m->to - 90) : NEVER_DAY;
	e->home = (size_t)chance_from(&c, 0, MARKET_HOMES - 1);
}

/* ---- vacancies ---- */

/* Employers of a region by weight: sums up to each. */
struct roster {
	fix *upto; /* n_employers; AI hiring */
	fix  all;
};

static void roster_init(struct roster *r, const struct market *m, int region,
			bool has_factor)
{
	r->upto = xcalloc(m->n_employers, sizeof(*r->upto));
	r->all = 0;
	for (size_t i = 0; i < m->n_employers; i++) {
		const struct market_employer *e = &m->employers[i];

		if (e->region == region)
			r->all += has_factor ? fix_mul(e->weight, e->factor)
					     : e->weight;
		r->upto[i] = r->all;
	}
}

static uint32_t roster_choose(const struct roster *r, size_t n,
			      struct chance *c)
{
	fix    at = fix_mul(chance_fix(c), r->all);
	size_t lo = 0, hi = n - 1;

	while (lo < hi) {
		size_t middle = (lo + hi) / 2;

		if (r->upto[middle] > at)
			hi = middle;
		else
			lo = middle + 1;
	}
	return (uint32_t)lo;
}

static size_t choose_role(struct chance *c, bool is_ai)
{
	size_t role;

	do
		role = (size_t)chance_from(c, 0, (int)n_roles - 1);
	while (is_ai != (roles[role].families != 0));
	return role;
}

static bool is_tracked(size_t skill)
{
	for (int i = 0; i < MARKET_TRACKED; i++) {
		if (skill == market_tracked(i))
			return true;
	}
	return false;
}

static void choose_core(struct market_vacancy *v, struct chance *c)
{
	size_t wanted = (size_t)chance_from(c, 1, MARKET_CORE_MAX);

	while (v->n_core < wanted) {
		size_t skill = (size_t)chance_from(c, 0, (int)n_skills - 1);
		bool   is_new = !is_tracked(skill) &&
			      (skills[skill].families & roles[v->role].families);

		for (size_t i = 0; i < v->n_core; i++)
			is_new = is_new && v->core[i] != skill;
		if (is_new)
			v->core[v->n_core++] = skill;
	}
}

static void make_vacancy(struct market *m, struct chance *c, uint32_t employer,
			 int region, int32_t day, bool is_ai)
{
	struct market_vacancy *v = &m->vacancies[m->n_vacancies++];

	*v = (struct market_vacancy){
		.employer = employer, .region = region, .opened = day,
		.gap_from = NEVER_DAY, .gap_to = NEVER_DAY, .is_ai = is_ai,
	};
	v->closed = day + 5 + chance_days(c, 30);
	v->role = choose_role(c, is_ai);
	v->draw = (uint32_t)chance_next(c);
	if (chance_percent(c, m->plan->relisted) && v->closed - day > 14) {
		v->gap_from = day + chance_from(c, 7, 12);
		v->gap_to = v->gap_from + chance_from(c, 2, 14);
		v->closed += v->gap_to - v->gap_from;
	}
	for (int i = 0; is_ai && i < MARKET_TRACKED; i++)
		v->asks[i] = chance_fix(c) < tracked_share(m, i, day);
	if (is_ai)
		choose_core(v, c);
}

static void make_day(struct market *m, const struct roster *rosters, int region,
		     int32_t day, size_t *room)
{
	struct chance c = chance_of(m->seed, OF_DAY,
				    (uint64_t)day << 8 | (uint64_t)region);
	const struct roster *even = &rosters[region * 2];
	const struct roster *now = &rosters[region * 2 + (day >= m->from)];
	fix plain = plain_mean(m, region, day) * PLAIN_PERCENT / 100;
	fix mean = market_mean(m, region, day, -1);
	int ai = chance_poisson_fix(&c, fix_mul(mean, fix_div(now->all, even->all)));
	int all = ai + chance_poisson_fix(&c, plain);

	if (m->n_vacancies + (size_t)all > *room) {
		*room = *room * 2 + (size_t)all;
		m->vacancies = xrealloc(m->vacancies,
					*room * sizeof(*m->vacancies));
	}
	for (int i = 0; i < all; i++)
		make_vacancy(m, &c, roster_choose(i < ai ? now : even,
						  m->n_employers, &c),
			     region, day, i < ai);
}

static void make_vacancies(struct market *m)
{
	struct roster rosters[MARKET_REGIONS * 2];
	size_t        room = 4096;

	m->vacancies = xcalloc(room, sizeof(*m->vacancies));
	for (int i = 0; i < MARKET_REGIONS * 2; i++)
		roster_init(&rosters[i], m, i / 2, i % 2);
	for (int32_t day = m->first_day; day < m->watched_to; day++) {
		for (int region = 0; region < MARKET_REGIONS; region++)
			make_day(m, rosters, region, day, &room);
	}
	for (int i = 0; i < MARKET_REGIONS * 2; i++)
		free(rosters[i].upto);
}

/* ---- numbers ---- */

/* Numbers of one board that are given again: from which day on. */
struct free_number {
	size_t  number;
	int32_t from;
};

/* The first that is free that day, else NULL. */
static struct free_number *find_free(struct free_number *list, size_t n,
				     int32_t day)
{
	for (size_t i = 0; i < n; i++) {
		if (list[i].from <= day)
			return &list[i];
	}
	return NULL;
}

/* Each has one of its own, or, in the period, one of a vacancy that is over. */
static void give_numbers(struct market *m)
{
	struct free_number *list = xcalloc(m->n_vacancies + 1, sizeof(*list));

	for (size_t home = 0; home < MARKET_HOMES; home++) {
		size_t n = 0;

		for (size_t i = 0; i < m->n_vacancies; i++) {
			struct market_vacancy *v = &m->vacancies[i];
			struct chance          c = chance_of(m->seed, OF_NUMBER, i);
			struct free_number    *old;

			if (m->employers[v->employer].home != home)
				continue;
			v->number = i;
			old = NULL;
			if (v->opened >= m->from &&
			    chance_percent(&c, m->plan->reused))
				old = find_free(list, n, v->opened);
			old = old ? old : &list[n++];
			if (old->from) {
				v->number = m->vacancies[old->number].number;
				m->vacancies[old->number].is_succeeded = true;
			}
			*old = (struct free_number){ i, v->closed };
		}
		memset(list, 0, (m->n_vacancies + 1) * sizeof(*list));
	}
	free(list);
}

/* ---- the whole ---- */

static void choose_days(struct market *m)
{
	struct chance c = chance_of(m->seed, OF_DATES, 0);

	m->base_from = (int32_t)civil_to_days(MARKET_YEAR - 1, 1, 1);
	m->from = (int32_t)civil_to_days(MARKET_YEAR, 1, 1);
	m->to = (int32_t)civil_to_days(MARKET_YEAR + 1, 1, 1);
	m->watched_from = m->base_from - 60;
	m->first_day = m->watched_from - 60;
	m->watched_to = m->to + 45;
	m->law_from = m->plan->has_law ?
		chance_from(&c, m->base_from + 90, m->to - 90) : NEVER_DAY;
	m->words_from = m->plan->has_new_words ?
		chance_from(&c, m->base_from + 90, m->to - 90) : NEVER_DAY;
	m->learned_from = m->plan->unread ?
		chance_from(&c, m->from + 30, m->to - 90) : INT32_MIN;
}

static void choose_growth(struct market *m)
{
	struct chance c = chance_of(m->seed, OF_GROWTH, 0);
	bool          is_still = !m->plan->growth_lo && !m->plan->growth_hi;

	for (int i = 0; i < MARKET_REGIONS; i++)
		m->growth[i] = FIX_OF(100 + chance_from(&c, m->plan->growth_lo,
							m->plan->growth_hi), 100);
	for (int i = 0; i < MARKET_TRACKED; i++)
		m->tracked_growth[i] = is_still ? FIX_ONE :
			FIX_OF(chance_from(&c, 80, 130), 100);
}

void market_init(struct market *m, uint64_t seed, int number,
		 const struct market_plan *plan, int postings)
{
	struct chance c = chance_of(seed, OF_MARKET, (uint64_t)number);

	*m = (struct market){ .seed = chance_next(&c), .number = number,
			      .plan = plan, .postings = postings };
	for (size_t i = 0; i < MARKET_REGIONS; i++)
		memcpy(m->region[i],
		       &countries[2 * ((size_t)number * MARKET_REGIONS + i)], 2);
	m->language = (enum language)chance_from(&c, 0, PT);
	choose_days(m);
	choose_growth(m);
	m->n_employers = (size_t)(postings / EMPLOYER_POSTINGS);
	if (m->n_employers < EMPLOYERS_LEAST)
		m->n_employers = EMPLOYERS_LEAST;
	m->employers = xcalloc(m->n_employers, sizeof(*m->employers));
	for (size_t n = 0; n < m->n_employers; n++)
		make_employer(m, n);
	make_vacancies(m);
	give_numbers(m);
	make_sources(m);
}

void market_deinit(struct market *m)
{
	free(m->vacancies);
	free(m->employers);
	m->vacancies = NULL;
	m->employers = NULL;
}
