#include "tests/boardsim/truth.h"

#include "base/stamp.h"

#include <string.h>

static bool is_in(const struct vacancy *v, const char *region)
{
	const char *code = places[v->place].code;

	return !strcmp(region, "world") || !strncmp(code, region, strlen(region));
}

static bool asks_for(const struct vacancy *v, size_t skill)
{
	if (skill == n_skills) /* any */
		return v->n_skills > 0;
	for (size_t i = 0; i < v->n_skills; i++) {
		if (v->skill[i] == skill)
			return true;
	}
	return false;
}

static size_t count(const struct world *w, const char *region, size_t skill,
		    int32_t from, int32_t to)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n_vacancies; i++) {
		const struct vacancy *v = &w->vacancies[i];

		n += v->opened >= from && v->opened < to &&
		     asks_for(v, skill) && is_in(v, region);
	}
	return n;
}

static void write_region(const struct world *w, const char *region, int32_t end,
			 int32_t days, FILE *out)
{
	int64_t year;
	int     month, day;
	int32_t base;

	civil_from_days(end, &year, &month, &day);
	base = (int32_t)civil_to_days(year - 1, month, day);
	for (size_t s = 0; s <= n_skills; s++) {
		size_t now = count(w, region, s, end - days, end);
		size_t then = count(w, region, s, base - days, base);

		fprintf(out, "%s\t%s\t%zu\t%zu\t", region,
			s < n_skills ? skills[s].id : "any", now, then);
		if (then)
			fprintf(out, "%.4f", (double)now / (double)then - 1);
		fputc('\n', out);
	}
}

void truth_write(const struct world *w, int32_t end, int32_t days, FILE *out)
{
	fputs("region\tskill\tn\tn_base\tchange\n", out);
	write_region(w, "world", end, days, out);
	for (size_t i = 0; i < n_places; i++) {
		char country[3] = { places[i].code[0], places[i].code[1], 0 };
		bool is_first = true;

		for (size_t k = 0; k < i; k++)
			is_first = is_first && strncmp(places[k].code, country, 2);
		if (is_first)
			write_region(w, country, end, days, out);
		if (places[i].code[2])
			write_region(w, places[i].code, end, days, out);
	}
}
