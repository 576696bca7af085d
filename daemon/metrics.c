#include "daemon/metrics.h"

#include "base/json_out.h"
#include "base/mem.h"

#include <stddef.h>
#include <uv.h>

#define M(field) { #field, offsetof(struct metrics, field) }

static const struct metric {
	const char *name;
	size_t      at;
} all[] = {
	M(pages_total),
	M(pages_ok_total),
	M(pages_same_total),
	M(pages_gone_total),
	M(pages_failed_total),
	M(pages_retried_total),
	M(pages_refused_total),
	M(robots_total),
	M(wire_bytes_total),
	M(ads_total),
	M(ads_touched_total),
	M(links_total),
	M(runs_total),
	M(runs_ok_total),
	M(runs_blocked_total),
	M(store_batches_total),
	M(store_microseconds_total),
	M(store_refused_total),
	M(spooled_total),
	M(fetches_under_way),
	M(pages_in_pool),
	M(hosts_held),
	M(pages_held),
	M(spool_bytes),
	M(spool_limit_bytes),
	M(resident_bytes),
};

void metrics_of_process(struct metrics *m)
{
	uv_rusage_t use;
	size_t      resident;

	if (!uv_resident_set_memory(&resident))
		m->resident_bytes = resident;
	if (!uv_getrusage(&use))
		m->cpu_seconds_total =
			(double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
			(double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) /
				1e6;
}

void metrics_json(const struct metrics *m, struct buf *out)
{
	json_open_object(out);
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		const uint64_t *value =
			(const void *)((const char *)m + all[i].at);

		json_put_int(out, all[i].name, (int64_t)*value);
	}
	json_put_double(out, "cpu_seconds_total", m->cpu_seconds_total);
	json_put_double(out, "pages_per_second", m->pages_per_second);
	json_put_double(out, "ads_per_second", m->ads_per_second);
	json_close_object(out);
}

void metrics_measure_rates(struct metrics *m, struct metrics_rated *last,
			   uint64_t now_ms)
{
	uint64_t ads = m->ads_total + m->ads_touched_total;
	double   s = (double)(now_ms - last->ms) / 1000;

	if (last->ms && s > 0) {
		m->pages_per_second = (double)(m->pages_total - last->pages) / s;
		m->ads_per_second = (double)(ads - last->ads) / s;
	}
	*last = (struct metrics_rated){ now_ms, m->pages_total, ads };
}
