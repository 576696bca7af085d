#define _XOPEN_SOURCE 700 /* wcwidth */
#include "cli/table.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/terminal.h"
#include "daemon/database.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define GAP             2  /* blanks between two columns */
#define TEXT_COLUMN_MIN 12 /* a text column is not cut below this */

static int letter_width(uint32_t c)
{
	int width = wcwidth((wchar_t)c);

	return width < 0 ? 0 : width;
}

int text_width(struct span text)
{
	const char *at = text.ptr;
	const char *end = text.ptr + text.len;
	int         width = 0;

	while (at < end)
		width += letter_width(utf8_next(&at, end));
	return width;
}

/* What a cell shows: no braces of arrays, no line ends. */
static struct span shown(const char *text)
{
	struct span s = span_of(text ? text : "-");

	if (s.len >= 2 && s.ptr[0] == '{' && s.ptr[s.len - 1] == '}' &&
	    s.ptr[1] != '"') {
		s.ptr++;
		s.len -= 2;
	}
	return s;
}

/* As much of `text` as fits into `width`, with blanks up to it. */
static void add_cell(struct buf *out, struct span text, int width,
		     bool is_right, const char *cut)
{
	int         own = text_width(text);
	const char *at = text.ptr;
	const char *end = text.ptr + text.len;
	int         used = 0;

	if (is_right && own < width)
		buf_printf(out, "%*s", width - own, "");
	while (at < end) {
		const char *start = at;
		uint32_t    c = utf8_next(&at, end);
		int         step = letter_width(c);

		if (own > width && used + step > width - 1) {
			buf_add_text(out, cut);
			used++;
			break;
		}
		if (c < 0x20 || c == 0x7F)
			buf_add_char(out, ' ');
		else
			buf_add(out, start, (size_t)(at - start));
		used += step;
	}
	if (!is_right && used < width)
		buf_printf(out, "%*s", width - used, "");
}

static int *measure(const struct rows *r)
{
	size_t columns = rows_columns(r);
	int   *width = xcalloc(columns + 1, sizeof(*width));

	for (size_t c = 0; c < columns; c++) {
		width[c] = text_width(span_of(rows_name(r, c)));
		for (size_t i = 0; i < rows_count(r); i++) {
			int w = text_width(shown(rows_get(r, i, c)));

			if (w > width[c])
				width[c] = w;
		}
	}
	return width;
}

/* Narrow the widest text columns until a line fits into `limit`. */
static void narrow(const struct rows *r, int *width, int limit)
{
	size_t columns = rows_columns(r);

	for (;;) {
		int    total = -GAP;
		size_t widest = columns;

		for (size_t c = 0; c < columns; c++) {
			total += width[c] + GAP;
			if (!rows_is_number(r, c) &&
			    width[c] > TEXT_COLUMN_MIN &&
			    (widest == columns || width[c] > width[widest]))
				widest = c;
		}
		if (total <= limit || widest == columns)
			return;
		width[widest]--;
	}
}

static void print_line(struct buf *line, const struct screen *screen,
		       const char *style, FILE *f)
{
	while (line->len && line->ptr[line->len - 1] == ' ')
		line->len--;
	fputs(style_on(screen, style), f);
	fwrite(line->ptr, 1, line->len, f);
	fprintf(f, "%s\n", style_off(screen, style));
	buf_clear(line);
}

void table_print_styled(const struct rows *r, const struct screen *screen,
			row_style_fn *style, FILE *f)
{
	int        *width = measure(r);
	const char *cut = glyph(screen, "…", "~");
	struct buf  line = BUF_INIT;

	if (screen->width)
		narrow(r, width, screen->width);
	for (size_t c = 0; c < rows_columns(r); c++) {
		buf_printf(&line, "%*s", c ? GAP : 0, "");
		add_cell(&line, span_of(rows_name(r, c)), width[c],
			 rows_is_number(r, c), cut);
	}
	print_line(&line, screen, STYLE_BOLD, f);
	for (size_t i = 0; i < rows_count(r); i++) {
		for (size_t c = 0; c < rows_columns(r); c++) {
			buf_printf(&line, "%*s", c ? GAP : 0, "");
			add_cell(&line, shown(rows_get(r, i, c)), width[c],
				 rows_is_number(r, c), cut);
		}
		print_line(&line, screen, style ? style(r, i) : NULL, f);
	}
	buf_deinit(&line);
	free(width);
}

void table_print_rows(const struct rows *r, FILE *f)
{
	struct screen screen = terminal_screen(f);

	table_print_styled(r, &screen, NULL, f);
}

void csv_add_field(struct buf *out, struct span text)
{
	bool must_quote = false;

	for (size_t i = 0; i < text.len; i++)
		must_quote |= strchr(",\"\r\n", text.ptr[i]) != NULL;
	if (!must_quote) {
		buf_add_span(out, text);
		return;
	}
	buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, text.ptr[i]);
	}
	buf_add_char(out, '"');
}

void csv_print_rows(const struct rows *r, FILE *f)
{
	struct buf line = BUF_INIT;
	size_t     columns = rows_columns(r);

	for (size_t c = 0; c < columns; c++) {
		if (c)
			buf_add_char(&line, ',');
		csv_add_field(&line, span_of(rows_name(r, c)));
	}
	buf_add_text(&line, "\n");
	for (size_t i = 0; i < rows_count(r); i++) {
		for (size_t c = 0; c < columns; c++) {
			const char *text = rows_get(r, i, c);

			if (c)
				buf_add_char(&line, ',');
			if (text)
				csv_add_field(&line, span_of(text));
		}
		buf_add_char(&line, '\n');
		fwrite(line.ptr, 1, line.len, f);
		buf_clear(&line);
	}
	fwrite(line.ptr, 1, line.len, f);
	buf_deinit(&line);
}
