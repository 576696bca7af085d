parsers_SRC := \
	parsers/ad.c \
	parsers/ad_json.c \
	parsers/charset.c \
	parsers/html.c \
	parsers/html_entity.c \
	parsers/html_text.c \
	parsers/jobposting.c \
	parsers/json.c \
	parsers/jsonld.c \
	parsers/parser.c \
	parsers/text.c \
	parsers/url.c
