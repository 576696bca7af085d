/*
 * digest_link.c - where a document leads: which links become pages of the run,
 * and which pages of ads need not be read again.
 */
#include "daemon/digest_link.h"

#include "parsers/url.h"

#include <string.h>

/* Sitemaps nest once by the protocol; lists chain, a detail ends it. */
static const int depth_most[] = {
	[LINK_SITEMAP] = 4,
	[LINK_LIST] = 2000,
	[LINK_DETAIL] = 2001,
};

static int64_t age_s(const struct visit *v, struct stamp at)
{
	return v->at / USEC - at.at;
}

/* Threads of past months: as many as backfill asks for, each read once. */
static bool want_past(const struct visit *v, const struct found_link *l,
		      bool *is_once)
{
	int64_t age;

	*is_once = false;
	if (strcmp(v->page->kind, "hn") || l->modified.precision == STAMP_NONE)
		return true;
	age = age_s(v, l->modified);
	if (age <= PAST_S)
		return true;
	*is_once = true;
	return age <= (v->page->backfill_months + 1) * THREAD_S;
}

/* A day that is stated is over before anybody can have seen its end. */
static int64_t end_of(struct stamp modified)
{
	int64_t day = modified.precision == STAMP_DATE ? DAY_S : 0;

	return (modified.at + day) * USEC;
}

static bool has_stubs(const struct findings *found)
{
	for (size_t i = 0; i < found->n_ads; i++) {
		if (found->ads[i].has_detail)
			return true;
	}
	return false;
}

/*
 * Since when the page of an ad need not have been fetched again: for
 * `refresh`, and since it was changed. Only where something else than the page
 * tells that the ad is there: the list that showed it, or the word of the
 * sitemap when it was changed.
 */
static void keep_fresh(const struct digester *d, const struct visit *v,
		       const struct found_link *l, bool is_listed,
		       struct outcome_link *out)
{
	bool is_dated = l->modified.precision != STAMP_NONE;

	if (l->role != LINK_DETAIL || out->is_once || !v->page->refresh_s ||
	    !(is_dated || is_listed))
		return;
	out->fresh_since = v->at - v->page->refresh_s * USEC;
	if (is_dated && end_of(l->modified) > out->fresh_since)
		out->fresh_since = end_of(l->modified);
	out->taxonomy_hash = d->taxonomy_hash;
	out->is_seen = is_dated;
}

void digest_add_links(struct digester *d, struct visit *v,
		      const struct findings *found,
		      const struct outcome_page *row, bool *is_capped)
{
	const struct page *p = v->page;
	bool               is_listed = has_stubs(found);

	/* A document of one ad leads nowhere, whatever it says: a board that
	 * answers each of them with its list would be followed without end. */
	if (p->role == LINK_DETAIL)
		return;
	for (size_t i = 0; i < found->n_links; i++) {
		const struct found_link *l = &found->links[i];
		char                     host[HOST_MAX];
		struct outcome_link      link = {
				 .source_id = p->source_id,
				 .run_id = p->run_id,
				 .url = url_without_fragment(l->url),
				 .post = l->post,
				 .role = l->role,
				 .kind = l->kind.ptr ? l->kind : span_of(p->kind),
				 .depth = p->depth + 1,
				 .due_at = v->at,
		};

		if (!want_past(v, l, &link.is_once) ||
		    !page_host(link.url, host) || (l->is_next && row->note.ptr))
			continue;
		if (l->is_next)
			link.trail = trail_after(&p->trail, row->ads_hash,
						 row->n_ads, row->listed);
		keep_fresh(d, v, l, is_listed, &link);
		if ((int64_t)v->n_links >= v->links_left ||
		    link.depth > depth_most[l->role]) {
			*is_capped = true;
			continue;
		}
		link.host = span_of(host);
		outcome_add_link(d->builder, &link);
		v->n_links++;
	}
}
