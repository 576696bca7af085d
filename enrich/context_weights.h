/*
 * context_weights.h - how much each thing seen speaks for each context.
 *
 * weights.tsv has a row for each feature: its name, then a weight for each
 * context from requirement to prohibition, fitted to labelled ads by
 * share/taxonomy/build/weights.py.
 */
#ifndef ENRICH_CONTEXT_WEIGHTS_H
#define ENRICH_CONTEXT_WEIGHTS_H

#include "enrich/taxonomy.h"

#define CONTEXT_FEATURE_NAME 64 /* bytes */

/*
 * The name of a feature, a group and its members parted by blanks: "near
 * benefit". False past the last.
 */
bool context_feature_name(size_t feature, char out[CONTEXT_FEATURE_NAME]);

/*
 * Read the rows of weights.tsv. Without the file (`text`.ptr NULL) the rules
 * alone decide.
 */
bool context_weights_read(struct taxonomy *t, struct span text,
			  struct error *err);

#endif
