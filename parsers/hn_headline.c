#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "parsers/hn.h"
#include "parsers/text.h"

#include <string.h>

#define PARTS_MAX 24      /* more separators than that is prose */
#define TITLE_MAX 200     /* bytes of a headline that serves as the title */
#define EMPLOYER_MAX 120  /* bytes; a longer first part is a sentence */
#define LOCATION_MAX 100
#define TITLE_LINE_MAX 80 /* of a line below that names the job */
#define TITLE_LINE_WORDS 7
#define TITLE_LINES 12    /* below the headline that are looked at */

enum part_kind {
	PART_OTHER,
	PART_TITLE,
	PART_PLACE, /* says where, or how far from there */
	PART_TERMS, /* full-time, contract: how one is employed */
	PART_NOISE, /* address, pay, visa */
};

struct part {
	struct span    text;
	enum part_kind kind;
};

/* Words of a job's name; whole words, plural or not. */
static const char *const title_words[] = {
	"engineer",      "engineers",   "engineering", "developer",
	"developers",    "dev",         "devs",        "scientist",
	"scientists",    "designer",    "designers",   "manager",
	"managers",      "architect",   "architects",  "analyst",
	"analysts",      "researcher",  "researchers", "programmer",
	"programmers",   "lead",        "director",    "head",
	"cto",           "vp",          "sre",         "devops",
	"intern",        "interns",     "frontend",    "backend",
	"front-end",     "back-end",    "fullstack",   "full-stack",
	"sysadmin",      "admin",       "administrator", "consultant",
	"consultants",   "specialist",  "writer",      "recruiter",
	"marketer",      "marketing",   "sales",       "support",
	"qa",            "sdet",        "founder",     "co-founder",
	"cofounder",     "hacker",      "hackers",     "coder",
	"technician",    "officer",     "coordinator", "associate",
	"fellow",        "postdoc",     "professor",   "teacher",
	"instructor",    "editor",      "roles",       "positions",
	"openings",      "jobs",        "ios",         "android",
	"swe",           "tester",      "evangelist",  "advocate",
};

static const char *const place_words[] = {
	"remote",  "onsite",    "on-site", "hybrid",   "wfh",
	"office",  "anywhere",  "worldwide", "distributed", "in-office",
	"in-person", "telecommute", "relocation", "relocate",
};

static const char *const terms_words[] = {
	"full-time",  "fulltime",  "part-time",  "parttime",  "contract",
	"contractor", "contractors", "freelance", "permanent", "internship",
	"internships", "temporary", "perm",       "w2",        "1099",
	"ft",         "pt",
};

/* A line with one of these is a sentence. */
static const char *const prose_words[] = {
	"we",  "we're", "our", "us",  "you", "your", "is",  "are", "have", "has",
	"the", "i",     "to",  "who", "that", "will", "be", "join", "looking",
	"hiring", "my", "it",
};

static const char *const noise_words[] = {
	"visa",   "visas",  "h1b",     "h-1b",   "sponsor", "sponsorship",
	"salary", "equity", "http",    "https",  "www",     "apply",
	"email",
};

static bool is_word_byte(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c >= 0x80;
}

/* The next word of *rest; false at its end. */
static bool next_word(struct span *rest, struct span *word)
{
	size_t i = 0, n;

	while (i < rest->len && !is_word_byte((unsigned char)rest->ptr[i]))
		i++;
	for (n = i; n < rest->len && is_word_byte((unsigned char)rest->ptr[n]);)
		n++;
	*word = (struct span){ rest->ptr + i, n - i };
	rest->ptr += n;
	rest->len -= n;
	return word->len > 0;
}

static size_t count_words(struct span text, const char *const *list, size_t n)
{
	struct span word;
	size_t      hits = 0;

	while (next_word(&text, &word)) {
		for (size_t i = 0; i < n; i++)
			hits += span_is_nocase(word, list[i]);
	}
	return hits;
}

#define HAS(text, list) (count_words(text, list, ARRAY_LEN(list)) > 0)

static bool is_full_time(struct span text)
{
	return span_find_nocase(text, "full time") ||
	       span_find_nocase(text, "part time") || HAS(text, terms_words);
}

/* "acme.com", "https://...", "$120k-150k": nothing that an ad wants. */
static bool is_noise(struct span text)
{
	bool has_money = span_find(text, "$") || span_find(text, "\xE2\x82\xAC") ||
			 span_find(text, "\xC2\xA3");

	if (span_find(text, "://") || HAS(text, noise_words))
		return true;
	if (has_money && !HAS(text, title_words))
		return true;
	if (memchr(text.ptr, '@', text.len))
		return true;
	return !memchr(text.ptr, ' ', text.len) &&
	       (span_find_nocase(text, ".com") || span_find(text, ".io") ||
		span_starts_nocase(text, "www."));
}

/* "Denver, CO; Atlanta, GA": places in a list, each with its state. */
static bool lists_places(struct span text)
{
	size_t n = 0;

	while (text.len) {
		const char *end = memchr(text.ptr, ';', text.len);
		size_t      len = end ? (size_t)(end - text.ptr) : text.len;
		struct span one = span_trim((struct span){ text.ptr, len });

		if (one.len < 5 || one.ptr[one.len - 4] != ',' ||
		    one.ptr[one.len - 3] != ' ' || one.ptr[one.len - 2] < 'A' ||
		    one.ptr[one.len - 2] > 'Z' || one.ptr[one.len - 1] < 'A' ||
		    one.ptr[one.len - 1] > 'Z')
			return false;
		n++;
		text.ptr += len + (end != NULL);
		text.len -= len + (end != NULL);
	}
	return n > 1;
}

static enum part_kind kind_of(struct span text)
{
	bool has_title = HAS(text, title_words);

	if (lists_places(text))
		return PART_PLACE;

	if (is_noise(text))
		return PART_NOISE;
	if (has_title && !HAS(text, place_words))
		return PART_TITLE;
	if (HAS(text, place_words))
		return has_title && text.len > 40 ? PART_TITLE : PART_PLACE;
	if (is_full_time(text))
		return PART_TERMS;
	return PART_OTHER;
}

/* A separator of `wide` bytes at `at`, blanks around it when `spaced`. */
static bool separates(struct span s, size_t at, const char *mark, bool spaced)
{
	size_t n = strlen(mark);

	if (s.len - at < n || memcmp(s.ptr + at, mark, n) != 0)
		return false;
	return !spaced || (at > 0 && s.ptr[at - 1] == ' ' &&
			   at + n < s.len && s.ptr[at + n] == ' ');
}

static size_t split(struct span s, const char *mark, bool spaced,
		    struct part *parts)
{
	size_t n = 0, from = 0;

	for (size_t at = 0; at <= s.len && n < PARTS_MAX; at++) {
		struct span piece;

		if (at < s.len && !separates(s, at, mark, spaced))
			continue;
		piece = span_trim((struct span){ s.ptr + from, at - from });
		from = at + strlen(mark);
		if (piece.len)
			parts[n++].text = piece;
	}
	return n;
}

/* "Acme - Berlin, Germany | Onsite": two separators, one meaning. */
static size_t split_first(struct part *parts, size_t n)
{
	struct part first[PARTS_MAX];
	size_t      more = split(parts[0].text, "-", true, first);

	if (more != 2)
		return n;
	memmove(parts + 2, parts + 1, (n - 1) * sizeof(*parts));
	memcpy(parts, first, 2 * sizeof(*parts));
	return n + 1;
}

/* Most write '|'; the others are tried in the order of how often they occur. */
static size_t split_headline(struct span s, struct part *parts)
{
	static const struct {
		const char *mark;
		bool        spaced;
	} marks[] = {
		{ "|", false },
		{ "\xE2\x94\x8B", false }, /* U+250B, a dashed bar */
		{ "\xE2\x80\xA2", false }, /* U+2022, a bullet */
		{ "\xC2\xB7", false },     /* U+00B7, a middle dot */
		{ ";", false },
		{ "\xE2\x80\x94", false }, /* U+2014, an em dash */
		{ "\xE2\x80\x93", true },  /* U+2013, an en dash */
		{ "--", true },
		{ "-", true },
		{ ":", true },
		{ "/", true },
	};
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		n = split(s, marks[i].mark, marks[i].spaced, parts);
		if (n > 1)
			break;
	}
	if (n == 2)
		n = split_first(parts, n);
	for (size_t i = 0; i < n; i++)
		parts[i].kind = kind_of(parts[i].text);
	return n;
}

static void put_employer(struct arena *arena, struct part *part, struct ad *ad)
{
	static const char *const stops[] = { "(", "[", "http", "www." };
	struct span s = part->text;

	/* "Acme (https://acme.com)", "Acme - https://acme.com" */
	for (size_t i = 0; i < ARRAY_LEN(stops); i++) {
		const char *stop = span_find(s, stops[i]);

		if (stop && stop > s.ptr)
			s.len = (size_t)(stop - s.ptr);
	}
	while (s.len && strchr(" -:,\xE2\x80\x94\x93", s.ptr[s.len - 1]))
		s.len--; /* dashes too, byte by byte */
	if (!s.len || s.len > EMPLOYER_MAX || span_starts(s, "http"))
		return;
	ad->employer = text_line(arena, s);
	part->text.len = 0;
}

/*
 * Who may work remotely is in remote work, also where "on-site or remote" or
 * another part of the line leaves it to the person.
 */
static void put_remote(struct span text, struct ad *ad)
{
	static const char *const onsite[] = { "onsite", "on-site", "in-office",
					      "in-person" };
	static const char *const remote[] = { "remote", "anywhere", "wfh",
					      "distributed", "worldwide" };
	static const char *const hybrid[] = { "hybrid" };
	bool is_denied = span_find_nocase(text, "no remote") ||
			 span_find_nocase(text, "not remote");
	bool is_remote = HAS(text, remote) && !is_denied;
	bool is_onsite = HAS(text, onsite) || is_denied;

	if (HAS(text, hybrid))
		ad->remote = REMOTE_HYBRID;
	else if (is_remote && ad->remote != REMOTE_HYBRID)
		ad->remote = REMOTE_REMOTE;
	else if (is_onsite && ad->remote == REMOTE_UNKNOWN)
		ad->remote = REMOTE_ONSITE;
}

/* Does anything but the words of `place_words` stand there? */
static bool names_place(struct span text)
{
	static const char *const fillers[] = {
		"or",  "and",  "only", "ok",    "possible", "friendly",
		"first", "no", "not",  "in",    "the",      "from",
		"fully", "100", "work", "time", "full",     "part",
		"preferred", "optional", "option", "available", "also",
		"local", "partial", "partially", "considered",
	};
	struct span rest = text, word;

	while (next_word(&rest, &word)) {
		if (!HAS(word, place_words) && !HAS(word, fillers) &&
		    !HAS(word, terms_words))
			return true;
	}
	return false;
}

/* Short and with a capital or a script without case: a name of something. */
static bool may_be_place(struct span text)
{
	unsigned char first = (unsigned char)text.ptr[0];

	return text.len <= LOCATION_MAX &&
	       ((first >= 'A' && first <= 'Z') || first >= 0x80 ||
		first == '(');
}

/* "Full-time in San Francisco" */
static void put_place_after_in(struct arena *arena, struct span text,
			       struct ad *ad)
{
	const char *in = span_find(text, " in ");
	struct span place;

	if (!in)
		return;
	place = (struct span){ in + 4,
			       (size_t)(text.ptr + text.len - in - 4) };
	if (place.len && may_be_place(place))
		text_add_location(arena, ad)->text = text_line(arena, place);
}

static void put_part(struct arena *arena, const struct part *part,
		     struct buf *title, struct ad *ad)
{
	switch (part->kind) {
	case PART_TITLE:
		if (title->len)
			buf_add_text(title, ", ");
		buf_add_span(title, part->text);
		break;
	case PART_PLACE:
		put_remote(part->text, ad);
		if (is_full_time(part->text))
			text_employment(arena, ad, part->text);
		if (names_place(part->text) && part->text.len <= LOCATION_MAX)
			text_add_location(arena, ad)->text =
				text_line(arena, part->text);
		break;
	case PART_TERMS:
		text_employment(arena, ad, part->text);
		put_place_after_in(arena, part->text, ad);
		break;
	case PART_OTHER:
		if (may_be_place(part->text))
			text_add_location(arena, ad)->text =
				text_line(arena, part->text);
		break;
	case PART_NOISE: /* "ONSITE https://acme.com/jobs" */
		put_remote(part->text, ad);
		if (is_full_time(part->text))
			text_employment(arena, ad, part->text);
		break;
	}
}

static struct span shortened(struct span s)
{
	if (s.len <= TITLE_MAX)
		return s;
	s.len = TITLE_MAX;
	s.len = utf8_valid_prefix(s); /* no half a character */
	return s;
}

void hn_headline(struct arena *arena, struct span headline, struct ad *ad)
{
	struct part parts[PARTS_MAX] = { 0 };
	struct buf  title = BUF_INIT;
	struct span line = span_trim(headline);
	size_t      n;

	if (!line.len)
		return;
	n = split_headline(line, parts);
	if (n > 1 && (parts[0].kind == PART_OTHER ||
		      parts[0].kind == PART_NOISE ||
		      (parts[0].kind == PART_TITLE && n > 2)))
		put_employer(arena, &parts[0], ad);
	for (size_t i = 0; n > 1 && i < n; i++) {
		if (parts[i].text.len)
			put_part(arena, &parts[i], &title, ad);
	}
	if (n <= 1) {
		put_remote(line, ad);
		if (is_full_time(line) && line.len <= TITLE_MAX)
			text_employment(arena, ad, line);
	}
	ad->title = text_line(arena, shortened(title.len ? buf_span(&title)
							 : line));
	buf_deinit(&title);
}

/* The lines of `text` behind the first, one a call; blank ones left out. */
static bool next_line(struct span *text, struct span *line)
{
	do {
		const char *end = text->len ? memchr(text->ptr, '\n', text->len)
					    : NULL;
		size_t len = end ? (size_t)(end - text->ptr) : text->len;

		if (!text->len)
			return false;
		*line = span_trim((struct span){ text->ptr, len });
		text->ptr += len + (end != NULL);
		text->len -= len + (end != NULL);
	} while (!line->len);
	return true;
}

/* "San Francisco -- Onsite only", "Remote (EU)": where, and nothing else. */
static void read_place_line(struct arena *arena, struct span line, struct ad *ad)
{
	struct part parts[PARTS_MAX] = { 0 };
	size_t      n;
	bool        says_where = false;

	if (line.len > LOCATION_MAX || memchr(line.ptr, '.', line.len))
		return;
	n = split_headline(line, parts);
	for (size_t i = 0; i < n; i++) {
		if (parts[i].kind == PART_TITLE)
			return;
		says_where |= parts[i].kind == PART_PLACE;
	}
	for (size_t i = 0; i < n && says_where && n <= 3; i++)
		put_part(arena, &parts[i], NULL, ad);
}

/* "Position: Data Engineer" */
static void drop_label(struct span *line)
{
	static const char *const labels[] = { "position:", "role:", "title:",
					      "job:", "job title:", "what:" };

	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		size_t n = strlen(labels[i]);

		if (span_starts_nocase(*line, labels[i]))
			*line = span_trim((struct span){ line->ptr + n,
							 line->len - n });
	}
}

/* "- Senior Engineer (Python)": a line that is a job's name and no sentence. */
static bool is_title_line(struct span *line)
{
	static const char *const many[] = { "roles", "positions", "openings",
					    "jobs" };
	static const char *const breaks[] = { ". ", ":", "|", "* ", "//" };
	struct span rest, word;
	size_t      words = 0;

	while (line->len && strchr("-*+\xE2\x80\xA2 ", line->ptr[0])) {
		line->ptr++; /* bullets too, byte by byte */
		line->len--;
	}
	drop_label(line);
	for (size_t i = 0; i < ARRAY_LEN(breaks); i++) {
		if (span_find(*line, breaks[i]))
			return false;
	}
	for (rest = *line; next_word(&rest, &word);)
		words++;
	return line->len && line->len <= TITLE_LINE_MAX &&
	       words <= TITLE_LINE_WORDS && line->ptr[0] >= 'A' &&
	       line->ptr[0] <= 'Z' &&
	       !strchr(".?!,;", line->ptr[line->len - 1]) &&
	       !HAS(*line, prose_words) && !HAS(*line, many) &&
	       kind_of(*line) == PART_TITLE;
}

void hn_post(struct arena *arena, struct span text, struct ad *ad)
{
	struct span headline, line;
	bool        has_title;

	if (!next_line(&text, &headline))
		return;
	hn_headline(arena, headline, ad);
	has_title = !memchr(headline.ptr, '|', headline.len) ||
		    HAS(ad->title, title_words);
	for (int i = 0; i < TITLE_LINES && next_line(&text, &line); i++) {
		if (i == 0 && !ad->n_locations && ad->remote == REMOTE_UNKNOWN)
			read_place_line(arena, line, ad);
		if (!has_title && is_title_line(&line)) {
			ad->title = text_line(arena, line);
			has_title = true;
		}
	}
}
