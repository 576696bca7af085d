#include "cli/source_say.h"

#include "cli/table.h"

#include "base/json_out.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct kind_sum {
	char   kind[32];
	size_t n[N_OUTCOMES], ads;
};

/* ---- one ---- */

static void put_fields(const char *what, const struct filled *f)
{
	struct buf text = BUF_INIT;

	filled_print(f, &text);
	if (text.len)
		printf("        %s: %s\n", what, text.ptr);
	buf_deinit(&text);
}

static void say_text(const struct source_line *l,
		     const struct tried *r, bool is_brief)
{
	if (!r->is_good) {
		printf("failed  %s: %s: %s\n", l->id,
		       r->has_detail && r->detail.document.url.ptr
			       ? r->detail.document.url.ptr
			       : l->url ? l->url : "",
		       r->err.text);
	} else {
		printf("ok      %s: %zu ads, %zu links, %lld ms\n", l->id,
		       r->list.found.n_ads, r->list.found.n_links,
		       (long long)r->list.document.elapsed_ms);
	}
	if (!is_brief)
		put_fields("fields", &r->list_fields);
	if (!is_brief && r->has_detail)
		put_fields("page of an ad", &r->detail_fields);
}

static void say_json(struct buf *out, const struct source_line *l,
		     const struct tried *r)
{
	json_open_object(out);
	json_put_text(out, "id", l->id);
	json_put_text(out, "kind", l->kind);
	json_put_text(out, "url", l->url);
	json_put_bool(out, "ok", r->is_good);
	json_put_text(out, "outcome", outcome_name(r->outcome));
	if (r->is_good) {
		json_put_int(out, "ads", (int64_t)r->list.found.n_ads);
		json_put_int(out, "links", (int64_t)r->list.found.n_links);
		json_put_int(out, "elapsed_ms", r->list.document.elapsed_ms);
	} else {
		json_put_text(out, "error", r->err.text);
	}
	json_key(out, "fields");
	filled_json(&r->list_fields, out);
	if (r->has_detail) {
		json_key(out, "detail_fields");
		filled_json(&r->detail_fields, out);
	}
	json_close_object(out);
}

static void say_csv(struct buf *out, const struct source_line *l,
		    const struct tried *r)
{
	const char *const texts[] = { l->id, l->kind,
				      outcome_name(r->outcome) };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		csv_add_field(out, span_of(texts[i]));
		buf_add_char(out, ',');
	}
	if (r->is_good)
		buf_printf(out, "%zu,%zu,%lld,", r->list.found.n_ads,
			   r->list.found.n_links,
			   (long long)r->list.document.elapsed_ms);
	else
		buf_add_text(out, ",,,");
	csv_add_field(out, span_of(l->url));
	buf_add_char(out, ',');
	csv_add_field(out, span_of(r->is_good ? "" : r->err.text));
}

/* ---- in sum ---- */

static int by_kind(const void *a, const void *b)
{
	return strcmp(((const struct kind_sum *)a)->kind,
		      ((const struct kind_sum *)b)->kind);
}

static void add_up(struct sayer *s, const struct source_line *l,
		   const struct tried *r)
{
	struct kind_sum *k = NULL;

	for (size_t i = 0; i < s->n_kinds; i++) {
		if (strcmp(s->kinds[i].kind, l->kind) == 0)
			k = &s->kinds[i];
	}
	if (!k) {
		s->kinds = xrealloc(s->kinds,
				    (s->n_kinds + 1) * sizeof(*s->kinds));
		k = &s->kinds[s->n_kinds++];
		*k = (struct kind_sum){ .ads = 0 };
		snprintf(k->kind, sizeof(k->kind), "%s", l->kind);
	}
	k->n[r->outcome]++;
	k->ads += r->is_good ? r->list.found.n_ads : 0;
}

static void put_sum(const struct kind_sum *k, FILE *f)
{
	size_t all = 0;

	for (size_t o = 0; o < N_OUTCOMES; o++)
		all += k->n[o];
	fprintf(f, "%-16s %8zu", k->kind, all);
	for (size_t o = 0; o < N_OUTCOMES; o++)
		fprintf(f, " %9zu", k->n[o]);
	fprintf(f, " %9zu\n", k->ads);
}

static void put_sums(struct sayer *s, FILE *f)
{
	struct kind_sum whole = { .kind = "all" };

	qsort(s->kinds, s->n_kinds, sizeof(*s->kinds), by_kind);
	fprintf(f, "\n%-16s %8s", "kind", "sources");
	for (size_t o = 0; o < N_OUTCOMES; o++)
		fprintf(f, " %9s", outcome_name((enum outcome)o));
	fprintf(f, " %9s\n", "ads");
	for (size_t i = 0; i < s->n_kinds; i++) {
		put_sum(&s->kinds[i], f);
		whole.ads += s->kinds[i].ads;
		for (size_t o = 0; o < N_OUTCOMES; o++)
			whole.n[o] += s->kinds[i].n[o];
	}
	put_sum(&whole, f);
}

/* ---- all ---- */

void sayer_begin(struct sayer *s)
{
	if (s->format == OUTPUT_CSV)
		puts("id,kind,outcome,ads,links,elapsed_ms,url,error");
	if (s->format == OUTPUT_JSON)
		putchar('[');
}

void sayer_say(struct sayer *s, const struct source_line *l,
	       const struct tried *r)
{
	struct buf out = BUF_INIT;

	if (s->format == OUTPUT_TABLE) {
		say_text(l, r, s->is_brief);
	} else {
		if (s->format == OUTPUT_CSV)
			say_csv(&out, l, r);
		else
			say_json(&out, l, r);
		if (s->format == OUTPUT_JSON)
			fputs(s->n_said ? ",\n " : "", stdout);
		fputs(out.ptr, stdout);
		if (s->format != OUTPUT_JSON)
			putchar('\n');
	}
	fflush(stdout);
	buf_deinit(&out);
	add_up(s, l, r);
	s->n_said++;
}

void sayer_end(struct sayer *s)
{
	if (s->format == OUTPUT_JSON)
		puts("]");
	if (s->n_said > 1)
		put_sums(s, s->format == OUTPUT_TABLE ? stdout : stderr);
	free(s->kinds);
	s->kinds = NULL;
}
