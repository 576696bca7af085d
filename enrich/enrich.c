#include "enrich/enrich.h"

#include "enrich/taxonomy.h"

#include <string.h>

/* What the source states holds where nothing better is found. */
static void take_stated(const struct ad *ad, struct facts *out)
{
	out->remote = ad->remote;
	out->remote_regions = ad->remote_regions;
	out->n_remote_regions = ad->n_remote_regions;
	out->pay = ad->pay;
	out->posted_at = ad->posted_at;
	out->valid_through = ad->valid_through;
	if (ad->language.len < sizeof(out->language))
		memcpy(out->language, ad->language.ptr ? ad->language.ptr : "",
		       ad->language.len);
}

void enrich_ad(const struct taxonomy *t, const struct ad *ad,
	       struct arena *arena, struct facts *out)
{
	(void)t;
	(void)arena;
	*out = (struct facts){ 0 };
	take_stated(ad, out);
}
