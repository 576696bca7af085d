#include "web/stream.h"

#include "base/buf.h"
#include "base/mem.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#define BLOCK       (32 * 1024) /* bytes that libmicrohttpd asks for */
#define GZIP_LEVEL  4           /* a stream is long, and made once */
#define GZIP_WINDOW (15 + 16)

struct stream {
	atomic_int             refs;
	pthread_mutex_t        lock;
	pthread_cond_t         room;
	struct buf             ready;
	size_t                 taken; /* of ready */
	bool                   is_coded, is_ended, is_broken, is_left;
	bool                   is_waiting; /* the connection is suspended */
	struct MHD_Connection *connection;
	z_stream               z;
};

struct stream *stream_new(bool is_coded)
{
	struct stream     *s = xcalloc(1, sizeof(*s));
	pthread_condattr_t attr;

	atomic_init(&s->refs, 2);
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->room, &attr);
	pthread_condattr_destroy(&attr);
	s->is_coded = is_coded &&
		      deflateInit2(&s->z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW,
				   8, Z_DEFAULT_STRATEGY) == Z_OK;
	return s;
}

void stream_unref(struct stream *s)
{
	if (!s || atomic_fetch_sub(&s->refs, 1) != 1)
		return;
	if (s->is_coded)
		deflateEnd(&s->z);
	buf_deinit(&s->ready);
	pthread_cond_destroy(&s->room);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

bool stream_is_coded(const struct stream *s)
{
	return s->is_coded;
}

static size_t waiting_bytes(const struct stream *s)
{
	return s->ready.len - s->taken;
}

/* Into s->ready, compressed or not. The lock is held. */
static void add(struct stream *s, struct span bytes, int flush)
{
	if (!s->is_coded) {
		buf_add(&s->ready, bytes.ptr, bytes.len);
		return;
	}
	s->z.next_in = (unsigned char *)bytes.ptr;
	s->z.avail_in = (unsigned)bytes.len;
	do {
		s->z.next_out = (unsigned char *)buf_reserve(&s->ready, BLOCK);
		s->z.avail_out = BLOCK;
		deflate(&s->z, flush);
		buf_commit(&s->ready, BLOCK - s->z.avail_out);
	} while (s->z.avail_out == 0);
}

/* The connection goes on. Outside of the lock: it has locks of its own. */
static void wake(struct stream *s)
{
	bool is_waiting;

	pthread_mutex_lock(&s->lock);
	is_waiting = s->is_waiting;
	s->is_waiting = false;
	pthread_mutex_unlock(&s->lock);
	if (is_waiting)
		MHD_resume_connection(s->connection);
}

bool stream_put(struct stream *s, struct span bytes)
{
	struct timespec until;
	bool            is_left;
	int             rc = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += STREAM_PATIENCE_S;
	pthread_mutex_lock(&s->lock);
	while (!s->is_left && rc != ETIMEDOUT &&
	       waiting_bytes(s) > STREAM_AHEAD)
		rc = pthread_cond_timedwait(&s->room, &s->lock, &until);
	if (rc == ETIMEDOUT)
		s->is_left = true;
	is_left = s->is_left;
	if (!is_left)
		add(s, bytes, Z_NO_FLUSH);
	pthread_mutex_unlock(&s->lock);
	wake(s);
	return !is_left;
}

void stream_end(struct stream *s, bool is_whole)
{
	pthread_mutex_lock(&s->lock);
	if (is_whole && s->is_coded)
		add(s, SPAN(""), Z_FINISH);
	s->is_ended = true;
	s->is_broken = !is_whole;
	pthread_mutex_unlock(&s->lock);
	wake(s);
}

void stream_leave(struct stream *s)
{
	pthread_mutex_lock(&s->lock);
	s->is_left = true;
	pthread_cond_signal(&s->room);
	pthread_mutex_unlock(&s->lock);
}

/* ---- the side of libmicrohttpd ---- */

static ssize_t on_room(void *arg, uint64_t at, char *to, size_t max)
{
	struct stream *s = arg;
	size_t         n;
	ssize_t        got;

	(void)at;
	pthread_mutex_lock(&s->lock);
	n = waiting_bytes(s);
	if (n) {
		n = n < max ? n : max;
		memcpy(to, s->ready.ptr + s->taken, n);
		s->taken += n;
		if (s->taken == s->ready.len) {
			buf_clear(&s->ready);
			s->taken = 0;
		} else if (s->taken > STREAM_AHEAD) {
			s->ready.len -= s->taken;
			memmove(s->ready.ptr, s->ready.ptr + s->taken,
				s->ready.len);
			s->taken = 0;
		}
		pthread_cond_signal(&s->room);
		got = (ssize_t)n;
	} else if (s->is_broken) {
		got = MHD_CONTENT_READER_END_WITH_ERROR;
	} else if (s->is_ended) {
		got = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		s->is_waiting = true;
		MHD_suspend_connection(s->connection);
		got = 0;
	}
	pthread_mutex_unlock(&s->lock);
	return got;
}

static void on_left(void *arg)
{
	stream_leave(arg);
	stream_unref(arg);
}

struct MHD_Response *stream_response(struct stream         *s,
				     struct MHD_Connection *connection)
{
	s->connection = connection;
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK,
						 on_room, s, on_left);
}
