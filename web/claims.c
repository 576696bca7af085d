#include "web/claims.h"

#include "base/mem.h"
#include "base/stamp.h"
#include "daemon/taxonomy_load.h"
#include "enrich/taxonomy.h"

#include <malloc.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct claims {
	pthread_mutex_t  lock;
	char            *dir;      /* NULL: the usual one */
	struct taxonomy *taxonomy; /* NULL: not needed now */
	time_t           used_at;
};

struct claims *claims_new(const char *taxonomy_dir)
{
	struct claims *c = xcalloc(1, sizeof(*c));

	pthread_mutex_init(&c->lock, NULL);
	c->dir = taxonomy_dir ? xstrdup(taxonomy_dir) : NULL;
	return c;
}

void claims_free(struct claims *c)
{
	if (!c)
		return;
	taxonomy_free(c->taxonomy);
	pthread_mutex_destroy(&c->lock);
	free(c->dir);
	free(c);
}

void claims_forget(struct claims *c)
{
	/* Whoever reads a sentence has the lock: no need to wait for them. */
	if (pthread_mutex_trylock(&c->lock))
		return;
	if (c->taxonomy && time(NULL) - c->used_at > CLAIMS_IDLE_S) {
		taxonomy_free(c->taxonomy);
		c->taxonomy = NULL;
		malloc_trim(0);
	}
	pthread_mutex_unlock(&c->lock);
}

static bool load(struct claims *c, struct problem *p)
{
	struct error err = ERROR_INIT;
	char         dir[4096];

	c->used_at = time(NULL);
	if (c->taxonomy)
		return true;
	taxonomy_find(c->dir, dir, sizeof(dir));
	c->taxonomy = taxonomy_load(dir, &err);
	if (!c->taxonomy)
		problem_set(p, PROBLEM_DEFECT, "dictionary: %s", err.text);
	return c->taxonomy != NULL;
}

static const char *value_of(const struct call *call, const char *name)
{
	for (size_t i = 0; call->route->params[i].name; i++) {
		if (strcmp(call->route->params[i].name, name) == 0)
			return call->values[i];
	}
	return NULL;
}

/* What was asked for by name replaces what the sentence says. */
static void correct(const struct call *call, struct claim *c)
{
	const char *region = value_of(call, "region");
	const char *skill = value_of(call, "skill");
	const char *period = value_of(call, "period");

	if (region) {
		snprintf(c->region, sizeof(c->region), "%s", region);
		c->place = (struct span){ NULL, 0 };
		claim_replace(c, CLAIM_REGION);
	}
	if (skill) {
		snprintf(c->skill, sizeof(c->skill), "%s", skill);
		c->named_skill[0] = '\0';
		claim_replace(c, CLAIM_SKILL);
	}
	if (period) {
		snprintf(c->period, sizeof(c->period), "%s", period);
		c->span_days = c->window_days = 0;
		claim_replace(c, CLAIM_PERIOD);
		c->lacks &= ~(unsigned)CLAIM_LACKS_YEAR;
	}
	if (value_of(call, "measure"))
		c->measure = value_of(call, "measure");
	if (value_of(call, "definition"))
		c->said |= CLAIM_LACKS_DEFINITION;
}

static const char *number(double value, char out[CLAIM_NUMBER])
{
	if (isinf(value))
		return "Infinity";
	snprintf(out, CLAIM_NUMBER, "%.17g", value);
	return out;
}

static const char *or_null(const char *text)
{
	return text && text[0] ? text : NULL;
}

static void ask(const struct call *call, struct claim_question *q)
{
	const struct claim        *c = &q->claim;
	const struct claim_figure *f = &c->figures[0];

	snprintf(q->years, sizeof(q->years), "%d", c->years ? c->years : 1);
	snprintf(q->span, sizeof(q->span), "%d", c->span_days);
	q->params[0] = claim_kind_name(f->kind);
	q->params[1] = number(f->value, q->value);
	q->params[2] = number(f->low, q->low);
	q->params[3] = number(f->high, q->high);
	q->params[4] = or_null(c->region);
	q->params[5] = or_null(c->skill);
	q->params[6] = or_null(c->period);
	q->params[7] = value_of(call, "definition");
	q->params[8] = c->measure;
	q->params[9] = q->years;
	q->params[10] = c->span_days ? q->span : NULL;
	q->params[11] = or_null(c->named_skill);
}

bool claims_read(struct claims *c, const struct call *call,
		 struct claim_question *out, struct problem *p)
{
	struct error err = ERROR_INIT;
	struct span  text = span_of(value_of(call, "claim"));
	bool         is_loaded, is_read = false;

	*out = (struct claim_question){ .claim = { .language = "en" } };
	pthread_mutex_lock(&c->lock);
	is_loaded = load(c, p);
	if (is_loaded)
		is_read = claim_parse(text, c->taxonomy, time(NULL) / DAY_S,
				      &out->claim, &err);
	pthread_mutex_unlock(&c->lock);
	if (!is_loaded)
		return false;
	if (is_read) {
		correct(call, &out->claim);
		is_read = claim_settle(&out->claim, &err);
	}
	if (!is_read) {
		problem_of_parameter(p, "claim", "a sentence with one figure",
				     text.ptr);
		snprintf(p->detail, sizeof(p->detail), "%s", err.text);
		return false;
	}
	ask(call, out);
	return true;
}
