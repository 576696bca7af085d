#include "enrich/openings.h"

#include "base/mem.h"

#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *skip_blank(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

/* The number at p and where it ends; 0 when there is none that can be. */
static int number_at(const char *p, const char *end, const char **behind)
{
	int value = 0, digits = 0;

	while (p < end && is_digit(*p) && digits < 5) {
		value = value * 10 + (*p++ - '0');
		digits++;
	}
	*behind = p;
	if (!digits || value > OPENINGS_MAX || (p < end && is_digit(*p)) ||
	    (end - p > 1 && (*p == '.' || *p == ',' || *p == ':') &&
	     is_digit(p[1])))
		return 0;
	return value;
}

static bool starts(const char *p, const char *end, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(end - p) >= len && strncasecmp(p, word, len) == 0;
}

static bool ends_word(const char *p, const char *end)
{
	return p == end || !((*p | 32) >= 'a' && (*p | 32) <= 'z');
}

/* "positions" and the like right behind a number. */
static bool is_counted(const char *p, const char *end)
{
	static const char *const words[] = {
		"positions", "position", "openings", "opening", "vacancies",
		"vacancy", "posts", "roles", "stellen", "postes", "plazas",
		"vacantes", "vagas", "posizioni", "vacatures", "tjänster",
		"stillinger", "paikkaa", "etaty", "etatów", "вакансии",
		"вакансий", "kişi", "名", "人", "명", "heads", "hires",
	};

	p = skip_blank(p, end);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (starts(p, end, words[i]) &&
		    ((unsigned char)words[i][0] >= 0x80 ||
		     ends_word(p + strlen(words[i]), end)))
			return true;
	}
	return false;
}

/* "(x3)", "(×3)", "3x" and "3 positions" at p. */
static int times_at(struct span title, const char *p)
{
	const char *end = title.ptr + title.len;
	const char *behind;
	bool        is_bound = p == title.ptr || strchr(" (-[", p[-1]);
	bool        is_bracketed = p > title.ptr && strchr("([", p[-1]);
	size_t      mark = *p == 'x' || *p == 'X' ? 1
			   : starts(p, end, "×") ? 2
						 : 0;
	int         n;

	if (!is_bound)
		return 0;
	if (mark) {
		if (!is_bracketed) /* "x86" */
			return 0;
		n = number_at(p + mark, end, &behind);
		return n > 1 && (behind == end || strchr(")] ", *behind)) ? n : 0;
	}
	n = number_at(p, end, &behind);
	if (n < 2 || behind == end)
		return 0;
	if (n < 10 && ((*behind | 32) == 'x' || starts(behind, end, "×")) &&
	    (p == title.ptr || p[-1] == '(') &&
	    (behind + 1 == end || strchr(") ", behind[1]) ||
	     (unsigned char)*behind >= 0x80))
		return n;
	return is_counted(behind, end) ? n : 0;
}

int openings_of_title(struct span title)
{
	for (size_t i = 0; i < title.len; i++) {
		const char *p = title.ptr + i;
		int         n;

		if (!is_digit(*p) && (*p | 32) != 'x' && *p != '\xC3')
			continue;
		if (i && is_digit(*p) && is_digit(p[-1]))
			continue;
		n = times_at(title, p);
		if (n)
			return n;
	}
	return 0;
}

static const char *const labels[] = {
	"number of openings", "number of positions", "number of vacancies",
	"no. of openings", "no. of positions", "no. of vacancies",
	"no of openings", "no of positions", "no of vacancies", "# of openings",
	"positions available", "openings", "vacancies", "total positions",
	"anzahl der stellen", "anzahl stellen", "anzahl offener stellen",
	"freie stellen", "nombre de postes", "número de vacantes",
	"numero de vacantes", "número de plazas", "nº de vacantes",
	"vacantes", "número de vagas", "quantidade de vagas", "vagas",
	"numero di posizioni", "posizioni aperte", "aantal vacatures",
	"aantal posities", "antal tjänster", "antal stillinger",
	"antall stillinger", "liczba wakatów", "liczba etatów", "počet míst",
	"количество вакансий", "кількість вакансій", "jumlah lowongan",
	"số lượng tuyển", "số lượng", "จำนวนที่รับ", "招聘人数", "招聘人數",
	"需求人数", "招募人数", "需求人數", "募集人数", "採用人数", "採用予定人数",
	"募集人員", "모집인원", "채용인원",
};

/* Behind a label: ":", "：" or blanks, "about" and the number, alone there. */
static int number_behind(const char *p, const char *end)
{
	const char *behind;
	bool        has_mark = false;
	int         n;

	p = skip_blank(p, end);
	if (p < end && (*p == ':' || *p == '-')) {
		has_mark = true;
		p++;
	} else if (starts(p, end, "：")) {
		has_mark = true;
		p += 3;
	}
	p = skip_blank(p, end);
	if (has_mark && p < end && *p == '\n')
		p = skip_blank(p + 1, end);
	n = has_mark ? number_at(p, end, &behind) : 0;
	if (!n)
		return 0;
	behind = skip_blank(behind, end);
	return behind == end || strchr("\n.,;)|(", *behind) ||
			       is_counted(behind, end) || *behind & '\x80'
		       ? n
		       : 0;
}

static unsigned char lower_byte(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 32 : c);
}

/* Labels stand at the beginning of a line or behind what ends a part of it. */
static int labelled_at(const char *p, const char *end)
{
	unsigned char first = lower_byte(*p);

	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		int n;

		/* the first byte before all else: asked of many lines */
		if ((unsigned char)labels[i][0] != first || !starts(p, end, labels[i]))
			continue;
		n = number_behind(p + strlen(labels[i]), end);
		if (n)
			return n;
	}
	return 0;
}

int openings_of_text(struct span text)
{
	const char *end = span_end(text);
	const char *p = text.ptr;
	bool        begins[256] = { false };

	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		begins[(unsigned char)labels[i][0]] = true;
	while (p < end) {
		const char *next = memchr(p, '\n', (size_t)(end - p));
		int         n;

		while (p < end && (*p == ' ' || *p == '-' || *p == '*'))
			p++;
		if (starts(p, end, "•"))
			p = skip_blank(p + 3, end);
		n = p < end && begins[lower_byte(*p)] ? labelled_at(p, end) : 0;
		if (n)
			return n;
		p = next ? next + 1 : end;
	}
	return 0;
}
