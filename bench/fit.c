/*
 * fit.c - the weights that decide what a mention's context is.
 *
 *   fit < SAMPLES > WEIGHTS
 *
 * A sample is a line: how much it counts, which contexts are right as bits,
 * then the names of its features, parted by tabs. A line of the output is a
 * feature and its weight for each context. share/taxonomy/build/weights.py
 * makes the one and reads the other.
 *
 * The model is a multinomial logistic regression with a normal prior, fitted by
 * AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011) whose weights are averaged
 * over the later epochs. Features of less than RARE samples are left out. The
 * order of samples is shuffled the same way each time.
 */
#include "base/hash.h"
#include "base/mem.h"
#include "base/span.h"
#include "enrich/tsv.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTEXTS 7
#define FEATURES_MAX 2000 /* of a sample */
#define SLOTS (1u << 21)  /* for names of features; twice what there are */
#define RARE 3 /* an own mention is two samples, one of dev four */
#define EPOCHS 40
#define SETTLED 10 /* epochs, after which weights are averaged */
#define RATE 0.03  /* of the first steps */
#define PRIOR 0.05 /* how much the square of a weight costs */
#define FIRST_SQUARE 0.01

struct sample {
	double   weight;
	unsigned right; /* bits of contexts */
	size_t   n;
	uint32_t *features;
};

struct feature {
	char    *name;
	unsigned times;
	double   now[CONTEXTS], squares[CONTEXTS], mean[CONTEXTS];
};

struct fit {
	struct sample  *samples;
	size_t          n, cap;
	struct feature *features;
	size_t          n_features, cap_features;
	uint32_t       *slots; /* feature + 1, by hash of its name */
};

static uint32_t feature_of(struct fit *fit, struct span name)
{
	size_t i = hash64(name) & (SLOTS - 1);

	for (; fit->slots[i]; i = (i + 1) & (SLOTS - 1)) {
		if (span_is(name, fit->features[fit->slots[i] - 1].name))
			return fit->slots[i] - 1;
	}
	if (fit->n_features == fit->cap_features) {
		fit->cap_features = fit->cap_features * 2 + 1024;
		fit->features = xrealloc(fit->features,
					 fit->cap_features *
						 sizeof(*fit->features));
	}
	fit->features[fit->n_features] = (struct feature){ .name = NULL };
	fit->features[fit->n_features].name = xcalloc(name.len + 1, 1);
	memcpy(fit->features[fit->n_features].name, name.ptr, name.len);
	fit->slots[i] = (uint32_t)++fit->n_features;
	if (fit->n_features > SLOTS / 2) {
		fprintf(stderr, "fit: expected at most %u features\n", SLOTS / 2);
		exit(1);
	}
	return fit->slots[i] - 1;
}

static void add_sample(struct fit *fit, struct span line)
{
	struct sample s = { .features = xcalloc(FEATURES_MAX, sizeof(uint32_t)) };

	s.weight = strtod(tsv_word(&line, '\t').ptr, NULL);
	s.right = (unsigned)strtoul(tsv_word(&line, '\t').ptr, NULL, 10);
	while (line.len > 0 && s.n < FEATURES_MAX) {
		uint32_t f = feature_of(fit, tsv_word(&line, '\t'));

		fit->features[f].times++;
		s.features[s.n++] = f;
	}
	s.features = xrealloc(s.features, (s.n + 1) * sizeof(uint32_t));
	if (fit->n == fit->cap) {
		fit->cap = fit->cap * 2 + 1024;
		fit->samples = xrealloc(fit->samples,
					fit->cap * sizeof(*fit->samples));
	}
	fit->samples[fit->n++] = s;
}

/* How likely each context is. */
static void chances(const struct fit *fit, const struct sample *s,
		    double out[CONTEXTS])
{
	double top, sum = 0;

	memset(out, 0, CONTEXTS * sizeof(*out));
	for (size_t i = 0; i < s->n; i++) {
		for (size_t c = 0; c < CONTEXTS; c++)
			out[c] += fit->features[s->features[i]].now[c];
	}
	top = out[0];
	for (size_t c = 1; c < CONTEXTS; c++)
		top = out[c] > top ? out[c] : top;
	for (size_t c = 0; c < CONTEXTS; c++)
		sum += out[c] = exp(out[c] - top);
	for (size_t c = 0; c < CONTEXTS; c++)
		out[c] /= sum;
}

static void step(struct fit *fit, const struct sample *s)
{
	double chance[CONTEXTS], slopes[CONTEXTS], hope = 0;

	chances(fit, s, chance);
	for (size_t c = 0; c < CONTEXTS; c++)
		hope += s->right >> c & 1 ? chance[c] : 0;
	for (size_t c = 0; c < CONTEXTS; c++)
		slopes[c] = s->weight * (chance[c] - (s->right >> c & 1
							      ? chance[c] / hope
							      : 0));
	for (size_t i = 0; i < s->n; i++) {
		struct feature *f = &fit->features[s->features[i]];

		for (size_t c = 0; c < CONTEXTS; c++) {
			double slope = slopes[c] + PRIOR / f->times * f->now[c];

			f->squares[c] += slope * slope;
			f->now[c] -= RATE * slope / sqrt(f->squares[c]);
		}
	}
}

static void shuffle(struct fit *fit, uint64_t *state)
{
	for (size_t i = fit->n; i-- > 1;) {
		struct sample kept = fit->samples[i];
		size_t        other;

		/* Knuth's MMIX generator; its high bits */
		*state = *state * UINT64_C(6364136223846793005) +
			 UINT64_C(1442695040888963407);
		other = (size_t)(*state >> 33) % (i + 1);
		fit->samples[i] = fit->samples[other];
		fit->samples[other] = kept;
	}
}

static void drop_rare(struct fit *fit)
{
	for (size_t i = 0; i < fit->n; i++) {
		struct sample *s = &fit->samples[i];
		size_t         kept = 0;

		for (size_t k = 0; k < s->n; k++) {
			if (fit->features[s->features[k]].times >= RARE)
				s->features[kept++] = s->features[k];
		}
		s->n = kept;
	}
}

static void run(struct fit *fit)
{
	uint64_t state = 1;

	for (size_t i = 0; i < fit->n_features; i++) {
		for (size_t c = 0; c < CONTEXTS; c++)
			fit->features[i].squares[c] = FIRST_SQUARE;
	}
	for (unsigned epoch = 0; epoch < EPOCHS; epoch++) {
		shuffle(fit, &state);
		for (size_t i = 0; i < fit->n; i++)
			step(fit, &fit->samples[i]);
		for (size_t i = 0; i < fit->n_features && epoch >= SETTLED; i++) {
			struct feature *f = &fit->features[i];

			for (size_t c = 0; c < CONTEXTS; c++)
				f->mean[c] += f->now[c] / (EPOCHS - SETTLED);
		}
	}
}

int main(void)
{
	struct fit fit = { .slots = xcalloc(SLOTS, sizeof(uint32_t)) };
	char      *line = NULL;
	size_t     room = 0;

	for (ssize_t len; (len = getline(&line, &room, stdin)) > 0;)
		add_sample(&fit, (struct span){ line, (size_t)len - 1 });
	drop_rare(&fit);
	run(&fit);
	for (size_t i = 0; i < fit.n_features; i++) {
		const struct feature *f = &fit.features[i];

		if (f->times < RARE)
			continue;
		printf("%s", f->name);
		for (size_t c = 0; c < CONTEXTS; c++)
			printf("\t%.6f", f->mean[c]);
		putchar('\n');
	}
	return 0; /* what was taken goes with the process */
}
