parsers_SRC := \
	parsers/ad.c
