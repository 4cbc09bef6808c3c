/* papers_page.h - the papers of a record on its page: what was made of it, and the link to draft one (area/docs/casework_docs_web.c). */
#ifndef AREA_CASEWORK_PAPERS_PAGE_H
#define AREA_CASEWORK_PAPERS_PAGE_H

#include "page/record.h"

/* case_papers - name: the template of def/templates.yaml; drafts: may this viewer write one. */
MUST_USE enum err case_papers(struct ctx *c, struct str kind, int64_t id, int64_t ref, const char *name, bool drafts, struct record_view *out);

#endif
