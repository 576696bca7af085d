# Unit tests of the pure side, one program a line; run by `make check`.
unit_TESTS :=

# Tests of the acting side that are written in C.
acting_TESTS :=

TESTS += $(addprefix $(BUILD)/,$(unit_TESTS) $(acting_TESTS))
