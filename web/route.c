#include "web/route.h"

#include "base/mem.h"
#include "web/route_sql.h"
#include "web/route_sql_evidence.h"

#include <string.h>

#define MEASURES "flow|stock|share"
#define LISTS    "json|csv"
#define TABLES   "json|csv|json-stat"
#define PARTS    "demand|sources|health|duplicates|definition|context|denominator"

#define P(name, type)                               \
	{                                           \
		name, type, NULL, NULL, 0, 0, false \
	}
#define OR(name, type, or)                        \
	{                                         \
		name, type, or, NULL, 0, 0, false \
	}
#define ONE(name, list, or)                               \
	{                                                 \
		name, PARAM_CHOICE, or, list, 0, 0, false \
	}
#define TEXT(name, max)                                     \
	{                                                   \
		name, PARAM_TEXT, NULL, NULL, 0, max, false \
	}

#define REGION     OR("region", PARAM_REGION, "world")
#define REGIONS    OR("region", PARAM_REGIONS, "world")
#define SKILL      OR("skill", PARAM_SKILL, "any")
#define SKILLS     OR("skill", PARAM_SKILLS, "any")
#define DEFINITION OR("definition", PARAM_DEFINITION, "one-skill")
#define MEASURE    ONE("measure", MEASURES, "flow")
#define PERIOD     P("period", PARAM_LAST_YEAR)
#define AS_OF      P("as_of", PARAM_TIME)
#define SINCE      P("since", PARAM_DAY)
#define UNTIL      P("until", PARAM_DAY)
#define Q          TEXT("q", 100)
#define LIST                                                     \
	{                                                        \
		"format", PARAM_FORMAT, NULL, LISTS, 0, 0, false \
	}
#define TABLE                                                     \
	{                                                         \
		"format", PARAM_FORMAT, NULL, TABLES, 0, 0, false \
	}
#define LIMIT(or, max)                                        \
	{                                                     \
		"limit", PARAM_LIMIT, or, NULL, 1, max, false \
	}
#define PAGED LIMIT("100", 1000), P("cursor", PARAM_CURSOR)

static const struct route routes[] = {
	/* sorted by path */
	{ "adjacency",
	  SQL_ADJACENCY,
	  { { "skill", PARAM_ONE_SKILL, NULL, NULL, 0, 0, true },
	    ONE("order", "postings|lift", "postings"),
	    { "min_postings", PARAM_NUMBER, "3", NULL, 1, 1000000, false },
	    LIMIT("100", 1000),
	    TABLE },
	  "skill other_skill",
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "bridge",
	  SQL_BRIDGE,
	  { REGION, SKILL, PERIOD, DEFINITION, MEASURE, AS_OF, TABLE },
	  "region skill period measure definition part",
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "bridge-ads",
	  SQL_BRIDGE_ADS,
	  { REGION,
	    SKILL,
	    PERIOD,
	    { "part", PARAM_CHOICE, NULL, PARTS, 0, 0, true },
	    DEFINITION,
	    MEASURE,
	    AS_OF,
	    ONE("window", "period|year-before", NULL),
	    PAGED,
	    LIST },
	  NULL,
	  1,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "check-claim",
	  NULL,
	  { { "claim", PARAM_TEXT, NULL, NULL, 1, 2000, true },
	    P("region", PARAM_REGION),
	    P("skill", PARAM_SKILL),
	    P("period", PARAM_PERIOD),
	    P("definition", PARAM_DEFINITION),
	    ONE("measure", MEASURES, NULL) },
	  NULL,
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "competition",
	  SQL_COMPETITION,
	  { REGION, P("skill", PARAM_SKILL), PAGED, TABLE },
	  "region skill",
	  2,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "coverage",
	  SQL_COVERAGE,
	  { TEXT("source", 512), SINCE, UNTIL, PAGED, TABLE },
	  "source period",
	  2,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "coverage-summary",
	  SQL_COVERAGE_SUMMARY,
	  { { "sources", PARAM_NUMBER, "20", NULL, 0, 1000, false }, LIST },
	  NULL,
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "definitions",
	  SQL_DEFINITIONS,
	  { LIST },
	  NULL,
	  0,
	  FRESH_BY_VERSION,
	  true,
	  0 },
	{ "employers",
	  SQL_EMPLOYERS,
	  { REGION, SKILL, DEFINITION, PAGED, TABLE },
	  "region skill definition employer",
	  2,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "estimates",
	  SQL_ESTIMATES,
	  { REGION, SKILL, PERIOD, DEFINITION, MEASURE, AS_OF, TABLE },
	  "region skill period definition measure estimator",
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "events",
	  SQL_EVENTS,
	  { REGION, ONE("kind", "rule|source", NULL), SINCE, UNTIL, PAGED,
	    LIST },
	  NULL,
	  4,
	  FRESH_BY_VERSION,
	  true,
	  0 },
	{ "explain",
	  SQL_EXPLAIN,
	  { REGION, SKILL, PERIOD, DEFINITION, MEASURE, AS_OF,
	    P("with", PARAM_ONE_SKILL), TEXT("source", 512),
	    TEXT("employer", 512), PAGED, LIST },
	  NULL,
	  1,
	  FRESH_BY_VERSION,
	  false,
	  200 },
	{ "lifetimes",
	  SQL_LIFETIMES,
	  { REGION, SKILL, ONE("grain", "quarter|year", NULL), TABLE },
	  "region skill period",
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "pay",
	  SQL_PAY,
	  { REGION, SKILL, P("currency", PARAM_CURRENCY),
	    ONE("per", "hour|day|week|month|year|once", NULL), TABLE },
	  "region skill period currency per",
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "ranking",
	  SQL_RANKING,
	  { ONE("by", "region|skill", "region"),
	    ONE("order", "most|rising|falling", "most"), REGION, SKILL,
	    ONE("level", "country|subdivision", "country"), PERIOD, DEFINITION,
	    MEASURE, LIMIT("50", 300), TABLE },
	  "region skill period measure definition",
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "regions",
	  SQL_REGIONS,
	  { Q, P("within", PARAM_COUNTRY),
	    ONE("level", "world|country|subdivision", NULL),
	    OR("observed", PARAM_BOOL, "false"), PAGED, LIST },
	  NULL,
	  1,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "revisions",
	  SQL_REVISIONS,
	  { P("region", PARAM_REGION), P("skill", PARAM_SKILL), PAGED, LIST },
	  NULL,
	  6,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "robustness",
	  SQL_ROBUSTNESS,
	  { REGION, SKILL, PERIOD, DEFINITION, MEASURE, AS_OF, TABLE },
	  "region skill period definition measure",
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "skills",
	  SQL_SKILLS,
	  { Q, TEXT("cluster", 64), P("core", PARAM_BOOL), PAGED, LIST },
	  NULL,
	  1,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "sources",
	  SQL_SOURCES,
	  { Q, TEXT("kind", 64),
	    ONE("state", "ok|partial|capped|mirrored|blocked|tdm|dead", NULL),
	    PAGED, LIST },
	  NULL,
	  1,
	  FRESH_BY_TIME,
	  true,
	  0 },
	{ "status", SQL_STATUS, { LIST }, NULL, 0, FRESH_BY_VERSION, true, 0 },
	{ "trend",
	  SQL_TREND,
	  { REGIONS, SKILLS, ONE("grain", "week|month|quarter|year", "month"),
	    DEFINITION, MEASURE, SINCE, UNTIL, AS_OF, TABLE },
	  "region skill period measure definition",
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
	{ "yoy",
	  SQL_YOY,
	  { REGIONS, SKILLS, PERIOD, DEFINITION, MEASURE, AS_OF, TABLE },
	  "region skill period measure definition",
	  0,
	  FRESH_BY_VERSION,
	  false,
	  0 },
};

const struct route *route_find(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
		if (strcmp(routes[i].path, path) == 0)
			return &routes[i];
	}
	return NULL;
}

const struct route *route_at(size_t i)
{
	return i < ARRAY_LEN(routes) ? &routes[i] : NULL;
}
