#include "trends/weight.h"

#include "base/mem.h"

#define WORDS_MAX 12 /* of names that are read once for all replicates */

struct state {
	uint32_t a, b, c;
};

static uint32_t turn(uint32_t x, int bits)
{
	return x << bits | x >> (32 - bits);
}

static void mix(struct state *s)
{
	s->a -= s->c, s->a ^= turn(s->c, 4), s->c += s->b;
	s->b -= s->a, s->b ^= turn(s->a, 6), s->a += s->c;
	s->c -= s->b, s->c ^= turn(s->b, 8), s->b += s->a;
	s->a -= s->c, s->a ^= turn(s->c, 16), s->c += s->b;
	s->b -= s->a, s->b ^= turn(s->a, 19), s->a += s->c;
	s->c -= s->b, s->c ^= turn(s->b, 4), s->b += s->a;
}

static void finish(struct state *s)
{
	s->c ^= s->b, s->c -= turn(s->b, 14);
	s->a ^= s->c, s->a -= turn(s->c, 11);
	s->b ^= s->a, s->b -= turn(s->a, 25);
	s->c ^= s->b, s->c -= turn(s->b, 16);
	s->a ^= s->c, s->a -= turn(s->c, 4);
	s->b ^= s->a, s->b -= turn(s->a, 14);
	s->c ^= s->b, s->c -= turn(s->b, 24);
}

/* Up to four bytes at `at` of the `left` that are there, lowest first. */
static uint32_t word(const char *at, size_t left)
{
	uint32_t w = 0;

	for (size_t i = 0; i < 4 && i < left; i++)
		w |= (uint32_t)(unsigned char)at[i] << (8 * i);
	return w;
}

static size_t behind(size_t left, size_t skip)
{
	return left > skip ? left - skip : 0;
}

static struct state start(size_t len, uint64_t seed)
{
	uint32_t     first = 0x9e3779b9u + (uint32_t)len + 3923095u;
	struct state s = { first, first, first };

	if (seed) {
		s.a += (uint32_t)(seed >> 32);
		s.b += (uint32_t)seed;
		mix(&s);
	}
	return s;
}

uint64_t postgres_hash(struct span text, uint64_t seed)
{
	const char  *at = text.ptr;
	size_t       left = text.len;
	struct state s = start(left, seed);

	for (; left >= 12; at += 12, left -= 12) {
		s.a += word(at, 4);
		s.b += word(at + 4, 4);
		s.c += word(at + 8, 4);
		mix(&s);
	}
	if (left > 0)
		s.a += word(at, left);
	if (left > 4)
		s.b += word(at + 4, behind(left, 4));
	if (left > 8) /* the lowest byte of c stands for the length */
		s.c += word(at + 8, behind(left, 8)) << 8;
	finish(&s);
	return (uint64_t)s.b << 32 | s.c;
}

/* The same of a short text that is at hand as words, the last one's missing bytes 0. */
static uint64_t hash_words(const uint32_t *w, size_t len, uint64_t seed)
{
	size_t       left = len;
	struct state s = start(len, seed);

	for (; left >= 12; w += 3, left -= 12) {
		s.a += w[0];
		s.b += w[1];
		s.c += w[2];
		mix(&s);
	}
	s.a += w[0];
	s.b += w[1];
	s.c += w[2] << 8;
	finish(&s);
	return (uint64_t)s.b << 32 | s.c;
}

#define TWO_53 9007199254740992.0 /* so many steps has a hash: all exact */

static int weight_of(uint64_t hash)
{
	/* P(X <= k) of Poisson(1), k = 0.. */
	static const double below[] = {
		0.36787944117144233 * TWO_53, 0.73575888234288467 * TWO_53,
		0.91969860292860584 * TWO_53, 0.98101184312384615 * TWO_53,
		0.99634015317265634 * TWO_53, 0.99940581518241833 * TWO_53,
		0.99991675885071196 * TWO_53, 0.99998975080332534 * TWO_53,
		0.99999887479740203 * TWO_53,
	};
	double u = (double)(hash >> 11);
	int    k = 0;

	for (size_t i = 0; i < ARRAY_LEN(below); i++) /* no branch is guessed */
		k += u >= below[i];
	return k;
}

int bootstrap_weight(struct span employer, int replicate)
{
	return weight_of(postgres_hash(employer, (uint64_t)replicate));
}

void bootstrap_weights(struct span employer, int replicates, uint8_t *weights)
{
	uint32_t words[WORDS_MAX + 3] = { 0 };

	if (employer.len > 4 * WORDS_MAX) {
		for (int r = 0; r < replicates; r++)
			weights[r] = (uint8_t)bootstrap_weight(employer, r + 1);
		return;
	}
	for (size_t i = 0; 4 * i < employer.len; i++)
		words[i] = word(employer.ptr + 4 * i, employer.len - 4 * i);
	for (int r = 0; r < replicates; r++)
		weights[r] = (uint8_t)weight_of(
			hash_words(words, employer.len, (uint64_t)r + 1));
}
