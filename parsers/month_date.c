#include "parsers/month_date.h"

#include "base/buf.h"
#include "base/fold.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 60 /* bytes; longer is no date */
#define DAY_NONE 0

/* Folded, divided by blanks: en, sv, nb, da, fi, de, nl, fr, es, pt, it, pl. */
static const char *const months[] = {
	" january januari januar tammikuuta tammikuu janner janvier enero "
	"janeiro gennaio stycznia ",
	" february februari februar helmikuuta helmikuu fevrier febrero "
	"fevereiro febbraio lutego ",
	" march mars marts maaliskuuta maaliskuu marz maerz maart marzo marco "
	"marca ",
	" april huhtikuuta huhtikuu avril abril aprile kwietnia ",
	" may maj mai toukokuuta toukokuu mei mayo maio maggio maja ",
	" june juni kesakuuta kesakuu juin junio junho giugno czerwca ",
	" july juli heinakuuta heinakuu juillet julio julho luglio lipca ",
	" august augusti elokuuta elokuu augustus aout agosto sierpnia ",
	" september syyskuuta syyskuu septembre septiembre setembro settembre "
	"wrzesnia ",
	" october oktober lokakuuta lokakuu octobre octubre outubro ottobre "
	"pazdziernika ",
	" november marraskuuta marraskuu novembre noviembre novembro ",
	" december desember joulukuuta joulukuu dezember decembre diciembre "
	"dezembro dicembre grudnia ",
};

static const char fillers[] = " de del of den the er st nd rd th ";

/* Is `word` one of `words`? */
static bool is_among(const char *word, const char *words)
{
	char padded[TEXT_MAX * 2 + 4] = " ";

	strcat(padded, word);
	strcat(padded, " ");
	return strstr(words, padded) != NULL;
}

static int month_of(const char *word)
{
	for (int i = 0; i < 12; i++) {
		if (is_among(word, months[i]))
			return i + 1;
	}
	return 0;
}

struct parts {
	int day, month, year; /* 0: not seen yet */
};

/* False for a second of its kind, and for what is none. */
static bool take(struct parts *p, char *word)
{
	size_t digits = strspn(word, "0123456789");
	int    month;

	if (digits == 4 && !word[4] && !p->year)
		return (p->year = atoi(word)) != 0;
	if ((digits == 1 || digits == 2) && p->day == DAY_NONE) {
		p->day = atoi(word);
		return !word[digits] || is_among(word + digits, fillers);
	}
	month = digits ? 0 : month_of(word);
	if (month && !p->month)
		return (p->month = month) != 0;
	return !digits && is_among(word, fillers);
}

bool month_date_parse(struct span text, struct stamp *out)
{
	struct buf   folded = BUF_INIT;
	struct parts p = { 0 };
	bool         is_date = text.len && text.len <= TEXT_MAX;
	char        *rest = NULL;

	if (!is_date)
		return false;
	fold_text(text, TEXT_MAX * 2, &folded);
	for (char *word = folded.len ? strtok_r(folded.ptr, " ", &rest) : NULL;
	     word && is_date; word = strtok_r(NULL, " ", &rest))
		is_date = take(&p, word);
	buf_deinit(&folded);
	if (!is_date || !p.month || p.day < 1 || p.year < 1900 ||
	    p.year > 2200 || p.day > civil_month_days(p.year, p.month))
		return false;
	*out = stamp_from_days(civil_to_days(p.year, p.month, p.day));
	return true;
}
