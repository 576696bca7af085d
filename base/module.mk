base_SRC := \
	base/arena.c \
	base/buf.c \
	base/digits.c \
	base/error.c \
	base/fold.c \
	base/hash.c \
	base/json_out.c \
	base/mem.c \
	base/span.c \
	base/stamp.c \
	base/utf8.c
