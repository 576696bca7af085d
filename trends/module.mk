trends_SRC := \
	trends/chain.c \
	trends/claim.c \
	trends/claim_figure.c \
	trends/claim_phrases.c \
	trends/claim_subject.c \
	trends/claim_time.c \
	trends/claim_words.c \
	trends/demand.c \
	trends/period.c \
	trends/weight.c
