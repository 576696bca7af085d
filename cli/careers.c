#include "cli/careers.h"

#include "base/buf.h"
#include "base/fold.h"
#include "base/mem.h"
#include "parsers/html_tag.h"
#include "parsers/html_text.h"
#include "parsers/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LINKS_MAX 5000 /* of a page that are looked at */
#define TEXT_MAX  120  /* bytes; longer is no link to the jobs */
#define INSIDE_MAX 2000 /* bytes of HTML in a link that are read */

/*
 * What such links are called, folded: en de fr es pt it nl sv da nb fi pl cs
 * hu ro tr ru uk ja zh ko. The first are surer.
 */
static const char *const words[] = {
	"open positions", "job openings", "current openings", "vacancies",
	"all jobs", "view jobs", "search jobs", "open roles", "offene stellen",
	"stellenangebote", "offres d emploi", "nos offres", "ofertas de empleo",
	"vagas", "posizioni aperte", "vacatures", "lediga jobb",
	"lediga tjanster", "ledige stillinger", "avoimet tyopaikat",
	"oferty pracy", "volna mista", "allasok", "acik pozisyonlar",
	"вакансии", "вакансі", "募集", "求人", "职位", "職位", "채용",
	"careers", "career", "jobs", "join us", "join our team", "work with us",
	"work at", "karriere", "stellen", "recrutement", "carriere", "emplois",
	"rejoignez", "empleo", "trabaja con", "trabalhe", "carreira",
	"lavora con", "carriera", "werken bij", "karriar", "jobba", "ura",
	"kariera", "praca", "kariyer", "работа", "карьера", "採用", "招聘",
	"加入我们", "인재",
};

#define SURER 31 /* of the above */

/* Parts of addresses, in lower case. */
static const char *const parts[] = {
	"career", "job", "vacanc", "opening", "position", "karriere",
	"stellen", "emploi", "recrut", "empleo", "trabaj", "vagas", "carreira",
	"lavora", "vacature", "werkenbij", "jobb", "karriar", "ledig", "praca",
	"kariera", "recruit", "hiring", "join-us", "joinus", "rekry", "kariyer",
};

bool careers_in_address(struct span url)
{
	struct url_parts u;
	struct span      path = url;

	if (url_split(url, &u))
		path = (struct span){ u.authority.ptr,
				      (size_t)(url.ptr + url.len -
					       u.authority.ptr) };
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (span_find_nocase(path, parts[i]))
			return true;
	}
	return false;
}

/* 3 and 2 for the words of a link, 0 for none. */
static int score_text(struct span text)
{
	struct buf folded = BUF_INIT;
	int        score = 0;

	if (!text.len || text.len > TEXT_MAX)
		return 0;
	fold_text(text, TEXT_MAX * 2, &folded);
	for (size_t i = 0; i < ARRAY_LEN(words) && !score && folded.len; i++) {
		const char *at = span_find(buf_span(&folded), words[i]);

		/* "ura" is a word of its own, and no part of one */
		if (at && (at == folded.ptr || at[-1] == ' ' ||
			   (unsigned char)*at >= 0x80))
			score = i < SURER ? 3 : 2;
	}
	buf_deinit(&folded);
	return score;
}

static bool is_page(struct span url)
{
	static const char *const others[] = { ".pdf", ".jpg", ".png", ".css",
					      ".js", ".zip", ".svg" };
	struct url_parts u;

	if (!url.len || !url_split(url, &u))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		size_t n = strlen(others[i]);

		if (u.path.len > n &&
		    strncasecmp(u.path.ptr + u.path.len - n, others[i], n) == 0)
			return false;
	}
	return true;
}

struct scored {
	struct span url;
	int         score;
	size_t      place; /* on the page */
};

static int by_score(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->score != y->score)
		return y->score - x->score;
	return x->place < y->place ? -1 : x->place > y->place;
}

static bool is_known(const struct scored *list, size_t n, struct span url)
{
	for (size_t i = 0; i < n; i++) {
		if (list[i].url.len == url.len &&
		    memcmp(list[i].url.ptr, url.ptr, url.len) == 0)
			return true;
	}
	return false;
}

static struct span address_of(struct arena *arena, const char *base,
			      const struct html_tag *tag)
{
	struct span href = html_unescape(arena,
					 html_attribute(tag->text, "href"));

	return url_without_fragment(
		url_resolve(arena, span_of(base), span_trim(href)));
}

size_t careers_links(struct span html, const char *base, struct arena *arena,
		     struct span *out, size_t max)
{
	struct scored  *list = xcalloc(LINKS_MAX, sizeof(*list));
	struct span     rest = html;
	struct span     own = url_without_fragment(span_of(base));
	struct html_tag tag;
	size_t          n = 0, seen = 0;

	while (n < 200 && seen++ < LINKS_MAX && html_tag_next(&rest, &tag)) {
		struct span inside = rest, url, text;
		const char *end;

		if (tag.is_end || !html_tag_is(&tag, "a"))
			continue;
		url = address_of(arena, base, &tag);
		if (inside.len > INSIDE_MAX)
			inside.len = INSIDE_MAX;
		end = span_find_nocase(inside, "</a");
		inside.len = end ? (size_t)(end - inside.ptr) : 0;
		text = html_to_line(arena, inside);
		if (!is_page(url) || is_known(list, n, url) ||
		    (url.len == own.len && !memcmp(url.ptr, own.ptr, own.len)))
			continue;
		list[n].score = score_text(text) +
				(careers_in_address(url) ? 2 : 0);
		list[n].url = url;
		list[n].place = seen;
		n += list[n].score > 0;
	}
	qsort(list, n, sizeof(*list), by_score);
	if (n > max)
		n = max;
	for (size_t i = 0; i < n; i++)
		out[i] = list[i].url;
	free(list);
	return n;
}
