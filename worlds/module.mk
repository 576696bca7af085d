# Markets with known truth, and the words that made-up ads are written with;
# pure. Tests of ours (boardsim) use the words too.
worlds_SRC := \
	worlds/fixed.c \
	worlds/market.c \
	worlds/market_ad.c \
	worlds/market_archive.c \
	worlds/market_truth.c \
	worlds/phrases.c \
	worlds/places.c \
	worlds/plan.c \
	worlds/roles.c \
	worlds/watch.c
