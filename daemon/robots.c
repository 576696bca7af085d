#define _GNU_SOURCE /* memrchr */

#include "daemon/robots.h"

#include "base/arena.h"
#include "base/mem.h"
#include "daemon/path_pattern.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/*
 * Bytes read of one line; the rest is ignored. Google's parser stops there
 * too (2083 characters of URL, eight times, less the NUL).
 */
#define LINE_LEN_MAX (2083 * 8 - 1)

#define CRAWL_DELAY_MAX_S 1000000.0 /* larger numbers count as this */

struct rule {
	struct span pattern; /* normalised, in the arena */
	size_t      order;   /* in the file, to sort stably */
	bool        is_allow;
};

/* The rules for us by name, or those for everybody. */
struct rule_set {
	struct rule *rules;
	size_t       n, cap;
	int64_t      crawl_delay_ms;
	bool         is_named; /* some group is for these */
};

struct robots {
	struct arena    arena;
	struct rule_set ours, all;
	struct span    *sitemaps;
	size_t          n_sitemaps, cap_sitemaps;
};

/* Where the parser is. */
struct reader {
	struct robots *robots;
	struct span    agent;
	bool           has_rule; /* the group has one: an agent begins anew */
	bool           is_ours, is_all; /* whom the group is for */
};

enum key { KEY_NONE, KEY_AGENT, KEY_ALLOW, KEY_DISALLOW, KEY_DELAY, KEY_SITEMAP };

/* Frequent misspellings are understood, as by the large search engines. */
static const struct key_name {
	const char *name;
	enum key    key;
} key_names[] = {
	{ "user-agent",  KEY_AGENT    },
	{ "disallow",    KEY_DISALLOW },
	{ "allow",       KEY_ALLOW    },
	{ "crawl-delay", KEY_DELAY    },
	{ "sitemap",     KEY_SITEMAP  },
	{ "useragent",   KEY_AGENT    },
	{ "user agent",  KEY_AGENT    },
	{ "site-map",    KEY_SITEMAP  },
	{ "crawldelay",  KEY_DELAY    },
	{ "crawl delay", KEY_DELAY    },
	{ "dissallow",   KEY_DISALLOW },
	{ "dissalow",    KEY_DISALLOW },
	{ "disalow",     KEY_DISALLOW },
	{ "diasllow",    KEY_DISALLOW },
	{ "disallaw",    KEY_DISALLOW },
};

static enum key key_of(struct span name)
{
	for (size_t i = 0; i < ARRAY_LEN(key_names); i++) {
		if (span_starts_nocase(name, key_names[i].name) &&
		    name.len == strlen(key_names[i].name))
			return key_names[i].key;
	}
	return KEY_NONE;
}

static bool is_token_char(char c) /* RFC 9309 2.2.1 */
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       c == '-';
}

static bool same_nocase(struct span a, struct span b)
{
	return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}

/*
 * A line may name a version ("FooBot/1.2") or more words; its token counts.
 * Names with digits are no tokens by the grammar, but bots have them.
 */
static bool names_agent(struct span value, struct span agent)
{
	struct span token = { value.ptr, 0 };
	struct span word = { value.ptr, 0 };

	while (token.len < value.len && is_token_char(value.ptr[token.len]))
		token.len++;
	while (word.len < value.len && !strchr(" \t/", value.ptr[word.len]))
		word.len++;
	return agent.len &&
	       (same_nocase(token, agent) || same_nocase(word, agent));
}

static bool names_everybody(struct span value)
{
	return value.len && value.ptr[0] == '*' &&
	       (value.len == 1 || value.ptr[1] == ' ' || value.ptr[1] == '\t');
}

static void on_agent(struct reader *r, struct span value)
{
	if (r->has_rule) {
		r->has_rule = false;
		r->is_ours = r->is_all = false;
	}
	if (names_everybody(value)) {
		r->is_all = true;
		r->robots->all.is_named = true;
	} else if (names_agent(value, r->agent)) {
		r->is_ours = true;
		r->robots->ours.is_named = true;
	}
}

static void add_rule(struct robots *robots, struct rule_set *set,
		     struct span pattern, bool is_allow)
{
	struct rule *rule;

	if (set->n == set->cap) {
		set->cap = set->cap ? set->cap * 2 : 16;
		set->rules = xrealloc(set->rules,
				      set->cap * sizeof(*set->rules));
	}
	rule = &set->rules[set->n];
	rule->pattern = arena_span(&robots->arena, pattern);
	rule->order = set->n++;
	rule->is_allow = is_allow;
}

/* "Allow: /jobs/index.html" allows "/jobs/" too, as Google reads it. */
static size_t index_folder(struct span pattern)
{
	static const char name[] = "index.htm";
	const char       *slash = memrchr(pattern.ptr, '/', pattern.len);
	struct span       last;

	if (!slash)
		return 0;
	last.ptr = slash + 1;
	last.len = (size_t)(pattern.ptr + pattern.len - last.ptr);
	return span_starts(last, name) ? (size_t)(last.ptr - pattern.ptr) : 0;
}

static void on_rule(struct reader *r, struct span value, bool is_allow)
{
	struct rule_set *sets[2] = { r->is_ours ? &r->robots->ours : NULL,
				     r->is_all ? &r->robots->all : NULL };
	struct buf       pattern = BUF_INIT;

	r->has_rule = true;
	if (!value.len || (!r->is_ours && !r->is_all))
		return;
	pattern_normalise(value, &pattern);
	for (int i = 0; i < 2; i++) {
		if (sets[i])
			add_rule(r->robots, sets[i], buf_span(&pattern),
				 is_allow);
	}
	pattern.len = is_allow ? index_folder(buf_span(&pattern)) : 0;
	if (pattern.len) {
		buf_add_char(&pattern, '$');
		for (int i = 0; i < 2; i++) {
			if (sets[i])
				add_rule(r->robots, sets[i],
					 buf_span(&pattern), true);
		}
	}
	buf_deinit(&pattern);
}

/* Seconds with an optional fraction; -1 when it is no number. */
static int64_t parse_delay_ms(struct span value)
{
	double seconds = 0, place = 1;
	bool   is_fraction = false;
	size_t digits = 0;

	for (size_t i = 0; i < value.len; i++) {
		char c = value.ptr[i];

		if ((c == '.' || c == ',') && !is_fraction) {
			is_fraction = true;
		} else if (c >= '0' && c <= '9') {
			digits++;
			if (is_fraction)
				seconds += (c - '0') * (place /= 10);
			else if (seconds < CRAWL_DELAY_MAX_S)
				seconds = seconds * 10 + (c - '0');
		} else if (c == ' ' || c == '\t' || c == 's') {
			break; /* "10 seconds", "10s" */
		} else {
			return -1;
		}
	}
	if (!digits)
		return -1;
	if (seconds > CRAWL_DELAY_MAX_S)
		seconds = CRAWL_DELAY_MAX_S;
	return (int64_t)(seconds * 1000 + 0.5);
}

static void on_delay(struct reader *r, struct span value)
{
	int64_t delay_ms = parse_delay_ms(value);

	r->has_rule = true;
	if (r->is_ours && delay_ms > r->robots->ours.crawl_delay_ms)
		r->robots->ours.crawl_delay_ms = delay_ms;
	if (r->is_all && delay_ms > r->robots->all.crawl_delay_ms)
		r->robots->all.crawl_delay_ms = delay_ms;
}

static void on_sitemap(struct reader *r, struct span value)
{
	struct robots *robots = r->robots;

	if (!value.len || robots->n_sitemaps == ROBOTS_SITEMAPS_MAX)
		return;
	if (robots->n_sitemaps == robots->cap_sitemaps) {
		robots->cap_sitemaps = robots->cap_sitemaps * 2 + 4;
		robots->sitemaps = xrealloc(robots->sitemaps,
					    robots->cap_sitemaps *
						    sizeof(struct span));
	}
	robots->sitemaps[robots->n_sitemaps++] =
		arena_span(&robots->arena, value);
}

static size_t blank_at(struct span s, size_t from)
{
	while (from < s.len && s.ptr[from] != ' ' && s.ptr[from] != '\t')
		from++;
	return from;
}

/*
 * "key: value". Without a colon, exactly two words are taken as such. False
 * for anything else.
 */
static bool split_line(struct span line, struct span *key, struct span *value)
{
	const char *colon = memchr(line.ptr, ':', line.len);
	size_t      at;

	if (colon) {
		at = (size_t)(colon - line.ptr);
		*key = span_trim((struct span){ line.ptr, at });
		*value = span_trim((struct span){ colon + 1,
						  line.len - at - 1 });
		return key->len > 0;
	}
	at = blank_at(line, 0);
	*key = (struct span){ line.ptr, at };
	*value = span_trim((struct span){ line.ptr + at, line.len - at });
	return value->len && blank_at(*value, 0) == value->len;
}

static void read_line(struct reader *r, struct span line)
{
	const char *comment;
	struct span key, value;

	if (line.len > LINE_LEN_MAX)
		line.len = LINE_LEN_MAX;
	comment = memchr(line.ptr, '#', line.len);
	if (comment)
		line.len = (size_t)(comment - line.ptr);
	line = span_trim(line);
	if (!line.len || !split_line(line, &key, &value))
		return;
	switch (key_of(key)) {
	case KEY_AGENT:
		on_agent(r, value);
		break;
	case KEY_ALLOW:
		on_rule(r, value, true);
		break;
	case KEY_DISALLOW:
		on_rule(r, value, false);
		break;
	case KEY_DELAY:
		on_delay(r, value);
		break;
	case KEY_SITEMAP: /* belongs to no group and ends none */
		on_sitemap(r, value);
		break;
	case KEY_NONE:
		break;
	}
}

/* Most octets first; of equals the allowing one (RFC 9309 2.2.2). */
static int more_specific(const void *a, const void *b)
{
	const struct rule *x = a, *y = b;

	if (x->pattern.len != y->pattern.len)
		return x->pattern.len > y->pattern.len ? -1 : 1;
	if (x->is_allow != y->is_allow)
		return x->is_allow ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Without byte order mark (or what is left of one) and beyond the limit. */
static struct span readable_part(struct span body)
{
	static const char mark[] = "\xef\xbb\xbf";

	for (size_t i = 0; i < 3 && body.len && *body.ptr == mark[i]; i++) {
		body.ptr++;
		body.len--;
	}
	if (body.len > ROBOTS_BODY_MAX) {
		body.len = ROBOTS_BODY_MAX;
		while (body.len && !is_line_end(body.ptr[body.len - 1]))
			body.len--;
	}
	return body;
}

/* "jobtrend/0.1" is known to robots.txt as "jobtrend". */
static struct span product_of(struct span agent)
{
	const char *slash = agent.len ? memchr(agent.ptr, '/', agent.len)
				      : NULL;

	if (slash)
		agent.len = (size_t)(slash - agent.ptr);
	return agent;
}

struct robots *robots_new(struct span body, struct span agent)
{
	struct robots *robots = xcalloc(1, sizeof(*robots));
	struct reader  r = { .robots = robots, .agent = product_of(agent) };
	const char    *at, *end;

	robots->ours.crawl_delay_ms = robots->all.crawl_delay_ms = -1;
	body = readable_part(body);
	at = body.ptr;
	end = at + body.len;
	while (at < end) {
		const char *stop = at;

		while (stop < end && !is_line_end(*stop))
			stop++;
		read_line(&r, (struct span){ at, (size_t)(stop - at) });
		at = stop < end ? stop + 1 : end;
	}
	if (robots->ours.n)
		qsort(robots->ours.rules, robots->ours.n, sizeof(struct rule),
		      more_specific);
	if (robots->all.n)
		qsort(robots->all.rules, robots->all.n, sizeof(struct rule),
		      more_specific);
	return robots;
}

void robots_free(struct robots *r)
{
	if (!r)
		return;
	free(r->sitemaps);
	free(r->all.rules);
	free(r->ours.rules);
	arena_deinit(&r->arena);
	free(r);
}

static const struct rule_set *rules_for_us(const struct robots *r)
{
	return r->ours.is_named ? &r->ours : &r->all;
}

/*
 * The address inside a query may be written raw or escaped; both mean the
 * same (RFC 9309 2.2.2, second row of the examples).
 */
static void open_query(struct span text, struct buf *out)
{
	const char *query = memchr(text.ptr, '?', text.len);
	const char *end = text.ptr + text.len;
	const char *at = query ? query : end;

	buf_add(out, text.ptr, (size_t)(at - text.ptr));
	while (at < end) {
		bool is_escape = end - at >= 3 && *at == '%';

		if (is_escape && memcmp(at, "%3A", 3) == 0) {
			buf_add_char(out, ':');
			at += 3;
		} else if (is_escape && memcmp(at, "%2F", 3) == 0) {
			buf_add_char(out, '/');
			at += 3;
		} else {
			buf_add_char(out, *at++);
		}
	}
}

static bool rule_matches(const struct rule *rule, struct span path,
			 struct span open_path, struct buf *scratch)
{
	if (pattern_matches(rule->pattern, path))
		return true;
	if (!memchr(path.ptr, '?', path.len) ||
	    !memchr(rule->pattern.ptr, '?', rule->pattern.len))
		return false;
	buf_clear(scratch);
	open_query(rule->pattern, scratch);
	return pattern_matches(buf_span(scratch), open_path);
}

bool robots_allows(const struct robots *r, struct span url)
{
	const struct rule_set *set = rules_for_us(r);
	struct buf             path = BUF_INIT, open_path = BUF_INIT;
	struct buf             scratch = BUF_INIT;
	bool                   is_allowed = true;

	url_path_normalise(url, &path);
	if (set->n && !span_is(buf_span(&path), "/robots.txt")) {
		open_query(buf_span(&path), &open_path);
		for (size_t i = 0; i < set->n; i++) {
			if (rule_matches(&set->rules[i], buf_span(&path),
					 buf_span(&open_path), &scratch)) {
				is_allowed = set->rules[i].is_allow;
				break;
			}
		}
	}
	buf_deinit(&scratch);
	buf_deinit(&open_path);
	buf_deinit(&path);
	return is_allowed;
}

int64_t robots_crawl_delay_ms(const struct robots *r)
{
	return rules_for_us(r)->crawl_delay_ms;
}

size_t robots_sitemaps(const struct robots *r)
{
	return r->n_sitemaps;
}

struct span robots_sitemap(const struct robots *r, size_t i)
{
	return r->sitemaps[i];
}
