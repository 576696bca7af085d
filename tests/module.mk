# Unit tests of the pure side, one program a line; run by `make check`.
unit_TESTS :=
unit_TESTS += tests/unit/taxonomy_test
unit_TESTS += tests/unit/role_test
unit_TESTS += tests/unit/mention_test
unit_TESTS += tests/unit/language_test
unit_TESTS += tests/unit/board_detail_test
unit_TESTS += tests/unit/boards_hostile_test
unit_TESTS += tests/unit/context_test
unit_TESTS += tests/unit/definition_test
unit_TESTS += tests/unit/automaton_test
unit_TESTS += tests/unit/base_test
unit_TESTS += tests/unit/chain_test
unit_TESTS += tests/unit/claim_test
unit_TESTS += tests/unit/contact_test
unit_TESTS += tests/unit/duplicate_test
unit_TESTS += tests/unit/employer_test
unit_TESTS += tests/unit/field_map_test
unit_TESTS += tests/unit/fingerprint_test
unit_TESTS += tests/unit/lifetime_test
unit_TESTS += tests/unit/paging_test
unit_TESTS += tests/unit/paragraph_test
unit_TESTS += tests/unit/parsers_fixture_test
unit_TESTS += tests/unit/parsers_hostile_test
unit_TESTS += tests/unit/parsers_text_test
unit_TESTS += tests/unit/pay_test
unit_TESTS += tests/unit/place_test
unit_TESTS += tests/unit/relative_date_test
unit_TESTS += tests/unit/demand_test
unit_TESTS += tests/unit/period_test
unit_TESTS += tests/unit/stamp_test
unit_TESTS += tests/unit/seed_url_test
unit_TESTS += tests/unit/xml_test

# Tests of the acting side that are written in C.
acting_TESTS :=
acting_TESTS += tests/acting/address_test
acting_TESTS += tests/acting/config_site_test
acting_TESTS += tests/acting/config_test
acting_TESTS += tests/acting/demand_sql_test
acting_TESTS += tests/acting/fetch_dns_test
acting_TESTS += tests/acting/fetch_test
acting_TESTS += tests/acting/fetch_tls_test
acting_TESTS += tests/acting/inflate_test
acting_TESTS += tests/acting/outcome_test
acting_TESTS += tests/acting/pace_test
acting_TESTS += tests/acting/secret_test
acting_TESTS += tests/acting/spool_test
acting_TESTS += tests/acting/recognise_test
acting_TESTS += tests/acting/robots_test
acting_TESTS += tests/acting/stated_test
acting_TESTS += tests/acting/tally_test
acting_TESTS += tests/acting/tdm_test
acting_TESTS += tests/acting/trail_test
acting_TESTS += tests/acting/warc_read_test

$(BUILD)/tests/acting/fetch_test: $(BUILD)/obj/tests/acting/fetch_server.o
$(BUILD)/tests/acting/recognise_test: $(BUILD)/obj/cli/recognise.o \
	$(BUILD)/obj/cli/careers.o

# Tests of jobtrend-web in C.
web_TESTS :=
web_TESTS += tests/web/answer_test
web_TESTS += tests/web/call_test
web_TESTS += tests/web/encode_test
web_TESTS += tests/web/header_test
web_TESTS += tests/web/pool_test
web_TESTS += tests/web/target_test

TESTS += $(addprefix $(BUILD)/,$(unit_TESTS) $(acting_TESTS) $(web_TESTS))

# The world that the demo and the tests crawl.
boardsim_SRC := \
	tests/boardsim/archive.c \
	tests/boardsim/card.c \
	tests/boardsim/documents.c \
	tests/boardsim/fault.c \
	tests/boardsim/fault_http.c \
	tests/boardsim/fault_list.c \
	tests/boardsim/fault_site.c \
	tests/boardsim/fault_table.c \
	tests/boardsim/feeds.c \
	tests/boardsim/gzip.c \
	tests/boardsim/json_boards.c \
	tests/boardsim/listing.c \
	tests/boardsim/main.c \
	tests/boardsim/pages.c \
	tests/boardsim/serve.c \
	tests/boardsim/truth.c \
	tests/boardsim/world.c

# What random bytes are thrown at; libFuzzer, so built by clang on its own.
fuzz_TARGETS := tests/fuzz/parser_fuzz tests/fuzz/recognise_fuzz \
	tests/fuzz/warc_fuzz tests/fuzz/web_fuzz tests/fuzz/xml_fuzz

FUZZ_SECONDS ?= 60
FUZZ_BUILD = $(patsubst %-fuzz,%,$(BUILD))-fuzz

$(BUILD)/tests/fuzz/%: private SANFLAGS += -fsanitize=fuzzer
$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/daemon/robots.o \
		$(BUILD)/obj/daemon/path_pattern.o $(PURE)
	$(link) $(PURE_LIBS)

# The reader of WARC files unpacks what it reads.
$(BUILD)/tests/fuzz/warc_fuzz: $(addprefix $(BUILD)/obj/daemon/,inflate.o \
		warc_bytes.o warc_head.o warc_http.o warc_read.o)
$(BUILD)/tests/fuzz/warc_fuzz: PURE_LIBS += $(PURE) \
	$(call pkg,libs,libdeflate libzstd libbrotlidec zlib libcrypto)

# What reads requests is pure, though it lies among what acts.
$(BUILD)/tests/fuzz/web_fuzz: $(addprefix $(BUILD)/obj/web/,call.o header.o names.o \
		problem.o route.o target.o)

.PHONY: fuzz fuzzers

fuzz: fuzzers ## random bytes for parsers and readers (FUZZ_SECONDS=60 each)
	@JOBTREND_BUILD=$(BUILD) python3 tests/fuzz/fuzz_test.py $(FUZZ_SECONDS) \
		$(FUZZ_BUILD)/found

# Nothing where clang or its runtime is missing: the test then says so.
fuzzers:
	@if echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | \
		clang -x c -fsanitize=fuzzer,address -o /dev/null - 2>/dev/null; then \
		$(MAKE) --no-print-directory -s BUILD=$(FUZZ_BUILD) CC=clang CFLAGS='-O1 -g1' \
			SANITIZE=fuzzer-no-link,address,undefined \
			$(addprefix $(FUZZ_BUILD)/,$(fuzz_TARGETS)); \
	fi
