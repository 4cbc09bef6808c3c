/* account.h - what everybody may do to his own account: password, second factor, the places where he is signed in. */
#ifndef APP_ACCOUNT_H
#define APP_ACCOUNT_H

#include "gate/route.h"
#include "gate/session.h"
#include "page/layout.h"

#define SESSIONS_SHOWN 100
struct own_session { int64_t ref; struct str since, ends, seen, client; bool here; };
struct account_view {
    struct page page;
    struct str error, last_in;
    int64_t failed, devices;
    bool has_totp;
    struct own_session sessions[SESSIONS_SHOWN]; int n_sessions;
};
struct enrol_view { struct page page; struct str error, uri, secret, action; struct str qr; int qr_size; bool alone; };

extern const struct slice account_slice;
/* enrol_page - the second factor being set up in this session, as a picture and as text. */
MUST_USE enum err enrol_page(struct ctx *c, struct request *q, const struct session *s, struct str error, struct reply *out);
void account_html(struct html *h, struct ctx *c, const struct account_view *v);
void enrol_html(struct html *h, struct ctx *c, const struct enrol_view *v);

#endif
