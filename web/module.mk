web_SRC := \
	web/connection.c \
	web/document.c \
	web/listen.c \
	web/problem.c \
	web/reply.c \
	web/server.c \
	web/static.c \
	web/target.c

# The contract is part of the program.
$(BUILD)/obj/web/document.o: web/openapi.json
