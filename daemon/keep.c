/*
 * keep.c - one open file, written by several threads.
 *
 * The lock is held for one write(2); packing is done before, and what takes
 * long (fsync of a finished file) after it is released. On the loop, tick
 * starts a job on the pool every so often, and tells the database what the
 * job lost or wants to remove.
 */
#include "daemon/keep.h"

#include "base/mem.h"
#include "daemon/config.h"
#include "daemon/file.h"
#include "daemon/keep_dir.h"
#include "daemon/link.h"
#include "daemon/log.h"
#include "daemon/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SEEN_MAX  16384 /* bodies of the open file that are known again */
#define RETRY_S   30 /* until a disk that refused is tried again */
#define UPKEEP_MS 5000
#define SOFTWARE  "jobtrend/" JOBTREND_VERSION

/* A body in the open file. */
struct seen {
	unsigned char sha256[SHA256_SIZE];
	char          id[WARC_ID_SIZE];
	char         *url;
	int64_t       at, offset;
	uint64_t      file; /* which file it was in; 0: free */
};

struct keeper {
	uv_loop_t   *loop;
	struct link *link;
	char        *dir, *owner;

	uv_mutex_t    lock; /* of all up to the next blank line */
	enum keep_raw what;
	int64_t       max_bytes, max_age_s, keep_s;
	int           fd; /* -1: none is open */
	char          name[KEPT_NAME_SIZE];
	int64_t       size, opened_s;
	uint64_t      file; /* counts those opened */
	time_t        retry_s; /* the disk refused: not before */
	bool          has_failed;
	struct seen  *seen;

	/* Of the loop, but for what a job that is under way works on. */
	uv_work_t         work;
	bool              is_working, is_repaired;
	uint64_t          next_ms;
	struct keep_loss *found;  /* by the job */
	struct keep_loss *losses; /* to be told to the database */
	struct keep_loss *doomed; /* told; to be removed */
	struct keep_loss *asking; /* the answer is awaited */
};

static void take_limits(struct keeper *k, const struct config *c)
{
	k->what = c->keep_raw;
	k->max_bytes = c->warc_max_bytes;
	k->max_age_s = c->warc_age_s;
	k->keep_s = c->warc_keep_s;
}

struct keeper *keeper_open(const struct config *c, const char *owner,
			   struct error *err)
{
	struct keeper *k;
	struct buf     dir = BUF_INIT;

	if (c->warc_dir)
		buf_add_text(&dir, c->warc_dir);
	else
		buf_printf(&dir, "%s/warc", c->state_dir);
	if ((mkdir(dir.ptr, 0750) && errno != EEXIST) ||
	    access(dir.ptr, W_OK | X_OK)) {
		error_set(err, "warc_dir %s: %s", dir.ptr, strerror(errno));
		buf_deinit(&dir);
		return NULL;
	}
	k = xcalloc(1, sizeof(*k));
	k->dir = dir.ptr;
	k->owner = xstrdup(owner);
	k->fd = -1;
	k->seen = xcalloc(SEEN_MAX, sizeof(*k->seen));
	k->work.data = k;
	uv_mutex_init(&k->lock);
	take_limits(k, c);
	return k;
}

void keeper_start(struct keeper *k, uv_loop_t *loop, struct link *link)
{
	if (!k)
		return;
	k->loop = loop;
	k->link = link;
}

static void free_losses(struct keep_loss *l)
{
	while (l) {
		struct keep_loss *next = l->next;

		free(l);
		l = next;
	}
}

void keeper_close(struct keeper *k)
{
	if (!k)
		return;
	if (k->fd >= 0)
		keep_finish(k->fd, k->dir, k->name);
	free_losses(k->found);
	free_losses(k->losses);
	free_losses(k->doomed);
	free_losses(k->asking);
	for (size_t i = 0; i < SEEN_MAX; i++)
		free(k->seen[i].url);
	free(k->seen);
	uv_mutex_destroy(&k->lock);
	free(k->owner);
	free(k->dir);
	free(k);
}

void keeper_set_limits(struct keeper *k, const struct config *c)
{
	if (!k)
		return;
	uv_mutex_lock(&k->lock);
	take_limits(k, c);
	uv_mutex_unlock(&k->lock);
}

bool keeper_wants(const struct keeper *k, bool has_ads)
{
	struct keeper *mine = (struct keeper *)k;
	bool           is_wanted;

	uv_mutex_lock(&mine->lock);
	is_wanted = k->what == KEEP_RAW_ALL ||
		    (k->what == KEEP_RAW_ADS && has_ads);
	uv_mutex_unlock(&mine->lock);
	return is_wanted;
}

/* ---- files; the lock is held ---- */

/* It refuses for now; said once until it works again. */
static void fail(struct keeper *k)
{
	if (!k->has_failed)
		log_error("warc %s: documents are not kept for now "
			  "error=\"%s\"", k->dir, strerror(errno));
	k->has_failed = true;
	k->retry_s = time(NULL) + RETRY_S;
}

static bool append(struct keeper *k, struct span bytes)
{
	if (file_write_all(k->fd, bytes)) {
		k->size += (int64_t)bytes.len;
		if (k->has_failed)
			log_info("warc %s: documents are kept again", k->dir);
		k->has_failed = false;
		return true;
	}
	fail(k);
	/* What is torn goes, or the next record would follow it. */
	if (ftruncate(k->fd, k->size) ||
	    lseek(k->fd, k->size, SEEK_SET) != k->size) {
		close(k->fd); /* repaired at the next start */
		k->fd = -1;
	}
	return false;
}

/* "jobtrend-20250103060000123-HOST-16HEX.warc.gz" */
static void make_name(struct keeper *k, const struct timeval *now)
{
	struct tm tm;

	gmtime_r(&now->tv_sec, &tm);
	snprintf(k->name, sizeof(k->name),
		 "jobtrend-%04d%02d%02d%02d%02d%02d%03d-%.180s" KEEP_SUFFIX,
		 tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
		 tm.tm_min, tm.tm_sec, (int)(now->tv_usec / 1000), k->owner);
}

/* Locked, so that nobody repairs it. Who was at it before the lock has removed it:
 * an empty file is what a crash leaves, too. */
static int make_file(const char *path)
{
	for (int turn = 0; turn < 8; turn++) {
		int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
		struct stat st;

		if (fd < 0)
			return -1;
		(void)flock(fd, LOCK_EX);
		if (fstat(fd, &st) || st.st_nlink)
			return fd;
		close(fd);
	}
	errno = EBUSY;
	return -1;
}

static bool begin_file(struct keeper *k, struct warc_packer *p)
{
	struct buf     path = BUF_INIT, info = BUF_INIT;
	struct timeval now;
	bool           is_done;

	gettimeofday(&now, NULL);
	make_name(k, &now);
	buf_printf(&path, "%s/%s" KEEP_OPEN, k->dir, k->name);
	k->fd = make_file(path.ptr);
	buf_deinit(&path);
	if (k->fd < 0) {
		fail(k);
		return false;
	}
	k->size = 0;
	k->opened_s = now.tv_sec;
	k->file++;
	warc_put_info(p, k->name, now.tv_sec * 1000000LL + now.tv_usec,
		      SOFTWARE, &info);
	is_done = append(k, buf_span(&info));
	buf_deinit(&info);
	return is_done;
}

static bool is_full(const struct keeper *k)
{
	return k->fd >= 0 && (k->size >= k->max_bytes ||
			      time(NULL) - k->opened_s >= k->max_age_s);
}

/* ---- bodies that are there ---- */

static struct seen *slot_of(struct keeper *k, const unsigned char *sha)
{
	size_t at = ((size_t)sha[0] | (size_t)sha[1] << 8) & (SEEN_MAX - 1);

	return &k->seen[at];
}

static bool is_seen(const struct keeper *k, const struct seen *s,
		    const unsigned char *sha)
{
	return s->file == k->file && k->fd >= 0 &&
	       !memcmp(s->sha256, sha, SHA256_SIZE);
}

/* The later of two that want one slot stays. */
static void remember(struct keeper *k, const struct warc_document *d,
		     const char *id, int64_t offset)
{
	struct seen *s = slot_of(k, d->sha256);

	free(s->url);
	*s = (struct seen){ .at = d->at, .offset = offset, .file = k->file };
	memcpy(s->sha256, d->sha256, SHA256_SIZE);
	snprintf(s->id, sizeof(s->id), "%s", id);
	s->url = xstrndup(d->url.ptr, d->url.len);
}

/* What a revisit record is to say, copied: the slot may be taken over. */
struct earlier {
	struct warc_earlier was;
	char                id[WARC_ID_SIZE];
	char               *url;
	struct kept         place;
};

static bool find_earlier(struct keeper *k, const unsigned char *sha,
			 struct earlier *out)
{
	const struct seen *s;
	bool               is_there;

	uv_mutex_lock(&k->lock);
	s = slot_of(k, sha);
	is_there = is_seen(k, s, sha);
	if (is_there) {
		memcpy(out->id, s->id, sizeof(out->id));
		out->url = xstrdup(s->url);
		out->was = (struct warc_earlier){ span_of(out->id),
						  span_of(out->url), s->at };
		snprintf(out->place.file, sizeof(out->place.file), "%s",
			 k->name);
		out->place.offset = s->offset;
	}
	uv_mutex_unlock(&k->lock);
	return is_there;
}

/* ---- documents ---- */

static void put(struct keeper *k, struct warc_packer *p,
		const struct warc_document *d, const char *id,
		struct span records, struct kept *out)
{
	int  finished = -1;
	char name[KEPT_NAME_SIZE];

	uv_mutex_lock(&k->lock);
	if (is_full(k)) {
		finished = k->fd;
		memcpy(name, k->name, sizeof(name));
		k->fd = -1;
	}
	if ((!k->has_failed || time(NULL) >= k->retry_s) &&
	    (k->fd >= 0 || begin_file(k, p)) && append(k, records)) {
		out->offset = k->size - (int64_t)records.len;
		memcpy(out->file, k->name, sizeof(out->file));
		if (!d->earlier)
			remember(k, d, id, out->offset);
	}
	uv_mutex_unlock(&k->lock);
	if (finished >= 0)
		keep_finish(finished, k->dir, name);
}

void keeper_put(struct keeper *k, struct warc_packer *p,
		struct warc_document *d, bool is_kept, struct kept *out)
{
	struct earlier earlier = { .url = NULL };
	struct buf     records = BUF_INIT;
	char           id[WARC_ID_SIZE];

	*out = (struct kept){ .offset = 0 };
	if (find_earlier(k, d->sha256, &earlier) || is_kept)
		d->earlier = &earlier.was;
	warc_put_document(p, d, id, &records);
	put(k, p, d, id, buf_span(&records), out);
	if (d->earlier) /* the place is that of the body, if it is new */
		*out = earlier.place;
	d->earlier = NULL;
	buf_deinit(&records);
	free(earlier.url);
}

/* ---- upkeep ---- */

static void remove_doomed(struct keeper *k)
{
	for (struct keep_loss *l = k->doomed; l; l = l->next) {
		struct buf path = BUF_INIT;

		buf_printf(&path, "%s/%s", k->dir, l->name);
		if (unlink(path.ptr) && errno != ENOENT)
			log_error("warc %s: not removed error=\"%s\"",
				  path.ptr, strerror(errno));
		else
			log_info("warc %s: removed, as warc_keep says",
				 path.ptr);
		buf_deinit(&path);
	}
	free_losses(k->doomed);
	k->doomed = NULL;
}

static void on_work(uv_work_t *work)
{
	struct keeper *k = work->data;
	int            finished = -1;
	char           name[KEPT_NAME_SIZE];
	int64_t        keep_s;

	uv_mutex_lock(&k->lock);
	keep_s = k->keep_s;
	if (is_full(k)) {
		finished = k->fd;
		memcpy(name, k->name, sizeof(name));
		k->fd = -1;
	}
	uv_mutex_unlock(&k->lock);
	if (finished >= 0)
		keep_finish(finished, k->dir, name);
	remove_doomed(k);
	if (!k->is_repaired)
		keep_repair(k->dir, &k->found);
	if (keep_s)
		keep_find_old(k->dir, k->owner, time(NULL) - keep_s, &k->found);
}

static void on_worked(uv_work_t *work, int status)
{
	struct keeper     *k = work->data;
	struct keep_loss **last = &k->losses;

	(void)status;
	k->is_repaired = true;
	k->is_working = false;
	while (*last)
		last = &(*last)->next;
	*last = k->found;
	k->found = NULL;
}

static void on_told(const struct answer *a, void *arg)
{
	struct keeper    *k = arg;
	struct keep_loss *l = k->asking;

	k->asking = NULL;
	if (answer_status(a) != ANSWER_OK) { /* again later */
		l->next = k->losses;
		k->losses = l;
	} else if (l->is_old) {
		l->next = k->doomed;
		k->doomed = l;
	} else {
		free(l);
	}
}

/* One file at a time: the database forgets what will not be there. */
static void tell_database(struct keeper *k)
{
	static const char sql[] =
		"UPDATE jobtrend.document SET warc_file = NULL, "
		"warc_offset = NULL WHERE warc_file = $1 AND warc_offset >= $2";
	struct params p = PARAMS_INIT;

	if (k->asking || !k->losses || !link_is_up(k->link))
		return;
	k->asking = k->losses;
	k->losses = k->losses->next;
	wire_text(params_next(&p), span_of(k->asking->name));
	wire_int8(params_next(&p), k->asking->from);
	link_send(k->link, sql, &p, on_told, k);
	params_deinit(&p);
}

void keeper_tick(struct keeper *k)
{
	if (!k || !k->loop)
		return;
	tell_database(k);
	if (k->is_working || k->losses || k->asking ||
	    uv_now(k->loop) < k->next_ms)
		return;
	k->next_ms = uv_now(k->loop) + UPKEEP_MS;
	k->is_working = true;
	uv_queue_work(k->loop, &k->work, on_work, on_worked);
}
