#include "parsers/ad.h"

#include "base/hash.h"
#include "base/mem.h"

static const char *const remote_names[] = {
	[REMOTE_UNKNOWN] = NULL,
	[REMOTE_ONSITE] = "onsite",
	[REMOTE_HYBRID] = "hybrid",
	[REMOTE_REMOTE] = "remote",
};

const char *remote_name(enum remote_kind kind)
{
	return remote_names[kind];
}

enum remote_kind remote_from_name(struct span name)
{
	for (size_t i = 1; i < ARRAY_LEN(remote_names); i++) {
		if (span_is(name, remote_names[i]))
			return (enum remote_kind)i;
	}
	return REMOTE_UNKNOWN;
}

static const char *const period_names[] = {
	[PAY_PERIOD_UNKNOWN] = NULL,
	[PAY_HOUR] = "hour",
	[PAY_DAY] = "day",
	[PAY_WEEK] = "week",
	[PAY_MONTH] = "month",
	[PAY_YEAR] = "year",
	[PAY_ONCE] = "once",
};

const char *pay_period_name(enum pay_period period)
{
	return period_names[period];
}

enum pay_period pay_period_from_name(struct span name)
{
	for (size_t i = 1; i < ARRAY_LEN(period_names); i++) {
		if (span_is(name, period_names[i]))
			return (enum pay_period)i;
	}
	return PAY_PERIOD_UNKNOWN;
}

/* The hash so far is the seed of the next: order and borders count. */
static void mix(uint64_t *h, struct span s)
{
	*h = hash64_seeded(s, *h + (s.ptr ? 1 : 0));
}

static void mix_raw(uint64_t *h, const void *bytes, size_t len)
{
	mix(h, (struct span){ bytes, len });
}

static void mix_stamp(uint64_t *h, struct stamp s)
{
	int64_t raw[] = { s.at, s.precision };

	mix_raw(h, raw, sizeof(raw));
}

static void mix_spans(uint64_t *h, const struct span *spans, size_t n)
{
	mix_raw(h, &n, sizeof(n));
	for (size_t i = 0; i < n; i++)
		mix(h, spans[i]);
}

static void mix_location(uint64_t *h, const struct ad_location *l)
{
	double point[] = { l->lat, l->lon };

	mix(h, l->text);
	mix(h, l->street);
	mix(h, l->city);
	mix(h, l->region);
	mix(h, l->country);
	mix(h, l->postal);
	if (l->has_point)
		mix_raw(h, point, sizeof(point));
}

uint64_t ad_content_hash(const struct ad *ad)
{
	double   pay[] = { ad->pay.min, ad->pay.max };
	int      small[] = { (int)ad->remote, ad->openings, ad->is_closed,
			     (int)ad->pay.period };
	uint64_t h = 0;

	mix(&h, ad->native_id);
	mix(&h, ad->url);
	mix(&h, ad->apply_url);
	mix(&h, ad->title);
	mix(&h, ad->employer);
	mix(&h, ad->employer_size);
	for (size_t i = 0; i < ad->n_locations; i++)
		mix_location(&h, &ad->locations[i]);
	mix_spans(&h, ad->remote_regions, ad->n_remote_regions);
	mix_stamp(&h, ad->posted_at);
	mix_stamp(&h, ad->valid_through);
	mix_spans(&h, ad->employment_types, ad->n_employment_types);
	mix_raw(&h, small, sizeof(small));
	mix_raw(&h, pay, sizeof(pay));
	mix(&h, span_of(ad->pay.currency));
	mix(&h, ad->requisition_id);
	mix(&h, ad->department);
	mix(&h, ad->industry);
	mix(&h, ad->description);
	mix(&h, ad->language);
	if (ad->employer_seat.text.len)
		mix_location(&h, &ad->employer_seat);
	if (ad->extra.len)
		mix(&h, ad->extra);
	return h;
}
