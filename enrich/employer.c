#include "enrich/employer.h"

#include "base/mem.h"
#include "base/fold.h"

#include <string.h>

/*
 * Legal forms as fold_text leaves them, by ISO 20275 (Entity Legal Forms) and
 * what employers write of them. Longer ones before those that they end with.
 */
static const char *const endings[] = {
	/* several words */
	"gmbh co kgaa", "gmbh co kg", "gmbh co ohg", "ag co kgaa", "ag co kg",
	"se co kgaa", "se co kg", "ug co kg", "sp z oo", "sp zoo", "s r o",
	"spol s r o", "d o o", "pty ltd", "pte ltd", "pvt ltd",
	"private limited", "pty limited", "public limited company",
	"limited liability company", "co ltd", "co limited", "sdn bhd",
	"s de r l de c v", "s de rl de cv", "sa de cv", "sapi de cv",
	"sociedad anonima", "societe anonyme", "e v", "ug haftungsbeschrankt",
	"sociedad limitada", "naamloze vennootschap",
	/* one word */
	"incorporated", "inc", "corporation", "corp", "company", "co", "llc",
	"llp", "lllp", "lp", "ltd", "limited", "plc", "pbc", "pllc", "pc",
	"gmbh", "mbh", "ggmbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ev",
	"eg", "se", "sa", "sas", "sasu", "sarl", "eurl", "snc", "scop", "sca",
	"sl", "slu", "sau", "srl", "srls", "spa", "sapa", "scarl", "bv", "nv",
	"vof", "cv", "bvba", "sprl", "ab", "hb", "as", "asa", "aps",
	"oy", "oyj", "abp", "tmi", "ehf", "hf", "sro", "zoo", "sk", "ks",
	"kft", "zrt", "nyrt", "bt", "doo", "dd", "dno", "ad", "ood", "eood",
	"ead", "sia", "uab", "ou", "ltda", "eireli", "epp", "lda",
	"unipessoal", "cv", "sac", "saic", "spa", "kk", "gk", "bhd", "berhad",
	"tbk", "jsc", "ojsc", "cjsc", "pjsc", "psc", "fze", "fzco", "fzllc",
	"wll", "qsc", "pty", "pte", "pvt", "proprietary", "com",
};

static const char *const beginnings[] = {
	"the", "pt", "cv", "ooo", "ооо", "ао", "пао", "зао", "оао", "тов",
	"тзов", "ип", "too", "тоо", "uab", "sia", "as", "ab", "oy", "firma",
	"주식회사", "주", "kabushiki kaisha",
};

/* Written without a space beside the name; the longer before the shorter. */
static const char *const attached[] = {
	"股份有限公司", "有限责任公司", "有限責任公司", "集团有限公司",
	"科技有限公司", "有限公司", "株式会社", "合同会社", "有限会社",
	"一般社団法人", "社団法人", "財団法人", "学校法人", "医療法人",
	"주식회사", "유한회사", "集团", "公司",
};

/* Words that are there or not by taste. */
static const char *const joiners[] = { "and", "und", "et", "y" };

static bool cut_word_end(struct span *s, const char *form)
{
	size_t len = strlen(form);

	if (s->len <= len + 1 || s->ptr[s->len - len - 1] != ' ' ||
	    memcmp(s->ptr + s->len - len, form, len) != 0)
		return false;
	s->len -= len + 1;
	return true;
}

static bool cut_word_start(struct span *s, const char *form)
{
	size_t len = strlen(form);

	if (s->len <= len + 1 || s->ptr[len] != ' ' ||
	    memcmp(s->ptr, form, len) != 0)
		return false;
	s->ptr += len + 1;
	s->len -= len + 1;
	return true;
}

static bool cut_attached(struct span *s, const char *form)
{
	size_t len = strlen(form);

	if (s->len <= len)
		return false;
	if (memcmp(s->ptr, form, len) == 0) {
		s->ptr += len;
	} else if (memcmp(s->ptr + s->len - len, form, len) != 0) {
		return false;
	}
	s->len -= len;
	*s = span_trim(*s);
	return true;
}

static bool cut_any(struct span *s)
{
	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		if (cut_word_end(s, endings[i]))
			return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(beginnings); i++) {
		if (cut_word_start(s, beginnings[i]))
			return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(attached); i++) {
		if ((unsigned char)s->ptr[s->len - 1] >= 0x80 &&
		    cut_attached(s, attached[i]))
			return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(joiners); i++) {
		if (cut_word_end(s, joiners[i])) /* "GmbH & Co", cut to "&" */
			return true;
	}
	return false;
}

static bool is_joiner(struct span word)
{
	for (size_t i = 0; i < ARRAY_LEN(joiners); i++) {
		if (span_is(word, joiners[i]))
			return true;
	}
	return false;
}

/* "johnson and johnson" and "johnson johnson" (of "&") are one. */
static struct span without_joiners(struct span s, struct arena *arena)
{
	char  *out = arena_alloc(arena, s.len + 1);
	size_t len = 0;

	while (s.len) {
		const char *space = memchr(s.ptr, ' ', s.len);
		size_t      n = space ? (size_t)(space - s.ptr) : s.len;

		if (!is_joiner((struct span){ s.ptr, n })) {
			if (len)
				out[len++] = ' ';
			memcpy(out + len, s.ptr, n);
			len += n;
		}
		s.ptr += n + (space != NULL);
		s.len -= n + (space != NULL);
	}
	return (struct span){ out, len };
}

struct span employer_key(struct span name, struct arena *arena)
{
	struct buf  folded = BUF_INIT;
	struct span key = { NULL, 0 };
	struct span whole;

	if (!name.ptr)
		return key;
	fold_text(name, EMPLOYER_KEY_MAX, &folded);
	whole = buf_span(&folded);
	if (whole.len) {
		while (cut_any(&whole))
			;
		key = without_joiners(whole, arena);
		if (!key.len)
			key = arena_span(arena, whole);
	}
	buf_deinit(&folded);
	return key;
}
