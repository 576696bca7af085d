web_SRC := \
	web/answer.c \
	web/api.c \
	web/call.c \
	web/claims.c \
	web/connection.c \
	web/db.c \
	web/document.c \
	web/encode.c \
	web/encode_stat.c \
	web/header.c \
	web/listen.c \
	web/metrics.c \
	web/names.c \
	web/pool.c \
	web/pool_work.c \
	web/problem.c \
	web/reply.c \
	web/route.c \
	web/server.c \
	web/state.c \
	web/static.c \
	web/stream.c \
	web/target.c

# The contract is part of the program.
$(BUILD)/obj/web/document.o: web/openapi.json
