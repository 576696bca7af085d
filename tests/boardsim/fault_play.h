/*
 * fault_play.h - the functions that the table of faults names.
 */
#ifndef TESTS_BOARDSIM_FAULT_PLAY_H
#define TESTS_BOARDSIM_FAULT_PLAY_H

#include "tests/boardsim/fault.h"

/* Another answer altogether. */
void fault_become(struct answer *a, unsigned status, const char *type,
		  const char *body);
bool fault_is_page(const struct request *r); /* of one ad */
bool fault_is_list(const struct request *r);

typedef void play_fn(const struct request *r, struct answer *a);

play_fn play_order;
play_fn play_doubled;
play_fn play_map_double;
play_fn play_empty;
play_fn play_empty_body;
play_fn play_html;
play_fn play_challenge;
play_fn play_error_object;
play_fn play_null;
play_fn play_login;
play_fn play_loop;
play_fn play_private;
play_fn play_401;
play_fn play_403;
play_fn play_404;
play_fn play_410;
play_fn play_429;
play_fn play_451;
play_fn play_500;
play_fn play_503;
play_fn play_half_bytes;
play_fn play_cut;
play_fn play_no_gzip;
play_fn play_noise;
play_fn play_half;
play_fn play_one;
play_fn play_two_thirds;
play_fn play_half_of_total;
play_fn play_total;
play_fn play_list_name;
play_fn play_titles;
play_fn play_places;
play_fn play_texts;
play_fn play_dates;
play_fn play_numbers;
play_fn play_parent;
play_fn play_stranger;
play_fn play_slug;
play_fn play_map_empty;
play_fn play_map_404;
play_fn play_map_html;
play_fn play_map_cut;
play_fn play_map_one;
play_fn play_map_moved;
play_fn play_pages_403;
play_fn play_pages_500;
play_fn play_pages_home;
play_fn play_pages_unmarked;
play_fn play_pages_broken;
play_fn play_pages_placeless;
play_fn play_pages_same;
play_fn play_page_challenge;
play_fn play_robots_disallow;
play_fn play_robots_500;
play_fn play_tdm_header;
play_fn play_tdm_file;
play_fn play_part_500;
play_fn play_page_repeats;
play_fn play_page_2_500;
play_fn play_page_2_empty;
play_fn play_page_shrinks;
play_fn play_page_total;

#endif
