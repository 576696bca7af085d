trends_SRC := \
	trends/demand.c \
	trends/period.c \
	trends/weight.c
