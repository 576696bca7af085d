#include "cli/source_try.h"

#include "cli/manners.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

const char *outcome_name(enum outcome o)
{
	static const char *const names[N_OUTCOMES] = {
		[OUTCOME_OK] = "ok",
		[OUTCOME_EMPTY] = "empty",
		[OUTCOME_REFUSED] = "refused",
		[OUTCOME_GONE] = "gone",
		[OUTCOME_NO_ANSWER] = "no_answer",
		[OUTCOME_UNREAD] = "unread",
	};

	return names[o];
}

void tried_deinit(struct tried *r)
{
	trial_deinit(&r->list);
	trial_deinit(&r->detail);
}

static bool run_trial(struct trier *t, struct visitor *v,
		      const struct trial_request *request, struct trial *out,
		      struct error *err)
{
	bool ok;

	manners_begin(t->manners, request->url);
	ok = trial_run(v, request, out, err);
	manners_end(t->manners, request->url, out->document.http_status,
		    out->document.elapsed_ms, visitor_crawl_delay_ms(v));
	return ok;
}

/* The ad of a page is one of the list's, or each would be counted twice. */
static bool is_listed(const struct findings *list, const struct ad *ad,
		      struct error *err)
{
	if (!list->n_ads)
		return true; /* a list of links alone */
	for (size_t i = 0; i < list->n_ads; i++) {
		if (span_same(list->ads[i].native_id, ad->native_id))
			return true;
	}
	error_set(err, "expected the id of an ad of the list, found \"%.*s\"",
		  (int)ad->native_id.len, ad->native_id.ptr);
	return false;
}

static void try_detail(struct trier *t, const struct source_line *l,
		       const struct found_link *link, struct tried *r)
{
	char *url = xstrndup(link->url.ptr, link->url.len);
	char *kind = link->kind.len ? xstrndup(link->kind.ptr, link->kind.len)
				    : xstrdup(l->kind);
	char *post = link->post.len ? xstrndup(link->post.ptr, link->post.len)
				    : NULL;
	struct trial_request request = {
		.url = url,
		.kind = kind,
		.employer = l->employer,
		.options = l->options,
		.is_detail = true,
		.source_kind = l->kind,
		.source_url = l->url,
		.post = post,
	};

	r->has_detail = true;
	r->is_good = run_trial(t, t->details, &request, &r->detail, &r->err);
	if (r->is_good && r->detail.found.n_ads) {
		filled_count(&r->detail.found, &r->detail_fields);
		r->is_good = is_listed(&r->list.found, r->detail.found.ads,
				       &r->err);
	}
	free(url);
	free(kind);
	free(post);
}

static void try_list(struct trier *t, const struct source_line *l,
		     struct tried *r)
{
	struct trial_request request = {
		.url = l->url,
		.kind = l->kind,
		.employer = l->employer,
		.options = l->options,
	};
	const struct findings *f = &r->list.found;

	r->is_good = run_trial(t, t->lists, &request, &r->list, &r->err);
	if (!r->is_good)
		return;
	filled_count(f, &r->list_fields);
	if (!f->n_ads && !f->n_links && f->listed != 0) {
		error_set(&r->err, "expected ads or links, found none");
		r->is_good = false;
		r->is_empty = true;
	}
	for (size_t i = 0; i < f->n_links; i++) {
		if (f->links[i].role == LINK_DETAIL) {
			try_detail(t, l, &f->links[i], r);
			return;
		}
	}
}

static enum outcome outcome_of(const struct tried *r)
{
	int status = r->has_detail ? r->detail.document.http_status
				   : r->list.document.http_status;

	if (r->is_empty ||
	    (r->is_good && !r->list.found.n_ads && !r->list.found.n_links))
		return OUTCOME_EMPTY;
	if (r->is_good)
		return OUTCOME_OK;
	switch (status) {
	case 200:
	case 206: return OUTCOME_UNREAD;
	case 401:
	case 403:
	case 429:
	case 451: return OUTCOME_REFUSED;
	case 404:
	case 410: return OUTCOME_GONE;
	default:
		return !strncmp(r->err.text, "robots.txt disallows", 20)
			       ? OUTCOME_REFUSED
			       : OUTCOME_NO_ANSWER;
	}
}

void source_try(struct trier *t, const struct source_line *l, struct tried *r)
{
	if (l->url)
		try_list(t, l, r);
	else
		error_set(&r->err, "expected an address, found none");
	r->outcome = outcome_of(r);
}
