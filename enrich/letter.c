#include "enrich/letter.h"

#include "base/mem.h"
#include "enrich/letter_han.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

/* A letter that Korean gave up; what is typed is a bullet or a middle dot. */
#define ARAEA 0x318D

enum letter_kind letter_kind(uint32_t c)
{
	UErrorCode status = U_ZERO_ERROR;

	if (c < 0x80)
		return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z')
			       ? LETTER_WORD
			       : LETTER_NONE;
	if (c == 0x30FC) /* long vowel mark, common to both kana */
		return LETTER_TAIL;
	if (c == ARAEA)
		return LETTER_NONE;
	if (!u_hasBinaryProperty((UChar32)c, UCHAR_ALPHABETIC) &&
	    !u_isdigit((UChar32)c))
		return LETTER_NONE;
	switch (uscript_getScript((UChar32)c, &status)) {
	case USCRIPT_HAN:
	case USCRIPT_HIRAGANA:
	case USCRIPT_THAI:
	case USCRIPT_LAO:
	case USCRIPT_KHMER:
	case USCRIPT_MYANMAR: return LETTER_FREE;
	case USCRIPT_HANGUL:
	case USCRIPT_KATAKANA: return LETTER_TAIL;
	default: return LETTER_WORD;
	}
}

/* The first part of the canonical decomposition; itself when there is none. */
static uint32_t without_accent(uint32_t c)
{
	UErrorCode          status = U_ZERO_ERROR;
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
	UChar               parts[8];
	int32_t             n;

	n = unorm2_getDecomposition(nfd, (UChar32)c, parts,
				    (int32_t)ARRAY_LEN(parts), &status);
	return U_SUCCESS(status) && n > 0 ? parts[0] : c;
}

uint32_t letter_fold(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	if (c >= 0x4E00 && c < 0xA000)
		return letter_simplified(c);
	if (c >= 0xC0 && (c < 0x530 || (c >= 0x1E00 && c < 0x2000)))
		c = without_accent(c);
	switch (c) { /* these have no decomposition */
	case 0x141:
	case 0x142: return 'l';
	case 0xD8:
	case 0xF8: return 'o';
	case 0x110:
	case 0x111: return 'd';
	case 0x131: return 'i';
	case 0x2018:
	case 0x2019:
	case 0x2BC: return '\'';
	}
	return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}

bool letter_is_lower(uint32_t c)
{
	return u_islower((UChar32)c);
}

bool letter_is_separator(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '-' ||
	       c == '_' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
	       (c >= 0x2010 && c <= 0x2015) || c == 0x202F || c == 0x2212 ||
	       c == 0x3000 || c == 0x30FB || c == 0xFF65 || c == 0x00B7 ||
	       c == 0xFF0D || c == ARAEA;
}

bool letter_is_ignorable(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
	       c == 0xFEFF || (c >= 0x300 && c <= 0x36F) ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0xFE00 && c <= 0xFE0F);
}
