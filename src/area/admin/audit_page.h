/* audit_page.h - views of the audit administrator's pages; drawn by audit.html. */
#ifndef AREA_ADMIN_AUDIT_PAGE_H
#define AREA_ADMIN_AUDIT_PAGE_H

#include "area/admin/audit_log.h"
#include "page/list.h"

struct audit_view { struct page page; struct list_view list; };
struct verify_view { struct page page; struct audit_report report; int n_heads; struct str took; };
void audit_list_html(struct html *h, struct ctx *c, const struct audit_view *v);
void audit_tabs(struct html *h, struct ctx *c, bool verify);
void verify_html(struct html *h, struct ctx *c, const struct verify_view *v);

#endif
