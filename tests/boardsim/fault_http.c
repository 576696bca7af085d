/*
 * fault_http.c - answers that are no list at all.
 */
#include "tests/boardsim/fault_play.h"

#include "base/mem.h"
#include "tests/boardsim/card.h"

#include <stdio.h>
#include <string.h>

void fault_become(struct answer *a, unsigned status, const char *type,
		  const char *body)
{
	a->status = status;
	a->type = type;
	buf_clear(&a->body);
	buf_add_text(&a->body, body);
	a->is_bare = true;
}

bool fault_is_page(const struct request *r)
{
	return strncmp(r->path, "/jobs/", 6) == 0;
}

bool fault_is_list(const struct request *r)
{
	return !fault_is_page(r) && !strstr(r->path, "robots.txt") &&
	       !strstr(r->path, "tdmrep.json");
}

/* ---- statuses ---------------------------------------------------------------------- */

static void status(const struct request *r, struct answer *a, unsigned code)
{
	if (fault_is_list(r))
		fault_become(a, code, "text/plain", "no\n");
}

#define STATUS(code)                                                          \
	void play_##code(const struct request *r, struct answer *a)    \
	{                                                                     \
		status(r, a, code);                                           \
	}

STATUS(401)
STATUS(403)
STATUS(404)
STATUS(410)
STATUS(429)
STATUS(451)
STATUS(500)
STATUS(503)

/* ---- other documents than the list ------------------------------------------------- */

void play_empty_body(const struct request *r, struct answer *a)
{
	if (fault_is_list(r))
		fault_become(a, 200, a->type, "");
}

void play_html(const struct request *r, struct answer *a)
{
	if (fault_is_list(r))
		fault_become(a, 200, "text/html",
		       "<!DOCTYPE html><html><head><title>We are moving</title></head>"
		       "<body><h1>Back in an hour</h1></body></html>");
}

static const char challenge[] =
	"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
	"<div id=\"challenge-error-text\">Enable JavaScript and cookies to continue</div>"
	"<script>window._cf_chl_opt={cvId:'3'};</script></body></html>";

void play_challenge(const struct request *r, struct answer *a)
{
	if (fault_is_list(r))
		fault_become(a, 200, "text/html", challenge);
}

void play_page_challenge(const struct request *r, struct answer *a)
{
	if (fault_is_page(r))
		fault_become(a, 200, "text/html", challenge);
}

void play_error_object(const struct request *r, struct answer *a)
{
	if (fault_is_list(r))
		fault_become(a, 200, "application/json",
		       "{\"error\":\"Something went wrong\",\"status\":500}");
}

void play_null(const struct request *r, struct answer *a)
{
	if (fault_is_list(r))
		fault_become(a, 200, "application/json", "null");
}

void play_login(const struct request *r, struct answer *a)
{
	if (!fault_is_list(r))
		return;
	fault_become(a, 302, "text/plain", "");
	snprintf(a->location, sizeof(a->location), "http://127.0.1.%d:%d/login/%s",
		 r->shelf->address, r->shelf->port, r->board->slug);
	if (strncmp(r->path, "/login/", 7) == 0) {
		fault_become(a, 200, "text/html",
		       "<html><body><form>Password <input></form></body></html>");
		a->location[0] = '\0';
	}
}

void play_loop(const struct request *r, struct answer *a)
{
	if (!fault_is_list(r))
		return;
	fault_become(a, 302, "text/plain", "");
	snprintf(a->location, sizeof(a->location), "http://127.0.1.%d:%d%s",
		 r->shelf->address, r->shelf->port, r->path);
}

void play_private(const struct request *r, struct answer *a)
{
	if (!fault_is_list(r))
		return;
	fault_become(a, 302, "text/plain", "");
	snprintf(a->location, sizeof(a->location), "http://10.0.0.1/jobs");
}

void play_half_bytes(const struct request *r, struct answer *a)
{
	if (!fault_is_list(r) || !a->body.len)
		return;
	a->body.len /= 2;
	a->body.ptr[a->body.len] = '\0';
	a->is_bare = true;
}

void play_cut(const struct request *r, struct answer *a)
{
	if (fault_is_list(r))
		a->is_cut = a->is_bare = true;
}

void play_no_gzip(const struct request *r, struct answer *a)
{
	if (!fault_is_list(r))
		return;
	a->is_bare = true;
	a->header = "Content-Encoding";
	a->value = "gzip";
}

void play_noise(const struct request *r, struct answer *a)
{
	if (!fault_is_list(r))
		return;
	for (size_t i = 0; i < a->body.len; i++)
		a->body.ptr[i] = (char)(a->body.ptr[i] ^ 0x55);
	a->is_bare = true;
}

