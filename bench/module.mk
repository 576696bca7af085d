# What `make bench` measures with, one program a line.
bench_PROGRAMS := \
	bench/bare_fetch \
	bench/contexts \
	bench/fit \
	bench/duplicates \
	bench/enrich \
	bench/fetch \
	bench/parse \
	bench/site

bench_BIN := $(addprefix $(BUILD)/,$(bench_PROGRAMS))

$(BUILD)/bench/%: $(BUILD)/obj/bench/%.o $(BUILD)/obj/bench/bench.o $(LIB_DAEMON) $(PURE)
	$(link) $(ACT_LIBS)
