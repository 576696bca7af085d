#include "daemon/cells_series.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "daemon/copy_row.h"
#include "daemon/wire.h"

#include <math.h>

#define ALL_POSTINGS (-1) /* the skill_id under which they stand */
#define DAYS_TO_2000 10957

/* pg_type.dat */
enum {
	OID_INT8 = 20,
	OID_INT4 = 23,
	OID_FLOAT8 = 701,
	OID_DATE = 1082,
};

/* ---- series ---- */

static int32_t skill_of(const struct series_answer *a)
{
	return a->below ? ALL_POSTINGS : a->skill;
}

static bool is_same_row(const struct series_answer *a,
			const struct series_answer *b)
{
	return a->region == b->region && skill_of(a) == skill_of(b) &&
	       a->slot.grain == b->slot.grain &&
	       civil_year(a->slot.from) == civil_year(b->slot.from);
}

enum column { DAY, N, EMPLOYERS, TOP };

static uint32_t number_of(const struct series_answer *a, enum column column)
{
	const uint32_t numbers[] = {
		[DAY] = (uint32_t)(a->slot.from - DAYS_TO_2000),
		[N] = a->below ? a->below : a->slot.n,
		[EMPLOYERS] = a->slot.employers,
		[TOP] = a->slot.top,
	};

	return numbers[column];
}

/* An array's own length goes before it. */
static void put_array_head(struct buf *b, uint32_t type, size_t n, size_t bytes)
{
	wire_put32(b, (uint32_t)(WIRE_ARRAY_HEAD + n * (4 + bytes)));
	wire_array_head(b, type, (uint32_t)n);
}

static void put_numbers(struct series_rows *r, enum column column)
{
	put_array_head(&r->series, column == DAY ? OID_DATE : OID_INT4,
		       r->n_series, 4);
	for (size_t i = 0; i < r->n_series; i++) {
		wire_put32(&r->series, 4);
		wire_put32(&r->series, number_of(&r->of_series[i], column));
	}
}

static void put_key(struct buf *b, const struct cells_data *d, uint32_t region)
{
	copy_put_text(b, facts_region(d->facts, region));
}

static void put_year(struct buf *b, int32_t day)
{
	int year = civil_year(day);

	wire_put32(b, 2);
	buf_add_char(b, (char)(year >> 8));
	buf_add_char(b, (char)year);
}

static void end_series(struct series_rows *r, const struct cells_data *d)
{
	const struct series_answer *first = &r->of_series[0];
	struct buf                 *b = &r->series;

	if (!r->n_series)
		return;
	copy_put_row(b, 9);
	put_key(b, d, first->region);
	copy_put_int4(b, skill_of(first));
	copy_put_text(b, span_of(grain_name(first->slot.grain)));
	put_year(b, first->slot.from);
	for (enum column c = DAY; c <= TOP; c++)
		put_numbers(r, c);
	put_array_head(b, OID_INT8, r->n_series, 8);
	for (size_t i = 0; i < r->n_series; i++) {
		wire_put32(b, 8);
		wire_put64(b, r->of_series[i].slot.squares);
	}
	r->n += (int64_t)r->n_series;
	r->n_series = 0;
}

void series_rows_add(struct series_rows *r, const struct cells_data *d,
		     const struct series_answer *a)
{
	if (r->n_series && (!is_same_row(a, &r->of_series[0]) ||
			    r->n_series == SERIES_YEAR_MAX))
		end_series(r, d);
	r->of_series[r->n_series++] = *a;
}

/* ---- coverage ---- */

static void end_coverage(struct series_rows *r, const struct cells_data *d)
{
	const struct coverage_answer *first = &r->of_coverage[0];
	struct buf                   *b = &r->coverage;

	if (!r->n_coverage)
		return;
	copy_put_row(b, 6);
	put_key(b, d, first->region);
	copy_put_text(b, span_of(grain_name(first->grain)));
	put_year(b, first->from);
	put_array_head(b, OID_DATE, r->n_coverage, 4);
	for (size_t i = 0; i < r->n_coverage; i++)
		copy_put_day(b, r->of_coverage[i].from);
	put_array_head(b, OID_INT4, r->n_coverage, 4);
	for (size_t i = 0; i < r->n_coverage; i++)
		copy_put_int4(b, (int32_t)r->of_coverage[i].sources);
	put_array_head(b, OID_FLOAT8, r->n_coverage, 8);
	for (size_t i = 0; i < r->n_coverage; i++)
		copy_put_float(b, r->of_coverage[i].coverage);
	r->n_coverage = 0;
}

/* What was not known has no coverage and needs no place. */
void series_rows_add_coverage(struct series_rows *r, const struct cells_data *d,
			      const struct coverage_answer *a)
{
	const struct coverage_answer *first = &r->of_coverage[0];

	if (isnan(a->coverage))
		return;
	if (r->n_coverage &&
	    (a->region != first->region || a->grain != first->grain ||
	     civil_year(a->from) != civil_year(first->from) ||
	     r->n_coverage == SERIES_YEAR_MAX))
		end_coverage(r, d);
	r->of_coverage[r->n_coverage++] = *a;
}

void series_rows_end(struct series_rows *r, const struct cells_data *d)
{
	end_series(r, d);
	end_coverage(r, d);
}

void series_rows_deinit(struct series_rows *r)
{
	buf_deinit(&r->coverage);
	buf_deinit(&r->series);
}
