enrich_SRC := \
	enrich/enrich.c \
	enrich/facts.c \
	enrich/facts_json.c \
	enrich/taxonomy.c \
	enrich/tsv.c
