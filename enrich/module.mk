enrich_SRC := \
	enrich/enrich.c \
	enrich/facts.c \
	enrich/facts_json.c \
	enrich/fold.c \
	enrich/place.c \
	enrich/place_choose.c \
	enrich/place_locate.c \
	enrich/place_scan.c \
	enrich/taxonomy.c \
	enrich/tsv.c
