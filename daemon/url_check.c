#include "daemon/url_check.h"

#include "base/span.h"

#include <string.h>
#include <strings.h>

bool url_is_fetchable(const char *url, struct error *err)
{
	size_t      len = strlen(url);
	struct span whole = { url, len };
	size_t      at, host;

	if (len > URL_MAX) {
		error_set(err, "expected a URL of at most %d bytes, found %zu",
			  URL_MAX, len);
		return false;
	}
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)url[i] <= 0x20 || url[i] == 0x7f) {
			error_set(err, "expected a URL, found byte 0x%02x in it",
				  (unsigned char)url[i]);
			return false;
		}
	}
	if (span_starts_nocase(whole, "https://")) {
		at = strlen("https://");
	} else if (span_starts_nocase(whole, "http://")) {
		at = strlen("http://");
	} else {
		error_set(err, "expected http or https, found %.40s", url);
		return false;
	}
	host = strcspn(url + at, "/?#\\");
	if (host == 0 || url[at] == ':') {
		error_set(err, "expected a host, found none in %.100s", url);
		return false;
	}
	if (memchr(url + at, '@', host)) {
		error_set(err, "expected a URL without user, found one");
		return false;
	}
	return true;
}

static struct span origin_of(const char *url)
{
	const char *host = strstr(url, "://");
	size_t      before = host ? (size_t)(host - url) + 3 : 0;

	return (struct span){ url, before + strcspn(url + before, "/?#\\") };
}

bool url_is_same_origin(const char *a, const char *b)
{
	struct span x = origin_of(a), y = origin_of(b);

	return x.len == y.len && strncasecmp(x.ptr, y.ptr, x.len) == 0;
}
