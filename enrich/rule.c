#include "enrich/rule.h"

#include "base/mem.h"

#include <string.h>

#define RULE_STEPS_MAX 64
#define RULE_DEPTH_MAX 16

enum operation {
	PUSH_COUNT,      /* count[a][b] >= least */
	PUSH_ROLE,       /* a role of set a */
	PUSH_DEFINITION, /* definition a */
	OP_AND,
	OP_OR,
	OP_NOT,
};

struct rule_step {
	uint8_t  op;
	uint8_t  a, b;
	uint16_t least;
};

static const char *const scope_names[N_SCOPES] = {
	[SCOPE_TITLE] = "title",   [SCOPE_REQUIREMENT] = "requirement",
	[SCOPE_DUTY] = "duty",     [SCOPE_DEMAND] = "demand",
	[SCOPE_ANY] = "any",
};

/* In the order of the bits of enum skill_trait. */
static const char *const trait_names[N_TRAITS + 1] = {
	"core",  "broad",     "generative", "tool",
	"build", "hiringlab", "lightcast",  "skill",
};

static const char *const role_names[] = { "ai", "core", "gig", "builder", "plain" };

struct parse {
	struct span              text;
	const struct rule_names *names;
	struct rule_step         steps[RULE_STEPS_MAX];
	size_t                   n_steps;
	struct error            *err;
};

static bool refuse(struct parse *p, const char *expected)
{
	error_set(p->err, "rule: expected %s, found \"%.*s\"", expected,
		  (int)p->text.len, p->text.ptr);
	return false;
}

static char peek(struct parse *p)
{
	p->text = span_trim(p->text);
	return p->text.len ? p->text.ptr[0] : '\0';
}

static void advance(struct parse *p, size_t bytes)
{
	p->text.ptr += bytes;
	p->text.len -= bytes;
}

static bool emit(struct parse *p, struct rule_step step)
{
	if (p->n_steps == RULE_STEPS_MAX)
		return refuse(p, "a shorter rule");
	p->steps[p->n_steps++] = step;
	return true;
}

static int find_name(const char *const *names, size_t n, struct span name)
{
	for (size_t i = 0; i < n; i++) {
		if (span_is(name, names[i]))
			return (int)i;
	}
	return -1;
}

/* Index in the counts of a scope. */
static int find_count(const struct parse *p, struct span name)
{
	int i = find_name(trait_names, ARRAY_LEN(trait_names), name);

	if (i < 0) {
		i = find_name(p->names->sets, p->names->n_sets, name);
		i = i < 0 ? -1 : TRAIT_ANY + 1 + i;
	}
	return i;
}

static struct span take_name(struct parse *p)
{
	struct span name = { p->text.ptr, 0 };

	while (p->text.len > 0 && ((*p->text.ptr >= 'a' && *p->text.ptr <= 'z') ||
				   *p->text.ptr == '-')) {
		name.len++;
		advance(p, 1);
	}
	return name;
}

static bool take_least(struct parse *p, uint16_t *least)
{
	*least = 1;
	peek(p);
	if (!span_starts(p->text, ">="))
		return true;
	advance(p, 2);
	if (peek(p) < '0' || *p->text.ptr > '9')
		return refuse(p, "a number");
	*least = (uint16_t)(*p->text.ptr - '0');
	advance(p, 1);
	return true;
}

static bool parse_atom(struct parse *p)
{
	struct rule_step step = { 0 };
	struct span      name = take_name(p);
	int              i = find_name(p->names->ids, p->names->n_ids, name);
	struct span      second;
	int              scope, trait;

	if (p->text.len == 0 || *p->text.ptr != '.') {
		if (i < 0)
			return refuse(p, "a definition stated above");
		step.op = PUSH_DEFINITION;
		step.a = (uint8_t)i;
		return emit(p, step);
	}
	advance(p, 1);
	second = take_name(p);
	if (span_is(name, "role")) {
		i = find_name(role_names, ARRAY_LEN(role_names), second);
		if (i < 0)
			return refuse(p, "ai, core, gig, builder or plain");
		step.op = PUSH_ROLE;
		step.a = (uint8_t)(1u << i);
		return emit(p, step);
	}
	scope = find_name(scope_names, N_SCOPES, name);
	trait = find_count(p, second);
	if (scope < 0 || trait < 0)
		return refuse(p, "a scope and a trait or list");
	step = (struct rule_step){ .op = PUSH_COUNT, .a = (uint8_t)scope,
				   .b = (uint8_t)trait };
	return take_least(p, &step.least) && emit(p, step);
}

static bool parse_or(struct parse *p, int depth);

static bool parse_unary(struct parse *p, int depth)
{
	if (depth > RULE_DEPTH_MAX)
		return refuse(p, "less nesting");
	switch (peek(p)) {
	case '!':
		advance(p, 1);
		return parse_unary(p, depth + 1) &&
		       emit(p, (struct rule_step){ .op = OP_NOT });
	case '(':
		advance(p, 1);
		if (!parse_or(p, depth + 1))
			return false;
		if (peek(p) != ')')
			return refuse(p, ")");
		advance(p, 1);
		return true;
	default: return parse_atom(p);
	}
}

static bool parse_and(struct parse *p, int depth)
{
	if (!parse_unary(p, depth))
		return false;
	while (peek(p) == '&') {
		advance(p, 1);
		if (!parse_unary(p, depth) ||
		    !emit(p, (struct rule_step){ .op = OP_AND }))
			return false;
	}
	return true;
}

static bool parse_or(struct parse *p, int depth)
{
	if (!parse_and(p, depth))
		return false;
	while (peek(p) == '|') {
		advance(p, 1);
		if (!parse_and(p, depth) ||
		    !emit(p, (struct rule_step){ .op = OP_OR }))
			return false;
	}
	return true;
}

bool rule_parse(struct span text, const struct rule_names *names,
		struct arena *arena, struct rule *out, struct error *err)
{
	struct parse p = { .text = text, .names = names, .err = err };

	if (!parse_or(&p, 0))
		return false;
	if (peek(&p))
		return refuse(&p, "the end");
	out->n_steps = p.n_steps;
	out->steps = arena_alloc(arena, p.n_steps * sizeof(*p.steps));
	memcpy(out->steps, p.steps, p.n_steps * sizeof(*p.steps));
	return true;
}

static bool value_of(const struct rule_step *s, const struct rule_input *in,
		     uint64_t before)
{
	switch (s->op) {
	case PUSH_COUNT: return in->count[s->a][s->b] >= s->least;
	case PUSH_ROLE: return in->roles & s->a;
	default: return before >> s->a & 1;
	}
}

bool rule_holds(const struct rule *rule, const struct rule_input *in,
		uint64_t before)
{
	bool   stack[RULE_STEPS_MAX + 1] = { false };
	size_t n = 0; /* the parser leaves one value for every operand */

	for (size_t i = 0; i < rule->n_steps; i++) {
		const struct rule_step *s = &rule->steps[i];

		switch (s->op) {
		case OP_AND:
			n--;
			stack[n - 1] &= stack[n];
			break;
		case OP_OR:
			n--;
			stack[n - 1] |= stack[n];
			break;
		case OP_NOT: stack[n - 1] = !stack[n - 1]; break;
		default: stack[n++] = value_of(s, in, before);
		}
	}
	return stack[0];
}
