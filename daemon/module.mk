daemon_SRC := \
	daemon/address.c \
	daemon/config.c \
	daemon/config_key.c \
	daemon/config_key_table.c \
	daemon/config_read.c \
	daemon/config_secret.c \
	daemon/config_unit.c \
	daemon/curl_loop.c \
	daemon/database.c \
	daemon/fetch.c \
	daemon/fetch_head.c \
	daemon/inflate.c \
	daemon/pace.c \
	daemon/path_pattern.c \
	daemon/robots.c \
	daemon/taxonomy_load.c \
	daemon/taxonomy_sync.c \
	daemon/tdm.c \
	daemon/url_check.c
