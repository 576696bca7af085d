#include "parsers/json.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define EXACT_DIGITS 15 /* every integer of so many is exact in a double */
#define NODES_MAX 2000000        /* of one document: 128 MB */
#define NODES_FIRST 128          /* of the first block; they double */
#define KEY_MAX 64 /* bytes of a name that may follow a bare quote */

/*
 * A reader of our own that makes cJSON's nodes: it reads in place from one
 * copy of the text and takes nodes from blocks, which is 3x as fast as
 * cJSON_Parse, sees the digits of numbers, and forgives.
 */
struct block {
	struct block *next;
	size_t        used, size; /* nodes */
	cJSON         nodes[];
};

/* What json_free releases; the root comes first, so it leads here. */
struct memory {
	cJSON         root;
	struct block *blocks;
	char         *text;
};

struct level {
	cJSON *container;
	cJSON *last; /* its newest member */
};

struct reader {
	struct memory *memory;
	char          *text; /* behind one byte that digits may move into */
	char          *at, *end;
	size_t         n_nodes;
	bool           is_loose; /* quotes within strings stand bare */
	bool           is_key;   /* while the name of a member is read */
	struct level   levels[PARSER_DEPTH_MAX];
	size_t         depth;
	const char    *problem; /* what was expected, NULL while all is well */
};

static cJSON *new_node(struct reader *r)
{
	struct block *b = r->memory->blocks;

	if (++r->n_nodes > NODES_MAX)
		return NULL;
	if (!b || b->used == b->size) {
		size_t size = b ? b->size * 2 : NODES_FIRST;

		b = xmalloc(sizeof(*b) + size * sizeof(cJSON));
		b->next = r->memory->blocks;
		b->used = 0;
		b->size = size;
		r->memory->blocks = b;
	}
	return memset(&b->nodes[b->used++], 0, sizeof(cJSON));
}

/* White space and, though JSON has none, comments. */
static void skip_blanks(struct reader *r)
{
	for (;;) {
		char *close;

		while (*r->at == ' ' || (*r->at >= '\t' && *r->at <= '\r'))
			r->at++;
		if (r->at[0] != '/' || (r->at[1] != '/' && r->at[1] != '*'))
			return;
		close = strstr(r->at + 2, r->at[1] == '*' ? "*/" : "\n");
		r->at = close ? close + (r->at[1] == '*' ? 2 : 1) : r->end;
	}
}

/* The number of so many hexadecimal digits; -1 when they are others. */
static int hex(const char *at, int digits)
{
	int n = 0;

	for (int i = 0; i < digits; i++) {
		char c = at[i];
		int  d = c >= '0' && c <= '9'	? c - '0'
			 : c >= 'a' && c <= 'f' ? c - 'a' + 10
			 : c >= 'A' && c <= 'F' ? c - 'A' + 10
						: -1;

		if (d < 0)
			return -1;
		n = n * 16 + d;
	}
	return n;
}

/* "u00e9" at *at, surrogate pairs too; a zero, which would end the text, goes. */
static char *put_unicode(char **at, char *to)
{
	int high = hex(*at + 1, 4), low;

	if (high < 0)
		return to; /* the 'u' stays */
	*at += 5;
	if (high >= 0xD800 && high < 0xDC00 && (*at)[0] == '\\' &&
	    (*at)[1] == 'u' && (low = hex(*at + 2, 4)) >= 0xDC00 &&
	    low < 0xE000) {
		*at += 6;
		high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
	}
	if (high)
		to += utf8_put((uint32_t)high, to);
	return to;
}

/* What follows a backslash at *at; no escape is shorter than its meaning. */
static char *put_escape(char **at, char *to)
{
	static const char from[] = "nrtbf";
	static const char meaning[] = "\n\r\t\b\f";
	const char       *known = **at ? strchr(from, **at) : NULL;
	char             *before = *at;

	if (**at == 'u') {
		to = put_unicode(at, to);
		if (*at != before)
			return to;
	}
	if (**at == 'x' && hex(*at + 1, 2) > 0) { /* of scripts */
		to += utf8_put((uint32_t)hex(*at + 1, 2), to);
		*at += 3;
		return to;
	}
	*to++ = known ? meaning[known - from] : **at;
	(*at)++;
	return to;
}

static char *pass_blanks(char *at)
{
	while (*at == ' ' || (*at >= '\t' && *at <= '\r'))
		at++;
	return at;
}

/* Does "name": stand at `at`? */
static bool is_key_at(const char *at, const char *end)
{
	size_t      room = (size_t)(end - at);
	const char *close;

	if (room < 3 || *at != '"')
		return false;
	room = room - 1 < KEY_MAX ? room - 1 : KEY_MAX;
	close = memchr(at + 1, '"', room);
	if (!close)
		return false;
	for (close++; *close == ' ' || (*close >= '\t' && *close <= '\r');)
		close++;
	return *close == ':';
}

/*
 * Does the string end with `quote`, by what stands behind it? Pages that are
 * put together by hand have texts with quotes of their own in them.
 */
static bool ends_string(const struct reader *r, char *quote)
{
	const struct level *in = r->depth ? &r->levels[r->depth - 1] : NULL;
	char               *at = pass_blanks(quote + 1);

	if (!in || r->is_key)
		return *at == ':' || !in;
	if (in->container->type == cJSON_Array)
		return *at == ']' || *at == ',';
	if (*at == ',')
		at = pass_blanks(at + 1);
	return *at == '}' || is_key_at(at, r->end);
}

/* The string behind the quote at r->at, decoded in place. */
static char *read_string(struct reader *r)
{
	char  mark = *r->at; /* scripts of pages use ' too */
	char *start = ++r->at;
	char *to = start;
	char *quote = NULL;

	for (;;) {
		char  *slash;
		size_t run;

		if (!quote || quote < r->at)
			quote = memchr(r->at, mark, (size_t)(r->end - r->at));
		if (!quote) {
			r->at = r->end;
			r->problem = "more JSON";
			return start;
		}
		slash = memchr(r->at, '\\', (size_t)(quote - r->at));
		run = (size_t)((slash ? slash : quote) - r->at);
		if (to != r->at)
			memmove(to, r->at, run);
		to += run;
		if (!slash && r->is_loose && !ends_string(r, quote)) {
			*to++ = mark;
			r->at = quote + 1;
			continue;
		}
		if (!slash)
			break;
		r->at = slash + 1;
		to = put_escape(&r->at, to);
	}
	*to = '\0';
	r->at = quote + 1;
	return start;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_number_char(char c)
{
	return is_digit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' ||
	       c == '-';
}

static void read_number(struct reader *r, cJSON *node)
{
	char   *first = r->at, *digits = first + (*first == '-');
	char   *p = digits;
	int64_t n = 0;

	while (is_digit(*p) && p - digits < EXACT_DIGITS)
		n = n * 10 + (*p++ - '0');
	node->type = cJSON_Number;
	if (!is_number_char(*p)) {
		node->valuedouble = (double)(*first == '-' ? -n : n);
		r->at = p;
		return;
	}
	while (is_digit(*p))
		p++;
	if (!is_number_char(*p)) { /* over the byte before, which is read */
		memmove(first - 1, first, (size_t)(p - first));
		p[-1] = '\0';
		node->type = cJSON_String;
		node->valuestring = first - 1;
		r->at = p;
		return;
	}
	while (is_number_char(*p))
		p++;
	node->valuedouble = strtod(first, NULL);
	r->at = p;
}

static void read_word(struct reader *r, cJSON *node)
{
	static const struct {
		const char *word;
		int         type;
	} words[] = {
		{ "true", cJSON_True },  { "false", cJSON_False },
		{ "null", cJSON_NULL },  { "undefined", cJSON_NULL },
		{ "NaN", cJSON_NULL },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		size_t len = strlen(words[i].word);

		if (strncmp(r->at, words[i].word, len) == 0) {
			node->type = words[i].type;
			r->at += len;
			return;
		}
	}
	r->problem = "JSON";
}

static void open_container(struct reader *r, cJSON *node, int type)
{
	node->type = type;
	r->at++;
	if (r->depth == PARSER_DEPTH_MAX)
		r->problem = "";
	else
		r->levels[r->depth++] = (struct level){ node, NULL };
}

static void read_value(struct reader *r, cJSON *node)
{
	switch (*r->at) {
	case '{': open_container(r, node, cJSON_Object); break;
	case '[': open_container(r, node, cJSON_Array); break;
	case '"':
	case '\'':
		node->type = cJSON_String;
		node->valuestring = read_string(r);
		break;
	default:
		if (is_digit(*r->at) || (*r->at == '-' && is_digit(r->at[1])))
			read_number(r, node);
		else
			read_word(r, node);
	}
}

/* Of a key without quotes, as scripts of pages write it; 0 when it is none. */
static size_t name_length(const char *at)
{
	size_t n = 0;

	while ((at[n] >= 'a' && at[n] <= 'z') || (at[n] >= 'A' && at[n] <= 'Z') ||
	       at[n] == '_' || at[n] == '$' || (n && is_digit(at[n])))
		n++;
	return n;
}

/* "key": of an object; NULL with a problem when it is none. */
static char *read_key(struct reader *r)
{
	char  *key = r->at;
	size_t len = name_length(key);

	r->is_key = true;
	if (*key == '"' || *key == '\'')
		key = read_string(r);
	else if (len)
		r->at += len;
	else
		r->problem = "JSON";
	r->is_key = false;
	if (r->problem)
		return NULL;
	skip_blanks(r);
	if (*r->at != ':') {
		r->problem = "':'";
		return NULL;
	}
	if (len)
		key[len] = '\0'; /* the colon, or a blank before it */
	r->at++;
	skip_blanks(r);
	return key;
}

static void read_member(struct reader *r)
{
	struct level *level = &r->levels[r->depth - 1];
	bool          is_object = level->container->type == cJSON_Object;
	char         *key = is_object ? read_key(r) : NULL;
	cJSON        *node;

	if (r->problem)
		return;
	node = new_node(r);
	if (!node) {
		r->problem = "fewer values";
		return;
	}
	if (level->last) {
		level->last->next = node;
		node->prev = level->last;
	} else {
		level->container->child = node;
	}
	level->last = node;
	read_value(r, node);
	node->string = key;
}

/* Commas are passed over wherever they stand: trailing ones are common. */
static void read_document(struct reader *r)
{
	skip_blanks(r);
	read_value(r, &r->memory->root);
	while (r->depth && !r->problem) {
		const cJSON *in = r->levels[r->depth - 1].container;

		skip_blanks(r);
		if (*r->at == (in->type == cJSON_Object ? '}' : ']')) {
			r->depth--;
			r->at++;
		} else if (*r->at == ',') {
			r->at++;
		} else {
			read_member(r);
		}
	}
}

static size_t line_of(struct span text, size_t offset)
{
	size_t line = 1;

	for (size_t i = 0; i < offset && i < text.len; i++)
		line += text.ptr[i] == '\n';
	return line;
}

static void explain(const struct reader *r, struct span text,
		    struct error *err)
{
	size_t offset = (size_t)(r->at - r->text);
	size_t line = line_of(text, offset);
	int    n = 0;

	if (!r->problem[0]) {
		error_set(err, "line %zu: expected nesting up to %d, got more",
			  line, PARSER_DEPTH_MAX);
		return;
	}
	if (offset >= text.len) {
		error_set(err, "line %zu: expected more JSON, got the end",
			  line);
		return;
	}
	while (n < 20 && offset + (size_t)n < text.len &&
	       text.ptr[offset + (size_t)n] > ' ' &&
	       text.ptr[offset + (size_t)n] < 0x7F)
		n++;
	error_set(err, "line %zu: expected %s, got \"%.*s\"", line, r->problem,
		  n, text.ptr + offset);
}

/* *behind is what stands behind the value when there is one. */
static cJSON *parse(struct span *behind, bool is_loose, struct error *err)
{
	struct span    text = span_trim(*behind);
	struct reader  r = { .is_loose = is_loose };
	struct memory *m;
	char          *zero;

	if (!text.len) {
		error_set(err, "expected JSON, got nothing");
		return NULL;
	}
	m = xcalloc(1, sizeof(*m));
	m->text = xmalloc(text.len + 2);
	r.memory = m;
	r.text = r.at = m->text + 1;
	r.end = r.text + text.len;
	memcpy(r.text, text.ptr, text.len);
	*r.end = '\0';
	for (zero = r.text;
	     (zero = memchr(zero, '\0', (size_t)(r.end - zero)));)
		*zero = ' ';
	read_document(&r);
	if (r.problem) {
		explain(&r, text, err);
		json_free(&m->root);
		return NULL;
	}
	behind->len = (size_t)(r.end - r.at);
	behind->ptr = text.ptr + text.len - behind->len;
	return &m->root;
}

cJSON *json_parse(struct span text, struct error *err)
{
	return parse(&text, false, err);
}

cJSON *json_parse_next(struct span *text, struct error *err)
{
	struct error ignored = ERROR_INIT;
	cJSON       *root = parse(text, false, err);

	return root ? root : parse(text, true, &ignored);
}

void json_free(cJSON *root)
{
	struct memory *m = (struct memory *)root;

	if (!m)
		return;
	while (m->blocks) {
		struct block *next = m->blocks->next;

		free(m->blocks);
		m->blocks = next;
	}
	free(m->text);
	free(m);
}
