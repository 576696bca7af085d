/*
 * ad_map.h - numbers by source and ad. Zeroed, it is empty.
 */
#ifndef DAEMON_AD_MAP_H
#define DAEMON_AD_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ad_slot {
	int64_t  ad_id;
	uint32_t source; /* 1 + index; 0: free */
	uint32_t value;
};

struct ad_map {
	struct ad_slot *slots; /* a power of two */
	size_t          n_slots, n;
};

void ad_map_put(struct ad_map *t, uint32_t source, int64_t ad_id,
		uint32_t value);
/* False when nothing is known of the ad. */
bool ad_map_get(const struct ad_map *t, uint32_t source, int64_t ad_id,
		uint32_t *value);
void ad_map_deinit(struct ad_map *t);

#endif
