/*
 * place_ad.c - the places of an ad: what its fields say, else its own words.
 *
 *   fields of a location -> its text -> the title -> a header line of the
 *   description -> a labelled line of it ("Standort: Hamburg") -> the seat
 */
#include "enrich/place_build.h"

#include "base/fold.h"

#include <string.h>

static uint32_t country_place(const struct place_table *t, struct span stated)
{
	static const struct place_context field = {
		.country = PLACE_NONE,
		.seat = PLACE_NONE,
		.is_country_field = true
	};
	struct place_items items;
	char               upper[4];

	stated = span_trim(stated);
	if (stated.len == 2 || stated.len == 3) { /* "us", "deu" */
		for (size_t i = 0; i < stated.len; i++) {
			char c = stated.ptr[i];

			upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
		}
		stated.ptr = upper;
	}
	place_scan(t, stated, &items);
	place_choose(t, &field, &items);
	for (size_t i = 0; i < items.n; i++) {
		uint32_t place = items.at[i].place;

		if (place != PLACE_NONE &&
		    t->places[place].kind == PLACE_COUNTRY)
			return place;
	}
	return PLACE_NONE;
}

bool place_country(const struct place_table *t, struct span stated,
		   char code[REGION_CODE_SIZE])
{
	uint32_t country = country_place(t, stated);

	if (country == PLACE_NONE)
		return false;
	memcpy(code, t->places[country].code, REGION_CODE_SIZE);
	return true;
}

/* How much the regions from `from` on say: 3 a city, 2 a division, 1 a
 * country, 0 nothing. */
static int detail_since(const struct place_builder *b, size_t from)
{
	int detail = 0;

	for (size_t i = from; i < b->n_regions; i++) {
		uint8_t kind = b->t->places[b->places[i]].kind;
		int     here = kind == PLACE_CITY    ? 3 :
			       kind == PLACE_COUNTRY ? 1 :
						       2;

		if (here > detail)
			detail = here;
	}
	return detail;
}

/* The fields as one string in the order that addresses have. */
static struct span joined_fields(const struct ad_location  *l,
				 const struct place_context *context,
				 const struct place_table   *t,
				 struct arena               *arena)
{
	const char *country = context->country == PLACE_NONE ?
				      "" :
				      t->places[context->country].name;

	return span_of(arena_printf(
		arena, "%.*s, %.*s, %s", (int)(l->city.len & 0xFFFF),
		l->city.ptr ? l->city.ptr : "", (int)(l->region.len & 0xFFFF),
		l->region.ptr ? l->region.ptr : "", country));
}

static void read_location(struct place_builder *b, const struct ad_location *l,
			  uint32_t seat, bool is_remote)
{
	struct place_context context = { .country = PLACE_NONE,
					 .seat = seat,
					 .is_remote = is_remote };
	struct span          fields = { NULL, 0 };
	size_t               before = b->n_regions;
	size_t               bounds_before = b->n_bounds;
	int                  detail = 0;

	if (l->country.ptr)
		context.country = country_place(b->t, l->country);
	if (l->city.len || l->region.len) {
		fields = joined_fields(l, &context, b->t, b->arena);
		place_build_string(b, fields, &context);
		detail = detail_since(b, before);
	}
	if (detail < 3 && l->text.len) { /* "San Fransisco" in the field */
		b->n_regions = before;
		b->n_bounds = bounds_before;
		place_build_string(b, l->text, &context);
		if (detail_since(b, before) < detail) {
			b->n_regions = before;
			b->n_bounds = bounds_before;
			place_build_string(b, fields, &context);
		}
	}
	if (b->n_regions == before && context.country != PLACE_NONE) {
		place_build_region(b, context.country,
			   is_remote ? BASIS_REMOTE_BOUND : BASIS_STATED);
		if (is_remote)
			place_build_bounds_of(b, context.country);
	}
}

/* A country stated beside a place within it adds nothing. */
static void drop_absorbed(struct place_builder *b)
{
	size_t kept = 0;

	for (size_t i = 0; i < b->n_regions; i++) {
		bool is_absorbed = false;

		for (size_t j = 0; j < b->n_regions && !is_absorbed; j++)
			is_absorbed = b->regions[i].basis == BASIS_STATED &&
				      place_holds(b->t, b->places[i],
						  b->places[j]);
		if (is_absorbed)
			continue;
		b->regions[kept] = b->regions[i];
		b->places[kept++] = b->places[i];
	}
	b->n_regions = kept;
}

/* ---- an ad without a place of its own ---- */

#define TITLE_MAX 300  /* bytes; a longer one is a text */
#define HEADER_MAX 300 /* of the line that a description begins with */
#define LABEL_MAX 64   /* of "Standort:" */
#define VALUE_MAX 200  /* of what follows it */
#define INLINE_MAX 2000 /* of a description, for labels within a line */
#define INLINE_VALUE_MAX 80
#define LINES_MAX 400  /* of a description that are looked at */

static bool is_known(const struct place_builder *b)
{
	return b->n_regions || b->n_bounds;
}

static struct span cut_line(struct span *text)
{
	const char *eol = memchr(text->ptr, '\n', text->len);
	size_t      len = eol ? (size_t)(eol - text->ptr) : text->len;
	struct span line = { text->ptr, len };

	text->ptr += len + (eol != NULL);
	text->len -= len + (eol != NULL);
	return line;
}

/* Bytes of `line` before what ends a label, LABEL_MAX when nothing does. */
static size_t label_end(struct span line, size_t *mark)
{
	static const char *const marks[] = { ":", "\xEF\xBC\x9A" /* full width */,
					     "\xE3\x80\x91" /* 】 */ };

	for (size_t i = 0; i < line.len && i < LABEL_MAX; i++) {
		struct span rest = { line.ptr + i, line.len - i };

		for (size_t m = 0; m < sizeof(marks) / sizeof(marks[0]); m++) {
			*mark = strlen(marks[m]);
			if (span_starts(rest, marks[m]))
				return i;
		}
	}
	return LABEL_MAX;
}

static bool is_label(const struct place_table *t, struct span text,
		     struct buf *folded)
{
	uint32_t entry;

	buf_clear(folded);
	fold_text(text, LABEL_MAX * 2, folded);
	if (!folded->len)
		return false;
	entry = place_find(t, buf_span(folded), PLACE_SEED_NAME);
	for (; entry != PLACE_NONE; entry = t->entries[entry].next) {
		if (t->places[t->entries[entry].place].kind == PLACE_LABEL)
			return true;
	}
	return false;
}

/* "Standort: Hamburg", "工作地点：上海", or the value on the next line. */
static void read_labelled(struct place_builder       *b, struct span text,
			  const struct place_context *context)
{
	struct buf folded = BUF_INIT;

	for (int i = 0; text.len && i < LINES_MAX && !is_known(b); i++) {
		struct span line = cut_line(&text);
		size_t      mark = 0, end = label_end(line, &mark);

		if (end == LABEL_MAX ||
		    !is_label(b->t, (struct span){ line.ptr, end }, &folded))
			continue;
		line.ptr += end + mark;
		line.len -= end + mark;
		line = span_trim(line);
		if (!line.len && text.len)
			line = cut_line(&text);
		if (line.len <= VALUE_MAX)
			place_build_string(b, line, context);
	}
	buf_deinit(&folded);
}

/* Bytes of the value that `text` begins with: up to the sentence's end, 0
 * when that is too far away for a place. */
static size_t value_end(struct span text)
{
	for (size_t i = 0; i < text.len && i <= INLINE_VALUE_MAX; i++) {
		char next = i + 1 < text.len ? text.ptr[i + 1] : ' ';

		if (text.ptr[i] == '\n' || text.ptr[i] == ';' ||
		    text.ptr[i] == '|' ||
		    (text.ptr[i] == '.' && (next == ' ' || next == '.')))
			return i;
	}
	return text.len <= INLINE_VALUE_MAX ? text.len : 0;
}

/*
 * The same where the lines of a page have been run together: a sentence that
 * is a label and its value, "Full-Time. Location: Herndon, Va.. Posted".
 */
static void read_inline(struct place_builder *b, struct span text,
			const struct place_context *context)
{
	struct buf folded = BUF_INIT;

	if (text.len > INLINE_MAX)
		text.len = INLINE_MAX;
	for (size_t i = 2; i < text.len && !is_known(b); i++) {
		struct span rest = { text.ptr + i, text.len - i };
		size_t      mark = 0, end;

		if (rest.ptr[-1] != ' ' || !rest.ptr[-2] ||
		    !strchr(".;|!?", rest.ptr[-2]))
			continue;
		end = label_end(rest, &mark);
		if (end == LABEL_MAX || memchr(rest.ptr, '.', end) ||
		    !is_label(b->t, (struct span){ rest.ptr, end }, &folded))
			continue;
		rest.ptr += end + mark;
		rest.len -= end + mark;
		rest.len = value_end(rest);
		place_build_string(b, span_trim(rest), context);
	}
	buf_deinit(&folded);
}

/*
 * What the ad says in words when no field of it names a place: its title, a
 * header line ("Acme | Engineer | Berlin"), then the first labelled line.
 */
static void read_words(struct place_builder *b, const struct ad *ad,
		       uint32_t seat)
{
	struct place_context prose = { .country = PLACE_NONE,
				       .seat = seat,
				       .is_remote = ad->remote == REMOTE_REMOTE,
				       .is_prose = true };
	struct place_context value = prose;
	struct span          text = ad->description;
	struct span          header = text;

	value.is_prose = false;
	if (ad->title.len && ad->title.len <= TITLE_MAX)
		place_build_string(b, ad->title, &prose);
	if (!is_known(b) && text.len) {
		header = cut_line(&header);
		if (header.len <= HEADER_MAX &&
		    memchr(header.ptr, '|', header.len))
			place_build_string(b, header, &prose);
	}
	if (!is_known(b))
		read_labelled(b, text, &value);
	if (!is_known(b))
		read_inline(b, text, &value);
}

/* The place where the employer sits, PLACE_NONE when that is not told. */
static uint32_t read_seat(const struct place_table *t, const struct ad *ad,
			  struct arena *arena)
{
	struct place_builder b;

	if (!ad->employer_seat.text.len)
		return PLACE_NONE;
	place_build_start(&b, t, arena);
	read_location(&b, &ad->employer_seat, PLACE_NONE, false);
	return b.n_regions ? b.places[0] : PLACE_NONE;
}

void place_of_ad(const struct place_table *t, const struct ad *ad,
		 struct arena *arena, struct place_result *out)
{
	uint32_t             seat = read_seat(t, ad, arena);
	uint32_t             country = seat == PLACE_NONE ?
					       PLACE_NONE :
					       t->places[seat].country;
	struct place_context bounds = { .country = PLACE_NONE,
					.seat = country,
					.is_remote = true };
	struct place_builder b;

	place_build_start(&b, t, arena);
	for (size_t i = 0; i < ad->n_locations; i++)
		read_location(&b, &ad->locations[i], country,
			      ad->remote == REMOTE_REMOTE);
	for (size_t i = 0; i < ad->n_remote_regions; i++) {
		if (span_is_nocase(ad->remote_regions[i], "world"))
			place_build_bound(&b, SPAN("world"));
		else
			place_build_string(&b, ad->remote_regions[i], &bounds);
	}
	if (!is_known(&b))
		read_words(&b, ad, country);
	if (!is_known(&b) && seat != PLACE_NONE)
		place_build_region(&b, seat, BASIS_SEAT);
	drop_absorbed(&b);
	place_build_finish(&b, out);
	if (ad->remote != REMOTE_UNKNOWN)
		out->remote = ad->remote;
}
