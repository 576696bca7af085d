#include "enrich/language.h"

#include "base/byte_walk.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/*
 * CLD2 has a C++ interface only; these are its two functions that take and
 * give plain C types, by the names that the Itanium C++ ABI gives them.
 * https://github.com/CLD2Owners/cld2, public/compact_lang_det.h
 */
extern int cld2_detect(const char *text, int bytes, _Bool is_plain_text,
		       _Bool *is_reliable)
	__asm__("_ZN4CLD214DetectLanguageEPKcibPb");
extern const char *cld2_code(int language)
	__asm__("_ZN4CLD212LanguageCodeENS_8LanguageE");

/* Bytes; less is a guess. Names of jobs are alike in many languages, so where
 * nothing but ASCII stands ("Web Developer") it takes about a sentence. */
#define CLD2_LEAST 24
#define CLD2_LEAST_ASCII 40

#define ENGLISH_LEAST 6 /* words */
#define ENGLISH_GAP 160 /* bytes */
#define ENGLISH_STRANGE 100 /* bytes for one letter with an accent */

enum script {
	SCRIPT_LATIN,
	SCRIPT_HAN,
	SCRIPT_KANA,
	SCRIPT_HANGUL,
	SCRIPT_GREEK,
	SCRIPT_HEBREW,
	SCRIPT_THAI,
	SCRIPT_SHARED, /* Cyrillic, Arabic, Devanagari: several languages */
	N_SCRIPTS,
};

static const struct {
	uint16_t first, last;
	uint8_t  script;
} ranges[] = {
	{ 0x0041, 0x024F, SCRIPT_LATIN },  { 0x0370, 0x03FF, SCRIPT_GREEK },
	{ 0x0400, 0x052F, SCRIPT_SHARED }, { 0x0590, 0x05FF, SCRIPT_HEBREW },
	{ 0x0600, 0x06FF, SCRIPT_SHARED }, { 0x0900, 0x0DFF, SCRIPT_SHARED },
	{ 0x0E00, 0x0E7F, SCRIPT_THAI },   { 0x3040, 0x30FF, SCRIPT_KANA },
	{ 0x3400, 0x9FFF, SCRIPT_HAN },    { 0xAC00, 0xD7AF, SCRIPT_HANGUL },
};

static void count_scripts(struct span text, unsigned count[N_SCRIPTS])
{
	const char *at = text.ptr;
	const char *end = text.ptr + text.len;

	while (at < end) {
		uint32_t c = utf8_next(&at, end);

		if (c < 'A')
			continue;
		for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
			if (c >= ranges[i].first && c <= ranges[i].last) {
				count[ranges[i].script]++;
				break;
			}
		}
	}
}

/*
 * Whether a byte begins a letter of any script but Latin: from U+0340 on, E2
 * beginning quotes, dashes and bullets only.
 */
static bytes16 byte_is_foreign(bytes16 v)
{
	/* CD..FF are -51..-1 */
	return (v < 0) & (v >= (signed char)0xCD) & (v != (signed char)0xE2);
}

static bool has_scripts(struct span text)
{
	struct byte_walk walk = byte_walk_of(text);

	return text.len > 0 && byte_walk_to(&walk, text.ptr, byte_is_foreign) <
				       span_end(text);
}

/* The language that owns the script; NULL when more than one does. */
static const char *by_script(const unsigned count[N_SCRIPTS])
{
	unsigned latin = count[SCRIPT_LATIN];

	/* Names of tools are Latin everywhere, and long beside these scripts. */
	if (count[SCRIPT_KANA] * 10 > latin &&
	    count[SCRIPT_KANA] * 8 > count[SCRIPT_HAN])
		return "ja";
	if (count[SCRIPT_HANGUL] * 10 > latin)
		return "ko";
	if (count[SCRIPT_HAN] * 10 > latin)
		return "zh";
	if (count[SCRIPT_THAI] > latin)
		return "th";
	if (count[SCRIPT_GREEK] * 2 > latin)
		return "el";
	if (count[SCRIPT_HEBREW] * 2 > latin)
		return "he";
	return NULL;
}

/* ---- plain English ---- */

#define WORD(a, b, c, d, e)                                             \
	((uint64_t)(a) << 32 | (uint64_t)(b) << 24 | (uint64_t)(c) << 16 | \
	 (uint64_t)(d) << 8 | (uint64_t)(e))

/* Words of two to five letters that stand in English texts alone. */
static bool is_english(uint64_t word)
{
	switch (word) {
	case WORD(0, 0, 0, 'b', 'y'): case WORD(0, 0, 0, 'o', 'f'):
	case WORD(0, 0, 0, 't', 'o'):
	case WORD(0, 0, 'a', 'n', 'd'): case WORD(0, 0, 'a', 'r', 'e'):
	case WORD(0, 0, 'c', 'a', 'n'): case WORD(0, 0, 'f', 'o', 'r'):
	case WORD(0, 0, 'h', 'o', 'w'): case WORD(0, 0, 'n', 'o', 't'):
	case WORD(0, 0, 'o', 'u', 'r'): case WORD(0, 0, 't', 'h', 'e'):
	case WORD(0, 0, 'w', 'h', 'o'): case WORD(0, 0, 'y', 'o', 'u'):
	case WORD(0, 'b', 'e', 'e', 'n'): case WORD(0, 'f', 'r', 'o', 'm'):
	case WORD(0, 'h', 'a', 'v', 'e'): case WORD(0, 'h', 'e', 'l', 'p'):
	case WORD(0, 'i', 'n', 't', 'o'): case WORD(0, 'm', 'o', 'r', 'e'):
	case WORD(0, 'm', 'u', 's', 't'): case WORD(0, 't', 'h', 'a', 't'):
	case WORD(0, 't', 'h', 'e', 'y'): case WORD(0, 't', 'h', 'i', 's'):
	case WORD(0, 'w', 'h', 'a', 't'): case WORD(0, 'w', 'i', 'l', 'l'):
	case WORD(0, 'w', 'i', 't', 'h'): case WORD(0, 'w', 'o', 'r', 'k'):
	case WORD(0, 'y', 'e', 'a', 'r'): case WORD(0, 'y', 'o', 'u', 'r'):
	case WORD('a', 'b', 'o', 'u', 't'): case WORD('b', 'u', 'i', 'l', 'd'):
	case WORD('o', 't', 'h', 'e', 'r'): case WORD('t', 'h', 'e', 'i', 'r'):
	case WORD('t', 'h', 'e', 's', 'e'): case WORD('u', 's', 'i', 'n', 'g'):
	case WORD('w', 'h', 'e', 'r', 'e'): case WORD('w', 'h', 'i', 'c', 'h'):
	case WORD('w', 'o', 'r', 'l', 'd'): case WORD('w', 'o', 'u', 'l', 'd'):
	case WORD('y', 'e', 'a', 'r', 's'): return true;
	}
	return false;
}

/* E2 begins quotes, dashes and bullets, all others letters. */
static bytes16 byte_is_strange(bytes16 v)
{
	return (v < 0) & (v >= (signed char)0xC3) & (v != (signed char)0xE2);
}

static size_t count_strange(struct span text)
{
	const char *end = span_end(text);
	size_t      n = 0;

	for (const char *at = text.ptr; at < end; at += 64) {
		uint64_t bits = byte_bits(at, end, byte_is_strange);

		for (; bits; bits &= bits - 1)
			n++;
		if (end - at <= 64)
			break;
	}
	return n;
}

static bool is_letter_at(struct span text, size_t at)
{
	return at < text.len && is_ascii_letter(text.ptr[at]);
}

/*
 * Where the last English word behind `from` ends that does so before or at `to`;
 * `from` when there is none. No word reaches over `from`.
 */
static size_t last_english(struct span text, size_t from, size_t to)
{
	while (to > from) {
		size_t   last = to;
		uint64_t word = 0;

		for (; to > from && is_letter_at(text, to - 1); to--) {
			if (last - to < 5)
				word |= (uint64_t)(text.ptr[to - 1] | 32)
					<< 8 * (last - to);
		}
		if (last - to >= 2 && last - to <= 5 && is_english(word) &&
		    !is_letter_at(text, last))
			return last;
		to -= to > from;
	}
	return from;
}

/* Whether at least ENGLISH_LEAST words are English. */
static bool has_english(struct span text)
{
	size_t n = 0, letters = 0;
	uint64_t word = 0;

	for (size_t i = 0; i <= text.len && n < ENGLISH_LEAST; i++) {
		if (is_letter_at(text, i)) {
			word = word << 8 | (unsigned char)(text.ptr[i] | 32);
			letters++;
			continue;
		}
		n += letters >= 2 && letters <= 5 && is_english(word);
		word = 0;
		letters = 0;
	}
	return n >= ENGLISH_LEAST;
}

/*
 * Whether English words stand throughout a text of Latin letters with hardly
 * an accent: at least ENGLISH_LEAST of them and never ENGLISH_GAP bytes
 * without one. Most ads are so, and looking for a few words costs a twentieth
 * of asking CLD2, which says the same of them.
 * Only the last word within each gap is looked for.
 */
static bool is_plain_english(struct span text)
{
	size_t last = 0;

	while (text.len - last > ENGLISH_GAP) {
		size_t next = last_english(text, last, last + ENGLISH_GAP);

		if (next == last)
			return false;
		last = next;
	}
	return has_english(text) &&
	       count_strange(text) <= text.len / ENGLISH_STRANGE;
}

/* ---- statistics ---- */

static void copy(char out[LANGUAGE_SIZE], const char *code)
{
	size_t len = strlen(code);

	if (len >= LANGUAGE_SIZE)
		len = 0;
	memcpy(out, code, len);
	out[len] = '\0';
}

static bool is_ascii(struct span text)
{
	unsigned char all = 0;

	for (size_t i = 0; i < text.len; i++)
		all |= (unsigned char)text.ptr[i];
	return all < 0x80;
}

static void by_cld2(struct span text, char out[LANGUAGE_SIZE])
{
	_Bool       is_reliable = 0;
	int         language;
	const char *code;

	/* CLD2 wants valid UTF-8. */
	text.len = utf8_valid_prefix(text);
	if (text.len < (is_ascii(text) ? CLD2_LEAST_ASCII : CLD2_LEAST))
		return;
	language = cld2_detect(text.ptr, (int)text.len, 1, &is_reliable);
	code = cld2_code(language);
	if (!is_reliable || !strcmp(code, "un"))
		return;
	copy(out, !strcmp(code, "iw") ? "he" : code);
}

void language_of(struct span text, char out[LANGUAGE_SIZE])
{
	unsigned    count[N_SCRIPTS] = { 0 };
	const char *code;

	out[0] = '\0';
	if (text.len > LANGUAGE_READ) {
		text.len = LANGUAGE_READ;
		while (text.len > 0 && (text.ptr[text.len] & 0xC0) == 0x80)
			text.len--;
	}
	if (text.len == 0)
		return;
	if (has_scripts(text))
		count_scripts(text, count);
	code = by_script(count);
	if (code)
		copy(out, code);
	else if (is_plain_english(text))
		copy(out, "en");
	else
		by_cld2(text, out);
}

static const struct {
	const char *name, *code;
} names[] = {
	{ "english", "en" }, { "german", "de" },   { "deutsch", "de" },
	{ "french", "fr" },  { "spanish", "es" },  { "chinese", "zh" },
	{ "japanese", "ja" }, { "dutch", "nl" },   { "italian", "it" },
	{ "korean", "ko" },  { "portuguese", "pt" },
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

void language_stated(struct span stated, char out[LANGUAGE_SIZE])
{
	size_t primary = 0;

	out[0] = '\0';
	stated = span_trim(stated);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (span_is_nocase(stated, names[i].name)) {
			copy(out, names[i].code);
			return;
		}
	}
	while (primary < stated.len && lower(stated.ptr[primary]) >= 'a' &&
	       lower(stated.ptr[primary]) <= 'z')
		primary++;
	if (primary < 2 || primary > 3 || stated.len >= LANGUAGE_SIZE ||
	    (primary < stated.len && stated.ptr[primary] != '-' &&
	     stated.ptr[primary] != '_'))
		return;
	for (size_t i = 0; i < stated.len; i++) {
		char c = stated.ptr[i] == '_' ? '-' : stated.ptr[i];

		out[i] = i < primary ? lower(c) : c;
	}
	out[stated.len] = '\0';
}
