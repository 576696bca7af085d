#include "web/metrics.h"

#include "base/mem.h"
#include "web/route.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define ROUTES_MAX   40
#define STATUSES_MAX 16

/* Upper ends of buckets, seconds; the last is infinity. */
static const double bounds[] = { 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
				 0.1,   0.25,   0.5,   1,    2.5,   10 };

struct histogram {
	uint64_t in[ARRAY_LEN(bounds) + 1];
	uint64_t n, sum_us;
};

static const char *const outcomes[] = { "done", "refused", "slow",
					"away", "empty",   "defect" };

struct metrics {
	pthread_mutex_t  lock;
	time_t           began_at;
	const char      *routes[ROUTES_MAX];
	size_t           n_routes;
	unsigned         statuses[STATUSES_MAX];
	size_t           n_statuses;
	uint64_t         requests[ROUTES_MAX][STATUSES_MAX];
	struct histogram request, query;
	uint64_t         queries[ARRAY_LEN(outcomes)];
	uint64_t         hits, misses, hung_up;
};

int64_t metrics_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct metrics *metrics_new(void)
{
	struct metrics *m = xcalloc(1, sizeof(*m));

	pthread_mutex_init(&m->lock, NULL);
	m->began_at = time(NULL);
	return m;
}

void metrics_free(struct metrics *m)
{
	if (!m)
		return;
	pthread_mutex_destroy(&m->lock);
	free(m);
}

/* ---- counting ---- */

static void add(struct histogram *h, int64_t us)
{
	size_t i = 0;

	while (i < ARRAY_LEN(bounds) && (double)us > bounds[i] * 1e6)
		i++;
	h->in[i]++;
	h->n++;
	h->sum_us += (uint64_t)us;
}

void metrics_count_request(struct metrics *m, const char *route,
			   unsigned status, int64_t microseconds)
{
	size_t r = 0, s = 0;

	pthread_mutex_lock(&m->lock);
	while (r < m->n_routes && strcmp(m->routes[r], route) != 0)
		r++;
	if (r == m->n_routes && r < ROUTES_MAX)
		m->routes[m->n_routes++] = route;
	while (s < m->n_statuses && m->statuses[s] != status)
		s++;
	if (s == m->n_statuses && s < STATUSES_MAX)
		m->statuses[m->n_statuses++] = status;
	if (r < ROUTES_MAX && s < STATUSES_MAX)
		m->requests[r][s]++;
	add(&m->request, microseconds);
	pthread_mutex_unlock(&m->lock);
}

void metrics_count_cache(struct metrics *m, int is_hit)
{
	pthread_mutex_lock(&m->lock);
	m->hits += is_hit != 0;
	m->misses += is_hit == 0;
	pthread_mutex_unlock(&m->lock);
}

void metrics_count_query(struct metrics *m, int status, int64_t microseconds)
{
	pthread_mutex_lock(&m->lock);
	m->queries[status]++;
	add(&m->query, microseconds);
	pthread_mutex_unlock(&m->lock);
}

void metrics_count_hung_up(struct metrics *m, size_t n)
{
	pthread_mutex_lock(&m->lock);
	m->hung_up += n;
	pthread_mutex_unlock(&m->lock);
}

/* ---- writing ---- */

static void head(struct buf *out, const char *name, const char *type,
		 const char *help)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put(struct buf *out, const char *name, const char *type,
		const char *help, double value)
{
	head(out, name, type, help);
	buf_printf(out, "%s %.15g\n", name, value);
}

static void put_histogram(struct buf *out, const char *name, const char *help,
			  const struct histogram *h)
{
	uint64_t below = 0;

	head(out, name, "histogram", help);
	for (size_t i = 0; i < ARRAY_LEN(bounds); i++) {
		below += h->in[i];
		buf_printf(out, "%s_bucket{le=\"%g\"} %llu\n", name, bounds[i],
			   (unsigned long long)below);
	}
	buf_printf(out,
		   "%s_bucket{le=\"+Inf\"} %llu\n%s_sum %.6f\n%s_count %llu\n",
		   name, (unsigned long long)h->n, name,
		   (double)h->sum_us / 1e6, name, (unsigned long long)h->n);
}

static void put_requests(const struct metrics *m, struct buf *out)
{
	static const char name[] = "jobtrend_web_requests_total";

	head(out, name, "counter", "Requests answered, by route and status");
	for (size_t r = 0; r < m->n_routes; r++) {
		for (size_t s = 0; s < m->n_statuses; s++) {
			if (m->requests[r][s])
				buf_printf(
					out,
					"%s{route=\"%s\",code=\"%u\"} "
					"%llu\n",
					name, m->routes[r], m->statuses[s],
					(unsigned long long)m->requests[r][s]);
		}
	}
	put_histogram(out, "jobtrend_web_request_duration_seconds",
		      "From the request's head to its answer being queued",
		      &m->request);
}

static void put_queries(const struct metrics *m, struct buf *out)
{
	static const char name[] = "jobtrend_web_queries_total";

	head(out, name, "counter", "Questions to the database, by outcome");
	for (size_t i = 0; i < ARRAY_LEN(outcomes); i++)
		buf_printf(out, "%s{outcome=\"%s\"} %llu\n", name, outcomes[i],
			   (unsigned long long)m->queries[i]);
	put_histogram(out, "jobtrend_web_query_duration_seconds",
		      "Of questions to the database", &m->query);
}

static void put_process(const struct metrics *m, struct buf *out)
{
	struct rusage use;
	long          pages = 0;
	FILE         *f = fopen("/proc/self/statm", "r");

	if (f && fscanf(f, "%*d %ld", &pages) != 1)
		pages = 0;
	if (f)
		fclose(f);
	getrusage(RUSAGE_SELF, &use);
	put(out, "process_resident_memory_bytes", "gauge", "Resident memory",
	    (double)pages * (double)sysconf(_SC_PAGESIZE));
	put(out, "process_cpu_seconds_total", "counter", "Processor time",
	    (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
		    (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) /
			    1e6);
	put(out, "process_start_time_seconds", "gauge",
	    "Start, seconds since 1970", (double)m->began_at);
}

/* A label's value: no quote, backslash or line end gets out. */
static void put_label(const char *text, struct buf *out)
{
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, *text == '\n' ? ' ' : *text);
	}
}

static void put_sample(struct buf *out, const char *name, const char *owner,
		       double value)
{
	buf_printf(out, "%s{owner=\"", name);
	put_label(owner, out);
	buf_printf(out, "\"} %.15g\n", value);
}

/* Every counter of the daemons, a family at a time as the format wants it. */
static void put_counters(const struct table *daemons, struct buf *out)
{
	cJSON *first = cJSON_Parse(table_get(daemons, 0, 2));
	cJSON *member;

	cJSON_ArrayForEach(member, first)
	{
		char        name[128];
		const char *s = member->string;
		size_t      len = strlen(s);
		bool is_total = len > 6 && strcmp(s + len - 6, "_total") == 0;

		snprintf(name, sizeof(name), "jobtrend_daemon_%s", s);
		head(out, name, is_total ? "counter" : "gauge",
		     "What a daemon says of itself");
		for (size_t i = 0; i < table_rows(daemons); i++) {
			cJSON *all = cJSON_Parse(table_get(daemons, i, 2));
			cJSON *one = cJSON_GetObjectItem(all, s);

			if (cJSON_IsNumber(one))
				put_sample(out, name, table_get(daemons, i, 0),
					   one->valuedouble);
			cJSON_Delete(all);
		}
	}
	cJSON_Delete(first);
}

/* Columns: owner, heartbeat in seconds since 1970, counters. */
static void put_daemons(const struct table *daemons, struct buf *out)
{
	static const char beat[] =
		"jobtrend_daemon_heartbeat_timestamp_seconds";

	if (!table_rows(daemons))
		return;
	head(out, beat, "gauge", "When a daemon last spoke");
	for (size_t i = 0; i < table_rows(daemons); i++)
		put_sample(out, beat, table_get(daemons, i, 0),
			   strtod(table_get(daemons, i, 1), NULL));
	put_counters(daemons, out);
}

void metrics_text(struct metrics *m, const struct metrics_now *now,
		  const struct table *daemons, struct buf *out)
{
	head(out, "jobtrend_web_build_info", "gauge", "Version of the program");
	buf_printf(out, "jobtrend_web_build_info{version=\"%s\"} 1\n",
		   JOBTREND_VERSION);
	put(out, "jobtrend_web_database_up", "gauge",
	    "Whether the database answers", now->is_database_up);
	put(out, "jobtrend_web_connections", "gauge", "Clients connected",
	    (double)now->connections);
	put(out, "jobtrend_web_cache_bytes", "gauge", "Answers kept",
	    (double)now->cache_bytes);
	put(out, "jobtrend_web_queue_length", "gauge",
	    "Questions that wait for a worker", (double)now->queue_length);
	pthread_mutex_lock(&m->lock);
	put(out, "jobtrend_web_cache_hits_total", "counter",
	    "Requests answered from memory", (double)m->hits);
	put(out, "jobtrend_web_cache_misses_total", "counter",
	    "Requests that had to be worked out", (double)m->misses);
	put(out, "jobtrend_web_hung_up_total", "counter",
	    "Connections ended because they were too slow", (double)m->hung_up);
	put_requests(m, out);
	put_queries(m, out);
	put_process(m, out);
	pthread_mutex_unlock(&m->lock);
	if (daemons)
		put_daemons(daemons, out);
}
