#include "web/listen.h"

#include "base/mem.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 512

/* "[::1]:8080" into "::1" and "8080". False: no such form. */
static bool split(const char *address, char **host, char **port)
{
	const char *colon = strrchr(address, ':');
	size_t      len;

	if (!colon || !colon[1] || colon == address)
		return false;
	len = (size_t)(colon - address);
	if (address[0] == '[') {
		if (address[len - 1] != ']')
			return false;
		*host = xstrndup(address + 1, len - 2);
	} else {
		*host = xstrndup(address, len);
	}
	*port = xstrdup(colon + 1);
	return true;
}

static int open_socket(const struct addrinfo *at)
{
	int on = 1, off = 0;
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (at->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	on = errno;
	close(fd);
	errno = on;
	return -1;
}

static void put_url(int fd, struct buf *url)
{
	struct sockaddr_storage at;
	socklen_t               len = sizeof(at);
	char                    host[64], port[16];

	if (getsockname(fd, (struct sockaddr *)&at, &len) ||
	    getnameinfo((struct sockaddr *)&at, len, host, sizeof(host), port,
			sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV))
		return;
	buf_printf(url,
		   at.ss_family == AF_INET6 ? "http://[%s]:%s/"
					    : "http://%s:%s/",
		   host, port);
}

int listen_on(const char *address, struct buf *url, struct error *err)
{
	struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *found = NULL;
	char            *host = NULL, *port = NULL;
	int              fd = -1;

	if (!split(address, &host, &port) ||
	    getaddrinfo(host, port, &hints, &found) || !found) {
		error_set(err,
			  "web_listen: expected ADDRESS:PORT such as "
			  "127.0.0.1:8080 or [::]:8080, found %s",
			  address);
	} else {
		fd = open_socket(found);
		if (fd < 0)
			error_set(err, "web_listen: %s: %s", address,
				  strerror(errno));
		else
			put_url(fd, url);
	}
	if (found)
		freeaddrinfo(found);
	free(host);
	free(port);
	return fd;
}
