#include "daemon/trail.h"

#include "base/hash.h"

/* A sum does not know in what order its parts stood. */
int64_t trail_hash(const struct findings *found, enum link_role role)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < found->n_ads; i++)
		sum += hash64(found->ads[i].native_id);
	if (found->n_ads || role != LINK_LIST)
		return (int64_t)sum;
	for (size_t i = 0; i < found->n_links; i++) {
		if (found->links[i].role == LINK_DETAIL)
			sum += hash64(found->links[i].url) +
			       hash64(found->links[i].post);
	}
	return (int64_t)sum;
}

const char *trail_repeats(const struct trail *t, int64_t hash)
{
	if (!t->is_there || !hash)
		return NULL;
	if (hash == t->last_hash)
		return "page repeats the one before it";
	if (hash == t->first_hash)
		return "page repeats the first of its list";
	return NULL;
}

struct trail trail_after(const struct trail *t, int64_t hash, int64_t n_ads,
			 int64_t listed)
{
	return (struct trail){
		.is_there = true,
		.first_hash = t->is_there ? t->first_hash : hash,
		.last_hash = hash,
		.listed = t->is_there ? t->listed : listed,
		.n_ads = (t->is_there ? t->n_ads : 0) + n_ads,
	};
}
