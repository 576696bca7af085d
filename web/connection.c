#include "web/connection.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

struct peer {
	struct peer *prev, *next;
	int          fd;
	int64_t      since_ms;
	bool         is_asking; /* its request is known, the answer under way */
	bool         is_over;   /* hung up on */
};

struct connections {
	pthread_mutex_t lock;
	struct peer     list; /* of all; the head is none */
	size_t          n;
	int64_t         head_timeout_ms;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct connections *connections_new(int64_t head_timeout_ms)
{
	struct connections *c = xcalloc(1, sizeof(*c));

	c->head_timeout_ms = head_timeout_ms;
	pthread_mutex_init(&c->lock, NULL);
	c->list.prev = c->list.next = &c->list;
	return c;
}

void connections_free(struct connections *c)
{
	if (!c)
		return;
	pthread_mutex_destroy(&c->lock);
	free(c);
}

static void start(struct connections *c, struct MHD_Connection *connection,
		  void **socket_context)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct peer *p = xcalloc(1, sizeof(*p));

	p->fd = info->connect_fd;
	p->since_ms = now_ms();
	pthread_mutex_lock(&c->lock);
	p->prev = &c->list;
	p->next = c->list.next;
	p->next->prev = p;
	c->list.next = p;
	c->n++;
	pthread_mutex_unlock(&c->lock);
	*socket_context = p;
}

/* The socket is closed after this, so it is never hung up on afterwards. */
static void end(struct connections *c, void **socket_context)
{
	struct peer *p = *socket_context;

	if (!p)
		return;
	pthread_mutex_lock(&c->lock);
	p->prev->next = p->next;
	p->next->prev = p->prev;
	c->n--;
	pthread_mutex_unlock(&c->lock);
	free(p);
	*socket_context = NULL;
}

void connections_on_change(void *arg, struct MHD_Connection *connection,
			   void                              **socket_context,
			   enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		start(arg, connection, socket_context);
	else
		end(arg, socket_context);
}

static void mark(struct connections *c, struct MHD_Connection *connection,
		 bool is_asking)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct peer *p = info ? info->socket_context : NULL;

	if (!p)
		return;
	pthread_mutex_lock(&c->lock);
	p->is_asking = is_asking;
	p->since_ms = now_ms();
	pthread_mutex_unlock(&c->lock);
}

void connections_began(struct connections *c, struct MHD_Connection *connection)
{
	mark(c, connection, true);
}

void connections_ended(struct connections *c, struct MHD_Connection *connection)
{
	mark(c, connection, false);
}

size_t connections_expire(struct connections *c)
{
	int64_t now = now_ms();
	size_t  n = 0;

	pthread_mutex_lock(&c->lock);
	for (struct peer *p = c->list.next; p != &c->list; p = p->next) {
		int64_t most =
			p->is_asking ? SEND_TIMEOUT_MS : c->head_timeout_ms;

		if (p->is_over || now - p->since_ms <= most)
			continue;
		p->is_over = true;
		shutdown(p->fd, SHUT_RDWR);
		n++;
	}
	pthread_mutex_unlock(&c->lock);
	return n;
}

size_t connections_count(struct connections *c)
{
	size_t n;

	pthread_mutex_lock(&c->lock);
	n = c->n;
	pthread_mutex_unlock(&c->lock);
	return n;
}
