daemon_SRC := \
	daemon/database.c
