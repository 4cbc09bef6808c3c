/* admin_page.h - views of the administrators' pages; drawn by admin.html. */
#ifndef AREA_ADMIN_ADMIN_PAGE_H
#define AREA_ADMIN_ADMIN_PAGE_H

#include "area/admin/account.h"
#include "def/def.h"
#include "page/list.h"

enum admin_tab { TAB_USERS, TAB_RIGHTS, TAB_ORGANS };
struct user_list_view { struct page page; struct str word, next; const struct account_row *rows; int n; };
struct user_form_view {
    struct page page;
    struct str action, error, login, name, organ;
    const struct office *offices; int n_offices;
    int64_t office_id, rev;
    bool fresh;
};
struct user_view {
    struct page page;
    struct str error;
    const struct account_row *u;
    const struct account_scope *scopes; int n_scopes;
    const struct rights_request *asked; int n_asked;
    const struct organ_row *organs; int n_organs;
    const struct office *offices; int n_offices;
    bool own, of_admin;
};
struct rights_view { struct page page; const struct rights_request *rows; int n; };
struct password_view { struct page page; struct str login, name, password; };
struct organ_list_view { struct page page; struct str error; const struct organ_row *rows; int n; struct str code, name, district, account, type, parent; };
struct organ_view {
    struct page page;
    struct str error;
    const struct organ *o;
    const struct office *offices; int n_offices;
    const struct organ_row *organs; int n_organs;
};
struct register_view {
    struct page page;
    struct str error;
    const struct register_row *rows; int n;
    const struct counter_row *counters; int n_counters;
};

void admin_tabs(struct html *h, struct ctx *c, enum admin_tab here);
void user_list_html(struct html *h, struct ctx *c, const struct user_list_view *v);
void user_form_html(struct html *h, struct ctx *c, const struct user_form_view *v);
void user_html(struct html *h, struct ctx *c, const struct user_view *v);
void rights_html(struct html *h, struct ctx *c, const struct rights_view *v);
void password_html(struct html *h, struct ctx *c, const struct password_view *v);
void organ_list_html(struct html *h, struct ctx *c, const struct organ_list_view *v);
void organ_html(struct html *h, struct ctx *c, const struct organ_view *v);
void register_open_html(struct html *h, struct ctx *c, const struct register_view *v);
struct str state_words(struct ctx *c, const struct rights_request *r);
struct str roles_words(struct ctx *c, const struct account_row *u);
struct str register_label(struct ctx *c, struct str name);     /* its title, where a page has one */
void requests_html(struct html *h, struct ctx *c, const struct rights_request *rows, int n, bool with_user);
void error_html(struct html *h, struct ctx *c, struct str error);
void ask_open(struct html *h, struct ctx *c, const struct user_view *v, const char *act);
void ask_close(struct html *h, struct ctx *c, const char *act);
void role_options(struct html *h, struct ctx *c, const struct user_view *v, bool held);
void ask_rights(struct html *h, struct ctx *c, const struct user_view *v);
void ask_system(struct html *h, struct ctx *c, const struct user_view *v);
void text_field(struct html *h, struct ctx *c, const char *name, int label, struct str value);
void parent_field(struct html *h, struct ctx *c, const char *id, const struct organ_row *rows, int n, struct str chosen);
void from_field(struct html *h, struct ctx *c, const char *id, const char *name, int label);
struct str code_words(struct ctx *c, const char *list, struct str code);

#endif
