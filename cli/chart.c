#include "cli/chart.h"

#include "base/buf.h"
#include "cli/table.h"

#include <math.h>
#include <string.h>

#define ROWS  8
#define STEPS 8 /* of one character cell */
#define AXIS  9 /* columns left of the chart */

static const char *const blocks[STEPS + 1] = { " ", "▁", "▂", "▃", "▄",
					       "▅", "▆", "▇", "█" };

static double highest(const struct chart_point *points, size_t n)
{
	double top = 0;

	for (size_t i = 0; i < n; i++) {
		if (isfinite(points[i].value) && points[i].value > top)
			top = points[i].value;
	}
	return top;
}

/* What point `p` shows in row `row`, counted from the bottom. */
static const char *cell(const struct chart_point *p, int row, double top)
{
	double steps;

	if (!isfinite(p->value))
		return row == 0 ? "·" : " ";
	steps = top > 0 ? p->value / top * ROWS * STEPS - row * STEPS : 0;
	if (row == 0 && steps < 1)
		steps = 1; /* observed, and little or nothing */
	if (steps < 0)
		steps = 0;
	return blocks[steps > STEPS ? STEPS : (int)(steps + 0.5)];
}

static void add_axis(struct buf *line, int row, double top)
{
	char number[32];

	snprintf(number, sizeof(number), "%.4g", top);
	if (row == ROWS - 1)
		buf_printf(line, "%*s ┤", AXIS - 2, number);
	else if (row == 0)
		buf_printf(line, "%*s ┤", AXIS - 2, "0");
	else
		buf_printf(line, "%*s │", AXIS - 2, "");
}

void chart_print(const struct chart_point *points, size_t n, FILE *f)
{
	double     top = highest(points, n);
	int        limit = terminal_width(f);
	int        room = (limit ? limit : 80) - AXIS;
	int        wide = (int)n * 2 <= room ? 2 : 1;
	bool       has_color = wants_color(f);
	struct buf line = BUF_INIT;

	if (!n)
		return;
	if ((int)n > room && room > 0) { /* the newest that fit */
		points += n - (size_t)room;
		n = (size_t)room;
	}
	for (int row = ROWS - 1; row >= 0; row--) {
		add_axis(&line, row, top);
		for (size_t i = 0; i < n; i++) {
			const char *shown = cell(&points[i], row, top);
			bool is_bright = has_color && points[i].is_marked;

			buf_add_text(&line, is_bright ? "\033[36m" : "");
			buf_add_text(&line, shown);
			buf_add_text(&line, is_bright ? "\033[0m" : "");
			if (wide == 2)
				buf_add_char(&line, ' ');
		}
		buf_add_char(&line, '\n');
		fwrite(line.ptr, 1, line.len, f);
		buf_clear(&line);
	}
	buf_printf(&line, "%*s%s", AXIS, "", points[0].label);
	if (n > 1) {
		int gap = (int)n * wide - (int)strlen(points[0].label) -
			  (int)strlen(points[n - 1].label);

		buf_printf(&line, "%*s%s", gap > 1 ? gap : 1, "",
			   points[n - 1].label);
	}
	fprintf(f, "%s\n", line.ptr);
	buf_deinit(&line);
}
