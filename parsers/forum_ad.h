/*
 * forum_ad.h - topics of Chinese forums: who hires, who looks for work.
 *
 * A forum's node of jobs holds ads, people who look for work and talk about
 * both. Only a topic that says that somebody is hired is an ad; what says
 * neither is left out, for a false ad is worse than a missing one here.
 */
#ifndef PARSERS_FORUM_AD_H
#define PARSERS_FORUM_AD_H

#include "base/arena.h"
#include "parsers/ad.h"

enum forum_topic {
	TOPIC_OTHER,
	TOPIC_HIRING,
	TOPIC_SEEKING, /* work, a referral, an order */
};

/* By the words of the title, and when they are silent by those of the text. */
enum forum_topic forum_topic_of(struct span title, struct span text);

/*
 * What stands in the text behind a label at the beginning of a line: employer
 * ("公司：Acme"), place ("【工作地点】上海"). Only absent fields are filled.
 */
void forum_take_labels(struct arena *arena, struct ad *ad);

#endif
