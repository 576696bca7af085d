# Unit tests of the pure side, one program a line; run by `make check`.
unit_TESTS :=
unit_TESTS += tests/unit/taxonomy_test
unit_TESTS += tests/unit/role_test
unit_TESTS += tests/unit/mention_test
unit_TESTS += tests/unit/language_test
unit_TESTS += tests/unit/definition_test
unit_TESTS += tests/unit/automaton_test
unit_TESTS += tests/unit/base_test
unit_TESTS += tests/unit/employer_test
unit_TESTS += tests/unit/fingerprint_test
unit_TESTS += tests/unit/parsers_fixture_test
unit_TESTS += tests/unit/parsers_hostile_test
unit_TESTS += tests/unit/parsers_text_test
unit_TESTS += tests/unit/pay_test
unit_TESTS += tests/unit/place_test
unit_TESTS += tests/unit/relative_date_test
unit_TESTS += tests/unit/demand_test
unit_TESTS += tests/unit/period_test
unit_TESTS += tests/unit/stamp_test

# Tests of the acting side that are written in C.
acting_TESTS :=
acting_TESTS += tests/acting/address_test
acting_TESTS += tests/acting/config_test
acting_TESTS += tests/acting/demand_sql_test
acting_TESTS += tests/acting/fetch_dns_test
acting_TESTS += tests/acting/fetch_test
acting_TESTS += tests/acting/fetch_tls_test
acting_TESTS += tests/acting/inflate_test
acting_TESTS += tests/acting/outcome_test
acting_TESTS += tests/acting/pace_test
acting_TESTS += tests/acting/spool_test
acting_TESTS += tests/acting/robots_test
acting_TESTS += tests/acting/tdm_test

$(BUILD)/tests/acting/fetch_test: $(BUILD)/obj/tests/acting/fetch_server.o

TESTS += $(addprefix $(BUILD)/,$(unit_TESTS) $(acting_TESTS))

# The world that the demo and the tests crawl.
boardsim_SRC := \
	tests/boardsim/archive.c \
	tests/boardsim/card.c \
	tests/boardsim/documents.c \
	tests/boardsim/feeds.c \
	tests/boardsim/gzip.c \
	tests/boardsim/json_boards.c \
	tests/boardsim/listing.c \
	tests/boardsim/main.c \
	tests/boardsim/pages.c \
	tests/boardsim/phrases.c \
	tests/boardsim/places.c \
	tests/boardsim/roles.c \
	tests/boardsim/serve.c \
	tests/boardsim/truth.c \
	tests/boardsim/world.c
