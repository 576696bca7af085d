/*
 * libcurl says which sockets and which moment it waits for; libuv waits.
 *
 * A kept-alive connection goes quiet and comes back for every request. Its
 * poll handle stays armed in between, so that a request costs no epoll_ctl:
 * the socket callback's REMOVE only marks it idle, and the handle ends when
 * libcurl closes the socket. libcurl's own sockets (its resolver's wake-up)
 * are closed without telling, so theirs end with REMOVE.
 */
#include "daemon/curl_loop.h"

#include "base/mem.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct watch {
	uv_poll_t         poll;
	struct curl_loop *home;
	curl_socket_t     fd;
	int               events; /* libuv's, as armed; 0: not */
	bool              is_idle;
};

struct curl_loop {
	uv_loop_t     *loop;
	CURLM         *multi;
	uv_timer_t     timer;
	curl_ended_fn *ended;
	void          *arg;
	struct slot {
		struct watch *watch;
		bool          is_ours; /* opened by curl_loop_socket */
	} *slots; /* by descriptor */
	size_t n_slots;
	bool   is_closing;
};

static struct slot *slot_of(struct curl_loop *c, curl_socket_t fd)
{
	size_t need = (size_t)fd + 1;

	assert(fd >= 0);
	if (need > c->n_slots) {
		size_t n = need * 2;

		c->slots = xrealloc(c->slots, n * sizeof(*c->slots));
		memset(c->slots + c->n_slots, 0,
		       (n - c->n_slots) * sizeof(*c->slots));
		c->n_slots = n;
	}
	return &c->slots[fd];
}

/* Finished transfers are there after any socket action, time-outs included. */
static void read_ended(struct curl_loop *c)
{
	CURLMsg *message;
	int      left;

	while ((message = curl_multi_info_read(c->multi, &left))) {
		CURL    *easy = message->easy_handle;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_multi_remove_handle(c->multi, easy);
		c->ended(easy, code, c->arg);
	}
}

static void act(struct curl_loop *c, curl_socket_t fd, int flags)
{
	int running;

	curl_multi_socket_action(c->multi, fd, flags, &running);
	read_ended(c);
}

static void on_time(uv_timer_t *timer)
{
	act(timer->data, CURL_SOCKET_TIMEOUT, 0);
}

static void on_event(uv_poll_t *poll, int status, int events)
{
	struct watch *w = poll->data;
	int           flags = 0;

	if (w->is_idle) { /* the other side hung up; libcurl sees it on reuse */
		uv_poll_stop(&w->poll);
		w->events = 0;
		return;
	}
	if (status < 0)
		flags |= CURL_CSELECT_ERR;
	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	act(w->home, w->fd, flags);
}

static void on_watch_closed(uv_handle_t *handle)
{
	free(handle->data);
}

static void end_watch(struct slot *slot)
{
	struct watch *w = slot->watch;

	if (!w)
		return;
	slot->watch = NULL;
	uv_poll_stop(&w->poll);
	uv_close((uv_handle_t *)&w->poll, on_watch_closed);
}

static struct watch *begin_watch(struct curl_loop *c, curl_socket_t fd)
{
	struct watch *w = xcalloc(1, sizeof(*w));

	w->home = c;
	w->fd = fd;
	w->poll.data = w;
	if (uv_poll_init_socket(c->loop, &w->poll, fd)) {
		free(w);
		return NULL;
	}
	return w;
}

static void arm(struct watch *w, int events)
{
	if (w->is_idle) {
		uv_ref((uv_handle_t *)&w->poll);
		w->is_idle = false;
	}
	if (w->events != events && !uv_poll_start(&w->poll, events, on_event))
		w->events = events;
}

/* An idle connection must not keep the loop alive, nor wake it to write. */
static void disarm(struct watch *w)
{
	if (w->is_idle)
		return;
	if (w->events != UV_READABLE) {
		uv_poll_stop(&w->poll);
		w->events = 0;
	}
	uv_unref((uv_handle_t *)&w->poll);
	w->is_idle = true;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *arg,
		     void *unused)
{
	struct curl_loop *c = arg;
	struct slot      *slot = slot_of(c, fd);
	int               events = 0;

	(void)easy;
	(void)unused;
	if (what == CURL_POLL_REMOVE) {
		if (!slot->is_ours)
			end_watch(slot);
		else if (slot->watch)
			disarm(slot->watch);
		return 0;
	}
	if (!slot->watch)
		slot->watch = begin_watch(c, fd);
	if (!slot->watch)
		return -1; /* libcurl ends its transfers with an error */
	if (what & CURL_POLL_IN)
		events |= UV_READABLE;
	if (what & CURL_POLL_OUT)
		events |= UV_WRITABLE;
	arm(slot->watch, events);
	return 0;
}

static int on_timer_wanted(CURLM *multi, long timeout_ms, void *arg)
{
	struct curl_loop *c = arg;

	(void)multi;
	if (c->is_closing)
		return 0;
	if (timeout_ms < 0)
		uv_timer_stop(&c->timer);
	else /* never from here: libcurl forbids calling it from a callback */
		uv_timer_start(&c->timer, on_time, (uint64_t)timeout_ms, 0);
	return 0;
}

struct curl_loop *curl_loop_open(uv_loop_t *loop, curl_ended_fn *ended,
				 void *arg)
{
	struct curl_loop *c;
	CURLM            *multi;

	if (curl_global_init(CURL_GLOBAL_ALL))
		return NULL;
	multi = curl_multi_init();
	if (!multi) {
		curl_global_cleanup();
		return NULL;
	}
	c = xcalloc(1, sizeof(*c));
	c->loop = loop;
	c->multi = multi;
	c->ended = ended;
	c->arg = arg;
	uv_timer_init(loop, &c->timer);
	c->timer.data = c;
	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, c);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer_wanted);
	curl_multi_setopt(multi, CURLMOPT_TIMERDATA, c);
	return c;
}

static void on_timer_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void curl_loop_close(struct curl_loop *c)
{
	if (!c)
		return;
	c->is_closing = true;
	curl_multi_cleanup(c->multi);
	for (size_t i = 0; i < c->n_slots; i++)
		end_watch(&c->slots[i]);
	free(c->slots);
	curl_global_cleanup();
	uv_close((uv_handle_t *)&c->timer, on_timer_closed);
}

void curl_loop_keep(struct curl_loop *c, long connections)
{
	curl_multi_setopt(c->multi, CURLMOPT_MAXCONNECTS, connections);
}

void curl_loop_add(struct curl_loop *c, CURL *easy)
{
	CURLMcode rc = curl_multi_add_handle(c->multi, easy);

	assert(rc == CURLM_OK); /* else a bug here, or no memory */
}

void curl_loop_remove(struct curl_loop *c, CURL *easy)
{
	curl_multi_remove_handle(c->multi, easy);
}

curl_socket_t curl_loop_socket(struct curl_loop *c,
			       const struct curl_sockaddr *address)
{
	int fd = socket(address->family, address->socktype | SOCK_CLOEXEC,
			address->protocol);

	if (fd < 0)
		return CURL_SOCKET_BAD;
	slot_of(c, fd)->is_ours = true;
	return fd;
}

int curl_loop_shut(void *arg, curl_socket_t fd)
{
	struct slot *slot = slot_of(arg, fd);

	end_watch(slot);
	slot->is_ours = false;
	return close(fd);
}
