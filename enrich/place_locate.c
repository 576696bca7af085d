/*
 * place_locate.c - from chosen names to regions and the bounds of remote work.
 */
#include "enrich/place_build.h"

#include "base/json_out.h"

#include <string.h>

void place_build_region(struct place_builder *b, uint32_t place,
		       enum region_basis basis)
{
	const struct place *p = &b->t->places[place];
	uint32_t            area = p->division != PLACE_NONE ? p->division :
							       p->country;
	struct region      *r;

	for (size_t i = 0; i < b->n_regions; i++) {
		if (b->places[i] == place) {
			if (basis == BASIS_STATED)
				b->regions[i].basis = basis;
			return;
		}
	}
	if (b->n_regions == PLACE_REGIONS_MAX)
		return;
	b->places[b->n_regions] = place;
	r = &b->regions[b->n_regions++];
	*r = (struct region){ .basis = basis };
	memcpy(r->code, b->t->places[area].code, sizeof(r->code));
	if (p->kind == PLACE_CITY) {
		r->city = span_of(p->name);
		r->city_id = p->id;
	}
}

void place_build_bound(struct place_builder *b, struct span code)
{
	for (size_t i = 0; i < b->n_bounds; i++) {
		if (b->bounds[i].len == code.len &&
		    memcmp(b->bounds[i].ptr, code.ptr, code.len) == 0)
			return;
	}
	if (b->n_bounds < PLACE_BOUNDS_MAX)
		b->bounds[b->n_bounds++] = code;
}

/* An area by its code, a group by the codes of its countries. */
void place_build_bounds_of(struct place_builder *b, uint32_t place)
{
	const struct place *p = &b->t->places[place];

	if (p->kind != PLACE_GROUP) {
		place_build_bound(b, span_of(p->code));
		return;
	}
	for (const char *at = p->name; at[0] && at[1]; at += at[2] ? 3 : 2)
		place_build_bound(b, (struct span){ at, 2 });
}

/* ---- one string ----------------------------------------------------------- */

/* What the names of one string say together. */
struct reading {
	struct place_items items;
	bool has_mode[MODE_ANYWHERE + 1];
	bool has_city;
};

/*
 * "Global", "anywhere" say where the work is only when no other words stand
 * beside them ("Global Head Office", "Dubai International Airport").
 */
static bool is_mode_meant(const struct place_items *items,
			  const struct place_item  *item)
{
	return item->mode >= 0 && (item->mode != MODE_ANYWHERE ||
				   (items->unknown[item->segment] == 0 &&
				    !item->is_before_after));
}

static void read_modes(const struct place_table *t, struct reading *r)
{
	for (size_t i = 0; i < r->items.n; i++) {
		struct place_item *item = &r->items.at[i];

		if (is_mode_meant(&r->items, item))
			r->has_mode[item->mode] = true;
		else
			item->mode = -1;
		if (item->place != PLACE_NONE &&
		    t->places[item->place].kind == PLACE_CITY)
			r->has_city = true;
	}
}

/* "Germany" of "Berlin, Germany" says nothing that Berlin does not say. */
static void absorb(const struct place_table *t, struct place_items *items)
{
	for (size_t i = 0; i < items->n; i++) {
		struct place_item *a = &items->at[i];

		for (size_t j = 0; j < items->n; j++) {
			const struct place_item *b = &items->at[j];

			if (a->place == PLACE_NONE || b->place == PLACE_NONE ||
			    !place_holds(t, a->place, b->place))
				continue;
			a->is_absorbed = true;
			if (a->group == b->group)
				a->is_absorbed_here = true;
		}
	}
}

static bool is_remote_group(const struct place_items *items, uint16_t group)
{
	for (size_t i = 0; i < items->n; i++) {
		int mode = items->at[i].mode;

		if (items->at[i].group == group &&
		    (mode == MODE_REMOTE || mode == MODE_ANYWHERE))
			return true;
	}
	return false;
}

/*
 * Does the item bound remote work? An area beside the word ("Remote (US)"),
 * or any area when the whole string is about remote work and names no city.
 */
static bool is_bound(const struct place_table *t, const struct reading *r,
		     const struct place_item *item, bool is_remote)
{
	uint16_t group = item->group;

	if (t->places[item->place].kind == PLACE_CITY || !is_remote)
		return false;
	if (!r->has_city || is_remote_group(&r->items, group))
		return true;
	/* "Berlin or Remote (US/Canada)": the next of a bound */
	return item > r->items.at && group && item[-1].group == group - 1 &&
	       item[-1].place != PLACE_NONE &&
	       t->places[item[-1].place].kind != PLACE_CITY &&
	       is_remote_group(&r->items, item[-1].group);
}

static void collect(struct place_builder *b, struct reading *r, bool is_remote)
{
	for (size_t i = 0; i < r->items.n; i++) {
		struct place_item *item = &r->items.at[i];
		bool               bounds;

		if (item->place == PLACE_NONE)
			continue;
		/* "Remote (US) | Austin, TX": both are meant */
		bounds = is_bound(b->t, r, item, is_remote);
		if (item->is_absorbed_here || (item->is_absorbed && !bounds))
			continue;
		if (bounds)
			place_build_bounds_of(b, item->place);
		if (b->t->places[item->place].kind != PLACE_GROUP)
			place_build_region(b, item->place,
				   bounds ? BASIS_REMOTE_BOUND : BASIS_STATED);
	}
}

void place_build_string(struct place_builder *b, struct span text,
			const struct place_context *context)
{
	struct reading r;
	size_t         bounds_before = b->n_bounds;
	bool           is_remote;

	memset(r.has_mode, 0, sizeof(r.has_mode));
	r.has_city = false;
	place_scan(b->t, text, &r.items);
	place_choose(b->t, context, &r.items);
	read_modes(b->t, &r);
	absorb(b->t, &r.items);
	is_remote = r.has_mode[MODE_REMOTE] || r.has_mode[MODE_ANYWHERE] ||
		    (context && context->is_remote);
	collect(b, &r, is_remote);
	if (r.has_mode[MODE_ANYWHERE] && b->n_bounds == bounds_before &&
	    !r.has_city)
		place_build_bound(b, SPAN("world"));
	for (size_t i = 0; i < sizeof(r.has_mode) / sizeof(r.has_mode[0]); i++)
		b->has_mode[i] |= r.has_mode[i];
}

/* ---- results -------------------------------------------------------------- */

static enum remote_kind remote_of(const struct place_builder *b)
{
	if (b->has_mode[MODE_HYBRID])
		return REMOTE_HYBRID;
	if (b->has_mode[MODE_REMOTE] || b->has_mode[MODE_ANYWHERE])
		return REMOTE_REMOTE;
	return b->has_mode[MODE_ONSITE] ? REMOTE_ONSITE : REMOTE_UNKNOWN;
}

void place_build_finish(const struct place_builder *b, struct place_result *out)
{
	*out = (struct place_result){ .remote = remote_of(b),
				      .n_regions = b->n_regions,
				      .n_remote_regions = b->n_bounds };
	if (b->n_regions) {
		out->regions = arena_alloc(b->arena, b->n_regions *
						     sizeof(*out->regions));
		memcpy(out->regions, b->regions,
		       b->n_regions * sizeof(*out->regions));
	}
	if (b->n_bounds) {
		out->remote_regions = arena_alloc(
			b->arena, b->n_bounds * sizeof(*out->remote_regions));
		memcpy(out->remote_regions, b->bounds,
		       b->n_bounds * sizeof(*out->remote_regions));
	}
}

void place_build_start(struct place_builder *b, const struct place_table *t,
			  struct arena *arena)
{
	b->t = t;
	b->arena = arena;
	b->n_regions = 0;
	b->n_bounds = 0;
	memset(b->has_mode, 0, sizeof(b->has_mode));
}

void place_locate(const struct place_table *t, struct span text,
		  struct arena *arena, struct place_result *out)
{
	struct place_builder b;

	place_build_start(&b, t, arena);
	place_build_string(&b, text, NULL);
	place_build_finish(&b, out);
}

/* ---- printing ------------------------------------------------------------- */

void place_write_json(const struct place_table *t, struct span text,
		      const struct place_result *result, struct buf *out)
{
	json_open_object(out);
	json_put_span(out, "text", text);
	json_key(out, "regions");
	json_open_array(out);
	for (size_t i = 0; i < result->n_regions; i++) {
		const struct region *r = &result->regions[i];

		json_open_object(out);
		json_put_text(out, "code", r->code);
		if (r->city.ptr)
			json_put_span(out, "name", r->city);
		else
			json_put_text(out, "name", place_name(t, r->code));
		json_put_text(out, "basis", region_basis_name(r->basis));
		json_put_span(out, "city", r->city);
		if (r->city_id)
			json_put_int(out, "city_id", r->city_id);
		json_close_object(out);
	}
	json_close_array(out);
	json_put_text(out, "remote", remote_name(result->remote));
	if (result->n_remote_regions) {
		json_key(out, "remote_regions");
		json_open_array(out);
		for (size_t i = 0; i < result->n_remote_regions; i++)
			json_string(out, result->remote_regions[i]);
		json_close_array(out);
	}
	json_close_object(out);
}
