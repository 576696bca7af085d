#include "enrich/spoken.h"

#include "base/mem.h"
#include "enrich/tsv.h"

#include <stdlib.h>
#include <string.h>

void spoken_deinit(struct spoken *s)
{
	free(s->lists);
	*s = (struct spoken){ 0 };
}

/* Its bit; that of none when no table has the language. */
static size_t find(const struct spoken *s, struct span language)
{
	size_t i = 0;

	while (i < s->n_languages &&
	       (s->languages[i].len != language.len ||
		memcmp(s->languages[i].ptr, language.ptr, language.len)))
		i++;
	return i < s->n_languages ? i : SPOKEN_LANGUAGES_MAX;
}

/* The bits of the languages in a list, new ones too. */
static bool read_list(struct spoken *s, struct span names, uint64_t *out,
		      struct error *err)
{
	*out = UINT64_MAX;
	if (span_is(names, "mul"))
		return true;
	for (*out = 0; names.len > 0;) {
		struct span one = tsv_word(&names, ',');
		size_t      bit = find(s, one);

		if (bit == SPOKEN_LANGUAGES_MAX &&
		    s->n_languages == SPOKEN_LANGUAGES_MAX) {
			error_set(err, "expected at most %d languages",
				  SPOKEN_LANGUAGES_MAX);
			return false;
		}
		if (bit == SPOKEN_LANGUAGES_MAX) {
			bit = s->n_languages++;
			s->languages[bit] = one;
		}
		*out |= UINT64_C(1) << bit;
	}
	return true;
}

bool spoken_take(struct spoken *s, struct span names, struct arena *arena,
		 uint16_t *out, struct error *err)
{
	struct spoken_list list;

	for (size_t i = 0; i < s->n_lists; i++) {
		if (span_is(names, s->lists[i].names)) {
			*out = (uint16_t)i;
			return true;
		}
	}
	if (s->n_lists > UINT16_MAX) {
		error_set(err, "expected at most %d lists of languages",
			  UINT16_MAX + 1);
		return false;
	}
	list.names = arena_strndup(arena, names.ptr, names.len);
	if (!read_list(s, span_of(list.names), &list.bits, err))
		return false;
	s->lists = xrealloc(s->lists, (s->n_lists + 1) * sizeof(*s->lists));
	s->lists[s->n_lists] = list;
	*out = (uint16_t)s->n_lists++;
	return true;
}

uint64_t spoken_bits(const struct spoken *s, const char *language)
{
	struct span first = { language, strcspn(language, "-") };

	return language[0] ? UINT64_C(1) << find(s, first) : UINT64_MAX;
}
