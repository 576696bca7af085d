enrich_SRC := \
	enrich/automaton.c \
	enrich/automaton_build.c \
	enrich/candidate.c \
	enrich/context.c \
	enrich/employer.c \
	enrich/enrich.c \
	enrich/facts.c \
	enrich/facts_json.c \
	enrich/fingerprint.c \
	enrich/industry.c \
	enrich/language.c \
	enrich/letter.c \
	enrich/lexicon.c \
	enrich/mention.c \
	enrich/particulars.c \
	enrich/pay.c \
	enrich/pay_amount.c \
	enrich/pay_words.c \
	enrich/place.c \
	enrich/place_choose.c \
	enrich/place_load.c \
	enrich/place_locate.c \
	enrich/place_scan.c \
	enrich/role.c \
	enrich/rule.c \
	enrich/taxonomy.c \
	enrich/tsv.c
