#include "enrich/automaton_build.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "enrich/letter.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void *grown(void *items, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return items;
	*cap = *cap ? *cap * 2 : 1024;
	return xrealloc(items, *cap * size);
}

struct automaton_builder *automaton_builder_new(void)
{
	struct automaton_builder *b = xcalloc(1, sizeof(*b));

	b->n_classes = CLASS_FIRST;
	b->groups = UINT32_MAX;
	b->nodes = grown(NULL, 0, &b->cap_nodes, sizeof(*b->nodes));
	b->nodes[b->n_nodes++] = (struct node){ 0 };
	b->outputs = grown(NULL, 0, &b->cap_outputs, sizeof(*b->outputs));
	b->outputs[b->n_outputs++] = (struct chained_output){ 0 };
	b->forms = grown(NULL, 0, &b->forms_cap, 1);
	b->forms[b->forms_len++] = '\0';
	return b;
}

void automaton_builder_group(struct automaton_builder *b, uint32_t groups)
{
	b->groups = groups;
}

void automaton_builder_free(struct automaton_builder *b)
{
	if (!b)
		return;
	free(b->forms);
	free(b->outputs);
	free(b->nodes);
	free(b);
}

/* ---- forms into the trie ---- */

static uint32_t child_of(struct automaton_builder *b, uint32_t parent,
			 uint16_t class)
{
	uint32_t before = 0;
	uint32_t at = b->nodes[parent].child;
	uint32_t made;

	/* it has a child for nearly every letter there is */
	if (!parent && b->begun[class])
		return b->begun[class];
	while (at && b->nodes[at].class < class) {
		before = at;
		at = b->nodes[at].next;
	}
	if (at && b->nodes[at].class == class)
		return at;
	b->nodes = grown(b->nodes, b->n_nodes, &b->cap_nodes, sizeof(*b->nodes));
	made = (uint32_t)b->n_nodes++;
	b->nodes[made] = (struct node){ .class = class, .next = at };
	if (before)
		b->nodes[before].next = made;
	else
		b->nodes[parent].child = made;
	if (!parent)
		b->begun[class] = made;
	return made;
}

static uint16_t class_for(struct automaton_builder *b, uint32_t c)
{
	if (c == '*')
		return CLASS_STAR;
	if (letter_is_separator(c))
		return CLASS_SEPARATOR;
	c = letter_fold(c);
	if (c > 0xFFFF)
		return CLASS_DEAD;
	if (!b->class_of[c])
		b->class_of[c] = b->n_classes++;
	return b->class_of[c];
}

static uint32_t keep_form(struct automaton_builder *b, struct span form)
{
	uint32_t at = (uint32_t)b->forms_len;

	while (b->forms_len + form.len + 1 > b->forms_cap)
		b->forms = grown(b->forms, b->forms_cap, &b->forms_cap, 1);
	memcpy(b->forms + at, form.ptr, form.len);
	b->forms[at + form.len] = '\0';
	b->forms_len += form.len + 1;
	return at;
}

static bool form_is_sound(struct span form, struct error *err)
{
	const char *at = form.ptr;
	uint32_t    first;

	if (form.len == 0 || form.len > FORM_MAX) {
		error_set(err, "expected a form of 1 to %d bytes, found %zu",
			  FORM_MAX, form.len);
		return false;
	}
	if (*at == '{')
		at++;
	first = utf8_next(&at, form.ptr + form.len);
	if (letter_kind(first) == LETTER_NONE || first > 0xFFFF) {
		error_set(err, "expected a form that begins with a letter or "
			       "digit, found %.*s", (int)form.len, form.ptr);
		return false;
	}
	return true;
}

bool automaton_builder_add(struct automaton_builder *b, struct span form,
			   unsigned flags, uint32_t id, struct error *err)
{
	const char    *end = form.ptr + form.len;
	uint32_t       node = 0;
	struct output  out = { .id = id, .flags = flags, .groups = b->groups };
	bool           has_braces = false;

	if (!form_is_sound(form, err))
		return false;
	if (b->n_nodes + FORM_MAX > NODES_MAX) {
		error_set(err, "expected a dictionary of at most %d letters",
			  NODES_MAX);
		return false;
	}
	for (const char *at = form.ptr; at < end;) {
		uint32_t c = utf8_next(&at, end);

		if (c == '{' || c == '}') {
			has_braces = true;
			continue;
		}
		node = child_of(b, node, class_for(b, c));
		b->nodes[node].groups |= b->groups;
	}
	if (has_braces || flags & FORM_CASE)
		out.form = keep_form(b, form);
	b->outputs = grown(b->outputs, b->n_outputs, &b->cap_outputs,
			   sizeof(*b->outputs));
	b->outputs[b->n_outputs] =
		(struct chained_output){ out, b->nodes[node].outputs };
	b->nodes[node].outputs = (uint32_t)b->n_outputs++;
	return true;
}

/* ---- classes of code points ---- */

/* What is known of every code point of the first plane, whatever the forms. */
struct letters {
	uint16_t fold[0x10000]; /* 0: beyond the plane */
	uint16_t kind[0x10000]; /* enum letter_kind, and KIND_* */
};

#define KIND_BITS 0xFF
#define KIND_SEPARATOR 0x100
#define KIND_IGNORED 0x200

static struct letters *letters_new(void)
{
	struct letters *l = xmalloc(sizeof(*l));

	for (uint32_t c = 0; c < 0x10000; c++) {
		uint32_t folded = letter_fold(c);

		l->fold[c] = folded <= 0xFFFF ? (uint16_t)folded : 0;
		l->kind[c] = (uint16_t)letter_kind(c);
		if (letter_is_separator(c))
			l->kind[c] |= KIND_SEPARATOR;
		else if (letter_is_ignorable(c))
			l->kind[c] |= KIND_IGNORED;
	}
	return l;
}

static uint16_t entry_of(const struct automaton_builder *b,
			 const struct letters *l, uint32_t c)
{
	uint16_t class = b->class_of[l->fold[c]];

	if (l->kind[c] & KIND_SEPARATOR)
		class = CLASS_SEPARATOR;
	else if (l->kind[c] & KIND_IGNORED)
		class = CLASS_IGNORED;
	return (uint16_t)(class | (l->kind[c] & KIND_BITS) << KIND_SHIFT);
}

/* Index of an equal page, or of a new one: most of Unicode looks alike. */
static uint16_t page_index(struct automaton *a, const uint16_t page[256])
{
	for (size_t i = 0; i < a->n_pages; i++) {
		if (!memcmp(a->pages[i], page, sizeof(a->pages[i])))
			return (uint16_t)i;
	}
	a->pages = xrealloc(a->pages, (a->n_pages + 1) * sizeof(a->pages[0]));
	memcpy(a->pages[a->n_pages], page, sizeof(a->pages[0]));
	return (uint16_t)a->n_pages++;
}

/* Planes above the first hold no letters of forms: all dead there. */
static void make_classes(struct automaton *a, const struct automaton_builder *b,
			 const struct letters *letters)
{
	uint16_t page[256] = { 0 };

	page_index(a, page); /* page 0: nothing known */
	for (uint32_t high = 0; high < 0x100; high++) {
		for (uint32_t low = 0; low < 256; low++)
			page[low] = entry_of(b, letters, high << 8 | low);
		a->page_of[high] = page_index(a, page);
	}
	for (uint32_t c = 0; c < 128; c++) {
		a->ascii[c] = a->pages[a->page_of[0]][c];
		a->is_plain[c] = letter_kind(c) == LETTER_WORD;
	}
	a->n_classes = b->n_classes;
}

/* ---- the trie into a double array ---- */

struct packing {
	const struct automaton_builder *b;
	struct automaton               *a;
	size_t                          cap;
	uint32_t                        first_free; /* none below it */
};

static void reserve(struct packing *p, size_t n)
{
	if (n <= p->cap)
		return;
	p->a->states = xrealloc(p->a->states, n * 2 * sizeof(struct state));
	memset(p->a->states + p->cap, 0, (n * 2 - p->cap) * sizeof(struct state));
	p->cap = n * 2;
}

static bool is_free(struct packing *p, uint32_t at)
{
	reserve(p, (size_t)at + 1);
	return p->a->states[at].check == 0;
}

/* The least base at which all children of `node` find room. */
static uint32_t find_base(struct packing *p, uint32_t node)
{
	const struct node *nodes = p->b->nodes;
	uint32_t           least = nodes[nodes[node].child].class;

	while (!is_free(p, p->first_free))
		p->first_free++;
	for (uint32_t at = p->first_free;; at++) {
		uint32_t base = at > least ? at - least : 1;
		uint32_t c = nodes[node].child;

		while (c && is_free(p, base + nodes[c].class))
			c = nodes[c].next;
		if (!c)
			return base;
	}
}

static uint32_t pack_outputs(struct packing *p, uint32_t first)
{
	struct automaton *a = p->a;
	uint32_t          at = (uint32_t)a->n_outputs;

	if (!first)
		return 0;
	for (uint32_t o = first; o; o = p->b->outputs[o].next) {
		a->outputs[a->n_outputs] = p->b->outputs[o].out;
		a->outputs[a->n_outputs++].is_last = !p->b->outputs[o].next;
	}
	return at;
}

static void pack(struct packing *p, uint32_t node, uint32_t state)
{
	const struct node *nodes = p->b->nodes;
	uint32_t           base;

	p->a->states[state].outputs = pack_outputs(p, nodes[node].outputs);
	if (!nodes[node].child)
		return;
	base = find_base(p, node);
	p->a->states[state].base = base;
	for (uint32_t c = nodes[node].child; c; c = nodes[c].next) {
		p->a->states[base + nodes[c].class].check = state;
		p->a->states[state].has_star |= nodes[c].class == CLASS_STAR;
	}
	for (uint32_t c = nodes[node].child; c; c = nodes[c].next)
		pack(p, c, base + nodes[c].class);
}

static void make_states(struct automaton *a, const struct automaton_builder *b)
{
	struct packing p = { .b = b, .a = a, .first_free = 2 };

	a->outputs = xcalloc(b->n_outputs + 1, sizeof(*a->outputs));
	a->n_outputs = 1; /* 0 is nobody */
	reserve(&p, b->n_nodes + b->n_classes + 2);
	a->states[0].check = STATES_MAX; /* never a state */
	a->states[1].check = STATES_MAX; /* the root */
	pack(&p, 0, 1);
	/* A step from any state by any class stays inside. */
	a->n_states = p.cap;
	while (a->n_states > 2 && a->states[a->n_states - 1].check == 0)
		a->n_states--;
	a->n_states += b->n_classes;
	assert(a->n_states <= STATES_MAX);
	reserve(&p, a->n_states);
	a->states = xrealloc(a->states, a->n_states * sizeof(*a->states));

	a->root = xcalloc(b->n_classes, sizeof(*a->root));
	for (uint32_t c = b->nodes[0].child; c; c = b->nodes[c].next)
		a->root[b->nodes[c].class] =
			a->states[1].base + b->nodes[c].class;
}

static struct word_filter *filter_new(void)
{
	struct word_filter *filter = xcalloc(1, sizeof(*filter));

	for (uint32_t c = 0; c < 128; c++) {
		filter->asked[c] = letter_is_separator(c) ? ALL_BITS : 0;
		filter->unasked[c] = c == ' ' ? 0 : filter->asked[c];
	}
	return filter;
}

static struct automaton *build(struct automaton_builder *b,
			       const struct letters *l, struct word_filter *filter)
{
	struct automaton *a = xcalloc(1, sizeof(*a));

	assert(b->n_classes <= CLASS_MASK);
	a->filter = filter;
	a->filter_bit = (uint8_t)(FILTER_ALONE << filter->users++);
	make_classes(a, b, l);
	make_states(a, b);
	automaton_make_first(a, b);
	a->forms = b->forms;
	a->forms_len = b->forms_len;
	b->forms = NULL;
	automaton_builder_free(b);
	return a;
}

void automaton_build_all(struct automaton_builder *const *builders, size_t n,
			 struct automaton **out)
{
	struct letters     *letters = letters_new();
	struct word_filter *filter = filter_new();

	assert(n > 0 && n <= SHARING_MAX);
	for (size_t i = 0; i < n; i++)
		out[i] = build(builders[i], letters, filter);
	free(letters);
}

struct automaton *automaton_build(struct automaton_builder *b)
{
	struct automaton *a;

	automaton_build_all(&b, 1, &a);
	return a;
}

void automaton_free(struct automaton *a)
{
	if (!a)
		return;
	if (--a->filter->users == 0)
		free(a->filter);
	free(a->nexts);
	free(a->first);
	free(a->stems);
	free(a->forms);
	free(a->root);
	free(a->outputs);
	free(a->states);
	free(a->pages);
	free(a);
}
