#include "daemon/stated.h"

#include <inttypes.h>
#include <stdio.h>

void stated_count(const struct findings *found, int32_t out[STATED_VALUES])
{
	for (int i = 0; i < STATED_VALUES; i++)
		out[i] = 0;
	for (size_t i = 0; i < found->n_ads; i++) {
		const struct ad *ad = &found->ads[i];

		out[0]++;
		out[1] += ad->n_locations != 0;
		out[2] += ad->description.len != 0;
		out[3] += ad->posted_at.precision != STAMP_NONE;
	}
}

bool stated_lost(const int32_t was[STATED_VALUES],
		 const int32_t is_now[STATED_VALUES],
		 char note[STATED_NOTE_SIZE])
{
	static const char *const names[STATED_VALUES] = { "", "place", "text",
							  "date" };

	if (was[0] < 1 || is_now[0] < 1)
		return false;
	for (int i = 1; i < STATED_VALUES; i++) {
		if ((int64_t)was[i] * 5 < (int64_t)was[0] * 4 ||
		    (int64_t)is_now[i] * 5 >= is_now[0])
			continue;
		snprintf(note, STATED_NOTE_SIZE,
			 "the %s is said by %" PRId32 " of %" PRId32
			 " ads, before by %" PRId32 " of %" PRId32,
			 names[i], is_now[i], is_now[0], was[i], was[0]);
		return true;
	}
	return false;
}
