/*
 * Numbers with units, as people write them in the configuration.
 */
#include "base/mem.h"
#include "daemon/config.h"

#include <string.h>

struct unit {
	const char *name;
	int64_t     factor;
};

static const struct unit durations[] = {
	{ "ms",  1        },
	{ "s",   1000     },
	{ "min", 60000    },
	{ "h",   3600000  },
	{ "d",   86400000 },
};

static const struct unit sizes[] = {
	{ "B",   1                   },
	{ "KiB", INT64_C(1) << 10    },
	{ "MiB", INT64_C(1) << 20    },
	{ "GiB", INT64_C(1) << 30    },
};

/* "1.5 h": digits, at most three decimals, blanks, a unit. */
static bool parse(const char *text, const struct unit *units, size_t n,
		  int64_t *out)
{
	int64_t whole = 0, thousandths = 0, place = 100;
	bool    has_digit = false;

	for (; *text >= '0' && *text <= '9'; text++) {
		has_digit = true;
		whole = whole * 10 + (*text - '0');
		if (whole > INT64_C(1000000000000))
			return false;
	}
	if (*text == '.' && has_digit) {
		for (text++; *text >= '0' && *text <= '9'; text++) {
			thousandths += (*text - '0') * place;
			place /= 10;
		}
	}
	if (!has_digit)
		return false;
	text += strspn(text, " \t");
	for (size_t i = 0; i < n; i++) {
		if (strcmp(text, units[i].name) == 0) {
			if (whole > INT64_MAX / 2 / units[i].factor)
				return false;
			*out = whole * units[i].factor +
			       thousandths * units[i].factor / 1000;
			return true;
		}
	}
	return false;
}

bool duration_parse(const char *text, int64_t *milliseconds)
{
	return parse(text, durations, ARRAY_LEN(durations), milliseconds);
}

bool size_parse(const char *text, int64_t *bytes)
{
	return parse(text, sizes, ARRAY_LEN(sizes), bytes);
}
