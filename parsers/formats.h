/*
 * formats.h - the parsers that the table in parser.c lists; see parser.h.
 */
#ifndef PARSERS_FORMATS_H
#define PARSERS_FORMATS_H

#include "parsers/parser.h"

parse_fn parse_ashby;
parse_fn parse_atom;
parse_fn parse_greenhouse;
parse_fn parse_hn;
parse_fn parse_html;
parse_fn parse_jsonld;
parse_fn parse_lever;
parse_fn parse_microdata;
parse_fn parse_rdfa;
parse_fn parse_rss;
parse_fn parse_sitemap;

sniff_fn sniff_ashby;
sniff_fn sniff_atom;
sniff_fn sniff_greenhouse;
sniff_fn sniff_hn;
sniff_fn sniff_html;
sniff_fn sniff_jsonld;
sniff_fn sniff_lever;
sniff_fn sniff_microdata;
sniff_fn sniff_rdfa;
sniff_fn sniff_rss;
sniff_fn sniff_sitemap;

seed_url_fn seed_ashby;
seed_url_fn seed_greenhouse;
seed_url_fn seed_hn;
seed_url_fn seed_lever;

#endif
