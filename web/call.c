#include "web/call.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/stamp.h"
#include "base/utf8.h"
#include "trends/period.h"
#include "web/header.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEPARATOR '\x1f' /* between fields; never in a text of ours */
#define NEAR_MAX  3

struct reading {
	const struct route      *route;
	const struct call_world *world;
	struct arena            *a;
	struct call             *out;
	struct problem          *p;
};

/* ---- what is wrong ---- */

static bool refuse(struct reading *r, const char *parameter,
		   const char *expected, const char *found)
{
	problem_of_parameter(r->p, parameter, expected, found);
	return false;
}

static void add_near(struct problem *p, const char *text)
{
	if (p->n_near < ARRAY_LEN(p->near))
		snprintf(p->near[p->n_near++], sizeof(p->near[0]), "%s", text);
}

static bool refuse_name(struct reading *r, const struct param *param,
			enum name_kind kind, const char *expected,
			const char *found)
{
	const struct name  *near[NEAR_MAX];
	const struct names *names = r->world->names;

	refuse(r, param->name, expected, found);
	for (size_t i = 0, n = names_near(names, kind, found, near, NEAR_MAX);
	     i < n; i++)
		add_near(r->p, near[i]->id);
	if (kind != NAME_DEFINITION)
		return false;
	for (size_t i = 0; i < names_count(names, kind) &&
			   r->p->n_allowed < PROBLEM_WORDS_MAX;
	     i++)
		r->p->allowed[r->p->n_allowed++] =
			arena_strdup(r->a, names_at(names, kind, i)->id);
	return false;
}

/* "a|b|c" is what is allowed. */
static bool refuse_choice(struct reading *r, const struct param *param,
			  const char *found)
{
	char *list = arena_strdup(r->a, param->choices);
	char  expected[256] = "one of";

	for (char *state = NULL, *one = strtok_r(list, "|", &state); one;
	     one = strtok_r(NULL, "|", &state)) {
		size_t len = strlen(expected);

		snprintf(expected + len, sizeof(expected) - len, "%s %s",
			 r->p->n_allowed ? "," : "", one);
		r->p->allowed[r->p->n_allowed++] = one;
		if (letters_apart(one, found, 2) <= 2)
			add_near(r->p, one);
	}
	return refuse(r, param->name, expected, found);
}

/* ---- values by type ---- */

static bool is_choice(const char *choices, const char *value)
{
	size_t len = strlen(value);

	for (const char *at = choices;; at++) { /* no choice has a '|' in it */
		if (len && !strchr(value, '|') && strncmp(at, value, len) == 0 &&
		    (at[len] == '|' || !at[len]))
			return true;
		at = strchr(at, '|');
		if (!at)
			return false;
	}
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The form of ISO 3166-1 or -2. */
static bool has_form_of_region(const char *code)
{
	size_t len = strlen(code);

	if (len < 2 || !is_upper(code[0]) || !is_upper(code[1]))
		return false;
	if (len == 2)
		return true;
	if (code[2] != '-' || len < 4 || len > 6)
		return false;
	for (const char *c = code + 3; *c; c++) {
		if (!is_upper(*c) && (*c < '0' || *c > '9'))
			return false;
	}
	return true;
}

static bool read_region(struct reading *r, const struct param *param,
			const char *value)
{
	static const char expected[] =
		"world, an ISO 3166-1 or an ISO 3166-2 code";
	const struct names *names = r->world->names;

	if (strcmp(value, "world") == 0)
		return true;
	if (has_form_of_region(value) &&
	    (!names_count(names, NAME_REGION) ||
	     names_find(names, NAME_REGION, value)))
		return true;
	return refuse_name(r, param, NAME_REGION, expected, value);
}

static bool read_country(struct reading *r, const struct param *param,
			 const char *value)
{
	const struct names *names = r->world->names;

	if (has_form_of_region(value) && strlen(value) == 2 &&
	    (!names_count(names, NAME_REGION) ||
	     names_find(names, NAME_REGION, value)))
		return true;
	return refuse_name(r, param, NAME_REGION, "an ISO 3166-1 code", value);
}

static bool read_skill(struct reading *r, const struct param *param,
		       const char *value)
{
	bool may_be_any = param->type != PARAM_ONE_SKILL;

	if (may_be_any && strcmp(value, "any") == 0)
		return true;
	/* No names: the database knows. */
	if (!r->world->names || names_find(r->world->names, NAME_SKILL, value))
		return true;
	return refuse_name(r, param, NAME_SKILL,
			   may_be_any ? "any or an id of /skills"
				      : "an id of /skills",
			   value);
}

static bool read_definition(struct reading *r, const struct param *param,
			    const char *value)
{
	const struct names *names = r->world->names;

	if (!names_count(names, NAME_DEFINITION) ||
	    names_find(names, NAME_DEFINITION, value))
		return true;
	return refuse_name(r, param, NAME_DEFINITION, "an id of /definitions",
			   value);
}

typedef bool read_fn(struct reading *r, const struct param *param,
		     const char *value);

/* "US,DE": each by itself. */
static bool read_list(struct reading *r, const struct param *param,
		      const char *value, read_fn *read_one)
{
	char  *list = arena_strdup(r->a, value);
	size_t n = 0;

	for (char *at = list; at;) {
		char *comma = strchr(at, ',');

		if (comma)
			*comma++ = '\0';
		if (++n > PAIRS_MAX)
			return refuse(r, param->name, "at most 20", "more");
		if (!read_one(r, param, at))
			return false;
		at = comma;
	}
	return true;
}

static bool read_period(struct reading *r, const struct param *param,
			const char *value)
{
	struct period period;

	if (period_parse(span_of(value), &period, NULL))
		return true;
	return refuse(r, param->name,
		      "2025, 2025Q1, 2025-03, 2025-W10 or 2025-03/12", value);
}

/* 2025-03-01 */
static bool is_day(const char *value)
{
	struct stamp at;
	int          month, day, end = 0;

	return strlen(value) == 10 &&
	       sscanf(value, "%*4[0-9]-%2d-%2d%n", &month, &day, &end) == 2 &&
	       end == 10 && (value[0] == '1' || value[0] == '2') &&
	       stamp_parse_iso(span_of(value), &at) &&
	       at.precision == STAMP_DATE;
}

static bool read_day(struct reading *r, const struct param *param,
		     const char *value)
{
	struct period period;

	if (is_day(value) || (!strchr(value, '/') &&
			      period_parse(span_of(value), &period, NULL)))
		return true;
	return refuse(r, param->name,
		      "a day (2025-03-01) or a period (2025-03)", value);
}

static bool read_time(struct reading *r, const struct param *param,
		      const char *value)
{
	struct stamp at;

	/* PostgreSQL is to read it as we do: RFC 3339 and nothing looser. */
	if (strlen(value) >= 20 && value[4] == '-' && value[7] == '-' &&
	    (value[10] == 'T' || value[10] == ' ') && value[13] == ':' &&
	    value[16] == ':' && stamp_parse_iso(span_of(value), &at) &&
	    at.precision == STAMP_TIME)
		return true;
	return refuse(r, param->name, "a time such as 2025-03-01T00:00:00Z",
		      value);
}

static bool read_number(struct reading *r, const struct param *param,
			const char *value)
{
	char      expected[64];
	size_t    len = strlen(value);
	long long number = atoll(value);

	if (len && len <= 9 && strspn(value, "0123456789") == len &&
	    number >= param->min && number <= param->max)
		return true;
	snprintf(expected, sizeof(expected), "a number from %lld to %lld",
		 (long long)param->min, (long long)param->max);
	return refuse(r, param->name, expected, value);
}

static bool read_text(struct reading *r, const struct param *param,
		      const char *value)
{
	char expected[64];

	if (strlen(value) <= (size_t)param->max)
		return true;
	snprintf(expected, sizeof(expected), "at most %lld bytes",
		 (long long)param->max);
	return refuse(r, param->name, expected, "more");
}

static bool read_currency(struct reading *r, const struct param *param,
			  const char *value)
{
	if (strlen(value) == 3 && is_upper(value[0]) && is_upper(value[1]) &&
	    is_upper(value[2]))
		return true;
	return refuse(r, param->name, "an ISO 4217 code such as EUR", value);
}

static bool read_bool(struct reading *r, const struct param *param,
		      const char *value)
{
	if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
		return true;
	return refuse(r, param->name, "true or false", value);
}

/* ---- cursors ---- */

/* What a cursor belongs to: everything but the page. */
static uint64_t question_hash(const struct call *c)
{
	struct buf key = BUF_INIT;
	uint64_t   hash;

	buf_add_text(&key, c->route->path);
	for (size_t i = 0; i < ROUTE_PARAMS_MAX; i++) {
		enum param_type type = c->route->params[i].type;

		if (!c->route->params[i].name || type == PARAM_LIMIT ||
		    type == PARAM_CURSOR || type == PARAM_FORMAT)
			continue;
		buf_add_char(&key, SEPARATOR);
		buf_add_text(&key, c->values[i] ? c->values[i] : "");
	}
	hash = hash64(buf_span(&key));
	buf_deinit(&key);
	return hash;
}

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789-_";

/* base64url without padding (RFC 4648, 5) */
static void put64(struct span s, struct buf *out)
{
	for (size_t i = 0; i < s.len; i += 3) {
		unsigned bits = 0;
		size_t   n = s.len - i < 3 ? s.len - i : 3;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 |
			       (k < n ? (unsigned char)s.ptr[i + k] : 0);
		for (size_t k = 0; k <= n; k++)
			buf_add_char(out, digits64[bits >> (18 - 6 * k) & 63]);
	}
}

/* NULL when it is none. */
static char *get64(const char *text, struct arena *a)
{
	char    *out = arena_alloc(a, strlen(text) + 1);
	size_t   len = 0;
	unsigned bits = 0, n = 0;

	for (; *text; text++) {
		const char *digit = strchr(digits64, *text);

		if (!digit)
			return NULL;
		bits = (bits << 6 | (unsigned)(digit - digits64)) & 0xffff;
		n += 6;
		if (n >= 8) {
			n -= 8;
			out[len++] = (char)(bits >> n & 0xff);
			if (!out[len - 1])
				return NULL;
		}
	}
	return out;
}

static bool read_cursor(struct reading *r, const char *name, const char *value)
{
	static const char expected[] =
		"`next` of the page before, with the same parameters";
	struct call *c = r->out;
	char        *text = get64(value, r->a);
	char         hash[24];

	snprintf(hash, sizeof(hash), "%016llx",
		 (unsigned long long)question_hash(c));
	if (!text || strlen(text) < 16 || strncmp(text, hash, 16) != 0 ||
	    utf8_valid_prefix(span_of(text)) != strlen(text))
		return refuse(r, name, expected, value);
	text += 16;
	for (int i = 0; i < c->route->cursor_fields; i++) {
		if (!text || *text != SEPARATOR)
			return refuse(r, name, expected, value);
		*text++ = '\0';
		c->cursor[i] = text;
		text = strchr(text, SEPARATOR);
	}
	return text ? refuse(r, name, expected, value) : true;
}

void call_next(const struct call *c, const char *const *fields, struct buf *out)
{
	struct buf plain = BUF_INIT;

	buf_printf(&plain, "%016llx", (unsigned long long)question_hash(c));
	for (int i = 0; i < c->route->cursor_fields; i++) {
		buf_add_char(&plain, SEPARATOR);
		buf_add_text(&plain, fields[i]);
	}
	put64(buf_span(&plain), out);
	buf_deinit(&plain);
}

/* ---- the whole ---- */

static bool read_one(struct reading *r, const struct param *param,
		     const char *value)
{
	switch (param->type) {
	case PARAM_REGION: return read_region(r, param, value);
	case PARAM_REGIONS: return read_list(r, param, value, read_region);
	case PARAM_COUNTRY: return read_country(r, param, value);
	case PARAM_ONE_SKILL:
	case PARAM_SKILL: return read_skill(r, param, value);
	case PARAM_SKILLS: return read_list(r, param, value, read_skill);
	case PARAM_DEFINITION: return read_definition(r, param, value);
	case PARAM_LAST_YEAR:
	case PARAM_PERIOD: return read_period(r, param, value);
	case PARAM_DAY: return read_day(r, param, value);
	case PARAM_TIME: return read_time(r, param, value);
	case PARAM_LIMIT:
	case PARAM_NUMBER: return read_number(r, param, value);
	case PARAM_BOOL: return read_bool(r, param, value);
	case PARAM_CURRENCY: return read_currency(r, param, value);
	case PARAM_TEXT: return read_text(r, param, value);
	case PARAM_CURSOR: return true; /* when all others are known */
	case PARAM_FORMAT:
	case PARAM_CHOICE:
		return is_choice(param->choices, value) ||
		       refuse_choice(r, param, value);
	}
	return false;
}

static bool refuse_unknown(struct reading *r, const char *name)
{
	for (const struct param *p = r->route->params; p->name; p++) {
		r->p->allowed[r->p->n_allowed++] = p->name;
		if (letters_apart(p->name, name, 2) <= 2)
			add_near(r->p, p->name);
	}
	return refuse(r, name[0] ? name : "(no name)",
		      "a parameter of this route", "another");
}

static bool read_pair(struct reading *r, const struct pair *pair)
{
	size_t i = 0;

	while (r->route->params[i].name &&
	       strcmp(r->route->params[i].name, pair->name) != 0)
		i++;
	if (!r->route->params[i].name)
		return refuse_unknown(r, pair->name);
	if (r->out->values[i])
		return refuse(r, pair->name, "one value", "several");
	if (!pair->value[0])
		return true; /* an empty field of a form: not given */
	r->out->values[i] = pair->value;
	return read_one(r, &r->route->params[i], pair->value);
}

static size_t count_list(const char *list)
{
	size_t n = 1;

	for (; *list; list++)
		n += *list == ',';
	return n;
}

static bool complete(struct reading *r)
{
	struct call *c = r->out;
	size_t       pairs = 1;

	for (size_t i = 0; r->route->params[i].name; i++) {
		const struct param *param = &r->route->params[i];

		if (!c->values[i] && param->is_required)
			return refuse(r, param->name,
				      param->type == PARAM_TEXT
					      ? "a text"
					      : "an id of /skills",
				      NULL);
		if (!c->values[i])
			c->values[i] = param->type == PARAM_LAST_YEAR
					       ? r->world->last_year
					       : param->fallback;
		if (param->type == PARAM_REGIONS || param->type == PARAM_SKILLS)
			pairs *= count_list(c->values[i]);
	}
	if (pairs > PAIRS_MAX)
		return refuse(r, "skill",
			      "at most 20 pairs of region and skill", "more");
	return true;
}

static enum call_format format_of(const char *value, const char *accept)
{
	if (!value)
		return header_wants_csv(accept) ? FORMAT_CSV : FORMAT_JSON;
	if (strcmp(value, "csv") == 0)
		return FORMAT_CSV;
	return strcmp(value, "json") == 0 ? FORMAT_JSON : FORMAT_JSON_STAT;
}

/* Format, limit and cursor, once all others are known. */
static bool read_page(struct reading *r, const char *accept, bool has_limit)
{
	struct call *c = r->out;

	for (size_t i = 0; r->route->params[i].name; i++) {
		const struct param *param = &r->route->params[i];

		if (param->type == PARAM_FORMAT)
			c->format = format_of(c->values[i], accept);
		if (param->type == PARAM_LIMIT)
			c->limit = atol(c->values[i]);
	}
	if (c->format == FORMAT_CSV && r->route->cursor_fields && !has_limit)
		c->limit = 0;
	for (size_t i = 0; r->route->params[i].name; i++) {
		if (r->route->params[i].type == PARAM_CURSOR && c->values[i] &&
		    !read_cursor(r, r->route->params[i].name, c->values[i]))
			return false;
	}
	return true;
}

bool call_parse(const struct route *route, const struct target *target,
		const char *accept, const struct call_world *world,
		struct arena *a, struct call *out, struct problem *p)
{
	struct reading r = { route, world, a, out, p };
	bool           has_limit = false;

	*out = (struct call){ .route = route };
	for (size_t i = 0; i < target->n_pairs; i++) {
		if (!read_pair(&r, &target->pairs[i]))
			return false;
		has_limit = has_limit ||
			    (strcmp(target->pairs[i].name, "limit") == 0 &&
			     target->pairs[i].value[0]);
	}
	return complete(&r) && read_page(&r, accept, has_limit);
}

void call_key(const struct call *c, struct buf *out)
{
	buf_printf(out, "%s%c%d%c%ld", c->route->path, SEPARATOR,
		   (int)c->format, SEPARATOR, c->limit);
	for (size_t i = 0; c->route->params[i].name; i++) {
		enum param_type type = c->route->params[i].type;

		if (type == PARAM_FORMAT || type == PARAM_LIMIT)
			continue;
		buf_add_char(out, SEPARATOR);
		if (c->values[i])
			buf_add_text(out, c->values[i]);
	}
}
