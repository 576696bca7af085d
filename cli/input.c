#include "cli/input.h"

#include "base/mem.h"
#include "daemon/inflate.h"
#include "parsers/parser.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK (64 * 1024) /* bytes asked of the file at once */

static bool read_bounded(int fd, struct buf *out, struct error *err)
{
	for (;;) {
		char   *to = buf_reserve(out, CHUNK);
		ssize_t n = read(fd, to, CHUNK);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			error_set(err, "%s", strerror(errno));
			return false;
		}
		buf_commit(out, (size_t)n);
		if (n == 0)
			return true;
		if (out->len > PARSER_BODY_MAX) {
			error_set(err, "expected at most %d bytes, found more",
				  PARSER_BODY_MAX);
			return false;
		}
	}
}

static bool read_file(const char *path, struct buf *out, struct error *err)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int  fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool        ok = false;

	if (fd < 0 || fstat(fd, &st) < 0)
		error_set(err, "%s", strerror(errno));
	else if (S_ISDIR(st.st_mode))
		error_set(err, "expected a file, found a directory");
	else
		ok = read_bounded(fd, out, err);
	if (fd >= 0 && !is_stdin)
		close(fd);
	return ok;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

/* By the magic numbers of RFC 1952 and RFC 8878; NULL: not packed. */
static const char *packing(const char *path, const struct buf *bytes)
{
	if (inflate_is_gzip(buf_span(bytes)))
		return "gzip";
	if (bytes->len >= 4 && memcmp(bytes->ptr, "\x28\xB5\x2F\xFD", 4) == 0)
		return "zstd";
	return ends_with(path, ".br") ? "br" : NULL;
}

bool input_read(const char *path, struct buf *out, struct error *err)
{
	const char         *encoding;
	struct buf          packed = BUF_INIT;
	enum inflate_status status;

	buf_clear(out);
	if (!read_file(path, out, err))
		return false;
	encoding = packing(path, out);
	if (!encoding)
		return true;
	packed = *out;
	*out = (struct buf)BUF_INIT;
	status = inflate_body(buf_span(&packed), span_of(encoding),
			      PARSER_BODY_MAX, out, err);
	buf_deinit(&packed);
	return status == INFLATE_OK;
}
