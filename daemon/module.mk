daemon_SRC := \
	daemon/address.c \
	daemon/curl_loop.c \
	daemon/database.c \
	daemon/fetch.c \
	daemon/fetch_head.c \
	daemon/inflate.c \
	daemon/pace.c \
	daemon/path_pattern.c \
	daemon/robots.c \
	daemon/taxonomy_sync.c \
	daemon/tdm.c \
	daemon/url_check.c
