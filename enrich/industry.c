#include "enrich/industry.h"

#include "base/mem.h"
#include "base/fold.h"

#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 160 /* of a stated industry that are looked at */

/*
 * Words of names, as fold_text leaves them. The first row with a word that the
 * name holds decides, so the narrow rows stand before the wide ones ("health
 * insurance" before "health").
 */
static const struct row {
	char        section;
	const char *words; /* divided by | */
} rows[] = {
	{ 'K', "health insurance|insurance|versicherung|assurance|seguros|"
	       "assicurazion|保险|保険|보험" },
	{ 'N', "staffing|recruiting|recruitment|employment services|"
	       "human resources services|personaldienstleist|zeitarbeit|"
	       "outsourcing|facilities|facility|security and investigations|"
	       "travel agenc|travel arrangements|events services|interim" },
	{ 'J', "software|information technology|information services|internet|"
	       "telecommunication|computer games|computer and network|it services|"
	       "it consulting|saas|data infrastructure|publishing|broadcast|"
	       "media production|motion picture|film|newspaper|technology|"
	       "informatik|informationstechn|informatique|informatica|"
	       "artificial intelligence|cybersecurity|cyber security|"
	       "online media|web services|互联网|软件|情報通信|it 통신" },
	{ 'H', "logistics|transport|shipping|airline|aviation|freight|maritime|"
	       "railroad|warehousing|postal|courier|delivery services|logistik|"
	       "logistique|logistica|spedition|物流|운송" },
	{ 'K', "bank|financ|venture capital|private equity|investment|"
	       "capital markets|fintech|payments|accounting software|fonds|"
	       "金融|银行|금융" },
	{ 'L', "real estate|immobili|inmobiliari|imobiliari|property management|"
	       "proptech|房地产|不動産|부동산" },
	{ 'Q', "hospital|health|medical practice|mental|nursing|elderly|"
	       "veterinary care|social assistance|social services|"
	       "individual and family services|gesundheit|krankenh|pflege|"
	       "sante|salud|saude|sanita|医疗|医療|의료" },
	{ 'C', "manufactur|automotive|aerospace|semiconductor|pharma|chemical|"
	       "machinery|electronic|industrial automation|food production|"
	       "food and beverage|consumer goods|textile|apparel|furniture|"
	       "medical device|medical equipment|biotech|plastics|steel|metal|"
	       "shipbuilding|printing|packaging|glass|paper|cosmetic|tobacco|"
	       "wine|dairy|maschinenbau|automobil|industrie|fertigung|"
	       "fabrication|manufactura|制造|製造|제조" },
	{ 'M', "consulting|legal|law practice|law firm|accounting|audit|"
	       "architecture|engineering services|civil engineering|marketing|"
	       "advertis|public relations|market research|research|"
	       "design services|graphic design|professional services|"
	       "translation|veterinary|scientific|think tank|beratung|conseil|"
	       "consultor|werbung|forschung|咨询|コンサル" },
	{ 'P', "education|e learning|elearning|universit|school|training|"
	       "edtech|academ|bildung|enseignement|educacion|educacao|"
	       "istruzione|教育|교육" },
	{ 'O', "government|public administration|public sector|defense|defence|"
	       "military|armed forces|law enforcement|public safety|judiciary|"
	       "legislative|public policy|offentliche verwaltung|"
	       "administration publique|administracion publica|政府|公务|공공" },
	{ 'I', "hospitality|hotel|restaurant|accommodation|food service|"
	       "catering|leisure travel and tourism|gastronom|hostel|餐饮|酒店" },
	{ 'G', "retail|wholesale|e commerce|ecommerce|supermarket|"
	       "import and export|distribution|handel|commerce|comercio|"
	       "commercio|零售|小売|유통" },
	{ 'F', "construction|building materials|bauwesen|baugewerbe|batiment|"
	       "construccion|construcao|edilizia|建筑|建設|건설" },
	{ 'D', "electric|energy|utilities|utility|power generation|solar|wind|"
	       "renewable|gas supply|energie|energia|能源|電力|에너지" },
	{ 'B', "mining|oil and gas|oil gas|petroleum|quarry|bergbau|mineria|"
	       "mineracao|采矿" },
	{ 'E', "waste|recycling|water supply|sewerage|environmental services|"
	       "entsorgung|dechets" },
	{ 'A', "agricultur|farming|fishery|fishing|forestry|ranching|"
	       "landwirtschaft|agricole|agricola|农业|農業|농업" },
	{ 'R', "entertainment|sports|gambling|casino|museum|performing arts|"
	       "fine art|recreation|gaming|music|fitness|kultur|spectacle|"
	       "文化|エンタ" },
	{ 'U', "international affairs|international organi|united nations" },
	{ 'S', "non profit|nonprofit|civic|religious|charit|personal services|"
	       "philanthrop|membership organi|fundraising|consumer services|"
	       "repair|associations|verein|ngo" },
};

/* NAICS 2022 sectors by their first two digits. */
static char naics_section(int sector)
{
	static const char *const by_section[] = {
		"A11", "B21", "C31", "C32", "C33", "D22", "F23", "G42", "G44",
		"G45", "H48", "H49", "I72", "J51", "K52", "L53", "M54", "M55",
		"N56", "O92", "P61", "Q62", "R71", "S81",
	};

	for (size_t i = 0; i < ARRAY_LEN(by_section); i++) {
		if (atoi(by_section[i] + 1) == sector)
			return by_section[i][0];
	}
	return 0;
}

/* ISIC Rev. 4 and NACE Rev. 2 divisions: the last of each section. */
static char isic_section(int division)
{
	static const struct {
		int  last;
		char section;
	} ends[] = {
		{ 3, 'A' },  { 9, 'B' },  { 33, 'C' }, { 35, 'D' }, { 39, 'E' },
		{ 43, 'F' }, { 47, 'G' }, { 53, 'H' }, { 56, 'I' }, { 63, 'J' },
		{ 66, 'K' }, { 68, 'L' }, { 75, 'M' }, { 82, 'N' }, { 84, 'O' },
		{ 85, 'P' }, { 88, 'Q' }, { 93, 'R' }, { 96, 'S' }, { 98, 'T' },
		{ 99, 'U' },
	};

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		if (division >= 1 && division <= ends[i].last)
			return ends[i].section;
	}
	return 0;
}

static char section_of_code(struct span s)
{
	size_t digits = 0;

	while (digits < s.len && s.ptr[digits] >= '0' && s.ptr[digits] <= '9')
		digits++;
	if (digits < 2)
		return 0;
	if (digits == 6 && s.len == 6)
		return naics_section((s.ptr[0] - '0') * 10 + s.ptr[1] - '0');
	if (digits == 2 && s.len > 3 && s.ptr[2] == '.' && s.ptr[3] >= '0' &&
	    s.ptr[3] <= '9')
		return isic_section((s.ptr[0] - '0') * 10 + s.ptr[1] - '0');
	return 0;
}

/* Does a word of `name` begin with one of the row's? In CJK anywhere. */
static bool holds_word(struct span name, const char *words)
{
	while (*words) {
		size_t len = strcspn(words, "|");

		for (size_t i = 0; i + len <= name.len; i++) {
			if ((i == 0 || name.ptr[i - 1] == ' ' ||
			     (unsigned char)words[0] >= 0x80) &&
			    memcmp(name.ptr + i, words, len) == 0)
				return true;
		}
		words += len + (words[len] == '|');
	}
	return false;
}

char industry_section(struct span stated)
{
	struct buf folded = BUF_INIT;
	char       section;

	if (!stated.ptr)
		return 0;
	section = section_of_code(span_trim(stated));
	if (section)
		return section;
	fold_text(stated, NAME_BYTES, &folded);
	for (size_t i = 0; i < ARRAY_LEN(rows) && !section; i++) {
		if (holds_word(buf_span(&folded), rows[i].words))
			section = rows[i].section;
	}
	buf_deinit(&folded);
	return section;
}
