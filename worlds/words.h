/*
 * words.h - what made-up ads are written with: places, roles, skills and
 * sentences in seven languages. Tables only; none of it was taken from an ad.
 */
#ifndef WORLDS_WORDS_H
#define WORLDS_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum language { EN, DE, FR, ES, PT, ZH, JA, N_LANGUAGES };

extern const char *const language_codes[N_LANGUAGES]; /* BCP 47 */

struct place {
	const char   *city;    /* as boards print it */
	const char   *region;  /* name, as boards print it */
	const char   *country; /* name */
	const char   *code;    /* ISO 3166-2 */
	const char   *postal;
	double        lat, lon;
	double        weight; /* of being an employer's home */
	double        growth; /* of all AI demand there, log points a year */
	enum language language;
	const char   *currency;
	int           salary; /* of an engineer, a year */
};

extern const struct place places[];
extern const size_t       n_places;

/* Families of AI roles: a role asks for the skills of its families. */
enum family {
	LANGUAGE_MODELS = 1,
	VISION = 2,
	CLASSIC = 4, /* statistics and learning from tables */
	PLATFORM = 8,
	RESEARCH = 16,
};

struct skill {
	const char *id; /* of the dictionary */
	const char *names[N_LANGUAGES]; /* NULL: as in English */
	unsigned    families;
	double      weight;
	double      growth; /* of its share, log points a year */
};

extern const struct skill skills[];
extern const size_t       n_skills;

struct role {
	const char *titles[N_LANGUAGES]; /* NULL: as in English */
	const char *department;
	unsigned    families; /* 0: no AI role */
	double      weight;
	double      growth; /* log points a year */
};

extern const struct role roles[];
extern const size_t      n_roles;

struct phrases {
	const char *about[3]; /* %1: employer, city */
	const char *blurb_ai; /* employer: boasts of AI, asks for none */
	const char *duties_head;
	const char *duties[5];    /* skill */
	const char *plain_duties[6]; /* of roles without AI */
	const char *requirements_head;
	const char *requirements[5]; /* skill */
	const char *plain_requirements[5];
	const char *benefits_head;
	const char *benefits[4];
	const char *hiring_notice; /* what a law makes employers say */
	const char *fair; /* equal opportunities */
};

extern const struct phrases phrases[N_LANGUAGES];

struct buf;

/* `format` with its "%s" replaced by `a` and then `b`. */
void phrase_fill(struct buf *out, const char *format, const char *a,
		 const char *b);

extern const char *const employer_first[];
extern const size_t      n_employer_first;
extern const char *const employer_second[];
extern const size_t      n_employer_second;

#endif
