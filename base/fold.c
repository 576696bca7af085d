#include "base/fold.h"

#include "base/utf8.h"

#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

/* U+00C0..U+017F without case and diacritics; " " is a gap. Letters that
 * Unicode does not decompose are spelled as their languages do in ASCII. */
#define LATIN_FIRST 0xC0
#define LATIN_LAST 0x17F
static const char latin[][3] = {
	"a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i",
	"i", "i", "d", "n", "o", "o", "o", "o", "o", " ", "o", "u", "u", "u",
	"u", "y", "th", "ss", "a", "a", "a", "a", "a", "a", "ae", "c", "e",
	"e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o", "o",
	" ", "o", "u", "u", "u", "u", "y", "th", "y", "a", "a", "a", "a", "a",
	"a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d", "d", "d", "e",
	"e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g", "g",
	"g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i",
	"i", "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l",
	"l", "l", "l", "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n",
	"n", "o", "o", "o", "o", "o", "o", "oe", "oe", "r", "r", "r", "r", "r",
	"r", "s", "s", "s", "s", "s", "s", "s", "s", "t", "t", "t", "t", "t",
	"t", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "w",
	"w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
};

bool fold_is_unspaced(uint32_t c)
{
	if (c < 0x0E00)
		return false;
	return c <= 0x0EFF ||                     /* Thai, Lao */
	       (c >= 0x1000 && c <= 0x109F) ||    /* Burmese */
	       (c >= 0x1780 && c <= 0x17FF) ||    /* Khmer */
	       (c >= 0x2E80 && c <= 0x9FFF &&
		!(c >= 0x3000 && c <= 0x303F && c != 0x3005 && c != 0x3007)) ||
	       (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool fold_is_upper(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z';
	return c < 0x2000 && u_isUUppercase((UChar32)c);
}

static enum fold_kind keep(uint32_t c, char out[FOLD_MAX], int *len)
{
	*len = utf8_put(c, out);
	return FOLD_WORD;
}

/* One letter for the ways in which keyboards write it; 0: drop it. */
static uint32_t fold_arabic(uint32_t c)
{
	switch (c) {
	case 0x0622: case 0x0623: case 0x0625: case 0x0671:
		return 0x0627; /* alef */
	case 0x0649: case 0x06CC: case 0x06D2:
		return 0x064A; /* yeh */
	case 0x0629: case 0x06C1: case 0x06BE: case 0x06D5:
		return 0x0647; /* heh */
	case 0x06A9:
		return 0x0643; /* kaf */
	case 0x0640:
		return 0; /* tatweel */
	}
	if (c >= 0x0660 && c <= 0x0669)
		return c - 0x0660 + '0';
	if (c >= 0x06F0 && c <= 0x06F9)
		return c - 0x06F0 + '0';
	return (c >= 0x064B && c <= 0x065F) || c == 0x0670 ? 0 : c;
}

/* Greek, the rest of Latin: decompose, keep the base letter, drop its case. */
static enum fold_kind fold_decomposed(uint32_t c, char out[FOLD_MAX], int *len)
{
	UErrorCode         status = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	UChar              parts[16];
	int32_t            n = -1;

	if (U_SUCCESS(status))
		n = unorm2_getDecomposition(nfkd, (UChar32)c, parts, 16,
					    &status);
	if (U_SUCCESS(status) && n > 0 && parts[0] < 0xD800) {
		c = parts[0];
		if (c >= LATIN_FIRST && c <= LATIN_LAST) {
			*len = (int)strlen(latin[c - LATIN_FIRST]);
			memcpy(out, latin[c - LATIN_FIRST], (size_t)*len);
			return FOLD_WORD;
		}
	}
	return keep((uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT), out,
		    len);
}

static inline enum fold_kind fold_ascii(uint32_t c, char out[FOLD_MAX], int *len)
{
	if (c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	else if (c == '\'' || c == '`')
		return FOLD_NOTHING;
	else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
		return FOLD_GAP;
	out[0] = (char)c;
	*len = 1;
	return FOLD_WORD;
}

static enum fold_kind fold_cyrillic(uint32_t c, char out[FOLD_MAX], int *len)
{
	if (c >= 0x0410 && c <= 0x042F)
		c += 0x20;
	else if (c >= 0x0400 && c <= 0x040F)
		c += 0x50;
	else if (c >= 0x0483 && c <= 0x0489)
		return FOLD_NOTHING;
	else if (c >= 0x0460)
		c = (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
	if (c == 0x0451) /* io is written as ie by most */
		c = 0x0435;
	return keep(c, out, len);
}

/* Between letters and not one: spaces, punctuation, symbols, by category. */
static enum fold_kind fold_other(uint32_t c, char out[FOLD_MAX], int *len)
{
	switch (u_charType((UChar32)c)) {
	case U_UPPERCASE_LETTER: case U_LOWERCASE_LETTER:
	case U_TITLECASE_LETTER: case U_MODIFIER_LETTER: case U_OTHER_LETTER:
	case U_DECIMAL_DIGIT_NUMBER: case U_LETTER_NUMBER:
	case U_NON_SPACING_MARK: case U_COMBINING_SPACING_MARK:
		if (c >= 0x0530 && c < 0x0590) /* Armenian has capitals */
			c = (uint32_t)u_foldCase((UChar32)c,
						 U_FOLD_CASE_DEFAULT);
		return keep(c, out, len);
	case U_FORMAT_CHAR: case U_ENCLOSING_MARK:
		return FOLD_NOTHING;
	default:
		return FOLD_GAP;
	}
}

static bool is_apostrophe(uint32_t c)
{
	return c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0xB4 ||
	       c == 0x2032 || c == 0x2035 || c == 0xA78C ||
	       (c >= 0x02B9 && c <= 0x02BF) || c == 0x05F3 || c == 0x055A;
}

enum fold_kind fold_char(uint32_t c, char out[FOLD_MAX], int *len)
{
	if (c < 0x80)
		return fold_ascii(c, out, len);
	if (c >= LATIN_FIRST && c <= LATIN_LAST) {
		const char *to = latin[c - LATIN_FIRST];

		if (to[0] == ' ')
			return FOLD_GAP;
		for (*len = 0; *len < 2 && to[*len]; (*len)++)
			out[*len] = to[*len];
		return FOLD_WORD;
	}
	if (c >= 0xFF01 && c <= 0xFF5E) /* full-width forms */
		return fold_ascii(c - 0xFEE0, out, len);
	if ((c >= 0x0300 && c <= 0x036F) || is_apostrophe(c))
		return FOLD_NOTHING;
	if (c >= 0x0400 && c <= 0x052F)
		return fold_cyrillic(c, out, len);
	if (c == 0x03C2) /* final sigma */
		return keep(0x03C3, out, len);
	if ((c > LATIN_LAST && c <= 0x024F) || (c >= 0x0386 && c <= 0x03FF) ||
	    (c >= 0x1E00 && c <= 0x1FFF))
		return fold_decomposed(c, out, len);
	if (c >= 0x0591 && c <= 0x05C7 && c != 0x05BE) /* Hebrew points */
		return FOLD_NOTHING;
	if (c >= 0x0620 && c <= 0x06FF) {
		c = fold_arabic(c);
		return !c ? FOLD_NOTHING : c < 0x80 ? fold_ascii(c, out, len) :
						      fold_other(c, out, len);
	}
	if ((c >= 0x3041 && c <= 0x9FFF && c != 0x30FB) ||
	    (c >= 0xAC00 && c <= 0xD7A3))
		return keep(c, out, len);
	return fold_other(c, out, len);
}

enum fold_kind fold_next(struct fold_walk *w, char out[FOLD_MAX], int *len)
{
	enum fold_kind kind;

	w->code_point = utf8_next(&w->at, w->end);
	kind = fold_char(w->code_point, out, len);
	if (w->code_point == '.' && w->letters == 1)
		kind = FOLD_NOTHING; /* "U.S.", "S.r.l." are one word */
	if (kind == FOLD_GAP || (kind == FOLD_NOTHING && w->code_point == '.'))
		w->letters = 0;
	else if (kind == FOLD_WORD) /* a digit is no initial: "2.5" */
		w->letters += w->code_point >= '0' && w->code_point <= '9' ? 2 :
									    1;
	return kind;
}

/* ---- whole texts ---- */

#define GAP 1 /* signs in the table beside letters */
#define NOTHING 2

/* ASCII but for the point: what it becomes, or a sign. */
static const char ascii[0x80] =
	"\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1"
	"\1\1\1\1\1\1\1\2\1\1\1\1\1\1\1\1" "0123456789\1\1\1\1\1\1"
	"\1abcdefghijklmnopqrstuvwxyz\1\1\1\1\1"
	"\2abcdefghijklmnopqrstuvwxyz\1\1\1\1\1";

/* Small letters of two bytes that stay as they are: most of Cyrillic. */
static inline bool is_small_cyrillic(const char *at, const char *end)
{
	unsigned char first = (unsigned char)at[0], second;

	if (end - at < 2)
		return false;
	second = (unsigned char)at[1];
	return (first == 0xD0 && second >= 0xB0 && second <= 0xBF) ||
	       (first == 0xD1 && second >= 0x80 && second <= 0x9F &&
		second != 0x91);
}

/* Han and Hangul: three bytes that stay as they are. */
static inline bool is_unfolded(const char *at, const char *end)
{
	unsigned char first = (unsigned char)at[0], second;

	if (end - at < 3 || (at[1] & 0xC0) != 0x80 || (at[2] & 0xC0) != 0x80)
		return false;
	second = (unsigned char)at[1];
	return (first >= 0xE4 && first <= 0xE9) ||
	       (first == 0xEA && second >= 0xB0) ||
	       (first >= 0xEB && first <= 0xEC) ||
	       (first == 0xED && second < 0x9E);
}

/* Bytes at `at`, of a letter beyond ASCII, that fold to themselves; or 0. */
static inline size_t unfolded(const char *at, const char *end)
{
	return is_small_cyrillic(at, end) ? 2 : is_unfolded(at, end) ? 3 : 0;
}

void fold_text(struct span text, size_t max, struct buf *out)
{
	struct fold_walk w = FOLD_WALK(text);
	char            *to = NULL;
	size_t           used = 0;
	bool             gap = false;

	while (w.at < w.end && used + FOLD_MAX < max) {
		unsigned char  c = (unsigned char)*w.at;
		bool           is_plain = c < 0x80 && c != '.';
		char           folded[FOLD_MAX];
		const char    *from = folded;
		int            len = 1;
		enum fold_kind kind = FOLD_WORD;

		/* what most texts are made of goes without fold_next */
		if (is_plain && ascii[c] <= NOTHING) {
			w.at++;
			if (ascii[c] == GAP) {
				w.letters = 0;
				gap = used > 0;
			}
			continue;
		}
		if (is_plain) {
			w.at++;
			w.letters += c <= '9' ? 2 : 1;
			from = &ascii[c];
		} else if ((len = (int)unfolded(w.at, w.end))) {
			from = w.at;
			w.at += len;
			w.letters++;
		} else {
			kind = fold_next(&w, folded, &len);
		}
		if (kind == FOLD_GAP)
			gap = used > 0;
		if (kind != FOLD_WORD)
			continue;
		if (!to)
			to = buf_reserve(out, max + 1);
		if (gap)
			to[used++] = ' ';
		gap = false;
		for (int i = 0; i < len; i++)
			to[used++] = from[i];
	}
	if (to)
		buf_commit(out, used);
}
