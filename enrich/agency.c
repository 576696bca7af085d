#include "enrich/agency.h"

#include "base/fold.h"
#include "base/mem.h"

#include <assert.h>
#include <endian.h>
#include <stdint.h>
#include <string.h>

#define NAME_BYTES 160
#define TEXT_BYTES 2000 /* the beginning of a text, where it says for whom */

static const char *const basis_names[] = {
	[AGENCY_NONE] = NULL,
	[AGENCY_NAME] = "name",
	[AGENCY_INDUSTRY] = "industry",
	[AGENCY_TEXT] = "text",
};

const char *agency_basis_name(enum agency_basis basis)
{
	return basis_names[basis];
}

/*
 * Names of firms with more than one country or a country's largest, and what
 * such firms call themselves; as fold_text leaves them. A "*" stands for any
 * end of the last word.
 */
static const char *const names[] = {
	"adecco", "randstad", "manpower", "manpowergroup", "hays", "experis",
	"kelly services", "robert half", "robert walters", "michael page",
	"page personnel", "pagegroup", "page group", "akkodis", "modis",
	"allegis", "aerotek", "teksystems", "kforce", "insight global",
	"apex systems", "cybercoders", "jobot", "motion recruitment",
	"harnham", "collabera", "gi group", "synergie", "proman",
	"expectra", "morgan mckinley", "huxley", "computer futures",
	"sthree", "real staffing", "brunel", "ferchau", "dis ag",
	"amadeus fire", "persona service", "tempton", "orizon", "piening",
	"academic work", "poolia", "studentconsulting", "lernia", "barona",
	"staffpoint", "eezy", "start people", "tempo team", "olympia",
	"yacht", "pasona", "persol", "tempstaff", "teamlease", "quess",
	"ciel hr", "antal", "korn ferry", "spencer stuart", "franklin fitch",
	"la fosse", "oliver bernard", "nigel frank", "jefferson frank",
	"understanding recruitment", "client server", "oxford global",
	"beacon hill", "vaco", "mastech", "judge group", "the judge",
	"diverse lynx", "iconma", "mindlance", "artech", "pyramid consulting",
	"科锐国际", "外企德科", "万宝盛华", "任仕达", "德科", "中智", "fesco",
	"パソナ", "テンプスタッフ", "スタッフサービス", "リクルートスタッフィング",
	"アデコ", "マンパワーグループ", "ランスタッド",
	/* what they are */
	"staffing*", "recruitment", "recruiting", "recruiters", "headhunt*",
	"personalvermittlung*", "personaldienstleist*", "personalberatung*",
	"personalservice*", "personalleasing*", "zeitarbeit*",
	"executive search", "employment agency", "recruitment agency",
	"travail temporaire", "agence d interim", "trabajo temporal",
	"lavoro interinale", "agenzia per il lavoro", "agenzia lavoro",
	"uitzend*", "bemanning*", "vikarbureau*", "agencja pracy",
	"agencja zatrudnienia", "personalni agentura", "manning agency",
	"talent solutions", "workforce solutions", "staff augmentation",
	"rekrytering*", "rekruttering*", "rekrutacja", "кадровое агентство",
	"рекрутинговое агентство", "кадровый центр",
	/* anywhere in a name without blanks */
	"人力资源", "人力資源", "劳务派遣", "勞務派遣", "猎头", "獵頭", "人才派遣",
	"人材派遣", "人材紹介", "派遣", "スタッフィング", "헤드헌팅", "인력파견",
	"아웃소싱",
};

static const char *const industries[] = {
	"staffing*", "recruiting", "recruitment*", "personaldienstleist*",
	"zeitarbeit*", "personalvermittlung*", "interim",
	"employment services", "employment placement*", "temporary help",
	"travail temporaire", "trabajo temporal", "人力资源", "人材派遣", "猎头",
};

/* Of a client in the singular, as one who speaks for it does. */
static const char *const phrases[] = {
	"our client is", "our client a ", "our client has", "our client an ",
	"our client the ", "our client in ", "our client we ",
	"behalf of our client", "behalf of a client", "our client located",
	"my client is", "my client a ", "for my client",
	"for one of our clients", "one of our clients is",
	"fur unseren kunden", "unser kunde ist", "auftrag unseres kunden",
	"unser mandant ist", "unseres mandanten", "fur unseren mandanten",
	"unser auftraggeber ist", "arbeitnehmeruberlassung",
	"direkte personalvermittlung", "notre client est",
	"pour notre client", "compte de notre client", "notre client un ",
	"l un de nos clients", "un de nos clients",
	"nuestro cliente es", "para nuestro cliente", "nuestro cliente una ",
	"para importante empresa", "importante empresa del sector",
	"nosso cliente e ", "para nosso cliente", "para o nosso cliente",
	"nostro cliente e ", "per nostro cliente", "per azienda cliente",
	"per conto di azienda", "il nostro cliente",
	"voor onze opdrachtgever", "voor onze klant", "onze opdrachtgever is",
	"var kund ar", "for var kunds rakning", "till var kund",
	"for var kunde", "vegne af vores kunde", "for vores kunde",
	"pa vegne av var kunde", "asiakkaallemme", "asiakkaamme on",
	"dla naszego klienta", "naszym klientem jest", "pro naseho klienta",
	"для нашего клиента", "наш клиент", "ugyfelunk szamara",
	"pentru clientul nostru", "musterimiz icin",
	"我司客户", "客户公司", "派驻到", "派遣社員", "派遣先", "紹介予定派遣",
	"人材派遣", "당사 고객사", "고객사", "파견직", "파견 근무",
};

/* Does the word stand at p? A "*" and a blank leave its end open. */
static bool stands_at(struct span folded, const char *p, const char *word)
{
	const char *end = folded.ptr + folded.len;
	size_t      len = strlen(word);
	bool        is_open = word[len - 1] == '*' || word[len - 1] == ' ' ||
		       (unsigned char)word[0] >= 0xE3;

	len -= word[len - 1] == '*';
	return (size_t)(end - p) >= len && memcmp(p, word, len) == 0 &&
	       (is_open || p + len == end || p[len] == ' ');
}

#define WORDS_MAX 255

/* Is one of the words there, as words of their own? In CJK anywhere. */
static bool holds_any(struct span text, size_t bytes, const char *const *words,
		      size_t n)
{
	struct buf  folded = BUF_INIT;
	struct span s;
	uint8_t     first[256] = { 0 }, next[WORDS_MAX];
	bool        is_held = false;

	if (!text.len)
		return false;
	assert(n <= WORDS_MAX);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)words[i][0];

		next[i] = first[c];
		first[c] = (uint8_t)(i + 1);
	}
	fold_text(text, bytes, &folded);
	s = buf_span(&folded);
	for (size_t i = 0; i < s.len && !is_held; i++) {
		unsigned char c = (unsigned char)s.ptr[i];

		if (!first[c] || !(i == 0 || s.ptr[i - 1] == ' ' || c >= 0xE3))
			continue;
		for (int k = first[c]; k && !is_held; k = next[k - 1])
			is_held = stands_at(s, s.ptr + i, words[k - 1]);
	}
	buf_deinit(&folded);
	return is_held;
}

/* One of the few words that every phrase has; none is under ROOT_LEAST bytes. */
static const char *const roots[] = {
	"ur client", "ur Client", "my client", "My client",
	"a client", "otre client", "os clients", "cliente", "Kunde",
	"kunde", "andant", "uftraggeb", "berlassung", "vermittlung",
	"te empresa", "azienda", "opdrachtgever", "nze klant", "r kund",
	"siakka", "klient", "клиент", "gyfel", "şteri", "lientul",
	"客户", "派驻", "派遣", "고객사", "파견",
};

#define ROOT_LEAST 5
#define THREE_BITS 15
#define SLOT_BITS 7
#define STRIDE (ROOT_LEAST - 3 + 1) /* steps that miss no root */

/* Three bytes as a number. */
static inline unsigned three_at(const char *p)
{
	uint16_t two;

	memcpy(&two, p, sizeof(two));
	two = le16toh(two);
	return (two & 31u) | (two >> 3 & 31u << 5) | (p[2] & 31u) << 10;
}

/* Where the first STRIDE places of all roots are, by their three bytes. */
struct root_index {
	uint64_t begins[(1 << THREE_BITS) / 64];
	uint8_t  first[1 << SLOT_BITS]; /* 0: none; else of a place, from 1 */
	uint8_t  next[ARRAY_LEN(roots) * STRIDE];
};

static unsigned slot_of(unsigned three)
{
	return (three * 2654435761u) >> (32 - SLOT_BITS);
}

static void index_roots(struct root_index *x)
{
	*x = (struct root_index){ .next = { 0 } };
	for (size_t i = 0; i < ARRAY_LEN(x->next); i++) {
		unsigned three = three_at(roots[i / STRIDE] + i % STRIDE);

		x->begins[three / 64] |= UINT64_C(1) << three % 64;
		x->next[i] = x->first[slot_of(three)];
		x->first[slot_of(three)] = (uint8_t)(i + 1);
	}
}

/* Whether a root has one of its first places at `at`. */
static bool is_root_around(const struct root_index *x, struct span text,
			   size_t at)
{
	unsigned slot = slot_of(three_at(text.ptr + at));

	for (unsigned i = x->first[slot]; i; i = x->next[i - 1]) {
		const char *root = roots[(i - 1) / STRIDE];
		size_t      back = (i - 1) % STRIDE;

		if (back <= at && text.ptr[at - back] == root[0] &&
		    text.len - (at - back) >= strlen(root) &&
		    !memcmp(text.ptr + at - back, root, strlen(root)))
			return true;
	}
	return false;
}

/*
 * Is one of the roots there? Folding a text costs more than all else here, and
 * hardly any ad is of an agency. As the first STRIDE places of every root are
 * known by three bytes, only every third place of the text need be looked at.
 */
static bool may_speak(struct span text)
{
	struct root_index x;

	index_roots(&x);
	for (size_t i = 0; i + 3 <= text.len; i += STRIDE) {
		unsigned three = three_at(text.ptr + i);

		if (x.begins[three / 64] >> three % 64 & 1 &&
		    is_root_around(&x, text, i))
			return true;
	}
	return false;
}

/* ---- "via" ---------------------------------------------------------------- */

static const char *find_via(struct span name)
{
	static const char *const marks[] = { " via ", " (via ", " c/o ",
					     " through " };

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		const char *at = span_find_nocase(name, marks[i]);

		if (at && at > name.ptr)
			return at;
	}
	return NULL;
}

struct span agency_client(struct span name)
{
	const char *via = name.ptr ? find_via(name) : NULL;

	return via ? span_trim((struct span){ name.ptr,
					      (size_t)(via - name.ptr) })
		   : name;
}

enum agency_basis agency_of(const struct ad *ad)
{
	struct span begin = ad->description;

	if (holds_any(ad->employer, NAME_BYTES, names, ARRAY_LEN(names)))
		return AGENCY_NAME;
	if (holds_any(ad->industry, NAME_BYTES, industries,
		      ARRAY_LEN(industries)))
		return AGENCY_INDUSTRY;
	if (begin.len > TEXT_BYTES)
		begin.len = TEXT_BYTES;
	if (may_speak(begin) &&
	    holds_any(begin, 2 * TEXT_BYTES, phrases, ARRAY_LEN(phrases)))
		return AGENCY_TEXT;
	return AGENCY_NONE;
}
