/*
 * context_beside.h - mentions of an ad beside each other.
 *
 * An ad keeps to a matter for some lines: what the mentions in the sentences
 * before and behind one were first taken for speaks for its own context. Names
 * of features, as in weights.tsv, of the nearest mention in a sentence before
 * (`past`) and behind (`next`):
 *
 *     past CONTEXT            wherever it stands
 *     past line CONTEXT       in the same line
 *     past section CONTEXT    in another line below the same heading
 *     past far CONTEXT        elsewhere
 *     past none               there is none
 */
#ifndef ENRICH_CONTEXT_BESIDE_H
#define ENRICH_CONTEXT_BESIDE_H

#include "enrich/context.h"

/* Find the weights of these features, once weights.tsv is read. */
void context_beside_find(struct taxonomy *t);

/*
 * Write the context of views[at], of the `n` mentions of a text in their order.
 * False where the skill is not asked for and it is not clear what else is said
 * of it: where no context is half as likely again as all others together, and,
 * in a short text, which has little to be weighed, rules do not say the same.
 */
bool context_beside(const struct taxonomy *t, const struct context_view *views,
		    size_t n, size_t at, enum mention_context *out);

/* Whether a name is one of these features. */
bool context_beside_is_name(struct span name);

#endif
