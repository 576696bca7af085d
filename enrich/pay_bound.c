#include "enrich/pay_bound.h"

#include "base/mem.h"
#include "enrich/pay_sum.h"
#include "enrich/pay_words.h"

#include <string.h>
#include <strings.h>

/* Where the word of `words` that ends at `at` begins; NULL: none does. */
static const char *word_before(const char *begin, const char *at,
			       const char *const *words, size_t n)
{
	while (at > begin && at[-1] == ' ')
		at--;
	for (size_t i = 0; at > begin && i < n; i++) {
		size_t len = strlen(words[i]);

		if ((size_t)(at - begin) >= len &&
		    strncasecmp(at - len, words[i], len) == 0 &&
		    ((size_t)(at - begin) == len || at[-(ptrdiff_t)len - 1] == ' ' ||
		     (unsigned char)words[i][0] >= 0xD7 ||
		     strchr("(:|\n-", at[-(ptrdiff_t)len - 1])))
			return at - len;
	}
	return NULL;
}

static const char *lower_end(const char *begin, const char *at)
{
	static const char *const words[] = {
		"from", "ab", "starting at", "from:", "à partir de", "desde",
		"от", "od", "vanaf", "a partir de", "min.", "minimum", "från",
		"fra", "mindestens", "at least", "da", "À partir de", "От",
		"від", "Від", "a partire da", "alkaen", "alk.", "minst",
		"minimum of", "minimum:", "starts at", "starting from",
		"as low as", "mindestgehalt beträgt", "mindestens:",
		"mindestgehalt von", "mindestentgelt von", "mulai dari",
		"mulai", "de la", "από", "من", "يبدأ من", "החל מ-", "החל מ",
		"từ", "เริ่มต้น", "au moins", "minimalnie", "asgari",
		"en az", "legalább", "mínimo", "al menos", "minimo", "min",
		"mind.", "beträgt mindestens", "最低", "不低于", "최소", "more than",
		"upwards of", "over", "gage minimum", "dès", "minimaal",
		"co najmniej", "vähintään", "nuo", "no", "alates", "tối thiểu",
		"ขั้นต่ำ", "ไม่ต่ำกว่า", "至少", "不少于", "不低於", "minimálně",
		"не менее", "минимум", "мінімум", "τουλάχιστον", "לפחות",
		"not less than", "no less than", "a minimum of",
		"mínimo de", "no menos de", "au minimum", "non inferiore a",
		"على الأقل", "لا يقل عن", "starting salary of", "start at",
		"guaranteed minimum of",
	};

	return word_before(begin, at, words, ARRAY_LEN(words));
}

static const char *upper_end(const char *begin, const char *at)
{
	static const char *const words[] = {
		"up to", "bis zu", "bis", "jusqu'à", "hasta", "até", "fino a",
		"до", "do", "tot", "max.", "maximum", "upp till", "opp til",
		"最高", "upto", "До", "max", "jusqu’à", "Jusqu'à", "jopa",
		"op til", "tot maximaal", "maximal", "maximaal", "mpaka", "až",
		"akár", "până la", "έως", "Έως", "حتى", "עד", "lên đến",
		"lên tới", "tới", "đến", "hingga", "sampai", "สูงสุด", "最大",
		"최대", "maks.", "až do", "as much as", "massimo", "no more than",
		"kadar", "todo hasta", "enintään", "nawet", "maximalt",
		"opptil", "inntil", "يصل إلى", "تصل إلى", "يصل الى", "iki",
		"līdz", "kuni", "tối đa", "ไม่เกิน", "不超过", "不超過", "最多",
		"上限", "maksymalnie", "maximálně", "legfeljebb", "μέχρι",
		"не более", "максимум", "en fazla", "azami", "maximum of",
		"at most", "als maximum", "maximale", "Až", "Upp till",
	};

	return word_before(begin, at, words, ARRAY_LEN(words));
}

/* "$100k+ and equity" is open, "5000元+提成", "100k+bonus" add to it. */
static bool is_letter_at(const char *p, const char *end)
{
	return p < end && ((unsigned char)*p >= 0xC3 ||
			   ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z'));
}

/* "年収800万円以上", "$120k+", "月薪3万起": no more than the lower end is said. */
bool pay_is_open_above(const char *at, const char *end)
{
	static const char *const words[] = {
		"+", "以上", "起", "이상", "～", "〜", "~", "and up", "and above",
		"or more", "upwards", "plus", "y más", "ou mais", "e oltre",
		"oder mehr", "of meer", "minimum", "-tól", "-től", "से शुरू",
		"'den başlayan", "'dan başlayan", "’den başlayan",
		"'ten başlayan", "ve üzeri", "から", "부터", "en meer",
		"i więcej", "et plus", "eller mer", "ขึ้นไป", "trở lên",
		"ke atas", "và hơn", "to start", "或以上", "及以上", "or above",
		"and over", "eller högre", "и выше", "и более", "і вище",
		"a více", "a viac", "και άνω", "ומעלה", "فأكثر", "فما فوق",
	};
	const char *p = pay_skip_blank(pay_skip_tail(at, end), end);

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		const char *next = p + strlen(words[i]);

		if (p >= end || !pay_starts(p, end, words[i]))
			continue;
		/* "~ 400" goes on, "+ bonus" and "plus benefits" add to it */
		if (*p == '+' && p == at)
			return !is_letter_at(next, end); /* "5000元+提成" */
		next = pay_skip_blank(next, end);
		if (strchr("+~p", *words[i]) || !memcmp(words[i], "～", 3) ||
		    !memcmp(words[i], "〜", 3))
			return next == end || (strchr("\n.,;/)(", *next) &&
					       words[i][0] != 'p') ||
			       pay_starts(next, end, "per ") ||
			       pay_starts(next, end, "a year");
		return true;
	}
	return false;
}


bool pay_is_open_below(const char *at, const char *end)
{
	static const char *const words[] = {
		"まで", "以下", "以内", "이하", "까지", "'ye kadar", "'ya kadar",
		"'a kadar", "'e kadar", "’ye kadar", "’ya kadar", "’a kadar",
		"’e kadar", "封顶", "or less", "max", "maximum", "maks", "máximo",
		"तक", "-ig", "og opp til",
	};
	const char *p = pay_skip_blank(pay_skip_tail(at, end), end);

	for (size_t i = 0; p < end && i < ARRAY_LEN(words); i++) {
		if (pay_starts(p, end, words[i]))
			return true;
	}
	return false;
}

bool pay_is_lower_end(const char *begin, const char *at)
{
	return lower_end(begin, at);
}

bool pay_is_upper_end(const char *begin, const char *at)
{
	return upper_end(begin, at);
}

const char *pay_skip_bound(const char *begin, const char *at)
{
	static const char *const words[] = {
		"circa", "ca.", "ca", "c.", "~", "approx.", "around", "de",
		"von", "between", "entre", "zwischen", "tra", "tussen",
		"mellan", "mellem", "mellom", "między", "между", "между:",
		"cca", "около", "約", "约",
	};
	const char *from = lower_end(begin, at);

	if (!from)
		from = upper_end(begin, at);
	if (!from)
		from = word_before(begin, at, words, ARRAY_LEN(words));
	return from ? from : at;
}
