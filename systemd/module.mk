# What goes where when jobtrend is installed.

BINDIR      = $(PREFIX)/bin
DOCDIR      = $(PREFIX)/share/doc/jobtrend
CONFDIR     = $(SYSCONFDIR)/jobtrend
SYSUSERSDIR = $(PREFIX)/lib/sysusers.d
TMPFILESDIR = $(PREFIX)/lib/tmpfiles.d
MANDIR      = $(PREFIX)/share/man
BASHDIR     = $(PREFIX)/share/bash-completion/completions
ZSHDIR      = $(PREFIX)/share/zsh/site-functions
FISHDIR     = $(PREFIX)/share/fish/vendor_completions.d
INSTALL    ?= install

# The files as they are in the tree stand for the default paths.
adapt = sed -e 's|/usr/local/share/doc/jobtrend|$(DOCDIR)|' \
	-e 's|/usr/local/share/jobtrend|$(DATADIR)|' \
	-e 's|/usr/local/bin|$(BINDIR)|' -e 's|/etc/jobtrend|$(CONFDIR)|'

# Made of templates and of what the programs say of themselves.
MANUALS := $(addprefix $(BUILD)/man/,jobtrendctl.1 jobtrend.conf.5 \
	jobtrend-web.8 jobtrendd.8)

# By their names: $(PROGRAMS) is not known yet where this is read.
$(MANUALS) &: $(addprefix $(BUILD)/,jobtrendctl jobtrendd jobtrend-web) tools/manual.sh $(wildcard share/man/*.in)
	@echo "  man   $(BUILD)/man"
	$(Q)sh tools/manual.sh $(BUILD) $(BUILD)/man

.PHONY: manuals
manuals: $(MANUALS)

share_DIRS := taxonomy sources migrations grafana prometheus \
	grafana/provisioning/datasources grafana/provisioning/dashboards

.PHONY: install-files uninstall-files

install-files: all manuals
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DATADIR) \
		$(DESTDIR)$(DOCDIR) $(DESTDIR)$(CONFDIR)/sources.d \
		$(DESTDIR)$(UNITDIR) $(DESTDIR)$(SYSUSERSDIR) \
		$(DESTDIR)$(TMPFILESDIR) \
		$(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR)
	$(INSTALL) -m 755 $(BUILD)/jobtrendd $(BUILD)/jobtrendctl \
		$(BUILD)/jobtrend-web $(DESTDIR)$(BINDIR)
	for page in $(MANUALS); do \
		to=$(DESTDIR)$(MANDIR)/man$${page##*.} && \
		$(INSTALL) -d $$to && $(adapt) $$page > $$to/$${page##*/} && \
		chmod 644 $$to/$${page##*/} || exit 1; done
	$(INSTALL) -m 644 share/completions/jobtrendctl.bash \
		$(DESTDIR)$(BASHDIR)/jobtrendctl
	$(INSTALL) -m 644 share/completions/_jobtrendctl $(DESTDIR)$(ZSHDIR)
	$(INSTALL) -m 644 share/completions/jobtrendctl.fish \
		$(DESTDIR)$(FISHDIR)
	$(INSTALL) -m 644 schema.sql schema-citus.sql share/jobtrend.conf $(DESTDIR)$(DATADIR)
	for dir in $(wildcard $(addprefix share/,$(share_DIRS))); do \
		$(INSTALL) -d $(DESTDIR)$(DATADIR)/$${dir#share/} && \
		find $$dir -maxdepth 1 -type f -exec $(INSTALL) -m 644 \
			-t $(DESTDIR)$(DATADIR)/$${dir#share/} {} + \
			|| exit 1; done
	for file in grafana/provisioning/dashboards/jobtrend.yaml \
		prometheus/jobtrend.rules.yml; do \
		sed -i 's|/usr/local/share/jobtrend|$(DATADIR)|' \
			$(DESTDIR)$(DATADIR)/$$file || exit 1; done
	if [ -f $(PAGE) ]; then \
		rm -rf $(DESTDIR)$(DATADIR)/web && \
		$(INSTALL) -d $(DESTDIR)$(DATADIR)/web/geo && \
		$(INSTALL) -m 644 $$(find $(BUILD)/web -maxdepth 1 -type f) \
			$(DESTDIR)$(DATADIR)/web && \
		$(INSTALL) -m 644 $(BUILD)/web/geo/* $(DESTDIR)$(DATADIR)/web/geo; \
	else \
		echo "install: there is no page in $(BUILD)/web; jobtrend-web serves its API"; \
	fi
	$(INSTALL) -m 644 $(wildcard README.md NEWS NOTICE docs/*.md) \
		$(DESTDIR)$(DOCDIR)
	$(adapt) systemd/jobtrendd.service \
		> $(DESTDIR)$(UNITDIR)/jobtrendd.service
	$(adapt) systemd/jobtrend-web.service \
		> $(DESTDIR)$(UNITDIR)/jobtrend-web.service
	$(adapt) systemd/jobtrend.sysusers \
		> $(DESTDIR)$(SYSUSERSDIR)/jobtrend.conf
	$(adapt) systemd/jobtrend.tmpfiles \
		> $(DESTDIR)$(TMPFILESDIR)/jobtrend.conf
	chmod 644 $(DESTDIR)$(UNITDIR)/jobtrendd.service \
		$(DESTDIR)$(UNITDIR)/jobtrend-web.service \
		$(DESTDIR)$(SYSUSERSDIR)/jobtrend.conf \
		$(DESTDIR)$(TMPFILESDIR)/jobtrend.conf
	[ -e $(DESTDIR)$(CONFDIR)/jobtrend.conf ] || \
		$(INSTALL) -m 644 share/jobtrend.conf $(DESTDIR)$(CONFDIR)

uninstall-files:
	rm -f $(DESTDIR)$(BINDIR)/jobtrendd $(DESTDIR)$(BINDIR)/jobtrendctl \
		$(DESTDIR)$(BINDIR)/jobtrend-web \
		$(DESTDIR)$(UNITDIR)/jobtrend-web.service \
		$(DESTDIR)$(UNITDIR)/jobtrendd.service \
		$(DESTDIR)$(SYSUSERSDIR)/jobtrend.conf \
		$(DESTDIR)$(TMPFILESDIR)/jobtrend.conf \
		$(foreach page,$(notdir $(MANUALS)),$(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(page)))/$(page)) \
		$(DESTDIR)$(BASHDIR)/jobtrendctl \
		$(DESTDIR)$(ZSHDIR)/_jobtrendctl \
		$(DESTDIR)$(FISHDIR)/jobtrendctl.fish
	rm -rf $(DESTDIR)$(DATADIR) $(DESTDIR)$(DOCDIR)
