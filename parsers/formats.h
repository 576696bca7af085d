/*
 * formats.h - the parsers that the table in parser.c lists; see parser.h.
 */
#ifndef PARSERS_FORMATS_H
#define PARSERS_FORMATS_H

#include "parsers/parser.h"

parse_fn parse_adzuna;
parse_fn parse_ashby;
parse_fn parse_atom;
parse_fn parse_bamboohr;
parse_fn parse_greenhouse;
parse_fn parse_himalayas;
parse_fn parse_hn;
parse_fn parse_html;
parse_fn parse_jsonfeed;
parse_fn parse_jsonld;
parse_fn parse_lever;
parse_fn parse_microdata;
parse_fn parse_personio;
parse_fn parse_rdfa;
parse_fn parse_recruitee;
parse_fn parse_remoteok;
parse_fn parse_remotive;
parse_fn parse_rss;
parse_fn parse_sitemap;
parse_fn parse_smartrecruiters;
parse_fn parse_usajobs;
parse_fn parse_workable;
parse_fn parse_workday;

sniff_fn sniff_adzuna;
sniff_fn sniff_ashby;
sniff_fn sniff_atom;
sniff_fn sniff_bamboohr;
sniff_fn sniff_greenhouse;
sniff_fn sniff_himalayas;
sniff_fn sniff_hn;
sniff_fn sniff_html;
sniff_fn sniff_jsonfeed;
sniff_fn sniff_jsonld;
sniff_fn sniff_lever;
sniff_fn sniff_microdata;
sniff_fn sniff_personio;
sniff_fn sniff_rdfa;
sniff_fn sniff_recruitee;
sniff_fn sniff_remoteok;
sniff_fn sniff_remotive;
sniff_fn sniff_rss;
sniff_fn sniff_sitemap;
sniff_fn sniff_smartrecruiters;
sniff_fn sniff_usajobs;
sniff_fn sniff_workable;
sniff_fn sniff_workday;

seed_url_fn seed_ashby;
seed_url_fn seed_bamboohr;
seed_url_fn seed_greenhouse;
seed_url_fn seed_hn;
seed_url_fn seed_lever;
seed_url_fn seed_personio;

#endif
