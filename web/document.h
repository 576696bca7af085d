/*
 * document.h - web/openapi.json, as it is in the tree.
 */
#ifndef WEB_DOCUMENT_H
#define WEB_DOCUMENT_H

#include "base/span.h"

struct span document_openapi(void); /* static */

#endif
