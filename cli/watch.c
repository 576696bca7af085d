#define _XOPEN_SOURCE 700 /* sigaction */
#include "cli/watch.h"

#include "base/mem.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/terminal.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* The other screen, no cursor, no wrapping at the edge; and back. */
#define ENTER       "\033[?1049h\033[?25l\033[?7l"
#define LEAVE       "\033[?7h\033[?25h\033[?1049l"
/* Terminals that know it show what is between at once; others ignore it. */
#define FRAME_BEGIN "\033[?2026h\033[H"
#define FRAME_END   "\033[J\033[?2026l"
#define LINE_END    "\033[K\n"

static volatile sig_atomic_t is_stopping, is_suspended;

static void on_stop(int number)
{
	(void)number;
	is_stopping = 1;
}

static void on_suspend(int number)
{
	(void)number;
	is_suspended = 1;
}

static void on_size(int number)
{
	(void)number; /* poll ends: draw */
}

static void catch (int number, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };

	sigaction(number, &action, NULL);
}

/* Keys come one by one and are not shown. */
static void take_keys(const struct termios *before)
{
	struct termios keys = *before;

	keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	keys.c_cc[VMIN] = 1;
	keys.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &keys);
}

/* As many lines of `text` as fit above the last one, which is `foot`. */
static void show(const char *text, const char *foot,
		 const struct screen *screen)
{
	int left = screen->height - 2;

	fputs(FRAME_BEGIN, stdout);
	while (*text && left-- > 0) {
		size_t len = strcspn(text, "\n");

		fwrite(text, 1, len, stdout);
		fputs(LINE_END, stdout);
		text += len + (text[len] == '\n');
	}
	printf("%s%s%s%s\033[K" FRAME_END, style_on(screen, STYLE_DIM),
	       *text ? "(more than fits) " : "", foot,
	       style_off(screen, STYLE_DIM));
	fflush(stdout);
}

static bool draw_frame(draw_fn *draw, void *arg, const char *foot)
{
	struct screen screen = terminal_screen(stdout);
	char         *text = NULL;
	size_t        size = 0;
	FILE         *f = open_memstream(&text, &size);
	bool          goes_on;

	assert(f); /* a few bytes of memory */
	goes_on = draw(arg, &screen, f);
	fclose(f);
	show(text, foot, &screen);
	free(text);
	return goes_on && !ferror(stdout);
}

/* Until the time is over or the window's size changed; false: q, or no input.
 */
static bool wait_for_key(bool has_keys, int ms)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	int64_t       end = now_ms() + ms;

	while (!is_stopping && !is_suspended) {
		int64_t left = end - now_ms();
		char    key;
		int     n;

		if (left <= 0)
			return true;
		n = poll(&p, has_keys ? 1 : 0, (int)left);
		if (n < 0 && errno == EINTR)
			return true;
		if (n > 0 && (read(STDIN_FILENO, &key, 1) < 1 || key == 'q' ||
			      key == 'Q'))
			return false;
		if (n > 0 && (key == ' ' || key == '\n'))
			return true;
	}
	return true;
}

static int watch_terminal(draw_fn *draw, void *arg, int every_s)
{
	struct termios before;
	bool           has_keys = tcgetattr(STDIN_FILENO, &before) == 0;
	bool           goes_on = true;
	char           foot[80];

	snprintf(foot, sizeof(foot), "every %d s; %sCtrl-C ends", every_s,
		 has_keys ? "space draws at once, q or " : "");
	catch (SIGTSTP, on_suspend);
	catch (SIGWINCH, on_size);
	fputs(ENTER, stdout);
	if (has_keys)
		take_keys(&before);
	while (goes_on && !is_stopping) {
		goes_on = draw_frame(draw, arg, foot) &&
			  wait_for_key(has_keys, every_s * 1000);
		if (!is_suspended)
			continue;
		is_suspended = 0;
		fputs(LEAVE, stdout);
		fflush(stdout);
		if (has_keys)
			tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
		raise(SIGSTOP);
		fputs(ENTER, stdout);
		if (has_keys)
			take_keys(&before);
	}
	fputs(LEAVE, stdout);
	fflush(stdout);
	if (has_keys)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	return ferror(stdout) ? EXIT_FAILED : EXIT_DONE;
}

int watch_run(draw_fn *draw, void *arg, int every_s)
{
	struct screen screen = terminal_screen(stdout);
	bool          goes_on = true;

	catch (SIGINT, on_stop);
	catch (SIGTERM, on_stop);
	catch (SIGHUP, on_stop);
	if (screen.width)
		return watch_terminal(draw, arg, every_s);
	while (goes_on && !is_stopping) {
		goes_on = draw(arg, &screen, stdout) && !fflush(stdout) &&
			  !ferror(stdout) &&
			  wait_for_key(false, every_s * 1000);
	}
	return goes_on || is_stopping ? EXIT_DONE : EXIT_FAILED;
}
