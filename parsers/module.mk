parsers_SRC := \
	parsers/ad.c \
	parsers/ad_json.c \
	parsers/ashby.c \
	parsers/atom.c \
	parsers/board.c \
	parsers/charset.c \
	parsers/feed.c \
	parsers/greenhouse.c \
	parsers/hn.c \
	parsers/hn_headline.c \
	parsers/html.c \
	parsers/html_entity.c \
	parsers/html_items.c \
	parsers/html_text.c \
	parsers/jobposting.c \
	parsers/json.c \
	parsers/jsonld.c \
	parsers/lever.c \
	parsers/parser.c \
	parsers/relative_date.c \
	parsers/relative_words.c \
	parsers/rss.c \
	parsers/sitemap.c \
	parsers/text.c \
	parsers/url.c \
	parsers/xml.c
