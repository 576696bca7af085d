#include "cli/world_keep.h"

#include "base/json_out.h"
#include "base/mem.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- members of the structs, by name ---- */

#define RUN(m)  { #m, offsetof(struct world_run, m), 0 }
#define CELL(m) { #m, offsetof(struct world_cell, m), 1 }
#define FLAG(m) { #m, offsetof(struct world_cell, m), 0 }
#define LIFE(m) { #m, offsetof(struct world_life, m), 1 }

struct member {
	const char *name;
	size_t      at;
	size_t      n; /* numbers */
};

/* int64_t */
static const struct member run_numbers[] = {
	RUN(seed), RUN(number), RUN(size), RUN(postings), RUN(ads),
};

/* double */
static const struct member cell_numbers[] = {
	CELL(n),       CELL(n_base),
	CELL(change),  CELL(expected),
	CELL(lo),      CELL(hi),
	CELL(jack_lo), CELL(jack_hi),
	CELL(bridge_off), CELL(absent_off),
	{ "by", offsetof(struct world_cell, by), N_METHODS },
	{ "bridge", offsetof(struct world_cell, bridge), BRIDGE_NAMES },
};

/* bool */
static const struct member cell_flags[] = {
	FLAG(is_still), FLAG(is_first), FLAG(is_flow), FLAG(has_flag),
};

/* double */
static const struct member life_numbers[] = {
	LIFE(true_days), LIFE(days), LIFE(lo), LIFE(hi),
};

static void *member_of(const void *object, const struct member *m)
{
	return (char *)object + m->at;
}

/* ---- writing ---- */

static void put_doubles(struct buf *out, const void *object,
			const struct member *members, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const double *values = member_of(object, &members[i]);

		json_key(out, members[i].name);
		if (members[i].n == 1) {
			json_double(out, values[0]);
			continue;
		}
		json_open_array(out);
		for (size_t k = 0; k < members[i].n; k++)
			json_double(out, values[k]);
		json_close_array(out);
	}
}

static void put_cell(const struct world_cell *c, struct buf *out)
{
	json_open_object(out);
	json_put_text(out, "name", c->name);
	for (size_t i = 0; i < ARRAY_LEN(cell_flags); i++)
		json_put_bool(out, cell_flags[i].name,
			      *(bool *)member_of(c, &cell_flags[i]));
	put_doubles(out, c, cell_numbers, ARRAY_LEN(cell_numbers));
	json_close_object(out);
}

static void put_world(const struct world_scores *s, size_t world,
		      struct buf *out)
{
	const struct world_run *w = &s->worlds[world];

	json_open_object(out);
	json_put_text(out, "kind", w->kind);
	for (size_t i = 0; i < ARRAY_LEN(run_numbers); i++)
		json_put_int(out, run_numbers[i].name,
			     *(int64_t *)member_of(w, &run_numbers[i]));
	json_key(out, "cells");
	json_open_array(out);
	for (size_t i = 0; i < s->n_cells; i++) {
		if (s->cells[i].world == world)
			put_cell(&s->cells[i], out);
	}
	json_close_array(out);
	json_key(out, "lives");
	json_open_array(out);
	for (size_t i = 0; i < s->n_lives; i++) {
		if (s->lives[i].world != world)
			continue;
		json_open_object(out);
		put_doubles(out, &s->lives[i], life_numbers,
			    ARRAY_LEN(life_numbers));
		json_close_object(out);
	}
	json_close_array(out);
	json_close_object(out);
	buf_add_char(out, '\n');
}

/* What a run that was ended while it wrote has left of a line is taken away. */
static bool drop_cut_line(int fd)
{
	off_t end = lseek(fd, 0, SEEK_END);
	char  c = '\n';

	for (; end > 0; end--) {
		if (pread(fd, &c, 1, end - 1) != 1)
			return false;
		if (c == '\n')
			break;
	}
	return end >= 0 && ftruncate(fd, end) == 0;
}

static bool write_all(int fd, const struct buf *lines)
{
	size_t done = 0;

	while (done < lines->len) {
		ssize_t n = write(fd, lines->ptr + done, lines->len - done);

		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

bool world_keep(const struct world_scores *s, size_t first, const char *path,
		struct error *err)
{
	int        fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	struct buf lines = BUF_INIT;
	bool       ok = fd >= 0;

	for (size_t i = first; ok && i < s->n_worlds; i++)
		put_world(s, i, &lines);
	ok = ok && drop_cut_line(fd) && write_all(fd, &lines);
	if (fd >= 0 && close(fd) != 0)
		ok = false;
	if (!ok)
		error_set(err, "%s: %s", path, strerror(errno));
	buf_deinit(&lines);
	return ok;
}

/* ---- reading ---- */

static double as_double(const cJSON *value)
{
	return cJSON_IsNumber(value) ? value->valuedouble : NAN;
}

static void take_doubles(const cJSON *from, void *object,
			 const struct member *members, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const cJSON *value = cJSON_GetObjectItem(from, members[i].name);
		double      *values = member_of(object, &members[i]);

		if (members[i].n == 1)
			values[0] = as_double(value);
		for (size_t k = 0; members[i].n > 1 && k < members[i].n; k++)
			values[k] = as_double(cJSON_GetArrayItem(value, (int)k));
	}
}

static void take_name(char *to, size_t size, const cJSON *from, const char *name)
{
	const cJSON *value = cJSON_GetObjectItem(from, name);

	snprintf(to, size, "%s", cJSON_IsString(value) ? value->valuestring : "");
}

static void take_cell(struct world_scores *s, const cJSON *from)
{
	struct world_cell *c;

	s->cells = xrealloc(s->cells, (s->n_cells + 1) * sizeof(*s->cells));
	c = &s->cells[s->n_cells++];
	*c = (struct world_cell){ .world = s->n_worlds };
	snprintf(c->kind, sizeof(c->kind), "%s", s->worlds[s->n_worlds].kind);
	take_name(c->name, sizeof(c->name), from, "name");
	for (size_t i = 0; i < ARRAY_LEN(cell_flags); i++)
		*(bool *)member_of(c, &cell_flags[i]) = cJSON_IsTrue(
			cJSON_GetObjectItem(from, cell_flags[i].name));
	take_doubles(from, c, cell_numbers, ARRAY_LEN(cell_numbers));
}

static void take_life(struct world_scores *s, const cJSON *from)
{
	struct world_life *l;

	s->lives = xrealloc(s->lives, (s->n_lives + 1) * sizeof(*s->lives));
	l = &s->lives[s->n_lives++];
	*l = (struct world_life){ .world = s->n_worlds };
	snprintf(l->kind, sizeof(l->kind), "%s", s->worlds[s->n_worlds].kind);
	take_doubles(from, l, life_numbers, ARRAY_LEN(life_numbers));
}

static bool take_world(struct world_scores *s, const cJSON *from)
{
	const cJSON      *cells = cJSON_GetObjectItem(from, "cells"), *item;
	struct world_run *w;

	if (!cJSON_IsArray(cells))
		return false;
	s->worlds = xrealloc(s->worlds, (s->n_worlds + 1) * sizeof(*s->worlds));
	w = &s->worlds[s->n_worlds];
	*w = (struct world_run){ .seed = -1 };
	take_name(w->kind, sizeof(w->kind), from, "kind");
	for (size_t i = 0; i < ARRAY_LEN(run_numbers); i++) {
		double value = as_double(
			cJSON_GetObjectItem(from, run_numbers[i].name));

		if (!isnan(value))
			*(int64_t *)member_of(w, &run_numbers[i]) =
				(int64_t)value;
	}
	cJSON_ArrayForEach(item, cells)
		take_cell(s, item);
	cJSON_ArrayForEach(item, cJSON_GetObjectItem(from, "lives"))
		take_life(s, item);
	s->n_worlds++;
	return true;
}

bool world_keep_read(struct world_scores *s, const char *path, bool is_begun,
		     struct error *err)
{
	FILE   *f = fopen(path, "r");
	char   *line = NULL;
	size_t  room = 0, place = 0;
	ssize_t len;
	bool    ok = f || (is_begun && errno == ENOENT);

	if (!ok)
		error_set(err, "%s: %s", path, strerror(errno));
	while (ok && f && (len = getline(&line, &room, f)) > 0) {
		cJSON *world;

		if (line[len - 1] != '\n')
			break;
		world = cJSON_ParseWithLength(line, (size_t)len);
		place++;
		ok = take_world(s, world);
		if (!ok)
			error_set(err, "%s: line %zu: expected a world as kept "
				  "by --resume, found something else", path,
				  place);
		cJSON_Delete(world);
	}
	free(line);
	if (f)
		fclose(f);
	return ok;
}

bool world_is_kept(const struct world_scores *s, const struct world_run *w)
{
	for (size_t i = 0; i < s->n_worlds; i++) {
		const struct world_run *k = &s->worlds[i];

		if (k->seed == w->seed && k->number == w->number &&
		    k->size == w->size && !strcmp(k->kind, w->kind))
			return true;
	}
	return false;
}
