#include "enrich/surface_key.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "enrich/letter.h"

#include <string.h>

#define KEYS_MAX 4096

/* A form as keys are compared: its letters as matches compare them. */
static struct span fold(struct span form, char out[FORM_MAX])
{
	const char *at = form.ptr;
	size_t      n = 0;

	while (at < form.ptr + form.len && n + UTF8_MAX <= FORM_MAX) {
		uint32_t c = utf8_next(&at, form.ptr + form.len);

		if (letter_is_separator(c))
			c = ' ';
		n += (size_t)utf8_put(letter_fold(c), out + n);
	}
	return (struct span){ out, n };
}

static uint16_t find(const struct taxonomy *t, struct span folded)
{
	for (size_t i = 0; i < t->n_keys; i++) {
		if (span_same(t->keys[i].form, folded))
			return (uint16_t)(i + 1);
	}
	return 0;
}

uint16_t surface_key_of(const struct taxonomy *t, struct span form)
{
	char folded[FORM_MAX];

	return find(t, fold(form, folded));
}

bool surface_key_add(struct taxonomy *t, struct span surface, struct span word,
		     uint32_t row, struct error *err)
{
	char        buffer[FORM_MAX];
	struct span form = fold(surface, buffer);
	uint16_t    known = find(t, form);

	if (!known && t->n_keys == KEYS_MAX) {
		error_set(err, "expected at most %d surfaces", KEYS_MAX);
		return false;
	}
	if (!known) {
		t->keys = xrealloc(t->keys, (t->n_keys + 1) * sizeof(*t->keys));
		t->keys[t->n_keys++] = (struct surface_key){
			.form = arena_span(&t->arena, form)
		};
		known = (uint16_t)t->n_keys;
	}
	trap_rows_add(&t->keys[known - 1].rows, row);
	t->keys[known - 1].needs_word |= span_is(word, "with");
	t->keys[known - 1].is_name |= span_is(word, "name");
	return true;
}
