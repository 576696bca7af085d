/*
 * formats.h - the parsers that the table in parser.c lists; see parser.h.
 */
#ifndef PARSERS_FORMATS_H
#define PARSERS_FORMATS_H

#include "parsers/parser.h"

parse_fn parse_html;
parse_fn parse_jsonld;

sniff_fn sniff_html;
sniff_fn sniff_jsonld;

#endif
