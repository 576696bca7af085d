/*
 * kinds.h - the table of kinds of source: one line each, sorted by name. Each
 * is defined in the file of its name as `const struct parser parser_NAME`.
 */
#ifndef PARSERS_KINDS_H
#define PARSERS_KINDS_H

#include "parsers/parser.h"

/* clang-format off */
#define PARSER_KINDS(KIND) \
	KIND(adzuna) \
	KIND(apec) \
	KIND(arbeitnow) \
	KIND(arbeitsagentur) \
	KIND(ashby) \
	KIND(atom) \
	KIND(bamboohr) \
	KIND(beisen) \
	KIND(breezy) \
	KIND(comeet) \
	KIND(csv) \
	KIND(eightfold) \
	KIND(eleduck) \
	KIND(eures) \
	KIND(francetravail) \
	KIND(gem) \
	KIND(greenhouse) \
	KIND(gupy) \
	KIND(himalayas) \
	KIND(hn) \
	KIND(hrmdirect) \
	KIND(hrmos) \
	KIND(hrxml) \
	KIND(html) \
	KIND(icims) \
	KIND(jobicy) \
	KIND(jobtech) \
	KIND(jobvite) \
	KIND(jobxml) \
	KIND(jobylon) \
	KIND(join) \
	KIND(jooble) \
	KIND(jsonfeed) \
	KIND(jsonld) \
	KIND(kelio) \
	KIND(lever) \
	KIND(microdata) \
	KIND(mokahr) \
	KIND(mycareersfuture) \
	KIND(nav) \
	KIND(neogov) \
	KIND(oracle) \
	KIND(paylocity) \
	KIND(personio) \
	KIND(phenom) \
	KIND(pinpoint) \
	KIND(rdfa) \
	KIND(recruitee) \
	KIND(recruiter_co_kr) \
	KIND(reed) \
	KIND(remoteok) \
	KIND(remotive) \
	KIND(rippling) \
	KIND(rss) \
	KIND(site) \
	KIND(sitemap) \
	KIND(smartrecruiters) \
	KIND(softgarden) \
	KIND(successfactors) \
	KIND(teamtailor) \
	KIND(themuse) \
	KIND(torre) \
	KIND(usajobs) \
	KIND(usajobs_past) \
	KIND(v2ex) \
	KIND(weworkremotely) \
	KIND(workable) \
	KIND(workday)
/* clang-format on */

#define DECLARE_KIND(name) extern const struct parser parser_##name;
PARSER_KINDS(DECLARE_KIND)
#undef DECLARE_KIND

#endif
