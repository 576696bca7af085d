# jobtrend - `make help` lists what can be done.
#
# Every folder names its own sources in module.mk, one a line. Objects, libraries
# and programs go to $(BUILD); nothing but $(BUILD) and var/ is ever written.

VERSION := 0.1.0

PREFIX     ?= /usr/local
SYSCONFDIR ?= /etc
UNITDIR    ?= $(PREFIX)/lib/systemd/system
DESTDIR    ?=
BUILD      ?= build
CC         ?= gcc
CFLAGS     ?= -O2 -g
CORPUS     ?= ../shared/corpus

.DEFAULT_GOAL := help

# One line a step; V=1 shows the commands.
Q = $(if $(V),,@)

# ---- flags ------------------------------------------------------------------

WARN   := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE
ifeq ($(SANITIZE),)
HARDEN += -D_FORTIFY_SOURCE=2
else
SANFLAGS := -fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all
endif
HARDEN_LD := -pie -Wl,-z,relro,-z,now,-z,noexecstack

DATADIR := $(PREFIX)/share/jobtrend

# Everything our code is compiled with; CFLAGS stay the user's.
OUR_CFLAGS = -std=c11 -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64 -I. -pthread \
	-DJOBTREND_VERSION='"$(VERSION)"' -DJOBTREND_DATADIR='"$(DATADIR)"' \
	-DJOBTREND_SYSCONFDIR='"$(SYSCONFDIR)"' \
	$(WARN) $(HARDEN) $(SANFLAGS) -MMD -MP

pkg = $(shell pkg-config --$(1) $(2) 2>/dev/null)

# The pure side links these and nothing else: no libuv, libcurl, libpq.
PURE_PKGS := libxml-2.0 libcjson icu-uc icu-i18n libcrypto libxxhash
PURE_CFLAGS := $(call pkg,cflags,$(PURE_PKGS))
PURE_LIBS  := $(call pkg,libs,$(PURE_PKGS)) -lcld2 -lm
ACT_PKGS   := libuv libcurl libpq libconfuse libsystemd libdeflate libzstd libbrotlidec zlib
ACT_CFLAGS := $(call pkg,cflags,$(ACT_PKGS)) $(PURE_CFLAGS)
ACT_LIBS   := $(call pkg,libs,$(ACT_PKGS)) $(PURE_LIBS)
WEB_LIBS   := $(call pkg,libs,libmicrohttpd) $(ACT_LIBS)
TEST_LIBS  := $(call pkg,libs,cmocka)

# ---- what is built ----------------------------------------------------------

PROGRAMS :=
TESTS    :=

# Libraries, lowest first; a library may use only those before it.
LIB_BASE    := $(BUILD)/libbase.a
LIB_PARSERS := $(BUILD)/libparsers.a
LIB_ENRICH  := $(BUILD)/libenrich.a
LIB_TRENDS  := $(BUILD)/libtrends.a
LIB_DAEMON  := $(BUILD)/libdaemon.a
LIB_WEB     := $(BUILD)/libweb.a
LIB_WORLDS  := $(BUILD)/libworlds.a
PURE := $(LIB_TRENDS) $(LIB_ENRICH) $(LIB_PARSERS) $(LIB_BASE)

include base/module.mk
include parsers/module.mk
include enrich/module.mk
include trends/module.mk
include daemon/module.mk
include web/module.mk
include web/page/module.mk
include worlds/module.mk
include cli/module.mk
include tests/module.mk
include bench/module.mk
include systemd/module.mk

obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

$(LIB_BASE):    $(call obj,$(base_SRC))
$(LIB_PARSERS): $(call obj,$(parsers_SRC))
$(LIB_ENRICH):  $(call obj,$(enrich_SRC))
$(LIB_TRENDS):  $(call obj,$(trends_SRC))
$(LIB_DAEMON):  $(call obj,$(daemon_SRC))
$(LIB_WEB):     $(call obj,$(web_SRC))
$(LIB_WORLDS):  $(call obj,$(worlds_SRC))

$(BUILD)/%.a:
	@mkdir -p $(@D)
	@rm -f $@
	@echo "  ar    $@"
	$(Q)ar rcs $@ $^

$(BUILD)/obj/daemon/%.o $(BUILD)/obj/web/%.o $(BUILD)/obj/cli/%.o $(BUILD)/obj/bench/%.o $(BUILD)/obj/tests/%.o: PKG_CFLAGS = $(ACT_CFLAGS)
$(BUILD)/obj/base/%.o $(BUILD)/obj/parsers/%.o $(BUILD)/obj/enrich/%.o $(BUILD)/obj/trends/%.o $(BUILD)/obj/worlds/%.o: PKG_CFLAGS = $(PURE_CFLAGS)

# What the compiler says is shown, and kept beside the object for lint.
$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc    $<"
	$(Q)$(CC) $(OUR_CFLAGS) $(PKG_CFLAGS) $(CFLAGS) $(CPPFLAGS) -c -o $@ $< \
		2>$(@:.o=.said); status=$$?; cat $(@:.o=.said) >&2; exit $$status

link = @mkdir -p $(@D); echo "  link  $@"; $(CC) $(SANFLAGS) $(CFLAGS) $(HARDEN_LD) $(LDFLAGS) -pthread -o $@ $(filter %.o,$^) $(filter %.a,$^)

$(BUILD)/jobtrendd: $(call obj,daemon/main.c) $(LIB_DAEMON) $(PURE)
	$(link) $(ACT_LIBS)

$(BUILD)/jobtrendctl: $(call obj,$(cli_SRC)) $(LIB_DAEMON) $(LIB_WORLDS) $(PURE)
	$(link) $(ACT_LIBS)

$(BUILD)/jobtrend-web: $(call obj,web/main.c) $(LIB_WEB) $(LIB_DAEMON) $(PURE)
	$(link) $(WEB_LIBS)

PROGRAMS += $(BUILD)/jobtrendd $(BUILD)/jobtrendctl $(BUILD)/jobtrend-web

# A test of the pure side links the pure side only: the promise is in the link.
$(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o $(PURE)
	$(link) $(PURE_LIBS) $(TEST_LIBS)

# Tests of the acting side link everything.
$(BUILD)/tests/acting/%: $(BUILD)/obj/tests/acting/%.o $(LIB_DAEMON) $(PURE)
	$(link) $(ACT_LIBS) $(TEST_LIBS) $(call pkg,libs,libbrotlienc)

boardsim_BIN := $(BUILD)/tests/boardsim

# Tests of the server link it; what a test gives in place of a part comes first.
$(BUILD)/tests/web/%: $(BUILD)/obj/tests/web/%.o $(LIB_WEB) $(LIB_DAEMON) $(PURE)
	$(link) $(WEB_LIBS) $(TEST_LIBS)

$(boardsim_BIN): $(call obj,$(boardsim_SRC)) $(LIB_WORLDS) $(PURE)
	$(link) $(PURE_LIBS) $(call pkg,libs,libmicrohttpd libdeflate)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
.SECONDARY:

# ---- targets ----------------------------------------------------------------

.PHONY: help deps all objects run demo stop check asan eval bench bench-world places lint deb check-deb \
	install uninstall clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}'

deps: ## install the Debian packages that building, running and testing need
	@sh tools/deps.sh

all: $(PROGRAMS) $(if $(SANITIZE),,$(if $(NO_PAGE),,page-if-possible) manuals) ## build everything into build/

# Every object there is, also of tests and measurements; for lint.
objects: $(call obj,$(base_SRC) $(parsers_SRC) $(enrich_SRC) $(trends_SRC) \
	$(daemon_SRC) daemon/main.c $(web_SRC) web/main.c $(worlds_SRC) $(cli_SRC) $(boardsim_SRC) \
	$(addsuffix .c,$(unit_TESTS) $(acting_TESTS) $(web_TESTS) $(fuzz_TARGETS) $(bench_PROGRAMS)) bench/bench.c)

# What the programs need is asked for first; only then can make look at it.
run: ## private database, daemon with the bundled sources, page; `make stop` ends it
	@sh tools/deps.sh run
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) sh tools/run.sh live

demo: ## the same against replayed boards: no internet, three years, a minute
	@sh tools/deps.sh run
	@$(MAKE) --no-print-directory all $(boardsim_BIN)
	@BUILD=$(BUILD) sh tools/run.sh demo

stop: ## end what run and demo have started
	@BUILD=$(BUILD) sh tools/run.sh stop

# What sanitizers have nothing to see in: SQL, manuals, labels, scripts; and what
# asks again of programs that other tests have run: of kills, a program that is
# killed reports nothing, and what it goes on with is reclassify_test's.
BARE_TESTS = $(wildcard tests/sql/*_test.sql tests/sql/*_test.py tests/browser/*_test.py) \
	tests/faults/database_test.py tests/faults/kill_reclassify_test.py \
	$(addprefix tests/integration/,bench_world_test.py catalogue_test.py \
		check_claim_test.py cluster_test.py completion_test.py \
		dashboards_test.py docs_test.py gold_ads_test.py \
		gold_facts_test.py install_test.py key_test.py manual_test.py \
		near_test.py politeness_test.py run_test.py terminal_test.py)
SCRIPT_TESTS = $(filter-out $(if $(SANITIZE),$(BARE_TESTS)),$(wildcard \
	tests/sql/*_test.sql tests/sql/*_test.py tests/integration/*_test.py \
	tests/faults/*_test.py tests/fuzz/*_test.py tests/browser/*_test.py))
ONLY ?=
SLOW ?= 1

# The fuzz targets have sanitizers of their own.
check: test-programs $(if $(SANITIZE),,fuzzers) ## build and run every test (ONLY=text: some)
	@python3 tests/run.py --build $(BUILD) --slow $(SLOW) --only '$(ONLY)' $(TESTS) $(SCRIPT_TESTS)

SANITIZED = BUILD=$(BUILD)-asan CFLAGS='-O1 -g1' SANITIZE=address,undefined

asan: ## the tests of programs under address and undefined-behaviour sanitizers
	@$(MAKE) --no-print-directory check $(SANITIZED) \
		SLOW=4 FAULT_KILLS=$${FAULT_KILLS:-2}

.PHONY: test-programs asan-programs

test-programs: all $(TESTS) $(boardsim_BIN)

# They may be compiled beside the tests of the others.
asan-programs:
	@$(MAKE) --no-print-directory test-programs $(SANITIZED)

# What runs on several threads: jobtrend-web, the pool and the cells of jobtrendd,
# libcurl's and libuv's beside ours. The recogniser's test has no thread, and takes
# minutes so. A race anywhere leaves a report, whatever the tests say.
THREAD_TESTS = $(addprefix $(BUILD)/,$(filter-out %/recognise_test,$(acting_TESTS)) $(web_TESTS)) \
	$(addprefix tests/,integration/web_server_test.py integration/crawl_test.py sql/cells_test.py)

.PHONY: tsan thread-tests

tsan: ## the tests of threads under the thread sanitizer
	@rm -f $(BUILD)-tsan/report.*
	@status=0; TSAN_OPTIONS="log_path=$(CURDIR)/$(BUILD)-tsan/report exitcode=66 $$TSAN_OPTIONS" \
	$(MAKE) --no-print-directory thread-tests BUILD=$(BUILD)-tsan CFLAGS='-O1 -g' \
		SANITIZE=thread SLOW=6 || status=1; \
	for report in $(BUILD)-tsan/report.*; do [ ! -f "$$report" ] || { cat "$$report"; status=1; }; done; \
	exit $$status

thread-tests: $(PROGRAMS) $(filter %_test,$(THREAD_TESTS)) $(boardsim_BIN)
	@python3 tests/run.py --build $(BUILD) --slow $(SLOW) --only '$(ONLY)' $(THREAD_TESTS)

# Our own labels need no corpus and come first. A folder that was asked for and
# is not there is an error; the usual place may be empty.
eval: all ## print how well ads are understood (CORPUS=DIR: recorded ones too)
	@status=0; others='$(filter-out tests/eval/gold_%,$(wildcard tests/eval/*.py))'; \
	if [ ! -d "$(CORPUS)" ]; then \
		echo "eval: expected a folder in CORPUS, found none at $(CORPUS)"; \
		[ "$(origin CORPUS)" = file ] || exit 2; others=; \
	fi; \
	for program in $(wildcard tests/eval/gold_*.py) $$others; do \
		echo "== $$program"; \
		python3 $$program $(CORPUS) $(BUILD) || status=1; done; exit $$status

bench: all $(bench_BIN) ## measure; prints JSON (PEERS=DIR runs others beside ours)
	@python3 bench/run.py $(BUILD) $(PEERS)

WORLDS ?= 21
SEED ?= 1

bench-world: all ## score our numbers on worlds of known truth (WORLDS=n, SEED=n)
	@BUILD=$(BUILD) sh tools/bench-world.sh --worlds $(WORLDS) --seed $(SEED) $(BENCH_WORLD)

install: install-files ## install under PREFIX (DESTDIR, SYSCONFDIR); keeps your configuration

uninstall: uninstall-files ## remove what install made; configuration and state stay

deb: all ## build the Debian package into build/deb (needs debhelper, not root)
	@sh tools/deb.sh $(BUILD)

check-deb: ## install, upgrade and purge it in a fresh Debian (needs root, debootstrap, network)
	@sh tests/deb/check.sh $(BUILD)

places: ## rebuild the table of places (needs npm, iso-codes, libgeonames-common)
	@sh share/taxonomy/build/places.sh

lint: all ## two compilers' warnings, purity, includes, scripts, words
	@MAKE='$(MAKE)' sh tools/lint.sh $(BUILD)

clean: ## remove build/ (var/ with its database stays)
	rm -rf $(BUILD) $(BUILD)-asan $(BUILD)-fuzz $(BUILD)-tsan
