#include "cli/source_kinds.h"

#include "cli/table.h"
#include "parsers/parser.h"

#include "base/buf.h"
#include "base/json_out.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

/* ---- for people ---- */

static int wider(const char *text, int width)
{
	int own = (int)strlen(text);

	return own > width ? own : width;
}

static void as_table(struct buf *out, const struct parser *const *all,
		     size_t n)
{
	int kind = 0, about = 0, board = 0;

	for (size_t i = 0; i < n; i++) {
		kind = wider(all[i]->name, kind);
		about = wider(all[i]->about, about);
		board = wider(all[i]->board, board);
	}
	buf_printf(out, "%-*s  %-*s  %-*s  %s\n", kind, "kind", about,
		   "what it is", board, "board, or url", "needs, shows");
	for (size_t i = 0; i < n; i++) {
		const struct parser *p = all[i];
		bool                 has_note = p->keys || p->lists_newest;

		buf_printf(out, "%-*s  %-*s  %-*s", kind, p->name, about,
			   p->about, has_note ? board : 0, p->board);
		if (p->keys)
			buf_printf(out, "  keys: %s%s", p->keys,
				   p->lists_newest ? ";" : "");
		if (p->lists_newest)
			buf_printf(out, "%snewest only", p->keys ? " " : "  ");
		buf_add_char(out, '\n');
	}
}

/* ---- for programs ---- */

static void put_keys(struct buf *out, const char *keys)
{
	json_key(out, "keys");
	json_open_array(out);
	for (const char *at = keys ? keys : ""; *at;) {
		size_t len = strcspn(at, " ");

		json_string(out, (struct span){ at, len });
		at += len + strspn(at + len, " ");
	}
	json_close_array(out);
}

static void as_object(struct buf *out, const struct parser *p)
{
	json_open_object(out);
	json_put_text(out, "kind", p->name);
	json_put_text(out, "about", p->about);
	json_put_text(out, "board", p->board);
	put_keys(out, p->keys);
	json_put_bool(out, "lists_newest", p->lists_newest);
	json_put_text(out, "format", p->spec);
	json_close_object(out);
}

static void as_row(struct buf *out, const struct parser *p)
{
	const char *const cells[] = {
		p->name, p->about, p->board, p->keys ? p->keys : "",
		p->lists_newest ? "true" : "false", p->spec,
	};

	for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
		if (i)
			buf_add_char(out, ',');
		csv_add_field(out, span_of(cells[i]));
	}
	buf_add_char(out, '\n');
}

void source_kinds(enum output_format format)
{
	size_t               n;
	const struct parser *const *all = parser_all(&n);
	struct buf           out = BUF_INIT;

	if (format == OUTPUT_TABLE)
		as_table(&out, all, n);
	if (format == OUTPUT_CSV)
		buf_add_text(&out, "kind,about,board,keys,lists_newest,format\n");
	if (format == OUTPUT_JSON)
		json_open_array(&out);
	for (size_t i = 0; i < n && format != OUTPUT_TABLE; i++) {
		if (format == OUTPUT_CSV)
			as_row(&out, all[i]);
		else
			as_object(&out, all[i]);
		if (format == OUTPUT_JSONL)
			buf_add_char(&out, '\n');
	}
	if (format == OUTPUT_JSON) {
		json_close_array(&out);
		buf_add_char(&out, '\n');
	}
	fwrite(out.ptr, 1, out.len, stdout);
	buf_deinit(&out);
}
