/*
 * rule_event.h - read the register of dated rules, rule_events.tsv.
 */
#ifndef ENRICH_RULE_EVENT_H
#define ENRICH_RULE_EVENT_H

#include "enrich/taxonomy.h"

/*
 * Append the rules of `text` to those of `t`, one entry a region. Regions are
 * looked up in the places of `t` when it has them. False with `err`
 * ("rule_events.tsv line 9: expected a day such as 2026-01-31, found ...").
 */
bool rule_events_read(struct taxonomy *t, struct span text, struct error *err);

#endif
