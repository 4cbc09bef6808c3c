/* paper_store.h - rows of document. Knows columns, nothing else. */
#ifndef AREA_DOCS_PAPER_STORE_H
#define AREA_DOCS_PAPER_STORE_H

#include "area/docs/paper.h"

MUST_USE enum err document_store_add(struct ctx *c, const struct document *d);

#endif
