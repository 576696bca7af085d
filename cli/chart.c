#include "cli/chart.h"

#include "base/buf.h"
#include "cli/terminal.h"

#include <math.h>
#include <string.h>

#define ROWS  8
#define STEPS 8 /* of one character cell */
#define AXIS  9 /* columns left of the chart */

static const char *const blocks[STEPS + 1] = { " ", "▁", "▂", "▃", "▄",
					       "▅", "▆", "▇", "█" };
/* A column of several rows, and a line of one, of letters alone. */
static const char *const pillars[STEPS + 1] = { " ", ".", ".", ":", ":",
						"|", "|", "#", "#" };
static const char *const marks[STEPS + 1] = { " ", "_", ".", "-", "=",
					      "+", "*", "%", "#" };

static const char *unknown(const struct screen *screen)
{
	return glyph(screen, "·", "?");
}

static double highest(const struct chart_point *points, size_t n)
{
	double top = 0;

	for (size_t i = 0; i < n; i++) {
		if (isfinite(points[i].value) && points[i].value > top)
			top = points[i].value;
	}
	return top;
}

/* Eighths of `rows` rows that a value takes, one at least. */
static double steps_of(double value, double top, int rows)
{
	double steps = top > 0 ? value / top * rows * STEPS : 0;

	return steps < 1 ? 1 : steps; /* observed, and little or nothing */
}

/* What point `p` shows in row `row`, counted from the bottom. */
static const char *cell(const struct chart_point *p, int row, double top,
			const struct screen *screen)
{
	double steps;

	if (!isfinite(p->value))
		return row == 0 ? unknown(screen) : " ";
	steps = steps_of(p->value, top, ROWS) - row * STEPS;
	if (steps < 0)
		steps = 0;
	return (screen->has_utf8 ? blocks : pillars)
		[steps > STEPS ? STEPS : (int)(steps + 0.5)];
}

static void add_axis(struct buf *line, int row, double top,
		     const struct screen *screen)
{
	const char *tick = glyph(screen, "┤", "+");
	char        number[32];

	snprintf(number, sizeof(number), "%.4g", top);
	if (row == ROWS - 1)
		buf_printf(line, "%*s %s", AXIS - 2, number, tick);
	else if (row == 0)
		buf_printf(line, "%*s %s", AXIS - 2, "0", tick);
	else
		buf_printf(line, "%*s %s", AXIS - 2, "",
			   glyph(screen, "│", "|"));
}

static void print_labels(const struct chart_point *points, size_t n, int wide,
			 struct buf *line, FILE *f)
{
	buf_printf(line, "%*s%s", AXIS, "", points[0].label);
	if (n > 1) {
		int gap = (int)n * wide - (int)strlen(points[0].label) -
			  (int)strlen(points[n - 1].label);

		buf_printf(line, "%*s%s", gap > 1 ? gap : 1, "",
			   points[n - 1].label);
	}
	fprintf(f, "%s\n", line->ptr);
}

void chart_print(const struct chart_point *points, size_t n,
		 const struct screen *screen, FILE *f)
{
	double     top = highest(points, n);
	int        room = (screen->width ? screen->width : 80) - AXIS;
	int        wide = (int)n * 2 <= room ? 2 : 1;
	struct buf line = BUF_INIT;

	if (!n)
		return;
	if ((int)n > room && room > 0) { /* the newest that fit */
		points += n - (size_t)room;
		n = (size_t)room;
	}
	for (int row = ROWS - 1; row >= 0; row--) {
		add_axis(&line, row, top, screen);
		for (size_t i = 0; i < n; i++) {
			const char *style =
				points[i].is_marked ? STYLE_CYAN : NULL;

			buf_add_text(&line, style_on(screen, style));
			buf_add_text(&line,
				     cell(&points[i], row, top, screen));
			buf_add_text(&line, style_off(screen, style));
			if (wide == 2)
				buf_add_char(&line, ' ');
		}
		while (line.len && line.ptr[line.len - 1] == ' ')
			line.len--;
		buf_add_char(&line, '\n');
		fwrite(line.ptr, 1, line.len, f);
		buf_clear(&line);
	}
	print_labels(points, n, wide, &line, f);
	buf_deinit(&line);
}

void sparkline_add(struct buf *out, const struct chart_point *points, size_t n,
		   int width, const struct screen *screen)
{
	const char *const *set = screen->has_utf8 ? blocks : marks;
	double             top;

	if (width > 0 && n > (size_t)width) {
		points += n - (size_t)width;
		n = (size_t)width;
	}
	top = highest(points, n);
	for (size_t i = 0; i < n; i++) {
		bool        is_known = isfinite(points[i].value);
		const char *style = !is_known           ? STYLE_DIM
				    : points[i].is_marked ? STYLE_CYAN
							  : NULL;

		buf_add_text(out, style_on(screen, style));
		if (is_known)
			buf_add_text(out, set[(int)(steps_of(points[i].value,
							     top, 1) +
						    0.5)]);
		else
			buf_add_text(out, unknown(screen));
		buf_add_text(out, style_off(screen, style));
	}
}

void interval_add(struct buf *out, double lo, double value, double hi,
		  const struct screen *screen)
{
	double from = fmin(fmin(lo, value), 0), to = fmax(fmax(hi, value), 0);
	double scale = (INTERVAL_WIDTH - 1) / (to > from ? to - from : 1);
	int    zero = (int)(-from * scale + 0.5);
	int    low = (int)((lo - from) * scale + 0.5);
	int    middle = (int)((value - from) * scale + 0.5);
	int    high = (int)((hi - from) * scale + 0.5);

	for (int i = 0; i < INTERVAL_WIDTH; i++) {
		if (i == middle)
			buf_add_text(out, glyph(screen, "●", "o"));
		else if (i == low)
			buf_add_text(out, glyph(screen, "├", "["));
		else if (i == high)
			buf_add_text(out, glyph(screen, "┤", "]"));
		else if (i == zero)
			buf_add_text(out, glyph(screen, "│", "|"));
		else if (i > low && i < high)
			buf_add_text(out, glyph(screen, "─", "-"));
		else
			buf_add_text(out, glyph(screen, "·", "."));
	}
}

void signed_bar_add(struct buf *out, double value, double most, int half,
		    const struct screen *screen)
{
	int len = most > 0 ? (int)(fabs(value) / most * half + 0.5) : 0;

	for (int i = -half; i <= half; i++) {
		bool is_bar = i && (value < 0 ? i < 0 && -i <= len
					      : i > 0 && i <= len);

		if (i == 0)
			buf_add_text(out, glyph(screen, "│", "|"));
		else
			buf_add_text(out, is_bar ? glyph(screen, "█", "#")
						 : " ");
	}
}
