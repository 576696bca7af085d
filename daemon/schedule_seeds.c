#include "daemon/schedule_seeds.h"

#include "daemon/tally.h"
#include "daemon/wire.h"

#include <string.h>
#include <time.h>

static enum link_role role_of(const char *kind)
{
	return !strcmp(kind, "sitemap") || !strcmp(kind, "robots") ||
			       !strcmp(kind, TALLY_KIND)
		       ? LINK_SITEMAP
		       : LINK_LIST;
}

static int64_t now_usec(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * USEC + t.tv_nsec / 1000;
}

bool schedule_add_seed(struct seeds *to, int32_t source_id, const char *kind,
		       struct span url, struct span post, char host[HOST_MAX])
{
	if (!page_host(url, host))
		return false;
	to->link[to->n++] = (struct outcome_link){
		.source_id = source_id,
		.url = url,
		.post = post,
		.host = span_of(host),
		.role = role_of(kind),
		.kind = span_of(kind),
		.due_at = now_usec(),
	};
	return true;
}

void schedule_put_seeds(const struct link *link, struct params *p,
			const struct seeds *seeds)
{
	struct buf *b = params_next(p);
	size_t      mark;

	wire_put32(b, 0); /* type and length, as fields have them */
	mark = b->len;
	wire_put32(b, 0);
	wire_array_head(b, link_type(link, "link_input"), (int32_t)seeds->n);
	for (size_t i = 0; i < seeds->n; i++)
		outcome_put_link(b, &seeds->link[i]);
	wire_row_end(b, mark);
}
