/*
 * automaton_build.h - forms as they are collected, before there is an automaton.
 */
#ifndef ENRICH_AUTOMATON_BUILD_H
#define ENRICH_AUTOMATON_BUILD_H

#include "enrich/automaton_table.h"

struct node {
	uint32_t child; /* first, 0 none; sorted by class */
	uint32_t next;  /* sibling */
	uint32_t outputs; /* first of a list in reverse order of adding */
	uint32_t groups;  /* of all forms through it */
	uint16_t class;
};

struct chained_output {
	struct output out;
	uint32_t      next;
};

struct automaton_builder {
	struct node           *nodes; /* 0 is the root */
	size_t                 n_nodes, cap_nodes;
	struct chained_output *outputs; /* 0 is nobody */
	size_t                 n_outputs, cap_outputs;
	char                  *forms;
	size_t                 forms_len, forms_cap;
	uint16_t               class_of[0x10000]; /* of folded code points */
	uint16_t               n_classes;
	uint32_t               begun[CLASS_MASK + 1]; /* the root's children */
	uint32_t               groups; /* of forms that are added now */
	unsigned char          plain_of[CLASS_MASK + 1]; /* its ASCII, or 0 */
};

/*
 * What is known of first words and of those that follow them (automaton_first.c):
 * the tables of `a` but for classes and states, which there are already, and its
 * bits in the filter.
 */
void automaton_make_first(struct automaton *a, struct automaton_builder *b);

#endif
