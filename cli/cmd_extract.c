/*
 * cmd_extract.c - `jobtrendctl extract`: documents to ads.
 */
#include "cli/command.h"
#include "cli/input.h"
#include "cli/option.h"

#include "base/hash.h"
#include "base/json_out.h"
#include "base/mem.h"
#include "daemon/config.h"
#include "parsers/ad_json.h"
#include "parsers/parser.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct extract_options {
	const char *kind;
	const char *url;
	const char *content_type;
	const char *employer;
	const char *source;
	const char *fetched_at;
	const char *rules; /* file with the block of a source */
	bool        is_detail;
};

static void print_ads(const struct findings *f, const char *source,
		      struct span raw)
{
	struct buf out = BUF_INIT;
	char       raw_sha256[SHA256_HEX_SIZE];

	sha256_hex(raw, raw_sha256);
	for (size_t i = 0; i < f->n_ads; i++) {
		buf_clear(&out);
		json_open_object(&out);
		json_put_text(&out, "source", source);
		ad_write_json(&f->ads[i], &out);
		json_put_text(&out, "raw_sha256", raw_sha256);
		json_close_object(&out);
		buf_add_char(&out, '\n');
		fwrite(out.ptr, 1, out.len, stdout);
	}
	buf_deinit(&out);
}

static bool extract_file(const char *path, const struct extract_options *o,
			 struct span options, struct stamp fetched_at,
			 struct error *err)
{
	struct buf      body = BUF_INIT;
	struct findings found = FINDINGS_INIT;
	struct document doc = {
		.url = span_of(o->url),
		.content_type = span_of(o->content_type),
		.employer = span_of(o->employer),
		.options = options,
		.is_detail = o->is_detail,
		.fetched_at = fetched_at,
	};
	bool ok = input_read(path, &body, err);

	doc.body = buf_span(&body);
	ok = ok &&
	     parser_run(span_of(o->kind), &doc, &found, NULL, err) == PARSE_OK;
	if (ok)
		print_ads(&found, o->source, doc.body);
	findings_deinit(&found);
	buf_deinit(&body);
	return ok;
}

/* "greenhouse, hn, jsonld, ..." */
static int wrong_kind(const char *command, const char *kind)
{
	struct buf           names = BUF_INIT;
	size_t               n;
	const struct parser *const *all = parser_all(&n);
	int                  code;

	for (size_t i = 0; i < n; i++)
		buf_printf(&names, "%s, ", all[i]->name);
	code = complain_usage(command, "--kind: expected %sor auto, got \"%s\"",
			      buf_span(&names).ptr, kind);
	buf_deinit(&names);
	return code;
}

/*
 * What the first source of a file says, where the command line does not. The
 * texts are those of the configuration, which the caller frees.
 */
static struct config *read_rules(struct extract_options *o,
				 struct buf *options, struct error *err)
{
	struct config *c = config_load(o->rules, err);

	if (!c || !c->n_sources) {
		if (c)
			error_set(err, "%s: expected a source, found none",
				  o->rules);
		config_free(c);
		return NULL;
	}
	source_config_options(&c->sources[0], options);
	if (strcmp(o->kind, "auto") == 0)
		o->kind = c->sources[0].kind;
	if (!o->url)
		o->url = c->sources[0].url;
	if (!o->employer)
		o->employer = c->sources[0].employer;
	return c;
}

static int run_extract(int argc, char **argv)
{
	struct extract_options o = { .kind = "auto" };
	struct buf             rules = BUF_INIT;
	struct config         *config = NULL;
	const char            *format = NULL;
	const struct option    options[] = {
		   { "--content-type", OPTION_TEXT, &o.content_type, NULL },
		   { "--detail", OPTION_FLAG, &o.is_detail, NULL },
		   { "--employer", OPTION_TEXT, &o.employer, NULL },
		   { "--fetched-at", OPTION_TEXT, &o.fetched_at, NULL },
		   { "--format", OPTION_TEXT, &format, "jsonl" },
		   { "--kind", OPTION_TEXT, &o.kind, "@kind" },
		   { "--rules", OPTION_TEXT, &o.rules, "@file" },
		   { "--source", OPTION_TEXT, &o.source, NULL },
		   { "--url", OPTION_TEXT, &o.url, NULL },
	};
	int          n = option_parse(argc, argv, options, ARRAY_LEN(options));
	struct stamp fetched_at = stamp_from_unix((int64_t)time(NULL));
	int          code = EXIT_DONE;

	if (n < 0 || !option_is_jsonl(argv[0], format))
		return EXIT_USAGE;
	if (n == 0)
		return complain_usage(argv[0], "expected a file, got nothing");
	if (strcmp(o.kind, "auto") != 0 && !parser_find(span_of(o.kind)))
		return wrong_kind(argv[0], o.kind);
	if (o.fetched_at &&
	    !stamp_parse_iso(span_of(o.fetched_at), &fetched_at))
		return complain_usage(
			argv[0], "--fetched-at: expected RFC 3339, got \"%s\"",
			o.fetched_at);
	if (o.rules) {
		struct error err = ERROR_INIT;

		config = read_rules(&o, &rules, &err);
		if (!config)
			return complain_usage(argv[0], "--rules: %s", err.text);
	}
	for (int i = 1; i <= n; i++) {
		struct error err = ERROR_INIT;

		if (extract_file(argv[i], &o, buf_span(&rules), fetched_at,
				 &err))
			continue;
		complain(argv[0], "%s: %s",
			 strcmp(argv[i], "-") == 0 ? "standard input" : argv[i],
			 err.text);
		code = EXIT_FAILED;
	}
	buf_deinit(&rules);
	config_free(config);
	return code;
}

const struct command command_extract = {
	.name = "extract",
	.usage = "[--kind K] [--url U] [--content-type T] [--fetched-at T]\n"
		 "                           [--employer E] [--source S] "
		 "[--rules FILE [--detail]]\n"
		 "                           FILE...|-",
	.summary = "read documents, write the ads in them as JSONL",
	.help = "Each FILE is one document as a board sent it: a page, a feed, "
		"an answer of an\n"
		"API. gzip, zstd and brotli (*.br) are unpacked first. Every "
		"ad becomes one line\n"
		"of JSON on standard output, in the order of the document.\n"
		"\n"
		"  --kind K          what the document is (see `source "
		"kinds`); auto recognises it\n"
		"  --url U           the address it came from: makes relative "
		"links absolute and\n"
		"                    helps to recognise it\n"
		"  --content-type T  the header it came with\n"
		"  --fetched-at T    when it came (RFC 3339): what \"3 days "
		"ago\" counts from;\n"
		"                    default now\n"
		"  --employer E      whose board it is, where the document "
		"does not say\n"
		"  --source S        the source's id, put into each ad\n"
		"  --rules FILE      the source whose documents these are, as "
		"in sources.d/: its\n"
		"                    rules, kind, address and employer\n"
		"  --detail          each is the page of one ad, no list\n"
		"  --format jsonl    what is written; there is no other\n"
		"\n"
		"A document that cannot be understood is named on standard "
		"error with the reason;\n"
		"the others are read all the same, and the exit code is 1.\n",
	.operands = "@file",
	.run = run_extract,
};
