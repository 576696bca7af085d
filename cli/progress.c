#include "cli/progress.h"

#include "cli/terminal.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define REDRAW_MS 250
#define BAR       24 /* columns */

int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

const char *count_text(int64_t n, char out[COUNT_SIZE])
{
	char digits[COUNT_SIZE];
	int  len = snprintf(digits, sizeof(digits), "%lld", (long long)n);
	int  at = 0;

	for (int i = 0; i < len; i++) {
		out[at++] = digits[i];
		if (digits[i] != '-' && i + 1 < len && (len - i - 1) % 3 == 0)
			out[at++] = ',';
	}
	out[at] = '\0';
	return out;
}

void progress_start(struct progress *p, const char *what, const char *unit)
{
	*p = (struct progress){
		.what = what,
		.unit = unit,
		.started_ms = now_ms(),
		.is_terminal = isatty(STDERR_FILENO) == 1,
	};
}

static void put_bar(double share)
{
	struct screen screen = terminal_screen(stderr);
	const char   *done = glyph(&screen, "█", "#");
	const char   *left = glyph(&screen, "·", ".");
	int           full = (int)(share * BAR + 0.5);

	fputs(" [", stderr);
	for (int i = 0; i < BAR; i++)
		fputs(i < full ? done : left, stderr);
	fprintf(stderr, "] %3.0f %%", share * 100);
}

void progress_show(struct progress *p, int64_t done, int64_t whole,
		   int64_t count)
{
	int64_t now = now_ms();
	double  elapsed_s = (double)(now - p->started_ms) / 1000;
	char    counted[COUNT_SIZE], rate[COUNT_SIZE];

	if (!p->is_terminal || now - p->drawn_ms < REDRAW_MS || elapsed_s <= 0)
		return;
	p->drawn_ms = now;
	p->is_drawn = true;
	fprintf(stderr, "\r\033[K%s", p->what);
	if (whole > 0)
		put_bar(done < whole ? (double)done / (double)whole : 1);
	fprintf(stderr, " %s %s, %s/s", count_text(count, counted), p->unit,
		count_text((int64_t)((double)count / elapsed_s), rate));
	if (whole > 0 && done > 0) {
		double left_s =
			elapsed_s * (double)(whole - done) / (double)done;

		fprintf(stderr, ", %d:%02d left", (int)left_s / 60,
			(int)left_s % 60);
	}
	fflush(stderr);
}

void progress_end(struct progress *p)
{
	if (p->is_drawn)
		fputs("\r\033[K", stderr);
	p->is_drawn = false;
}
