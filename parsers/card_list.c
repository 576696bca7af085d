#include "parsers/card_list.h"

#include "base/buf.h"
#include "parsers/board.h"
#include "parsers/charset.h"
#include "parsers/html_tag.h"
#include "parsers/text.h"

static bool is_mark(const char *mark, const struct html_tag *tag)
{
	return mark && !tag->is_end &&
	       (mark[0] == '<' ? html_tag_is(tag, mark + 1)
			       : html_has_class(tag->text, mark));
}

/* The text of the element that `tag` begins, without going past it. */
static struct span text_of(struct arena *arena, struct span rest,
			   const struct html_tag *tag)
{
	return text_line_of_html(arena, html_inside(&rest, tag));
}

static struct span last_segment(struct span url)
{
	struct url_parts u;
	struct span      path = url, last = { NULL, 0 };

	if (url_split(url, &u))
		path = u.path;
	for (size_t i = 0; url_segment(path, i).len; i++)
		last = url_segment(path, i);
	return last;
}

/* "Hybrid —" has a dash behind it, for what follows on the page. */
static void take(const struct card_list *list, struct arena *arena,
		 struct span rest, const struct html_tag *tag, struct ad *ad)
{
	if (!ad->title.len && is_mark(list->title, tag))
		ad->title = text_of(arena, rest, tag);
	else if (!ad->n_locations && is_mark(list->place, tag))
		text_add_location(arena, ad)->text = text_of(arena, rest, tag);
	else if (is_mark(list->employment, tag))
		text_employment_known(arena, ad, text_of(arena, rest, tag));
	else if (is_mark(list->workplace, tag))
		ad->remote = text_remote(text_of(arena, rest, tag));
	else if (is_mark(list->department, tag))
		ad->department = text_of(arena, rest, tag);
}

static void add_card(const struct card_list *list, struct span card,
		     struct span heading, const struct document *doc,
		     struct findings *out)
{
	struct arena   *arena = &out->arena;
	struct ad       ad = { .department = heading };
	struct span     link = { NULL, 0 };
	struct html_tag tag;

	while (html_tag_next(&card, &tag)) {
		if (tag.is_end)
			continue;
		if (!ad.url.len && html_tag_is(&tag, "a")) {
			ad.url = text_line_of_html(
				arena, html_attribute(tag.text, "href"));
			link = text_of(arena, card, &tag);
		}
		take(list, arena, card, &tag, &ad);
	}
	if (!list->title)
		ad.title = link;
	if (!ad.url.len || !ad.title.len)
		return;
	if (ad.n_locations && !ad.locations[0].text.len)
		ad.n_locations = 0;
	if (doc->url.len)
		ad.url = url_resolve(arena, doc->url, ad.url);
	ad.native_id = text_line(arena, last_segment(ad.url));
	ad.employer = board_employer(arena, doc, ad.url, 0);
	*findings_add_ad(out) = ad;
}

size_t card_list_read(const struct card_list *list, struct span page,
		      const struct document *doc, struct findings *out)
{
	size_t          first = out->n_ads;
	struct span     heading = { NULL, 0 };
	struct html_tag tag;

	while (html_tag_next(&page, &tag) &&
	       out->n_ads - first <= PARSER_ADS_MAX) {
		if (is_mark(list->card, &tag))
			add_card(list, html_inside(&page, &tag), heading, doc,
				 out);
		else if (is_mark(list->heading, &tag))
			heading = text_of(&out->arena, page, &tag);
	}
	return out->n_ads - first;
}

bool card_list_parse(const struct card_list *lists, size_t n,
		     const struct document *doc, struct findings *out)
{
	size_t       first = out->n_ads;
	struct buf   store = BUF_INIT;
	struct error ignored = ERROR_INIT;
	struct span  page, id = { NULL, 0 };

	if (charset_decode(doc, true, &store, &page, &ignored)) {
		for (size_t i = 0; i < n && out->n_ads == first; i++)
			card_list_read(&lists[i], page, doc, out);
		if (out->n_ads == first)
			board_page(doc, id, out, &ignored);
	}
	buf_deinit(&store);
	return out->n_ads > first;
}
