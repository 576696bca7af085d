# The page of jobtrend-web: bundled from web/page and npm's packages (those of
# package-lock.json, nothing else) into $(BUILD)/web. Without npm or its
# registry everything else is built all the same, and it is said.
page_SRC := $(wildcard web/page/*.mjs web/page/*.html web/page/*.svg \
	web/page/src/*.js web/page/src/*/*.js web/page/src/*.css)
geo_SRC := web/page/geo.mjs $(wildcard web/page/geo/*) share/taxonomy/places.tsv

PAGE := $(BUILD)/web/index.html
page_KIT := $(BUILD)/page

.PHONY: page page-modules page-if-possible

page: page-modules ## bundle the page of jobtrend-web into build/web (needs npm)
	@$(MAKE) --no-print-directory $(PAGE)

page-modules: $(page_KIT)/.modules

# What a package would like to run when it is installed is not run.
$(page_KIT)/.modules: web/page/package.json web/page/package-lock.json
	@mkdir -p $(@D)
	@cp $^ $(@D)
	@echo "  npm   $(page_KIT)/node_modules"
	$(Q)cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --prefer-offline \
		--loglevel=error --fetch-retries=1 --fetch-timeout=30000 >/dev/null
	@touch $@

$(page_KIT)/.geo: $(page_KIT)/.modules $(geo_SRC)
	@echo "  maps  $(page_KIT)/geo"
	$(Q)node web/page/build.mjs geo $(page_KIT)/node_modules $(page_KIT)/geo
	@touch $@

$(PAGE): $(page_KIT)/.geo $(page_SRC)
	@echo "  page  $(@D)"
	$(Q)node web/page/build.mjs page $(page_KIT)/node_modules $(page_KIT)/geo $(@D)

# A defect of the page stops make; that npm is not there does not.
page-if-possible:
	@if ! command -v node >/dev/null || ! command -v npm >/dev/null; then \
		echo "page: not built: expected node and npm (\`make deps\`), found none; jobtrend-web serves its API"; \
	elif ! $(MAKE) --no-print-directory page-modules; then \
		echo "page: not built: npm's packages are not to be had (the reason is above); jobtrend-web serves its API;"; \
		echo "page: \`make page\` tries again"; \
	else \
		$(MAKE) --no-print-directory $(PAGE); \
	fi
