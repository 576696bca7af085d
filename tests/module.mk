# Unit tests of the pure side, one program a line; run by `make check`.
unit_TESTS :=
unit_TESTS += tests/unit/base_test
unit_TESTS += tests/unit/place_test
unit_TESTS += tests/unit/stamp_test

# Tests of the acting side that are written in C.
acting_TESTS :=
acting_TESTS += tests/acting/config_test

TESTS += $(addprefix $(BUILD)/,$(unit_TESTS) $(acting_TESTS))

# The world that the demo and the tests crawl.
boardsim_SRC :=
boardsim_BIN := $(if $(boardsim_SRC),$(BUILD)/tests/boardsim)

$(BUILD)/tests/boardsim: $(call obj,$(boardsim_SRC)) $(PURE)
	$(link) $(PURE_LIBS) $(call pkg,libs,libmicrohttpd libdeflate)
