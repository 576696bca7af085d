#include "cli/session.h"

#include "cli/command.h"
#include "cli/table.h"
#include "cli/terminal.h"

#include <stdio.h>

int session_configure(struct session *s)
{
	struct error err = ERROR_INIT;
	int format = option_format(s->command, s->format_name, OUTPUT_TABLE);

	if (format < 0)
		return EXIT_USAGE;
	if (!terminal_color(s->color))
		return complain_usage(
			s->command,
			"--color: expected auto, always or never, got \"%s\"",
			s->color);
	s->format = (enum output_format)format;
	s->config = config_load(s->config_path, &err);
	if (s->config)
		return EXIT_DONE;
	complain(s->command, "%s", err.text);
	return EXIT_FAILED;
}

int session_open(struct session *s)
{
	struct error err = ERROR_INIT;
	int          code = session_configure(s);

	if (code != EXIT_DONE)
		return code;
	if (database_conninfo(s->db, s->config->database, &s->conninfo, &err))
		s->database = database_open(s->conninfo.ptr, &err);
	if (s->database)
		return EXIT_DONE;
	complain(s->command, "%s", err.text);
	return EXIT_FAILED;
}

void session_close(struct session *s)
{
	database_close(s->database);
	config_free(s->config);
	buf_deinit(&s->conninfo);
	s->database = NULL;
	s->config = NULL;
}

struct rows *session_query(struct session *s, const char *sql,
			   const char *const *params, size_t n)
{
	struct error err = ERROR_INIT;
	struct rows *r = database_query(s->database, sql, params, n, &err);

	if (!r)
		complain(s->command, "%s", err.text);
	return r;
}

static void print_json(const struct rows *r, enum output_format format)
{
	size_t n = rows_count(r);

	if (format == OUTPUT_JSON)
		putchar('[');
	for (size_t i = 0; i < n; i++) {
		if (format == OUTPUT_JSON && i)
			fputs(",\n ", stdout);
		fputs(rows_get(r, i, 0), stdout);
		if (format == OUTPUT_JSONL)
			putchar('\n');
	}
	if (format == OUTPUT_JSON)
		puts("]");
}

int session_print(struct session *s, const char *sql, const char *const *params,
		  size_t n, size_t *printed)
{
	bool is_json = s->format == OUTPUT_JSON || s->format == OUTPUT_JSONL;
	struct buf   whole = BUF_INIT;
	struct rows *r;

	/* the server knows the types: arrays and numbers become JSON there */
	if (is_json)
		buf_printf(&whole, "SELECT to_json(q) FROM (%s) AS q", sql);
	r = session_query(s, is_json ? whole.ptr : sql, params, n);
	buf_deinit(&whole);
	if (!r)
		return EXIT_FAILED;
	if (is_json)
		print_json(r, s->format);
	else if (s->format == OUTPUT_CSV)
		csv_print_rows(r, stdout);
	else
		table_print_rows(r, stdout);
	if (printed)
		*printed = rows_count(r);
	rows_free(r);
	return EXIT_DONE;
}
