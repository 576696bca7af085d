#include "cli/terminal.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS 80 /* of a terminal that does not say */
#define LINES   24

static enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color;

bool terminal_color(const char *when)
{
	static const char *const names[] = {
		[COLOR_AUTO] = "auto",
		[COLOR_ALWAYS] = "always",
		[COLOR_NEVER] = "never",
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (!when || strcmp(when, names[i]) == 0) {
			color = i;
			return true;
		}
	}
	return false;
}

static bool is_term(const char *name)
{
	const char *term = getenv("TERM");

	return term && strcmp(term, name) == 0;
}

static bool wants_color(bool is_terminal)
{
	const char *no = getenv("NO_COLOR");

	if (color != COLOR_AUTO)
		return color == COLOR_ALWAYS;
	return is_terminal && !(no && *no) && !is_term("dumb");
}

/* The console of Linux knows UTF-8, but its fonts lack most blocks. */
static bool wants_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	if (is_term("linux") || is_term("dumb"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *locale = getenv(names[i]);
		const char *set;

		if (!locale || !*locale)
			continue;
		set = strchr(locale, '.');
		return set && (strncasecmp(set, ".utf-8", 6) == 0 ||
			       strncasecmp(set, ".utf8", 5) == 0);
	}
	return true;
}

struct screen terminal_screen(FILE *f)
{
	bool           is_terminal = isatty(fileno(f));
	struct winsize size = { 0 };
	struct screen  s = {
		 .has_color = wants_color(is_terminal),
		 .has_utf8 = wants_utf8(),
	};

	if (!is_terminal)
		return s;
	if (ioctl(fileno(f), TIOCGWINSZ, &size) != 0)
		size.ws_col = size.ws_row = 0;
	s.width = size.ws_col ? size.ws_col : COLUMNS;
	s.height = size.ws_row ? size.ws_row : LINES;
	return s;
}

const char *style_on(const struct screen *s, const char *style)
{
	static char texts[4][12];
	static int  at;

	if (!s->has_color || !style || !*style)
		return "";
	at = (at + 1) % 4;
	snprintf(texts[at], sizeof(texts[at]), "\033[%sm", style);
	return texts[at];
}

const char *style_off(const struct screen *s, const char *style)
{
	return s->has_color && style && *style ? "\033[0m" : "";
}

const char *glyph(const struct screen *s, const char *utf8, const char *ascii)
{
	return s->has_utf8 ? utf8 : ascii;
}
