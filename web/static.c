#include "web/static.h"

#include "base/mem.h"
#include "daemon/config.h"
#include "web/reply.h"

#include <ctype.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HASH_DIGITS 8 /* at least, in a name that never changes */
#define INDEX       "/index.html"

struct pages {
	const struct config *config;
	char                *dir; /* NULL: none */
};

/* ---- the folder ---- */

static char *joined(const char *dir, const char *name)
{
	struct buf path = BUF_INIT;

	buf_printf(&path, "%s%s", dir, name);
	return path.ptr;
}

static char *if_it_has_a_page(char *dir)
{
	char *index = joined(dir, INDEX);
	bool  is_there = access(index, R_OK) == 0;

	free(index);
	if (is_there)
		return dir;
	free(dir);
	return NULL;
}

/* `web` beside the running program. */
static char *beside_program(void)
{
	char    path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (len <= 0)
		return xstrdup("web");
	path[len] = '\0';
	*strrchr(path, '/') = '\0';
	return joined(path, "/web");
}

struct pages *pages_open(const struct config *config)
{
	struct pages *p = xcalloc(1, sizeof(*p));

	p->config = config;
	if (config->web_dir) {
		p->dir = if_it_has_a_page(xstrdup(config->web_dir));
		return p;
	}
	p->dir = if_it_has_a_page(beside_program());
	if (!p->dir)
		p->dir = if_it_has_a_page(xstrdup(JOBTREND_DATADIR "/web"));
	return p;
}

void pages_close(struct pages *p)
{
	if (!p)
		return;
	free(p->dir);
	free(p);
}

const char *pages_dir(const struct pages *p)
{
	return p->dir;
}

/* ---- names ---- */

static const struct type {
	const char *ending, *type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".csv", "text/csv; charset=utf-8" },
	{ ".geojson", "application/geo+json" },
	{ ".html", "text/html; charset=utf-8" },
	{ ".ico", "image/x-icon" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".map", "application/json" },
	{ ".mjs", "text/javascript; charset=utf-8" },
	{ ".png", "image/png" },
	{ ".svg", "image/svg+xml" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".wasm", "application/wasm" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".woff2", "font/woff2" },
};

static const char *type_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < ARRAY_LEN(types); i++) {
		if (strcmp(dot, types[i].ending) == 0)
			return types[i].type;
	}
	return "application/octet-stream";
}

/* app-0a1b2c3d.js */
static bool is_named_by_hash(const char *path)
{
	const char *end = strrchr(path, '.');
	size_t      digits = 0;

	if (!end)
		return false;
	while (end > path && isxdigit((unsigned char)end[-1])) {
		end--;
		digits++;
	}
	return digits >= HASH_DIGITS && end > path &&
	       (end[-1] == '-' || end[-1] == '.');
}

/* ---- serving ---- */

static const char no_page[] =
	"<!doctype html>\n"
	"<html lang=\"en\"><meta charset=\"utf-8\"><title>jobtrend</title>\n"
	"<h1>jobtrend</h1>\n"
	"<p>The files of the page are not there: <code>make all</code> builds "
	"them, <code>make install</code> installs them, <code>web_dir</code> "
	"in jobtrend.conf says where they are. The API is "
	"<a href=\"api/v1/openapi.json\">api/v1/</a>.\n";

static enum MHD_Result serve_no_page(const struct pages    *p,
				     struct MHD_Connection *connection)
{
	struct reply r = {
		.status = MHD_HTTP_OK,
		.type = "text/html; charset=utf-8",
		.cache = CACHE_NEVER,
	};

	return reply_send(connection, p->config, &r,
			  MHD_create_response_from_buffer(
				  strlen(no_page), (void *)no_page,
				  MHD_RESPMEM_PERSISTENT));
}

/* A plain file, open; -1: none. */
static int open_file(const char *path, struct stat *st)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd >= 0 && fstat(fd, st) == 0 && S_ISREG(st->st_mode))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static enum MHD_Result serve_file(const struct pages    *p,
				  struct MHD_Connection *connection,
				  const char *path, int fd,
				  const struct stat *st, bool is_coded,
				  bool has_coded, unsigned *status)
{
	char         etag[ETAG_SIZE];
	struct reply r = {
		.status = MHD_HTTP_OK,
		.type = type_of(path),
		.etag = etag,
		.cache = is_named_by_hash(path) ? CACHE_IMMUTABLE
						: CACHE_REVALIDATE,
		.is_coded = is_coded,
		.may_vary = has_coded,
	};

	/* make and install write a file anew when it changes. */
	snprintf(etag, sizeof(etag), "\"%jx-%jx%09lx%s\"",
		 (uintmax_t)st->st_size, (uintmax_t)st->st_mtim.tv_sec,
		 (unsigned long)st->st_mtim.tv_nsec, is_coded ? "z" : "");
	if (request_has_tag(connection, etag)) {
		close(fd);
		*status = r.status = MHD_HTTP_NOT_MODIFIED;
		r.is_coded = false;
		return reply_send(connection, p->config, &r,
				  MHD_create_response_from_buffer(
					  0, NULL, MHD_RESPMEM_PERSISTENT));
	}
	return reply_send(
		connection, p->config, &r,
		MHD_create_response_from_fd64((uint64_t)st->st_size, fd));
}

bool pages_serve(const struct pages *p, struct MHD_Connection *connection,
		 const char *path, unsigned *status, enum MHD_Result *rc)
{
	bool        is_root = strcmp(path, "/") == 0;
	struct stat st, coded_st;
	struct buf  file = BUF_INIT;
	int         fd, coded;

	*status = MHD_HTTP_OK;
	if (!p->dir && is_root) {
		*rc = serve_no_page(p, connection);
		return true;
	}
	if (!p->dir || strstr(path, "/."))
		return false;
	if (is_root)
		path = INDEX;
	buf_printf(&file, "%s%s", p->dir, path);
	fd = open_file(file.ptr, &st);
	if (fd < 0) {
		buf_deinit(&file);
		return false;
	}
	buf_add_text(&file, ".gz");
	coded = open_file(file.ptr, &coded_st);
	buf_deinit(&file);
	if (coded >= 0 && request_takes_gzip(connection)) {
		close(fd);
		*rc = serve_file(p, connection, path, coded, &coded_st, true,
				 true, status);
		return true;
	}
	if (coded >= 0)
		close(coded);
	*rc = serve_file(p, connection, path, fd, &st, false, coded >= 0,
			 status);
	return true;
}
