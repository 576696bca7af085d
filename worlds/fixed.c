#include "worlds/fixed.h"

#define POISSON_PIECE (8 * FIX_ONE) /* e^-8 has enough bits left */
#define LOG2_E 6196328019           /* of 2^32 */
#define LN_2   2977044472

fix fix_mul(fix a, fix b)
{
	return (fix)(((__int128)a * b) >> 32);
}

fix fix_div(fix a, fix b)
{
	return (fix)(((__int128)a << 32) / b);
}

fix fix_log2(fix a)
{
	fix whole = 0, part = 0;

	for (; a >= 2 * FIX_ONE; a >>= 1)
		whole += FIX_ONE;
	for (; a < FIX_ONE; a <<= 1)
		whole -= FIX_ONE;
	for (fix bit = FIX_ONE / 2; bit; bit >>= 1) {
		a = fix_mul(a, a);
		if (a >= 2 * FIX_ONE) {
			a >>= 1;
			part += bit;
		}
	}
	return whole + part;
}

/* The root of a number between 1 and 4, Newton's way. */
static fix fix_root(fix a)
{
	fix x = a;

	for (int i = 0; i < 8; i++)
		x = (x + fix_div(a, x)) / 2;
	return x;
}

fix fix_exp2(fix a)
{
	int64_t whole = a >> 32;
	fix     part = a & (FIX_ONE - 1), out = FIX_ONE, root = 2 * FIX_ONE;

	for (fix bit = FIX_ONE / 2; bit && part; bit >>= 1) {
		root = fix_root(root);
		if (part & bit)
			out = fix_mul(out, root);
		part &= ~bit;
	}
	if (whole < 0)
		return whole < -32 ? 0 : out >> -whole;
	return out << whole;
}

fix chance_fix(struct chance *c)
{
	return (fix)(chance_next(c) >> 32);
}

int chance_from(struct chance *c, int lo, int hi)
{
	return lo + (int)((chance_fix(c) * (hi - lo + 1)) >> 32);
}

bool chance_percent(struct chance *c, int percent)
{
	return chance_from(c, 0, 99) < percent;
}

static int poisson_piece(struct chance *c, fix mean)
{
	fix limit = fix_exp2(-fix_mul(mean, LOG2_E));
	fix product = chance_fix(c);
	int n = 0;

	for (; product > limit; n++)
		product = fix_mul(product, chance_fix(c));
	return n;
}

int chance_poisson_fix(struct chance *c, fix mean)
{
	int n = 0;

	for (; mean > POISSON_PIECE; mean -= POISSON_PIECE)
		n += poisson_piece(c, POISSON_PIECE);
	return mean > 0 ? n + poisson_piece(c, mean) : n;
}

int chance_days(struct chance *c, int mean)
{
	fix nats = -fix_mul(fix_log2(chance_fix(c) + 1), LN_2);

	return (int)((nats * mean) >> 32);
}

fix chance_pareto(struct chance *c, fix shape, int most)
{
	fix bits = fix_div(-fix_log2(chance_fix(c) + 1), shape);
	fix cap = (fix)most << 32;
	fix drawn = bits > 30 * FIX_ONE ? cap : fix_exp2(bits);

	return drawn > cap ? cap : drawn;
}
