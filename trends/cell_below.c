#include "trends/cell_worker.h"

/* What a share compares is told once a region and window: it is the same for every
 * skill and definition. */
void cell_tell_below(struct cell_worker *w, size_t window,
		     const struct counted *got)
{
	const double *seen =
		w->c->coverage[w->region * w->c->in.n_windows + window];
	struct below_answer a = { .region = w->region,
				  .window = (uint32_t)window,
				  .cur_all = got->sums.cur_all,
				  .base_all = got->sums.base_all,
				  .cur_ads = (uint64_t)got->sums.cur_ads,
				  .base_ads = (uint64_t)got->sums.base_ads,
				  .is_many = got->n_employers >
					     EMPLOYER_GROUPS,
				  .coverage = seen[0],
				  .base_coverage = seen[1] };

	bootstrap_below(w->c->bootstrap, got->employers, got->n_employers,
			a.cur, a.base);
	w->sink->on_below(&a, w->sink->arg);
}
