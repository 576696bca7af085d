trends_SRC := \
	trends/bootstrap.c \
	trends/chain.c \
	trends/claim.c \
	trends/claim_figure.c \
	trends/claim_levels.c \
	trends/claim_json.c \
	trends/claim_phrases.c \
	trends/claim_subject.c \
	trends/claim_time.c \
	trends/claim_words.c \
	trends/cell.c \
	trends/cell_count.c \
	trends/cell_list.c \
	trends/cell_moved.c \
	trends/cell_plan.c \
	trends/cell_want.c \
	trends/demand.c \
	trends/estimate.c \
	trends/fact.c \
	trends/fact_pack.c \
	trends/lifetime.c \
	trends/names.c \
	trends/panel.c \
	trends/period.c \
	trends/row_list.c \
	trends/series.c \
	trends/weight.c
