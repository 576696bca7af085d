# Unit tests of the pure side, one program a line; run by `make check`.
unit_TESTS :=
unit_TESTS += tests/unit/base_test
unit_TESTS += tests/unit/stamp_test

# Tests of the acting side that are written in C.
acting_TESTS :=

TESTS += $(addprefix $(BUILD)/,$(unit_TESTS) $(acting_TESTS))
