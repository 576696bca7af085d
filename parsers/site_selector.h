/*
 * site_selector.h - one XPath or JSON Pointer of a rule, checked when it is
 * read: what could only fail on a page, such as a function that does not
 * exist, is refused here.
 */
#ifndef PARSERS_SITE_SELECTOR_H
#define PARSERS_SITE_SELECTOR_H

#include "base/error.h"
#include "parsers/site_rules.h"

/* False with `err` "expected an XPath, found ...". */
bool site_selector_compile(struct arena *arena, struct span text,
			   enum site_format format, struct site_selector *out,
			   struct error *err);
void site_selector_release(struct site_selector *s);

#endif
