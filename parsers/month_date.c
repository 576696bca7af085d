/*
 * A date whose month is written out, or whose numbers say what they are: each
 * token is a number or a word, and a number is told by its neighbours (年, tháng)
 * or by its size.
 */
#include "parsers/month_date.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 80   /* bytes; longer is no date */
#define TOKENS_MAX 12
#define THAI_ERA 543 /* years: 2569 is 2026 */

/* Folded, divided by blanks: names and what they are cut to, in thirty
 * languages. A name that is another month elsewhere (listopada) is not here. */
static const char *const months[] = {
	" january januari januar tammikuuta tammikuu janner janvier enero "
	"janeiro gennaio stycznia jan janv ene gen sty ledna januara "
	"ianuarie januarie januarja ocak ιανουαριου ιαν января янв січня "
	"януари يناير כאנון ינואר בינואר जनवरी มกราคม ",
	" february februari februar helmikuuta helmikuu fevrier febrero "
	"fevereiro febbraio lutego feb fev fevr lut unora februara "
	"februarie subat φεβρουαριου φεβ февраля фев лютого февруари "
	"فبراير פברואר בפברואר फरवरी กุมภาพันธ์ ",
	" march mars marts maaliskuuta maaliskuu marz maerz maart marzo "
	"marco marca mar mrz mart brezna martie marcius maret μαρτιου μαρ "
	"марта мар березня март مارس מרץ במרץ मार्च มีนาคม ",
	" april huhtikuuta huhtikuu avril abril aprile kwietnia apr abr "
	"avr kwi dubna aprila aprilie aprilis nisan απριλιου απρ апреля "
	"апр квітня април ابريل אפריל באפריל अप्रैल เมษายน ",
	" may maj mai toukokuuta toukokuu mei mayo maio maggio maja kvetna "
	"mayis majus maiu μαιου μαι мая травня маи مايو מאי במאי मई "
	"พฤษภาคม ",
	" june juni kesakuuta kesakuu juin junio junho giugno czerwca jun "
	"giu cze cervna juna iunie junius haziran ιουνιου ιουν июня июн "
	"червня юни يونيو יוני ביוני जून มิถุนายน ",
	" july juli heinakuuta heinakuu juillet julio julho luglio lipca "
	"jul juil lug cervence jula iulie julius temmuz ιουλιου ιουλ июля "
	"июл липня юли يوليو יולי ביולי जुलाई กรกฎาคม ",
	" august augusti elokuuta elokuu augustus aout agosto sierpnia aug "
	"ago aou srpna augusta augusztus agustos agustus αυγουστου αυγ "
	"августа авг серпня август اغسطس אוגוסט באוגוסט अगस्त สิงหาคม ",
	" september syyskuuta syyskuu septembre septiembre setembro "
	"settembre wrzesnia sep sept set wrz zari septembra septembrie "
	"szeptember eylul σεπτεμβριου σεπ сентября сен сент вересня "
	"септември سبتمبر ספטמבר בספטמבר सितंबर सितम्बर กันยายน ",
	" october oktober lokakuuta lokakuu octobre octubre outubro "
	"ottobre pazdziernika oct okt ott out paz rijna oktobra octombrie "
	"ekim οκτωβριου οκτ октября окт жовтня октомври اكتوبر אוקטובר "
	"באוקטובר अक्टूबर अक्तूबर ตุลาคม ",
	" november marraskuuta marraskuu novembre noviembre novembro nov "
	"listopadu novembra noiembrie kasim νοεμβριου νοε ноября ноя "
	"листопада ноември نوفمبر נובמבר בנובמבר नवंबर नवम्बर พฤศจิกายน ",
	" december desember joulukuuta joulukuu dezember decembre "
	"diciembre dezembro dicembre grudnia dec dez dic gru prosince "
	"decembra decembrie aralik δεκεμβριου δεκ декабря дек грудня "
	"декември ديسمبر דצמבר בדצמבר दिसंबर दिसम्बर ธันวาคม ",
};

/* Beside a date in one: articles, ordinals, days of the week. */
static const char fillers[] =
	" de del of den the er st nd rd th a le el il r г года році року p "
	"monday tuesday wednesday thursday friday saturday sunday mon tue wed "
	"thu fri sat sun montag dienstag mittwoch donnerstag freitag samstag "
	"sonntag mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi "
	"dimanche lunes martes miercoles jueves viernes sabado domingo lunedi "
	"martedi mercoledi giovedi venerdi sabato domenica maandag dinsdag "
	"woensdag donderdag vrijdag zaterdag zondag mandag tirsdag onsdag "
	"torsdag fredag mandag tisdag poniedzialek wtorek sroda czwartek piatek "
	"sobota niedziela pondeli utery streda ctvrtek patek nedele "
	"понедельник вторник среда четверг пятница segunda terca quarta quinta "
	"sexta feira ";

/* What boards write before a date. */
static const char labels[] =
	" posted on date published updated added listed created job "
	"veroffentlicht veroffentlichung am eingestellt seit datum aktualisiert "
	"vom online publie publiee mis en ligne depuis publicado publicada "
	"actualizado em fecha publicacion pubblicato pubblicata geplaatst op "
	"gepubliceerd opublikowano dodano dnia data publikacji aktualizacja "
	"publicerad publicerades opslaet publisert oppdatert julkaistu "
	"zverejneno pridano publikovano опубликовано размещено обновлено дата "
	"публикации опублікована опубліковано оновлено yayin tarihi yayinlandi "
	"ilan publicat la postat pe kozzeteve feladva datuma δημοσιευση "
	"δημοσιευτηκε στισ نشر في تاريخ النشر פורסם ב בתאריך प्रकाशित तिथि "
	"dang ngay diposting pada tanggal tayang ประกาศเมื่อ วันที่ 更新日 更新日時 "
	"更新于 更新 掲載日 掲載 掲載開始日 公開日 公開 投稿日 发布于 发布 发布时间 发布日期 "
	"更新时间 发表于 刊登日期 登録日 등록일 게시일 작성일 수정일 등록 게시 ";

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

/* ---- tokens ---- */

struct token {
	char text[TEXT_MAX * 2];
	bool is_number;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Words and numbers of a folded text: "2026年3月" has four. */
static size_t tokenize(const char *at, struct token out[TOKENS_MAX])
{
	size_t n = 0;

	while (*at && n < TOKENS_MAX) {
		struct token *k = &out[n];
		size_t        len = 0;

		while (*at == ' ')
			at++;
		k->is_number = is_digit(*at);
		while (at[len] && at[len] != ' ' &&
		       is_digit(at[len]) == k->is_number)
			len++;
		if (!len)
			break;
		memcpy(k->text, at, len);
		k->text[len] = '\0';
		at += len;
		n++;
	}
	return *at ? 0 : n;
}

/* ---- parts ---- */

struct parts {
	int  day, month, year; /* 0: not seen yet */
	bool has_name; /* of the month */
};

/* What says which number stands before or behind it, and of which era. */
static const struct unit {
	const char *word;
	char        part; /* Y, M, D */
	bool        is_before; /* the word stands before its number */
	int         years; /* before the first of the era */
} units[] = {
	{ "年", 'Y', false, 0 },    { "년", 'Y', false, 0 },
	{ "月", 'M', false, 0 },    { "월", 'M', false, 0 },
	{ "日", 'D', false, 0 },    { "일", 'D', false, 0 },
	{ "号", 'D', false, 0 },    { "號", 'D', false, 0 },
	{ "ngay", 'D', true, 0 },   { "thang", 'M', true, 0 },
	{ "nam", 'Y', true, 0 },    { "令和", 'Y', true, 2018 },
	{ "平成", 'Y', true, 1988 }, { "民國", 'Y', true, 1911 },
};

static const struct unit *unit_of(const struct token *k, bool is_before)
{
	for (size_t i = 0; k && i < ARRAY_LEN(units); i++) {
		size_t len = strlen(units[i].word);
		size_t n = strlen(k->text);

		/* a label may be written on: 更新于令和8年, 3日更新 */
		if (units[i].is_before == is_before && n >= len &&
		    !strcmp(is_before ? k->text + n - len : units[i].word,
			    is_before ? units[i].word : k->text))
			return &units[i];
		if (!is_before && units[i].is_before == is_before &&
		    !strncmp(k->text, units[i].word, len) &&
		    is_among(k->text + len, labels))
			return &units[i];
	}
	return NULL;
}

static bool set(int *part, int value)
{
	if (*part || value <= 0)
		return false;
	*part = value;
	return true;
}

static bool take_number(struct parts *p, const struct token *k,
			const struct token *last, const struct token *next)
{
	const struct unit *before = unit_of(last, true);
	const struct unit *behind = unit_of(next, false);
	const struct unit *u = before ? before : behind;
	size_t             digits = strlen(k->text);
	int                value = digits > 4 ? 0 : atoi(k->text);

	if (u && u->part == 'Y')
		return set(&p->year, value + u->years);
	if (u)
		return digits <= 2 &&
		       set(u->part == 'M' ? &p->month : &p->day, value);
	if (digits == 4)
		return set(&p->year, value);
	return digits <= 2 && set(&p->day, value);
}

static bool take_word(struct parts *p, const struct token *k)
{
	int month = month_of(k->text);

	if (month && !p->month) {
		p->has_name = true;
		return set(&p->month, month);
	}
	return unit_of(k, true) || unit_of(k, false) ||
	       is_among(k->text, fillers) || is_among(k->text, labels);
}

/* "2026. 3. 3.": a year, a month and a day as Korean and Hungarian have them. */
static bool take_dotted(struct parts *p, const struct token *k, size_t n,
			struct span text)
{
	if (n != 3 || strlen(k[0].text) != 4 || strlen(k[1].text) > 2 ||
	    strlen(k[2].text) > 2 || !span_find(text, ". "))
		return false;
	for (size_t i = 0; i < 3; i++) {
		if (!k[i].is_number)
			return false;
	}
	*p = (struct parts){ .year = atoi(k[0].text),
			     .month = atoi(k[1].text),
			     .day = atoi(k[2].text) };
	return true;
}

static bool settle(struct parts *p, struct stamp *out)
{
	if (p->has_name && p->year >= 2400 && p->year < 2700)
		p->year -= THAI_ERA;
	if (p->month < 1 || p->month > 12 || p->day < 1 || p->year < 1900 ||
	    p->year > 2200 || p->day > civil_month_days(p->year, p->month))
		return false;
	*out = stamp_from_days(civil_to_days(p->year, p->month, p->day));
	return true;
}

bool month_date_parse(struct span text, struct stamp *out)
{
	struct token tokens[TOKENS_MAX];
	struct buf   folded = BUF_INIT;
	struct parts p = { 0 };
	size_t       n;
	bool         is_date;

	if (!text.len || text.len > TEXT_MAX)
		return false;
	fold_text(text, TEXT_MAX, &folded);
	n = folded.len ? tokenize(folded.ptr, tokens) : 0;
	buf_deinit(&folded);
	is_date = n > 2;
	if (!take_dotted(&p, tokens, n, text)) {
		for (size_t i = 0; i < n && is_date; i++)
			is_date = tokens[i].is_number
					  ? take_number(&p, &tokens[i],
							i ? &tokens[i - 1] : NULL,
							i + 1 < n ? &tokens[i + 1]
								  : NULL)
					  : take_word(&p, &tokens[i]);
	}
	return is_date && settle(&p, out);
}

struct span month_date_unlabelled(struct span text)
{
	struct buf  folded = BUF_INIT;
	struct span rest = text;
	char       *word, *left = NULL;
	bool        is_label;

	while (rest.len && !is_digit(*rest.ptr)) {
		rest.ptr++;
		rest.len--;
	}
	if (rest.len == text.len || !rest.len || text.len - rest.len > TEXT_MAX)
		return (struct span){ NULL, 0 };
	fold_text((struct span){ text.ptr, text.len - rest.len }, TEXT_MAX,
		  &folded);
	word = folded.len ? strtok_r(folded.ptr, " ", &left) : NULL;
	is_label = word != NULL;
	for (; word && is_label; word = strtok_r(NULL, " ", &left))
		is_label = is_among(word, labels) || is_among(word, fillers);
	buf_deinit(&folded);
	return is_label ? rest : (struct span){ NULL, 0 };
}
